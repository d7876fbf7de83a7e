"""A column that says from where to where, and what stands beside a target that is no number."""

from __future__ import annotations

from datetime import date

import pytest

from sync.model.readings import Kind
from sync.model.rows import KeyResult
from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

NOVEMBER = date(2026, 11, 19)


def key_results(table: str, title: str = "Q4 2026") -> list[KeyResult]:
    rows = read_rows((sheet_of(table, title),), ReadingOptions(), NOVEMBER)
    return [one for objective in rows.objectives for one in objective.key_results]


def from_to(one: KeyResult) -> tuple[str, ...]:
    values = (one.measure.baseline, one.measure.target, one.current.value and one.current.value.value)
    return tuple(str(value) for value in values)


@pytest.mark.parametrize(
    "header", ["From → To", "From - To", "From → to", "Baseline → Target", "Target", "Start → Target"]
)
def test_both_values_are_read_from_one_cell(header: str) -> None:
    found = key_results(
        f"""
        Objective | Key result | {header} | Current
        Grow | Monthly active users | 10,000 → 25,000 | 14000
         | Churn | 5% -> 3% | 4.1%
         | NPS | from 30 to 50 | 38
        """
    )
    assert [from_to(one) for one in found] == [("10000", "25000", "14000"), ("5", "3", "4.1"), ("30", "50", "38")]
    assert [one.measure.kind for one in found] == [Kind.increase, Kind.decrease, Kind.increase]
    assert {one.baseline.cell for one in found} == {one.target.cell for one in found}


def test_both_values_are_read_in_vietnamese() -> None:
    found = key_results(
        """
        Mục tiêu | Kết quả then chốt | Từ → Đến | Hiện tại
        Tăng trưởng | Người dùng hoạt động | 10.000 → 25.000 | 14000
         | Tỷ lệ rời bỏ | từ 5% xuống 3% | 4,1%
        """
    )
    assert [from_to(one) for one in found] == [("10000", "25000", "14000"), ("5", "3", "4.1")]


def test_a_baseline_of_its_own_column_wins() -> None:
    [one] = key_results(
        """
        Objective | Key result | Baseline | Target | Current
        Grow | Monthly active users | 12000 | 10,000 → 25,000 | 14000
        """
    )
    assert from_to(one) == ("12000", "25000", "14000")


@pytest.mark.parametrize("target", ["", "to be set", "low"])
@pytest.mark.parametrize("name", ["Churn", "Retention rate", "Tỷ lệ chuyển đổi"])
def test_a_percentage_beside_a_measure_without_a_target_is_no_share_of_what_is_done(name: str, target: str) -> None:
    [one, other] = key_results(
        f"""
        Objective | Key result | Target | Current
        Grow | {name} | {target} | 4.1%
         | NPS | 50 | 38
        """
    )
    assert one.measure.kind is None
    assert other.measure.kind is Kind.increase


def test_a_percentage_beside_a_task_is_a_share_of_what_is_done() -> None:
    [one, _] = key_results(
        """
        Objective | Key result | Target | Current
        Grow | Write the churn report | | 40%
         | NPS | 50 | 38
        """
    )
    assert one.measure.kind is Kind.milestone


@pytest.mark.parametrize(("typed", "done"), [("Pass", True), ("passed", True), ("Fail", False), ("not met", False)])
def test_passing_is_done(typed: str, done: bool) -> None:
    [one, _] = key_results(
        f"""
        Objective | Key result | Target | Current
        Comply | Fire safety inspection | Pass | {typed}
         | Audits | 5 | 3
        """
    )
    assert (one.measure.kind, one.milestone.value, one.target.trouble) == (Kind.milestone, done, None)


def test_millions_are_typed_as_the_text_types_them() -> None:
    [one, other] = key_results(
        """
        Objective | Key result | Current
        Grow | Increase revenue from 10m to 15m | 12m
         | Lay 500 m of pipe | 120 m
        """
    )
    assert from_to(one) == ("10000000", "15000000", "12000000")
    assert other.current.value is not None
    assert (other.current.value.value, other.current.value.unit) == (120, "m")


def test_where_it_starts_stands_before_the_target_and_the_result_behind_it() -> None:
    found = key_results(
        """
        Mục tiêu | Kết quả then chốt | Hiện trạng | Mục tiêu | Kết quả | Tỷ lệ
        Năng suất | Sản lượng/ca | 120 | 160 | 145 | 62,5%
         | Thời gian đổi mã (phút) | 45 | 25 | 32 | 65%
        """
    )
    assert [from_to(one) for one in found] == [("120", "160", "145"), ("45", "25", "32")]
