"""Figures of a key result's text that are said in passing, and are no value to reach: what a thing is made of ('quy
trình 3 bước'), what o'clock, whom it is for; and those of which that cannot be told."""

from __future__ import annotations

from sync.reading.cadence import cadence_after
from sync.reading.lexicon import CADENCE_ADVERBS
from sync.reading.marks import CHANGES, Mark
from sync.reading.surrounded import BOUNDS, LEADS, Surrounded
from sync.reading.text import word_set
from sync.reading.things_worked_on import (
    MAKERS,
    UPGRADES,
    WORKS,
    is_of_a_plan,
    is_of_what_is_written,
    is_what_it_becomes,
)
from sync.reading.tokens import Token, Tokens

_COUNTED = Mark.unit | Mark.time_unit | Mark.name
_NAMES_A_MEASURE = Mark.rate | Mark.lower_is_better | Mark.higher_is_better
_LEADS_UP = Mark.reach | Mark.exceed | Mark.keep | CHANGES | Mark.add | Mark.do
_ADDS_OR_DOES = Mark.add | Mark.do
_NO_COUNT = _ADDS_OR_DOES | Mark.improve
_DO = Mark.do


def is_said_in_passing(read: Tokens, value: Surrounded) -> bool:
    """Whether a figure is what a thing is made of or named by, or a time of the day."""
    place, tokens, verb = value.place, read.tokens, value.verb
    if not place:
        return False
    before, first = tokens[place - 1], tokens[0]
    if first.word in _CHOOSES and not tokens[1].marks & _NAMES_A_MEASURE:
        return True
    if before.word in ("cả", "ca") and place > 1 and value.unit is not None and tokens[place - 2].word in _ON_ALL:
        return not (value.figure.percent or value.figure.currency)  # 'Trên cả 3 tiêu chí'
    if (value.unit or "").lower() in _AGES and value.lead in (Mark.above, Mark.below) and not _is_first(read, value):
        return True  # 'Kham cho 5.000 nguoi tren 40 tuoi'
    if before.word == "of" and place > 1 and tokens[place - 2].word in _ONE_OF:
        return True  # 'Complete the second of three pilots'
    if value.unit is None and value.total is None and value.lead & _LEADS_TO_A_VALUE:  # most figures of a from–to
        return first.word in UPGRADES and is_what_it_becomes(read, value)
    if value.unit is not None:
        unit = value.unit.lower()
        if unit in _HOURS and value.figure.value <= 24:
            after = tokens[value.last + 1].word if value.last + 1 < len(tokens) else ""
            if before.word in _AT or after in _TIMES_OF_DAY:
                return True
        if unit in ("am", "pm") or (not read.vietnamese and _is_one_thing(read, value, before)):
            return True
        if is_of_a_place(read, value) and any(token.figure is not None for token in tokens[:place]):
            return True
        if verb is not None and verb.word in _BUYERS and _is_of_a_thing(value, before):
            return not (value.more or value.lead) and cadence_after(read, place) is None
        if _is_a_size_alone(read, value, before):
            return True
    elif before.word in _NUMBERED and place > 1 and _describes_alone(value):
        return True  # 'Lò tinh luyện LF số 2', 'phu luc so 03'
    if value.in_brackets and _describes_alone(value):
        return True
    if (read.vietnamese or first.word in UPGRADES) and is_what_it_becomes(read, value):
        return True
    is_of_errors = value.lead & BOUNDS and tokens[1].marks & _NAMES_A_MEASURE  # 'Design errors found on site < 10'
    if (
        not is_of_errors
        and (first.marks & _ADDS_OR_DOES or first.word in WORKS)
        and (is_of_a_plan(read, value) or is_of_what_is_written(read, value, before))
    ):
        return True
    if _names_several(read, value, before) or _is_version(read, value, before):
        return True
    if value.total is not None and not value.lead and _is_scale_of_a_map(value):
        return True
    if value.unit is None:
        return False
    if before.word in _CONTAINING and verb is not None and verb.word in MAKERS:
        return _is_made(read, value) and not value.figure.percent
    return place > 1 and not value.lead and read.vietnamese and _is_make_up(read, value, before, value.unit.lower())


