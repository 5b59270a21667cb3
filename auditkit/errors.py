"""Every exception that stops a run. Each class builds its own message and owns an exit code.

A message says what, where and what to do. It never holds a CPR number, a name or a cell's free text.
A fault in the data is not an exception: see ``model.Problem``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .terms import translator

if TYPE_CHECKING:
    from collections.abc import Iterable

_ = translator("errors")


class AuditkitError(Exception):
    """Base of everything that stops a run with a message for the user."""

    exit_code = 70


class UsageError(AuditkitError):
    """The command was called in a way that cannot be carried out, or is configured wrongly."""

    exit_code = 2


class InputRefused(AuditkitError):
    """A file from outside cannot be read safely or completely. Nothing of it is stored."""

    exit_code = 3


class StoreError(AuditkitError):
    """The database cannot do what was asked."""

    exit_code = 4


class PrivacyRefused(AuditkitError):
    """What was asked would show personal data to somebody it is not for."""

    exit_code = 5


class RuleFileInvalid(AuditkitError):
    """A rule file is not as it must be."""

    exit_code = 10

    def __init__(self, path: object, line: int | None, details: str) -> None:
        self.path, self.line, self.details = str(path), line, details
        place = f"{path}, " + _("line {line}", line=line) if line else str(path)
        super().__init__(f"{place}: {details}")


class ExamplesFailed(AuditkitError):
    """Rules say something else than their own examples expect."""

    exit_code = 10

    def __init__(self, failures: Iterable[str]) -> None:
        self.failures = tuple(failures)
        head = _("{count} examples failed:", count=len(self.failures))
        super().__init__("\n".join([head, *self.failures]))
