"""Danish reviews: percentages without counts, mixed polarity, existence beside timeliness, and small samples."""

from datetime import date

import pytest

from auditkit.compliance import Asked, measured, summarise, wilson
from auditkit.dates import Quarter
from auditkit.evaluate import evaluate
from auditkit.report.page_parts import percent
from auditkit.rules import Rule
from tests.published.children import REQUIREMENTS, catalogue, judged
from tests.published.tables import source, table
from tests.report import invented
from tests.support.sheets import standard

EDITIONS = table("boernesagsbarometret")
PRINTED = [
    (row["edition"], name, row["cases"], row[name])
    for row in EDITIONS.rows(named=True)
    for name in REQUIREMENTS
    if row[name] is not None
]


def counts_behind(pct, cases):
    """Every number of cases that prints as a whole percentage."""
    return [count for count in range(cases + 1) if f"{100 * count / cases:.0f}" == str(pct)]


def figures(obligations):
    return summarise(obligations, []).row(0, named=True)


@pytest.mark.parametrize(("edition", "name", "cases", "pct"), PRINTED)
def test_a_list_of_the_right_size_gives_the_percentage_that_was_printed(edition, name, cases, pct):
    """Through the national rules. How many cases are behind is not published: any fitting number will do."""
    cases = cases or 100
    met = counts_behind(pct, cases)[0]
    omitted = met // 10 if name == "child_talk" else 0
    year = int(edition[-4:])
    obligations = judged(name, year, met=met - omitted, missed=cases - met, omitted=omitted)
    found = figures(obligations)
    assert found["obligations"] == cases
    assert f"{100 * found['rate_with_deviation']:.0f}" == str(pct)


def test_a_lawful_omission_counts_as_kept_in_the_barometer_and_stands_apart_here():
    found = figures(judged("child_talk", 2021, met=400, missed=276, omitted=32))
    assert (found["met"], found["deviation"], found["missed"]) == (400, 32, 276)
    assert percent(found["rate_with_deviation"]) == "61,0 %"
    assert percent(found["rate"]) == "59,2 %"


@pytest.mark.parametrize(("pct", "cases", "possible"), [(73, 708, 7), (69, 2140, 22), (50, 2140, 21)])
def test_a_percentage_is_not_turned_back_into_a_count(pct, cases, possible):
    """So many numbers of cases print as the same percentage, even if every case had been asked, which is not said."""
    assert len(counts_behind(pct, cases)) == possible
    assert not [name for name in EDITIONS.columns if name.endswith(("count", "numerator"))]


def test_editions_that_were_declared_not_comparable_are_no_development():
    """In 2024 the three-month figure was declared not comparable with 2021, where none stands."""
    by_edition = {row["edition"]: row["followup_3m"] for row in EDITIONS.rows(named=True)}
    assert (by_edition["2021"], by_edition["2024"]) == (None, 75)


# Older reviews: "at least one error" and "share of the requirements met" are two measures.


def reviewed():
    """125 cases as in 2009: 44 without study, 34 without plan, and 26 others where the child was not heard."""
    faults = {"AFG-BFU": range(44), "HP": range(44, 78), "AFG-SAMT": range(78, 104)}
    return invented.frame(
        *(
            invented.obligation(
                rule=rule,
                case_id=f"FIKTIV-{case}",
                record=f"{rule}-{case}",
                **({"outcome": "missed", "reason": "missing"} if case in broken else {}),
            )
            for rule, broken in faults.items()
            for case in range(125)
        )
    )


def test_cases_with_an_error_and_requirements_met_are_two_different_shares():
    found = measured(reviewed(), Asked(by=())).row(0, named=True)
    assert (found["cases_with_error"], found["cases_judged"]) == (104, 125)
    assert f"{100 * found['case_error_rate']:.0f}" == "83"
    assert percent(found["rate"]) == "72,3 %"


@pytest.mark.parametrize(("rule", "printed"), [("AFG-BFU", 35), ("HP", 27)])
def test_the_errors_of_2009_are_counted_as_errors(rule, printed):
    found = figures(reviewed().filter(rule=rule))
    assert f"{100 * found['missed'] / found['denominator']:.0f}" == str(printed)
    assert table("aeldre_gennemgange").filter(pct=printed)["polarity"].item() == "failure"


def test_none_of_77_is_no_proof_of_nothing():
    """Not one of the cases kept every requirement: among all cases it may still be one in twenty."""
    row = table("aeldre_gennemgange").filter(cases=77).row(0, named=True)
    broken = [invented.obligation(case_id=f"FIKTIV-{n}", outcome="missed", reason="late") for n in range(row["cases"])]
    found = measured(invented.frame(*broken), Asked(by=(), is_sample=True)).row(0, named=True)
    assert (found["cases_all_met"], found["cases_judged"]) == (row["count"], row["cases"])
    low, high = wilson(found["cases_all_met"], found["cases_judged"])
    assert (percent(low), percent(high)) == ("0,0 %", "4,8 %")


# Lejre 2016: two findings count what is lacking, two what was done.

LEJRE = {
    "relevant information obtained": (33, "66,0 %", "52,2 %", "77,6 %"),
    "necessary documentation present": (37, "74,0 %", "60,4 %", "84,1 %"),
    "child conversation held": (10, "20,0 %", "11,2 %", "33,0 %"),
    "section 50 study made": (17, "34,0 %", "22,4 %", "47,8 %"),
}


