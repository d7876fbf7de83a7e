"""Whether a row heads a table of OKRs, KPIs or check-ins: enough of its words are header words, and one of them names
what OKRs or KPIs are about. Words that head every kind of list ('Name', 'Description') count only beside better
evidence, so that orders, contacts and accounts are left alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from sync.model.cells import Cell, Sheet
from sync.model.rows import Field
from sync.patterns import RarePattern
from sync.reading.sheets.header_cells import (
    ANCHORS,
    MEASURED,
    Header,
    Words,
    as_corrected,
    headers_in,
    is_a_title,
    is_measured,
    is_period_cell,
)
from sync.reading.sheets.headers import is_nearly_a_name
from sync.reading.sheets.objectives_in_headers import objective_named
from sync.reading.sheets.outlines import is_kind_word, kind_of_level, mark_of
from sync.reading.sheets.quantities import parse_quantity
from sync.reading.texts.text import bare

SEARCHED_FULLY = 20
"""So many rows from a tab's top are looked at with more patience."""
_EVIDENCE_ROWS = 40


def may_be_header(row: int, cells: Mapping[int, Cell]) -> bool:
    """A quick look: rows of data hold numbers; headers hold none but periods (1, 2, 3 … or dates), and a tick box only
    where a whole column has them."""
    texts = numbers = boxes = 0
    must_be_periods = row > SEARCHED_FULLY
    for cell in cells.values():
        kind = type(cell[0])
        if kind is str:
            texts += 1
        elif kind is Decimal:
            if must_be_periods and not is_period_cell(cell):
                return False
            numbers += 1
        elif kind is bool:
            boxes += 1
    return texts > 2 * boxes and (not numbers or not must_be_periods or numbers >= 3)


def qualifies(headers: Sequence[Header], sheet: Sheet, row: int, is_titled: bool) -> bool:
    """Given a row's headers, tell whether they head a table of OKRs, KPIs or check-ins."""
    return (
        _says_enough(headers, sheet, row, is_titled)
        or _heads_calls(headers, sheet, row)
        or _names_its_objective(headers, sheet)
    )


def _says_enough(headers: Sequence[Header], sheet: Sheet, row: int, is_titled: bool) -> bool:
    known = [header for header in headers if header.placement is not None]
    is_strong = any(_is_strong(header) for header in known)
    may_be_misspelt = row <= SEARCHED_FULLY and any(is_measured(header) for header in known)
    if len(known) < len(headers) and (is_strong or may_be_misspelt):
        corrected = [as_corrected(header) for header in headers]
        if is_strong or _heads_okrs(corrected):
            headers = corrected
        known = [header for header in headers if header.placement is not None]
    placed = [header for header in known if header.placement and header.placement.fields]
    named = [header for header in placed if header.placement and header.placement.field is not Field.period]
    periods = len(placed) - len(named)
    named = [header for header in named if not _is_one_of_the_called(sheet, header)]
    numbers = sum(1 for header in headers if header.placement is None and _NUMBER.fullmatch(header.text))
    marks = {mark_of(header.text) for header in headers}
    is_objective = "objective" in marks and "key_result" not in marks  # 'O2: Grow | KR2.1: Sell' is a row
    measured = [one.placement for one in named if one.placement and one.placement.field in MEASURED]
    # 'Tú' owns a key result: alone beside an objective it is no 'Từ'.
    if is_objective and not numbers and (len(measured) > 1 or any(not placement.weak for placement in measured)):
        return True
    if not named or (len(placed) < 2):
        return False
    if periods == 1 and len(named) == 1 and is_a_title(named[0].placement):
        return False  # 'Q3 2026 OKRs | As of: 9/30/2026'
    is_sure = is_strong and any(is_measured(header) for header in named)
    share = 0.3 if is_sure else 0.4
    if len(known) < share * len(headers) and not _heads_all_that_it_takes(named):
        return False
    if numbers and (len(named) < 4 or numbers > 1):
        return False
    fields = {field for header in named if header.placement for field in header.placement.fields[:1]}
    some = {field for header in named if header.placement for field in header.placement.fields}
    anchors = [
        header
        for header in named
        if header.placement
        and not header.placement.weak
        and header.placement.field in ANCHORS
        and not _heads_kinds(sheet, row, header.column)
        and not _is_what_they_are_to_be(header, named, sheet, row)
    ]
    if any(header.placement and header.placement.field is not Field.kpi for header in anchors):
        return True
    if anchors and (periods >= 2 or some & _OF_KPIS):
        return True
    if {Field.day, Field.key_result_id} <= some and some & {Field.value, Field.current} and is_log(sheet.title):
        return True
    weak = [header for header in named if header.placement and set(header.placement.fields) & ANCHORS]
    is_of_measures = any(_names_by_words(sheet, row, header) for header in named)
    if is_of_measures and _aims(named) > 1 and (Field.current in some or any(map(_is_so_far, placed))):
        return True  # 'Chỉ tiêu | Kế hoạch | Thực hiện', 'Chỉ tiêu | Kế hoạch | Thực hiện đến 19/11'
    if not weak:
        return False
    if any(header.placement and Field.kpi in header.placement.fields for header in weak) and (
        fields & _BOUNDS or (is_titled and (periods >= 3 or some & MEASURED)) or (periods >= 3 and Field.target in some)
    ):
        return True
    if any(header.placement and Field.objective in header.placement.fields for header in weak):
        return len(some & _TELLING) >= 2
    if is_titled and some & (MEASURED | {Field.owner, Field.row_kind}):
        return True
    if fields & _RARE and {Field.target, Field.current} <= some:
        return True
    return _marks_below(sheet, row, headers)


