"""KPIs with a target of which nothing says whether it is to be reached or not to be passed: they are asked about."""

from __future__ import annotations

from datetime import date

import pytest

from sync.messages import render
from sync.model.findings import Finding
from sync.model.scores import Status
from tests.sync.rules.examples import checked, scored_sheet

AS_OF = date(2026, 11, 20)
HEALTHY, OUT, NO_DATA = Status.healthy, Status.out_of_range, Status.no_data


def table(name: str, target: str = "5", actual: str = "8") -> str:
    return f"KPI | Target | Actual | RAG\n{name} | {target} | {actual} | Red"


def status_of(sheet: str) -> Status:
    return scored_sheet(sheet, AS_OF).kpis[0].status


def about_the_bound(sheet: str) -> list[Finding]:
    return [one for one in checked(sheet, AS_OF) if one.code in ("OKR501", "OKR503")]


@pytest.mark.parametrize(
    "name",
    [
        "Exclusions",
        "Approval steps",
        "Refund requests",
        "NEET rate",
        "Suspensions",
        "Admissions",
        "Số cuộc họp",
        "Cancelled operations rebooked within 28 days",
    ],
)
@pytest.mark.parametrize("actual", ["8", "3"])
def test_a_value_beside_a_target_of_no_known_side_is_asked_about(name: str, actual: str) -> None:
    sheet = table(name, actual=actual)
    assert status_of(sheet) is NO_DATA
    (found,) = about_the_bound(sheet)
    assert found.code == "OKR503"
    assert render(found.message, "en") == f"Is 5 to be reached, or not to be passed? {actual} is not judged"
    assert render(found.hint, "en") == "Write ≥ 5 if more is better, ≤ 5 if less is"


@pytest.mark.parametrize(
    ("target", "actual", "status"),
    [("≤ 5", "8", OUT), ("≥ 5", "8", HEALTHY), ("≤ 5", "3", HEALTHY), ("5", "5", HEALTHY)],
)
def test_a_target_that_says_its_side_is_not_asked_about(target: str, actual: str, status: Status) -> None:
    sheet = table("Exclusions", target, actual)
    assert status_of(sheet) is status
    assert not [one for one in about_the_bound(sheet) if one.code == "OKR503"]


@pytest.mark.parametrize(
    "name",
    [
        "Debtor days", "Calls abandoned", "Pressure ulcers", "Unfilled shifts", "Repeat contacts",
        "Rejected parts per million", "Time-to-hire (days)", "Cancelled clinics", "Referrals awaiting triage", "Churn",
        "Invoices outstanding", "Tickets reopened", "Đơn bị hủy", "Cancelled bookings", "Staffing gaps",
        "Emails unopened",
    ],
)  # fmt: skip
def test_what_went_wrong_or_waits_is_to_be_less(name: str) -> None:
    assert (status_of(table(name)), status_of(table(name, actual="3"))) == (OUT, HEALTHY)


@pytest.mark.parametrize(
    "name",
    [
        "Homes built", "Volunteers recruited", "Widgets shipped", "Response time met", "Debt advice clients",
        "Planning applications decided in time", "Complaint response within 10 days", "Incident response drills",
        "First-time fix rate", "Error-free invoices", "Patients seen within 4 hours",
        "Doanh thu thuần", "Khách hàng mới", "Số buổi đào tạo", "Bài viết", "Revenue", "Footfall", "New distributors",
        "Loan disbursement", "Outlets visited per week", "Lines picked per labour hour", "Collections",
        "Thu nhập bình quân đầu người", "Số lao động được giải quyết việc làm",
        "Tỷ lệ hộ dùng nước sạch theo quy chuẩn", "Ty le ho so nop truc tuyen", "Huy động vốn cuối kỳ",
        "Số thẻ đang hoạt động", "Số đồng hồ lắp mới",
        "Tỷ lệ mẫu nước đạt quy chuẩn", "Thanh toán không dùng tiền mặt",
    ],
)  # fmt: skip
def test_what_was_done_or_won_is_to_be_more(name: str) -> None:
    assert (status_of(table(name, "5%")), status_of(table(name, "5%", "3%"))) == (HEALTHY, OUT)


def test_where_a_baseline_says_the_side_nothing_is_asked() -> None:
    sheet = "KPI | Baseline | Target | Actual\nExclusions | 12 | 5 | {}"
    assert (status_of(sheet.format(8)), status_of(sheet.format(3))) == (OUT, HEALTHY)
    assert about_the_bound(sheet.format(3)) == []


