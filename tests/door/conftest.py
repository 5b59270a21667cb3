from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from auditkit.intake.door import Cell, Workbook, open_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., Workbook]:
    """Write bytes to a file of this name, and open it."""

    def open_bytes(content: bytes, name: str = "sager.xlsx", **settings: object) -> Workbook:
        path = tmp_path / name
        path.write_bytes(content)
        return open_workbook(path, **settings)

    return open_bytes


@pytest.fixture
def cells(opened: Callable[..., Workbook]) -> Callable[..., dict[tuple[int, int], Cell]]:
    """Return all cells of the first sheet by row number and column."""

    def all_cells(content: bytes, name: str = "sager.xlsx") -> dict[tuple[int, int], Cell]:
        sheet = opened(content, name).sheets[0]
        return {(row.number, column): cell for row in sheet.rows() for column, cell in row.cells.items()}

    return all_cells
