"""Tables that only show the rows of other tabs by formulas: a company's summary of its teams. What they show counts
where it is typed."""

from __future__ import annotations

from collections.abc import Sequence

from sync.model.rows import KeyResult, TableKind
from sync.options import ReadingOptions
from sync.reading.sheets.found_tables import FoundTable
from sync.reading.texts.text import bare


def without_views(found: Sequence[FoundTable], options: ReadingOptions) -> tuple[list[FoundTable], list[str]]:
    """Given the tables of a workbook, return those that are more than a view of others', and the titles of tabs that
    hold only such: all their key results' words are formulas, and each is typed on another tab. One where values are
    typed, that has columns of ours, or that the settings name, is wanted."""
    typed = {
        (one.sheet.title, bare(key_result.text.value or ""))
        for one in found
        for group in one.groups
        for key_result in group.key_results
        if not key_result.text.is_formula
    }
    tabs_of: dict[str, set[str]] = {}
    for tab, words in typed:
        tabs_of.setdefault(words, set()).add(tab)
    kept = [one for one in found if options.tabs or not _is_view(one, tabs_of)]
    left = {one.sheet.title for one in kept}
    return kept, [title for title in dict.fromkeys(one.sheet.title for one in found) if title not in left]


def _is_view(one: FoundTable, tabs_of: dict[str, set[str]]) -> bool:
    if one.kind is not TableKind.okr or any(column.owned for column in one.layout.columns):
        return False
    rows = [key_result for group in one.groups for key_result in group.key_results]
    if not rows or any(map(_has_typed_value, rows)):
        return False
    return all(
        row.text.is_formula and tabs_of.get(bare(row.text.value or ""), set()) - {one.sheet.title} for row in rows
    )


def _has_typed_value(row: KeyResult) -> bool:
    """Whether somebody measures a key result here, and takes its words alone from elsewhere."""
    reads = [row.current, *(check_in.value for check_in in row.check_ins)]
    has_tick = row.milestone.value is not None and not row.milestone.is_formula
    return has_tick or any(read.value is not None and not read.is_formula for read in reads)
