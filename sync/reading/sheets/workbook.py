"""All tabs of a workbook ─▶ Rows. Each tab's tables are found and laid out; then their rows are read; then what belongs
together across tables is joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

from sync.cycles import cycle_by_id, cycle_of, holds, previous_cycle
from sync.memo import Memo
from sync.model.cells import CellRef, Sheet
from sync.model.readings import Read
from sync.model.rows import (
    Column,
    Cycle,
    Field,
    KeyResult,
    Kpi,
    LayoutRemark,
    Objective,
    Rows,
    SkippedTab,
    Table,
    TableKind,
)
from sync.options import FiscalCalendar, ReadingOptions
from sync.reading.sheets.check_ins import Entry, column_of_values, read_entries
from sync.reading.sheets.claims import column_setting
from sync.reading.sheets.columns import Layout, lay_out, names_settings, owned_by_settings
from sync.reading.sheets.copied_tabs import copied_tabs
from sync.reading.sheets.cycle_titles import CycleIn, cycles_as_named, doubt_about, named_cycle, titles_against_tab
from sync.reading.sheets.dates import order_shown, with_month_as_day
from sync.reading.sheets.fiscal_years import calendar_of_titles
from sync.reading.sheets.formats import read_format
from sync.reading.sheets.found_tables import FoundTable
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.headers import plain_words
from sync.reading.sheets.joins import KeyResultIndex, apply_entries, join_kpi_actuals, join_objectives
from sync.reading.sheets.kpi_tables import read_kpi_rows
from sync.reading.sheets.linked_lists import without_linked_lists
from sync.reading.sheets.lists_below import without_lists_below
from sync.reading.sheets.locales import MIXED, NUMERIC, is_mixed, languages_of, locale_of
from sync.reading.sheets.okr_tables import Group, read_okr_rows
from sync.reading.sheets.other_lists import of_okrs, with_anything_read
from sync.reading.sheets.outline_bands import find_outline
from sync.reading.sheets.period_columns import cycle_of_columns
from sync.reading.sheets.periods import Label, periods_of
from sync.reading.sheets.row_reader import NO_TEXT, RowReader
from sync.reading.sheets.rows_of_a_year import are_of_more
from sync.reading.sheets.rows_passed_over import without_rows_of_none
from sync.reading.sheets.spans_of_values import is_years_target, spanned
from sync.reading.sheets.tables import Band, explains_okrs, find_bands, objective_over, says_okr, titles_above
from sync.reading.sheets.turned_tables import Turned, turned_tables
from sync.reading.sheets.unread_layouts import block_of_key_results, key_results_in_columns, misspelt_columns
from sync.reading.sheets.unused_columns import (
    parts_of_targets,
    taken_as_baseline,
    unused_progress,
    unused_sums,
    unused_values,
    years_values,
)
from sync.reading.sheets.values_to_come import with_values_to_come
from sync.reading.sheets.views import without_views
from sync.reading.texts.text import fold
from sync.reading.texts.this_year import names_the_year

_A_YEAR = timedelta(days=365)
_DAYS = (Field.start, Field.due, Field.updated, Field.day)
_DEFAULTS = ReadingOptions()
_OWNED_COLUMNS = 5
_MOST_REMARKS = 20
_MOST_TO_COME = 3
_SAMPLED_TEXTS = 60
_A_PERIOD_ALONE = 20


def read_rows(sheets: Sequence[Sheet], options: ReadingOptions, as_of: date, known: Memo[Any] | None = None) -> Rows:
    """Given a workbook's tabs, what its settings say, the day of reading, and what rows came to that were read before,
    return everything that the tabs hold of objectives, key results, KPIs and check-ins, and those that were left alone.
    Nothing raises."""
    if known is not None:
        known.begin()
    words = names_settings(options)
    found: list[FoundTable] = []
    skipped: list[SkippedTab] = []
    unread: list[LayoutRemark] = []
    asides: list[LayoutRemark] = []
    cycle_in = cycles_as_named((sheet.title for sheet in sheets), options.calendar, as_of)
    for sheet in sheets:
        reason = _reason_to_skip(sheet, options)
        is_looked_at = reason not in ("not_wanted", "for_macros")
        here = [] if reason else _tables_of(sheet, options, words, as_of, cycle_in, known)
        if is_looked_at:
            here, told, turned = _without_unread(sheet, here, options)
            unread += told
            asides += turned
            if not (here or told or turned):
                block = block_of_key_results(sheet, options)
                unread += [block] if block is not None else misspelt_columns(sheet, words, options)
        found += here
        if not here:
            skipped.append(SkippedTab(sheet.title, reason or "no_okrs"))
    _read_each(found)
    found, empty = with_anything_read(found)
    found, views = without_views(found, options)
    skipped += [SkippedTab(title, "view") for title in views]
    tables = {one.index: one.groups for one in found if one.groups}
    without_linked_lists(tables)
    join_objectives(tables)
    found, without, left_alone = of_okrs(found, options)
    unread += [] if found else asides
    remarks = [*unread, *left_alone, *(remark for one in found for remark in one.remarks)]
    remarks += [remark for one in found for remark in titles_against_tab(one, cycle_in)]
    remarks += _apply_logs(found, words, as_of)
    remarks = with_values_to_come(found, _with_unused_values(found, remarks))
    remarks += [remark for one in found for remark in taken_as_baseline(one)]
    kpis, actuals = join_kpi_actuals([kpi for one in found for kpi in one.kpis])
    for one in found:
        if one.index in actuals:
            one.kind = TableKind.check_ins
    left = {one.sheet.title for one in found}
    skipped += [SkippedTab(title, "no_okrs") for title in dict.fromkeys((*empty, *without)) if title not in left]
    rows = _renumbered(found, kpis, remarks, skipped)
    if known is not None:
        known.more = sum(len(one.reader.table) for one in found)
    return rows._replace(remarks=(*rows.remarks, *copied_tabs(rows)))


def worth_reading(head: Sheet, options: ReadingOptions = _DEFAULTS) -> bool:
    """Given a tab's first 100 rows, tell whether anything of OKRs, KPIs or check-ins stands in them."""
    bands = find_bands(head, names_settings(options), owned_by_settings(options))
    return bool(bands) or find_outline(head, (), {}) is not None


