"""Figures of a key result's text that are said in passing, and are no value to reach: what a thing is made of ('quy
trình 3 bước'), what o'clock, whom it is for; and those of which that cannot be told."""

from __future__ import annotations

from sync.reading.cadence import cadence_after
from sync.reading.lexicon import Mark
from sync.reading.surroundings import CHANGES, Surrounded
from sync.reading.text import word_set
from sync.reading.tokens import Token, Tokens

_NAMES_A_MEASURE = Mark.rate | Mark.lower_is_better | Mark.higher_is_better
_LEADS_UP = Mark.reach | Mark.exceed | Mark.keep | CHANGES | Mark.add | Mark.do
_ADDS_OR_DOES = Mark.add | Mark.do
_NO_COUNT = _ADDS_OR_DOES | Mark.improve
_STARTS = Mark.start | Mark.now


def is_said_in_passing(read: Tokens, value: Surrounded) -> bool:
    """Whether a figure is what a thing is made of or named by, or a time of the day."""
    if value.place == 0:
        return False
    before = read.tokens[value.place - 1]
    unit = (value.unit or "").lower()
    if unit in _HOURS and value.figure.value <= 24:
        after = read.tokens[value.last + 1].word if value.last + 1 < len(read.tokens) else ""
        if before.word in _AT or after in _TIMES_OF_DAY:
            return True
    if unit in ("am", "pm") or _is_one_thing(read, value, before):
        return True
    if value.verb is not None and value.verb.word in _BUYERS and _is_of_a_thing(value, before):
        return not (value.more or value.lead) and cadence_after(read, value.place) is None
    if read.tokens[0].word in _CHOOSES:
        return True
    if before.word == "of" and value.place > 1 and read.tokens[value.place - 2].word in _GROUPS:
        return True
    if value.in_brackets and _describes_alone(value):
        return True
    if before.word in _CONTAINING and value.verb is not None and value.verb.word in _MAKERS:
        return _is_made(read, value) and value.unit is not None and not value.figure.percent
    return unit != "" and value.place > 1 and not value.lead and _is_make_up(read, value, before, unit)


