"""A log on another tab beside what the rows say themselves."""

from __future__ import annotations

from datetime import date

from sync.identity import identify
from sync.messages import render
from sync.model.past import History
from sync.options import ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import read_rows
from sync.rules import check
from sync.scoring import score
from tests.sheets import sheet_of

DAY = date(2026, 11, 20)
CHURN = "Objective | Key result | Baseline | Target | Current\nStay | Reduce churn to 2% | %0.05 | %0.02 | {}"


def about_check_ins(row: str, log: str) -> list[str]:
    sheets = [sheet_of(CHURN.format(row), "Q4 2026"), sheet_of(log, "Numbers")]
    rows = identify(read_rows(sheets, ReadingOptions(language="en"), DAY), {})
    findings = check(score(rows, DAY, ScoringOptions(), History()), History(), RuleOptions(select=("OKR303", "OKR307")))
    return [f"{finding.code} {render(finding.message, 'en')}" for finding in findings]


def test_three_per_cent_and_its_share_are_one_number() -> None:
    assert about_check_ins("%0.03", "Key result | Actual\nReduce churn to 2% | 0.03") == []


def test_an_actual_without_a_day_is_named_by_its_cell() -> None:
    found = about_check_ins("%0.03", "Key result | Actual\nReduce churn to 2% | %0.04")
    assert found == ["OKR307 E2 says 3, Numbers!B2 4: the row's own counts"]


def test_a_copy_of_the_rows_own_value_is_no_check_in() -> None:
    assert about_check_ins("%0.03", "Key result | Actual\n='Q4 2026'!B2→Reduce churn to 2% | ='Q4 2026'!E2→4") == []
