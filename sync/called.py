"""By what names rows call the objectives and KPIs of their own workbook and of others. Pure.

Whoever looks for one, or for who names one, has to agree on this: the score of a parent, the order of a run, what the
archive knows, what was just read of the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sync.reading.sheets.outlines import unmarked
from sync.reading.texts.text import bare


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


def _with_workbook(words: Iterable[str | None], workbook: str) -> list[str]:
    own = [one for one in words if one]
    return [*own, *(f"{workbook}: {one}" for one in own)] if workbook else own