def _holds_cell(band: Band, cell: CellRef) -> bool:
    return band.first_header_row <= cell.row <= band.header_row and band.left <= cell.column <= band.right


def _without_unread(
    sheet: Sheet, here: list[FoundTable], options: ReadingOptions
) -> tuple[list[FoundTable], list[LayoutRemark], list[LayoutRemark]]:
    """A tab's tables without those that have a key result in each column, the remarks on these, and on turned tables
    that nothing would have been read from: beside other tables they may be the figures of a chart."""
    in_columns = key_results_in_columns(sheet, options)
    turned = turned_tables(sheet, options)
    read_by_rows = [one for one in turned if any(_is_within(table.band, one) for table in here)]
    here = [one for one in here if not any(_is_within(one.band, other) for other in turned)]
    if in_columns is not None:
        return [one for one in here if not _holds_cell(one.band, in_columns.cell)], [in_columns], []
    asides = [one.remark for one in turned if one not in read_by_rows]
    return here, [one.remark for one in read_by_rows], asides


def _is_within(band: Band, turned: Turned) -> bool:
    """Whether a table begins among the rows of one that is turned; ``header_row`` may be the row before it."""
    return turned.first_row <= band.header_row + 1 <= turned.last_row + 1


def _reason_to_skip(sheet: Sheet, options: ReadingOptions) -> str:
    if options.tabs and not any(fnmatchcase(fold(sheet.title), fold(pattern)) for pattern in options.tabs):
        return "not_wanted"
    if sheet.for_macros and not options.tabs:
        return "for_macros"
    if not sheet.rows:
        return "empty"
    return "" if sheet.complete else "no_okrs"


