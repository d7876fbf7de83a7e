"""What is planned for a sheet of any layout: each row's own values in its own row, and nobody else's cell touched."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.engine import Outcome, examine
from sync.model.cells import Cell, Sheet, column_letters
from sync.model.past import History
from sync.model.plans import Plan
from sync.model.rows import Field
from sync.options import ReadingOptions, Settings, WorkbookSettings, WritingOptions
from tests.sheets import sheet_of
from tests.sync.workbooks.memory import MemoryWorkbook

AS_OF = date(2026, 11, 20)
NO_PAST = History()


def examined(*sheets: Sheet, writing: WritingOptions, history: History = NO_PAST, as_of: date = AS_OF) -> Outcome:
    workbook = MemoryWorkbook("w", sheets)
    own = WorkbookSettings("", "", reading=ReadingOptions(language="en"), writing=writing)
    return examine(workbook, workbook.read(), history, Settings(language="en", defaults=own), as_of)


def planned(
    *sheets: Sheet, add_columns: bool = False, closed: frozenset[str] = frozenset(), as_of: date = AS_OF
) -> Plan:
    return examined(
        *sheets, writing=WritingOptions(add_columns), history=History(closed_cycles=closed), as_of=as_of
    ).plan


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


def test_warnings_of_two_tables_of_a_tab_stand_in_their_own_rows() -> None:
    plan = planned(
        sheet_of(
            """
Objective | Key result | Baseline | Target | Current | Warnings ⟳
Grow      | Users      | 0        | 100    | 90      |
          | Signups    | 0        | 50     | 45      |

Objective | Key result | Baseline | Target | Current | Warnings ⟳
Care      | Churn      | 0        | 100    | 10      |
          | Praise     | 0        | 100    | 90      |
"""
        )
    )
    assert {cell: text[:8] for cell, text in written(plan).items()} == {"F6": "[OKR302]"}


def test_an_objectives_score_stands_once_in_the_first_of_the_rows_that_it_shares() -> None:
    shared = """
Objective | Key result | Baseline | Target | Current | Progress ⟳ | Objective score ⟳
Grow      | Users      | 0        | 100    | 60      | 0.6        |
          | Signups    | 0        | 50     | 40      | 0.8        | 0.8
          | Total      |          |        |         |            | 0.6
Learn     | Interviews | 0        | 10     | 5       | 0.5        | 0.5
"""
    assert written(planned(sheet_of(shared))) == {"G2": "0.70", "G3": "", "G4": ""}
    own_rows = """
Item           | Baseline | Target | Current | Progress ⟳ | Objective score ⟳
O: Learn       |          |        |         | 0.5        | 0.50
KR: Interviews | 0        | 20     | 10      | 0.5        | 0.50
"""
    assert written(planned(sheet_of(own_rows))) == {"F3": ""}


def test_an_objectives_score_is_not_written_beside_key_results_of_another_tab() -> None:
    plan = planned(
        sheet_of("ID | Objective | Owner\nO1 | Grow | Ana", "Objectives"),
        sheet_of(
            """
Objective ID | Key result | Baseline | Target | Current | Progress ⟳ | Objective score ⟳
O1           | MRR        | 0        | 100    | 50      | 0.5        |
""",
            "Key results",
        ),
    )
    assert plan.writes_nothing


def test_an_objectives_score_stays_where_one_of_its_numbers_was_not_calculated() -> None:
    table = """
Objective | Key result | Baseline | Target | Current | Progress ⟳ | Objective score ⟳
Grow      | Users      | 0        | 100    | =A9→    | 0.6        | 0.6
          | Signups    | 0        | 50     | 40      | 0.8        |
"""
    plan = planned(sheet_of(table))
    assert plan.writes_nothing
    assert [(left.cell.a1, left.reason) for left in plan.left_alone] == [("F2", "not_calculated")]


def test_a_kpis_status_stays_where_its_value_was_not_calculated() -> None:
    table = "KPI | Unit | Healthy from | Current | Status ⟳ | Warnings ⟳\nUptime | % | 99 | {} | Healthy | "
    changed = planned(sheet_of(table.format("=A9→"))).changes
    assert [(change.cell.a1, str(change.after)[:8]) for change in changed] == [("F2", "[OKR103]")]
    assert written(planned(sheet_of(table.format("98.5"))))["E2"] == "Out of range"


def test_a_log_of_check_ins_is_never_written() -> None:
    log = "Key result | Date | Value | Progress ⟳\nUsers | 2026-11-02 | 40 | 0.4\nUsers | 2026-11-09 | 50 | 0.5"
    team = """
