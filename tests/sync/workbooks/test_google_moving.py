"""Which spreadsheets have to be read although Drive says that nobody changed them."""

from __future__ import annotations

import pytest

from sync.model.cells import Cell, Sheet
from sync.options import GoogleOptions
from sync.workbooks.google_moving import moves_by_itself

FUNCTIONS = GoogleOptions().always_read


def tabs(formula: str) -> list[Sheet]:
    return [
        Sheet("Q4 2026", {1: {1: Cell(1, formula=formula)}}),
        Sheet("Anna's", {}),
        Sheet("Dữ_liệu", {}),
        Sheet("Data", {1: {1: Cell(1, formula='=IMPORTRANGE("x","A1")')}}, complete=False),
    ]


@pytest.mark.parametrize(
    "formula",
    [
        '=IMPORTRANGE("https://docs.google.com/spreadsheets/d/x", "A1:B2")',
        '=IFERROR(googlefinance("GOOG"),0)',
        "=TODAY()-A1",
        "=A1*NOW ( )",
        "=Data!B2",
        "=SUM('Data'!B:B)",
        "=VLOOKUP(A1,'gone tab'!A:C,3)",
        '=INDIRECT("Dat"&"a!A1")',
        "=Doanh_thu*2",
        "=SUM(sales,1)",
        "=LET(x,A1,x+1)",
    ],
)
def test_what_moves_or_looks_where_nobody_read_is_read_every_time(formula: str) -> None:
    assert moves_by_itself(tabs(formula), FUNCTIONS)


@pytest.mark.parametrize(
    "formula",
    [
        "=A1+B$2*$C$3",
        "=SUM(A1:A)",
        "=SUM($A:$B,3:4)",
        "='Anna''s'!B2",
        "=Dữ_liệu!B2+1",
        '=IF(A1>0,"TODAY() is Data!A1","")',
        "=IF(TRUE,ROUND(A1/B1;2),false)",
        "=-1.5E3%",
        '=SPARKLINE(A1,{"charttype","bar"})',
        "='q4 2026'!A1",
    ],
)
def test_what_only_people_move_is_not(formula: str) -> None:
    assert not moves_by_itself(tabs(formula), FUNCTIONS)


def test_functions_of_the_settings_count() -> None:
    assert moves_by_itself(tabs("=OUR_SCRIPT(A1)"), ("OUR_SCRIPT",))
    assert not moves_by_itself(tabs("=OUR_SCRIPT(A1)"), ())
