"""The part of a figure that a verb of change governs: by so much, to so much, so many times, or in doubt."""

from __future__ import annotations

from sync.reading.texts.asides import is_where_alone
from sync.reading.texts.cadence import cadence_after
from sync.reading.texts.marks import Mark
from sync.reading.texts.surrounded import Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens

_REACHES = Mark.end | Mark.reach | Mark.exceed | Mark.up_to
_END = Mark.end
_BOUNDS = Mark.below | Mark.above | Mark.at_most | Mark.at_least
_LEADS_TO = Mark.end | Mark.end_up | Mark.end_down | Mark.below | Mark.above
_REACHES_OR_DOES = Mark.reach | Mark.do | Mark.add
_TIMES = frozenset(("lần", "times", "x", "fold", "lan"))


def _part_of_more(read: Tokens, value: Surrounded, verb: Token) -> str | None:
    """'Tăng doanh thu hơn 10%' is a change, 'increase retention above 40%' an end."""
    if verb.marks & Mark.down or (value.lead & Mark.up and not value.figure.percent):
        return "change"
    if not value.figure.percent or verb.marks & Mark.improve or value.lead & Mark.end_up:
        return "target"
    if read.tokens[value.place - 1].word in ("above", "past", "beyond", "north of"):
        return "target"
    by_how_much = read.tokens[value.place - 1].word in ("hơn", "hon", "more than")
    if read.marks & Mark.rate:
        return None if by_how_much else "target"
    return "change"


def may_be_by(read: Tokens, value: Surrounded) -> bool:
    """Whether money or a number of things shall come to a percentage, with no word of what it is a share."""
    following = read.tokens[value.last + 1 : value.last + 2]
    before = read.tokens[: value.place]
    is_share = read.marks & Mark.rate or any(token.text == "%" or token.word in _IN_PER_CENT for token in before)
    if is_share or (following and not _ends_what_is_said(following[0])):
        return False
    if any(token.figure is not None and token.figure.percent for token in before):
        return False
    if any(map(_is_a_quantity, before)) or (
        value.lead & (Mark.end_up | Mark.end_down) and _is_a_number_of(value, before)
    ):
        return True
    if value.lead & _BOUNDS:  # 'Chi phí xuống dưới 2%' is an end, 'xuống dưới 2% so với quý 2' may not be
        return any(token.marks & Mark.other for token in following)
    if not read.vietnamese:
        return read.marks & Mark.money != 0
    at = next((at for at, token in enumerate(before) if token is value.verb), -1)
    behind = [token for token in before[at + 1 :] if not token.marks & (Mark.filler | _LEADS_TO)]
    named = behind[0] if behind else before[0]
    return named.marks & Mark.money != 0  # not 'sai lệch tồn kho'


def _is_a_number_of(value: Surrounded, before: list[Token]) -> bool:
    """'Nâng số khách lên 40%', and not 'nâng số hộ dùng nước sạch lên 95%', which is how many of all."""
    is_said_which = sum(token.text[0].isalpha() for token in before[2:]) > _FEW_WORDS
    if is_said_which and (value.lead & Mark.end_down or _HALF < value.figure.value <= 100):
        return False
    if len(before) > 2 and before[0].word in ("số", "so"):
        return True  # 'Số đơn gia hạn tăng lên 30%'
    return len(before) > 2 and before[1].word in ("số", "so", "lượng", "luong") and before[2].figure is None


_FEW_WORDS, _HALF = 2, 50


def _ends_what_is_said(token: Token) -> bool:
    if token.text in (".", ",", ";", "(", ")") or token.word in ("nhờ", "nho", "qua", "thông qua", "thong qua"):
        return True
    return token.marks & (Mark.other | Mark.aside | Mark.within | Mark.every) != 0


def _is_a_quantity(token: Token) -> bool:
    return token.word in _QUANTITIES or token.word.startswith("thời gian") or token.word.endswith(" time")


_IN_PER_CENT = word_set("margin margins interest roi roe roa ros roas on-time suất suat") | {"on time", "first time"}
"""Measures that are themselves in per cent, though money, orders or time are named: 'lãi suất', 'tỷ suất'."""
_QUANTITIES = word_set("time traffic tickets ticket complaints visits orders visitors users followers follower") | {
    "năng suất", "nang suat", "lượng rác", "rác thải", "truy cập", "số lượng", "thoi gian",
    "lượt truy cập", "số lượt", "sản lượng", "lượt",
}  # fmt: skip


def is_a_means(read: Tokens, value: Surrounded) -> bool:
    """'Increase growth through usage of 2.4 credits', 'boost sales via 3 new channels'."""
    before = read.tokens[max(value.place - 4, 0) : value.place]
    at = next((place for place, token in enumerate(before) if token.word in _BY_MEANS), None)
    return at is not None and not any(token is value.verb for token in before[at:])


