"""Values as people type them."""

from __future__ import annotations

from decimal import Decimal
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.model.readings import Quantity
from sync.reading.sheets import quantities
from sync.reading.sheets.values import parse_pair, parse_quantity, parse_range

# typed, locale, value, and what else is said
TYPED: list[tuple[str, str | None, str, dict[str, str]]] = [
    ("0", "vi", "0", {}),
    ("12", "vi", "12", {}),
    ("3.000", "vi", "3000", {}),
    ("3.000", "en", "3", {}),
    ("3,000", "en", "3000", {}),
    ("3,000", "vi", "3", {}),
    ("3.000", "de", "3000", {}),
    ("3.000", "vi_VN", "3000", {}),
    ("3.000", "en-GB", "3", {}),
    ("3.000", None, "3000", {"other": "3"}),
    ("3,000", None, "3000", {"other": "3"}),
    ("3.000", "xx", "3000", {"other": "3"}),
    ("3,000.50", None, "3000.5", {}),
    ("3.000,50", None, "3000.5", {}),
    ("3,000.50", "vi", "3000.5", {}),
    ("1.500.000", "en", "1500000", {}),
    ("1,500,000", "vi", "1500000", {}),
    ("1.234.567,89", None, "1234567.89", {}),
    ("1 500 000", "vi", "1500000", {}),
    ("1\u00a0500,5", "fr", "1500.5", {}),
    ("1\u202f500", None, "1500", {}),
    ("1'500", "de_CH", "1500", {}),
    ("12,34,567", "en", "1234567", {}),
    ("1.5", "vi", "1.5", {}),
    ("1,5", "en", "1.5", {}),
    ("1.50", "vi", "1.5", {}),
    ("0.500", "vi", "0.5", {}),
    ("0,125", None, "0.125", {}),
    (".5", "en", "0.5", {}),
    ("1234.567", None, "1234.567", {}),
    ("１２３", "vi", "123", {}),
    ("１，５", "vi", "1.5", {}),
    ("1e6", "en", "1000000", {}),
    ("2.5E3", "en", "2500", {}),
    ("1e-3", "en", "0.001", {}),
    ("-5", "vi", "-5", {}),
    ("−5", "vi", "-5", {}),
    ("- 5", "vi", "-5", {}),
    ("+5", "vi", "5", {}),
    ("(500)", "vi", "-500", {}),
    ("(1.200) VND", "vi", "-1200", {"currency": "VND"}),
    ("($5)", "en", "-5", {"currency": "USD"}),
    ("$-5", "en", "-5", {"currency": "USD"}),
    ("-$5", "en", "-5", {"currency": "USD"}),
    ("30%", "vi", "30", {"unit": "%"}),
    ("30 %", "vi", "30", {"unit": "%"}),
    ("30％", "vi", "30", {"unit": "%"}),
    ("12,5%", "vi", "12.5", {"unit": "%"}),
    ("30 phần trăm", "vi", "30", {"unit": "%"}),
    ("30 percent", "en", "30", {"unit": "%"}),
    ("5 điểm %", "vi", "5", {"unit": "%"}),
    ("2 pp", "en", "2", {"unit": "%"}),
    ("10 tỷ", "vi", "10000000000", {"scale_word": "tỷ"}),
    ("10 tỉ", "vi", "10000000000", {"scale_word": "tỉ"}),
    ("10 TỶ", "vi", "10000000000", {"scale_word": "TỶ"}),
    ("1,5 triệu", "vi", "1500000", {"scale_word": "triệu"}),
    ("1,5 triệu", None, "1500000", {"scale_word": "triệu"}),
    ("1.500 triệu", None, "1500000000", {"scale_word": "triệu"}),
    ("12k", "vi", "12000", {"scale_word": "k"}),
    ("12K", "en", "12000", {"scale_word": "K"}),
    ("12 nghìn", "vi", "12000", {"scale_word": "nghìn"}),
    ("12 ngàn", "vi", "12000", {"scale_word": "ngàn"}),
    ("3 nghìn tỷ", "vi", "3000000000000", {"scale_word": "nghìn tỷ"}),
    ("2 trăm triệu", "vi", "200000000", {"scale_word": "trăm triệu"}),
    ("5M", "en", "5000000", {"scale_word": "M"}),
    ("5 mn", "en", "5000000", {"scale_word": "mn"}),
    ("5B", "en", "5000000000", {"scale_word": "B"}),
    ("5bn", "en", "5000000000", {"scale_word": "bn"}),
    ("5T", "en", "5000000000000", {"scale_word": "T"}),
    ("5 million", "en", "5000000", {"scale_word": "million"}),
    ("5m", "en", "5", {"unit": "m"}),
    ("5t", "en", "5", {"unit": "t"}),
    ("$5m", "en", "5000000", {"currency": "USD", "scale_word": "m"}),
    ("$1.2M", "en", "1200000", {"currency": "USD", "scale_word": "M"}),
    ("$1,200", "en", "1200", {"currency": "USD"}),
    ("US$ 3k", "en", "3000", {"currency": "USD", "scale_word": "k"}),
    ("12 USD", "en", "12", {"currency": "USD"}),
    ("€12,5", "vi", "12.5", {"currency": "EUR"}),
    ("12 euro", "en", "12", {"currency": "EUR"}),
    ("500đ", "vi", "500", {"currency": "VND"}),
    ("500 ₫", "vi", "500", {"currency": "VND"}),
    ("₫500", "vi", "500", {"currency": "VND"}),
    ("1.500 ₫", None, "1500", {"currency": "VND"}),
    ("500kđ", "vi", "500000", {"currency": "VND", "scale_word": "k"}),
    ("10trđ", "vi", "10000000", {"currency": "VND", "scale_word": "tr"}),
    ("2 triệu đồng", "vi", "2000000", {"currency": "VND", "scale_word": "triệu"}),
    ("10 tỷ VNĐ", "vi", "10000000000", {"currency": "VND", "scale_word": "tỷ"}),
    ("10tr5", "vi", "10500000", {"scale_word": "tr"}),
    ("10tr05", "vi", "10050000", {"scale_word": "tr"}),
    ("1tỷ2", "vi", "1200000000", {"scale_word": "tỷ"}),
    ("1tỷ250", "vi", "1250000000", {"scale_word": "tỷ"}),
    ("2k5", "vi", "2500", {"scale_word": "k"}),
    ("2 triệu rưỡi", "vi", "2500000", {"scale_word": "triệu"}),
    ("1 tỷ rưỡi", "vi", "1500000000", {"scale_word": "tỷ"}),
    ("1 tỷ 200 triệu", "vi", "1200000000", {"scale_word": "tỷ"}),
    ("2 triệu 500 nghìn", "vi", "2500000", {"scale_word": "triệu"}),
    ("-1,5 triệu", "vi", "-1500000", {"scale_word": "triệu"}),
    ("3kg", "vi", "3", {"unit": "kg"}),
    ("1,8kg", "vi", "1.8", {"unit": "kg"}),
    ("3000 Calo/ngày", "vi", "3000", {"unit": "Calo/ngày"}),
    ("50 m²", "vi", "50", {"unit": "m²"}),
    ("50 m2", "vi", "50", {"unit": "m2"}),
    ("5 khách hàng", "vi", "5", {"unit": "khách hàng"}),
    ("$5/user", "en", "5", {"unit": "USD/user", "currency": "USD"}),
    ("5/8", "vi", "5", {"total": "8"}),
    ("5 / 8", "vi", "5", {"total": "8"}),
    ("3 of 8", "en", "3", {"total": "8"}),
    ("3 out of 8", "en", "3", {"total": "8"}),
    ("3 trên 8", "vi", "3", {"total": "8"}),
    ("3 trong số 8", "vi", "3", {"total": "8"}),
    ("4.3/5.0", "en", "4.3", {"total": "5"}),
    ("14 / 20 phòng", "vi", "14", {"total": "20", "unit": "phòng"}),
    ("6,2/10 tỷ", "vi", "6200000000", {"total": "10000000000", "scale_word": "tỷ"}),
    ("khoảng 30", "vi", "30", {}),
    ("~30%", "vi", "30", {"unit": "%"}),
    ("5 (dự kiến)", "vi", "5", {}),
    ("15 (16/11)", "vi", "15", {}),
    ("1,2 tỷ (lũy kế T10)", "vi", "1200000000", {"scale_word": "tỷ"}),
    ("8.2% (Baseline 15/05/2026)", "en", "8.2", {"unit": "%"}),
    ("15 người (cập nhật 16/11)", "vi", "15", {"unit": "người"}),
    ("1.500 [tính đến hết T11]", "vi", "1500", {}),
    ("95% (Nov 16)", "en", "95", {"unit": "%"}),
    ("80% (5/8)", "vi", "80", {"unit": "%"}),
    ("31 (khảo sát 10/11)", "vi", "31", {}),
    ("16/11: 15", "vi", "15", {}),
    ("T11: 15 khách", "vi", "15", {"unit": "khách"}),
    ("15 ✅", "vi", "15", {}),
    ("🟢 15 ✅ (16/11)", "vi", "15", {}),
    ("15% ↑", "vi", "15", {"unit": "%"}),
    ("15*", "vi", "15", {}),
    ("75/100 (75%)", "vi", "75", {"total": "100"}),
    ("5/8 (63%)", "vi", "5", {"total": "8"}),
    ("75% (75/100)", "vi", "75", {"unit": "%"}),
    ("320tr (64%)", "vi", "320000000", {"scale_word": "tr"}),
    ("$1.2M (80%)", "en", "1200000", {"currency": "USD", "scale_word": "M"}),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "locale", "value", "also"), TYPED)
