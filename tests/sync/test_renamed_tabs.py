"""A tab of another name is the tab that it was, where its rows say so and its name does not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sync.model.past import History, Standing
from sync.model.rows import Cycle, KeyResult, Objective, Rows, SkippedTab, Table
from sync.renamed_tabs import first_cycles
from tests.sync.rows import Q4, key_result, objective, table

TEAM = ("Grow", "Revenue", "Leads")


def tab(title: str, words: Sequence[str] = TEAM, cycle: Cycle | None = None) -> tuple[Table, Objective]:
    own, *under = words
    key_results: list[KeyResult] = [key_result(text=one)._replace(sheet=title) for one in under]
    return table(cycle)._replace(sheet=title), objective(*key_results, title=own)._replace(sheet=title)


def read(*tabs: tuple[Table, Objective], skipped: Sequence[str] = ()) -> Rows:
    objectives = tuple(own._replace(table=number) for number, (_, own) in enumerate(tabs))
    left = tuple(SkippedTab(title, "no_okrs") for title in skipped)
    return Rows(tuple(each for each, _ in tabs), objectives, skipped=left)


def past(**stood: Sequence[str]) -> History:
    """By each tab that was first seen in the third quarter, the words of its rows when it was last read."""
    rows = [Standing(f"{sheet}-{one}", one, sheet, "2026-Q3") for sheet, words in stood.items() for one in words]
    return History(first_cycles=dict.fromkeys(stood, "2026-Q3"), standing={one.id: one for one in rows})


@pytest.mark.parametrize("words", [TEAM, ("GROW", "Revenue", "A new one"), (*TEAM, "New", "Newer")])
def test_a_tab_most_of_whose_rows_stood_in_one_that_is_gone_keeps_its_first_cycle(words: Sequence[str]) -> None:
    assert first_cycles(read(tab("Sales team", words)), past(Team=TEAM))["Sales team"] == "2026-Q3"


def test_a_copy_beside_the_tab_is_a_new_one() -> None:
    assert "Team (2)" not in first_cycles(read(tab("Team"), tab("Team (2)")), past(Team=TEAM))


def test_a_tab_that_was_emptied_is_still_there() -> None:
    assert "Next" not in first_cycles(read(tab("Next"), skipped=["Team"]), past(Team=TEAM))


def test_a_name_that_says_a_cycle_speaks_for_itself() -> None:
    assert "Q4 2026" not in first_cycles(read(tab("Q4 2026", cycle=Q4)), past(**{"Q3 2026": TEAM}))


@pytest.mark.parametrize("words", [("Win", "Margin", "Leads"), ("Grow", "Revenue", "Margin", "Churn"), ("", "", "")])
def test_a_tab_half_of_whose_rows_are_others_is_a_new_one(words: Sequence[str]) -> None:
    assert "Sales team" not in first_cycles(read(tab("Sales team", words)), past(Team=[*TEAM, ""]))


def test_of_two_tabs_that_are_gone_the_one_with_most_of_the_rows_counts() -> None:
    gone = past(Team=TEAM[:2], Sales=TEAM)
    gone = gone._replace(first_cycles={"Team": "2026-Q2", "Sales": "2026-Q3"})
    assert first_cycles(read(tab("Sales team")), gone)["Sales team"] == "2026-Q3"


def test_a_name_that_the_archive_knows_is_asked_nothing() -> None:
    known = past(Team=TEAM)
    known = known._replace(first_cycles={**known.first_cycles, "Sales team": "2026-Q4"})
    assert first_cycles(read(tab("Sales team")), known)["Sales team"] == "2026-Q4"
