"""A value beyond a lone target of which no word says whether less would be better: reached, or not yet come down to?

'Patients waiting over a year | target 100 | now 340' is done where more is wanted, and far off where less is. Where the
objective wants less, or the team's own status says that it is not well, nobody is told that it is done. Pure.
"""

from __future__ import annotations

import re

from sync.attainment import Attained
from sync.model.readings import Direction, Kind
from sync.model.rows import KeyResult
from sync.model.scores import Doubt
from sync.patterns import RarePattern
from sync.reading.texts.text import bare
from sync.reading.texts.wording import falls_by_name, read_wording


def asking_which_way(attained: Attained, key_result: KeyResult, objective: str) -> Attained:
    """Given how far a key result has come from 0, and its objective's text, return the same; or without attainment, and
    the doubt that says so, where which way is better is not said."""
    # Cheap to know, and nearly always the end of it.
    if Doubt.baseline_taken_as_zero not in attained.doubts or attained.attainment is None or attained.attainment <= 1:
        return attained
    wording, text = key_result.wording, key_result.text.value or ""
    if attained.kind is not Kind.increase or wording.kind is not None or wording.direction is not None:
        return attained
    if falls_by_name(text) is not None or not (_wants_less(objective) or _is_not_well(key_result.status_text.value)):
        return attained
    doubts = tuple(doubt for doubt in attained.doubts if doubt is not Doubt.baseline_taken_as_zero)
    return attained._replace(attainment=None, baseline=None, doubts=(Doubt.direction_unknown, *doubts), formula="")


def _wants_less(objective: str) -> bool:
    return read_wording(objective).direction is Direction.down or _FEWER.match(objective) is not None


def _is_not_well(status: str | None) -> bool:
    return bool(status) and _TROUBLE.search(bare(status or "")) is not None


_FEWER = RarePattern(r"\W*(?:fewer|less|ít|bớt)\s", re.IGNORECASE)
_TROUBLE = RarePattern(
    r"(?<!\w)(?:red|amber|yellow|at risk|off track|off-track|behind|delayed|late|poor|r|a|do|vang|cham|tre|rui ro|"
    r"chua dat|khong dat)(?!\w)|[🔴🟡🟠🚩⚠]"
)
