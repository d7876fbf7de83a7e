"""Header words in both languages, with units, numbering, periods and misspellings, and what they mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.model.rows import Field
from sync.reading.sheets import ratios
from sync.reading.sheets.header_words import EITHER, ENGLISH, OTHER, VIETNAMESE, WEAK
from sync.reading.sheets.headers import nearest, place, plain_words
from sync.reading.sheets.ratios import comparison_in

MEANINGS = (
    ("Mục tiêu", Field.objective),
    ("muc tieu", Field.objective),
    ("MỤC TIÊU (O)", Field.objective),
    ("Objective / Mục tiêu", Field.objective),
    ("1. Objective", Field.objective),
    ("O – Objective", Field.objective),
    ("Kết quả then chốt\n(Key result)", Field.key_result),
    ("KRs", Field.key_result),
    ("Mục tiêu và kết quả then chốt", Field.item),
    ("Objective / Key Result", Field.item),
    ("Chỉ tiêu (VND)", Field.target),
    ("Target Q4 2026", Field.target),
    ("Q4 2026 Target", Field.target),
    ("KR target", Field.target),
    ("Giá trị đầu kỳ", Field.baseline),
    ("Thực đạt T10", Field.current),
    ("Hiện tại:", Field.current),
    ("Hiện nay", Field.current),
    ("KQ then chốt", Field.key_result),
    ("KQ đạt được", Field.current),
    ("KQ hiện tại (tỷ)", Field.current),
    ("MT phòng", Field.objective),
    ("GT đầu kỳ", Field.baseline),
    ("GT mục tiêu", Field.target),
    ("Trọng số (%)", Field.weight),
    ("Mức độ tự tin (1-10)", Field.confidence),
    ("Người phụ trách (PIC)", Field.owner),
    ("KR owner", Field.owner),
    ("Due date (dd/mm/yyyy)", Field.due),
    ("Hạn chót *", Field.due),
    ("Our progress", Field.progress),
    ("% hoàn thành", Field.progress),
    ("Chỉ số (KPI)", Field.kpi),
    ("Healthy from", Field.lower),
    ("Ngưỡng trên", Field.upper),
    ("T10", Field.period),
    ("Tháng 10", Field.period),
    ("W13", Field.period),
    ("Tuần 1", Field.period),
    ("Oct", Field.period),
    ("2026-10", Field.period),
    ("10/2026", Field.period),
    ("Quý 4/2026", Field.period),
)


@pytest.mark.parametrize(("header", "field"), MEANINGS)
def test_a_header_means_its_field(header: str, field: Field) -> None:
    placement = place(header)
    assert placement is not None
    assert placement.field is field


@pytest.mark.parametrize(
    ("header", "field", "period"),
    [
        ("Target by 31 Dec", Field.target, "31 dec"),
        ("Target by Dec 31", Field.target, "dec 31"),
        ("Target as of 31 Dec 2026", Field.target, "31 dec 2026"),
        ("Target by end of Q4", Field.target, "q4"),
        ("End-of-quarter target", Field.target, ""),
        ("EOQ target", Field.target, ""),
        ("Mục tiêu cuối Q4/2026", Field.target, "q4/2026"),
        ("Mục tiêu cuối quý 4", Field.target, "quy 4"),
        ("Mục tiêu đến hết quý 4", Field.target, "quy 4"),
        ("Chỉ tiêu đến 31/12", Field.target, "31/12"),
        ("Chỉ tiêu tới cuối quý", Field.target, ""),
        ("Mục tiêu cần đạt cuối quý", Field.target, ""),
        ("Baseline at 30/09", Field.baseline, "30/09"),
        ("Đầu quý 4", Field.baseline, "quý 4"),
        ("Actual through Oct", Field.current, "oct"),
        ("Hiện tại đến hết T10", Field.current, "t10"),
        ("Thực hiện đến nay", Field.current, ""),
        ("Kết quả tính đến 15/11", Field.period, "15/11"),
        ("Actual as of 15 Nov", Field.period, "15 nov"),
        ("Cuối Q3/2026", Field.period, "q3/2026"),
        ("Từ 01/10 đến 15/10", Field.period, "15/10"),
        ("Mục tiêu Q4 (đến 31/12)", Field.target, "q4"),
        ("% hoàn thành đến 15/11", Field.progress, "15/11"),
        ("Status as of 15 Nov", Field.status, "15 nov"),
        ("End of Q3", Field.period, "q3"),
    ],
)
def test_a_header_that_says_as_of_when_means_what_it_means_without(header: str, field: Field, period: str) -> None:
    placement = place(header)
    assert placement is not None
    assert (placement.field, placement.period) == (field, period)


@pytest.mark.parametrize(
    "header",
    [
        "% TH/KH", "Tỷ lệ TH/KH", "Tỉ lệ TH/KH (%)", "TH/KH (%)", "% TH so KH", "% KH", "%KH", "%TH", "% HT",
        "Tỷ lệ hoàn thành KH", "% hoàn thành kế hoạch", "Tỷ lệ thực hiện so với kế hoạch", "% so với chỉ tiêu",
        "% mục tiêu", "Luỹ kế/KH năm", "Thực hiện (% KH)", "TLHT", "A/T", "Actual vs. plan", "% of target", "% of plan",
        "% Target", "Percent of target", "Attainment", "Target attainment (%)", "Actual (% of target)",
    ],
)  # fmt: skip
def test_a_share_of_the_target_is_progress_and_never_the_target_itself(header: str) -> None:
    placement = place(header)
    assert placement is not None
    assert placement.field is Field.progress


@pytest.mark.parametrize(
    "header",
    [
        "So với KH",
        "vs target",
        "Chênh lệch TH/KH",
        "TH - KH",
        "Variance vs plan",
        "Gap to target",
        "TH/CK",
        "Target vs actual",
    ],
)
def test_other_comparisons_with_the_target_are_none_of_ours(header: str) -> None:
    placement = place(header)
    assert placement is not None
    assert not placement.fields


def test_a_unit_behind_a_name_is_no_share() -> None:
    for header, field in (("Target (%)", Field.target), ("Chỉ tiêu (%)", Field.target), ("Actual %", Field.current)):
        placement = place(header)
        assert placement is not None
        assert placement.field is field


@pytest.mark.parametrize("header", ["Order ID", "Họ tên", "Doanh số mới đạt 10 tỷ", "Quantity", "x" * 200, "", "⟳"])
def test_other_words_have_no_place(header: str) -> None:
    assert place(header) is None


def test_the_day_of_a_value_is_no_value() -> None:
    for header in ("Actual date", "Baseline date", "Value date (dd/mm)"):
        placement = place(header)
        assert placement is None or placement.field not in (Field.current, Field.baseline, Field.value)
    reading = place("Reading date")
    assert reading is not None
    assert reading.field is Field.updated


@pytest.mark.parametrize("header", ["Link", "Initiatives", "Sáng kiến", "Ngân sách", "Objective weight"])
def test_words_known_to_be_none_of_ours_are_left_in_peace(header: str) -> None:
    placement = place(header)
    assert placement is not None
    assert not placement.fields


def test_only_the_mark_makes_a_column_ours() -> None:
    for header, field in (
        ("Progress ⟳", Field.progress),
        ("Tiến độ ⟳", Field.progress),
        ("Điểm⟳", Field.score),
        ("Trạng thái ⟳", Field.status),
        ("Cảnh báo ⟳", Field.warnings),
        ("Nhận xét ⟳", Field.warnings),
        ("Objective score ⟳", Field.objective_score),
        ("Điểm mục tiêu ⟳", Field.objective_score),
    ):
        ours, theirs = place(header), place(header.replace("⟳", ""))
        assert ours is not None
        assert (ours.field, ours.owned) == (field, True)
        assert theirs is None or not theirs.owned
    target = place("Target ⟳")
    assert target is not None
    assert not target.owned


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Taget", Field.target),
        ("Key reslut", Field.key_result),
        ("Curent value", Field.current),
        ("Trong so3", None),
        ("Điểm ưu tiên", None),
        ("Mức tự tim", Field.confidence),
        ("Kết quả them chốt", Field.key_result),
        ("Giá trị han đầu", Field.baseline),
        ("Onwer", Field.owner),
        ("Due dade", Field.due),
        ("Miền Trung", None),
        ("Chi tiết", None),
        ("Hiển thị", None),
        ("Trang", None),
        ("Case", None),
    ],
)
def test_a_misspelt_header_has_a_nearest_field(header: str, field: Field | None) -> None:
    near = nearest(header)
    assert (near[0] if near is not None and near[1] <= 2 else None) is field


@pytest.mark.parametrize("header", ["Con thiếu nhiều", "Còn thiêu", "Target mot", "Target set"])
def test_another_short_word_is_no_misspelling(header: str) -> None:
    assert nearest(header) is None or nearest(header)[1] == 99  # type: ignore[index]


def test_cells_that_hold_two_values_are_headed_by_both_words() -> None:
    placement = place("Hiện tại / Chỉ tiêu")
    assert placement is not None
    assert (placement.field, placement.also) == (Field.current, Field.target)


def test_every_word_of_the_vocabulary_is_as_it_is_compared() -> None:
    listed = [words for language in (VIETNAMESE, ENGLISH) for words in language.values()]
    words = [word for line in listed for word in " ".join(line.split()).split(", ")]
    for word in (*words, *EITHER, *OTHER, *WEAK):
        assert word == plain_words(word)


def test_no_word_of_one_language_stands_for_two_fields() -> None:
    for language in (VIETNAMESE, ENGLISH):
        words = [word for listed in language.values() for word in " ".join(listed.split()).split(", ")]
        assert sorted({word for word in words if words.count(word) > 1}) == []


@given(st.text(max_size=90))
def test_any_text_may_be_looked_up(text: str) -> None:
    place(text)
    nearest(text)


def _spellings(language: str) -> Counter[Field]:
    words = VIETNAMESE if language == "vi" else ENGLISH
    counted = Counter({field: len({one.strip() for one in listed.split(",")}) for field, listed in words.items()})
    english = list(EITHER).index("goal")
    for index, fields in enumerate(EITHER.values()):
        if (index >= english) is (language == "en"):
            counted.update(fields)
    return counted


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_field_is_known_by_25_spellings_at_least(language: str) -> None:
    spellings = _spellings(language)
    assert {field.value: spellings[field] for field in Field if spellings[field] < 25} == {"period": 0}


@pytest.mark.parametrize("words", [VIETNAMESE, ENGLISH])
def test_a_header_word_is_of_one_field(words: Mapping[Field, str]) -> None:
    fields = Counter(" ".join(one.split()) for listed in words.values() for one in listed.split(","))
    assert [word for word, count in fields.items() if count > 1] == []
    assert not set(fields) & (OTHER | set(EITHER))


PIECES = (
    "%", "phần trăm", "percentage of", "Tỷ lệ", "tỉ lệ", "TL", "rate", "ratio", "mức độ", "mức", "kết quả",
    "thực hiện", "TH", "đạt được", "hoàn thành", "HT", "lũy kế", "actual", "achieved", "completion", "results",
    "kế hoạch", "KH", "chỉ tiêu", "mục tiêu", "target", "plan", "goals", "cả năm", "quý này", "month", "/", ":", "vs",
    "so với", "so", "trên", "of", "against", "toward", "cùng kỳ", "kỳ trước", "chênh lệch", "lệch", "tăng/giảm",
    "tăng giảm", "còn thiếu", "gap", "delta", "+/-", "-", "minus", "trừ", "attainment", "of completion", "(", ")",
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), min_size=3, max_size=6).map(" ".join))
def test_no_comparison_is_passed_over_by_the_first_look_at_a_header(header: str) -> None:
    assert_looked_at(header)


def test_no_comparison_of_two_words_is_passed_over_either() -> None:
    for header in map("".join, product(PIECES, (" ", "/", ":", "-"), PIECES)):
        assert_looked_at(header)


def assert_looked_at(header: str) -> None:
    """Whether it compares is told as it were without any first look."""
    found = comparison_in(header)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ratios, "_may_compare", lambda words, said: True)
        patched.setattr(ratios, "_NAMES_A_VALUE", re.compile(""))
        assert comparison_in(header) == found, header


@pytest.mark.parametrize("text", ["KeyResult", "TargetValue", "currentValue", "StartDate", "MucTieu"])
def test_a_name_of_a_column_in_an_export_is_read_by_its_words(text: str) -> None:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in text).strip()
    placed, spelt_out = place(text), place(words)
    assert placed is not None
    assert spelt_out is not None
    assert placed.fields == spelt_out.fields


@pytest.mark.parametrize("text", ["GitHub", "eNPS", "OKRs", "McDonald"])
def test_a_name_with_a_capital_inside_is_no_header(text: str) -> None:
    assert place(text) == place(text.lower())