_BY_MEANS = ("through", "via", "using", "thông qua", "bằng cách", "thong qua", "bang cach")


def is_saved(read: Tokens, value: Surrounded) -> bool:
    """Whether a label that ends in what is saved stands before an amount."""
    return value.place > 1 and read.tokens[value.place - 2].word in _SAVINGS and not value.figure.percent


def is_label_of_a_change(read: Tokens, value: Surrounded) -> bool:
    """'Giảm chi phí: 5%', 'Cost reduction: 8%', 'Cost reduction target: 8%', and not 'Power cuts per month: 2'."""
    if value.more or any(token.figure is not None for token in read.tokens[value.last + 1 :]):
        return False
    label = read.tokens[: value.place - 1]
    if len(label) > 1 and label[-1].word in _TARGETS:
        if label[-2].text == "(":  # 'Increase applications (Target: 500)'
            return any(token.word in _LESS_THAN for token in read.tokens[value.last + 1 : value.last + 2])
        label.pop()
    return bool(label) and (label[0] is value.verb or label[-1] is value.verb)


def is_behind_a_colon(read: Tokens, value: Surrounded) -> bool:
    """'Giảm thời gian chờ: > 40%'."""
    at = value.place - 2
    return at > 0 and value.figure.percent and read.tokens[at].text == ":" and read.tokens[at + 1].word in _MORE_BY_SIGN


def part_behind_a_colon(read: Tokens, value: Surrounded) -> str | None:
    """'Tăng doanh thu: 15%' is by so much, since money and time are no percentage; whether 'Giảm tỷ lệ lỗi: 2%' and
    'Tăng follower: 10k' are to that or by that, nothing says. What is saved is counted, and so is growth."""
    verb, is_share = value.verb, value.figure.percent
    assert verb is not None
    if is_share and value.words[0] == "+" and not verb.marks & Mark.down:
        return "change"  # 'Same-store sales growth: +15%'
    if is_share and value.words[0] == "-" and verb.marks & Mark.down:
        return "change"  # 'Stockout reduction: -40%'
    if verb.marks & Mark.improve or verb.word in _GROWTH:
        is_open = is_share and verb.word not in _GROWTH and read.marks & Mark.money and not read.marks & Mark.rate
        return None if is_open else "target"
    label = read.tokens[: value.place - 1]
    is_amount = read.marks & Mark.money or verb.word in _SAVINGS or any(map(_is_a_quantity, label))
    if is_share and is_amount and not read.marks & Mark.rate and not any(token.word in _IN_PER_CENT for token in label):
        return "change" if value.figure.value < 100 else None
    return None


_MORE_BY_SIGN = (">", "≥", ">=")
_LESS_THAN = ("less", "less than", "more", "more than", "fewer", "fewer than", "lower", "lower than", "higher than")
_TARGETS = word_set("target goal") | {"mục tiêu", "muc tieu"}
_AIMS = _TARGETS | {"aiming", "aim"}
_GROWTH = word_set("growth") | {"tăng trưởng", "tang truong", "growth of"}
_SAVINGS = word_set("save saving saves saved") | {"tiết kiệm", "tiet kiem"}


