"""How values by period come together over a cycle, as people write it: 'Cộng dồn', 'Trung bình', 'last'."""

from __future__ import annotations

from typing import Literal

from sync.reading.texts.text import bare

Aggregation = Literal["last", "sum", "mean"]


def read_aggregation(text: str) -> Aggregation | None:
    """Given the text of a cell that says how periods come together, return that, or None where it says neither."""
    return _WORDS.get(bare(text).strip(" ."))


_WORDS: dict[str, Aggregation] = {
    **dict.fromkeys(
        ("last", "latest", "end", "last value", "latest value", "cuoi", "cuoi ky", "gia tri cuoi", "gia tri cuoi ky",
         "moi nhat", "gia tri moi nhat", "gan nhat", "ky cuoi", "so cuoi ky"), "last"
    ),
    **dict.fromkeys(
        ("sum", "total", "cumulative", "ytd", "add up", "tong", "tong cong", "cong don", "luy ke", "cong", "tinh tong",
         "cong lai"), "sum"
    ),
    **dict.fromkeys(
        ("mean", "average", "avg", "trung binh", "binh quan", "tb", "tinh trung binh", "trung binh cong"), "mean"
    ),
}  # fmt: skip
