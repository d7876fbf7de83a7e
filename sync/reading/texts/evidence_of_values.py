"""What speaks for a figure's being a value. Most words of a text are in no lexicon, so that a figure is given as a
value only where something positive says that it is one; otherwise it is none, or in doubt."""

from __future__ import annotations

from sync.patterns import RarePattern
from sync.reading.texts.cadence import cadence_after
from sync.reading.texts.lexicon import AMISS
from sync.reading.texts.marks import CHANGES, Mark
from sync.reading.texts.numbers_of_names import numbers_one_thing
from sync.reading.texts.participles import is_done
from sync.reading.texts.selecting_bounds import SAYS_HOW_MANY, may_say_which
from sync.reading.texts.spans_of_time import is_time
from sync.reading.texts.surrounded import Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.things_made_up import SIZES
from sync.reading.texts.tokens import Token, Tokens
from sync.reading.texts.turned_names import is_turned_round


def as_far_as_shown(read: Tokens, value: Surrounded, part: str) -> str | None:
    """Given the part that a figure would play by the words around it, return it where the text shows that it does: a
    comparator or a from–to leads up to the figure, it is an amount (per cent, money, k of n, so many a day) or the
    object of the verb, it says whom a doing covers, or it stands with the name of a measure. Else None, where it might
    count something, or ''."""
    place, lead = value.place, value.lead
    if not place:
        return part
    if lead & _LEADS_UP:
        return _as_far_as_led(read, value, part) if lead & _LED_TO else part
    if part not in _UNLED or value.more or value.upper is not None:
        return part
    before = read.tokens[place - 1]
    if is_done_so_often(read, value) or is_none_with(read, value):
        return part
    if place == 3 and value.unit is not None and _is_done_twice(*read.tokens[:2]):
        return part
    if numbers_one_thing(read, value):
        return None  # 'Machine 7 back in service'
    if _is_of_a_known_thing(read, value):
        return None if value.unit is None or value.unit.endswith("s") else ""
    if value.words[0] == "+" and part == "change" and value.lead == 0:
        return part  # 'Retail stations +40'
    if _is_an_amount(value):
        return None if _is_money_for(read, value) or _is_lettered(read, value) else part
    end = read.end(value.last)
    if read.text[end : end + 1] in _POSSESSIVE:
        return None  # 'Move 2 servers' data'
    if _goes_on_to_another(read, value) or _is_shown(read, value):
        return part
    tokens = read.tokens
    opens = _OPENS_A_NAME_VI if read.vietnamese else _OPENS_A_NAME
    is_name = value.unit is None or before.word in opens or (before.text != before.word and place > 1)
    is_name = is_name or (place > 2 and tokens[place - 2].word in _ARTICLES)  # 'The box 14 archives'
    return "" if is_name else None


def is_done_so_often(read: Tokens, value: Surrounded) -> bool:
    """'Climate lessons implemented in 50 schools', 'voice beta launched to 500 users', 'live on 3 surfaces'."""
    tokens, place = read.tokens, value.place
    if read.vietnamese or place < 3 or value.unit is None or not value.unit.endswith("s") or is_time(value):
        return False
    if value.in_brackets:
        return False
    if value.figure.percent or value.figure.currency or read.figures > 1:
        return False
    done, before = tokens[place - 2], tokens[place - 1]
    if place == 3 and tokens[0].word in _AGREED and done.word.endswith("s") and before.word == "with":
        return True  # 'Signed LOIs with 3 banks'
    is_unwanted = tokens[0].marks & Mark.lower_is_better and not is_turned_round(read.text)
    if is_unwanted or done.marks & (Mark.lower_is_better | Mark.limit) or done.word in _GOES_WRONG:
        return False  # 'Class size capped at 12 learners', 'Incidents reported in 3 plants', 'tests failed in 2 labs'
    is_done_there = is_done(done) or done.word in _LIVE or (done.word in ("off", "out") and is_done(tokens[place - 3]))
    return is_done_there and before.word in _WHERE and not tokens[0].marks & (CHANGES | Mark.reach | Mark.keep)


