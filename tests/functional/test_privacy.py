"""Fifty CPR numbers and fifty names go in at every place of a list; no byte that is written holds one of them.

The numbers are put together when the test runs (their day of birth and sixty: numbers given in place of real
ones), and so are the names.
"""

# ruff: noqa: S311 (seeded dice)

from __future__ import annotations

import json
import random
import re
import sqlite3
import zipfile
from datetime import date

import psycopg
import pytest
from psycopg import sql

from auditkit.report.writer import write_lists
from tests.support.postgres import postgres_ready

__all__ = ["postgres_ready"]

COUNT = 50
HEADER = ["Sagsnr", "CPR", "Barnets navn", "Team", "Rådgiver", "Bemærkninger", "Oprettet", "Lukket"]
BREAK = """create function tell() returns trigger language plpgsql as 'begin raise exception ''%s''; end';
create trigger tell before insert on cases for each row execute function tell()"""


def _numbers() -> list[str]:
    dice = random.Random(4)
    days = [(dice.randint(61, 88), dice.randint(1, 12), dice.randint(1, 20)) for _ in range(COUNT)]
    return [f"{day:02}{month:02}{year:02}{4100 + place}" for place, (day, month, year) in enumerate(days)]


NUMBERS = _numbers()
NAMES = [f"Fiktivine Opfundet{place}sen" for place in range(COUNT)]
SHAPES = (
    lambda number: number,
    lambda number: f"{number[:6]}-{number[6:]}",
    lambda number: f"{number[:6]} {number[6:]}",
    lambda number: f"{number[:6]} - {number[6:]}",
    int,
    lambda number: f"{number[:2]}.{number[2:4]}.{number[4:6]}-{number[6:]}",
)


def planted(place: int) -> object:
    return SHAPES[place % len(SHAPES)](NUMBERS[place])


def a_row(place: int) -> list[object]:
    """One row with its number where it belongs, or where it does not: each column takes its turn."""
    number, name = planted(place), NAMES[place]
    row = [f"FIKTIV-{place}", number, name, "Nord", "AB", f"{name} ({number})", date(2024, 3, 1), None]
    wrong = (None, 0, 3, 4, 6, 7)[place % 6]
    if wrong is not None:
        row[wrong] = f"se {number}" if place % 2 else number
    return row


def sheets() -> dict[str, list[list[object]]]:
    rows = [a_row(place) for place in range(COUNT)]
    word = f"Sag {planted(0)}"
    return {
        # Names stand as headers too: a list with a column for each child.
        "Sager": [
            [f"Udtræk for {planted(2)}"],
            [*HEADER, *NAMES[10:20], planted(20)],
            *rows,
            rows[0],
            ["I alt", planted(1)],
            [planted(3)],
        ],
        "Underretninger": [
            ["Underretningsnr", "Sagsnr", "Modtaget", "Underretter", "Ny deltager", word],
            *(
                [planted(place), "FIKTIV-1", planted(place), planted(place), planted(place), 1]
                for place in range(COUNT)
            ),
            *([f"U-{place}", "FIKTIV-1", *[NAMES[place]] * 3] for place in range(COUNT) if place % 7),
        ],
        "Afgørelser": [
            ["Sagsnr", "Dato", "Paragraf", "Lov", "Type", "Barnets navn"],
            *(
                ["FIKTIV-2", "1/2-24", planted(place), planted(place), planted(place), NAMES[place]]
                for place in range(9)
            ),
        ],
        f"{NUMBERS[5][:6]}-{NUMBERS[5][6:]}": [["Noter"], [NAMES[3]]],
    }


def found(content: bytes) -> set[str]:
    """Return which of the numbers and names stand in some bytes, however a number is written."""
    text = content.decode("utf-8", errors="replace") + content.decode("utf-16-le", errors="replace")
    digits = re.sub(r"(?<=\d)[-. /–]+(?=\d)", "", text)
    return {each for each in (*NUMBERS, *(name.split()[1] for name in NAMES)) if each in text or each in digits}


def everything_in(folder) -> dict[str, bytes]:
    """Return every file below a folder by name; packed ones member by member."""
    files = {}
    for path in folder.rglob("*"):
        if path.is_file() and path.parent.name != "ind":
            files[path.name] = path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    files |= {f"{path.name}/{name}": archive.read(name) for name in archive.namelist()}
    return files


@pytest.fixture
def lists(home):
    (home / "ind").mkdir()
    path = home / "ind" / f"udtræk {NUMBERS[7][:6]}-{NUMBERS[7][6:]}.xlsx"
    write_lists(path, sheets())
    return path


