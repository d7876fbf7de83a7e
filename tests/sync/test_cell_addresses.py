"""Columns by number and by letters."""

from __future__ import annotations

import pytest

from sync.model.cells import column_letters, column_number
from sync.workbooks import package_cells


def test_letters_and_numbers_are_the_same() -> None:
    assert [column_letters(one) for one in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
    assert [column_number(column_letters(one)) for one in range(1, 800)] == list(range(1, 800))


@pytest.mark.parametrize("column", [0, -1, -27])
def test_what_is_no_column_has_no_letters(column: int) -> None:
    with pytest.raises(ValueError, match="no column"):
        column_letters(column)
    with pytest.raises(ValueError, match="no column"):
        package_cells.column_letters(column)
