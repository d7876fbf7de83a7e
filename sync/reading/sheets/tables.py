"""A tab ─▶ the bands of headers that stand on it, each with the rows below that may be its own.

Headers may take two rows, merged or not; tables may stand below or beside each other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from sync.model.cells import Area, Cell, Sheet
from sync.model.readings import Read
from sync.model.rows import Field
from sync.patterns import RarePattern
from sync.reading.sheets.header_cells import Header, Words, as_corrected, headers_in, is_anchor
from sync.reading.sheets.header_lines import (
    are_one_tables,
    has_words,
    joined_headers,
    merges_by_first_row,
    rows_of_header,
    side_by_side,
    without_wide_periods,
)
from sync.reading.sheets.header_periods import LONGEST_HEADER
from sync.reading.sheets.header_rows import HAS_DIGIT, SEARCHED_FULLY, may_be_header, misspelt_headers, qualifies
from sync.reading.sheets.headers import OWNED_MARK, place, plain_words
from sync.reading.sheets.lists_beside import without_list_beside, without_summaries
from sync.reading.sheets.objectives_in_headers import heads_items, names_of_subitems, objective_named
from sync.reading.sheets.outlines import kind_of_word, read_mark
from sync.reading.sheets.quantities import parse_quantity
from sync.reading.sheets.tables_apart import edges_of, is_empty_below, tables_apart
from sync.reading.sheets.words_over_ours import NOTHING_OWNED, our_columns, rows_before_words
from sync.reading.texts.text import bare


class Band(NamedTuple):
    """The headers of one table and the rows below them that may belong to it. ``end_row`` is the last of these;
    ``limit`` is the last column that another table beside it leaves, ``start`` the first one where that table began
    higher up."""

    first_header_row: int
    header_row: int
    headers: tuple[Header, ...]
    end_row: int
    limit: int | None = None
    start: int | None = None
    has_headers: bool = True
    """False for an outline over which no headers stand: ``header_row`` is then the row before its first."""

    @property
    def left(self) -> int:
        return self.headers[0].column

    @property
    def right(self) -> int:
        return self.headers[-1].column


def find_bands(sheet: Sheet, words: Words, owned: Mapping[str, Field] = NOTHING_OWNED) -> tuple[Band, ...]:
    """Given a tab, the words that settings place, and those that head our columns by them, return its bands, top to
    bottom and left to right."""
    merged = merges_by_first_row(sheet)
    is_titled = says_okr(sheet.title)
    found: list[Band] = []
    edges = edges_of(())
    taken_to = 0
    for row, cells in sheet.rows.items():
        if row <= taken_to:
            continue
        if not is_titled and row <= SEARCHED_FULLY and _is_title_row(cells):
            is_titled = any(says_okr(cell.value) for cell in cells.values() if isinstance(cell.value, str))
        bands, last = [], row
        for alone in tables_apart(sheet, row, edges):
            beside, its_last = _headed_by(alone, row, words, owned, merged, is_titled)
            bands += beside
            last = max(last, its_last)
        if not bands:
            bands, last = _headed_by(sheet, row, words, owned, merged, is_titled)
        if bands:
            found += bands
            edges = edges_of([(band.left, band.right) for band in found])
        taken_to = last
    if not found:
        misspelt = misspelt_headers(sheet, words)
        if misspelt and all(as_corrected(header).placement is not None for header in misspelt):
            found.append(Band(misspelt[0].row, misspelt[0].row, misspelt, 0))
    if any(names_of_subitems(band.headers) is not None for band in found):
        found = [band for band in found if not heads_items(band.headers)]
    return tuple(_bounded(found, sheet, owned))


def _headed_by(
    sheet: Sheet,
    row: int,
    words: Words,
    owned: Collection[str],
    merged: Mapping[int, list[Area]],
    is_titled: bool,
) -> tuple[list[Band], int]:
    """The bands that a row's headers head, from left to right, and the last row that these headers take."""
    if not may_be_header(row, sheet.rows[row]):
        return [], row
    single = headers_in(sheet, row, words)
    if not any(header.placement is not None for header in single):
        return [], row
    first, last = row, row
    is_one = any(qualifies(part, sheet, row, is_titled) for part in side_by_side(single, sheet, row))
    if is_one or (row <= SEARCHED_FULLY and any(map(is_anchor, single)) and any(map(_is_of_a_period, single))):
        first, last = rows_of_header(sheet, row, single, merged)
    if not is_one and first == last:
        return [], row
    if first == last:
        headers = without_wide_periods(sheet, single, merged)
    else:
        headers = joined_headers(sheet, first, last, merged, words)
    parts = [one for part in side_by_side(headers, sheet, last) for one in _at_gaps(part, sheet, last, is_titled)]
    told = {*words, *owned}
    parts = without_summaries([without_list_beside(part, sheet, last, told) for part in parts], sheet, told)
    return [Band(first, last, part, 0) for part in parts if qualifies(part, sheet, last, is_titled)], last


