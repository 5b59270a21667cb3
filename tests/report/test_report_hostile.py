"""A thousand hostile texts in every field of text: in each kind of file they stay what they are, text."""

import csv
import re
from collections import Counter
from html.parser import HTMLParser
from io import StringIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from auditkit.report import committee, write_csv, write_lists, write_workbook
from auditkit.report.html import page
from auditkit.report.team_files import write_team_files
from auditkit.report.template import fill_template
from tests.report import invented
from tests.support.hostile import MARK, as_excel_holds, hostile_texts

TEXTS = hostile_texts()
LONGEST = 32_767
REASONS = {
    "missed": ("overdue", "late"),
    "met": ("fulfilled",),
    "not_due": ("not_yet_due",),
    "undeterminable": ("trigger_unknown",),
}


def obligations():
    """One for each text, of all outcomes that have a list; every field of text is hostile."""
    kinds = [(outcome, reason) for outcome, reasons in REASONS.items() for reason in reasons]
    rows = []
    for number, text in enumerate(TEXTS):
        outcome, reason = kinds[number % len(kinds)]
        place = f"fil {text.replace('|', '')}|ark {text.replace('|', '')}|C{number + 2}"
        fields = dict.fromkeys(("case_id", "record", "team", "caseworker", "target_group"), text)
        said = {"outcome": outcome, "reason": reason, "source": place, "evidence": place}
        rows.append(invented.obligation(**fields, **said))
    return invented.frame(*rows)


@pytest.fixture(scope="module")
def hostile_view():
    tables = [type(each)(each.table_no, TEXTS[3], TEXTS[4], *_rest(each)) for each in invented.tables()]
    return invented.view_of(obligations(), kommune="&D" + TEXTS[1], files=TEXTS[:20], run=TEXTS[2], tables=tables)


def _rest(table):
    return table.record_type, table.facet, table.columns


def write_committee_workbook(path, view):
    figures = committee.first_edition(committee.counted(view), view.as_of, committee.Ranges(), [])
    copy = committee.Copy(view.kommune, view.quarter, view.as_of, None, view.is_sample, figures)
    path.write_bytes(committee.workbook(copy))


@pytest.fixture(scope="module", params=[write_workbook, write_committee_workbook])
def hostile_workbook(request, hostile_view, tmp_path_factory):
    path = tmp_path_factory.mktemp("fjendtlig") / "rapport.xlsx"
    request.param(path, hostile_view)
    return path


def parts_of(path):
    with ZipFile(path) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def test_there_are_a_thousand_and_all_different():
    assert len(TEXTS) == len(set(TEXTS)) == 1000
    assert all(MARK in text for text in TEXTS)


def test_no_part_of_a_workbook_reaches_outside_or_is_hidden(hostile_workbook):
    parts = parts_of(hostile_workbook)
    wanted = (
        r"\[Content_Types\].xml|_rels/.rels|docProps/(app|core).xml|xl/(workbook|styles|sharedStrings|theme/theme1|"
    )
    wanted += r"_rels/workbook.xml|worksheets/sheet\d+|worksheets/_rels/sheet\d+.xml|drawings/drawing\d+|"
    wanted += r"drawings/_rels/drawing\d+.xml|charts/chart\d+)(.xml|.rels)"
    assert [name for name in parts if not re.fullmatch(wanted, name)] == []
    everything = "\n".join(parts.values())
    assert "TargetMode" not in everything
    for tag in ("hyperlink", "externalReference", "ddeLink", "oleLink", "oleObject", "legacyDrawing", "connection"):
        assert f"<{tag}" not in everything, tag
    assert not re.search(r'state="(very)?hidden"', parts["xl/workbook.xml"], re.IGNORECASE)
    assert not re.search(r'<(row|col)[^>]* hidden="1"', everything)


def test_no_formula_name_or_footer_of_a_workbook_holds_a_text_from_a_list(hostile_workbook):
    parts = parts_of(hostile_workbook)
    for name, xml in parts.items():
        for inside in re.findall(r"<(?:c:)?f(?: [^>]*)?>([^<]*)<", xml):
            assert MARK not in inside, name
    assert MARK not in "".join(re.findall(r"<definedName.*?</definedName>", parts["xl/workbook.xml"]))
    assert not re.search(r"(?<!&amp;)&amp;D(?!&)", "".join(re.findall(r"<oddFooter>(.*?)</oddFooter>", str(parts))))
    assert not re.search(rf"<dc:creator>[^<]+|<cp:lastModifiedBy>[^<]+|{MARK}", parts["docProps/core.xml"])


