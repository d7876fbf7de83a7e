"""Rows as people type them ─▶ the rules that speak of them: the borders between what is told and what is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from sync.messages import render
from sync.model.findings import Finding, Severity
from sync.model.past import History
from sync.options import ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import read_rows
from sync.rules import check, rule
from sync.scoring import score
from tests.sheets import sheet_of
from tests.sync.rules.examples import checked, scored_sheet

AS_OF = date(2026, 11, 20)
# A single key result is the examples' convenience, and no matter here.
OPTIONS = RuleOptions(ignore=("OKR204",))
EN = "Objective | Key result | Baseline | Target | Current"
VI = "Mục tiêu | Kết quả then chốt | Giá trị đầu | Chỉ tiêu | Hiện tại"
WORDS = "Objective | Key result | Current"
NUMBER_WANTED = "Type one number, with its unit if you like: 1500, 30%, 10 tỷ, 1.2M"

STRETCH = "Objective | Key result | Minimum | Target | Stretch | Current"

ROWS = [
    # less is better where the stretch lies below the target
    (STRETCH, "Lean | Steps of the checklist | 9 | 6 | 4 | 7", "OKR114"),
    (STRETCH, "Lean | Steps of the checklist | 4 | 6 | 9 | 5", "OKR113"),
    # numbers
    (EN, "Grow | Weekly active teams reach 2,000 | 1200 | 2000 | 1650", ""),
    (EN, "Grow | Weekly active teams reach 2,000 | 1200 | 2000 | #N/A", "OKR101"),
    (EN, "Grow | Weekly active teams | #REF! | 2000 | 1650", "OKR101"),
    (EN, "Grow | Weekly active teams reach 2,000 | 1200 | 2000 | soon", "OKR102"),
    (EN, "Grow | Weekly active teams | 1200 | 2000 | =A1→", "OKR103"),
    (EN, "Grow | Weekly active teams | 1200 | 2000 | 1.65", "OKR104"),
    (EN, "Grow | Weekly active teams |  | '1.500 | 900", "OKR104"),
    (EN, "Light | Weight of a crate | 2 tons | '1.500 kg | 1.8 tons", "OKR104"),
    (EN, "Light | Route of a van | 10 km | '8.000 m | 9 km", "OKR104"),
    (EN, "Grow | Goods sold | 0 | 2 tons | '1.200 kg", "OKR104"),
    (EN, "Grow | Goods sold | 0 | '1,500 kg | '1.200 kg", "OKR104"),
    (EN, "Light | Weight of a crate | 2 tons | '1.125 tons | 1.5 tons", ""),
    (EN, "Light | Weight of a crate | '2.500 kg | '1.500 kg | '1.850 kg", ""),
    (EN, "Grow | Goods sold | 500 kg | '2.125 tons | '1,800 kg", ""),
    (VI, "Lớn | Hàng bán | 0 | 2 tấn | 1.200 kg", ""),
    (VI, "Lớn | Hàng bán | 0 | 2 tấn | 1,2 tấn", ""),
    (EN, "Grow | Hours until an answer | 4.5 | 1.5 | 2.5", ""),
    (EN, "Grow | Meet-ups held | 0 | 8 | 2026-08-05", "OKR105"),
    (EN, "Grow | Meet-ups held | 0 | 8 | 7/8", ""),
    ("Mục tiêu | Kết quả then chốt | Kết quả/Chỉ tiêu", "Đội đủ người | Số vị trí đã tuyển | 6/15", ""),
    ("Mục tiêu | Kết quả then chốt | Hiện tại", "Nơi đáng ở lại | Trang bị lại phòng họp | 14 / 20 phòng", "OKR113"),
    (WORDS, "Grow | Launch the partner portal | 80%", "OKR201"),
    (VI, "Đội vững | Thu nhập bình quân | 5tr5 | 8tr | 6tr5", ""),
    (VI, "Đội vững | Thu nhập bình quân đạt 8tr | 5tr5 | 8000000 | 6tr5", ""),
    (VI, "Đội vững | Thu nhập bình quân đạt 8tr | 5tr5 | 8 | 6,5", "OKR107 OKR206"),
    (VI, "Đội vững | Thu nhập bình quân | 5tr5 | 8 | 6,5", "OKR107"),
    (VI, "Đội vững | Tăng thu nhập từ 5tr5 lên 8tr | | | 6tr5", ""),
    (VI, "Kỷ lục | Doanh số đạt 2tỷ5 | 1tỷ2 | 2tỷ5 | 1tỷ8", ""),
    # percentages
    (EN, "Loyalty | Retention reaches 30% | %0.18 | %0.3 | 0.27", "OKR106"),
    (EN, "Loyalty | Retention reaches 30% | %0.18 | %0.3 | 27", ""),
    (EN, "Loyalty | Retention reaches 80% |  | 0.8 | 18", "OKR106"),
    (EN, "Loyalty | Retention reaches 80% |  | 0.8 | 0.78", "OKR113"),
    (EN, "Loyalty | Churn falls to 0.8% | 3% | 0.8% | 0.9%", ""),
    (EN, "Grow | Weekly active teams | 1200 | 2000 | %0.4", "OKR106"),
    (EN, "Grow | Weekly active teams |  | 20 | %0.4", "OKR106"),
    (VI, "Kỷ lục | Doanh số mới đạt 10 tỷ |  |  | 40%", "OKR106"),
    (VI, "Kỷ lục | Tăng doanh số thêm 5 tỷ |  |  | 40%", "OKR106"),
    (VI, "Kỷ lục | Tăng doanh số 20% | 10 tỷ |  | 12%", ""),
    (EN, "Loyalty | Retention | 18 | 30 | %0.27", ""),
    (EN, "Loyalty | Bounced visits | 30 | 18 | %0.22", ""),
    (EN, "Loyalty | Conversion rises | 0.18 | 0.3 | 0.27", ""),
    # units
    (VI, "Kỷ lục | Doanh số mới đạt 10 tỷ | 0 | 10 tỷ | 9,2", "OKR107"),
    (VI, "Kỷ lục | Doanh số mới đạt 10 tỷ | 0 | 10000000000 | 9200000", "OKR302"),
    (VI, "Kỷ lục | Doanh số mới đạt 10 tỷ | 0 | 10 tỷ | 6 triệu", "OKR107 OKR302"),
    (VI, "Kỷ lục | Doanh số mới đạt 10 tỷ | 0 | 10 tỷ | 50 triệu", "OKR302"),
    (EN, "Grow | Users | 0 | 100000 | 60000", ""),
    (EN, "Grow | Signed contracts | 900 | 1000 | 990000", "OKR107"),
    # targets and baselines
    (EN, "Grow | Weekly active teams | 1200 |  | 1650", "OKR110"),
    (EN, "Grow | Weekly active teams reach 2,000 | 1200 | 2000 | ", "OKR111"),
    (EN, "Grow | Weekly active teams reach 2,000 | 1200 | 2000 | 1200", "OKR302"),
    (EN, "First use | Minutes until the first order | 45 | 45 | 38", "OKR112"),
    (EN, "Grow | Weekly active teams reach 2,000 |  | 2000 | 1650", "OKR113"),
    (WORDS, "Calm | Reduce open tickets to 20 | 60", "OKR114"),
    (EN, "Calm | Close the books in 5 days |  | 5 days | 8 days", "OKR114"),
    (EN, "Calm | Close the books in 5 days |  | 5 | 4", "OKR114"),
    (EN, "Calm | Close the books in 5 days | 9 days | 5 days | 8 days", "OKR302"),
    (EN, "Calm | Hand-over of goods |  | 2h | 3h", "OKR114"),
    (EN, "Calm | Hand-over of goods |  | 2h | 1h", "OKR113"),
    (EN, "Calm | Days to close a claim |  | 5 | 8", "OKR114"),
    (EN, "Calm | Hold training |  | 20h | 25h", "OKR113"),
    (EN, "Calm | Respond within 30 minutes |  | 30 min | 45 min", "OKR302"),
    (EN, "Calm | Respond within 30 minutes |  | 30 min | 25 min", ""),
    (EN, "Calm | Be #1 in the App Store |  | 1 | 4", "OKR114"),
    (VI, "Trở thành số 1 miền Bắc | Thị phần | 20% | 30% | 28%", ""),
    (VI, "Số 1 | Thị phần | 20% | 30% | 28%", ""),
    (VI, "Mở rộng thị trường (trọng số 60%) | Thị phần | 20% | 30% | 28%", ""),
    (EN, "Win the region (40%) | Share | 20% | 30% | 28%", ""),
    (VI, "Số 1 với doanh số 10 tỷ | Thị phần | 20% | 30% | 28%", "OKR209"),
    (WORDS, "Calm | Reduce open tickets from 120 to 20 | 60", ""),
    (WORDS, "Health | Lose 3 kg | 72", "OKR115"),
    (WORDS, "Health | Lose 3 kg | 1.8", ""),
    # writing
    (WORDS, "Grow | Launch the partner portal | ", "OKR201"),
    (WORDS, "Grow | Launch the partner portal | done", "OKR201"),
    (WORDS, "Grow | Improve the quality of service | ", "OKR205"),
    (EN, "Grow | Launch the partner portal |  |  | ", "OKR201"),
    (EN, "Grow | Weekly active teams reach 3,000 | 1200 | 2000 | 1650", "OKR206"),
    (EN, "Grow | Increase MRR from 12 to 20 | 14 | 20 | 18", "OKR206"),
    (VI, "Kỷ lục | Doanh số mới đạt 10 tỷ | 0 | 10 | 6", ""),
    (EN, "Fast | Reduce the time to 8 hours | 1440 min | 480 min | 700 min", ""),
    (EN, "Sound | Open sev-1 bugs |  | 0 | 2", "OKR112"),
    (EN, "Fast | Reduce the time to 8 hours | 1440 min | 240 min | 700 min", "OKR206"),
    (VI, "Chất lượng | Giảm số lỗi | 8 | 12 | 11", "OKR206"),
    (EN, "Grow | Increase sales | 12 | 8 | 9", "OKR206"),
    (EN, "Grow | Marketing costs | 8 | 12 | 11", ""),
    (EN, "Grow | Revenue reaches $2M | 1200000 | 1990000 | 1700000", ""),
    (WORDS, "Loyalty | Keep churn below 3% | 2%", "OKR207"),
    (EN, "Grow | 1. MRR reaches 50\\n2. 20 customers | 0 | 50 | 20", "OKR143"),
    (VI, "Lớn | Khách mới | 0 | 100 | Đạt", "OKR102"),
    (VI, "Lớn | Khách mới | 0 | 100 | chưa đạt", "OKR111"),
    (EN, "Calm | Keep outages at 0 |  | 0 | 2", "OKR118 OKR207 OKR302"),
    # the seed's own
    (WORDS, "Khỏe | Lượng mỡ thừa giảm 3kg | 1,8kg", ""),
    (WORDS, "Khỏe | Tăng lượng cơ thêm 5kg | 4", ""),
    (WORDS, "Kỷ lục | Bổ sung thành công 5 thành viên mới của đội kinh doanh | 3", ""),
    (WORDS, "Vận hành | Giảm tỷ lệ nghỉ việc từ 12% xuống 8% | %0.09", ""),
    (WORDS, "Vận hành | Viết tài liệu quy trình bán hàng | ", "OKR201"),
]


def found_in(header: str, row: str, as_of: date = AS_OF) -> tuple[Finding, ...]:
    found = checked(f"{header}\n{row}\n", as_of, options=OPTIONS)
    assert [one for one in found if one.severity not in rule(one.code).severities] == []
    return found


@pytest.mark.parametrize(("header", "row", "expected"), ROWS, ids=[row for _, row, _ in ROWS])
def test_a_row_is_told_what_is_wrong_with_it_and_nothing_else(header: str, row: str, expected: str) -> None:
    assert {finding.code for finding in found_in(header, row)} == set(expected.split())


PACE = "Objective | Key result | Baseline | Target | Current | Confidence | Due | Last update"
PACES = [
    ("Grow | Teams | 1200 | 2000 | 1650 | High | 2026-12-31 | 2026-11-10", AS_OF, ""),
    ("Grow | Teams | 1200 | 2000 | 1650 | Medium | 2026-12-31 | 2026-11-10", AS_OF, ""),
    ("Grow | Teams | 1200 | 2000 | 1650 | Low | 2026-12-31 | 2026-11-10", AS_OF, "OKR304"),
    ("Grow | Teams | 1200 | 2000 | 1250 | High | 2026-12-31 | 2026-11-10", AS_OF, "OKR302 OKR304"),
    ("Grow | Teams | 1200 | 2000 | 1250 | Low | 2026-12-31 | 2026-11-10", AS_OF, "OKR302"),
    ("Grow | Teams | 1200 | 2000 | 1650 |  | 2026-12-31 | 2026-11-05", AS_OF, "OKR301"),
    ("Grow | Teams | 1200 | 2000 | 1650 |  | 2026-12-31 | 2026-11-06", AS_OF, ""),
    ("Grow | Teams | 1200 | 2000 | 2000 |  | 2026-12-31 | 2026-11-05", AS_OF, "OKR306"),
    ("Grow | Teams | 1200 | 2000 | 1900 |  | 2026-11-19 | 2026-11-10", AS_OF, "OKR305"),
    ("Grow | Teams | 1200 | 2000 | 1950 |  | 2026-11-20 | 2026-11-10", AS_OF, ""),
    # The first tenth of a cycle is free, and a cycle that has not begun or is over reminds nobody.
    ("Grow | Teams | 1200 | 2000 | 1200 |  | 2026-12-31 | 2026-10-01", date(2026, 10, 5), ""),
    ("Grow | Teams | 1200 | 2000 |  |  | 2026-12-31 | ", date(2026, 9, 20), ""),
    ("Grow | Teams | 1200 | 2000 | 1990 |  |  | 2026-12-01", date(2027, 1, 20), ""),
]


@pytest.mark.parametrize(("row", "as_of", "expected"), PACES, ids=[f"{day}: {row}" for row, day, _ in PACES])
def test_pace_is_told_when_it_is_late_stale_or_strange(row: str, as_of: date, expected: str) -> None:
    assert {finding.code for finding in found_in(PACE, row, as_of)} == set(expected.split())


def test_a_day_on_which_nothing_changed_changes_no_text() -> None:
    row = "Grow | Teams | 1200 | 2000 | 1250 | High | 2026-11-10 | 2026-10-20"
    texts = [
        [render(finding.message, "vi") + render(finding.hint, "vi") for finding in found_in(PACE, row, day)]
        for day in (date(2026, 11, 20), date(2026, 11, 21), date(2026, 12, 5))
    ]
    assert texts[0]
    assert texts[0] == texts[1] == texts[2]


WEEKS = "Objective | Key result | Baseline | Target | Current | W5 | W6 | W7"


@pytest.mark.parametrize(
    ("row", "is_told"),
    [
        ("Grow | Teams | 1200 | 2000 | 1400 | 1500 | 1600 | 1650", True),
        ("Grow | Teams | 1200 | 2000 | 1650 | 1500 | 1600 | 1650", False),
        ("Grow | Teams | 0 | 2000 | 1230 | 500 | 600 | 130", False),
        ("Grow | Teams | 1200 | 2000 | =H2→1400 | 1500 | 1600 | 1650", False),
        ("Grow | Teams | 1200 | 2000 |  | 1500 | 1600 | 1650", False),
    ],
)
def test_a_typed_value_that_is_not_the_latest_check_ins_is_told(row: str, is_told: bool) -> None:
    assert ("OKR307" in {finding.code for finding in found_in(WEEKS, row)}) is is_told


def test_the_value_of_this_quarters_column_was_not_last_touched_in_the_quarter_before() -> None:
    found = found_in(
        "Objective | Key result | Target | Actual Q3 2026 | Actual Q4 2026", "Grow | Teams | 200 | 90 | 150"
    )
    assert not {"OKR301", "OKR307"} & {finding.code for finding in found}


KPIS = [
    ("KPI | Unit | Healthy from | Healthy to | Current", "Stock | days | 15 | 30 | 22", ""),
    ("KPI | Unit | Healthy from | Healthy to | Current", "Stock | days | 15 | 30 | 34", "OKR501"),
    ("KPI | Unit | Healthy from | Healthy to | Current", "Stock | days | 15 | 30 | 9", "OKR501"),
    ("KPI | Unit | Healthy from | Healthy to | Current", "Stock | days | 30 | 15 | 22", "OKR117 OKR501"),
    ("KPI | Unit | Healthy from | Healthy to | Current", "Stock | days | 15 | 30 | #DIV/0!", "OKR101"),
    ("KPI | Unit | Healthy from | T8 | T9 | T10 | T11 | T12", "CSAT | points | 4 | 4.2 | 4.3 | 4.4 |  | ", ""),
    ("KPI | Unit | Healthy from | T8 | T9 | T10 | T11 | T12", "CSAT | points | 4 | 4.2 | 4.3 |  |  | ", "OKR502"),
    ("KPI | Unit | Healthy from | T8 | T9 | T10 | T11 | T12", "CSAT | points | 4 |  | 4.3 | 4.4 |  | ", ""),
    ("KPI | Healthy from | Current", "Churn | 3% | 3.5%", "OKR206"),
    ("KPI | Healthy from | Current", "Churn | ≤ 3% | 2.5%", ""),
    ("KPI | Healthy to | Current", "Churn | 3% | 2.5%", ""),
    ("KPI | Healthy to | Current", "Doanh thu | 8 | 7", "OKR206"),
    ("KPI | Unit | Healthy from | T10 | T11 | T12", "CSAT | points | 4 | 4.3 | 4.4 | =A1→", ""),
    ("KPI | Unit | Healthy from | T8 | T9 | T10", "Revenue | VND | 8 | 9600000000 | 9900000000 | 10.4", "OKR107"),
    ("KPI | Unit | Healthy from | T8 | T9 | T10", "Revenue | VND | 8 tỷ | 9,6 tỷ | 9,9 tỷ | 10.4", "OKR107"),
    ("KPI | Unit | Healthy from | Current", "Revenue | VND | 8 | 9600000000", "OKR107"),
    ("KPI | Unit | Healthy from | Current", "Revenue | VND | 8 tỷ | 50000000", "OKR501"),
    ("KPI | Unit | Healthy from | Current", "Orders | pcs | 10 | 6000", ""),
    ("KPI | Unit | Healthy from | T8 | T9 | T10", "Orders | pcs | 1000 | 1200 | 1300 | 1400000", "OKR504"),
    ("KPI | Ngưỡng dưới | T8 | T9 | T10", "Doanh thu | 1 tỷ | 1,3 tỷ | 1,1 tỷ | 1200", "OKR107"),
    ("KPI | Ngưỡng dưới | T8 | T9 | T10", "Doanh thu | 1 tỷ | 1,3 tỷ | 1,1 tỷ | 12000000", "OKR501"),
    ("KPI | Healthy to | Current", "Waste | '1.500 kg | 1200 kg", "OKR104"),
    ("KPI | Unit | Target | Current", "Revenue | USD k | '1.500 | '1,400", "OKR104"),
    ("KPI | Unit | Target | Current", "Revenue | USD | 1250 | 1248000", "OKR107"),
    ("KPI | Unit | Target | Current", "Revenue | $k | 1250 | $1,248,000", "OKR107"),
    ("KPI | Unit | Target | Current", "Orders | pcs | 1250 | 2", "OKR501"),
    ("KPI | Healthy to | Current", "Latency (ms) | 500 | 0.9", ""),
    ("KPI | Unit | Target | Current", "Defects | ppm | 1000 | 0.4", ""),
    ("KPI | Unit | Healthy from | Healthy to | Current", "Scrap | kg | 1 | 1000 | 1.5", ""),
    ("KPI | Target | Current", "New customers | 2 | 1000", ""),
    ("KPI | Unit | Healthy to | Current", "Chi phí | triệu | 1200 | 1.15", "OKR104"),
    ("KPI | Unit | Target | Current", "Revenue | kUSD | 900 | 1100", ""),
    ("KPI | Đơn vị | Chỉ tiêu | Hiện tại", "Tồn kho | ngày | từ 15 đến 30 ngày | 22", ""),
    ("KPI | Đơn vị | Chỉ tiêu | Hiện tại", "Tồn kho | ngày | từ 15 đến 30 ngày | 12", "OKR501"),
    ("KPI | Unit | Target | Current", "Stock | days | from 15 to 30 days | 34", "OKR501"),
    ("KPI | Unit | Healthy from | Current", "Retention | % | 95% | 0.93", "OKR106"),
    ("KPI | Healthy from | Current", "Retention | 95% | 0.93", "OKR106"),
    ("KPI | Unit | Healthy from | Current", "Retention | % | 95 | 0.93", "OKR106"),
    ("KPI | Healthy from | Current", "Retention | 0.95 | 93%", "OKR106"),
    ("KPI | Current", "Retention stays above 95% | 0.93", "OKR106"),
    ("KPI | Unit | Healthy from | T8 | T9 | T10", "Retention | % | 95% | 97% | 97% | 0.97", "OKR106"),
    ("KPI | Unit | Healthy to | Current", "Errors | % | 2% | 0.9", ""),
    ("KPI | Unit | Healthy to | Current", "Errors | % | 20% | 0.9%", ""),
]


@pytest.mark.parametrize(("header", "row", "expected"), KPIS, ids=[f"{header}: {row}" for header, row, _ in KPIS])
def test_a_kpi_is_told_what_is_wrong_with_it(header: str, row: str, expected: str) -> None:
    assert {finding.code for finding in found_in(header, row)} == set(expected.split())


def test_a_kpi_out_of_range_names_its_period_value_and_bound() -> None:
    (found,) = found_in("KPI | Đơn vị | Ngưỡng dưới | Ngưỡng trên | T9 | T10", "Tồn kho | ngày | 15 | 30 | 28 | 34")
    assert render(found.message, "vi") == "T10: 34 ngày, cao hơn ngưỡng 30 ngày"
    assert found.cell.a1 == "F2"


def test_a_period_over_plan_and_actual_is_named_by_its_own_words() -> None:
    months = "| KPI | ĐVT | Tháng 9 | | Tháng 10 | | Tháng 11 | |\n| | | KH | TH | KH | TH | KH | TH |\n"
    findings = checked(months + "| Doanh thu upsell | triệu | 200 | 210 | 220 |  | 220 | 100 |", AS_OF)
    told = {finding.code: render(finding.message, "vi") for finding in findings}
    assert told["OKR501"] == "Tháng 11 đến nay: 100 triệu, thấp hơn mức 129 triệu cần có lúc này để đạt 220 triệu"
    assert told["OKR502"] == "Chưa có số của Tháng 10"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1000 | 950 | 1100 | 1150 | 1200 |", {}),
        ("1000 | 950 | 1100 | 1050 | 900 |", {"OKR501": "Tháng 10: 1.050 triệu, thấp hơn ngưỡng 1.100 triệu"}),
        ("1000 | 950 | | 1050 | 1200 |", {"OKR503": "Tháng 10 chưa có chỉ tiêu riêng nên chưa đánh giá"}),
        ("1000 | 950 | ≤ 1100 | 1150 | 1200 |", {"OKR501": "Tháng 10: 1.150 triệu, cao hơn ngưỡng 1.100 triệu"}),
    ],
)
def test_a_months_actual_is_held_against_the_same_months_plan(row: str, expected: dict[str, str]) -> None:
    months = (
        "| KPI | ĐVT | Tháng 9 | | | Tháng 10 | | | Tháng 11 | | |\n| | | KH | TH | % | KH | TH | % | KH | TH | % |\n"
    )
    cells = row.split(" | ")
    thirds = " | | ".join(" | ".join(cells[at : at + 2]) for at in (0, 2, 4))
    findings = checked(months + f"| Doanh thu thuần | triệu | {thirds} | |", AS_OF)
    assert {one.code: render(one.message, "vi") for one in findings} == expected


def test_a_kpi_whose_side_only_its_target_gives_names_that_target() -> None:
    (found,) = found_in("KPI | ĐVT | Chỉ tiêu | Hiện tại", "Doanh thu tháng | triệu | 1200 | 1150")
    assert render(found.message, "vi") == "1.150 triệu, thấp hơn ngưỡng 1.200 triệu"


@pytest.mark.parametrize(
    ("ids", "told"),
    [("K1 K1 K3 K4", ["C3"]), ("K1 K2 K3 K1", ["C5"]), ("K1 K2 K1 K2", []), ("K1 K2 K1 K1", ["C5"])],
)
def test_an_id_of_another_objective_is_the_same_id_unless_ids_begin_anew(ids: str, told: list[str]) -> None:
    rows = zip("AABB", ids.split(), "XYZW", strict=True)
    lines = [f"| {objective} | {name} from 1 to 5 | {row_id} | 1 | 5 | 3 |" for objective, row_id, name in rows]
    header = "| Objective | Key result | ID | Baseline | Target | Current |"
    findings = checked("\n".join((header, *lines)), AS_OF)
    assert [one.cell.a1 for one in findings if one.code == "OKR124"] == told


def test_a_key_result_called_like_a_total_is_read_and_its_dates_are_told() -> None:
    told = found_in(f"{VI} | Phụ trách", "A | Điểm trung bình | 2026-05-01 | 5 | 2026-05-03 | Ana")
    assert {(one.code, one.cell.a1) for one in told} == {("OKR105", "C2"), ("OKR105", "E2")}
    beside = "A | Số khách đạt 200 | 100 | 200 | 150 | Ana\n"
    (said,) = found_in(f"{VI} | Phụ trách", f"{beside}| | Điểm trung bình | 3 | 5 | 4 | |")
    assert (said.code, said.cell.a1) == ("OKR141", "B3")


def test_a_lower_bound_that_is_climbed_to_is_behind_by_its_way_and_not_by_its_bound() -> None:
    told = found_in(VI, "Kỷ lục | Doanh số đạt ≥ 10 tỷ | 2 tỷ |  | 3 tỷ")
    texts = [render(finding.message, "vi") for finding in told if finding.code == "OKR302"]
    assert texts == ["Chậm: mới đi được 13% chặng đường"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("=B9→ | 0 | 10 | 7 | Ana", "The formula in B2 has no value yet: the row gets no new score until it has"),
        ("Teams | 0 | 10 | 7 | =B9→", "The formula in F2 has no value yet"),
    ],
)
def test_a_formula_without_a_value_says_whether_the_score_waits_for_it(row: str, message: str) -> None:
    told = found_in(f"{EN} | Owner", f"Grow | {row}")
    assert [render(one.message, "en") for one in told if one.code == "OKR103"] == [message]


def test_no_row_is_called_a_task_while_its_formula_waits_to_be_calculated() -> None:
    header = "Objective | Key result | Xyz | Current"
    told = {one.code for one in found_in(header, "Grow | Run the partner programme | 50 | ")}
    waiting = {one.code for one in found_in(header, "Grow | Run the partner programme | 50 | =B9→")}
    assert told & {"OKR103", "OKR201"} == {"OKR201"}
    assert waiting & {"OKR103", "OKR201"} == {"OKR103"}


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        ("Minutes until the first order | 45 | 45 | 38", "“keep below 45” or “keep above 45”"),
        ("Churn of 3% | 3% | 3% | 4%", "“keep below 3%” or “keep above 3%”"),
    ],
)
def test_a_level_that_is_to_be_held_is_told_in_the_rows_own_numbers(row: str, hint: str) -> None:
    told = [one.hint for one in found_in(EN, f"First use | {row}") if one.code == "OKR112"]
    assert [render(one, "en").endswith(hint) for one in told if one is not None] == [True]


def test_a_row_hears_of_the_cell_that_is_wrong() -> None:
    (found,) = found_in(EN, "Grow | Weekly active teams reach 2,000 | 1200 | 2000 | soon")
    assert found.cell.a1 == "E2"
    assert found.row == 2
    assert render(found.message, "en") == "“soon” in E2 is not a number"


def test_an_amount_where_a_share_is_to_be_reached_says_how_a_share_is_typed() -> None:
    (found,) = found_in(VI, "Bán hàng | Tỷ lệ chốt đơn | 10% | 50% | 320tr")
    assert (found.code, found.cell.a1) == ("OKR107", "E2")
    assert render(found.message, "vi") == "320.000.000 nằm ở chỗ cần đạt 50%, nên không chấm"
    assert "(64%)" in render(found.hint, "vi")
    for share in ("64%", "32/50"):
        assert not found_in(VI, f"Bán hàng | Tỷ lệ chốt đơn | 10% | 50% | {share}")


def hint_of(sheet: str) -> str:
    (found,) = [finding for finding in checked(sheet, date(2026, 11, 20)) if finding.code == "OKR206"]
    return render(found.hint, found.language)


def test_a_text_that_disagrees_is_rewritten_ready_to_paste() -> None:
    sheet = """
        | Objective | Key result                    | Baseline | Target | Current |
        | Grow      | Reduce churn from 12% to 8%   | 12%      | 6%     | 10%     |
        """
    assert "“Reduce churn from 12% to 6%”" in hint_of(sheet)


@pytest.mark.parametrize(
    ("target", "is_told"),
    [("$2M", False), ("2", False), ("2000", False), ("200000", True), ("20", True), ("20000000", True)],
)
def test_a_zero_too_many_is_told_and_another_scale_is_not(target: str, is_told: bool) -> None:
    sheet = f"Objective | Key result | Baseline | Target | Current\nGrow | Raise revenue to $2M | 0 | {target} | 1"
    told = [finding.code for finding in checked(sheet, date(2026, 11, 20)) if finding.code == "OKR206"]
    assert told == ["OKR206"] * is_told


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Add 5 new members | 10 | 20", "The text says a change by 5, from baseline to target it is 10"),
        ("Lượng mỡ thừa giảm 3kg | 20 | 15", "The text says a change by 3, from baseline to target it is 5"),
        ("Sign 12 dealers | 0 | 6", "The text says 12, the target is 6"),
        ("Lose 3 kg | | 70", ""),
        ("Tăng doanh số thêm 2 tỷ | | 10 tỷ", ""),
        ("Add 5 new members | 10 | 15", ""),
        ("Add 5 new members | | 5", ""),
        ("Add 5 new members | 10 | 5", ""),
        ("Lượng mỡ thừa giảm 3kg | 20 | 17", ""),
        ("Raise revenue by 20% | 10 | 12", ""),
    ],
)
def test_a_change_of_another_size_than_the_columns_is_told(row: str, message: str) -> None:
    sheet = f"Objective | Key result | Baseline | Target\nGrow | {row}"
    told = [render(one.message, "en") for one in checked(sheet, date(2026, 11, 20)) if one.code == "OKR206"]
    assert told == [message] * bool(message)


def test_no_text_is_proposed_where_the_two_are_written_in_other_scales() -> None:
    sheet = """
        | Mục tiêu  | Kết quả then chốt      | Giá trị đầu | Chỉ tiêu   | Hiện tại   |
        | Bán hàng  | Doanh số đạt 10 tỷ     | 2000000000  | 7500000000 | 4000000000 |
        """
    assert "“" not in hint_of(sheet)


def test_the_sum_of_weights_is_that_of_the_key_results_that_count() -> None:
    weighted = f"{EN} | Weight | Status"
    row = "Grow | Teams {} | 0 | 10 | 7 | {} | {}"
    rows = [row.format("A", 50, ""), row.format("B", 30, ""), row.format("C", 30, "Cancelled")]
    told = found_in(weighted, "\n".join(rows))
    assert [render(one.message, "en") for one in told if one.code == "OKR120"] == [
        "The weights add up to 80; the score brings them to a whole"
    ]


@pytest.mark.parametrize(
    ("current", "hint"),
    [
        ("120 → 150", "Type the value of today alone, 150 if that is it, and the others into a note"),
        ("150 (dự kiến 160)", "Type one number alone, and the rest into a note"),
        ("soon", NUMBER_WANTED),
    ],
)
def test_of_several_numbers_in_a_cell_none_is_taken_and_the_row_hears_what_to_type(current: str, hint: str) -> None:
    (found,) = found_in(EN, f"Grow | Weekly active teams | 100 | 200 | {current}")
    assert (found.code, render(found.hint, "en")) == ("OKR102", hint)


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        (f"{EN}\nGrow | Launch the new website | | | {{}}", "Leave the one that is right"),
        (f"{EN}\nGrow | Weekly active teams | 100 | 200 | {{}}", NUMBER_WANTED),
    ],
)
@pytest.mark.parametrize("current", ["Chưa xong ✅", "✅ not done", "Done ❌", "Xong ❌ (16/11)", "[x] chưa xong"])
def test_a_word_and_a_tick_that_contradict_each_other_are_told_so(row: str, hint: str, current: str) -> None:
    told = [one for one in found_in(*row.format(current).split("\n")) if one.code == "OKR102"]
    assert [(render(one.message, "en"), render(one.hint, "en")) for one in told] == [
        (f"“{current}” in E2: the word and the tick contradict each other", hint)
    ]


def test_a_share_in_a_message_is_the_one_that_the_progress_cell_shows() -> None:
    (told,) = [one for one in found_in(EN, "Grow | Visits | 0 | 100000 | 22496") if one.code == "OKR302"]
    assert render(told.message, "en") == "Behind: 23% of the way done", "0.2250 is written, which is shown as 23%"


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("Grow | Weekly active teams | 0 | 20 | 15+", set()),
        ("Grow | Hours until an answer | 24 | 8 | 15+", {"OKR102"}),
        ("Grow | Keep open bugs between 10 and 20 | | | 15+", {"OKR102"}),
    ],
)
def test_what_is_passed_is_reached_only_where_more_is_better(row: str, codes: set[str]) -> None:
    assert {one.code for one in found_in(EN, row) if one.code == "OKR102"} == codes


def test_a_due_date_left_from_the_quarter_before_is_told_once() -> None:
    told = found_in(f"{EN} | Due", "Grow | Weekly active teams | 100 | 200 | 150 | 2026-09-30")
    of_dates = [one for one in told if one.code in ("OKR131", "OKR132", "OKR305")]
    assert [(one.code, render(one.message, "en"), render(one.hint, "en")) for one in of_dates] == [
        ("OKR132", "Due on 2026-09-30, before the cycle 2026-Q4 begins", "Set a day from 2026-10-01 to 2026-12-31")
    ]


@pytest.mark.parametrize(("due", "codes"), [("2026-12-31", []), ("2027-03-31", ["OKR131"])])
def test_a_years_row_may_be_due_at_any_time_of_the_year(due: str, codes: list[str]) -> None:
    row = f"Objective | Key result | Target | YTD | Due\nGrow | Revenue | 400 | 210 | {due}"
    rows = read_rows([sheet_of(row, "Annual OKRs")], ReadingOptions(), date(2026, 5, 10))
    found = check(score(rows, date(2026, 5, 10), ScoringOptions(), History()), History(), OPTIONS)
    assert [one.code for one in found if one.code in ("OKR131", "OKR132")] == codes


@pytest.mark.parametrize(("second", "told"), [("20%", []), ("30%", ["OKR120"])])
def test_weights_may_add_up_to_the_objectives_own(second: str, told: list[str]) -> None:
    rows = [
        "STT | Objectives and key results | Baseline | Target | Current | Weight",
        "1 | Grow | | | | 50%",
        "1.1 | Teams | 0 | 10 | 7 | 30%",
        f"1.2 | Partners | 0 | 10 | 7 | {second}",
        "2 | Last | | | | 50%",
        "2.1 | Stay | 0 | 10 | 7 | 25%",
        "2.2 | Come back | 0 | 10 | 7 | 25%",
    ]
    found = checked("\n".join(rows), AS_OF, options=OPTIONS)
    assert [one.code for one in found if one.code == "OKR120"] == told


@pytest.mark.parametrize(
    ("row", "code", "severity"),
    [
        ("Grow | Build the new website |  |  | 50%", "OKR201", Severity.warning),
        ("Grow | Build the new website |  |  | ", "OKR201", Severity.error),
        ("Loyalty | Churn falls to 3% |  | 3% | 4%", "OKR114", Severity.error),
        ("Loyalty | Retention reaches 80% |  | 80% | 70%", "OKR113", Severity.warning),
    ],
)
def test_a_rules_page_names_every_severity_that_its_findings_have(row: str, code: str, severity: Severity) -> None:
    found = {one.code: one.severity for one in found_in(EN, row)}
    assert found[code] is severity
    assert severity in rule(code).severities


def test_a_month_whose_header_is_a_date_is_called_by_the_month() -> None:
    table = """
        | KPI        | Unit | Healthy to | 2026-08-01 | 2026-09-01 | 2026-10-01 |
        | Complaints | #    | 10         | 12         | 9          | 11         |
    """
    [told] = [render(one.message, "en") for one in checked(table, AS_OF) if one.code == "OKR501"]
    assert told == "10/2026: 11, above the healthy bound of 10"


def test_a_year_is_called_a_year_and_no_month() -> None:
    table = """
        | KPI     | Healthy from | 2025 | 2026 |
        | Revenue | 50           | 60   | 12   |
    """
    [message] = [one.message for one in checked(table, AS_OF) if one.code == "OKR501"]
    assert render(message, "en") == "2026: 12, below the healthy bound of 50"
    assert render(message, "vi") == "Năm 2026: 12, thấp hơn ngưỡng 50"


@pytest.mark.parametrize(
    ("row", "written"),
    [("Churn | % | 3% | 2%", "≤ 3% or ≥ 3%"), ("Scrap | pcs | 2000 | 2500", "≤ 2,000 pcs or ≥ 2,000 pcs")],
)
def test_a_bound_on_the_good_side_is_shown_as_it_would_be_written(row: str, written: str) -> None:
    found = checked(f"KPI | Unit | Healthy from | Current\n{row}", AS_OF)
    [hint] = [render(one.hint, "en") for one in found if one.code == "OKR206"]
    assert hint.endswith(f"write it as {written}")


def test_progress_that_the_team_types_instead_of_values_is_told_as_that() -> None:
    table = """
        | Mục tiêu   | Kết quả then chốt | % hoàn thành |
        | Tuyển đúng | Tuyển 10 kỹ sư    | 60%          |
    """
    [told] = [render(one.message, "vi") for one in checked(table, AS_OF) if one.code == "OKR111"]
    assert told == "Chưa có giá trị hiện tại: “% hoàn thành” là tiến độ do đội tự ghi, không phải giá trị đo được"


def test_one_kpi_of_several_branches_is_no_duplicate() -> None:
    table = """
        | Chỉ số    | Chi nhánh | ĐVT | Kế hoạch | Thực hiện |
        | Doanh thu | Hà Nội    | tỷ  | 5        | 5.2       |
        | Doanh thu | Đà Nẵng   | tỷ  | 3        | 3.1       |
    """
    assert "OKR505" not in {one.code for one in checked(table, AS_OF)}


def test_a_row_that_was_not_read_is_told_how_to_be_read() -> None:
    grid = f"{EN}\nGrow | Teams | 0 | 10 | 7\n | the vendor confirmed 2 more by December\n | Users | 0 | 10 | 7"
    rows = read_rows([sheet_of(grid, "Q4 2026", merges=("B3:E3",))], ReadingOptions(), AS_OF)
    (told,) = (
        one
        for one in check(score(rows, AS_OF, ScoringOptions(), History()), History(), RuleOptions())
        if one.code == "OKR141"
    )
    assert told.cell.a1 == "B3"
    assert render(told.hint, "en") == "If it is a key result, unmerge its cells and enter its values beside it"
    (told,) = found_in("KPI | Unit | Healthy from | Current", "Stock | days | 15 | 22\n| | days | 10 | 12 |")
    assert render(told.hint, "en") == "If it is a KPI, write its name into the KPIs' column"


@pytest.mark.parametrize(("text", "code"), [("Revenue", "OKR110"), ("Launch the portal", "OKR201")])
def test_what_was_measured_is_no_task_but_lacks_its_target(text: str, code: str) -> None:
    found = checked(f"| Objective | Key result | Current |\n| Grow | {text} | 14 |", AS_OF)
    assert [one.code for one in found if one.code in ("OKR110", "OKR201")] == [code]


@pytest.mark.parametrize(("second", "is_told"), [("Q3 2026", False), ("Q4 2026", True)])
def test_a_key_result_that_stands_there_for_another_quarter_too_is_none_twice(second: str, is_told: bool) -> None:
    headers = "Cycle | Objective | Key result | Baseline | Target | Current"
    found = found_in(headers, f"Q4 2026 | Grow | Teams | 100 | 200 | 150\n{second} | Scale | Teams | 80 | 120 | 110")
    assert ("OKR123" in {finding.code for finding in found}) is is_told


def test_the_quarter_before_is_no_cell_for_the_baseline_of_what_is_counted_from_0() -> None:
    headers = "Objective | Key result | Q3 actual | Q4 target | Q4 actual"
    (found,) = (one for one in found_in(headers, "Grow | New customers | 90 | 150 | 60") if one.code == "OKR113")
    assert render(found.hint, "en") == "Add a Baseline column, or write “from … to …”"
    (asked,) = (one for one in found_in(headers, "Grow | Demos | 90 | 150 | 60") if one.code == "OKR114")
    assert render(asked.hint, "en").startswith("Add a column “Baseline”")


def test_a_side_that_is_asked_about_names_no_value_where_none_was_typed() -> None:
    found = [one for one in checked("KPI | Target | Current\nKhách | 120 | ", AS_OF) if one.code == "OKR503"]
    assert [render(one.message, "en") for one in found] == ["Is 120 to be reached, or not to be passed?"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        # what falls a part of the way does not come to a five hundredth of its target
        ("Chi phí điện | 1,2 tỷ | 900 triệu | 1050", "OKR107"),
        ("Chi phí điện | 1200000000 | 900000000 | 1050", "OKR107"),
        # a share of one beside a bound in per cent
        ("Giữ tỷ lệ nghỉ việc dưới 8% | | | 0.09", "OKR106"),
    ],
)
def test_a_value_on_another_scale_is_no_success(row: str, code: str) -> None:
    sheet = f"{VI}\nTiết kiệm | {row}"
    assert [one.severity for one in checked(sheet, AS_OF) if one.code == code] == [Severity.error]
    [key_result] = scored_sheet(sheet, AS_OF).objectives[0].key_results
    assert key_result.progress is None


@pytest.mark.parametrize(
    "row",
    [
        "Giữ tỷ lệ lỗi dưới 0,5% | | | 0.4",
        "Tỷ lệ lỗi không quá 1% | | | 0.4",
        "Giữ tỷ lệ nghỉ việc dưới 8% | | | 0.5",
        "Số lỗi tồn đọng | 1200 | 20 | 1",
        "Số lỗi tồn đọng | 100000 | 600 | 1",  # nearly all of the way was meant
    ],
)
def test_a_small_value_may_be_what_it_is(row: str) -> None:
    [key_result] = scored_sheet(f"{VI}\nTiết kiệm | {row}", AS_OF).objectives[0].key_results
    assert key_result.progress == 1


@pytest.mark.parametrize(
    ("period", "message"),
    [
        ("Cả năm", "120 là mức cần đạt, hay mức không được vượt?"),
        ("T12", "120 là mức cần đạt, hay mức không được vượt?"),
        ("T11", "120 là mức cần đạt, hay mức không được vượt? Chưa rõ nên chưa đánh giá 100"),
    ],
)
def test_a_kpi_of_no_known_side_names_its_value_where_it_has_one(period: str, message: str) -> None:
    months = "| Kỳ | KPI | Kế hoạch | Thực hiện |\n| T9 | Khách | 110 | 110 |\n| T10 | Khách | 100 | 100 |\n"
    told = [one for one in checked(f"{months}| {period} | Khách | 120 | 100 |", AS_OF) if one.code == "OKR503"]
    assert [render(one.message, "vi") for one in told] == [message]
