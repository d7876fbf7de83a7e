from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.archive.encoding import (
    Kept,
    cut,
    cut_findings,
    expected_from_text,
    expected_text,
    options_from_text,
    options_to_text,
    sew,
    sew_finding,
)
from sync.model.findings import Finding, Message, Severity
from sync.model.readings import CheckIn, Evidence, Kind, Measure, Quantity, Read, Trouble
from sync.model.rows import KeyResult
from sync.options import FiscalCalendar, ScoringOptions
from sync.plain import Record
from tests.sync.archive.samples import DAY, TAB, cells, decimals, finding, key_result, objective, scored, texts, usual

KEPT_BY_0001 = Path(__file__).parent / "kept_by_0001.json"


def reads(values: st.SearchStrategy[object]) -> st.SearchStrategy[Read[object]]:
    return st.builds(
        Read, st.none() | values, st.none() | cells, texts, st.none() | st.sampled_from(Trouble), st.booleans()
    )


optional = st.none() | decimals
quantities = st.builds(Quantity, decimals, st.none() | texts, st.none() | texts, optional, optional, st.none() | texts)
# Of a NamedTuple itself hypothesis would fill every field, those with defaults too.
measures = st.builds(
    partial(Measure),
    kind=st.none() | st.sampled_from(Kind),
    baseline=optional,
    lower=optional,
    relative=st.booleans(),
    unit=st.none() | texts,
    evidence=st.lists(st.builds(Evidence, texts, texts), max_size=2).map(tuple),
)
check_ins = st.builds(CheckIn, texts, st.none() | st.dates(), reads(quantities), texts)
key_results = st.builds(
    partial(KeyResult),
    text=reads(texts),
    row=st.integers(1, 99),
    sheet=texts,
    id=texts,
    measure=measures,
    current=reads(quantities),
    milestone=reads(st.booleans()),
    confidence=reads(decimals),
    due=reads(st.dates()),
    committed=st.none() | st.booleans(),
    check_ins=st.lists(check_ins, max_size=2).map(tuple),
    ignored_rules=st.frozensets(texts, max_size=3),
)
messages = st.builds(
    Message,
    texts,
    st.lists(st.tuples(texts, st.one_of(decimals, st.dates(), texts, st.integers(), cells)), max_size=3).map(tuple),
)
findings = st.builds(
    Finding,
    texts,
    st.sampled_from(Severity),
    messages,
    messages,
    cells,
    st.none() | st.integers(1, 99),
    st.booleans(),
    st.sampled_from(["vi", "en"]),
)


@given(key_results)
@settings(max_examples=80, deadline=None)
def test_any_row_comes_back_exactly(row: KeyResult) -> None:
    record = Record(KeyResult)
    back = record.decode(json.loads(json.dumps(record.encode(row, ("Q4", 7)))), ("Q4", 7))
    assert back == row
    assert repr(back.current) == repr(row.current)


@given(st.lists(findings, max_size=3))
@settings(max_examples=80, deadline=None)
def test_any_finding_comes_back_exactly(some: list[Finding]) -> None:
    back = [sew_finding(kept) for kept in cut_findings(some)]
    assert sorted(map(repr, back)) == sorted(map(repr, some))


@given(st.lists(optional, max_size=8))
@settings(max_examples=40, deadline=None)
def test_expected_progress_of_every_row_comes_back(values: list[Decimal | None]) -> None:
    rows = [key_result(str(number), number + 2, "1")._replace(expected=own) for number, own in enumerate(values)]
    whole = scored(objective("O", 2, *rows))
    assert [repr(value) for value in expected_from_text(expected_text(whole))[1:]] == [repr(value) for value in values]


def test_rows_of_one_cycle_tell_their_expected_progress_once() -> None:
    rows = [key_result(str(number), number + 2, "1") for number in range(1000)]
    assert len(expected_text(scored(objective("O", 2, *rows)))) < 50


def test_expected_progress_of_equal_digits_is_told_once_and_of_others_is_not() -> None:
    values = [Decimal("0.5"), Decimal("0.5"), Decimal("0.50"), None, None, Decimal("0.5")]
    rows = [key_result(str(number), number + 2, "1")._replace(expected=own) for number, own in enumerate(values)]
    told = json.loads(expected_text(scored(objective("O", 2, *rows)._replace(expected=Decimal("0.5")))))
    assert told == {"values": ["0.5", "0.50", None], "runs": [[0, 3], [1, 1], [2, 2], [0, 1]]}


def test_all_options_come_back() -> None:
    options = ScoringOptions(
        on_track=Decimal("0.80"), missing_current="skip", committed=True, calendar=FiscalCalendar(4, "end")
    )
    assert options_from_text(options_to_text(options)) == options


def test_a_finding_of_a_row_that_moved_says_the_same() -> None:
    high, low = (next(cut_findings([finding(row)])) for row in (4, 40))
    assert high.content == low.content


def test_what_the_first_version_kept_is_still_understood() -> None:
    """Never change this file: it stands for everybody's archives."""
    document = json.loads(KEPT_BY_0001.read_text(encoding="utf-8"))
    kept = [Kept(**row) for row in document["rows"]]
    assert sew(kept, document["expected"], date.fromisoformat(document["as_of"])) == usual()
    assert {(one.kind, one.subject): one.content for one in cut(usual())} == {
        (one.kind, one.subject): one.content for one in kept
    }, "the same row, kept today, is not a change"
    assert ("Quý 4", date(2026, 11, 2)) == (TAB, DAY)
