from __future__ import annotations

import json
from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given, settings

from sync.model.cells import CellRef, ErrorValue
from sync.model.plans import CellChange, Plan
from sync.model.readings import Measure, Quantity, Read
from sync.model.rows import Field
from sync.plain import PLAN_FORMAT, Record, plan_from_json, plan_to_json
from tests.sync.archive.samples import plan, plans


@given(plans)
@settings(max_examples=60, deadline=None)
def test_a_saved_plan_comes_back_as_it_was(one: Plan) -> None:
    back = plan_from_json(plan_to_json(one))
    assert back == one
    assert repr(back) == repr(one), "1.0 and 1.00 are equal, and not the same"


def test_true_one_and_its_text_stay_three_things() -> None:
    values = (True, Decimal(1), Decimal("1.00"), "1", "TRUE", None, "", ErrorValue("#N/A"))
    changes = tuple(CellChange(CellRef("A!B", 1, 1), value, None, Field.score, "x") for value in values)
    back = plan_from_json(plan_to_json(Plan("w", "f", plan().as_of, changes=changes)))
    assert [repr(change.before) for change in back.changes] == [repr(value) for value in values]


def test_a_person_can_read_a_saved_plan() -> None:
    document = json.loads(plan_to_json(plan()))
    assert document["plan"]["changes"][0] == {
        "cell": "Quý 4!I2",
        "before": {"number": "0.10"},
        "after": {"number": "0.4000"},
        "field": "progress",
        "subject": "doanh-so",
        "number_format": "0%",
    }


GOOD = plan_to_json(plan())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        (GOOD[: len(GOOD) // 2], "not JSON"),
        ("[]", "not a saved plan"),
        ("{}", "not a saved plan"),
        ("null", "not a saved plan"),
        (GOOD.replace(f'"okr_sync_plan": {PLAN_FORMAT}', '"okr_sync_plan": 99'), "format 99"),
        (GOOD.replace('"fingerprint"', '"finger"'), "lacks fingerprint"),
        (GOOD.replace('"subject"', '"subjekt"'), "lacks subject"),
        (GOOD.replace('"0.4000"', '"0,4"'), "'0,4' is not a number"),
        (GOOD.replace('"number": "0.4000"', '"number": 0.4'), "0.4 is not what should stand here"),
        (GOOD.replace('"Quý 4!I2"', '"I2"'), "'I2' is not a cell"),
        (GOOD.replace('"Quý 4!I2"', "17"), "17 is not what should stand here"),
        (GOOD.replace('"progress"', '"progres"'), "progres"),
        (GOOD.replace("2026-11-02", "02.11.2026"), "02.11.2026"),
        (GOOD.replace('"changes": [', '"changes": [[],'), "should be an object"),
        (GOOD.replace('"workbook": "sales"', '"workbook": "sales", "hold": true'), "no 'hold'"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_damaged_plan_is_refused_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(ValueError, match="plan") as refused:
        plan_from_json(text)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_row_that_moved_says_the_same() -> None:
    record = Record(Read[Quantity])
    high = Read(Quantity(Decimal(5)), CellRef("Q4", 10, 3), "5")
    low = high._replace(cell=CellRef("Q4", 12, 3))
    assert record.encode(high, ("Q4", 10)) == record.encode(low, ("Q4", 12)) != record.encode(low, ("Q4", 11))
    assert record.decode(record.encode(low, ("Q4", 12)), ("Q4", 12)) == low


@pytest.mark.parametrize("row", [1, 9, 10, 11, 500])
@pytest.mark.parametrize("sheet", ["Q4", "Other", "A!B-1", ""])
def test_a_cell_is_found_again_from_any_row(sheet: str, row: int) -> None:
    record = Record(Read[str])
    there = Read("x", CellRef(sheet, row, 28), "x")
    assert record.decode(json.loads(json.dumps(record.encode(there, ("Q4", 10)))), ("Q4", 10)) == there


def test_a_field_added_later_does_not_change_what_was_kept_before() -> None:
    assert Record(Measure).encode(Measure()) == {}


class Choice(NamedTuple):
    yes: bool | None = False
    word: str | None = ""
    count: int | None = 0


@pytest.mark.parametrize("choice", [Choice(), Choice(None, None, None), Choice(True, "x", 1), Choice(False, "", 0)])
def test_nothing_is_not_taken_for_the_default_that_is_left_out(choice: Choice) -> None:
    record = Record(Choice)
    assert repr(record.decode(record.encode(choice))) == repr(choice)
