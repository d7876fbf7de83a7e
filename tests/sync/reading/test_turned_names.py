"""KPIs by their names: of which more is better, of which less, and what turns a bad thing round."""

from __future__ import annotations

import pytest

from sync.model.readings import Direction
from sync.reading.texts.wording import falls_by_name, read_wording


@pytest.mark.parametrize(
    "name",
    [
        "Tỷ lệ nghỉ việc", "Chi phí", "Thời gian phản hồi", "Defect rate", "Thời gian xử lý khiếu nại", "Complaints",
        "Mean time to resolve incidents", "Unresolved complaints", "Khiếu nại chưa giải quyết", "Chi phí xử lý lỗi",
        "Cost per complaint resolved", "Nợ quá hạn chưa thu hồi", "Chi phí trên doanh thu", "Bugs not fixed",
        "Tỷ lệ khách rời bỏ", "Ngày thu tiền bình quân", "Số cuộc gọi nhỡ", "Số lô bị trả về", "Days sales outstanding",
        "Missed calls", "Churn", "Bugs left", "Chi phí mỗi khách", "Lỗi còn tồn đọng chưa khắc phục", "Downtime",
    ],
)  # fmt: skip
def test_less_is_better(name: str) -> None:
    assert falls_by_name(name) is True


@pytest.mark.parametrize(
    "name",
    [
        "Bugs fixed", "Cost savings", "Time saved (hours)", "Churned customers won back", "Debt collected",
        "Complaints resolved within 24h", "Error budget left", "Days without accident", "Vacancies filled",
        "Số lỗi đã sửa", "Khiếu nại được xử lý đúng hạn (%)", "Chi phí tiết kiệm được", "Công nợ thu hồi",
        "Số ngày không tai nạn", "Tỷ lệ lỗi được phát hiện sớm", "Lợi nhuận trên chi phí", "ROI chi phí marketing",
        "Hàng tồn kho luân chuyển (vòng)", "Tỷ lệ thu hồi nợ", "Waste recycled (%)", "Doanh thu", "Retention",
    ],
)  # fmt: skip
def test_less_is_not_better(name: str) -> None:
    assert falls_by_name(name) is not True


@pytest.mark.parametrize(
    "name", ["Total complaints resolved", "Bugs fixed", "Khiếu nại được giải quyết", "Debt collected"]
)
def test_a_key_result_of_what_was_done_about_something_bad_does_not_fall(name: str) -> None:
    assert read_wording(name, None).direction is None


def test_what_is_bad_falls() -> None:
    assert read_wording("Complaints", None).direction is Direction.down


BAD = ("Complaints", "Bugs", "Incidents", "Outages", "Errors", "Late invoices", "Overdue tickets", "Fraud cases")
DONE = (
    "resolved", "fixed", "closed", "handled", "prevented", "answered", "investigated", "analysed", "documented",
    "triaged", "reviewed", "processed", "settled", "covered", "cleared", "assessed", "eliminated", "mitigated",
)  # fmt: skip
BAD_VI = ("khiếu nại", "lỗi", "sự cố", "phản ánh", "nợ xấu", "vi phạm", "tranh chấp", "hồ sơ quá hạn")
DONE_VI = (
    "được giải quyết", "được xử lý", "đã khắc phục", "được phân tích", "được phản hồi", "được thu hồi", "đã đóng",
    "được rà soát", "được bồi thường", "được điều tra", "được ngăn chặn",
)  # fmt: skip


@pytest.mark.parametrize("text", ["{}: 95", "{} within 24h: 95%", "Increase {} to 95"])
def test_what_was_done_about_something_bad_is_not_to_be_less(text: str) -> None:
    names = [f"{bad} {done}" for bad in BAD for done in DONE]
    names += [f"{bad} {done}" for bad in BAD_VI for done in DONE_VI]
    falling = [name for name in names if read_wording(text.format(name)).direction is Direction.down]
    assert len(falling) <= len(names) // 12, falling


@pytest.mark.parametrize(
    "name",
    [
        "Planning applications decided in time", "Time tracking compliance", "Response time met",
        "Timely filing of returns", "Complaint response within 10 days", "Debt service coverage", "Cost avoidance",
        "Delivery time guarantee met", "Turnaround time compliance", "Emissions targets met", "Debt advice clients",
        "Absence reviews held", "Error corrections made", "Churn saves", "Incident response drills",
        "Loss prevention audits", "Cost centre reviews done", "Lead times met", "Time in learning (hours)",
        "Fraud awareness training", "Complaints answered on time", "Response time compliance (%)",
        "Lead time adherence", "Complaints acknowledged within 3 days", "Incident reports filed in time",
        "Phản hồi khiếu nại đúng hạn", "Tỷ lệ tuân thủ thời gian phản hồi", "Xử lý sự cố kịp thời",
        "Giao hàng đúng thời gian", "Số buổi đào tạo phòng chống tai nạn", "Diễn tập sự cố", "Cycle time target met",
    ],
)  # fmt: skip
def test_what_was_kept_to_or_done_against_something_bad_is_not_to_be_less(name: str) -> None:
    assert falls_by_name(name) is not True


@pytest.mark.parametrize(
    "name",
    [
        "Errors found in audits", "Training costs", "Response time", "Compliance incidents", "Non-compliance",
        "Cost of compliance", "Complaints within 30 days", "Readmissions within 30 days", "Errors made",
        "Time to compliance", "Chi phí đào tạo", "Thời gian tuân thủ", "Vi phạm tuân thủ", "Lỗi tuân thủ",
        "Complaint reviews outstanding", "Time to complete reviews", "Cost per training", "Excess stock held",
        "Debt held", "Late reviews", "Defects at handover", "Chi phí tư vấn", "Sự cố không được xử lý kịp thời",
        "Deaths within 28 days", "Training absences", "Incidents during training", "Waiting time",
        "Error rate in time entry", "Churn within 90 days", "Coverage gaps due to absence", "Overdue training",
        "Response time breaches", "Phản hồi khiếu nại không đúng hạn",
    ],
)  # fmt: skip
def test_what_went_wrong_or_what_it_takes_is_still_to_be_less(name: str) -> None:
    assert falls_by_name(name) is True
