"""The part that each figure of a text plays: baseline, target, change, bound, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from sync.reading.asides import is_done_by, is_said_in_passing, leaves_open_what_it_is
from sync.reading.cadence import cadence_after, cadence_of
from sync.reading.lexicon import Mark
from sync.reading.surroundings import LEADS, Surrounded, is_arrow
from sync.reading.text import word_set
from sync.reading.tokens import Token, Tokens
from sync.reading.unit_phrases import CHANGES


@dataclass(slots=True, eq=False)
class Part:
    name: str  # baseline, target, change, lower, upper, range, count (a value nobody leads up to)
    value: Surrounded


# Combined once: a class's attribute takes 15 ns to find, and every figure is asked for all of these.
_OTHER, _WITHIN, _TIMES_AS_MUCH, _NEVER = Mark.other, Mark.within, Mark.times, Mark.never
_STARTS, _ENDS, _GOES_TO = Mark.start | Mark.now, Mark.end | Mark.start, Mark.end_up | Mark.end_down
_NO_SPAN = Mark.end | Mark.by | Mark.reach
_REACHES = Mark.end | Mark.reach | Mark.exceed | Mark.up_to
_BELOW, _BETWEEN, _LIMIT = Mark.below, Mark.between, Mark.limit
_BY, _UP_TO, _EXCEED, _END, _REACH = Mark.by, Mark.up_to, Mark.exceed, Mark.end, Mark.reach
_DOWN = Mark.down
_SAYS_WHAT = Mark.start | Mark.lower_is_better | Mark.higher_is_better | Mark.rate | Mark.money | Mark.down
_FROM_BELOW, _FROM_ABOVE = Mark.at_least | Mark.above, Mark.at_most | Mark.below
_ADDS_OR_DOES = Mark.add | Mark.do
_MEASURES = Mark.lower_is_better | Mark.higher_is_better | Mark.rate | Mark.money


def part_played(read: Tokens, value: Surrounded) -> str | None:
    """Which part a figure plays; '' where it plays none (a span of time, a comparison), None where that is unclear."""
    if value.in_brackets and _is_of_before(read, value):
        return "baseline"
    if is_said_in_passing(read, value):
        return ""
    if leaves_open_what_it_is(read, value):
        return None
    lead, verb = value.lead, value.verb
    if lead & _BY and is_done_by(read, value):
        return "target"
    # 'Duy trì mức tăng trưởng 20%': the verb of keeping comes first and rules.
    is_change = verb is not None and verb.marks & CHANGES and not value.kept_first
    if (value.place and read.tokens[value.place - 1].text == "±") or (
        read.tokens[0].word in _MERGERS and not read.marks & Mark.start
    ):
        return None
    is_fraction = value.total is not None and _is_fraction(value.figure.value, value.total.value)
    if is_fraction and ("/" in value.words or value.figure.value == 1):
        return None
    if value.place and _ends_between(read, value):
        return "count"
    if value.place and read.tokens[value.place - 1].word == "than" and read.tokens[value.place - 2].word in _GRADED:
        return "upper" if read.marks & Mark.lower_is_better else None
    if lead & _OTHER and value.place and read.tokens[value.place - 1].word in ("cứ", "cu"):
        return None  # 'cứ 10 khách thì 3 …' is a share
    if lead & _OTHER and value.place == 1 and read.tokens[0].word == "moi":
        return None  # 'mỗi', or 'mời'
    if lead & _OTHER or (value.total is not None and "/" in value.words and _is_day_of_month(read, value)):
        return ""
    is_share = value.figure.percent and (
        lead & (_FROM_BELOW | _FROM_ABOVE) or read.tokens[value.place - 1].word == "for"
    )
    if lead & _WITHIN and is_time(value) and _is_measured(read, value):
        return "target"
    if lead & _WITHIN and value.upper is not None and (value.figure.percent or value.upper.percent):
        return "range"
    if lead & _WITHIN and (verb is None or is_time(value)) and not lead & _NO_SPAN and not is_share:
        if value.kept is not None and is_time(value):
            return "upper"
        if any(token.word in _INSTEAD for token in read.tokens[value.last + 1 :]):
            return "target"
        if value.figure.percent and read.tokens[value.place - 1].word == "within":
            return "upper" if read.marks & Mark.lower_is_better else None
        if lead & _BELOW:  # 'in under 2 days' may be when, or how long each time
            return "upper" if is_short_time(value) else None
        return ""
    if lead & _TIMES_AS_MUCH and read.tokens[value.place - 1].word == "gap" and value.unit not in (None, "lan"):
        return "count"  # 'gap', typed without marks, may be 'gặp'
    if lead & _TIMES_AS_MUCH or (value.place and read.tokens[value.place - 1].word == "×"):
        return "times"
    if read.marks & _NEVER and _negates_a_change(read, value):
        return "lower" if lead & _BELOW and lead & _DOWN else None  # 'never drops below 90%'
    if value.words[0] == "+" and not lead & ~_REACH and not (verb is not None and verb.marks & _DOWN):
        return "change"  # '+25 KH', 'Conversion: +4pp'
    if value.upper is not None:
        is_counted = verb is not None and verb.marks & _ADDS_OR_DOES and cadence_after(read, value.place) is None
        is_counted = is_counted and not lead & _BETWEEN
        is_counted = is_counted or _is_some(read, value)
        return None if (is_change and not lead & _ENDS) or is_counted else "range"
    if read.marks & _LIMIT and _is_limited(read, value):
        return "upper"
    if value.or_more and verb is not None and verb.marks & _ADDS_OR_DOES and value.unit is None and value.place > 2:
        is_of_those = any(token.figure is not None for token in read.tokens[: value.place])
        return "lower" if is_of_those else None  # 'Mở lớp TOEIC 600+'
    if (value.or_more or value.or_less) and (not is_change or (not lead and verb is not None and verb.word in _GETS)):
        return "lower" if value.or_more else "upper"
    is_start = lead & _STARTS and not (lead & Mark.by and lead & Mark.now)
    is_then = value.place > 2 and _is_so_now_at(read, value.place - 2)
    if is_start or is_then:
        return "target" if is_then else "baseline"
    if _is_so_now(read, value):
        return "baseline"
    if lead & _GOES_TO:
        before = [token.word for token in read.tokens[max(value.place - 2, 0) : value.place]]
        is_place = before[-1:] == ["xuong"] and not is_change and not read.marks & _SAYS_WHAT
        is_place = is_place or before == ["xuong", "so"]
        return None if is_place else "target"  # 'xuống 1', or 'xưởng 1'
    if is_change and value.place and read.tokens[value.place - 1].word in _FOR and not value.figure.percent:
        is_said = any(token.figure is not None for token in read.tokens[: value.place])
        return "" if is_said else None  # 'Tăng lương cho 30 nhân viên', and not '… 5% cho 3 cửa hàng'
    if is_change:
        part = _part_of_change(read, value)
        if part is None or (part == "change" and _shares_its_verbs(read, value)):
            return None
        return part or _part_of_count(read, value)
    if lead & _BETWEEN:
        return "lower" if any(token.figure for token in read.tokens[value.last + 1 :]) else ""
    if lead & _UP_TO and _next_is_start(read, value):
        return "target"  # 'Coverage up to 45% from 20%'
    if lead & _UP_TO:
        return "upper" if read.marks & Mark.lower_is_better else None  # 'utilization up to 88%'
    if lead & _EXCEED:
        return "upper" if _negated(read, value) else "target"
    if lead & _FROM_BELOW:
        return "upper" if lead & Mark.above and _negated(read, value) else "lower"
    if lead & _FROM_ABOVE:
        is_turned = lead & Mark.below and read.tokens[value.place - 1].text[0].isalpha() and _negated(read, value)
        return "lower" if is_turned else "upper"
    if value.kept is not None:
        return "upper" if any(token.word == "within" for token in read.tokens[: value.place]) else "kept"
    if lead & _END and (verb is None or not verb.marks & _ADDS_OR_DOES or _comes_from(read, value)):
        return "change" if value.more and not is_arrow(read.tokens[value.place - 1]) else "target"
    if lead & _REACH and not lead & _BY:
        return "target"
    return _part_of_count(read, value)


def _is_of_before(read: Tokens, value: Surrounded) -> bool:
    """'(đang 60)', typed without marks, '(năm trước 86%)', '(last year: 40)'."""
    opens = max(place for place in range(value.place) if read.tokens[place].text == "(")
    noise = (":", "=", "là", ".")
    words = " ".join(token.word for token in read.tokens[opens + 1 : value.place] if token.text not in noise)
    return words == "dang" or _BEFORE_THIS.fullmatch(words) is not None


_BEFORE_THIS = re.compile(
    r"(?:năm|quý|kỳ|tháng|tuần|nam|quy|ky|thang|tuan) (?:trước|ngoái|vừa rồi|truoc|ngoai)"
    r"|cùng kỳ(?: năm (?:trước|ngoái))?"
    r"|(?:was )?(?:last|previous|prior) (?:year|quarter|month|period)|was|were|previously|before|prev|ly|py|ck"
    r"|(?:năm |nam )?20[0-9]{2}"
)


def _is_so_now(read: Tokens, value: Surrounded) -> bool:
    """'1,340 now, 2,000 by year end', '60 hiện nay, 80 cuối quý'."""
    following = read.tokens[value.last + 1 :]
    return _is_so_now_at(read, value.last + 1) and any(token.figure is not None for token in following[2:])


def _is_so_now_at(read: Tokens, place: int) -> bool:
    """Whether the word there is said of the figure before it, as a comma after it says."""
    if place + 1 >= len(read.tokens) or read.tokens[place + 1].text not in (",", ";"):
        return False
    return read.tokens[place].word in _NOW or (read.vietnamese and read.tokens[place].marks & Mark.now != 0)


_GRADED = ("worse", "better")
"""'No worse than 18:1': whether that is more or less, only the measure's name can say."""
_NOW = ("now", "today", "currently", "at present")


