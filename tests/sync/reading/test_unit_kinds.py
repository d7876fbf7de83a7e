"""Values in two units of one kind are brought to one where the ratio is sure, and are not set against each other where
it is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.identity import identify
from sync.model.past import History
from sync.model.readings import Quantity, Trouble
from sync.model.scores import Doubt, ScoredKeyResult, ScoredKpi, Status
from sync.options import ReadingOptions, ScoringOptions
from sync.reading import read_rows
from sync.reading.texts.wording import read_wording
from sync.scoring import score
from tests.sheets import sheet_of
from tests.sync.rules.examples import checked

AS_OF = date(2026, 11, 15)
COLUMNS = "Mục tiêu | Kết quả then chốt | Đơn vị | Giá trị đầu | Chỉ tiêu | Hiện tại\nLớn mạnh | "


def scored(row: str) -> ScoredKeyResult:
    rows = identify(read_rows((sheet_of(COLUMNS + row, "Q4 2026"),), ReadingOptions(), AS_OF))
    ((key_result,),) = [one.key_results for one in score(rows, AS_OF, ScoringOptions(), History()).objectives]
    return key_result


@pytest.mark.parametrize(
    ("row", "current", "progress"),
    [
        ("Sản lượng | | 0 | 2 tấn | 500 kg", "0.5", "0.25"),
        ("Sản lượng | tấn | 0 | 2 | 500 kg", "0.5", "0.25"),
        ("Sản lượng | kg | 0 | 2 tấn | 500", "500", "0.25"),
        ("Thời gian xử lý | | 3600 giây | 0,5 giờ | 45 phút", "0.75", "0.5"),
        ("Thời gian xử lý | | 90 giây | 30 giây | 1 phút", "60", "0.5"),
        ("Giảm thời gian phản hồi từ 2 giờ xuống 30 phút | | | | 75 phút", "75", "0.5"),
        ("Giảm thời gian phản hồi từ 2 giờ xuống 1 giờ | phút | | | 90", "90", "0.5"),
        ("Quãng đường | km | 0 | 10 | 5000 m", "5", "0.5"),
        ("Khách | | 0 | 100 khách hàng | 50 khách", "50", "0.5"),
        ("Thời gian chờ không quá 90 phút/khách | giờ | | | 2", "2", "0"),
        ("Giao hàng | | 4 ngày | 2 ngày | 3 days", "3", "0.5"),
        ("Độ trễ P95 | s | 2 | 1 | 1500 ms", "1.5", "0.5"),
        ("Giảm độ trễ từ 2s xuống 500ms | | | | 800 ms", "800", "0.8"),
        ("Thời gian phản hồi | h | 4 | 2 | 180 min", "3", "0.5"),
        ("Phế liệu | t | 2 | 1 | 1500 kg", "1.5", "0.5"),
        ("Thời gian phản hồi | giờ | 4 | 2 | 3g", "3", "0.5"),
        ("Thời gian phản hồi | giờ | 2 | 1 | 90p", "1.5", "0.5"),
        ("Thời gian phản hồi | | 4g | 2 giờ | 180 phút", "3", "0.5"),
        ("Thời gian giao | ngày | 4 | 2 | 3d", "3", "0.5"),
        ("Thời gian tuyển | tháng | 4 | 2 | 3t", "3", "0.5"),
        ("Cut reply time from 2h to 30m | | | | 75m", "75", "0.5"),
        ("Reply time | h | 2 | 1 | 90 m", "1.5", "0.5"),
        ("Tỷ lệ lỗi | | 5‰ | 1,5‰ | 2,2 ‰", "2.2", "0.8"),
        ("Tỷ lệ lỗi | ‰ | 5 | 1,5 | 2,2 phần nghìn", "2.2", "0.8"),
        ("Tỷ lệ lỗi | | 0,5% | 1,5‰ | %0.0022", "2.2", "0.8"),
        ("Tỷ lệ lỗi | % | 0,5% | 0,15% | 2,2‰", "0.22", "0.8"),
        ("Giảm tỷ lệ lỗi từ 5 phần nghìn xuống 1,5 phần nghìn | | | | 0,22%", "2.2", "0.8"),
        ("Cut defects from 0.5% to 0.15% | | | | 2.2 per mille", "0.22", "0.8"),
        ("Tỷ lệ lỗi | ‰ | 5 | 1 | 3/1000", "3", "0.5"),
    ],
)
def test_values_in_two_units_of_one_kind_are_brought_to_one(row: str, current: str, progress: str) -> None:
    found = scored(row)
    assert (found.current, found.progress) == (Decimal(current), Decimal(progress))


@pytest.mark.parametrize(
    "row",
    [
        "Giao hàng | | 3 ngày | 24 giờ | 36 giờ",
        "Giao hàng | | 3 tuần | 2 tuần | 10 ngày",
        "Chi phí | | 100 USD | 80 EUR | 90 USD",
        "Chi phí | VND | 1000 | 800 | $90",
        "Doanh số đạt 10 tỷ đồng | | | | $200",
        "Phế liệu | kg | 100 | 50 | 70 km",
        "Giao hàng | ngày | 4 | 2 | 90 m",
    ],
)
def test_values_in_units_without_a_sure_ratio_are_not_scored(row: str) -> None:
    found = scored(row)
    assert (found.progress, found.doubts) == (None, (Doubt.unit_slip,))


def test_a_log_in_another_unit_is_not_scored() -> None:
    tabs = (
        sheet_of("Objective | Key result | Target\nGrow | Crops | 2 tons", "Q4 2026"),
        sheet_of("Date | Key result | Value\n2026-11-02 | Crops | 500 kg", "Check-ins"),
    )
    found = score(identify(read_rows(tabs, ReadingOptions(), AS_OF)), AS_OF, ScoringOptions(), History())
    (key_result,) = found.objectives[0].key_results
    assert (key_result.progress, key_result.doubts) == (None, (Doubt.unit_slip,))


def test_a_text_from_days_to_hours_says_no_value() -> None:
    assert read_wording("Giảm thời gian giao từ 3 ngày xuống 24 giờ", "vi").kind is None
    assert read_wording("Cut the time from 2 hours to 30 minutes", "en").baseline == 120


@pytest.mark.parametrize(
    ("sheet", "progress"),
    [
        ("Objective | Key result | Target | Current\nGrow | Reports sent | 100% | 11/12", Decimal("0.9167")),
        ("Objective | Key result | Unit | Target | Current\nGrow | Reports sent | % | 90 | 9/12", Decimal("0.8333")),
        ("Objective | Key result | Target | Current\nGrow | Reports sent | 100% | 11/12 reports", Decimal("0.9167")),
        ("Objective | Key result | Target | Current\nGrow | Debts paid | 100% | $240/$320", Decimal("0.75")),
        ("Objective | Key result | Target | Current\nGrow | Reports sent | 100% | 75/100%", Decimal("0.75")),
        ("Objective | Key result | Target | Current\nGrow | Reports sent | 12 | 11/12", Decimal("0.9167")),
        ("Objective | Key result | Target | Current\nGrow | Reports sent | 100% | 12/12", Decimal(1)),
        ("Objective | Key result | Target | Current\nGrow | Reports sent | 150% | 15/13", Decimal("0.7692")),
    ],
)
def test_so_many_of_so_many_are_a_share_where_per_cent_are_reached_for(sheet: str, progress: Decimal) -> None:
    rows = identify(read_rows([sheet_of(sheet, "Q4 2026")], ReadingOptions(), AS_OF))
    (key_result,) = score(rows, AS_OF, ScoringOptions(), History()).objectives[0].key_results
    assert key_result.progress is not None
    assert round(key_result.progress, 4) == progress


@pytest.mark.parametrize("typed", ["30/12", "12/11"])
def test_more_of_fewer_is_a_day_and_no_share(typed: str) -> None:
    sheet = f"Objective | Key result | Target | Current\nGrow | Reports sent | 90% | {typed}"
    (objective,) = read_rows([sheet_of(sheet, "Q4 2026")], ReadingOptions(), AS_OF).objectives
    (key_result,) = objective.key_results
    assert (key_result.current.value, key_result.current.trouble) == (None, Trouble.date_for_number)


def test_shares_by_month_are_shares_too() -> None:
    sheet = "Objective | Key result | Target | T10 | T11\nGrow | Reports sent | 100% | 5/10 | 9/12"
    (objective,) = read_rows([sheet_of(sheet, "Q4 2026")], ReadingOptions(), AS_OF).objectives
    (key_result,) = objective.key_results
    values = [one.value.value.value for one in key_result.check_ins if one.value.value is not None]
    assert (values, key_result.current.value) == ([Decimal(50)], Quantity(Decimal(75), "%"))


KPI_COLUMNS = "KPI | Đơn vị | Ngưỡng dưới | Ngưỡng trên | Hiện tại\n"


def scored_kpi(row: str) -> ScoredKpi:
    rows = identify(read_rows((sheet_of(KPI_COLUMNS + row, "KPI Q4 2026"),), ReadingOptions(), AS_OF))
    (kpi,) = score(rows, AS_OF, ScoringOptions(), History()).kpis
    return kpi


@pytest.mark.parametrize(
    ("row", "current", "status"),
    [
        ("Thời gian trả lời | | | 2h | 90 phút", "1.5", Status.healthy),
        ("Thời gian trả lời | phút | | 15 | 1h", "60", Status.out_of_range),
        ("Thời gian trả lời | | | 15 phút | 1h", "60", Status.out_of_range),
        ("Phế liệu | | | 100 kg | 0,2 tấn", "200", Status.out_of_range),
        ("Phế liệu | kg | | 100 | 0,09 tấn", "90", Status.healthy),
        ("Thời gian giao | ngày | | 10 | 9 ngày", "9", Status.healthy),
        ("Tỷ lệ lỗi | % | | 2% | 0.9", "0.9", Status.healthy),
    ],
)
def test_a_kpis_value_is_brought_to_the_unit_of_its_bounds(row: str, current: str, status: Status) -> None:
    found = scored_kpi(row)
    assert (found.current, found.status) == (Decimal(current), status)


@pytest.mark.parametrize(
    "row",
    [
        "Thời gian giao | ngày | | 10 | 2 tuần",
        "Thời gian giao | | | 10 ngày | 30 giờ",
        "Dung lượng | GB | | 10 | 900 MB",
    ],
)
def test_a_kpis_value_that_its_bounds_cannot_be_set_against_is_not_judged(row: str) -> None:
    found = scored_kpi(row)
    assert Doubt.unit_slip in found.doubts
    assert found.status not in (Status.healthy, Status.out_of_range)


@pytest.mark.parametrize("months", ["12 min | 1h", "90 kg | 0.2 t", "9 days | 2 weeks", "$90 | 80 EUR", "12 | 1h"])
def test_months_in_two_units_under_a_bound_without_one_are_not_judged(months: str) -> None:
    sheet = sheet_of(f"KPI | Healthy to | Sep | Oct\nReply time | 100 | {months}", "KPI 2026")
    rows = identify(read_rows((sheet,), ReadingOptions(), AS_OF))
    (found,) = score(rows, AS_OF, ScoringOptions(), History()).kpis
    assert (found.status, found.doubts) == (Status.no_data, (Doubt.unit_slip,))


@pytest.mark.parametrize("months", ["12 min | 14 mins", "12 | 14 phút", "9 ngày | 8 days"])
def test_months_in_one_unit_under_a_bound_without_one_are_judged(months: str) -> None:
    sheet = sheet_of(f"KPI | Healthy to | Sep | Oct\nReply time | 100 | {months}", "KPI 2026")
    rows = identify(read_rows((sheet,), ReadingOptions(), AS_OF))
    (found,) = score(rows, AS_OF, ScoringOptions(), History()).kpis
    assert found.status is Status.healthy


@pytest.mark.parametrize(
    ("row", "is_lost"),
    [
        ("Reply time goes down | 20 | 15 | 18 | 1h", True),
        ("Reply time goes down | 20 | 15 | 18 | 16 min", False),
        ("Waste | 5 | 2 | 4 | 900 kg", True),
        ("Time to hire | 40 | 20 | 35 | 1 month", True),
        ("Distance run | 0 | 1000 | 1 | 2 km", False),
        ("Delivery time | 12 | 5 | | 2 days", False),  # beyond its target
        ("Goods in stock | 40 | 10 | | 6 t", False),
        ("Rooms | 0 | 200 | 1 | 90 rooms", False),
        ("Reply time from 60 min to 30 min | | | 55 | 1h", False),
        ("Reply time from 15 min to 12 min | | | | 3h", False),
        ("Keep the reply time low | | ≤ 15 | | 1h", True),
        ("Keep the reply time below 15 | | | | 1h", True),
        ("Keep the reply time below 15 min | | | | 1h", False),
    ],
)
def test_a_unit_among_numbers_without_one_is_told_where_it_makes_its_value_a_stranger(row: str, is_lost: bool) -> None:
    sheet = sheet_of(f"Objective | Key result | Baseline | Target | Oct | Nov\nGrow | {row}", "Q4 2026")
    rows = identify(read_rows((sheet,), ReadingOptions(), AS_OF))
    (found,) = score(rows, AS_OF, ScoringOptions(), History()).objectives[0].key_results
    assert (Doubt.unit_slip in found.doubts, found.progress is None) == (is_lost, is_lost)


@pytest.mark.parametrize(
    ("sheet", "is_told"),
    [
        ("Objective | Key result | Baseline | Target | Current\nGood | Defect rate | 5‰ | 1.5‰ | 0.0022", True),
        ("Objective | Key result | Baseline | Target | Current\nGood | Defect rate | 5‰ | 1.5‰ | 0.9", False),
        ("KPI | Healthy to | Current\nDefects | 1.5‰ | 0.0022", True),
        ("KPI | Unit | Healthy to | Current\nDefects | ‰ | 1.5 | 0.9", False),
    ],
)
def test_a_fraction_beside_per_mille_is_told_and_not_scored(sheet: str, is_told: bool) -> None:
    assert ("OKR106" in [one.code for one in checked(sheet, AS_OF)]) is is_told


@pytest.mark.parametrize(
    ("unit", "value", "doubt"),
    [
        ("percent", "0.93", Doubt.percent_scales),
        ("phần trăm", "0.93", Doubt.percent_scales),
        ("per mille", "0.095", Doubt.percent_scales),
        ("phần nghìn", "0.095", Doubt.percent_scales),
        ("phần trăm", "96", None),
    ],
)
def test_a_share_by_its_word_in_the_units_column_is_one(unit: str, value: str, doubt: Doubt | None) -> None:
    kpis = sheet_of(f"KPI | Unit | Healthy from | Current\nOn time | {unit} | 95 | {value}", "KPI 2026")
    okrs = sheet_of(
        f"Objective | Key result | Unit | Baseline | Target | Current\nGrow | On time | {unit} | 80 | 95 | {value}",
        "Q4 2026",
    )
    scored = score(identify(read_rows((kpis, okrs), ReadingOptions(), AS_OF)), AS_OF, ScoringOptions(), History())
    rows = (scored.kpis[0], scored.objectives[0].key_results[0])
    assert [doubt in row.doubts if doubt else not row.doubts for row in rows] == [True, True]


def test_a_value_in_another_unit_than_its_column_says_is_no_stranger() -> None:
    sheet = sheet_of(
        "Objective | Key result | Unit | Baseline | Target | Current\nGrow | Reply time | min | 15 | 12 | 3h", "Q4 2026"
    )
    rows = identify(read_rows((sheet,), ReadingOptions(), AS_OF))
    (found,) = score(rows, AS_OF, ScoringOptions(), History()).objectives[0].key_results
    assert (found.current, found.progress, found.doubts) == (180, 0, ())
