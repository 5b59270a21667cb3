"""The floor's seven rules in vectorised pandas: what an analyst in a municipality would write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import holidays
import numpy as np
import pandas as pd

from .floor import RULES
from .floor_support import FOLLOWED_UNDER_BL, FOLLOWED_UNDER_SEL, TALKED_UNDER_SEL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import polars as pl

MET, MISSED, DEVIATION, NOT_DUE, NOT_APPLICABLE, UNKNOWN = range(6)
_BL, _SINCE, _SINCE_24T = (pd.Timestamp(day) for day in ("2024-01-01", "2011-01-01", "2013-10-01"))
_FIRST = pd.Timestamp("1900-01-01")
_HOLIDAYS = np.array(sorted(holidays.country_holidays("DK", years=range(2000, 2036))), dtype="datetime64[D]")
_KEYS = ["case_id", "measure_id", "decision_id"]


def frames_of(frames: Mapping[str, pl.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the records as pandas has them: days as datetimes, yes and no as objects."""
    return {plural: _frame(frame) for plural, frame in frames.items()}


def _frame(frame: pl.DataFrame) -> pd.DataFrame:
    given = frame.to_pandas()
    for name in frame.columns:
        if name.endswith(("_on", "_at", "_date")):
            given[name] = pd.to_datetime(given[name]).astype("datetime64[us]")
    return given


def judge(frames: Mapping[str, pd.DataFrame], day: date) -> pd.DataFrame:
    """Return one row per obligation with rule, case, day, due and outcome."""
    as_of = pd.Timestamp(day)
    case = frames["cases"][["case_id", "closed_on", "close_reason", "birth_date"]].copy()
    case["closed"] = case["closed_on"].where(case["closed_on"] <= as_of)
    pairs = followed(frames, case, as_of)
    found = [
        _und_24t(frames["notifications"], as_of),
        _und_kvit(frames["notifications"], as_of),
        _bfu_4m(frames, case, as_of),
        _afg_samt(frames, case, as_of),
        _opf_plan(pairs),
        _opf_n(pairs, as_of),
        _tilsyn(frames, case, as_of),
    ]
    return pd.concat([each.assign(rule=rule) for rule, each in zip(RULES, found, strict=True)], ignore_index=True)


def _rows(frame: pd.DataFrame, day: pd.Series, due: pd.Series, choices: list[tuple[pd.Series, object]]) -> pd.DataFrame:
    conditions, outcomes = zip(*choices, strict=True)
    outcome = np.select([each.fillna(value=False).to_numpy(bool) for each in conditions], outcomes, MISSED)
    return pd.DataFrame({"case_id": frame["case_id"], "day": day, "due": due, "outcome": outcome})


