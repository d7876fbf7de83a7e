"""A row whose only value is of a period that has not begun is told of that, and not that it has no value yet."""

from __future__ import annotations

from datetime import date

import pytest

from sync.messages import render
from sync.model.past import History
from sync.options import ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import read_rows
from sync.rules import check
from sync.scoring import score
from tests.sheets import sheet_of

AS_OF = date(2026, 11, 20)


def told(table: str, tab: str) -> list[tuple[str, str, str]]:
    """Code, cell and words of what is told of values."""
    scored = score(read_rows([sheet_of(table, tab)], ReadingOptions(), AS_OF), AS_OF, ScoringOptions(), History())
    return [
        (one.code, one.cell.a1 if one.cell else "", render(one.message, "en"))
        for one in check(scored, History(), RuleOptions())
        if one.code in ("OKR111", "OKR153")
    ]


@pytest.mark.parametrize("tab", ["OKR", "OKR Q4 2026", "OKR 2026"])
def test_of_key_results(tab: str) -> None:
    table = """
        Objective | Key result | Target | T10 | T11 | T12
        Grow | Revenue | 100 | | | 40
         | Users | 100 | 10 | | 20
         | Leads | 100 | | |
    """
    ahead = "Values stand under “T12”, which has not begun: they are not used"
    rows = [one for one in told(table.strip(), tab) if one[1] != "F1"]
    assert sorted(rows) == [("OKR111", rows[-1][1], "No current value yet"), ("OKR153", "F2", ahead)]


@pytest.mark.parametrize("tab", ["KPI", "KPI 2026", "KPI Q4 2026"])
@pytest.mark.parametrize(
    ("table", "cell", "period"),
    [
        ("KPI | Target | T12\nRevenue | 100 | 40", "C2", "T12"),
        ("KPI | Target | T10 | T12\nRevenue | 100 | | 40", "D2", "T12"),
        ("Kỳ | KPI | Target | Thực hiện\nT12 | Revenue | 100 | 40", "D2", "T12"),
        ("Tháng | KPI | Target | Thực hiện\n12 | Revenue | 100 | 40", "D2", "12"),
        ("Month | KPI | Target | Thực hiện\n2026-12-31 | Revenue | 100 | 40", "D2", "12/2026"),
        ("Kỳ | KPI | Target | Thực hiện\nQ1/2027 | Churn | 5 |\n | Revenue | 100 | 40", "D3", "Q1/2027"),
    ],
)
def test_of_kpis(tab: str, table: str, cell: str, period: str) -> None:
    words = f"Values stand under “{period}”, which has not begun: they are not used"
    assert [one for one in told(table, tab) if one[0] == "OKR153"] == [("OKR153", cell, words)]


def test_what_formulas_fill_in_ahead_is_no_value() -> None:
    table = "KPI | Target | T10 | T12\nRevenue | 100 | | =C2+1→1"
    assert [code for code, _, _ in told(table, "KPI 2026")] == ["OKR111"]


def test_a_cycle_that_has_not_begun_may_be_filled_in() -> None:
    table = "Objective | Key result | Target | T1 | T2\nGrow | Revenue | 100 | 40 |"
    assert told(table, "OKR Q1 2027") == []
