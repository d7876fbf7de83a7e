"""The part of a figure that is one of two, or led up to by other words than those of a value: 'within', 'per', '3/4',
'±', '×', a sign of its own."""

from __future__ import annotations

from decimal import Decimal

from sync.reading.texts.cadence import cadence_after
from sync.reading.texts.figures import Figure
from sync.reading.texts.marks import CHANGES, Mark
from sync.reading.texts.negations import forbids_a_fall, is_forbidden, is_negated, negates_a_change
from sync.reading.texts.other_clauses import is_kept_in_another_clause
from sync.reading.texts.participles import is_done_by
from sync.reading.texts.parts_of_spans import part_of_span
from sync.reading.texts.spans_of_time import is_time
from sync.reading.texts.surrounded import Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens
from sync.reading.texts.unled_figures import is_set_against_something

# Combined once: a class's attribute takes 15 ns to find, and every figure is asked for all of these.
_OTHER, _WITHIN, _TIMES_AS_MUCH, _NEVER = Mark.other, Mark.within, Mark.times, Mark.never
_BELOW, _BETWEEN, _LIMIT = Mark.below, Mark.between, Mark.limit
_BY, _EXCEED, _END, _REACH = Mark.by, Mark.exceed, Mark.end, Mark.reach
_DOWN, _START, _LOWER = Mark.down, Mark.start, Mark.lower_is_better
_GOES_TO = Mark.end_up | Mark.end_down
_FROM_BELOW, _FROM_ABOVE = Mark.at_least | Mark.above, Mark.at_most | Mark.below
_ONE_SIDED = _FROM_BELOW | _FROM_ABOVE | _EXCEED  # 'Dưới 2-3%'
_ADDS_OR_DOES = Mark.add | Mark.do
_ODD_LEADS = _BY | _WITHIN | _OTHER | _TIMES_AS_MUCH
_ODD_MARKS = _NEVER | _BETWEEN | _LIMIT | Mark.every
_ODD_WORDS = frozenset(("±", "-", "×", "than", "the last", "the past"))


def may_be_in_an_odd_place(read: Tokens, value: Surrounded, before: str) -> bool:
    """Given a text, one of its figures and the word before it, tell whether to ask for its part here."""
    is_odd = value.lead & _ODD_LEADS or read.marks & _ODD_MARKS or before in _ODD_WORDS
    if is_odd or read.tokens[0].word in _MERGERS:
        return True
    return value.total is not None or value.upper is not None or value.words[0] in "+-"


