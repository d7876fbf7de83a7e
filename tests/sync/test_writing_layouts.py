"""What is planned for a sheet of any layout: each row's own values in its own row, and nobody else's cell touched."""

from __future__ import annotations

from datetime import date

from sync.engine import examine
from sync.model.cells import Sheet, column_letters
from sync.model.past import History
from sync.model.plans import Plan
from sync.options import ReadingOptions, Settings, WorkbookSettings, WritingOptions
from tests.sheets import sheet_of
from tests.sync.workbooks.memory import MemoryWorkbook

AS_OF = date(2026, 11, 20)


def planned(
    *sheets: Sheet, add_columns: bool = False, closed: frozenset[str] = frozenset(), as_of: date = AS_OF
) -> Plan:
    workbook = MemoryWorkbook("w", sheets)
    own = WorkbookSettings("", "", reading=ReadingOptions(language="en"), writing=WritingOptions(add_columns))
    settings = Settings(language="en", defaults=own)
    return examine(workbook, workbook.read(), History(closed_cycles=closed), settings, as_of).plan


def written(plan: Plan) -> dict[str, str]:
    return {change.cell.a1: "" if change.after is None else str(change.after) for change in plan.changes}


# ── Tables that share a tab, or share a row ──────────────────────────────────────────────────────────────────────────


def test_key_results_joined_from_a_tab_of_their_own_are_written_there() -> None:
    plan = planned(
        sheet_of("ID | Objective | Owner\nO1 | Grow | Ana", "Objectives"),
        sheet_of(
            """
Objective ID | Key result | Baseline | Target | Current | Progress ⟳ | Status ⟳
O1           | MRR        | 0        | 100    | 50      | 0.1        | stale
O1           | NPS        | 10       | 20     | 12
""",
            "Key results",
        ),
    )
    assert {change.cell.sheet for change in plan.changes} == {"Key results"}
    assert written(plan) == {"F2": "0.5000", "G2": "On track", "F3": "0.2000", "G3": "Behind"}


def test_columns_are_added_to_joined_key_results_as_well() -> None:
    plan = planned(
        sheet_of("ID | Objective | Owner\nO1 | Grow | Ana", "Objectives"),
        sheet_of("Objective ID | Key result | Baseline | Target | Current\nO1 | MRR | 0 | 100 | 50", "Key results"),
        add_columns=True,
    )
    progress = {change.cell.sheet: str(change.after) for change in plan.changes if change.field.value == "progress"}
    assert progress == {"Objectives": "0.5000", "Key results": "0.5000"}


def test_a_joined_key_result_beside_its_objectives_is_written_into_its_own_table() -> None:
    plan = planned(
        sheet_of(
            """
ID | Objective | Owner | Progress ⟳ | | Objective ID | Key result | Baseline | Target | Current | Progress ⟳
O1 | Grow      | Ana   |            | | O1           | MRR        | 0        | 100    | 40
O2 | Learn     | Bo    |            | | O2           | NPS        | 10       | 20     | 12
   |           |       |            | | O1           | Logos      | 0        | 10     | 2
"""
        )
    )
    assert written(plan) == {"D2": "0.3000", "D3": "0.2000", "K2": "0.4000", "K3": "0.2000", "K4": "0.2000"}


def test_warnings_of_one_table_never_stand_in_the_table_beside_it() -> None:
    plan = planned(
        sheet_of(
            """
Objective|Key result|Baseline|Target|Current|Warnings ⟳||Objective|Key result|Baseline|Target|Current|Warnings ⟳
Grow     |Users     |0       |100   |90     |          ||Learn    |Interviews|0       |20    |#REF!
         |Signups   |0       |50    |2      |          ||         |Surveys   |0       |10    |9
"""
        )
    )
    warnings = written(plan)
    assert set(warnings) == {"F3", "M2"}
    assert "Behind" in warnings["F3"]
    assert "#REF!" in warnings["M2"]


# ── Beyond the table ─────────────────────────────────────────────────────────────────────────────────────────────────

TEAM = """
Objective | Key result | Baseline | Target | Current | Progress ⟳ | Status ⟳ | Warnings ⟳
Grow      | Users      | 0        | 100    | 90      | 0.9        | On track
          | Signups    | 0        | 50     | 45      | 0.9        | On track
"""


def test_what_is_left_of_rows_deleted_at_the_tables_end_is_taken_out() -> None:
    plan = planned(sheet_of(TEAM + " | | | | | 0.4 | Behind | [OKR302] Behind: 40% of the way done"))
    assert written(plan) == {"F4": "", "G4": "", "H4": ""}


def test_a_title_or_note_below_an_owned_column_is_somebodys() -> None:
    for words in ("Team B", "ask Ann about this", "=AVERAGE(F2:F3)→0.9", "250", "TRUE"):
        for column in (5, 6, 7):
            assert planned(sheet_of(TEAM + " |" * column + words)).writes_nothing, words


def test_no_column_is_added_beyond_the_last_that_a_tab_can_have() -> None:
    table = sheet_of("Objective | Key result | Baseline | Target | Current\nGrow | Users | 0 | 100 | 90")
    at_the_edge = Sheet(
        "OKR", {row: {column + 16_376: cell for column, cell in cells.items()} for row, cells in table.rows.items()}
    )
    plan = planned(at_the_edge, add_columns=True)
    assert plan.writes_nothing
    assert [(left.reason, column_letters(left.cell.column)) for left in plan.left_alone] == [("no_room", "XFD")]


def test_an_owned_column_that_somebody_copied_never_keeps_what_is_no_longer_so() -> None:
    table = """
Objective | Key result | Baseline | Target | Current | Progress ⟳ | Progress ⟳
Grow      | Users      | 0        | 100    | 90      | 0.5        | 0.9
"""
    assert written(planned(sheet_of(table))) == {"F2": "0.9000"}


# ── Closed cycles ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_closed_cycles_tab_is_not_written_even_when_its_rows_are_gone() -> None:
    emptied = sheet_of(
        """
Objective | Key result | Baseline | Target | Current | Progress ⟳
          |            |          |        |         | 0.9
          |            | 0        | 50     | 45      | 0.9
""",
        "Q3 2026",
    )
    assert not planned(emptied).writes_nothing
    assert planned(emptied, closed=frozenset({"2026-Q3"})).writes_nothing


def test_rows_of_nobodys_among_those_of_a_closed_cycle_stay_as_they_are() -> None:
    table = sheet_of(
        """
Cycle   | Objective | Key result | Baseline | Target | Current | Progress ⟳
2026-Q3 | Grow      | Users      | 0        | 100    | 90      | 0.1
        | Total     |            |          |        |         | 0.3
2026-Q4 | Learn     | Interviews | 0        | 100    | 40      | 0.1
        | Total     |            |          |        |         | 0.3
2026-Q4 | Care      | Churn      | 0        | 100    | 50      | 0.5
"""
    )
    assert written(planned(table)) == {"G2": "0.9000", "G3": "", "G4": "0.4000", "G5": ""}
    assert written(planned(table, closed=frozenset({"2026-Q3"}))) == {"G4": "0.4000", "G5": ""}
