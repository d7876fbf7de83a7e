"""Headers of which each names a scale of its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.model.past import History
from sync.options import ReadingOptions, ScoringOptions
from sync.reading import read_rows
from sync.scoring import score
from tests.sheets import sheet_of

NOVEMBER = date(2026, 11, 20)


def progress(table: str) -> list[Decimal | None]:
    rows = read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), NOVEMBER)
    [objective] = score(rows, NOVEMBER, ScoringOptions(), History()).objectives
    return [one.progress for one in objective.key_results]


def test_a_plan_in_thousand_millions_is_held_against_actual_millions() -> None:
    assert progress(
        """
        Mục tiêu | Kết quả then chốt | Chỉ tiêu (tỷ) | Thực hiện (triệu)
        Bán | Doanh thu | 4 | 900
         | Lãi gộp | 2 | 500
        """
    ) == [Decimal("0.225"), Decimal("0.25")]


def test_a_plan_in_millions_is_held_against_actual_thousand_millions() -> None:
    assert progress(
        """
        Mục tiêu | Kết quả then chốt | Chỉ tiêu (triệu đồng) | Thực hiện (tỷ đồng)
        Bán | Doanh thu | 30000 | 18
        """
    ) == [Decimal("0.6")]


def test_what_is_counted_or_in_per_cent_has_no_scale() -> None:
    assert progress(
        """
        Mục tiêu | Kết quả then chốt | ĐVT | Chỉ tiêu (tỷ) | Thực hiện (triệu)
        Bán | Doanh thu | đồng | 4 | 900
         | Khách mới | khách | 60 | 45
         | Tỷ lệ chốt | % | %0.5 | %0.25
         | Doanh thu online | đồng | 4 tỷ | 900
        """
    ) == [Decimal("0.225"), Decimal("0.75"), Decimal("0.5"), Decimal("0.225")]


@pytest.mark.parametrize(
    ("plan", "actual", "numbers", "share"),
    [
        ("Kế hoạch (triệu đồng)", "Thực hiện (đồng)", "12500 | 10000000000", "0.8"),
        ("KH (tr.đ)", "TH (đ)", "12500 | 10000000000", "0.8"),
        ("Target ($k)", "Actual ($)", "1250 | 1000000", "0.8"),
        ("Target (USD million)", "Actual (USD thousand)", "1.25 | 1000", "0.8"),
        ("Target (kUSD)", "Actual (USD m)", "1250 | 1", "0.8"),
        ("Kế hoạch (nghìn USD)", "Thực hiện (USD)", "1250 | 1000000", "0.8"),
        ("Target (USD)", "Actual (USD)", "1250 | 1000", "0.8"),
    ],
)
def test_headers_name_their_money_in_many_ways(plan: str, actual: str, numbers: str, share: str) -> None:
    table = f"Objective | Key result | {plan} | {actual}\nSell | Revenue | {numbers}"
    assert progress(table) == [Decimal(share)]