# ── The tables of a tab ──────────────────────────────────────────────────────────────────────────────────────────────


def _tables_of(
    sheet: Sheet,
    options: ReadingOptions,
    words: Mapping[str, Field],
    as_of: date,
    cycle_in: CycleIn,
    known: Memo[Any] | None,
) -> list[FoundTable]:
    sheet, bands = without_rows_of_none(sheet, find_bands(sheet, words, owned_by_settings(options)))
    sheet, passed_over = without_lists_below(sheet, bands)
    outline = find_outline(sheet, bands, words)
    if outline is not None and (options.tabs or not explains_okrs(sheet.title)):
        bands = sorted([*bands, outline], key=lambda band: (band.first_header_row, band.left))
    found: list[FoundTable] = []
    at_the_top = titles_above(sheet, bands[0], 0) if bands else []
    named = named_cycle(sheet.title, at_the_top, cycle_in, options.calendar, as_of)
    tab_cycle = _tab_cycle(sheet, named, at_the_top, cycle_in)
    for band in bands:
        above = max((one.band.end_row for one in found if one.band.end_row < band.first_header_row), default=0)
        above = min(above, max((one.band.header_row for one in found), default=0) or above)
        titles = _own_titles(sheet, band, found)
        cycle, source = _cycle_of(titles, tab_cycle, options, cycle_in, named)
        layout = lay_out(sheet, band, _of_its_titles(options, sheet, titles), words, cycle, as_of)
        if cycle is None and (yearly := _years_target(band, layout)) is not None:
            cycle = _year_of(yearly, layout, options.calendar, as_of)
            source = Read(yearly.text, sheet.ref(yearly.row, yearly.column), yearly.text)
            layout = lay_out(sheet, band, _of_its_titles(options, sheet, titles), words, cycle, as_of)
        if layout.kind is TableKind.okr and cycle is None:
            are_rows = any(names_the_year(words) for words in (sheet.title, *(one.value or "" for one in titles)))
            of = _year_of_values(layout, options.calendar, as_of) if are_rows else None
            layout = layout._replace(years=layout.years._replace(are_rows=are_rows, year=of))
        narrower = cycle_of_columns(layout.columns, cycle, options.calendar, as_of)
        if narrower is not None and layout.kind is TableKind.okr:
            cycle, source = narrower[0], Read(narrower[1].header, narrower[1].cell, narrower[1].header)
        language, typed_in = languages_of(layout.placements, _texts(sheet, band), options)
        values_in = {column.column for column in layout.columns if column.field in NUMERIC}
        shown = locale_of(sheet, band.header_row + 1, band.end_row, values_in)
        of_values = range(band.header_row + 1, band.end_row + 1)
        if is_mixed(sheet, of_values, values_in, shown, typed_in):
            shown = MIXED
        locale = options.locale or sheet.locale or shown or typed_in
        days_in = None if options.locale or sheet.locale else _order_of_days(sheet, band, layout, as_of)
        if locale is MIXED:
            days_in = days_in or typed_in
        remarks = list(layout.remarks)
        remarks += [one for one in passed_over if band.header_row < one.cell.row <= band.end_row]
        if cycle is None and not found:
            named_so = (sheet.title, *(title.value or "" for title in titles))
            remarks += doubt_about(named_so, sheet.ref(band.header_row, band.left), language, options.calendar)
        found.append(
            FoundTable(
                sheet,
                band,
                layout,
                RowReader(sheet, layout, locale, options.calendar, cycle, as_of, band.has_headers, known, days_in),
                0,
                layout.kind,
                language,
                cycle,
                source,
                next((title for title in titles if not _labels_a_value(sheet, title)), (titles or [NO_TEXT])[0]).value
                or "",
                any(other.first_header_row > band.header_row for other in bands),
                _is_thin(layout),
                remarks=remarks,
                titles=titles,
                named=named,
            )
        )
    return found


