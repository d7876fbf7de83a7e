"""Figures that are a condition within a measure or of what is counted ('tỷ lệ học sinh đạt điểm 8 trở lên từ 35% lên
50%', 'tăng số đơn trên 1 triệu lên 800 đơn', 'hire 8 engineers with 3 or more years'), beside one that is plainly the
value: something leads up to it, or it is what the text's verb counts."""

from __future__ import annotations

from itertools import pairwise

from sync.reading.asides import SIZES
from sync.reading.earlier_values import is_of_before
from sync.reading.marks import CHANGES, Mark
from sync.reading.spans_of_time import NUMBERS_OF, is_time
from sync.reading.surrounded import Surrounded, is_arrow
from sync.reading.text import bare, word_set
from sync.reading.tokens import Tokens


def without_conditions(read: Tokens, values: list[Surrounded]) -> list[Surrounded]:
    """Given a text's figures, return those that are no mere condition beside a plain value; all where none is plain."""
    if len(values) < 2:
        return values
    plain = _from_to(read, values) or _led(read, values) or _after_an_age(read, values)
    if plain:
        return [value for value in values if value in plain or not _limits_what_is_led(read, value, plain)]
    counted = values[0]
    if not _is_counted(read, counted):
        return values
    return [value for value in values if value is counted or not _says_which_are_counted(read, counted, value)]


def _from_to(read: Tokens, values: list[Surrounded]) -> list[Surrounded]:
    """The figures of the one from–to of a text."""
    found = [
        [one, two]
        for one, two in pairwise(values)
        if two.lead & _GOES_TO
        and (one.lead & _STARTS or is_arrow(read.tokens[two.place - 1]))
        and not one.or_more
        and (_kind(one) == _kind(two) or not _kind(one) or not _kind(two))
        and one.in_brackets is two.in_brackets
    ]
    return found[0] if len(found) == 1 else []


def _led(read: Tokens, values: list[Surrounded]) -> list[Surrounded]:
    """The one figure outside of brackets that words lead up to as to a value."""
    found = [value for value in values if not value.in_brackets and _is_led(read, value)]
    return found if len(found) == 1 else []


def _after_an_age(read: Tokens, values: list[Surrounded]) -> list[Surrounded]:
    """The $150k of 'invoices overdue by more than 60 days below $150k', the 10% of 'share of calls waiting over 60
    seconds below 10%': of two bounds the first says how long."""
    one, two = values[-2:]
    before = read.tokens[: one.place]
    is_of_those = any(token.marks & Mark.lower_is_better for token in before[-3:]) or (
        two.figure.percent and any(token.marks & Mark.rate for token in before)
    )
    are_bounds = one.lead & (Mark.above | Mark.exceed) and two.lead & (_BOUNDS | _LEADS_TO_A_VALUE)
    return [two] if is_of_those and are_bounds and is_time(one) and not is_time(two) else []


def _is_led(read: Tokens, value: Surrounded) -> bool:
    if not value.place or value.or_more or value.or_less:
        return False
    before = read.tokens[value.place - 1]
    if value.lead & _LEADS_TO_A_VALUE or before.text == ":":
        return not value.lead & Mark.start
    is_changed = value.verb is not None and value.verb.marks & CHANGES != 0
    return is_changed and (before is value.verb or value.lead & Mark.by != 0)


def _limits_what_is_led(read: Tokens, value: Surrounded, plain: list[Surrounded]) -> bool:
    led = plain[-1]
    if value.in_brackets and not led.in_brackets:
        return not value.lead & (_STARTS | _GOES_TO) and not is_of_before(read, value) and not _is_alike(value, led)
    if value.place > led.place:
        is_aside = value.follows_aside and not any(token.text in ",;." for token in read.tokens[led.last : value.place])
        return is_aside and not value.lead and not value.figure.percent and not _is_alike(value, led)
    if is_of_a_kind(read, value) and not value.lead:
        return True
    is_told = value.lead & _LEADS_TO_A_VALUE and not (len(plain) > 1 and (value.or_more or value.or_less))
    if _is_alike(value, led) or is_told or _is_counted(read, value):
        return False
    between = read.tokens[value.last + 1 : plain[0].place]
    if any(token.marks & Mark.both or token.text in ",;" for token in between):
        return False
    if _is_bounded(value):
        is_shown = _kind(led) != "" or read.tokens[led.place - 1].text == ":"
        return is_shown or len(plain) > 1 or _counts(read)
    is_rate = led.figure.percent and any(token.marks & Mark.rate for token in read.tokens[: value.place])
    return is_rate or len(plain) > 1 or read.tokens[value.place - 1].word in _OF_WHOM or _is_source(value, led)


