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
