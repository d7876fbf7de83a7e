"""Plans by month: which of them are of the row's cycle, and what the whole target is where no column has it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.model.past import History
from sync.model.scores import ScoredKeyResult
from sync.options import ReadingOptions, ScoringOptions
from sync.reading import read_rows
from sync.scoring import score
from tests.sheets import sheet_of
from tests.sync.rules.examples import checked
from tests.sync.test_planned_months import BESIDE_A_TARGET, END_OF_NOVEMBER, ONE_MONTH, PAIRS, near, scored, told

BESIDE_A_VALUE = "| Objective | Key result | Baseline | Oct target | Nov target | Dec target | Current"
WITH_UNIT = PAIRS.replace("Baseline", "Unit | Baseline")
HALF_A_YEAR = " | ".join(f"{month} target" for month in ("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"))


def of_tab(title: str, sheet: str) -> list[ScoredKeyResult]:
    rows = read_rows([sheet_of(sheet, title)], ReadingOptions(), END_OF_NOVEMBER)
    found = score(rows, END_OF_NOVEMBER, ScoringOptions(), History())
    return [row for objective in found.objectives for row in objective.key_results]


# ── Which periods are of the row's cycle ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "target", "expected"),
    [("Q3 2026", 4, "1"), ("Q4 2026", 12, "0.75"), ("OKR", 12, "0.75")],  # a tab of no named cycle is of today's
)
def test_months_of_the_tabs_cycle_count_and_no_others(title: str, target: int, expected: str) -> None:
    headers = f"Objective | Key result | Baseline | {HALF_A_YEAR} | Current"
    (found,) = of_tab(title, f"{headers}\nGrow | Sign dealers | 0 | 1 | 3 | 4 | 6 | 9 | 12 | 4")
    assert (found.target, found.expected) == (target, Decimal(expected))


def test_a_row_that_names_a_cycle_of_its_own_has_the_months_of_that() -> None:
    headers = f"Objective | Key result | Cycle | Baseline | {HALF_A_YEAR} | Current"
    months = "0 | 1 | 3 | 4 | 6 | 9 | 12"
    rows = f"Grow | Sign dealers | Q3 2026 | {months} | 4\nStay | Sign shops | Q4 2026 | {months} | 9"
    assert [(one.target, one.expected) for one in of_tab("OKR", f"{headers}\n{rows}")] == [
        (4, Decimal(1)),
        (12, Decimal("0.75")),
    ]


def test_a_target_of_the_whole_cycle_is_no_point_on_the_way() -> None:
    headers = "Objective | Key result | Baseline | Q4 target | Oct target | Nov target | Current"
    (found,) = of_tab("Q4 2026", f"{headers}\nGrow | NPS | 0 | 12 | 2 | 6 | 9")
    assert (found.target, found.expected) == (12, Decimal("0.5"))


@pytest.mark.parametrize("first", [1, 40])
def test_weeks_that_end_a_little_before_their_quarter_are_all_of_it(first: int) -> None:
    headers = " | ".join(f"W{week} target" for week in range(first, first + 13))
    weeks = " | ".join(map(str, range(1, 14)))
    sheet = f"Objective | Key result | Baseline | {headers} | Current\nGrow | Sign dealers | 0 | {weeks} | 9"
    assert [one.target for one in of_tab("Q4 2026", sheet)] == [13]


@pytest.mark.parametrize("period", ["Oct", "W1", "W40"])
def test_the_value_of_the_first_period_is_all_so_far(period: str) -> None:
    row = "Calls made | 300 | 100 | 105"
    assert scored(ONE_MONTH.format(period), row, date(2026, 11, 5)).progress == Decimal("0.35")


@pytest.mark.parametrize(("row", "is_asked"), [("100 | | | 105 | |", False), ("| 100 | | | 105 |", True)])
def test_a_plan_of_one_month_among_several_is_all_so_far_in_the_first_alone(row: str, is_asked: bool) -> None:
    headers = PAIRS.replace("Baseline", "Target")
    said = told(headers, f"Calls made | 300 | {row}", date(2026, 11, 5))
    assert ("OKR115" in said, "OKR108" in said) == (is_asked, False)


@pytest.mark.parametrize(("cell", "code"), [("#REF!", "OKR101"), ("soon", "OKR102")])
def test_a_last_month_that_cannot_be_read_is_told(cell: str, code: str) -> None:
    assert code in told(BESIDE_A_VALUE, f"Sign 12 dealers | 0 | 2 | 6 | {cell} | 7")


def test_a_plan_that_is_not_used_is_told_in_its_first_cell() -> None:
    findings = checked(f"{BESIDE_A_TARGET}\n| Grow | Sign 60 dealers | 0 | 60 | 10 | soon | 60 | 35", END_OF_NOVEMBER)
    assert [one.cell.a1 for one in findings if one.code == "OKR108"] == ["E2"]


def test_weeks_that_end_six_days_before_their_quarter_are_all_of_it() -> None:
    """The third quarter of 2028 ends on a Saturday."""
    headers = " | ".join(f"W{week} target" for week in range(27, 39))
    row = f"NPS | 0 | {' | '.join(map(str, range(1, 13)))} | 9"
    sheet = f"Objective | Key result | Baseline | {headers} | Current\nGrow | {row}"
    day = date(2028, 9, 20)
    rows = read_rows([sheet_of(sheet, "Q3 2028")], ReadingOptions(), day)
    (objective,) = score(rows, day, ScoringOptions(), History()).objectives
    assert [one.target for one in objective.key_results] == [12]


def test_an_error_on_the_way_to_a_target_is_told_as_one() -> None:
    said = told(BESIDE_A_TARGET, "Sign 60 dealers | 0 | 60 | 10 | #REF! | 60 | 35")
    assert said["OKR101"] == "F2 shows the error #REF!"
    assert "OKR108" not in said


@pytest.mark.parametrize(
    ("bounds", "now", "target"),
    [(f"{sign} 97% | {sign} 98% | {sign} 99%", "98%", 98) for sign in ("≥", ">=", ">", "tối thiểu", "at least")]
    + [(f"{sign} 9% | {sign} 8% | {sign} 7%", "8%", 8) for sign in ("≤", "<=", "<", "tối đa", "at most")],
)
def test_a_bound_by_month_is_to_be_kept_in_its_month_however_it_is_typed(bounds: str, now: str, target: int) -> None:
    row = f"Rate | | {bounds} | {now} | {now} |"
    assert (scored(PAIRS, row).target, scored(PAIRS, row).progress) == (target, 1)
    assert not {"OKR108", "OKR115"} & told(PAIRS, row).keys()


# ── What the target of the whole is ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("headers", "row", "target"),
    [
        # A bound is to be kept in each month: beside values by month each has its own, else the last one counts.
        (PAIRS, "Keep churn below 5% | | 6% | 5% | 4% | 5% | 4% |", 5),
        (BESIDE_A_VALUE, "Keep churn below 5% | | 6% | 5% | 4% | 4%", 4),
        (PAIRS, "Uptime | | ≥ 97% | ≥ 98% | ≥ 99% | 97% | 98% |", 98),
        (PAIRS, "Uptime | | 97% | ≥ 98% | 99% | 97% | 98% |", 98),
        (BESIDE_A_VALUE, "Uptime | | ≥ 97% | ≥ 98% | ≥ 99% | 98%", 99),
        # A text that says by how much, and where from.
        (PAIRS, "Increase orders by 20% | 100 | 105 | 110 | 120 | 106 | 112 |", 120),
        (PAIRS, "Increase orders by 20% | 200 | 210 | 220 | 240 | 206 | 212 |", 240),
        (PAIRS, "Increase orders by 20 | 200 | 205 | 210 | 220 | 206 | 212 |", 220),
        (PAIRS, "Increase orders by 20% | | 105 | 110 | 120 | 106 | 112 |", 110),  # of what?
        (PAIRS, "Orders from 100 to 120 | | 105 | 110 | 120 | 106 | 112 |", 120),
        (PAIRS, "Sign 12 more dealers | 10 | 14 | 18 | 22 | 13 | 19 |", 22),
        (WITH_UNIT, "Doanh số đạt 10 tỷ | tỷ | 0 | 1 | 4 | 10 | 1 | 3 |", 10),
        # A level does not add up: by its values, its unit, a column that says so, or because it falls.
        (PAIRS, "Coverage | | 20% | 40% | 60% | 20% | 40% |", 60),
        (WITH_UNIT, "Dealers | % | | 20 | 40 | 60 | 20 | 40 |", 60),
        (f"{PAIRS} | Aggregation", "Dealers | | 2 | 6 | 12 | 2 | 7 | | last", 12),
        (PAIRS, "Complaints | 30 | 25 | 20 | 10 | 26 | 19 |", 10),
        (PAIRS, "Complaints from 30 to 10 | 30 | 25 | 20 | 12 | 26 | 19 |", 12),
        (PAIRS, "Complaints from 30 to 10 | | 25 | 20 | 12 | 26 | 19 |", 12),
        # What adds up by a column, or says so and has values by month, is each month's own.
        (f"{PAIRS} | Aggregation", "Dealers | 0 | 2 | 6 | 12 | 2 | 7 | | sum", 6),
        (PAIRS, "Complaints | 30 | 12 | 30 | 14 | 12 | 13 |", 30),
        # Plans that stay where they are: each month's own, and of one value the whole's where it is a level.
        (PAIRS, "NPS | | 40 | 40 | 40 | 38 | 41 |", 40),
        (BESIDE_A_VALUE, "NPS | | 40 | 40 | 40 | 38", 40),
        (BESIDE_A_VALUE, "NPS | | 40 | 50 | 40 | 38", 40),
        # Beside a text that says what is to be reached.
        (PAIRS, "Publish 4 posts | | 4 | 9 | 4 | 4 | 4 |", 9),
        (BESIDE_A_VALUE, "Publish 4 posts | | 4 | 4 | 4 | 4", 4),
        (BESIDE_A_VALUE, "Publish 4 posts | | 4 | 9 | 4 | 4", 4),
        (PAIRS, "Sign 12 dealers | 0 | 2 | 12 | | 2 | 7 |", 12),
        (PAIRS, "Reach 60 dealers | | | | 60 | 10 | 20 |", 60),
        (PAIRS, "NPS of 60 | 0 | 10 | 20 | 50 | 10 | 20 |", 50),  # they differ: the column wins
        (BESIDE_A_VALUE, "NPS of 60 from 20 | | 30 | 40 | | 41", 60),  # the last month has none: the text says
        (PAIRS, "Reduce debt to -60 | 0 | -10 | -20 | | -10 | -20 |", -60),
    ],
)
def test_the_whole_cycles_target(headers: str, row: str, target: int) -> None:
    assert scored(headers, row).target == target
    assert "OKR115" not in told(headers, row)


@pytest.mark.parametrize(
    ("headers", "row"),
    [
        (PAIRS, "Revenue lost | 30 | 25 | 20 | 10 | 26 | 19 |"),  # falls, and adds up by its words
        (PAIRS, "Complaints from 30 to 40 | 30 | 25 | 20 | 12 | 26 | 19 |"),
        (PAIRS, "Dealers | | 20% | 40 | 60 | 20% | 40 |"),
        (PAIRS, "Grow by 20 stores | 100 | 5 | 5 | 10 | 5 | 6 |"),
        (PAIRS, "Lose 4 kg | | 1 | 1 | 2 | 1 | 1 |"),
        (PAIRS, "NPS | 20 | 30 | 40 | | 30 | 41 |"),  # the last month has none
        (PAIRS, "Dealers | 0 | 2 | 6 | | 2 | 7 |"),
        (PAIRS, "Sign 12 dealers | 0 | 2 | 15 | | 2 | 7 |"),
        (PAIRS, "NPS of 60 | 0 | 10 | 70 | 50 | 10 | 20 |"),
        (BESIDE_A_VALUE, "Sign 12 dealers | 0 | 2 | 12 | | 7"),
        (BESIDE_A_VALUE, "Posts | | 4 | 4 | 4 | 4"),
        (f"{BESIDE_A_VALUE} | Aggregation", "Dealers | | 2 | 6 | 12 | 7 | sum"),
        (WITH_UNIT, "Doanh số đạt 10 tỷ | tỷ | 0 | 2 | 3 | 6 | 2 | 3 |"),
    ],
)
def test_a_whole_of_which_nothing_tells_is_asked_about(headers: str, row: str) -> None:
    found = scored(headers, row)
    assert (found.target, found.progress) == (None, None)
    assert "OKR115" in told(headers, row)


@pytest.mark.parametrize(
    ("row", "progress"),
    [("Lose 4 kg | | 1 | 2 | 4 | 1 | 3 |", "0.75"), ("Giảm 3 kg | 70 | 69 | 68 | 67 | 69 | 68 |", "0.666666667")],
)
def test_a_change_is_the_way_of_its_months(row: str, progress: str) -> None:
    assert near(scored(PAIRS, row).progress) == Decimal(progress)
