"""Figures that say of a key result under what circumstances it is done, where no other figure is its value: once
something is so, by whom, in place of what, at what price, how large a thing is."""

from __future__ import annotations

from sync.reading.texts.marks import CHANGES, MEASURES, Mark
from sync.reading.texts.spans_of_time import LASTING, is_time, measures_time
from sync.reading.texts.surrounded import BOUNDS, Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.things_made_up import AGES
from sync.reading.texts.tokens import Token, Tokens

_ADDS_OR_DOES = Mark.add | Mark.do


def is_a_circumstance(read: Tokens, value: Surrounded) -> bool:
    """Given a text and one of its figures, return whether it is the only one and plainly no value: 'Open an office once
    we have 30 orders', 'soạn nội quy sau khi có 20 khách', 'bán vé giá 200k'."""
    place, tokens, figure = value.place, read.tokens, value.figure
    if _is_of_a_name(read, value):
        return True
    if place < 2:
        return _opens_the_text(read, value)
    if read.figures > 1:
        return False
    before, two_before = tokens[place - 1], tokens[place - 2]
    if before.word in ("trên", "tren") and _is_per_so_many(read, value):
        return True
    if before.word == "thứ" and two_before.word in _EACH and value.unit is None:
        return True  # 'Họp mỗi thứ 2'
    is_amount = figure.currency is not None or figure.scale_word is not None
    if is_amount and not figure.percent:
        if (two_before.word, before.word) in _PRICED or before.word in _COSTING:
            return True  # 'Sell the kit priced at $20'
        return before.word == "giá" and place > 2 and not (two_before.marks & (CHANGES | MEASURES) or two_before.figure)
    if figure.percent or value.unit is None:
        return False
    if before.word in _IN_PLACE_OF or f"{two_before.word} {before.word}" in _IN_PLACE_OF:
        return True  # 'Train on tablets instead of 3 binders'
    if value.lead == Mark.start and value.unit.lower() in AGES and read.vietnamese:
        return True  # 'Lắp GPS cho trẻ từ 3 tuổi'
    if before.word == "do" and read.vietnamese and any(token.word in _IN_CHARGE for token in tokens[value.last + 1 :]):
        return True  # 'Tập huấn do 2 kỹ sư phụ trách'
    return _is_once_it_is_so(read, value)


def _is_per_so_many(read: Tokens, value: Surrounded) -> bool:
    """'Số lỗi trên 100 sản phẩm': of what is bad, and of how many."""
    is_round = value.unit is not None and value.figure.value in _ROUND
    named = read.tokens[: value.place - 1]
    is_of_itself = value.unit is not None and any(token.word == value.unit.lower() for token in named)
    return is_round and not is_of_itself and any(token.marks & Mark.lower_is_better for token in named)


_ROUND = (100, 1000, 10_000, 100_000, 1_000_000)


