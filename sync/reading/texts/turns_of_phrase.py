"""Turns of phrase that leave open what a figure is: 'close the gap to 10 points', 'sales ($m): 4.2', '2 ngày rưỡi'."""

from __future__ import annotations

import re
from itertools import pairwise

from sync.patterns import RarePattern
from sync.reading.texts.marks import CHANGES, MEASURES, Mark
from sync.reading.texts.spans_of_time import LASTING, SPANS, is_time
from sync.reading.texts.surrounded import BOUNDS, Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens

_SUMS = word_set(
    "revenue revenues sales turnover profit profits income output production productivity wholesale exports bookings "
    "orders"
) | {"doanh thu", "doanh số", "lợi nhuận", "doanh thu bán hàng", "sản lượng", "năng suất", "xuất khẩu",
    "doanh so", "loi nhuan", "san luong", "nang suat", "xuat khau",
}  # fmt: skip
_LONGEST_NAME_OF_A_SUM = 4
_OF_WHAT_IT_IS_A_SHARE = word_set("/ trên of per plan budget target vs") | {
    "kế hoạch",
    "chỉ tiêu",
    "so với",
    "mục tiêu",
}
_TOLD = Mark.lower_is_better | Mark.start | Mark.now | Mark.never
_BOUNDED = BOUNDS | Mark.reach


def is_said_in_a_turn_of_phrase(read: Tokens, value: Surrounded) -> bool:
    """Whether the words around a figure are such a turn."""
    is_level = value.figure.percent and value.figure.value and not value.lead & ~Mark.end and not read.marks & _TOLD
    is_changed = value.verb is not None and value.verb.marks & CHANGES != 0
    if is_level and not is_changed and _is_of_slow_or_low_ones(read.tokens[: value.place]):
        return True
    if "?" in read.said and value.last + 1 < len(read.tokens) and read.tokens[value.last + 1].text == "?":
        return True
    if value.figure.percent and _is_all_that_is_said_of_a_sum(read, value):
        return True
    if read.vietnamese:
        return _in_vietnamese(read, value)
    return _in_english(read, value)


def _is_all_that_is_said_of_a_sum(read: Tokens, value: Surrounded) -> bool:
    """'Revenue 20%', 'Doanh thu phòng: 40%': more than before, or of what is planned, or of all."""
    before = read.tokens[: value.place]
    if value.or_more or value.verb is not None or value.last + 1 < len(read.tokens) or not value.words[0].isdigit():
        return False
    if value.lead and before[-1].word != ":":
        return False
    names = [token.word for token in before if token.word != ":"]
    is_sum = bool(names) and (names[0] in _SUMS or (not read.vietnamese and names[-1] in _SUMS))
    is_of_something = read.marks & Mark.rate or not _OF_WHAT_IT_IS_A_SHARE.isdisjoint(names)
    return is_sum and len(names) <= _LONGEST_NAME_OF_A_SUM and not is_of_something


def _is_of_slow_or_low_ones(before: list[Token]) -> bool:
    """'Tỷ lệ đơn giao trên 3 ngày: 5%', 'tỷ lệ đánh giá dưới 3 sao: 2%': better few of those."""
    for led, counted, unit in zip(before, before[1:], before[2:], strict=False):
        if counted.figure is None or counted.figure.percent:
            continue
        if led.marks & (Mark.above | Mark.exceed) and unit.marks & Mark.time_unit:
            return True
        if led.marks & Mark.below and unit.word in ("sao", "điểm", "stars"):
            return True
    return False


def _in_english(read: Tokens, value: Surrounded) -> bool:
    tokens, first = read.tokens, read.tokens[0].word
    following = value.last + 1
    behind = tokens[following].word if following < len(tokens) else ""
    unit = "" if value.unit is None else value.unit.lower().partition(" ")[0]
    if unit in _SCALES_OF_INDIA or unit == "scale" or (unit == "l" and "Rs" in read.text):
        return value.figure.scale_word is None
    if value.figure.scale_word is None and not value.figure.percent and _has_scale_in_label(read.text):
        return True  # 'Revenue ($m): 4.2'
    if behind in ("in", "to") and (_is_one_in_so_many(read, value) or _is_so_far_to(read, value)):
        return True
    if value.unit is not None and _is_told_by_its_unit(read, value, unit, behind):
        return True
    if first in _OPENS_A_TURN and _is_told_by_the_first_word(read, value):
        return True
    if value.place == 0 and value.verb is None and not value.lead & ~Mark.end and behind == "late":
        return value.figure.value != 0
    if "max" in read.text.lower() and _RECORDS.search(read.text):
        return True  # 'VO2 max 50'
    if value.figure.scale_word in ("k", "K") and _is_far_in_so_long(read, value, behind):
        return True
    if behind in _LEADS_A_TURN and _is_told_by_the_words_behind(tokens[following : following + 3]):
        return True
    if value.kept is not None and any(
        one.word in _PRICES and two.word in _RISES for one, two in pairwise(tokens[: value.place])
    ):
        return True  # 'Keep price increases to 3%'
    return value.place > 0 and _is_told_by_what_stands_before(read, value, tokens[value.place - 1].word, behind)


