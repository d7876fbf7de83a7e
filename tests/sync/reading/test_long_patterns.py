"""Long patterns are asked only of texts that may hold what they find: they must not miss any that does."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import product

import pytest

from sync.cycle_names import find_periods
from sync.model.cells import Cell
from sync.reading.sheets import dates, header_periods, lists_below, outlines, ratios, rows_passed_over
from sync.reading.texts.text import bare

BEFORE = ("", "  ", "• ", "1. ", "(a) ", "12) ", "- ", "→", "iv. ", "**")
WORDS = (
    *(
        "obj",
        "Objectives",
        "OKR",
        "goal",
        "O",
        "o1",
        "KR",
        "kr1",
        "k.r",
        "Key results",
        "keyresult",
        "kết quả then chốt",
    ),
    *(
        "KẾT QUẢ 1",
        "ket qua",
        "kqtc",
        "Initiative",
        "i1",
        "sáng kiến",
        "hành động",
        "công việc",
        "việc cần làm",
        "Task",
    ),
    *("action", "Mục tiêu", "muc tieu", "Total", "Tổng cộng", "grand total", "average score", "O1 score", "tb chung"),
    *("note", "Ghi chú", "N.B", "remarks", "(add rows)", "http://x", "cập nhật 15/11", "last updated on 5", "Owner"),
)
AFTER = ("", " ", ": x", ". y", " - z", " 1: grow", "1", "1.2: a", " “q”", " a b", "- x", ") x", " 6 tháng", " of team")
TEXTS = [
    text
    for parts in product(BEFORE, WORDS, AFTER)
    for text in {unicodedata.normalize(to, "".join(parts)) for to in ("NFC", "NFD")}
]

TIMES = (
    *(
        "Q4",
        "qiv",
        "quý iv",
        "quarter 3",
        "H1",
        "half 2",
        "tháng 11",
        "t10",
        "m 3",
        "tuần 5",
        "wk7",
        "Jan",
        "sept.",
        "May",
    ),
    *(
        "15/11",
        "15-11",
        "15.11.2026",
        "2026-10",
        "10/2026",
        "FY26",
        "năm 2026",
        "2026",
        "31 Dec",
        "Nov 15, 2026",
        "2026Q4",
    ),
    *("thứ hai, 1/2/2026", "hết ngày 31/12/2026", "by Dec 31, 2026", "t2, 5.10.26", "31 tháng 12 năm 2026", "eoq"),
    *("cuối quý", "hết kỳ", "quarter end", "12", "29 5", "7 mark"),
)
HEADERS = [
    f"{before}{time}{after}"
    for before in ("", "Target ", "kết quả tính đến ", "by ", "x")
    for time in TIMES
    for after in ("", " ", " target", "x")
]


def test_no_mark_subtotal_note_or_aside_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Callable[[str], object], str]] = [
        (outlines.read_mark.__wrapped__, "_may_be_marked"),
        (outlines.is_bulleted, "_may_be_listed"),
        (outlines.is_subtotal, "_HEADS_OF_SUBTOTALS"),
        (outlines.is_note, "_WORDS_OF_NOTES"),
        (outlines.is_aside_alone, "_HEADS_OF_ASIDES"),
    ]
    for ask, name in asked:
        told = [ask(text) for text in TEXTS]
        always = (lambda text: True) if callable(getattr(outlines, name)) else ("",)
        monkeypatch.setattr(outlines, name, always)
        assert told == [ask(text) for text in TEXTS]
        assert any(told)


def test_no_period_of_a_header_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> list[object]:
        return [
            (header_periods.period_words.__wrapped__(text), header_periods.timed.__wrapped__(text)) for text in HEADERS
        ] + [header_periods.without_period(bare(text), " ") for text in HEADERS]

    before = told()
    monkeypatch.setattr(header_periods, "_may_name_a_period", lambda words: True)
    assert before == told()


def test_no_day_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    before = [dates.parse_day.__wrapped__(text, None) for text in HEADERS]
    monkeypatch.setattr(dates, "_BEGINNINGS", ("",))
    assert before == [dates.parse_day.__wrapped__(text, None) for text in HEADERS]
    assert any(before)


@pytest.mark.parametrize("tab", ["Q4 2026", "okr q1/2027", "OKRs Q2-2026", "Quý 3 2026", "quy 3/2049"])
def test_a_tab_named_as_most_are_is_of_the_same_period_as_in_other_words(tab: str) -> None:
    assert find_periods(tab) == find_periods(f"({tab})") != ()


COMPARISONS = (
    "% TH/KH",
    "Tỷ lệ hoàn thành KH",
    "Actual vs target",
    "Variance to plan",
    "KH/TH",
    "vs target",
    "TH - KH",
)


class Everything(frozenset[str]):
    def isdisjoint(self, others: object) -> bool:
        return False


def test_no_comparison_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{before}{words}{after}" for before in ("", "x ") for words in COMPARISONS for after in ("", "?", " (%)")]
    before = [ratios.comparison_in(text) for text in [*texts, *HEADERS]]
    monkeypatch.setattr(ratios, "_BEGIN_VALUES", Everything())
    assert before == [ratios.comparison_in(text) for text in [*texts, *HEADERS]]
    assert "attained" in before
    assert "other" in before


@pytest.mark.parametrize(
    "text", ["Green", "Xanh lá", "màu tím", "a+", "B", "0.7 - 1.0", ">= 80%", "70-100%", "đỏ", "≤ 5"]
)
def test_a_legend_opens_with_a_colour_a_grade_or_a_span(text: str) -> None:
    assert lists_below._is_a_colour(text)
    assert not lists_below._is_a_colour(f"Raise {text}")


@pytest.mark.parametrize(
    ("text", "number"), [("(1)", "1"), ("a", "A"), ("(3 = 2/1)", "3"), ("a = 1+2", "A"), ("ab", None)]
)
def test_a_column_is_numbered_by_a_figure_or_a_letter(text: str, number: str | None) -> None:
    assert rows_passed_over._number_in(Cell(text)) == number
