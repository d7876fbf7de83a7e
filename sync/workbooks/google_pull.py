"""What is asked of Google to read a spreadsheet: all of it at once where it is small, else its tabs, their heads, and
the rest in pages of rows, so that no answer is larger than Google serves well."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sync.model.cells import Area, Sheet
from sync.workbooks.base import tab_is_wanted
from sync.workbooks.google_grid import READ_FIELDS, TAB_FIELDS, Spreadsheet, Tab, joined, range_of, spreadsheet_of
from sync.workbooks.google_reading import HEAD_REACH, Lines, head_of, whole_of
from sync.workbooks.google_refusals import is_no_such_range

if TYPE_CHECKING:
    from sync.workbooks.sheets_api import SheetsApi

_MOST_AT_ONCE = 1_000_000
"""Cells of the grids that one answer may hold, most of which are empty."""
_FULL_ANSWER = 24_000_000
"""Bytes of what stands in the cells that one answer may hold."""
_PAGE = 200_000
"""Cells in a page of a large tab, where most of them hold something."""
_FULL_PAGE = 8_000_000
"""Bytes of what stands in a page: of what there is less of, the next page has more rows."""
_MOST_MORE = 4
_FEWEST = 100
_TRIES = 3

Found = TypeVar("Found")


class Pulled(NamedTuple):
    """A spreadsheet as read; by the ids of tabs, those that were read to their end because they are worth it (of which
    ``spreadsheet`` has what is typed alone), and the heads by which tabs were judged."""

    spreadsheet: Spreadsheet
    complete: Mapping[int, Sheet]
    heads: Mapping[int, Sheet]
    size: int
    """Bytes of what stands in the cells that were asked for."""

    @property
    def is_small(self) -> bool:
        """Whether all of it can be asked for at once: of each tab no more than its head."""
        return self._has_few_cells and all(tab.row_count <= HEAD_REACH for tab in self.spreadsheet.tabs)

    @property
    def fits_one_answer(self) -> bool:
        """Whether all of it can be asked for at once, since all of it is read."""
        tabs = self.spreadsheet.tabs
        is_all_read = all(tab.row_count <= HEAD_REACH or tab.id in self.complete for tab in tabs)
        return self.is_small or (self._has_few_cells and self.size <= _FULL_ANSWER and is_all_read)

    @property
    def _has_few_cells(self) -> bool:
        return sum(tab.row_count * tab.column_count for tab in self.spreadsheet.tabs) <= _MOST_AT_ONCE


def pull(
    api: SheetsApi,
    key: str,
    wanted_tabs: tuple[str, ...],
    worth_reading: Callable[[Sheet], bool] | None,
    *,
    at_once: bool,
    known: Lines,
) -> Pulled:
    """Given a spreadsheet's key, whether all of it is to be asked for at once, and rows that were read before, read it:
    tabs that are wanted and worth it to their end. Raise SheetsError, NoAnswer."""
    return _anew_where_tabs_change(lambda: _pulled(api, key, wanted_tabs, worth_reading, at_once, known))


def read_again(api: SheetsApi, key: str, tab_ids: Sequence[int], fields: str) -> Spreadsheet:
    """Given ids of tabs, whatever they are called by now, return those that are still there. Raise SheetsError,
    NoAnswer."""
    return _anew_where_tabs_change(lambda: _read_again(api, key, tab_ids, fields))


def _anew_where_tabs_change(ask: Callable[[], Found]) -> Found:
    """Somebody may rename a tab, or make it smaller, between the two requests of a read."""
    from sync.workbooks.sheets_api import SheetsError

    for tries_left in reversed(range(_TRIES)):
        try:
            return ask()
        except SheetsError as error:
            if not is_no_such_range(error) or not tries_left:
                raise
    raise AssertionError("the loop returns or raises")


def _pulled(
    api: SheetsApi,
    key: str,
    wanted_tabs: tuple[str, ...],
    worth_reading: Callable[[Sheet], bool] | None,
    at_once: bool,
    known: Lines,
) -> Pulled:
    if at_once:
        found = spreadsheet_of(api.spreadsheet(key, fields=READ_FIELDS))
    else:
        empty = spreadsheet_of(api.spreadsheet(key, fields=TAB_FIELDS))
        first = read_cells(api, key, [(tab, _first_rows(tab)) for tab in empty.tabs], READ_FIELDS)
        found = empty._replace(tabs=tuple(first.tab(tab.id) or tab for tab in empty.tabs))
    complete: dict[int, Sheet] = {}
    whole: dict[int, Tab] = {}
    heads: dict[int, Sheet] = {}
    size = sum(tab.cells.size for tab in found.tabs)

    def to_its_end(tab: Tab) -> Iterator[Tab]:
        nonlocal size
        yield tab
        for part in () if at_once else _below(api, key, tab, READ_FIELDS):
            size += part.cells.size
            yield part

    for tab in found.tabs:
        if not tab_is_wanted(tab.title, wanted_tabs):
            continue
        if worth_reading is not None:
            heads[tab.id] = head_of(tab, found.locale, known)
        if worth_reading is None or worth_reading(heads[tab.id]):
            complete[tab.id], whole[tab.id] = whole_of(to_its_end(tab), found.locale, heads.get(tab.id), known)
    tabs = tuple(whole.get(tab.id, tab) for tab in found.tabs)
    return Pulled(found._replace(tabs=tabs), complete, heads, size)


def _read_again(api: SheetsApi, key: str, tab_ids: Sequence[int], fields: str) -> Spreadsheet:
    known = spreadsheet_of(api.spreadsheet(key, fields=TAB_FIELDS))
    wanted = [tab for tab_id in tab_ids if (tab := known.tab(tab_id)) is not None]
    heads = read_cells(api, key, [(tab, _first_rows(tab)) for tab in wanted], fields)
    tabs = tuple(joined((tab, *_below(api, key, tab, fields))) for tab in heads.tabs)
    return known._replace(tabs=tabs)


def read_cells(api: SheetsApi, key: str, areas: Sequence[tuple[Tab, Area]], fields: str) -> Spreadsheet:
    """Given tabs and which cells of each, return them with these, in as many requests as their sizes ask for."""
    parts: list[Spreadsheet] = []
    asked: list[str] = []
    cells = 0
    for tab, area in areas:
        size = (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1)
        if asked and cells + size > _MOST_AT_ONCE:
            parts.append(spreadsheet_of(api.spreadsheet(key, fields=fields, ranges=asked)))
            asked, cells = [], 0
        asked.append(range_of(tab, area))
        cells += size
    if asked:
        parts.append(spreadsheet_of(api.spreadsheet(key, fields=fields, ranges=asked)))
    if not parts:
        return Spreadsheet(())
    return parts[0]._replace(tabs=tuple(tab for part in parts for tab in part.tabs))


def _first_rows(tab: Tab) -> Area:
    return Area(1, 1, min(tab.row_count, HEAD_REACH), tab.column_count)


def _below(api: SheetsApi, key: str, tab: Tab, fields: str) -> Iterator[Tab]:
    """A tab of which the first rows are read ─▶ its other parts."""
    columns = max(tab.column_count, 1)
    row, rows = _first_rows(tab).last_row + 1, max(_PAGE // columns, HEAD_REACH)
    while row <= tab.row_count:
        last = min(row + rows - 1, tab.row_count)
        area = Area(row, 1, last, tab.column_count)
        part = spreadsheet_of(api.spreadsheet(key, fields=fields, ranges=[range_of(tab, area)])).tab(tab.id)
        size = part.cells.size if part else 0
        if part:
            yield part
            del part
        rows = rows_of_next_page(rows, size, columns)
        row = last + 1


def rows_of_next_page(rows: int, size: int, columns: int) -> int:
    """Given how many rows a page had, how many bytes of what stands there came, and how many columns the tab has,
    return how many rows to ask for next: more where there was little, fewer where there was more than is served
    well."""
    fitting = int(rows * min(_MOST_MORE, _FULL_PAGE / max(size, 1)))
    return max(min(fitting, max(rows, _MOST_AT_ONCE // columns)), _FEWEST)
