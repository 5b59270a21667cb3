"""Why a list is refused. Each message says what was found, where, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.errors import InputRefused, UsageError
from auditkit.terms import translator

if TYPE_CHECKING:
    from collections.abc import Iterable

_ = translator("intake")


def _joined(names: Iterable[str]) -> str:
    return ", ".join(f"»{name}«" for name in names) or "–"


class NoUsableTable(InputRefused):
    """Nothing in the file is a list that can be read."""

    def __init__(self, file: str, sheets: Iterable[str], headers: Iterable[str]) -> None:
        super().__init__(
            _(
                "{file}: no list was found. Sheets in the file: {sheets}. Known headers: {headers}. The list must "
                "have a header row with Sagsnr and at least one more known column (see docs/standardark.md), or be "
                "read with a mapping profile.",
                file=file,
                sheets=_joined(sheets),
                headers=_joined(headers),
            )
        )


class NoCaseNumberColumn(InputRefused):
    """A sheet that is one of the standard sheets has no column with the case number."""

    def __init__(self, file: str, sheet: str, headers: Iterable[str]) -> None:
        super().__init__(
            _(
                "{file}, sheet »{sheet}«: there is no column with the case number. Columns found: {headers}. Call "
                "the column Sagsnr, or leave the sheet out.",
                file=file,
                sheet=sheet,
                headers=_joined(headers),
            )
        )


class HeaderTwice(InputRefused):
    """Two columns of a table say the same, and which of them holds cannot be known."""

    def __init__(self, file: str, sheet: str, columns: Iterable[str]) -> None:
        super().__init__(
            _(
                "{file}, sheet »{sheet}«: the columns {columns} mean the same field. Keep one of them, or put their "
                "values in one column.",
                file=file,
                sheet=sheet,
                columns=_joined(columns),
            )
        )


class SecondTable(InputRefused):
    """Further down the sheet stands another header row with its columns in another order."""

    def __init__(self, file: str, sheet: str, row: int) -> None:
        super().__init__(
            _(
                "{file}, sheet »{sheet}«, row {row}: a new header row with other columns begins here. Put the second "
                "table on a sheet of its own.",
                file=file,
                sheet=sheet,
                row=row,
            )
        )


class OwnReport(InputRefused):
    """The file is a report that auditkit wrote, not a list."""

    def __init__(self, file: str) -> None:
        super().__init__(
            _(
                "{file} is a report made by auditkit, not a list. Give the lists that the report was made from.",
                file=file,
            )
        )


class FileTwice(InputRefused):
    """The same file was given twice."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(
            _(
                "{first} and {second} have exactly the same content. Give the list once, or every record in it "
                "counts twice.",
                first=first,
                second=second,
            )
        )


class SheetNotFound(UsageError):  # noqa: N818 (named by what happened, as in auditkit.errors)
    """The sheet that was asked for is in none of the files."""

    def __init__(self, sheet: str, found: Iterable[str]) -> None:
        super().__init__(
            _(
                "There is no sheet »{sheet}«. Sheets found: {sheets}.",
                sheet=sheet,
                sheets=_joined(found),
            )
        )
