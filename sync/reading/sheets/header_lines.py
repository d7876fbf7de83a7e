"""Headers of two rows, merged or not ─▶ one line of them; one line over tables that stand side by side ─▶ each table's
own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise, takewhile

from sync.model.cells import Area, Cell, Sheet
from sync.model.rows import Field
from sync.reading.sheets.header_cells import Header, Words, header_of, in_a_row, is_a_title, is_anchor, is_measured
from sync.reading.sheets.headers import Placement, place, plain_words
from sync.reading.sheets.headers_in_a_row import is_numbered, numbers_periods, place_group
from sync.reading.sheets.quantities import parse_quantity
from sync.reading.sheets.roles_of_rows import Role, role_of


def merges_by_first_row(sheet: Sheet) -> Mapping[int, list[Area]]:
    """Given a tab, return its merged areas by their first rows."""
    by_row: dict[int, list[Area]] = {}
    for area in sheet.merges:
        by_row.setdefault(area.first_row, []).append(area)
    return by_row


def rows_of_header(
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
    groups_above = {column: str(above[column].value) for column in texts}
    told = {column: place_group(text, groups_above.values()) for column, text in groups_above.items()}
    named = [column for column, found in told.items() if found is not None and found.period and not is_a_title(found)]
    if tall or (groups and all(any(area.first_column == column for area in groups) for column in texts)):
        return row - 1, row
    if len(named) >= 2 and len(named) == len(texts):
        return row - 1, row
    return row, row


def _is_sub_header(sheet: Sheet, row: int, headers: Sequence[Header], merged: Mapping[int, Sequence[Area]]) -> bool:
    below = sheet.rows.get(row + 1)
    if not below or any(is_a_title(header.placement) for header in headers):
        return False
    areas = merged.get(row, ())
    wide = [area for area in areas if area.first_column < area.last_column and area.last_row == row]
    tall = [area for area in areas if area.first_row < area.last_row]
    own = {header.column for header in headers}
    reach = max([headers[-1].column, *(area.last_column for area in wide)])
    while reach + 1 in below:
        reach += 1
    below = {column: cell for column, cell in below.items() if column <= reach}  # what begins beyond is another table's
    if _are_numbers_of_periods(below, headers) or _are_numbered(below, headers):
        return True
    texts = {column: cell.value.strip() for column, cell in below.items() if isinstance(cell.value, str)}
    if not texts or len(texts) < sum(1 for cell in below.values() if cell.value is not None):
        return False
    placed = {column: found for column, text in texts.items() if (found := place(text)) is not None}
    known = [column for column, found in placed.items() if found.fields]
    under_groups = [column for column in texts if any(area.first_column <= column <= area.last_column for area in wide)]
    if _say_which_is_measured(texts, headers):
        return True
    if known and under_groups and len(placed) >= 0.6 * len(texts):  # 'Budget | Actual | Variance' under each month
        return True
    if len(known) < 0.6 * len(texts):
        return False
    in_gaps = [column for column in texts if column not in own]
    return bool(in_gaps) and (bool(tall) or len(in_gaps) >= 0.4 * len(texts))


def _are_numbers_of_periods(below: Mapping[int, Cell], headers: Sequence[Header]) -> bool:
    """Whether '9 | 10 | 11' stand below 'Tháng', and nothing beside them."""
    typed = {column: cell.value for column, cell in sorted(below.items()) if cell.value is not None}
    over = [one for one in headers if typed and one.column <= min(typed)]
    last = _NUMBERED.get(plain_words(over[-1].text), 0) if over else 0
    is_last = over[-1:] == [one for one in headers if one.column <= max(typed, default=0)][-1:]
    numbers = [int(str(value)) for value in typed.values() if str(value).strip().isdigit()]
    follow = all(after == before + 1 for before, after in pairwise(numbers))
    return is_last and len(typed) == len(numbers) > 1 and follow and numbers[0] >= 1 and numbers[-1] <= last


def _are_numbered(below: Mapping[int, Cell], headers: Sequence[Header]) -> bool:
    """Whether 'P01 | P02 | P03' stand below 'FY26', and nothing beside them."""
    typed = {column: cell.value for column, cell in sorted(below.items()) if cell.value is not None}
    over = [one for one in headers if typed and one.column <= min(typed)]
    is_one = len(typed) > 1 and bool(over) and numbers_periods(over[-1].text)
    return is_one and all(isinstance(text, str) and is_numbered(text) for text in typed.values())


_NUMBERED = {
    **dict.fromkeys(("thang", "month", "months"), 12),
    **dict.fromkeys(("quy", "quarter", "quarters"), 4),
    **dict.fromkeys(("tuan", "week", "weeks"), 53),
}


def _say_which_is_measured(texts: Mapping[int, str], headers: Sequence[Header]) -> bool:
    """Whether the words below tell the actual value of each period from what stands beside it, whatever that is called:
    'AOP | Actual | AOP | Actual' below 'Oct | | YTD Oct |'."""
    periods = [one.column for one in headers if one.placement is not None and _may_be_over_a_pair(one.placement)]
    own = {header.column for header in headers}
    reach = [
        [column, *takewhile(lambda under: under not in own, range(column + 1, max(texts) + 1))] for column in periods
    ]
    roles = [[role_of(texts[column]) for column in columns if column in texts] for columns in reach]
    roles = [beside for beside in roles if len(beside) > 1]
    return bool(roles) and all(Role.actual in beside for beside in roles)


def _may_be_over_a_pair(placement: Placement) -> bool:
    return bool(placement.period) or placement.field is Field.current


def without_wide_periods(
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


def joined_headers(
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
    return in_a_row(headers, words)


def _reach_of(column: int, upper: Mapping[int, Cell], lower: Mapping[int, Cell]) -> int:
    """How far a group's words reach that are not merged: over the headers up to the next words above."""
    text = upper[column].value
    beside = [cell.value for cell in upper.values() if isinstance(cell.value, str)]
    found = place_group(text, beside) if isinstance(text, str) else None
    counts = isinstance(text, str) and (
        plain_words(text) in _NUMBERED or numbers_periods(text)
    )  # 'Tháng' over 9, 10, 11
    if not (counts or (found is not None and found.period)) or column not in lower:
        return column
    while column + 1 in lower and column + 1 not in upper:
        column += 1
    return column


