"""The main job, from the command line, on the invented lists."""

import csv
import io
import json
import shutil
from contextlib import redirect_stdout
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from auditkit.cli import run
from auditkit.samples.__main__ import FOLDER

KOMMUNE = FOLDER / "fiktiv-kommune.xlsx"
LEJRE = FOLDER / "lejre-2016-fiktiv.xlsx"


@pytest.fixture(scope="module")
def swept_once(tmp_path_factory):
    """A folder with a database that holds one run of the invented municipality, and its workbook."""
    folder = tmp_path_factory.mktemp("swept")
    out = io.StringIO()
    arguments = ["--db", f"sqlite:///{folder}/test.sqlite3", "sweep", str(KOMMUNE), "--as-of", "30-09-2026"]
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out):
        patch.setenv("AUDITKIT_KEY_FILE", str(folder / "key"))
        assert run([*arguments, "-o", str(folder / "rapport.xlsx")]) == 0
    (folder / "said.txt").write_text(out.getvalue(), encoding="utf-8")
    return folder


@pytest.fixture
def swept(swept_once, home):
    """What the sweep said; its database and workbook lie in the test's own folder."""
    for name in ("test.sqlite3", "rapport.xlsx"):
        shutil.copy(swept_once / name, home / name)
    return (swept_once / "said.txt").read_text(encoding="utf-8")


def rows_of(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.out)))


def test_demo_needs_nothing_and_says_which_files_to_open(auditkit, home):
    answer = auditkit("demo", "--cases", 40)
    assert answer.code == 0
    assert answer.err == ""
    for name in ("fiktiv-rapport-2026K3.xlsx", "fiktiv-kommune.xlsx"):
        assert (home / "demo" / name).is_file()
        assert name in answer.out
    assert not (home / "key").exists(), "the demo has no CPR numbers, so it makes no key"


def test_demo_can_be_run_again_with_fewer_cases(auditkit):
    assert auditkit("demo", "--cases", 30).code == 0
    assert auditkit("demo", "--cases", 20).code == 0


def test_sweep_says_what_was_read_and_whether_the_law_is_kept(swept, home):
    assert "Rækker: 2724 læst = 2722 brugt + 1 sat til side + 1 tomme" in swept
    assert "21 datafejl" in swept
    assert "BFU-4M" in swept
    assert " af " in swept
    assert "rapport.xlsx" in swept
    assert (home / "rapport.xlsx").stat().st_size > 10_000


def test_the_workbook_opens_with_its_front_page_first(swept, home):
    book = CalamineWorkbook.from_path(str(home / "rapport.xlsx"))
    assert book.sheet_names[0] == "Forside"


def test_the_figures_are_the_obligations_counted(swept, auditkit):
    obligations = rows_of(auditkit("obligations", "--format", "csv"))
    for figure in rows_of(auditkit("compliance", "--by", "rule", "--format", "csv")):
        mine = [row["outcome"] for row in obligations if row["rule"] == figure["rule"]]
        assert int(figure["met"]) == mine.count("met")
        assert int(figure["missed"]) == mine.count("missed")
        assert int(figure["obligations"]) == len(mine)


def test_import_evaluate_export_give_what_sweep_gives(swept, auditkit, home, monkeypatch):
    one_go = auditkit("obligations", "--format", "csv").out
    monkeypatch.setenv("AUDITKIT_DB", f"sqlite:///{home}/other.sqlite3")
    assert auditkit("import", KOMMUNE).code == 0
    assert auditkit("evaluate", "--as-of", "2026-09-30").code == 0
    assert auditkit("obligations", "--format", "csv").out == one_go
    answer = auditkit("export", "2026K3", "-o", home / "senere.xlsx")
    assert answer.code == 0
    assert (home / "senere.xlsx").is_file()


def test_lejres_published_counts_come_out_exactly(auditkit):
    assert auditkit("sweep", LEJRE, "--as-of", "2016-12-31", "--sample", "-o", "lejre.xlsx").code == 0
    figures = {row["rule"]: row for row in rows_of(auditkit("compliance", "--by", "rule", "--format", "csv"))}
    heard, investigated = figures["AFG-SAMT"], figures["AFG-BFU"]
    assert (heard["numerator"], heard["denominator"], heard["rate"]) == ("10", "50", "0.2")
    assert (investigated["numerator"], investigated["denominator"], investigated["rate"]) == ("17", "50", "0.34")
    others = [row for rule, row in figures.items() if rule not in ("AFG-SAMT", "AFG-BFU")]
    assert all(row["denominator"] == "0" for row in others), "no count was published for anything else"


def test_the_flat_list_is_read_without_set_up(auditkit):
    answer = auditkit("import", FOLDER / "fiktiv-sagsliste.xlsx", "--dry-run", "--format", "json")
    assert answer.code == 0
    document = json.loads(answer.out)
    assert document["status"] == "ok"
    assert document["problems"] == []
    assert len({case["case_id"] for case in document["records"]["cases"]}) == 60


