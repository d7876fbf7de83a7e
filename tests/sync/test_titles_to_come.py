"""An objective whose words are not known yet, since their formula was not calculated or shows an error: nobody knows
whose its rows are, so no objective of its table gets a score, and it is said which cell they wait for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from sync.cycles import cycle_by_id
from sync.model.past import History
from sync.model.scores import Scored
from sync.options import FiscalCalendar, ReadingOptions, RuleOptions, ScoringOptions
from sync.quarters import not_calculated
from sync.reading import read_rows
from sync.rules import check
from sync.scoring import score
from tests.sheets import sheet_of

DAY = date(2026, 11, 20)
FLAT = """Objective | Key result | Owner | Baseline | Target | Current
{} | Increase sales from 10 to 20 | An | 10 | 20 | 13
{} | Win 50 deals | Bo | 0 | 50 | 30
{} | Raise NPS from 20 to 40 | Di | 20 | 40 | 35"""
OWN_ROWS = """Objective | Key result | Owner | Baseline | Target | Current
Grow |
 | Win 50 deals | Bo | 0 | 50 | 30
{} |
 | Raise NPS from 20 to 40 | Di | 20 | 40 | 35"""
LIST = """OKR | Baseline | Target | Current
O1: Grow |
KR1: Win 50 deals | 0 | 50 | 30
{} |
KR1: Raise NPS from 20 to 40 | 20 | 40 | 35"""


def scored(text: str) -> Scored:
    rows = read_rows([sheet_of(text, "OKR Q4 2026")], ReadingOptions(), DAY)
    return score(rows, DAY, ScoringOptions(), History())


def codes(found: Scored, told: Sequence[str] = ("OKR101", "OKR103")) -> list[str]:
    return [
        f"{one.code} {one.cell.a1}" for one in check(found, History(), RuleOptions()) if one.code in told and one.cell
    ]


@pytest.mark.parametrize("title", ["=B9", "#REF!"])
@pytest.mark.parametrize(
    ("text", "cell"),
    [
        (FLAT.format("{}", "Grow", "Serve"), "A2"),
        (FLAT.format("Grow", "{}", "Serve"), "A3"),
        (FLAT.format("Grow", "", "{}"), "A4"),
        (FLAT.format("{}", "", "Serve"), "A2"),
        (OWN_ROWS, "A4"),
        (LIST, "A4"),
    ],
)
def test_no_objective_of_its_table_is_scored_until_it_is_known(text: str, cell: str, title: str) -> None:
    found = scored(text.format(title))
    waiting = [one for one in found.objectives if one.keep]
    assert [one.score for one in waiting] == [None] * len(waiting)
    assert all(one.keep for one in found.objectives if one.objective.key_results)
    assert codes(found) == [f"{'OKR101' if title == '#REF!' else 'OKR103'} {cell}"]
    # How many rows an objective has is not known either.
    assert text == LIST or codes(found, ("OKR126", "OKR204")) == []
    assert [
        one.progress for objective in found.objectives for one in objective.key_results if one.key_result.target.value
    ]
    if title != "#REF!":
        assert [
            ref.a1 for ref in not_calculated(found, cycle_by_id("2026-Q4", FiscalCalendar()), ScoringOptions())
        ] == [cell]


def test_a_formula_that_comes_to_nothing_names_nothing() -> None:
    sheet = sheet_of(FLAT.format("Grow", "=B9", "Serve"), "OKR Q4 2026")
    said = sheet.rows[3]
    sheet = sheet._replace(rows={**sheet.rows, 3: {**said, 1: said[1]._replace(value="")}})
    rows = read_rows([sheet], ReadingOptions(), DAY)
    found = score(rows, DAY, ScoringOptions(), History()).objectives
    assert [(one.objective.title.value, str(one.score)) for one in found] == [("Grow", "0.45"), ("Serve", "0.75")]


def test_a_key_result_whose_words_are_not_known_yet_is_no_part_left_out() -> None:
    found = scored(FLAT.format("Grow", "", "Serve").replace("Win 50 deals", "=B9"))
    assert found.objectives[0].score is None
    assert codes(found) == ["OKR103 B3"]


@pytest.mark.parametrize("title", ["=Z5", "#N/A"])
@pytest.mark.parametrize("row", ["{0} | {0} | {0}", "{} | | Bo", "{} | {} | Bo | 0", "{} | | | | | |"])
def test_formulas_filled_down_for_rows_to_come_wait_for_nothing(row: str, title: str) -> None:
    below = row.format(title, title)
    found = scored(f"{FLAT.format('Grow', '', 'Serve')}\n{below}\n{below}")
    assert codes(found) == []
    assert [str(one.score) for one in found.objectives] == ["0.45", "0.75"]