def test_the_planted_numbers_would_be_found():
    for place in range(COUNT):
        assert found(f"({planted(place)})".encode())
        assert found(NAMES[place].encode("utf-16-le"))


def a_template(home):
    """Write a municipality's own workbook, with one place to fill."""
    write_lists(home / "ind" / "skabelon.xlsx", {"Kvartal": [["Overholdt", "{{opf-1|i alt}}"]]})
    return home / "ind" / "skabelon.xlsx"


def suggested(auditkit, lists, home):
    """Save the profile that is drafted from the lists."""
    (home / "profil.toml").write_text(auditkit("mapping", "suggest", lists).out, encoding="utf-8")
    return home / "profil.toml"


def test_no_byte_that_is_written_holds_a_planted_number_or_name(auditkit, lists, home):
    commands = [
        ["import", lists, "--dry-run", "--format", "json"],
        ["import", lists, "-o", "fejlliste.xlsx"],
        ["import", lists, "--debug"],
        ["sweep", lists, "--as-of", "2024-09-30", "-o", "rapport.xlsx"],
        ["obligations", "--format", "csv"],
        ["obligations", "--format", "json"],
        ["overdue"],
        ["explain", "FIKTIV-1"],
        ["export", "2024K3", "-o", "side.html"],
        ["export", "2024K3", "-o", "udvalg.xlsx", "--profile", "committee"],
        ["export", "2024K3", "-o", "lister", "--per-team"],
        ["export", "2024K3", "-o", "udfyldt.xlsx", "--template", a_template(home)],
        ["compliance", "--format", "json"],
        ["due"],
        ["mapping", "suggest", lists],
        ["import", lists, "--profile", suggested(auditkit, lists, home), "--format", "json"],
        ["runs", "1", "--format", "json"],
        ["status"],
        ["db", "backup", "kopi.sqlite3"],
    ]
    for command in commands:
        answer = auditkit(*command)
        assert answer.code == 0, (command, answer.err)
        assert not found((answer.out + answer.err).encode()), command
    files = {"fejlliste.xlsx", "rapport.xlsx", "side.html", "udvalg.xlsx", "udfyldt.xlsx", "profil.toml"}
    assert files | {"test.sqlite3", "kopi.sqlite3"} <= everything_in(home).keys()
    assert any((home / "lister").iterdir())
    for name, written in everything_in(home).items():
        assert not found(written), name
        assert not found(name.encode()), name


def test_the_cases_have_pseudonyms_that_no_one_reads_back_without_the_key(auditkit, lists, home):
    auditkit("import", lists)
    with sqlite3.connect(home / "test.sqlite3") as database:
        keys = {row[0] for row in database.execute("select child_key from cases where child_key is not null")}
    assert len(keys) > COUNT / 2
    assert all(re.fullmatch("[0-9a-f]{64}", each) for each in keys)


def broken_lists(home) -> dict[str, dict[str, list[list[object]]]]:
    number, name = planted(1), NAMES[1]
    return {
        "no list": {f"Ark {number}": [[f"{name} {number}"], [number]]},
        "no case number": {"Underretninger": [["Modtaget", "Kvittering", f"{number}"], [name, number, name]]},
        "header twice": {"Sager": [["Sagsnr", "Team", "Team", f"Note {number}"], [name, number, name, number]]},
        "second table": {
            "Sager": [["Sagsnr", "Team", "Lukket"], [number, name], ["Team", "Sagsnr", "Oprettet"], [name]]
        },
        "all rows lost": {"Sager": [["Sagsnr", "Team"], *([each, name] for each in NUMBERS)]},
    }


@pytest.mark.parametrize("kind", ["no list", "no case number", "header twice", "second table", "all rows lost"])
@pytest.mark.parametrize("more", [[], ["--format", "json"], ["--debug"]])
def test_no_refusal_names_a_planted_number_or_name(auditkit, home, kind, more):
    (home / "ind").mkdir()
    path = home / "ind" / f"{NUMBERS[9]}.xlsx"
    write_lists(path, broken_lists(home)[kind])

    answer = auditkit("import", path, *more)

    assert answer.code != 70
    assert not found((answer.out + answer.err).encode()), answer
    assert not any(map(found, everything_in(home).values()))


@pytest.mark.parametrize("place", ["auditkit.intake.lists.contradictions", "auditkit.store.imports._write_records"])
@pytest.mark.parametrize("debug", [[], ["--debug"]])
def test_an_error_in_the_program_tells_nothing_of_a_row(auditkit, lists, home, monkeypatch, place, debug):
    def fail(*arguments):
        number = NUMBERS[0]
        raise RuntimeError(f"{NAMES[0]} {number} {arguments}") from ValueError(number)

    monkeypatch.setattr(place, fail)

    answer = auditkit("import", lists, *debug)

    assert answer.code == 70
    assert not found((answer.out + answer.err).encode()), answer.err
    assert not any(map(found, everything_in(home).values()))


