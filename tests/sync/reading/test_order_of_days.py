"""Day and month in a table's typed days: what one of them shows holds for all."""

from __future__ import annotations

from datetime import date

import pytest

from sync.model.rows import KeyResult
from sync.options import ReadingOptions
from sync.reading import read_rows
from sync.reading.sheets.dates import order_shown
from tests.sheets import sheet_of

NOVEMBER = date(2026, 11, 20)
HEADERS = "Objective | Key result | Due | Last updated | Baseline | Target | Current"


def key_results(table: str, options: ReadingOptions | None = None, locale: str | None = None) -> list[KeyResult]:
    rows = read_rows((sheet_of(table, "Q4 2026", locale=locale),), options or ReadingOptions(), NOVEMBER)
    return [one for objective in rows.objectives for one in objective.key_results]


def dues(
    *typed: str, options: ReadingOptions | None = None, locale: str | None = None, headers: str = HEADERS
) -> list[str]:
    rows = "\n".join(f"Deliver | Homes of kind {at} | {due} | | 0 | 40 | 22" for at, due in enumerate(typed, start=1))
    found = key_results(f"{headers}\n{rows}", options, locale)
    return [str(one.due.value)[5:] for one in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("30/11/2026", "10/12/2026", "07/12/2026"), ["11-30", "12-10", "12-07"]),
        (("04/12/26", "Fri 13/11/26"), ["12-04", "11-13"]),
        (("12/31/2026", "10/12/2026"), ["12-31", "10-12"]),
        (("13/11", "06/11", "12/10", "09/11"), ["11-13", "11-06", "10-12", "11-09"]),
        (("11/13", "11/06", "10/12"), ["11-13", "11-06", "10-12"]),
        (("by 30/11/2026 17:00", "10/12/2026"), ["11-30", "12-10"]),
    ],
)
def test_one_day_shows_the_order_of_all(typed: tuple[str, ...], expected: list[str]) -> None:
    assert dues(*typed) == expected


def test_days_of_a_vietnamese_table_may_have_the_month_first() -> None:
    headers = "Mục tiêu | Kết quả then chốt | Hạn | Cập nhật lần cuối | Giá trị đầu | Chỉ tiêu | Hiện tại"
    assert dues("12/31/2026", "10/12/2026", headers=headers) == ["12-31", "10-12"]
    assert dues("10/12/2026", headers=headers) == ["12-10"]


def test_what_nothing_shows_is_read_as_the_tables_language_writes_it() -> None:
    assert dues("10/12/2026", "07/12/2026") == ["10-12", "07-12"]
    assert dues("30/11/2026", "12/31/2026", "10/12/2026") == ["11-30", "12-31", "10-12"]


def test_a_locale_that_is_known_decides() -> None:
    assert dues("12/31/2026", "10/12/2026", options=ReadingOptions(locale="vi")) == ["12-31", "12-10"]
    assert dues("30/11/2026", "10/12/2026", locale="en_US") == ["11-30", "10-12"]


def test_columns_of_one_table_show_it_for_each_other() -> None:
    [one, other] = key_results(
        f"""
        {HEADERS}
        Deliver | Homes | 30/11/2026 | 10/11/2026 | 0 | 40 | 22
         | Voids | 04/12/2026 | 02/11/2026 | 38 | 25 | 31
        """
    )
    assert (one.updated.value, other.updated.value) == (date(2026, 11, 10), date(2026, 11, 2))
    assert other.due.value == date(2026, 12, 4)


def test_a_log_shows_its_own_order() -> None:
    okrs = sheet_of(
        """
        Objective | Key result | Baseline | Target
        Deliver | Homes delivered | 0 | 40
        """,
        "Q4 2026",
    )
    log = sheet_of(
        """
        Date | Key result | Value
        12/10 | Homes delivered | 4
        13/11 | Homes delivered | 30
        06/11 | Homes delivered | 22
        09/11 | Homes delivered | 25
        """,
        "Check-ins",
    )
    rows = read_rows((okrs, log), ReadingOptions(), NOVEMBER)
    [one] = rows.objectives[0].key_results
    assert one.current.value is not None
    assert (one.current.value.value, one.updated.value) == (30, date(2026, 11, 13))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("30/11/2026", "10/12/2026"), "vi"),
        (("12/31",), "en"),
        (("12/26",), None),  # may be December 2026
        (("31/12/2026", "12/31/2026"), None),
        (("32/12/2026", "soon", "", "13/13/2026"), None),
        (("2026-12-31", "Dec 31, 2026", "10/12/2026"), None),
    ],
)
def test_the_order_that_texts_show(texts: tuple[str, ...], expected: str | None) -> None:
    assert order_shown(texts, 2026) == expected