def _at_gaps(part: tuple[Header, ...], sheet: Sheet, row: int, is_titled: bool) -> list[tuple[Header, ...]]:
    """Headers cut at an empty column on both sides of which a table is headed, with values of its own."""
    for at in range(1, len(part)):
        column = part[at].column
        if column - part[at - 1].column < 2 or not is_empty_below(sheet, row, column - 1):
            continue
        left, right = part[:at], part[at:]
        both = _values_of(left) & _values_of(right)
        if not both or are_one_tables(left, right) or not (_names(left, sheet, row) and _names(right, sheet, row)):
            continue
        if qualifies(left, sheet, row, is_titled) and qualifies(right, sheet, row, is_titled):
            return [left, *_at_gaps(right, sheet, row, is_titled)]
    return [part]


def _values_of(headers: Sequence[Header]) -> set[Field]:
    placements = (header.placement for header in headers if header.placement is not None)
    return {field for placement in placements for field in placement.fields} & {Field.target, Field.current}


def _names(headers: Sequence[Header], sheet: Sheet, row: int) -> bool:
    """Whether a header names objectives, key results or KPIs, and words stand below it."""
    return any(is_anchor(header) and has_words(sheet, row, header) for header in headers)


def _is_of_a_period(header: Header) -> bool:
    """Whether a header may be a group's, over the words that say what stands in its columns: 'October 2026'."""
    return header.placement is not None and header.placement.field is Field.period


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
        own = [(column, cell) for column, cell in cells.items() if _may_be_of(band, column)]
        if (said := _period_beside_its_label(own)) is not None:
            titles.append(Read(said, sheet.ref(row, own[0][0]), said))
            continue
        if (said := _period_in_parts(own)) is not None:
            titles.append(Read(said, sheet.ref(row, own[0][0]), said))
        for column, cell in own[:3]:
            if isinstance(cell.value, str) and 1 < len(cell.value.strip()) <= 90:
                titles.append(Read(cell.value.strip(), sheet.ref(row, column), cell.value))
    return titles


def _period_beside_its_label(cells: Sequence[tuple[int, Cell]]) -> str | None:
    """'Quý 4/2026' of 'Quý: | 4/2026'."""
    if len(cells) != 2 or not isinstance(label := cells[0][1].value, str) or bare(label).strip(" :") not in _PERIODS:
        return None
    value = cells[1][1].value
    said = str(value) if isinstance(value, str | Decimal) and cells[1][1].number_format == "General" else ""
    return f"{label.strip(' :')} {said}" if said and len(said) < 20 else None


def _period_in_parts(cells: Sequence[tuple[int, Cell]]) -> str | None:
    """'Quarter 4 FY 2026' of 'FY: 2026 | Quarter: 4'."""
    texts = [cell.value for _, cell in cells if isinstance(cell.value, str) and ":" in cell.value]
    labelled = [found for text in texts if (found := _LABELLED.fullmatch(bare(text))) is not None]
    said = {found["label"]: f"{found['label']} {found['value']}" for found in labelled}
    return " ".join(said[label] for label in (*_PERIODS, "fy") if label in said) or None


_LABELLED = RarePattern(
    r"\W*(?:fiscal |financial )?(?P<label>fy|year|nam|quarter|quy|half|month|thang)(?: tai chinh)?\s?:\s?"
    r"(?:q|fy)?(?P<value>(?:20)?[0-9]{1,2}|i{1,3}|iv)\W*"
)
_PERIODS = ("quy", "quarter", "thang", "month", "nam", "year", "tuan", "week")


