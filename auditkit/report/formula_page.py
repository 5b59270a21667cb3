"""XlsxWriter's sheet for many formulas: it looks through each for 29 new functions in turn, here for all at once.

As ``long_page`` it leans on what XlsxWriter does not promise to keep.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet, re_dynamic_function


class FormulaPage(Worksheet):  # type: ignore[misc] # XlsxWriter has no types
    """A sheet whose formulas are made ready fast where they use none of the new functions."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        if expand_future_functions or re_dynamic_function.search(formula):
            ready: str = super()._prepare_formula(formula, expand_future_functions)
            return ready
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")
