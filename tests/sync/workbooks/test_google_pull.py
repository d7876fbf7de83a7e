"""How many rows of a large tab are asked for at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.workbooks.google_pull import rows_of_next_page

FULL = 8_000_000


def test_a_page_after_one_that_was_too_large_is_smaller() -> None:
    assert rows_of_next_page(20_000, 4 * FULL, 10) == 5_000
    assert rows_of_next_page(5_000, FULL, 10) == 5_000
    assert rows_of_next_page(5_000, 0, 10) == 20_000


@given(rows=st.integers(100, 1_000_000), size=st.integers(0, 10**9), columns=st.integers(1, 18_278))
def test_a_page_is_no_larger_than_what_one_answer_may_hold_and_always_goes_on(
    rows: int, size: int, columns: int
) -> None:
    following = rows_of_next_page(rows, size, columns)
    assert following >= 100
    assert following * columns <= max(1_000_000, rows * columns)
    if size > FULL:
        assert following <= rows