def _years_target(band: Band, layout: Layout) -> Header | None:
    """The header of the targets of OKRs, where it says that they are a whole year's."""
    names = {column for field, column in layout.at.items() if field is not Field.target}
    targets = [
        one
        for one in band.headers
        if one.column not in names and (one.column == layout.at.get(Field.target) or is_years_target(one))
    ]
    return targets[0] if layout.kind is TableKind.okr and len(targets) == 1 and is_years_target(targets[0]) else None


def _year_of(target: Header, layout: Layout, calendar: FiscalCalendar, as_of: date) -> Cycle:
    """The year of a target for all of one, in a table that names none: the one in its words, else its values'."""
    told = spanned(target.text)
    if told is not None and told.year:
        return cycle_by_id(told.year, calendar)
    return _year_of_values(layout, calendar, as_of)


def _year_of_values(layout: Layout, calendar: FiscalCalendar, as_of: date) -> Cycle:
    """The year that runs, or in its first quarter still the one before, where all values are of that: 'Chỉ tiêu năm |
    TH T11 | TH T12'."""
    year = cycle_of(as_of, calendar, "year")
    values = [one for one in layout.columns if one.field in (Field.current, Field.period) and not one.owned]
    periods = [one.period or _last_typed(one, calendar, as_of) for one in values]
    ends = [year.last_day if one is None else one.last_day for one in periods]
    is_early = cycle_of(as_of, calendar).first_day == year.first_day
    before = previous_cycle(year, calendar)
    return before if is_early and ends and max(ends) <= before.last_day else year


def _last_typed(column: Column, calendar: FiscalCalendar, as_of: date) -> Cycle | None:
    """The period of a value's only column: that of the year before where it has not begun in this one."""
    for day in (as_of, as_of - _A_YEAR) if column.period_label else ():
        [period] = periods_of([Label(column.period_label)], None, calendar, day, [True])
        if period is not None and period.first_day <= as_of:
            return period
    return None


def _of_its_titles(options: ReadingOptions, sheet: Sheet, titles: Sequence[Read[str]]) -> ReadingOptions:
    """The options with the quarters that a table's titles speak of: columns 'Q1 … Q4' are these."""
    said = (sheet.title, *(title.value or "" for title in titles))
    calendar = calendar_of_titles(said, options.calendar)
    return options if calendar == options.calendar else options._replace(calendar=calendar)


def _order_of_days(sheet: Sheet, band: Band, layout: Layout, as_of: date) -> str | None:
    """A locale that writes day and month as the table's typed days do, where these show it: '30/11/2026', '12/31'."""
    columns = {layout.at[field] for field in _DAYS if field in layout.at}
    if not columns:
        return None
    typed = {
        cell.value
        for row, cells in sheet.rows.items()
        if band.header_row < row <= band.end_row
        for column in columns
        if (cell := cells.get(column)) is not None and isinstance(cell.value, str)
    }
    return order_shown(typed, as_of.year)


def _own_titles(sheet: Sheet, band: Band, above: Sequence[FoundTable]) -> list[Read[str]]:
    """The titles over a table: texts above its headers, down from the rows of the table above it that hold values."""
    last = 0
    for one in above:
        is_beside = band.start is not None and one.band.right < band.start
        if one.band.header_row < band.first_header_row and not is_beside:
            last = max(last, one.band.header_row)
            columns = set(one.layout.at.values())
            for row in range(band.first_header_row - 1, one.band.header_row, -1):
                cells = sheet.rows.get(row, {})
                if len(columns & cells.keys()) > 1:
                    last = max(last, row)
                    break
    return titles_above(sheet, band, last)


def _labels_a_value(sheet: Sheet, title: Read[str]) -> bool:
    """Whether a text over a table is no title but part of a line of figures: 'Key results done | 3 of 7'."""
    cells = sheet.rows.get(title.cell.row, {}) if title.cell is not None else {}
    return any(
        cell.formula is not None or isinstance(cell.value, Decimal)
        for column, cell in cells.items()
        if column > min(cells) and not read_format(cell.number_format).date
    )


