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


@pytest.mark.parametrize(
    ("headers", "numbers", "read", "is_asked"),
    [
        # nothing else shows how the table writes: nobody types three decimals, and means none of them
        ("Chỉ số (KPI) | Chỉ tiêu | Hiện tại", "'15,000 | '12,500", ("15000", "12500"), True),
        ("KPI | Target | Current", "'15.000 | '12.500", ("15000", "12500"), True),
        ("Chỉ số (KPI) | Chỉ tiêu | Hiện tại", "'1,125 | '1,375", ("1.125", "1.375"), False),
        ("Chỉ số (KPI) | Chỉ tiêu | Hiện tại", "'15.000 | '12.500", ("15000", "12500"), False),
        ("KPI | Target | Current", "'15,000 | '12,500", ("15000", "12500"), False),
        ("KPI | Target | Current", "'1.500 | 2", ("1.5", "2"), False),
    ],
)
def test_thousands_grouped_as_the_headers_language_does_not_are_asked_about(
    headers: str, numbers: str, read: tuple[str, str], is_asked: bool
) -> None:
    [kpi] = read_rows((sheet_of(f"{headers}\nSố đơn | {numbers}", "KPI"),), ReadingOptions(), NOVEMBER).kpis
    assert [one.value and one.value.value for one in (kpi.target, kpi.current)] == [Decimal(one) for one in read]
    assert {one.trouble is Trouble.ambiguous for one in (kpi.target, kpi.current)} == {is_asked}