def _heads_all_that_it_takes(headers: Sequence[Header]) -> bool:
    """Whether objectives, key results or KPIs are headed, what they are to reach and how they stand, each by a word
    that heads little else: whatever other columns a team keeps beside these, it is a table of them."""
    placements = [one.placement for one in headers if one.placement is not None and not one.placement.weak]
    fields = {placement.field for placement in placements if not placement.guessed}
    return {Field.target, Field.current} <= fields and not fields.isdisjoint(_SUBJECTS)


def _names_by_words(sheet: Sheet, row: int, header: Header) -> bool:
    """Whether words stand below 'Chỉ tiêu', which heads targets as well as what they are of."""
    if header.placement is None or header.placement.fields != (Field.target, Field.kpi):
        return False
    below = [sheet.cell(row + step, header.column) for step in range(1, 4)]
    texts = [cell.value for cell in below if cell is not None and cell.value is not None]
    return bool(texts) and all(isinstance(text, str) and parse_quantity(text, None) is None for text in texts)


def _is_so_far(header: Header) -> bool:
    """'Thực hiện đến 19/11': the value of one day."""
    placement = header.placement
    return placement is not None and placement.field is Field.period and _SO_FAR.match(bare(header.text)) is not None


_SO_FAR = RarePattern(r"(?:ket qua|thuc hien|thuc te|th|da dat|actuals?|results?)(?: tinh)? (?:den|toi|to|as of|at) ")


def _aims(named: Sequence[Header]) -> int:
    return sum(one.placement is not None and Field.target in one.placement.fields for one in named)


def is_log(title: str) -> bool:
    """Given a tab's name, tell whether it speaks of check-ins or of what was updated."""
    return _LOG.search(bare(title)) is not None


def misspelt_headers(sheet: Sheet, words: Words) -> tuple[Header, ...]:
    """Given a tab without any band, return the first row that could be a line of headers where all are misspelt, names
    of objectives and key results and a value of theirs among them; nothing where it is none."""
    for row, cells in sheet.rows.items():
        if row > SEARCHED_FULLY:
            break
        headers = headers_in(sheet, row, words)
        if len(headers) < max(4, len(cells)) or any(len(header.text) > 40 for header in headers):
            continue
        if sum(1 for header in headers if is_nearly_a_name(header.text)) < 2:
            return ()
        return headers if _heads_okrs([as_corrected(header) for header in headers]) else ()
    return ()


def _is_strong(header: Header) -> bool:
    placement = header.placement
    return placement is not None and not placement.weak and placement.field in ANCHORS


def _heads_okrs(headers: Sequence[Header]) -> bool:
    """Whether objectives, key results and a value of theirs are all headed: too much for misspelt words of others."""
    fields = {header.placement.field for header in headers if header.placement is not None}
    return {Field.objective, Field.key_result} <= fields and any(is_measured(header) for header in headers)


def _heads_kinds(sheet: Sheet, row: int, column: int) -> bool:
    """Whether this cell is itself one of a column of kinds: 'Objective', 'Key result', 'Key result' …"""
    cell = sheet.cell(row + 1, column)
    text = cell.value if cell is not None else None
    return isinstance(text, str) and is_kind_word(text) and not HAS_DIGIT.search(text)


