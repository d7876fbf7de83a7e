"""What every backend promises. Each backend's test file subclasses ``WorkbookContract`` and says how to make a workbook
and how a person changes one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sync.model.cells import Cell, CellRef, CellValue, ErrorValue, Sheet, WorkbookContent
from sync.model.plans import AddColumn, CellChange, Plan, RemoveColumn, WrittenValue
from sync.model.rows import Field
from sync.workbooks.base import Workbook, WorkbookChanged, WorkbookError

Rows = Sequence[Sequence[Any]]
"""Typed values: None, str, int, Decimal, bool; a str that begins with '=' is a formula."""

TEAM = [
    ["Objective", "Key result", "Target", "Current", "Progress ⟳"],
    ["Grow", "Revenue", 100, 25, None],
    [None, "Customers", 40, 10, Decimal("0.5")],
    [None, "Churn below 3 %", Decimal("0.03"), 5, "=D4/C4"],
]


class WorkbookContract(ABC):
    @abstractmethod
    def make(self, tabs: dict[str, Rows]) -> Workbook:
        """Given titles and rows, return a workbook that holds them from A1 on."""

    @abstractmethod
    def someone_types(self, workbook: Workbook, cell: CellRef, value: Any) -> None:
        """Change a cell as a person would, beside our back."""

    # ── Reading ──

    def test_what_was_typed_is_read(self) -> None:
        content = self.make({"Q4": [["Text", 3, Decimal("0.1"), True, None, -5], [None], ["Đạt ≥ 10 tỷ"]]}).read()

        assert values(content, "Q4") == {
            (1, 1): "Text",
            (1, 2): Decimal(3),
            (1, 3): Decimal("0.1"),
            (1, 4): True,
            (1, 6): Decimal(-5),
            (3, 1): "Đạt ≥ 10 tỷ",
        }

    def test_tabs_come_in_their_order(self) -> None:
        content = self.make({"Quý 4": [[1]], "Notes & more": [["x"]], "empty": []}).read()

        assert [sheet.title for sheet in content.sheets] == ["Quý 4", "Notes & more", "empty"]
        assert all(sheet.complete for sheet in content.sheets)

    def test_rows_and_columns_ascend(self) -> None:
        sheet = self.make({"Q4": [[column * row for column in range(1, 30)] for row in range(1, 40)]}).read().sheets[0]

        assert list(sheet.rows) == list(range(1, 40))
        assert all(list(cells) == list(range(1, 30)) for cells in sheet.rows.values())

    def test_a_formula_is_marked_as_one(self) -> None:
        cell = read_cell(self.make({"Q4": [[1, "=A1+1"]]}).read(), CellRef("Q4", 1, 2))

        assert cell is not None
        assert cell.formula == "=A1+1"

    def test_a_tab_that_is_not_wanted_is_left_at_its_head(self) -> None:
        workbook = self.make({"Q3": counted(250), "Q4": counted(250), "Notes": counted(250)})

        content = workbook.read(wanted_tabs=("q[3]", "N*"))

        assert {sheet.title: sheet.complete for sheet in content.sheets} == {"Q3": True, "Q4": False, "Notes": True}
        assert max(content.sheets[0].rows) == 250
        assert max(content.sheets[1].rows) <= 100

    def test_a_tab_is_judged_by_its_first_hundred_rows(self) -> None:
        workbook = self.make({"Q4": counted(250), "Raw": counted(250), "short": counted(3)})
        judged: list[Sheet] = []

        def worth_reading(head: Sheet) -> bool:
            judged.append(head)
            return head.title == "Q4"

        content = workbook.read(worth_reading=worth_reading)

        assert [list(head.rows) for head in judged] == [list(range(1, 101)), list(range(1, 101)), [1, 2, 3]]
        assert [cell.value for cell in judged[1].rows[100].values()] == [Decimal(100), "row 100"]
        assert not any(head.complete for head in judged)
        assert [(sheet.complete, len(sheet.rows)) for sheet in content.sheets] == [
            (True, 250),
            (False, 100),
            (False, 3),
        ]

    def test_a_tab_that_is_not_wanted_is_not_even_judged(self) -> None:
        judged: list[str] = []

        def worth_reading(head: Sheet) -> bool:
            judged.append(head.title)
            return True

        self.make({"Q3": counted(3), "Q4": counted(3)}).read(("Q4",), worth_reading)

        assert judged == ["Q4"]

    def test_the_fingerprint_changes_with_the_workbook_and_only_then(self) -> None:
        workbook = self.make({"Q4": TEAM})
        before = workbook.read().fingerprint
        again = workbook.read().fingerprint
        self.someone_types(workbook, CellRef("Q4", 2, 4), 26)

        assert before == again
        assert workbook.read().fingerprint != before

    # ── Writing ──

    def test_what_was_planned_is_written_and_nothing_else(self) -> None:
        workbook = self.make({"Q4": TEAM, "Other": counted(3)})
        before = workbook.read()

        workbook.write(plan(before, change("Q4", 2, 5, Decimal("0.25")), change("Q4", 3, 5, "on track")))

        expected = {CellRef("Q4", 2, 5): Decimal("0.25"), CellRef("Q4", 3, 5): "on track"}
        assert all_values(workbook.read()) == {**all_values(before), **expected}

    def test_the_receipt_says_what_really_stood_there(self) -> None:
        workbook = self.make({"Q4": TEAM})
        mistaken = change("Q4", 3, 5, Decimal("0.25"))._replace(before="what the plan believed")

        receipt = workbook.write(plan(workbook.read(), mistaken))

        assert receipt.written == (mistaken._replace(before=Decimal("0.5")),)
        assert receipt.dropped == ()

    def test_the_receipt_carries_the_fingerprint_of_what_was_written(self) -> None:
        workbook = self.make({"Q4": TEAM})
        before = workbook.read()

        receipt = workbook.write(plan(before, change("Q4", 2, 5, Decimal("0.25"))))

        assert receipt.fingerprint == workbook.read().fingerprint != before.fingerprint

    def test_none_empties_a_cell(self) -> None:
        workbook = self.make({"Q4": TEAM})

        workbook.write(plan(workbook.read(), change("Q4", 3, 5, None)))

        assert read_cell(workbook.read(), CellRef("Q4", 3, 5)) is None

    def test_a_text_that_looks_like_a_formula_stays_a_text(self) -> None:
        workbook = self.make({"Q4": TEAM})

        workbook.write(plan(workbook.read(), change("Q4", 2, 5, "=1+1")))

        cell = read_cell(workbook.read(), CellRef("Q4", 2, 5))
        assert cell is not None
        assert (cell.value, cell.formula) == ("=1+1", None)

    def test_a_formula_in_the_way_is_left_alone_and_reported(self) -> None:
        workbook = self.make({"Q4": TEAM})
        before = workbook.read()

        receipt = workbook.write(plan(before, change("Q4", 4, 5, Decimal(1)), change("Q4", 2, 5, Decimal(1))))

        assert [(left.cell.a1, left.reason) for left in receipt.dropped] == [("E4", "formula")]
        assert [written.cell.a1 for written in receipt.written] == ["E2"]
        cell = read_cell(workbook.read(), CellRef("Q4", 4, 5))
        assert cell is not None
        assert cell.formula == "=D4/C4"

    def test_a_column_is_added_with_its_header_and_values(self) -> None:
        workbook = self.make({"Q4": TEAM})
        before = workbook.read()
        column = added("Q4", 6, "Score ⟳")

        receipt = workbook.write(
            plan(before, change("Q4", 3, 6, Decimal("0.25"), Field.score))._replace(columns=(column,))
        )

        after = workbook.read()
        expected = {CellRef("Q4", 1, 6): "Score ⟳", CellRef("Q4", 3, 6): Decimal("0.25")}
        assert all_values(after) == {**all_values(before), **expected}
        assert receipt.columns == (column,)
        cell = read_cell(after, CellRef("Q4", 3, 6))
        assert cell is not None
        assert cell.number_format == "0.00"

    def test_a_column_is_never_added_over_something(self) -> None:
        workbook = self.make({"Q4": TEAM})
        before = workbook.read()

        with pytest.raises(WorkbookError, match="D1"):
            workbook.write(plan(before)._replace(columns=(added("Q4", 4, "Score ⟳"),)))

        assert workbook.read() == before

    def test_a_column_that_was_added_is_taken_out_and_no_other_moves(self) -> None:
        workbook = self.make({"Q4": [[*row, None, "far away"] for row in TEAM]})
        before = workbook.read()
        column = added("Q4", 6, "Score ⟳")
        adding = plan(before, change("Q4", 3, 6, Decimal("0.25"), Field.score))._replace(columns=(column,))
        looks = workbook.looks(adding)
        workbook.write(adding)

        removal = RemoveColumn(column, looks.get(column.cell))
        receipt = workbook.write(
            plan(workbook.read(), change("Q4", 3, 6, None, Field.score))._replace(removals=(removal,))
        )

        assert receipt.removals == (removal,)
        assert all_values(workbook.read()) == all_values(before)

    def test_tidying_up_changes_nothing_that_anybody_sees(self) -> None:
        workbook = self.make({"Q4": TEAM})
        receipt = workbook.write(plan(workbook.read(), change("Q4", 2, 5, Decimal("0.25"))))
        written = all_values(workbook.read())

        workbook.tidy_up()
        workbook.tidy_up()

        assert workbook.read().fingerprint == receipt.fingerprint
        assert all_values(workbook.read()) == written

    def test_only_the_column_that_is_meant_is_taken_out(self) -> None:
        workbook = self.make({"Q4": TEAM})
        before = workbook.read()

        with pytest.raises(WorkbookError, match="D1"):
            workbook.write(plan(before)._replace(removals=(RemoveColumn(added("Q4", 4, "Score ⟳")),)))

        assert workbook.read() == before

    def test_a_look_that_was_told_is_given_back(self) -> None:
        workbook = self.make({"Q4": TEAM})
        before = workbook.read()
        as_percent = plan(before, change("Q4", 3, 5, Decimal("0.25"))._replace(number_format="0%"))
        looks = workbook.looks(as_percent)
        workbook.write(as_percent)
        assert read_cell(workbook.read(), CellRef("Q4", 3, 5)) == Cell(Decimal("0.25"), "0%")

        back = change("Q4", 3, 5, Decimal("0.5"))._replace(look=looks[CellRef("Q4", 3, 5)])
        workbook.write(plan(workbook.read(), back))

        assert read_cell(workbook.read(), CellRef("Q4", 3, 5)) == read_cell(before, CellRef("Q4", 3, 5))

    @pytest.mark.parametrize("value", [True, False, ErrorValue("#N/A"), Decimal(0), "0"])
    def test_whatever_a_person_can_have_typed_is_written(self, value: CellValue) -> None:
        workbook = self.make({"Q4": TEAM})

        workbook.write(plan(workbook.read(), change("Q4", 2, 5, None)._replace(after=value)))

        cell = read_cell(workbook.read(), CellRef("Q4", 2, 5))
        assert cell is not None
        assert (type(cell.value), cell.value) == (type(value), value)

    def test_a_plan_made_from_something_older_is_refused(self) -> None:
        workbook = self.make({"Q4": TEAM})
        stale = plan(workbook.read(), change("Q4", 2, 5, Decimal("0.25")))
        self.someone_types(workbook, CellRef("Q4", 2, 4), 26)
        before = workbook.read()

        with pytest.raises(WorkbookChanged):
            workbook.write(stale)

        assert workbook.read() == before

    def test_a_plan_that_writes_nothing_changes_nothing(self) -> None:
        workbook = self.make({"Q4": TEAM})
        before = workbook.read()

        receipt = workbook.write(plan(before))

        assert receipt.fingerprint == before.fingerprint
        assert receipt.written == ()
        assert workbook.read() == before

    def test_a_tab_that_is_not_there_is_named(self) -> None:
        workbook = self.make({"Q4": TEAM})
        before = workbook.read()

        with pytest.raises(WorkbookError, match="Q5"):
            workbook.write(plan(before, change("Q4", 2, 5, Decimal(1)), change("Q5", 2, 5, Decimal(1))))

        assert workbook.read() == before

    def test_a_plan_applied_once_is_stale(self) -> None:
        workbook = self.make({"Q4": TEAM})
        once = plan(workbook.read(), change("Q4", 2, 5, Decimal("0.25")))
        workbook.write(once)

        with pytest.raises(WorkbookChanged):
            workbook.write(once)


def counted(rows: int) -> Rows:
    return [[row, f"row {row}"] for row in range(1, rows + 1)]


def plan(content: WorkbookContent, *changes: CellChange, columns: tuple[AddColumn, ...] = ()) -> Plan:
    return Plan("team", content.fingerprint, as_of=date(2026, 11, 1), columns=columns, changes=changes)


def change(sheet: str, row: int, column: int, after: WrittenValue, field: Field = Field.progress) -> CellChange:
    return CellChange(CellRef(sheet, row, column), None, after, field, subject="kr-1")


def added(sheet: str, column: int, header: str) -> AddColumn:
    return AddColumn(
        cell=CellRef(sheet, 1, column),
        header=header,
        field=Field.score,
        note="Score: weighted mean",
        number_format="0.00",
        width=12,
        like_column=column - 1,
        last_row=4,
    )


def read_cell(content: WorkbookContent, cell: CellRef) -> Cell | None:
    sheet = content.sheet(cell.sheet)
    assert sheet is not None
    return sheet.cell(cell.row, cell.column)


def values(content: WorkbookContent, title: str) -> dict[tuple[int, int], CellValue]:
    return {(cell.row, cell.column): value for cell, value in all_values(content).items() if cell.sheet == title}


def all_values(content: WorkbookContent) -> dict[CellRef, CellValue]:
    return {
        sheet.ref(row, column): cell.value
        for sheet in content.sheets
        for row, cells in sheet.rows.items()
        for column, cell in cells.items()
    }
