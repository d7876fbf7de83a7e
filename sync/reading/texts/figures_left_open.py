"""Figures of a key result's text that may be its value, and may as well be something else: money to spend, an event's
guests, how soon something is done."""

from __future__ import annotations

from itertools import pairwise

from sync.reading.texts.asides import FOR_WHOM, HOLDERS, HOURS, is_first
from sync.reading.texts.cadence import cadence_after
from sync.reading.texts.earlier_values import is_said_of_before
from sync.reading.texts.evidence_of_values import is_none_with
from sync.reading.texts.figures import Figure
from sync.reading.texts.lexicon import FACTORS, HALVE
from sync.reading.texts.marks import CHANGES, MEASURES, Mark
from sync.reading.texts.spans_of_time import LASTING, SHORT, SPANS, is_time
from sync.reading.texts.surrounded import BOUNDS, Surrounded, next_word
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens
from sync.reading.texts.turns_of_phrase import is_said_in_a_turn_of_phrase
from sync.reading.texts.units import PERCENT

_ADDS_OR_DOES = Mark.add | Mark.do
_DO = Mark.do
_UP_TO = ("đến", "den", "tới", "toi")


def leaves_open_what_it_is(read: Tokens, value: Surrounded) -> bool:
    """Whether a figure may be the value, and may as well be money to spend, an event's guests, or how soon."""
    tokens, figure, place, following = read.tokens, value.figure, value.place, value.last + 1
    if (
        (figure.scale_word in _SCALES_OR_NAMES or (read.vietnamese and figure.scale_word == "bn"))
        and figure.currency is None
        and (not read.marks & Mark.money or (read.vietnamese and figure.scale_word == "T"))
    ):
        return True
    if (
        value.total is not None
        and value.unit is None
        and "/" in value.words
        and _may_be_so_far(read, value, value.total)
    ):
        return True  # 'Members 1200/1500'
    if is_said_in_a_turn_of_phrase(read, value):
        return True
    behind = tokens[following].word if following < len(tokens) else ""
    if value.unit is None:
        if behind in ("số", "so") and [token.text for token in tokens[following + 1 : following + 2]] == ["9"]:
            return True  # 'Uptime tối thiểu 3 số 9'
    else:
        unit = value.unit.lower()
        if unit in _DIGITS or unit.partition(" ")[0] in _AMOUNTS_IN_WORDS:
            return True  # 'Tăng trưởng 2 con số', 'two dozen volunteers'
        if place and unit.partition(" ")[0] == "s" and tokens[place - 1].word in ("low", "mid", "high"):
            return True  # 'CAC in the low 20s'
        of_time, _, served = unit.rpartition(" ")
        if served in _SERVED and of_time in (*HOURS, *SHORT, *LASTING) and not value.lead:
            return True  # 'Guarantee 2h response'
        if not read.vietnamese and _may_be_millions(read, value, unit):
            return True
        if unit.partition(" ")[0] in _FRACTIONS:
            return unit not in LASTING or next_word(read, value) == "of"
    if behind in _THAN_NOW and not read.vietnamese:
        is_changed = value.verb is not None and value.verb.marks & CHANGES != 0
        return not (value.lead or (figure.percent and is_changed))  # '3 days faster quotes', 'pages load 30% faster'
    if behind and (_is_of_another_measure(value, tokens[following:]) or is_said_of_before(read, value)):
        return True
    if place and figure.percent and not value.or_more and _may_be_a_weight(read, value):
        return True
    if behind in _BESIDE or behind == "of":
        is_within = place > 0 and tokens[place - 1].word == "within"
        if _is_beside_another_value(tokens[following : following + 3], within=is_within):
            is_changed = value.verb is not None and value.verb.marks & (Mark.up | Mark.down) != 0
            return is_within or (not is_changed and not value.lead & ~Mark.reach)
    if value.total is not None and "so far" in read.text and not value.lead:
        return not read.vietnamese  # '22 of 40 clinics trained so far'
    if not place:
        return False
    before = tokens[place - 1]
    if before.word in _LEADS_TO_ANOTHER and _is_left_open_by_the_word_before(read, value, before.word):
        return True
    if figure.scale_word == "B" and value.unit == "model":
        return True  # 'Train a 7B model'
    if not read.vietnamese and _is_worth_as_one(read, value, before):
        return True
    if before.word in _HIGHER and (figure.percent or value.unit == "lần") and not read.marks & Mark.rate:
        return value.verb is None  # 'Năng suất cao hơn 15%': than before, or than that
    is_outdone = not read.said.isdisjoint(_OUTDOES) and any(token.word in _OUTDOES for token in tokens[:place])
    if is_outdone and (figure.percent or value.lead & Mark.by):
        return True  # 'Outperform the baseline by at least 15%'
    is_amount = figure.scale_word is not None or figure.currency is not None
    if is_amount and (_is_spent(read, value) or (not value.lead and _is_worth(read, value, before))):
        return True
    if figure.percent and place == 1 and tokens[0].marks & Mark.spends and not _TAKINGS.isdisjoint(read.said):
        return True  # 'Spend 3% of turnover on training'
    word = before.word
    if value.words == "50/50":
        return True
    if word == "with" and not figure.value:  # 'Run payroll with zero errors for two quarters'
        return not is_none_with(read, value)
    if figure.percent:
        is_taken = value.verb is not None and value.verb.marks & Mark.down != 0  # 'Take 10% off the bill'
        is_bounded = value.lead & ~Mark.reach or value.or_more or value.or_less
        return not (is_bounded or is_taken) and (word in _OFFERS or next_word(read, value) in _OFFERS)
    if read.vietnamese and _follows_a_noun(read, value, before):
        return True
    first = tokens[0].word
    if first in _RACES and tokens[0].marks & _DO and _is_raced(read, value):
        return True
    if word not in _OPENS_ANOTHER:
        return False
    if word in _BEFORE:
        return value.unit is not None and not value.lead
    return first in HOLDERS and place > 2 and is_first(read, value)


