"""OKR104, OKR106 and OKR107: numbers of one row on different scales, so that one of them is probably wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from sync.kpi_scoring import readings_used
from sync.messages import short
from sync.model.findings import Severity
from sync.model.readings import Quantity, Read, Trouble
from sync.model.rows import KeyResult
from sync.model.scores import Doubt
from sync.percent_scales import OffScale, is_stray_percent, kpi_off_scale, off_scale
from sync.reading.sheets.shares_of_counts import count_or_per_cent
from sync.reading.texts.units import PER_MILLE, PERCENT
from sync.rules.rule import (
    Example,
    KeyResultCase,
    KpiCase,
    Matter,
    Problem,
    RowCase,
    Rule,
    address_in_row,
    behind_a_number,
    page,
    say,
)
from sync.unit_slips import UnitSlip, is_whole, kpi_unit_slip, thousands_as_decimals
from sync.unit_slips import unit_slip as slipped

_UNIT_SLIP = Doubt.unit_slip


@page(
    "OKR104",
    "ambiguous-number",
    Severity.warning,
    KeyResultCase,
    KpiCase,
    also=Severity.error,
    title=say("A number that can be read in two ways"),
    finds=say(
        "A number whose point or comma may be a decimal sign or may group thousands: as typed text, or as the 1.5 "
        "that a spreadsheet program of another locale made of 1.500; or a table that groups thousands in both ways."
    ),
    why=say(
        "1.500 is one and a half in London and fifteen hundred in Hà Nội. One reading had to be taken; the finding "
        "says which, so that a factor of a thousand does not go unseen."
    ),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Current |
        | Grow      | Weekly active teams | 0        | '1.500 | 900     |
        """
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | Current |
        | Grow      | Weekly active teams | 0        | 1500   | 900     |
        """
    ),
    settings=("workbook.locale",),
)
def ambiguous_number(case: RowCase) -> Iterator[Problem]:
    for read, taken, other in _read_in_two_ways(case):
        is_scored = Doubt.unit_slip not in case.scored.doubts
        raw, cell = short(read.raw), address_in_row(read, case)
        if is_scored:
            message = say(
                "“{raw}” in {cell} was read as {one_way}; it may mean {other_way}",
                raw=raw,
                cell=cell,
                one_way=taken,
                other_way=other,
            )
        else:
            message = say(
                "“{raw}” in {cell} was read as {one_way}, and probably means {other_way}: nothing is scored",
                raw=raw,
                cell=cell,
                one_way=taken,
                other_way=other,
            )
        if read.trouble is Trouble.ambiguous:
            hint = say("Format the cell as a number, then type it again, or set the workbook's locale in the settings")
        else:
            hint = say("If it does, type the number again without a point or comma")
        yield Problem(message, hint, read.cell, None if is_scored else Severity.error)


@page(
    "OKR106",
    "percent-scales",
    Severity.error,
    KeyResultCase,
    KpiCase,
    only_with=Matter.doubt,
    title=say("Percentages on two scales"),
    finds=say(
        "One number of a key result or a KPI is a fraction (0.24), another is in per cent (30); or the current value "
        "is in per cent (40%), and what it is to reach is not (10 tỷ); or a share of a count is to be reached (50% of "
        "200 customers), and a plain 60 may be 60% as well as 60 of the 200."
    ),
    why=say(
        "A cell that shows 24% stores 0.24. Typed without the percent sign beside a target of 30, it looks like less "
        "than one hundredth of the way."
    ),
    trips=Example(
        """
        | Objective | Key result            | Baseline | Target | Current |
        | Loyalty   | Retention reaches 30% | 18%      | 30%    | 0.24    |
        """
    ),
    passes=Example(
        """
        | Objective | Key result            | Baseline | Target | Current |
        | Loyalty   | Retention reaches 30% | 18%      | 30%    | 24%     |
        """
    ),
)
def percent_scales(case: RowCase) -> Iterator[Problem]:
    if Doubt.percent_scales not in case.scored.doubts:
        return
    if isinstance(case, KeyResultCase) and (either := count_or_per_cent(case.key_result, case.current)) is not None:
        yield Problem(
            say(
                "{value} beside {share}% of {whole}: {value}%, or {value} of {whole}, which is {percent}%? Nothing is "
                "scored",
                value=either.value,
                share=either.said.share,
                whole=either.said.whole,
                percent=either.percent,
            ),
            say("Type the share with its sign: {value}% or {percent}%", value=either.value, percent=either.percent),
            case.input_cell("current"),
        )
    elif isinstance(case, KeyResultCase) and is_stray_percent(case.key_result, case.current):
        yield Problem(
            say(
                "{value}% stands beside numbers that are not in per cent, and nothing is scored",
                value=case.scored.current or Decimal(0),
            ),
            say("Enter the value that was measured, in the target's unit: progress is computed from it"),
            case.input_cell("current"),
        )
    elif (found := _fraction(case)) and found.unit == PER_MILLE:
        yield Problem(
            say(
                "{value} stands beside numbers in per mille: {points}‰ is probably meant, and nothing is scored",
                value=found.value,
                points=found.points,
            ),
            say("Type {points}‰", points=found.points),
            found.cell,
        )
    elif found:
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
    also=Severity.error,
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
        | Objective    | Key result            | Baseline | Target | Current |
        | Record sales | New sales reach 10 bn | 0        | 10 bn  | 6.2     |
        """
    ),
    passes=Example(
        """
        | Objective    | Key result            | Baseline | Target | Current |
        | Record sales | New sales reach 10 bn | 0        | 10 bn  | 6.2 bn  |
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
        if slip is not None and not any(way.read.value.value in slip[:2] for way in ways if way.read.value):
            yield _of_another_unit(case, slip)
        return
    if isinstance(case, KpiCase):
        return
    current, target, baseline = case.scored.current, case.scored.target, case.scored.baseline
    if not current or not target:
        return
    factor = case.around.options.unit_slip_factor
    if abs(current.adjusted() - target.adjusted()) + 1 < len(str(factor)):
        return  # as their places tell, and sooner than a division
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


RULES: tuple[Rule, ...] = (ambiguous_number, percent_scales, unit_slip)


def _fraction(case: RowCase) -> OffScale | None:
    if isinstance(case, KeyResultCase):
        return off_scale(case.key_result, case.current)
    return kpi_off_scale(case.kpi, readings_used(case.kpi, case.scored.inputs))


def _of_another_unit(case: RowCase, slip: UnitSlip) -> Problem:
    if isinstance(case, KeyResultCase) and case.key_result.measure.unit == PERCENT:
        return Problem(
            say(
                "{value} stands where {beside}% is to be reached, and nothing is scored",
                value=slip.value,
                beside=slip.beside,
            ),
            say("Type the share: in per cent (64%), or so many of how many (32/50)"),
            slip.cell,
            Severity.error,
        )
    if slip.unit or slip.beside_unit:
        by = case.scored.measured_by if isinstance(case, KeyResultCase) else None
        if isinstance(case, KeyResultCase) and by is not None and slip.value == by.value:
            return Problem(
                say(
                    "The KPI “{name}” ({where}) is {value}{unit}, the key result is in {other_unit}: nothing is scored",
                    name=short(by.name),
                    where=by.workbook or str(case.current.cell),
                    value=slip.value,
                    unit=behind_a_number(slip.unit),
                    other_unit=slip.beside_unit or case.key_result.measure.unit or "",
                ),
                say("Keep both in the same unit"),
                case.key_result.kpi.cell,
                Severity.error,
            )
        return Problem(
            say(
                "{value}{unit} stands beside {beside}{other_unit}, and nothing is scored",
                value=slip.value,
                unit=behind_a_number(slip.unit),
                beside=slip.beside,
                other_unit=behind_a_number(slip.beside_unit),
            ),
            say("Type all numbers of the row in the same unit"),
            slip.cell,
            Severity.error,
        )
    return Problem(
        say(
            "{value} beside {beside} is probably in another unit, and nothing is scored",
            value=slip.value,
            beside=slip.beside,
        ),
        say("Type both with their scale word (6.2 tỷ, 6.2M); where it is right, with its unit (5 downloads)"),
        slip.cell,
        Severity.error,
    )


class _TwoReadings(NamedTuple):
    """A number, how it was read, and what it may mean: both in the unit that it was typed in."""

    read: Read[Quantity]
    taken: Decimal
    other: Decimal


def _read_in_two_ways(case: RowCase) -> Iterator[_TwoReadings]:
    for read in case.troubled:
        if read.trouble is Trouble.ambiguous and isinstance(read.value, Quantity) and read.value.other is not None:
            yield _TwoReadings(read, read.value.value, read.value.other)
    numbers = _numbers(case)
    if _are_of_one_size(numbers):
        return
    for read in numbers:
        if read.value is None:
            continue
        value, typed = read.value.value, thousands_as_decimals(read)
        if typed is None and (is_whole(value) or abs(value) < 1 or not _has_no_unit(read)):
            continue  # nobody types 930 as 0.930
        taken = value if typed is None else typed
        if read.trouble is None and _fits_a_thousandfold(read, value, numbers) and is_whole(taken * 1000):
            yield _TwoReadings(read, taken, taken * 1000)


def _has_no_unit(read: Read[Quantity]) -> bool:
    """Whether a cell holds a number alone, or money."""
    return read.value is not None and read.value.unit in (None, read.value.currency)


def _are_of_one_size(numbers: Iterable[Read[Quantity]]) -> bool:
    """Whether a row's numbers are surely less than a hundredfold apart, as most are: by the places that they have."""
    places = [read.value.value.adjusted() for read in numbers if read.value is not None and read.value.value]
    return not places or max(places) - min(places) < 2


def _fits_a_thousandfold(read: Read[Quantity], taken: Decimal, numbers: Iterable[Read[Quantity]]) -> bool:
    """Whether a number is a stranger among its row's others, and would be none with its thousands."""
    least, others = abs(taken) * 100, 0
    for other in numbers:
        if other is not read and other.value is not None and other.value.value:
            size = abs(other.value.value)
            if size < least or size > abs(taken) * 20_000:
                return False
            others += 1
    return others > 0


def _numbers(case: RowCase) -> tuple[Read[Quantity], ...]:
    if isinstance(case, KpiCase):
        kpi = case.kpi
        return (kpi.lower, kpi.upper, kpi.target, kpi.current, *(period.value for period in kpi.periods[-3:]))
    row = case.key_result
    return row.baseline, row.target, row.current, row.lower, row.upper


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
