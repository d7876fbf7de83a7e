"""What a sync would write: owned cells alone, changed ones alone, each for the row that it was computed for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.model.cells import Area, Cell, CellRef, CellValue, Protection, Sheet, WorkbookContent
from sync.model.findings import Finding, Message, Severity
from sync.model.past import History
from sync.model.plans import LeftAlone, Plan
from sync.model.readings import Kind, Read
from sync.model.rows import Column, Cycle, Field, KeyResult, Objective, Rows, Table, TableKind
from sync.model.scores import Scored, ScoredKeyResult, ScoredObjective, Status
from sync.options import ScoringOptions, WritingOptions
from sync.planning import formulas_in_owned_cells, plan_writes

AS_OF = date(2026, 11, 20)
Q4 = Cycle("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))
HEADERS = (Field.objective, Field.key_result, Field.current, Field.progress, Field.score, Field.status, Field.warnings)
OWNED = {field: column for column, field in enumerate(HEADERS, 1) if column > 3}


def content_of(rows: Mapping[int, Mapping[int, Cell]], **more: object) -> WorkbookContent:
    return WorkbookContent((Sheet("OKR", rows, **more),), "f1")  # type: ignore[arg-type]


def table_of(last_row: int, owned: bool = True) -> Table:
    columns = tuple(
        Column(field, number, field.value, CellRef("OKR", 1, number), owned=number > 3)
        for number, field in enumerate(HEADERS, 1)
        if number <= 3 or owned
    )
    return Table("OKR", TableKind.okr, 1, 1, 2, last_row, 1, 7 if owned else 3, columns, "en", "en", Q4)


def scored_of(table: Table, progress: Mapping[int, Decimal | None], **more: object) -> Scored:
    """One objective in the table's first row whose key results stand in the given rows."""
    results = tuple(
        ScoredKeyResult(
            KeyResult(Read(f"KR {row}"), row, "OKR", id=f"kr{row}"),
            Kind.increase,
            Decimal(0),
            Decimal(100),
            None,
            share,
            share,
            Decimal("0.5"),
            None if share is None else round(share, 2),
            Status.no_data if share is None else Status.on_track,
        )
        for row, share in progress.items()
    )
    objective = Objective(
        Read("O"), table.first_row, "OKR", 0, id="o1", key_results=tuple(r.key_result for r in results)
    )
    scored = ScoredObjective(objective, results, None, Decimal("0.7"), None, Status.on_track, Q4)
    return Scored(Rows((table,), (objective,)), AS_OF, (scored._replace(**more),))


def planned(
    content: WorkbookContent,
    scored: Scored,
    findings: tuple[Finding, ...] = (),
    closed: frozenset[str] = frozenset(),
    writing: WritingOptions = WritingOptions(),  # noqa: B008
) -> Plan:
    return plan_writes("w", content, scored, findings, writing, ScoringOptions(), History(closed_cycles=closed))


def written(plan: Plan) -> dict[str, object]:
    return {change.cell.a1: change.after for change in plan.changes}


def row_with(row: int, **owned: CellValue) -> dict[int, Cell]:
    cells = {1: Cell("O"), 2: Cell(f"KR {row}"), 3: Cell(Decimal(5))}
    return cells | {OWNED[Field(name)]: Cell(value) for name, value in owned.items()}


def test_a_row_gets_its_progress_score_and_status() -> None:
    plan = planned(content_of({2: row_with(2)}), scored_of(table_of(2), {2: Decimal("0.66666")}))
    assert written(plan) == {"D2": Decimal("0.6667"), "E2": Decimal("0.67"), "F2": "On track"}


def test_cells_that_hold_what_they_should_are_not_written_again() -> None:
    row = row_with(2, progress=Decimal("0.5"), score=Decimal("0.50"), status="On track")
    plan = planned(content_of({2: row}), scored_of(table_of(2), {2: Decimal("0.5")}))
    assert plan.writes_nothing


@pytest.mark.parametrize("nothing", [Cell(None, "0%"), Cell("")])
def test_an_empty_cell_is_not_written_to_be_empty(nothing: Cell) -> None:
    row = row_with(2, progress=Decimal("0.5"), score=Decimal("0.50"), status="On track")
    content = content_of({2: row | {OWNED[Field.warnings]: nothing}})
    assert planned(content, scored_of(table_of(2), {2: Decimal("0.5")})).writes_nothing


def test_a_yes_that_somebody_typed_is_no_100_per_cent() -> None:
    row = row_with(2, progress=True, score=Decimal(1), status="On track")
    plan = planned(content_of({2: row}), scored_of(table_of(2), {2: Decimal(1)}))
    assert written(plan) == {"D2": Decimal(1)}


