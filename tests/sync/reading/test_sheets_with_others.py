"""Sheets with something beside, below or over their tables that is none of their rows: lists, legends, totals, cards,
hints; and headers that only their neighbours tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.model.rows import Field
from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of
from tests.sync.reading.summary import summary
from tests.sync.reading.test_layouts import AS_OF, sheets_in

TEXT = (Path(__file__).parent / "sheets_with_others.txt").read_text("utf-8")
BLOCKS = dict(block.split("\n", 1) for block in TEXT.split("\n###### ")[1:])


@pytest.mark.parametrize("name", BLOCKS)
def test_what_is_none_of_a_tables_rows_is_left_out(name: str) -> None:
    sheets, expected = sheets_in(BLOCKS[name].rstrip("\n") + "\n")
    assert summary(read_rows(sheets, ReadingOptions(), AS_OF)) == expected


@pytest.mark.parametrize("name", [name for name in BLOCKS if name.endswith("_to_the_right")])
def test_our_own_columns_beyond_a_list_beside_stay_the_tables(name: str) -> None:
    text, _ = BLOCKS[name].split("=== expect\n")
    before = read_rows(sheets_in(BLOCKS[name].rstrip("\n") + "\n")[0], ReadingOptions(), AS_OF)
    lines = text.rstrip("\n").split("\n")
    lines[before.tables[0].header_row] += " | Tiến độ ⟳ | Điểm ⟳ | Trạng thái ⟳ | Nhận xét ⟳"
    sheets, _ = sheets_in("\n".join([*lines, "", "=== expect", ""]))
    after = read_rows(sheets, ReadingOptions(), AS_OF)
    [table] = after.tables
    assert len([column for column in table.columns if column.owned]) == 4
    assert (after.objectives, after.kpis) == (before.objectives, before.kpis)


def test_a_column_that_the_settings_own_beyond_a_list_beside_stays_the_tables() -> None:
    sheet = sheet_of(
        "Objective | Key result | Target | Current | | Action | Owner | Due | | Team progress\n"
        "Grow | Reach 50 users | 50 | 20 | | Call Lan | Minh | 2026-12-01\n"
        " | Sign 10 dealers | 10 | 4 | | Fix site | Hoa | 2026-12-05",
        "OKR Q4 2026",
    )
    [table] = read_rows([sheet], ReadingOptions(owned={Field.progress: "Team progress"}), AS_OF).tables
    owned = table.column(Field.progress, owned=True)
    assert owned is not None
    assert owned.column == 10
    assert table.column(Field.owner) is None