def test_a_typed_value_is_read(typed: str, locale: str | None, value: str, also: dict[str, str]) -> None:
    numbers = {name: Decimal(also[name]) for name in ("total", "other") if name in also}
    words = {name: also[name] for name in ("unit", "currency", "scale_word") if name in also}
    expected = Quantity(Decimal(value))._replace(**words)._replace(**numbers)
    assert parse_quantity(typed, locale) == expected


@pytest.mark.parametrize("spaces", ["  ", "\t", "\u00a0 ", "   "])
@pytest.mark.parametrize(("typed", "locale", "value", "also"), TYPED)
def test_how_many_spaces_stand_in_a_value_says_nothing(
    typed: str, locale: str | None, value: str, also: dict[str, str], spaces: str
) -> None:
    assert parse_quantity(typed.replace(" ", spaces), locale) == parse_quantity(typed, locale)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "TBD", "n/a", "chưa có", "abc 5", "5 but not sure", "31/12/2026", "2026-12-31", "31.12.2026", "12/2026",
     "1.2.3", "10:30", "24/7", "≥ 95%", "< 3", "30+", "20-30", "từ 20 đến 30", "5 8", "3/0", "1,2,3", "--5",
     "5 trở lên", "120 → 150", "15 (dự kiến 20)", "15 (80%)", "75/100 (80%)", "15 (+3)", "15 (2)", "95 (Q3)", "↓15",
     "12; 15", "T10: 12, T11: 15", "15 16/11", "Infinity", "NaN", "1e999", "90-day"],
)  # fmt: skip
def test_what_is_no_single_number_is_not_read_as_one(typed: str) -> None:
    assert parse_quantity(typed, "vi") is None


