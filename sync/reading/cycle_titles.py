"""The cycle that a tab's name or a title says, but for one that may be two: 'Chu kỳ 4/2026' is the fourth quarter or
April. Where the workbook's other tabs are called so up to a fifth or twelfth, all are months."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from sync.cycles import parse_cycle
from sync.model import CellRef, Cycle, Language, LayoutRemark
from sync.options import FiscalCalendar
from sync.reading.numbers import tidy

CycleIn = Callable[[str], Cycle | None]


def cycles_as_named(tabs: Iterable[str], calendar: FiscalCalendar, as_of: date) -> CycleIn:
    """Given the names of all tabs of a workbook, return what finds the cycle in one of its tabs' names and titles; None
    where none is said, or two may be meant."""
    numbers = [int(found["number"]) for tab in tabs if (found := _NUMBERED.search(tidy(tab)))]
    are_months = any(number > _QUARTERS for number in numbers)

    def cycle_in(text: str) -> Cycle | None:
        return None if not are_months and _in_doubt(text) else parse_cycle(text, calendar, as_of)

    return cycle_in


def doubt_about(texts: Iterable[str], cell: CellRef, language: Language) -> Iterable[LayoutRemark]:
    """Given the names and titles of a table without a cycle, and a cell and the language to speak of it, yield a remark
    on the first that may name two: ``guess`` is its number and year."""
    for text in texts:
        if found := _in_doubt(text):
            year, number = found["year"], found["number"]
            setting = f'cycle = "{year}-Q{number}"'
            yield LayoutRemark("cycle_in_doubt", cell, text.strip(), f"{number}/{year}", setting, language)
            return


def _in_doubt(text: str) -> re.Match[str] | None:
    found = _NUMBERED.search(tidy(text))
    return found if found and 1 <= int(found["number"]) <= _QUARTERS and not _SAID.search(tidy(text)) else None


_QUARTERS = 4
_NUMBERED = re.compile(
    r"(?<![^\W_])(?:kỳ|kì|ky|cycle|period)\s?(?:okrs?\s?)?(?:số\s)?(?P<number>[0-9]{1,2})\s?[-/.]\s?(?P<year>20[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_SAID = re.compile(r"(?<![^\W_])(?:quý|quí|quy|quarter|q\s?[1-4](?![0-9])|tháng|month)", re.IGNORECASE)
