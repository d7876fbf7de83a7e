"""Whatever day people type, and whatever day a sheet is evaluated for, it is read, scored and checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from sync.model.past import History
from sync.options import FiscalCalendar, ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import all_remarks, read_rows
from sync.rules import check
from sync.scoring import score
from tests.sheets import sheet_of

OKRS = """
Objective | Key result | Target | Current | Start | Due | Updated | {0}
Grow | Paying teams | 300 | 180 | {1} | {2} | {3} | 7
 | Churn to 3% by {4} | 3% | 4% | {3} | {1} | {2} | 8
"""
LOG = """
Date | Key result | Value
{5} | Paying teams | 190
{6} | Paying teams | 200
"""
KPIS = """
KPI | Target | {4} | {5} | {6}
Orders | 300 | 180 | 190 | 200
"""
ends = [date.min, date(1, 1, 2), date(1900, 1, 1), date(1904, 2, 29), date(9999, 11, 30), date(9999, 12, 30), date.max]
days = st.one_of(st.sampled_from(ends), st.dates(), st.dates(date(2026, 1, 1), date(2027, 1, 31)))
written = st.sampled_from(["{0:%Y-%m-%d}", "'{0:%d/%m/%Y}", "'{0:%Y-%m-%d}", "'Q4 {0:%Y}", "'{0:%m/%Y}", "'{0:%Y}"])
calendars = st.builds(FiscalCalendar, st.integers(1, 12), st.sampled_from(["start", "end"]))


@example(["9999-12-31"] * 7, date(2026, 11, 19), FiscalCalendar(), "OKR")
@example([*["2026-12-31"] * 4, "9999-10-31", "9999-12-31", "9999-11-30"], date(2026, 11, 19), FiscalCalendar(), "OKR")
@given(
    st.lists(st.builds(lambda day, form: form.format(day), days, written), min_size=7, max_size=7),
    st.one_of(st.just(date(2026, 11, 19)), st.dates(date(1900, 1, 1), date(2999, 12, 31))),
    calendars,
    st.sampled_from(["OKR", "Q4 2026", "2026"]),
)
def test_no_day_is_any_trouble(typed: Sequence[str], as_of: date, calendar: FiscalCalendar, title: str) -> None:
    options = ReadingOptions(calendar=calendar)
    tabs = (OKRS, title), (LOG, "Check-ins"), (KPIS, f"KPI {title}")
    sheets = [sheet_of(text.strip().format(*typed), title) for text, title in tabs]
    rows = read_rows(sheets, options, as_of)
    all_remarks(sheets, rows, options)
    scored = score(rows, as_of, ScoringOptions(), History())
    findings = check(scored, History(), RuleOptions(calendar=calendar))
    assert all(finding.code != "OKR000" for finding in findings)
