"""The digest of obligations that arrive some cases at a time: the same however the cases are divided.

For each rule the rows are written as CSV, in the order of ``evaluate``, with every column of the model: UTF-8, comma,
a newline after each row, nothing for what is missing and ``""`` for an empty text, days ``yyyy-mm-dd``, moments
``yyyy-mm-ddThh:mm:ss.ffffffZ``, ``true`` and ``false``. BLAKE2b (16 bytes) of that is the rule's digest, and BLAKE2b
of the lines ``rule digest`` in order of rule is that of all. So anybody can work it out again.
"""

from __future__ import annotations

from hashlib import blake2b
from io import BytesIO
from typing import TYPE_CHECKING

from auditkit.model import OBLIGATION_SCHEMA

if TYPE_CHECKING:
    import polars as pl

SIZE = 16


class Digest:
    """Takes in rows of one rule at a time, in order; memory does not grow."""

    def __init__(self) -> None:
        self._by_rule: dict[str, blake2b] = {}

    def add(self, rule: str, frame: pl.DataFrame) -> None:
        """Take in the next rows of a rule."""
        text = BytesIO()
        frame.select(list(OBLIGATION_SCHEMA)).write_csv(
            text, include_header=False, datetime_format="%Y-%m-%dT%H:%M:%S%.6fZ", quote_style="necessary"
        )
        self._by_rule.setdefault(rule, blake2b(digest_size=SIZE)).update(text.getbuffer())

    def hexdigest(self) -> str:
        """Return the digest of everything taken in."""
        lines = (f"{rule} {digest.hexdigest()}\n" for rule, digest in sorted(self._by_rule.items()))
        return blake2b("".join(lines).encode(), digest_size=SIZE).hexdigest()
