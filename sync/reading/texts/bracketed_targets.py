"""'Waiting time (target: < 75 minutes, current: 150 minutes)': a target that stands in brackets behind what is measured
says what one behind a colon does."""

from __future__ import annotations

import re

from sync.patterns import RarePattern


def with_target_behind_a_colon(text: str) -> str:
    """Given tidy text, return it as 'Waiting time: < 75 minutes (currently 150 minutes)'; as it is, where it ends with
    no such brackets, or by when behind them, has a figure before them, or a plain one within, which needs no colon."""
    brackets = _BRACKETS.search(text)
    if brackets is None:
        return text
    named = text[: brackets.start()]
    said: dict[str, str] = {}
    for part in _COMMA.split(brackets[1]):
        labelled = _LABELLED.fullmatch(part)
        if labelled is None:
            return text
        said["now" if labelled["now"] else "target"] = labelled["value"] if labelled["target"] else f" ({part})"
    if "target" not in said or _FIGURE.search(named) is not None:
        return text
    now = said.get("now", "")
    behind = text[brackets.end(1) + 1 :]
    return f"{named}: {said['target']}{now}{behind}" if now or _IS_SIGNED.search(said["target"]) else text


_TARGET = r"targets?|goal|mục tiêu|chỉ tiêu|muc tieu|chi tieu"
_NOW = r"current(?:ly)?|now|today|baseline|hiện(?: tại| nay)?"
_BOUND = r"under|below|over|above|at least|at most|less than|more than|dưới|trên|ít nhất|tối đa|tối thiểu|không quá"
_BEHIND = r"in|by|before|until|this|compared|vs|versus|for|at|across|on|trong|trước|truoc|đến|den|so|tại|ở|cho"
_BY_WHEN = rf"(?:\s(?:{_BEHIND})\s[^()\[\]]{{1,32}})?"
_BRACKETS = RarePattern(rf"(?<=\w)\s?[(\[]((?:{_TARGET}|{_NOW})(?!\w)[^()\[\]]*)[)\]]{_BY_WHEN}$", re.IGNORECASE)
_COMMA = RarePattern(r"[,;]\s")
_LABELLED = RarePattern(
    rf"(?:(?P<target>{_TARGET})|(?P<now>{_NOW}))\s?[:=]?\s?"
    rf"(?P<value>(?:(?:{_BOUND}) |[<>≤≥]=?|[-+=−–~])?\s?[$€£]?[0-9].*)",
    re.IGNORECASE,
)
_IS_SIGNED = RarePattern(r"[<>≤≥+−–-]|^0%?$")
_FIGURE = RarePattern(r"(?<!within )(?<!after )(?<!trong )(?<!sau )(?<![\w-])[0-9]", re.IGNORECASE)
"""A number before the brackets that may be what is aimed at: 'Identify 5 revenue streams (Target: 5)'."""
