"""Columns that claim the same field: a name beats a guess, a share is no value, and equals are not scored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from sync.model.readings import Kind, Trouble
from sync.model.rows import Field, KeyResult, Rows
from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

DAY = date(2026, 11, 19)


RIVALS = (
    "Mục tiêu | Kết quả then chốt | Chỉ tiêu | Thực tế | Lũy kế\n"
    "Tăng | Số khách | 30 | {} | {}\nTăng | Đơn | 30 | 1 | 2"
)


def rows_of(text: str, columns: Mapping[str, Field] | None = None) -> Rows:
    return read_rows([sheet_of(text, "OKR Quý 4/2026")], ReadingOptions(columns=columns or {}), DAY)


def first_key_result(rows: Rows) -> KeyResult:
    return next(key_result for _, key_result in rows.key_results())


def numbers(key_result: KeyResult) -> list[Decimal | None]:
    """Target and current value."""
    return [None if read.value is None else read.value.value for read in (key_result.target, key_result.current)]


@pytest.mark.parametrize("ratio", ["% TH/KH", "Tỷ lệ TH/KH", "TH/KH", "KH/TH", "% KH", "%TH", "So với KH", "A/T"])
@pytest.mark.parametrize("target", ["Kế hoạch", "Chỉ tiêu", "KH", "Mục tiêu năm"])
@pytest.mark.parametrize("ratio_first", [True, False])
def test_a_ratio_never_takes_the_place_of_what_it_was_calculated_from(
    ratio: str, target: str, ratio_first: bool
) -> None:
    headers, values = [target, "Thực hiện"], ["30", "20"]
    headers.insert(0 if ratio_first else 2, ratio)
    values.insert(0 if ratio_first else 2, "0,667")
    text = f"Mục tiêu | Kết quả then chốt | Đầu kỳ | {' | '.join(headers)}\nTăng | Số khách | 10 | {' | '.join(values)}"
    assert numbers(first_key_result(rows_of(text))) == [30, 20]


@pytest.mark.parametrize("guess", ["Chỉ tiêu bổ sung (KH)", "KH năm", "1. Target"])
def test_a_guess_never_takes_a_field_from_an_exact_name(guess: str) -> None:
    text = f"Mục tiêu | Kết quả then chốt | {guess} | Chỉ tiêu | Thực hiện\nTăng | Số khách | 99 | 30 | 20"
    assert numbers(first_key_result(rows_of(text))) == [30, 20]


COMPARED = [
    "Actual vs Target", "Actual / Target", "Actual vs Plan", "Thực hiện/Kế hoạch", "Thực hiện so với kế hoạch", "TH/KH",
]  # fmt: skip


@pytest.mark.parametrize("header", COMPARED)
@pytest.mark.parametrize("cells", [("$1.9M / $2.5M", "84 of 90"), ("$1.9M vs $2.5M", "84/90")])
def test_a_comparison_over_pairs_heads_both_values(header: str, cells: tuple[str, str]) -> None:
    kpis = rows_of(f"KPI | {header} | Status\nRevenue | {cells[0]} | 🔴\nHeadcount | {cells[1]} | 🟡").kpis
    assert [
        (one.target.value and one.target.value.value, one.current.value and one.current.value.value) for one in kpis
    ] == [
        (2_500_000, 1_900_000),
        (90, 84),
    ]
    rows = rows_of(f"Objective | Key result | {header}\nGrow | Revenue | {cells[0]}\n | Headcount | {cells[1]}")
    assert [numbers(one) for _, one in rows.key_results()] == [[2_500_000, 1_900_000], [90, 84]]


def test_a_comparison_takes_nothing_from_the_columns_that_it_compares() -> None:
    text = "Objective | Key result | Actual vs Target | Target | Actual\nGrow | Paying teams | 13 / 19 | 20 | 14"
    assert numbers(first_key_result(rows_of(text))) == [20, 14]


def test_cells_that_hold_both_values_are_still_read_as_pairs() -> None:
    text = "Objective | Key result | Actual / Target\nGrow | Paying teams | 14 / 20 teams"
    assert numbers(first_key_result(rows_of(text))) == [20, 14]


def test_two_columns_with_the_same_right_that_differ_give_no_value() -> None:
    rows = rows_of(RIVALS.format(5, 20))
    current = first_key_result(rows).current
    assert (current.value, current.trouble) == (None, Trouble.two_columns)
    assert [rival.header for rival in rows.tables[0].rivals] == ["Lũy kế"]


@pytest.mark.parametrize("second", ["5", ""])
def test_where_they_agree_or_the_second_is_empty_the_value_is_read(second: str) -> None:
    assert numbers(first_key_result(rows_of(RIVALS.format(5, second)))) == [30, 5]


def test_the_settings_decide_between_rivals() -> None:
    assert numbers(first_key_result(rows_of(RIVALS.format(5, 20), {"Lũy kế": Field.current}))) == [30, 20]


def test_a_column_called_measure_that_holds_numbers_is_the_target() -> None:
    rows = rows_of(
        "TT | O/KR | Nội dung | Chỉ số | Đạt được\nI | O | Khách vui | |\n1 | KR | Phản hồi trong 30 phút | 30p | 45p"
    )
    assert first_key_result(rows).text.value == "Phản hồi trong 30 phút"
    assert numbers(first_key_result(rows)) == [30, 45]
    named = rows_of("Mục tiêu | Chỉ số | Chỉ tiêu | Hiện tại\nKhách vui | Số khách quay lại | 30 | 12")
    assert first_key_result(named).text.value == "Số khách quay lại"


@pytest.mark.parametrize("commit", ["Commit", "Committed target", "Commit (70%)", "Cam kết", "Mức cam kết"])
@pytest.mark.parametrize("stretch", ["Stretch", "Stretch target", "Thách thức"])
def test_what_is_committed_to_is_the_target_beside_a_stretch(commit: str, stretch: str) -> None:
    text = f"Objective | Key result | Baseline | {commit} | {stretch} | Actual\nGrow | MRR | 400 | 500 | 550 | 447"
    found = first_key_result(rows_of(text))
    assert numbers(found) == [500, 447]
    assert found.target_stretch.value is not None
    assert found.target_stretch.value.value == 550


def test_beside_a_target_it_is_the_least() -> None:
    text = "Objective | Key result | Commit | Target | Stretch | Actual\nGrow | MRR | 450 | 500 | 550 | 447"
    found = first_key_result(rows_of(text))
    assert numbers(found) == [500, 447]
    assert found.target_minimum.value is not None
    assert found.target_minimum.value.value == 450


@pytest.mark.parametrize("header", ["Target (max)", "Max target", "Mục tiêu tối đa", "Chỉ tiêu tối đa"])
def test_a_greatest_target_alone_is_the_most_that_a_value_may_be(header: str) -> None:
    found = first_key_result(rows_of(f"Objective | Key result | {header} | Actual\nRun | Escalations | 12 | 17"))
    assert (found.measure.kind, found.measure.upper) == (Kind.at_most, 12)
    (kpi,) = rows_of(f"KPI | {header} | Actual\nEscalations | 12 | 17").kpis
    assert kpi.upper.value is not None
    assert kpi.upper.value.value == 12