def _is_source(value: Surrounded, led: Surrounded) -> bool:
    """'Doanh thu từ 20 đại lý đạt 45 tỷ'."""
    return value.lead == Mark.start and value.unit is not None and led.lead & Mark.reach != 0


def _counts(read: Tokens) -> bool:
    """'Số đơn trên 1 triệu', 'the number of deals over $50k'."""
    return any(token.word in NUMBERS_OF for token in read.tokens[:3])


def _says_which_are_counted(read: Tokens, counted: Surrounded, value: Surrounded) -> bool:
    """'… có từ 3 năm kinh nghiệm trở lên', '… aged 18–25', '… vay dưới 50 triệu', '(60–90 s each)'."""
    between = read.tokens[counted.last + 1 : value.place]
    if value.in_brackets:
        return not value.lead & (_STARTS | _GOES_TO)
    if (
        _is_alike(value, counted)
        or value.figure.percent
        or any(token.marks & (Mark.both | CHANGES | Mark.reach) or token.text in ",;:" for token in between)
    ):
        return False
    if between and between[-1].word in _AGED:
        return True
    if value.lead == Mark.start and is_time(value):
        return True
    return _is_bounded(value) and not (is_time(value) and value.lead & Mark.below)


def _is_bounded(value: Surrounded) -> bool:
    if value.or_more or value.or_less:
        return not value.lead & ~(_BOUNDS | Mark.start | Mark.reach)
    return value.lead & _BOUNDS != 0 and not value.lead & ~(_BOUNDS | Mark.by | Mark.up | Mark.down)


def is_of_a_kind(read: Tokens, value: Surrounded) -> bool:
    """'Suất ăn loại 35.000đ', 'combo 99k', '1.5 L bottles', where no verb leads on to it."""
    if read.tokens[value.place - 1].word in _KINDS:
        return True
    size, _, of = (value.unit or "").lower().partition(" ")
    return bool(of) and size in SIZES


def _is_counted(read: Tokens, value: Surrounded) -> bool:
    """Whether a figure is how many of something the text's first verb adds or does."""
    if value.unit is None or value.lead or value.figure.percent or not 0 < value.place <= 2:
        return False
    if read.tokens[value.place - 1].word in ("cho", "for"):
        return True
    first = read.tokens[0]
    if value.place == 1 and not first.marks:
        return first.text.isalpha() and value.verb is None  # 'Vaccinate 4,000 children under 5'
    return value.verb is first and first.marks & (Mark.add | Mark.do) != 0


def _is_alike(one: Surrounded, two: Surrounded) -> bool:
    return _kind(one) == _kind(two)


def _kind(value: Surrounded) -> str:
    """What a figure is a number of: '%', money, time, its unit, or '' where nothing says."""
    figure = value.figure
    if figure.percent:
        return "%"
    if figure.currency is not None or (figure.scale_word is not None and value.unit is None):
        return "money"
    if is_time(value):
        return "time"
    return bare(value.unit or "")


_GOES_TO = Mark.end | Mark.end_up | Mark.end_down
_STARTS = Mark.start | Mark.now
_LEADS_TO_A_VALUE = _GOES_TO | Mark.reach | Mark.at_least | Mark.at_most | Mark.up_to | Mark.keep
_BOUNDS = Mark.above | Mark.below | Mark.exceed
_OF_WHOM = ("tại", "ở", "của", "tai", "cua", "all", "across")
_KINDS = word_set("loại gói combo hạng dòng mẫu loai goi hang dong mau tier plan bundle pack size") | {
    "mệnh giá",
    "menh gia",
}
_AGED = ("aged", "ages", "tuổi", "tuoi")