def _is_told_by_its_unit(read: Tokens, value: Surrounded, unit: str, behind: str) -> bool:
    """'Complete 8 week bootcamp', '20 open tickets', 'save 3 months of expenses', 'improve NPS 10 pts'."""
    assert value.unit is not None
    if value.figure.value != 1 and not value.lead & BOUNDS and _is_of_one_thing(value.unit.lower()):
        return True
    if value.place == 0 and unit in _TOO_MANY and value.verb is None and not value.lead & ~Mark.end:
        return value.figure.value != 0
    if value.unit.lower() in _DISTANCES and _is_far_in_so_long(read, value, behind):
        return True
    if unit in LASTING and not value.lead & (BOUNDS | Mark.end) and _LIVES_ON.search(read.text):
        return True
    return unit in _POINTS and value.verb is not None and value.verb.marks & Mark.improve != 0


def _is_told_by_the_first_word(read: Tokens, value: Surrounded) -> bool:
    """'Close the gap to 10 points', 'smaller classes: 25', 'saved 40 hours a month', 'lower minimum order to £30'."""
    first = read.tokens[0].word
    if first in _CLOSES:
        return any(token.word.endswith("gap") for token in read.tokens[: value.place])
    if first in _LESS:
        return value.verb is None and not value.lead & ~Mark.end
    return first == "saved" or (value.place > 0 and read.tokens[1].word in _ENDS)


def _is_told_by_the_words_behind(behind: list[Token]) -> bool:
    """'Twice as many', '2 and a half', '10% fall in complaints'."""
    words = [token.word for token in behind]
    if words[:2] == ["as", "many"] or words == ["and", "a", "half"]:
        return True
    return words[0] in _MOVES and words[1:2] == ["in"]


def _is_told_by_what_stands_before(read: Tokens, value: Surrounded, before: str, behind: str) -> bool:
    """'Increase adoption by 40% of customers', 'NPS until 50', 'debt repaid £5k', 'out of 5 to 4.5'."""
    if before not in _ENDS_IN_A_TURN:
        is_aged = value.place == 1 and before in _AGED
        return is_aged and (value.unit or "").startswith("s ")  # 'Under 25s membership 300'
    named = read.tokens[: value.place]
    if before == "by":
        return value.figure.percent and behind == "of" and named[0].marks & Mark.up != 0
    if before in _MADE_GOOD:
        return any(token.marks & Mark.lower_is_better for token in named)
    if before == "out of":
        return behind == "to"
    if before == "and":
        return len(named) > 1 and named[-2].word in ("hundred", "thousand")
    if before == "stay":
        return named[0].word == "average" and read.figures == 1  # 'Average stay 2.4 nights'
    if before == "from":
        unit = (value.unit or "").lower().partition(" ")[0]
        return value.or_more and unit in ("reviews", "ratings", "responses")
    return True


def _has_scale_in_label(text: str) -> bool:
    may = "(" in text or "$" in text or "£" in text or "€" in text or "lakh" in text or "crore" in text
    return may and _SCALE_IN_LABEL.search(text) is not None


def _is_far_in_so_long(read: Tokens, value: Surrounded, behind: str) -> bool:
    """'Run 10 km in 50 min': how far in what time."""
    is_in = behind == "in" or (value.unit or "").lower() == "in"
    return is_in and any(token.word in _BRIEF for token in read.tokens[value.last + 1 :])


def _is_so_far_to(read: Tokens, value: Surrounded) -> bool:
    """'Staff with NVQ 3 to 80%', 'pupils with attendance below 90% to 8%': the first says of whom."""
    if read.figures < 2 or "to" not in read.said:
        return False
    joins = read.tokens[value.last + 1 : value.last + 3]
    if len(joins) < 2 or joins[0].word != "to" or joins[1].figure is None or not joins[1].figure.percent:
        return False
    before = read.tokens[: value.place]
    if value.figure.percent:
        return value.lead & BOUNDS != 0 and any(token.word == "with" for token in before)
    return bool(before) and value.unit is None and not value.lead and before[-1].text.isupper()


