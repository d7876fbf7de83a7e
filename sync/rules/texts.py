"""OKR208–209: what the words of key results and objectives leave open, or say in the wrong place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sync.model.findings import Severity
from sync.patterns import RarePattern
from sync.reading.sheets.ceilings import names_a_rank
from sync.reading.texts.wording import names_a_value
from sync.rules.rule import Example, KeyResultCase, ObjectiveCase, Problem, Rule, page, say
from sync.rules.wordings import figures_in_doubt, names_no_value


@page(
    "OKR208",
    "text-in-doubt",
    Severity.error,
    KeyResultCase,
    also=Severity.warning,
    title=say("Which number is the value?"),
    finds=say(
        "A key result whose words hold numbers, of which none can be told to be the value for sure, and whose columns "
        "give none; or whose number can be read in two ways ('1.500')."
    ),
    why=say(
        "A wrong reading is worse than none: '20% more revenue and 10% less cost' scored by one of the two would say "
        "'done' half-way. Grove asks that at the end one can tell 'without any arguments' whether a key result was "
        "met: one measure, one value."
    ),
    trips=Example(
        """
        | Objective | Key result                        | Current |
        | Grow      | Reach 10k users and 40% retention |         |
        """
    ),
    passes=Example(
        """
        | Objective | Key result            | Current |
        | Grow      | Reach 10k users       | 4k      |
        | Grow      | Retention reaches 40% | 20%     |
        """
    ),
)
def text_in_doubt(case: KeyResultCase) -> Iterator[Problem]:
    row = case.key_result
    figures = figures_in_doubt(row)
    if not figures:
        return
    if names_no_value(case):
        words = ", ".join(f"“{figure}”" for figure in figures)
        severity = None if case.scored.progress is None else Severity.warning
        if len(figures) > 1:
            message = say("Which of these is the value to reach cannot be told for sure: {figures}", figures=words)
            yield Problem(
                message, say("Keep one value in a key result; give the other a row of its own"), None, severity
            )
        else:
            message = say("What {figure} means cannot be told for sure", figure=words)
            if _RANGE.search(figures[0]):
                hint = say("Write one value to reach, or that it is to stay between the two: “keep between 45 and 50”")
            elif row.wording.direction is not None:
                hint = say("Write from where to where it shall go (“from 3% to 8%”), or by how much (“by 5%”)")
            else:
                hint = say("Name what is measured, and its value: “Response time below 24 hours”")
            yield Problem(message, hint, None, severity)
    elif (
        row.wording.kind is not None
        and row.target.value is None
        and row.lower.value is None
        and row.upper.value is None
    ):
        yield Problem(
            say("{figure} in the text can be read in two ways", figure=f"“{figures[0]}”"),
            say("Write it without a separator, or enter it in the target column"),
            None,
            Severity.warning,
        )


@page(
    "OKR209",
    "objective-with-a-value",
    Severity.info,
    ObjectiveCase,
    title=say("A number in the objective"),
    finds=say("An objective that itself names a value to reach."),
    why=say(
        "The objective says where to go, in words that people remember; the key results say how far (Doerr, 'Measure "
        "What Matters'; Google's re:Work). A number up there is mostly a key result that nobody updates."
    ),
    trips=Example(
        """
        | Objective               | Key result       | Baseline | Target | Current |
        | Increase revenue by 20% | Alpha reaches 20 | 10       | 20     | 15      |
        """
    ),
    passes=Example(
        """
        | Objective           | Key result       | Baseline | Target | Current |
        | Win the small shops | Alpha reaches 20 | 10       | 20     | 15      |
        """
    ),
)
def objective_with_a_value(case: ObjectiveCase) -> Iterator[Problem]:
    title = case.objective.title.value or ""
    if any(mark in title for mark in "(–—-"):
        title = _WEIGHT.sub("", title)
    if any(letter.isdigit() for letter in title) and names_a_value(title) and not names_a_rank(title):
        yield Problem(
            say("The objective names a value: that is a key result"),
            say("Write it as a key result, and let the objective say what it is good for"),
        )


RULES: tuple[Rule, ...] = (text_in_doubt, objective_with_a_value)

_WEIGHT = RarePattern(
    r"\(\s*(?:(?:trọng số|tỷ trọng|tỉ trọng|weight|weighting|w)\s*[:=]?\s*)?[0-9]+(?:[.,][0-9]+)?\s?%\s*\)\s*$"
    r"|[(–—-]\s*(?:trọng số|tỷ trọng|tỉ trọng|weight|weighting)\s*[:=]?\s*[0-9]+(?:[.,][0-9]+)?\s?%?\s*\)?\s*$",
    re.IGNORECASE,
)
"""What an objective counts for, behind its words."""


_RANGE = RarePattern(r"[0-9][^0-9]{0,8}(?:[-–~]|đến|tới|den)\s?[0-9]")
"""Two ends: '45–50 tỷ', '8 đến 12'."""
