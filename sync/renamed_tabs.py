"""Which tab of last time one is that has another name now, for a name that says no cycle. Pure.

The archive knows tabs by their names, and people rename them: a tab of the quarter that was closed would be one of the
quarter of today by its new name, and be written. A copy that was made for a new quarter is no renamed tab, as long as
the first one is still there; of a tab that was filled anew, the rows are others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping

from sync.model.past import History, Standing
from sync.model.rows import Rows
from sync.reading.texts.text import bare


def first_cycles(rows: Rows, history: History) -> Mapping[str, str]:
    """Given rows as read and what the past says, return tab title ─▶ the cycle in which the archive first saw the tab,
    by whatever name: more than half of the rows of a tab that was renamed stood in one that is gone."""
    known = history.first_cycles
    return {**known, **{sheet: known[gone] for sheet, gone in renamed(rows, history.standing, known).items()}}


def renamed(rows: Rows, standing: Mapping[str, Standing], known: Container[str]) -> Mapping[str, str]:
    """Given rows as read, those that stood there when they were last read, and the tabs that are known, return tab
    title ─▶ the one that it had."""
    new = {table.sheet for table in rows.tables if table.cycle is None and table.sheet not in known}
    if not new or not standing:
        return {}
    there = {table.sheet for table in rows.tables} | {tab.title for tab in rows.skipped}
    stood_in: dict[str, set[str]] = defaultdict(set)
    for was in standing.values():
        if was.words and was.sheet in known and was.sheet not in there:
            stood_in[bare(was.words)].add(was.sheet)
    if not stood_in:
        return {}
    in_all: Counter[str] = Counter()
    in_both: Counter[tuple[str, str]] = Counter()
    for sheet, words in _words(rows):
        if sheet in new and words:
            in_all[sheet] += 1
            in_both.update((sheet, gone) for gone in stood_in.get(words, ()))
    # The one with most rows is the last to be kept.
    alike = sorted((count, pair) for pair, count in in_both.items() if 2 * count > in_all[pair[0]])
    return {sheet: gone for _, (sheet, gone) in alike}


def _words(rows: Rows) -> Iterator[tuple[str, str]]:
    for objective in rows.objectives:
        yield objective.sheet, bare(objective.title.value or "")
        for key_result in objective.key_results:
            yield key_result.sheet, bare(key_result.text.value or "")
