import pytest

from auditkit.report import write_workbook
from tests.report import invented


@pytest.fixture(scope="session")
def view():
    return invented.view_of(invented.caseload(600))


@pytest.fixture(scope="session")
def workbook(view, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "rapport.xlsx"
    write_workbook(path, view)
    return path