def _is_what_they_are_to_be(header: Header, named: Sequence[Header], sheet: Sheet, row: int) -> bool:
    """Whether 'Mục tiêu' is the target of metrics left of it, and names no objectives: numbers stand below."""
    if header.placement is None or header.placement.fields != (Field.objective, Field.target):
        return False
    metrics = [one for one in named if one.placement and one.placement.weak and Field.kpi in one.placement.fields]
    if not metrics or metrics[0].column > header.column:
        return False
    below = [sheet.cell(row + step, header.column) for step in range(1, 6)]
    values = [cell.value for cell in below if cell is not None and cell.value is not None]
    return any(isinstance(value, Decimal) or parse_quantity(str(value), None) is not None for value in values)


def _is_one_of_the_called(sheet: Sheet, header: Header) -> bool:
    """Whether 'KR 1.3' is one of a column of such rather than what heads it."""
    if not _calls_a_row(header.text):
        return False
    near = (sheet.cell(header.row + step, header.column) for step in (-1, 1))
    return any(one is not None and isinstance(one.value, str) and _calls_a_row(one.value) for one in near)


def _calls_a_row(text: str) -> bool:
    return HAS_DIGIT.search(text) is not None and (is_kind_word(text) or _CODE.fullmatch(text.strip()) is not None)


def _heads_calls(headers: Sequence[Header], sheet: Sheet, row: int) -> bool:
    """Whether 'KR1', 'KR2' … stand below 'KR', and words of theirs beside them, whatever these are headed with."""
    called = next((one for one in headers if _is_strong(one) and _is_a_key_result(one)), None)
    if called is None or len(headers) < 2 or HAS_DIGIT.search(called.text):
        return False
    below = [cells for step in range(1, 4) if (cells := sheet.rows.get(row + step))]
    beside = [[cells.get(one.column) for cells in below] for one in headers if one.column > called.column]
    return (
        len(below) > 1
        and all(_is_text(cells.get(called.column), _calls_a_row) for cells in below)
        and any(all(_is_text(cell, _has_several_words) for cell in cells) for cells in beside)
    )


def _names_its_objective(headers: Sequence[Header], sheet: Sheet) -> bool:
    """Whether 'Objective 1 | Grow revenue' stands left of a value's header, over 'KR1', 'KR2' … and their words; 'O2 |
    Grow' left of '% | 2' is a row of a list."""
    named = objective_named(headers, sheet)
    right = [] if named is None else [one for one in headers if one.column > named.title.column]
    placed = [one for one in right if one.placement is not None and one.placement.fields and one.text.strip("% ")]
    heads_values = any(is_measured(one) and one.placement is not None and not one.placement.weak for one in placed)
    return heads_values and 2 * len(placed) > len(right)


def _is_a_key_result(header: Header) -> bool:
    return header.placement is not None and header.placement.field is Field.key_result


def _is_text(cell: Cell | None, is_one: Callable[[str], bool]) -> bool:
    return cell is not None and isinstance(cell.value, str) and is_one(cell.value)


def _has_several_words(text: str) -> bool:
    return " " in text.strip()


def _marks_below(sheet: Sheet, row: int, headers: Sequence[Header]) -> bool:
    """Whether the rows below say themselves that they are objectives and key results, or a column of kinds does."""
    objectives = key_results = 0
    of_kinds = {header.column for header in headers if header.placement and Field.row_kind in header.placement.fields}
    for below in range(row + 1, row + _EVIDENCE_ROWS):
        cells = sheet.rows.get(below)
        if not cells:
            continue
        for header in headers:
            cell = cells.get(header.column)
            if cell is not None and isinstance(cell.value, str):
                mark = kind_of_level(cell.value) if header.column in of_kinds else mark_of(cell.value)
                objectives += mark == "objective"
                key_results += mark == "key_result"
    return bool(objectives and key_results)


_SUBJECTS = {Field.objective, Field.key_result, Field.item, Field.kpi}
_BOUNDS = {Field.lower, Field.upper, Field.healthy_range}
_OF_KPIS = _BOUNDS | MEASURED | {Field.unit, Field.owner, Field.day, Field.target_minimum, Field.target_stretch}
_TELLING = {Field.target, Field.current, Field.baseline, Field.confidence, Field.progress, Field.weight, Field.parent}
_RARE = {Field.baseline, Field.confidence, Field.lower, Field.upper, Field.healthy_range}
_LOG = RarePattern(r"check.?ins?|cap nhat|nhat ky|\blogs?\b|lich su|history|updates?")
HAS_DIGIT = re.compile(r"[0-9]")
_CODE = RarePattern(r"(?:o|obj|kr|kpi)[-_. ]?[a-z]?[0-9]{1,3}(?:[-_.][0-9a-z]{1,3})*", re.IGNORECASE)
_NUMBER = re.compile(r"-?[0-9.]+(?:E[+-]?[0-9]+)?")
