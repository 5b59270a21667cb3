"""Records and rules in, obligations out. Pure, case-local, without a clock."""

from .chunks import by_rule, evaluate, evaluate_in_chunks, in_one
from .engine import not_run

__all__ = ["by_rule", "evaluate", "evaluate_in_chunks", "in_one", "not_run"]
