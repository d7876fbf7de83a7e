"""The past on a terminal: in the service's own time, words and units, and in the room that there is."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from jobs.cli.history import amount, show_closings, show_cycle
from jobs.cli.holds import hold_line
from jobs.cli.output import Output, display_width
from sync.archive import ClosedCycle, Hold
from sync.model.cells import CellRef
from sync.model.past import Closing, ClosingKind

VI = Output(timezone="Asia/Ho_Chi_Minh", language="vi")
SEVEN = datetime(2026, 10, 20, 0, tzinfo=UTC)
CELL = CellRef("Q3 2026", 2, 2)
CLOSINGS = (
    Closing("the-team", ClosingKind.objective, "O1", "Tăng trưởng", CELL, score=Decimal("0.54"), grade="progress made"),
    Closing(
        *("the-team", ClosingKind.key_result, "K1", "Doanh thu tháng đạt mười hai tỷ đồng vào cuối quý", CELL),
        unit="VND",
        current=Decimal(10400000000),
        attainment=Decimal("1.14"),
        score=Decimal("0.54"),
        grade="progress made",
        before=Decimal(9900000000),
    ),
    Closing(
        *("the-team", ClosingKind.kpi, "P1", "Tỷ lệ giữ chân", CELL),
        unit="%",
        current=Decimal(91),
        status="out of range",
        verdict="make it a key result",
    ),
)  # fmt: skip


def test_every_column_has_its_header_and_every_number_its_unit(capsys: pytest.CaptureFixture[str]) -> None:
    show_closings(CLOSINGS, Output())
    name, headers, *rows = capsys.readouterr().out.splitlines()
    assert name == "the-team"
    assert headers.split()[-2:] == ["before", "grade"]
    at = headers.index("grade")
    assert [row[at:] for row in rows] == ["progress made", "progress made", "out of range → make it a key result"]
    assert "10,400,000,000 VND" in rows[1]
    assert "9,900,000,000 VND" in rows[1]
    assert " 91% " in rows[2]


def test_grades_statuses_and_verdicts_are_in_the_language_of_the_settings(capsys: pytest.CaptureFixture[str]) -> None:
    show_closings(CLOSINGS, VI)
    shown = capsys.readouterr().out
    assert "có tiến bộ" in shown
    assert "ngoài ngưỡng → đưa thành KR" in shown
    assert "progress made" not in shown


def test_in_80_columns_no_column_is_lost_and_numbers_are_whole(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    show_closings(CLOSINGS, VI)
    whole = capsys.readouterr().out.split()
    monkeypatch.setenv("COLUMNS", "80")
    show_closings(CLOSINGS, VI)
    printed = capsys.readouterr().out
    assert max(map(display_width, printed.splitlines())) <= 80
    assert sorted(printed.replace("─", "").split()) == sorted(whole)


def test_times_are_those_of_the_services_clocks(capsys: pytest.CaptureFixture[str]) -> None:
    show_cycle(ClosedCycle("2026-Q3", "R1", SEVEN, CLOSINGS, "5ea1", intact=True), None, VI)
    assert "đóng lúc 2026-10-20 07:00 Asia/Ho_Chi_Minh bởi R1" in capsys.readouterr().out
    held = hold_line(Hold("the-team", SEVEN, "lan", ""), VI)
    assert held == "tạm giữ từ 2026-10-20 07:00 Asia/Ho_Chi_Minh, bởi lan"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("8000000000", "VND", "8,000,000,000 VND"),
        ("91", "%", "91%"),
        ("4.5", "", "4.5"),
        ("11150000000.00", "VND", "11,150,000,000 VND"),
        ("-2.0", "tỷ", "-2 tỷ"),
        ("1E+4", "", "10,000"),
        ("2.0" + "16" + "6" * 47 + "7", "%", "2.0166666667%"),
        ("0.00000000000123456", "", "0.000000000001235"),
    ],
)
def test_a_number_is_shown_with_its_unit(value: str, unit: str, shown: str) -> None:
    assert amount(Decimal(value), unit) == shown
