"""Three of the rules as a naive loop over pandas rows: UND-KVIT, BFU-4M and OPF-N, one record at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from auditkit.dates import add_working_days

from .by_pandas import MET, MISSED, NOT_APPLICABLE, NOT_DUE, UNKNOWN, followed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

RULES = ("UND-KVIT", "BFU-4M", "OPF-N")
_SINCE, _BL = pd.Timestamp("2011-01-01"), pd.Timestamp("2024-01-01")


def judge(frames: Mapping[str, pd.DataFrame], day: date) -> list[tuple[str, str, int]]:
    """Return rule, case and outcome of each obligation."""
    as_of = pd.Timestamp(day)
    cases = {row["case_id"]: row for _, row in frames["cases"].iterrows()}
    return [*_kvit(frames, as_of), *_bfu(frames, cases, as_of), *_opf_n(frames, as_of)]


def _kvit(frames: Mapping[str, pd.DataFrame], as_of: pd.Timestamp) -> Iterator[tuple[str, str, int]]:
    for _, row in frames["notifications"].iterrows():
        day, done = row["received_at"], row["acknowledged_on"]
        if pd.isna(day):
            yield "UND-KVIT", row["case_id"], UNKNOWN
            continue
        day = day.normalize()
        if day > as_of or day < _SINCE:
            continue
        due = pd.Timestamp(add_working_days(day.date(), 6))
        done = done if done <= as_of else pd.NaT
        if row["notifier"] in ("anonym", "egen forvaltning"):
            outcome = NOT_APPLICABLE
        elif pd.isna(done):
            outcome = NOT_DUE if as_of <= due else MISSED
        else:
            outcome = UNKNOWN if done < day else MET if done <= due else MISSED
        yield "UND-KVIT", row["case_id"], outcome


def _bfu(
    frames: Mapping[str, pd.DataFrame], cases: Mapping[str, pd.Series], as_of: pd.Timestamp
) -> Iterator[tuple[str, str, int]]:
    reports = {(row["case_id"], row["notification_id"]): row for _, row in frames["notifications"].iterrows()}
    for _, row in frames["investigations"].iterrows():
        if row["type"] not in ("BFU", None):
            continue
        report = reports.get((row["case_id"], row["notification_id"]))
        aware = row["aware_on"]
        if pd.isna(aware) and report is not None and not pd.isna(report["received_at"]):
            aware = report["received_at"].normalize()
        day = next((each for each in (aware, row["started_on"], row["decided_on"]) if not pd.isna(each)), pd.NaT)
        due = day + pd.DateOffset(months=4)
        if day > as_of or due < _SINCE:
            continue
        yield "BFU-4M", row["case_id"], _concluded(row, cases.get(row["case_id"]), aware, day, due, as_of)


def _concluded(
    row: pd.Series, case: pd.Series | None, aware: object, day: object, due: object, as_of: pd.Timestamp
) -> int:
    done, cancelled = (row[name] if row[name] <= as_of else pd.NaT for name in ("completed_on", "cancelled_on"))
    closed = case["closed_on"] if case is not None and case["closed_on"] <= as_of else pd.NaT
    sure = not pd.isna(aware)
    if pd.isna(day) or done < day:
        return UNKNOWN
    if done <= due:
        return MET if sure else UNKNOWN
    if (day <= closed <= due) or cancelled <= due:  # type: ignore[operator]
        why = not pd.isna(row["cancel_reason"]) or (not pd.isna(closed) and not pd.isna(case["close_reason"]))  # type: ignore[index]
        return NOT_APPLICABLE if why and sure else UNKNOWN
    if as_of <= due:
        return NOT_DUE if sure else UNKNOWN
    return MISSED


def _opf_n(frames: Mapping[str, pd.DataFrame], as_of: pd.Timestamp) -> Iterator[tuple[str, str, int]]:
    case = frames["cases"][["case_id", "closed_on"]].copy()
    case["closed"] = case["closed_on"].where(case["closed_on"] <= as_of)
    for _, row in followed(frames, case, as_of).iterrows():
        six = row["day"] + pd.DateOffset(months=6)
        if six < _SINCE:
            continue
        yield "OPF-N", row["case_id"], _next(row, six, as_of)


def _next(row: pd.Series, six: pd.Timestamp, as_of: pd.Timestamp) -> int:
    due, written, later = six, six >= _BL, row["later"]
    if written and pd.isna(row["next_on"]):
        gone = not pd.isna(row["ended_on"]) or not pd.isna(row["closed"])
        return NOT_APPLICABLE if gone and pd.isna(later) else UNKNOWN
    if written:
        due = row["next_on"]
        if due <= row["day"]:
            return UNKNOWN
    if later <= due:
        return MET
    if row["day"] <= row["closed"] <= due or row["ended_on"] <= due:
        return NOT_APPLICABLE
    return NOT_DUE if as_of <= due else MISSED
