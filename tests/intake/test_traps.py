"""Every trap file gives exactly what it must: these records, these problems, these rows set aside, no others."""

import pytest

from auditkit.errors import InputRefused
from auditkit.intake import read_lists
from tests.intake.traps.cells import CELLS
from tests.intake.traps.files import FILES
from tests.intake.traps.headers import HEADERS
from tests.intake.traps.tables import TABLES
from tests.intake.traps.trap import answer

TRAPS = [*TABLES, *HEADERS, *CELLS, *FILES]


def test_there_are_enough_of_them_and_each_is_its_own():
    assert len({trap.name for trap in TRAPS}) == len(TRAPS) > 60


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_a_trap_gives_exactly_what_it_must(trap, tmp_path):
    path = tmp_path / trap.file
    path.write_bytes(trap.content())

    if trap.refused:
        with pytest.raises(InputRefused) as refusal:
            read_lists([path], pseudonym_key=None)
        assert type(refusal.value).__name__ == trap.refused
        return
    intake = read_lists([path], pseudonym_key=None)

    assert answer(intake) == trap.expected
    read, used, aside, blank = trap.rows
    assert read == used + aside + blank