RANGES: list[tuple[str, str | None, str | None]] = [
    ("≥ 95 %", "95", None),
    ("≥ 4,5/5", "4.5", None),
    ("4.5/5+", "4.5", None),
    ("50+ khách", "50", None),
    ("100+ tỷ", "100000000000", None),
    ("$5+M", "5000000", None),
    ("≥ 8/10 điểm", "8", None),
    (">= 3", "3", None),
    (">3", "3", None),
    ("ít nhất 10", "10", None),
    ("tối thiểu 10 khách", "10", None),
    ("không dưới 5", "5", None),
    ("at least 5", "5", None),
    ("above 5", "5", None),
    ("trên 30", "30", None),
    ("từ 90%", "90", None),
    ("95% trở lên", "95", None),
    ("từ 95% trở lên", "95", None),
    ("30+", "30", None),
    ("10 or more", "10", None),
    ("< 3%", None, "3"),
    ("≤ 3", None, "3"),
    ("<=5 ngày", None, "5"),
    ("dưới 30", None, "30"),
    ("tối đa 5", None, "5"),
    ("không quá 5 tỷ", None, "5000000000"),
    ("at most 5", None, "5"),
    ("under 200ms", None, "200"),
    ("no more than 2", None, "2"),
    ("30 trở xuống", None, "30"),
    ("20–30", "20", "30"),
    ("20 - 30", "20", "30"),
    ("20-30", "20", "30"),
    ("20 ~ 30", "20", "30"),
    ("từ 20 đến 30", "20", "30"),
    ("20 đến 30", "20", "30"),
    ("between 3 and 5", "3", "5"),
    ("3 to 5", "3", "5"),
    ("5-10 tỷ", "5000000000", "10000000000"),
    ("5–10%", "5", "10"),
    ("20 ± 2", "18", "22"),
    ("100 ± 5%", "95", "105"),
    ("≥ 20 và ≤ 30", "20", "30"),
    ("> 3, < 5", "3", "5"),
    ("-5 - 5", "-5", "5"),
    ("Trong vòng 24h", None, "24"),
    ("within 2 working days", None, "2"),
]


