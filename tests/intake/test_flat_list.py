"""The flat case list: what one row becomes, and what the list thereby says."""

from datetime import date

HEADER = [
    "Sagsnr",
    "Team",
    "Underretning modtaget",
    "24-timers vurdering",
    "BFU startet",
    "Børnesamtale (BFU)",
    "Børnesamtale (afgørelse)",
    "Samtale undladt (begrundelse)",
    "Afgørelse",
    "Paragraf",
    "Barnets plan",
    "Indsats start",
    "Anbragt",
    "Første opfølgning",
    "Seneste opfølgning",
    "Næste opfølgning",
    "Tilsyn 1",
    "Tilsyn 2",
]


def row(case_id, **cells):
    return [case_id, *(cells.get(name.replace(" ", "_")) for name in HEADER[1:])]


def flat(read, *list_rows):
    return read({"Ark1": [HEADER, *list_rows]})


def records(intake, plural, *fields):
    return intake.caseload[plural].select(fields).rows()


def test_a_row_becomes_records_that_belong_together(read):
    intake = flat(
        read,
        row(
            "A-1",
            Underretning_modtaget="1/2-24",
            BFU_startet="2/2-24",
            **{"Børnesamtale_(BFU)": "3/2-24", "Børnesamtale_(afgørelse)": "4/3-24"},
            Afgørelse="5/3-24",
            Paragraf="§ 32",
            Barnets_plan="6/3-24",
            Indsats_start="7/3-24",
            Seneste_opfølgning="8/6-24",
            Næste_opfølgning="8/9-24",
            Tilsyn_1="1/4-24",
        ),
    )

    own = "A-1:Ark1!2"
    assert records(intake, "investigations", "investigation_id", "notification_id") == [(own, own)]
    assert records(intake, "conversations", "purpose", "concerns", "held_on") == [
        ("undersøgelse", own, date(2024, 2, 3)),
        ("afgørelse", own, date(2024, 3, 4)),
    ]
    assert records(intake, "decisions", "decision_id", "investigation_id", "paragraph") == [(own, own, "32")]
    assert records(intake, "plans", "type", "decision_id", "made_on") == [("barnets plan", own, date(2024, 3, 6))]
    assert records(intake, "measures", "measure_id", "decision_id", "paragraph") == [(own, own, "32")]
    assert records(intake, "follow_ups", "measure_id", "held_on", "next_on") == [
        (own, date(2024, 6, 8), date(2024, 9, 8))
    ]
    assert records(intake, "visits", "measure_id", "visited_on") == [(own, date(2024, 4, 1))]


def test_a_case_number_alone_is_a_case_and_nothing_more(read):
    intake = flat(read, row("A-1"))

    heights = {plural: frame.height for plural, frame in intake.caseload.frames.items() if frame.height}
    assert heights == {"cases": 1}
    assert intake.rows.used == 1


def test_rows_of_one_case_share_its_investigation_and_decision_and_have_a_measure_each(read):
    shared = {"BFU_startet": "2/2-24", "Afgørelse": "5/3-24", "Paragraf": "32", "Børnesamtale_(BFU)": "3/2-24"}
    intake = flat(
        read,
        row("A-1", Team="Nord", **shared, Indsats_start="7/3-24"),
        row("A-1", Team="Nord", **shared, Indsats_start="9/3-24"),
        row("A-1", Team="Nord", **shared, Indsats_start="9/3-24"),
    )

    first = "A-1:Ark1!2"
    assert records(intake, "investigations", "investigation_id") == [(first,)]
    assert records(intake, "decisions", "decision_id") == [(first,)]
    assert intake.caseload["conversations"].height == 1
    assert records(intake, "measures", "measure_id", "decision_id") == [(first, first), ("A-1:Ark1!3", first)]
    assert [(each.row, each.reason) for each in intake.set_aside] == [(4, "duplicate_identical")]