def may_be_a_circumstance(read: Tokens, value: Surrounded) -> bool:
    """Given a text and one of its figures, return whether it is the only one and may be by whom or with whom something
    is done, how large a thing is, how long it may take, or what it costs."""
    place, tokens, figure = value.place, read.tokens, value.figure
    if place and _is_an_offer(read, value):
        return True
    if place > 1 and read.vietnamese and _is_of_what_is_completed(read, value):
        return True
    if place > 1 and _is_bound_of_a_thing(read, value):
        return True
    if not place and (value.unit or "").lower() in _PEOPLE and tokens[value.last + 1 : value.last + 2]:
        return tokens[value.last + 1].text == ":"  # '2 người: soạn lại quy trình'
    if place < 2 or read.figures > 1:
        return False
    before, two_before, first = tokens[place - 1], tokens[place - 2], tokens[0]
    is_measured = any(token.marks & MEASURES for token in tokens[:place])
    opens = {token.word for token in tokens[max(place - 4, 0) : place]}
    if not opens.isdisjoint(_WITH) and not opens.isdisjoint(_BUDGETS):
        return True  # 'Reduce litter with a budget of $50k'
    if value.lead in (Mark.above, Mark.below) and _is_for_some(read, value) and not is_measured:
        return first.marks & CHANGES == 0  # 'Draft a new policy for cases under $500'
    if value.in_brackets and (figure.currency or figure.scale_word) and not is_measured and before.word in _ABOUT:
        return True  # 'Finish the patio (about $2,000)'
    if figure.percent or figure.currency or figure.scale_word or value.unit is None:
        return False
    unit = value.unit.lower()
    if before.word == "by" and two_before.word.endswith("ed") and two_before.is_plain and not is_time(value):
        return True  # 'Policy reviewed by 3 directors'
    if before.word == "by" and two_before.word in ("led", "run"):
        return True
    if before.word in _TOGETHER_WITH or f"{two_before.word} {before.word}" in _TOGETHER_WITH:
        return True  # 'Làm hồ sơ cùng 2 đồng nghiệp'
    if before.word in ("gồm", "bao gồm") or (before.word == "có" and place > 2 and first.marks & (Mark.do | CHANGES)):
        return True  # 'Soạn sổ tay gồm 4 phần', 'xây nhà trẻ có 2 lớp'
    if before.word == "for" and value.more and first.marks & Mark.do:
        return True  # 'Write a handbook for 2 new hires'
    if before.word == "from" and first.marks & Mark.do and place > 4:
        return True  # 'Open the depot in Hue from 3 bids'
    if before.word == "bằng" and unit.endswith("tiếng"):
        return True  # 'In tờ rơi bằng 2 thứ tiếng'
    is_long = before.word in _LONG and not two_before.marks & CHANGES and two_before.word != "chiều"
    if (is_long or unit.rpartition(" ")[2] in _LONG) and not (is_measured or first.marks & CHANGES):
        return True  # 'Build a wall 30 m long', 'xây kho rộng 500 m2'
    if before.word == "all" and two_before.word in ("of", "across", "at", "in", "on"):
        return (first.marks & CHANGES != 0 and first.word != "get") or is_measured  # 'Cut paperwork of all 5 sites'
    if before.word in _TAKING and unit in LASTING:
        return not measures_time(read, value)
    is_limited = before.word in _AT_MOST and place > 2 and unit in _LONG_TIMES
    return is_limited and not is_measured and not measures_time(read, value)


def _is_of_a_name(read: Tokens, value: Surrounded) -> bool:
    """'Sinh viên 5 tốt', 'camera 4K', 'ký thỏa thuận hai bên', 'giải chạy 5km'."""
    unit, scale_word = (value.unit or "").lower(), value.figure.scale_word
    if unit in _TITLES or (unit == "bên" and value.figure.value == 2) or _is_of_those_with(read, value):
        return True
    if scale_word is None and not unit.startswith("km"):
        return False
    before = [token.word for token in read.tokens[max(value.place - 2, 0) : value.place]]
    if scale_word in ("K", "k") and value.unit is None and before and before[-1] in _SCREENS:
        return True
    return before == ["giải", "chạy"]


def _is_of_those_with(read: Tokens, value: Surrounded) -> bool:
    """'Tuyển kế toán trưởng có ít nhất 5 năm kinh nghiệm', 'hire a CTO with 10+ years of experience'."""
    first = read.tokens[0]
    if read.figures > 1 or value.place < 2 or not (first.marks & _ADDS_OR_DOES or first.word in ("find", "tìm")):
        return False
    behind = " ".join([token.word for token in read.tokens[value.place : value.last + 4]])
    return "kinh nghiệm" in behind or "experience" in behind or "kinh nghiem" in behind


_TITLES = ("tốt", "tot", "không", "sạch")
_SCREENS = word_set("camera hình video tv phim screen display webcam") | {"màn hình", "man hinh"}