Objective | Key result | Baseline | Target | Current | Progress ⟳
Grow      | Users      | 0        | 100    | 50      | 0.5
"""
    assert planned(sheet_of(team, "OKR"), sheet_of(log, "Check-ins"), add_columns=False).writes_nothing


def test_a_header_over_nothing_gets_no_columns() -> None:
    header = sheet_of("Objective | Key result | Baseline | Target | Current")
    plan = planned(header, add_columns=True)
    assert plan.writes_nothing
    assert plan.left_alone == ()


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
    progress, status, warnings = 5, 6, 7
    anywhere = dict.fromkeys(("Team B", "ask Ann about this", "=AVERAGE(F2:F3)→0.9", "250", "TRUE"), (5, 6, 7))
    elsewhere = {"0.5": (status, warnings), "On track": (progress, warnings), "[OKR302] Behind": (progress, status)}
    for words, columns in (anywhere | elsewhere).items():
        for column in columns:
            assert planned(sheet_of(TEAM + " |" * column + words)).writes_nothing, words


@pytest.mark.parametrize("row", [" | | | | | =F2→0.9", " | | | | | | =G2→On track", " | | Notes"])
def test_what_stands_below_a_row_of_somebodys_is_theirs(row: str) -> None:
    assert planned(sheet_of(f"{TEAM}{row}\n | | | | | 0.4 | Behind")).writes_nothing


GOALS = "Objective | Key result | Baseline | Target | Current\nGrow | Users | 0 | 100 | 90"
OUTLINE = "Item | Baseline | Target | Current\nO: Learn | | |\nKR: Interviews | 0 | 20 | 18"
KPIS = "KPI | Unit | Healthy from | Current\nUptime | % | 99 | 99.5"
ALL_FIELDS = WritingOptions().fields


@pytest.mark.parametrize(
    ("sheet", "fields", "headers"),
    [
        (GOALS, ALL_FIELDS, ["Progress ⟳", "Score ⟳", "Status ⟳", "Objective score ⟳", "Warnings ⟳"]),
        (GOALS, (Field.progress, Field.status), ["Progress ⟳", "Status ⟳"]),
        (OUTLINE, ALL_FIELDS, ["Progress ⟳", "Score ⟳", "Status ⟳", "Warnings ⟳"]),
        (KPIS, ALL_FIELDS, ["Status ⟳", "Warnings ⟳"]),
        (KPIS, (Field.progress, Field.status), ["Status ⟳"]),
        (TEAM.strip(), (Field.progress, Field.status), []),
        (TEAM.strip(), ALL_FIELDS, ["Score ⟳", "Objective score ⟳"]),
    ],
)
def test_a_table_gets_the_columns_that_it_can_fill_and_lacks(
    sheet: str, fields: tuple[Field, ...], headers: list[str]
) -> None:
    plan = examined(sheet_of(sheet), writing=WritingOptions(add_columns=True, fields=fields)).plan
    assert [column.header for column in plan.columns] == headers
    assert plan.left_alone == ()


def test_a_tabs_columns_are_those_of_its_own_objectives() -> None:
    plan = planned(sheet_of(GOALS, "Goals"), sheet_of(OUTLINE, "Outline"), add_columns=True)
    assert {one.cell.sheet for one in plan.columns if one.field is Field.objective_score} == {"Goals"}


@pytest.mark.parametrize(("sheet", "header"), [(GOALS, "Progress ⟳"), (KPIS, "Status ⟳")])
def test_a_table_without_our_columns_is_told_which_it_may_get(sheet: str, header: str) -> None:
    plan = planned(sheet_of(sheet))
    assert plan.writes_nothing
    assert [(left.cell.a1, left.reason, left.header) for left in plan.left_alone] == [("A1", "no_columns", header)]


@pytest.mark.parametrize(
    ("merge", "is_in_the_way"),
    [
        ("F3:Z3", True),  # in the header's row
        ("F4:Z6", True),  # in the table's last row
        ("A1:Z2", False),
        ("A5:Z6", False),
        ("B3:C3", False),
        ("L3:Z4", False),
    ],
)
def test_no_column_is_added_where_a_merge_would_cover_it(merge: str, is_in_the_way: bool) -> None:
    plan = planned(sheet_of(f"Team Growth\n | | |\n{GOALS}", merges=(merge,)), add_columns=True)
    assert [left.reason for left in plan.left_alone] == ["no_room"] * is_in_the_way
    assert bool(plan.columns) != is_in_the_way


@pytest.mark.parametrize("sheet", [GOALS, f"Team Growth\n | | |\n{GOALS}"])
def test_columns_are_added_right_of_those_that_hold_somebodys_note_or_are_hidden(sheet: str) -> None:
    plain = planned(sheet_of(sheet), add_columns=True)
    first, header_row = plain.columns[0].cell.column, plain.columns[0].cell.row
    last_row = plain.columns[0].last_row
    for places, by in (({first}, 1), ({first + 1}, 2), ({first + 2, first + 4}, 5), ({first - 2}, 0), ({first + 9}, 0)):
        hidden = sheet_of(sheet)._replace(hidden_columns=frozenset(places))
        noted = sheet_of(sheet)._replace(notes={(header_row, column): "ask Lan" for column in places})
        low = sheet_of(sheet)._replace(notes={(last_row, column): "ask Lan" for column in places})
        for beside in (hidden, noted, low):
            plan = planned(beside, add_columns=True)
            assert [one.cell.column - by for one in plan.columns] == [one.cell.column for one in plain.columns]
            assert [one.after for one in plan.changes] == [one.after for one in plain.changes]
    below = sheet_of(sheet)._replace(notes={(last_row + 1, first): "ask Lan"})
    assert planned(below, add_columns=True).columns == plain.columns


@pytest.mark.parametrize(
    ("formula", "by"),
    [
        ("=SUM({0}2:{0}10)", 1),
        ("=SUM({0}:{0})+1", 1),
        ("=AVERAGE(${0}$1:${0}$2)", 1),
        ("=SUM(A1,{0}$2:{0}9)", 1),
        ("=SUM({0}40:{0}50)", 0),  # below the table
        ("=SUM(A2:{0}10)", 0),  # a table of columns, of which nobody asks for a new one
        ("=VLOOKUP(A1,$A:$Z,3,0)", 0),
        ("={0}2", 0),
        ("='Other'!{0}2:{0}10", 0),
        ("=Other!{0}2:{0}10", 0),
        ("=LOG{0}(2)", 0),
    ],
)
def test_columns_are_added_right_of_those_that_somebodys_formula_reads_alone(formula: str, by: int) -> None:
    plain = planned(sheet_of(GOALS), add_columns=True)
    first = plain.columns[0].cell.column
    sheet = sheet_of(GOALS)
    total = Cell(Decimal(100), formula=formula.format(column_letters(first)))
    plan = planned(sheet._replace(rows={**sheet.rows, 30: {first: total}}), add_columns=True)
    assert [one.cell.column - by for one in plan.columns] == [one.cell.column for one in plain.columns]


def test_added_columns_look_like_the_last_column_that_people_see() -> None:
    for hidden, like in (((), 5), ((5,), 4), ((4, 5), 3), ((2, 5), 4), ((1, 2, 3, 4, 5), 5)):
        plan = planned(sheet_of(GOALS)._replace(hidden_columns=frozenset(hidden)), add_columns=True)
        assert {one.like_column for one in plan.columns} == {like}


def test_where_all_columns_right_of_a_table_are_hidden_none_is_added_and_it_is_told() -> None:
    plan = planned(sheet_of(GOALS)._replace(hidden_columns=frozenset(range(8, 16_385))), add_columns=True)
    assert plan.writes_nothing
    assert [(left.cell.a1, left.reason, left.columns) for left in plan.left_alone] == [("H1", "hidden", 5)]


def test_columns_are_added_up_to_the_last_that_a_tab_can_have_and_not_beyond() -> None:
    def with_right_edge(column: int) -> Sheet:
        rows = sheet_of(GOALS).rows
        return Sheet("OKR", {row: {at + column - 5: cell for at, cell in cells.items()} for row, cells in rows.items()})

    plan = planned(with_right_edge(16_379), add_columns=True)
    assert column_letters(plan.columns[-1].cell.column) == "XFD"
    plan = planned(with_right_edge(16_380), add_columns=True)
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


def test_a_table_of_closed_cycles_alone_gets_no_columns_and_is_told_of() -> None:
    table = sheet_of(
        """