def objective_over(sheet: Sheet, band: Band) -> Read[str]:
    """Given a band, return the objective that its header row names, or the row right above ('Objective 1 | Grow')."""
    for header in band.headers:
        mark = read_mark(header.text)
        if mark is not None and mark.kind == "objective" and not mark.spans_time:
            return Read(mark.text, sheet.ref(header.row, header.column), header.text)
    named = objective_named(band.headers, sheet)
    if named is not None:
        return Read(named.title.text, sheet.ref(named.title.row, named.title.column), named.title.text)
    subitems = names_of_subitems(band.headers)
    if subitems is not None:
        item = sheet.cell(band.first_header_row - 1, subitems.column - 1)
        text = item.value.strip() if item is not None and isinstance(item.value, str) else ""
        return Read(text, sheet.ref(band.first_header_row - 1, subitems.column - 1), text) if text else Read()
    for row in range(band.header_row - 1, band.first_header_row - _FARTHEST_OBJECTIVE, -1):
        cells = sheet.rows.get(row, {})
        own = {column: cell for column, cell in cells.items() if _may_be_of(band, column)}
        if not own or (row < band.first_header_row and _labels_another_field(own)):
            continue
        found = _labelled_objective(sheet, row, own)
        if row >= band.first_header_row and (found.value is None or not _is_marked(own)):
            continue  # 'Objective: Grow | Weight: 60%' was taken for a line of headers
        if found.value is None and len(own) == 1 and _labels_an_objective(own) and row + 1 < band.first_header_row:
            found = _alone_in(sheet, row + 1, band)
        if found.value is not None or len(own) > 1 or _is_marked(own):
            return found
    return Read()


_FARTHEST_OBJECTIVE = 6


def _is_marked(cells: Mapping[int, Cell]) -> bool:
    return any(isinstance(cell.value, str) and read_mark(cell.value) is not None for cell in cells.values())


def _is_title_row(cells: Mapping[int, Cell]) -> bool:
    return len(cells) <= 3


def _labelled_objective(sheet: Sheet, row: int, cells: Mapping[int, Cell]) -> Read[str]:
    texts = [(column, cell.value.strip()) for column, cell in cells.items() if isinstance(cell.value, str)]
    numbers = sum(1 for cell in cells.values() if isinstance(cell.value, Decimal))
    numbers += sum(1 for _, text in texts if parse_quantity(text, None) is not None)
    plain = [text for _, text in texts if ":" not in text and read_mark(text) is None]
    if numbers > 1 and any(parse_quantity(text, None) is None for text in plain):
        return Read()  # 'O1: Grow | Sign clients | 5 | 3' is a row of the table above
    for index, (column, text) in enumerate(texts):
        mark = read_mark(text)
        if mark is not None:
            return Read(mark.text, sheet.ref(row, column), text) if mark.kind == "objective" else Read()
        is_label = kind_of_word(text) == "objective" and index + 1 < len(texts)
        is_numbered = HAS_DIGIT.search(text) is not None or text[-1] == ":"
        if is_label and (is_numbered or (len(cells) == 2 and _says_more_than_a_header(texts[1][1]))):
            beside, words = texts[index + 1]
            return Read(words, sheet.ref(row, beside), words)
    return Read()


def _says_more_than_a_header(text: str) -> bool:
    return kind_of_word(text) is None and place(text) is None and " " in text


def _labels_another_field(cells: Mapping[int, Cell]) -> bool:
    """Whether a row says of a table whose it is or when it is due: 'Owner | Al', 'Trọng số: | 40%'."""
    if len(cells) != 2:
        return False
    first = next(iter(cells.values())).value
    named = place(first.strip(" :")) if isinstance(first, str) else None
    return named is not None and named.field in _OF_A_CARD


_OF_A_CARD = {
    Field.owner, Field.team, Field.due, Field.start, Field.weight, Field.status, Field.cycle, Field.confidence,
    Field.progress, Field.score,
}  # fmt: skip


