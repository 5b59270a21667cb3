"""A figure is the same wherever it stands: the page, the command line and a spreadsheet round alike."""

import pytest

from auditkit.cli import output
from auditkit.report.page_parts import percent, points
from auditkit.terms import one_decimal, use_language


@pytest.mark.parametrize(
    ("met", "judged", "shown"),
    [(9, 16, "56,3 %"), (1, 16, "6,3 %"), (3, 16, "18,8 %"), (273, 400, "68,3 %"), (1, 3, "33,3 %"), (0, 7, "0,0 %")],
)
def test_half_a_tenth_is_rounded_up_as_a_spreadsheet_does(met, judged, shown):
    """Python alone writes 56.2 for 56.25, and the workbook beside it shows 56,3."""
    assert percent(met / judged) == output.percent(met / judged) == shown


@pytest.mark.parametrize(
    ("change", "shown"),
    [(6.25, "+6,3"), (-6.25, "-6,3"), (0.04, "0,0"), (-0.04, "0,0"), (0.05, "+0,1"), (100, "+100,0")],
)
def test_a_change_is_rounded_away_from_nothing_and_zero_has_no_sign(change, shown):
    assert output.points(change) == shown
    assert points(change) == shown.replace("-", "−")


def test_english_has_a_point():
    use_language("en")
    try:
        assert (one_decimal(56.25), percent(0.5625), points(-6.25)) == ("56.3", "56.3 %", "−6.3")
    finally:
        use_language("da")
