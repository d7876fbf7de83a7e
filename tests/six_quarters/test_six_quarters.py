"""A small part of ``python -m tests.six_quarters``: teams of every layout, the team that is always early, and
two between whom an objective moves; one workbook for all quarters, or one for each."""

from __future__ import annotations

from pathlib import Path

from tests.six_quarters.company import teams
from tests.six_quarters.stories import KEEP_GOING, MAKE, RAISE
from tests.six_quarters.story_told import tell


def test_six_quarters_give_the_verdicts_that_were_planted_and_none_more(tmp_path: Path) -> None:
    company = teams(8, seed=1)
    compared = tell(tmp_path, [company[0], company[3], company[7], *company[8:10]])
    assert not compared.missing
    assert not compared.unplanted
    assert {KEEP_GOING, MAKE, RAISE, "OKR407"} <= set(compared.as_planted)