def _tab_cycle(
    sheet: Sheet, named: Cycle | None, titles: Sequence[Read[str]], cycle_in: CycleIn
) -> tuple[Cycle | None, Read[str]]:
    """The cycle that a tab is ``named`` after, or the titles at its top: the narrower one where they agree."""
    for title in titles:
        cycle = cycle_in(title.value or "")
        if cycle is not None and (named is None or holds(named, cycle)):
            return cycle, title
    return named, Read(sheet.title, None, sheet.title) if named is not None else NO_TEXT


def _cycle_of(
    titles: Sequence[Read[str]],
    tab: tuple[Cycle | None, Read[str]],
    options: ReadingOptions,
    cycle_in: CycleIn,
    named: Cycle | None,
) -> tuple[Cycle | None, Read[str]]:
    """A table's own title first; it may name another cycle than the title at the tab's top, and none outside of the one
    that the tab is ``named`` after."""
    for title in titles:
        words = title.value or ""
        cycle = cycle_in(words)
        if cycle is None:
            continue
        if tab[0] is None or holds(tab[0], cycle):
            return cycle, title
        is_its_own = says_okr(words) or len(words) <= _A_PERIOD_ALONE
        if tab[1].cell is not None and is_its_own and (named is None or holds(named, cycle)):
            return cycle, title
    if tab[0] is None and options.cycle:
        try:
            return cycle_by_id(options.cycle, options.calendar), Read(options.cycle, None, options.cycle)
        except ValueError:
            return None, NO_TEXT
    return tab


def _texts(sheet: Sheet, band: Band) -> list[str]:
    texts: list[str] = []
    for row in range(band.header_row + 1, min(band.end_row, band.header_row + 80) + 1):
        texts += [cell.value for cell in sheet.rows.get(row, {}).values() if isinstance(cell.value, str)]
        if len(texts) > _SAMPLED_TEXTS:
            break
    return texts


def _is_thin(layout: Layout) -> bool:
    own = {Field.target, Field.baseline, Field.weight, Field.due, Field.lower, Field.upper, Field.item, Field.parent}
    names = {Field.key_result, Field.key_result_id}
    return (
        layout.kind is TableKind.okr
        and not own & layout.at.keys()
        and bool(names & layout.at.keys())
        and (Field.current in layout.at or bool(layout.periods))
        and not any(column.owned for column in layout.columns)
    )


# ── The rows of each table ───────────────────────────────────────────────────────────────────────────────────────────


def _read_each(found: list[FoundTable]) -> None:
    """Read full tables first; a thin one then holds actuals where most of its names are theirs."""
    for index, one in enumerate(found):
        one.index = index
        if one.kind is TableKind.check_ins:
            _read_log(one)
        elif not one.is_thin:
            _read_table(one)
    thin = [one for one in found if one.is_thin and one.kind is TableKind.okr]
    if not thin:
        return
    index_of_full = KeyResultIndex([one.groups for one in found], {})
    has_full = bool(index_of_full.by_words)
    for one in thin:
        entries = read_entries(one.reader, one.band.header_row + 1, one.band.end_row)
        matched = sum(1 for entry in entries if _is_of_same_cycle(one, index_of_full.find(entry), found))
        if Field.key_result not in one.layout.at or (has_full and matched and 2 * matched >= len(entries)):
            one.kind = TableKind.check_ins
            _read_log(one)
        else:
            _read_table(one)


def _is_of_same_cycle(one: FoundTable, matches: Sequence[tuple[Group, int]], found: Sequence[FoundTable]) -> bool:
    cycles = [group.objective.cycle or found[group.objective.table].cycle for group, _ in matches]
    return any(cycle is None or one.cycle is None or cycle.id == one.cycle.id for cycle in cycles)


def _read_log(one: FoundTable) -> None:
    one.entries = read_entries(one.reader, one.band.header_row + 1, one.band.end_row)
    one.first_used_row = min((entry.row for entry in one.entries), default=0)
    one.last_row = max((entry.row for entry in one.entries), default=0)