def is_none_with(read: Tokens, value: Surrounded) -> bool:
    """'Pass the gate with zero critical findings', 'build runs with zero crashes', and no other figure; not 'start with
    zero staff', 'grow sales with 0 new hires'."""
    tokens = read.tokens
    is_none = value.figure.value == 0 and value.place > 0 and tokens[value.place - 1].word in ("with", "với", "voi")
    if not is_none or tokens[0].marks & CHANGES or read.figures > 1:
        return False
    if tokens[0].word in ("pass", "passed", "clear") and value.unit is not None:
        return True
    behind = [token.word for token in tokens[value.last + 1 : value.last + 3]]
    is_unwanted = behind in (["không", "phù"], ["khong", "phu"]) or any(
        token.marks & Mark.lower_is_better or token.word in AMISS for token in tokens[value.place + 1 : value.last + 2]
    )
    return is_unwanted and not (value.figure.percent or value.figure.currency)


_AGREED = word_set("signed agreed closed concluded held established formed renewed won secured negotiated arranged")
_LIVE = ("live", "active", "available", "running", "open")
_GOES_WRONG = word_set(
    "settled "
    "failed rejected delayed lost missed broken stopped suspended closed cancelled canceled injured killed damaged "
    "refused denied interrupted stolen wasted postponed dropped flooded expired "
    "reported found detected observed noticed"
)
"""What goes wrong, or is only seen: 'cases found in 3 towns' is no aim."""
_WHERE = ("in", "on", "to", "for", "with", "at", "across")


def _is_done_twice(verb: Token, joins: Token) -> bool:
    """'Hire and ramp 5 sales reps', 'interview/test 2 groups'."""
    return verb.marks & _ADDS_OR_DOES != 0 and (joins.marks & Mark.both != 0 or joins.text == "/")


def _as_far_as_led(read: Tokens, value: Surrounded, part: str) -> str | None:
    """'Nâng cấp tủ điện lên 630A', 'lập danh sách nợ dưới 90 ngày': after a verb of doing, or of nothing that we know,
    and its object, 'to' says what that becomes, and 'over' which of them are meant."""
    lead, verb, first = value.lead, value.verb, read.tokens[0]
    if may_say_which(read, value):
        return None
    if lead & Mark.reach and _is_a_degree(read, value):
        return ""
    if value.place < 3 or read.tokens[value.place - 2].figure is not None:
        return part
    does = first.marks & _ADDS_OR_DOES or first.word in _COMPLETES
    is_size = value.figure.scale_word or value.figure.currency or is_time(value) or (value.unit or "").lower() in SIZES
    says_which = lead in _WHICH and does and is_size and value.kept is None
    says_what = lead & _GOES_TO and not lead & ~_GOES_TO and value.unit in _PLAIN_UNITS and not _is_an_amount(value)
    if not (says_which or says_what) or any(token.figure is not None for token in read.tokens[: value.place]):
        return part
    if says_which:
        return None
    return part if (verb is not None and verb.marks & _RULES) or _names_a_measure(read, value) else ""


def _is_a_degree(read: Tokens, value: Surrounded) -> bool:
    """'Nhà máy đạt mức 3': which degree, where nothing names what is measured in so many."""
    figure = value.figure
    is_bare = value.unit is None and value.total is None and not (figure.percent or figure.scale_word)
    if not is_bare or figure.value not in _DEGREES or not read.tokens[value.place - 1].word.endswith(("mức", "muc")):
        return False
    return not read.marks & (Mark.start | Mark.now) and not _names_a_measure(read, value)


def _is_an_amount(value: Surrounded) -> bool:
    figure = value.figure
    is_money = figure.currency is not None or figure.scale_word is not None
    return figure.percent or is_money or value.total is not None


def _is_money_for(read: Tokens, value: Surrounded) -> bool:
    """'Rót 2 tỷ vào dây chuyền', 'sink €1M into the press line', by a verb that we do not know: given out, or got."""
    if value.figure.percent or (value.unit is not None and value.figure.currency is None) or value.place > 2:
        return False
    is_for = any(token.word in _FOR for token in read.tokens[value.last + 1 : value.last + 3])
    return is_for and value.verb is None and not _names_a_measure(read, value) and not read.tokens[0].marks


