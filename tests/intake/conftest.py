"""Reads lists that a test writes out."""

from collections.abc import Callable

import pytest

from auditkit.intake import Intake, read_lists
from tests.support.lists import write_workbook

KEY = b"kun til test"


@pytest.fixture
def read(tmp_path) -> Callable[..., Intake]:
    """Return a function that writes sheets into a workbook and reads it."""

    def read_sheets(sheets, **options) -> Intake:
        path = write_workbook(tmp_path / "liste.xlsx", sheets)
        return read_lists([path], pseudonym_key=KEY, **options)

    return read_sheets


@pytest.fixture
def read_files(tmp_path) -> Callable[..., Intake]:
    """Return a function that writes one workbook for each name and reads them together."""

    def read_all(*, profile=None, **files) -> Intake:
        paths = [write_workbook(tmp_path / f"{name}.xlsx", sheets) for name, sheets in files.items()]
        return read_lists(paths, pseudonym_key=KEY, profile=profile)

    return read_all
