"""The part of a figure to which no word leads up: a verb of adding or doing governs it, or the name of a measure, or
nothing."""

from __future__ import annotations

from sync.reading.texts.asides import is_where_alone
from sync.reading.texts.cadence import cadence_after, says_a_cadence
from sync.reading.texts.marks import VERBS, Mark
from sync.reading.texts.negations import is_negated
from sync.reading.texts.spans_of_time import NUMBERS_OF, is_time, measures_time
from sync.reading.texts.surrounded import MEASURED_BY, Surrounded, next_word
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens


def part_of_count(read: Tokens, value: Surrounded) -> str | None:
    """A figure that only a verb of adding or doing governs, or nothing at all."""
    lead, verb, figure = value.lead, value.verb, value.figure
    if is_negated(read, value):
        return ""
    if verb is None and is_where_alone(read, value) and _names_a_measure_of_it(read, value):
        return ""  # 'Thời gian xử lý sự cố tại 5 chi nhánh'
    if _names_where_to(read, value):
        return ""  # 'Move the vector set to tester 93K'
    is_span = is_time(value) and not cadence_after(read, value.place) and not measures_time(read, value)
    is_span = is_span and not (
        _is_done_for_so_long(read, value) or _are_events(read, value) or _is_each_ones(read, value)
    )
    if is_span and not value.place and _is_without(read, value):
        return "count"
    if is_span and (verb is None or verb.word not in _SAVES):
        if verb is None and read.vietnamese and _is_done_each_time(read, value):
            return None if any(token.word == "họp" for token in read.tokens) else "count"
        if verb is None and _may_be_how_much(read, value):
            return None
        return None if verb is None and value.place == 1 and _is_an_acronym(read.tokens[0]) else ""
    if verb is not None and verb.marks & (Mark.add | Mark.do) and not lead and _is_far_from(read, value, verb):
        return None
    if not (lead or figure.percent or read.vietnamese) and _is_of_what_piled_up(read, value):
        return None
    opening = read.tokens[0].marks
    if opening & (Mark.at_least | Mark.at_most) and value.place == 2 and verb is read.tokens[1] and not lead:
        return "lower" if opening & Mark.at_least else "upper"  # 'At least have 5 classes a month'
    if lead & Mark.by:
        return "change"
    is_of_new_ones = not value.place and not lead and (figure.percent or not figure.value)
    if is_of_new_ones and any(token.marks & Mark.new for token in read.tokens[1 : value.last + 2]):
        return "count"  # '100% new documents have a section', 'zero new regressions'
    following = read.tokens[value.last + 1].word if value.last + 1 < len(read.tokens) else ""
    if verb is None and following == "lost":
        return None  # '5 clients lost'
    if value.more or lead & Mark.more:
        return "target" if cadence_after(read, value.place) else "change"
    if verb is not None and verb.marks & Mark.add:
        if verb.word in ("add", "adds", "added"):
            return "target" if cadence_after(read, value.place) else "change"
        is_level = figure.percent or figure.currency or (figure.scale_word and value.unit is None)
        return "target" if is_level or cadence_after(read, value.place) else "change"
    if verb is None and not lead and value.words[0] in "+-−" and (value.place or figure.percent):
        return "change"  # 'Doanh thu +15%', '-10% chi phí'
    if figure.points or (value.unit or "").lower().partition(" ")[0] in ("x", "fold"):
        if not figure.points and following in (*_SET_AGAINST, "last", "previous", "prior"):
            return "times"  # 'GMV 2x vs 2025'
        if not figure.points and value.place and _named_before(read, value.place).word in _GROWS_BY_TIMES:
            return "times"  # 'Revenue 3x'
        if not figure.points and (_is_multiple(read, value) or (value.place and cadence_after(read, value.place))):
            return "target"  # 'Exercise 4x per week'
        return "times" if value.place == 0 and following == "the" else None
    if verb is None and _stands_among_words(read, value):
        return "" if value.unit is None and read.vietnamese else None
    if figure.percent and verb is not None and verb.word in _MAKERS and not value.of_something:
        is_taken_up = value.place and read.tokens[value.place - 1].word == "with" and _names_what_is_high(read, value)
        return "target" if is_taken_up else ""
    if verb is not None and verb.marks & Mark.reach:
        is_bare = value.unit is None and not figure.scale_word and value.total is None
        return "" if is_bare and verb.word in _COMPLETES else "target"
    if figure.percent and verb is None and _is_set_against_the_past(read, value):
        return None
    if value.unit is None and not _is_score(read, value):
        return None if _is_so_many(read, value) else ""
    if verb is None and not lead and value.place > 1 and not figure.percent and _is_beside(read, value):
        return None
    first = 0 if lead or verb is not None else read.tokens[0].marks
    return "lower" if first & Mark.at_least else "upper" if first & Mark.at_most else "count"