@pytest.mark.parametrize(("typed", "lower", "upper"), RANGES)
def test_a_typed_range_gives_its_bounds(typed: str, lower: str | None, upper: str | None) -> None:
    bounds = parse_range(typed, "vi")
    assert bounds is not None
    assert [bound and bound.value for bound in bounds] == [lower and Decimal(lower), upper and Decimal(upper)]


def test_both_ends_of_a_range_have_the_unit_that_was_typed_once() -> None:
    bounds = parse_range("20–30 %", "vi")
    assert bounds is not None
    assert [bound.unit for bound in bounds if bound] == ["%", "%"]


@pytest.mark.parametrize(
    "typed", ["5", "30%", "TBD", "", "31/12/2026", "30-20", "a-b", "≥", "trên", "trong vòng 5", "within 5%"]
)
def test_what_is_no_range_is_not_read_as_one(typed: str) -> None:
    assert parse_range(typed, "vi") is None


@pytest.mark.parametrize(
    ("typed", "current", "target", "unit"),
    [
        ("14 / 20 phòng", "14", "20", "phòng"),
        ("14/20", "14", "20", None),
        ("14 phòng / 20 phòng", "14", "20", "phòng"),
        ("24/30%", "24", "30", "%"),
        ("1,2/2 tỷ", "1200000000", "2000000000", None),
        ("3 of 8 teams", "3", "8", "teams"),
    ],
)
def test_current_and_target_in_one_cell_are_told_apart(typed: str, current: str, target: str, unit: str | None) -> None:
    pair = parse_pair(typed, "vi")
    assert pair is not None
    assert (pair[0].value, pair[1].value, pair[2]) == (Decimal(current), Decimal(target), unit)


@pytest.mark.parametrize("typed", ["14", "14 phòng / 20 kg", "100 km/h", "12/2026", "31/12/2026", "a / b"])
def test_what_is_no_pair_is_not_read_as_one(typed: str) -> None:
    assert parse_pair(typed, "vi") is None


