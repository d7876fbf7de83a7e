"""Findings that are accepted for now: told again by rule and row, wherever the row stands."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.identity import identify
from sync.model.findings import Finding
from sync.model.past import History
from sync.model.rows import Rows
from sync.options import ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import read_rows
from sync.rules import check
from sync.rules.known import KnownFile, KnownFinding, as_known, known_from_json, known_to_json, sift
from sync.scoring import score
from tests.sheets import sheet_of

AS_OF = date(2026, 11, 20)
HEADER = "Objective | Key result | Baseline | Target | Current"
TASK = "Grow | Launch the portal | | |"
VALUE = "Grow | MRR reaches 20 | 10 | 20 | 15"
SECOND_TASK = "Grow | Write a handbook | | |"


def found_in(*lines: str) -> tuple[Rows, tuple[Finding, ...]]:
    rows = identify(
        read_rows((sheet_of("\n".join((HEADER, *lines)), "Q4 2026"),), ReadingOptions(language="en"), AS_OF)
    )
    return rows, check(score(rows, AS_OF, ScoringOptions(), History()), History(), RuleOptions())


def known_of(*lines: str) -> tuple[KnownFinding, ...]:
    return as_known("sales", *found_in(*lines))


def left_of(*lines: str, known: tuple[KnownFinding, ...], options: RuleOptions | None = None) -> list[str]:
    sifted, _ = sift("sales", *found_in(*lines), known, options or RuleOptions())
    return [finding.code for finding in sifted.left]


def test_nothing_is_left_of_what_was_accepted() -> None:
    assert found_in(TASK, VALUE)[1]
    assert left_of(TASK, VALUE, known=known_of(TASK, VALUE)) == []


def test_a_row_that_moved_is_still_known() -> None:
    assert left_of(VALUE, TASK, known=known_of(TASK, VALUE)) == []


def test_a_new_finding_is_told() -> None:
    assert "OKR201" in left_of(TASK, VALUE, SECOND_TASK, known=known_of(TASK, VALUE))


def test_a_row_of_another_workbook_is_not_excused() -> None:
    sifted, gone = sift("other", *found_in(TASK, VALUE), known_of(TASK, VALUE), RuleOptions())
    assert sifted.hidden == 0
    assert gone == ()


def test_what_no_longer_occurs_is_told() -> None:
    _, gone = sift("sales", *found_in(VALUE), known_of(TASK, VALUE), RuleOptions())
    assert ("OKR201", "Launch the portal") in {(one.code, one.words) for one in gone}


def test_a_rule_that_was_not_asked_says_nothing_of_what_is_gone() -> None:
    rows, _ = found_in(VALUE)
    _, gone = sift("sales", rows, (), known_of(TASK, VALUE), RuleOptions(ignore=("OKR2",)))
    assert not [one for one in gone if one.code.startswith("OKR2")]


def test_one_more_of_the_same_kind_in_a_row_is_told() -> None:
    rows, findings = found_in(TASK)
    sifted, _ = sift("sales", rows, (*findings, findings[0]), as_known("sales", rows, findings), RuleOptions())
    assert sifted.left == (findings[0],)


@given(st.lists(st.builds(KnownFinding, st.text(), st.text(), st.text(), st.text(), st.integers(1, 9)), max_size=5))
def test_a_file_gives_back_what_was_written_into_it(known: list[KnownFinding]) -> None:
    assert list(known_from_json(known_to_json(known))) == sorted(known)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2, "known": []}', '{"version": 1, "known": [{}]}'])
def test_a_file_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(KnownFile):
        known_from_json(text)
