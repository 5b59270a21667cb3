"""A report's lines: where a value came from, as people read it."""

import pytest

from tests.report import invented

PLACES = {
    "sager.xlsx|Sager|B12": ("sager.xlsx", "Sager, celle B12"),
    "sager.xlsx|Sager|12": ("sager.xlsx", "Sager, række 12"),
    "sager.xlsx|Børn|og|unge|B12": ("sager.xlsx", "Børn|og|unge, celle B12"),
    "a\nb.xlsx|Ark\n1|B1\n": ("a\nb.xlsx", "Ark\n1, celle B1\n"),
    "||": ("", ", celle "),
    "sager.xlsx|B12": (None, None),
    "sager.xlsx": (None, None),
    None: (None, None),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_place_is_taken_apart_into_file_sheet_and_cell(place):
    view = invented.view_of(invented.frame(invented.obligation(source=place, evidence=place)))
    file, cell = PLACES[place]
    (line,) = view.lines.rows()
    assert (line["source_file"], line["source_cell"], line["evidence_cell"]) == (file, cell, cell)
