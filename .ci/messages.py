"""Compile every room's words (.po -> .mo), or with --check say which are not current."""

from __future__ import annotations

import gettext
import io
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parents[1] / "auditkit/locale/da/LC_MESSAGES"


def compiled(po: Path) -> bytes:
    """Return the .mo bytes of a .po file."""
    with po.open("rb") as text:
        catalogue = read_po(text, locale="da", abort_invalid=True)
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def _words(content: bytes) -> dict[object, str]:
    """Return the translations of a .mo file without its header, in which babel writes the hour."""
    catalogue = gettext.GNUTranslations(io.BytesIO(content))._catalog  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public way
    return {msgid: text for msgid, text in catalogue.items() if msgid}


def main() -> int:
    """Write what is not current; with --check only name it."""
    stale = []
    for po in sorted(FOLDER.glob("*.po")):
        mo, content = po.with_suffix(".mo"), compiled(po)
        if not mo.exists() or _words(mo.read_bytes()) != _words(content):
            stale.append(po.name)
            if "--check" not in sys.argv:
                mo.write_bytes(content)
    if stale:
        print("ikke ajour:" if "--check" in sys.argv else "oversat:", ", ".join(stale))
    return len(stale) if "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
