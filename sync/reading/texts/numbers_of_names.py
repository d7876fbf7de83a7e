"""Figures that belong to a name and are no value: years, products and their versions, lines and wards."""

from __future__ import annotations

from sync.patterns import RarePattern
from sync.reading.texts.cadence import PERIODS, cadence_after
from sync.reading.texts.figures import Figure
from sync.reading.texts.lexicon import may_be_vietnamese
from sync.reading.texts.marks import MEASURES, VERBS, Mark
from sync.reading.texts.surrounded import Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.things_made_up import SIZES
from sync.reading.texts.tokens import Token, Tokens
from sync.reading.texts.unit_phrases import is_plural


def is_year(read: Tokens, value: Surrounded) -> bool:
    """2026 at the end of a phrase, or after 'in', 'by', 'of', 'since', is a year."""
    token = read.tokens[value.place]
    if not (token.text.isdigit() and 1990 <= value.figure.value <= 2049):
        return False
    if value.upper is not None:
        if value.upper.value == (value.figure.value + 1) % 100:
            return True  # 'The 2026-27 budget'
        if value.figure.value >= 2020 and value.upper.value < 2040:
            return True  # 'Get approval for the 2027-2030 strategy'
        return 1990 <= value.upper.value <= 2049 and not (value.unit is not None and value.lead)
    if value.unit is not None:  # 'Finalize 2027 org chart', and not 'Sell 2030 vé'
        if value.place and read.tokens[value.place - 1].word == "the":
            return True  # 'The 2027 brand guidelines'
        is_known = value.place < value.last and read.tokens[value.place + 1].marks & _UNITS
        return not (is_known or value.lead or value.more) and 2020 <= value.figure.value <= 2039
    before = read.tokens[value.place - 1].word if value.place else ""
    if before in _YEAR_WORDS or (value.place and read.tokens[value.place - 1].name):
        return True
    following = read.tokens[value.last + 1 : value.last + 2]
    opens = value.place == 1 or read.tokens[0].marks & Mark.filler != 0
    if opens and before in _BY_WHEN and following and (following[0].marks & VERBS or following[0].text == ","):
        return True  # 'Đến 2028 đạt 85%'
    return not value.lead & _LEADS_TO_A_VALUE


_IN_USE = ("live", "ready", "deployed", "launched", "complete", "completed", "shipped", "done")
_BY_WHEN = ("đến", "den", "tới", "until", "till")


def is_numbered_product(read: Tokens, value: Surrounded) -> bool:
    """The 18 of 'iOS 18', the 3.0T of 'MRI 3.0T': a small number right after a proper name that is no measure's."""
    tokens, place, after = read.tokens, value.place, value.last + 1
    if value.lead or not place:
        return False
    if numbers_one_thing(read, value) and (place > 1 or _goes_on_to_a_figure_or_is_done(read, value)):
        return True
    typed = tokens[place].text
    if place == 1 and value.unit in _IN_USE and typed.isdecimal() and len(typed) < 3 and not tokens[0].marks:
        return not is_plural(tokens[0].word)  # 'Automation 1 live by week 6', and not 'stores 12 live by June'
    if place == 1 and tokens[0].word in ("build", "release") and (typed.endswith(".0") or value.unit in _IN_USE):
        return "." in typed  # 'Build 2.0 passes certification'
    if place < 2 and _is_a_version_of_the_first(read, value, typed):
        return True
    if after < len(tokens) and tokens[after].text == ":" and _is_a_name_before_a_colon(read, value):
        return True
    before = tokens[place - 1]
    if place > 2 and after == len(tokens) and _is_a_version_to_move_to(read, value, typed):
        return True
    if place > 2 and after == len(tokens) and typed.isdecimal() and _says_where(read, value, before):
        return True
    if before.word == "band" and value.unit is not None and typed.isdecimal() and not read.vietnamese:
        return True  # 'Band 6 nurses'
    if before.word in _STATIONS and (_leads_to_a_share(read, value) or _goes_from_to(tokens[after:])):
        return True
    if place < 2 or before.marks or before.figure is not None or value.upper or value.total:
        return False
    is_proper = (before.text != before.word and not read.text.isupper()) or typed.endswith(".0")
    if not is_proper or not _LIKE_A_VERSION.fullmatch(typed):
        return False
    following = tokens[place + 1].marks if place < value.last else 0
    goes_on = tokens[after : after + 2]
    if len(goes_on) == 2 and goes_on[0].marks & _GOES_TO and goes_on[1].figure is not None:
        return _is_before_another_measure(read, value, goes_on[1].figure)  # 'QS Châu Á 401 lên 350'
    is_counted = following & (_UNITS if read.vietnamese else Mark.time_unit)
    is_standard = len(typed) > 3 and before.text.isupper() and not read.vietnamese  # 'IATF 16949'
    if is_counted or (typed.isdecimal() and value.figure.value >= 1000 and not is_standard):
        return False
    is_of_a_standard = before.text.isupper() and len(before.text) > 3  # 'Theo chuẩn WCAG 2.1'
    if not typed.isdecimal() and not is_of_a_standard and any(token.marks & MEASURES for token in tokens[:place]):
        return False  # 'Rating Google Maps 4.6'
    return (value.unit or "").lower() not in _TIMES and cadence_after(read, place) is None


