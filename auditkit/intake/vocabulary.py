"""The words lists use (``vocabulary.toml``) and how a header is compared with them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from auditkit.model import BY_PLURAL, RECORD_TYPES, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

FLAT = "flat"
IGNORE = "-"  # in a profile: a sheet or a header that is not read
CASE_ID, CPR, TIME = "case_id", "cpr", ":time"

# How æ, ø, å look when UTF-8 or Mac text was opened as Windows-1252.
_DESTROYED = {"ã¸": "ø", "ã¦": "æ", "ã¥": "å", "¿": "ø", "¾": "æ", "œ": "å"}
_NOT_LETTERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Return the letters and digits of a header ("§" alone is kept), casefolded, with destroyed æ, ø, å put right."""
    folded = text.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFC", folded)
        for wrong, right in _DESTROYED.items():
            folded = folded.replace(wrong, right)
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", folded)) or folded.strip()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Sheet names and headers (normalised) by list kind: a record type's plural name, or ``flat``."""

    sheets: Mapping[str, str]
    headers: Mapping[str, Mapping[str, str]]
    canonical: Mapping[str, Mapping[str, str]]
    """The standard workbook's own header of each target, by kind."""
    hours: frozenset[str]
    general: frozenset[str]
    private: tuple[str, ...]
    totals: tuple[str, ...]
    notes: tuple[str, ...]
    reports: tuple[frozenset[str], ...]
    """The sheets by which auditkit's own reports are known."""
    codes: Mapping[str, Mapping[str, str]]

    def target(self, kind: str, header: str) -> str | None:
        """Return what a column with this header gives in a list of this kind."""
        target = self.headers[kind].get(normalise(header))
        return None if target == IGNORE else target

    def is_private(self, header: str) -> bool:
        """Say whether a column must not be kept or suggested."""
        word = normalise(header)
        return any(each in word for each in self.private)


def field_of(kind: str, target: str) -> tuple[str, Field] | None:
    """Return the record type (plural) and field that a target fills; None for one made of several."""
    plural, _, name = target.rpartition(".") if kind == FLAT else (kind, "", target)
    try:
        return plural, BY_PLURAL[plural].field(name.removesuffix(TIME))
    except KeyError:
        return None


@cache
def standard_vocabulary() -> Vocabulary:
    """Return the words that are known without a profile."""
    data = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8"))
    lists = {kind: _lists(data["headers"], kind) for kind in (*BY_PLURAL, FLAT)}
    words = data["words"]
    return Vocabulary(
        sheets={normalise(name): kind for kind, names in data["sheets"].items() for name in names},
        headers={kind: _by_word(targets) for kind, targets in lists.items()},
        canonical={kind: {target: names[0] for target, names in targets.items()} for kind, targets in lists.items()},
        hours=frozenset(map(normalise, words["hour"])),
        general=frozenset(map(normalise, words["general"])),
        private=tuple(map(normalise, words["private"])),
        totals=tuple(words["total"]),
        notes=tuple(words["note"]),
        reports=tuple(frozenset(map(normalise, names)) for names in words["report"]),
        codes=_codes(data["codes"]),
    )


@cache
def standard_words() -> frozenset[str]:
    """Return every single word (normalised) of the standard sheets, headers and code words."""
    data = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8"))
    names = [name for names in data["sheets"].values() for name in names]
    names += [name for targets in data["headers"].values() for each in targets.values() for name in each]
    names += [word for words in data["words"].values() for word in words if isinstance(word, str)]
    names += [name for codes in standard_vocabulary().codes.values() for words in codes.items() for name in words]
    return frozenset(normalise(word) for name in names for word in re.findall(r"\w+", name))


def _lists(headers: Mapping[str, dict[str, list[str]]], kind: str) -> dict[str, list[str]]:
    if kind != FLAT:
        return {**headers["any"], **headers[kind]}
    cases = {f"cases.{target}": names for target, names in _lists(headers, "cases").items()}
    return {**cases, **headers[FLAT]}


def _by_word(targets: Mapping[str, list[str]]) -> dict[str, str]:
    return {normalise(name): target for target, names in targets.items() for name in names}


def _codes(extra: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    codes: dict[str, dict[str, str]] = {}
    for record_type in RECORD_TYPES:
        for field in record_type.fields:
            if field.codes:
                key = f"{record_type.plural}.{field.name}"
                own = {word.casefold(): word for word in field.codes}
                codes[key] = {**own, **extra.get(key, {}), **extra.get(field.name, {})}
    return codes
