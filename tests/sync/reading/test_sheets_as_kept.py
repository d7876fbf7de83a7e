"""Sheets in the forms of public templates and exports: each is found with the right fields, or asked about."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from sync.model.cells import column_number
from sync.model.rows import Field, Rows
from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

AS_OF = date(2026, 11, 19)


class Kept(NamedTuple):
    """A sheet, the field of each column that has one, how many objectives, key results and KPIs it holds, and whether
    it is rather asked about."""

    name: str
    grid: str
    fields: dict[int, Field]
    counts: tuple[int, int, int]
    asked: bool


def sheets_as_kept() -> list[Kept]:
    text = (Path(__file__).parent / "sheets_as_kept.txt").read_text("utf-8")
    return [_kept(block) for block in text.split("=== ")[1:]]


def _kept(block: str) -> Kept:
    name, *lines = block.strip().splitlines()
    fields, counts = (line.removeprefix("> ") for line in lines[-2:])
    placed = {
        column_number(letters): Field(field) for letters, _, field in (one.partition("=") for one in fields.split())
    }
    objectives, key_results, kpis = map(int, counts.split()[:3])
    return Kept(name, "\n".join(lines[:-2]), placed, (objectives, key_results, kpis), "question" in counts)


def read(kept: Kept, options: ReadingOptions) -> Rows:
    return read_rows([sheet_of(kept.grid, "OKR Q4 2026")], options, AS_OF)


def told(rows: Rows) -> tuple[dict[int, Field], tuple[int, int, int]]:
    fields = {column.column: column.field for table in rows.tables for column in table.columns}
    return fields, (len(rows.objectives), sum(1 for _ in rows.key_results()), len(rows.kpis))


@pytest.mark.parametrize("kept", [one for one in sheets_as_kept() if not one.asked], ids=lambda kept: kept.name)
def test_a_sheet_is_found_with_the_right_fields(kept: Kept) -> None:
    fields, counts = told(read(kept, ReadingOptions()))
    assert {column: fields.get(column) for column in kept.fields} == kept.fields
    assert counts == kept.counts


@pytest.mark.parametrize("kept", [one for one in sheets_as_kept() if one.asked], ids=lambda kept: kept.name)
def test_a_sheet_that_is_not_surely_of_okrs_is_read_by_one_setting(kept: Kept) -> None:
    assert read(kept, ReadingOptions()).tables == ()
    header = [words.strip() for words in kept.grid.splitlines()[0].split("|")]
    columns = {header[column - 1]: field for column, field in kept.fields.items()}
    fields, counts = told(read(kept, ReadingOptions(columns=columns)))
    assert {column: fields.get(column) for column in kept.fields} == kept.fields
    assert counts[1] > 0
