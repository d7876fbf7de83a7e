"""Short words for objectives and key results, as Vietnamese sheets have them."""

from __future__ import annotations

from datetime import date

from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of


def read(table: str) -> list[tuple[str | None, list[str | None]]]:
    rows = read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), date(2026, 11, 20))
    return [(one.title.value, [each.text.value for each in one.key_results]) for one in rows.objectives]


def test_mt_and_kq_with_numbers_mark_objectives_and_key_results() -> None:
    assert read(
        """
        Nội dung | Chỉ tiêu | Thực hiện
        MT1: Bán | |
        KQ1: Doanh thu (tỷ) | 30 | 30
        KQ2: NPS | 50 | 50
        MT2: Đội ngũ | |
        KQ1: Tuyển mới | 10 | 1
        KQ2: Giờ học | 100 | 10
        """
    ) == [("Bán", ["Doanh thu (tỷ)", "NPS"]), ("Đội ngũ", ["Tuyển mới", "Giờ học"])]


def test_mt_and_kqtc_in_their_own_column_say_what_a_row_is() -> None:
    assert read(
        """
        Phân loại | Nội dung | Chỉ tiêu | Thực hiện
        MT | Bán | |
        KQTC | Doanh thu (tỷ) | 30 | 30
        KQ then chốt | NPS | 50 | 50
        MT | Đội ngũ | |
        KQTC | Tuyển mới | 10 | 1
        """
    ) == [("Bán", ["Doanh thu (tỷ)", "NPS"]), ("Đội ngũ", ["Tuyển mới"])]


def test_modern_trade_is_no_objective() -> None:
    found = read(
        """
        Mục tiêu | Kết quả then chốt | Kênh | Chỉ tiêu | Thực hiện
        Bán | Doanh thu (tỷ) | MT | 30 | 30
         | Đơn | GT | 50 | 50
        """
    )
    assert found == [("Bán", ["Doanh thu (tỷ)", "Đơn"])]