def _is_left_open_by_the_word_before(read: Tokens, value: Surrounded, word: str) -> bool:
    """'Sub $30 CAC', 'position 5 or better', 'doanh thu trên 3 sàn', 'số lớp: 6 đến 8', 'chuẩn 5 sao'."""
    if word in _ONLY:
        return True
    if word == "sub":
        return value.figure.currency is not None
    if word in _POSITIONS:
        return value.or_more and not read.vietnamese
    if word == ":":
        is_span = read.vietnamese and _opens_a_span(read.tokens[value.last + 1 : value.last + 3])
        return is_span or (value.in_brackets and _is_broken_down(read, value))
    if word in _STARRED:
        return (value.unit or "").lower() == "sao" and value.kept is None
    if word == "mo":  # 'To chuc hoi thao quy mo 200 khach', typed without marks
        return value.place > 1 and read.tokens[value.place - 2].word == "quy" and read.tokens[0].word in HOLDERS
    return _is_of_a_stage(read, value)


def _is_of_another_measure(value: Surrounded, following: list[Token]) -> bool:
    """'Increase LTV to 3x acquisition cost', '20% higher retention for members vs. non-members'."""
    unit = (value.unit or "").lower().partition(" ")[0]
    if not following or unit not in _TIMES_OF_ANOTHER or any(token.word in _PAST for token in following):
        return False
    if unit == PERCENT:
        against = next((at for at, token in enumerate(following[:-1]) if token.word in _VERSUS), None)
        if against is None or following[against + 1].name or following[against + 1].word in _OTHER_VALUES:
            return False  # '20% more orders vs. Q3'
        return any(token.word in _COMPARED for token in following[:2])
    named = following[0]
    if unit == "x":
        is_end = value.lead & Mark.end != 0 and value.verb is not None
        return is_end and named.text.isalpha() and not named.marks & ~MEASURES
    return value.lead & Mark.above != 0 and (named.marks & MEASURES != 0 or named.word in _RATES)


