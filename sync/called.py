"""By what names rows call the objectives and KPIs of their own workbook and of others. Pure.

Whoever looks for one, or for who names one, has to agree on this: the score of a parent, the order of a run, what the
archive knows, what was just read of the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from sync.model.past import KpiElsewhere, ObjectiveElsewhere
from sync.reading.sheets.outlines import unmarked
from sync.reading.texts.text import bare

T = TypeVar("T")


@lru_cache(maxsize=4096)
def as_objective(words: str) -> str:
    """Given what an objective is called, or what a row calls one, return it as such names are compared: folded, without
    its mark, and without the one after a workbook's name ('board: O1 - Win')."""
    own = unmarked(words)
    workbook, colon, rest = own.partition(":")
    rest = unmarked(rest.strip())
    return f"{bare(workbook)}: {bare(rest)}" if colon and rest else bare(own)


def as_kpi(words: str) -> str:
    """Given what a KPI is called, or what a row calls one, return it as such names are compared."""
    return bare(words)


def objective_names(words: Iterable[str | None], workbook: str) -> frozenset[str]:
    """Given an objective's title and the id that its row gives it, and what its workbook is called ('' where nobody
    knows), return every name by which a row may call it."""
    return frozenset(map(as_objective, _with_workbook(words, workbook)))


def kpi_names(words: Iterable[str | None], workbook: str) -> frozenset[str]:
    """Given a KPI's name and its ids, and what its workbook is called ('' where nobody knows), return every name by
    which a row may call it."""
    return frozenset(map(as_kpi, _with_workbook(words, workbook)))


def kpis_by_name(kpis: Iterable[KpiElsewhere]) -> Mapping[str, tuple[KpiElsewhere, ...]]:
    """Given a workbook's KPIs, return them by every name that a key result may call them."""
    return _by(kpis, lambda one: kpi_names((one.kpi.name.value, one.kpi.external_id.value, one.kpi.id), one.workbook))


def objectives_by_name(
    objectives: Iterable[ObjectiveElsewhere],
) -> Mapping[str, tuple[ObjectiveElsewhere, ...]]:
    """Given a workbook's objectives, return them by every name that a row may call them."""
    return _by(objectives, lambda one: objective_names((one.title, one.given_id), one.workbook))


def objectives_by_parent(
    objectives: Iterable[ObjectiveElsewhere],
) -> Mapping[str, tuple[ObjectiveElsewhere, ...]]:
    """Given a workbook's objectives, return those that name a parent by the name of it."""
    return _by(objectives, lambda one: (as_objective(one.parent),) if one.parent else ())


def _by(all_of: Iterable[T], names: Callable[[T], Iterable[str]]) -> Mapping[str, tuple[T, ...]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for one in all_of:
        for name in names(one):
            found[name].append(one)
    return {name: tuple(each) for name, each in found.items()}


def _with_workbook(words: Iterable[str | None], workbook: str) -> list[str]:
    own = [one for one in words if one]
    return [*own, *(f"{workbook}: {one}" for one in own)] if workbook else own