def test_what_stands_in_an_owned_cell_and_should_not_is_replaced_and_remembered() -> None:
    row = row_with(2, progress="about half", score=Decimal("0.50"), status="On track")
    plan = planned(content_of({2: row}), scored_of(table_of(2), {2: Decimal("0.5")}))
    assert [(change.cell.a1, change.before, change.after) for change in plan.changes] == [
        ("D2", "about half", Decimal("0.5000"))
    ]


def test_a_formula_that_somebody_put_into_an_owned_cell_is_left_alone() -> None:
    row = row_with(2) | {OWNED[Field.score]: Cell(Decimal(1), formula="=1")}
    content = content_of({2: row})
    scored = scored_of(table_of(2), {2: Decimal("0.5")})
    plan = planned(content, scored)
    assert "E2" not in written(plan)
    assert plan.left_alone == (LeftAlone(CellRef("OKR", 2, 5), "formula"),)
    assert list(formulas_in_owned_cells(content, scored.rows)) == [CellRef("OKR", 2, 5)]


def test_cells_that_we_may_not_edit_are_left_alone() -> None:
    protections = (Protection(Area(2, 4, 3, 7), (Area(3, 5, 3, 7),)),)
    content = content_of({2: row_with(2), 3: row_with(3)}, protections=protections)
    plan = planned(content, scored_of(table_of(3), {2: Decimal("0.5"), 3: Decimal("0.5")}))
    assert sorted(written(plan)) == ["E3", "F3"]
    assert plan.left_alone == tuple(
        LeftAlone(CellRef("OKR", *at), "protected") for at in ((2, 4), (2, 5), (2, 6), (3, 4))
    )


def test_columns_wait_for_a_range_that_we_may_not_edit_with_all_that_would_stand_in_them() -> None:
    content = content_of({2: row_with(2)}, protections=(Protection(Area(2, 5, 2, 5)),))
    plan = planned(
        content, scored_of(table_of(2, owned=False), {2: Decimal("0.5")}), writing=WritingOptions(add_columns=True)
    )
    assert plan.writes_nothing
    [left] = plan.left_alone
    assert (left.cell.a1, left.reason, left.columns > 1) == ("E2", "protected_room", True)
    assert plan.tables == ()


def test_a_row_without_a_key_result_keeps_nothing_in_owned_cells() -> None:
    rows = {2: row_with(2), 3: {1: Cell("Total"), OWNED[Field.progress]: Cell(Decimal("0.9"))}}
    plan = planned(content_of(rows), scored_of(table_of(3), {2: Decimal("0.5")}))
    assert written(plan)["D3"] is None


@pytest.mark.parametrize("words", ["Progress ⟳", "(4)", "see below"])
def test_a_word_in_a_row_that_is_nobodys_and_that_was_not_ours_stays(words: str) -> None:
    rows = {
        2: row_with(2),
        3: {1: Cell("Total"), OWNED[Field.progress]: Cell(words), OWNED[Field.status]: Cell("Done")},
    }
    plan = planned(content_of(rows), scored_of(table_of(3), {2: Decimal("0.5")}))
    assert "D3" not in written(plan)
    assert written(plan)["F3"] is None


def test_what_deleted_rows_left_below_the_table_is_taken_out() -> None:
    rows = {2: row_with(2), 3: {OWNED[Field.progress]: Cell(Decimal("0.9"))}, 5: {OWNED[Field.progress]: Cell("mine")}}
    plan = planned(content_of(rows), scored_of(table_of(2), {2: Decimal("0.5")}))
    assert written(plan)["D3"] is None
    assert "D5" not in written(plan)


def test_rows_with_an_input_that_was_not_calculated_keep_what_was_written() -> None:
    row = row_with(2, progress=Decimal("0.4"), score=Decimal("0.4"), status="On track")
    scored = scored_of(table_of(2), {2: None})
    kept = scored.objectives[0].key_results[0]._replace(keep=True)
    scored = scored._replace(objectives=(scored.objectives[0]._replace(key_results=(kept,), keep=True),))
    assert planned(content_of({2: row}), scored).writes_nothing


def test_a_closed_cycle_is_never_written() -> None:
    scored = scored_of(table_of(2), {2: Decimal("0.5")})
    plan = planned(content_of({2: row_with(2)}), scored, closed=frozenset({"2026-Q4"}))
    assert plan.writes_nothing
    assert [left.reason for left in plan.left_alone] == ["cycle_closed"]


