"""Figures that qualify the value of a key result instead of being one: they belong to the name of the measure ('nợ quá
hạn trên 90 ngày', 'doanh thu bình quân 1 cửa hàng'), they compare the value with another ('46 tỷ, vượt 15% KH'), or
they are a part of it ('10 producers, 6 of them in Hanoi')."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sync.reading.texts.conditions import is_of_a_kind
from sync.reading.texts.marks import CHANGES, VERBS, Mark
from sync.reading.texts.parts import Part
from sync.reading.texts.spans_of_time import is_time
from sync.reading.texts.surrounded import BOUNDS, LEADS, Surrounded, is_arrow
from sync.reading.texts.text import word_set
from sync.reading.texts.things_made_up import SIZES
from sync.reading.texts.tokens import Token, Tokens

_GOES_TO = Mark.end | Mark.end_up | Mark.end_down


def without_qualifiers(read: Tokens, values: list[Surrounded]) -> list[Surrounded]:
    """Given a text's figures, return those that do not merely qualify another."""
    if values and (_says_how_old_or_big(values[0]) or values[0].or_more) and is_age_of_none(read, values[0].place):
        values = values[1:]
    values = _after_the_name(read, values)
    if len(values) == 2 and not read.vietnamese and number_a_thing(read, *values):
        return []
    return [value for at, value in enumerate(values) if not _qualifies(read, values, at, value)]


def is_age_of_none(read: Tokens, place: int) -> bool:
    """'No overdue invoices older than 60 days', 'không có nợ quá hạn trên 90 ngày': the figure says which of them there
    shall be none of."""
    before = read.tokens[:place]
    if len(before) < 3:
        return False
    if before[0].word in ("no", "zero"):
        said = " ".join(one.word for one in before[-2:])
        # 'No outages longer than', and not 'no patient waits longer than'
        if before[-1].word == "within" and place + 2 < len(read.tokens) and read.tokens[place + 2].word == "of":
            return True  # 'No cats returned within 30 days of adoption'
        are_those = before[1].word.endswith("s") or before[2].marks & Mark.lower_is_better != 0
        return said.endswith(_OLDER) or (are_those and said.endswith(_LONGER))
    if before[0].word not in _NOT or before[1].word not in _THERE_IS:
        return False
    # 'Không có quá 5 khiếu nại' counts them; what comes between says what they are.
    is_over = before[-1].marks & _OVER or (before[-1].marks & Mark.start and read.marks & Mark.or_more)
    return is_over != 0 and any(not one.marks & _OVER for one in before[2:])


def _says_how_old_or_big(value: Surrounded) -> bool:
    return value.unit is not None and (is_time(value) or value.unit.lower() in SIZES)


def number_a_thing(read: Tokens, value: Surrounded, following: Surrounded) -> bool:
    """'Repaint bays 4 to 9'."""
    is_bare = following.unit is None and not following.figure.percent and not following.figure.currency
    if value.lead or value.place < 2 or not is_bare or following.place != value.last + 2:
        return False
    one, two = value.figure.value, following.figure.value
    are_next = two <= 20 or (one >= 100 and two - one < one / 20)  # 'Refurbish rooms 1204 to 1210'
    if not (one < two and are_next):
        return False
    before = read.tokens[: value.place]
    if before[-1].word in _NUMBERED and not any(token.marks & CHANGES for token in before):
        return True  # 'Review pay scales for bands 5 to 7'
    return value.place == 2 and not any(token.marks for token in before)


def _qualifies(read: Tokens, values: list[Surrounded], at: int, value: Surrounded) -> bool:
    following = values[at + 1] if at + 1 < len(values) else None
    if following is None and read.marks & _MULTIPLIES and is_of_a_kind(read, value) and _multiplies(read, value):
        return True
    if value.unit is not None:
        if _says_which(read, value, following):
            return True
        if following is not None and (_is_a_size(read, value, following) or _is_of_one(read, value, following)):
            return True
    if following is not None and read.tokens[following.place - 1].text == ":" and _is_where(read, value):
        return True
    if at and value.upper is not None and (value.unit or "").lower() in _AGES and values[at - 1].unit != value.unit:
        return True  # 'Đạt 45% trong nhóm 18-25 tuổi'
    return at > 0 and (_compares(read, values[at - 1], value) or _is_a_part(read, values[at - 1], value))


