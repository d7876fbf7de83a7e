"""Rows amid a table that are none of its own: the numbers of its columns ('(1) | (2) | (3) = (2) / (1)'), what to write
in them ('e.g. Delight customers', '(đo được)'), and its headers once more, where a page begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from sync.model.cells import Cell, Sheet
from sync.patterns import RarePattern
from sync.reading.sheets.headers import OWNED_MARK
from sync.reading.sheets.tables import Band, heads_the_same, objective_over
from sync.reading.texts.text import bare


def without_rows_of_none(sheet: Sheet, bands: Sequence[Band]) -> tuple[Sheet, list[Band]]:
    """Given a tab and its bands, return it without the rows that number columns or repeat the headers of the band that
    they stand in, and its bands without those that such headers made."""
    kept, passed_over = _without_repeats(sheet, bands)
    for one in kept:
        band = _with_start(one, bands)
        below = (band.header_row + 1, band.header_row + 2)
        row = next((row for row in below if _own_cells(sheet, row, band)), 0)
        own = _own_cells(sheet, row, band) if band.has_headers and row else {}
        if numbers_columns(own) or says_what_to_write(own):
            passed_over.append((row, band))
        passed_over += [(row, band) for row in _said_in_other_words(sheet, band)]
    if not passed_over:
        return sheet, kept
    rows = dict(sheet.rows)
    for row, band in passed_over:
        left = {column: cell for column, cell in rows.pop(row, {}).items() if not _is_within(band, column)}
        if left:
            rows[row] = left
    return sheet._replace(rows=dict(sorted(rows.items()))), kept


def _said_in_other_words(sheet: Sheet, band: Band) -> list[int]:
    """The rows of a band below a free row that say again what its columns hold."""
    rows = [row for row in sheet.rows if band.header_row < row <= band.end_row]
    apart = [row for above, row in pairwise([band.header_row, *rows]) if row - above > 1]
    return [row for row in apart if heads_the_same(sheet, row, band)]


def _with_start(band: Band, bands: Sequence[Band]) -> Band:
    """A band with the first column that one beside it leaves, also where that began in the same row."""
    left = [one.right + 1 for one in bands if one.header_row == band.header_row and one.right < band.left]
    return band if band.start is not None or not left else band._replace(start=max(left))


def _own_cells(sheet: Sheet, row: int, band: Band) -> Mapping[int, Cell]:
    return {column: cell for column, cell in sheet.rows.get(row, {}).items() if _is_within(band, column)}


def _is_within(band: Band, column: int) -> bool:
    """Whether a column is the table's, and not one of a table beside it."""
    return (band.start or 1) <= column <= (band.limit or column)


def _without_repeats(sheet: Sheet, bands: Sequence[Band]) -> tuple[list[Band], list[tuple[int, Band]]]:
    kept: list[Band] = []
    rows: list[tuple[int, Band]] = []
    for band in bands:
        at = next((at for at, one in enumerate(kept) if _goes_on(sheet, one, band)), None)
        if at is None:
            kept.append(band)
        else:
            within = _with_start(band, bands)
            rows += [(row, within) for row in range(band.first_header_row, band.header_row + 1)]
            kept[at] = kept[at]._replace(end_row=band.end_row)
    return kept, rows


def _goes_on(sheet: Sheet, above: Band, band: Band) -> bool:
    """Whether a band's headers are those of the one above, right below a row of it."""
    if above.end_row != band.first_header_row - 1 or above.header_row >= above.end_row:
        return False
    if _own_words(above) != _own_words(band):
        return False
    last = sheet.rows.get(above.end_row, {})
    is_a_row = sum(header.column in last for header in above.headers) > 1
    return is_a_row and objective_over(sheet, band).value is None


def _own_words(band: Band) -> list[tuple[int, str]]:
    """A band's headers by their columns, without ours, which a copy of the headers may hold or lack."""
    return [(header.column, header.text) for header in band.headers if OWNED_MARK not in header.text]


def numbers_columns(cells: Mapping[int, Cell]) -> bool:
    """Whether all that a row holds are the numbers of its columns, in their order."""
    said = [number for column in sorted(cells) if (number := _number_in(cells[column])) != ""]
    if None in said or len(said) < 3:
        return False
    numbers = [int(number) for number in said if number is not None and number.isdecimal()]
    letters = [number for number in said if number is not None and not number.isdecimal()]
    if len(numbers) < 2 or numbers[0] > 3 or letters != said[: len(letters)] or letters != sorted(letters):
        return False
    return all(one < two <= one + 2 for one, two in pairwise(numbers))


def says_what_to_write(cells: Mapping[int, Cell]) -> bool:
    """Given the first row below headers, return whether it is an example, or each of its texts is a hint in brackets or
    a question."""
    texts = [text for cell in cells.values() if isinstance(text := cell.value, str) and text.strip()]
    if len(texts) > 1 and len(texts) == len(cells):
        for pattern in (_IN_BRACKETS, _QUESTION)[: 1 + (len(texts) > _FEW)]:
            if all(pattern.fullmatch(text.strip()) for text in texts):
                return True
    return sum(map(_is_an_example, texts[:3])) > 1 or (len(texts) > 1 and _is_an_example(texts[0]))


def _is_an_example(text: str) -> bool:
    words = bare(text)
    return words.startswith(_BEGIN_EXAMPLES) and _EXAMPLE.match(words) is not None


_FEW = 3
_IN_BRACKETS = RarePattern(r"[(\[<][^()\[\]<>]*[)\]>]")
_QUESTION = RarePattern(r"[^?]*\?", re.DOTALL)
_BEGIN_EXAMPLES = ("e.g", "eg", "vi du", "vd", "example", "for example", "sample")
_EXAMPLE = RarePattern(r"(?:e\.g\.?|eg|vi du|vd|example|for example|sample)\s*(?:[:.)]|(?<=\.)|(?<=eg)\s)")


def _number_in(cell: Cell) -> str | None:
    """The number or letter of a column; '' where the cell is empty, None where it says anything else."""
    value = cell.value
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or cell.formula is not None:
        return None
    if isinstance(value, Decimal):
        return str(int(value)) if value == value.to_integral_value() and 0 <= value < 100 else None
    if not isinstance(value, str) or (len(value.strip()) > 1 and value.strip()[:2].isalpha()):
        return None  # two letters are a word
    found = _COLUMN_NUMBER.fullmatch(value.strip())
    return None if found is None else (found["number"] or found["with_formula"]).upper()


_COLUMN_NUMBER = RarePattern(
    r"[(\[]?\s*(?P<number>[0-9]{1,2}|[a-z])\s*[)\]]?(?:\s*=\s*[-+*/x×:%().\[\]0-9\s]+)?|"
    r"[(\[]\s*(?P<with_formula>[0-9]{1,2})\s*=[-+*/x×:%().\[\]0-9\s]+[)\]]",
    re.IGNORECASE,
)
