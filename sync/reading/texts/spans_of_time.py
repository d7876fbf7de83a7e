"""Figures that are spans of time: how long, how soon, and where a time is the value itself."""

from __future__ import annotations

from functools import lru_cache

from sync.reading.texts.marks import Mark
from sync.reading.texts.surrounded import Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Tokens


def is_time(value: Surrounded) -> bool:
    return value.unit is not None and _counts_time(value.unit)


@lru_cache(maxsize=1024)
def _counts_time(unit: str) -> bool:
    words = unit.lower()
    return (
        words in _TIME_WORDS or words.rpartition(" ")[2] in _TIME_WORDS or words in ("ngày làm việc", "ngay lam viec")
    )


def is_short_time(value: Surrounded) -> bool:
    """Whether it is a time that a customer waits, and no cycle: seconds to hours."""
    return value.unit is not None and value.unit.lower() in _SHORT_TIMES


def is_now_said(read: Tokens, value: Surrounded) -> bool:
    """'Claims paid in 6 days (today: 14)': a time of which it is said what it is now is a value to reach."""
    following = read.tokens[value.last + 1 :]
    place = next((place for place, token in enumerate(following) if token.marks & Mark.now), None)
    return place is not None and any(token.figure is not None for token in following[place:])


def measures_time(read: Tokens, value: Surrounded) -> bool:
    """'Số giờ đào tạo bình quân 16 giờ', 'time to market: 90 days', 'latency 200 ms': the measure itself is a time."""
    unit = (value.unit or "").lower()
    before = read.tokens[: value.place]
    if value.last + 1 < len(read.tokens) and read.tokens[value.last + 1].text == "/":
        return True  # 'Training 20h/người'
    return not value.lead & Mark.within and any(
        token.word == unit
        or (token.word in _TIME_WORDS and before[0].word in NUMBERS_OF)
        or token.word in SPANS_OF_TIME
        or token.word.endswith(" time")
        or token.marks & Mark.lower_is_better
        for token in before
    )


_TIME_WORDS = word_set(
    "giây phút giờ ngày tuần tháng quý năm tiếng giay phut gio ngay tuan thang nam tieng h s ms sec second seconds "
    "minute minutes min mins hour hours hr hrs day days week weeks wk wks month months mo mos mth mths yr yrs "
    "quarter quarters year years sprint sprints"
)
SPANS_OF_TIME = word_set("time duration average avg mean median age reserves runway tenure length turnaround tb") | {
    "thời gian", "thoi gian", "lead time", "cycle time", "response time", "an average of", "average of", "trung bình",
    "bình quân", "trung binh", "binh quan",
}  # fmt: skip
_SHORT_TIMES = word_set(
    "giây phút giờ tiếng h s sec second seconds minute minutes min mins hour hours hr hrs giay phut gio tieng"
)
NUMBERS_OF = ("sl", "số lượng", "số", "so luong", "so", "number of", "number")
"""What a count is named with: 'số giờ đào tạo'."""
SPANS = word_set("giây phút giờ ngày tuần tháng quý năm tiếng h s giay phut gio ngay tuan thang nam tieng")
LASTING = word_set("days weeks months quarters years hours minutes seconds day week month year sprints sprint") | SPANS
SHORT = word_set("min mins sec secs h hr hrs")
