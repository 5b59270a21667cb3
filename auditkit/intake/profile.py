"""Mapping profiles: what a municipality's own sheets, headers and words mean, saved as TOML.

A profile carries the headers it was made for. A list whose headers have changed since is not read with it:
a column that was renamed would be lost without a word.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping  # noqa: TC003 (pydantic reads it when the class is made)
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from auditkit.errors import InputRefused, UsageError
from auditkit.terms import translator

from .hidden import hide_names, shown
from .unreadable import mask, resembles_cpr
from .vocabulary import IGNORE, Vocabulary, normalise, standard_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_ = translator("intake")


class DateOrder(StrEnum):
    """In which order dates written with numbers alone stand in the list."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class Profile(BaseModel):
    """One mapping profile. Everything in it comes before the standard words."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    name: str
    date_order: DateOrder = DateOrder.DAY_FIRST
    sheets: Mapping[str, str] = {}
    """What a sheet is read as: a record type's plural name, ``flat``, or ``-`` for not read."""
    headers: Mapping[str, Mapping[str, str]] = {}
    """By what the sheet is read as: what a header gives, or ``-`` for not read."""
    teams: Mapping[str, str] = {}
    """The team of a sheet that has no column with the team: a workbook with one sheet for each team."""
    codes: Mapping[str, Mapping[str, str]] = {}
    """By record type and field (``notifications.notifier``): the word that a word means."""
    fingerprint: Mapping[str, tuple[str, ...]] = {}
    """The headers of each sheet when the profile was made."""

    def team_of(self, sheet: str) -> str | None:
        """Return the team whose cases stand in a sheet."""
        return _normalised(self.teams).get(normalise(sheet))

    def added_to(self, vocabulary: Vocabulary) -> Vocabulary:
        """Return the vocabulary with the profile's words before the standard ones."""
        return replace(
            vocabulary,
            sheets={**vocabulary.sheets, **_normalised(self.sheets)},
            headers={
                kind: {**words, **_normalised(self.headers.get(kind, {}))} for kind, words in vocabulary.headers.items()
            },
            codes={
                key: {**words, **{word.strip().casefold(): code for word, code in self.codes.get(key, {}).items()}}
                for key, words in vocabulary.codes.items()
            },
        )


class ProfileInvalid(UsageError):  # noqa: N818 (named by what happened, as in auditkit.errors)
    """A profile is not as it must be."""

    def __init__(self, path: Path, details: str) -> None:
        super().__init__(
            _("The profile {path} cannot be used: {details}", path=mask(str(path)), details=shown(details))
        )


class ProfileOutdated(InputRefused):
    """The headers are not those that the profile was made for."""

    def __init__(self, profile: str, sheet: str, difference: Difference) -> None:
        super().__init__(
            _(
                "The profile {profile} no longer fits the sheet »{sheet}«. Headers gone: {gone}. New headers: {new}. "
                "Columns moved: {moved}. Check the profile and save its headers again.",
                profile=shown(profile),
                sheet=shown(sheet),
                gone=_listed(difference.gone),
                new=_listed(difference.new),
                moved=_listed(difference.moved),
            )
        )


def _listed(headers: Iterable[str]) -> str:
    return ", ".join(map(shown, headers)) or "–"


class Difference(NamedTuple):
    """How headers differ from those that a profile was made for."""

    gone: list[str]
    new: list[str]
    moved: list[str]


def load_profile(path: Path) -> Profile:
    """Return the profile in a TOML file; raises ``ProfileInvalid`` where it is not one."""
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_cpr(path, text)
        profile = Profile.model_validate(tomllib.loads(text))
    except OSError as fault:
        raise ProfileInvalid(path, fault.strerror or "") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ProfileInvalid(path, str(fault)) from None
    except ValidationError as fault:
        places = ("{}: {}".format(".".join(map(str, each["loc"])), each["msg"]) for each in fault.errors())
        raise ProfileInvalid(path, "; ".join(places)) from None
    unknown = list(_unknown_targets(profile, standard_vocabulary()))
    if unknown:
        raise ProfileInvalid(path, _("unknown: {names}", names=", ".join(unknown)))
    return profile


def _refuse_cpr(path: Path, text: str) -> None:
    """A profile is stored as it stands, and shown to whoever asks what a run judged with."""
    for number, line in enumerate(text.splitlines(), 1):
        if resembles_cpr(line):
            raise ProfileInvalid(path, _("line {line} holds what looks like a CPR number; remove it", line=number))


def profile_text(path: Path) -> str:
    """Return a profile's text as it is stored: without what looks like a person's name."""
    return hide_names(path.read_text(encoding="utf-8"))


def _unknown_targets(profile: Profile, vocabulary: Vocabulary) -> Iterable[str]:
    kinds = {*vocabulary.headers, IGNORE}
    yield from (f'sheets."{name}" = "{kind}"' for name, kind in profile.sheets.items() if kind not in kinds)
    for kind, headers in profile.headers.items():
        targets = {*vocabulary.canonical.get(kind, {}), IGNORE}
        yield from (f'headers.{kind}."{name}" = "{to}"' for name, to in headers.items() if to not in targets)
    for key, words in profile.codes.items():
        known = set(vocabulary.codes.get(key, {}).values())
        yield from (f'codes."{key}"."{word}" = "{to}"' for word, to in words.items() if to not in known)


def check_fit(profile: Profile, headers: Iterable[tuple[str, Iterable[str]]]) -> None:
    """Raise ``ProfileOutdated`` where a sheet's headers are not those the profile was made for, or stand otherwise.

    ``headers`` are the sheets that the profile knows and that were asked for, each with its headers from the left.
    """
    saved = {normalise(sheet): texts for sheet, texts in profile.fingerprint.items()}
    for sheet, texts in headers:
        before = saved.get(normalise(sheet))
        difference = _difference(before, list(texts)) if before is not None else None
        if difference and any(difference):
            raise ProfileOutdated(profile.name, sheet, difference)


def _difference(saved: Sequence[str], found: Sequence[str]) -> Difference:
    old, now = ({normalise(each): each for each in texts} for texts in (saved, found))
    stayed = [each for each in old if each in now]
    order = [each for each in now if each in old]
    return Difference(
        gone=[text for each, text in old.items() if each not in now],
        new=[text for each, text in now.items() if each not in old],
        moved=[now[here] for here, there in zip(order, stayed, strict=True) if here != there],
    )


def _normalised(words: Mapping[str, str]) -> dict[str, str]:
    return {normalise(word): target for word, target in words.items()}
