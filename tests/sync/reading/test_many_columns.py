"""Tabs with hundreds of columns that are none of ours: what is said stays short and true, and reading stays fast."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from time import process_time

from sync.model.cells import Sheet
from sync.model.rows import Field, LayoutRemark, Rows
from sync.options import ReadingOptions
from sync.reading import all_remarks, read_rows
from tests.sheets import sheet_of

DAY = date(2026, 11, 19)
VALUES = {"Baseline": "100", "Target": "300", "Current": "180"}


def with_others(headers: Sequence[str], count: int, words: str = "Survey {}") -> Sheet:
    """A table of these headers, with as many other columns beside it."""
    named = {"Objective": "Grow", "Key Result": "Paying teams", **VALUES}
    row = [named.get(header, "words") for header in headers]
    beside = [words.format(number) for number in range(1, count + 1)]
    return sheet_of(f"{' | '.join([*headers, *beside])}\n{' | '.join([*row, *['abc'] * count])}", "Q4")


def looked_at(sheet: Sheet, options: ReadingOptions | None = None) -> tuple[Rows, list[LayoutRemark]]:
    options = options or ReadingOptions()
    rows = read_rows([sheet], options, DAY)
    return rows, list(all_remarks([sheet], rows, options))


def test_a_table_is_found_whatever_many_columns_stand_beside_it() -> None:
    for count in (16, 300):
        rows, remarks = looked_at(with_others(("Objective", "Key Result", "Owner", *VALUES), count))
        (key_result,) = [one for _, one in rows.key_results()]
        assert key_result.current.value is not None
        assert key_result.current.value.value == 180
        assert remarks == []


def test_columns_that_the_settings_name_count_as_known() -> None:
    sheet = with_others(("Mission", "Key Result", "Aim", "As it is"), 20)
    columns = {"Mission": Field.objective, "Aim": Field.target, "As it is": Field.current}
    rows, _ = looked_at(sheet, ReadingOptions(columns=columns))
    assert [one.text.value for _, one in rows.key_results()] == ["Paying teams"]


def test_of_headers_that_are_right_it_is_not_said_that_they_should_be_named() -> None:
    _, remarks = looked_at(with_others(("Objective", "Key Result", "Weight"), 300))
    assert [(one.kind, one.guess, one.setting) for one in remarks] == [("nothing_found", "without values", "")]
    rows, _ = looked_at(with_others(("Objective", "Key Result", "Weight", "Target", "Current"), 300))
    assert len(rows.objectives) == 1


def test_of_hundreds_of_columns_a_handful_is_spoken_of() -> None:
    misspelt = ("Objctive", "Key reslts", "Targt", "Curent", "Baslin")
    _, remarks = looked_at(with_others(misspelt, 300))
    assert [one.words for one in remarks if one.kind == "unplaced_column"] == list(misspelt[:4])
    between = ["Objective", "Key Result", *(f"Survey {number}" for number in range(300)), "Target", "Current"]
    numbers = ["Grow", "Paying teams", *["7"] * 300, "300", "180"]
    _, remarks = looked_at(sheet_of(f"{' | '.join(between)}\n{' | '.join(numbers)}", "Q4"))
    assert len(remarks) <= 5


def test_the_time_goes_up_with_the_number_of_columns_and_no_faster() -> None:
    def seconds(sheet: Sheet) -> float:
        began = process_time()
        looked_at(sheet)
        return process_time() - began

    for headers in (("Objective", "Key Result", *VALUES), ("Objective", "Key Result", "Weight")):
        few, many = (with_others(headers, count, f"{count} H{{}}") for count in (250, 4_000))
        seconds(few)
        assert seconds(many) < 60 * max(seconds(few), 0.02)  # where each column looked at all others: 256 times