def _may_be_a_weight(read: Tokens, value: Surrounded) -> bool:
    """'Refactor the payment module (30%)', 'doanh thu (30%)', 'double the leads (30%)': nothing but a share in brackets
    at the end, of what is no rate: a weight, how much of it is done, or how much of it is meant."""
    tokens = read.tokens
    before = tokens[value.place - 1]
    if before.text == "(":
        is_last = value.last + 2 == len(tokens) and not value.lead
    else:
        is_last = value.last + 1 == len(tokens) and (before.word in _ARROWS or (before.is_plain and not value.lead))
        does = tokens[0].marks & Mark.do and not read.marks & (Mark.rate | MEASURES | CHANGES | Mark.add)
        is_last = is_last and does != 0  # 'Publish our pricing page => 80%'
    if not is_last or any(token.figure is not None for token in tokens[: value.place]):
        return False
    words = [token.word for token in tokens]
    if any(f"{one} {two}" in FACTORS or one in FACTORS or one in HALVE for one, two in pairwise(words)):
        return True
    if tokens[0].marks & (_ADDS_OR_DOES | CHANGES) or tokens[0].word in _COMPLETES:
        return True
    return not read.marks & (Mark.rate | MEASURES) or (read.marks & Mark.money != 0 and not read.marks & Mark.rate)


_COMPLETES = ("complete", "finish", "hoàn thành", "hoan thanh")
_ARROWS = ("=>", "->", "→")


def _is_of_a_stage(read: Tokens, value: Surrounded) -> bool:
    """Whether 'trên' says on what something is, as it may say 'above'."""
    unit, figure = (value.unit or "").lower(), value.figure
    is_few = figure.value < _FEW and not (figure.percent or figure.currency or figure.scale_word)
    is_tried = read.text.lower().startswith(("thí điểm", "đánh giá", "thử nghiệm", "kiểm thử", "chạy thử"))
    does = (read.tokens[0].marks & Mark.do and value.place > 2) or is_tried
    if unit and is_few and does and not is_time(value):
        return True  # 'Triển khai MFA trên 2 hệ thống'
    return unit in _STAGES and all(token.word != unit for token in read.tokens[: value.place])


_FEW = 20
_HIGHER = ("cao hơn", "thấp hơn", "nhiều hơn", "ít hơn", "nhanh hơn", "lớn hơn", "nhỏ hơn")
_STAGES = ("nền tảng", "kênh", "sàn", "mạng", "website", "trang", "ứng dụng", "app", "nen tang", "kenh", "san", "mang")


def _opens_a_span(behind: list[Token]) -> bool:
    return len(behind) == 2 and behind[0].word in _UP_TO and behind[1].figure is not None


def _is_broken_down(read: Tokens, value: Surrounded) -> bool:
    """'NPS at 50 (Q1: 42, Q2: 46)': one value before the bracket, and several with names in it."""
    opens = next(at for at in range(value.place, -1, -1) if read.tokens[at].text == "(")
    inside = read.tokens[opens:]
    if any(token.marks & (Mark.start | Mark.now) or token.word in _STATED for token in inside):
        return False
    return sum(token.text == ":" for token in inside) > 1 and any(
        token.figure is not None for token in read.tokens[:opens]
    )


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
    if len(following) < 2:
        return False
    if following[0].word == "of":
        return within and following[1].word in _OTHER_VALUES  # 'Stay within 2% of budget'
    return any(token.word in _OTHER_VALUES for token in following[1:])


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
    if figure.currency is None and value.unit is not None and not (first.marks & Mark.spends and figure.scale_word):
        return False  # but 'Chi 90 triệu tu bổ hàng rào' is money
    if first.marks & Mark.spends and not value.lead & ~Mark.within:
        return not any(token.marks & CHANGES or token.figure for token in read.tokens[1 : value.place])
    before = read.tokens[value.place - 1]
    if first.word in _PAYS and not value.lead and not value.more:
        return True  # 'Trả hết nợ thẻ tín dụng 40 triệu'
    is_spending = first.word in _SPENDING or before.word in _SPENDING
    if not value.lead and _is_advertised(read):
        return True
    if is_spending and not value.lead and _is_all(read, value):
        return True
    if before.word in ("ngân sách", "ngan sach") or _costs(read, value):
        return not value.lead
    is_budget = before.word == "of" and value.place > 1 and read.tokens[value.place - 2].word == "budget"
    is_budget = is_budget or next_word(read, value) in ("budget", "ngân sách", "ngan sach")
    return is_budget and not read.marks & (_RULES | CHANGES) and is_first(read, value)