def _is_of_one_thing(unit: str) -> bool:
    """'Complete 8 week bootcamp', 'open 200 place school', 'offer 30 day returns': how long or large one thing is."""
    size, _, thing = unit.partition(" ")
    size = "sq ft" if unit.startswith("sq ft ") else size
    return size in _SIZES_OF_ONE and thing != "" and (not thing.endswith(_PLURALS) or thing in _TERMS)


def _is_one_in_so_many(read: Tokens, value: Surrounded) -> bool:
    """'Bids won: 1 in 4', and neither '0 in 365 days' nor '3 in 6 months' nor '+40 in 2027'."""
    if value.unit is not None or read.figures < 2 or "in" not in read.said:
        return False
    following = read.tokens[value.last + 1 : value.last + 4]
    if len(following) < 2 or following[0].word != "in":
        return False
    of_many = following[1:]
    if of_many[0].figure is None or 2000 <= of_many[0].figure.value < 2100:
        return False
    is_timed = len(of_many) == 2 and of_many[1].word in SPANS
    is_fewer = 0 < value.figure.value < of_many[0].figure.value
    return is_fewer and not is_timed


def _in_vietnamese(read: Tokens, value: Surrounded) -> bool:
    tokens = read.tokens
    before, following = tokens[: value.place], tokens[value.last + 1 : value.last + 2]
    if following and following[0].word in ("rưỡi", "ruoi"):
        return True  # 'Học 1 tiếng rưỡi mỗi ngày'
    if value.figure.scale_word is not None and _COMMA_OF_THOUSANDS.match(value.words) and "người" not in read.text:
        return True  # 'Doanh thu 2,500 triệu'
    at = next((at for at, token in enumerate(before) if token.word in ("khi", "nếu")), None)
    is_task = at is not None and (tokens[0].word in _TASKS or tokens[at].word == "nếu")
    if is_task and value.lead & _BOUNDED and not any(_names_a_measure(token) for token in before[:at]):
        return True  # 'Cảnh báo khi CPU trên 80%'
    if _CLOCK.search(read.text):
        return True  # 'Pace dưới 6'30/km'
    if following and (following[0].word == "số" and value.unit == "chữ"):
        return True  # 'Tăng trưởng 2 chữ số'
    if value.figure.value == 1 and "trong" in value.words:
        return True  # 'Trở thành 1 trong 5 công ty hàng đầu'
    if is_time(value) and not value.lead and _is_besides_another(before):
        return True
    if before and _is_a_term_or_a_price(read, value, before, following):
        return True
    if (
        read.figures == 1
        and not value.figure.percent
        and value.unit is not None
        and (value.or_more or value.lead & BOUNDS)
    ):
        return _defines_who_is_counted(read, value)
    return False


def _is_besides_another(before: list[Token]) -> bool:
    """'Hoàn thành 5 buổi và 10 giờ thực hành', 'gym 4 buổi/tuần và ngủ 8 tiếng'."""
    at = next(
        (at for at in range(len(before) - 1, max(len(before) - 3, 0), -1) if before[at].word in ("và", ",")), None
    )
    return at is not None and any(token.figure is not None for token in before[:at])


def _is_a_term_or_a_price(read: Tokens, value: Surrounded, before: list[Token], following: list[Token]) -> bool:
    first, figure = before[0].word, value.figure
    is_money = figure.currency is not None or figure.scale_word is not None
    if first == "giảm" and len(before) == 1 and following and following[0].word in _TO_BUYERS:
        return figure.percent or is_money  # 'Giảm 50k cho đơn từ 300k'
    if first in ("mua", "tậu") and is_money and not value.lead and len(before) > 1:
        return True  # 'Mua nhà 3 tỷ'
    if (
        before[-1].word == "vượt"
        and figure.percent
        and first not in _NEVER
        and len(before) > 1
        and before[-2].marks & (Mark.money | Mark.higher_is_better)
    ):
        return before[-2].marks & Mark.rate == 0  # 'Doanh thu vượt 10%'
    if is_time(value) and not value.lead and any(token.word in _ON_TERMS for token in before[1:]):
        return True  # 'Áp dụng công nợ 30 ngày cho đại lý'
    at_hours = next((at for at, token in enumerate(before) if token.word.startswith("thời gian")), None)
    if at_hours is None or not is_time(value) or value.lead:
        return False
    spent = " ".join(token.word for token in before[at_hours:])
    if "hiệu quả" in spent:
        return False
    return any(spent.startswith(f"thời gian {how}") for how in _SPENT)  # 'Thời gian làm việc sâu 4h/ngày'