def test_a_months_value_beside_a_years_plan_is_told_as_that() -> None:
    sheet = "KPI | 2026 target | Sep-26 | Oct-26\nAdmissions | 5200 | 410 | 402"
    (found,) = about_the_bound(sheet)
    assert render(found.message, "en").startswith("The plan is for all of 2026, and the value is of Oct-26")


def test_a_months_plan_of_no_known_side_is_asked_about() -> None:
    sheet = "KPI | Oct Plan | Oct Actual | Nov Plan | Nov Actual\nAdmissions | 50 | 52 | 55 | 58"
    (found,) = about_the_bound(sheet)
    assert render(found.message, "en") == "Is 55 to be reached, or not to be passed? 58 is not judged"


UP, DOWN = (HEALTHY, OUT), (OUT, HEALTHY)


@pytest.mark.parametrize(
    ("name", "sides"),
    [
        ("Thu hồi nợ quá hạn", UP),
        ("Thu nợ xấu", UP),
        ("Tỷ lệ giải ngân", UP),
        ("Giải ngân chi phí đầu tư", UP),
        ("Tỷ lệ không vi phạm", UP),
        ("Non-conformities closed", UP),
        ("Thời gian thu nợ", DOWN),
        ("Chi phí thu hồi nợ", DOWN),
        ("Nợ quá hạn chưa thu hồi", DOWN),
        ("Tỷ lệ khách không hài lòng", DOWN),
        ("Tỷ lệ không đạt", DOWN),
        ("Non-conformities", DOWN),
        ("Thời gian làm việc", (NO_DATA, NO_DATA)),
        ("Lãi suất huy động vốn", (NO_DATA, NO_DATA)),
        ("Thuế thu nhập bình quân", (NO_DATA, NO_DATA)),
        ("Mẫu nước không đạt quy chuẩn", DOWN),
        ("Collections outstanding", DOWN),
        ("Số sự cố đang hoạt động", DOWN),
        ("Thời gian lắp mới", DOWN),
        ("Cash conversion cycle", DOWN),
        ("Chu kỳ chuyển đổi tiền mặt", DOWN),
        ("SG&A % of revenue", DOWN),
        ("Chi phí bán hàng / doanh thu", DOWN),
        ("Gross margin as % of revenue", UP),
        ("Working capital as % of revenue", (NO_DATA, NO_DATA)),
        ("Unbilled revenue", DOWN),
        ("Điểm hòa vốn", DOWN),
        ("Giảm chi phí đạt được", UP),
        ("Tỷ lệ đối chiếu công nợ", UP),
        ("Chênh lệch kiểm kê kho", DOWN),
        ("Discrepancies resolved", UP),
        ("Open findings closed", UP),
        ("Unreconciled items cleared", UP),
        ("Interest expense coverage", UP),
        ("Bao phủ trích lập dự phòng", UP),
        ("Revenue per headcount", UP),
        ("Recurring revenue share of sales", UP),
        ("Headcount", (NO_DATA, NO_DATA)),
        ("Days payable outstanding", (NO_DATA, NO_DATA)),
        ("Vòng quay tiền mặt", (NO_DATA, NO_DATA)),
    ],
)
def test_what_other_words_make_of_a_names_words(name: str, sides: tuple[Status, Status]) -> None:
    assert (status_of(table(name, actual="8")), status_of(table(name, actual="3"))) == sides


@pytest.mark.parametrize(
    ("name", "plan", "actual", "status"),
    [
        ("Operating costs", "(1,500)", "(1,620)", OUT),
        ("Operating costs", "-1500", "-1400", HEALTHY),
        ("Giá vốn", "-1500", "-1620", OUT),
        ("COGS", "7000", "-7300", NO_DATA),
        ("Chi phí", "-1500", "1620", NO_DATA),
        ("Profit margin", "5%", "-3%", OUT),
        ("Net churn", "-2%", "-3%", HEALTHY),
        ("Cost growth", "-3%", "-1%", OUT),
        ("Cost growth", "-3%", "-5%", HEALTHY),
        ("Chi phí so với cùng kỳ", "-3%", "-1%", OUT),
        ("OPEX vs budget", "2%", "-1%", HEALTHY),
        ("Cost variance", "100", "-20", HEALTHY),
    ],
)
def test_costs_below_zero_are_held_by_their_size(name: str, plan: str, actual: str, status: Status) -> None:
    sheet = table(name, plan, actual)
    assert status_of(sheet) is status
    if status is NO_DATA:
        (found,) = about_the_bound(sheet)
        assert render(found.message, "en").endswith("are of different signs: it is not judged")
