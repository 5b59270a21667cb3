"""What openpyxl does not keep of a workbook: found before anything is written, and named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zipfile import ZipFile

from auditkit.errors import UsageError
from auditkit.intake.door.opening import open_workbook
from auditkit.terms import translator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_ = translator("report")

_READ_AT_MOST = 20_000_000  # bytes of one part that are searched; the door has bounded the file as a whole


def _parts() -> tuple[tuple[str, str], ...]:
    """Return which parts of a workbook are lost: a pattern of their names, and what people call them."""
    return (
        (r"xl/vbaProject\.bin$", _("macros")),
        (r"xl/media/", _("pictures")),
        (r"xl/slicer", _("slicers")),
        (r"xl/timeline", _("timelines")),
        (r"xl/(ctrlProps|activeX)/", _("buttons and other controls")),
        (r"xl/(connections\.xml|queryTables/|model/)", _("data connections and queries")),
        (r"customXml/", _("data connections and queries")),
        (r"xl/threadedComments/", _("threads of comments")),
        (r"xl/embeddings/", _("embedded documents")),
        (r"xl/diagrams/", _("SmartArt")),
        (r"xl/charts/chartEx", _("charts of newer kinds")),
        (r"xl/chartsheets/", _("sheets that are a chart")),
        (r"xl/richData/", _("pictures in cells and linked data")),
        (r"_xmlsignatures/", _("digital signatures")),
    )


def _marks() -> tuple[tuple[str, bytes, str], ...]:
    """Return what is lost inside parts that are kept: which parts, a mark to look for, what people call it."""
    return (
        (r"xl/drawings/drawing\d+\.xml$", b"<xdr:sp[ >]", _("text boxes and shapes")),
        (r"xl/worksheets/sheet\d+\.xml$", b"sparklineGroup[ >]", _("sparklines")),
        (r"xl/worksheets/sheet\d+\.xml$", b"x14:conditionalFormatting[ >]", _("newer kinds of conditional formats")),
        (r"xl/worksheets/sheet\d+\.xml$", b"x14:dataValidation[ >]", _("choices that are taken from another sheet")),
    )


class TemplateNotXlsx(UsageError):
    """A template is of another kind than can be filled in."""

    def __init__(self, path: Path) -> None:
        super().__init__(_("{file}: a template is an .xlsx. Save it as that in Excel, and try again.", file=path.name))


class TemplateWouldLose(UsageError):
    """The template holds things that would not be in the filled workbook."""

    def __init__(self, path: Path, lost: Sequence[str]) -> None:
        super().__init__(
            _(
                "{file} holds what cannot be kept when it is filled in: {lost}. Nothing was written. "
                "Take it out of the template, or say with --accept-loss that it may go.",
                file=path.name,
                lost=", ".join(lost),
            )
        )


def lost_of(path: Path) -> tuple[str, ...]:
    """Return what of a workbook would be lost, in words.

    Raises InputRefused where it is none or not a safe one, and TemplateNotXlsx.
    """
    if path.suffix.casefold() != ".xlsx":
        raise TemplateNotXlsx(path)
    open_workbook(path)  # the door: bounded, no password, no bomb
    with ZipFile(path) as package:
        names = package.namelist()
        found = [said for pattern, said in _parts() if any(re.match(pattern, name) for name in names)]
        for pattern, mark, said in _marks():
            inside = (name for name in names if re.match(pattern, name))
            found += [said] if any(_holds(package, name, re.compile(mark).search) for name in inside) else []
    return tuple(dict.fromkeys(found))


def _holds(package: ZipFile, name: str, search: Callable[[bytes], object]) -> bool:
    with package.open(name) as part:
        return search(part.read(_READ_AT_MOST)) is not None
