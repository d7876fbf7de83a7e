"""Columns of numbers that nothing was read from, in tables that lack just such a column: 'Kết quả tuần này' beside key
results without any current value, 'Tổng' beside months of which the last one counts. They are named, instead of telling
each row that it has no value. And the one of the quarter before, where rows were taken to begin with what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sync.model.readings import Activity, Kind, Quantity
from sync.model.rows import Field, KeyResult, LayoutRemark, TableKind
from sync.patterns import RarePattern
from sync.reading.sheets.adding_up import is_a_level_by_words
from sync.reading.sheets.claims import column_setting, remark_on
from sync.reading.sheets.column_content import profile_of
from sync.reading.sheets.found_tables import FoundTable
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.headers import likeness, plain_words
from sync.reading.sheets.spans_of_values import is_years_target

_TARGETS = {Field.target, Field.target_minimum, Field.lower, Field.upper, Field.healthy_range}


def unused_values(one: FoundTable) -> Iterator[LayoutRemark]:
    """Given a table with all that was read of it, return a remark for the target, and for the current value, where rows
    lack it, no column has it and a column of numbers is not used: at the header that is likeliest."""
    is_progress = any(remark.kind == "unused_progress" for remark in unused_progress(one))
    without_value = None if is_progress else _row_without_value(one)
    missing = ((Field.target, _row_without_target(one)), (Field.current, without_value))
    if all(row is None for _, row in missing) or any(remark.kind == "unheaded_values" for remark in one.remarks):
        return
    free = [header for header in one.band.headers if _is_unused(one, header)]
    if Field.baseline not in one.layout.at:
        begins = [header for header in free if _is_rather_where_it_begins(header)]
        yield from (remark_on(one.sheet, "unplaced_column", header, Field.baseline) for header in begins[:1])
        free = [header for header in free if header not in begins]
    for wanted, row in missing:
        if wanted is Field.current:
            free = [header for header in free if not is_years_target(header)] or _statuses_in_numbers(one)
        if row is None or not free:
            continue
        after = one.layout.at.get(Field.target, 0) if wanted is Field.current else 0
        others = [other for other, its_row in missing if other is not wanted and its_row is not None]
        best = max(
            free,
            key=lambda header: (
                _rather(header, wanted, others),
                wanted is not Field.target or header is not _stands_where_baselines_do(one, free),
                len(free) > 2 and _is_worked_out(one, header),
                header.column > after,
                -header.column,
            ),
        )
        alike = [header for header in free if _without_numbers(header.text) == _without_numbers(best.text)]
        if wanted is Field.current and any(map(str.isdigit, best.text)):
            best = alike[-1]  # of '9th | 10th', each of a period, the latest
        free.remove(best)
        setting = column_setting(best.text, wanted.value)
        cell = one.sheet.ref(best.row, best.column)
        yield LayoutRemark("unused_values", cell, best.text, wanted.value, setting, one.language, row)


def _statuses_in_numbers(one: FoundTable) -> list[Header]:
    """The team's own status where nothing but numbers stands there: 1, 2 and 3 may be codes, and may be values."""
    headers = [header for header in one.band.headers if header.column == one.layout.at.get(Field.status)]
    profiles = {header.column: profile_of(one.sheet, one.band, header.column) for header in headers}
    return [header for header in headers if profiles[header.column].number == profiles[header.column].filled > 1]


def years_values(one: FoundTable) -> Iterator[LayoutRemark]:
    """Given a table, return a remark on the column of what there is of the year or quarter so far, where rows have no
    value without it, or the latest of the months beside it is theirs; on that of the target where both are the
    year's."""
    columns, beside = one.layout.years.columns, one.layout.years.beside
    if beside == "the year":
        yield from _of_the_year(one)
    if not one.layout.years.may_count:
        return
    lacking = next((own.row for own in _active(one) if beside == "parts" or lacks_a_value(own)), None)
    row = _row_without_value(one) if one.kind is TableKind.kpi else lacking
    header = next(header for header in one.band.headers if header.column in columns)
    if row is not None:
        kind = "years_value_beside" if beside == "parts" else "years_value"
        counts = any(own.current.cell is not None and own.current.cell.column == header.column for own in _active(one))
        setting = "" if counts else column_setting(header.text, Field.current.value)  # it would count for each row
        cell = one.sheet.ref(header.row, header.column)
        yield LayoutRemark(kind, cell, header.text, Field.current.value, setting, one.language, row)


