"""OKR308–309: where a key result will end if it goes on as it did, by its check-ins. The forecast depends on what was
measured, and not on the day on which it is made: a day that changed nothing writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sync.forecasting import Forecast, forecast_of
from sync.model.findings import Severity
from sync.model.scores import Status
from sync.rules.disagreements import confidence_against_progress
from sync.rules.rule import Example, KeyResultCase, Matter, Problem, Rule, confidence_said, page, say

_SURE, _UNSURE = Decimal("0.7"), Decimal("0.5")
_NOT_BEHIND = (Status.on_track, Status.at_risk)


def _weeks(values: str, confidence: str = "") -> str:
    """A sheet of the examples: a list of OKRs with a column a week, and one of confidence where it is said."""
    head = "| OKR       | Baseline | Target | W42 | W43 | W44 | W45 | W46 |"
    objective = "| O: Grow   |          |        |     |     |     |     |     |"
    row = f"| KR: Teams | 120      | 200    | {values} |"
    if not confidence:
        return "\n".join((head, objective, row))
    return "\n".join((f"{head} Confidence |", f"{objective}            |", f"{row} {confidence:<10} |"))


@page(
    "OKR308",
    "forecast-falls-short",
    Severity.info,
    KeyResultCase,
    only_with=Matter.check_ins,
    title=say("It will fall short, if it goes on like this"),
    finds=say(
        "A key result that is not behind yet, and whose target lies outside the interval in which its check-ins let it "
        "end (in four cases of five)."
    ),
    why=say(
        "'At risk' is a word that can be lived with for weeks. Where even the better end of what is likely is short of "
        "the target, it is plain now that something has to change, while something still can."
    ),
    trips=Example(_weeks("132 | 138 | 143 | 149 | 155")),
    passes=Example(_weeks("135 | 142 | 149 | 156 | 164")),
)
def forecast_falls_short(case: KeyResultCase) -> Iterator[Problem]:
    if case.scored.status not in _NOT_BEHIND or not case.key_result.check_ins:
        return
    found = forecast_of(case.scored, case.around.as_of)
    if found is not None and _falls_short(found, case):
        low, high = _rounded(found.low, found), _rounded(found.high, found)
        yield Problem(
            say("If it goes on like this, it ends between {low} and {high}", low=low, high=high),
            say("Agree on what to change while there is time"),
        )


@page(
    "OKR309",
    "confidence-against-forecast",
    Severity.info,
    KeyResultCase,
    only_with=Matter.check_ins,
    title=say("Confidence and forecast disagree"),
    finds=say(
        "An owner who is confident (70% or more) of a key result that falls short if it goes on as it did, or who "
        "doubts one (below 50%) that gets there."
    ),
    why=say(
        "The owner may know what the check-ins cannot: a contract about to be signed, a key person leaving. Then it "
        "belongs into the notes. Otherwise one of the two is wrong, and a look at the numbers settles it."
    ),
    trips=Example(_weeks("132 | 138 | 143 | 149 | 155", "90%")),
    passes=Example(_weeks("132 | 138 | 143 | 149 | 155", "40%")),
)
def confidence_against_forecast(case: KeyResultCase) -> Iterator[Problem]:
    confidence = case.key_result.confidence
    if confidence.value is None or not case.key_result.check_ins or any(confidence_against_progress.check(case)):
        return
    found = forecast_of(case.scored, case.around.as_of)
    if found is None:
        return
    if confidence.value >= _SURE and _falls_short(found, case):
        message = say(
            "Confidence is {confidence}, but if it goes on like this it falls short",
            confidence=confidence_said(confidence),
        )
        yield Problem(
            message,
            say("Say in the notes what will be different, or lower the confidence"),
            confidence.cell,
        )
    elif confidence.value < _UNSURE and _gets_there(found, case):
        message = say(
            "Confidence is only {confidence}, but if it goes on like this it gets there",
            confidence=confidence_said(confidence),
        )
        yield Problem(
            message,
            say("What stands in the way? Say so in the notes, or raise the confidence"),
            confidence.cell,
        )


RULES: tuple[Rule, ...] = (forecast_falls_short, confidence_against_forecast)


def _falls_short(found: Forecast, case: KeyResultCase) -> bool:
    """Whether even the better end of the interval is short of the target."""
    target, baseline = case.scored.target, case.scored.baseline
    if target is None or baseline is None:
        return False
    return found.high < target if target > baseline else found.low > target


def _gets_there(found: Forecast, case: KeyResultCase) -> bool:
    """Whether even the worse end of the interval reaches the target."""
    target, baseline = case.scored.target, case.scored.baseline
    if target is None or baseline is None:
        return False
    return found.low >= target if target > baseline else found.high <= target


def _rounded(value: Decimal, found: Forecast) -> Decimal:
    """To two digits of the interval: more would pretend to know."""
    width = found.high - found.low
    return value if not width else round(value, 1 - width.adjusted())