def _is_measured(read: Tokens, value: Surrounded) -> bool:
    """'Claims paid in 6 days (today: 14)': a time of which it is said what it is now is a value to reach."""
    following = read.tokens[value.last + 1 :]
    place = next((place for place, token in enumerate(following) if token.marks & Mark.now), None)
    return place is not None and any(token.figure is not None for token in following[place:])


def _next_is_start(read: Tokens, value: Surrounded) -> bool:
    following = read.tokens[value.last + 1 : value.last + 3]
    return len(following) == 2 and following[0].marks & Mark.start != 0 and following[1].figure is not None


def _ends_between(read: Tokens, value: Surrounded) -> bool:
    """The 15 of 'between 10 and 15 minutes'."""
    place = value.place - 1
    if not read.tokens[place].marks & Mark.both or not read.marks & _BETWEEN or place < 2:
        return False
    before = read.tokens[:place]
    start = next((one for one, token in enumerate(before) if token.marks & _BETWEEN), place)
    return sum(token.figure is not None for token in before[start:]) >= 1 and place - start <= 4


def _comes_from(read: Tokens, value: Surrounded) -> bool:
    """'Consolidate from 9 carriers to 5': before the 'to' a figure says from where."""
    before = read.tokens[: value.place]
    if len(before) > 1 and is_arrow(read.tokens[value.place - 1]):
        return any(token.figure is not None for token in before)
    return any(one.marks & Mark.start and two.figure is not None for one, two in pairwise(before))


