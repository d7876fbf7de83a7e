"""The cycle that a tab's name or a title says, but for one that may be two: 'Chu kỳ 4/2026' is the fourth quarter or
April. Where the workbook's other tabs are called so up to a fifth or twelfth, all are months. A title that contradicts
its tab's name is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from sync.cycle_names import find_periods
from sync.cycles import cycle_by_id, holds, is_of_an_unknown_year, length_of, parse_cycle
from sync.model.cells import CellRef
from sync.model.findings import Language
from sync.model.readings import Read
from sync.model.rows import Cycle, Field, LayoutRemark, TableKind
from sync.options import FiscalCalendar
from sync.patterns import RarePattern
from sync.reading.sheets.found_tables import FoundTable
from sync.reading.sheets.tables import says_okr
from sync.reading.texts.numbers import tidy
from sync.reading.texts.text import bare

CycleIn = Callable[[str], Cycle | None]


def cycles_as_named(tabs: Iterable[str], calendar: FiscalCalendar, as_of: date) -> CycleIn:
    """Given the names of all tabs of a workbook, return what finds the cycle in one of its tabs' names and titles; None
    where none is said, or two may be meant."""
    tabs = tuple(tabs)
    numbers = [int(found["number"]) for tab in tabs if (found := _NUMBERED.search(tidy(tab)))]
    are_months = any(number > _QUARTERS for number in numbers)
    are_teams = (
        not _TEAMS.isdisjoint(tab.strip() for tab in tabs)
        and sum(tab.strip() in _TEAMS_OR_MONTHS for tab in tabs) == 1
        and not any(find_periods(tab) for tab in tabs if tab.strip() not in _TEAMS_OR_MONTHS)
    )

    def cycle_in(text: str) -> Cycle | None:
        if are_teams and text.strip() in _TEAMS_OR_MONTHS:
            return None
        if "20" in text and ("/" in text or "-" in text):
            text = _REFERENCE.sub(" ", text)
        return None if not are_months and _in_doubt(text) else parse_cycle(text, calendar, as_of)

    return cycle_in


_TEAMS_OR_MONTHS = ("MAR", "MAY")
_TEAMS = frozenset("KD MKT HR HCNS NS SX IT KT TC KTTC CSKH CS PR RD QA QC SALES OPS".split())


def named_cycle(
    tab: str, titles: Iterable[Read[str]], cycle_in: CycleIn, calendar: FiscalCalendar, as_of: date
) -> Cycle | None:
    """Given a tab's name and the titles at its top, return the cycle that the name says. One without a year ('Q4') is
    of the year of the first title that names the same ('OKR Q4 2026'), where that lies ahead, or where by the name
    alone it would not have begun: a title of a year before it may have been forgotten."""
    named = cycle_in(tab)
    if named is None or length_of(named) == "week" or parse_cycle(tab, calendar, as_of + _TWO_YEARS) == named:
        return named
    for title in titles:
        words = title.value or ""
        said = cycle_in(words)
        if said is None or not holds(said, of_its_year := cycle_by_id(said.id[:4] + named.id[4:], calendar)):
            continue
        is_year = length_of(said) == "year"  # 'Mục tiêu 2030', 'Since 2015'
        is_ahead = of_its_year.first_day > named.first_day and not is_year
        is_before = of_its_year.first_day < named.first_day and (says_okr(words) or not is_year)
        return of_its_year if is_ahead or (is_before and named.first_day > as_of) else named
    return named


def doubt_about(
    texts: Iterable[str], cell: CellRef, language: Language, calendar: FiscalCalendar
) -> Iterable[LayoutRemark]:
    """Given the names and titles of a table without a cycle, and a cell and the language to speak of it, yield a remark
    on the first that may name two: ``guess`` is its number and year. So may a quarter of a fiscal year that runs over
    two of the calendar."""
    for text in texts:
        if any(is_of_an_unknown_year(period, calendar) for period in find_periods(text)):
            yield LayoutRemark(
                "fiscal_year_unknown", cell, text.strip(), "", "[cycle] fiscal_year_starts = 4", language
            )
            return
        if found := _in_doubt(text):
            year, number = found["year"], found["number"]
            setting = f'cycle = "{year}-Q{number}"'
            yield LayoutRemark("cycle_in_doubt", cell, text.strip(), f"{number}/{year}", setting, language)
            return


def titles_against_tab(one: FoundTable, cycle_in: CycleIn) -> Iterable[LayoutRemark]:
    """Given a table as read, yield a remark on the first of its titles that names another cycle than its tab does,
    where no title agrees with the tab and no column says each row's: mostly the last quarter's title on a copy of its
    tab. ``guess`` is the cycle that counts, ``setting`` the tab's name."""
    named = one.named
    if named is None or one.cycle is None or one.kind is TableKind.check_ins or Field.cycle in one.layout.at:
        return
    said = [(title, cycle) for title in one.titles if (cycle := cycle_in(title.value or "")) is not None]
    if any(holds(named, cycle) for _, cycle in said):
        return
    for title, cycle in said:
        if title.cell is not None and not holds(cycle, named) and _heads_its_table(title.value or "", cycle, named):
            words, row = title.raw.strip(), one.first_used_row or None
            yield LayoutRemark("title_against_tab", title.cell, words, one.cycle.id, one.sheet.title, one.language, row)
            return