def _defines_who_is_counted(read: Tokens, value: Surrounded) -> bool:
    """'Tỷ lệ ticket xử lý dưới 4h', 'số bài đạt trên 1000 view': a condition of what is counted."""
    at = 1 if read.tokens[0].marks & CHANGES else 0
    first, unit = read.tokens[at].word, (value.unit or "").lower()
    named = " ".join(token.word for token in read.tokens[at + 1 : value.place])
    if first.startswith(("tỷ lệ", "tỉ lệ")):
        return is_time(value) or (value.figure.currency is None and unit not in _OF_RATIOS)
    return first in ("số", "số lượng") and unit.partition(" ")[0] not in named and (is_time(value) or unit in _SEEN)


def _names_a_measure(token: Token) -> bool:
    return token.marks & MEASURES != 0 or token.word in ("tỷ lệ", "số", "mức", "điểm", "%")


_SCALE_IN_LABEL = RarePattern(
    r"\((?:in )?(?:[$£€](?:m|k|mn|bn)|millions?|thousands?|lakhs?|crores?)\)|(?<!\w)[$£€](?:m|k|mn|bn)(?= )"
    r"|\bin (?:lakhs?|crores?)\b"
)
_COMMA_OF_THOUSANDS = RarePattern("[0-9]{1,3},[0-9]{3} ")
_SCALES_OF_INDIA = word_set("cr lac lacs lakh lakhs crore crores")
_CLOSES = ("close", "closing", "narrow", "bridge")
_TOO_MANY = ("late", "overdue", "open")
_RECORDS = RarePattern(
    r"\b(?:vo2|bench(?: press)?|squat|deadlift) max\b|\bmax (?:squat|bench|deadlift)\b", re.IGNORECASE
)
_DISTANCES = ("km", "m", "miles", "mile")
_BRIEF = word_set("min mins minute minutes s sec seconds")
_LIVES_ON = RarePattern(r"\b(?:expenses|living costs)\b")
_POINTS = ("pts", "pt", "bps", "pp")
_MOVES = ("fall", "dip", "jump")
_MADE_GOOD = word_set("repaid regained re-enrolled recovered reactivated")
_ENDS = ("minimum", "maximum", "max", "min")
_AGED = ("under", "over")
_ENDS_IN_A_TURN = frozenset((*_MADE_GOOD, "by", "until", "till", "out of", "and", "stay", "from"))
_LESS = ("smaller", "cheaper", "lighter", "shorter")
_OPENS_A_TURN = frozenset((*_CLOSES, *_LESS, "saved", "lower"))
_LEADS_A_TURN = frozenset((*_MOVES, "as", "and"))
_PRICES = word_set("price wage cost rent fee salary pay")
_RISES = word_set("increase increases growth rise rises inflation")
_CLOCK = RarePattern("(?<![0-9])[0-9]{1,2}'[0-9]{2}(?![0-9])")
_TO_BUYERS = ("cho", "khi", "nếu")
_NEVER = ("không", "chưa", "không để")
_ON_TERMS = ("chính sách", "công nợ", "đổi trả")
_SPENT = ("làm việc", "rảnh", "livestream", "online", "sử dụng mạng", "xem tivi", "xem ti vi", "chơi game", "lướt")
_TASKS = word_set("tắt bật auto thưởng phạt mở tuyển rollback") | {
    "cảnh báo", "thiết lập", "tự động", "đặt hàng", "mở rộng", "tuyển thêm", "chốt lời", "cài đặt",
}  # fmt: skip
_OF_RATIOS = ("lần", "x", "%", "điểm %", "‰")
_SEEN = word_set("lần view views sao like")
_SIZES_OF_ONE = word_set(
    "day week month year hour minute night ton tonne bed bedroom seat place piece person guest team "
    "store classroom room part track lesson acre m2 sqm storey lane step page mile km"
) | {"sq ft"}
"""Singular after a number: an adjective of what follows."""
_PLURALS = ("s", "staff", "people", "personnel", "children", "men", "women", "crew")
_TERMS = word_set("returns sprints works terms premises series")
