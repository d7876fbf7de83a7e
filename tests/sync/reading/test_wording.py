"""Texts of key results, and what they measure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.model.readings import Direction, Kind, Measure
from sync.reading.texts.wording import falls_by_name, read_wording
from tests.sync.reading.texts_measured import corpora, texts_of

# text, then: kind and what else is said, as name=value
TEXTS = """
Lượng mỡ thừa giảm 3kg | decrease change=-3 unit=kg
Tăng lượng cơ thêm 5kg | increase change=5 unit=kg
Bổ sung 3000Calo mỗi ngày | increase target=3000 unit=Calo cadence=day
Doanh số mới đạt 10 tỷ. | increase target=10000000000 unit=VND currency=VND
Doanh số từ khách hàng mới đạt 5 tỷ. | increase target=5000000000 unit=VND currency=VND
Tỷ lệ khách quay trở lại đạt 30% | increase target=30 unit=%
Bổ sung thành công 5 thành viên mới của đội kinh doanh. | increase change=5 unit=thành_viên
Giảm tỷ lệ nghỉ việc từ 12% xuống 8% | decrease baseline=12 target=8 unit=%
Increase MRR from $1.2M to $2M | increase baseline=1200000 target=2000000 unit=USD currency=USD
Keep churn below 3% | at_most upper=3 kept unit=%
Duy trì tồn kho dưới 30 ngày | at_most upper=30 kept unit=ngày
Ship to 3 new countries | increase change=3 unit=countries
• KR: Lượng mỡ thừa giảm 3kg | decrease change=-3 unit=kg
KR1: Tăng lượng cơ thêm 5kg | increase change=5 unit=kg
KR 2.1 – Doanh số mới đạt 10 tỷ | increase target=10000000000 unit=VND currency=VND
1. Hire 6 engineers | increase change=6 unit=engineers
- Get 20 more customers | increase change=20 unit=customers
Giam ty le nghi viec tu 12% xuong 8% | decrease baseline=12 target=8 unit=%
Giảm chi phí 20% xuống còn 80 triệu | decrease target=80000000 unit=VND currency=VND
Giảm chi phí 20 triệu xuống 80 triệu | decrease target=80000000 unit=VND currency=VND
Reduce costs 20% to $80k | decrease target=80000 unit=USD currency=USD
tang luong co them 5kg | increase change=5 unit=kg
Doanh so moi dat 10 ty | increase target=10000000000 unit=VND currency=VND
Duy tri ton kho duoi 30 ngay | at_most upper=30 kept unit=ngay
LƯỢNG MỠ THỪA GIẢM 3KG | decrease change=-3 unit=KG
Increase weekly active teams from 1,200 to 2,000 | increase baseline=1200 target=2000
Reduce churn from 4.2% to 2.5% | decrease baseline=4.2 target=2.5 unit=%
Net promoter score reaches 45 | increase target=45
Expansion share of new revenue reaches 30% | increase target=30 unit=%
Reach $10M ARR | increase target=10000000 unit=USD currency=USD
Achieve an NPS of 50 | increase target=50
Hoàn thành 100% kế hoạch | increase target=100 unit=%
Điểm hài lòng đạt 4,8 | increase target=4.8
Đạt điểm hài lòng 4.3/5.0 | increase target=4.3
Đạt 1.500.000 lượt tải | increase target=1500000 unit=lượt_tải
Đạt 10 triệu USD | increase target=10000000 unit=USD currency=USD
Doanh số: 10 tỷ | increase target=10000000000 unit=VND currency=VND
10 tỷ doanh số | increase target=10000000000 unit=VND currency=VND
NPS 45 | increase target=45
Uptime 99.95% | increase target=99.95 unit=%
Tăng doanh số lên 10 tỷ | increase target=10000000000 unit=VND currency=VND
Tăng doanh số đạt 10 tỷ | increase target=10000000000 unit=VND currency=VND
Increase the number of paying customers to 500 | increase target=500
Improve NPS to 50 | increase target=50
Increase retention above 40% | increase target=40 unit=%
Cut page load time to 2 seconds | decrease target=2 unit=seconds
Improve page load time to 2 seconds | decrease target=2 unit=seconds
Giảm thời gian phản hồi còn 2 giờ | decrease target=2 unit=giờ
Giảm xuống dưới 5 % | decrease target=5 unit=%
Giảm số lỗi về 0 | decrease target=0
Giảm thời gian phản hồi xuống dưới 2 giờ | decrease target=2 unit=giờ
Reduce churn from 18 % to < 8 % | decrease baseline=18 target=8 unit=%
Tăng từ 5 lên 10 tỷ | increase baseline=5000000000 target=10000000000
MRR $1.2M → $2M | increase baseline=1200000 target=2000000 unit=USD currency=USD
NPS from 30 to 45 | increase baseline=30 target=45
Increase NPS from 30 to 45 by 2027 | increase baseline=30 target=45
Reduce time to hire from 45 to 30 days | decrease baseline=45 target=30 unit=days
Giảm cân nặng từ 75kg xuống 70kg | decrease baseline=75 target=70 unit=kg
Số lượng đơn hàng tăng từ 500 lên 800 đơn/tháng | increase baseline=500 target=800 unit=đơn cadence=month
Cut AWS spend from $120k to $80k per month | decrease baseline=120000 target=80000 unit=USD currency=USD cadence=month
Grow signups from 100 to 1k | increase baseline=100 target=1000
Increase revenue by 20% | increase change=20 relative
Tăng doanh số 20% | increase change=20 relative
Doanh thu tăng 20% so với 2025 | increase change=20 relative
Giảm chi phí 10% | decrease change=-10 relative
Increase revenue by at least 20% | increase change=20 relative
Tăng tỷ lệ chuyển đổi thêm 5% | increase change=5 relative unit=%
Tăng tỷ lệ chuyển đổi thêm 5 điểm phần trăm | increase change=5 unit=%
Giảm 3 điểm % tỷ lệ lỗi | decrease change=-3 unit=%
Increase retention by 5 percentage points | increase change=5 unit=%
Raise conversion by 2 pp | increase change=2 unit=%
Gấp đôi doanh số | increase change=100 relative
Double revenue | increase change=100 relative
Tăng doanh thu gấp 3 lần | increase change=200 relative
Giảm một nửa số lỗi | decrease change=-50 relative
Lose 3 kg | decrease change=-3 unit=kg
Tuyển 5 kỹ sư trước tháng 12 | increase change=5 unit=kỹ_sư
Hire 6 engineers by Q4 2026 | increase change=6 unit=engineers
50 khách hàng mới | increase change=50 unit=khách_hàng
Ký 5 hợp đồng trị giá 10 tỷ | increase change=5 unit=hợp_đồng
Onboard 20 new merchants per month | increase target=20 unit=merchants cadence=month
Publish 3 articles per week | increase target=3 unit=articles cadence=week
Tổ chức 4 buổi đào tạo mỗi tháng | increase target=4 unit=buổi cadence=month
Mỗi tháng 12 bài viết | increase target=12 unit=bài_viết cadence=month
Hold 4 workshops | increase target=4 unit=workshops
Phỏng vấn 20 khách hàng trong 2 tuần | increase target=20 unit=khách_hàng
Mở 3 cửa hàng trước 31/12 | increase target=3 unit=cửa_hàng
Hoàn thành 3/5 dự án | increase target=3 unit=dự_án
Migrate 5 of 8 services | increase target=5 unit=services
Reply to 95% of tickets within 24 hours | increase target=95 unit=%
Đạt doanh thu 12 tỷ đồng, tăng 20% so với cùng kỳ | increase target=12000000000 unit=VND currency=VND
Doanh số đạt ≥ 10 tỷ | at_least lower=10000000000 unit=VND currency=VND
Đạt ít nhất 50 khách hàng | at_least lower=50 unit=khách_hàng
At least 10 interviews | at_least lower=10 unit=interviews
95% khách hàng hài lòng trở lên | at_least lower=95 unit=%
NPS ≥ 50 | at_least lower=50
CSAT >= 4.5/5 | at_least lower=4.5
Ngủ tối thiểu 7 tiếng mỗi ngày | at_least lower=7 unit=tiếng cadence=day
P95 latency below 200 ms | at_most upper=200 unit=ms
Churn < 2% | at_most upper=2 unit=%
Chi phí không quá 5 tỷ | at_most upper=5000000000 unit=VND currency=VND
Đảm bảo tỷ lệ lỗi dưới 1% | at_most upper=1 unit=%
No more than 2 incidents per quarter | at_most upper=2 unit=incidents cadence=quarter
Không để tồn kho vượt quá 30 ngày | at_most upper=30 unit=ngày
Stay below 30 days of inventory | at_most upper=30 kept unit=days
Maintain 99.9% uptime | at_least lower=99.9 kept unit=%
Duy trì NPS ở mức 45 | at_least lower=45 kept
Giữ tỷ lệ giữ chân trên 90% | at_least lower=90 kept unit=%
Keep response time under 2 hours | at_most upper=2 kept unit=hours
Keep inventory between 20 and 30 days | between lower=20 upper=30 kept unit=days
Duy trì nhiệt độ từ 20 đến 30 độ | between lower=20 upper=30 kept unit=độ
Keep 20–30 customers | between lower=20 upper=30 unit=customers kept
Rút ngắn thời gian giao hàng 3 ngày | decrease change=-3 unit=ngày
Thu hồi 90% công nợ | increase target=90 unit=%
Fix 50 bugs | increase target=50 unit=bugs
0 sự cố nghiêm trọng | at_most upper=0 unit=sự_cố
Reach 1M monthly active users | increase target=1000000 unit=monthly_active_users
Score 8/10 or higher on employee survey | at_least lower=8
Cut onboarding time in half | decrease change=-50 relative
Chạy bộ 3 lần/tuần | increase target=3 unit=lần cadence=week
Học 30 phút tiếng Anh mỗi ngày | increase target=30 unit=phút cadence=day
Reach 50% market share in 3 cities | increase target=50 unit=%
Doanh số mới đạt 10 tỷ (hiện tại 6 tỷ) | increase baseline=6000000000 target=10000000000 unit=VND currency=VND
Increase NPS to 50 (from 35) | increase baseline=35 target=50
Giữ vững tỷ lệ hài lòng từ 90% trở lên | at_least lower=90 kept unit=%
Duy trì cân nặng trong khoảng 60-65kg | between lower=60 upper=65 kept unit=kg
Giữ 80 - 100 khách hàng | between lower=80 upper=100 unit=khách_hàng kept
Dịch vụ hoạt động 99,9% thời gian | increase target=99.9 unit=%
Stay within a budget of $50k | at_most upper=50000 kept unit=USD currency=USD
Publish one newsletter every two weeks | increase target=1 unit=newsletter cadence=2_weeks
Viết 1 bài blog 2 tuần/lần | increase target=1 unit=bài cadence=2_weeks
viet 2 bai hai tuan mot lan | increase target=2 unit=bai cadence=2_weeks
Post 3 times a fortnight | increase target=3 unit=times cadence=2_weeks
Kiểm toán 1 kho mỗi 3 tháng | increase target=1 unit=kho cadence=quarter
Gửi 1 bản tin 6 tháng 1 lần | increase target=1 unit=bản_tin cadence=6_months
Doanh thu +15% | increase change=15 relative
Chi phí -10% | decrease change=-10 relative
Doanh thu x3 | increase change=200 relative
Tỷ lệ giải quyết khiếu nại đạt 95% | increase target=95 unit=%
Không có khiếu nại từ khách VIP | at_most upper=0
No patient waits more than 30 minutes | at_most upper=30 unit=minutes
Rank from 38th to 20th | decrease baseline=38 target=20
Attended by 70% of families | increase target=70 unit=%
90% of members rate us 4 stars or more | increase target=90 unit=%
Ký 5 hợp đồng, tổng giá trị 10 tỷ | increase change=5 unit=hợp_đồng
gap 20 khach hang cu | increase target=20 unit=khach_hang
Mở hai chi nhánh | increase target=2 unit=chi_nhánh
Online share of orders: 40% (Q3: 31%) | increase baseline=31 target=40 unit=%
Tỷ lệ lỗi 2% (Q3: 3%) | decrease baseline=3 target=2 unit=%
Tỷ lệ lỗi 2% (Q3: 1%) | decrease target=2 unit=%
KR1: KR 3.2 - Open 5 shops | increase target=5 unit=shops
2.1. KPI 1.3 Mở 5 cửa hàng | increase target=5 unit=cửa_hàng
Doanh số tối thiểu 8 tỷ, tối đa 10 tỷ | between lower=8000000000 upper=10000000000 unit=VND currency=VND
"""


def _cases() -> list[tuple[str, Measure]]:
    cases = []
    for line in TEXTS.strip().splitlines():
        text, said = line.split(" | ")
        kind, *rest = said.split()
        words = dict(word.partition("=")[::2] for word in rest)
        numbers = {
            name: Decimal(words[name]) for name in ("baseline", "target", "change", "lower", "upper") if name in words
        }
        unit = words.get("unit")
        cases.append(
            (
                text,
                Measure(
                    Kind(kind),
                    relative="relative" in words,
                    kept="kept" in words,
                    unit=unit.replace("_", " ") if unit else None,
                    currency=words.get("currency"),
                    cadence=words["cadence"].replace("_", " ") if "cadence" in words else None,
                    **numbers,
                ),
            )
        )
    return cases


def _without(measure: Measure) -> tuple[object, ...]:
    return (
        measure.kind, measure.baseline, measure.target, measure.change, measure.relative, measure.lower, measure.upper,
        measure.kept, measure.unit, measure.currency, measure.cadence,
    )  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), _cases())
def test_a_text_says_what_it_measures(text: str, expected: Measure) -> None:
    assert _without(read_wording(text)) == _without(expected)


@pytest.mark.parametrize(("text", "expected"), _cases())
def test_direction_goes_with_kind_and_the_words_are_named(text: str, expected: Measure) -> None:
    measure = read_wording(text)
    falling = measure.kind in (Kind.decrease, Kind.at_most)
    if measure.kind is not Kind.between:
        assert measure.direction is (Direction.down if falling else Direction.up)
    assert measure.evidence
    lowered = text.lower()
    assert all(word.lower() in lowered for said in measure.evidence for word in said.words.split(" … "))


@pytest.mark.parametrize(
    "text",
    ["Viết tài liệu", "Launch the new website", "Viết tài liệu quy trình bán hàng", "Đạt chứng nhận ISO 27001",
     "Đạt chứng nhận ISO 27001 trước 31/12/2026", "Vào top 3 thị trường", "Thời gian tải trang (P95)", "Support 24/7",
     "Launch in Q4 2026", "Launch in 2 weeks", "Ra mắt ứng dụng 31/12", "Upgrade to iOS 18", "Hoàn thành giai đoạn 2",
     "Xây dựng kế hoạch 5 năm", "Pass SOC 2 audit", "KR2", "KR2: Ra mắt trang web", "Go-live by 31 Dec 2026",
     "Chuẩn bị ngân sách năm 2027", "Ship v2.1", "Launch 5G", "Thắng giải thưởng quý 4/2026", "", "   ", "!!!", "•",
     "Launch the 30-day challenge", "Tổ chức họp lúc 9:00", "Họp giao ban 9h sáng", "Xây văn phòng 5 tầng",
     "Triển khai quy trình 3 bước", "Create a dashboard with 12 metrics", "Mua máy chụp CT 128 lát cắt", "Fix bug 1042",
     "Chọn 1 trong 3 nhà thầu", "Chuyển kho về Quận 7"],
)  # fmt: skip
def test_a_text_that_names_no_value_measures_nothing(text: str) -> None:
    measure = read_wording(text)
    assert measure.kind is None
    assert not measure.measurable


@pytest.mark.parametrize(
    "text",
    ["Đạt 10 tỷ doanh số và 2 tỷ lợi nhuận", "Reach 10k users and 30% retention", "Tăng 10-15%",
     "Chi 500 triệu cho quảng cáo", "Invest $2M in R&D", "Tổ chức hội thảo cho 100 khách", "Tuyển 3-5 nhân viên",
     "Win the $1M contract", "Bán gói 199k", "Launch 50% discount campaign", "Release every two weeks",
     "Báo cáo 2 tuần/lần", "Tỷ lệ hoàn hàng đạt 95%", "Mở quán 2 mặt tiền", "Lên hạng 3", "Chạy 5 km trong 30 phút",
     "Utilization up to 88%", "Hai phần ba nhân viên, một nửa là nữ",
     "Không tăng chi phí quá 5%", "Giảm tối đa 5%", "2x pipeline"],
)  # fmt: skip
def test_a_text_that_could_mean_two_things_is_not_guessed_at(text: str) -> None:
    assert read_wording(text).kind is None


def test_the_locale_decides_the_separators_of_a_text() -> None:
    assert read_wording("Đạt 1.500 khách hàng", "vi").target == 1500
    assert read_wording("Reach 1,500 customers", "en").target == 1500
    assert read_wording("Rating reaches 4.125", "en").target == Decimal("4.125")


@pytest.mark.parametrize(
    ("text", "direction", "kept"),
    [
        ("Giảm số lỗi nghiêm trọng", Direction.down, False),
        ("Tăng số khách hàng", Direction.up, False),
        ("Chi phí trên mỗi khách hàng tiềm năng", Direction.down, False),
        ("Keep churn low", Direction.down, True),
        ("Viết tài liệu", None, False),
        ("Hours saved", None, False),
        ("Meet-ups held", None, False),
        ("Weight lost", None, False),
    ],
)
def test_a_text_without_a_value_still_says_which_way_is_better(
    text: str, direction: Direction | None, kept: bool
) -> None:
    measure = read_wording(text)
    assert (measure.kind, measure.direction, measure.kept) == (None, direction, kept)


@pytest.mark.parametrize(
    ("name", "falls"),
    [("Churn", True), ("Tỷ lệ lỗi", True), ("Tỷ lệ nghỉ việc", True), ("Thời gian phản hồi", True), ("Tồn kho", True),
     ("Doanh thu", False), ("Tỷ lệ giữ chân khách hàng", False), ("Customer retention", False),
     ("Điểm hài lòng", False), ("XYZ", None)],
)  # fmt: skip
def test_a_measures_name_tells_which_side_is_healthy(name: str, falls: bool | None) -> None:
    assert falls_by_name(name) is falls


_WORDS = st.sampled_from(
    [
        "tăng",
        "giảm",
        "đạt",
        "duy",
        "trì",
        "từ",
        "xuống",
        "lên",
        "đến",
        "dưới",
        "trên",
        "ít",
        "nhất",
        "10",
        "5%",
        "3kg",
        "$2M",
        "1.500",
        "tỷ",
        "khách",
        "hàng",
        "mới",
        "thêm",
        "/",
        "-",
        "–",
        "(",
        ")",
        ",",
        "by",
        "to",
        "from",
        "keep",
        "below",
        "at",
        "least",
        "increase",
        "reduce",
        "reach",
        "more",
        "than",
        "31/12",
        "P95",
        "Q4",
        "2026",
        "mỗi",
        "tháng",
        "per",
        "week",
        "và",
        "and",
        "không",
        "gấp",
        "lần",
    ]
)


@given(st.lists(_WORDS, max_size=12).map(" ".join), st.sampled_from(["vi", "en", None]))
def test_any_words_can_be_read_and_what_measures_nothing_has_no_values(text: str, locale: str | None) -> None:
    measure = read_wording(text, locale)
    values = (measure.baseline, measure.target, measure.change, measure.lower, measure.upper)
    if measure.kind is None:
        assert values == (None,) * 5
    elif measure.kind is Kind.between:
        assert measure.lower is not None
        assert measure.upper is not None
        assert measure.lower <= measure.upper
    else:
        ends = (measure.target, measure.change, measure.lower, measure.upper)
        assert sum(end is not None for end in ends) == 1


_WORDS_OF_TEXTS = sorted({word for name in corpora() for text in texts_of(name) for word in text.text.split()})


@settings(max_examples=300)
@given(st.lists(st.sampled_from(_WORDS_OF_TEXTS) | _WORDS, max_size=9).map(" ".join))
def test_any_order_of_the_words_that_people_use_can_be_read(text: str) -> None:
    read_wording(text)


@given(st.text(max_size=80))
def test_any_text_can_be_read_without_a_crash(text: str) -> None:
    read_wording(text)
