"""Numbers that one table writes in two ways."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.model.readings import Trouble
from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

NOVEMBER = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("numbers", "read", "is_asked"),
    [
        ("'10.000 | '9.800\nGiá vốn | tr.đ | '7,000 | '7,100.5", ("10000", "9800"), True),
        ("'7,000 | '6,900\nGiá vốn | tr.đ | '7.000 | '7.100,5", ("7000", "6900"), True),
        # written in one way: as the sheet writes
        ("'10.000 | '9.800\nGiá vốn | tr.đ | '7.000 | '7.100,5", ("10000", "9800"), False),
        ("'10,000 | '9,800\nGiá vốn | tr.đ | '7,000 | '7,100.5", ("10000", "9800"), False),
        ("'1,500 | 4\nGiá vốn | tr.đ | '7.000 | '7.100,5", ("1.5", "4"), False),
        ("'1,500 | '1,498\nGiá vốn | tr.đ | '7.000 | '7.100,5", ("1.5", "1.498"), False),
        ("'1,125 | '1,375\nGiá vốn | tr.đ | '7.000 | '7.100,5", ("1.125", "1.375"), False),
    ],
)
def test_numbers_grouped_in_two_ways_are_asked_about(numbers: str, read: tuple[str, str], is_asked: bool) -> None:
    table = f"Chỉ số (KPI) | Đơn vị | Chỉ tiêu | Hiện tại\nDoanh thu | tr.đ | {numbers}"
    first, _ = read_rows((sheet_of(table, "KPI"),), ReadingOptions(), NOVEMBER).kpis
    values = [one.value and one.value.value for one in (first.target, first.current)]
    assert values == [Decimal(one) for one in read]
    assert {one.trouble is Trouble.ambiguous for one in (first.target, first.current)} == {is_asked}
