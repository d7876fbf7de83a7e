"""OKR101–109: what single cells say. A cell that cannot be read is named, and is never taken for empty or for 0."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from sync.kpi_scoring import readings_used
from sync.messages import short
from sync.model import Doubt, KeyResult, Quantity, Read, Severity, Trouble
from sync.percent_scales import is_stray_percent, off_scale
from sync.rules.rule import (
    Example,
    KeyResultCase,
    KpiCase,
    Problem,
    RowCase,
    Rule,
    is_done_without_a_number,
    is_wrong,
    page,
    say,
)
from sync.unit_slips import has_thousands_as_decimals, kpi_unit_slip
from sync.unit_slips import unit_slip as slipped

_ONE, _HUNDRED = Decimal(1), Decimal(100)
_UNIT_SLIP = Doubt.unit_slip


@page(
    "OKR101",
    "error-cell",
    Severity.error,
    KeyResultCase,
    KpiCase,
    only_in_doubt=True,
    title=say("A cell shows a formula error"),
    finds=say("A cell that is needed shows an error of the spreadsheet program: #REF!, #N/A, #DIV/0!, #VALUE! …"),
    why=say(
        "An error is not a zero. Programs that take it for one report a team as failed because a column was deleted; "
        "here the row stays without a score until the formula is mended. Panko's studies of spreadsheets ('What we "
        "know about spreadsheet errors') found errors in nearly all that were audited: they are normal, and have to be "
        "seen."
    ),
    trips=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | #REF!   |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1650    |
        """
    ),
)
def error_cell(case: RowCase) -> Iterator[Problem]:
    for read in case.troubled:
        if read.trouble is Trouble.error_cell:
            yield Problem(
                say("{cell} shows the error {raw}", cell=_address(read, case), raw=short(read.raw)),
                say("Mend the formula, or type the value"),
                read.cell,
            )


@page(
    "OKR102",
    "not-a-number",
    Severity.error,
    KeyResultCase,
    KpiCase,
    only_in_doubt=True,
    title=say("Not a number"),
    finds=say("A target, baseline, current value or bound that cannot be read as a number."),
    why=say(
        "A key result without a number is a matter of opinion. 'It's not a key result unless it has a number', Marissa "
        "Mayer is quoted in John Doerr's 'Measure What Matters'. A word in place of the number also hides the row from "
        "every sum and chart."
    ),
    trips=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current   |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | very many |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1.6k    |
        """
    ),
)
def not_a_number(case: RowCase) -> Iterator[Problem]:
    hint = say("Type one number, with its unit if you like: 1500, 30%, 10 tỷ, 1.2M")
    if isinstance(case, KeyResultCase) and is_done_without_a_number(case):
        tick = case.key_result.milestone
        message = say("“{raw}” in {cell} is not a number", raw=short(tick.raw), cell=_address(tick, case))
        yield Problem(message, hint, tick.cell)
    for read in case.troubled:
        if read.trouble in (Trouble.not_a_number, Trouble.unreadable_formula_value) and not _is_a_tick(read, case):
            yield Problem(
                say("“{raw}” in {cell} is not a number", raw=short(read.raw), cell=_address(read, case)),
                hint,
                read.cell,
            )


@page(
    "OKR103",
    "not-calculated",
    Severity.warning,
    KeyResultCase,
    KpiCase,
    only_in_doubt=True,
    title=say("A formula was not calculated yet"),
    finds=say("A cell holds a formula, but the file holds no result of it."),
    why=say(
        "A workbook that a program wrote, and that nobody has opened since, has formulas without values. Until it is "
        "opened and saved once the number is unknown: the row keeps what was written last, and nothing is scored as "
        "missing."
    ),
    trips=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current       |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | =SUM(H1:H9)   |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1650    |
        """
    ),
)
def not_calculated(case: RowCase) -> Iterator[Problem]:
    cells = [read for read in case.troubled if read.trouble is Trouble.not_calculated]
    if not cells and Doubt.not_calculated not in case.scored.doubts:
        return
    hint = say("Open the workbook in a spreadsheet program and save it")
    for read in cells:
        address = _address(read, case)
        if case.scored.keep:
            message = say("The formula in {cell} has no value yet: the row keeps its last score", cell=address)
        else:
            message = say("The formula in {cell} has no value yet", cell=address)
        yield Problem(message, hint, read.cell)
    if not cells:
        yield Problem(say("A formula that this row needs has no value yet: the row keeps its last score"), hint)


