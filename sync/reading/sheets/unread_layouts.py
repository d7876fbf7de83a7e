"""Layouts that cannot be read surely: key results as columns beside an objective, an objective with its key results in
one cell, headers that are all misspelt. Their tabs say so, and how to lay them out, instead of being left alone in
silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sync.model.cells import Cell, CellRef, Sheet
from sync.model.rows import LayoutRemark
from sync.options import ReadingOptions
from sync.reading.sheets.claims import column_setting
from sync.reading.sheets.header_cells import Words
from sync.reading.sheets.header_rows import misspelt_headers
from sync.reading.sheets.headers import nearest
from sync.reading.sheets.locales import language_of
from sync.reading.sheets.outlines import lists_several
from sync.reading.sheets.quantities import parse_quantity
from sync.reading.sheets.standing import read_milestone
from sync.reading.texts.text import bare

_SEARCHED_ROWS = 20
_SEARCHED_FOR_BLOCKS = 100
_MOST_COLUMNS = 8
_SHORTEST_TEXT, _SURELY_A_TEXT = 3, 12


def key_results_in_columns(sheet: Sheet, options: ReadingOptions) -> LayoutRemark | None:
    """Given a tab, return a remark on the first header row with columns 'KR1', 'KR2' … over the words of key results;
    None where there is none."""
    for row, cells in sheet.rows.items():
        if row > _SEARCHED_ROWS:
            return None
        columns = _numbered(cells)
        if len(columns) > 1 and all(_holds_words(sheet, row, column) for column in columns[:2]):
            words = ", ".join(str(cells[column].value).strip() for column in columns[:4])
            cell = sheet.ref(row, columns[0])
            return LayoutRemark("key_results_in_columns", cell, words, language=language_of(_texts(sheet), options))
    return None


def misspelt_columns(sheet: Sheet, words: Words, options: ReadingOptions) -> list[LayoutRemark]:
    """Given a tab of which nothing was read, return a remark on each header of a table whose headers are all misspelt
    and some beyond recognition: read without its baselines, every number of it would be wrong. Of many, those are
    spoken of that are near to words of ours; a header that is one of them as it stands has nothing to mend."""
    unknown = [header for header in misspelt_headers(sheet, words) if header.placement is None]
    near = {header.column: found[0] for header in unknown if (found := nearest(header.text)) is not None}
    if not near:
        return []
    if len(unknown) > _MOST_COLUMNS:
        unknown = [header for header in unknown if header.column in near][:_MOST_COLUMNS]
    language = language_of(_texts(sheet), options)
    remarks = []
    for header in unknown:
        guess = near[header.column].value if header.column in near else ""
        setting = column_setting(header.text, guess) if guess else ""
        cell = sheet.ref(header.row, header.column)
        remarks.append(LayoutRemark("unplaced_column", cell, header.text, guess, setting, language))
    return remarks


def block_of_key_results(sheet: Sheet, options: ReadingOptions) -> LayoutRemark | None:
    """Given a tab of which nothing was read, return a remark on the first cell that holds an objective with its key
    results, a line each; None where there is none."""
    for row, cells in sheet.rows.items():
        if row > _SEARCHED_FOR_BLOCKS:
            return None
        for column, cell in cells.items():
            if isinstance(cell.value, str) and lists_several(cell.value, marked_only=True):
                words = " ".join(cell.value.split())
                return LayoutRemark(
                    "several_in_one_cell", sheet.ref(row, column), words, language=language_of(_texts(sheet), options)
                )
    return None


def _numbered(cells: Mapping[int, Cell]) -> list[int]:
    """The columns whose headers number key results: those with the first and the second at least."""
    found: dict[str, int] = {}
    for column, cell in cells.items():
        if isinstance(cell.value, str) and len(cell.value) <= 40:
            number = _NUMBERED.fullmatch(bare(cell.value).strip(" :."))
            if number is not None:
                found.setdefault(number["number"], column)
    return list(found.values()) if {"1", "2"} <= found.keys() else []


def _holds_words(sheet: Sheet, row: int, column: int) -> bool:
    below = (sheet.cell(under, column) for under in range(row + 1, row + 6))
    texts = [cell.value for cell in below if cell is not None and cell.value is not None]
    return any(isinstance(text, str) and _is_a_name(text.strip()) for text in texts)


def _is_a_name(text: str) -> bool:
    """Whether a text may be a key result's words, and is neither a value nor a tick."""
    if len(text) >= _SURELY_A_TEXT:
        return True
    return len(text) >= _SHORTEST_TEXT and parse_quantity(text, None) is None and not _says_done(text)


def _says_done(text: str) -> bool:
    return read_milestone(Cell(text), CellRef("", 1, 1)).value is not None


def _texts(sheet: Sheet) -> Iterator[str]:
    for row, cells in sheet.rows.items():
        if row > _SEARCHED_ROWS:
            return
        yield from (cell.value for cell in cells.values() if isinstance(cell.value, str))


_NUMBERED = re.compile(
    r"(?:kr|key results?|ket qua(?: then chot| chinh)?|kqtc)(?: so)?\s?[#.]?\s?(?P<number>[1-9])(?: ?[(:].*)?"
)
