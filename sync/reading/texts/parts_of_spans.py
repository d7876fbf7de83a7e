"""The part that a time played by a key result's words: a value to reach, or by when, for how long, since when."""

from __future__ import annotations

from itertools import pairwise

from sync.reading.texts.marks import CHANGES, MEASURES, VERBS, Mark
from sync.reading.texts.participles import is_done
from sync.reading.texts.spans_of_time import is_now_said, is_short_time, is_time
from sync.reading.texts.surrounded import Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Tokens

_NO_SPAN = Mark.end | Mark.by | Mark.reach
_BELOW = Mark.below
_BOUNDS = Mark.at_least | Mark.above | Mark.at_most | Mark.below


_NAMES = MEASURES | Mark.served
_SIGNS = ("≤", "<", "<=", "≥", ">", ">=")
_LONG_TIMES = ("month", "year", "quarter", "week")
_MOST = 80
_UNWANTED = (
    "wrong",
    "missing",
    "no",
    "not",
    "without",
    "late",
    "fail",
    "fails",
    "failed",
    "stale",
    "never",
    "complain",
    "skip",
    "miss",
    "forget",
    "exceed",
    "lose",
    "break",
    "wait",
)
_TIMES = ("thời gian", "thoi gian", "time", "times", "duration", "cycle", "tuổi", "age", "vòng", "thời hạn")
_ABOVE_BY = Mark.at_most | Mark.below
_AFTER = frozenset(("after", "sau"))


def part_of_span(read: Tokens, value: Surrounded, before: str) -> tuple[str | None] | None:
    """The part of a figure that 'in', 'within', 'for' lead up to, which may be unclear; None where they are no matter
    ('in' before a share)."""
    lead, verb, is_span = value.lead, value.verb, is_time(value)
    is_second = any(token.figure is not None for token in read.tokens[: value.place])
    said_before = [token.word for token in read.tokens[max(value.place - 3, 0) : value.place]]
    if is_span and is_second and not _AFTER.isdisjoint(said_before):
        return ("",)  # 'Churn below 5% after the first 3 months'
    # 'Mở thêm chi nhánh trong 1 tuần (thay vì 1 tháng)'
    is_added = read.vietnamese and verb is not None and verb.marks & Mark.add != 0
    if is_span and is_now_said(read, value):
        return (None if is_added else "upper" if before in _SIGNS and lead & _ABOVE_BY else "target",)
    if value.upper is not None and (value.figure.percent or value.upper.percent):
        return ("range",)
    is_share = value.figure.percent and (lead & _BOUNDS or before == "for")
    is_share = is_share or (before == "in" and value.of_something and _follows_a_time(read, value))
    if not (verb is None or is_span) or lead & _NO_SPAN or is_share:
        return None
    is_of_a_share = value.figure.percent and value.of_something and before == "in" and verb is None
    if is_of_a_share and read.tokens[value.place - 2].marks & Mark.higher_is_better:
        return ("count",)  # 'AI adoption in 80% of processes'
    if is_of_a_share and not is_second and value.figure.value >= _MOST and not _says_what_is_unwanted(read, value):
        return ("count",)  # 'Drivers scan the seal in 95% of handovers'
    is_done_in = value.figure.percent and before in ("trong", "tại", "ở") and value.last + 1 < len(read.tokens)
    if is_done_in and read.tokens[value.last + 1].word in ("các", "số", "tất cả", "mọi") and value.lead == Mark.within:
        return ("count",)  # 'Sử dụng công cụ số trong 100% các tiết học'
    if value.kept is not None and is_span:
        if is_done(read.tokens[value.place - 2]) and any(
            token.marks & Mark.both for token in read.tokens[: value.place]
        ):
            return (None,)  # 'Keep all libraries current and patches applied within 2 weeks'
        names_a_time = read.marks & (Mark.lower_is_better | Mark.served) or any(
            token.word in _TIMES for token in read.tokens[: value.place]
        )
        if not (names_a_time or is_second or value.upper or is_short_time(value) or lead & _BOUNDS):
            return (None,)  # 'Duy trì tập luyện trong 3 tháng'
        return ("upper" if value.upper is None else "range",)
    if before == "for" and not is_span and value.unit and value.place > 2 and is_done(read.tokens[value.place - 2]):
        return ("count",)  # 'KYC refresh done for 12,000 customers'
    if before == "for" and not is_span and value.place == 2 and read.tokens[0].word.endswith("s") and value.unit:
        return (None,)  # 'Scholarships for 60 girls'
    if any(token.word in _INSTEAD for token in read.tokens[value.last + 1 :]):
        return (None if is_added else "target",)
    if value.figure.percent and before == "within":
        return ("upper" if read.marks & Mark.lower_is_better else None,)
    goes_on = any(token.figure is not None for token in read.tokens[value.last + 1 :])
    if is_span and value.or_less and (verb is None or verb.word == "completed") and not goes_on:
        is_quick = read.tokens[0].word in _ANSWERS  # 'Call back new leads in 10 minutes or less': how many of them?
        return (None if is_quick else "upper",)  # 'Site load in 2 seconds or less'
    if before == "within" and value.figure.currency is not None and (verb is None or value.kept is not None):
        return ("upper",)  # 'Capex within VND 120bn'
    is_level = value.unit is not None and not value.figure.percent and not _is_done_once(read, value)
    if before in _SIGNS and not goes_on and is_level and value.place > 1:
        return ("upper" if lead & _ABOVE_BY else "lower",)  # 'Month-end close in ≤3 days', 'coverage in ≥2 outlets'
    if lead & _BELOW:  # 'in under 2 days' may be when, or how long each time
        if any(token.figure is not None and token.figure.percent for token in read.tokens[: value.place]):
            return ("",)  # '85% of roles filled in < 45 days'
        is_average = any(token.word in _AVERAGES for token in read.tokens)
        if read.vietnamese and not is_average and not any(token.marks & _NAMES for token in read.tokens):
            return (None,)  # 'Khắc phục trong vòng dưới 60 giây'
        return ("upper" if is_average or is_short_time(value) else None,)
    if is_span and read.tokens[0].word in ("thời gian", "thoi gian") and _is_how_long(read, value):
        return ("upper",)  # 'Thời gian xử lý đơn trong vòng 24h'
    return ("",)