def _is_each_ones(read: Tokens, value: Surrounded) -> bool:
    """'40 hours of CPD per teacher'."""
    if value.place or read.vietnamese or value.last + 1 >= len(read.tokens) or read.tokens[value.last + 1].word != "of":
        return False
    return any(token.word in ("per", "each") for token in read.tokens[value.last + 2 :])


def _is_done_each_time(read: Tokens, value: Surrounded) -> bool:
    """'Mỗi ngày học 1 giờ'."""
    is_last = value.last + 1 == len(read.tokens) and not value.lead
    return is_last and value.place > 1 and read.tokens[0].marks & Mark.every != 0


def _may_be_how_much(read: Tokens, value: Surrounded) -> bool:
    """'100 giờ tình nguyện': how long something is done, or how much of it."""
    following = read.tokens[value.last + 1 : value.last + 2]
    is_hours = (value.unit or "").lower() in ("giờ", "hours", "gio")
    return is_hours and not value.place and bool(following) and following[0].text.isalpha() and not following[0].marks


def _names_a_measure_of_it(read: Tokens, value: Surrounded) -> bool:
    """'Apprentice pass rate across 4 teams', and not 'yield of 6.2 t/ha', 'giải ngân cho 1.800 phụ nữ'."""
    first, *others = read.tokens[: value.place - 1]
    if not others or read.tokens[value.place - 1].word == "of":
        return False
    return first.marks & _MEASURES != 0 or any(token.marks & (Mark.rate | Mark.lower_is_better) for token in others)


def _names_where_to(read: Tokens, value: Surrounded) -> bool:
    if value.place < 3 or value.last + 1 < len(read.tokens) or value.lead or value.unit is not None:
        return False
    leads, name = read.tokens[value.place - 2 : value.place]
    is_bare = not (value.figure.percent or value.figure.currency)
    return is_bare and leads.word in ("to", "into", "onto", "sang", "qua") and name.is_plain


def _names_what_is_high(read: Tokens, value: Surrounded) -> bool:
    """'Launch a portal with 50% adoption', and no other figure."""
    named = read.tokens[value.last + 1 : value.last + 3]
    is_alone = read.figures == 1
    return is_alone and any(token.marks & Mark.higher_is_better for token in named)


def _are_events(read: Tokens, value: Surrounded) -> bool:
    """'Hold 12 open days', and not 'save 12 working days'."""
    kind, _, span = (value.unit or "").lower().partition(" ")
    if value.verb is None:
        does = value.place == 1 and not read.tokens[0].marks  # 'Clock 5,000 volunteer hours'
    else:
        does = value.verb is read.tokens[value.place - 1] and value.verb.marks & Mark.do != 0
    return does and span in ("days", "hours") and kind not in _COUNTED_DAYS


def _is_done_for_so_long(read: Tokens, value: Surrounded) -> bool:
    """'Deliver 120 hours of tutoring'."""
    following = read.tokens[value.last + 1 : value.last + 2]
    if value.lead or not following or following[0].word != "of":
        return False
    if value.verb is None:
        return read.tokens[0].word in ("each", "every")  # 'Every nurse gets 16 hours of training'
    return value.verb is read.tokens[0] and value.verb.marks & (Mark.add | Mark.do) != 0 and value.place <= 2


def _is_of_what_piled_up(read: Tokens, value: Surrounded) -> bool:
    """'Clear the backlog of 180 tickets', by a verb that we do not know: how many there are, or shall be."""
    tokens, place = read.tokens, value.place
    is_of = place > 2 and tokens[place - 1].word == "of" and tokens[0].marks == 0
    return is_of and tokens[place - 2].word in ("backlog", "queue", "debt", "arrears")


