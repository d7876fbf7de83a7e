"""Where one of two columns says that it is the actual value, the other one is its plan, or none of ours: never the
value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.model.past import History
from sync.model.scores import ScoredKpi
from sync.options import ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import read_rows
from sync.rules import check
from sync.scoring import score
from tests.sheets import sheet_of

AS_OF = date(2026, 11, 20)
PLANS = ["Plan", "Budget", "Bud", "AOP", "Kế hoạch", "Ngân sách", "Dự toán", "Định mức", "CT"]
MERGED = ("C1:D1", "E1:F1")


def kpi(sheet: str, merges: tuple[str, ...] = (), title: str = "KPI 2026") -> ScoredKpi:
    rows = read_rows([sheet_of(sheet, title, merges=merges)], ReadingOptions(), AS_OF)
    (found,) = score(rows, AS_OF, ScoringOptions(), History()).kpis
    return found


def read(found: ScoredKpi) -> tuple[str | None, str | None, Decimal | None]:
    return found.cell and found.cell.a1, found.period and found.period.id, found.kpi.measure.target


@pytest.mark.parametrize("merges", [(), MERGED])
@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize(("months", "actual"), [("Oct-26 | | Nov-26 |", "Actual"), ("T10/2026 | | T11/2026 |", "TH")])
def test_under_each_month_the_plan_is_not_the_value(
    months: str, plan: str, actual: str, merges: tuple[str, ...]
) -> None:
    sheet = (
        f"KPI | Unit | {months}\n| | {plan} | {actual} | {plan} | {actual}\nRevenue | USD k | 1000 | 1100 | 1005 | 700"
    )
    assert read(kpi(sheet, merges)) == ("F3", "2026-11", Decimal(1005))
    turned = (
        f"KPI | Unit | {months}\n| | {actual} | {plan} | {actual} | {plan}\nRevenue | USD k | 1100 | 1000 | 700 | 1005"
    )
    assert read(kpi(turned, merges)) == ("E3", "2026-11", Decimal(1005))


@pytest.mark.parametrize("merges", [(), MERGED])
@pytest.mark.parametrize("other", ["Forecast", "Dự báo", "Xyz"])
def test_nor_is_anything_else_beside_the_actual_value(other: str, merges: tuple[str, ...]) -> None:
    for months in ("Oct-26 | | Nov-26 |", "T10/2026 | | T11/2026 |"):
        for words, values, cell in ((f"{other} | Thực tế", "5 | 7", "F3"), (f"Thực tế | {other}", "7 | 5", "E3")):
            sheet = f"KPI | ĐVT | {months}\n| | {words} | {words}\nDoanh thu | tỷ | {values} | {values}"
            assert read(kpi(sheet, merges)) == (cell, "2026-11", None)


def test_beside_names_headed_with_a_word_for_targets_too() -> None:
    sheet = (
        "Chỉ tiêu | ĐVT | Quý 3 | | Quý 4 |\n| | Dự toán | Thực tế | Dự toán | Thực tế\nDoanh thu | tỷ | 9 | 8 | 10 | 7"
    )
    assert read(kpi(sheet, title="KPI")) == ("F3", "2026-Q4", Decimal(10))


def test_a_months_budget_of_no_known_side_is_asked_about_as_a_budget() -> None:
    sheet = "KPI | Unit | Oct-26 |\n| | Budget | Actual\nSoftware licences | USD k | 300 | 322"
    rows = read_rows([sheet_of(sheet, "KPI 2026")], ReadingOptions(), AS_OF)
    found = check(score(rows, AS_OF, ScoringOptions(), History()), History(), RuleOptions())
    assert [(one.code, one.message.template[:8]) for one in found] == [("OKR503", "A budget")]