def test_a_dry_run_stores_nothing(auditkit):
    assert auditkit("import", LEJRE, "--dry-run").code == 0
    assert "Ingen liste er importeret" in auditkit("status").out


def test_due_is_sorted_and_within_its_days(swept, auditkit):
    rows = rows_of(auditkit("due", "--within", "30d", "--format", "csv"))
    assert rows
    days = [date.fromisoformat(row["due_at"][:10]) for row in rows]
    assert days == sorted(days)
    assert date(2026, 9, 30) <= days[0]
    assert days[-1] <= date(2026, 10, 30)


def test_overdue_is_what_was_missed_and_is_not_done_oldest_first(swept, auditkit):
    rows = rows_of(auditkit("overdue", "--format", "csv"))
    assert rows
    over = [int(row["days"]) for row in rows]
    assert over == sorted(over, reverse=True)
    assert {row["outcome"] for row in rows} == {"missed"}
    assert not {row["reason"] for row in rows} & {"late", "after", "late_with_interim"}


def test_explain_shows_trigger_cell_law_arithmetic_and_outcome(auditkit, a_list):
    path = a_list(
        "sager.xlsx",
        Sager=[["Sagsnr", "Team"], ["FIKTIV-1", "A"]],
        Undersøgelser=[
            ["Undersøgelsesnr", "Sagsnr", "Type", "Opmærksom", "Afsluttet"],
            ["B1", "FIKTIV-1", "BFU", date(2024, 3, 15), date(2024, 7, 20)],
        ],
    )
    assert auditkit("sweep", path, "--as-of", "2024-12-31").code == 0
    told = auditkit("explain", "FIKTIV-1", "--rule", "BFU-4M").out
    assert "Udløst: 15-03-2024 (sager.xlsx, arket »Undersøgelser«, celle D2)" in told
    assert "Frist: 15-03-2024 + 4 måneder = 15-07-2024" in told
    assert "Gjort for sent: 20-07-2024 (sager.xlsx, arket »Undersøgelser«, celle E2)" in told
    assert "Resultat: ikke overholdt" in told
    assert "Barnets lov § 20, stk. 3" in told
    assert "Det skal gøres:" in told


def test_lists_that_the_database_holds_already_count_and_are_named(auditkit, a_list):
    first = a_list("nord.xlsx", Sager=[["Sagsnr", "Team"], ["FIKTIV-1", "Nord"]])
    second = a_list("syd.xlsx", Sager=[["Sagsnr", "Team"], ["FIKTIV-2", "Syd"]])
    assert "nord.xlsx" not in auditkit("sweep", second, "--as-of", "2026-09-30").out
    assert "tæller med: syd.xlsx" in auditkit("sweep", first, "--as-of", "2026-09-30").out


def text_of(path) -> str:
    book = CalamineWorkbook.from_path(str(path))
    sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    return "\n".join(str(cell) for sheet in sheets for row in sheet for cell in row)


def test_a_report_can_be_a_page(swept, auditkit, home):
    assert auditkit("export", "2026K3", "-o", "rapport.html").code == 0
    assert (home / "rapport.html").read_text(encoding="utf-8").lower().startswith("<!doctype html")


def test_a_mapping_profile_is_drafted_and_read_with(auditkit, a_list, home):
    path = a_list("udtraek.xlsx", Sager=[["Sagsnr", "Distrikt XY"], ["FIKTIV-1", "Nord"]])
    draft = auditkit("mapping", "suggest", path)
    assert draft.code == 0
    assert "[headers.cases]" in draft.out
    (home / "profil.toml").write_text(draft.out, encoding="utf-8")
    assert auditkit("import", path, "--profile", "profil.toml").code == 0


def test_kinds_of_requirement_are_not_added_together(swept, auditkit, home):
    def run_with_a_local_rule():
        (home / "lokalt").mkdir()
        local = next((FOLDER.parent / "rules/local").rglob("*.toml"))
        shutil.copy(local, home / "lokalt" / local.name)
        return auditkit("evaluate", "--as-of", "2026-09-30", "--rules", home / "lokalt")

    def obligations(*arguments):
        return sum(int(row["obligations"]) for row in rows_of(auditkit("compliance", *arguments, "--format", "csv")))

    law_alone = obligations("--by", "team")
    answer = run_with_a_local_rule()
    assert answer.code == 0, answer.err
    assert obligations("--by", "basis,team") > law_alone
    assert obligations("--by", "team") == law_alone
    assert obligations("--by", "team", "--basis", "local") > 0


def test_the_review_of_fifty_cases_prints_its_counts_with_intervals(auditkit):
    answer = auditkit("sweep", LEJRE, "--as-of", "2016-12-31", "--sample")

    shares = {line.split()[0]: " ".join(line.split()) for line in answer.out.splitlines() if "af 50" in line}
    assert "17 af 50 34,0 % (22,4–47,8)" in shares["AFG-BFU"]
    assert "10 af 50 20,0 % (11,2–33,0)" in shares["AFG-SAMT"]
    assert len(shares) == 2  # nothing else was counted, so nothing else has a percentage
