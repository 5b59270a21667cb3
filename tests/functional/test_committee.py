"""The committee's copy from the command line: a draft, published once, corrected openly."""

import io
import shutil
from contextlib import redirect_stdout
from zipfile import ZipFile

import pytest

from auditkit.cli import run
from auditkit.report.writer import write_lists
from auditkit.samples import LAST_DAY, as_sheets, municipality
from auditkit.store import Store
from auditkit.terms import use_language

AS_OF = f"{LAST_DAY:%d-%m-%Y}"
COPY = ("--profile", "committee", "--name", "Fiktiv Kommune")


@pytest.fixture(scope="module")
def judged_once(tmp_path_factory):
    """A database with one run of a small municipality."""
    use_language("da")  # whatever a test before asked for: the sheets are named in it
    folder = tmp_path_factory.mktemp("udvalg")
    write_lists(folder / "sager.xlsx", as_sheets(municipality(150)))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()):
        patch.setenv("AUDITKIT_KEY_FILE", str(folder / "key"))
        assert (
            run(["--db", f"sqlite:///{folder}/test.sqlite3", "sweep", str(folder / "sager.xlsx"), "--as-of", AS_OF])
            == 0
        )
    return folder


@pytest.fixture
def judged(judged_once, home):
    for name in ("test.sqlite3", "key", "sager.xlsx"):
        shutil.copy(judged_once / name, home / name)
    return home


def sweep_twice_as_many(auditkit, home):
    write_lists(home / "sager.xlsx", as_sheets(municipality(300)))
    answer = auditkit("sweep", home / "sager.xlsx", "--as-of", AS_OF, "--replace")
    assert answer.code == 0, answer.err


def test_a_draft_is_marked_and_not_kept(judged, auditkit):
    answer = auditkit("export", "2026K3", "-o", "udkast.html", *COPY)
    assert answer.code == 0
    assert "ikke gives videre" in answer.out
    assert "UDKAST" in (judged / "udkast.html").read_text(encoding="utf-8")
    with Store.open(f"sqlite:///{judged}/test.sqlite3") as store:
        assert store.published() == ()


def test_a_misspelt_name_in_the_settings_is_said_before_the_copy_is_published(judged, auditkit):
    (judged / "auditkit.toml").write_text(
        '[[ikke_omfattet]]\nteam = "Ungdomsteamt"\nfordi = "Pilot"\n', encoding="utf-8"
    )

    assert "Ungdomsteamt" in auditkit("export", "2026K3", "-o", "udkast.xlsx", *COPY).out


def test_a_quarter_that_is_not_over_can_be_seen_and_not_published(judged, auditkit):
    draft = auditkit("export", "2026K4", "-o", "udkast.xlsx", *COPY)
    assert (draft.code, "--publish" in draft.out) == (0, False)
    assert "kan først udgives, når kvartalet er slut" in draft.out
    refused = auditkit("export", "2026K4", "-o", "udvalg.xlsx", *COPY, "--publish")
    assert (refused.code, (judged / "udvalg.xlsx").exists()) == (2, False)
    assert "2026K4 var ikke slut 30-09-2026" in refused.err
    with Store.open(f"sqlite:///{judged}/test.sqlite3") as store:
        assert store.published() == ()


def test_what_is_published_is_written_byte_for_byte_whatever_the_lists_say_later(judged, auditkit):
    assert auditkit("export", "2026K3", "-o", "udvalg.xlsx", *COPY, "--publish").code == 0
    assert auditkit("export", "2026K3", "-o", "udvalg.html", *COPY).code == 0
    sweep_twice_as_many(auditkit, judged)
    for again in ([], ["--publish"], ["--lang", "en"], ["--publish", "--sample"]):
        answer = auditkit("export", "2026K3", "-o", "igen.xlsx", *COPY[:2], *again)
        assert answer.code == 0
        assert (judged / "igen.xlsx").read_bytes() == (judged / "udvalg.xlsx").read_bytes(), again
    assert auditkit("export", "2026K3", "-o", "igen.html", *COPY).code == 0
    assert (judged / "igen.html").read_bytes() == (judged / "udvalg.html").read_bytes()
    assert "UDKAST" not in (judged / "igen.html").read_text(encoding="utf-8")


def test_a_correction_is_a_new_edition_with_its_reason_and_the_first_is_kept(judged, auditkit):
    assert auditkit("export", "2026K3", "-o", "et.html", *COPY, "--publish").code == 0
    nothing = auditkit("export", "2026K3", "-o", "to.html", *COPY, "--publish", "--correct", "lists")
    assert nothing.code == 2
    assert "Intet er udgivet" in nothing.err
    sweep_twice_as_many(auditkit, judged)
    answer = auditkit("export", "2026K3", "-o", "to.html", *COPY, "--publish", "--correct", "lists")
    assert answer.code == 0, answer.err
    assert "udgave 2" in answer.out
    assert "tal er rettet" in answer.out
    assert "Rettet udgave 2" in (judged / "to.html").read_text(encoding="utf-8")
    with Store.open(f"sqlite:///{judged}/test.sqlite3") as store:
        editions = [each.edition for each in store.published()]
    assert [(each.number, each.run, each.reason) for each in editions] == [(1, 1, ""), (2, 2, "lists")]
    assert editions[0].page == (judged / "et.html").read_bytes()


def test_the_next_quarters_copy_repeats_the_quarter_as_it_was_published(judged, auditkit):
    assert auditkit("export", "2026K2", "-o", "k2.xlsx", *COPY, "--publish").code == 0
    sweep_twice_as_many(auditkit, judged)
    assert auditkit("export", "2026K3", "-o", "k3.xlsx", *COPY, "--publish").code == 0
    with Store.open(f"sqlite:///{judged}/test.sqlite3") as store:
        before, after = (each.edition.figures for each in store.published())
    from auditkit.report.committee import Figures

    assert Figures.from_text(after).quarters["2026K2"] == Figures.from_text(before).quarters["2026K2"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([*COPY, "--limit", "4"], 5, "for lav"),
        ([*COPY, "--correct", "lists"], 2, "intet at rette"),
        (["--publish"], 2, "--profile committee"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_written(judged, auditkit, arguments, code, said):
    answer = auditkit("export", "2026K3", "-o", "udvalg.xlsx", *arguments)
    assert (answer.code, (judged / "udvalg.xlsx").exists()) == (code, False)
    assert said in answer.err


def test_no_byte_of_a_published_file_names_a_case_or_a_caseworker(judged, auditkit):
    for name in ("udvalg.xlsx", "udvalg.html"):
        assert auditkit("export", "2026K3", "-o", name, *COPY, "--publish").code == 0
    with Store.open(f"sqlite:///{judged}/test.sqlite3") as store:
        rows = store.load_obligations()
    secrets = {*rows["case_id"], *rows["record"], *rows["caseworker"].drop_nulls()}
    with ZipFile(judged / "udvalg.xlsx") as book:
        contents = [book.read(part) for part in book.namelist()]
    contents.append((judged / "udvalg.html").read_bytes())
    assert len(secrets) > 100
    for content in contents:
        text = content.decode()
        assert not [secret for secret in secrets if len(secret) > 3 and secret in text]
        assert not [secret for secret in secrets if f">{secret}<" in text]
        assert "sager.xlsx" not in text
