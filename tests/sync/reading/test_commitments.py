"""A column that asks whether a key result is committed."""

from __future__ import annotations

from datetime import date

import pytest

from sync.model.rows import Field, Rows
from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

NOVEMBER = date(2026, 11, 19)


def rows_of(table: str) -> Rows:
    return read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), NOVEMBER)


def committed(rows: Rows) -> list[bool | None]:
    return [one.committed for objective in rows.objectives for one in objective.key_results]


@pytest.mark.parametrize(
    "header", ["Committed?", "Commit?", "Committed (Y/N)", "Committed Y/N", "Committed", "Is committed?", "Cam kết?"]
)
@pytest.mark.parametrize(("yes", "no"), [("Y", "N"), ("Yes", "no"), ("TRUE", "FALSE"), ("✓", "✗"), ("Có", "Không")])
def test_yes_is_committed(header: str, yes: str, no: str) -> None:
    rows = rows_of(
        f"""
        Objective | Key result | Type | Baseline | Target | Actual | Weight | {header}
        Deliver the merger | Systems migrated | KR | 0 | 14 | 9 | 3 | {yes}
         | Synergies (£m) | KR | 0 | 6 | 2.5 | 5 | {yes}
         | Leavers among key staff | KR | 0 | 5 | 3 | 2 | {no}
        """
    )
    assert committed(rows) == [True, True, False]
    assert rows.tables[0].rivals == ()
    assert [str(one.measure.target) for one in rows.objectives[0].key_results] == ["14", "6", "5"]


@pytest.mark.parametrize(
    "header", ["Aspirational?", "Aspirational (Y/N)", "Moonshot (Y/N)", "Is it a stretch?", "Khát vọng?"]
)
def test_yes_is_aspirational_where_a_column_asks_for_that(header: str) -> None:
    rows = rows_of(
        f"""
        Objective | Key result | Baseline | Target | Actual | {header}
        Deliver the merger | Systems migrated | 0 | 14 | 9 | Yes
         | Synergies (£m) | 0 | 6 | 2.5 | No
         | Leavers among key staff | 0 | 5 | 3 |
        """
    )
    assert committed(rows) == [False, True, None]


def test_a_cross_in_some_rows_is_committed_there() -> None:
    rows = rows_of(
        """
        Objective | Key result | Baseline | Target | Actual | Committed
        Deliver the merger | Systems migrated | 0 | 14 | 9 | x
         | Synergies (£m) | 0 | 6 | 2.5 |
        """
    )
    assert committed(rows) == [True, None]


def test_an_objective_is_asked_too() -> None:
    rows = rows_of(
        """
        OKR | Target | Actual | Committed?
        Objective 1: Deliver the merger | | | Y
        KR1: Systems migrated | 14 | 9 | Y
        KR2: Synergies | 6 | 2 | N
        """
    )
    assert rows.objectives[0].committed is True


@pytest.mark.parametrize("header", ["Committed / Aspirational", "Type", "Level"])
def test_yes_says_nothing_where_it_is_not_asked_for(header: str) -> None:
    rows = rows_of(
        f"""
        Objective | Key result | Baseline | Target | Actual | {header}
        Deliver the merger | Systems migrated | 0 | 14 | 9 | Y
         | Synergies (£m) | 0 | 6 | 2.5 | N
        """
    )
    assert committed(rows) == [None, None]


def test_numbers_under_it_are_a_target() -> None:
    rows = rows_of(
        """
        Objective | Key result | Baseline | Committed | Stretch | Actual
        Deliver the merger | Systems migrated | 0 | 14 | 20 | 9
         | Synergies (£m) | 0 | 6 | 8 | 2.5
        """
    )
    assert Field.target in {column.field for column in rows.tables[0].columns}
    assert committed(rows) == [None, None]
