"""A log on another tab beside what the rows say themselves."""

from __future__ import annotations

from datetime import date

import pytest

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


@pytest.mark.parametrize(
    ("day", "hint"),
    [
        ("2026-12-10", "Correct the date: are day and month swapped?"),  # 12 October
        ("2026-11-25", "If the date is a slip, correct it; else the check-in counts from that day on"),
        ("2026-12-12", "If the date is a slip, correct it; else the check-in counts from that day on"),
    ],
)
def test_day_and_month_are_asked_about_where_they_may_be_swapped(day: str, hint: str) -> None:
    log = sheet_of(f"Date | Key result | Actual\n{day} | Reduce churn to 2% | %0.04", "Numbers")
    rows = identify(read_rows([sheet_of(CHURN.format(""), "Q4 2026"), log], ReadingOptions(language="en"), DAY), {})
    findings = check(score(rows, DAY, ScoringOptions(), History()), History(), RuleOptions(select=("OKR141",)))
    assert [render(one.hint, "en") for one in findings] == [hint]


@pytest.mark.parametrize(
    ("day", "hint"),
    [
        ("2026-12-10", "Correct the date: are day and month swapped?"),
        ("2026-11-25", "Correct the date: it is the day of the latest check-in"),
    ],
)
def test_the_day_of_an_update_too(day: str, hint: str) -> None:
    sheet = sheet_of(
        f"Objective | Key result | Baseline | Target | Current | Last update\nStay | Grow sales | 0 | 9 | 3 | {day}",
        "Q4 2026",
    )
    rows = identify(read_rows([sheet], ReadingOptions(language="en"), DAY), {})
    findings = check(score(rows, DAY, ScoringOptions(), History()), History(), RuleOptions(select=("OKR133",)))
    assert [render(one.hint, "en") for one in findings] == [hint]


def test_one_key_result_beside_others_that_were_paused_needs_no_new_one() -> None:
    def codes(*status: str) -> list[str]:
        lines = [f"{'Grow' if not nth else ''} | Open shops in area {nth} | 0 | 9 | 3 | {said}"
                 for nth, said in enumerate(status)]  # fmt: skip
        head = "Objective | Key result | Baseline | Target | Current | Status"
        rows = read_rows([sheet_of("\n".join([head, *lines]), "Q4 2026")], ReadingOptions(language="en"), DAY)
        scored = score(identify(rows, {}), DAY, ScoringOptions(), History())
        return [one.code for one in check(scored, History(), RuleOptions(select=("OKR204",)))]

    assert codes("") == ["OKR204"]
    assert codes("", "Paused", "Cancelled") == []
    assert codes("", "") == []


@pytest.mark.parametrize(
    ("headers", "values"),
    [
        ("Chỉ tiêu | TH T11 | Lũy kế", "400 | 40 | 310"),
        ("Target | Q4 actual | YTD", "400 | 40 | 310"),
        ("KH Q4 | TH Q4 | KH năm 2026 | TH năm 2026", "100 | 40 | 400 | 310"),
    ],
)
def test_a_month_or_quarter_beside_all_there_is_of_the_year_is_no_later_check_in(headers: str, values: str) -> None:
    sheet = sheet_of(f"Objective | Key result | {headers}\nGrow | Revenue | {values}", "OKR 2026")
    rows = identify(read_rows([sheet], ReadingOptions(), DAY), {})
    scored = score(rows, DAY, ScoringOptions(), History())
    assert not list(check(scored, History(), RuleOptions(select=("OKR307",))))


@pytest.mark.parametrize(
    ("headers", "values", "tab"),
    [
        ("Target | Nov | YTD", "400 | 340 | 310", "OKR 2026"),
        ("KH tháng 11 | TH T11 | Lũy kế", "30 | 21 | 77", "OKR Q4 2026"),
        ("KH Q4 | TH T11 | Lũy kế", "100 | 21 | 77", "OKR 2026"),
    ],
)
def test_but_what_is_more_than_all_there_is_or_beside_a_parts_target_is_told(
    headers: str, values: str, tab: str
) -> None:
    sheet = sheet_of(f"Objective | Key result | {headers}\nGrow | Revenue | {values}", tab)
    rows = identify(read_rows([sheet], ReadingOptions(), DAY), {})
    scored = score(rows, DAY, ScoringOptions(), History())
    assert [one.code for one in check(scored, History(), RuleOptions(select=("OKR307",)))] == ["OKR307"]
