"""A tab ─▶ the bands of headers that stand on it, each with the rows below that may be its own.

A row is a header where enough of its words are header words and one of them names what OKRs or KPIs are about. Words
that head every kind of list ('Name', 'Description') count only beside better evidence, so that orders, contacts and
accounts are left alone. Headers may take two rows, merged or not; tables may stand below or beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sync.model import Area, Cell, Field, Read, Sheet
from sync.reading.formats import read_format
from sync.reading.headers import Placement, is_nearly_a_name, nearest, place, plain_words
from sync.reading.outlines import is_kind_word, kind_of_word, mark_of, read_mark
from sync.reading.quantities import parse_quantity
from sync.reading.text import bare
from sync.reading.values import read_date

_SEARCHED_FULLY = 20
_EVIDENCE_ROWS = 40


class Header(NamedTuple):
    """One header: its own words, those of the group that it stands under, and what they may mean. ``day`` is set where
    the header is a date cell."""

    column: int
    row: int
    text: str
    upper: str
    placement: Placement | None
    day: date | None = None


@dataclass(frozen=True)
class Band:
    """The headers of one table and the rows below them that may belong to it. ``end_row`` is the last of these;
    ``limit`` is the last column that another table beside it leaves."""

    first_header_row: int
    header_row: int
    headers: tuple[Header, ...]
    end_row: int
    limit: int | None = None
    has_headers: bool = True
    """False for an outline over which no headers stand: ``header_row`` is then the row before its first."""

    @property
    def left(self) -> int:
        return self.headers[0].column

    @property
    def right(self) -> int:
        return self.headers[-1].column


Words = Mapping[str, Field]
"""Header words that the settings place: bare words ─▶ field."""


def find_bands(sheet: Sheet, words: Words) -> tuple[Band, ...]:
    """Given a tab and the words that settings place, return its bands, top to bottom and left to right."""
    merged = _merges_by_first_row(sheet)
    is_titled = says_okr(sheet.title)
    found: list[Band] = []
    taken_to = 0
    for row, cells in sheet.rows.items():
        if row <= taken_to or not _may_be_header(row, cells):
            continue
        if not is_titled and row <= _SEARCHED_FULLY and _is_title_row(cells):
            is_titled = any(says_okr(cell.value) for cell in cells.values() if isinstance(cell.value, str))
        single = _headers_in(sheet, row, words)
        if not any(header.placement is not None for header in single):
            continue
        if not any(_qualifies(part, sheet, row, is_titled) for part in _side_by_side(single, sheet, row)):
            continue
        first, last = _header_rows(sheet, row, single, merged)
        if first == last:
            headers = _without_wide_periods(sheet, single, merged)
        else:
            headers = _joined(sheet, first, last, merged, words)
        for part in _side_by_side(headers, sheet, last):
            if _qualifies(part, sheet, last, is_titled):
                found.append(Band(first, last, part, 0))
        taken_to = last
    if not found:
        misspelt = misspelt_headers(sheet, words)
        if misspelt and all(_corrected(header).placement is not None for header in misspelt):
            found.append(Band(misspelt[0].row, misspelt[0].row, misspelt, 0))
    return tuple(_bounded(found, sheet))


def says_okr(words: str) -> bool:
    """Given a tab's name or a title, tell whether it speaks of OKRs or KPIs."""
    return len(words) <= 120 and _SAYS_OKR.search(bare(words)) is not None


def explains_okrs(title: str) -> bool:
    """Given a tab's name, tell whether it says how OKRs are written: 'Hướng dẫn', 'How to', 'README'."""
    return _EXPLAINS.match(bare(title)) is not None


def titles_above(sheet: Sheet, band: Band, after_row: int) -> list[Read[str]]:
    """Given a band and the last row of the table above it, return the titles between them, the nearest first."""
    titles: list[Read[str]] = []
    for row in range(band.first_header_row - 1, max(after_row, band.first_header_row - 8), -1):
        cells = sheet.rows.get(row)
        if not cells:
            continue
        own = [
            (column, cell)
            for column, cell in cells.items()
            if band.limit is None or band.left - 1 <= column <= band.limit
        ]
        for column, cell in own[:3]:
            if isinstance(cell.value, str) and 1 < len(cell.value.strip()) <= 90:
                titles.append(Read(cell.value.strip(), sheet.ref(row, column), cell.value))
    return titles


# ── Which rows are headers ───────────────────────────────────────────────────────────────────────────────────────────


