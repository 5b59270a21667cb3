"""The lists in ``samples/`` are what the generator makes."""

from auditkit.samples.__main__ import FOLDER, stale


def test_the_committed_lists_are_current():
    assert stale() == [], "kør make samples"


def test_each_list_has_a_name_that_says_it_is_invented():
    names = [path.name for path in FOLDER.glob("*.xlsx")]
    assert len(names) == 3
    assert all("fiktiv" in name for name in names)