def part_in_an_odd_place(read: Tokens, value: Surrounded, before: str, *, is_change: bool) -> tuple[str | None] | None:
    """The part of a figure that is one of two, or led up to by other words than those of a value; which may be unclear.
    None where these words say nothing of it."""
    tokens, marks, lead, verb, place = read.tokens, read.marks, value.lead, value.verb, value.place
    if lead & _BY and is_done_by(read, value):
        return ("target",)
    if place == 1 and lead & _WITHIN and tokens[0].word == "trong" and not is_time(value):
        is_grown = value.unit is not None and not value.figure.percent  # 'trồng', typed without marks
        return ("count" if is_grown else None,)
    if before in _PASTS and place + 1 < len(tokens) and _is_of_a_past_time(tokens[place + 1]):
        return ("",)  # 'Above the last 12 months' peaks'
    if before == "-" and place > 2 and [token.text for token in tokens[place - 3 : place]] == ["+", "/", "-"]:
        return (None,)
    is_a_share = any(token.figure is not None and token.figure.percent for token in tokens)  # 'Merge 80% of PRs'
    is_merged = tokens[0].word in _MERGERS and not (marks & _START or is_a_share)
    is_merged = is_merged and (value.unit or "").rpartition(" ")[2].lower() not in _MERGED_ONE_BY_ONE
    if before == "±" and place > 1 and tokens[place - 2].marks & _FROM_ABOVE:
        return ("upper",)  # 'Forecast error ≤ ±10%'
    if before == "±" or is_merged:
        return (None,)
    total = value.total
    if total is not None and _is_a_share(read, value, total):
        return (None,)
    following = value.last + 2
    if following < len(tokens) and tokens[following - 1].text == "/" and _is_one_per(value, tokens[following]):
        return (None,)  # '1 PT / 12 hội viên'
    if marks & _BETWEEN and place and _ends_between(read, value):
        return ("count",)
    if before == "than" and tokens[place - 2].word in _GRADED:
        return ("upper" if marks & _LOWER else "lower" if marks & Mark.higher_is_better else None,)
    if lead & _OTHER:
        is_share = before in ("cứ", "cu")  # 'cứ 10 khách thì 3 …'
        return (None if is_share or (place == 1 and before == "moi") else "",)  # 'mỗi', or 'mời'
    if total is not None and "/" in value.words and _is_day_of_month(read, value):
        return ("",)
    if lead & _WITHIN and (spanned := part_of_span(read, value, before)) is not None:
        return spanned
    at_when = next((at for at in range(1, place) if tokens[at].word == "khi"), 0) if lead & _TIMES_AS_MUCH else 0
    if any(token.marks & (CHANGES | _ADDS_OR_DOES) for token in tokens[:at_when]):
        return ("" if read.figures == 1 else None,)  # 'Tự mở rộng khi lượng truy cập tăng gấp 10 lần'
    is_met = lead & _TIMES_AS_MUCH and any(token.word == "gap" for token in tokens[:place])
    if is_met and (value.unit or "lan").partition(" ")[0] not in ("lan", "nam"):
        lead &= ~_TIMES_AS_MUCH  # 'gap', typed without marks, may be 'gặp'
        if not lead:
            return ("count",)
    if lead & _TIMES_AS_MUCH:
        return ("times",)
    if before == "×":
        return ("times",)
    if marks & _NEVER and lead & _BELOW and forbids_a_fall(read, value):
        return ("lower",)
    if marks & _NEVER and negates_a_change(read, value):
        return ("lower" if lead & _BELOW and lead & _DOWN else None,)  # 'never drops below 90%'
    is_of_a_rate = lead & Mark.above and is_of_a_rate_of_those(read, value)
    if marks & _NEVER and lead & (_EXCEED | Mark.above) and not is_of_a_rate and is_negated(read, value):
        return ("upper",)  # "Shouldn't go beyond 20 minutes"
    if (
        value.words[0] == "+"
        and verb is None
        and not lead & ~_REACH
        and value.unit is None
        and any(token.word in _SIGNED for token in tokens[:place])
    ):
        return ("lower" if value.or_more else "target" if before in ("of", "at") else None,)
    if value.words[0] == "+" and not lead & ~_REACH and not (verb is not None and verb.marks & _DOWN):
        return ("change",)  # '+25 KH', 'Conversion: +4pp'
    if value.words[0] == "-" and not lead & ~_REACH and is_set_against_something(read, value):
        return ("change",)  # 'Energy use: -7% vs 2025'
    if value.words[0] == "-" and before == ":" and value.figure.percent and lead == _REACH:
        may_be_level = any(token.word in _MAY_BE_NEGATIVE for token in tokens[:place])
        return (None if may_be_level else "change",)  # 'Complaints: -40%', and not 'Net margin: -3%'
    if value.words[0] == "-" and lead == _REACH and any(_is_less(token) for token in tokens[value.last :]):
        # 'Achieve -70% payout time reduction', 'achieve -10% cost'; 'achieve -2% net churn' may be a level
        return (None if any(token.word == "net" for token in tokens) else "change",)
    if value.upper is not None:
        is_counted = verb is not None and verb.marks & _ADDS_OR_DOES and cadence_after(read, value.place) is None
        is_counted = is_counted and not lead & _BETWEEN
        is_counted = is_counted or _is_some(read, value) or lead & _ONE_SIDED != 0
        is_counted = is_counted or any(token.marks & Mark.at_most for token in tokens[max(place - 2, 0) : place])
        return (None if (is_change and not lead & _END) or is_counted else "range",)
    if marks & _LIMIT and not lead & _FROM_BELOW and before not in ("đạt", "dat") and _is_limited(read, value):
        return ("upper",)
    return None


def _is_less(token: Token) -> bool:
    return token.marks & Mark.lower_is_better != 0 or token.word in _LESS


def _is_of_a_past_time(token: Token) -> bool:
    return token.word.startswith(("day", "week", "month", "quarter", "year"))


def is_of_a_rate_of_those(read: Tokens, value: Surrounded) -> bool:
    """'Tỷ lệ đơn không bị đổi trả > 98%', and not 'tỷ lệ trễ không được > 5%'."""
    is_sign = not read.tokens[value.place - 1].text[0].isalpha()
    return is_sign and read.tokens[0].marks & Mark.rate != 0 and not is_forbidden(read, value)


def _is_a_share(read: Tokens, value: Surrounded, total: Figure) -> bool:
    """'9/10 khách hài lòng', '1/3 quản lý', 'tỷ lệ giáo viên/học sinh 1/15' are shares; which, and of how many, is not
    surely a count."""
    is_typed_so = "/" in value.words
    if is_typed_so and value.figure.value == 1 and value.unit is None and (read.marks & Mark.rate or total.value > 99):
        return True
    if value.unit is not None and total.value in _OUT_OF and is_typed_so:
        return True
    return (is_typed_so or value.figure.value == 1) and _is_fraction(value.figure.value, total.value)


def _ends_between(read: Tokens, value: Surrounded) -> bool:
    """The 15 of 'between 10 and 15 minutes'."""
    place = value.place - 1
    if not read.tokens[place].marks & Mark.both or place < 2:
        return False
    before = read.tokens[:place]
    start = next((one for one, token in enumerate(before) if token.marks & _BETWEEN), place)
    return sum(token.figure is not None for token in before[start:]) >= 1 and place - start <= 4