def _part_of_count(read: Tokens, value: Surrounded) -> str | None:
    """A figure that only a verb of adding or doing governs, or nothing at all."""
    lead, verb, figure = value.lead, value.verb, value.figure
    if _negated(read, value):
        return ""
    is_span = is_time(value) and not cadence_after(read, value.place) and not _measures_time(read, value)
    if is_span and (verb is None or verb.word not in _SAVES):
        return None if verb is None and value.place == 1 and _is_an_acronym(read.tokens[0]) else ""
    if value.more or lead & (Mark.by | Mark.more):
        return "target" if cadence_after(read, value.place) else "change"
    if verb is not None and verb.marks & Mark.add:
        if verb.word in ("add", "adds", "added"):
            return "target" if cadence_after(read, value.place) else "change"
        is_level = figure.percent or figure.currency or (figure.scale_word and value.unit is None)
        return "target" if is_level or cadence_after(read, value.place) else "change"
    if verb is None and not lead and value.place and value.words[0] in "+-−":
        return "change"  # 'Doanh thu +15%'
    if figure.points or (value.unit or "").lower().partition(" ")[0] in ("x", "fold"):
        following = read.tokens[value.last + 1].word if value.last + 1 < len(read.tokens) else ""
        if not figure.points and _is_multiple(read, value):
            return "target"
        return "times" if value.place == 0 and following == "the" else None
    if verb is None and _stands_among_words(read, value):
        return None
    if figure.percent and verb is not None and verb.word in _MAKERS and not value.of_something:
        return ""
    if verb is not None and verb.marks & Mark.reach:
        is_bare = value.unit is None and not figure.scale_word and value.total is None
        return "" if is_bare and verb.word in _COMPLETES else "target"
    if figure.percent and verb is None and _is_set_against_the_past(read, value):
        return None
    if value.unit is None and not _is_score(read, value):
        return ""
    first = 0 if lead or verb is not None else read.tokens[0].marks
    return "lower" if first & Mark.at_least else "upper" if first & Mark.at_most else "count"


