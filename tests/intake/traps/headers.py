"""Traps in the header row: how it is set, what it is called, what must not be read."""

from __future__ import annotations

from datetime import date

from .trap import Trap, case, workbook

DAY, ISO = date(2024, 3, 15), "2024-03-15"
ONE = {"cases": [case("A-1", team="Nord", opened_on=ISO)]}
STARTED = {
    "cases": [case("A-1")],
    "investigations": [{"investigation_id": "A-1:Ark1!2", "case_id": "A-1", "started_on": ISO}],
}
_SET = {
    "in capitals": ["SAGSNR", "TEAM", "OPRETTET"],
    "with dots, stars and colons": ["Sagsnr. *", "Team:", "Oprettet *"],
    "with soft hyphens": ["Sags\u00adnr.", "Te\u00adam", "Opret\u00adtet"],
    "with no-break spaces": ["Sags\u00a0nr", "\u00a0Team\u00a0", "Oprettet\u00a0dato"],
    "broken over two lines": ["Sags-\nnr", "Team", "Oprettet\ndato"],
    "with zero-width marks": ["\ufeffSagsnr", "Team\u200b", "Oprettet"],
    "with decomposed letters": ["Sagsnr", "Afdeling", "Oprettet"],
    "in older words": ["Journal nr.", "Distrikt", "Oprettelsesdato"],
}
_STARTED = ["§ 50 start", "§50-start", "50 start", "BFU igangsat", "BFU\u00a0startet", "§\u00a050 igangsat"]


def _flat(header: str) -> Trap:
    return Trap(f"the header {header!a}", workbook(Ark1=[["Sagsnr", header], ["A-1", DAY]]), (1, 1, 0, 0), STARTED)


HEADERS = [
    *(Trap(f"headers {how}", workbook(Sager=[header, ["A-1", "Nord", DAY]]), (1, 1, 0, 0), ONE)
      for how, header in _SET.items()),
    *map(_flat, _STARTED),
    Trap("destroyed letters", workbook(Ark1=[["Sagsnr", "B¿rnesamtale (BFU)"], ["A-1", DAY]]), (1, 1, 0, 0),
         {"cases": [case("A-1")],
          "conversations": [{"case_id": "A-1", "purpose": "undersøgelse", "held_on": ISO}]}),
    Trap("a header one letter off is not read", workbook(Sager=[["Sagsnr", "Team", "Oprettett"], ["A-1", "Nord", DAY]]),
         (1, 1, 0, 0), {"cases": [case("A-1", team="Nord")]}, dropped=["Oprettett"]),
    Trap("names, addresses and remarks are dropped",
         workbook(Sager=[["Sagsnr", "Barnets navn", "Adresse", "Bemærkning", "Mors CPR"],
                         ["A-1", "FIKTIV", "FIKTIV", "FIKTIV", "FIKTIV"]]),
         (1, 1, 0, 0), {"cases": [case("A-1")]}, dropped=["Barnets navn", "Adresse", "Bemærkning", "Mors CPR"]),
    Trap("a conversation that does not say of what", workbook(Ark1=[["Sagsnr", "BFU startet", "Børnesamtale"],
                                                                    ["A-1", DAY, DAY]]),
         (1, 1, 0, 0), STARTED, dropped=["Børnesamtale"]),
    Trap("team and department in one list", workbook(Sager=[["Sagsnr", "Afdeling", "Team"], ["A-1", "Børn", "Nord"]]),
         (1, 1, 0, 0), {"cases": [case("A-1", team="Nord")]}, dropped=["Afdeling"]),
    Trap("the hour in a column of its own",
         workbook(Underretninger=[["Sagsnr", "Modtaget", "Kl."], ["A-1", DAY, "kl. 14.30"]]),
         (1, 1, 0, 0), {"notifications": [{"case_id": "A-1", "received_at": "2024-03-15T14:30:00+01:00"}]}),
    Trap("an hour without its date",
         workbook(Underretninger=[["Sagsnr", "Modtaget", "Kl."], ["A-1", None, "14:30"]]),
         (1, 1, 0, 0), {"notifications": [{"case_id": "A-1"}]}, [("C2", "unreadable_date")]),
    Trap("two columns for one date", workbook(Ark1=[["Sagsnr", "BFU startet", "§ 50 start"], ["A-1", DAY, None]]),
         refused="HeaderTwice"),
    Trap("the same header twice", workbook(Sager=[["Sagsnr", "Team", "Team"], ["A-1", "Nord", "Syd"]]),
         refused="HeaderTwice"),
]  # fmt: skip
