"""Two figures of one text of which nothing says that one is the value: what is wanted of how many, of two quarters, of
two measures, so far and at last."""

from __future__ import annotations

from sync.reading.texts.cadence import cadence_after
from sync.reading.texts.marks import CHANGES, MEASURES, Mark
from sync.reading.texts.spans_of_time import is_time
from sync.reading.texts.surrounded import BOUNDS, Surrounded, is_arrow
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens


def is_of_a_share_of_them(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'HbA1c below 7% in 60% of patients', 'margin above 20% on 80% of projects'."""
    is_share = two.figure.percent and two.place > 0 and read.tokens[two.place - 1].word in _IN
    return is_share and one.lead & BOUNDS != 0 and not is_time(one) and not two.lead & ~Mark.within


def are_of_two_times(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'NPS 30 in Q1, 50 in Q4', 'sales 40 in Jan, 60 in Feb'."""
    if two.in_brackets or not _is_dated(read, one):
        return False
    is_now = any(token.marks & Mark.now for token in read.tokens[two.last + 1 :])
    goes_on = read.tokens[two.place - 1].text == "," and not (
        two.lead or is_now
    )  # by when the last is due was taken away
    return (goes_on or _is_dated(read, two)) and not two.lead & (Mark.end | Mark.end_up | Mark.end_down)


def is_with_a_measure_of_its_own(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Egg production at 92% with mortality under 4%': what comes after 'with' is a measure with a value, too."""
    between = read.tokens[one.last + 1 : two.place]
    at = next((at for at, token in enumerate(between) if token.word in ("with", "với")), None)
    if at is None or one.verb is not None or one.lead & (Mark.start | Mark.now) or two.lead & (Mark.start | Mark.now):
        return False
    if one.figure.percent and any(token.word == "of" for token in between[:at]):
        return False  # '80% of classes with attendance above 95%'
    said = between[at + 1 :]
    of_value = two.lead & BOUNDS or two.figure.percent
    is_named = any(token.marks & MEASURES for token in (*said, *read.tokens[two.last + 1 : two.last + 3]))
    return bool(of_value) and is_named and not any(token.marks & CHANGES for token in said)


def may_be_planted(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Moi xa vien trong 200 goc, ty le song 85%': 'trồng' and 'trong' are one word where marks are left out."""
    is_open = read.vietnamese and "trong" in read.said and read.text.isascii() and one.place > 0
    if not is_open or read.tokens[one.place - 1].word != "trong" or one.unit is None or is_time(one):
        return False
    return any(token.text == "," for token in read.tokens[one.last + 1 : two.place])


def counts_on(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Gặp 50 khách, chốt 10', 'IELTS 7.0, writing 6.5', 'mở 3 quán ở Hà Nội, 2 ở Đà Nẵng': a bare figure after a comma
    counts something else."""
    between = read.tokens[one.last + 1 : two.place]
    is_bare = not (two.lead or two.figure.percent or two.figure.currency or two.figure.scale_word or two.total)
    if not is_bare or one.figure.percent or two.unit is not None or not between or one.lead & ~(Mark.add | Mark.do):
        return False
    if any(token.word in _OF_A_TIME for token in (*read.tokens[max(one.place - 3, 0) : one.place], *between)):
        return False
    following = read.tokens[two.last + 1 : two.last + 2]
    if between[-1].text == "," and following and following[0].word in ("ở", "tại", "in", "at"):
        return one.unit is not None
    if between[0].text != "," or not 1 < len(between) < 4 or between[1].word.startswith("incl"):
        return False
    is_of_it = any(token.marks & (Mark.now | Mark.up | Mark.down | Mark.other | Mark.start) for token in between)
    return not is_of_it and all(token.text[0].isalpha() for token in between[1:])


def is_how_long_each_is(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Họp 1 lần/tuần, không quá 30 phút'."""
    is_often = (one.unit or "").lower().replace("/", " ").partition(" ")[0] in ("lần", "lan", "times")
    return is_often and is_time(two) and two.lead & BOUNDS != 0


def are_steps_of_one_way(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'50 demo -> 10 deal': things of other kinds, of which none becomes the other."""
    if not one.unit or not two.unit or not is_arrow(read.tokens[two.place - 1]) or one.figure.percent:
        return False
    units = one.unit.lower(), two.unit.lower()
    is_counted = not any(is_time(value) or value.figure.currency or value.figure.percent for value in (one, two))
    return is_counted and units[0] != units[1] and not one.place and "/" not in "".join(units)


def are_set_beside(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Attendance 88%/93%', 'increase attendance: 88 | 93', 'move 3 of 5 products to 4+ stars'."""
    between = [token.text for token in read.tokens[one.last + 1 : two.place]]
    are_shares = one.figure.percent and two.figure.percent
    is_beside = (between == ["|"] or (between == ["/"] and are_shares)) and two.unit in (None, one.unit)
    is_of_each = one.total is not None and one.unit is not None and two.unit is not None and two.lead & Mark.end != 0
    return (is_beside and one.place > 0) or (is_of_each and one.unit != two.unit)


def are_all_at(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'All 12 sites at 95% compliance'."""
    return one.place == 1 and read.tokens[0].word == "all" and one.unit is not None and not two.lead & ~Mark.end


def is_a_share_of_those_at(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Patients with BP under 140 at 75%', 'tickets with CSAT over 4 at 90%'."""
    is_bounded = bool(one.or_more or one.lead & BOUNDS) and not one.figure.percent and one.verb is None
    return is_bounded and two.figure.percent and read.tokens[two.place - 1].word == "at" and not is_time(one)


def is_a_span_of_a_habit(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Gym 3 to 4 days a week', '10 to 15% growth': as much as that or as that, or from the one to the other."""
    if one.lead or two.place != one.last + 2 or read.tokens[one.last + 1].word != "to" or read.vietnamese:
        return False
    does = one.verb is not None and one.verb.marks & (Mark.add | Mark.do) != 0
    return not one.place or does or cadence_after(read, two.place) is not None


def _is_dated(read: Tokens, value: Surrounded) -> bool:
    behind = read.tokens[value.last + 1 : value.last + 3]
    if (value.unit or "").lower() == "in":
        return bool(behind) and _is_period(behind[0])
    if value.unit is not None and value.unit.lower() == "by":
        return bool(behind) and _is_period(behind[0])
    return len(behind) == 2 and behind[0].word in ("in", "by", "for", "vào") and _is_period(behind[1])


def _is_period(token: Token) -> bool:
    return token.name or token.word in _MONTHS


_OF_A_TIME = word_set("target goal now nay trước ngoái quý năm cuối đầu hiện đang muc nam") | {
    "mục tiêu", "muc tieu", "năm nay", "năm ngoái", "hiện tại", "hien tai", "cuối quý", "đầu quý",
}  # fmt: skip
_IN = ("in", "on", "for", "of", "trong", "ở", "tại", "cho")
_MONTHS = word_set("jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august "
                   "september october november december")  # fmt: skip