def _is_an_acronym(token: Token) -> bool:
    """'RPO 15 minutes': the name of a measure, and whether less of it is better is not known."""
    return token.marks == 0 and len(token.text) > 1 and token.text.isalpha() and token.text.isupper()


def _is_set_against_the_past(read: Tokens, value: Surrounded) -> bool:
    """'Tinh giản biên chế 5% so với năm 2021', by whatever verb: it changes, and which way is not known."""
    following = read.tokens[value.last + 1 : value.last + 2]
    if not following or following[0].word not in _SET_AGAINST or value.place < 2:
        return False
    return not value.lead and not any(token.marks & _NAMES_GROWTH for token in read.tokens[: value.place])


_SET_AGAINST = ("so với", "so voi", "vs", "versus", "compared to", "compared with", "yoy")
_NAMES_GROWTH = Mark.up | Mark.down | Mark.rate | Mark.higher_is_better | Mark.lower_is_better


def _part_of_more(read: Tokens, value: Surrounded, verb: Token) -> str | None:
    """'Tăng doanh thu hơn 10%' is a change, 'increase retention above 40%' an end."""
    if verb.marks & Mark.down or (value.lead & Mark.up and not value.figure.percent):
        return "change"
    if not value.figure.percent or verb.marks & Mark.improve or value.lead & Mark.end_up:
        return "target"
    if read.tokens[value.place - 1].word in ("above", "past", "beyond"):
        return "target"
    by_how_much = read.tokens[value.place - 1].word in ("hơn", "hon", "more than")
    if read.marks & Mark.rate:
        return None if by_how_much else "target"
    return "change"


def _part_of_change(read: Tokens, value: Surrounded) -> str | None:
    """As ``_part``, for a figure that a verb of change governs; '' where that verb leaves open what the figure is."""
    lead, verb = value.lead, value.verb
    assert verb is not None
    if lead & _REACHES:
        return "target"
    if value.more or lead & (Mark.by | Mark.more):
        return None if lead & Mark.at_most else "change"
    if lead & (Mark.below | Mark.at_most) and verb.word in ("lose", "loses"):
        return "upper"
    if lead & (Mark.below | Mark.at_most):
        return "target" if verb.marks & (Mark.down | Mark.improve) and lead & Mark.below else None
    if lead & Mark.above:
        return _part_of_more(read, value, verb)
    if lead & Mark.at_least:
        return "lower" if verb.marks & Mark.improve and not value.figure.percent else "change"
    if value.unit is not None and value.unit.lower() in _TIMES:
        return "times"
    if verb.marks & Mark.improve and (value.unit or "").lower() in ("points", "point", "điểm", "diem"):
        return None
    return "" if verb.marks & Mark.improve and (not value.figure.percent or value.of_something) else "change"


