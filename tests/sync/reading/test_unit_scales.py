"""A unit column with a scale word, beside values that repeat it and values that do not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.identity import identify
from sync.model.past import History
from sync.model.scores import Scored
from sync.options import ReadingOptions, ScoringOptions
from sync.reading import read_rows
from sync.scoring import score
from tests.sheets import sheet_of

AS_OF = date(2026, 11, 15)
OKR = "Mục tiêu | Kết quả then chốt | Đơn vị | Giá trị đầu | Chỉ tiêu | Hiện tại\nLớn mạnh | "
KPI = "KPI | Đơn vị | Ngưỡng | Hiện tại\nTồn kho | "


def scored(table: str) -> Scored:
    rows = identify(read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), AS_OF))
    return score(rows, AS_OF, ScoringOptions(), History())


@pytest.mark.parametrize(
    ("row", "progress"),
    [
        ("Doanh số đạt 10 tỷ | tỷ | | | 4", "0.4"),
        ("Doanh số đạt 10 tỷ | tỷ VND | | | 4", "0.4"),
        ("Doanh số đạt 10 tỷ | triệu đồng | | | 4000", "0.4"),
        ("Tăng doanh số từ 2 tỷ lên 10 tỷ | tỷ | | | 4", "0.25"),
        ("Tăng doanh số thêm 2 tỷ | tỷ | | | 1", "0.5"),
        ("Giữ tồn kho dưới 2 tỷ | tỷ | | | 2,1", "0.5"),
        ("Doanh số | tỷ | 2 | 10 tỷ | 4", "0.25"),
        ("Doanh số | tỷ | | 10 | 4000 triệu", "0.4"),
        ("Revenue | nghìn USD | | 1200 | 0,9 triệu", "0.75"),
        ("Revenue | $k | | 1200 | $0.9M", "0.75"),
        ("Revenue | USD thousand | | 1200 | $0.9M", "0.75"),
        ("Revenue | USD '000 | | 1200 | 0.9M", "0.75"),
        ("Doanh số | Tr.đồng | | 1200 | 0,9 tỷ", "0.75"),
        ("Doanh số | 1.000đ | | 1200 | 0,9 triệu", "0.75"),
        ("Doanh số | nghìn đồng | | 1200000 | 0,9 tỷ", "0.75"),
        ("Doanh số | nghìn đồng | | 1200000000 | 0,9 tỷ", "0.75"),
        # typed in full, or in one scale: as before
        ("Doanh số đạt 10 tỷ | tỷ | | | 4 tỷ", "0.4"),
        ("Doanh số đạt 10 tỷ | tỷ | | | 4000000000", "0.4"),
        ("Doanh số | tỷ | 2 | 10 | 4", "0.25"),
        ("Doanh số đạt 10 | tỷ | | | 4", "0.4"),
        ("Tăng doanh số 20% | tỷ | 10 | | 11", "0.5"),
        ("Mua 10 xe | chiếc | | | 4", "0.4"),
    ],
)
def test_a_scale_word_in_the_unit_column_is_of_every_value_that_lacks_it(row: str, progress: str) -> None:
    ((key_result,),) = [objective.key_results for objective in scored(OKR + row).objectives]
    assert key_result.progress == Decimal(progress)


@pytest.mark.parametrize(
    ("row", "progress"),
    [
        ("tỷ | ≤ 2 tỷ | 1,5", "1"),
        ("tỷ | ≤ 2 tỷ | 2,1", "0.5"),
        ("tỷ | ≤ 2 | 2,1", "0.5"),
        ("tỷ | ≤ 2 tỷ | 2,1 tỷ", "0.5"),
    ],
)
def test_a_kpis_bound_is_in_the_scale_of_its_unit(row: str, progress: str) -> None:
    (kpi,) = scored(KPI + row).kpis
    assert kpi.progress == Decimal(progress)


SHARES = "Objective | Key result | Unit | Baseline | Target | Current\nKeep them | "


@pytest.mark.parametrize(
    ("row", "values"),
    [
        ("Cut churn from 4% to 2% | % | 0.04 | 0.02 | 0.035", ("4", "2", "3.5")),
        ("Cut churn from 4% to 2% | | 0.04 | 0.02 | 0.035", ("4", "2", "3.5")),
        ("Cut churn from 4% to 2% | % | 0.04 | 0.02 | %0.035", ("4", "2", "3.5")),
        ("Cut churn from 4% to 2% | % | | 0.02 | 0.035", (None, "2", "3.5")),
        ("Raise retention to 100% | | 0.8 | 1 | 0.9", ("80", "100", "90")),
        ("Keep churn under 2% | | | 0.02 | 0.015", (None, "2", "1.5")),
        ("Raise it from 0% to 50% | | 0 | 0.5 | 0.2", ("0", "50", "20")),
        # what the text does not show to be shares of one stays as it is typed
        ("Cut churn from 0.4% to 0.2% | % | 0.4 | 0.2 | 0.35", ("0.4", "0.2", "0.35")),
        ("Cut churn from 4% to 3% | % | 0.04 | 0.02 | 0.035", ("0.04", "0.02", "0.035")),
        ("Cut churn from 5% to 2% | % | 0.04 | 0.02 | 0.035", ("0.04", "0.02", "0.035")),
        ("Cut churn from 4% to 2% | % | 0.04 | 0.02 | 3.5", ("0.04", "0.02", "3.5")),
        ("Cut churn from 4% to 2% | % | 4 | 2 | 3.5", ("4", "2", "3.5")),
        ("Cut churn | % | 0.4 | 0.2 | 0.35", ("0.4", "0.2", "0.35")),
    ],
)
def test_shares_of_one_are_in_per_cent_where_the_text_shows_that_they_are(row: str, values: tuple[str | None]) -> None:
    ((one,),) = [objective.key_results for objective in scored(SHARES + row).objectives]
    reads = (one.key_result.baseline, one.key_result.target, one.key_result.current)
    assert [read.value and read.value.value for read in reads] == [value and Decimal(value) for value in values]


def test_where_every_number_has_its_scale_word_all_are_told_in_the_units() -> None:
    (kpi,) = scored("KPI | Đơn vị | Ngưỡng | Hiện tại\nDoanh thu | tỷ | tối thiểu 12 tỷ | 11.850 triệu").kpis
    assert (kpi.current, kpi.kpi.measure.lower) == (Decimal("11.85"), Decimal(12))