def _may_be_header(row: int, cells: Mapping[int, Cell]) -> bool:
    """A quick look: rows of data hold numbers; headers hold none but periods (1, 2, 3 … or dates)."""
    texts = numbers = 0
    must_be_periods = row > _SEARCHED_FULLY
    for cell in cells.values():
        kind = type(cell[0])
        if kind is str:
            texts += 1
        elif kind is Decimal:
            if must_be_periods and not _is_period_cell(cell):
                return False
            numbers += 1
        elif kind is bool:
            return False
    return bool(texts) and (not numbers or not must_be_periods or numbers >= 3)


def _is_period_cell(cell: Cell) -> bool:
    value = cell.value
    assert isinstance(value, Decimal)
    if cell.number_format != "General" and read_format(cell.number_format).date:
        return True
    return value == value.to_integral_value() and (1 <= value <= 53 or 2000 <= value <= 2100)


def _is_title_row(cells: Mapping[int, Cell]) -> bool:
    return len(cells) <= 3


def _headers_in(sheet: Sheet, row: int, words: Words) -> tuple[Header, ...]:
    headers = []
    for column, cell in sheet.rows[row].items():
        header = header_of(sheet, row, column, cell, "", words)
        if header is not None:
            headers.append(header)
    return tuple(headers)


def header_of(sheet: Sheet, row: int, column: int, cell: Cell, upper: str, words: Words) -> Header | None:
    value = cell.value
    if isinstance(value, str):
        text = value.strip()
        return Header(column, row, text, upper, _placed(text, upper, words)) if text else None
    if not isinstance(value, Decimal):
        return None
    if not _is_period_cell(cell):
        return Header(column, row, str(value), upper, None)
    if cell.number_format != "General" and read_format(cell.number_format).date:
        day = read_date(cell, sheet.ref(row, column), "", sheet.epoch_1904).value
        if day is not None:
            return Header(column, row, day.isoformat(), upper, Placement((Field.period,), None, day.isoformat()), day)
    text = str(int(value))
    named = place(f"{upper} {text}") if upper else place(text)
    return Header(column, row, text, upper, named if named is not None and named.field is Field.period else None)


def _placed(text: str, upper: str, words: Words) -> Placement | None:
    """What a header means: as the settings say, by its own words, by those of its group and its own together."""
    chosen = words.get(plain_words(text)) or (words.get(plain_words(f"{upper} {text}")) if upper else None)
    if chosen is not None:
        found = place(text)
        return Placement((chosen,), found.language if found else None)
    own = place(text)
    if not upper:
        return own
    group = place(upper)
    if own is not None and own.fields:
        if own.period or group is None or not group.period:
            return own
        return own._replace(period=group.period)
    both = place(f"{upper} {text}")
    if both is not None and (both.fields or own is None):
        return both
    return own


def _qualifies(headers: Sequence[Header], sheet: Sheet, row: int, is_titled: bool) -> bool:
    """Given a row's headers, tell whether they head a table of OKRs, KPIs or check-ins."""
    known = [header for header in headers if header.placement is not None]
    is_strong = any(_is_strong(header) for header in known)
    may_be_misspelt = row <= _SEARCHED_FULLY and any(_is_measured(header) for header in known)
    if len(known) < len(headers) and (is_strong or may_be_misspelt):
        corrected = [_corrected(header) for header in headers]
        if is_strong or _heads_okrs(corrected):
            headers = corrected
        known = [header for header in headers if header.placement is not None]
    placed = [header for header in known if header.placement and header.placement.fields]
    named = [header for header in placed if header.placement and header.placement.field is not Field.period]
    periods = len(placed) - len(named)
    numbers = sum(1 for header in headers if header.placement is None and _NUMBER.fullmatch(header.text))
    is_objective = any(mark_of(header.text) == "objective" for header in headers)
    measured = [one.placement for one in named if one.placement and one.placement.field in _MEASURED]
    # 'Tú' owns a key result: alone beside an objective it is no 'Từ'.
    if is_objective and not numbers and (len(measured) > 1 or any(not placement.weak for placement in measured)):
        return True
    if not named or (len(placed) < 2):
        return False
    if len(known) < 0.4 * len(headers) or (numbers and (len(named) < 4 or numbers > 1)):
        return False
    fields = {field for header in named if header.placement for field in header.placement.fields[:1]}
    some = {field for header in named if header.placement for field in header.placement.fields}
    anchors = [
        header
        for header in named
        if header.placement
        and not header.placement.weak
        and header.placement.field in _ANCHORS
        and not _heads_kinds(sheet, row, header.column)
    ]
    if any(header.placement and header.placement.field is not Field.kpi for header in anchors):
        return True
    if anchors and (periods >= 2 or some & _OF_KPIS):
        return True
    weak = [header for header in named if header.placement and set(header.placement.fields) & _ANCHORS]
    if not weak:
        return False
    if any(header.placement and Field.kpi in header.placement.fields for header in weak) and (
        fields & _BOUNDS or (is_titled and (periods >= 3 or some & _MEASURED))
    ):
        return True
    if any(header.placement and Field.objective in header.placement.fields for header in weak):
        return len(some & _TELLING) >= 2
    if is_titled and some & (_MEASURED | {Field.owner, Field.row_kind}):
        return True
    if fields & _RARE and {Field.target, Field.current} <= some:
        return True
    return _marks_below(sheet, row, [header.column for header in headers])


