"""Figures that are a condition within a measure or of what is counted ('tỷ lệ học sinh đạt điểm 8 trở lên từ 35% lên
50%', 'tăng số đơn trên 1 triệu lên 800 đơn', 'hire 8 engineers with 3 or more years'), beside one that is plainly the
value: something leads up to it, or it is what the text's verb counts."""

from __future__ import annotations

from itertools import pairwise

from sync.reading.texts.earlier_values import is_of_before
from sync.reading.texts.marks import CHANGES, VERBS, Mark
from sync.reading.texts.spans_of_time import NUMBERS_OF, is_time
from sync.reading.texts.surrounded import Surrounded, is_arrow
from sync.reading.texts.text import bare, word_set
from sync.reading.texts.things_made_up import SIZES
from sync.reading.texts.tokens import Tokens
from sync.reading.texts.unit_kinds import SAME, ratio
from sync.reading.texts.units import VIETNAMESE_SCALES


def without_conditions(read: Tokens, values: list[Surrounded]) -> list[Surrounded]:
    """Given two or more figures of a text, return those that are no mere condition beside a plain value; all where none
    is plain."""
    *others, one, two = values
    # As most texts with two figures say it: 'from 12% to 18%'.
    is_said_so = two.lead & _GOES_TO and one.lead & _STARTS and two.place == one.last + 2 and not one.or_more
    if is_said_so and (not others or all(map(_is_bare, others))):
        return values
    if not others and _is_of_its_label(read, one, two):
        return [two]
    if not others and _is_of_whom_at(read, one, two):
        return [two]
    if not others and _is_how_long(read, one, two):
        return [one]
    if not others and _is_how_fast_each_is(read, one, two):
        return [two]
    values = _without_kinds(read, _without_bounds_in_brackets(values))
    if len(values) < 2:
        return values
    if _is_a_share_of_those_who(values[0], values[1]) and len(values) == 2:
        return values[:1]
    plain = _from_to(read, values) or _by_how_much(values) or _led(read, values) or _after_an_age(read, values)
    if plain and not (len(plain) == 1 and _has_so_much(read, values[0], plain[0])):
        return [value for value in values if value in plain or not _limits_what_is_led(read, value, plain)]
    counted = values[0]
    if not _is_counted(read, counted):
        return values
    return [
        value
        for value in values
        if value is counted or _stands_at(read, value) or not _says_which_are_counted(read, counted, value)
    ]