def parts_of_targets(one: FoundTable) -> Iterator[LayoutRemark]:
    """Given a table of OKRs, return a remark on the column of values that are of less time than its targets, where a
    row has no value without it."""
    row = next((own.row for own in _active(one) if lacks_a_value(own)), None)
    header = next((header for header in one.band.headers if header.column in one.layout.of_a_part), None)
    if header is not None and row is not None:
        setting = column_setting(header.text, Field.current.value)
        cell = one.sheet.ref(header.row, header.column)
        yield LayoutRemark("part_of_target", cell, header.text, Field.current.value, setting, one.language, row)


def _of_the_year(one: FoundTable) -> Iterator[LayoutRemark]:
    """A remark on the target that is the year's, as the value is that a row has."""
    target = one.layout.at.get(Field.target)
    header = next((header for header in one.band.headers if header.column == target), None)
    current = one.layout.at.get(Field.current)
    column = current if current in one.layout.years.columns else None
    row = next((own.row for own in _active(one) if own.current.cell and own.current.cell.column == column), None)
    if header is not None and row is not None:
        cell = one.sheet.ref(header.row, header.column)
        yield LayoutRemark("years_own", cell, header.text, "", "", one.language, row)


def _without_numbers(text: str) -> str:
    return "".join(letter for letter in text if not letter.isdigit()).casefold()


def _is_worked_out(one: FoundTable, header: Header) -> bool:
    """Whether formulas stand below a header: 'Whole chain', beside a column a branch."""
    cells = [one.sheet.cell(row, header.column) for row in range(one.band.header_row + 1, one.last_row + 1)]
    filled = [cell for cell in cells if cell is not None]
    return bool(filled) and 2 * sum(cell.formula is not None for cell in filled) > len(filled)


def unused_progress(one: FoundTable) -> Iterator[LayoutRemark]:
    """Given a table of OKRs in which no column has the current value, return a remark on the team's own progress where
    somebody typed it in a row that has a value to reach and none that was measured."""
    column = one.layout.at.get(Field.progress)
    if one.kind is not TableKind.okr or column is None or Field.current in one.layout.at or one.layout.periods:
        return
    header = next((header for header in one.band.headers if header.column == column), None)
    lacking = [own.row for own in _active(one) if own.measure.kind is not None and lacks_a_value(own)]
    typed = [
        (row, read.value)
        for row in lacking
        if not (read := one.reader.quantity_at(one.reader.cells(row), row, column)).is_formula
        and read.value is not None
    ]
    if header is None or not typed:
        return
    shares = _are_shares(one, header, [value for _, value in typed])
    row = next(row for row, value in typed if shares or not value.is_percent)
    kind, setting = ("unused_shares", "") if shares else ("unused_progress", column_setting(header.text, "current"))
    cell = one.sheet.ref(header.row, column)
    yield LayoutRemark(kind, cell, header.text, Field.current.value, setting, one.language, row)


def _are_shares(one: FoundTable, header: Header, typed: Sequence[Quantity]) -> bool:
    """Whether what is typed under the team's own progress is of what is done: its header says so, a task's part of
    one was taken as such, or all are percentages or parts of one."""
    if "%" in header.text or any(_is_share_in(own, header.column) for own in _active(one)):
        return True
    parts = all(value.is_percent or 0 <= value.value <= 1 for value in typed)
    return parts and any(value.is_percent or value.value % 1 for value in typed)


def _is_share_in(own: KeyResult, column: int) -> bool:
    """Whether a column says how much of a task is done, by a number that no column of values would say it by: 0.4."""
    value, cell = own.current.value, own.current.cell
    is_here = cell is not None and cell.column == column
    return is_here and value is not None and value.is_percent and "%" not in own.current.raw


def _is_rather_where_it_begins(header: Header) -> bool:
    """Whether a header's words are a baseline's, rather than those of a target or a current value."""
    words = plain_words(header.text)
    if _AIMS.search(words):
        return False
    begins, others = (
        max(likeness(header.text, field) for field in fields)
        for fields in ((Field.baseline,), (Field.target, Field.current))
    )
    return begins > others or _BEGINS.search(words) is not None