def misspelt_headers(sheet: Sheet, words: Words) -> tuple[Header, ...]:
    """Given a tab without any band, return the first row that could be a line of headers where all are misspelt, names
    of objectives and key results and a value of theirs among them; nothing where it is none."""
    for row, cells in sheet.rows.items():
        if row > _SEARCHED_FULLY:
            break
        headers = _headers_in(sheet, row, words)
        if len(headers) < max(4, len(cells)) or any(len(header.text) > 40 for header in headers):
            continue
        if sum(1 for header in headers if is_nearly_a_name(header.text)) < 2:
            return ()
        return headers if _heads_okrs([_corrected(header) for header in headers]) else ()
    return ()


def _is_strong(header: Header) -> bool:
    placement = header.placement
    return placement is not None and not placement.weak and placement.field in _ANCHORS


def _heads_okrs(headers: Sequence[Header]) -> bool:
    """Whether objectives, key results and a value of theirs are all headed: too much for misspelt words of others."""
    fields = {header.placement.field for header in headers if header.placement is not None}
    return {Field.objective, Field.key_result} <= fields and any(_is_measured(header) for header in headers)


def _corrected(header: Header) -> Header:
    """A header with a letter or two amiss, as what it is nearest to."""
    if header.placement is not None or header.day is not None:
        return header
    near = nearest(header.text)
    return header._replace(placement=Placement((near[0],))) if near is not None and near[1] <= 2 else header


def _heads_kinds(sheet: Sheet, row: int, column: int) -> bool:
    """Whether this cell is itself one of a column of kinds: 'Objective', 'Key result', 'Key result' …"""
    cell = sheet.cell(row + 1, column)
    text = cell.value if cell is not None else None
    return isinstance(text, str) and is_kind_word(text) and not _HAS_DIGIT.search(text)


