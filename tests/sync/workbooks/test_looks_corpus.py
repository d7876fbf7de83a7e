"""Other people's workbooks: a column that is added to each and taken out again leaves the workbook of before.

Runs where OKR_SYNC_CORPUS names a folder of workbooks.
"""

from __future__ import annotations

import os
import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sync.model.cells import CellRef, Sheet
from sync.model.plans import AddColumn, CellChange, Plan, RemoveColumn
from sync.model.rows import Field
from sync.workbooks import WorkbookError
from sync.workbooks.excel import ExcelWorkbook
from tests.sync.workbooks.package_reading import parts_of

CORPUS = os.environ.get("OKR_SYNC_CORPUS", "")
WORKBOOKS = sorted(Path(CORPUS).rglob("*.xls[xm]"))[::3] if CORPUS else []
"""A third of them: all of them pass too, and take a minute."""
LAST_DAY = date(2026, 12, 31)

pytestmark = pytest.mark.skipif(not CORPUS, reason="OKR_SYNC_CORPUS names no folder of workbooks")


def test_a_column_that_was_added_and_taken_out_leaves_the_workbook_of_before(tmp_path: Path) -> None:
    identical, alike = 0, 0
    for source in WORKBOOKS:
        path = tmp_path / f"workbook{source.suffix}"
        shutil.copyfile(source, path)
        try:
            workbook = ExcelWorkbook(path)
            content = workbook.read()
            adding = _column_beside(next(sheet for sheet in content.sheets if sheet.rows), content.fingerprint)
            if adding is None:
                continue
            before = parts_of(path)
            looks = workbook.looks(adding)
            workbook.write(adding)
        except (WorkbookError, StopIteration):
            continue

        [column] = adding.columns
        emptied = tuple(one._replace(before=one.after, after=None, number_format=None) for one in adding.changes)
        now = workbook.read().fingerprint
        removal = RemoveColumn(column, looks[column.cell])
        workbook.write(Plan("w", now, LAST_DAY, changes=emptied, removals=(removal,)))

        after = parts_of(path)
        changed = [name for name in before if before[name] != after[name] and name != "xl/styles.xml"]
        identical += not changed
        alike += bool(changed)
        for name in changed:
            assert name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels") or (
                _without_recalculation(before[name]) == _without_recalculation(after[name])
            ), (source, name)
    assert identical > 15 * alike


def _column_beside(sheet: Sheet, fingerprint: str) -> Plan | None:
    """A plan that adds a column at the right edge of all that a tab holds; None where there is no room."""
    header, last = next(iter(sheet.rows)), list(sheet.rows)[-1]
    right = max(max(cells) for cells in sheet.rows.values())
    if any(merge.last_column > right for merge in sheet.merges):
        return None
    column = AddColumn(
        sheet.ref(header, right + 1), "Progress ⟳", Field.progress, "how it comes about", "0%", 11, right, last
    )
    changes = tuple(
        CellChange(CellRef(sheet.title, row, right + 1), None, Decimal("0.25"), Field.progress, "id", "0%")
        for row in sheet.rows
        if row > header
    )
    return Plan("w", fingerprint, LAST_DAY, (column,), changes)


def _without_recalculation(data: bytes) -> bytes:
    """A part without what a calculation gives and asks for, what it says of spans, and blanks between tags."""
    data = re.sub(rb' (fullCalcOnLoad|spans|t)="[^"]*"|<calcPr */>', b"", data)
    data = re.sub(rb"(</f>|<f[^>]*/>)<v>[^<]*</v>", rb"\1", data)
    return re.sub(rb"\s*(/?>)\s*", rb"\1", data)