def part_of_change(read: Tokens, value: Surrounded) -> str | None:
    """Given a text and one of its figures that a verb of change governs, return the part that the figure plays; None
    where that is in doubt, '' where the verb leaves open what the figure is."""
    lead, verb = value.lead, value.verb
    assert verb is not None
    is_of_something = verb.word not in ("get", "go") and read.tokens[value.place - 2] is not verb
    if is_of_something and not read.tokens[0].marks & _REACHES_OR_DOES and is_where_alone(read, value):
        return None  # 'Giảm khói bụi tại 5 nhà máy'
    if _is_called_a_target(read, value):
        is_open = value.figure.percent and verb.marks & (Mark.up | Mark.down) != 0
        return None if is_open and may_be_by(read, value) else "target"
    if verb.marks & Mark.improve and (value.unit or "").lower() == "x":
        return None  # 'Turn stock 6x a year'
    if lead & _END and value.more and read.tokens[value.place + 1].marks & Mark.more:
        return "change"  # 'Expand to 3 more provinces'
    if not lead and (value.unit or "").lower() in ("lần", "lan") and cadence_after(read, value.place) is not None:
        return None  # 'Tăng cường tập gym 3 lần/tuần'
    if lead & Mark.end_up and (value.unit or "").lower() in ("lần", "lan") and read.marks & Mark.money:
        return "times"  # 'Tăng doanh thu lên 2 lần'
    if read.tokens[value.place - 1].word in ("ở mức", "o muc") and value.figure.percent:
        return "target"  # 'Tăng tỷ lệ giữ chân ở mức 90%'
    if not lead and value.total is not None and value.total.value in (5, 10) and not value.figure.percent:
        return "target"  # 'Tăng điểm hài lòng 4.5/5'
    if _is_rather_a_level(read, value) or _is_no_verb_here(read, value, verb):
        return None
    if lead & _REACHES or (verb.marks & Mark.improve and _is_led_to_a_level(read, value)):
        may_be_so_much = bool(lead & Mark.end) and value.figure.percent and verb.marks & (Mark.up | Mark.down) != 0
        return None if may_be_so_much and may_be_by(read, value) else "target"
    if value.unit is None and not value.figure.percent and read.tokens[value.place - 1].word in ("mức", "muc"):
        return None  # 'Nâng cao tay nghề thợ mức 4'
    if verb.word == "growth" and lead & Mark.at_most:
        return "upper"  # 'Cost growth no more than 3%'
    if value.more or lead & (Mark.by | Mark.more):
        return None if lead & Mark.at_most else "change"
    if lead & (Mark.below | Mark.at_most) and verb.word in ("lose", "loses"):
        return "upper"
    if lead & (Mark.below | Mark.at_most):
        return "target" if verb.marks & (Mark.down | Mark.improve) and lead & Mark.below else None
    if lead & Mark.above:
        return _part_of_more(read, value, verb)
    if lead & Mark.at_least:
        is_compared = any(token.marks & Mark.other for token in read.tokens[value.last + 1 :])
        named = read.tokens[: value.place - 1]  # '≥ 20% growth' and 'giảm ≥ 70% số câu hỏi' have none
        is_by_sign = named != [] and named[-1] is not verb and read.tokens[value.place - 1].word in _AT_LEAST_SIGNS
        if is_by_sign and not verb.marks & Mark.improve and not is_compared:
            return None  # 'Tăng test coverage >= 50%', 'Increase NPS >= 50'
        return "lower" if verb.marks & Mark.improve and not value.figure.percent else "change"
    if value.unit is not None and value.unit.lower() in _TIMES:
        return "times"
    if verb.marks & Mark.improve and (value.unit or "").lower() in ("points", "point", "điểm", "diem"):
        return None
    return "" if verb.marks & Mark.improve and (not value.figure.percent or value.of_something) else "change"


def _is_no_verb_here(read: Tokens, value: Surrounded, verb: Token) -> bool:
    """'Lives saved 40', 'growth plan customers 300', 'lower school attendance 95%'."""
    if verb.word == "saved" and value.place > 1 and read.tokens[value.place - 1] is verb:
        return not value.figure.percent
    is_level = value.figure.percent and value.figure.value >= 90 and read.marks & Mark.higher_is_better
    if verb is read.tokens[0] and verb.marks & Mark.down and is_level and not value.lead:
        return True
    is_far = verb.word == "growth" and verb is read.tokens[0] and value.place > 2
    return is_far and not value.figure.percent and not value.lead


def _is_rather_a_level(read: Tokens, value: Surrounded) -> bool:
    """'Tăng uptime 99,9%', 'increase attendance 95%', 'tăng tỷ lệ lấp đầy tối thiểu 85%': no share rises by so much."""
    verb, figure, unnamed = value.verb, value.figure, value.lead & ~Mark.at_least
    if verb is None or not figure.percent or figure.points or unnamed or not verb.marks & (Mark.up | Mark.improve):
        return False
    if read.marks & Mark.money or (value.of_something and value.lead):
        return False
    is_rate = read.marks & (Mark.rate | Mark.higher_is_better) != 0
    return 80 <= figure.value <= 100 and (is_rate or figure.value >= 90) and read.tokens[value.place - 1] is not verb


def _is_called_a_target(read: Tokens, value: Surrounded) -> bool:
    """'Reduce churn (target 3%)', 'improve retention with a target of 90%', 'increase conversion, aiming for 3%'."""
    if value.place < 2 or value.words[0] in "+-−" or value.more:
        return False
    named, before = read.tokens[value.place - 2 : value.place]
    return before.word in _TARGETS or (before.word in ("of", "for", "is") and named.word in _AIMS)


def _is_led_to_a_level(read: Tokens, value: Surrounded) -> bool:
    """'Bring absenteeism back to its 2024 level of 3%'."""
    before = read.tokens[max(value.place - 5, 0) : value.place]
    return len(before) > 2 and before[-1].word in _LEVELS and any(token.marks & _END for token in before)


_AT_LEAST_SIGNS = ("≥", ">=", "⩾")
_LEVELS = ("level of", "rate of", "score of", "average of")


def shares_its_verbs(read: Tokens, value: Surrounded) -> bool:
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