@page(
    "OKR104",
    "ambiguous-number",
    Severity.warning,
    KeyResultCase,
    KpiCase,
    title=say("A number that can be read in two ways"),
    finds=say(
        "A number whose point or comma may be a decimal sign or may group thousands: as typed text, or as the 1.5 "
        "that a spreadsheet program of another locale made of 1.500."
    ),
    why=say(
        "1.500 is one and a half in London and fifteen hundred in Hà Nội. One reading had to be taken; the finding "
        "says which, so that a factor of a thousand does not go unseen."
    ),
    trips=Example(
        """
        | Objective | Key result                 | Baseline | Target  | Current |
        | Grow      | Weekly active teams        | 0        | '1.500  | 900     |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                 | Baseline | Target | Current |
        | Grow      | Weekly active teams        | 0        | 1500   | 900     |
        """
    ),
    settings=("workbook.locale",),
)
def ambiguous_number(case: RowCase) -> Iterator[Problem]:
    for read, taken, other in _read_in_two_ways(case):
        is_scored = Doubt.unit_slip not in case.scored.doubts
        raw, cell = short(read.raw), _address(read, case)
        if is_scored:
            message = say(
                "“{raw}” in {cell} was read as {taken}; it may mean {other}",
                raw=raw,
                cell=cell,
                taken=taken,
                other=other,
            )
        else:
            message = say(
                "“{raw}” in {cell} probably means {other}, and nothing is scored", raw=raw, cell=cell, other=other
            )
        hint = say("Format the cell as a number, or set the workbook's locale in the settings")
        yield Problem(message, hint, read.cell, None if is_scored else Severity.error)


@page(
    "OKR105",
    "date-for-number",
    Severity.error,
    KeyResultCase,
    KpiCase,
    only_in_doubt=True,
    title=say("A date where a number was meant"),
    finds=say("A value cell that holds a date: the spreadsheet program turned '5/8' into 5 August."),
    why=say(
        "Spreadsheet programs turn what looks like a date into one as it is typed. Geneticists renamed genes because "
        "of it (Ziemann and others, 'Gene name errors are widespread'). The day's serial number, some 46,000, must "
        "never become a current value."
    ),
    trips=Example(
        """
        | Objective | Key result              | Baseline | Target | Current    |
        | Grow      | Meet-ups held by users  | 0        | 8      | 2026-08-05 |
        """
    ),
    passes=Example(
        """
        | Objective | Key result              | Baseline | Target | Current |
        | Grow      | Meet-ups held by users  | 0        | 8      | 5/8     |
        """
    ),
)
def date_for_number(case: RowCase) -> Iterator[Problem]:
    for read in case.troubled:
        if read.trouble is Trouble.date_for_number:
            yield Problem(
                say("{cell} holds the date {raw}, not a number", cell=_address(read, case), raw=short(read.raw)),
                say("Format the cell as plain text, then type it again: 5/8 means 5 of 8"),
                read.cell,
            )


class _TwoReadings(NamedTuple):
    """A number, how it was read, and what it may mean."""

    read: Read[Quantity]
    taken: Decimal
    other: Decimal


@page(
    "OKR106",
    "percent-scales",
    Severity.error,
    KeyResultCase,
    only_in_doubt=True,
    title=say("Percentages on two scales"),
    finds=say(
        "One number of a key result is a fraction (0.24), another is in per cent (30); or the current value is in per "
        "cent (40%), and what it is to reach is not (10 tỷ)."
    ),
    why=say(
        "A cell that shows 24% stores 0.24. Typed without the percent sign beside a target of 30, it looks like less "
        "than one hundredth of the way."
    ),
    trips=Example(
        """
        | Objective | Key result                 | Baseline | Target | Current |
        | Loyalty   | Retention reaches 30%      | 18%      | 30%    | 0.24    |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                 | Baseline | Target | Current |
        | Loyalty   | Retention reaches 30%      | 18%      | 30%    | 24%     |
        """
    ),
)
def percent_scales(case: KeyResultCase) -> Iterator[Problem]:
    if not case.doubts(Doubt.percent_scales):
        return
    if is_stray_percent(case.key_result, case.current):
        yield Problem(
            say(
                "{value}% stands beside numbers that are not in per cent, and nothing is scored",
                value=case.scored.current or Decimal(0),
            ),
            say("Enter the value that was measured, in the target's unit: progress is computed from it"),
            case.input_cell("current"),
        )
    elif found := off_scale(case.key_result, case.current):
        yield Problem(
            say(
                "{value} stands beside numbers in per cent: {points}% is probably meant, and nothing is scored",
                value=found.value,
                points=found.points,
            ),
            say("Type {points}%, or format the cell as a percentage", points=found.points),
            found.cell,
        )


