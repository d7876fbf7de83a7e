"""What stands beside a target and is neither the value to reach nor a key result."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

NOVEMBER = date(2026, 11, 20)


@pytest.mark.parametrize("header", ["Min. acceptable", "Minimum acceptable", "Lowest acceptable"])
def test_a_kpis_least_acceptable_value_is_its_bound(header: str) -> None:
    table = f"""
        KPI | Unit | Target | {header} | Latest value
        Equipment effectiveness | % | 78 | 70 | 74.2
        Schedule adherence | % | 95 | 90 | 91.5
        """
    rows = read_rows((sheet_of(table, "KPI register"),), ReadingOptions(), NOVEMBER)
    assert [one.measure.lower for one in rows.kpis] == [Decimal(70), Decimal(90)]


def test_one_of_three_steps_is_no_bound() -> None:
    table = """
        KPI | Unit | Minimum target | Target | Stretch target | Latest value
        Customer satisfaction | % | 70 | 78 | 85 | 74.2
        """
    [kpi] = read_rows((sheet_of(table, "KPI register"),), ReadingOptions(), NOVEMBER).kpis
    assert kpi.measure.lower == Decimal(78)


@pytest.mark.parametrize("heading", ["Initiatives", "Key actions:", "Việc cần làm"])
def test_what_is_listed_below_initiatives_is_no_key_result(heading: str) -> None:
    table = f"""
        Objective: Fix it right on the first visit
        No. | Key result | Owner | Start | Target | Current
        1 | First-time fix rate (%) | Marta | 68 | 82 | 74
        2 | Repeat visits within 30 days | Ben | 95 | 50 | 71
         | {heading}
        - | Roll out parts kit to all vans | Ben
        - | Train 18 technicians on heat pumps | Ben
        """
    rows = read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), NOVEMBER)
    found = [each.text.value for one in rows.objectives for each in one.key_results]
    assert found == ["First-time fix rate (%)", "Repeat visits within 30 days"]
