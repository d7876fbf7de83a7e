"""Examples of pages in another language: as many, of the same shape, narrow enough for a terminal, and in no sync."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sync.rules import Rule, rules
from sync.rules.examples import examples_in, page_in, sheets_of
from tests.sync.rules.examples import examples_of, findings_of

WITH_EXAMPLES = [rule for rule in rules() if rule.page.trips is not None]
WIDEST = 78


def test_every_rule_that_has_examples_has_vietnamese_ones() -> None:
    assert list(examples_in("vi")) == [rule.code for rule in WITH_EXAMPLES]


@pytest.mark.parametrize("rule", WITH_EXAMPLES, ids=lambda rule: rule.code)
def test_an_example_has_the_same_past_and_day_in_both_languages(rule: Rule) -> None:
    own, page = page_in(rule, "vi"), rule.page
    for one, other in ((own.trips, page.trips), (own.passes, page.passes)):
        assert one is not None
        assert other is not None
        assert (one.as_of, one.before_on) == (other.as_of, other.before_on)
        assert (bool(one.before), len(one.closed)) == (bool(other.before), len(other.closed))


@pytest.mark.parametrize("rule", WITH_EXAMPLES, ids=lambda rule: rule.code)
def test_a_vietnamese_example_is_read_as_a_vietnamese_sheet(rule: Rule) -> None:
    found = [finding for example in examples_of(rule, "vi") for finding in findings_of(example)]
    assert {finding.language for finding in found} == {"vi"}


@pytest.mark.parametrize("rule", WITH_EXAMPLES, ids=lambda rule: rule.code)
def test_a_vietnamese_example_stands_in_columns_and_fits_a_terminal(rule: Rule) -> None:
    page = page_in(rule, "vi")
    for example in (page.trips, page.passes):
        assert example is not None
        for _, sheet in sheets_of(example):
            for table in sheet.split("\n\n"):
                (columns,) = {
                    tuple(place for place, sign in enumerate(line) if sign == "|") for line in table.split("\n")
                }
                assert columns[-1] < WIDEST


def test_a_language_without_examples_of_its_own_has_the_english_ones() -> None:
    assert all(page_in(rule, "fr") == rule.page for rule in rules())  # type: ignore[arg-type]


def test_an_example_with_a_past_is_told_in_the_order_of_time() -> None:
    (rule,) = (rule for rule in rules() if rule.code == "OKR404")
    page = page_in(rule, "vi")
    assert page.trips is not None
    told = [when for when, _ in sheets_of(page.trips)]
    assert [dict(when.values) for when in told if when is not None] == [
        {"cycle": "Quý 2/2026"},
        {"cycle": "Quý 3/2026"},
        {"day": page.trips.as_of},
    ]


def test_no_sync_loads_examples_of_another_language() -> None:
    code = "import sys, jobs.tasks, sync.engine; print('sync.rules.examples' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