def _multiplies(read: Tokens, value: Surrounded) -> bool:
    """'Doanh thu combo 99k tăng gấp đôi'."""
    following = read.tokens[value.last + 1 :]
    return not value.lead and any(token.marks & _MULTIPLIES for token in following[:2])


def _after_the_name(read: Tokens, values: list[Surrounded]) -> list[Surrounded]:
    """'Invoices overdue > 60 days: from $780k to $300k': where a from–to follows the colon, figures before it are of
    the measure's name."""
    if ":" not in read.text:
        return values
    if (
        len(values) == 2
        and (_says_how_old(values[0]) or _says_who(read, values))
        and ":" in [token.text for token in read.tokens[values[0].last + 1 : values[1].place]]
    ):
        return values[1:]  # 'Complaints open over 30 days: less than 5'
    for one, two in pairwise(values):
        colon = next((place for place in range(one.place - 1, 0, -1) if read.tokens[place].text == ":"), None)
        if colon is not None and two.lead & _GOES_TO and adjoin(read, one, two) and not one.in_brackets:
            return [value for value in values if value.place > colon]
    return values


def _says_who(read: Tokens, values: list[Surrounded]) -> bool:
    """'SMEs with ≥ 3 uploads in a week: ≥ 60%'."""
    who, share = values
    counts = who.unit is not None and not (who.figure.percent or who.figure.currency or is_changed(who))
    is_asked_for = who.verb is not None and who.verb is read.tokens[0]  # 'Close ≥ 5 deals: 50% upsell'
    is_said_of_them = who.place > 1 and not is_asked_for and who.kept is None
    return counts and who.lead & BOUNDS != 0 and is_said_of_them and share.figure.percent


def _says_how_old(value: Surrounded) -> bool:
    is_bound = value.lead in (Mark.above, Mark.above | Mark.exceed)
    return is_time(value) and is_bound and value.kept is None and not is_changed(value)


def _says_which(read: Tokens, value: Surrounded, following: Surrounded | None) -> bool:
    """'Nợ quá hạn > 90 ngày không quá 2 tỷ', 'hàng tồn trên 90 ngày giảm một nửa': how old what is measured is. The
    value itself follows at once, with words that lead up to it."""
    if not is_time(value) or (following is not None and is_time(following)) or value.kept is not None:
        return False
    if value.lead & ~_SAYS_HOW_OLD or (value.verb is not None and value.verb.marks & CHANGES):
        return False
    if following is not None and _may_be_in_the_same(following):
        return False
    before = read.tokens[max(value.place - 3, 0) : value.place]
    is_named = any(token.marks & Mark.lower_is_better for token in before)
    if not (value.lead or is_named):
        return False
    end = len(read.tokens) if following is None else following.place
    between = read.tokens[value.last + 1 : end]
    if following is None:
        halves = len(between) > 1 and between[0].marks & Mark.down and between[-1].word in _HALVES
        return bool(halves)
    if all(token.marks & BOUNDS for token in between) and not is_named and before[-1].text.isalpha():
        return False  # 'over 60 days less than 5%' may be two bounds
    return bool(between) and between[0].marks & _LEADS_ON != 0 and all(_leads_on(token) for token in between)


def _may_be_in_the_same(value: Surrounded) -> bool:
    """'DSO 62 days to 48'."""
    return value.unit is None and value.figure.value != 0 and value.figure.scale_word is None


def _leads_on(token: Token) -> bool:
    return token.marks & (_LEADS_ON | Mark.filler) != 0 and not token.marks & (Mark.both | Mark.other)


def _is_a_size(read: Tokens, value: Surrounded, following: Surrounded) -> bool:
    """'Gạo túi 5kg đạt 12.000 túi', 'chai 500 ml: 20.000 chai': what it is that is sold, and then how many."""
    if value.lead or value.place < 2 or (value.unit or "").lower() not in SIZES:
        return False
    if value.verb is not None and (value.verb.marks & CHANGES or read.tokens[value.place - 1] is value.verb):
        return False
    return following.lead & Mark.reach != 0 and following.unit != value.unit


def _is_of_one(read: Tokens, value: Surrounded, following: Surrounded) -> bool:
    """'Doanh thu bình quân 1 cửa hàng đạt 420tr', 'trên 1 đơn', 'thời gian xử lý 1 đơn: < 60 giây': one of those that
    the measure is taken of."""
    if value.figure.value != 1 or not value.place:
        return False
    if read.vietnamese and is_time(following) and following.lead & (BOUNDS | Mark.reach) and not value.lead:
        return read.tokens[0].word in ("thời gian", "thoi gian") and not is_time(value)
    return read.tokens[value.place - 1].word in _OF_ONE