def _read_table(one: FoundTable) -> None:
    first_row, end_row = one.band.header_row + 1, one.band.end_row
    if one.kind is TableKind.kpi and Field.kpi in one.layout.at:
        kpi_rows = read_kpi_rows(one.reader, first_row, end_row, one.index)
        one.kpis, one.first_used_row, one.last_row = kpi_rows.kpis, kpi_rows.first_row, kpi_rows.last_row
        one.remarks += kpi_rows.remarks
    elif {Field.key_result, Field.item, Field.objective} & one.layout.at.keys():
        group = _header_objective(one)
        okr_rows = read_okr_rows(one.reader, first_row, end_row, one.index, one.title, one.is_followed, group)
        one.groups, one.first_used_row, one.last_row = okr_rows.groups, okr_rows.first_row, okr_rows.last_row
        one.remarks += okr_rows.remarks
        one.remarks += _unheaded_values(one)


def _unheaded_values(one: FoundTable) -> list[LayoutRemark]:
    """A remark on the first number beside key results for which no column has a target or a current value, and whose
    own column has no header: '0 | 10 | 4' beside an outline."""
    at = one.layout.at
    if {Field.target, Field.current, Field.progress} & at.keys() or one.layout.periods:
        return []
    headed = {header.column for header in one.band.headers if header.text} | set(at.values())
    for key_result in (key_result for group in one.groups for key_result in group.key_results):
        for column, cell in one.reader.cells(key_result.row).items():
            if column > max(at.values()) and column not in headed and isinstance(cell.value, Decimal):
                ref = one.sheet.ref(key_result.row, column)
                return [LayoutRemark("unheaded_values", ref, str(cell.value), language=one.language)]
    return []


def _header_objective(one: FoundTable) -> Group | None:
    """The objective that stands in the header row itself or right above it. It takes its first key result's row."""
    title = objective_over(one.sheet, one.band)
    if title.value is None or Field.objective in one.layout.at:
        return None
    return Group(title, 0, False, Objective(title, 0, one.sheet.title, one.index))


def _with_unused_values(found: Sequence[FoundTable], remarks: Sequence[LayoutRemark]) -> list[LayoutRemark]:
    """All remarks; a column is spoken of once, by what is missing without it."""
    told = (unused_values, unused_progress, unused_sums, years_values, parts_of_targets)
    unused = [remark for one in found for tell in told for remark in tell(one)]
    cells = {remark.cell for remark in unused}
    by_likeness = ("unplaced_column", "doubtful_column")
    return [*(one for one in remarks if one.kind not in by_likeness or one.cell not in cells), *unused]


def _apply_logs(found: Sequence[FoundTable], words: Mapping[str, Field], as_of: date) -> list[LayoutRemark]:
    logs = [one for one in found if one.kind is TableKind.check_ins]
    if not logs:
        return []
    index = KeyResultIndex([one.groups for one in found], {one.index: one.cycle for one in found})
    tables = {one.index: one for one in found}
    remarks: list[LayoutRemark] = []
    for one in logs:
        seen: set[str] = set()
        values = _header_of_values(one, words)
        unused = apply_entries(index, one.entries, as_of, partial(_are_of_more, values, tables))
        if unused.of_more and values is not None:
            cell, guess = one.sheet.ref(values.row, values.column), Field.current.value
            setting = column_setting(values.text, guess)
            remarks.append(LayoutRemark("years_value", cell, values.text, guess, setting, one.language))
        remarks += [
            _is_to_come(entry, as_of) for entry in unused.to_come[:_MOST_TO_COME] if entry.day_read.cell is not None
        ]
        for entry in unused.unmatched:
            name = entry.external_id or entry.words
            if name not in seen and len(seen) < _MOST_REMARKS:
                seen.add(name)
                remarks.append(_names_nothing(one, entry))
    return remarks


