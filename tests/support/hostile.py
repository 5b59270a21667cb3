"""Texts that want to be more than text: formulas, links, markup, templates, control characters. The same every time."""

from __future__ import annotations

from random import Random

MARK = "Zqx"
"""Stands in every hostile text, so that whatever became of one can be found in any part of any file."""

_LONGEST = 32_767
_PARTS = (
    "=1+1", "+45", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "{=A1}", "＝1+1", "＋1", " =1", "'=1", '"=1"', ";=1",
    ",=1", '=HYPERLINK("http://example.org","x")', '=WEBSERVICE("http://example.org")', "=cmd|' /C calc'!A0",
    "=DDE(1;2;3)", "@SUM(1)*cmd|'/c calc'!A0", "=[bog.xlsx]Ark1!A1", "=IMPORTXML(1,2)", "#REF!", "#N/A", "TRUE",
    "1e9", "007", "1-20", "http://example.org", "https://example.org/?a=1&b=2", "ftp://x", "mailto:a@example.org",
    "file:///etc/passwd", "\\\\server\\share\\x.xlsx", "internal:Ark1!A1", "external:c.xlsx", "javascript:alert(1)",
    "data:text/html,x", "www.example.org", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "</style><script>1</script>", "</td></tr></table>", "<!--", "]]>", "<f>1+1</f>", "<r><t>x</t></r>", "&amp;",
    "&lt;b&gt;", "&#x3d;1", "<?xml version='1.0'?>", "<!DOCTYPE x>", "<svg/onload=alert(1)>",
    '" onmouseover="alert(1)', "' onfocus='alert(1)", "`", "{{ 7*7 }}", "{% raw %}", "{# x #}", "${7*7}", "%(x)s",
    "{0}", "{name}", "_x0041_", "_x000D_", "_x003D_1", "\x00", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b[31m",
    "\x7f", "\x85", "\x9b", "\u202e", "\u202d", "\u2066", "\u2069", "\u200b", "\u00ad", "\u2028", "\u2029", "\ufeff",
    "\ufffe", "\ufdd0", "\r\n", "\n", "\t", "  ", "'", '"', '""', ";", ",", "|", "&", "&D", "&P", "&L&R", "*", "?",
    "~", "<>", "^", "§", "æøå", "é", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1f0",
    "\U0010ffff", "a\u0301\u0302", "ﷺ", "中文", "עברית", "'; DROP TABLE cases; --", "../../x", "C:\\x", "NUL",
    "[link=http://x]x[/link]", "[bold]x", "%s%n", "x" * 300,
)  # fmt: skip


def hostile_texts(count: int = 1000, seed: int = 6) -> list[str]:
    """Return so many different texts: each part alone in front, then several parts mixed. Every one holds ``MARK``."""
    random = Random(seed)  # noqa: S311 - the same every time on purpose
    alone = [f"{part}{MARK}{number}" for number, part in enumerate(_PARTS)]
    long = f"={MARK}{'æ' * 33_000}"
    mixed = []
    for number in range(len(alone), count - 1):
        parts = random.choices(_PARTS, k=random.randint(2, 5))
        parts.insert(random.randint(1, len(parts)), f"{MARK}{number}")
        mixed.append("".join(parts))
    return [*alone, *mixed, long][:count]


def as_excel_holds(text: str) -> str:
    """Return a text as a cell of Excel holds it: so many characters, no U+FFFE, and never XlsxWriter's own XML."""
    text = text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    text = f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
