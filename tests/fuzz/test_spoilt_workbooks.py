"""A few hundred spoilt workbooks through read and patch; ``python -m tests.fuzz`` takes as many as one likes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzz.__main__ import workbook_number
from tests.fuzz.checking import check
from tests.fuzz.workbooks import small_workbooks

BEGINNINGS = small_workbooks()


@pytest.mark.parametrize("hundred", range(4))
def test_a_spoilt_workbook_is_refused_or_patched_and_nothing_else_of_it_changes(hundred: int, tmp_path: Path) -> None:
    outcomes = {
        check(workbook_number(number, 0, BEGINNINGS), tmp_path, random.Random(number))
        for number in range(100 * hundred, 100 * hundred + 100)
    }
    assert {"refused", "patched and compared"} <= outcomes