def _labels_an_objective(cells: Mapping[int, Cell]) -> bool:
    """Whether a row says 'OBJECTIVE 2:' and nothing more: its words stand in the next."""
    text = next(iter(cells.values())).value
    if not isinstance(text, str) or kind_of_word(text) != "objective":
        return False
    return HAS_DIGIT.search(text) is not None or text.rstrip().endswith(":") or plain_words(text) in _OBJECTIVES


_OBJECTIVES = ("objective", "muc tieu")


def _alone_in(sheet: Sheet, row: int, band: Band) -> Read[str]:
    own = [(column, cell.value) for column, cell in sheet.rows.get(row, {}).items() if _may_be_of(band, column)]
    if len(own) != 1 or not isinstance(own[0][1], str) or read_mark(own[0][1]) is not None:
        return Read()
    return Read(own[0][1].strip(), sheet.ref(row, own[0][0]), own[0][1])


def _may_be_of(band: Band, column: int) -> bool:
    """Whether what stands in a column above a band may be its own, or is of a table beside it."""
    if band.start is not None and column < band.start:
        return False
    return band.limit is None or band.left - 1 <= column <= band.limit


def _bounded(bands: Sequence[Band], sheet: Sheet, owned: Mapping[str, Field]) -> Iterator[Band]:
    """Each band with the rows and columns that its neighbours leave it."""
    bands = list(_between(bands, sheet)) if len(bands) > 1 else bands
    for band in bands:
        below = [_first_row_of(sheet, other) - 1 for other in bands if _is_below(other, band)]
        end = min(below, default=sheet.last_row)
        ours = our_columns(band.headers, owned)
        values = [one.column for one in band.headers if one.placement is not None and one.placement.field in _VALUES]
        rows, cells_of = range(band.header_row + 1, end + 1), partial(_own_cells, band=band)
        over_ours = rows_before_words(sheet, rows, ours, values, cells_of)
        yield band._replace(end_row=min((end, *_rows_before_another_list(sheet, band, end), *over_ours)))


_VALUES = (Field.baseline, Field.target, Field.current)


def _rows_before_another_list(sheet: Sheet, band: Band, end: int) -> Iterator[int]:
    """The rows of a band after which, below a free row, another list is headed that is none of OKRs or KPIs:
    'Milestone | Target date | Definition of done | Status'."""
    own = {plain_words(header.text) for header in band.headers if OWNED_MARK not in header.text}
    above = band.header_row
    for row in sheet.rows:
        if not band.header_row < row <= end:
            continue
        is_apart, above = row - above > 1, row
        if is_apart:
            heads = row if len(_own_cells(sheet, row, band)) != 1 else _row_after(sheet, row)
            again, others = _said_again(sheet, heads, band)
            if again and others < 2:
                continue
            if again or (
                _heads_another_list(_typed_cells(sheet, heads, band), own) and _own_cells(sheet, heads + 1, band)
            ):
                yield row - 1


def heads_the_same(sheet: Sheet, row: int, band: Band) -> bool:
    """Whether a row says again, in other words, what a band's columns hold: 'Item | Plan | Actual' below 'KPI |
    Target | Current'."""
    return _said_again(sheet, row, band)[0]


def _said_again(sheet: Sheet, row: int, band: Band) -> tuple[bool, int]:
    """Whether a row in words heads target and current value where the band does, and over how many of its names
    something else stands: 'Team | Role | Target | Current' below 'Objective | Key result | Target | Current'."""
    cells = _typed_cells(sheet, row, band)
    if not _are_words(cells):
        return False, 0
    again, others = set[Field](), 0
    for header in band.headers:
        cell = cells.get(header.column)
        if cell is None or header.placement is None:
            continue
        said = place(cell.value) if isinstance(cell.value, str) else None
        fields, own = {*said.fields} if said is not None else set(), {*header.placement.fields}
        others += bool(own & _NAMES) and own.isdisjoint(_OTHERS_TOO) and _NAMES.isdisjoint(fields)
        again |= fields & own
    return {Field.target, Field.current} <= again, others


_NAMES = frozenset((Field.objective, Field.key_result, Field.item))
"""What is measured in a table of OKRs; of KPIs it is whatever a list is of: 'Khu vực | ĐVT | Kế hoạch | Thực hiện'."""
_OTHERS_TOO = frozenset((Field.kpi, Field.target, Field.current))
"""'Mục tiêu' is the objective, or the target."""


