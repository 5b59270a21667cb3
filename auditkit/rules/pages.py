"""The documentation's page for each rule, and their index.

``python -m auditkit.rules.pages`` writes them.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from auditkit.terms import basis_label, translator

from .checks import file_stem
from .loader import load_catalogue, rules_folder
from .render import render_rule
from .words import status_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from .rule import Catalogue, Rule

_ = translator("rules")
EXAMPLE_KOMMUNE = "0000"
"""The invented municipality whose rules show how local ones look."""


def pages(catalogue: Catalogue) -> Mapping[str, str]:
    """Return the text of each page by file name; the index is ``README.md``."""
    texts = {f"{file_stem(rule.id)}.md": render_rule(rule) for rule in catalogue.rules}
    return {"README.md": "\n".join(_index(catalogue)).rstrip() + "\n", **texts}


def _index(catalogue: Catalogue) -> Iterator[str]:
    yield _("# The requirements")
    yield ""
    yield _("Generated from the rule files in rules/. Edit those, not these pages.")
    for theme, rules in groupby(sorted(catalogue.rules, key=_by_theme), lambda rule: rule.file.theme):
        yield from ("", f"## {theme}", "")
        yield _("| Rule | Requirement | Basis | Status |")
        yield "|---|---|---|---|"
        yield from (_index_row(rule) for rule in rules)


def _by_theme(rule: Rule) -> tuple[str, str]:
    return rule.file.theme, rule.id


def _index_row(rule: Rule) -> str:
    link = f"[{rule.id}]({file_stem(rule.id)}.md)"
    basis, status = basis_label(rule.file.basis), status_label(rule.file.status)
    return f"| {link} | {rule.file.title} | {basis} | {status} |"


def write_pages(folder: Path) -> None:
    """Write every page into ``folder`` and remove pages of rules that are no more."""
    texts = pages(load_catalogue(kommune=EXAMPLE_KOMMUNE))
    folder.mkdir(parents=True, exist_ok=True)
    for page in folder.glob("*.md"):
        if page.name not in texts:
            page.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_pages(rules_folder().parent / "docs" / "krav")
