"""A period where a day is meant: 'Q4 2026', 'hết tháng 11', 'cuối năm', 'EOY' ─▶ its last day, or its first."""

from __future__ import annotations

from datetime import date

from sync.cycles import Length, cycle_of, parse_cycle
from sync.options import FiscalCalendar
from sync.patterns import RarePattern
from sync.reading.texts.text import bare


def day_of_period(text: str, calendar: FiscalCalendar, near: date, within: date, *, is_start: bool) -> date | None:
    """Given a text, the fiscal calendar, a day that a period without its year is near to, and one in whose year and
    quarter 'the end of the year' and 'the end of the quarter' are, return the last day of the period that it names, the
    first for a start; None where it names none, or another part of it ('đầu tháng 12' is not due on 31 December)."""
    words = bare(text)
    if (_NOT_AT_FIRST if is_start else _NOT_AT_LAST).search(words) is not None:
        return None
    period = parse_cycle(text, calendar, near)
    if period is None and not is_start:
        length = next((length for length, ends in _ENDS if ends.fullmatch(words)), None)
        period = None if length is None else cycle_of(within, calendar, length)
    if period is None:
        return None
    return period.first_day if is_start else period.last_day


_NOT_AT_LAST = RarePattern(r"(?<!\w)(?:dau|giua|early|mid|middle|beginning|start)(?!\w)")
_NOT_AT_FIRST = RarePattern(r"(?<!\w)(?:cuoi|het|giua|late|mid|middle|end|close)(?!\w)")
_UNTIL = r"(?:(?:truoc|den|toi|vao) )?(?:cuoi|het)"
_BY_THE = r"(?:by )?(?:the )?"
_ENDS: tuple[tuple[Length, RarePattern[str]], ...] = (
    ("year", RarePattern(rf"{_UNTIL} nam(?: nay)?|{_BY_THE}(?:end of (?:the |this )?year|year[ -]?end|eoy)")),
    ("quarter", RarePattern(rf"{_UNTIL} quy(?: nay)?|{_BY_THE}(?:end of (?:the |this )?quarter|quarter[ -]?end|eoq)")),
)