_BEGINS = RarePattern(
    r"(?<!\S)(?:dau|khoi|goc|truoc|start|started|begin|began|initially|opening|before|originally)(?!\S)"
)
_AIMS = RarePattern(r"(?<!\S)(?:target|goal|plan|aim|muc tieu|chi tieu|ke hoach|kh)(?!\S)")


def _stands_where_baselines_do(one: FoundTable, free: Sequence[Header]) -> Header | None:
    """The first of several columns that are not used, right before the current value, where no column is a baseline."""
    current = one.layout.at.get(Field.current)
    left = [header for header in free if current is not None and header.column < current]
    return left[0] if len(left) > 1 and Field.baseline not in one.layout.at else None


def _rather(header: Header, wanted: Field, others: Sequence[Field]) -> float:
    """How much rather a header is of one field than of others that are missing too."""
    return likeness(header.text, wanted) - max((likeness(header.text, other) for other in others), default=0.0)


def unused_sums(one: FoundTable) -> Iterator[LayoutRemark]:
    """Given a table of OKRs in which the last of several periods is the current value, return a remark on a column that
    is not used and holds what the periods come to."""
    if one.kind is not TableKind.okr or Field.current in one.layout.at or len(one.layout.periods) < 2:
        return
    for header in one.band.headers:
        if not _is_unused(one, header):
            continue
        in_doubt = (own for own in _active(one) if not is_a_level_by_words(own.text.value or ""))
        row = next((own.row for own in in_doubt if _is_summed_up(one, own, header.column)), None)
        if row is not None:
            setting = column_setting(header.text, Field.current.value)
            cell = one.sheet.ref(header.row, header.column)
            yield LayoutRemark("unused_sum", cell, header.text, Field.current.value, setting, one.language, row)
            return


def _is_summed_up(one: FoundTable, own: KeyResult, column: int) -> bool:
    cell = one.sheet.cell(own.row, column)
    parts = [read.value.value for read in (*(each.value for each in own.check_ins), own.current) if read.value]
    return len(parts) > 1 and cell is not None and cell.value == sum(parts) != parts[-1]


def taken_as_baseline(one: FoundTable) -> Iterator[LayoutRemark]:
    """Given a table of OKRs, return a remark on the column of what the quarter before came to, where key results begin
    with that."""
    before = one.layout.before
    if before is None:
        return
    row = next((own.row for own in _active(one) if own.baseline.value and _stands_in(own, before.column)), None)
    if row is not None:
        yield LayoutRemark("before_is_baseline", before.cell, before.header, "", "", one.language, row)


def _stands_in(own: KeyResult, column: int) -> bool:
    return own.baseline.cell is not None and own.baseline.cell.column == column


def _row_without_target(one: FoundTable) -> int | None:
    """The first row that lacks a target, where the table has no column for it."""
    if one.kind is not TableKind.okr or _TARGETS & one.layout.at.keys():
        return None
    return next((own.row for own in _active(one) if own.measure.kind is None), None)


def _row_without_value(one: FoundTable) -> int | None:
    """The first row that lacks a current value, where the table has no column for it."""
    if Field.current in one.layout.at or one.layout.periods:
        return None
    if one.kind is TableKind.kpi:
        return next((kpi.row for kpi in one.kpis if kpi.current.value is None and not kpi.periods), None)
    return next((own.row for own in _active(one) if lacks_a_value(own)), None) if one.kind is TableKind.okr else None


def _active(one: FoundTable) -> Iterator[KeyResult]:
    for group in one.groups:
        for own in group.key_results:
            if own.sheet == one.sheet.title and own.activity is Activity.active:
                yield own


def lacks_a_value(own: KeyResult) -> bool:
    """Given a key result, tell whether nothing says how it stands, and nothing else is measured for it."""
    if own.measure.kind is Kind.milestone or own.kpi.value:
        return False
    return own.current.value is None and own.milestone.value is None and not own.check_ins


def _is_unused(one: FoundTable, header: Header) -> bool:
    """Whether a column has a header that says nothing to us, or is of a whole year's targets, over numbers."""
    is_known = header.placement is not None and header.placement.field is not Field.done and not is_years_target(header)
    of_other_times = one.layout.years.columns | one.layout.of_a_part
    if not header.text or header.day is not None or is_known or header.column in of_other_times:
        return False
    if any(column.column == header.column for column in one.layout.columns):
        return False
    profile = profile_of(one.sheet, one.band, header.column)
    return profile.filled > 0 and 2 * profile.number > profile.filled
