"""What a team says is done, beside values that say that it is not."""

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


def told(header: str, row: str, language: str = "en") -> list[tuple[str, str]]:
    sheet = sheet_of(f"Objective | Key result | Baseline | Target | Current | {header}\nGrow | {row}", "Q4 2026")
    rows = identify(read_rows([sheet], ReadingOptions(language="en"), DAY), {})
    findings = check(score(rows, DAY, ScoringOptions(), History()), History(), RuleOptions(select=("OKR310",)))
    return [(finding.cell.a1, render(finding.message, language)) for finding in findings]


@pytest.mark.parametrize(
    ("header", "said", "message"),
    [
        ("Status", "Done", "“Done”, but progress is 40%"),
        ("Status", "✅ Completed", "“✅ Completed”, but progress is 40%"),
        ("Trạng thái", "Hoàn thành", "“Hoàn thành”, but progress is 40%"),
        ("Trạng thái", "Xong (16/11)", "“Xong (16/11)”, but progress is 40%"),
        ("Done?", "TRUE", "Ticked as done, but progress is 40%"),
        ("Done?", "x", "“x”, but progress is 40%"),
    ],
)
def test_it_is_told_at_the_word(header: str, said: str, message: str) -> None:
    assert told(header, f"Hire engineers | 0 | 5 | 2 | {said}") == [("F2", message)]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Status", "On track"),
        ("Status", "Not done"),
        ("Status", "Done 80%"),
        ("Status", "Done - missed"),
        ("Status", "Completed, not achieved"),
        ("Status", "Done (60/100)"),
        ("Trạng thái", "Hoàn thành (một phần)"),
        ("Trạng thái T11", "Hoàn thành"),  # the month's
        ("Status", "Closed"),  # over, be it reached or not
        ("Trạng thái", "Kết thúc"),
        ("Trạng thái", "Chưa xong"),
        ("Done?", "FALSE"),
        ("Notes", "Done: the first round of interviews"),
    ],
)
def test_what_says_no_such_thing_is_left_alone(header: str, said: str) -> None:
    assert told(header, f"Hire engineers | 0 | 5 | 2 | {said}") == []


@pytest.mark.parametrize("row", ["0 | 5 | 5", "0 | 1000 | 998", "0 | 5 | ", "0 | 5 | two"])
def test_nothing_is_told_where_it_is_reached_or_nothing_is_measured(row: str) -> None:
    assert told("Status", f"Hire engineers | {row} | Done") == []


def test_a_tick_scores_nothing_beside_a_value() -> None:
    sheet = sheet_of(
        "Objective | Key result | Baseline | Target | Current | Done?\nGrow | Hire engineers | 0 | 5 | 2 | x", "Q4 2026"
    )
    scored = score(identify(read_rows([sheet], ReadingOptions(), DAY), {}), DAY, ScoringOptions(), History())
    [[row]] = [one.key_results for one in scored.objectives]
    assert str(row.progress) == "0.4"


def test_a_status_of_the_teams_own_is_kept_beside_a_tick() -> None:
    headers = "Objective | Key result | Baseline | Target | Current | Status | Done?"
    sheet = sheet_of(f"{headers}\nGrow | Hire engineers | 0 | 5 | 2 | At risk | x", "Q4 2026")
    [(_, row)] = read_rows([sheet], ReadingOptions(), DAY).key_results()
    assert row.status_text.value == "At risk"