def _says_where(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Reduce waste in aisle 9', 'checks per clause 12', 'cut delays on the 747 fleet' at the end of a text."""
    if value.total or value.upper or value.figure.value > 999 or value.more:
        return False
    if read.vietnamese:
        is_place = before.word in _PLACES_WITHOUT_MARKS and before is not value.verb and value.unit is None
        return is_place and not value.lead and read.text.isascii()  # 'Thue mat bang moi o quan 7'
    opens = read.tokens[value.place - 2].word in _SAY_WHERE
    if before.word == "the":
        words = (value.unit or "").split(" ")
        return opens and words != [""] and not any(map(is_plural, words))
    is_noun = before.is_plain and before.word not in PERIODS and not is_plural(before.word)
    return opens and value.unit is None and is_noun


_PLACES_WITHOUT_MARKS = word_set("quan phuong tuyen khu tang ky")
"""'Quận', 'tuyến', 'tầng', and other words as well where marks are left out."""
_SAY_WHERE = ("in", "on", "at", "per", "under", "near", "for", "with")


def numbers_one_thing(read: Tokens, value: Surrounded) -> bool:
    """'Machine 7 uptime', 'bed 12 call bell', 'redesign route 18 timetable': in English what is counted is a plural, so
    that a number before one thing is a name's, where no verb that we know counts it."""
    tokens, place, figure = read.tokens, value.place, value.figure
    if read.vietnamese or place > 3 or value.unit is None or value.upper or value.total or value.verb is not None:
        return False
    if not tokens[place].text.isdecimal() or figure.value < 2 or not value.unit.islower() or value.more or value.lead:
        return False
    if any(token.marks or not token.text[0].isalpha() for token in tokens[:place]) or read.text.isupper():
        return False
    words = value.unit.split(" ")
    if all(map(may_be_vietnamese, (*(token.word for token in tokens[:place]), *words))):
        return False  # 'Mua 10 xe'
    if words[0] in _KNOWN_UNITS or any(is_plural(word) for word in words) or cadence_after(read, place) is not None:
        return False
    return "/" not in value.unit and not tokens[place + 1].marks & _UNITS


def _goes_on_to_a_figure_or_is_done(read: Tokens, value: Surrounded) -> bool:
    return any(token.figure is not None or token.word.endswith("ed") for token in read.tokens[value.place + 1 :])


def _leads_to_a_share(read: Tokens, value: Surrounded) -> bool:
    """'Tỷ lệ lỗi chuyền 3 xuống 2%'."""
    goes_on = read.tokens[value.last + 1 : value.last + 3]
    is_led_to = len(goes_on) == 2 and goes_on[0].marks & _GOES_TO != 0
    is_share = is_led_to and goes_on[1].figure is not None and goes_on[1].figure.percent
    return is_share and value.unit is None and not value.figure.percent and value.figure.value <= 20


def _goes_from_to(following: list[Token]) -> bool:
    """'Năng suất chuyền 7 từ 620 lên 780 áo/ngày'."""
    starts = len(following) > 3 and following[0].marks & Mark.start and following[1].figure is not None
    return bool(starts) and following[2].marks & _GOES_TO != 0 and following[3].figure is not None


def _is_before_another_measure(read: Tokens, value: Surrounded, end: Figure) -> bool:
    """'Through Partner Portal 2.0 to $1.4M', 'in Depot 3 to 4.5%': a name's number leads to no share, and no money."""
    if not (end.percent or end.currency or end.scale_word) or value.unit is not None or read.vietnamese:
        return False
    typed, name, opens = read.tokens[value.place].text, read.tokens[value.place - 1], read.tokens[value.place - 2]
    is_placed = opens.word in ("in", "at", "for", "of") and not name.text.isupper() and typed.isdecimal()
    return typed.endswith(".0") or (is_placed and value.figure.value <= 20)


def _is_a_version_of_the_first(read: Tokens, value: Surrounded, typed: str) -> bool:
    """'Patch 1.4 passes certification'."""
    first = read.tokens[0]
    is_name = not first.marks and first.text[0].isupper() and not read.vietnamese
    is_level = value.unit is not None and value.unit.isupper() and not read.text.isupper()  # 'WCAG 2.2 AA'
    is_name = is_name and (not first.text.isupper() or is_level or _leads_to_a_bounded_share(read, value))
    figure, unit = value.figure, (value.unit or "").lower()
    is_bare = not (figure.percent or figure.currency or figure.scale_word or unit in _KNOWN_UNITS)
    following = read.tokens[value.last + 1 : value.last + 2]
    is_per = bool(following) and following[0].word == "per"  # 'Cross-sell 1.8 products per customer'
    return is_name and "." in typed and is_bare and bool(following) and not is_per


def _leads_to_a_bounded_share(read: Tokens, value: Surrounded) -> bool:
    """'AQL 2.5 pass rate over 98%'."""
    at = next((at for at, token in enumerate(read.tokens) if at > value.last and token.figure is not None), 0)
    between = read.tokens[value.place + 1 : at]
    share = read.tokens[at].figure
    is_share = at > 0 and share is not None and share.percent
    is_apart = any(token.marks & Mark.both or not token.text[0].isalpha() for token in between[:-1])
    is_measured = len(between) > 2 and between[-2].marks & MEASURES != 0
    return is_share and is_measured and not is_apart and between[-1].marks & _BOUNDS != 0


def _is_a_version_to_move_to(read: Tokens, value: Surrounded, typed: str) -> bool:
    """The 11 of 'chuyển hết máy trạm lên win 11': a bare number at the end, after a word to which 'to' leads."""
    before, leads = read.tokens[value.place - 2 : value.place]
    if leads.marks & ~_NAMED_BY or not leads.text.isalpha() or not typed.isdecimal() or value.figure.value > 400:
        return False
    return before.marks & _GOES_TO != 0 and value.total is None and not value.more and leads.figure is None


def end_of_name(read: Tokens, index: int, named_up_to: int) -> int:
    """'Chuyền 12 và 13': after the number of a name that stands before 'and' as well."""
    joins = read.tokens[index - 1]
    if index > 1 and (joins.marks & Mark.both or joins.text in "+&") and read.tokens[index - 2].text.isdecimal():
        return index - 1 if read.tokens[index - 2].name else named_up_to
    return named_up_to


def is_named_like_the_one_before(read: Tokens, value: Surrounded, named_up_to: int) -> bool:
    """The 8B of 'Llama 3.1 8B', the 1.1 of 'TLS 1.0 and 1.1': ``named_up_to`` is the token after a number that belongs
    to a name, 0 where there is none."""
    if not named_up_to or value.lead or value.figure.currency or value.figure.percent:
        return False
    between = read.tokens[named_up_to : value.place]
    is_added = len(between) == 1 and between[0].text == "+"  # 'Scope 1+2 emissions'
    if value.unit is not None and "." not in read.tokens[value.place].text and not is_added:
        return False
    return not between or is_added or (len(between) == 1 and between[0].marks & Mark.both != 0)


def _is_a_name_before_a_colon(read: Tokens, value: Surrounded) -> bool:
    """'Năng suất chuyền 3: 620 → 750': whose value it is comes before the colon, and the value after it."""
    tokens, place = read.tokens, value.place
    if place != value.last or not tokens[place].text.isdecimal() or value.figure.value > 99:
        return False
    return tokens[place - 1].text[0].isalpha() and any(token.figure is not None for token in tokens[place + 2 :])


_STATIONS = word_set("chuyền ca tổ line lò máy đội sàn quầy cổng bãi chuyen to lo may doi san quay cong bai")
"""What is numbered in Vietnamese beside that which always is: 'chuyền 3', 'ca 2'."""
_KNOWN_UNITS = SIZES | word_set(
    "km m ha m2 m3 sqm tonne tonnes ton tons t mt kt miles kwh mwh gwh twh bar h hours days weeks months min minutes "
    "litre litres liters x pax ft hectare hectares acre acres metres meters kilometres kilometers pounds gallons"
)
"""'Pave 12.5 km of roads' names no version."""
_LIKE_A_VERSION = RarePattern(r"[0-9]+|[0-9]{1,2}\.[0-9]T?")
_GOES_TO = Mark.end | Mark.end_up | Mark.end_down
_BOUNDS = Mark.above | Mark.below | Mark.at_least | Mark.at_most | Mark.reach
_LEADS_TO_A_VALUE = Mark.end | Mark.end_up | Mark.end_down | Mark.reach | Mark.above | Mark.at_least | Mark.start
_YEAR_WORDS = word_set("năm in by of since until end before during trước cuối đầu hết fy for nam")
_TIMES = ("times", "x")
_NAMED_BY = Mark.add | Mark.do | Mark.unit | Mark.name
_UNITS = Mark.unit | Mark.time_unit
