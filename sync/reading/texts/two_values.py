"""Two figures of a key result's text that are values of their own ('2 webinars with 500 guests', '≥ 90% confidence on
≥ 70% of uploads'), so that neither of them can be told to be the value."""

from __future__ import annotations

from itertools import pairwise

from sync.reading.texts.cadence import cadence_after
from sync.reading.texts.conditions import kind_of
from sync.reading.texts.earlier_values import PAUSES, is_of_before
from sync.reading.texts.from_to import WAYS
from sync.reading.texts.lexicon import AMISS
from sync.reading.texts.marks import CHANGES, MEASURES, VERBS, Mark
from sync.reading.texts.qualifiers import is_changed
from sync.reading.texts.spans_of_time import is_short_time, is_time
from sync.reading.texts.surrounded import BOUNDS, LEADS, Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.things_made_up import PARTS
from sync.reading.texts.tokens import Token, Tokens

_GOES_TO = Mark.end | Mark.end_up | Mark.end_down
_WITH = word_set("with at")
_NONE_OF = word_set("no zero 0")
_AIMED_AT = word_set(
    "rate success satisfaction accuracy engagement attendance score completion quality uptime pass "
    "retention margin growth conversion adoption churn nrr"
)


def says_another(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """Whether the second of two figures plainly is a value of its own, so that it is no condition of the first."""
    return (
        (read.vietnamese and _is_beside_a_plan(read, one, two))
        or _is_for_another(read, one, two)
        or _is_another_in_brackets(read, one, two)
        or _comes_with_more(read, one, two)
        or _is_on_so_many_days(read, two)
        or _is_a_share_besides(read, one, two)
        or _is_done_besides(read, one, two)
        or _is_added_up(read, one, two)
        or _are_of_one_list(read, one, two)
    )


def _is_added_up(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'1.300 thiết kế + 4.200 ảnh': two things are counted."""
    between = read.tokens[one.last + 1 : two.place]
    is_counted = not (one.figure.percent or two.figure.percent or one.lead or two.lead) and two.unit is not None
    return is_counted and len(between) > 1 and between[-1].text == "+" and between[0].text[0].isalpha()


def _is_on_so_many_days(read: Tokens, two: Surrounded) -> bool:
    """'10,000 steps on 80% of days', 'no screen after 9 on 25+ days a month': how much, and how often."""
    if read.tokens[two.place - 1].word != "on":
        return False
    said = read.tokens[two.place + 1 : two.place + 3]
    return any(token.word in _DAYS for token in said) and (two.figure.percent or two.or_more)


def _is_a_share_besides(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Mở 1.500 tài khoản, 30% có giao dịch', 'collect 40 t, 80% ripe': how many, and what share of them."""
    if not two.figure.percent or one.figure.percent or two.lead & ~BOUNDS or two.words[0] == "+":
        return False
    if read.tokens[two.place - (2 if two.lead else 1)].text != ",":
        return False
    behind = read.tokens[two.last + 1 : two.last + 2]
    is_counted = one.unit is not None and not is_time(one)
    return is_counted and bool(behind) and behind[0].text[0].isalpha() and not behind[0].marks & (CHANGES | Mark.now)


def _is_done_besides(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Ngủ 7 tiếng, chạy 20 km'."""
    if one.unit is None or two.unit is None or one.unit == two.unit or two.lead or two.place < one.last + 3:
        return False
    pause, does = read.tokens[two.place - 2], read.tokens[two.place - 1]
    return pause.text == "," and does.marks & (Mark.do | Mark.add) != 0 and not two.figure.percent


def _are_of_one_list(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'To 200 (year 1), 450 (year 2)': each with a remark of one kind."""
    if read.tokens[0].word == "đến" and one.unit == two.unit and _is_by_another_time(read, one, two):
        return True  # 'Đến tháng 6 có 4 đại lý, cuối năm 9 đại lý'
    is_dated = _is_due(read, two) or two.last + 1 == len(read.tokens)  # by when a text ends with is taken away
    if is_dated and _is_due(read, one) and read.tokens[two.place - 1].text == ",":
        return True  # 'Apprentices: 3 by March, 9 by September'
    first, second = read.tokens[one.last + 1 : one.last + 3], read.tokens[two.last + 1 : two.last + 3]
    if len(first) < 2 or len(second) < 2:
        return False
    is_alike = not two.lead or two.lead == one.lead & ~Mark.reach
    pause = read.tokens[two.place - (2 if two.lead else 1)]
    if pause.text == "," and one.unit is not None and one.unit == two.unit and is_alike:
        where, where_else = _place_behind(read, one.last + 1), _place_behind(read, two.last + 1)
        return bool(where and where_else) and where != where_else  # '60 fps on desktop, 30 fps on handheld'
    if first[0].text != "(" or second[0].text != "(":
        return False
    return first[1].word == second[1].word and first[1].text.isalpha()


def _is_by_another_time(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    between = [token.word for token in read.tokens[one.last + 1 : two.place]]
    at = next((at for at, word in enumerate(between) if word in PAUSES), None)
    return at is not None and between[at + 1 : at + 2] in (["cuối"], ["đến"], ["hết"])


def _is_due(read: Tokens, value: Surrounded) -> bool:
    said = read.tokens[value.last + 1 : value.last + 3]
    return len(said) == 2 and said[0].word == "by" and said[1].word in _MONTHS


_MONTHS = word_set(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec spring summer autumn winter"
)


def _place_behind(read: Tokens, first: int) -> str:
    """Where, or of whom, a figure is said to be so much, by the words right behind it, how often left aside."""
    while first + 1 < len(read.tokens) and (
        read.tokens[first].text == "/" or read.tokens[first].marks & (Mark.every | Mark.time_unit)
    ):
        first += 1
    said = [token.word for token in read.tokens[first : first + 4]]
    at = next((at for at, word in enumerate(said[:2]) if word in _PLACED), None)
    return "" if at is None else " ".join(said[at + 1 : at + 3])


def are_two_values(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """Whether two figures, none of which is a condition, are two values, or leave open which of them is."""
    return (
        (one.lead & _OVER != 0 and _is_of_which_or_from(one, two))
        or _are_either(read, one, two)
        or _is_of_so_many(one, two)
        or _are_ends(read, one, two)
        or _does_for_so_long(read, one, two)
        or _is_of_another(read, one, two)
        or _are_two_bounds(read, one, two)
        or (one.lead & two.lead & _ENDS != 0 and one.figure.value != two.figure.value)
        or _is_kept_at_another(one, two)
    )


def _is_of_which_or_from(one: Surrounded, two: Surrounded) -> bool:
    """'Reduce complaints open over 48 hours to 10': which of them, or from where."""
    is_bare = two.unit is None and two.figure.scale_word is None and two.figure.value != 0
    return is_time(one) and two.lead & _GOES_TO != 0 and is_bare


def is_with_another_aim(read: Tokens, first: Surrounded) -> bool:
    """'Conduct 12 drills with 90%+ success rate', 'ship 12 reports with no missed deadlines': two values, not one."""
    if read.vietnamese:
        return _forbids_besides(read, first)
    if _WITH.isdisjoint(read.said):
        return False
    at = next((at for at in range(first.last + 1, len(read.tokens) - 2) if read.tokens[at].word in _WITH), None)
    if at is None:
        return False
    said, following = read.tokens[at + 1], read.tokens[at + 2 : at + 6]
    if said.word in _NONE_OF:
        return any(token.marks & Mark.lower_is_better or token.word in AMISS for token in following)
    if (
        any("score" in token.word or "rating" in token.word for token in following)
        and first.figure.currency is not None
    ):
        return any(token.figure is not None for token in read.tokens[at + 2 : at + 9])
    is_counted = first.unit is not None and not first.figure.percent
    is_counted = is_counted and (first.figure.currency is None or read.tokens[at].word == "with")
    is_share = any(token.figure is not None and token.figure.percent for token in (said, *following[:1]))
    is_bounded = said.marks & BOUNDS != 0  # 'Launch 2 channels with > 10% of pipeline'
    return is_counted and is_share and (is_bounded or any(token.word in _AIMED_AT for token in following))


def _forbids_besides(read: Tokens, first: Surrounded) -> bool:
    """'Phát 300 suất cháo, không để ngộ độc': how many, and that something does not happen."""
    if "," not in read.said and ";" not in read.said:
        return False
    behind = [token.word for token in read.tokens[first.last + 1 :]]
    is_left_out = not _LEFT_OUT.isdisjoint(behind)  # 'Tuyển 10 người; không kể thực tập sinh'
    if not is_left_out and any(one == ";" and two.partition(" ")[0] in _NOT_VI for one, two in pairwise(behind)):
        return True  # 'Khớp nguồn ≥ 99%; không chấp nhận lỗi nặng'
    triples = zip(behind, behind[1:], behind[2:], strict=False)
    has_none = any(one in PAUSES and two in _NOT_VI and three in _HAVE for one, two, three in triples)
    if has_none and _EXCEPTION.isdisjoint(behind):
        return True  # '90% chi hội đạt tiên tiến, không có chi hội yếu'
    if first.unit is None or first.figure.percent or first.lead:
        return False
    return any(one in PAUSES and two in _FORBIDS for one, two in pairwise(behind))


_NOT_VI = ("không", "khong")
_LEFT_OUT = word_set("kể tính gồm phân ke tinh gom phan") | {"bao gồm", "bao gom", "phân biệt", "phan biet"}
_HAVE = ("có", "còn", "co", "con")
_EXCEPTION = word_set("ngoại ngoai") | {"ngoại lệ", "ngoai le"}
_FORBIDS = ("không để", "không xảy ra", "khong de", "khong xay ra")


def _does_for_so_long(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'3 phòng live vận hành 12 tiếng/ngày': how many, or how long each."""
    if is_time(one) and two.unit == "x" and cadence_after(read, two.place) is not None and not two.lead:
        return True  # 'Write for 30 min, 5x/week'
    is_so_many = one.place == 0 and one.unit is not None and not is_time(one) and not one.figure.percent
    return is_so_many and is_time(two) and not two.lead & ~Mark.within and cadence_after(read, two.place) is not None


def _are_ends(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Phản hồi trong 2h-4h': from one to the other, or anywhere between."""
    if one.unit is None or one.unit != two.unit or one.in_brackets or two.place != one.last + 2:
        return False
    return read.tokens[one.last + 1].text in _DASHES


_DAYS = word_set("days weeks weekdays workdays mornings nights evenings")
_DASHES = ("-", "–", "—", "~")


def _is_of_so_many(one: Surrounded, two: Surrounded) -> bool:
    """'Sell 300 5% bonds': which of the two is counted."""
    return two.place == one.last + 1 and one.unit is None and not two.lead


def _are_either(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Seen within 15 min of arrival or 20 min at weekends': two values, of which either counts."""
    between = read.tokens[one.last + 1 : two.place]
    if len(between) > 1 and between[-2].marks & Mark.both and between[-1].word in ("a", "an"):
        return True  # '200k downloads and a 4.5 store rating'
    for token in between:
        if token.word in _EITHER:
            return not any(token.text in ",;:" for token in between)
    return False


def _is_of_another(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'On-time arrivals to 85% and baggage claims cut by 20%', 'tăng NPS lên 60, giảm churn 5%': after 'and', or with a
    verb of its own, another measure changes."""
    if one.figure.percent and two.figure.percent and read.tokens[two.place - 1].text == ";" and not two.lead:
        return True  # '80% coverage of the core; 60% on the apps'
    if two.place < one.last + 4 or not read.marks & (Mark.up | Mark.down | Mark.both) or two.lead & Mark.within:
        return False
    between = read.tokens[one.last + 1 : two.place]
    if two.lead & Mark.by and two.verb is not one.verb and is_changed(two) and one.lead & _GOES_TO:
        at = next((at for at, token in enumerate(between) if token is two.verb), len(between))
        said_of = between[at + 1 :]  # 'xuống dưới 45%, qua đó tăng doanh thu thêm 18%'
        return any(token.text[0].isalpha() and not token.marks & _NO_NAME for token in said_of)
    joined_at = next((at for at, token in enumerate(between) if _joins(token, between[at + 1 : at + 2])), None)
    if joined_at is None:
        return False
    said = between[joined_at + 1 :]
    is_changed_too = any(token.marks & (Mark.up | Mark.down) or token.word in WAYS for token in said)
    if not is_changed_too or not (one.unit or one.figure.scale_word or one.lead & _GOES_TO):
        return False
    if between[joined_at].text in PAUSES:
        named = [token.word for token in read.tokens[: one.place]]
        return any(token.marks & MEASURES and token.word not in named for token in said)
    return any(token.text[0].isalpha() and not token.marks & _NO_NAME and token.word not in WAYS for token in said)


def _joins(token: Token, following: list[Token]) -> bool:
    if token.marks & Mark.both or token.word in _ALONGSIDE:
        return True
    return token.text in PAUSES and bool(following) and following[0].marks & (Mark.up | Mark.down) != 0


def _are_two_bounds(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'≥ 90% confidence on ≥ 70% of uploads'."""
    are_bounds = one.lead & two.lead & (Mark.at_least | Mark.above) != 0
    are_ceilings = one.lead & two.lead & (Mark.at_most | Mark.below) != 0 and one.unit == two.unit
    if (are_bounds or are_ceilings) and any(token.text == ";" for token in read.tokens[one.last : two.place]):
        return True  # 'Giải quyết ít nhất 5 vụ việc; truy vết được trong ít nhất 2 vụ án'
    are_bounds = are_bounds and one.figure.percent and two.figure.percent
    return are_bounds and read.tokens[two.place - 2].word in ("on", "for", "in", "of", "trên", "cho")


def _is_for_another(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Purge files within 5 minutes to keep storage below 2TB'."""
    if two.kept is None or one.kept is not None or not (is_time(one) and one.lead & Mark.within):
        return False
    at = next(at for at, token in enumerate(read.tokens) if token is two.kept)
    return at > one.last and read.tokens[at - 1].word in ("to", "để", "de")


def _comes_with_more(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Produce 2 webinars with 500 registrants', and not '12 visits, each with 30 pupils', '20 homes with 3 rooms'."""
    if _BESIDE.isdisjoint(read.said) and not (two.in_brackets and two.figure.currency is not None):
        return False
    between = read.tokens[one.last + 1 : two.place]
    leads = [token for token in between if token.word in _BESIDE or not token.marks & (BOUNDS | Mark.filler)]
    around = (*between, *read.tokens[two.last + 1 : two.last + 3])
    if any(token.word in _EACH for token in around):
        return False
    if read.vietnamese and (two.unit or "").lower().partition(" ")[0] in _MADE_OF:
        return False  # 'Xây 2 tòa nhà với 12 tầng'
    is_counted = one.unit is not None or one.figure.scale_word is not None
    is_counted = is_counted and kind_of(one) not in ("%", "money", "time")
    is_their_worth = two.figure.currency is not None and two.in_brackets and not (two.or_more or two.lead)
    if is_counted and is_their_worth:
        return one.verb is not None and one.verb.marks & Mark.add != 0  # 'Close 5 deals ($200K new ARR)'
    if _BESIDE.isdisjoint([token.word for token in leads[-3:]]):
        return False
    is_rated = any("rating" in token.word for token in read.tokens[: two.place])
    is_rated = is_rated and (one.or_more or one.unit is not None)
    if is_rated and two.or_more == one.or_more and (two.unit or "").partition(" ")[0] in ("review", "reviews"):
        return True  # '4.5+ star rating with 50+ reviews'
    named = between[-2:-1] if between and between[-1].word == "of" else between[-1:]
    is_of_another = bool(named) and named[0].marks & MEASURES != 0 and any(token.word == "with" for token in between)
    if one.figure.percent and two.figure.percent and is_of_another and not one.in_brackets:
        return True  # 'Win rate above 25% with an average margin of 9%'
    if one.figure.percent and not two.figure.percent and kind_of(two) and two.lead & BOUNDS and not read.vietnamese:
        return True  # 'Cut response time by 50% with < 100 ms'
    if is_counted and (two.lead & BOUNDS or two.or_more) and not read.vietnamese:
        is_measure = any(token.marks & MEASURES for token in between)
        if is_short_time(two) or (two.unit is None and is_measure):
            return True  # 'Pass at 10k req/min with p99 < 200 ms', '50 users complete tests with NPS ≥ 30'
    are_counted = all(kind_of(each) not in ("", "%", "money", "time") for each in (one, two))
    return (
        are_counted
        and leads[-1].word in _BESIDE
        and kind_of(one) != kind_of(two)
        and two.figure.value > one.figure.value
    )


def _is_another_in_brackets(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Response time below 24h for gold (and below 48h for all)', 'keep 90% of customers (net revenue retention
    110%)', 'pass rate 90% (cut failures from 30% to 10%)'."""
    if not two.in_brackets or one.in_brackets:
        return False
    if _is_of_another_measure(read, two):
        return True
    if _bounds_another(read, one, two):
        return True
    if (
        two.figure.percent
        and not one.figure.percent
        and two.lead & BOUNDS
        and is_changed(two)
        and one.lead & Mark.reach
    ):
        return True  # 'Giảm chi phí: 599.000đ/năm (giảm ≥ 85%)'
    if one.figure.percent != two.figure.percent:
        return False
    opens = max(place for place in range(two.place) if read.tokens[place].text == "(")
    said = [token for token in read.tokens[opens + 1 : two.place] if not token.marks & BOUNDS]
    if not said:
        following = read.tokens[two.last + 1].word if two.last + 1 < len(read.tokens) else ""
        is_plain = two.figure.percent and not is_changed(one) and not two.figure.points
        return (
            is_plain and following[:1].isalpha() and following not in _SAID_OF_THE_SAME and not is_of_before(read, two)
        )
    if said[0].marks & Mark.both:
        return True
    if not two.figure.percent or any(token.figure for token in said):
        return False
    if two.lead & BOUNDS and said[0].word in _WHERE:
        return True  # 'Giảm còn dưới 5% (khu vực miền núi dưới 20%)'
    if said[0].marks & (Mark.up | Mark.down) and two.lead & Mark.start and not is_changed(one):
        return True
    before = {token.word for token in read.tokens[:opens]}
    is_named = said[-1].marks & MEASURES != 0 and any(token.word not in before for token in said)
    return is_named and not two.lead & ~Mark.reach


def _is_of_another_measure(read: Tokens, value: Surrounded) -> bool:
    """'Sales of 5 bn (late deliveries below 2%)', 'bàn giao 6 công trình (giảm khiếu nại xuống 3)': brackets that say
    what would be a key result of its own, and not how much of the same that is, or where it stands."""
    opens = max(place for place in range(value.place) if read.tokens[place].text == "(")
    said = read.tokens[opens + 1 : value.place]
    if (
        not said
        or is_of_before(read, value)
        or any(token.word in _OF_EACH or token.marks & (Mark.now | Mark.aside) for token in said)
    ):
        return False
    behind = read.tokens[value.last + 1 : value.last + 2]
    has_object = len(said) > 1 or (bool(behind) and behind[0].text[0].isalpha())
    if said[0].marks & _DOES and has_object and value.words[0] != "+":
        return True
    named = [token for token in said if token.is_plain or token.marks & _MEASURED]
    if len(named) > 1 and (any(token.marks & (CHANGES | _MEASURED) for token in said) or value.figure.percent):
        return named[0].word not in _GROWTH
    return any(token.marks & _MEASURED for token in named) and value.lead & (BOUNDS | Mark.reach | _GOES_TO) != 0


_GROWTH = ("tăng trưởng", "tang truong", "growth")
_DOES = CHANGES | Mark.do | Mark.add | Mark.keep | Mark.served
_MEASURED = Mark.rate | Mark.lower_is_better | Mark.higher_is_better
_SET_BESIDE = Mark.now | Mark.aside | Mark.other
_OF_EACH = word_set("mỗi moi each every per target goal aim stretch benchmark industry ngành nganh") | {
    "mục tiêu", "chỉ tiêu", "trung bình", "bình quân",
}  # fmt: skip


def _bounds_another(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'NPS ≥ 90 (complaints < 1%)': a bound with a measure of its own beside a bound."""
    if not ((one.lead & BOUNDS or one.or_more) and two.lead & BOUNDS) or is_time(two):
        return False
    if one.figure.percent and two.unit is not None and not two.figure.percent and not two.figure.currency:
        return True  # 'Tỷ lệ đậu từ 96% trở lên (tối đa 2 lần/tháng)'
    opens = max(place for place in range(two.place) if read.tokens[place].text == "(")
    said = [token for token in read.tokens[opens + 1 : two.place] if not token.marks & (LEADS | Mark.now)]
    return bool(said) and said[0].text[0].isalpha() and any(token.marks & MEASURES for token in said)


def _is_kept_at_another(one: Surrounded, two: Surrounded) -> bool:
    """'Keep heifers under 2 years at 18–22 °C': the first says which, or two things are kept."""
    return one.kept is not None and one.lead & Mark.below != 0 and is_time(one) and two.upper is not None


def _is_beside_a_plan(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Tổn thất thực hiện 5,8% (kế hoạch 6,1%)': what was reached beside what was planned, or more than that."""
    if one.figure.percent != two.figure.percent or one.unit != two.unit:
        return False
    between = [token.word for token in read.tokens[one.last + 1 : two.place] if token.text not in (":", "(", ",", "=")]
    return len(between) in (1, 2) and between[0] in _PLANS and between[-1] in (*_PLANS, *_OF_THE_YEAR)


_WHERE = word_set("for at in among vùng miền tỉnh huyện xã riêng với") | {"khu vực", "đối với"}
_PLACED = ("on", "in", "at", "for", "với", "ở", "tại", "cho")
_OVER = Mark.above | Mark.exceed
_PLANS = ("kế hoạch", "ke hoach", "kh", "chỉ tiêu", "chi tieu")
_OF_THE_YEAR = ("năm", "quý", "tháng", "nam", "quy", "thang", "là", "la", "giao")
_ENDS = Mark.end_up | Mark.end_down
_ALONGSIDE = ("while", "plus", "cùng với", "cung voi", "&")
_NO_NAME = LEADS | VERBS | Mark.filler | Mark.stop
_BESIDE = frozenset(("with", "với", "voi"))
_MADE_OF = PARTS | word_set("phòng ghế giường phong ghe giuong")
_EACH = ("each", "every", "mỗi", "moi")
_EITHER = frozenset(("or", "hoặc", "hoac"))
_SAID_OF_THE_SAME = word_set(
    "of now today currently last in at by above below more less up down baseline target goal stretch minimum "
    "floor committed actual average benchmark industry market before từ hiện năm quý tháng thực tối cam"
) | {"thực tế", "tối thiểu", "tối đa", "cam kết", "trung bình", "bình quân"}
