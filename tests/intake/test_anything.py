"""Whatever stands in a list: it is read or refused, its rows add up, and no CPR number comes out."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditkit.errors import InputRefused
from auditkit.intake import correction_rows, read_lists, suggest_profile, to_json
from auditkit.intake.vocabulary import standard_vocabulary
from auditkit.model import RECORD_TYPES
from tests.support.lists import write_workbook

CPR = "6101" + "15" + "-" + "4321"

headers = sorted({name for kind in standard_vocabulary().canonical.values() for name in kind.values()})
values = st.one_of(
    st.none(),
    st.sampled_from(
        ["A-1", "A-2", "1/2-24", "31/4-24", "?", "-", "ja", "nej", "I alt", "§ 52", "SEL § 52", "BFU", CPR, f"se {CPR}"]
    ),
    st.sampled_from([CPR.replace("-", ""), "#I/T", "kl. 14.30", "12/3-24 og 4/9-24", "Note:", 17, 45366, 0.5, True]),
    st.dates(),
    # XlsxWriter takes "=" for a formula, and writes control characters in one as they are.
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8).filter(lambda text: not text.startswith("=")),
)
tables = st.lists(st.sampled_from(headers), min_size=1, max_size=8, unique=True).flatmap(
    lambda header: st.lists(st.lists(values, max_size=len(header) + 1), max_size=6).map(
        lambda rows: [["Sagsnr", *header], *rows]
    )
)


def holds_cpr(text: str) -> bool:
    """Whether the number stands in a text; its last four digits alone may be part of any date's serial."""
    return CPR in text or CPR.replace("-", "") in text


workbooks = st.dictionaries(st.sampled_from(["Ark1", "Sager", "Underretninger", "Tilsyn"]), tables, min_size=1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(workbooks)
def test_whatever_stands_in_a_list(sheets):
    with TemporaryDirectory() as folder:
        path = write_workbook(Path(folder) / "liste.xlsx", sheets)
        assert not holds_cpr(suggest_profile(path))
        refusal = ""
        try:
            intake = read_lists([path], pseudonym_key=b"kun til test")
        except InputRefused as refused:
            refusal = str(refused)

    assert not holds_cpr(refusal)
    if refusal:
        return
    rows = intake.rows
    assert rows.read == rows.used + rows.set_aside + rows.blank
    assert rows.set_aside == len(intake.set_aside)
    cases = intake.caseload["cases"]["case_id"]
    assert cases.is_unique().all()
    for record_type in RECORD_TYPES:
        assert intake.caseload[record_type.plural].schema == record_type.schema
    assert len(correction_rows(intake)) == len(intake.problems)
    assert not holds_cpr(json.dumps(to_json(intake), ensure_ascii=False))
