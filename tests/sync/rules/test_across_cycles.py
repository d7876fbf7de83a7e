"""What earlier cycles say of this one: told once it follows from what was sealed, and no longer once it is acted on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.messages import render
from sync.model.findings import Finding, Language
from sync.model.past import History
from sync.model.readings import Kind
from sync.options import RuleOptions
from sync.reading.texts.wording import read_wording
from tests.sync.rules.examples import checked, with_closed

AS_OF = date(2026, 11, 20)
FAMILIES = RuleOptions(select=("OKR4", "OKR506", "OKR507"))
HEAD = "Mục tiêu | Kết quả then chốt | Giá trị đầu | Chỉ tiêu | Hiện tại\n"
KPIS = "KPI | Đơn vị | Ngưỡng dưới | Ngưỡng trên | Hiện tại\n"


def past(*sheets: str, options: RuleOptions = FAMILIES) -> History:
    """Given what a workbook said when the quarters before the fourth of 2026 were closed, the oldest first."""
    history = History()
    for number, sheet in enumerate(sheets, start=4 - len(sheets)):
        history = with_closed(history, f"Q{number} 2026", sheet, options)
    return history


def found(sheet: str, history: History, options: RuleOptions = FAMILIES) -> list[Finding]:
    return list(checked(sheet, AS_OF, history, options))


def codes(sheet: str, history: History, options: RuleOptions = FAMILIES) -> list[str]:
    return [finding.code for finding in found(sheet, history, options)]


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("Lớn mạnh | Khách mới | 0 | 100 | 120", "Lớn mạnh | Khách mới | 0 | 110 | 30", ["OKR403"]),
        ("Lớn mạnh | Khách mới | 0 | 100 | 120", "Lớn mạnh | Khách mới | 0 | 120 | 30", ["OKR403"]),
        ("Lớn mạnh | Khách mới | 0 | 100 | 120", "Lớn mạnh | Khách mới | 0 | 121 | 30", []),
        ("Lớn mạnh | Chi phí | 50 | 40 | 38", "Lớn mạnh | Chi phí | 50 | 39 | 45", ["OKR403"]),
        ("Lớn mạnh | Chi phí | 50 | 40 | 38", "Lớn mạnh | Chi phí | 38 | 35 | 37", []),
        ("Lớn mạnh | Tỷ lệ | 5% | 10% | 12%", "Lớn mạnh | Tỷ lệ | 5 | 9 | 6", []),
        ("Lớn mạnh | Khách mới | 0 | 100 |", "Lớn mạnh | Khách mới | 0 | 90 | 30", []),
        ("Lớn mạnh | Khách mới | 0 | 100 | 60", "Lớn mạnh | Khách mới | 0 | 100 | 30", ["OKR405"]),
        ("Lớn mạnh | Khách mới | 0 | 100 | 60", "Lớn mạnh | Khách mới | 60 | 100 | 70", []),
        ("Lớn mạnh | Khách mới | 0 | 100 | 60", "Lớn mạnh | Khách mới | 0 | 150 | 70", []),
        ("Lớn mạnh | Khách mới | 0 | 100 | 60", "Lớn mạnh | Đối tác mới | 0 | 100 | 70", []),
        ("Lớn mạnh | Ra mắt cổng mới | | | Chưa xong", "Lớn mạnh | Ra mắt cổng mới | | | Chưa xong", ["OKR405"]),
        ("Lớn mạnh | Ra mắt cổng mới | | | Xong", "Lớn mạnh | Ra mắt cổng mới | | | Chưa xong", []),
    ],
)
def test_a_key_result_beside_its_last_cycle(before: str, now: str, expected: list[str]) -> None:
    assert codes(HEAD + now, past(HEAD + before)) == expected


def test_what_is_closed_is_left_in_peace() -> None:
    history = past(HEAD + "Lớn mạnh | Khách mới | 0 | 100 | 60")
    now = HEAD + "Lớn mạnh | Khách mới | 0 | 100 | 30"
    assert codes(now, history) == ["OKR405"]
    closed = history._replace(closed_cycles=history.closed_cycles | {"2026-Q4"})
    assert codes(now, closed) == []


def objective(target: int, current: int, baseline: int = 0) -> str:
    return f"{HEAD}Lớn mạnh | Khách mới | {baseline} | {target} | {current}"


def test_an_objective_that_was_fine_is_to_go_further_until_it_does() -> None:
    history = past(objective(100, 80), objective(100, 90))
    assert codes(objective(95, 10), history) == ["OKR404"]
    assert codes(objective(200, 10), history) == []
    assert codes(objective(200, 10), past(objective(100, 90))) == []
    assert codes(objective(95, 10), past(objective(100, 60), objective(100, 90))) == []


def test_patience_is_a_setting() -> None:
    history = past(objective(100, 80), objective(100, 90))
    three = FAMILIES._replace(patience=3)
    assert "OKR404" not in codes(objective(95, 10), history, three)
    assert "OKR404" in codes(objective(95, 10), past(objective(100, 71), objective(100, 80), objective(100, 90)), three)


def test_an_objective_that_is_always_missed_is_told() -> None:
    history = past(objective(100, 10), objective(120, 20))
    assert codes(objective(150, 30), history) == ["OKR408"]
    (told,) = found(objective(150, 30), history)
    assert render(told.message, "vi") == "Không đạt 2 chu kỳ liền, gần nhất chỉ 0,17 điểm"


def kpi(current: str, upper: str = "30", unit: str = "ngày") -> str:
    return f"{KPIS}Tồn kho | {unit} | 15 | {upper} | {current}"


def test_a_kpi_that_stays_out_is_proposed_as_a_key_result_in_the_sheets_language() -> None:
    history = past(kpi("36"), kpi("34"))
    (told,) = found(kpi("33"), history)
    assert told.code == "OKR506"
    assert render(told.message, "vi") == "Ngoài ngưỡng khi chốt 2026-Q2, 2026-Q3, và tới nay chưa trở lại"
    assert (
        render(told.hint, "vi") == "Đưa thành kết quả then chốt: “Giảm tồn kho từ 33 ngày xuống 30 ngày hoặc thấp hơn”"
    )
    (low,) = found(kpi("11"), past(kpi("10"), kpi("9")))
    assert render(low.hint, "en") == "Make it a key result: “Increase tồn kho from 11 ngày to 15 ngày or more”"


NAMES = ("Churn rate", "Tỷ lệ rời bỏ", "Incidents", "NPS", "Net Promoter Score", "P1 incidents", "Chi phí Facebook")
SHAPES = [
    # unit, lower, upper, current: what is proposed, without the name
    ("%", None, "3", "4.6", "from 4.6% to 3% or less"),
    ("%", "20", None, "12.5", "from 12.5% to 20% or more"),
    ("$", None, "10", "12", "from $12 to $10 or less"),
    ("$M", "2", None, "1.2", "from $1.2M to $2M or more"),
    ("ngày", "15", "30", "33", "from 33 ngày to 30 ngày or less"),
    ("ms", None, "900", "1500", "from 1,500 ms to 900 ms or less"),
    ("", None, "0", "2", "from 2 to 0"),
    ("vụ", None, "0", "2", "from 2 vụ to 0 vụ"),
    ("", "30", None, "-5", "from -5 to 30 or more"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("unit", "lower", "upper", "current", "expected"), SHAPES)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_what_is_proposed_is_read_as_the_way_from_the_value_to_the_bound(
    name: str, unit: str, lower: str | None, upper: str | None, current: str, expected: str, language: Language
) -> None:
    sheet = f"{KPIS}{name} | {unit} | {lower or ''} | {upper or ''} | {current}"
    (told,) = found(sheet, past(sheet, sheet))
    assert told.code == "OKR506"
    hint = render(told.hint, language)
    proposed = hint[hint.index("“") + 1 : hint.rindex("”")]
    read = read_wording(proposed, language)
    bound = Decimal(upper or lower or 0)
    assert (read.baseline, read.target) in (
        (Decimal(current), bound),
        (Decimal(current) * 1_000_000, bound * 1_000_000),
    )
    assert read.kind is (Kind.decrease if upper else Kind.increase)
    if language == "en":
        assert proposed.replace("−", "-").endswith(expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Churn rate", "churn rate"),
        ("Tỷ lệ rời bỏ ở Hà Nội", "tỷ lệ rời bỏ ở Hà Nội"),
        ("Churn SME", "churn SME"),
        ("Ý định mua", "ý định mua"),
        *(
            (name, name)
            for name in ("NPS", "P1 incidents", "Net Promoter Score", "Hà Nội", "TikTok reach", "Zalo chats")
        ),
    ],
)
def test_a_proposed_name_has_no_capital_in_mid_sentence_but_its_own(name: str, expected: str) -> None:
    sheet = f"{KPIS}{name} | % | | 3 | 5"
    (told,) = found(sheet, past(sheet, sheet))
    assert render(told.hint, "en") == f"Make it a key result: “Reduce {expected} from 5% to 3% or less”"


@pytest.mark.parametrize("now", ["29", "15"])
def test_a_kpi_that_is_back_is_not_proposed(now: str) -> None:
    assert codes(kpi(now), past(kpi("36"), kpi("34"))) == []


def test_a_kpi_without_a_value_yet_is_still_proposed_by_its_last() -> None:
    (told,) = found(kpi(""), past(kpi("36"), kpi("34")))
    assert render(told.hint, "en") == "Make it a key result: “Reduce tồn kho from 34 ngày to 30 ngày or less”"


@pytest.mark.parametrize(
    "row", ["Gọn nhẹ | Giảm tồn kho từ 34 xuống 28 ngày | 34 | 28 | 33", "Gọn nhẹ | TON KHO | 34 | 28 | 33"]
)
def test_a_kpi_that_a_key_result_is_about_is_not_proposed(row: str) -> None:
    both = f"{kpi('33')}\n\n\n{HEAD}{row}"
    assert codes(both, past(kpi("36"), kpi("34"))) == []


def test_a_gap_in_the_cycles_is_no_row_of_them() -> None:
    history = with_closed(with_closed(History(), "Q1 2026", kpi("36"), FAMILIES), "Q3 2026", kpi("34"), FAMILIES)
    assert codes(kpi("33"), history) == []


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (kpi("29"), []),
        (kpi("29", upper="31"), ["Khi chốt 2026-Q3 ngưỡng là 30; nay là 31"]),
        (kpi("29", unit="giờ"), ["Khi chốt 2026-Q3 đơn vị là ngày; nay là giờ"]),
    ],
)
def test_a_kpi_that_is_defined_anew_is_told(now: str, expected: list[str]) -> None:
    assert [render(one.message, "vi") for one in found(now, past(kpi("29")))] == expected


MONTHS = "KPI | ĐVT | KH T9 | TH T9 | KH T10 | TH T10"


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (f"{MONTHS}\nDoanh thu | tỷ | 11 | 11.2 | 12 |", f"{MONTHS}\nDoanh thu | tỷ | 11 | 11.2 | 12 | 12.5"),
        (
            f"{MONTHS} | Cách tính\nKhách mới | | 11 | 11 | 12 | | cộng dồn",
            f"{MONTHS} | Cách tính\nKhách mới | | 11 | 11 | 12 | 13 | cộng dồn",
        ),
        ("KPI | KH lũy kế | TH lũy kế\nDoanh thu | 90 | 91", "KPI | KH lũy kế | TH lũy kế\nDoanh thu | 100 | 101"),
        ("KPI | Kế hoạch | Thực hiện\nDoanh thu | 30 | 31", "KPI | Kế hoạch | Thực hiện\nDoanh thu | 35 | 36"),
    ],
)
def test_what_each_period_is_to_come_to_is_no_bound_that_moved(before: str, now: str) -> None:
    assert "OKR507" not in codes(now, past(before))


def test_a_bound_that_was_typed_as_a_target_and_moved_is_told() -> None:
    sheet = "KPI | Đơn vị | Chỉ tiêu | Hiện tại\nTỷ lệ lỗi | % | ≤ {} | 2.5"
    assert codes(sheet.format(5), past(sheet.format(3))) == ["OKR507"]
