"""Weights that stand beside objectives, and not beside each key result."""

from __future__ import annotations

from datetime import date

import pytest

from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of


def weights(table: str, merges: tuple[str, ...] = ()) -> list[tuple[str | None, list[str | None]]]:
    rows = read_rows((sheet_of(table, "Q4 2026", merges),), ReadingOptions(), date(2026, 11, 20))
    return [
        (
            one.weight.value and str(one.weight.value.value),
            [each.weight.value and str(each.weight.value.value) for each in one.key_results],
        )
        for one in rows.objectives
    ]


@pytest.mark.parametrize("merges", [(), ("A2:A3", "B2:B3", "A4:A5", "B4:B5")])
def test_weights_of_objectives_are_none_of_their_first_key_results(merges: tuple[str, ...]) -> None:
    table = """
        Mục tiêu | Trọng số | Kết quả then chốt | Chỉ tiêu | Thực hiện
        Tài chính | %0.6 | Doanh thu (tỷ) | 30 | 18
         |  | Lợi nhuận (tỷ) | 4 | 2
        Khách hàng | %0.4 | NPS | 50 | 40
         |  | Khách mới | 60 | 45
        """
    assert weights(table, merges) == [("60", [None, None]), ("40", [None, None])]


def test_weights_of_key_results_of_which_the_last_is_left_out_stay_theirs() -> None:
    table = """
        Objective | Weight | Key result | Target | Current
        Grow | 60 | Revenue | 30 | 18
         |  | Profit | 4 | 2
        Serve | 70 | NPS | 50 | 40
         |  | Visits | 60 | 45
        """
    assert weights(table) == [(None, ["60", None]), (None, ["70", None])]