def _is_so_many(read: Tokens, value: Surrounded) -> bool:
    """'Graduate intake of 30': a noun that is not known as a measure's, and nothing else."""
    tokens, place = read.tokens, value.place
    is_noun_of = place > 1 and tokens[place - 1].word == "of" and value.last + 1 == len(tokens) and value.verb is None
    return is_noun_of and not read.vietnamese and tokens[place].text.isdecimal()


def _is_without(read: Tokens, value: Surrounded) -> bool:
    """'365 ngày không tai nạn', '1.000 giờ không sự cố': so long without what is bad."""
    following = read.tokens[value.last + 1 : value.last + 3]
    return len(following) == 2 and following[0].marks & Mark.never != 0 and following[1].marks & _BAD != 0


_BAD = Mark.lower_is_better


def _is_beside(read: Tokens, value: Surrounded) -> bool:
    """'Negotiate terms with 3 banks', 'localise the app into 4 languages', by a verb that we do not know."""
    is_of_a_measure = any(token.marks & _MEASURES for token in read.tokens[: value.place])
    is_named = read.tokens[0].marks & Mark.unit or read.tokens[0].word.endswith("s")  # 'Demo day với 10 nhà đầu tư'
    is_of_a_measure = is_of_a_measure or is_named != 0
    return read.tokens[value.place - 1].word in ("with", "với", "voi", "into") and not is_of_a_measure


def _is_far_from(read: Tokens, value: Surrounded, verb: Token) -> bool:
    """'Hội thảo tuyển sinh cho 300 phụ huynh': a verb amid the text, and not right before the figure."""
    figure = value.figure
    if figure.percent or figure.currency or figure.scale_word or value.total or read.tokens[0].marks & VERBS:
        return False
    return verb is not read.tokens[0] and read.tokens[value.place - 1].word in ("cho", "for")


def _is_an_acronym(token: Token) -> bool:
    """'RPO 15 minutes': the name of a measure, and whether less of it is better is not known."""
    return token.marks == 0 and len(token.text) > 1 and token.text.isalpha() and token.text.isupper()


def is_set_against_something(read: Tokens, value: Surrounded) -> bool:
    """Whether what a figure is compared with stands right behind it: '5% so với năm 2021', '-7% vs 2025'."""
    following = read.tokens[value.last + 1 : value.last + 2]
    return bool(following) and following[0].word in _SET_AGAINST


def _is_set_against_the_past(read: Tokens, value: Surrounded) -> bool:
    """'Tinh giản biên chế 5% so với năm 2021', by whatever verb: it changes, and which way is not known."""
    if value.place < 2 or not is_set_against_something(read, value):
        return False
    return not value.lead and not any(token.marks & _NAMES_GROWTH for token in read.tokens[: value.place])


_ON_AVERAGE = ("average", "avg", "mean", "median")
_SCORES = ("rating", "score", "stars", "csat", "nps")


def _is_score(read: Tokens, value: Surrounded) -> bool:
    """A number without a unit that nothing leads up to is a value only after the name of a measure ('NPS 45'): the 18
    of 'iOS 18' is a name's."""
    if value.place == 0 and value.figure.value == 0 and read.vietnamese and len(read.tokens) > 2:
        return read.tokens[1].text[0].isalpha()  # '0 lỗ hổng mức cao'
    if value.place == 0 and value.figure.scale_word is None:
        following = [token.word for token in read.tokens[value.last + 1 : value.last + 3]]
        return len(following) > 1 and following[0] in _ON_AVERAGE and following[1] in _SCORES  # '4.6 avg rating'
    if value.figure.scale_word is not None or value.total is not None:
        return True
    before = _named_before(read, value.place)
    if before.marks & (Mark.reach | _MEASURES):
        return True
    if value.figure.value >= 1000 and read.tokens[value.place - 1].word == "of":
        return True  # 'A peak of 35,000'
    name = read.tokens[value.place - 1].text
    if value.place > 2 and "." in value.words and name.isupper() and len(name) > 3 and not read.text.isupper():
        return False  # 'Theo chuẩn WCAG 2.1'
    counts = read.tokens[0].marks & _MEASURES != 0 or read.tokens[0].word in (*NUMBERS_OF, *MEASURED_BY)
    counts = counts and not any(token.name or token.marks & Mark.both for token in read.tokens[: value.place])
    if value.verb is None and counts and value.last + 1 == len(read.tokens):
        return True
    if read.tokens[value.place - 1].word in MEASURED_BY:
        return True  # 'Grade 9 maths average of 7.5'
    is_alone = value.verb is None and value.last + 1 == len(read.tokens) and not read.vietnamese
    if is_alone and ("," in value.words or any(token.word == "per" for token in read.tokens[: value.place])):
        return True  # 'Volunteer hours 5,000', 'applications per place 4.5'
    is_last = value.last + 1 == len(read.tokens)
    if value.verb is None and (cadence_after(read, value.place) or (is_last and says_a_cadence(read))):
        return True
    if value.verb is not None:
        return (value.verb.marks & Mark.reach) != 0
    return before.text.isupper() and (len(read.tokens) <= 3 or not read.text.isupper())