def _opens_the_text(read: Tokens, value: Surrounded) -> bool:
    """'With 3 partners, launch the card', 'với 50 triệu, mở quán', '50% of my time: teach'."""
    behind = read.tokens[value.last + 1 : value.last + 5]
    closes = next((at for at, token in enumerate(behind) if token.text in ",:"), None)
    if closes is None or value.last + closes + 2 >= len(read.tokens):
        return False
    if value.place == 1:
        return read.tokens[0].word in _OPENS and closes < 2
    return value.figure.percent and any(token.word in _SPENT for token in behind[:closes])


def _is_for_some(read: Tokens, value: Surrounded) -> bool:
    """Whether the figure is an amount that says for which of something: 'cho hồ sơ dưới 500 triệu'."""
    if value.figure.percent or not (value.figure.currency or value.figure.scale_word):
        return False
    is_word = read.tokens[value.place - 1].text[0].isalpha()
    return is_word and any(
        token.word in ("cho", "for") for token in read.tokens[max(value.place - 4, 2) : value.place - 2]
    )


def _is_an_offer(read: Tokens, value: Surrounded) -> bool:
    """'Giảm giá 20% cho sinh viên', 'tặng voucher giảm 10%', 'giảm 10% học phí cho học viên cũ'."""
    if read.said.isdisjoint(_OFFS) or not (value.figure.percent or value.figure.currency or value.figure.scale_word):
        return False
    before = [token.word for token in read.tokens[: value.place]]
    if _OFFS.isdisjoint(before[-2:]):
        return False
    behind = [token.word for token in read.tokens[value.last + 1 : value.last + 4]]
    is_for = any(word in ("cho", "dịp", "dip") for word in behind)
    return any(word in _OFFERED for word in before) or (is_for and (before[-1] in ("giá", "gia") or behind[0] in _FEES))


_OFFS = frozenset(("giảm", "giam"))
_OFFERED = word_set("voucher coupon combo") | {
    "khuyến mãi", "khuyến mại", "ưu đãi", "khuyến", "ưu", "khuyen mai", "uu dai",
}  # fmt: skip
_FEES = word_set("phí giá phi gia") | {"học phí", "giá vé", "học", "hoc phi", "gia ve"}


def _is_bound_of_a_thing(read: Tokens, value: Surrounded) -> bool:
    """'Phản hồi đánh giá dưới 3 sao', 'mua laptop tối đa 25 triệu', 'sign a partner with 10k+ users': which of them, or
    what it is to be like."""
    tokens, first = read.tokens, read.tokens[0]
    if read.figures > 1 or (value.figure.percent and first.word not in _PRAISES) or value.kept is not None:
        return False
    if not read.vietnamese:
        is_one = first.word in _GETS_ONE and tokens[1].word in ("a", "an") and tokens[value.place - 1].word != "to"
        is_of_it = any(token.word in ("with", "who") for token in tokens[2 : value.place])
        return is_one and is_of_it and (value.or_more or value.lead & BOUNDS != 0)
    by_word = tokens[value.place - 1].text[0].isalpha()
    if not by_word or not value.lead & BOUNDS or value.lead & ~(BOUNDS | Mark.within | Mark.reach):
        return False
    opens = first.word in _CARES or f"{first.word} {tokens[1].word}" in _CARES
    lead = next((at for at in range(value.place - 1, 0, -1) if not tokens[at].marks & BOUNDS), 0)
    return opens and lead > 0 and tokens[lead].word not in _COUNTED_WITH and not tokens[lead].marks & Mark.served


_GETS_ONE = ("hire", "find", "recruit", "sign", "land", "win", "close", "acquire")
_PRAISES = ("khen thưởng", "khen")
_CARES = {
    "chăm sóc", "miễn phí", "khen thưởng", "loại bỏ", "phụ đạo", "tiếp cận", "phản hồi", "thuê", "mua", "mở", "mở lớp",
    "tối ưu", "xử lý", "khen",
}  # fmt: skip
_COUNTED_WITH = word_set("với cho tại ở for at in to from of with và") | {"số lượng"}


