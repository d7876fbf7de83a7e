"""What programs read about a text or a value."""

from __future__ import annotations

import json

import pytest

from sync.reading.explaining import explain_text, explain_value


def test_a_text_is_explained_with_the_words_of_each_part() -> None:
    assert explain_text("Giảm tỷ lệ nghỉ việc từ 12% xuống 8%") == {
        "measurable": True,
        "kind": "decrease",
        "direction": "down",
        "change": None,
        "baseline": "12",
        "target": "8",
        "lower": None,
        "upper": None,
        "unit": "%",
        "currency": None,
        "cadence": None,
        "evidence": [
            {"part": "kind", "words": "Giảm"},
            {"part": "baseline", "words": "từ 12%"},
            {"part": "target", "words": "xuống 8%"},
            {"part": "unit", "words": "8%"},
        ],
    }


def test_large_numbers_are_explained_in_full() -> None:
    assert explain_text("Doanh số mới đạt 10 tỷ")["target"] == "10000000000"
    assert explain_text("Increase MRR from $1.2M to $2M")["baseline"] == "1200000"
    assert explain_value("3 nghìn tỷ")["value"] == "3000000000000"
    assert explain_value("1e6")["value"] == "1000000"


def test_a_change_in_per_cent_is_said_to_be_in_per_cent() -> None:
    explained = explain_text("Increase revenue by 20%")
    assert (explained["change"], explained["unit"]) == ("20", "%")


def test_a_task_is_not_measurable() -> None:
    explained = explain_text("Viết tài liệu")
    assert explained["measurable"] is False
    assert explained["kind"] is None


@pytest.mark.parametrize(
    ("typed", "locale", "expected"),
    [
        ("10 tỷ", None, {"value": "10000000000", "unit": None, "currency": None, "percent": False, "ambiguous": False}),
        ("$1.2M", None, {"value": "1200000", "unit": None, "currency": "USD", "percent": False, "ambiguous": False}),
        ("12,50 %", "vi", {"value": "12.5", "unit": "%", "currency": None, "percent": True, "ambiguous": False}),
        ("1.500", None, {"value": "1500", "unit": None, "currency": None, "percent": False, "ambiguous": True}),
        ("1.500", "vi", {"value": "1500", "unit": None, "currency": None, "percent": False, "ambiguous": False}),
        ("TBD", None, {"value": None, "unit": None, "currency": None, "percent": False, "ambiguous": False}),
    ],
)
def test_a_value_is_explained(typed: str, locale: str | None, expected: dict[str, object]) -> None:
    assert explain_value(typed, locale) == expected


@pytest.mark.parametrize(
    ("typed", "lower", "upper"),
    [("dưới 2 giờ", None, "2"), ("≥ 95 %", "95", None), ("20–30 ngày", "20", "30"), ("at least 5", "5", None)],
)
def test_a_bound_is_explained_by_its_ends(typed: str, lower: str | None, upper: str | None) -> None:
    explained = explain_value(typed)
    assert (explained["value"], explained["lower"], explained["upper"]) == (None, lower, upper)


def test_what_is_explained_can_be_written_as_json() -> None:
    assert json.loads(json.dumps(explain_text("Keep churn below 3%")))["upper"] == "3"