def _is_lettered(read: Tokens, value: Surrounded) -> bool:
    """'Overhaul turbine 1B': the name of one of several, or thousands of millions."""
    before = read.tokens[value.place - 1]
    if value.place < 2 or value.unit is not None or _LETTERED.fullmatch(read.tokens[value.place].text) is None:
        return False
    is_of_one = before.marks == 0 and before.text.isalpha() and not before.word.endswith("s")
    return is_of_one and not value.lead and value.verb is None and not _names_a_measure(read, value)


def _goes_on_to_another(read: Tokens, value: Surrounded) -> bool:
    """'Đơn/ngày 100 lên 150'."""
    if not read.marks & _GOES_TO:
        return False
    following = read.tokens[value.last + 1 :]
    goes_on = any(token.marks & _GOES_TO for token in following[:2]) and any(token.figure for token in following)
    return goes_on and not starts_at_a_name(read, value)


def starts_at_a_name(read: Tokens, value: Surrounded) -> bool:
    """The 12 of 'from Angular 12 to 18'."""
    if value.unit is not None or value.figure.percent or value.place < 2:
        return False
    name = read.tokens[value.place - 1]
    is_name = name.marks == 0 and name.text != name.word
    return is_name and read.tokens[value.place - 2].marks & Mark.start != 0


def _is_of_a_known_thing(read: Tokens, value: Surrounded) -> bool:
    """'Merge the 3 regional price lists', 'install the new 800 mm press', 'the 60% design package': the article says
    that they are known, and so is how many."""
    figure, place, unit = value.figure, value.place, value.unit
    if read.vietnamese or unit is None or figure.currency or figure.scale_word or value.total is not None:
        return False
    articles = [token.word for token in read.tokens[max(place - 2, 0) : place]]
    if figure.percent:
        following = read.tokens[value.last + 1 : value.last + 2]
        return articles[-1] == "the" and bool(following) and following[0].marks == 0 and following[0].text.isalpha()
    if is_time(value):
        return False
    return (articles[-1] == "the" and place == 2) or (articles[0] in _ARTICLES and not unit.endswith("s"))


def _is_shown(read: Tokens, value: Surrounded) -> bool:
    tokens, verb, place, unit = read.tokens, value.verb, value.place, value.unit
    before = tokens[place - 1]
    if before.figure is not None or not before.text[0].isalpha() or before.marks & _NOT_OR_AND:
        return True
    if before.word == "with" and tokens[0].marks & Mark.add and tokens[1].word.endswith("s") and place == 3:
        return True  # 'Sign MoUs with 4 universities'
    if before.word == "for" and is_done(tokens[place - 2]):
        return True
    if _is_counted_each_time(read, value) or _is_done_by_the_metre(read, value):
        return True
    if unit is None and read.vietnamese and place > 2 and tokens[place - 2].word in _COVERS:
        return False  # 'Tăng ca cho chuyền 8'
    if verb is not None and verb.marks & CHANGES:
        if before is verb or _leads_on(before) or _names_a_measure(read, value):
            return True
        return before.word == "in" if verb.marks & Mark.improve else unit is not None
    does = tokens[0].marks & _ADDS_OR_DOES != 0
    if (not does and _names_a_measure(read, value)) or is_time(value):
        return True
    is_rate = (unit is not None and "/" in unit) or cadence_after(read, place) is not None
    if read.vietnamese and before.word in _COVERS:
        return True
    is_of_a_thing = tokens[0].word in _HAVE_MADE  # 'Mở lớp 3 buổi/tuần'
    if is_rate and unit is not None and unit.lower().partition(" ")[0] in _EVENTS and not is_of_a_thing:
        return True  # 'Tập gym đều đặn 4 buổi/tuần', and not 'lắp máy 2 tấn/giờ'
    return (is_rate and not (does and read.vietnamese)) or _is_an_object(read, value, verb)


_EVENTS = word_set("buổi cuộc bài lần lượt trang video clip tin ca tiết phiên vụ mẫu buoi cuoc bai lan luot tiet phien")
"""What is done so often, and never how much something can do."""
_HAVE_MADE = word_set("mở mua thuê tạo lập mo mua thue lap") | {
    "đăng ký", "xây dựng", "thiết kế", "thành lập", "triển khai", "ra mắt", "tham gia", "dang ky", "xay dung",
}  # fmt: skip