def test_an_omitted_conversation_serves_each_purpose_without_a_date(read):
    undladt = "Samtale_undladt_(begrundelse)"
    intake = flat(
        read,
        row("A-1", **{"Børnesamtale_(BFU)": "3/2-24", undladt: "for lille"}),
        row("A-2", **{undladt: "for lille"}),
        row("A-3", **{undladt: "nej"}),
        row("A-4", **{undladt: "ja"}),
    )

    assert records(intake, "conversations", "case_id", "purpose", "omitted", "omission_reason") == [
        ("A-1", "undersøgelse", None, None),
        ("A-1", "afgørelse", True, "angivet"),
        ("A-2", "undersøgelse", True, "angivet"),
        ("A-2", "afgørelse", True, "angivet"),
        ("A-4", "undersøgelse", True, None),
        ("A-4", "afgørelse", True, None),
    ]
    assert [(each.code, each.cell) for each in intake.problems] == [("reason_missing", "H5")]


def test_when_a_row_makes_a_measure(read):
    intake = flat(
        read,
        row("placed", Anbragt="ja"),
        row("not-placed", Anbragt="nej"),
        row("perhaps-1", Anbragt="måske"),
        row("visited-1", Tilsyn_2="1/4-24"),
        row("planned-1", Næste_opfølgning="1/4-24"),
    )

    assert [each[0] for each in records(intake, "measures", "case_id")] == [
        "placed",
        "perhaps-1",
        "visited-1",
        "planned-1",
    ]
    assert records(intake, "follow_ups", "case_id", "held_on", "next_on") == [("planned-1", None, date(2024, 4, 1))]


def test_first_and_latest_follow_up_on_one_day_are_one(read):
    dates = {"Første_opfølgning": "1/4-24", "Næste_opfølgning": "1/9-24"}
    intake = flat(
        read,
        row("A-1", **dates, Seneste_opfølgning="1/4-24"),
        row("A-2", **dates, Seneste_opfølgning="1/6-24"),
    )

    assert records(intake, "follow_ups", "case_id", "held_on", "next_on") == [
        ("A-1", date(2024, 4, 1), date(2024, 9, 1)),
        ("A-2", date(2024, 4, 1), None),
        ("A-2", date(2024, 6, 1), date(2024, 9, 1)),
    ]


def test_a_paragraph_that_belongs_to_nothing_is_reported(read):
    intake = flat(read, row("A-1", Paragraf="§ 32"))

    assert [(each.code, each.cell) for each in intake.problems] == [("paragraph_without_record", "J2")]


def test_the_tables_say_what_the_list_has(read):
    intake = read({"Ark1": [["Sagsnr", "Børnesamtale (BFU)", "Barnets plan", "Tilsyn 1"]]})

    columns = {(each.record_type, each.facet): dict(each.columns) for each in intake.caseload.tables}
    assert columns == {
        ("cases", ""): {"case_id": "A"},
        ("conversations", "undersøgelse"): {"case_id": "A", "held_on": "B", "purpose": "B"},
        ("plans", "barnets plan"): {"case_id": "A", "made_on": "C", "type": "C"},
        ("measures", ""): {"case_id": "A", "measure_id": "D"},
        ("visits", ""): {"case_id": "A", "visited_on": "D", "measure_id": "D"},
    }


def test_a_link_is_in_the_list_where_the_list_has_both_ends(read):
    intake = read({"Ark1": [["Sagsnr", "BFU startet", "Afgørelse", "Paragraf", "Indsats start"]]})

    columns = {each.record_type: dict(each.columns) for each in intake.caseload.tables}
    assert columns["decisions"]["investigation_id"] == "C"
    assert "notification_id" not in columns["investigations"]
    assert columns["measures"] == {
        "case_id": "A",
        "started_on": "E",
        "law": "D",
        "paragraph": "D",
        "measure_id": "E",
        "decision_id": "E",
    }
