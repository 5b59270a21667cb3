"""What one rule file alone cannot show: its place, its id among others, what it builds on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditkit.errors import RuleFileInvalid
from auditkit.terms import translator

from .faults import nearest
from .places import line_of
from .tightening import looser_because

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .rule import Rule

_ = translator("rules")
_LOCAL_ID = re.compile(r"^(\d{4})-")
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def file_stem(rule_id: str) -> str:
    """Return how the file name of a rule begins: ``FOR-STØT`` → ``for-stoet``."""
    return rule_id.lower().translate(_ASCII)


def check_place(rule: Rule, path: Path) -> None:
    """Raise RuleFileInvalid unless the file's name, folder and basis are those of its id."""
    stem = file_stem(rule.id)
    if path.stem != stem and not path.stem.startswith(f"{stem}-"):
        _refuse(rule, path, "id", _("the file name must begin with {stem}, as the id does.", stem=stem))
    local = _LOCAL_ID.match(rule.id)
    if local and rule.file.basis != "local":
        _refuse(rule, path, "basis", _('a municipality\'s own rule has basis = "local".'))
    if not local and (rule.file.basis == "local" or rule.file.tightens or rule.file.exempts):
        _refuse(rule, path, "id", _("the id of a local rule begins with the municipality code."))
    if path.parent.parent.name == "local" and (not local or local[1] != path.parent.name):
        code = path.parent.name
        _refuse(rule, path, "id", _("in this folder the id begins with {code}-.", code=code))


def check_together(rules: Sequence[tuple[Rule, Path]]) -> None:
    """Raise RuleFileInvalid where two files share an id or a rule builds on one it cannot."""
    by_id: dict[str, Rule] = {}
    for rule, path in rules:
        for name in (rule.id, *rule.file.aliases):
            if name in by_id:
                other = by_id[name].path
                _refuse(
                    rule,
                    path,
                    "id",
                    _("the id {id} is already used in {other}.", id=name, other=other),
                )
            by_id[name] = rule
    for rule, path in rules:
        _check_references(rule, path, by_id)


def _check_references(rule: Rule, path: Path, by_id: dict[str, Rule]) -> None:
    for key in ("tightens", "exempts"):
        target = getattr(rule.file, key)
        if target and target not in by_id:
            text = _("there is no rule {id}.", id=target)
            _refuse(rule, path, key, f"{text} {nearest(target, list(by_id))}")
    if rule.file.tightens:
        reason = looser_because(rule.file, by_id[rule.file.tightens].file)
        if reason:
            _refuse(rule, path, "tightens", reason)


def _refuse(rule: Rule, path: Path, key: str, details: str) -> None:
    raise RuleFileInvalid(path, line_of(rule.text, (key,)), details)
