"""Which key result of last time a row is. Pure.

An id that the team gives (a column *ID*) is taken where it is unique in the workbook. Otherwise it is a hash of the
objective's and the row's words, marks and case aside, and of the cycle that the sheet names: sorting and moving rows
and tabs changes no id, and an objective carried over to the next quarter's tab is another one there. Rows that say the
same in one cycle are told apart by their order. What was reworded since keeps the id that it had (``rewording.py``),
and so does what the team gave another number since (``renumbering.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from itertools import count
from typing import Any

from sync.memo import Memo
from sync.model.past import Gone, Standing
from sync.model.rows import KeyResult, Kpi, Objective, Rows
from sync.reading.texts.text import bare
from sync.renumbering import renumbered
from sync.rewording import reworded

_HASH_BYTES = 5
_NOTHING: Mapping[str, Standing] = {}


def identify(
    rows: Rows,
    standing: Mapping[str, Standing] = _NOTHING,
    known: Memo[Any] | None = None,
    gone: Sequence[Gone] = (),
) -> Rows:
    """Given rows as read, by their ids the rows that stood in the workbook when it was last read, objectives as they
    were identified before, and key results that were gone by then, return the rows with an ``id`` on every objective,
    key result and KPI, unique in the workbook."""
    if known is not None:
        known.begin()
    given = Counter(_given_ids(rows))
    by_words: dict[str, str] = {}
    taken: dict[str, int] = {}

    def id_of(said: _Said) -> str:
        own, id = said
        if own and given[own] == 1:
            by_words[own] = id
            return own
        taken[id] = nth = taken.get(id, 0) + 1
        return id if nth == 1 else f"{id}-{nth}"

    def with_ids(objective: Objective) -> Objective:
        cycle = objective.cycle or rows.tables[objective.table].cycle
        within = bare(cycle.id) if cycle else ""
        said: Sequence[_Said] | None = None if known is None else known.recall(("said", within), objective)
        if said is None:
            said = _all_said(objective, within)
            if known is not None:
                known.keep(said, ("said", within), objective)
        own, *ids = map(id_of, said)
        before: Objective | None = None if known is None else known.recall((own, *ids), objective)
        if before is not None:
            return before
        found = _with_ids(objective, own, ids)
        return found if known is None else known.keep(found, (own, *ids), objective)

    objectives = tuple(with_ids(objective) for objective in rows.objectives)
    kpis = tuple(kpi._replace(id=id_of(_said(kpi, "kpi", bare(kpi.name.value or "")))) for kpi in rows.kpis)
    found = rows._replace(objectives=objectives, kpis=kpis)
    if not standing and not gone:
        return found
    anew = renumbered(found, standing, by_words, gone)
    numbered = {anew.ids.get(id, id) for id, times in given.items() if times == 1}
    if anew.ids:
        found = _with_known_ids(found, anew.ids, known)
    numbered -= anew.open
    reworded_ids = reworded(found, standing, numbered)
    return _with_known_ids(found, reworded_ids, known) if reworded_ids else found


_Said = tuple[str, str]
"""The id that a row gives itself, '' where it gives none, and the one that follows from its words."""


def _all_said(objective: Objective, cycle: str) -> Sequence[_Said]:
    """What an objective and its key results say."""
    said = (bare(objective.title.value or ""), cycle)
    rows = [_said(one, "key result", *said, bare(one.text.value or "")) for one in objective.key_results]
    return [_said(objective, "objective", *said), *rows]


def _said(subject: Objective | KeyResult | Kpi, *words: str) -> _Said:
    own = subject.external_id.value
    return bare(own) if own else "", _hash(*words)


def _with_known_ids(rows: Rows, reworded_ids: Mapping[str, str], known: Memo[Any] | None) -> Rows:
    """Given rows, and the ids by which some of them were known before, return them with these; another row that has
    such an id by its words gets one beside it."""
    held = set(reworded_ids.values())
    taken = {own for own in _ids(rows) if own not in reworded_ids} | held

    def id_of(own: str) -> str:
        if own in reworded_ids:
            return reworded_ids[own]
        if own not in held:
            return own
        beside = next(id for nth in count(2) if (id := f"{own}-{nth}") not in taken)
        taken.add(beside)
        return beside

    def with_ids(objective: Objective) -> Objective:
        ids = [id_of(one.id) for one in objective.key_results]
        own = id_of(objective.id)
        if own == objective.id and ids == [one.id for one in objective.key_results]:
            return objective
        before: Objective | None = None if known is None else known.recall((own, *ids), objective)
        if before is not None:
            return before
        found = _with_ids(objective, own, ids)
        return found if known is None else known.keep(found, (own, *ids), objective)

    return rows._replace(objectives=tuple(map(with_ids, rows.objectives)))


def _ids(rows: Rows) -> Iterable[str]:
    for objective in rows.objectives:
        yield objective.id
        yield from (one.id for one in objective.key_results)
    yield from (kpi.id for kpi in rows.kpis)


def _given_ids(rows: Rows) -> Iterable[str]:
    for objective in rows.objectives:
        if objective.external_id.value:
            yield bare(objective.external_id.value)
        for key_result in objective.key_results:
            if key_result.external_id.value:
                yield bare(key_result.external_id.value)
    for kpi in rows.kpis:
        if kpi.external_id.value:
            yield bare(kpi.external_id.value)


def _hash(*said: str) -> str:
    """The kind of row is hashed too: a KPI and an objective of the same words are two subjects."""
    return blake2b("\n".join(said).encode(), digest_size=_HASH_BYTES).hexdigest()


# ``_replace`` in a fraction of its time: every row gets an id.
_ID = KeyResult._fields.index("id")
_ID_OF_OBJECTIVE, _KEY_RESULTS = Objective._fields.index("id"), Objective._fields.index("key_results")
_new_key_result: Callable[[list[Any]], KeyResult] = partial(tuple.__new__, KeyResult)
_new_objective: Callable[[list[Any]], Objective] = partial(tuple.__new__, Objective)


def _with_ids(objective: Objective, own: str, ids: Iterable[str]) -> Objective:
    fields: list[Any] = list(objective)
    fields[_ID_OF_OBJECTIVE] = own
    fields[_KEY_RESULTS] = tuple(map(_with_id, objective.key_results, ids))
    return _new_objective(fields)


def _with_id(row: KeyResult, id: str) -> KeyResult:
    fields = list(row)
    fields[_ID] = id
    return _new_key_result(fields)