def _heads_its_table(title: str, cycle: Cycle, named: Cycle) -> bool:
    """Whether a title says whose the table is, and not what went before it: 'Kết quả OKR quý 3', 'Mục tiêu 2030'."""
    words = bare(title)
    if len(words) > _LONGEST_TITLE or _SPEAKS_OF_OTHERS.search(words):
        return False
    if length_of(cycle) == "year" and cycle.first_day > named.last_day:
        return False
    return says_okr(title) or (length_of(cycle) == length_of(named) and bool(_A_PERIOD_ALONE.fullmatch(words)))


def _in_doubt(text: str) -> re.Match[str] | None:
    found = _NUMBERED.search(tidy(text))
    return found if found and 1 <= int(found["number"]) <= _QUARTERS and not _SAID.search(tidy(text)) else None


_REFERENCE = RarePattern(
    r"(?:số\s*)?[0-9]{1,5}/20[0-9]{2}/[A-ZĐ][\w-]*(?:\s*,?\s*ngày\s[0-9]{1,2}[/-][0-9]{1,2}[/-]20[0-9]{2})?"
    r"|[A-ZĐ]{1,6}(?:[-.][A-ZĐ]{1,6})*[-.:]\s?[0-9]{1,3}[/-]20[0-9]{2}"
    r"|(?i:ngày(?:\sban\shành)?:?)\s[0-9]{1,2}[/-][0-9]{1,2}[/-]20[0-9]{2}"
)
"""A decree's or a form's number, and the day that it is of: 'Quyết định số 05/2026/QĐ-TGĐ', 'BM-01/2023'."""
_QUARTERS = 4
_TWO_YEARS = timedelta(days=731)
_LONGEST_TITLE = 60
_SPEAKS_OF_OTHERS = RarePattern(
    r"(?<![^\W_])(?:ket qua(?! (?:then chot|chinh|chot))|dat|so (?:voi|sanh)|tong ket|nhin lai|tiep noi|ke thua|"
    r"chuyen tu|tu (?:quy|thang|q)|truoc|tham khao|cap nhat|review|retro\w*|(?<!key )results?|vs|compared|last|"
    r"previous|carried|from|reference|updated?)(?![^\W_])"
)
_A_PERIOD_ALONE = RarePattern(
    r"(?:(?:chu ky|ky|cycle|period|thoi gian|giai doan|for|cho)\W*)*(?:20[0-9]{2}\W*)?"
    r"(?:quy|qui|quarter|q|thang|month|t|half|h)\W?(?:[0-9]{1,2}|[ivx]{1,4})\W*(?:(?:nam|year)\W*)?(?:20[0-9]{2})?\W*"
)
_NUMBERED = re.compile(
    r"(?<![^\W_])(?:kỳ|kì|ky|cycle|period)\s?(?:okrs?\s?)?(?:số\s)?(?P<number>[0-9]{1,2})\s?[-/.]\s?(?P<year>20[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_SAID = RarePattern(r"(?<![^\W_])(?:quý|quí|quy|quarter|q\s?[1-4](?![0-9])|tháng|month)", re.IGNORECASE)
