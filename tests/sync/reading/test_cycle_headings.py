"""Rows that head the rows of a cycle within one table."""

from __future__ import annotations

from datetime import date

import pytest

from sync.model.rows import Objective
from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

NOVEMBER = date(2026, 11, 19)
Said = list[tuple[str | None, str | None, list[str | None]]]


def found_in(table: str, title: str) -> Said:
    rows = read_rows((sheet_of(table, title),), ReadingOptions(), NOVEMBER)
    assert [one.kind for one in rows.remarks] == []
    return [(one.title.value, _cycle(one), [own.text.value for own in one.key_results]) for one in rows.objectives]


def _cycle(one: Objective) -> str | None:
    return one.cycle.id if one.cycle is not None else None


@pytest.mark.parametrize("title", ["OKRs", "OKR 2026", "Q4 2026"])
@pytest.mark.parametrize(
    ("third", "fourth"),
    [("Q3 2026", "Q4 2026"), ("Q3", "Q4"), ("Quý III/2026", "Quý IV/2026"), ("— Q3 2026 OKRs —", "— Q4 2026 OKRs —")],
)
def test_each_heading_begins_the_rows_of_its_cycle(title: str, third: str, fourth: str) -> None:
    table = f"""
        Objective | Key Result | Target | Current
        {third} | | |
        Grow | MRR | 500 | 480
         | Users | 100 | 90
        {fourth} | | |
        Grow | MRR | 700 | 540
         | Users | 150 | 100
        Delight | NPS | 50 | 40
        """
    assert found_in(table, title) == [
        ("Grow", "2026-Q3", ["MRR", "Users"]),
        ("Grow", "2026-Q4", ["MRR", "Users"]),
        ("Delight", "2026-Q4", ["NPS"]),
    ]


def test_so_do_headings_in_a_list_and_over_key_results_alone() -> None:
    table = """
        OKR | Target | Current
        Q3 2026 | |
        O1: Grow | |
        KR1: MRR | 500 | 480
        Q4 2026 | |
        O1: Grow | |
        KR1: MRR | 700 | 540
        """
    assert found_in(table, "OKRs") == [("Grow", "2026-Q3", ["MRR"]), ("Grow", "2026-Q4", ["MRR"])]
    alone = "Key Result | Target | Current\nQ3 2026 | |\nMRR | 500 | 480\nQ4 2026 | |\nMRR | 700 | 540"
    assert found_in(alone, "OKRs") == [(None, "2026-Q3", ["MRR"]), (None, "2026-Q4", ["MRR"])]


def test_rows_above_the_first_heading_are_of_the_tables_cycle() -> None:
    table = "Objective | Key Result | Target | Current\nGrow | MRR | 500 | 480\nQ3 2026 | | |\nGrow | MRR | 400 | 390"
    assert found_in(table, "Q4 2026") == [("Grow", None, ["MRR"]), ("Grow", "2026-Q3", ["MRR"])]


@pytest.mark.parametrize(("title", "cycles"), [("OKRs", ["2026-10", "2026-11"]), ("Q4 2026", [None])])
def test_months_of_a_quarters_table_are_no_cycles_of_their_own(title: str, cycles: list[str | None]) -> None:
    table = """
        Objective | Key Result | Target | Current
        October 2026 | | |
        Grow | MRR | 500 | 480
        November 2026 | | |
        Grow | Users | 700 | 540
        """
    rows = read_rows((sheet_of(table, title),), ReadingOptions(), NOVEMBER)
    assert [_cycle(one) for one in rows.objectives] == cycles