def _is_multiple(read: Tokens, value: Surrounded) -> bool:
    """'ROAS of 5x' is a measure in multiples, and no growth."""
    if not value.place or value.verb is not None:
        return False
    return _named_before(read, value.place).marks & Mark.higher_is_better != 0


def _named_before(read: Tokens, place: int) -> Token:
    """The word that names what a figure is of: 'rating of 4.6', 'ROAS at 5x'."""
    for token in reversed(read.tokens[:place]):
        if token.word in MEASURED_BY:
            return Token(token.text, token.word, Mark.rate)
        if not token.marks & Mark.filler and token.word not in (":", "="):
            return token
    return read.tokens[place - 1]


def _stands_among_words(read: Tokens, value: Surrounded) -> bool:
    """'Đồng bộ dữ liệu 2 hệ thống': no verb that we know, and words before the figure that name no measure."""
    figure = value.figure
    if value.lead or figure.percent or figure.currency or figure.scale_word or value.total:
        return False
    if read.tokens[0].word in NUMBERS_OF and cadence_after(read, value.place):
        return False
    named = read.tokens[: value.place]
    if any(token.word in MEASURED_BY for token in named):
        return False
    is_amount = is_time(value) or (value.unit or "").lower() in _AMOUNTS or cadence_after(read, value.place) is not None
    few = 4 if read.vietnamese and is_amount else 3
    if cadence_after(read, value.place) and (not read.vietnamese or value.unit is not None):
        return False  # 'Milk collection 9,500 litres per day', 'tập gym đều đặn 4 buổi/tuần'
    if read.tokens[0].word.startswith(_YIELDS) and next_word(read, value) == "/":
        return False  # 'Năng suất lúa vụ Đông Xuân 7,2 tấn/ha'
    if not read.vietnamese and value.unit is None and value.figure.value < 100:
        return False  # 'Re-line ladle 3 and ladle 5'
    if not read.vietnamese and value.place == 2 and next_word(read, value) not in ("", "("):
        few = (
            3 if any(token.word.endswith("s") for token in read.tokens[:2]) else 2
        )  # 'Marketplace lists 25 connectors'
    before = read.tokens[value.place - few : value.place] if value.place >= few else []
    return bool(before) and all(
        token.marks & ~Mark.unit == 0 and token.figure is None and token.text[0].isalpha() for token in before
    )


_YIELDS = ("năng suất", "nang suat", "sản lượng", "san luong")
_AMOUNTS = word_set("m2 m3 m² m³ ha km kg tấn tan lít lit kwh mwh mw tạ teu cont")
_COUNTED_DAYS = ("working", "business", "calendar", "full", "more", "extra", "whole", "consecutive", "straight")
_GROWS_BY_TIMES = ("revenue", "sales", "gmv", "mrr", "arr", "profit", "turnover", "downloads", "traffic")
_SET_AGAINST = ("so với", "so voi", "vs", "vs .", "versus", "compared to", "compared with", "yoy")
_NAMES_GROWTH = Mark.up | Mark.down | Mark.rate | Mark.higher_is_better | Mark.lower_is_better
_SAVES = ("save", "saves", "saving", "tiết kiệm", "tiết kiệm được", "tiet kiem", "tiet kiem duoc")
_MAKERS = ("launch", "ship", "create", "build", "open", "ra mắt", "triển khai", "tạo", "xây dựng", "mở")
_COMPLETES = ("complete", "hoàn thành", "hoan thanh")
"""'Complete module 4' reaches no 4."""
_MEASURES = Mark.lower_is_better | Mark.higher_is_better | Mark.rate | Mark.money