_LEADS_TO_A_VALUE = LEADS & ~(Mark.above | Mark.below | Mark.exceed | Mark.within)


def is_of_a_place(read: Tokens, value: Surrounded) -> bool:
    """'Tại 5 chi nhánh', 'across 3 regions', 'cho 2 nhà máy' at the end of a text: where, and not how much."""
    figure, tokens = value.figure, read.tokens
    if value.place < 2 or value.unit is None or figure.percent or figure.currency or figure.scale_word:
        return False
    goes_on = any(token.figure is not None for token in tokens[value.last + 1 :])
    return tokens[value.place - 1].word in _PLACED and not goes_on and value.unit.lower() not in _LASTING


_SPANS = word_set("giây phút giờ ngày tuần tháng quý năm tiếng h s giay phut gio ngay tuan thang nam tieng")
_LASTING = word_set("days weeks months quarters years hours minutes seconds day week month year") | _SPANS
_PLACED = ("tại", "ở", "cho", "của", "tai", "o", "cua", "across", "at", "for", "in all", "in", "trên", "on")
_AGES = ("tuổi", "tuoi")
_ON_ALL = (*_PLACED, "trong", "tren")
_DEGREES = ("mức độ", "cấp độ", "muc do", "cap do", "level")


def _is_one_thing(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Install a 50 kW system', 'buy a scanner with 128 slices': it is one, and the number says what it is like."""
    figure, verb = value.figure, value.verb
    if figure.percent or figure.currency or value.unit is None:
        return False
    if figure.scale_word is not None and not (figure.scale_word == "K" and before.word == "the"):  # 'Run the 10K race'
        return False
    size, _, of = value.unit.lower().partition(" ")
    if size in ("rating", "score"):
        return False  # 'Aim for a 4.8 rating'
    if verb is not None and verb.marks & Mark.do and of and size in SIZES:
        return True  # 'Replace 40 W bulbs'
    is_size = value.unit.lower().partition(" ")[0] in SIZES
    if is_size and " " in value.unit and before.word in ("the", "our", "a") and not value.lead & ~Mark.within:
        return True  # 'For the 50 Hz motor line'
    if verb is not None and not verb.marks & Mark.do:
        return False
    one = read.tokens[1].word in _ONE
    if value.place > 1 and read.tokens[value.place - 2].word in _ONE and not before.marks and not value.lead:
        return not value.unit.endswith("s")  # 'The Unity 6 upgrade'
    if before.word in ("the", "our") and not value.lead:
        is_version = "." in value.words
        is_single = not value.unit.split(" ")[-1].endswith("s") and value.last + 1 - value.place > 1
        return is_version or is_single or value.unit.lower().partition(" ")[0] in SIZES
    return before.word in ("a", "an") or (before.word == "with" and one and read.tokens[0].word not in _HOLDERS)


_ONE = ("a", "an", "the")


def _is_of_a_thing(value: Surrounded, before: Token) -> bool:
    """'Mua máy chụp 128 lát cắt', 'thuê kho 500 m2': what is bought comes before the number."""
    figure = value.figure
    if figure.percent or figure.currency or figure.scale_word or value.total or value.unit is None:
        return False
    return (
        before is not value.verb and before.figure is None and before.text[0].isalpha() and not before.marks & ~_COUNTED
    )


def leaves_open_what_it_is(read: Tokens, value: Surrounded) -> bool:
    """Whether a figure may be the value, and may as well be money to spend, an event's guests, or how soon."""
    tokens, figure, place, following = read.tokens, value.figure, value.place, value.last + 1
    if (
        figure.scale_word in _SCALES_OR_NAMES
        and figure.currency is None
        and (not read.marks & Mark.money or (read.vietnamese and figure.scale_word == "T"))
    ):
        return True
    if value.unit is None:
        if following + 1 < len(tokens) and tokens[following].word in ("số", "so") and tokens[following + 1].text == "9":
            return True  # 'Uptime tối thiểu 3 số 9'
        if following + 1 < len(tokens) and tokens[following].word == "in" and _is_a_small_number(tokens[following + 1]):
            return figure.value != 0  # 'Bids won: 1 in 4', and not '0 in 365 days'
    else:
        unit = value.unit.lower()
        if unit in _DIGITS:
            return True  # 'Tăng trưởng 2 con số'
        of_time, _, served = unit.rpartition(" ")
        if served in _SERVED and of_time in (*_HOURS, *_SHORT, *_LASTING) and not value.lead:
            return True  # 'Guarantee 2h response'
        if not read.vietnamese and _may_be_millions(read, value, unit):
            return True
        if unit.partition(" ")[0] in _FRACTIONS:
            return unit not in _LASTING or _next_word(read, value) == "of"
    if following < len(tokens) and tokens[following].word in _THAN_NOW and not (figure.percent or read.vietnamese):
        return not value.lead  # '3 days faster quotes'
    is_within = place > 0 and tokens[place - 1].word == "within"
    if following + 1 < len(tokens) and _is_beside_another_value(tokens[following : following + 3], within=is_within):
        is_changed = value.verb is not None and value.verb.marks & CHANGES != 0
        return is_within or (not is_changed and not value.lead & ~Mark.reach)
    if not place:
        return False
    before = tokens[place - 1]
    if before.word in ("chuẩn", "hạng") and (value.unit or "").lower() == "sao":
        return True  # 'Đạt chuẩn 5 sao'
    is_amount = figure.scale_word is not None or figure.currency is not None
    if is_amount and (_is_spent(read, value) or (not value.lead and _is_worth(read, value, before))):
        return True
    word = before.word
    if word in _ONLY or (word == "with" and not figure.value) or value.words == "50/50":
        return True
    if figure.percent:
        is_taken = value.verb is not None and value.verb.marks & Mark.down != 0  # 'Take 10% off the bill'
        is_bounded = value.lead & ~Mark.reach or value.or_more or value.or_less
        return not (is_bounded or is_taken) and (word in _OFFERS or _next_word(read, value) in _OFFERS)
    if read.vietnamese and _follows_a_noun(read, value, before):
        return True
    first = tokens[0].word
    if first in _RACES and tokens[0].marks & _DO and _is_raced(read, value):
        return True
    if word == "mo" and place > 1 and tokens[place - 2].word == "quy" and first in _HOLDERS:
        return True  # 'To chuc hoi thao quy mo 200 khach', typed without marks
    if word not in _OPENS_ANOTHER:
        return False
    if word in _BEFORE:
        return value.unit is not None and not value.lead
    return first in _HOLDERS and place > 2 and _is_first(read, value)


def _is_a_small_number(token: Token) -> bool:
    """The 4 of '1 in 4', and not the year of '+40 in 2027'."""
    return token.figure is not None and not 2000 <= token.figure.value < 2100


def _may_be_millions(read: Tokens, value: Surrounded, unit: str) -> bool:
    """'1.2m widgets', 'claims of 3m': metres, minutes or millions, where nothing is named that is measured in metres or
    minutes."""
    if unit != "m":
        is_few = value.figure.value < 100 or "." in read.tokens[value.place].text
        return unit.startswith("m ") and unit.endswith("s") and is_few
    return not any(
        token.word in _LONG or token.word.startswith("mtt") or token.word.endswith("time") for token in read.tokens
    )


def _is_beside_another_value(following: list[Token], *, within: bool) -> bool:
    """'Opex 5% under budget', 'sales 10% above last year': how far from another value, which is not said."""
    if following[0].word == "of":
        return within and following[1].word in _OTHER_VALUES  # 'Stay within 2% of budget'
    return following[0].word in _BESIDE and any(token.word in _OTHER_VALUES for token in following[1:])


def _is_all(read: Tokens, value: Surrounded) -> bool:
    """'Chi phí quảng cáo 300 triệu': the money of a name of spending, with no verb, comparator or other figure."""
    if value.verb is not None or value.kept is not None or value.more or value.or_more or value.or_less or value.upper:
        return False
    at_period = value.last + 1 if cadence_after(read, value.place) is not None else -1  # '50 triệu/tháng'
    others = (
        token
        for place, token in enumerate(read.tokens)
        if not value.place <= place <= value.last and place != at_period
    )
    return not any(token.figure or token.marks & (CHANGES | BOUNDS) or token.word in _PER_ONE for token in others)


def _is_spent(read: Tokens, value: Surrounded) -> bool:
    """'Chi 500 triệu cho quảng cáo', 'approve the $2M budget': money that is there to be given out."""
    figure, first = value.figure, read.tokens[0]
    if figure.currency is None and value.unit is not None:
        return False
    if first.marks & Mark.spends and not value.lead & ~Mark.within:
        return not any(token.marks & CHANGES or token.figure for token in read.tokens[1 : value.place])
    before = read.tokens[value.place - 1]
    is_spending = first.word in _SPENDING or before.word in _SPENDING
    if not value.lead and _is_advertised(read):
        return True
    if is_spending and not value.lead and _is_all(read, value):
        return True
    if before.word in ("ngân sách", "ngan sach"):
        return not value.lead
    is_budget = before.word == "of" and value.place > 1 and read.tokens[value.place - 2].word == "budget"
    is_budget = is_budget or _next_word(read, value) in ("budget", "ngân sách", "ngan sach")
    return is_budget and not read.marks & (_RULES | CHANGES) and _is_first(read, value)


def _is_advertised(read: Tokens) -> bool:
    """'Chạy quảng cáo 50 triệu/tháng'."""
    first, *rest = [token.word for token in read.tokens[:2]]
    return first in ("chạy", "chay") and rest[:1] in (["quảng"], ["quang"], ["ads"], ["qc"])


def _is_worth(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Win the $1M contract', 'phát voucher 50k', 'bán gói 199k': what a thing is worth, or costs."""
    verb, following = value.verb, _next_word(read, value)
    if value.figure.scale_word is not None:
        if following in _OFFERS or before.word in _OFFERS:
            return True
        if verb is not None and verb.word in _SELLERS:
            return before is not verb and before.marks & ~Mark.unit == 0 and value.unit is None
    if value.figure.currency is None or verb is None or not verb.marks & _ADDS_OR_DOES or verb.marks & CHANGES:
        return False
    return before.word in ("the", "a") and following.isalpha() and following not in _NO_THING


def _next_word(read: Tokens, value: Surrounded) -> str:
    return read.tokens[value.last + 1].word if value.last + 1 < len(read.tokens) else ""


def _is_first(read: Tokens, value: Surrounded) -> bool:
    return not any(token.figure for token in read.tokens[: value.place])


def _is_a_size_alone(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Thay máy biến áp 560 kVA': a thing's size, after a thing, and no verb that we know."""
    if not read.vietnamese or value.unit is None or value.verb is not None or value.lead or value.more:
        return False
    is_thing = value.place > 1 and before.text[0].isalpha() and not before.marks & ~(Mark.unit | Mark.name)
    return is_thing and value.unit.lower().partition(" ")[0] in SIZES and not read.marks & (_NAMES_A_MEASURE | _GOES_TO)


_GOES_TO = Mark.end | Mark.end_up | Mark.end_down


def _follows_a_noun(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Mở quán 2 mặt tiền', 'tổ chức giải chạy 10 km': what is counted would come before the noun; this says which."""
    figure, verb = value.figure, value.verb
    if value.unit is None or value.lead or value.more:
        return False
    unit = value.unit.lower()
    if verb is None or not verb.marks & Mark.do or verb.marks & CHANGES:
        return False
    if figure.currency or figure.scale_word or value.total is not None or value.upper is not None:
        return False
    if unit in _SPANS or any(token.marks & Mark.both for token in read.tokens[1 : value.place]):
        return False
    if figure.value > _MOST_OF_A_THING.get(unit, 20) or unit.partition(" ")[0] in _TIMES:
        return False
    is_noun = before.figure is None and not before.name and before.text[0].isalpha()
    is_noun = is_noun and before.marks & ~(Mark.unit | Mark.name) == 0
    return is_noun and before is not verb and cadence_after(read, value.place) is None


def _is_raced(read: Tokens, value: Surrounded) -> bool:
    """'Chạy 5 km trong 30 phút': how far, or how fast."""
    others = (token for place, token in enumerate(read.tokens) if token.figure and place > value.last)
    is_distance = (value.unit or "").lower() in _DISTANCES or value.figure.scale_word == "k"
    return is_distance and next(others, None) is not None and not value.lead


_RACES = frozenset(("chạy", "chay", "chạy bộ", "run", "bơi", "swim", "đạp xe", "cycle", "row"))
_DISTANCES = ("km", "m", "mét", "miles", "mile", "k", "cây số")


def is_done_by(read: Tokens, value: Surrounded) -> bool:
    """'Attended by 70% of families', 'used by 40 teams': the figure is of those who do it, and no change."""
    tokens, place = read.tokens, value.place
    if read.vietnamese or place < 2 or tokens[place - 1].word != "by":
        return False
    done = tokens[place - 3] if tokens[place - 2].word in CADENCE_ADVERBS and place > 2 else tokens[place - 2]
    if _is_a_span(value):  # 'Shaved by 25 minutes'
        return False
    if tokens[0].marks & (Mark.up | Mark.down) and value.figure.percent and not value.of_something:
        return False  # 'Increase story points delivered by 20%'
    return not done.marks & (Mark.up | Mark.down | Mark.improve) and is_done(done)


def is_done(token: Token) -> bool:
    return token.word.endswith("ed") or token.word in _IRREGULARLY_DONE


def _is_a_span(value: Surrounded) -> bool:
    return value.unit is not None and value.unit.lower().split(" ")[-1] in _LASTING | _SHORT


_SHORT = word_set("min mins sec secs h hr hrs")


def _describes_alone(value: Surrounded) -> bool:
    """'Sponsor the city marathon (42 km)': nothing leads up to it."""
    figure = value.figure
    return not (value.lead or figure.percent or figure.currency or figure.scale_word or value.total or value.upper)


def _names_several(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Nợ nhóm 3-5', 'kho 2-4', 'on lines 4-6', 'mức độ 2': what the word before them numbers."""
    figure, upper = value.figure, value.upper
    if upper is None and (before.word not in _DEGREES or figure.value > 10):
        is_a_degree = before.word in ("mức", "muc") and figure.value <= 10
        if not is_a_degree or _is_first(read, value):  # 'Giảm 30% khiếu nại mức 1'
            return False
    unit = value.unit if value.unit is None or not value.unit.endswith("ed") else None  # 'Lanes 5–8 upgraded'
    is_bare = unit is None and not (value.lead or figure.percent or figure.currency or figure.scale_word)
    if not is_bare or cadence_after(read, value.place) is not None:
        return False
    if upper is None:
        return True
    opens = read.tokens[value.place - 2].word if value.place > 1 else ""
    is_placed = opens in (*_PLACED, "(") and not before.marks & ~_COUNTED
    is_placed = is_placed or (not read.vietnamese and before.word.endswith("s") and not before.marks)
    return not (upper.percent or upper.currency) and (before.marks & Mark.name != 0 or is_placed)


def _is_version(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'POS 3.0 cho quản lý': a whole number written with a nought behind, right after a name, and for somebody."""
    if not value.words.endswith((".0", ",0")):
        return False
    is_name = before.text.isupper() and not read.text.isupper() and not before.marks
    return is_name and not value.lead and _next_word(read, value) in _FOR_WHOM


def _is_scale_of_a_map(value: Surrounded) -> bool:
    """'Quy hoạch 1/500', 'bản đồ 1/2000'."""
    total = value.total
    return total is not None and value.figure.value == 1 and total.value % 100 == 0 and "/" in value.words


def _is_made(read: Tokens, value: Surrounded) -> bool:
    """Whether what is made or held stands between the verb and the words before the figure."""
    assert value.verb is not None
    return read.tokens[value.place - 2] is not value.verb


def _is_make_up(read: Tokens, value: Surrounded, before: Token, unit: str) -> bool:
    """'Quy trình 3 bước', 'văn phòng 5 tầng', 'chai 500 ml': in Vietnamese what is counted comes after its number, and
    what a thing is made of after the thing."""
    if before.figure is not None or not before.text[0].isalpha():
        return False
    is_completed = value.verb is not None and value.verb.word in ("hoàn thành", "hoan thanh")
    if value.verb is not None and value.verb.marks & _LEADS_UP & ~_NO_COUNT and not is_completed:
        return False
    is_group = before.word in _TEAMS and unit in _MEMBERS
    is_amid = before is value.verb and before is not read.tokens[0] and before.marks & _ADDS_OR_DOES != 0
    if is_amid and unit.partition(" ")[0] in _LEVELS:
        return True  # 'Vẽ lại sơ đồ tổ chức 4 bậc'
    counted = " ".join(token.word for token in read.tokens[value.place + 1 : value.place + 3])
    is_counted = any(counted.startswith(word) for word in _BEGIN_LIKE_PARTS) or (
        before.word in _TO_THE_LAST and unit not in _AGES
    )
    is_part = is_group or (unit.partition(" ")[0] in _PARTS and not is_counted and value.figure.value <= 20)
    if not is_part and (unit not in SIZES or value.verb is None):
        return False
    if (
        (unit == "sao" and value.verb is None)
        or before.marks & (_NAMES_A_MEASURE | _LEADS_UP | Mark.new | Mark.more | Mark.by)
        or cadence_after(read, value.place) is not None
    ):
        return False
    return not value.more or unit in SIZES  # 'Dòng sữa 180 ml vị mới'


_NUMBERED = frozenset(("số", "so", "no.", "number"))
_SCALES_OR_NAMES = ("T", "BN")
"""'Sản lượng 500T', 'Khám 50 BN/ngày': tons and patients ('bệnh nhân') as well; and 'doanh thu 5T' are billions."""
_DIGITS = ("con số", "con so", "digits", "digit")
_FRACTIONS = ("thirds", "quarters", "fifths", "tenths")
_LONG = word_set(
    "depth deep height high length long width wide distance metre metres meter meters drill drilled dig dug "
    "tunnel pipe "
    "pipes pipeline cable cables fence fencing road roads wall walls trench borehole boreholes lay laid gap "
    "spacing draft "
    "draught dredge dredged swim run race pool tall shaft core core-drilled rope net nets fabric cloth "
    "latency wait build "
    "dike dyke canal canals pave paved track tracks visibility rig seam drilling berth clearance radius range dives"
)
"""What is measured in metres, or in minutes."""
_THAN_NOW = frozenset(("faster", "sooner", "earlier", "quicker", "slower", "better", "worse"))
_SERVED = word_set(
    "response reply refund delivery turnaround callback repair quote resolution service dispatch pickup settlement "
    "approval payout guarantee sla"
)
"""What somebody waits for: so many hours of it are how soon."""
_BESIDE = frozenset(("above", "below", "over", "under", "ahead", "behind", "short"))
_OTHER_VALUES = word_set(
    "last previous prior budget plan target forecast quota schedule market benchmark guidance inflation"
)
_ONLY = frozenset(("only", "just", "chỉ", "chỉ có"))
_CHOOSES = frozenset(
    (
        "chọn",
        "lựa chọn",
        "so sánh",
        "chon",
        "lua chon",
        "so sanh",
        "choose",
        "select",
        "pick",
        "compare",
        "split",
        "divide",
        "reorganise",
        "reorganize",
        "chia",
        "tách",
    )
)
_GROUPS = ("team", "squad", "group", "committee", "crew", "staff", "class", "force", "panel", "board", "cohort")
_ONE_OF = (*_GROUPS, "first", "second", "third", "last", "one")
_OFFERS = word_set("discount off coupon coupons voucher") | {"khuyến mãi", "ưu đãi", "chiết khấu", "mãi", "đãi", "khấu"}
_RULES = Mark.keep | Mark.limit | Mark.reach | Mark.at_most | Mark.below | Mark.at_least | Mark.above
_SELLERS = ("bán", "ra mắt", "phát hành", "triển khai", "tạo", "mở", "ban", "ra mat", "phat hanh")
_NO_THING = ("in", "of", "from", "by", "to", "per", "a", "for", "with", "on", "at", "and", "each", "or", "this")
_MOST_OF_A_THING = {"m": 999, **dict.fromkeys(("km", "m2", "m3", "m²", "m³", "ha", "tấn"), 10**9)}
"""How large a thing may be: nobody says in metres how far it is to go, and 9,500 m were drilled."""
_TIMES = ("lần", "lan", "lượt")
_BUYERS = ("mua", "mua sắm", "thuê", "thue", "lắp", "lắp đặt", "xây", "mua sam", "lap dat")
_TIMES_OF_DAY = ("sáng", "chiều", "tối", "trưa", "am", "pm", "thứ", "sang", "chieu", "toi", "trua", "thu")
_HOURS = ("h", "giờ", "gio", "am", "pm")
_AT = ("vào", "lúc", "trước", "at", "before", "vao", "luc", "truoc")
_BEFORE = ("trước", "truoc")
"""'Bắt máy trước 3 hồi chuông' is how soon."""
_CONTAINING = ("với", "with", "có", "gồm", "bao gồm", "including", "voi", "co", "gom")
_FOR_WHOM = ("for", "cho", "with", "với", "voi")
_OPENS_ANOTHER = frozenset((*_BEFORE, *_FOR_WHOM))
_HOLDERS = word_set("organize organise host hold plan arrange book throw run") | {"tổ chức", "to chuc"}
_IRREGULARLY_DONE = ("seen", "taken", "known", "led", "read", "held", "run", "won", "done", "met", "heard", "spoken")
_PARTS = word_set(
    "lớp tầng bước mức bậc cấp pha vòng chiều cánh ngăn chỗ cửa màu trang chương phần chế trụ giai lop tang buoc muc "
    "bac cap vong ngan cho mau chuong phan nhánh khâu công kỳ cột bên tuổi sao tuoi"
)
_BEGIN_LIKE_PARTS = frozenset(
    (
        "công nhân | công ty | công trình | công việc | công cụ | công dân | công thức | công văn | chương trình | "
        "phần mềm | phần quà | phần thưởng | phần việc | trang trại | trang phục | trang web | cột mốc | cột điện | "
        "cột đèn | cửa hàng | cửa hiệu | lớp học | lớp tập | kỳ thi | cánh đồng | "
        "ngan hang | cong nhan | cong ty | cong trinh | cong viec | cong cu | cong dan | cong thuc | chuong trinh | "
        "phan mem | phan qua | phan thuong | trang trai | cot moc | cot dien | cot den | cua hang | cua hieu | "
        "lop hoc | lop tap | ky thi | canh dong"
    ).split(" | ")
)
"""Words of two syllables, for things that people do and add, whose first is what a thing is made of."""
_TO_THE_LAST = word_set("đủ xong hết du het")
_LEVELS = word_set("bậc bac cấp cap tầng tang mức muc ngạch ngach")
"""What nobody does or adds so many of: they say how a thing is built."""
_TEAMS = ("team", "nhóm", "tổ", "đội", "ban", "tác", "nhom", "doi")
_MEMBERS = ("người", "thành viên", "nhân sự", "bạn", "nguoi", "thanh vien")
SIZES = word_set(
    "ml l kg hz v kv w kw mw mva hp inch inches mm gb tb mb kw kva cc mah oz g gr gram dpi px °c °f gbps mbps"
)
"""What a thing is said to be by its size."""
_PER_ONE = (
    "/",
    "per",
    "mỗi",
    "moi",
    "trên mỗi",
    "tren moi",
    "bình quân",
    "binh quan",
    "trung bình",
    "trung binh",
    "tb",
)
"""What makes 'chi phí mỗi đơn 25k' a measure, and no money to spend."""
_SPENDING = ("chi phí", "chi phi", "ngân sách", "ngan sach", "budget", "spend", "spending")
"""Names of spending: so much may be a limit, or what there is to give out."""
