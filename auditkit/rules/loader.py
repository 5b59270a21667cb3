"""Rule files, read and checked alone and together. A fault stops the run, with file and line."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from auditkit.errors import RuleFileInvalid, UsageError
from auditkit.terms import translator

from .checks import check_place, check_together
from .faults import syntax_fault, validation_fault
from .places import line_of
from .rule import Catalogue, Rule
from .runnable import first_fault
from .schema import RuleFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ = translator("rules")
_PACKAGE = Path(__file__).parent.parent
TEMPLATES = "templates"
"""The folder of files to begin from; they are no rules."""


def rules_folder() -> Path:
    """Return ``rules/`` of a checkout, else the copy that the installed package carries."""
    checkout = _PACKAGE.parent / "rules"
    return checkout if (checkout / "national").is_dir() else _PACKAGE / "_data" / "rules"


def load_rule(path: Path, folder: Path | None = None) -> Rule:
    """Read and check one rule file; ``folder`` is what ``Rule.path`` is told from.

    Raises RuleFileInvalid with the line of the first fault.
    """
    text = _read(path)
    try:
        file = RuleFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise RuleFileInvalid(path, *syntax_fault(text, str(error))) from None
    except ValidationError as error:
        raise RuleFileInvalid(path, *validation_fault(text, error)) from None
    fault = first_fault(file)
    if fault is not None:
        raise RuleFileInvalid(path, line_of(text, fault[0]), fault[1])
    shown = path.relative_to(folder) if folder and path.is_relative_to(folder) else Path(path.name)
    rule = Rule(file, shown.as_posix(), text, hashlib.sha256(text.encode()).hexdigest())
    check_place(rule, path)
    return rule


def load_catalogue(folder: Path | None = None, kommune: str | None = None, extra: Path | None = None) -> Catalogue:
    """Return all rules in force for a municipality, ordered by id.

    ``folder`` holds ``national/`` and ``local/``; ``kommune`` is a municipality code whose own
    rules are added; ``extra`` is a file or folder with further rules. Raises RuleFileInvalid, and
    UsageError where there is nothing to read.
    """
    folder = folder or rules_folder()
    # A file of the shelf that is also named as extra is still one file.
    paths = list({path.resolve(): path for path in _rule_paths(folder, kommune, extra)}.values())
    if not paths:
        raise UsageError(_("There are no rule files in {folder}.", folder=folder))
    rules = [load_rule(path, folder) for path in paths]
    check_together(list(zip(rules, paths, strict=True)))
    return Catalogue(tuple(sorted(rules, key=lambda rule: rule.id)))


def _rule_paths(folder: Path, kommune: str | None, extra: Path | None) -> Iterator[Path]:
    yield from _files_below(folder / "national")
    if kommune is not None:
        if not (len(kommune) == 4 and kommune.isascii() and kommune.isdigit()):
            raise UsageError(_('"{code}" is not a municipality code of four digits.', code=kommune))
        yield from _files_below(folder / "local" / kommune)
    if extra is not None:
        if not extra.exists():
            raise UsageError(_("There is no file or folder {path}.", path=extra))
        yield from [extra] if extra.is_file() else _files_below(extra)


def _files_below(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*.toml") if path.parent.name != TEMPLATES)


def _read(path: Path) -> str:
    """Return the text without byte order mark and with plain line ends: one digest on every machine."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise RuleFileInvalid(path, None, _("the file is not saved as UTF-8.")) from None
    except OSError:
        raise RuleFileInvalid(path, None, _("the file cannot be read.")) from None