def _und_24t(reports: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    day = reports["received_at"].dt.normalize()
    frame = reports[((day >= _SINCE_24T) & (day <= as_of)) | day.isna()]
    given, done = frame["received_at"], frame["assessed_at"]
    done = done.where(done.dt.normalize() <= as_of)
    day, done_day, limit = given.dt.normalize(), done.dt.normalize(), pd.Timedelta(hours=24)
    last, zone = pd.Timedelta(hours=23, minutes=59), "Europe/Copenhagen"
    first = np.ones(len(frame), bool)
    start, end = (each.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward") for each in (given, done))
    timed, done_timed = (given != day) & given.notna(), (done != done_day) & done.notna()
    days, neither = (done_day - day).dt.days, ~timed & ~done_timed
    due = (start + limit).dt.tz_localize(None).dt.normalize().where(timed, day + pd.Timedelta(days=1))
    too_late = (neither & (days >= 2)) | (~neither & (end - (start + last).where(~timed, start) > limit))
    in_time = ((days == 0) & neither) | (~neither & ((end + last).where(~done_timed, end) - start <= limit))
    morning = (as_of + pd.Timedelta(days=1)).tz_localize(zone)
    waiting = (timed & (start + limit >= morning)) | (~timed & (due >= as_of))
    return _rows(
        frame,
        day,
        due,
        [
            (given.isna() | (days < 0) | (timed & done_timed & (end < start)), UNKNOWN),
            (in_time & ~(too_late & ~neither), MET),
            (too_late, MISSED),
            (done.notna(), UNKNOWN),
            (waiting, NOT_DUE),
        ],
    )


def _und_kvit(reports: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    day = reports["received_at"].dt.normalize()
    frame = reports[((day >= _SINCE) & (day <= as_of)) | day.isna()]
    day, done = frame["received_at"].dt.normalize(), frame["acknowledged_on"]
    done = done.where(done <= as_of)
    begun = day.fillna(_FIRST).to_numpy().astype("datetime64[D]")
    due = np.busday_offset(begun, 0, roll="backward", holidays=_HOLIDAYS)
    due = pd.Series(np.busday_offset(due, 6, holidays=_HOLIDAYS).astype("datetime64[us]"), frame.index).where(
        day.notna()
    )
    nobody = frame["notifier"].isin(["anonym", "egen forvaltning"])
    choices = [(day.isna(), UNKNOWN), (nobody, NOT_APPLICABLE), (done < day, UNKNOWN), (done <= due, MET)]
    return _rows(frame, day, due, [*choices, (done.isna() & (due >= as_of), NOT_DUE)])


def _bfu_4m(frames: Mapping[str, pd.DataFrame], case: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    named = frames["notifications"][["case_id", "notification_id", "received_at"]]
    named = named.drop_duplicates(["case_id", "notification_id"])
    frame = frames["investigations"]
    frame = frame[frame["type"].fillna("BFU") == "BFU"].merge(named, on=["case_id", "notification_id"], how="left")
    frame = frame.merge(case.drop(columns="closed_on"), on="case_id", how="left")
    aware = frame["aware_on"].fillna(frame["received_at"].dt.normalize())
    day = aware.fillna(frame["started_on"]).fillna(frame["decided_on"])
    due = day + pd.DateOffset(months=4)
    kept = ((day <= as_of) & (due >= _SINCE)) | day.isna()
    frame, aware, day, due = frame[kept], aware[kept], day[kept], due[kept]
    done, cancelled = (frame[name].where(frame[name] <= as_of) for name in ("completed_on", "cancelled_on"))
    ended = frame["closed"].between(day, due) | (cancelled <= due)
    why = frame["cancel_reason"].notna() | (frame["closed"].notna() & frame["close_reason"].notna())
    sure = aware.notna()
    return _rows(
        frame,
        day,
        due,
        [
            (day.isna() | (done < day), UNKNOWN),
            (done <= due, np.where(sure, MET, UNKNOWN)),
            (ended, np.where(why & sure, NOT_APPLICABLE, UNKNOWN)),
            (due >= as_of, np.where(sure, NOT_DUE, UNKNOWN)),
        ],
    )


def _afg_samt(frames: Mapping[str, pd.DataFrame], case: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    known = frames["decisions"][["case_id", "decision_id", "decided_on", "paragraph"]]
    known = known.rename(columns={"decided_on": "day"})
    known = known[(known["day"] <= as_of) | known["day"].isna()]
    days = known[["case_id", "day"]].dropna().drop_duplicates().sort_values(["case_id", "day"])
    days["previous"] = days.groupby("case_id")["day"].shift(1)
    known = known.merge(days, on=["case_id", "day"], how="left")
    listed = known["paragraph"].isin(TALKED_UNDER_SEL) & (known["day"] >= _SINCE)
    known = known[known["day"].isna() | (known["day"] >= _BL) | listed].reset_index(drop=True)
    known["previous"] = known["previous"].fillna(_FIRST)
    known = known.merge(case[["case_id", "birth_date"]], on="case_id", how="left")
    talks = frames["conversations"]
    talks = talks[(talks["purpose"] == "afgørelse") & ((talks["held_on"] <= as_of) | talks["held_on"].isna())]
    pairs = known.reset_index(names="d").merge(talks, on="case_id")
    held, omitted = pairs["held_on"], pairs["omitted"].fillna(value=False).astype(bool)
    tied, loose = pairs["concerns"] == pairs["decision_id"], pairs["concerns"].isna()
    inside = (held <= pairs["day"]) & (tied | (loose & (held > pairs["previous"])))
    source = (pairs["day"] < _BL) | pairs["other_source"].fillna(value=False).astype(bool)
    lawful = omitted & source & pairs["omission_reason"].notna() & (inside | (held.isna() & (tied | loose)))
    talked = known.index.isin(pairs.loc[inside & ~omitted, "d"])
    left_out = known.index.isin(pairs.loc[lawful, "d"])
    choices = [(known["day"].isna(), UNKNOWN), (known["birth_date"] > known["day"], NOT_APPLICABLE)]
    choices += [(pd.Series(talked), MET), (pd.Series(left_out), DEVIATION)]
    return _rows(known, known["day"], known["day"], choices)


def _measures(frames: Mapping[str, pd.DataFrame], case: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    decided = frames["decisions"][["case_id", "decision_id", "decided_on", "law"]]
    decided = decided.drop_duplicates(["case_id", "decision_id"])
    measures = frames["measures"].reset_index(names="m")
    measures = measures.merge(decided, on=["case_id", "decision_id"], how="left", suffixes=("", "_of_decision"))
    measures = measures.merge(case[["case_id", "closed"]], on="case_id", how="left")
    measures = measures[(measures["started_on"] <= as_of) | measures["started_on"].isna()]
    law = measures["law"].fillna(measures["law_of_decision"])
    for day in ("decided_on", "started_on"):
        by_day = pd.Series(np.where(measures[day] < _BL, "SEL", "BL"), measures.index)
        law = law.fillna(by_day.where(measures[day].notna()))
    ended = measures["ended_on"].where(measures["ended_on"] <= as_of)
    return measures.assign(law=law, ended_on=ended)


def followed(frames: Mapping[str, pd.DataFrame], case: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    measures = _measures(frames, case, as_of)
    under_sel = (measures["law"] == "SEL") & measures["paragraph"].isin(FOLLOWED_UNDER_SEL)
    under_bl = (measures["law"] == "BL") & measures["paragraph"].isin(FOLLOWED_UNDER_BL)
    measures = measures.loc[under_sel | under_bl, ["m", "case_id", "measure_id", "started_on", "ended_on", "closed"]]
    events = frames["follow_ups"].rename(columns={"held_on": "day"})[["case_id", "measure_id", "day", "next_on"]]
    events = events[events["day"] <= as_of]
    tied = events[events["measure_id"].notna()].merge(measures, on=["case_id", "measure_id"])
    loose = events[events["measure_id"].isna()].drop(columns="measure_id").merge(measures, on="case_id")
    loose = loose[(loose["day"] >= loose["started_on"]) & ~(loose["day"] > loose[["ended_on", "closed"]].min(axis=1))]
    pairs = pd.concat([tied, loose], ignore_index=True)
    pairs = pairs[~(pairs["day"] < pairs["started_on"])]
    days = pairs[["m", "day"]].drop_duplicates().sort_values(["m", "day"])
    days["later"] = days.groupby("m")["day"].shift(-1)
    return pairs.merge(days, on=["m", "day"])


def _over(frame: pd.DataFrame, due: pd.Series) -> pd.Series:
    return frame["closed"].between(frame["day"], due) | (frame["ended_on"] <= due)


def _opf_plan(pairs: pd.DataFrame) -> pd.DataFrame:
    since = pairs[pairs["day"] >= _BL].assign(planned=lambda f: f["next_on"] > f["day"])
    since = since.sort_values(["m", "day", "planned"], ascending=[True, True, False])
    first, day = since.drop_duplicates("m"), since.drop_duplicates("m")["day"]
    choices = [(first["planned"], MET), (first["next_on"].notna(), UNKNOWN), (_over(first, day), NOT_APPLICABLE)]
    return _rows(first, day, day, choices)


def _opf_n(pairs: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    six = pairs["day"] + pd.DateOffset(months=6)
    frame, six = pairs[six >= _SINCE], six[six >= _SINCE]
    written, later = six >= _BL, frame["later"]
    due = six.where(~written, frame["next_on"].where(frame["next_on"] > frame["day"]))
    none = written & frame["next_on"].isna()
    gone = (frame["ended_on"].notna() | frame["closed"].notna()) & later.isna()
    choices = [(none, np.where(gone, NOT_APPLICABLE, UNKNOWN)), (due.isna(), UNKNOWN), (later <= due, MET)]
    choices += [(_over(frame, due), NOT_APPLICABLE), (due >= as_of, NOT_DUE)]
    return _rows(frame, frame["day"], due, choices)


def _tilsyn(frames: Mapping[str, pd.DataFrame], case: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    placed = _measures(frames, case, as_of)
    placed = placed[placed["placement"].fillna(value=False).astype(bool)]
    placed = placed.assign(force_to=placed[["ended_on", "closed"]].min(axis=1))
    years = (as_of.year - placed["started_on"].dt.year + 1).fillna(1).astype(int)
    frame = placed.loc[placed.index.repeat(years)]
    k = frame.groupby("m").cumcount()
    frame, k = frame.reset_index(drop=True), k.reset_index(drop=True)
    frame["day"], frame["due"] = _anniversary(frame["started_on"], k), _anniversary(frame["started_on"], k + 1)
    frame["due"] -= pd.Timedelta(days=1)
    begun = (frame["day"] <= as_of) & ~(frame["day"] > frame["force_to"]) & (frame["due"] >= _SINCE)
    frame = frame[begun | frame["day"].isna()].reset_index(drop=True)
    visits = frames["visits"].rename(columns={"measure_id": "visited"})
    there = visits["at_placement"].fillna(value=True).astype(bool) & visits["conversation"].fillna(value=False).astype(
        bool
    )
    pairs = frame.reset_index(names="y").merge(visits[there & (visits["visited_on"] <= as_of)], on="case_id")
    inside = pairs["visited_on"].between(pairs["day"], pairs["due"])
    serves = pairs["visited"].isna() | (pairs["visited"] == pairs["measure_id"])
    held = pairs[inside & serves].groupby("y").size().reindex(frame.index, fill_value=0)
    choices = [(frame["day"].isna(), UNKNOWN), (held >= 2, MET), (frame["force_to"] <= frame["due"], NOT_APPLICABLE)]
    return _rows(frame, frame["day"], frame["due"], [*choices, (frame["due"] >= as_of, NOT_DUE)])


def _anniversary(start: pd.Series, years: pd.Series) -> pd.Series:
    result = start.copy()
    for number in sorted(years.unique()):
        result = result.where(years != number, start + pd.DateOffset(years=int(number)))
    return result
