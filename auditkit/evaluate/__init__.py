"""Records and rules in, obligations out. Pure, case-local, without a clock."""

from .engine import evaluate, not_run

__all__ = ["evaluate", "not_run"]
