"""A sheet is spoken of in the language that its words show, in its settings' where they say one, and stays in it."""

from __future__ import annotations

from datetime import date

import pytest

from sync.model.findings import Language
from sync.model.rows import Field, Table
from sync.options import ReadingOptions
from sync.reading.sheets.workbook import read_rows
from tests.sheets import sheet_of

VIETNAMESE = "Mục tiêu | Kết quả then chốt | Chỉ tiêu\nTăng trưởng | Ký hợp đồng mới | 1.500"
ENGLISH = "Objective | Key result | Target\nGrow in the south | Sign new contracts | 1.500"
GERMAN = "Ziel | Kennzahl | Soll\nWir wachsen im Süden | Neue Verträge unterschreiben | 1.500"
FRENCH = "Ziel | Kennzahl | Soll\nÊtre les premiers à Lyon | Signer de nouveaux marchés | 1.500"
VIETNAMESE_WORDS = "Ziel | Kennzahl | Soll\nTăng trưởng ở miền Nam | Ký hợp đồng mới | 1.500"


def table_of(text: str, options: ReadingOptions) -> Table:
    (table,) = read_rows([sheet_of(text, "2026-Q4")], options, date(2026, 11, 15)).tables
    return table


def options(service: Language, own: Language | None) -> ReadingOptions:
    columns = {"Ziel": Field.objective, "Kennzahl": Field.key_result, "Soll": Field.target}
    return ReadingOptions(language=service, own_language=own, columns=columns)


@pytest.mark.parametrize(
    ("text", "service", "own", "spoken", "typed_in"),
    [
        (VIETNAMESE, "en", None, "vi", "vi"),
        (ENGLISH, "vi", None, "en", "en"),
        (VIETNAMESE, "vi", "en", "en", "vi"),
        (ENGLISH, "en", "vi", "vi", "en"),
        (GERMAN, "vi", None, "en", "en"),
        (GERMAN, "de", None, "de", "de"),
        (GERMAN, "vi", "de", "de", "de"),
        (ENGLISH, "vi", "de", "de", "de"),
        (ENGLISH, "de", None, "en", "en"),
        (VIETNAMESE, "vi", "ja", "ja", "vi"),
        (FRENCH, "fr", None, "fr", "fr"),
        (VIETNAMESE_WORDS, "fr", None, "vi", "vi"),
    ],
)
def test_the_workbooks_own_language_wins_and_numbers_are_read_as_the_sheet_has_them(
    text: str, service: Language, own: Language | None, spoken: Language, typed_in: str
) -> None:
    table = table_of(text, options(service, own))
    assert table.language == spoken
    assert table.locale == typed_in


@pytest.mark.parametrize("name", ["Chuyển đổi số 4.0", "Web 3.0 cho Gen Z", "Ra mắt v2.1", "KR 1.2: Ký hợp đồng mới"])
def test_the_point_in_a_name_says_nothing_of_how_numbers_are_typed(name: str) -> None:
    text = f"Mục tiêu | Kết quả then chốt | Chỉ tiêu\n{name} | Người dùng mới | '52.000"
    assert table_of(text, ReadingOptions()).locale == "vi"


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("STT", ("1.1", "1.2", "1.3")),
        ("Mã", ("1.10", "1.11", "1.12")),
        ("Hạn", ("31.12", "30.11", "15.12")),
        ("Ghi chú", ("Xem mục 2.3", "Theo điều 4.1", "Phụ lục 1.2")),
    ],
)
def test_numbers_of_rows_days_and_clauses_do_not_say_how_values_are_written(
    header: str, cells: tuple[str, ...]
) -> None:
    sheet = sheet_of(
        f"""
        {header} | Mục tiêu | Kết quả then chốt | ĐVT | Chỉ tiêu | Thực hiện
        '{cells[0]} | Mở rộng | Số hội viên | người | '2.000 | 35
        '{cells[1]} |  | Số tờ rơi | tờ | '5.000 | 400
        '{cells[2]} |  | Diện tích | m2 | '1.200 | 3
        """,
        "OKR Q4-2026",
    )
    rows = read_rows((sheet,), ReadingOptions(), date(2026, 11, 20))
    found = [one for objective in rows.objectives for one in objective.key_results]
    assert [one.target.value and one.target.value.value for one in found] == [2000, 5000, 1200]
