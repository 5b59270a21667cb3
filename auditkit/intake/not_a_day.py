"""What people write in a date cell in place of a day: a period, "ja", or that it did not happen.

None of it is ever turned into a day. The message says what the cell tells, and what to write.
"""

from __future__ import annotations

import re

from auditkit.terms import translator

_ = translator("intake")

_MONTH = (
    r"(?:jan(?:uar)?|feb(?:ruar)?|mar(?:ts)?|apr(?:il)?|maj|juni?|juli?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_PART = (
    r"(?:primo|medio|ultimo|ca\.?|cirka|omkring|i|først i|midt i|sidst i|start(?:en)?(?: af)?|begyndelsen af"
    r"|midten af|slut(?:ningen)?(?: af)?)"
)
_SPAN = (
    rf"(?:uge ?\d{{1,2}}|{_MONTH}|(?:foråret?|sommer(?:en)?|efteråret?|vinter(?:en)?)"
    r"|(?:[1-4]\. ?|[1-4]?k|q[1-4] ?)kvartal|[12]\. ?halvår|[kq][1-4])"
)
_YEAR = r"(?:(?:19|20)\d{2}|'?\d{2})"
_PERIOD = re.compile(
    rf"(?:{_PART} )*{_SPAN}(?: ?(?:-|–|/|og|til) ?{_SPAN})*(?:[ ,./-]{{0,2}}{_YEAR})?"  # medio maj, uge 23-2024
    rf"|(?:{_PART} )+{_YEAR}|(?:19|20)\d{{2}}"  # ultimo 2023, 2024
    r"|(?:19|20)\d{2} ?[kq][1-4]|(?:0?[1-9]|1[0-2])[-./](?:19|20)\d{2}|(?:19|20)\d{2}[-./](?:0[1-9]|1[0-2])"
)
_YES = frozenset({"ja", "j", "x", "ok", "sket", "udført"})
_NO = re.compile(r"n|(?:nej|ikke|undladt|fravalgt|afslået|frasagt)\b.*")


def said_instead_of_a_day(seen: str) -> str | None:
    """Return the message for a date cell that tells something, but no day; None where it is something else."""
    text = " ".join(seen.split()).casefold()
    if _PERIOD.fullmatch(text):
        return _(
            '"{seen}" gives a period and not a day, and no day is guessed. Find the day in the case, and write it as '
            "dd-mm-yyyy. If nobody knows the day, let the text stand: it counts as not known.",
            seen=seen,
        )
    if text in _YES:
        return _('"{seen}" says that it has happened, but not when. Write the day as dd-mm-yyyy.', seen=seen)
    if _NO.fullmatch(text):
        return _(
            '"{seen}" says that it has not happened. Leave the date\'s cell empty, and write a reason in a column of '
            "its own.",
            seen=seen,
        )
    return None