def _typed_cells(sheet: Sheet, row: int, band: Band) -> Mapping[int, Cell]:
    """A band's cells without those of our own columns, which may hold what was once written there."""
    ours = {header.column for header in band.headers if OWNED_MARK in header.text}
    return {column: cell for column, cell in _own_cells(sheet, row, band).items() if column not in ours}


def _are_words(cells: Mapping[int, Cell]) -> bool:
    texts = [cell.value for cell in cells.values()]
    return len(texts) > 2 and all(
        isinstance(text, str) and len(text) <= LONGEST_HEADER and not HAS_DIGIT.search(text) for text in texts
    )


def _row_after(sheet: Sheet, row: int) -> int:
    return next((below for below in (row + 1, row + 2) if below in sheet.rows), row)


def _heads_another_list(cells: Mapping[int, Cell], own: set[str]) -> bool:
    if not _are_words(cells):
        return False
    words = [str(cell.value) for cell in cells.values()]
    placed = [text for text in words if (placement := place(text)) is not None and placement.fields]
    known = sum(plain_words(text) in own for text in words)
    return 2 * len(placed) >= len(words) and len(placed) > 1 and 2 * known < len(words)


def _between(bands: Sequence[Band], sheet: Sheet) -> Iterator[Band]:
    """Each band with the columns that those beside it leave it."""
    ends = {}
    for band in bands:
        after = min((other.first_header_row for other in bands if _is_below(other, band)), default=sheet.last_row + 1)
        rows = range(after - 1, band.header_row, -1)
        own = range(band.left, band.right + 1)
        ends[band] = next((row for row in rows if not sheet.rows.get(row, {}).keys().isdisjoint(own)), band.header_row)
    for band in bands:
        right = [other for other in bands if other.left > band.right and _share_rows(band, other, ends)]
        left = [other for other in bands if other.right < band.left and _share_rows(band, other, ends)]
        higher = [other.right + 1 for other in left if other.header_row < band.first_header_row]
        yield band._replace(
            limit=min((other.left - 1 for other in right), default=None), start=max(higher, default=None)
        )


def _is_below(other: Band, band: Band) -> bool:
    apart = other.left > band.right or other.right < band.left
    return other.first_header_row > band.header_row and not apart


def _share_rows(one: Band, other: Band, ends: Mapping[Band, int]) -> bool:
    return one.first_header_row <= ends[other] and other.first_header_row <= ends[one]


def _first_row_of(sheet: Sheet, band: Band) -> int:
    """A table's first row: that of its headers, or of the objective over them."""
    objective = objective_over(sheet, band)
    first = objective.cell.row if objective.cell is not None else band.first_header_row
    label = _own_cells(sheet, first - 1, band)
    if objective.cell is not None and len(label) == 1 and _labels_an_objective(label):
        first -= 1
    top = first
    while _is_a_heading(own := _own_cells(sheet, top - 1, band), band):
        top -= 1
    return first if own else top


def _own_cells(sheet: Sheet, row: int, band: Band) -> Mapping[int, Cell]:
    return {column: cell for column, cell in sheet.rows.get(row, {}).items() if _may_be_of(band, column)}


def _is_a_heading(cells: Mapping[int, Cell], band: Band) -> bool:
    """Whether a row holds one text and no more, where a table begins: of several right above a table, under a free row,
    none is a row of the table above."""
    texts = [cell.value for cell in cells.values()]
    if len(texts) != 1 or not isinstance(texts[0], str) or min(cells) > band.left:
        return False
    mark = read_mark(texts[0])
    return mark is None or mark.kind == "objective"


_EXPLAINS = RarePattern(
    r"[\W_0-9]*(?:huong dan|hd su dung|cach (?:dung|dien|viet|lam)|giai thich|quy dinh|quy uoc|vi du|readme|read me|"
    r"how to|instructions?|guide|guidelines?|examples?|legend|help(?!\W*(?:desk|cent(?:er|re))))(?![^\W_])"
)
_SAYS_OKR = re.compile(
    r"(?<![^\W_])(?:okrs?|kpis?|muc tieu|ket qua then chot|key results?|objectives?|krs?|chi so|scorecards?|metrics|"
    r"measurables?)(?![^\W_])"
)
