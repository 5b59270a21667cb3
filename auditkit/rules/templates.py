"""Rule files to begin from, one of each kind (``rules/templates/``). Each is a valid draft."""

from __future__ import annotations

from auditkit.errors import UsageError
from auditkit.terms import translator

from .faults import nearest
from .loader import TEMPLATES, rules_folder

_ = translator("rules")


def template_kinds() -> list[str]:
    """Return the kinds that there is a template for."""
    return sorted(path.stem for path in (rules_folder() / TEMPLATES).glob("*.toml"))


def template(kind: str) -> str:
    """Return the text of a new rule file of ``kind``; raises UsageError for an unknown kind."""
    kinds = template_kinds()
    if kind not in kinds:
        text = _('There is no template for "{kind}".', kind=kind)
        raise UsageError(f"{text} {nearest(kind, kinds)}")
    return (rules_folder() / TEMPLATES / f"{kind}.toml").read_text(encoding="utf-8")
