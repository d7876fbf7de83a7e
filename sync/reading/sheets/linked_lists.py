"""Objectives beside which a column only lists the names of key results that have a tab of their own, as tools with
linked tables export them: 'Improve quality | Defects, Coverage'. The lists are no key results: their rows are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sync.model.rows import KeyResult
from sync.patterns import RarePattern
from sync.reading.sheets.okr_tables import Group
from sync.reading.texts.text import bare


def without_linked_lists(tables: Mapping[int, list[Group]]) -> None:
    """Given each table's groups by the table's index, take the key results out of those tables, in place, in which each
    is but a list of the names of another table's, that go back to the same objective."""
    if len(tables) < 2:
        return
    owned = {index: _owned_in(groups) for index, groups in tables.items()}
    for index, groups in tables.items():
        elsewhere = {one for other, own in owned.items() if other != index for one in own}
        lists = [_listed(one, group, elsewhere) for group in groups for one in group.key_results]
        if not lists or not all(lists) or max(lists) < _SEVERAL:
            continue
        for group in groups:
            if group.key_results:
                group.row = group.row or group.key_results[0].row
                group.own_row = True
                group.key_results = []


def _owned_in(groups: Sequence[Group]) -> set[tuple[str, str]]:
    """The names of key results, each with its objective's."""
    return {
        (bare(group.title.value or ""), bare(one.text.value))
        for group in groups
        for one in group.key_results
        if one.text.value
    }


def _listed(key_result: KeyResult, group: Group, elsewhere: set[tuple[str, str]]) -> int:
    """How many of an objective's key results in other tables a text names, 0 where it says anything else or has a value
    of its own."""
    values = (key_result.baseline, key_result.target, key_result.current)
    if key_result.text.value is None or any(read.raw or read.value is not None for read in values):
        return 0
    parts = [bare(_LINK.sub("", part)) for part in _BETWEEN.split(key_result.text.value)]
    objective = bare(group.title.value or "")
    return len(parts) if all((objective, part) in elsewhere for part in parts) else 0


_SEVERAL = 2
_BETWEEN = re.compile(r"\s*[,;\n]\s*")
_LINK = RarePattern(r"\s*\(https?://[^()]*\)")