def _header_of_values(log: FoundTable, words: Mapping[str, Field]) -> Header | None:
    """The header of what a log says was measured, unless the settings place it."""
    column = column_of_values(log.reader)
    header = next((one for one in log.band.headers if one.column == column), None)
    return None if header is None or plain_words(header.text) in words else header


def _are_of_more(values: Header | None, tables: Mapping[int, FoundTable], group: Group, row: KeyResult) -> bool:
    if values is None or row.measure.baseline:  # 240 to 340, of all the year
        return False
    table = tables[group.objective.table if row.table is None else row.table]
    cycle = group.objective.cycle or table.cycle
    return are_of_more(values, table.reader, row, cycle)


def _is_to_come(entry: Entry, as_of: date) -> LayoutRemark:
    """A remark on the day of a log's row that has not come yet."""
    cell = entry.day_read.cell or entry.value.cell or CellRef("", entry.row, 1)
    meant = None if entry.day is None else with_month_as_day(entry.day, as_of)
    return LayoutRemark("log_row_to_come", cell, entry.day_read.raw, "" if meant is None else meant.isoformat())


def _names_nothing(log: FoundTable, entry: Entry) -> LayoutRemark:
    """A remark on the cell of a log's row that names a key result which is nowhere."""
    cells = log.reader.cells(entry.row)
    fields = (Field.key_result_id,) if entry.external_id else (Field.key_result, Field.item, Field.kpi)
    column = next((log.layout.at[field] for field in fields if log.layout.at.get(field) in cells), min(cells))
    typed = str(cells[column].value or "") or entry.external_id or entry.words
    return LayoutRemark("log_row_names_nothing", log.sheet.ref(entry.row, column), typed.strip())


# ── The whole ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _renumbered(
    found: Sequence[FoundTable], kpis: Sequence[Kpi], remarks: Sequence[LayoutRemark], skipped: Sequence[SkippedTab]
) -> Rows:
    position = {one.index: place for place, one in enumerate(found)}
    is_same = all(old == new for old, new in position.items())
    objectives = [group.finished_as_before(one.reader) for one in found for group in one.groups]
    if not is_same:
        objectives = [
            objective._replace(
                table=position[objective.table],
                key_results=tuple(
                    key_result._replace(table=position[key_result.table])
                    if key_result.table is not None
                    else key_result
                    for key_result in objective.key_results
                ),
            )
            for objective in objectives
        ]
        kpis = [kpi._replace(table=position[kpi.table]) for kpi in kpis]
    return Rows(tuple(_table(one) for one in found), tuple(objectives), tuple(kpis), tuple(remarks), tuple(skipped))


def _table(one: FoundTable) -> Table:
    band = one.band
    last_row = max(one.last_row, band.header_row)
    first_row = band.header_row + 1 if band.has_headers else one.first_used_row or band.header_row + 1
    return Table(
        one.sheet.title,
        one.kind,
        band.first_header_row if band.has_headers else 0,
        band.header_row if band.has_headers else 0,
        first_row,
        last_row,
        min(band.left, *(column.column for column in one.layout.columns), band.left),
        _right_edge(one.sheet, band, last_row),
        one.layout.columns,
        one.language,
        one.reader.locale,
        one.cycle,
        one.cycle_source,
        one.title,
        one.layout.rivals,
    )


def _right_edge(sheet: Sheet, band: Band, last_row: int) -> int:
    """The last column with the table's rows in use such that the next few are free in all of them."""
    first_row = max(band.first_header_row, 1)
    used: set[int] = set()
    for row in range(first_row, last_row + 1):
        cells = sheet.rows.get(row)
        if cells:
            used.update(cells)
    for area in sheet.merges:
        if area.first_row <= last_row and area.last_row >= first_row:
            used.update((area.first_column, area.last_column))
    edge = band.right
    limit = band.limit if band.limit is not None else 16384
    for column in sorted(used):
        if edge < column <= min(edge + _OWNED_COLUMNS, limit):
            edge = column
    return edge
