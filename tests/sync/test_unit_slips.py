"""Numbers whose units have slipped are told and not scored; small honest ones are scored."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.identity import identify
from sync.model.findings import Severity
from sync.model.past import History
from sync.model.scores import Doubt, Scored, Status
from sync.options import ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import read_rows
from sync.rules import check
from sync.scoring import score
from tests.sheets import sheet_of

AS_OF = date(2026, 11, 15)
COLUMNS = "Mục tiêu | Kết quả then chốt | Đơn vị | Giá trị đầu | Chỉ tiêu | Hiện tại\nLớn mạnh | "


def scored(row: str) -> Scored:
    rows = identify(read_rows((sheet_of(COLUMNS + row, "Q4 2026"),), ReadingOptions(), AS_OF))
    return score(rows, AS_OF, ScoringOptions(), History())


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        # a scale word on one side only
        ("Doanh số mới đạt 10 tỷ | | | | 4", "F2"),
        ("Doanh số mới đạt 10 tỷ | | | | 6,2", "F2"),
        ("Doanh số mới đạt 10 tỷ | | | | 45", "F2"),
        ("Doanh số mới đạt 10 tỷ | | | | 4500", "F2"),
        ("Doanh số | VND | | 10 tỷ | 4", "F2"),
        ("Doanh số | VND | 2 tỷ | 10 tỷ | 4", "F2"),
        ("Doanh số | VND | 2 | 10 tỷ | 4 tỷ", "D2"),
        ("Doanh số | VND | | 10 | 4 tỷ", "E2"),
        ("Doanh số | VND | 2 tỷ | 10 | 4 tỷ", "E2"),
        ("Tăng doanh số thêm 5 tỷ | | | | 2", "F2"),
        ("Tăng doanh số từ 2 tỷ lên 10 tỷ | | | | 4", "F2"),
        ("Giảm chi phí xuống 800 triệu | | 1 tỷ | | 900", "F2"),
        ("Giữ chi phí dưới 800 triệu | | | | 900", "F2"),
        ("MRR reaches $50k | | | | 12", "F2"),
        ("Reach 2M downloads | | | | 1.5", "F2"),
        # typed in full on one side
        ("Doanh số | | | 10000000000 | 4", "F2"),
        ("Doanh số | đ | | 500000000 | 120", "F2"),
        ("Doanh số | | | 10 | 4000000000", "E2"),
        ("Doanh số | tỷ | | 10 | 4000000000", "E2"),
        ("Doanh số | VND | | 10 triệu | 6 tỷ", "F2"),
        # an amount where a share is to be reached
        ("Tỷ lệ thu hồi nợ | | 20% | 80% | 320tr (64%)", "F2"),
        ("Khách quay lại | % | | 80% | 45 khách", "F2"),
        # the mark of thousands taken for a decimal one
        ("Người dùng | | 1200 | 2000 | 1.65", "F2"),
        ("Người dùng | | | 12000 | '6,500", "F2"),
        ("Hợp đồng | | 900 | 1000 | 990000", "F2"),
    ],
)
def test_a_number_that_cannot_be_right_is_told_and_not_scored(row: str, cell: str) -> None:
    found = scored(row)
    (objective,) = found.objectives
    (key_result,) = objective.key_results
    assert (key_result.progress, key_result.score, key_result.status) == (None, None, Status.no_data)
    assert (objective.progress, key_result.doubts) == (None, (Doubt.unit_slip,))
    told = [one for one in check(found, History(), RuleOptions()) if one.code in ("OKR104", "OKR107")]
    assert [(one.severity, one.cell.a1) for one in told] == [(Severity.error, cell)]


@pytest.mark.parametrize(
    ("row", "progress"),
    [
        ("Doanh số mới đạt 10 tỷ | | | | 50000000", "0.005"),
        ("Doanh số mới đạt 10 tỷ | | | | 500000", "0.00005"),
        ("Doanh số mới đạt 10 tỷ | | | | 0", "0"),
        ("Doanh số mới đạt 10 tỷ | | | | 6 triệu", "0.0006"),
        ("Doanh số mới đạt 10 tỷ | | | | 4 tỷ", "0.4"),
        ("Doanh số mới đạt 10 tỷ | tỷ | | | 4", "0.4"),
        ("Doanh số mới đạt 10 tỷ | | | 10 | 4", "0.4"),
        ("Doanh số | | | 10 | 0,004", "0.0004"),
        ("Reach 2k sign-ups | | | | 3", "0.0015"),
        ("Reach 1M downloads | | | | 5", "0.000005"),
        ("Reach 10M downloads | | | | 5 downloads", "0.0000005"),
        ("Users | | | 1000000 | 3", "0.000003"),
        ("MRR reaches $50k | | | | 300", "0.006"),
        ("Giảm số lỗi | | 5000 | 5 | 4000", "0.2002002"),
        ("Giữ độ trễ dưới 200 ms | | | | 150000", "0"),
        ("Giờ học | giờ | | 900 | 1,5", "0.0016667"),
        ("Tỷ lệ | | | 100 | 0,125", "0.00125"),
        ("Khách mới | | | 2 | 1200 khách", "1"),
        ("Giữ tiền mặt trên 10 | | | | 6000", "1"),
        ("Khách mới | khách | | 2 | 40", "1"),
    ],
)
def test_a_small_beginning_is_scored(row: str, progress: str) -> None:
    ((key_result,),) = [objective.key_results for objective in scored(row).objectives]
    assert key_result.progress is not None
    assert key_result.progress.quantize(Decimal("0.0000001")).normalize() == Decimal(progress).normalize()


def test_a_kpi_whose_value_lost_its_scale_has_none() -> None:
    table = (
        "KPI | Đơn vị | Cách tính | Ngưỡng dưới | T9 | T10 | T11\nDoanh thu | VND | tổng | 8 tỷ | 9,6 tỷ | 10,4 | 9 tỷ"
    )
    rows = identify(read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), AS_OF))
    (kpi,) = score(rows, AS_OF, ScoringOptions(), History()).kpis
    assert (kpi.current, kpi.status, kpi.doubts) == (None, Status.no_data, (Doubt.unit_slip,))