def _is_of_whom_at(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Customers with 2+ products at 35%', 'keep tickets over 7 days old at 0'."""
    is_level = (
        two.last + 1 == len(read.tokens)
        and not two.lead & ~Mark.end
        and (two.figure.percent or two.figure.currency or not two.unit)
    )
    if not is_level or read.tokens[two.place - 1].word not in ("at", "to") or one.figure.percent or one.unit is None:
        return False
    is_led_to = read.tokens[two.place - 1].word == "to"
    is_free = one.verb is None or one.kept is not None
    return is_free and (not is_led_to or one.kept is not None) and bool(one.or_more or one.lead & _FROM_LEAST)


def _is_how_long(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Chạy bộ 100 km trong 30 ngày', '10.000 squat trong 90 ngày': within what time so much is to be done."""
    if not read.vietnamese or two.lead != Mark.within or read.tokens[two.place - 1].word not in ("trong", "trong vòng"):
        return False
    is_last = is_time(two) and two.last + 1 == len(read.tokens) and not one.in_brackets
    does = one.place == 0 or (
        one.verb is not None and one.verb.marks & (Mark.do | Mark.add) and one.verb is read.tokens[0]
    )
    return is_last and bool(does) and one.unit is not None and not one.lead and not one.figure.percent


def _is_how_fast_each_is(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Đóng gói xong 1 đơn ≤ 4 phút': how soon each of them is done."""
    is_one = one.figure.value == 1 and one.unit is not None and not (one.lead or is_time(one))
    is_bound = two.lead & (Mark.at_most | Mark.below) != 0 and not two.lead & Mark.within
    return read.vietnamese and is_one and 0 < one.place < 3 and is_bound and is_time(two) and not two.in_brackets


def _is_of_its_label(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Usefulness (1–5): ≥ 4.0', 'accepted sau ≤ 1 lần sửa: ≥ 90%': what the label of a bound says of its measure."""
    is_within = one.lead == Mark.within and is_time(one) and two.figure.percent and two.lead & _ANY_BOUND
    if is_within and read.marks & Mark.rate and two.place > one.last + 1:
        return True  # 'Giữ tỷ lệ hủy trong 21 ngày cân nhắc dưới 4%'
    at = two.place - 2
    if at <= one.last or read.tokens[at].text != ":" or not two.lead & _ANY_BOUND:
        return False
    is_scale = one.in_brackets and one.upper is not None and one.unit is None
    return is_scale or (one.lead & Mark.within != 0 and one.unit is not None and not one.figure.percent)


def _stands_at(read: Tokens, value: Surrounded) -> bool:
    """'30 breweries on the plan (12 today)'."""
    return value.in_brackets and value.unit is None and is_of_before(read, value)


def _is_a_share_of_those_who(one: Surrounded, two: Surrounded) -> bool:
    """'60%+ of users log in at least 2 times a week', '85% tàu cá từ 15m lắp định vị'."""
    is_first = (one.place == 0 and not one.lead) or (one.place == 1 and one.lead & _FROM_LEAST and one.of_something)
    return (
        bool(is_first and one.figure.percent)
        and (two.lead & _ANY_BOUND != 0 or two.lead == Mark.start)
        and (two.unit is not None or two.words.lower() == "twice")
        and not two.figure.percent
    )


def is_time_of_a_rate(read: Tokens, value: Surrounded) -> bool:
    """'Tỷ lệ tái nhập viện 30 ngày', '30-day rate of return': a text's only figure, and no share."""
    is_rate = read.tokens[0].word.startswith(_SHARES) and read.vietnamese
    return is_rate and is_time(value) and not value.lead and value.verb is None and not value.or_more


def is_within_a_rate(read: Tokens, value: Surrounded) -> bool:
    """'Tỷ lệ khách mua từ 2 sản phẩm trở lên', '% of staff with at least 1 course': a text's only figure, which says of
    whom the share is."""
    is_counted = value.unit is not None and not (value.figure.percent or value.figure.currency)
    if is_counted and _is_of_those_who(read, value):
        return True
    if not is_counted or not (value.or_more or value.or_less or value.lead & _ANY_BOUND) or is_time(value):
        return False
    is_number = not read.vietnamese and read.tokens[0].word in _NUMBERS and read.tokens[1].word == "of"
    at = 0 if is_number else next((at for at in range(value.place) if read.tokens[at].word.startswith(_SHARES)), None)
    if at is None:
        return False
    named = read.tokens[at + 1 : value.place]
    return any(token.word in _HAVE or (not read.vietnamese and token.word.endswith("ing")) for token in named)


def _is_of_those_who(read: Tokens, value: Surrounded) -> bool:
    """'Visitors who complete at least one lesson': whom a text names, and nothing that is to come of it."""
    at = next((at for at in range(1, value.place) if read.tokens[at].word == "who"), 0)
    is_named = not any(token.marks & VERBS for token in read.tokens[:at])
    return 0 < at < 4 and is_named and value.last + 1 == len(read.tokens)


_FROM_LEAST = Mark.at_least | Mark.above
_ANY_BOUND = Mark.above | Mark.below | Mark.exceed | Mark.at_least | Mark.at_most
_NUMBERS = ("number", "no.", "count")
_SHARES = ("tỷ lệ", "tỉ lệ", "ty le", "ti le", "share", "percentage", "proportion", "percent", "%")
_HAVE = word_set("có được mua học dùng with having who that được co duoc hoc dung") | {
    "tham gia", "hoàn thành", "sử dụng", "đạt", "đăng ký", "đọc",
}  # fmt: skip


def _is_bare(value: Surrounded) -> bool:
    """The 3 of 'sales of segment 3 from 12 to 18'."""
    figure = value.figure
    return value.unit is None and not value.lead and figure.scale_word is None and not (value.upper or value.or_more)


def _without_bounds_in_brackets(values: list[Surrounded]) -> list[Surrounded]:
    """'Tồn kho chậm luân chuyển (>180 ngày) giảm 25%': where a value follows, the bound in brackets says which."""
    last = values[-1]
    if last.in_brackets:
        return values
    return [value for value in values if not (value.in_brackets and value.lead and not value.lead & ~_BOUNDS)]


def _without_kinds(read: Tokens, values: list[Surrounded]) -> list[Surrounded]:
    """The figures without those that only say which kind of a thing is meant, where something leads up to another."""
    last = values[-1]
    if not last.lead and last.verb is None:
        return values
    return [
        value
        for value in values
        if value is last
        or not value.place
        or value.lead & ~Mark.within
        or read.tokens[value.place - 1] is value.verb
        or (last.lead & _GOES_TO and value.last + 2 == last.place and _are_plainly_alike(value, last))
        or not (
            is_of_a_kind(read, value)
            or _is_an_age(value)
            or _is_a_grade(read, value, last)
            or read.tokens[value.place - 1].word in _AGED
        )
        or (kind_of(value) == "money" == kind_of(last) and not last.lead & _LEADS_TO_A_VALUE)
    ]


def _is_a_grade(read: Tokens, value: Surrounded, last: Surrounded) -> bool:
    """'Tăng số đánh giá 5 sao lên 600', and not 'xếp hạng 4 sao lên 4,5'."""
    if not read.vietnamese or (value.unit or "").lower() != "sao" or not 1 <= value.figure.value <= 5:
        return False
    before = read.tokens[value.place - 1]
    is_noun = before.text[0].isalpha() and not before.marks & (Mark.rate | Mark.higher_is_better)
    return is_noun and last.figure.value > 5 and (last.unit or "").lower() != "sao"


def _is_an_age(value: Surrounded) -> bool:
    return (value.unit or "").lower() in ("tuổi", "tuoi", "years old", "year-olds")


def _from_to(read: Tokens, values: list[Surrounded]) -> list[Surrounded]:
    """The figures of the one from–to of a text."""
    found = [
        [one, two]
        for one, two in pairwise(values)
        if two.lead & _GOES_TO
        and (one.lead & _STARTS or is_arrow(read.tokens[two.place - 1]))
        and not one.or_more
        and (kind_of(one) == kind_of(two) or not kind_of(one) or not kind_of(two))
        and one.in_brackets is two.in_brackets
    ]
    return found[0] if len(found) == 1 else []


def _by_how_much(values: list[Surrounded]) -> list[Surrounded]:
    """The 50% of 'cut items blocked > 72 h by 50%', 'raise orders > 10 km by 20%'."""
    one, two = values[-2:]
    is_old = one.lead == Mark.above and one.unit is not None and not one.figure.percent and two.figure.percent
    is_by = two.lead & Mark.by and two.verb is not None and two.verb.marks & CHANGES
    return [two] if len(values) == 2 and is_old and is_by else []


def _led(read: Tokens, values: list[Surrounded]) -> list[Surrounded]:
    """The one figure outside of brackets that words lead up to as to a value."""
    found = [value for value in values if not value.in_brackets and _is_led(read, value)]
    if len(found) == 2 and found[1].lead & _GOES_TO and _says_who(read, found[0]):
        found = found[1:]  # 'Increase customers that buy at least 2 products to 4,000'
    return found if len(found) == 1 else []


def _says_who(read: Tokens, value: Surrounded) -> bool:
    """Whether a bound is of those that the text counts: '… who complete at least one task'."""
    is_bound = value.lead & (Mark.at_least | Mark.at_most) and value.unit is not None and not value.figure.percent
    return bool(is_bound) and any(token.word in ("who", "that") for token in read.tokens[1 : value.place])


def _after_an_age(read: Tokens, values: list[Surrounded]) -> list[Surrounded]:
    """The $150k of 'invoices overdue by more than 60 days below $150k', the 10% of 'share of calls waiting over 60
    seconds below 10%': of two bounds the first says how long."""
    one, two = values[-2:]
    before = read.tokens[: one.place]
    is_led = two.lead & (_BOUNDS | _LEADS_TO_A_VALUE) or two.or_more or two.or_less
    if _is_an_age(two) or _is_alike(one, two) or not is_led or two.lead & Mark.now:
        return []
    if one.place and before[-1].word in (*_OF_WHOM, *_AT) and not one.lead and _counts_things(one):
        return [two]  # 'Maintain uptime at 13 sites at 99.9% or higher'
    if not _is_bounded(one):
        return []
    if one.or_more or one.or_less or any(token.word in _HAS or token.word in _OF_WHOM for token in before[-4:]):
        return [two]
    is_of_those = any(token.marks & Mark.lower_is_better for token in before[-3:]) or (
        two.figure.percent and any(token.marks & Mark.rate for token in before)
    )
    is_older = one.lead & (Mark.above | Mark.exceed) and is_time(one) and not is_time(two)
    return [two] if is_of_those and is_older else []


def _has_so_much(read: Tokens, counted: Surrounded, value: Surrounded) -> bool:
    """'Tuyển 6 lập trình viên có ít nhất 3 năm kinh nghiệm': what each of those has that are counted."""
    if value is counted or not _is_counted(read, counted) or value.figure.percent:
        return False
    if any(token.word in _EACH for token in read.tokens[value.last + 1 : value.last + 3]):
        return value.lead & _BOUNDS != 0 or value.or_more  # 'Close 25 deals > $500K each'
    between = read.tokens[counted.last + 1 : value.place]
    leads = value.lead & ~(Mark.at_least | Mark.at_most)
    return not leads and any(token.word in _HAS for token in between) and _says_which_are_counted(read, counted, value)


def _is_led(read: Tokens, value: Surrounded) -> bool:
    if not value.place:
        return False
    before = read.tokens[value.place - 1]
    if (value.or_more or value.or_less) and before.text != ":":
        return False
    if value.lead & _LEADS_TO_A_VALUE or before.text in _LEADS_BY_SIGN:
        return not value.lead & Mark.start
    is_changed = value.verb is not None and value.verb.marks & CHANGES != 0
    return is_changed and (value.verb in read.tokens[value.place - 2 : value.place] or value.lead & Mark.by != 0)


def _limits_what_is_led(read: Tokens, value: Surrounded, plain: list[Surrounded]) -> bool:
    led = plain[-1]
    if value.in_brackets and not led.in_brackets:
        if value.lead & (_STARTS | _GOES_TO) or is_of_before(read, value):
            return False
        return not _is_alike(value, led) or (value.lead & _BOUNDS != 0 and not value.lead & ~_BOUNDS)
    if value.place > led.place:
        is_apart = any(token.text in ",;." or token.marks & Mark.both for token in read.tokens[led.last : value.place])
        if is_apart or value.figure.percent or _is_alike(value, led):
            return False
        return (value.follows_aside and not value.lead) or value.or_more or value.or_less
    if is_of_a_kind(read, value) and not value.lead:
        return True
    if read.tokens[value.place - 1].word in _AGED:
        return True
    if len(plain) > 1 and (value.or_more or (_is_bounded(value) and is_time(value) and not is_time(led))):
        return True  # 'NPS among teams ≥ 90 days on board from 32 → 50'
    if value.lead == Mark.start and value.place > 1 and read.tokens[value.place - 2].marks & Mark.aside:
        return True  # 'Đơn hàng có giá trị từ 500 triệu giảm 5%'
    is_of_those = value.lead & (Mark.at_least | Mark.at_most) and value.unit is not None and not value.figure.percent
    if is_of_those and any(token.marks & Mark.aside for token in read.tokens[1 : value.place]):
        return True  # 'Increase users who complete at least one task from 18K to 30K'
    is_told = value.lead & _LEADS_TO_A_VALUE and not (len(plain) > 1 and (value.or_more or value.or_less))
    is_told = is_told and not _is_had(read, value, led)
    is_bound = len(plain) > 1 and value.lead in (Mark.below, Mark.above) and value.place > 2
    if is_bound and any(token.word in _HAS for token in read.tokens[max(value.place - 4, 0) : value.place]):
        return True  # 'Increase patients with HbA1c < 7% from 65% to 80%'
    if _is_alike(value, led) or is_told or (_is_counted(read, value) and value.verb is not None):
        return False
    between = read.tokens[value.last + 1 : plain[0].place]
    if any(token.marks & Mark.both or token.text in ",;" for token in between):
        return False
    if _is_bounded(value):
        is_shown = kind_of(led) != "" or read.tokens[led.place - 1].text == ":" or kind_of(value) not in ("", "time")
        return is_shown or len(plain) > 1 or _counts(read)
    if _may_start_at(read, value, led):
        return False
    is_rate = led.figure.percent and any(token.marks & Mark.rate for token in read.tokens[: value.place])
    if is_rate or len(plain) > 1 or _is_source(value, led):
        return True
    before = read.tokens[value.place - 1].word
    return before in _OF_WHOM or (before in _AT and _counts_things(value) and kind_of(led) != "")


def _is_had(read: Tokens, value: Surrounded, led: Surrounded) -> bool:
    """'Tỷ lệ khách có ít nhất 1 đơn đạt 80%': whose share it is."""
    is_share = led.figure.percent and read.tokens[0].word.startswith(_SHARES)
    return is_share and any(token.word in _HAVE for token in read.tokens[max(value.place - 3, 0) : value.place])


def _may_start_at(read: Tokens, value: Surrounded, led: Surrounded) -> bool:
    """'Detection rate for burglary 30 to 38%'."""
    if read.vietnamese or not _is_bare(value) or led.place != value.last + 2:
        return False
    return read.tokens[value.place - 1].marks == 0 and value.figure.value * 2 >= led.figure.value


def _counts_things(value: Surrounded) -> bool:
    return value.unit is not None and kind_of(value) not in ("time", "money", "%")


def _is_source(value: Surrounded, led: Surrounded) -> bool:
    """'Doanh thu từ 20 đại lý đạt 45 tỷ'."""
    return value.lead == Mark.start and kind_of(value) != "" and led.lead & Mark.reach != 0


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
        or any(token.marks & (Mark.both | CHANGES) or token.text in ",;:" for token in between)
        or (not value.or_more and any(token.marks & Mark.reach for token in between))
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
    bounds = _BOUNDS | Mark.at_least | Mark.at_most
    return value.lead & bounds != 0 and not value.lead & ~(bounds | Mark.by | Mark.up | Mark.down)


def is_of_a_kind(read: Tokens, value: Surrounded) -> bool:
    """'Suất ăn loại 35.000đ', 'combo 99k', '1.5 L bottles', where no verb leads on to it."""
    before = read.tokens[value.place - 1]
    if before.word in _KINDS and before.text != "MAU":  # monthly active users, and no 'mẫu'
        following = read.tokens[value.last + 1 : value.last + 2]
        return not (before.word in _RANKED and following and following[0].marks & _GOES_TO)  # 'Xếp hạng 8 → 3'
    size, _, of = (value.unit or "").lower().partition(" ")
    return bool(of) and size in SIZES


def _is_counted(read: Tokens, value: Surrounded) -> bool:
    """Whether a figure is how many of something the text's first verb adds or does."""
    if value.lead & ~(Mark.at_least | Mark.at_most) or value.figure.percent or value.place > (3 if value.lead else 2):
        return False
    if value.unit is None and not (kind_of(value) == "money" and read.tokens[0].marks & Mark.do):
        return False
    if not value.place:
        return True  # '50 pupils score 8 or above'
    if read.tokens[value.place - 1].word in ("cho", "for"):
        return True
    first = read.tokens[0]
    if value.place == 1 and not first.marks:
        return first.text.isalpha() and value.verb is None  # 'Vaccinate 4,000 children under 5'
    return value.verb is first and first.marks & (Mark.add | Mark.do) != 0


def may_be_of_one_measure(one: Surrounded, two: Surrounded) -> bool:
    """Whether two figures may be bounds or ends of the same: per cent are no money, and neither are so many things."""
    if one.unit == two.unit and one.figure.percent == two.figure.percent:
        return True
    if one.unit and two.unit and ratio(one.unit, two.unit) not in (None, SAME):
        return True  # 'From 2h to 30m'
    kinds = {kind_of(one), kind_of(two)} - {""}
    return len(kinds) < 2 or not kinds & {"%", "money", "time"} or one.figure.points or two.figure.points


def _are_plainly_alike(one: Surrounded, two: Surrounded) -> bool:
    """'MAU 80k → 120k'."""
    return _is_alike(one, two) and (kind_of(one) != "" or one.figure.scale_word is not None)


def _is_alike(one: Surrounded, two: Surrounded) -> bool:
    return kind_of(one) == kind_of(two)


def kind_of(value: Surrounded) -> str:
    """What a figure is a number of: '%', money, time, its unit, or '' where nothing says."""
    figure = value.figure
    if figure.percent:
        return "%"
    if figure.currency is not None:
        return "money"
    if value.unit is None and figure.scale_word is not None and figure.scale_word.casefold() in VIETNAMESE_SCALES:
        return "money"
    if is_time(value):
        return "time"
    return bare(value.unit or "")


_GOES_TO = Mark.end | Mark.end_up | Mark.end_down
_STARTS = Mark.start | Mark.now
_LEADS_TO_A_VALUE = _GOES_TO | Mark.reach | Mark.at_least | Mark.at_most | Mark.up_to | Mark.keep
_BOUNDS = Mark.above | Mark.below | Mark.exceed
_OF_WHOM = ("tại", "ở", "của", "tai", "cua", "all", "across")
_AT = ("at", "in", "for")
_LEADS_BY_SIGN = (":", "<", ">", "≤", "≥", "<=", ">=")
_KINDS = word_set("loại gói combo hạng dòng mẫu loai goi hang dong mau tier plan bundle pack size") | {
    "mệnh giá",
    "menh gia",
}
_RANKED = ("hạng", "hang")
_HAS = ("có", "co", "với", "voi", "with", "having")
_AGED = ("aged", "ages", "tuổi", "tuoi")
_EACH = ("each", "apiece", "mỗi")