def test_a_text_is_a_cell_of_text_and_nothing_else(hostile_workbook):
    for sheet in load_workbook(hostile_workbook):
        for row in sheet.iter_rows():
            for cell in row:
                if MARK in str(cell.value):
                    assert (cell.data_type, cell.hyperlink, cell.comment) == ("s", None, None), cell.coordinate


def test_every_text_reads_back_as_it_was(hostile_view, tmp_path):
    path = tmp_path / "rapport.xlsx"
    write_workbook(path, hostile_view)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Rækker").to_python()
    header = rows[0]
    shown = sorted(map(as_excel_holds, TEXTS))
    for name in ("Sagsnr.", "Team", "Rådgiver", "Målgruppe"):
        assert sorted(row[header.index(name)] for row in rows[1:]) == shown, name
    files = {row[header.index("Fil")] for row in rows[1:]}
    assert files == {as_excel_holds(f"fil {text.replace('|', '')}") for text in TEXTS}


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, tuple(sorted(name for name, _value in attrs))))

    def handle_comment(self, _data):
        self.found.append(("comment", ()))


def tags(html):
    reader = Tags()
    reader.feed(html)
    return reader.found


def test_the_page_has_the_same_elements_and_attributes_as_one_of_harmless_texts(hostile_view):
    names = {text: f"Team {number}" for number, text in enumerate(TEXTS)}
    harmless = obligations().with_columns(obligations()["team"].replace_strict(names))
    plain = page(invented.view_of(harmless, kommune="Fiktiv"))
    assert Counter(tags(page(hostile_view))) == Counter(tags(plain))


def test_programs_read_the_csv_back_as_it_was():
    stream = StringIO(newline="")
    write_csv(stream, ["a", "b"], [[text, text] for text in TEXTS])
    read = list(csv.reader(StringIO(stream.getvalue(), newline="")))
    assert read[1:] == [[text, text] for text in TEXTS]


def test_danish_excel_reads_every_text_and_no_formula():
    stream = StringIO(newline="")
    write_csv(stream, ["a", "b"], [[text, text] for text in TEXTS], "csv-excel")
    read = list(csv.reader(StringIO(stream.getvalue().removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert len(read) == len(TEXTS) + 1
    for cells, text in zip(read[1:], TEXTS, strict=True):
        assert cells[0] == cells[1] in (text, f"'{text}")
        assert not re.match(r"[\s\x00-\x20]*[=+\-@＝＋－＠]", cells[0]), text


def test_a_list_is_written_with_hostile_texts_in_every_cell(tmp_path):
    path = tmp_path / "liste.xlsx"
    write_lists(path, {"Ark1": [[text] for text in TEXTS]})
    assert "<f>" not in "".join(parts_of(path).values())
    read = CalamineWorkbook.from_path(path).get_sheet_by_name("Ark1").to_python()
    assert [row[0] for row in read] == [as_excel_holds(text) for text in TEXTS]


def own_template(path):
    """A municipality's own workbook: its front with a key, and a sheet with the headers of a list of ours."""
    rows = [["Sagsnr.", "Team", "Rådgiver", "Krav", "Frist"]]
    write_lists(path, {"Vores side": [["{{kommune}}"]], "Overskredne frister": rows})
    return path


def test_a_template_is_filled_with_texts_and_nothing_else(hostile_view, tmp_path):
    path = tmp_path / "udfyldt.xlsx"
    fill_template(own_template(tmp_path / "egen.xlsx"), path, hostile_view)
    parts = parts_of(path)
    assert "<f>" not in "".join(parts.values())
    assert "<hyperlink" not in "".join(parts.values())
    shown = {row[0] for row in CalamineWorkbook.from_path(path).get_sheet_by_name("Overskredne frister").to_python()}
    cases = hostile_view.overdue.collect("case_id")["case_id"]
    whole = [text for text in cases if not re.search("[\x00-\x1f\x7f\ufffe]", text)]
    assert len(whole) > 100
    assert [text for text in whole if len(text) <= LONGEST and text not in shown] == []


def test_each_team_has_a_harmless_workbook_whatever_it_is_called(hostile_view, tmp_path):
    few = invented.view_of(obligations().head(12))
    write_team_files(tmp_path, few)
    written = list(tmp_path.iterdir())
    assert len(written) > 5
    for path in written:
        assert re.fullmatch(r"[^\x00-\x1f<>:\"/\\|?*]+\.xlsx", path.name)
        formulas = re.findall(r"<f>([^<]*)</f>", "".join(parts_of(path).values()))
        assert not [formula for formula in formulas if MARK in formula]