_ANSWERS = word_set("answer reply respond return resolve acknowledge greet serve call phone contact") | {"call back"}


def _says_what_is_unwanted(read: Tokens, value: Surrounded) -> bool:
    return any(
        token.marks & (Mark.lower_is_better | Mark.down) or token.word in _UNWANTED
        for token in read.tokens[: value.place]
    )


def _is_done_once(read: Tokens, value: Surrounded) -> bool:
    """'Launch the app in ≤ 3 months', 'hire a CTO in < 60 days': by when, and not how long each time."""
    if not is_time(value) or not value.lead & _ABOVE_BY:
        return False
    unit = (value.unit or "").lower()
    if unit.startswith(_LONG_TIMES):
        return True
    first, *objects = read.tokens[: value.place - 1]
    is_one = len(objects) > 1 and objects[0].word in ("a", "an", "the", "our")
    named = [token for token in objects[1:] if token.text.isalpha() and not token.marks & Mark.within]
    is_one = is_one and bool(named) and not named[-1].word.endswith("s")
    return is_one and first.marks & VERBS != 0 and unit.startswith("day")


def _is_how_long(read: Tokens, value: Surrounded) -> bool:
    if not is_short_time(value) and (value.unit or "").partition(" ")[0] not in ("ngày", "ngay"):
        return False
    is_alone = read.figures == 1
    return is_alone and read.marks & Mark.served != 0 and not read.marks & (CHANGES | Mark.higher_is_better)


def _follows_a_time(read: Tokens, value: Surrounded) -> bool:
    """'Restore power within 2h in 90% of faults'."""
    before = read.tokens[: value.place - 1]
    return any(one.figure is not None and two.marks & Mark.time_unit for one, two in pairwise(before))


_INSTEAD = ("instead of", "rather than", "thay vì", "thay vi")
_AVERAGES = ("on average", "average", "avg", "bình quân", "trung bình", "binh quan", "trung binh", "tb")