def _marks_below(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    """Whether the rows below say themselves that they are objectives and key results."""
    objectives = key_results = 0
    for below in range(row + 1, row + _EVIDENCE_ROWS):
        cells = sheet.rows.get(below)
        if not cells:
            continue
        for column in columns:
            cell = cells.get(column)
            if cell is not None and isinstance(cell.value, str):
                mark = mark_of(cell.value)
                objectives += mark == "objective"
                key_results += mark == "key_result"
    return bool(objectives and key_results)


# ── Headers of two rows, tables side by side ─────────────────────────────────────────────────────────────────────────


def _merges_by_first_row(sheet: Sheet) -> Mapping[int, list[Area]]:
    by_row: dict[int, list[Area]] = {}
    for area in sheet.merges:
        by_row.setdefault(area.first_row, []).append(area)
    return by_row


def _header_rows(
    sheet: Sheet, row: int, headers: Sequence[Header], merged: Mapping[int, Sequence[Area]]
) -> tuple[int, int]:
    """Given a header row, return the first and last of the header's rows."""
    left, right = headers[0].column, headers[-1].column
    if _is_sub_header(sheet, row, headers, merged):
        return row, row + 1
    above = sheet.rows.get(row - 1)
    if not above or any(type(cell[0]) is bool for cell in above.values()):
        return row, row
    texts = [column for column, cell in above.items() if isinstance(cell.value, str) and left <= column <= right + 8]
    groups = [
        area
        for area in merged.get(row - 1, ())
        if left <= area.first_column <= right
        and area.first_column < area.last_column < right + 8
        and (area.first_column, area.last_column) != (left, right)
        and area.last_column - area.first_column + 1 < 0.75 * (right - left + 1)
    ]
    tall = [area for area in merged.get(row - 1, ()) if area.last_row >= row and area.first_column == area.last_column]
    named = [column for column in texts if (found := place(str(above[column].value))) is not None and found.period]
    if tall or (groups and all(any(area.first_column == column for area in groups) for column in texts)):
        return row - 1, row
    if len(named) >= 2 and len(named) == len(texts):
        return row - 1, row
    return row, row


def _is_sub_header(sheet: Sheet, row: int, headers: Sequence[Header], merged: Mapping[int, Sequence[Area]]) -> bool:
    below = sheet.rows.get(row + 1)
    if not below:
        return False
    areas = merged.get(row, ())
    wide = [area for area in areas if area.first_column < area.last_column and area.last_row == row]
    tall = [area for area in areas if area.first_row < area.last_row]
    own = {header.column for header in headers}
    texts = {column: cell.value.strip() for column, cell in below.items() if isinstance(cell.value, str)}
    if not texts or len(texts) < sum(1 for cell in below.values() if cell.value is not None):
        return False
    known = [column for column, text in texts.items() if (found := place(text)) is not None and found.fields]
    if len(known) < 0.6 * len(texts):
        return False
    under_groups = [column for column in texts if any(area.first_column <= column <= area.last_column for area in wide)]
    if under_groups:
        return True
    in_gaps = [column for column in texts if column not in own]
    return bool(in_gaps) and (bool(tall) or len(in_gaps) >= 0.4 * len(texts))


def _without_wide_periods(
    sheet: Sheet, headers: Sequence[Header], merged: Mapping[int, Sequence[Area]]
) -> tuple[Header, ...]:
    """A period merged over several columns in use says of none of them that it holds the value: plan or actual?"""
    wide = {
        area.first_column
        for area in merged.get(headers[0].row, ())
        if area.first_column < area.last_column
        and any(
            not _column_is_empty(sheet, area.last_row + 1, column)
            for column in range(area.first_column + 1, area.last_column + 1)
        )
    }
    return tuple(
        header._replace(placement=None)
        if header.column in wide and header.placement is not None and header.placement.field is Field.period
        else header
        for header in headers
    )


def _joined(
    sheet: Sheet, first: int, last: int, merged: Mapping[int, Sequence[Area]], words: Words
) -> tuple[Header, ...]:
    """The headers of two rows as one line: each with the words of the group above it."""
    upper_cells, lower_cells = sheet.rows.get(first, {}), sheet.rows.get(last, {})
    areas = {area.first_column: area for area in merged.get(first, ())}
    uppers: dict[int, str] = {}
    for column, cell in upper_cells.items():
        if not isinstance(cell.value, str):
            continue
        area = areas.get(column)
        if area is not None:
            reach = range(column, area.last_column + 1) if area.last_row < last else range(column, column)
        else:
            reach = range(column, _reach_of(column, upper_cells, lower_cells) + 1)
        for under in reach:
            uppers[under] = cell.value.strip()
    headers = []
    for column in sorted(upper_cells.keys() | lower_cells.keys()):
        lower, upper = lower_cells.get(column), upper_cells.get(column)
        if lower is not None and lower.value is not None:
            header = header_of(sheet, last, column, lower, uppers.get(column, ""), words)
        elif upper is not None:
            header = header_of(sheet, first, column, upper, "", words)
        else:
            header = None
        if header is not None:
            headers.append(header)
    return tuple(headers)


def _reach_of(column: int, upper: Mapping[int, Cell], lower: Mapping[int, Cell]) -> int:
    """How far a group's words reach that are not merged: over the headers up to the next words above."""
    text = upper[column].value
    found = place(text) if isinstance(text, str) else None
    if found is None or not found.period or column not in lower:
        return column
    while column + 1 in lower and column + 1 not in upper:
        column += 1
    return column


def _side_by_side(headers: Sequence[Header], sheet: Sheet, row: int) -> list[tuple[Header, ...]]:
    """Given one line of headers, return it cut where another table begins: after an empty column, or where the words
    begin anew; pieces that say too little go with their neighbour."""
    if not headers:
        return []
    starts = [0]
    for index in range(1, len(headers)):
        gap = headers[index].column - headers[index - 1].column > 1
        names = {plain_words(header.text) for header in headers[starts[-1] : index]}
        anew = plain_words(headers[index].text) == plain_words(headers[starts[-1]].text) and _is_anchor(headers[index])
        is_new = (
            gap
            and _is_anchor(headers[index])
            and (
                plain_words(headers[index].text) in names
                or (
                    any(_is_anchor(one) for one in headers[starts[-1] : index])
                    and any(_is_measured(one) for one in headers[starts[-1] : index])
                )
            )
        )
        if (is_new and _column_is_empty(sheet, row, headers[index].column - 1)) or (
            anew and not headers[index].upper and index - starts[-1] >= 2 and _has_words(sheet, row, headers[index])
        ):
            starts.append(index)
    return [tuple(headers[start:end]) for start, end in zip(starts, [*starts[1:], len(headers)], strict=True)]


def _is_anchor(header: Header) -> bool:
    return header.placement is not None and header.placement.field in _ANCHORS


def _is_measured(header: Header) -> bool:
    return header.placement is not None and bool(_MEASURED.intersection(header.placement.fields))


def _column_is_empty(sheet: Sheet, row: int, column: int) -> bool:
    return all(column not in sheet.rows.get(below, {}) for below in range(row, row + 12))


def _has_words(sheet: Sheet, row: int, header: Header) -> bool:
    """Whether words stand below a header, not numbers."""
    cells = (sheet.cell(below, header.column) for below in range(row + 1, row + 12))
    values = [cell.value for cell in cells if cell is not None and cell.value is not None]
    words = [value for value in values if isinstance(value, str) and parse_quantity(value, None) is None]
    return 2 * len(words) > len(values)


def objective_over(sheet: Sheet, band: Band) -> Read[str]:
    """Given a band, return the objective that its header row names, or the row right above ('Objective 1 | Grow')."""
    for header in band.headers:
        mark = read_mark(header.text)
        if mark is not None and mark.kind == "objective":
            return Read(mark.text, sheet.ref(header.row, header.column), header.text)
    for row in (band.first_header_row - 1, band.first_header_row - 2):
        cells = sheet.rows.get(row)
        if cells:
            return _labelled_objective(sheet, row, cells)
    return Read()


def _labelled_objective(sheet: Sheet, row: int, cells: Mapping[int, Cell]) -> Read[str]:
    texts = [(column, cell.value.strip()) for column, cell in cells.items() if isinstance(cell.value, str)]
    for index, (column, text) in enumerate(texts):
        mark = read_mark(text)
        if mark is not None:
            return Read(mark.text, sheet.ref(row, column), text) if mark.kind == "objective" else Read()
        if (
            kind_of_word(text) == "objective"
            and index + 1 < len(texts)
            and (_HAS_DIGIT.search(text) or text[-1] == ":")
        ):
            beside, words = texts[index + 1]
            return Read(words, sheet.ref(row, beside), words)
    return Read()


def _bounded(bands: Sequence[Band], sheet: Sheet) -> Iterator[Band]:
    """Each band with the rows and columns that its neighbours leave it."""
    for band in bands:
        below = [
            _first_row_of(sheet, other) - 1
            for other in bands
            if other.first_header_row > band.header_row and not (other.left > band.right or other.right < band.left)
        ]
        beside = [other.left - 1 for other in bands if other.header_row == band.header_row and other.left > band.right]
        yield Band(
            band.first_header_row,
            band.header_row,
            band.headers,
            min(below, default=sheet.last_row),
            min(beside, default=None),
        )


def _first_row_of(sheet: Sheet, band: Band) -> int:
    """A table's first row: that of its headers, or of the objective over them."""
    objective = objective_over(sheet, band)
    return objective.cell.row if objective.cell is not None else band.first_header_row


_ANCHORS = {Field.objective, Field.key_result, Field.item, Field.kpi, Field.key_result_id, Field.objective_id}
_BOUNDS = {Field.lower, Field.upper, Field.healthy_range}
_MEASURED = {Field.target, Field.current, Field.progress, Field.baseline, Field.weight, Field.score, Field.value}
_OF_KPIS = _BOUNDS | _MEASURED | {Field.unit, Field.owner, Field.day}
_TELLING = {Field.target, Field.current, Field.baseline, Field.confidence, Field.progress, Field.weight, Field.parent}
_RARE = {Field.baseline, Field.confidence, Field.lower, Field.upper, Field.healthy_range}
_HAS_DIGIT = re.compile(r"[0-9]")
_NUMBER = re.compile(r"-?[0-9.]+(?:E[+-]?[0-9]+)?")
_EXPLAINS = re.compile(
    r"[\W_0-9]*(?:huong dan|hd su dung|cach (?:dung|dien|viet|lam)|giai thich|quy dinh|quy uoc|vi du|readme|read me|"
    r"how to|instructions?|guide|guidelines?|examples?|legend|help(?!\W*(?:desk|cent(?:er|re))))(?![^\W_])"
)
_SAYS_OKR = re.compile(
    r"(?<![^\W_])(?:okrs?|kpis?|muc tieu|ket qua then chot|key results?|objectives?|krs?|chi so)(?![^\W_])"
)
