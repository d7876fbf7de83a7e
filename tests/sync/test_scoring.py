"""Right numbers: every line of 'Progress and score', worked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.model.past import History
from sync.model.readings import CheckIn, Kind, Read, Trouble
from sync.model.rows import Cycle
from sync.model.scores import Doubt, Status
from sync.options import FiscalCalendar, ScoringOptions
from sync.reading.texts.wording import read_wording
from sync.scoring import Grade, grade
from tests.sync.rows import (
    CANCELLED,
    DONE,
    DUE,
    HALF_TIME,
    PAUSED,
    Q4,
    SHEET,
    START,
    key_result,
    number,
    objective,
    scored,
    scored_alone,
)

D = Decimal


@pytest.mark.parametrize(
    ("kind", "said", "attainment", "progress"),
    [
        # increase and decrease
        ("increase", {"baseline": "20", "target": "40", "current": "25"}, "0.25", "0.25"),
        ("increase", {"baseline": "20", "target": "40", "current": "48"}, "1.4", "1"),
        ("increase", {"baseline": "20", "target": "40", "current": "10"}, "-0.5", "0"),
        ("decrease", {"baseline": "12%", "target": "8%", "current": "9%"}, "0.75", "0.75"),
        ("decrease", {"baseline": "-5", "target": "-10", "current": "-6"}, "0.2", "0.2"),
        ("increase", {"baseline": "40", "target": "20", "current": "25"}, "0.75", "0.75"),
        ("increase", {"target": "10000000000", "current": "2500000000"}, "0.25", "0.25"),
        ("increase", {"current": "14/20"}, "0.7", "0.7"),
        # a change
        ("decrease", {"change": "-3", "baseline": "20", "current": "18.5"}, "0.5", "0.5"),
        ("decrease", {"change": "-3", "current": "1.5"}, "0.5", "0.5"),
        ("decrease", {"change": "-3", "current": "-1.5"}, "0.5", "0.5"),
        ("increase", {"change": "5", "current": "10"}, "2", "1"),
        ("increase", {"change": "20", "relative": True, "baseline": "200", "current": "220"}, "0.5", "0.5"),
        ("decrease", {"change": "-20", "relative": True, "baseline": "200", "current": "170"}, "0.75", "0.75"),
        ("increase", {"change": "20", "relative": True, "current": "5%"}, "0.25", "0.25"),
        ("increase", {"change": "20", "relative": True, "baseline": "100", "current": "5%"}, "0.25", "0.25"),
        ("decrease", {"change": "-20", "relative": True, "baseline": "100", "current": "-5%"}, "0.25", "0.25"),
        ("increase", {"change": "20", "relative": True, "baseline": "10%", "current": "11%"}, "0.5", "0.5"),
        # bounds that are kept
        ("at_most", {"upper": "1.8", "current": "1.6"}, "1", "1"),
        ("at_most", {"upper": "3", "current": "3"}, "1", "1"),
        ("at_most", {"upper": "3%", "current": "3.15%", "kept": True}, "0.5", "0.5"),
        ("at_most", {"upper": "3", "baseline": "5", "current": "3.5"}, "0.75", "0.75"),
        ("at_most", {"upper": "3", "baseline": "5", "tolerance": "1", "current": "3.5"}, "0.5", "0.5"),
        ("at_most", {"upper": "3", "baseline": "3", "tolerance": "0", "current": "3.15"}, "0.5", "0.5"),
        ("at_most", {"target": "3", "current": "2"}, "1", "1"),
        ("at_most", {"upper": "0", "current": "1"}, "0", "0"),
        ("at_most", {"upper": "3", "current": "4"}, "-7" + "/3", "0"),
        ("at_least", {"lower": "95", "current": "90.25", "kept": True}, "0.5", "0.5"),
        ("at_least", {"lower": "95", "current": "94", "tolerance": "2"}, "0.5", "0.5"),
        ("between", {"lower": "20", "upper": "30", "current": "25"}, "1", "1"),
        ("between", {"lower": "20", "upper": "30", "current": "19"}, "0.5", "0.5"),
        ("between", {"lower": "20", "upper": "30", "current": "30.6"}, "0.8", "0.8"),
        # a lower bound to reach
        ("at_least", {"lower": "10", "current": "4"}, "0.4", "0.4"),
        ("at_least", {"lower": "10", "baseline": "6", "current": "7"}, "0.25", "0.25"),
        ("at_least", {"lower": "10", "baseline": "12", "current": "9"}, "0.5", "0.5"),
        # milestones
        ("milestone", {"milestone": True}, "1", "1"),
        ("milestone", {"milestone": False}, "0", "0"),
        ("milestone", {"current": "60%"}, "0.6", "0.6"),
        ("milestone", {"current": "5/8"}, "0.625", "0.625"),
        ("milestone", {"current": "2", "target": "4"}, "0.5", "0.5"),
        ("milestone", {"activity": DONE}, "1", "1"),
        (None, {"milestone": True}, "1", "1"),
        (None, {"current": "30%"}, "0.3", "0.3"),
    ],
)
def test_progress_is_worked_out_as_it_is_written_down(
    kind: str | None, said: dict[str, str], attainment: str, progress: str
) -> None:
    one = scored_alone(key_result(kind, **said))
    above, _, below = attainment.partition("/")
    wanted = D(above) / D(below) if below else D(above)
    assert one.attainment is not None
    assert abs(one.attainment - wanted) < D("1e-20")
    assert one.progress == D(progress)
    assert one.score == D(progress).quantize(D("0.01"), "ROUND_HALF_UP")


@pytest.mark.parametrize(
    ("kind", "said", "doubts"),
    [
        ("decrease", {"target": "8", "current": "9"}, [Doubt.baseline_needed]),
        ("increase", {"target": "-8", "current": "9"}, [Doubt.baseline_needed]),
        ("increase", {"baseline": "#error_cell", "target": "8", "current": "9"}, [Doubt.baseline_needed]),
        ("increase", {"baseline": "8", "target": "8", "current": "9"}, [Doubt.baseline_equals_target]),
        ("increase", {"target": "8"}, [Doubt.baseline_taken_as_zero, Doubt.current_missing]),
        ("increase", {"baseline": "1", "target": "8", "current": "#error_cell"}, []),
        ("increase", {"baseline": "1", "target": "#error_cell", "current": "3"}, [Doubt.target_needed]),
        ("increase", {"current": "3"}, [Doubt.target_needed]),
        ("increase", {"baseline": "1", "target": "8", "milestone": True}, [Doubt.current_missing]),
        ("decrease", {"change": "-3", "current": "6.1"}, [Doubt.change_or_level]),
        ("increase", {"change": "20", "relative": True, "baseline": "100", "current": "105%"}, [Doubt.change_or_level]),
        ("decrease", {"change": "-3"}, [Doubt.current_missing]),
        ("at_most", {"current": "2"}, [Doubt.target_needed]),
        ("at_most", {"upper": "2"}, [Doubt.current_missing]),
        ("at_most", {"upper": "2", "current": "3", "tolerance": "#error_cell"}, []),
        ("milestone", {}, [Doubt.current_missing]),
        ("milestone", {"current": "7"}, [Doubt.target_needed]),
        (None, {}, [Doubt.not_measurable]),
        (None, {"current": "5"}, [Doubt.not_measurable]),
    ],
)
def test_what_cannot_be_known_has_no_progress_and_says_why(
    kind: str | None, said: dict[str, str], doubts: list[Doubt]
) -> None:
    one = scored_alone(key_result(kind, **said))
    assert (one.attainment, one.progress, one.score) == (None, None, None)
    assert one.status is Status.no_data
    assert list(one.doubts) == doubts
    assert not one.keep


@pytest.mark.parametrize(("text", "progress"), [("Reduce churn: 3%", None), ("Pilot in 4 regions", D("0.04"))])
def test_a_percentage_beside_one_that_is_in_doubt_is_no_share_of_what_is_done(
    text: str, progress: Decimal | None
) -> None:
    one = scored_alone(key_result(None, text, current="4%")._replace(wording=read_wording(text)))
    assert one.progress == progress


@pytest.mark.parametrize(
    ("kind", "said", "doubt"),
    [
        ("increase", {"target": "40", "current": "25"}, Doubt.baseline_taken_as_zero),
        ("at_most", {"upper": "0", "current": "1"}, Doubt.tolerance_is_zero),
        (
            "increase",
            {"change": "5", "relative": True, "baseline": "20%", "current": "20.5%"},
            Doubt.relative_change_of_a_rate,
        ),
        (
            "increase",
            {"change": "5", "relative": True, "current": "2%", "text": "Tăng tỷ lệ chuyển đổi thêm 5%"},
            Doubt.relative_change_of_a_rate,
        ),
    ],
)
def test_what_was_assumed_is_said_beside_the_progress(kind: str, said: dict[str, str], doubt: Doubt) -> None:
    one = scored_alone(key_result(kind, **said))
    assert one.progress is not None
    assert one.doubts == (doubt,)


def test_a_relative_change_of_a_rate_is_taken_as_relative() -> None:
    one = scored_alone(key_result("increase", change="5", relative=True, baseline="20%", current="20.5%"))
    assert (one.target, one.progress) == (D(21), D("0.5"))


def test_the_kind_is_the_one_that_the_numbers_say() -> None:
    assert scored_alone(key_result("increase", baseline="40", target="20", current="25")).kind is Kind.decrease
    assert scored_alone(key_result(None, baseline="40", target="20", current="25")).kind is Kind.decrease
    assert scored_alone(key_result(None, milestone=True)).kind is Kind.milestone
    assert scored_alone(key_result("at_least", lower="10", current="4")).kind is Kind.at_least


def test_how_a_number_came_about_is_kept_with_its_cells() -> None:
    one = scored_alone(key_result("increase", baseline="20", target="40", current="25"))
    assert one.formula == "(current − baseline) ÷ (target − baseline)"
    assert [(each.name, each.value, each.cell and each.cell.a1) for each in one.inputs] == [
        ("baseline", D(20), "C2"),
        ("target", D(40), "D2"),
        ("current", D(25), "E2"),
        ("start", START, None),
        ("due", DUE, None),
    ]


# ── The seed ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_seeds_first_objective_comes_out_as_by_hand() -> None:
    """1.5 of 3 kg, 2 of 5 kg, 2400 of 3000 Calo: (0.5 + 0.4 + 0.8) ÷ 3 = 0.5667, where 0.4945 is expected."""
    body = objective(
        key_result("decrease", "Lượng mỡ thừa giảm 3kg", change="-3", current="1.5"),
        key_result("increase", "Tăng lượng cơ thêm 5kg", change="5", current="2"),
        key_result("increase", "Bổ sung 3000Calo mỗi ngày", target="3000", current="2400"),
    )
    [one] = scored(body).objectives
    assert [each.progress for each in one.key_results] == [D("0.5"), D("0.4"), D("0.8")]
    assert [each.status for each in one.key_results] == [Status.on_track, Status.at_risk, Status.on_track]
    assert one.score == D("0.57")
    assert one.status is Status.on_track
    assert one.weakest == 1


def test_the_seeds_second_objective_comes_out_as_by_hand() -> None:
    """6 of 10 billion, 1 of 5, 24 of 30 %, 1 of 5 members: (0.6 + 0.2 + 0.8 + 0.2) ÷ 4 = 0.45."""
    sales = objective(
        key_result("increase", "Doanh số mới đạt 10 tỷ", target="10000000000", current="6000000000"),
        key_result("increase", "Doanh số từ khách hàng mới đạt 5 tỷ", target="5000000000", current="1000000000"),
        key_result("increase", "Tỷ lệ khách quay trở lại đạt 30%", target="30%", current="24%"),
        key_result("increase", "Bổ sung thành công 5 thành viên mới", change="5", current="1"),
    )
    [one] = scored(sales).objectives
    assert [each.score for each in one.key_results] == [D("0.60"), D("0.20"), D("0.80"), D("0.20")]
    assert (one.progress, one.score) == (D("0.45"), D("0.45"))
    assert [each.status for each in one.key_results] == [
        Status.on_track,
        Status.behind,
        Status.on_track,
        Status.behind,
    ]
    assert one.status is Status.on_track
    assert one.weakest == 1


# ── Status ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("current", "day", "status"),
    [
        ("25", HALF_TIME, Status.behind),  # 0.25 against 0.4945
        ("26", HALF_TIME, Status.at_risk),  # 0.3 ≥ 0.6 × 0.4945
        ("29", HALF_TIME, Status.on_track),  # 0.45 ≥ 0.9 × 0.4945
        ("40", HALF_TIME, Status.done),
        ("20", date(2026, 10, 10), Status.on_track),  # 9 of 91 days: grace
        ("20", date(2026, 10, 11), Status.behind),
        ("39", date(2026, 12, 31), Status.on_track),
        ("37", date(2026, 12, 31), Status.at_risk),
        ("40", date(2026, 9, 30), Status.not_started),
        (None, date(2026, 9, 30), Status.not_started),
        (None, HALF_TIME, Status.no_data),
    ],
)
def test_status_is_progress_against_the_time_that_has_passed(current: str | None, day: date, status: Status) -> None:
    assert scored_alone(key_result("increase", baseline="20", target="40", current=current), on=day).status is status


def test_the_threshold_itself_is_reached() -> None:
    days = {"start": date(2026, 10, 1), "due": date(2026, 10, 31)}
    one = scored_alone(key_result("increase", baseline="0", target="10", current="6", **days), on=date(2026, 10, 21))
    assert one.expected is not None
    assert one.expected.quantize(D("0.0001")) == D("0.6667")
    assert one.status is Status.on_track  # 0.6 is 0.9 × 2/3


@pytest.mark.parametrize(
    ("current", "day", "status"),
    [
        ("1.6", HALF_TIME, Status.on_track),
        ("1.6", DUE, Status.done),
        ("1.85", HALF_TIME, Status.at_risk),
        ("1.95", START, Status.behind),
        ("1.6", date(2026, 9, 1), Status.not_started),
    ],
)
def test_a_kept_bound_is_on_track_inside_and_done_only_when_due(current: str, day: date, status: Status) -> None:
    assert scored_alone(key_result("at_most", upper="1.8", current=current), on=day).status is status


@pytest.mark.parametrize(
    ("said", "day", "status"),
    [
        ({"milestone": False}, date(2026, 12, 30), Status.on_track),
        ({"milestone": False, "confidence": D("0.3")}, date(2026, 12, 30), Status.at_risk),
        ({"milestone": False, "confidence": D("0.4")}, date(2026, 12, 30), Status.on_track),
        ({"milestone": False}, DUE, Status.behind),
        ({"milestone": False}, date(2027, 3, 1), Status.behind),
        ({"milestone": True}, HALF_TIME, Status.done),
        ({"current": "10%"}, HALF_TIME, Status.behind),
    ],
)
def test_a_milestone_is_on_track_until_it_is_due(said: dict[str, object], day: date, status: Status) -> None:
    assert scored_alone(key_result("milestone", **said), on=day).status is status


def test_expected_progress_goes_from_start_to_due_date() -> None:
    def expected(day: date, **said: date) -> Decimal | None:
        return scored_alone(key_result(baseline="0", target="1", current="0", **said), on=day).expected

    assert expected(START) == 0
    assert expected(DUE) == 1
    assert expected(date(2027, 6, 1)) == 1
    assert str(expected(date(2026, 10, 14)))[:8] == "0.142857"  # 13 of 91 days
    assert expected(date(2026, 11, 11), start=date(2026, 11, 1), due=date(2026, 11, 21)) == D("0.5")


@pytest.mark.parametrize(
    ("start", "due", "day", "expected"),
    [
        # Thursday 1 October to Friday 9 October: six working days follow the first.
        (date(2026, 10, 1), date(2026, 10, 9), date(2026, 10, 2), "1/6"),
        (date(2026, 10, 1), date(2026, 10, 9), date(2026, 10, 4), "1/6"),
        (date(2026, 10, 1), date(2026, 10, 9), date(2026, 10, 5), "2/6"),
        (date(2026, 10, 1), date(2026, 10, 9), date(2026, 10, 9), "1"),
        # A weekend alone: all of its days count.
        (date(2026, 10, 2), date(2026, 10, 4), date(2026, 10, 3), "1/2"),
    ],
)
def test_expected_progress_may_go_by_working_days(start: date, due: date, day: date, expected: str) -> None:
    own = key_result(target="10", current="1", start=start, due=due)
    one = scored_alone(own, on=day, options=ScoringOptions(days="working"))
    above, _, below = expected.partition("/")
    assert one.expected is not None
    assert abs(one.expected - D(above) / D(below or 1)) < D("1e-20")


def test_a_due_date_before_the_start_is_said() -> None:
    one = scored_alone(key_result(baseline="0", target="1", current="0", due=date(2026, 9, 1)))
    assert Doubt.due_before_start in one.doubts
    assert one.expected == 1


def test_a_tab_of_a_past_cycle_is_scored_as_of_its_last_day() -> None:
    late = key_result(baseline="0", target="10", current="5", due=date(2027, 4, 1))
    one = scored_alone(late, on=date(2027, 8, 1))
    assert one.expected == D(91) / D(182)
    assert one.status is Status.on_track


def test_a_row_belongs_to_its_own_cycle_before_its_tables_and_to_the_archives_before_todays() -> None:
    one = key_result(baseline="0", target="10", current="5")
    first_quarter = Cycle("2027-Q1", date(2027, 1, 1), date(2027, 3, 31))
    seen = History(first_cycles={SHEET: "2026-Q3"})
    fiscal = ScoringOptions(calendar=FiscalCalendar(4))

    def cycle(**said: object) -> str | None:
        own = said.pop("own", None)
        [found] = scored(objective(one, cycle=own), **said).objectives  # type: ignore[arg-type]
        return found.cycle and found.cycle.id

    assert cycle(own=first_quarter, history=seen) == "2027-Q1"
    assert cycle(history=seen) == "2026-Q4"
    assert cycle(cycle=None, history=seen) == "2026-Q3"
    assert cycle(cycle=None) == "2026-Q4"
    assert cycle(cycle=None, options=fiscal) == "2026-Q3"


# ── Objectives and weights ───────────────────────────────────────────────────────────────────────────────────────────


def shares(*weights: str | None, others: tuple[tuple[str, ...], ...] = (), **said: object) -> list[str]:
    own = objective(*(key_result(baseline="0", target="1", current="1", weight=weight) for weight in weights))
    rest = [objective(*(key_result(target="1", current="1", weight=weight) for weight in group)) for group in others]
    one = scored(own, *rest, **said).objectives[0]  # type: ignore[arg-type]
    doubts = [doubt for each in one.key_results for doubt in each.doubts] + list(one.doubts)
    return [str(each.share.quantize(D("0.001")).normalize()) for each in one.key_results] + list(map(str, doubts))


@pytest.mark.parametrize(
    ("weights", "others", "wanted"),
    [
        ((None, None), (), ["0.5", "0.5"]),
        (("40", "60"), (), ["0.4", "0.6"]),
        (("0.4", "0.6"), (), ["0.4", "0.6"]),
        (("4", "6"), (), ["0.4", "0.6"]),
        (("40%", "60%"), (), ["0.4", "0.6"]),
        (("0.3", "70%"), (), ["0.3", "0.7"]),
        (("0.5%", "99.5%"), (), ["0.005", "0.995"]),
        (("1", "99%"), (), ["0.01", "0.99"]),
        (("33.3", "33.3", "33.3"), (), ["0.333", "0.333", "0.333"]),
        (("40", None, None), (), ["0.4", "0.3", "0.3"]),
        (("0.4", None, None), (), ["0.4", "0.3", "0.3"]),
        (("4", None, None), (("5", "5"),), ["0.4", "0.3", "0.3"]),
        # two scales on one tab: a group's own weights say which is its
        (("0.5", None), (("50%", "50%"),), ["0.5", "0.5"]),
        (("50", None), (("50%", "50%"),), ["0.5", "0.5"]),
        (("4", None), (("50%", "50%"), ("4", "6")), ["0.4", "0.6"]),
        (("50%", None), (("0.4", "0.6"),), ["0.5", "0.5"]),
        (("50%", "0.3", None), (), ["0.5", "0.3", "0.2"]),
        (("0.4", None), (("40", "60"),), ["0.4", "0.6", "weights_on_two_scales"]),
        (("0.4", "0.2", None), (("4", "6"),), ["0.4", "0.2", "0.4", "weights_on_two_scales"]),
        (("40", None), (("0.4", "0.6"),), ["0.4", "0.6", "weights_on_two_scales"]),
        (("4", "2", None), (("0.4", "0.6"),), ["0.4", "0.2", "0.4", "weights_on_two_scales"]),
        (("40", "60"), (("0.4", "0.6"), ("0.5", "0.5")), ["0.4", "0.6", "weights_on_two_scales"]),
        (("1", None), (("4", "6"),), ["0.1", "0.9"]),
        (("1.5", None), (("40", "60"),), ["0.015", "0.985"]),
        (("0.4", "110"), (("40", "60"),), ["0.004", "0.996", "weights_normalised"]),
        (("100", None), (), ["1", "0", "weight_missing"]),
        (("30", "30"), (), ["0.5", "0.5", "weights_normalised"]),
        (("-10", "100"), (), ["0", "1", "weight_negative"]),
        (("-50", "150"), (), ["0", "1", "weight_negative", "weights_normalised"]),
        (("0", "0"), (), ["0.5", "0.5", "weights_normalised"]),
        # one whole over all objectives, as on a balanced scorecard
        (("20%", "20%"), (("15%",), ("25%", "20%")), ["0.5", "0.5"]),
        (("10",), (("40", "20"), ("30",)), ["1"]),
        (("0.3", "0.1"), (("0.6",),), ["0.75", "0.25"]),
        (("30", "10"), (("30", "10"),), ["0.75", "0.25", "weights_normalised"]),
    ],
)
def test_weights_come_to_shares(
    weights: tuple[str | None, ...], others: tuple[tuple[str, ...], ...], wanted: list[str]
) -> None:
    assert shares(*weights, others=others) == wanted


def test_an_objective_is_the_weighted_mean_of_unrounded_progress() -> None:
    [one] = scored(
        objective(
            key_result(baseline="0", target="6", current="1", weight="50"),
            key_result(baseline="0", target="12", current="1", weight="50"),
        )
    ).objectives
    assert one.progress == D("0.125")
    assert one.score == D("0.13")


def test_a_missing_value_counts_as_zero_or_is_skipped_as_the_settings_say() -> None:
    own = objective(key_result(baseline="0", target="10", current="8"), key_result(baseline="0", target="10"))
    [zero] = scored(own).objectives
    [skip] = scored(own, options=ScoringOptions(missing_current="skip")).objectives
    assert (zero.progress, [one.share for one in zero.key_results]) == (D("0.4"), [D("0.5"), D("0.5")])
    assert (skip.progress, [one.share for one in skip.key_results]) == (D("0.8"), [D(1), D(0)])


def test_an_objective_without_any_value_is_blank_and_never_zero() -> None:
    [one] = scored(objective(key_result(baseline="0", target="10"), key_result("milestone"))).objectives
    assert (one.progress, one.score, one.status, one.weakest) == (None, None, Status.no_data, None)
    [empty] = scored(objective()).objectives
    assert (empty.progress, empty.score, empty.status, empty.weakest) == (None, None, Status.no_data, None)


@pytest.mark.parametrize("activity", [CANCELLED, PAUSED])
def test_what_was_cancelled_or_paused_is_listed_and_left_out(activity: object) -> None:
    [one] = scored(
        objective(
            key_result(baseline="0", target="10", current="8", weight="50"),
            key_result(baseline="0", target="10", weight="50", activity=activity),
        )
    ).objectives
    assert one.progress == D("0.8")
    assert [each.status for each in one.key_results] == [Status.on_track, Status.left_out]
    assert [each.share for each in one.key_results] == [D(1), D(0)]
    assert one.doubts + one.key_results[1].doubts == ()


@pytest.mark.parametrize(
    ("weights", "parts"),
    [(("60", None, None), ["0.6", "0.4", "0"]), (("60", None, "40"), ["0.6", "0.4", "0"])],
)
def test_a_cancelled_key_result_takes_no_part_of_what_the_weights_leave(
    weights: tuple[str | None, ...], parts: list[str]
) -> None:
    active = [key_result(baseline="0", target="10", current="8", weight=weight) for weight in weights[:2]]
    gone = key_result(baseline="0", target="10", weight=weights[2], activity=CANCELLED)
    [one] = scored(objective(*active, gone)).objectives
    assert [each.share for each in one.key_results] == [D(part) for part in parts]
    assert one.doubts + one.key_results[1].doubts == ()


def test_a_cancelled_objective_is_left_out_with_all_its_key_results() -> None:
    [one] = scored(objective(key_result(baseline="0", target="10", current="8"), activity=CANCELLED)).objectives
    assert (one.status, one.progress) == (Status.left_out, None)
    assert one.key_results[0].status is Status.left_out


@pytest.mark.parametrize("field", ["current", "baseline", "target"])
def test_nothing_is_scored_as_missing_because_a_formula_was_not_calculated(field: str) -> None:
    waiting = {"baseline": "0", "target": "10", "current": "5"} | {field: "#not_calculated"}
    [one] = scored(objective(key_result(**waiting), key_result(baseline="0", target="10", current="5"))).objectives
    assert one.keep
    assert one.progress is None
    assert [each.keep for each in one.key_results] == [True, False]
    assert one.key_results[0].doubts == (Doubt.not_calculated,)
    assert one.key_results[0].progress is None


@pytest.mark.parametrize("field", ["text", "unit", "kpi"])
def test_a_key_result_whose_words_were_not_calculated_keeps_its_score(field: str) -> None:
    unknown: Read[str] = Read(None, None, "=A9", Trouble.not_calculated)
    waiting = key_result(baseline="0", target="10", current="5")._replace(**{field: unknown})
    [one] = scored(objective(waiting)).objectives
    assert (one.keep, one.progress, one.key_results[0].progress) == (True, None, None)
    assert one.key_results[0].doubts == (Doubt.not_calculated,)


def test_an_objective_waits_for_a_weight_that_was_not_calculated() -> None:
    [one] = scored(objective(key_result(target="10", current="5", weight="#not_calculated"))).objectives
    assert one.keep
    assert not one.key_results[0].keep


def test_an_objective_is_done_when_all_its_key_results_are() -> None:
    reached = key_result(baseline="0", target="1", current="1")
    inside = key_result("at_most", upper="3", current="2")
    assert scored(objective(reached)).objectives[0].status is Status.done
    assert scored(objective(reached, inside)).objectives[0].status is Status.on_track
    assert scored(objective(reached, inside), on=DUE).objectives[0].status is Status.done


def test_an_objective_is_never_worse_off_than_its_weakest_key_result() -> None:
    [one] = scored(objective(key_result("milestone", milestone=False))).objectives
    assert one.progress == 0
    assert one.status is one.key_results[0].status is Status.on_track


def test_an_objective_is_committed_by_its_own_row_or_by_all_its_key_results() -> None:
    def committed(own: bool | None, *theirs: bool | None) -> tuple[bool, ...]:
        [one] = scored(objective(*(key_result(committed=each) for each in theirs), committed=own)).objectives
        return one.committed, *(each.committed for each in one.key_results)

    assert committed(None, None, None) == (False, False, False)
    assert committed(None, True, True) == (True, True, True)
    assert committed(None, True, None) == (False, True, False)
    assert committed(True, None, False) == (True, True, False)


def test_an_empty_current_value_is_the_latest_check_in() -> None:
    weeks = (
        CheckIn("W1", date(2026, 10, 7), number("3")),
        CheckIn("W2", date(2026, 10, 14), number("4")),
        CheckIn("W3", date(2026, 10, 21), number(None)),
        CheckIn("W9", date(2026, 12, 2), number("9")),
    )
    assert scored_alone(key_result(baseline="0", target="10", check_ins=weeks)).current == D(4)
    assert scored_alone(key_result(baseline="0", target="10", check_ins=weeks, current="5")).current == D(5)


@pytest.mark.parametrize(
    ("score", "committed", "wanted"),
    [
        ("0.70", False, Grade.success),
        ("0.69", False, Grade.progress_made),
        ("0.40", False, Grade.progress_made),
        ("0.39", False, Grade.missed),
        ("1.00", True, Grade.success),
        ("0.99", True, Grade.missed),
        (None, True, None),
    ],
)
def test_a_quarter_is_graded_off_the_rounded_score(score: str | None, committed: bool, wanted: Grade | None) -> None:
    assert grade(None if score is None else D(score), committed) is wanted


# ── What holds for all numbers ───────────────────────────────────────────────────────────────────────────────────────

numbers = st.decimals(-(10**12), 10**12, places=3).map(str)
maybe = st.none() | numbers
kinds = st.sampled_from([None, *(kind.value for kind in Kind)])
key_results = st.builds(
    key_result,
    kinds,
    baseline=maybe,
    target=maybe,
    lower=maybe,
    upper=maybe,
    tolerance=maybe,
    change=maybe,
    current=maybe,
    weight=st.none() | st.integers(0, 100).map(str),
    kept=st.booleans(),
    relative=st.booleans(),
)


@given(st.lists(key_results, max_size=4), st.dates(date(2026, 9, 1), date(2027, 2, 1)))
@settings(max_examples=150)
def test_progress_lies_between_nothing_and_all(own: list, day: date) -> None:
    [one] = scored(objective(*own), on=day).objectives
    for each in (*one.key_results, one):
        assert each.progress is None or 0 <= each.progress <= 1
        assert (each.score is None) == (each.progress is None)
        assert each.expected is None or 0 <= each.expected <= 1
    total = sum(each.share for each in one.key_results)
    assert not own or abs(total - 1) < D("1e-20")


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 100)), min_size=1, max_size=6))
@settings(max_examples=60)
def test_the_scale_of_complete_weights_does_not_matter(pairs: list[tuple[int, int]]) -> None:
    together = sum(weight for weight, _ in pairs)
    scores = set()
    for total in (1, 10, 100):
        weights = [D(weight) * total / together for weight, _ in pairs]
        own = (
            key_result(baseline="0", target="100", current=str(current), weight=str(weight))
            for weight, (_, current) in zip(weights, pairs, strict=True)
        )
        [one] = scored(objective(*own)).objectives
        assert one.doubts == ()
        assert one.progress is not None
        scores.add(one.progress.quantize(D("1e-20")))
    assert len(scores) == 1


@given(st.lists(key_results, min_size=1, max_size=3))
@settings(max_examples=50)
def test_the_order_of_rows_does_not_matter(own: list) -> None:
    assert len({scored(objective(*order)).objectives[0].progress for order in permutations(own)}) == 1


@given(numbers, numbers, st.tuples(numbers, numbers))
@settings(max_examples=100)
def test_a_better_value_never_lowers_progress(baseline: str, target: str, values: tuple[str, str]) -> None:
    worse, better = sorted(values, key=D, reverse=D(target) < D(baseline))
    less, more = (
        scored_alone(key_result("increase", baseline=baseline, target=target, current=current)).progress
        for current in (worse, better)
    )
    assert less is None or more is None or less <= more


@given(st.dates(START, DUE), st.dates(START, DUE))
@settings(max_examples=30)
def test_the_day_is_what_it_is_given(one: date, other: date) -> None:
    earlier, later = (
        scored_alone(key_result(baseline="0", target="1", current="0"), on=day).expected for day in sorted((one, other))
    )
    assert earlier is not None
    assert later is not None
    assert earlier <= later


def test_the_cycle_of_the_tests_is_what_it_says() -> None:
    assert (HALF_TIME - START).days == 45
    assert (DUE - START).days == 91
    assert Q4.id == "2026-Q4"
