"""How large a foreign file may be. A real case list stays far below every one of these."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that hold before and while a file is read; sizes in bytes, the child's time in seconds."""

    file_bytes: int = 200 * MEGABYTE
    unpacked_bytes: int = 1024 * MEGABYTE
    """All members of an archive together, as declared; a member can never unpack to more than it declares."""
    member_bytes: int = 300 * MEGABYTE
    """One member that is read, as declared (ten million cells): what is only too large is told at once."""
    strings_bytes: int = 128 * MEGABYTE
    """The shared strings, as declared; they are held in memory."""
    ratio: int = 200
    """Unpacked to packed size of one member; only members above ``ratio_from`` are asked."""
    ratio_from: int = 8 * MEGABYTE
    members: int = 5_000
    directory_bytes: int = 2 * MEGABYTE
    """The archive's table of contents, which zipfile reads as a whole."""
    rows: int = 1_048_576
    columns: int = 2_000
    cells: int = 30_000_000
    """Cells of one sheet, blank ones with a format included."""
    area: int = 20_000_000
    """Rows x columns of one sheet where a library holds the whole rectangle (.xls, .xlsb, .ods)."""
    text: int = 100_000
    """Characters of one cell; Excel itself stops at 32,767."""
    token_bytes: int = 2 * MEGABYTE
    """One cell or one tag as XML."""
    strings: int = 5_000_000
    string_characters: int = 300_000_000
    part_bytes: int = 64 * MEGABYTE
    """One part that describes the workbook (list of sheets, formats, relations)."""
    merged: int = 100_000
    """Merged areas of one sheet."""
    depth: int = 200
    """Nesting of XML elements."""
    child_seconds: float = 120
    child_bytes: int = 3072 * MEGABYTE


DEFAULT_LIMITS = Limits()
