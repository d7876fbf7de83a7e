"""Header rows that name an objective themselves, as cards do: 'Objective 1: Grow revenue | | Target | Current', or
'Objective 1 | Grow revenue | Target | Current'. Below stand 'KR1', 'KR2' … and their words beside them. And headers
that boards repeat below each of their items."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from sync.model.cells import Sheet
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.headers import plain_words
from sync.reading.sheets.outlines import kind_of_word, mark_of

_SEARCHED_ROWS = 8


class Named(NamedTuple):
    """An objective that a header row names: the header that calls it 'Objective 1', and the one of its words."""

    label: Header
    title: Header


def objective_marked(headers: Sequence[Header]) -> Header | None:
    """Given a row of headers, return the one that is an objective with its mark: 'Objective 1: Grow revenue'."""
    return next((one for one in headers if mark_of(one.text) == "objective"), None)


def objective_named(headers: Sequence[Header], sheet: Sheet) -> Named | None:
    """Given a row of headers, return the objective that two of them name, over key results that are called in the one
    column and worded in the other; None where there is none."""
    for label, title in pairwise(headers):
        if not _calls_an_objective(label) or title.column != label.column + 1:
            continue
        is_known = title.placement is not None and bool(title.placement.fields)
        if not is_known and _are_called_and_worded(sheet, label, title):
            return Named(label, title)
    return None


def names_of_subitems(headers: Sequence[Header]) -> Header | None:
    """Given a row of headers, return the one of the names of subitems, as boards are exported: 'Subitems | Name'
    stands again below each item, whose own name is in the row above."""
    for label, name in pairwise(headers):
        if (
            plain_words(label.text) in _SUBITEMS
            and plain_words(name.text) == "name"
            and name.column == label.column + 1
        ):
            return name
    return None


def heads_items(headers: Sequence[Header]) -> bool:
    """Whether a row of headers is that of the items themselves: 'Name | Subitems | Owner'."""
    return any(
        plain_words(name.text) == "name" and plain_words(label.text) in _SUBITEMS for name, label in pairwise(headers)
    )


_SUBITEMS = ("subitems", "sub items")


def _calls_an_objective(header: Header) -> bool:
    is_one = _is_numbered(header.text) or header.text.rstrip().endswith(":")
    return is_one and kind_of_word(header.text) == "objective"


def _is_numbered(text: str) -> bool:
    return any(map(str.isdigit, text))


def _are_called_and_worded(sheet: Sheet, label: Header, title: Header) -> bool:
    below = [sheet.rows.get(row, {}) for row in range(label.row + 1, label.row + _SEARCHED_ROWS)]
    beside = [(cells.get(label.column), cells.get(title.column)) for cells in below]
    called = [
        words is not None and isinstance(words.value, str) and " " in words.value.strip()
        for call, words in beside
        if call is not None and isinstance(call.value, str) and _calls_a_key_result(call.value)
    ]
    return bool(called) and all(called)


def _calls_a_key_result(text: str) -> bool:
    return _is_numbered(text) and kind_of_word(text) == "key_result"  # 'KR' heads a table of its own
