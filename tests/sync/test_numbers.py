"""Scores against a second reckoning: random tables in real files, and plain fractions that share no code with ours."""

from __future__ import annotations

import tempfile
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import openpyxl
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from sync.engine import Outcome, plan_workbook
from sync.model.past import History
from sync.options import ReadingOptions, Settings, WorkbookSettings
from sync.workbooks.excel import ExcelWorkbook

FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
HEADERS = ("Objective", "Key result", "Baseline", "Target", "Current", "Weight", "Due")


class Row(NamedTuple):
    """One key result as typed: floats as a spreadsheet program stores them; ``percent`` is its cells' format."""

    baseline: float
    target: float
    current: float | None
    weight: int
    percent: bool
    due: date


# Hundredths added up in doubles, as formulas do: 0.1 + 0.2 is 0.30000000000000004.
amounts = st.lists(st.integers(-300, 300), min_size=1, max_size=4).map(lambda parts: sum(part / 100 for part in parts))
rows = st.builds(
    Row,
    amounts,
    amounts,
    st.one_of(amounts, amounts, amounts, st.none()),
    st.integers(1, 9),
    st.booleans(),
    st.dates(date(2026, 10, 5), LAST),
).filter(lambda row: exact(row.baseline) != exact(row.target))
days = st.one_of(st.dates(date(2026, 9, 1), date(2027, 2, 1)), st.sampled_from([FIRST, LAST]))


def exact(number: float) -> Fraction:
    """What a spreadsheet program shows of a double: fifteen significant digits."""
    return Fraction(f"{number:.15g}")


def progress_of(row: Row) -> Fraction | None:
    if row.current is None:
        return None
    baseline, target, current = exact(row.baseline), exact(row.target), exact(row.current)
    return min(max((current - baseline) / (target - baseline), Fraction(0)), Fraction(1))


def rounded(share: Fraction | None, places: int) -> str | None:
    """Half up, in whole numbers."""
    if share is None:
        return None
    whole = (share * 10**places * 2 + 1) // 2
    return f"{whole // 10**places}.{whole % 10**places:0{places}d}"


def status_of(progress: Fraction | None, row: Row, as_of: date) -> str:
    day = min(as_of, LAST)
    if as_of < FIRST:
        return "not started"
    if progress is None:
        return "no data"
    if progress == 1:
        return "done"
    expected = Fraction(1) if day >= row.due else Fraction((day - FIRST).days, (row.due - FIRST).days)
    in_grace = Fraction((day - FIRST).days, (LAST - FIRST).days) <= Fraction(1, 10) and day < row.due
    if in_grace or progress >= Fraction(9, 10) * expected:
        return "on track"
    return "at risk" if progress >= Fraction(6, 10) * expected else "behind"


def outcome_of(table: list[Row], as_of: date) -> Outcome:
    workbook = openpyxl.Workbook()
    tab = workbook.active
    assert tab is not None
    tab.title = "Q4 2026"
    tab.append(HEADERS)
    for number, row in enumerate(table):
        objective = "Grow" if number == 0 else None
        tab.append((objective, f"Measure {number}", row.baseline, row.target, row.current, row.weight, row.due))
        for column in range(3, 6):
            tab.cell(number + 2, column).number_format = "0.0%" if row.percent else "General"
    settings = Settings(language="en", defaults=WorkbookSettings("", "", reading=ReadingOptions(language="en")))
    with tempfile.TemporaryDirectory() as folder:
        workbook.save(Path(folder) / "w.xlsx")
        return plan_workbook(ExcelWorkbook(Path(folder) / "w.xlsx", name="w"), History(), settings, as_of)


@examples(max_examples=60)
@given(st.lists(rows, min_size=1, max_size=6), days)
def test_scores_are_those_of_a_second_reckoning(table: list[Row], as_of: date) -> None:
    (objective,) = outcome_of(table, as_of).scored.objectives
    found = objective.key_results
    shares = [progress_of(row) for row in table]

    assert [None if one.score is None else str(one.score) for one in found] == [rounded(share, 2) for share in shares]
    assert [None if one.progress is None else f"{one.progress:.30f}" for one in found] == [
        None if share is None else rounded(share, 30) for share in shares
    ]
    assert [one.status.value for one in found] == [
        status_of(share, row, as_of) for share, row in zip(shares, table, strict=True)
    ]
    weights = sum(row.weight for row in table)
    mean = Fraction(sum((share or 0) * row.weight for share, row in zip(shares, table, strict=True)), weights)
    has_value = any(share is not None for share in shares)
    assert (None if objective.score is None else str(objective.score)) == (rounded(mean, 2) if has_value else None)