Cycle   | Objective | Key result | Baseline | Target | Current
2026-Q3 | Grow      | Users      | 0        | 100    | 90
2026-Q2 | Learn     | Interviews | 0        | 100    | 40
"""
    )
    both, one = frozenset({"2026-Q2", "2026-Q3"}), frozenset({"2026-Q3"})
    assert {change.cell.row for change in planned(table, add_columns=True, closed=one).changes} == {3}
    for add_columns in (True, False):
        plan = planned(table, add_columns=add_columns, closed=both)
        assert plan.writes_nothing
        assert [(left.cell.a1, left.reason) for left in plan.left_alone] == [("A1", "cycle_closed")]


def test_an_objective_without_key_results_is_not_written_either_once_its_cycle_is_closed() -> None:
    table = sheet_of("Objective | Key result | Target | Current | Warnings ⟳\nGrow | | | | ours", "Q3 2026")
    assert not planned(table).writes_nothing
    assert planned(table, closed=frozenset({"2026-Q3"})).writes_nothing


@pytest.mark.parametrize("more", ["0", "0.0001", None], ids=["as sealed", "late", "without a value"])
def test_what_was_sealed_while_nobody_could_write_is_written_and_nothing_that_came_after(more: str | None) -> None:
    sheet = sheet_of(
        "Objective | Key result | Baseline | Target | Current | Progress ⟳\nGrow | Users | 0 | 100 | 90 |", "Q3 2026"
    )
    writing = WritingOptions()
    [users] = examined(sheet, writing=writing).scored.objectives[0].key_results
    assert users.progress is not None
    sealed = users.progress + Decimal(more) if more else None
    history = History(closed_cycles=frozenset({"2026-Q3"}), unwritten={("2026-Q3", users.key_result.id): sealed})
    plan = examined(sheet, writing=writing, history=history).plan
    assert written(plan) == ({"F2": "0.9000"} if more == "0" else {})