def _is_counted_each_time(read: Tokens, value: Surrounded) -> bool:
    """'Kiểm kê mỗi tuần 1 khu', 'tickets handled per month 22', 'diễn tập 2 lần'."""
    tokens = read.tokens
    if value.unit is not None and value.unit.lower() in _TIMES:
        return True
    if value.last + 1 < len(tokens) and tokens[value.last + 1].word in _EACH:
        return True
    return not _EACH.isdisjoint([token.word for token in tokens[: value.place - 1]])


def _is_done_by_the_metre(read: Tokens, value: Surrounded) -> bool:
    """'Khoan thăm dò 9.500 m': a thing's own length would be in kilometres."""
    is_long = value.unit in ("m", "mét") and value.figure.value >= 1000
    return is_long and value.verb is read.tokens[0] and value.verb.marks & Mark.do != 0


def _is_an_object(read: Tokens, value: Surrounded, verb: Token | None) -> bool:
    """Whether a figure stands right behind its verb, or behind words at the start of a text that may be a verb: one in
    English, two in Vietnamese."""
    tokens, place = read.tokens, value.place
    if verb is not None:
        at = next((at for at in range(place - 1, -1, -1) if tokens[at] is verb), None)
        if at is not None and any(token.word in _ARTICLES for token in tokens[at + 1 : place - 1]):
            return False  # 'Complete the ICAO annex 14 compliance review'
        if verb.marks & _RULES and value.unit is not None:
            return True
        return at is None or all(_leads_on(token) for token in tokens[at + 1 : place])
    few = 2 if read.vietnamese else 1
    while few < place and _leads_on(tokens[few]):
        few += 1
    if not read.vietnamese and place == 2 and (tokens[0].word.endswith("s") or tokens[1].word.endswith("s")):
        return True  # 'Marketplace lists 25 connectors'
    return place <= few


def _leads_on(token: Token) -> bool:
    return token.marks & _BETWEEN != 0 or token.word in _PARTICLES


def _names_a_measure(read: Tokens, value: Surrounded) -> bool:
    before = read.tokens[: value.place]
    if read.marks & _MEASURES and any(token.marks & _MEASURES for token in before):
        return True
    words = [token.word for token in before]
    return not SAYS_HOW_MANY.isdisjoint(words) or (value.unit is not None and value.unit.lower() in words)


# Combined once: a class's attribute takes 15 ns to find, and every figure is asked for these.
_LEADS_UP, _NOT_OR_AND = ~Mark.within, Mark.never | Mark.both
_UNLED = frozenset(("count", "change", "target"))
_GOES_TO = Mark.end | Mark.end_up | Mark.end_down
_ADDS_OR_DOES = Mark.add | Mark.do
_RULES = Mark.reach | Mark.keep | Mark.exceed | CHANGES
_LED_TO = _GOES_TO | Mark.above | Mark.below | Mark.exceed | Mark.reach
_DEGREES = range(1, 8)
_LETTERED = RarePattern("[1-9][BMKT]")
_WHICH = (Mark.above, Mark.below)
_MEASURES = Mark.lower_is_better | Mark.higher_is_better | Mark.rate | Mark.money
_BETWEEN = Mark.filler | Mark.new | Mark.more | Mark.by | Mark.add | Mark.do
_PARTICLES = word_set("lại được đc ròng thêm đủ xong hết ra cả back lai duoc dc them du off out up") | {
    "dứt điểm",
    "dut diem",
}
_PLAIN_UNITS = (None, "A", "V", "sao", "star", "stars")
_POSSESSIVE = ("'", "’")
_COMPLETES = ("complete", "hoàn thành", "hoan thanh")
_EACH = word_set("mỗi moi per each every")
_TIMES = frozenset(("lần", "lan", "lượt", "times"))
_COVERS = frozenset(("cho", "tại", "với", "ở", "tai", "voi", "o", "trong"))
_FOR = ("vào", "cho", "vao", "in", "on", "into", "for")
_ARTICLES = ("the", "a", "an")
_OPENS_A_NAME = (*_ARTICLES, "under", "on", "against", "our")
_OPENS_A_NAME_VI = word_set("theo sang kiểu loại hạng số đời kieu loai hang so doi")