def _costs(read: Tokens, value: Surrounded) -> bool:
    """'Xây nhà văn hóa với kinh phí 2,3 tỷ', 'tổng mức đầu tư 40 tỷ'."""
    before = [one.word for one in read.tokens[max(value.place - 2, 0) : value.place]]
    first, *between = read.tokens[: value.place]
    is_raised = first.word in _RAISES or first.marks & (CHANGES | Mark.saves)
    if is_raised and all(token.word in _MONEY_FOR for token in between):
        return False  # 'Vận động nguồn kinh phí 500 triệu', 'thu hút tổng mức đầu tư 40 tỷ'
    return value.place > 1 and is_first(read, value) and (before[-1] in _COSTING or " ".join(before) in _COSTING)


def _is_advertised(read: Tokens) -> bool:
    """'Chạy quảng cáo 50 triệu/tháng'."""
    first, *rest = [token.word for token in read.tokens[:2]]
    return first in ("chạy", "chay") and rest[:1] in (["quảng"], ["quang"], ["ads"], ["qc"])


def _is_worth(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Win the $1M contract', 'phát voucher 50k', 'bán gói 199k': what a thing is worth, or costs."""
    verb, following = value.verb, next_word(read, value)
    if value.figure.scale_word is not None:
        if following in _OFFERS or before.word in _OFFERS:
            return True
        if verb is not None and verb.word in _SELLERS:
            return before is not verb and before.marks & ~Mark.unit == 0 and value.unit is None
    if value.figure.currency is None or verb is None or not verb.marks & _ADDS_OR_DOES or verb.marks & CHANGES:
        return False
    return before.word in ("the", "a") and following.isalpha() and following not in _NO_THING


def _may_be_so_far(read: Tokens, value: Surrounded, total: Figure) -> bool:
    """Whether 'k/n' may be where something stands and what is wanted, and is no score out of a scale, and no share."""
    is_scale = total.value in _SCALES or (total.value == 100 and value.figure.value > 50)
    if (
        is_scale
        or read.vietnamese
        or not value.place
        or (value.verb is not None and value.verb.marks & (Mark.do | Mark.add))
    ):
        return False
    named = any(token.marks & MEASURES for token in read.tokens[: value.place])
    return value.figure.value < total.value and (named or value.place == 1) and not value.lead & ~Mark.reach


_SCALES = (4, 5, 10, 20, 100)


def _is_worth_as_one(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Launch £15 ticket', 'complete £4m refurbishment', 'introduce 10% loyalty discount': what one thing costs."""
    if value.place > 2 or value.lead & ~Mark.reach or not (value.figure.percent or value.figure.currency):
        return False
    following = read.tokens[value.last + 1 : value.last + 5]
    if following and following[0].text == "/":
        following = following[2:]  # 'Launch $49/mo plan'
    if not following or not following[0].text.isalpha():
        return False
    first = read.tokens[0]
    if value.figure.percent:
        does = before.marks & Mark.do or first.word == "introduce"
        return does != 0 and any(token.word in _OFFERS for token in following[:2])
    does = first.marks & (Mark.do | Mark.served) or first.word in (
        "approve",
        "complete",
        "submit",
        "introduce",
        "close",
    )
    if value.figure.currency is None or not does or first.word in ("sell", "deliver", "collect"):
        return False
    is_one = not following[0].word.endswith("s") and not following[0].marks & MEASURES
    return is_one and following[0].word not in _NO_THING


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
    if unit in SPANS or any(token.marks & Mark.both for token in read.tokens[1 : value.place]):
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
_SCALES_OR_NAMES = ("T", "BN")
"""'Sản lượng 500T', 'Khám 50 BN/ngày': tons and patients ('bệnh nhân') as well; and 'doanh thu 5T' are billions."""
_TAKINGS = word_set("revenue turnover sales profit") | {"doanh thu", "lợi nhuận"}
_AMOUNTS_IN_WORDS = word_set(
    "figure figures dozen hundred chục chuc trăm rưỡi nửa mươi muoi nghìn ngàn hai ba bốn lăm sáu bảy tám chín"
)
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
    "average competitors competitor peers norm industry national "
    "last previous prior budget plan target forecast quota schedule market benchmark guidance inflation"
)
_ONLY = frozenset(("only", "just", "chỉ", "chỉ có"))
_POSITIONS, _STARRED = ("position", "rank", "place"), ("chuẩn", "hạng")
_LEADS_TO_ANOTHER = frozenset((*_ONLY, *_POSITIONS, *_STARRED, "sub", ":", "mo", "trên", "tren"))
"""The words before a figure that ``_is_left_open_by_the_word_before`` asks about."""
_OFFERS = word_set("discount off coupon coupons voucher") | {"khuyến mãi", "ưu đãi", "chiết khấu", "mãi", "đãi", "khấu"}
_RULES = Mark.keep | Mark.limit | Mark.reach | Mark.at_most | Mark.below | Mark.at_least | Mark.above
_SELLERS = ("bán", "ra mắt", "phát hành", "triển khai", "tạo", "mở", "ban", "ra mat", "phat hanh")
_NO_THING = ("in", "of", "from", "by", "to", "per", "a", "for", "with", "on", "at", "and", "each", "or", "this")
_MOST_OF_A_THING = {"m": 999, **dict.fromkeys(("km", "m2", "m3", "m²", "m³", "ha", "tấn"), 10**9)}
"""How large a thing may be: nobody says in metres how far it is to go, and 9,500 m were drilled."""
_TIMES = ("lần", "lan", "lượt")
_BEFORE = ("trước", "truoc")
"""'Bắt máy trước 3 hồi chuông' is how soon."""
_OPENS_ANOTHER = frozenset((*_BEFORE, *FOR_WHOM))
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
_COSTING = ("kinh phí", "đầu tư", "trị giá", "kinh phi", "dau tu", "tri gia")
_RAISES = word_set("raise raises") | {
    "thu hút", "huy động", "vận động", "quyên góp", "kêu gọi", "giải ngân", "thu hut", "huy dong", "van dong",
    "quyen gop", "keu goi", "giai ngan",
}  # fmt: skip
_MONEY_FOR = word_set("kinh phí phi nguồn nguon tổng tong mức muc vốn von số so tiền tien thêm them được duoc") | {
    "đầu tư", "chi phí", "kinh phí", "dau tu", "chi phi", "kinh phi", "nguồn vốn", "tổng vốn", "tổng mức", "vốn đầu tư",
}  # fmt: skip
_OUTDOES = word_set("outperform outperforms outperforming beats beat surpasses outpace outpaces")
_COMPARED = ("higher", "lower", "better", "more", "less", "greater")
_PAST = word_set(
    "last previous prior same baseline current today budget plan 2024 2025 2026 year quarter month yoy qoq"
)
_VERSUS = ("vs", "vs .", "versus")
_PAYS = word_set("trả tra repay pay redirect reallocate redistribute reinvest") | {
    "trả hết",
    "tra het",
    "tất toán",
    "tat toan",
    "pay off",
    "pays off",
    "thanh toán",
}
_TIMES_OF_ANOTHER = (PERCENT, "x", "lần", "lan")
_RATES = ("tốc", "tốc độ", "mức", "toc", "toc do", "muc")
_STATED = word_set("target baseline goal current stretch") | {"mục tiêu", "hiện tại", "chỉ tiêu"}
