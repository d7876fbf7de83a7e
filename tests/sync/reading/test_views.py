"""Tables that show the rows of other tabs by formulas: left alone, but where they are more than that."""

from __future__ import annotations

from datetime import date

from sync.model.cells import Sheet
from sync.model.rows import SkippedTab
from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

DAY = date(2026, 11, 19)
TEAM = sheet_of(
    """Mục tiêu | Kết quả chính | Xuất phát | Đích | Hiện tại
    Tăng trưởng | Doanh thu | 1 | 5 | 2.5
     | Khách mới | 0 | 20 | 11""",
    "Sales",
)
VIEW = """Mục tiêu | Kết quả chính | Hiện tại | Đích{}
=Sales!A2→Tăng trưởng | =Sales!B2→Doanh thu | {} | {}
=Sales!A2→Tăng trưởng | =Sales!B3→Khách mới | {} | {}"""
SHOWN = "=Sales!E2→2.5", "=Sales!D2→5", "=Sales!E3→11", "=Sales!D3→20"


def tabs_read(*sheets: Sheet, tabs: tuple[str, ...] = ()) -> list[str]:
    rows = read_rows(sheets, ReadingOptions(tabs=tabs), DAY)
    return sorted({row.sheet for row in rows.objectives})


def test_what_shows_another_tabs_rows_is_left_alone() -> None:
    assert tabs_read(TEAM, sheet_of(VIEW.format("", *SHOWN), "Tổng hợp")) == ["Sales"]


def test_a_view_with_columns_of_ours_is_read() -> None:
    assert tabs_read(TEAM, sheet_of(VIEW.format(" | Tiến độ ⟳", *SHOWN), "Tổng hợp")) == ["Sales", "Tổng hợp"]


def test_a_view_that_the_settings_name_is_read() -> None:
    both = "Sales", "Tổng hợp"
    assert tabs_read(TEAM, sheet_of(VIEW.format("", *SHOWN), "Tổng hợp"), tabs=both) == list(both)


def test_a_tab_that_only_macros_can_show_is_left_alone_unless_the_settings_name_it() -> None:
    own = TEAM._replace(title="secret", hidden=True, for_macros=True)
    assert tabs_read(TEAM, own) == ["Sales"]
    assert tabs_read(TEAM, own._replace(for_macros=False)) == ["Sales", "secret"]
    assert tabs_read(TEAM, own, tabs=("secret",)) == ["secret"]
    assert read_rows((TEAM, own), ReadingOptions(), DAY).skipped == (SkippedTab("secret", "for_macros"),)


def test_rows_that_show_others_of_their_own_tab_are_no_view() -> None:
    sheet = sheet_of(
        """Mục tiêu | Kết quả chính | Đích | Hiện tại
        Tăng trưởng | Doanh thu | 5 | 2.5
         | Khách mới | 20 | 11


        Mục tiêu | Kết quả chính | Đích | Hiện tại
        =A2→Tăng trưởng | =B2→Doanh thu | 6 | 3
         | =B3→Khách mới | 30 | 12""",
        "Sales",
    )
    assert len(read_rows([sheet], ReadingOptions(), DAY).tables) == 2


def test_who_takes_the_words_from_a_list_and_types_the_values_has_a_table_of_their_own() -> None:
    words = sheet_of("Mục tiêu | Kết quả chính | Đích\nTăng trưởng | Doanh thu | 5\n | Khách mới | 20", "Sales")
    assert tabs_read(words, sheet_of(VIEW.format("", "2.5", "5", "11", "20"), "Quý 4")) == ["Quý 4", "Sales"]
