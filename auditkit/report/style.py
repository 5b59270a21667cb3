"""How cells look. Colours never stand alone: the word or the number in the cell says the same."""

from __future__ import annotations

from collections.abc import Mapping

from auditkit.compliance import Colour
from auditkit.model import Outcome

Look = Mapping[str, object]

INK, QUIET, LINE = "#1F2933", "#5A6572", "#D5DAE0"
_GREEN, _RED, _GREY, _BLUE, _WHITE = "#DDEFE0", "#F9DEDC", "#E9EBEE", "#E3EBF5", "#FFFFFF"
_YELLOW, _AMBER = "#FFF9DB", "#FBE7B2"
BAND = "#24476B"

FILL: Mapping[str, str] = {
    Outcome.MET: _GREEN,
    Outcome.MISSED: _RED,
    Outcome.DEVIATION: _BLUE,
    Outcome.NOT_DUE: _BLUE,
    Outcome.NOT_APPLICABLE: _GREY,
    Outcome.UNDETERMINABLE: _WHITE,
}
"""Light enough that black text is read on them, also in black-and-white print."""

COLOURS: Mapping[str, str] = {Colour.GREEN: _GREEN, Colour.YELLOW: "#FFF2CC", Colour.RED: _RED}
"""The municipality's own limits. The word stands in the cell too."""

FONT: Look = {"font_name": "Arial", "font_size": 10}
_BASE: Look = {**FONT, "font_color": INK, "valign": "top"}
_LINED: Look = {**_BASE, "bottom": 1, "bottom_color": LINE}
_RIGHT: Look = {"align": "right", "indent": 1}
_COUNT: Look = {**_LINED, **_RIGHT, "num_format": "#,##0"}
_SHARE: Look = {**_LINED, **_RIGHT, "num_format": "0.0%"}
_POINTS: Look = {**_LINED, **_RIGHT, "num_format": "+0.0;-0.0;0.0"}
_BROKEN: Look = {"num_format": '+0.0" *";-0.0" *";0.0" *"'}  # the star is explained above the table
_QUARTILE: Look = {**_LINED, **_RIGHT, "num_format": "0.0"}
_TOTAL: Look = {"bold": True, "bg_color": "#EEF1F5", "top": 1, "top_color": QUIET}

_HEADLINE: Look = {"valign": "vcenter", "font_size": 14, "bold": True, "align": "left", "indent": 0, "bottom": 0}
_HEADER: Look = {
    **_BASE,
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": BAND,
    "text_wrap": True,
    "valign": "vcenter",
    "border": 1,
    "border_color": "#FFFFFF",
}

LOOKS: Mapping[str, Look] = {
    "list": {},
    "text": _LINED,
    "text indented": {**_LINED, "align": "left", "indent": 1},
    "wrap": {**_LINED, "text_wrap": True},
    "plain": _BASE,
    "plain wrap": {**_BASE, "text_wrap": True},
    "plain left": {**_BASE, "align": "left"},
    "label": {**_BASE, "bold": True},
    "label middle": {**_BASE, "bold": True, "valign": "vcenter"},
    "note middle": {**_BASE, "font_color": QUIET, "valign": "vcenter"},
    "note": {**_BASE, "font_color": QUIET},
    "title": {**_BASE, "font_size": 18, "bold": True, "font_color": BAND},
    "section": {**_BASE, "font_size": 12, "bold": True, "font_color": BAND, "bottom": 2},
    "header": _HEADER,
    "header right": {**_HEADER, **_RIGHT},
    "count": _COUNT,
    "about": _COUNT,
    "days": {**_LINED, **_RIGHT},
    "share": _SHARE,
    "points": _POINTS,
    "headline count": {**_COUNT, **_HEADLINE},
    "headline share": {**_SHARE, **_HEADLINE},
    "headline points": {**_POINTS, **_HEADLINE},
    "total text": {**_LINED, **_TOTAL, "text_wrap": True},
    "total count": {**_COUNT, **_TOTAL},
    "total share": {**_SHARE, **_TOTAL},
    "total points": {**_POINTS, **_TOTAL},
    "quartile": _QUARTILE,
    "total quartile": {**_QUARTILE, **_TOTAL},
    "points broken": {**_POINTS, **_BROKEN},
    "total points broken": {**_POINTS, **_TOTAL, **_BROKEN},
    "out": {**_LINED, **_RIGHT, "font_color": QUIET, "bg_color": _GREY},
    **{f"colour {colour}": {"bg_color": fill} for colour, fill in COLOURS.items()},
    **{f"text {colour}": {**_LINED, "bg_color": fill} for colour, fill in COLOURS.items()},
    **{f"share {colour}": {**_SHARE, "bg_color": fill} for colour, fill in COLOURS.items()},
    **{f"total text {colour}": {**_LINED, **_TOTAL, "bg_color": fill} for colour, fill in COLOURS.items()},
    **{f"total share {colour}": {**_SHARE, **_TOTAL, "bg_color": fill} for colour, fill in COLOURS.items()},
    "input": {**_LINED, "bg_color": _YELLOW, "text_wrap": True},
    "input count": {**_LINED, **_RIGHT, "bg_color": _YELLOW, "num_format": "0.##"},
    "ratio": {**_LINED, **_RIGHT, "num_format": "0.0"},
    "total ratio": {**_LINED, **_RIGHT, "num_format": "0.0", **_TOTAL},
    "total input": {**_LINED, **_RIGHT, "num_format": "0.##", **_TOTAL},
    "mark grey": {"bg_color": _GREY},
    "mark yellow": {"bg_color": _AMBER},
    "mark green": {"bg_color": _GREEN},
    "mark blue": {"bg_color": _BLUE},
    "mark red": {"bg_color": _RED},
    **{f"outcome {outcome}": {**_LINED, "bg_color": fill} for outcome, fill in FILL.items()},
}
"""Looks by name, as XlsxWriter's format properties."""

KIND_OF_VALUE: Mapping[str, Look] = {
    "as is": {},
    "guarded": {"quote_prefix": True},
    "day": {"num_format": "dd-mm-yyyy", "align": "left"},
    "moment": {"num_format": "dd-mm-yyyy hh:mm", "align": "left"},
}
"""What the value adds to the look of its cell. Guarded text stays text also when somebody edits the cell."""
