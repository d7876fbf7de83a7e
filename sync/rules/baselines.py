"""OKR112–116: from where it is counted, and how far. What a score has had to assume, or cannot."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sync.messages import short
from sync.model.findings import Message, Severity
from sync.model.readings import Trouble
from sync.model.rows import Field, KeyResult
from sync.model.scores import Doubt, Status
from sync.patterns import RarePattern
from sync.reading.texts.text import bare
from sync.rules.rule import (
    Example,
    KeyResultCase,
    Matter,
    Problem,
    Rule,
    as_typed,
    behind_a_number,
    is_wrong,
    page,
    say,
)

_RATE = RarePattern(r"\b(?:ty|ti) (?:le|suat)\b|\b(?:rate|ratio|share|percentage)\b")
_HUNDRED = Decimal(100)


@page(
    "OKR112",
    "baseline-equals-target",
    Severity.error,
    KeyResultCase,
    only_with=Matter.doubt,
    title=say("Baseline and target are the same"),
    finds=say("A key result that begins where it ends."),
    why=say(
        "There is no way to go, and the formula would divide by zero. If the value is to be held, it is a KPI, or a "
        "health key result with a bound ('keep churn below 3%'); if it is to move, one of the two numbers is wrong."
    ),
    trips=Example(
        """
        | Objective | Key result                    | Baseline | Target | Current |
        | First use | Minutes until the first order | 45       | 45     | 38      |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                    | Baseline | Target | Current |
        | First use | Minutes until the first order | 45       | 30     | 38      |
        """
    ),
)
def baseline_equals_target(case: KeyResultCase) -> Iterator[Problem]:
    if not case.doubts(Doubt.baseline_equals_target):
        return
    target = case.scored.target
    if case.key_result.baseline.value is None and target == 0:
        yield Problem(
            say("The target is 0, and no baseline says from where"),
            say("Enter the value at the cycle's start; to hold a level, write a bound: “keep at 0”"),
            case.key_result.target.cell,
        )
    else:
        yield Problem(
            say("Baseline and target are both {target}", target=target)
            if target is not None
            else say("Baseline and target are the same"),
            _how_to_hold(case, target),
            case.key_result.target.cell,
        )


def _how_to_hold(case: KeyResultCase, level: Decimal | None) -> Message:
    if level is None:
        return say("Set a target beyond the baseline; to hold a level, write a bound: “keep below …”, “keep above …”")
    return say(
        "Set a target beyond the baseline; to hold a level, write a bound: “keep below {level}{unit}” or "
        "“keep above {level}{unit}”",
        level=level,
        unit=behind_a_number(case.key_result.measure.unit or ""),
    )


@page(
    "OKR113",
    "baseline-assumed-zero",
    Severity.info,
    KeyResultCase,
    only_with=Matter.doubt,
    also=Severity.warning,
    title=say("No baseline: counted from 0"),
    finds=say("An increase without a baseline. It is counted from 0; for a rate that is nearly always wrong."),
    why=say(
        "Progress is the way from baseline to target. Counted from 0, a retention of 24% on its way to 30% is 80% "
        "done; counted from last quarter's 22% it is a quarter of the way. Sales that begin anew each quarter do "
        "start at 0: then say so with a 0."
    ),
    trips=Example(
        """
        | Objective | Key result            | Current |
        | Loyalty   | Retention reaches 30% | 24%     |
        """
    ),
    passes=Example(
        """
        | Objective | Key result            | Baseline | Current |
        | Loyalty   | Retention reaches 30% | 22%      | 24%     |
        """
    ),
)
def baseline_assumed_zero(case: KeyResultCase) -> Iterator[Problem]:
    if not case.doubts(Doubt.baseline_taken_as_zero) or case.scored.status is Status.no_data:
        return
    yield Problem(
        say("No baseline: progress is counted from 0"),
        say("Enter the value at the cycle's start; 0 if it begins at 0")
        if case.key_result.baseline.cell is not None  # what the quarter before came to is no cell for it
        else say("Add a Baseline column, or write “from … to …”"),
        case.key_result.baseline.cell,
        Severity.warning if _is_a_rate(case.key_result) else None,
    )


@page(
    "OKR114",
    "baseline-needed",
    Severity.error,
    KeyResultCase,
    only_with=Matter.doubt,
    title=say("A decrease needs its baseline"),
    finds=say(
        "A key result that is to fall, without the value that it falls from; or a time of which neither its words nor "
        "a baseline say whether less of it is better ('Close the books in 5 days'); or a row beside a column of what "
        "the cycle before came to, whose value moved away from that: it may as well be counted from 0 each time."
    ),
    why=say(
        "Churn at 4% on its way down to 3%: nearly there from 12%, not begun from 4%. For a falling number no baseline "
        "can be guessed, and a quotient of target and current value, which some tools show, is wrong both ways."
    ),
    trips=Example(
        """
        | Objective | Key result                | Current |
        | Calm      | Reduce open tickets to 20 | 60      |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                         | Current |
        | Calm      | Reduce open tickets from 120 to 20 | 60      |
        """
    ),
)
def baseline_needed(case: KeyResultCase) -> Iterator[Problem]:
    if case.key_result.baseline.trouble is Trouble.sum_or_level:
        yield Problem(
            say(
                "{before} is where it begins, or what a cycle counted from 0 came to: the row is not scored",
                before=as_typed(case.key_result.baseline),
            ),
            say("Add a column “Baseline” with where it began: 0 if each cycle counts from 0"),
            case.key_result.baseline.cell,
        )
    elif case.doubts(Doubt.baseline_needed) and not is_wrong(case.key_result.baseline):
        start = next((said.words for said in case.key_result.wording.evidence if said.part == "start"), None)
        if case.table.column(Field.baseline):
            hint = say("Enter the value at the cycle's start")
        elif start is not None:
            hint = say("Write “{start}” in the same unit as the value to reach", start=start)
        else:
            hint = say("Write where it starts: “from 12% to 8%”")
        yield Problem(say("A decrease cannot be scored without its baseline"), hint, case.key_result.baseline.cell)
    elif case.doubts(Doubt.direction_unknown):
        target = as_typed(case.key_result.target)
        yield Problem(
            say("Whether less than {target} is better, or more, is not said", target=target),
            say("Write “at most {target}” or “at least {target}” into the text", target=target),
            case.key_result.baseline.cell,
        )


@page(
    "OKR115",
    "change-or-level",
    Severity.error,
    KeyResultCase,
    only_with=Matter.doubt,
    title=say("A change, or a level?"),
    finds=say(
        "The text asks for a change ('lose 3 kg'), there is no baseline, and the current value is more than twice that "
        "change: it is probably the level (72 kg). Or the last of "
        "columns by month of what adds up (revenue, new customers) holds less than the one before, or is of a later "
        "month and has its own plan beside it, and nothing says whether it is its month's alone, or all so far. Or "
        "plans by month stand beside it, and nothing says whether the last of them is the target or each counts alone."
    ),
    why=say(
        "Without a baseline the current value is read as the change so far: 1.8 of 3 kg. A level in its place would "
        "give 2,400%. Rather than guess, the row waits for its baseline."
    ),
    trips=Example(
        """
        | Objective      | Key result       | Current |
        | A healthy body | Lose 3 kg of fat | 72      |
        """
    ),
    passes=Example(
        """
        | Objective      | Key result       | Baseline | Current |
        | A healthy body | Lose 3 kg of fat | 74       | 72      |
        """
    ),
)
def change_or_level(case: KeyResultCase) -> Iterator[Problem]:
    planned = case.key_result.target
    if planned.trouble is Trouble.sum_or_level:
        yield Problem(
            say("“{plan}”: is the last one the whole cycle's, or does each count alone?", plan=short(planned.raw)),
            say("Add a column “Target” with what the whole cycle is to reach"),
            planned.cell,
        )
    if case.doubts(Doubt.part_or_so_far) and not case.key_result.check_ins:
        yield Problem(
            say(
                "{current} is of one period: does it count alone, or is it all so far?",
                current=case.scored.current or Decimal(0),
            ),
            say("Add a column “Current” with all there is so far"),
            case.input_cell("current"),
        )
    elif case.doubts(Doubt.part_or_so_far):
        yield Problem(
            say(
                "{current} after {before}: does each column count alone, or is it all so far?",
                current=case.scored.current or Decimal(0),
                before=_before(case.key_result),
            ),
            say("Add a column “Aggregation”: “sum” where each counts alone, “last” where it is all so far"),
            case.input_cell("current"),
        )
    if not case.doubts(Doubt.change_or_level):
        return
    change, current = case.key_result.measure.change or Decimal(0), case.scored.current or Decimal(0)
    yield Problem(
        say(
            "The text asks for a change of {change}, but the current value is {current}: a level?",
            change=abs(change),
            current=current,
        ),
        say("Enter the baseline, or the change so far as the current value"),
        case.input_cell("current"),
    )


def _before(key_result: KeyResult) -> Decimal:
    value = key_result.check_ins[-1].value.value if key_result.check_ins else None
    return Decimal(0) if value is None else value.value


@page(
    "OKR116",
    "relative-change-of-a-rate",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.doubt,
    title=say("Per cent of a percentage"),
    finds=say("A change in per cent of a measure that is itself in per cent: 'raise the rate by 5%'."),
    why=say(
        "From 20%, 'by 5%' ends at 21% or at 25%. Style guides of statisticians and newsrooms keep per cent and "
        "percentage points apart for this reason. The relative reading is taken; the finding shows both."
    ),
    trips=Example(
        """
        | Objective | Key result                        | Baseline | Current |
        | Loyalty   | Increase the retention rate by 5% | 20%      | 20.5%   |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                             | Baseline | Current |
        | Loyalty   | Raise retention by 5 percentage points | 20%      | 20.5%   |
        """
    ),
)
def relative_change_of_a_rate(case: KeyResultCase) -> Iterator[Problem]:
    if not case.doubts(Doubt.relative_change_of_a_rate):
        return
    change, baseline = case.key_result.measure.change or Decimal(0), case.scored.baseline
    hint = say("Write “{points} percentage points”, or the end value", points=abs(change))
    if baseline is None:
        yield Problem(say("{change}% of a rate was read as relative to the baseline", change=abs(change)), hint)
        return
    yield Problem(
        say(
            "{change}% of a rate was read as relative: to {relative}%; in points it would be {absolute}%",
            change=abs(change),
            relative=baseline * (1 + change / _HUNDRED),
            absolute=baseline + change,
        ),
        hint,
    )


RULES: tuple[Rule, ...] = (
    baseline_equals_target,
    baseline_assumed_zero,
    baseline_needed,
    change_or_level,
    relative_change_of_a_rate,
)


def _is_a_rate(row: KeyResult) -> bool:
    if row.measure.unit == "%" or row.unit.value == "%":
        return True
    return _RATE.search(bare(row.text.value or "")) is not None
