"""What a cell of an .xlsx sheet holds, by its type, its style and what stands in it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from .grid import Cell, CellKind
from .package import unescape

_NUMBER, _TEXT, _BOOL = CellKind.NUMBER, CellKind.TEXT, CellKind.BOOL
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 (wall time)
_YES_NO = {"1": "1", "true": "1", "0": "0", "false": "0"}


class CellValues:
    """Makes the cells of one sheet."""

    def __init__(
        self, strings: tuple[str, ...], date_styles: tuple[bool, ...], zero_styles: tuple[str, ...], date1904: bool
    ) -> None:
        self._strings, self._date1904 = strings, date1904
        self._dates = {str(style): shows for style, shows in enumerate(date_styles)}
        self._zeros = {str(style): zeros for style, zeros in enumerate(zero_styles) if zeros}

    def cell(self, kind: str, style: str, value: str | None, inline: str, *, formula: bool) -> Cell | None:
        """Return the cell, or None where it is blank; raises ValueError where it names a string that is not there.

        ``value`` is None where the cell has no element for it, ``inline`` the text that stands in the cell itself.
        """
        if value and kind == "n":
            return self._number(value, style)
        if value and kind == "s":
            return self._shared(value)
        return self._other(kind, value, inline, formula)

    def _number(self, value: str, style: str) -> Cell:
        try:
            number = float(value)
        except ValueError:
            return Cell(_TEXT, value)
        if number - number != 0 or "_" in value:  # nan, infinite, or Python's own 1_000
            return Cell(_TEXT, value)
        return Cell(_NUMBER, value, number, self._dates.get(style, False), self._zeros.get(style, ""))

    def _shared(self, value: str) -> Cell | None:
        try:
            text = self._strings[int(value)]
        except IndexError:
            raise ValueError(value) from None
        return Cell(_TEXT, text) if text else None

    def _other(self, kind: str, value: str | None, inline: str, formula: bool) -> Cell | None:
        if kind == "inlineStr" and inline:
            return Cell(_TEXT, unescape(inline))
        if not value or kind == "inlineStr":
            # A formula worked out to "" is blank; one that no program has worked out is said to be so.
            worked_out = kind == "str" and value is not None
            return Cell(CellKind.FORMULA_WITHOUT_VALUE, "") if formula and not worked_out else None
        if kind == "b":
            return Cell(_BOOL, _YES_NO.get(value, value))
        if kind == "e":
            return Cell(CellKind.ERROR, value)
        if kind == "d":
            return self._iso_date(value)
        return Cell(_TEXT, unescape(value))

    def _iso_date(self, value: str) -> Cell:
        serial = _iso_serial(value, self._date1904)
        return Cell(_TEXT, value) if serial is None else Cell(_NUMBER, value, serial, is_date=True)


def _iso_serial(text: str, date1904: bool) -> float | None:
    """Return the Excel serial of an ISO date, moment or time of day, or None where it is none."""
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return _time_of_day(text)
    days = (moment - _EPOCHS[date1904]) / timedelta(days=1)
    # Serial 60 is 29 February 1900, which never was; earlier days stand one lower.
    return days - 1 if not date1904 and days < 61 else days


def _time_of_day(text: str) -> float | None:
    try:
        clock = time.fromisoformat(text)
    except ValueError:
        return None
    return (clock.hour * 3600 + clock.minute * 60 + clock.second) / 86_400
