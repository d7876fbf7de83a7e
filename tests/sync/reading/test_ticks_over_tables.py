"""A tick box in the row of headers, where somebody made boxes of a whole column."""

from __future__ import annotations

from datetime import date

import pytest

from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

DAY = date(2026, 11, 20)
HEADERS = "Objective | Key result | Baseline | Target | Current | Owner"
ROWS = ("Grow | Revenue | 0 | 100 | 70 | An", " | Users | 0 | 50 | 45 | Bo")


def values(table: str) -> list[str]:
    rows = read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), DAY)
    return [own.current.raw for _, own in rows.key_results()]


@pytest.mark.parametrize("ticks", ["FALSE", "FALSE | | TRUE"])
def test_the_table_below_is_found(ticks: str) -> None:
    assert values("\n".join(f"{line} | {ticks}" for line in (HEADERS, *ROWS))) == ["70", "45"]
    assert values("\n".join(f"{ticks} | {line}" for line in (HEADERS, *ROWS))) == ["70", "45"]


def test_a_row_of_words_and_ticks_heads_nothing() -> None:
    assert values(f"{HEADERS}\nObjective | Target | TRUE | FALSE | TRUE | FALSE\n" + "\n".join(ROWS))[-2:] == [
        "70",
        "45",
    ]
