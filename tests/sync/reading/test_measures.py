"""What a row's words and columns come to together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from sync.model.readings import Direction, Kind, Measure, Quantity, Read
from sync.reading.sheets.measures import kpi_measure, reconcile, without_condition
from sync.reading.texts.wording import read_wording
from tests.sync.reading.cells import HERE, quantity

_EMPTY: dict[str, Any] = dict.fromkeys(
    ("baseline", "target", "lower", "upper", "tolerance", "unit", "milestone"), Read()
)


def measured(text: str, **columns: Any) -> Measure:
    return reconcile(read_wording(text), **{**_EMPTY, **columns}, text=text)


def test_baseline_and_target_columns_decide_by_their_order_whatever_the_words_say() -> None:
    rising = measured("Giảm số khách", baseline=quantity(800), target=quantity(1500))
    assert (rising.kind, rising.direction, rising.baseline, rising.target) == (Kind.increase, Direction.up, 800, 1500)
    falling = measured("Tăng chi phí", baseline=quantity(120), target=quantity(80))
    assert (falling.kind, falling.direction) == (Kind.decrease, Direction.down)


def test_equal_baseline_and_target_keep_the_words_direction() -> None:
    assert measured("Thời gian xử lý", baseline=quantity(45), target=quantity(45)).kind is Kind.decrease
    assert measured("Số buổi", baseline=quantity(45), target=quantity(45)).kind is Kind.increase


def test_a_lone_target_column_takes_its_direction_from_the_words() -> None:
    falling = measured("Giảm lỗi nghiêm trọng", target=quantity(5))
    assert (falling.kind, falling.baseline, falling.target) == (Kind.decrease, None, 5)
    assert measured("Chi phí trên mỗi khách hàng", target=quantity(80)).kind is Kind.decrease
    assert measured("Số buổi gặp mặt", target=quantity(6)).kind is Kind.increase


def test_a_target_column_wins_over_the_texts_value_and_keeps_its_from() -> None:
    measure = measured("Increase NPS from 30 to 45", target=quantity(50))
    assert (measure.kind, measure.baseline, measure.target) == (Kind.increase, 30, 50)


def test_a_from_that_contradicts_the_columns_target_is_dropped() -> None:
    measure = measured("Increase NPS from 30 to 45", target=quantity(20))
    assert (measure.baseline, measure.target) == (None, 20)


def test_a_bound_in_the_text_that_says_which_are_counted_is_none_where_a_share_is_to_be_reached() -> None:
    def of_counted(text: str, target: Read[Quantity], unit: Read[str] = Read()) -> Measure:
        return without_condition(read_wording(text), target, unit, text)

    assert of_counted("Questionnaires answered < 5 days", quantity(90, "%")) == Measure()
    assert of_counted("Tickets first answered in under 2 hours", quantity(90), Read("%")) == Measure()
    assert of_counted("Complaints open under 30 days", quantity(5, "%")) == Measure(direction=Direction.down)
    in_days = of_counted("Questionnaires answered < 5 days", quantity(5))
    assert (in_days.kind, in_days.upper) == (Kind.at_most, 5)
    assert of_counted("Churn stays below 3%", quantity(4, "%")).upper == 3


def test_a_target_column_beside_a_kept_bound_is_that_bound() -> None:
    measure = measured("Keep churn below 3 %", target=quantity(4, "%"))
    assert (measure.kind, measure.upper, measure.target, measure.kept, measure.unit) == (
        Kind.at_most,
        4,
        None,
        True,
        "%",
    )
    assert measured("Duy trì tồn kho", target=quantity(30)).upper == 30


def test_a_target_column_beside_an_unkept_bound_keeps_its_kind_until_a_baseline_says_otherwise() -> None:
    measure = measured("Doanh số đạt ≥ 10 tỷ", target=quantity(10**10))
    assert (measure.kind, measure.lower, measure.kept) == (Kind.at_least, 10**10, False)
    changed = measured("Doanh số đạt ≥ 10 tỷ", target=quantity(10**10), baseline=quantity(6 * 10**9))
    assert (changed.kind, changed.baseline, changed.target) == (Kind.increase, 6 * 10**9, 10**10)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Giảm tỷ lệ lỗi", Kind.decrease), ("Reduce churn from 18% to < 8%", Kind.decrease), ("Tỷ lệ lỗi", Kind.at_most),
     ("Giữ tỷ lệ lỗi dưới 8%", Kind.at_most), ("0 lỗi nghiêm trọng", Kind.at_most)],
)  # fmt: skip
def test_a_verb_of_change_wins_over_the_comparator_of_a_target_column(text: str, kind: Kind) -> None:
    measure = measured(text, target=Read(None, HERE, "< 8 %"), upper=Read(Quantity(Decimal(8), "%"), HERE, "< 8 %"))
    assert (measure.kind, measure.unit) == (kind, "%")
    assert (measure.target if kind is Kind.decrease else measure.upper) == 8


def test_a_from_in_the_text_stays_beside_a_comparator_in_the_target_column() -> None:
    upper = Read(Quantity(Decimal(8), "%"), HERE, "< 8 %")
    assert measured("Reduce churn from 18% to < 8%", target=Read(None, HERE, "< 8 %"), upper=upper).baseline == 18


def test_bound_columns_make_a_bound() -> None:
    assert measured("Tồn kho", lower=quantity(15), upper=quantity(30)).kind is Kind.between
    low = measured("Doanh số", lower=quantity(95, "%"))
    assert (low.kind, low.lower, low.kept, low.unit) == (Kind.at_least, 95, False, "%")
    kept = measured("Duy trì tồn kho", upper=quantity(30), tolerance=quantity(5))
    assert (kept.kind, kept.kept, kept.tolerance) == (Kind.at_most, True, 5)


def test_a_change_stays_one_with_a_baseline_and_with_a_target_that_repeats_it() -> None:
    with_baseline = measured("Lượng mỡ thừa giảm 3kg", baseline=quantity(18))
    assert (with_baseline.change, with_baseline.baseline, with_baseline.target) == (-3, 18, None)
    repeated = measured("Lượng mỡ thừa giảm 3kg", target=quantity(3))
    assert (repeated.change, repeated.target, repeated.kind) == (-3, None, Kind.decrease)
    relative = measured("Tăng doanh số 20%", target=quantity(20, "%"))
    assert (relative.change, relative.relative, relative.target) == (20, True, None)


def test_a_target_column_wins_over_a_change() -> None:
    measure = measured("Lượng mỡ thừa giảm 3kg", baseline=quantity(18), target=quantity(15))
    assert (measure.kind, measure.change, measure.baseline, measure.target) == (Kind.decrease, None, 18, 15)
    assert measured("Lượng mỡ thừa giảm 3kg", target=quantity(15)).target == 15


def test_a_baseline_column_beside_a_texts_end_value_decides_the_direction() -> None:
    measure = measured("Điểm đạt 30", baseline=quantity(40))
    assert (measure.kind, measure.baseline, measure.target) == (Kind.decrease, 40, 30)


@pytest.mark.parametrize(
    "current",
    [{"milestone": Read(True, HERE, "✓")}, {"current": quantity(50, "%")},
     {"current": Read(Quantity(Decimal(3), total=Decimal(5)), HERE, "3/5")}],
)  # fmt: skip
def test_a_task_with_a_tick_a_percentage_or_k_of_n_is_a_milestone(current: dict[str, Any]) -> None:
    assert measured("Launch the partner portal", **current).kind is Kind.milestone


def test_a_task_with_nothing_or_a_bare_number_measures_nothing() -> None:
    assert measured("Launch the partner portal").kind is None
    assert measured("Launch the partner portal", current=quantity(3)).kind is None


def test_the_unit_is_the_columns_then_the_cells_then_the_texts() -> None:
    assert measured("Giảm 3kg", unit=Read("pounds", HERE, "pounds")).unit == "pounds"
    assert measured("Giảm lỗi", target=quantity(3, "%")).unit == "%"
    assert measured("Giảm 3kg").unit == "kg"
    money = measured("Doanh số", target=quantity(3, None, "VND"))
    assert (money.unit, money.currency) == ("VND", "VND")
    assert measured("Doanh số", target=quantity(3), unit=Read("đồng", HERE, "đồng")).currency == "VND"


def test_a_plain_number_under_a_percent_unit_is_left_as_it_is() -> None:
    measure = measured("Tỷ lệ mở email", target=quantity("0.3"), unit=Read("%", HERE, "%"))
    assert (measure.target, measure.unit) == (Decimal("0.3"), "%")


def test_a_kpis_bounds_are_its_columns() -> None:
    measure = kpi_measure("Tồn kho", lower=quantity(15), upper=quantity(30), unit=Read("ngày", HERE, "ngày"))
    assert (measure.kind, measure.kept, measure.unit) == (Kind.between, True, "ngày")
    assert kpi_measure("Doanh thu", lower=quantity(8)).kind is Kind.at_least


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Tỷ lệ lỗi", Kind.at_most), ("Churn", Kind.at_most), ("Chi phí", Kind.at_most), ("Tỷ lệ nghỉ việc", Kind.at_most),
     ("Thời gian phản hồi", Kind.at_most), ("Doanh thu", Kind.at_least), ("Customer retention", Kind.at_least),
     ("XYZ", None)],
)  # fmt: skip
def test_a_kpis_lone_target_is_the_bound_on_the_side_that_its_name_says(name: str, kind: Kind | None) -> None:
    measure = kpi_measure(name, target=quantity(5))
    assert measure.kind is kind
    assert measure.target == 5


def test_a_baseline_tells_a_kpis_side_where_its_name_does_not() -> None:
    assert kpi_measure("XYZ", target=quantity(5), baseline=quantity(8)).kind is Kind.at_most


def test_a_kpis_name_may_hold_its_bound() -> None:
    measure = kpi_measure("Uptime ≥ 99,9 %")
    assert (measure.kind, measure.lower, measure.unit) == (Kind.at_least, Decimal("99.9"), "%")


def test_a_kpi_without_any_bound_has_none() -> None:
    assert kpi_measure("Doanh thu").kind is None


@pytest.mark.parametrize(
    ("text", "baseline", "target", "kind"),
    [
        ("Số lỗi tối đa 5", 0, 5, Kind.at_most),
        ("Chi phí marketing không quá 500tr", 0, 500_000_000, Kind.at_most),
        ("Uptime ít nhất 99%", 100, 99, Kind.at_least),
        ("Số lỗi tối đa 5", 12, 5, Kind.decrease),
        ("Số khách ít nhất 20", 5, 20, Kind.increase),
    ],
)
def test_what_began_inside_its_bound_is_to_stay_there(text: str, baseline: int, target: int, kind: Kind) -> None:
    assert measured(text, baseline=quantity(baseline), target=quantity(target)).kind is kind


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [("Respond within 30 minutes", 30, "min"), ("Phản hồi khách trong 30 phút", 30, "phút"),
     ("Phản hồi trong vòng 2 giờ", 120, "phút"), ("First response time within 2 hours", 2, "hours"),
     ("Phan hoi trong 30p", 30, "p"), ("Trả lời trong 30 phút", 30, "phút/đơn"),
     ("Close the books in 5 days or less", 5, "days"),
     ("Close the books in at most 5 days", 5, None), ("Đóng sổ trong không quá 5 ngày", 5, "ngày"),
     ("95% of tickets answered within 2 hours", 2, "hours"), ("Reply to tenants within 4 hours", 4, None),
     ("Phản hồi email trong vòng 24 giờ", 24, None)],
)  # fmt: skip
def test_how_long_somebody_waits_is_at_most_the_target(text: str, number: int, unit: str | None) -> None:
    measure = measured(text, target=quantity(number, unit))
    assert (measure.kind, measure.direction, measure.upper) == (Kind.at_most, Direction.down, number)
    begun_higher = measured(text, target=quantity(number, unit), baseline=quantity(999, unit))
    assert (begun_higher.kind, begun_higher.target) == (Kind.decrease, number)


@pytest.mark.parametrize(
    ("text", "number"),
    [("Rank in the top 3", 3), ("Be #1 in the App Store", 1), ("Be # 1 in search", 1), ("Be No. 1 in the market", 1),
     ("Reach position 3 on Google", 3), ("Rank 2nd", 2), ("Search ranking for our name", 3), ("Lên hạng 3", 3),
     ("Nằm trong top 3 bảng xếp hạng", 3), ("Đứng số 1 App Store", 1), ("Dung thu 2 toan nganh", 2), ("Vào top 5", 5),
     ("Thứ hạng từ khóa", 3), ("Tăng lên top 3", 3), ("Trở thành số 1 miền Bắc", 1)],
)  # fmt: skip
def test_a_rank_is_reached_downwards(text: str, number: int) -> None:
    measure = measured(text, target=quantity(number))
    assert (measure.kind, measure.direction, measure.target) == (Kind.decrease, Direction.down, number)


def test_a_rank_that_is_kept_is_at_most_that_rank() -> None:
    for text in ("Duy trì top 3", "Keep a top 3 rank"):
        measure = measured(text, target=quantity(3))
        assert (measure.kind, measure.upper, measure.lower) == (Kind.at_most, 3, None)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [("Launch in the top 3 cities", 3, None), ("Visit the top 10 customers", 10, None),
     ("Get 20 keywords into the top 10", 20, None), ("Mở 10 cửa hàng trong 3 tháng", 10, None),
     ("Số từ khóa lọt top 3", 3, None),
     ("20 keywords ranking in the top 10", 10, None), ("Run 26 races within 3 years", 26, "races"),
     ("Xếp hạng trung bình trên Google", "4.5", None), ("Doanh thu trong 30 ngày đầu", 30, "tỷ"),
     ("Doanh số 10 tỷ, top 10 toàn quốc", 10**10, None), ("95% of tickets answered within 2 hours", 95, "%")],
)  # fmt: skip
def test_a_span_or_a_rank_beside_another_value_says_nothing_of_that_value(
    text: str, number: int, unit: str | None
) -> None:
    assert measured(text, target=quantity(number, unit)).kind is Kind.increase
