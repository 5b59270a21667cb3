"""The measures counted by hand: one loop over the rows, plain Python, nothing shared with the product."""

from collections import defaultdict
from datetime import date
from statistics import quantiles

LATE = ("late", "late_with_interim", "after")
SIX = ("met", "missed", "deviation", "not_due", "not_applicable", "undeterminable")


def quarter_of(day):
    return f"{day.year}K{(day.month - 1) // 3 + 1}"


def quarter_back(quarter, steps):
    number = int(quarter[:4]) * 4 + int(quarter[5]) - 1 - steps
    return f"{number // 4}K{number % 4 + 1}"


def first_day(quarter):
    return date(int(quarter[:4]), int(quarter[5]) * 3 - 2, 1)


def value(row, name, measure, new_from=None):
    """Return what a row stands under, for one grouping."""
    quarter = row["quarter"]
    if measure == "completed":
        quarter = quarter_of(row["fulfilled_on"]) if row["fulfilled_on"] else None
    if name == "quarter":
        return quarter
    if name == "year":
        return quarter and quarter[:4]
    if name == "half_year":
        return quarter and quarter[:4] + ("H1" if quarter[5] in "12" else "H2")
    if name == "cohort":
        parting = new_from or (quarter and first_day(quarter))
        if row["opened_on"] is None or parting is None:
            return "unknown"
        return "new" if row["opened_on"] >= parting else "old"
    return row[name]


def groups(rows, by, quarter, measure, new_from=None):
    found = defaultdict(list)
    for row in rows:
        if quarter is None or value(row, "quarter", measure) == quarter:
            found[tuple(value(row, name, measure, new_from) for name in by)].append(row)
    return found


def counts(rows, measure):
    """Return the counts and rates of a group's rows."""
    found = {"obligations": len(rows), **{name: sum(row["outcome"] == name for row in rows) for name in SIX}}
    found["missed_late"] = sum(row["outcome"] == "missed" and row["reason"] in LATE for row in rows)
    found["missed_open"] = found["missed"] - found["missed_late"]
    rated = [row for row in rows if measure == "due" or row["fulfilled_on"]]
    met, missed, lawful = (sum(row["outcome"] == name for row in rated) for name in ("met", "missed", "deviation"))
    found |= {"numerator": met, "denominator": met + missed}
    found["rate"] = met / (met + missed) if met + missed else None
    wide = met + missed + lawful
    found["rate_with_deviation"] = (met + lawful) / wide if wide else None
    return found


def cases(rows, measure):
    """Return the counts of a group by case."""
    by_case = defaultdict(list)
    for row in rows:
        by_case[row["case_id"]].append(row)
    found = dict.fromkeys(
        ("cases", "cases_judged", "cases_with_error", "cases_all_met", "cases_in_doubt", "cases_undeterminable"), 0
    )
    for duties in by_case.values():
        rated = {row["outcome"] for row in duties if measure == "due" or row["fulfilled_on"]}
        unknown = any(row["outcome"] == "undeterminable" for row in duties)
        found["cases"] += 1
        if rated & {"met", "missed"}:
            found["cases_judged"] += 1
            kind = "cases_with_error" if "missed" in rated else "cases_in_doubt" if unknown else "cases_all_met"
            found[kind] += 1
        elif unknown:
            found["cases_undeterminable"] += 1
    whole = found["cases_judged"]
    found["case_error_rate"] = found["cases_with_error"] / whole if whole else None
    found["case_all_met_rate"] = found["cases_all_met"] / whole if whole else None
    return found


def lateness(rows):
    """Return the quartiles and bands of days too late; rows here have whole days only."""
    late = [row for row in rows if row["outcome"] == "missed" and row["reason"] in LATE]
    limits = [(row["fulfilled_on"], row["due_on"] or row["trigger_on"]) for row in late]
    days = sorted((done - due).days for done, due in limits if done and due)
    quartiles = [None] * 3 if not days else quantiles(days, n=4, method="inclusive") if days[1:] else days * 3
    return {
        **dict(zip(("late_days_q1", "late_days_median", "late_days_q3"), quartiles, strict=True)),
        "late_1_7": sum(each <= 7 for each in days),
        "late_8_30": sum(7 < each <= 30 for each in days),
        "late_31_90": sum(30 < each <= 90 for each in days),
        "late_over_90": sum(each > 90 for each in days),
        "late_unknown": len(late) - len(days),
    }


def change(rows, group, by, quarter, measure, new_from=None):
    """Return the rates of the quarter before and of the same quarter last year, and the change in points."""
    found = {}
    names = [name for name in by if name not in ("quarter", "half_year", "year")]
    wanted = tuple(each for name, each in zip(by, group, strict=True) if name in names)
    for name, steps in (("previous", 1), ("year_ago", 4)):
        before = quarter and groups(rows, names, quarter_back(quarter, steps), measure, new_from).get(wanted, [])
        now = quarter and groups(rows, names, quarter, measure, new_from).get(wanted, [])
        earlier, this = counts(before or [], measure), counts(now or [], measure)
        found[f"{name}_rate"] = earlier["rate"]
        both = earlier["rate"] is not None and this["rate"] is not None
        found[f"{name}_change"] = 100 * (this["rate"] - earlier["rate"]) if both else None
    return found