def _is_where(read: Tokens, value: Surrounded) -> bool:
    """'Sold-out rate at 3 flagship shows: 80%'."""
    if value.place < 2 or value.lead & ~Mark.within or value.figure.percent or is_time(value):
        return False
    return read.tokens[value.place - 1].word in ("at", "in", "across", "for", "tại", "ở", "của", "trong")


def _compares(read: Tokens, before: Surrounded, value: Surrounded) -> bool:
    """'Lợi nhuận đạt 2 tỷ, cao hơn quý III 10%', 'sales of $62M, +9% YoY': how far from something else that is."""
    if not value.figure.percent or before.figure.percent:
        return False
    between = read.tokens[before.last + 1 : value.place]
    if is_share_of_a_plan(read, between, value):
        return True
    if value.in_brackets and not before.unit:
        return False
    is_signed = value.words[0] in "+-" and len(between) == 1
    if not between or between[0].text not in (",", "(", ";"):
        return False
    return is_signed or any(token.marks & _COMPARES for token in between[1:2])


def is_share_of_a_plan(read: Tokens, between: list[Token], value: Surrounded) -> bool:
    """'Thu 1.200 tỷ, bằng 105% dự toán', '50 tỷ (đạt 110% kế hoạch)'."""
    following = read.tokens[value.last + 1 : value.last + 2]
    if not following or following[0].word not in _PLANS or not between or between[0].text not in (",", "(", ";"):
        return False
    return len(between) == 1 or (len(between) == 2 and between[1].word in ("bằng", "bang", "đạt", "dat"))


def _is_a_part(read: Tokens, before: Surrounded, value: Surrounded) -> bool:
    """'Recruit 10 producers, 6 of them in Hanoi', '2,500 tonnes of cherries, 80% ripe': how many of these are so."""
    if before.figure.percent:
        return False
    is_of_these = "trong đó" in read.said or "trong do" in read.said
    if is_of_these and any(
        token.word in ("trong đó", "trong do") for token in read.tokens[before.last + 1 : value.place]
    ):
        return True
    if read.tokens[value.place - 1].word in _OF_THESE and before.unit is not None:
        return True  # 'File 30 patents, of which 12 abroad'
    if value.lead or read.tokens[value.place - 1].text != ",":
        return False
    if any(token.word in _OF_THEM for token in read.tokens[value.last : value.last + 3]):
        return True
    does = before.verb is not None and before.verb.marks & (Mark.do | Mark.add | Mark.reach) != 0
    return does and value.figure.percent and value.verb is before.verb and before.unit is not None


def is_source(end: Surrounded, value: Surrounded) -> bool:
    """'Publish 20 case studies from 3 industries', '4.7 stars from at least 500 reviews': where it comes from."""
    if value.unit is None or value.figure.percent or end.place > value.place:
        return False
    if end.unit is None:
        return value.lead & BOUNDS != 0
    does = end.verb is not None and end.verb.marks & (Mark.do | Mark.add) != 0 and value.verb is end.verb
    return end.unit != value.unit and (does or value.lead & BOUNDS != 0)


def describes_measure(end: Surrounded, value: Surrounded) -> bool:
    """'Nợ quá hạn trên 90 ngày giảm xuống 500 triệu': the days say which debts, and come before the verb."""
    is_bound = end.lead & (Mark.above | Mark.below | Mark.at_least | Mark.at_most | Mark.exceed) != 0
    rules = is_changed(value) and end.verb is not value.verb
    return is_bound and is_time(end) and rules and not is_time(value)


def is_of_those(read: Tokens, ends: dict[str, Surrounded], value: Surrounded) -> bool:
    """'40% học viên đạt IELTS 6.5 trở lên': a share opens the text, and the second figure says of whom."""
    share = next(iter(ends.values()))
    before = read.tokens[value.place - 1]
    is_name = before.marks & Mark.higher_is_better or (before.text.isupper() and not read.text.isupper())
    is_grade = is_name and value.unit is None  # '90% hs đậu IELTS 6.0'
    is_bound = value.or_more or value.or_less or value.lead & BOUNDS or is_grade
    if share.place > 1 or not share.figure.percent or is_changed(value) or not (is_bound or value.verb):
        return False
    between = read.tokens[share.last + 1 : value.place]
    apart = any(token.text in (",", ";") or token.marks & Mark.both for token in between)
    return len(between) > 1 and not apart and (is_bound or not value.figure.percent) != 0