def _is_one_thing(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Install a 50 kW system', 'buy a scanner with 128 slices': it is one, and the number says what it is like."""
    figure, verb = value.figure, value.verb
    if read.vietnamese or figure.percent or figure.currency or figure.scale_word or value.unit is None:
        return False
    if verb is not None and not verb.marks & Mark.do:
        return False
    one = read.tokens[1].word in _ONE
    return before.word in ("a", "an") or (before.word == "with" and one and read.tokens[0].word not in _HOLDERS)


_ONE = ("a", "an", "the")


def _is_of_a_thing(value: Surrounded, before: Token) -> bool:
    """'Mua máy chụp 128 lát cắt', 'thuê kho 500 m2': what is bought comes before the number."""
    figure = value.figure
    if figure.percent or figure.currency or figure.scale_word or value.total or value.unit is None:
        return False
    return before is not value.verb and before.figure is None and before.text[0].isalpha() and before.marks == 0


def leaves_open_what_it_is(read: Tokens, value: Surrounded) -> bool:
    """Whether a figure may be the value, and may as well be money to spend, an event's guests, or how soon."""
    first = read.tokens[0]
    unit = (value.unit or "").lower()
    if value.place == 0:
        return unit.startswith("thirds")
    before = read.tokens[value.place - 1]
    money = value.figure.currency is not None or (value.figure.scale_word is not None and value.unit is None)
    if first.marks & Mark.spends and money and not value.lead & ~Mark.within:
        return not any(token.marks & CHANGES or token.figure for token in read.tokens[1 : value.place])
    if unit in _SIZES and read.vietnamese and value.verb is None and not value.lead:
        return True
    after = read.tokens[value.last + 1 : value.last + 3]
    if len(after) == 2 and after[0].word == "in" and after[1].figure is not None and value.unit is None:
        return not value.figure.percent  # 'Bids won: 1 in 4'
    if before.word in _ONLY or unit.startswith("thirds") or value.words == "50/50":
        return True
    if _is_on_offer(read, value, before) or (money and before.word in ("ngân sách", "ngan sach", "budget at")):
        return not value.lead
    if read.vietnamese and _follows_a_noun(read, value, before):
        return True
    if first.word in _RACES and first.marks & Mark.do and _is_raced(read, value):
        return True
    if before.word in _BEFORE and value.unit is not None and not value.figure.percent:
        return True
    if before.word in _FOR_WHOM and first.word in _HOLDERS and not value.figure.percent:
        return value.place > 2 and not any(token.figure for token in read.tokens[: value.place])
    return before.word == "with" and value.figure.value == 0


def _is_on_offer(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Offer 10% discount', 'win the $1M contract', 'phát voucher 50k': what is given, or what a thing is worth."""
    following = read.tokens[value.last + 1].word if value.last + 1 < len(read.tokens) else ""
    is_budget = before.word == "of" and value.place > 1 and read.tokens[value.place - 2].word == "budget"
    is_first = not any(token.figure for token in read.tokens[: value.place])
    if (
        value.figure.currency
        and is_first
        and (is_budget or following == "budget")
        and not read.marks & (_RULES | CHANGES)
    ):
        return True
    if following in _OFFERS or before.word in _OFFERS:
        return value.figure.percent or value.figure.scale_word is not None
    if value.figure.scale_word is not None and value.verb is not None and value.verb.word in _SELLERS:
        return before is not value.verb and before.marks & ~Mark.unit == 0 and value.unit is None
    is_done = value.verb is not None and value.verb.marks & _ADDS_OR_DOES and not value.verb.marks & CHANGES
    return bool(is_done and value.figure.currency and before.word in ("the", "a") and following.isalpha()) and (
        following not in _NO_THING
    )


def _follows_a_noun(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Mở quán 2 mặt tiền', 'tổ chức giải chạy 10 km': what is counted would come before the noun; this says which."""
    figure, verb = value.figure, value.verb
    unit = (value.unit or "").lower()
    if value.lead or verb is None or not verb.marks & Mark.do or verb.marks & CHANGES or unit == "" or value.more:
        return False
    if figure.percent or figure.currency or figure.scale_word or value.total is not None or value.upper is not None:
        return False
    if unit in _SPANS or any(token.marks & Mark.both for token in read.tokens[1 : value.place]):
        return False
    if (figure.value > 20 and unit not in _LENGTHS) or unit.partition(" ")[0] in _TIMES:
        return False
    is_noun = before.figure is None and not before.name and before.marks & ~Mark.unit == 0 and before.text[0].isalpha()
    return is_noun and before is not verb and cadence_after(read, value.place) is None


def _is_raced(read: Tokens, value: Surrounded) -> bool:
    """'Chạy 5 km trong 30 phút': how far, or how fast."""
    others = (token for place, token in enumerate(read.tokens) if token.figure and place > value.last)
    is_distance = (value.unit or "").lower() in _DISTANCES or value.figure.scale_word == "k"
    return is_distance and next(others, None) is not None and not value.lead


_RACES = ("chạy", "chay", "chạy bộ", "run", "bơi", "swim", "đạp xe", "cycle", "row")
_DISTANCES = ("km", "m", "mét", "miles", "mile", "k", "cây số")


def is_done_by(read: Tokens, value: Surrounded) -> bool:
    """'Attended by 70% of families', 'used by 40 teams': the figure is of those who do it, and no change."""
    tokens, place = read.tokens, value.place
    if read.vietnamese or place < 2 or tokens[place - 1].word != "by":
        return False
    done = tokens[place - 2]
    return not done.marks & (Mark.up | Mark.down | Mark.improve) and (
        done.word.endswith("ed") or done.word in _IRREGULARLY_DONE
    )


def _describes_alone(value: Surrounded) -> bool:
    """'Sponsor the city marathon (42 km)': nothing leads up to it."""
    figure = value.figure
    return not (value.lead or figure.percent or figure.currency or figure.scale_word or value.total or value.upper)


def _is_made(read: Tokens, value: Surrounded) -> bool:
    """Whether what is made or held stands between the verb and the words before the figure."""
    assert value.verb is not None
    return read.tokens[value.place - 2] is not value.verb


def _is_make_up(read: Tokens, value: Surrounded, before: Token, unit: str) -> bool:
    """'Quy trình 3 bước', 'văn phòng 5 tầng', 'chai 500 ml': in Vietnamese what is counted comes after its number, and
    what a thing is made of after the thing."""
    if not read.vietnamese or before.figure is not None or not before.text[0].isalpha():
        return False
    if value.verb is not None and value.verb.marks & _LEADS_UP & ~_NO_COUNT:
        return False
    is_group = before.word in _TEAMS and unit in _MEMBERS
    is_part = is_group or (unit.partition(" ")[0] in _PARTS and value.figure.value <= 20)
    if not is_part and (unit not in _SIZES or value.verb is None):
        return False
    if (
        (unit == "sao" and value.verb is None)
        or before.marks & (_NAMES_A_MEASURE | _LEADS_UP)
        or cadence_after(read, value.place) is not None
    ):
        return False
    return not value.more


_ONLY = ("only", "just", "chỉ", "chỉ có")
_CHOOSES = (
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
_GROUPS = ("team", "squad", "group", "committee", "crew", "staff", "class", "force", "panel", "board", "cohort")
_OFFERS = word_set("discount off coupon coupons voucher") | {"khuyến mãi", "ưu đãi", "chiết khấu", "mãi", "đãi", "khấu"}
_RULES = Mark.keep | Mark.limit | Mark.reach | Mark.at_most | Mark.below | Mark.at_least | Mark.above
_SELLERS = ("bán", "ra mắt", "phát hành", "triển khai", "tạo", "mở", "ban", "ra mat", "phat hanh")
_NO_THING = ("in", "of", "from", "by", "to", "per", "a", "for", "with", "on", "at", "and", "each", "or", "this")
_LENGTHS = ("km", "m2", "m3", "m²", "m³", "m", "ha", "tấn")
_SPANS = word_set("giây phút giờ ngày tuần tháng quý năm tiếng h s giay phut gio ngay tuan thang nam tieng")
_TIMES = ("lần", "lan", "lượt")
_BUYERS = ("mua", "mua sắm", "thuê", "lắp", "lắp đặt", "xây", "mua sam", "lap dat")
_TIMES_OF_DAY = ("sáng", "chiều", "tối", "trưa", "am", "pm", "thứ", "sang", "chieu", "toi", "trua", "thu")
_HOURS = ("h", "giờ", "gio", "am", "pm")
_AT = ("vào", "lúc", "trước", "at", "before", "vao", "luc", "truoc")
_BEFORE = ("trước", "truoc")
"""'Bắt máy trước 3 hồi chuông' is how soon."""
_CONTAINING = ("với", "with", "có", "gồm", "bao gồm", "including", "voi", "co", "gom")
_MAKERS = word_set("create build design launch ship develop make write draft produce set prepare plan release tạo") | {
    "xây dựng",
    "thiết kế",
    "ra mắt",
    "phát triển",
    "xay dung",
    "thiet ke",
    "ra mat",
    "phat trien",
    "tạo ra",
    "lập",
}
_FOR_WHOM = ("for", "cho", "with", "với", "voi")
_HOLDERS = word_set("organize organise host hold plan arrange book throw run") | {"tổ chức", "to chuc"}
_IRREGULARLY_DONE = ("seen", "taken", "known", "led", "read", "held", "run", "won", "done", "met", "heard", "spoken")
_PARTS = word_set(
    "lớp tầng bước mức bậc cấp pha vòng chiều cánh ngăn chỗ cửa màu trang chương phần chế trụ giai lop tang buoc muc "
    "bac cap vong ngan cho mau chuong phan nhánh khâu công kỳ cột bên tuổi sao tuoi"
)
_TEAMS = ("team", "nhóm", "tổ", "đội", "ban", "tác", "nhom", "doi")
_MEMBERS = ("người", "thành viên", "nhân sự", "bạn", "nguoi", "thanh vien")
_SIZES = word_set("ml inch inches mm gb tb mb kw kva cc mah oz g gr gram dpi px")
