"""The municipality's own limits: nothing from the start, never shared, and every fault with file and line."""

import pytest

from auditkit.compliance import Asked, Settings, SettingsInvalid, colour_of, load_settings, measured, read_settings
from tests.compliance.rows import frame, row

LIMITS = """
[farver.krav.alle]
groen = 90
gul = 75

[farver.krav."BFU-4M"]
groen = 95
gul = 80.5

[farver.sager]
groen = 10
gul = 25
"""


def colours(settings, by=("rule",), met=9, missed=1):
    rows = [row("fulfilled", case_id="F1")] * met + [row("overdue", case_id="F2")] * missed
    return measured(frame(rows), Asked(by, settings=settings)).select("colour", "case_colour").row(0)


def test_without_settings_nothing_has_a_colour():
    assert colours(Settings()) == (None, None)
    assert colours(read_settings("", "auditkit.toml")) == (None, None)


@pytest.mark.parametrize(
    ("met", "missed", "colour"),
    [(19, 1, "green"), (94, 6, "yellow"), (161, 39, "yellow"), (160, 40, "red"), (9499, 501, "yellow")],
)
def test_a_rule_has_its_own_limits_on_the_unrounded_percentage(met, missed, colour):
    assert colours(read_settings(LIMITS, "auditkit.toml"), met=met, missed=missed)[0] == colour


def test_a_rule_without_limits_of_its_own_has_those_of_all():
    settings = read_settings(LIMITS, "auditkit.toml")
    assert settings.limits_of("OPF-1").green == 90
    assert settings.limits_of("BFU-4M").yellow == 80.5


def test_several_rules_together_have_a_colour_only_where_that_is_asked_for():
    assert colours(read_settings(LIMITS, "auditkit.toml"), by=("team",))[0] is None
    text = "[farver.krav.i_alt]\ngroen = 85\ngul = 50\n"
    assert colours(read_settings(text, "auditkit.toml"), by=("team",))[0] == "green"


def test_limits_of_rules_say_nothing_of_cases_and_the_other_way():
    rules = read_settings(LIMITS.partition("[farver.sager]")[0], "auditkit.toml")
    cases = read_settings("[farver.sager]\ngroen = 10\ngul = 25\n", "auditkit.toml")
    assert colours(rules) == ("yellow", None)
    assert colours(cases) == (None, "red"), "one of two cases has an error"


def test_of_cases_with_errors_fewer_is_better():
    limits = read_settings(LIMITS, "auditkit.toml").cases
    assert [colour_of(limits, rate) for rate in (0, 0.1, 0.1001, 0.25, 0.26)] == [
        "green",
        "green",
        "yellow",
        "yellow",
        "red",
    ]


def test_a_percentage_that_is_not_exact_in_the_machine_is_still_on_its_limit():
    limits = read_settings("[farver.krav.alle]\ngroen = 29\ngul = 7\n", "auditkit.toml").limits_of("X")
    assert colour_of(limits, 29 / 100) == "green"
    assert colour_of(limits, 7 / 100) == "yellow"
    assert colour_of(limits, None) is None


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[farver.krav.alle]\ngroen = 80\ngul = 90", 1, "groen skal være større end gul"),
        ("[farver.sager]\ngroen = 30\ngul = 20", 1, "groen skal være mindre end gul"),
        ('[farver.krav."BFU-4M"]\ngroen = "95"\ngul = 80', 2, "groen skal være et tal fra 0 til 100"),
        ('\n\n[farver.krav."BFU-4M"]\ngroen = 95\ngul = 800', 5, "gul skal være et tal"),
        ('[farver.krav."BFU-4M"]\ngroen = true\ngul = 80', 2, "groen skal være et tal"),
        ("[farver.krav.alle]\ngroen = 80", 1, "gul mangler"),
        ("[farver.krav]\ngroen = 80\ngul = 70", 2, "her ventes en tabel"),
        ("[farver.krav.alle]\ngroen = 80\ngul = 70\nrod = 3", 4, "rod kendes ikke her. Kendte: groen, gul"),
        ("[farve]\n", 1, "farve kendes ikke her. Kendte: farver, ikke_omfattet"),
        ("[farver.team]\n", 1, "team kendes ikke her. Kendte: krav, sager"),
        ("[farver.krav.alle]\ngroen = = 3", 2, "kan ikke læses som TOML"),
        ("[ikke_omfattet]\nteam = 'Nord'", 1, "dobbelte klammer"),
        ("[[ikke_omfattet]]\nfra = '2026K1'", 1, "skriv et team eller et krav"),
        ("[[ikke_omfattet]]\nteam = 3", 2, "team skal være navne"),
        ("[[ikke_omfattet]]\nteam = 'Nord'\n[[ikke_omfattet]]\nteam = 'Syd'\nfra = '2026K5'", 5, "fra skal være et kv"),
        ("[[ikke_omfattet]]\nteam = 'Nord'\nfra = '2026K2'\ntil = '2026K1'", 4, "til ligger før fra"),
        ("[[ikke_omfattet]]\nteam = 'Nord'\nfordi = 3", 3, "fordi skal være en tekst"),
        ("[[ikke_omfattet]]\nhold = 'Nord'", 2, "hold kendes ikke her"),
    ],
)
def test_a_fault_is_told_in_danish_with_file_and_line(text, line, words):
    with pytest.raises(SettingsInvalid) as fault:
        read_settings(text, "auditkit.toml")
    assert str(fault.value).startswith(f"auditkit.toml, linje {line}: ")
    assert words in str(fault.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(SettingsInvalid, match=r"nej\.toml: filen kan ikke læses"):
        load_settings(tmp_path / "nej.toml")
    (tmp_path / "gammel.toml").write_bytes("# løbende".encode("cp1252"))
    with pytest.raises(SettingsInvalid, match=r"gammel\.toml: filen er ikke gemt som UTF-8"):
        load_settings(tmp_path / "gammel.toml")


def test_a_file_of_notepad_is_read(tmp_path):
    (tmp_path / "auditkit.toml").write_bytes(b"\xef\xbb\xbf" + LIMITS.replace("\n", "\r\n").encode())
    assert load_settings(tmp_path / "auditkit.toml").cases.green == 10