def _is_of_what_is_completed(read: Tokens, value: Surrounded) -> bool:
    """'Hoàn thành tòa nhà 25 tầng', 'khởi công nhà máy công suất 500 tấn/ngày': how large it is, or what it costs."""
    first, figure = read.tokens[0].word, value.figure
    opens = f"{first} {read.tokens[1].word}"
    if (
        (first not in _COMPLETES and opens not in _COMPLETES)
        or value.lead & ~Mark.reach
        or figure.percent
        or read.figures > 1
    ):
        return False
    named = read.tokens[1 : value.place]
    is_measured = any(token.marks & (MEASURES | Mark.money | Mark.rate) or token.word in _PLANS for token in named)
    if is_measured and first in _COMPLETES:
        return False
    if named[0].word in ("marathon", "chạy"):
        return False
    is_last = value.last + 1 >= len(read.tokens) or read.tokens[value.last + 1].text == "/"
    is_amount = figure.currency is not None or figure.scale_word is not None
    return is_last and (is_amount or (value.unit or "").lower() in _EXTENTS)


_COMPLETES = ("hoàn thành", "hoan thanh", "khởi công", "khoi cong", "động thổ")
_PLANS = word_set("kế hoạch chỉ tiêu dự toán") | {"kế hoạch", "chỉ tiêu", "dự toán", "mục tiêu", "ke hoach", "chi tieu"}
_EXTENTS = word_set("ha km m2 m² tầng trang tấn mw kw m3 chỗ phòng giường")


def _is_once_it_is_so(read: Tokens, value: Surrounded) -> bool:
    """'… once we have 30 orders', '… after the first 20 customers', '… nếu vượt 100 khách'."""
    since = read.tokens[max(value.place - 4, 1) : value.place]
    if any(token.text in ":=,;" for token in since):
        return False
    return any(token.word in _ONCE or (token.word == "sau" and _is_then(since, at)) for at, token in enumerate(since))


def _is_then(since: list[Token], at: int) -> bool:
    """'Sau khi có …', 'sau 2 lần hoãn', and not 'sau quý 2'."""
    return at + 1 == len(since) or since[at + 1].word in ("khi", "khi có")


_OPENS = word_set("with for after với cho cùng sau voi cung dùng using") | {"cùng với", "sau khi"}
_SPENT = word_set("time effort capacity hours thời gian công sức thoi") | {"thời gian", "công sức", "nguồn lực"}
_PEOPLE = word_set("người nguoi bạn people persons staff engineers") | {"nhân viên", "nhân sự", "nhan vien"}
_EACH = ("mỗi", "hằng", "hàng", "vào")
_PRICED = {("priced", "at"), ("valued", "at"), ("costs", "about"), ("price", "of")}
_COSTING = ("costing", "worth")
_IN_PLACE_OF = word_set("replacing") | {"instead of", "rather than", "in place", "thay cho", "thay vì"}
_IN_CHARGE = word_set("phụ trách đảm thực dẫn quản") | {"phụ trách", "đảm nhận", "thực hiện", "dẫn dắt", "quản lý"}
_ONCE = word_set("once if when unless after nếu khi") | {"sau khi", "nếu như", "trong trường hợp"}
_ABOUT = word_set("about around approx approximately circa khoảng tầm ~ ≈")
_TOGETHER_WITH = word_set("cùng cung alongside") | {"cùng với", "together with"}
_LONG = word_set("dài rộng nặng sâu long wide tall deep thick high heavy")
_WITH = ("with", "với")
_BUDGETS = ("budget of", "budget", "ngân sách", "kinh phí")
_AT_MOST = ("tối đa", "toi da", "at most", "max")
_LONG_TIMES = word_set("ngày tuần tháng ngay tuan thang days weeks months day week month")
_TAKING = word_set("taking mất mat lasting")