def side_by_side(headers: Sequence[Header], sheet: Sheet, row: int) -> list[tuple[Header, ...]]:
    """Given one line of headers, return it cut where another table begins: after an empty column, or where the words
    begin anew; pieces that say too little go with their neighbour."""
    if not headers:
        return []
    starts = [0]
    names: set[str] = set()  # of the piece that grows: its headers' words, lists and whether it says how much
    lists: set[Field] = set()
    has_anchor = says_how_much = False
    behind = _lists_from(headers)
    for index, header in enumerate(headers):
        if index:
            gap = header.column - headers[index - 1].column > 1
            anew = plain_words(header.text) == plain_words(headers[starts[-1]].text) and is_anchor(header)
            is_new = (
                gap
                and is_anchor(header)
                and (plain_words(header.text) in names or (has_anchor and says_how_much))
                and not _has_numbers(sheet, row, header)
                and not _are_lists_of_one(lists, header, behind[index])
            )
            if (is_new and _column_is_empty(sheet, row, header.column - 1)) or (
                anew and not header.upper and index - starts[-1] >= 2 and has_words(sheet, row, header)
            ):
                starts.append(index)
                names, lists, has_anchor, says_how_much = set(), set(), False, False
        names.add(plain_words(header.text))
        lists |= _names_in([header])
        has_anchor = has_anchor or is_anchor(header)
        says_how_much = says_how_much or (_says_how_much(header) and not has_words(sheet, row, header))
    return [tuple(headers[start:end]) for start, end in zip(starts, [*starts[1:], len(headers)], strict=True)]


def _lists_from(headers: Sequence[Header]) -> list[set[Field]]:
    """What is listed by each header and those behind it."""
    found: list[set[Field]] = []
    lists: set[Field] = set()
    for header in reversed(headers):
        lists = lists | _names_in([header])
        found.append(lists)
    return found[::-1]


def are_one_tables(before: Sequence[Header], behind: Sequence[Header]) -> bool:
    """Whether an empty column parts only objectives from their key results: neither side names both."""
    return _are_lists_of_one(_names_in(before), behind[0], _names_in(behind))


def _are_lists_of_one(before: Collection[Field], first: Header, behind: Collection[Field]) -> bool:
    is_first = first.placement is not None and first.placement.field in (Field.objective, Field.key_result)
    return is_first and len(before) == len(behind) == 1 and before != behind


def _names_in(headers: Sequence[Header]) -> set[Field]:
    fields = {one.placement.field for one in headers if one.placement is not None}
    return {field for field in (Field.objective, Field.key_result, Field.item) if field in fields}


def _says_how_much(header: Header) -> bool:
    return is_measured(header) or (header.placement is not None and header.placement.field in _ALSO_MEASURED)


_ALSO_MEASURED = {Field.lower, Field.upper, Field.healthy_range, Field.period}


def has_words(sheet: Sheet, row: int, header: Header) -> bool:
    """Whether words stand below a header, more often than numbers."""
    words, values = _words_below(sheet, row, header)
    return 2 * words > values


def _has_numbers(sheet: Sheet, row: int, header: Header) -> bool:
    words, values = _words_below(sheet, row, header)
    return 2 * words < values


def _words_below(sheet: Sheet, row: int, header: Header) -> tuple[int, int]:
    """How many words stand right below a header, and how many values of any kind."""
    cells = (sheet.cell(below, header.column) for below in range(row + 1, row + 12))
    values = [cell.value for cell in cells if cell is not None and cell.value is not None]
    return sum(isinstance(value, str) and parse_quantity(value, None) is None for value in values), len(values)


def _column_is_empty(sheet: Sheet, row: int, column: int) -> bool:
    return all(column not in sheet.rows.get(below, {}) for below in range(row, row + 12))