_SAVES = ("save", "saves", "saving", "tiết kiệm", "tiết kiệm được", "tiet kiem", "tiet kiem duoc")
_MERGERS = (
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
"""'Hợp nhất 3 kho thành 1': what is there before is no value to reach."""
_MAKERS = ("launch", "ship", "create", "build", "open", "ra mắt", "triển khai", "tạo", "xây dựng", "mở")
_COMPLETES = ("complete", "hoàn thành", "hoan thanh")
"""'Complete module 4' reaches no 4."""
_INSTEAD = ("instead of", "rather than", "thay vì", "thay vi")
_FOR = ("cho", "for")
_GETS = ("get", "gets", "have", "drive", "bring")
_TIMES = ("lần", "times", "x", "fold", "lan")


def _is_score(read: Tokens, value: Surrounded) -> bool:
    """A number without a unit that nothing leads up to is a value only after the name of a measure ('NPS 45'): the 18
    of 'iOS 18' is a name's."""
    if value.figure.scale_word is not None or value.total is not None or value.place == 0:
        return value.place > 0 or value.figure.scale_word is not None
    before = _named_before(read, value.place)
    if before.marks & (Mark.reach | _MEASURES):
        return True
    if value.figure.value >= 1000 and read.tokens[value.place - 1].word == "of":
        return True  # 'A peak of 35,000'
    counts = read.tokens[0].marks & _MEASURES != 0 or read.tokens[0].word in _NUMBERS_OF
    if value.verb is None and counts and value.last + 1 == len(read.tokens):
        return True
    is_last = value.last + 1 == len(read.tokens)
    if value.verb is None and (cadence_after(read, value.place) or (is_last and cadence_of(read)[0])):
        return True
    if value.verb is not None:
        return (value.verb.marks & Mark.reach) != 0
    return before.text.isupper() and (len(read.tokens) <= 3 or not read.text.isupper())


_NUMBERS_OF = ("sl", "số lượng", "số", "so luong", "so", "number of", "number")


def _is_multiple(read: Tokens, value: Surrounded) -> bool:
    """'ROAS of 5x' is a measure in multiples, and no growth."""
    if not value.place or value.verb is not None:
        return False
    return _named_before(read, value.place).marks & Mark.higher_is_better != 0


def _named_before(read: Tokens, place: int) -> Token:
    """The word that names what a figure is of: 'rating of 4.6', 'ROAS at 5x'."""
    for token in reversed(read.tokens[:place]):
        if token.word in _MEASURED_BY:
            return Token(token.text, token.word, Mark.rate)
        if not token.marks & Mark.filler and token.word not in (":", "="):
            return token
    return read.tokens[place - 1]


_MEASURED_BY = ("rate of", "score of", "average of", "avg", "average", "on average", "bình quân", "trung bình", "tb")


def _is_limited(read: Tokens, value: Surrounded) -> bool:
    """'Quy trình kiểm soát chất lượng' limits nothing."""
    before = read.tokens[: value.place]
    place = next((place for place, token in enumerate(before) if token.marks & _LIMIT), None)
    return place is not None and not any(token.marks & _ADDS_OR_DOES for token in before[:place])


def _is_day_of_month(read: Tokens, value: Surrounded) -> bool:
    """'31/12' that was not k of n, 'từ 1/7' where nothing says what it goes to."""
    following = read.tokens[value.last + 1].marks if value.last + 1 < len(read.tokens) else 0
    is_since = read.vietnamese and value.lead == Mark.start and not following & (Mark.end | _GOES_TO)
    total = value.total
    if total is None or value.or_more or value.or_less:
        return False
    if value.place == 0 and value.figure.value == total.value <= 12:
        return any(token.figure for token in read.tokens[value.last + 1 :])  # '12/12 sale: 9,000 orders'
    if value.figure.value > total.value:
        return True
    return (
        value.unit is None
        and total.value <= 12
        and total.value % 1 == 0
        and value.figure.value % 1 == 0
        and (not value.lead or is_since)
    )


def _negates_a_change(read: Tokens, value: Surrounded) -> bool:
    """'Không tăng chi phí quá 5%' bounds the growth, not the measure."""
    words = read.tokens[: value.place]
    return any(one.marks & Mark.never and two.marks & (Mark.up | Mark.down) for one, two in pairwise(words))


def _is_fraction(count: Decimal, total: Decimal) -> bool:
    """'1/3 quản lý' is a share, '2/3 dự án' may be: neither is surely a count. '3,8/4' is a mark."""
    return count % 1 == 0 and 0 < count < total <= 4 and (total == 2 or total != 2 * count)


def _shares_its_verbs(read: Tokens, value: Surrounded) -> bool:
    """'Increase revenue and cut costs by 10%': whose the figure is cannot be told."""
    if not read.marks & Mark.up or not read.marks & Mark.down:
        return False
    before = read.tokens[: value.place]
    verbs = [place for place, token in enumerate(before) if token.marks & (Mark.up | Mark.down)]
    if len(verbs) < 2:
        return False
    *_, one, two = verbs
    return (before[one].marks ^ before[two].marks) & Mark.up != 0 and any(
        token.marks & Mark.both for token in before[one:two]
    )


def _measures_time(read: Tokens, value: Surrounded) -> bool:
    """'Số giờ đào tạo bình quân 16 giờ', 'time to market: 90 days', 'latency 200 ms': the measure itself is a time."""
    unit = (value.unit or "").lower()
    before = read.tokens[: value.place]
    if value.last + 1 < len(read.tokens) and read.tokens[value.last + 1].text == "/":
        return True  # 'Training 20h/người'
    return not value.lead & _WITHIN and any(
        token.word == unit
        or (token.word in _TIME_WORDS and before[0].word in _NUMBERS_OF)
        or token.word in _SPANS_OF_TIME
        or token.word.endswith(" time")
        or token.marks & Mark.lower_is_better
        for token in before
    )


def _stands_among_words(read: Tokens, value: Surrounded) -> bool:
    """'Đồng bộ dữ liệu 2 hệ thống': no verb that we know, and words before the figure that name no measure."""
    figure = value.figure
    if value.lead or figure.percent or figure.currency or figure.scale_word or value.total:
        return False
    if read.tokens[0].word in _NUMBERS_OF and cadence_after(read, value.place):
        return False
    few = 4 if read.vietnamese else 3
    before = read.tokens[value.place - few : value.place] if value.place >= few else []
    return bool(before) and all(
        token.marks & ~Mark.unit == 0 and token.figure is None and token.text[0].isalpha() for token in before
    )


def is_time(value: Surrounded) -> bool:
    if value.unit is None:
        return False
    words = value.unit.lower()
    return (
        words in _TIME_WORDS or words.rpartition(" ")[2] in _TIME_WORDS or words in ("ngày làm việc", "ngay lam viec")
    )


def _is_some(read: Tokens, value: Surrounded) -> bool:
    """'Land 2–3 retainer clients', 'pitch 5–6 brand': so many are to be done, by whatever verb."""
    figure, first = value.figure, read.tokens[0]
    is_bare = not (value.lead or figure.percent or figure.currency or figure.scale_word or is_time(value))
    return is_bare and value.place == 1 and value.unit is not None and first.text[0].isalpha() and not first.marks


def is_short_time(value: Surrounded) -> bool:
    """Whether it is a time that a customer waits, and no cycle: seconds to hours."""
    return value.unit is not None and value.unit.lower() in _SHORT_TIMES


def _negated(read: Tokens, value: Surrounded) -> bool:
    if not read.marks & Mark.never:
        return False
    before = read.tokens[: value.place]
    return any(
        token.marks & Mark.never and (not place or _negates(before, place, value)) for place, token in enumerate(before)
    )


def _negates(before: list[Token], place: int, value: Surrounded) -> bool:
    """'Không quá', 'không để', 'không đội quá', and not 'thanh toán không tiền mặt'."""
    if place + 1 == len(before) or before[place].word not in ("không", "khong"):
        return True
    if value.kept is not None and any(token is value.kept for token in before[:place]):
        return any(token.marks & LEADS for token in before[place + 1 : place + 3])
    return before[place + 1].marks & ~(Mark.unit | Mark.money) != 0 or before[place + 1].word in _GO_ON


_GO_ON = ("bị", "xảy", "phát", "phải", "ai", "nào")
_TIME_WORDS = word_set(
    "giây phút giờ ngày tuần tháng quý năm tiếng giay phut gio ngay tuan thang nam tieng h s ms sec second seconds "
    "minute minutes min mins hour hours hr hrs day days week weeks month months quarter quarters year years"
)
_SPANS_OF_TIME = word_set("time duration average avg mean median age reserves runway tenure length turnaround tb") | {
    "thời gian", "thoi gian", "lead time", "cycle time", "response time", "an average of", "average of", "trung bình",
    "bình quân", "trung binh", "binh quan",
}  # fmt: skip
_SHORT_TIMES = word_set(
    "giây phút giờ tiếng h s sec second seconds minute minutes min mins hour hours hr hrs giay phut gio tieng"
)