@page(
    "OKR107",
    "unit-slip",
    Severity.warning,
    KeyResultCase,
    KpiCase,
    title=say("Units have probably slipped"),
    finds=say(
        "Two numbers of a row are so far apart that one of them is probably in another unit: tỷ for triệu, thousands "
        "for units. Where no honest value can be that small or that large (a plain 4 beside 10 tỷ), it is an error and "
        "nothing is scored."
    ),
    why=say(
        "A slip by a factor of a thousand is the most common slip in money columns, and the one that ruins an average "
        "for everybody. It is cheap to see at once, and costly after the quarter's report."
    ),
    trips=Example(
        """
        | Mục tiêu | Kết quả then chốt       | Giá trị đầu | Chỉ tiêu | Hiện tại |
        | Kỷ lục   | Doanh số mới đạt 10 tỷ  | 0           | 10 tỷ    | 6,2      |
        """
    ),
    passes=Example(
        """
        | Mục tiêu | Kết quả then chốt       | Giá trị đầu | Chỉ tiêu | Hiện tại |
        | Kỷ lục   | Doanh số mới đạt 10 tỷ  | 0           | 10 tỷ    | 6,2 tỷ   |
        """
    ),
    settings=("rules.unit_slip_factor",),
)
def unit_slip(case: RowCase) -> Iterator[Problem]:
    if _UNIT_SLIP in case.scored.doubts:
        ways = list(_read_in_two_ways(case))
        if isinstance(case, KeyResultCase):
            slip = slipped(case.key_result, case.current)
        else:
            slip = kpi_unit_slip(case.kpi, readings_used(case.kpi, case.scored.inputs))
        if slip is not None and not any(way.taken in slip[:2] for way in ways):
            yield Problem(
                say(
                    "{value} beside {beside} is probably in another unit, and nothing is scored",
                    value=slip.value,
                    beside=slip.beside,
                ),
                say("Type both with their scale word (6.2 tỷ, 6.2M); where it is right, with its unit (5 downloads)"),
                slip.cell,
                Severity.error,
            )
        return
    if isinstance(case, KpiCase):
        return
    current, target, baseline = case.scored.current, case.scored.target, case.scored.baseline
    if not current or not target:
        return
    factor = case.around.options.unit_slip_factor
    size, wanted = abs(current), abs(target)
    too_large = size >= wanted * factor and (not baseline or size >= abs(baseline) * factor)
    too_small = size * factor <= wanted and (_starts_high(baseline, wanted, factor) or _lost_its_scale(case.key_result))
    if (too_large or too_small) and not any(_read_in_two_ways(case)):
        yield Problem(
            say(
                "The current value {current} and the target {target} look like different units",
                current=current,
                target=target,
            ),
            say("Type both in the same unit, or with the scale word: 6.2 tỷ, 6.2M"),
            case.input_cell("current"),
        )


