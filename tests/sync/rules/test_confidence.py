"""How a row's own confidence is spoken of."""

from __future__ import annotations

from datetime import date

import pytest

from sync.messages import render
from tests.sync.rules.examples import checked

LATE = """
| Objective | Key result                      | Baseline | Target | Current | Confidence   |
| Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1250    | {confidence} |
"""


@pytest.mark.parametrize(("typed", "said"), [("High", "“High”"), ("90%", "90%"), ("9/10", "90%")])
def test_a_confidence_is_told_in_the_words_of_its_cell(typed: str, said: str) -> None:
    findings = checked(LATE.format(confidence=typed), date(2026, 11, 20))
    messages = [render(finding.message, "en") for finding in findings if finding.code == "OKR304"]
    assert messages == [f"Confidence is {said}, but progress is late"]