def _is_one_per(value: Surrounded, of: Token) -> bool:
    return of.figure is not None and value.figure.value == 1


def _is_limited(read: Tokens, value: Surrounded) -> bool:
    """'Quy trình kiểm soát chất lượng' limits nothing, nor does 'kiểm soát 100% lô hàng'."""
    is_led_to = value.place > 0 and read.tokens[value.place - 1].word in _AT
    if value.figure.percent and value.figure.value == 100 and not is_led_to:
        return False
    before = read.tokens[: value.place]
    behind = read.tokens[value.last + 1 : value.last + 2]
    if value.figure.percent and before and before[-1].text == ":" and behind and behind[0].text[0].isalpha():
        return False  # 'Kiểm soát giết mổ: 70% cơ sở có dấu'
    place = next((place for place, token in enumerate(before) if token.marks & _LIMIT), None)
    if place is None:
        return False
    is_capped = before[place].word in ("capped", "limited") and place + 2 == value.place and is_led_to
    if not is_capped and any(token.marks & _ADDS_OR_DOES for token in before[:place]):
        return False  # 'Open defects capped at 10' has no doing
    if is_kept_in_another_clause(read.tokens, place, value.place):
        return False
    if value.figure.percent and value.figure.value > 50 and value.of_something and not is_led_to and not value.lead:
        return not behind or not behind[0].text[0].isalpha()  # 'Kiểm soát huyết áp 60% bệnh nhân'
    is_cut = value.verb is not None and value.verb.marks & Mark.down != 0 and before[place + 1 :] != []
    return not (is_cut and before[place + 1].marks & Mark.both)  # 'Kiểm soát và cắt giảm 15%'


def _is_graded(token: Token) -> bool:
    return token.word in _OUT_OF_TEN or token.word.startswith(("điểm", "diem"))


_OUT_OF_TEN = word_set("csat satisfaction rating score nps mood wellbeing") | {
    "hài lòng",
    "hai long",
    "đánh giá",
    "mức độ",
}


def _is_day_of_month(read: Tokens, value: Surrounded) -> bool:
    """'31/12' that was not k of n, 'từ 1/7' where nothing says what it goes to."""
    following = read.tokens[value.last + 1].marks if value.last + 1 < len(read.tokens) else 0
    is_since = read.vietnamese and value.lead == Mark.start and not following & (Mark.end | _GOES_TO)
    total = value.total
    if total is None or value.or_more or value.or_less or "." in value.words:
        return False  # 'CSAT 9.0/10'
    if value.place == 0 and value.figure.value == total.value <= 12:
        return any(token.figure for token in read.tokens[value.last + 1 :])  # '12/12 sale: 9,000 orders'
    if value.figure.value > total.value:
        return True
    if total.value in (5, 10) and any(map(_is_graded, read.tokens[: value.place])):
        return False  # 'Điểm hài lòng 8/10', 'CSAT 4/5'
    return (
        value.unit is None
        and total.value <= 12
        and total.value % 1 == 0
        and value.figure.value % 1 == 0
        and (not value.lead or is_since)
    )


def _is_fraction(count: Decimal, total: Decimal) -> bool:
    """'1/3 quản lý' is a share, '2/3 dự án' may be: neither is surely a count. '3,8/4' is a mark."""
    return count % 1 == 0 and 0 < count < total <= 4 and (total == 2 or total != 2 * count)


def _is_some(read: Tokens, value: Surrounded) -> bool:
    """'Land 2–3 retainer clients', 'pitch 5–6 brand': so many are to be done, by whatever verb."""
    figure, first = value.figure, read.tokens[0]
    is_bare = not (value.lead or figure.percent or figure.currency or figure.scale_word or is_time(value))
    return is_bare and value.place == 1 and value.unit is not None and first.text[0].isalpha() and not first.marks


_MAY_BE_NEGATIVE = word_set(
    "growth margin profit net balance gap deviation variance change churn lãi lỗ biên chênh lệch lai lo bien"
) | {"tăng trưởng", "lợi nhuận", "tang truong", "loi nhuan"}

_LESS = word_set("reduction reductions decrease decreases cut drop saving savings")

_PASTS = ("the last", "the past")

_GRADED = ("worse", "better")
"""'No worse than 18:1': whether that is more or less, only the measure's name can say."""

_MERGED_ONE_BY_ONE = ("requests", "prs", "patches", "branches")

_MERGERS = frozenset(
    (
        "gộp",
        "sát nhập",
        "gop",
        "sat nhap",
        "merge",
        "consolidate",
        "combine",
        "hợp nhất",
        "sáp nhập",
        "hop nhat",
        "sap nhap",
    )
)
"""'Hợp nhất 3 kho thành 1': what is there before is no value to reach."""

_SIGNED = ("nps", "enps")
"""Scores that are written with their sign: 'eNPS +15 or better', 'NPS of +40'; 'eNPS +10' may be either."""

_AT = ("to", "at", "ở", "ở mức", "mức", "o", "o muc", "muc")

_OUT_OF = (10, 100)