def test_a_file_that_is_refused_at_the_door_tells_nothing_of_itself(auditkit, home):
    (home / "ind").mkdir()
    for place, content in enumerate(
        (b"PK\x03\x04" + NUMBERS[0].encode(), f"<html>{NAMES[0]}".encode(), b"%PDF" + NUMBERS[1].encode())
    ):
        path = home / "ind" / f"{NUMBERS[place]}.xlsx"
        path.write_bytes(content)
        answer = auditkit("import", path, "--format", "json")
        assert json.loads(answer.out)["status"] == "refused"
        assert not found((answer.out + answer.err).encode()), answer


PROFILES = {
    "comment": "# {0} er {1}\n",
    "header": '[headers.cases]\n"{1} {0}" = "team"\n',
    "unknown target": '[headers.cases]\n"{1}" = "{1}"\n',
    "unknown kind": '[headers."{1}"]\n"Afd" = "team"\n',
    "sheet": '[sheets]\n"{1}" = "{1}"\n',
    "code": '[codes."notifications.notifier"]\n"{1}" = "{1}"\n',
    "unknown table": '["{1}"]\n"{1}" = "{1}"\n',
    "wrong type": 'date_order = "{1}"\n[sheets]\n"{1}" = 7\n',
    "headers gone": '[fingerprint]\nSager = ["{1}", "Sagsnr"]\n',
    "sheet gone": '[fingerprint]\n"{1}" = ["{1}", "Sagsnr"]\n',
    "given twice": '["{1}"]\na = 1\n["{1}"]\na = 1\n',
    "broken": '"{1}" = {1}\n',
}


@pytest.mark.parametrize("kind", PROFILES)
@pytest.mark.parametrize("with_number", [True, False])
@pytest.mark.parametrize("more", [[], ["--format", "json"], ["--debug"]])
def test_no_fault_of_a_profile_tells_what_is_planted_in_it(auditkit, lists, home, kind, with_number, more):
    number = f"{NUMBERS[1][:6]}-{NUMBERS[1][6:]}" if with_number else ""
    text = PROFILES[kind].format(number, f"{NAMES[1]} {number}".strip())
    path = home / "ind" / f"{NUMBERS[2]}.toml"
    path.write_text(f'name = "{NAMES[2]} {number}"\n{text}', encoding="utf-8")

    answer = auditkit("import", lists, "--profile", path, *more)

    assert answer.code in (0, 2, 3), answer
    assert answer.code or not with_number, "a profile with a CPR number is refused"
    assert not found((answer.out + answer.err).encode()), answer
    for name, written in everything_in(home).items():
        assert not found(written), name


@pytest.mark.parametrize("more", [[], ["--format", "json"], ["--debug"]])
def test_an_error_that_postgresql_tells_in_full_is_not_passed_on(auditkit, lists, home, postgres_ready, more):
    with psycopg.connect(postgres_ready, autocommit=True) as connection:
        connection.execute(BREAK % f"{NAMES[0]} {NUMBERS[0]}")

    answer = auditkit("--db", postgres_ready, "import", lists, *more)

    assert answer.code != 0
    assert not found((answer.out + answer.err).encode()), answer
    assert not any(map(found, everything_in(home).values()))


@pytest.mark.parametrize("more", [[], ["--debug"]])
def test_a_database_that_does_not_answer_tells_nothing_of_its_address(auditkit, lists, home, more):
    secret = NAMES[4].split()[1]
    address = f"postgresql://{secret}:{NUMBERS[4]}@127.0.0.1:1/{secret}"

    answer = auditkit("--db", address, "import", lists, *more)

    assert answer.code != 0
    assert NUMBERS[4] not in answer.out + answer.err


def test_postgresql_holds_no_planted_number_or_name(auditkit, lists, home, postgres_ready):
    assert auditkit("--db", postgres_ready, "sweep", lists, "--as-of", "2024-09-30", "-o", "rapport.xlsx").code == 0

    with psycopg.connect(postgres_ready) as connection:
        names = connection.execute("select table_name from information_schema.tables where table_schema = 'public'")
        for (table,) in names.fetchall():
            with connection.cursor().copy(
                sql.SQL("copy (select * from {}) to stdout").format(sql.Identifier(table))
            ) as rows:
                assert not found(b"".join(map(bytes, rows))), table