@given(st.text(max_size=40), st.sampled_from(["vi", "en", None, "zz"]))
def test_any_text_can_be_read_without_a_crash(text: str, locale: str | None) -> None:
    parse_quantity(text, locale)
    parse_range(text, locale)
    parse_pair(text, locale)


@given(st.text(alphabet="0123456789.,-+/%()eE ktrtỷđ$≥<✅→T:*", max_size=14), st.sampled_from(["vi", "en", None]))
def test_texts_made_of_the_signs_of_numbers_can_be_read_without_a_crash(text: str, locale: str | None) -> None:
    parse_quantity(text, locale)
    parse_range(text, locale)
    parse_pair(text, locale)


_PIECES = (
    *("at least", "≥", "tối thiểu", "Không dưới", "max.", "dưới", "up to", "from", "between", "TỪ", "khoảng", "trong"),
    *("to", "đến", "and", "và", "-", "–", "±", "+", "or more", "trở lên", "or less", ",", "Raise", "revenue", "Đạt"),
    *("5", "95 %", "1.500", "10 tỷ", "usd", "US$", "$", "đ", "(", ")", "h", "30", "orders", "phòng", ":"),
)


class _All:
    def __contains__(self, word: object) -> bool:
        return True


@given(st.lists(st.sampled_from(_PIECES), max_size=7), st.sampled_from([" ", ""]), st.sampled_from(["vi", "en", None]))
def test_a_text_that_is_soon_told_from_a_value_is_none(pieces: list[str], space: str, locale: str | None) -> None:
    text = space.join(pieces)
    soon = parse_quantity.__wrapped__(text, locale), parse_range.__wrapped__(text, locale)
    with patch.object(quantities, "_BEGIN_VALUES", _All()):
        assert soon == (parse_quantity.__wrapped__(text, locale), parse_range.__wrapped__(text, locale))


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from([("vi", ".", ","), ("en", ",", "."), ("de", ".", ","), ("fr", "\u202f", ",")]),
)
def test_a_number_written_as_its_locale_writes_it_is_read_back(value: Decimal, written: tuple[str, str, str]) -> None:
    locale, group, mark = written
    text = f"{value:,.2f}".replace(",", "\0").replace(".", mark).replace("\0", group)
    found = parse_quantity(text, locale)
    assert found is not None
    assert found.value == value
    assert found.other is None


@given(st.integers(0, 10**9), st.sampled_from([("vi", "."), ("en", ",")]))
def test_a_grouped_whole_number_is_read_back(value: int, written: tuple[str, str]) -> None:
    locale, group = written
    found = parse_quantity(f"{value:,}".replace(",", group), locale)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    "typed",
    [
        *("currently 30", "now at 30", "current: 30", "Reached 30", "hit 30", "30 so far", "30 to date", "30 now"),
        *("30 as of 15 Nov", "Nov: 30", "November: 30", "hiện tại 30", "hiện tại: 30", "đang 30", "hiện đang ở 30"),
        *("mới đạt 30", "mới có 30", "đã có 30", "đã xong 30", "30 đến nay", "30 rồi", "30 tính đến 15/11"),
        *("hiện tại khoảng 30", "currently about 30", "hiện đã đạt 30"),
    ],
)
def test_words_that_say_that_it_stands_so_now_change_no_value(typed: str) -> None:
    found = parse_quantity(typed, "vi")
    assert found is not None
    assert (found.value, found.unit) == (Decimal(30), None)


@pytest.mark.parametrize(
    "typed",
    [
        *("còn 30", "thiếu 30", "30 - on track", "đạt 30 (75%)", "30 as of yesterday", "Q3: 30", "now", "đến nay"),
        *("30 đến 15/11", "30 or so", "last month 30"),
        *("hit 16 Nov", "now 16/11", "đã xong 16/11", "at 5pm", "now 2026"),
    ],
)
def test_what_may_be_another_value_is_none(typed: str) -> None:
    assert parse_quantity(typed, "vi") is None