def test_columns_are_added_only_where_that_is_allowed() -> None:
    content = content_of({1: {1: Cell("Objective")}, 2: {1: Cell("O"), 2: Cell("KR"), 3: Cell(Decimal(5))}})
    scored = scored_of(table_of(2, owned=False), {2: Decimal("0.5")})
    refused = planned(content, scored)
    assert refused.writes_nothing
    assert refused.left_alone == (LeftAlone(CellRef("OKR", 1, 1), "no_columns", "Progress ⟳"),)
    plan = planned(content, scored, writing=WritingOptions(add_columns=True))
    assert [(column.cell.a1, column.field) for column in plan.columns] == [
        ("D1", Field.progress),
        ("E1", Field.score),
        ("F1", Field.status),
        ("G1", Field.objective_score),
        ("H1", Field.warnings),
    ]
    assert written(plan)["D2"] == Decimal("0.5000")
    assert written(plan)["G2"] == Decimal("0.7")
    # Each is known by what it was computed for: an undo finds it there.
    subjects = {change.cell.a1: change.subject for change in plan.changes}
    assert subjects == {"D2": "kr2", "E2": "kr2", "F2": "kr2", "G2": "o1"}


def test_columns_are_never_added_over_something_that_stands_there() -> None:
    content = content_of({2: {1: Cell("O"), 2: Cell("KR"), 5: Cell("a note beside the table")}})
    plan = planned(
        content, scored_of(table_of(2, owned=False), {2: Decimal("0.5")}), writing=WritingOptions(add_columns=True)
    )
    assert plan.writes_nothing
    assert [(left.cell.a1, left.reason, left.columns) for left in plan.left_alone] == [("E1", "no_room", 5)]


def test_a_list_without_headers_gets_no_columns_and_is_told_so() -> None:
    content = content_of({2: {1: Cell("O"), 2: Cell("KR"), 3: Cell(Decimal(5))}})
    table = table_of(2, owned=False)._replace(first_header_row=0, header_row=0)
    for writing in (WritingOptions(), WritingOptions(add_columns=True)):
        plan = planned(content, scored_of(table, {2: Decimal("0.5")}), writing=writing)
        assert plan.writes_nothing
        assert [(left.cell.a1, left.reason) for left in plan.left_alone] == [("A2", "no_headers")]
    plan = planned(content, scored_of(table, {2: Decimal("0.5")}), closed=frozenset({"2026-Q4"}))
    assert [(left.cell.a1, left.reason) for left in plan.left_alone] == [("A2", "cycle_closed")]


def test_only_the_first_cell_of_a_merge_is_written() -> None:
    rows = {2: row_with(2), 3: row_with(3)}
    content = content_of(rows, merges=(Area(2, OWNED[Field.status], 3, OWNED[Field.status]),))
    plan = planned(content, scored_of(table_of(3), {2: Decimal("0.5"), 3: Decimal("0.5")}))
    assert "F2" in written(plan)
    assert "F3" not in written(plan)
    assert LeftAlone(CellRef("OKR", 3, 6), "merged") in plan.left_alone


def test_a_rows_findings_stand_in_its_warnings_cell() -> None:
    finding = Finding(
        "OKR999", Severity.warning, Message("Too vague."), Message("Name a value."), CellRef("OKR", 2, 2), 2
    )
    plan = planned(content_of({2: row_with(2)}), scored_of(table_of(2), {2: Decimal("0.5")}), (finding,))
    text = str(written(plan)["G2"])
    assert "OKR999" in text
    assert "Too vague." in text


@pytest.mark.parametrize(("own", "ours"), [("General", "0%"), ("0.0", None)])
def test_a_cell_keeps_the_number_format_that_it_has(own: str, ours: str | None) -> None:
    row = row_with(2) | {OWNED[Field.progress]: Cell(Decimal("0.1"), own)}
    plan = planned(content_of({2: row}), scored_of(table_of(2), {2: Decimal("0.5")}))
    assert {change.field: change.number_format for change in plan.changes} == {
        Field.progress: ours,
        Field.score: "0.00",
        Field.status: None,
    }


shares = st.one_of(st.none(), st.decimals(0, 1, places=6))
leftovers = st.one_of(st.none(), st.text(max_size=5), st.decimals(-5, 5, places=2), st.booleans())


@given(st.dictionaries(st.integers(2, 12), shares, min_size=1), st.data())
def test_after_a_plan_is_applied_there_is_nothing_left_to_write(
    progress: dict[int, Decimal | None], data: st.DataObject
) -> None:
    last_row = max(progress)
    rows: dict[int, dict[int, Cell]] = {}
    for row in range(2, last_row + 1):
        rows[row] = row_with(row) if row in progress else {1: Cell("blank")}
        for column in OWNED.values():
            value = data.draw(leftovers)
            if value is not None:
                rows[row][column] = Cell(value)
    first = min(progress)
    table = table_of(last_row)._replace(first_row=first)
    scored = scored_of(table, progress)
    plan = planned(content_of(rows), scored)
    assert all(change.cell.column in OWNED.values() for change in plan.changes)
    for change in plan.changes:
        cells = rows[change.cell.row]
        cells.pop(change.cell.column, None)
        if change.after is not None:
            cells[change.cell.column] = Cell(change.after)
    assert planned(content_of(rows), scored).writes_nothing