@page(
    "OKR108",
    "not-understood",
    Severity.warning,
    KeyResultCase,
    only_in_doubt=True,
    title=say("A word that was not understood"),
    finds=say("A confidence, weight or done/not-done cell that says something unknown."),
    why=say(
        "Confidence is the owner's own forecast, and the earliest sign of trouble there is (Christina Wodtke, 'Radical "
        "Focus', asks for it every week). It only helps when all of a team's rows can be read on one scale."
    ),
    trips=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current | Confidence     |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1650    | ask me on Friday |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current | Confidence |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1650    | High       |
        """
    ),
)
def not_understood(case: KeyResultCase) -> Iterator[Problem]:
    for read in case.troubled:
        if read.trouble is Trouble.ambiguous and read is case.key_result.confidence:
            yield Problem(
                say("“{raw}” in {cell} was read as 1 of 10", raw=short(read.raw), cell=_address(read, case)),
                say("Write 100% or 10%, whichever is meant"),
                read.cell,
            )
        if read.trouble is not Trouble.not_understood:
            continue
        message = say("“{raw}” in {cell} was not understood", raw=short(read.raw), cell=_address(read, case))
        if read == case.key_result.confidence:
            hint = say("Write the confidence as 70%, 7 (of 10), High, Medium or Low")
        elif read == case.key_result.weight:
            hint = say("Write the weight as a number: 40, 40% or 0.4")
        else:
            hint = say("Write it as a number or a plain word")
        yield Problem(message, hint, read.cell)


@page(
    "OKR109",
    "differs-from-kpi",
    Severity.warning,
    KeyResultCase,
    title=say("The row's own value is not its KPI's"),
    finds=say("A key result that points at a KPI, with a current value of its own that says something else."),
    why=say(
        "A key result may take its current value from a KPI, so that one number is kept in one place. Typed a second "
        "time beside it, one of the two is old: the KPI's counts."
    ),
    trips=Example(
        """
        | Objective | Key result                      | KPI          | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | Active teams | 1200     | 2000   | 1400    |

        | KPI          | Unit  | Healthy from | Current |
        | Active teams | teams | 1000         | 1650    |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                      | KPI          | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | Active teams | 1200     | 2000   |         |

        | KPI          | Unit  | Healthy from | Current |
        | Active teams | teams | 1000         | 1650    |
        """
    ),
)
def differs_from_kpi(case: KeyResultCase) -> Iterator[Problem]:
    kpi, own, current = case.key_result.kpi, case.key_result.current, case.scored.current
    if not kpi.value or own.value is None or own.cell is None or current is None or case.doubts(Doubt.kpi_not_found):
        return
    if case.input_cell("current") == own.cell:
        message = say(
            "The KPI “{name}” has no value yet: {cell} counts", name=short(kpi.value), cell=_address(own, case)
        )
        yield Problem(message, say("Enter the KPI's value in its own table"), own.cell)
    elif own.value.value != current:
        message = say(
            "{cell} says {own}, the KPI “{name}” {value}: the KPI's counts",
            cell=_address(own, case),
            own=own.value.value,
            name=short(kpi.value),
            value=current,
        )
        yield Problem(message, say("Clear the cell, or correct the KPI in its own table"), own.cell)


RULES: tuple[Rule, ...] = (
    error_cell,
    not_a_number,
    not_calculated,
    ambiguous_number,
    date_for_number,
    percent_scales,
    unit_slip,
    not_understood,
    differs_from_kpi,
)


def _address(read: Read[Any], case: RowCase) -> str:
    """A cell's address: without the tab where it is the row's own."""
    if read.cell is None:
        return ""
    row = case.key_result if isinstance(case, KeyResultCase) else case.kpi
    return read.cell.a1 if read.cell.sheet == row.sheet else str(read.cell)


def _read_in_two_ways(case: RowCase) -> Iterator[_TwoReadings]:
    for read in case.troubled:
        if read.trouble is Trouble.ambiguous and isinstance(read.value, Quantity) and read.value.other is not None:
            yield _TwoReadings(read, read.value.value, read.value.other)
    numbers = [(read, read.value.value) for read in _numbers(case) if read.value is not None]
    for read, taken in numbers:
        if taken % 1 == 0 and not has_thousands_as_decimals(read.raw, taken):
            continue
        if _has_no_unit(read) and _fits_a_thousandfold(read, taken, numbers) and not taken * 1000 % 1:
            yield _TwoReadings(read, taken, taken * 1000)


def _has_no_unit(read: Read[Quantity]) -> bool:
    """Whether a cell holds a number alone, or money."""
    return read.value is not None and read.value.unit in (None, read.value.currency) and read.trouble is None


def _fits_a_thousandfold(read: Read[Quantity], taken: Decimal, numbers: list[tuple[Read[Quantity], Decimal]]) -> bool:
    """Whether a number is a stranger among its row's others, and would be none with its thousands."""
    least, others = abs(taken) * 100, 0
    for other, value in numbers:
        if other is not read and value:
            if abs(value) < least or abs(value) > abs(taken) * 20_000:
                return False
            others += 1
    return others > 0


def _numbers(case: RowCase) -> tuple[Read[Quantity], ...]:
    if isinstance(case, KpiCase):
        kpi = case.kpi
        return (kpi.lower, kpi.upper, kpi.current, *(period.value for period in kpi.periods[-3:]))
    row = case.key_result
    return row.baseline, row.target, row.current, row.lower, row.upper


def _is_a_tick(read: Read[Any], case: RowCase) -> bool:
    """Whether the cell was understood as done or not done."""
    return (
        isinstance(case, KeyResultCase)
        and not is_wrong(case.key_result.milestone)
        and (case.key_result.milestone.value is not None and case.key_result.milestone.cell == read.cell)
    )


def _starts_high(baseline: Decimal | None, wanted: Decimal, factor: int) -> bool:
    """Whether a small current value cannot be an early one: the baseline is near the target's size."""
    return baseline is not None and abs(baseline) * factor > wanted * 5


def _lost_its_scale(row: KeyResult) -> bool:
    """Whether the target has a scale word ('10 tỷ') and the current value is a bare small number that would fit with
    the same word, or has the scale word below ('6 triệu')."""
    target, current = row.target.value, row.current.value
    if current is None:
        return False
    if current.scale_word is not None:
        wanted = abs(row.measure.target or Decimal(0))
        return wanted <= abs(current.value) * 20_000 and abs(current.value) * 1000 <= wanted * 2
    if abs(current.value) >= 1000:
        return False
    if target is not None:
        return target.scale_word is not None
    return row.measure.target is not None and abs(row.measure.target) >= 1_000_000