def met_of(row):
    """How many cases met an indicator, whichever way it was counted; raises where that is not said."""
    return {"success": row["count"], "failure": row["n"] - (row["count"] or 0)}[row["polarity"]]


@pytest.mark.parametrize("indicator", LEJRE)
def test_lejre_is_reproduced_whichever_way_it_was_counted(indicator):
    row = table("lejre_2016").filter(indicator=indicator).row(0, named=True)
    met, share, low, high = LEJRE[indicator]
    assert met_of(row) == met
    rows = [{} if number < met else {"outcome": "missed", "reason": "missing"} for number in range(row["n"])]
    found = figures(invented.frame(*(invented.obligation(record=str(n), **said) for n, said in enumerate(rows))))
    assert percent(found["rate"]) == share
    assert [percent(end) for end in wilson(found["numerator"], found["denominator"])] == [low, high]


def test_to_count_all_four_the_same_way_would_be_wrong_by_half():
    rows = table("lejre_2016").filter(polarity="failure").rows(named=True)
    assert [percent(row["count"] / row["n"]) for row in rows] == ["34,0 %", "26,0 %"]


def test_what_was_published_without_count_has_none():
    row = table("lejre_2016").filter(indicator="systematic follow-up").row(0, named=True)
    with pytest.raises(KeyError):
        met_of(row)


# Rebild: the same plans exist (98 %) and were in time (63 %).


def existence():
    """The requirement that a plan is there, however late, built on the national rule of the plan in time."""
    file = catalogue()["HP"].file.model_dump(by_alias=True)
    logic = {
        "kind": "presence",
        "trigger": "decision.decided_on",
        "opens": "12 months",
        "fulfilled_by": ("plan.made_on",),
        "evidence_only": file["logic"]["evidence_only"],
    }
    said = {"id": "0840-HP-FINDES", "basis": "local", "version_by": "trigger", "logic": logic, "example": ()}
    version = {**file["version"][0], "law": "local", "within": "12 months", "waiting": "12 months"}
    model = type(catalogue()["HP"].file)
    return Rule(model.model_validate({**file, **said, "version": (version,)}), "local/0840/HP.toml", "", "0" * 64)


def plans(before, after, never):
    decided = date(2017, 3, 1)
    made = [*[date(2017, 2, 20)] * before, *[date(2017, 5, 1)] * after, *[None] * never]
    ids = [f"FIKTIV-{number}" for number in range(len(made))]
    decision = {"decided_on": decided, "paragraph": "52", "type": "indsats", "urgent": False}
    return standard(
        cases=[{"case_id": case_id, "team": "Social"} for case_id in ids],
        decisions=[{"case_id": case_id, **decision} for case_id in ids],
        plans=[
            {"case_id": case_id, "type": "handleplan", "made_on": day}
            for case_id, day in zip(ids, made, strict=True)
            if day
        ],
    )


def test_that_a_plan_exists_and_that_it_was_in_time_are_two_rules():
    caseload = plans(before=63, after=35, never=2)
    found = summarise(evaluate(caseload, [catalogue()["HP"], existence()], date(2018, 6, 30)), ["rule"])
    shares = {row["rule"]: percent(row["rate"]) for row in found.iter_rows(named=True)}
    printed = dict(table("rebild_2017").select("indicator", "pct").rows())
    assert shares == {"HP": f"{printed['plan timely']},0 %", "0840-HP-FINDES": f"{printed['plan exists']},0 %"}


def test_the_share_of_children_heard_is_reproduced_where_the_law_asks_for_it():
    found = figures(judged("child_talk", 2017, met=81, missed=19))
    assert percent(found["rate"]) == "81,0 %"


def test_ten_of_ten_studies_in_time_may_be_72_percent():
    obligations = judged("study_within_4m", 2022, met=10, missed=0)
    found = figures(obligations)
    assert [percent(end) for end in wilson(found["numerator"], found["denominator"])] == ["72,2 %", "100,0 %"]
    view = invented.view_of(obligations, quarter=Quarter(2022, 2), as_of=date(2022, 12, 31), is_sample=True)
    assert view.is_sample


def test_cases_for_each_worker_are_of_the_sums():
    rows = table("rebild_sager").rows(named=True)
    first = rows[0]
    per_worker = (first["social"] + first["disability"]) / first["workers"]
    assert (f"{per_worker:.1f}", f"{per_worker:.0f}") == ("42.1", str(int(first["per_worker"])))
    assert [f"{(row['social'] + row['disability']) / row['per_worker']:.1f}" for row in rows[1:]] == ["19.0", "19.0"]


def test_a_previous_figure_that_is_not_the_one_printed_then_is_a_finding():
    """The paper of 2019 calls the disability cases unchanged at 207; in 2018 it printed 206."""
    earlier, later = table("rebild_sager").rows(named=True)[1:]
    findings = {
        name: (earlier[name], later[f"{name}_previous"])
        for name in ("social", "disability")
        if later[f"{name}_previous"] != earlier[name]
    }
    assert findings == {"disability": (206, 207)}


@pytest.mark.parametrize(
    "name", ["boernesagsbarometret", "aeldre_gennemgange", "lejre_2016", "rebild_2017", "rebild_sager", "england_2025"]
)
def test_every_table_names_where_it_was_published(name):
    assert "Kilde" in source(name)
