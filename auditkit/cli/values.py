"""Dates, quarters and periods as people write them on the command line."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import click

from auditkit.dates import Quarter
from auditkit.terms import translator

_ = translator("cli")

_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_DANISH = re.compile(r"^(\d{1,2})[-./](\d{1,2})[-./](\d{4})$")
_WITHIN = re.compile(r"^(\d{1,4})\s*(?:d|dage?)?$", re.IGNORECASE)


class DayType(click.ParamType[date]):
    """A day: 2026-09-30 or 30-09-2026."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or stop with a message that shows the two forms."""
        if isinstance(value, date):
            return value
        try:
            return _day(value.strip())
        except ValueError:
            self.fail(_("{value} is not a day. Write 2026-09-30 or 30-09-2026.", value=value), param, ctx)


class QuarterType(click.ParamType[Quarter]):
    """A quarter: 2026K3, 2026Q3 or 3. kvartal 2026."""

    name = "QUARTER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Quarter:
        """Return the quarter, or stop with a message that shows the forms."""
        if isinstance(value, Quarter):
            return value
        try:
            return Quarter.parse(value)
        except ValueError:
            self.fail(_("{value} is not a quarter. Write 2026K3 or 3. kvartal 2026.", value=value), param, ctx)


class WithinType(click.ParamType[int]):
    """A number of days: 30d or 30."""

    name = "DAYS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of days, or stop with a message that shows the form."""
        match = _WITHIN.match(str(value).strip())
        if not match:
            self.fail(_("{value} is not a number of days. Write 30d.", value=value), param, ctx)
        return int(match[1])


class SettingType(click.ParamType[tuple[str, str]]):
    """A setting: name=value."""

    name = "SETTING"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Return name and value, or stop with a message that shows the form."""
        if isinstance(value, tuple):
            return value
        name, sign, setting = str(value).partition("=")
        if not sign or not name.strip():
            self.fail(_("{value} is not a setting. Write spark.master=spark://server:7077.", value=value), param, ctx)
        return name.strip(), setting.strip()


def _day(text: str) -> date:
    if match := _ISO.match(text):
        year, month, day = match.groups()
    elif match := _DANISH.match(text):
        day, month, year = match.groups()
    else:
        raise ValueError(text)
    return date(int(year), int(month), int(day))


DAY, QUARTER, SETTING, WITHIN = DayType(), QuarterType(), SettingType(), WithinType()
