from datetime import UTC, date, datetime
from io import StringIO

import pytest

from auditkit.report import CannotWrite, write_csv, write_csv_file

HEADER = ["case_id", "rate", "due_on", "due_at", "reason"]
ROW = ["=1+1", 0.5, date(2026, 3, 1), datetime(2026, 3, 1, 14, 30, tzinfo=UTC), None]


def written(rows, form):
    stream = StringIO(newline="")
    write_csv(stream, HEADER, rows, form)
    return stream.getvalue()


def test_programs_get_commas_iso_dates_and_the_exact_text():
    assert written([ROW], "csv") == (
        "case_id,rate,due_on,due_at,reason\n=1+1,0.5,2026-03-01,2026-03-01T14:30:00+00:00,\n"
    )


def test_danish_excel_gets_semicolons_danish_dates_and_a_bom():
    assert written([ROW], "csv-excel") == (
        "\ufeffcase_id;rate;due_on;due_at;reason\r\n'=1+1;0,5;01-03-2026;01-03-2026 14:30;\r\n"
    )


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_excel_never_gets_a_formula_from_text(text):
    line = written([[text, -1.5, None, None, None]], "csv-excel").split("\r\n", 1)[1]
    assert line.startswith(("'", "\"'"))
    assert ";-1,5;" in line


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "tal.csv"
    write_csv_file(path, HEADER, [ROW])
    assert path.read_text(encoding="utf-8").startswith("case_id,rate")
    with pytest.raises(CannotWrite):
        write_csv_file(tmp_path / "nej" / "tal.csv", HEADER, [ROW])
