"""Why a file was turned away at the door: one class per reason, each with its own words.

A message names the file, the sheet or the cell, and never what stands in it.
"""

from __future__ import annotations

from auditkit.errors import InputRefused
from auditkit.terms import translator

_ = translator("door")


class FileMissing(InputRefused):
    """There is no such file."""

    def __init__(self, file: str) -> None:
        super().__init__(_("There is no file {file}. Check the name and the folder, and try again.", file=file))


class NotAFile(InputRefused):
    """The path leads to a folder or something else that is no file."""

    def __init__(self, file: str) -> None:
        super().__init__(_("{file} is a folder and not a file. Name the workbook in the folder.", file=file))


class FileUnreadable(InputRefused):
    """The system will not let us read the file."""

    def __init__(self, file: str) -> None:
        super().__init__(
            _(
                "{file} cannot be opened. Perhaps it is open in Excel, or you lack access to it. "
                "Close it, check your access, and try again.",
                file=file,
            )
        )


class FileChanged(InputRefused):
    """The file became another while it was being read."""

    def __init__(self, file: str) -> None:
        super().__init__(
            _(
                "{file} was changed while it was being read. Close it elsewhere, and try again.",
                file=file,
            )
        )


class FileEmpty(InputRefused):
    """The file holds no bytes."""

    def __init__(self, file: str) -> None:
        super().__init__(_("{file} is empty (0 bytes). Fetch the file again from where it came.", file=file))


class NotAWorkbook(InputRefused):
    """The file is something else than a workbook or a CSV file."""

    def __init__(self, file: str, looks_like: str) -> None:
        super().__init__(
            _(
                "{file} is not a workbook: it looks like {what}. "
                "Open it in the program it comes from, save the list as .xlsx or .csv, and import that file.",
                file=file,
                what=looks_like,
            )
        )


class WebPageAsWorkbook(InputRefused):
    """A web page with the name of a workbook, as many case systems export."""

    def __init__(self, file: str) -> None:
        super().__init__(
            _(
                "{file} is a web page (HTML) with the name of a workbook. "
                "Open it in Excel, choose Save as, Excel workbook (.xlsx), and import that file.",
                file=file,
            )
        )


class OldFormat(InputRefused):
    """A workbook in a format from before Excel 97, or the XML format of 2003."""

    def __init__(self, file: str) -> None:
        super().__init__(
            _(
                "{file} is a workbook in an old format that is not read. "
                "Open it in Excel, choose Save as, Excel workbook (.xlsx), and import that file.",
                file=file,
            )
        )


class PasswordProtected(InputRefused):
    """The workbook is encrypted with a password."""

    def __init__(self, file: str) -> None:
        super().__init__(
            _(
                "{file} is protected with a password. Open it in Excel, remove the password "
                "(File, Info, Protect workbook, Encrypt with password), save, and import it again.",
                file=file,
            )
        )


class RightsProtected(InputRefused):
    """The workbook is encrypted by rights management or a sensitivity label."""

    def __init__(self, file: str) -> None:
        super().__init__(
            _(
                "{file} is protected with rights (a sensitivity label or limited access), so only Office can open it. "
                "Ask the owner for a copy without the protection.",
                file=file,
            )
        )


class FileTruncated(InputRefused):
    """The end of the file is missing."""

    def __init__(self, file: str) -> None:
        super().__init__(
            _(
                "{file} is cut short: its end is missing. The download or the copying was probably interrupted. "
                "Fetch the file again.",
                file=file,
            )
        )


class FileDamaged(InputRefused):
    """The file does not hang together; ``place`` says where."""

    def __init__(self, file: str, place: str) -> None:
        super().__init__(
            _(
                "{file} is damaged ({place}). Open it in Excel, let Excel repair it, save it as .xlsx, "
                "check that all rows are there, and import that file.",
                file=file,
                place=place,
            )
        )


class CellTwice(InputRefused):
    """A cell or row comes twice, or after one that it should stand before."""

    def __init__(self, file: str, sheet: str, cell: str) -> None:
        super().__init__(
            _(
                '{file}, sheet "{sheet}", {cell}: the cell or row comes twice or in the wrong order, so it cannot be '
                "said which holds. Open the file in Excel, let Excel repair it, save it, and import it again.",
                file=file,
                sheet=sheet,
                cell=cell,
            )
        )


class UnsafeXml(InputRefused):
    """The file declares a document type or entities, which no workbook does."""

    def __init__(self, file: str, part: str) -> None:
        super().__init__(
            _(
                "{file} holds declarations (DTD) that no workbook needs and that can do harm, in {part}. "
                "It is not read. Ask the sender how the file was made.",
                file=file,
                part=part,
            )
        )


class Bomb(InputRefused):
    """The file would unpack to far more than it holds."""

    def __init__(self, file: str) -> None:
        super().__init__(
            _(
                "{file} would unpack to far more than a list can hold, and may be made to do harm. "
                "It is not read. Ask the sender how the file was made.",
                file=file,
            )
        )


class TooLarge(InputRefused):
    """The file is larger than is read; ``what`` is the bound that it breaks."""

    def __init__(self, file: str, what: str) -> None:
        super().__init__(
            _(
                "{file} is too large: {what}. Split the list into several files.",
                file=file,
                what=what,
            )
        )


class FarCell(InputRefused):
    """A cell stands far outside any list."""

    def __init__(self, file: str, sheet: str, cell: str) -> None:
        super().__init__(
            _(
                '{file}, sheet "{sheet}": there is content far outside the list, in cell {cell}. '
                "Delete the cell in Excel (Ctrl+End leads to it), save, and import the file again.",
                file=file,
                sheet=sheet,
                cell=cell,
            )
        )


class EmptyWorkbook(InputRefused):
    """No sheet holds a cell."""

    def __init__(self, file: str) -> None:
        super().__init__(
            _(
                "{file} holds no cells: every sheet is empty. Check that it is the right file.",
                file=file,
            )
        )


class CountsDisagree(InputRefused):
    """The reader met another number of cells than the preflight counted."""

    def __init__(self, file: str, sheet: str, counted: int, read: int) -> None:
        super().__init__(
            _(
                '{file}, sheet "{sheet}": {counted} cells were counted, but {read} could be read. '
                "Nothing is imported, so that nothing is lost. Open the file in Excel, save it as .xlsx, "
                "and import that file.",
                file=file,
                sheet=sheet,
                counted=counted,
                read=read,
            )
        )


class ReaderFailed(InputRefused):
    """The library that reads the older formats gave up, took too long or wanted too much memory."""

    def __init__(self, file: str) -> None:
        super().__init__(
            _(
                "{file} could not be read within time and memory. "
                "Open it in Excel, save it as .xlsx, and import that file.",
                file=file,
            )
        )


class UnknownEncoding(InputRefused):
    """The text of a CSV file is in no encoding that is read."""

    def __init__(self, file: str) -> None:
        super().__init__(
            _(
                "The letters in {file} cannot be read: it is neither UTF-8, UTF-16 nor Windows-1252. "
                'Save the list again as "CSV UTF-8" or .xlsx.',
                file=file,
            )
        )


class BrokenQuotes(InputRefused):
    """A quoted field of a CSV file is never closed, or text follows its closing quote."""

    def __init__(self, file: str, row: int) -> None:
        super().__init__(
            _(
                '{file}, row {row}: a quotation mark (") opens or closes in the wrong place, so columns cannot be '
                "told apart. Correct the row, or save the list as .xlsx.",
                file=file,
                row=row,
            )
        )
