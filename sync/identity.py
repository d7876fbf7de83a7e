"""Which key result of last time a row is. Pure. This is the first form: by the row's own id or by its words.

An id that the team gives (a column *ID*) is taken where it is unique in the workbook. Otherwise it is a hash of the
objective's and the row's words, marks and case aside, and of the cycle that the sheet names: sorting and moving rows
and tabs changes no id, and an objective carried over to the next quarter's tab is another one there. Rows that say the
same in one cycle are told apart by their order. A row that is reworded becomes a new one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b

from sync.model import KeyResult, Kpi, Objective, Rows
from sync.reading.text import bare

_HASH_BYTES = 5


def identify(rows: Rows) -> Rows:
    """Given rows as read, return them with an ``id`` on every objective, key result and KPI, unique in the workbook."""
    given = Counter(_given_ids(rows))
    taken: Counter[str] = Counter()

    def id_of(subject: Objective | KeyResult | Kpi, *words: str | None) -> str:
        own = bare(subject.external_id.value or "")
        if own and given[own] == 1:
            return own
        id = _hash(*words)
        taken[id] += 1
        return id if taken[id] == 1 else f"{id}-{taken[id]}"

    def with_ids(objective: Objective) -> Objective:
        cycle = objective.cycle or rows.tables[objective.table].cycle
        words = (objective.title.value, cycle.id if cycle else None)
        own = id_of(objective, "objective", *words)
        key_results = tuple(
            one._replace(id=id_of(one, "key result", *words, one.text.value)) for one in objective.key_results
        )
        return objective._replace(id=own, key_results=key_results)

    objectives = tuple(with_ids(objective) for objective in rows.objectives)
    kpis = tuple(kpi._replace(id=id_of(kpi, "kpi", kpi.name.value)) for kpi in rows.kpis)
    return replace(rows, objectives=objectives, kpis=kpis)


def _given_ids(rows: Rows) -> Iterable[str]:
    for objective in rows.objectives:
        yield bare(objective.external_id.value or "")
        for key_result in objective.key_results:
            yield bare(key_result.external_id.value or "")
    for kpi in rows.kpis:
        yield bare(kpi.external_id.value or "")


def _hash(*words: str | None) -> str:
    """The kind of row is hashed too: a KPI and an objective of the same words are two subjects."""
    said = "\n".join(bare(word or "") for word in words)
    return blake2b(said.encode(), digest_size=_HASH_BYTES).hexdigest()