def describes(parts: list[Part], part: Part) -> bool:
    """Whether it is the grade of what was counted right before it: '50 đánh giá 5 sao'."""
    value = part.value
    before = next((one.value for one in parts if one.value.last + 2 == value.place), None)
    if before is not None and before.unit and value.lead in (Mark.below, Mark.above) and _is_an_age(value):
        return True  # 'Vaccinate 4,000 children under 5'
    return (value.unit or "").lower() in GRADES and any(one.value.last + 1 == value.place for one in parts)


def _is_an_age(value: Surrounded) -> bool:
    in_years = (value.unit or "tuổi").lower() in ("tuổi", "tuoi", "years", "years old")
    return in_years and not value.figure.percent and value.figure.scale_word is None and value.figure.value <= 100


def is_changed(value: Surrounded) -> bool:
    return value.verb is not None and value.verb.marks & CHANGES != 0


def adjoin(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """Whether nothing but what leads from one figure to the other parts them, what the first is counted per ('7
    ngày/sàn → 5') and when it was so ('60% (2025) → 85%') left aside."""
    between = _between(read, one, two)
    if len(between) > 1 and is_arrow(between[0]):
        return all(token.marks & (BOUNDS | Mark.filler | _GOES_TO) for token in between[1:])
    return len(between) == 1


def goes_by_arrow(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """Whether an arrow leads from one figure to the other: the first is where it starts, and never a range."""
    between = _between(read, one, two)
    return bool(between) and is_arrow(between[0])


def _between(read: Tokens, one: Surrounded, two: Surrounded) -> Sequence[Token]:
    tokens, place = read.tokens, one.last + 1
    if place + 1 == two.place:
        return tokens[place : two.place]
    while place + 1 < two.place and tokens[place].text == "/" and tokens[place + 1].text[0].isalpha():
        place += 2  # '24 kg/con/ngày → 27 kg/con/ngày'
    behind = read.tokens[two.last + 1].word if two.last + 1 < len(read.tokens) else ""
    if place + 1 < two.place and tokens[place].word == behind and behind.isalpha():
        place += 1  # '$5K MRR → $30K MRR'
    if tokens[place].text == "(":
        closes = next((at for at in range(place + 2, min(place + 5, two.place)) if tokens[at].text == ")"), place)
        if closes > place and not any(token.figure is not None for token in tokens[place + 2 : closes]):
            place = closes + 1  # '35% (very low) → 85%'
    return tokens[place : two.place]


_NUMBERED = word_set(
    "bands grades levels years lines wards bays zones floors blocks phases chapters modules weeks rooms"
)
_MULTIPLIES = Mark.times | Mark.factor
_SAYS_HOW_OLD = BOUNDS | Mark.exceed | Mark.within | Mark.by
_LEADS_ON = (LEADS | VERBS | Mark.never) & ~(Mark.other | Mark.do | Mark.within)
_COMPARES = Mark.above | Mark.below | Mark.other | Mark.exceed | Mark.up | Mark.down
_OLDER, _LONGER = ("older than", "overdue by", "by more than", "for more than"), ("longer than", "over")
_OVER = Mark.above | Mark.exceed
_NOT = ("không", "khong", "ko", "chẳng")
_THERE_IS = word_set("có còn co con xảy xay phát phat") | {"phát sinh", "phat sinh", "xảy ra", "xay ra"}
_PLANS = word_set("kh cùng cung") | {
    "kế hoạch", "dự toán", "chỉ tiêu", "cùng kỳ", "ke hoach", "du toan", "chi tieu", "cung ky",
}  # fmt: skip
_AGES = ("tuổi", "tuoi")
_HALVES = ("nửa", "half", "một nửa", "nua", "mot nua", "halved")
_OF_ONE = word_set("tb avg per average mỗi moi") | {"bình quân", "trung bình", "binh quan", "trung binh", "trên mỗi"}
_OF_THESE = frozenset(("of which", "thereof", "including", "incl", "incl ."))
_OF_THEM = word_set("them which whom") | {"trong số đó", "trong đó"}
GRADES = ("sao", "star", "stars")
