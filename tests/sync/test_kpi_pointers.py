"""A key result that points at a KPI is measured by that KPI alone: as of its own day, over its own cycle."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.identity import identify
from sync.messages import render
from sync.model.past import History
from sync.model.scores import Scored
from sync.options import ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import read_rows
from sync.rules import check
from sync.scoring import score
from tests.sync.reading.test_layouts import sheets_in

AS_OF = date(2026, 11, 15)
MONTHS = " | ".join(f"T{month}" for month in range(1, 13))
OKRS = "Mục tiêu | Kết quả then chốt | KPI | Đơn vị | Giá trị đầu | Chỉ tiêu | Hiện tại\nLớn mạnh | "


def scored(tabs: str, as_of: date = AS_OF) -> Scored:
    rows = identify(read_rows(sheets_in(tabs)[0], ReadingOptions(), as_of))
    return score(rows, as_of, ScoringOptions(), History())


def current(tabs: str, as_of: date = AS_OF) -> list[Decimal | None]:
    return [one.current for objective in scored(tabs, as_of).objectives for one in objective.key_results]


def both_quarters(row: str) -> str:
    return "".join(f"=== Q{quarter} 2026\n{OKRS}{row}\n" for quarter in (3, 4))


def test_a_kpis_value_comes_before_the_rows_own_and_the_difference_is_told() -> None:
    found = scored(
        f"=== Q4 2026\n{OKRS}Khách quay lại | Giữ chân | % | 20 | 30 | 29\n"
        "=== KPI\nKPI | Đơn vị | Ngưỡng dưới | Hiện tại\nGiữ chân | % | 18 | 24"
    )
    assert found.objectives[0].key_results[0].progress == Decimal("0.4")
    (told,) = [one for one in check(found, History(), RuleOptions()) if one.code == "OKR109"]
    assert render(told.message, "vi") == "G2 ghi 29, KPI “Giữ chân” là 24: tính theo KPI"
    assert told.cell.a1 == "G2"


@pytest.mark.parametrize("own", ["", "24", "%0.24"])
def test_where_both_say_the_same_nothing_is_told(own: str) -> None:
    found = scored(
        f"=== Q4 2026\n{OKRS}Khách quay lại | Giữ chân | % | 20 | 30 | {own}\n"
        "=== KPI\nKPI | Đơn vị | Ngưỡng dưới | Hiện tại\nGiữ chân | % | 18 | 24"
    )
    assert not [one for one in check(found, History(), RuleOptions()) if one.code == "OKR109"]


def test_where_the_kpi_has_no_value_yet_the_rows_own_counts_and_that_is_told() -> None:
    found = scored(
        f"=== Q4 2026\n{OKRS}Khách quay lại | Giữ chân | % | 20 | 30 | 29\n"
        "=== KPI\nKPI | Đơn vị | Ngưỡng dưới | Hiện tại\nGiữ chân | % | 18 | "
    )
    assert found.objectives[0].key_results[0].progress == Decimal("0.9")
    (told,) = [one for one in check(found, History(), RuleOptions()) if one.code == "OKR109"]
    assert render(told.message, "vi") == "KPI “Giữ chân” chưa có giá trị: tính theo G2"


def test_a_past_quarters_key_result_takes_the_value_that_its_kpi_had_then() -> None:
    kpi = f"=== KPI 2026\nKPI | Ngưỡng | {MONTHS}\nTồn kho | ≤ 30 | | | | | | | | | 28 | 26 | 25 |"
    assert current(both_quarters("Tồn kho | Tồn kho | ngày | 40 | 20 | ") + kpi) == [Decimal(28), Decimal(25)]


def test_a_sum_is_that_of_the_key_results_own_cycle() -> None:
    values = "9 | 9 | 9 | 9 | 9 | 9 | 10 | 11 | 12 | 13 | 14 |"
    kpi = f"=== KPI 2026\nKPI | Cách tính | Ngưỡng | {MONTHS}\nDoanh thu | tổng | ≥ 50 | {values}"
    found = scored(both_quarters("Doanh thu | Doanh thu | tỷ | 0 | 40 | ") + kpi)
    assert [one.key_results[0].current for one in found.objectives] == [Decimal(33), Decimal(27)]
    assert found.kpis[0].current == Decimal(114)


def test_of_two_quarters_kpis_of_one_name_the_key_results_own_is_meant() -> None:
    kpis = "".join(
        f"=== KPI Q{quarter} 2026\nKPI | Ngưỡng | Hiện tại\nTồn kho | ≤ 30 | {value}\n"
        for quarter, value in ((3, 28), (4, 24))
    )
    assert current(f"{kpis}=== Q4 2026\n{OKRS}Tồn kho | Tồn kho | ngày | 40 | 20 | ") == [Decimal(24)]


@pytest.mark.parametrize(
    ("kpi_unit", "value", "unit", "target", "expected"),
    [
        ("tỷ", "4", "tỷ", "10", "4"),
        ("tỷ", "4", "VND", "10 tỷ", "4000000000"),
        ("triệu đồng", "4000", "tỷ", "10", "4"),
        ("tỷ", "4", "triệu đồng", "10000", "4000"),
        ("tỷ", "4000000000", "tỷ", "10", "4"),
        ("VND", "4000000000", "tỷ", "10", "4"),
        ("tỷ", "4", "", "10 tỷ", "4000000000"),
        ("kUSD", "4000", "USD", "10000000", "4000000"),
        ("USD k", "4000", "$", "10 triệu", "4000000"),
        ("kUSD", "4000", "kUSD", "10000", "4000"),
        ("kg", "4000", "tấn", "10", "4"),
        ("tấn", "4", "", "10000 kg", "4000"),
    ],
)
def test_a_kpi_on_another_scale_is_brought_to_the_key_results(
    kpi_unit: str, value: str, unit: str, target: str, expected: str
) -> None:
    bound = "1" if kpi_unit in ("kg", "tấn") else "3000" if "USD" in kpi_unit else "1 tỷ"
    found = scored(
        f"=== Q4 2026\n{OKRS}Doanh số | Doanh số | {unit} | 0 | {target} | \n"
        f"=== KPI\nKPI | Đơn vị | Ngưỡng dưới | Hiện tại\nDoanh số | {kpi_unit} | {bound} | {value}"
    )
    (key_result,) = found.objectives[0].key_results
    assert (key_result.current, key_result.progress) == (Decimal(expected), Decimal("0.4"))


def in_units(own: str, its: str, current: str = "", value: str = "100") -> Scored:
    row = f"Giao hàng từ 5 {own} xuống 3 {own} | Giao hàng | {own} | 5 | 3 | {current}"
    bound = "0,01" if its == "tấn" else "72"
    kpi = f"=== KPI\nKPI | Đơn vị | Ngưỡng trên | Hiện tại\nGiao hàng | {its} | {bound} | {value}"
    return scored(f"=== Q4 2026\n{OKRS}{row}\n{kpi}")


def told_of(found: Scored, *codes: str) -> list[tuple[str, str, str]]:
    told = check(found, History(), RuleOptions(select=codes))
    return [(one.code, one.cell.a1, render(one.message, "en")) for one in told]


@pytest.mark.parametrize(
    ("own", "its", "value"), [("giờ", "phút", "240"), ("phút", "giây", "240"), ("kg", "tấn", "0,004")]
)
def test_a_kpi_in_another_unit_of_its_kind_is_brought_to_the_key_results(own: str, its: str, value: str) -> None:
    found = in_units(own, its, "4", value)
    (row,) = found.objectives[0].key_results
    assert (row.current, row.progress) == (Decimal(4), Decimal("0.5"))
    assert told_of(found, "OKR107", "OKR109") == []


@pytest.mark.parametrize("current", ["", "4,5"])
def test_a_kpi_in_hours_is_not_set_against_days_and_its_cell_is_told(current: str) -> None:
    found = in_units("ngày", "giờ", current)
    assert found.objectives[0].key_results[0].progress is None
    told = "The KPI “Giao hàng” (KPI!D2) is 100 giờ, the key result is in ngày: nothing is scored"
    assert told_of(found, "OKR107", "OKR109") == [("OKR107", "C2", told)]
