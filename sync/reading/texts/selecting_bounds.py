"""Bounds that say which are meant, and are no value: 'thẩm định khoản vay trên 5 tỷ', 'chase invoices over 60 days'."""

from __future__ import annotations

from sync.patterns import RarePattern
from sync.reading.texts.cadence import cadence_after
from sync.reading.texts.lexicon import CADENCE_ADVERBS
from sync.reading.texts.marks import MEASURES, Mark
from sync.reading.texts.spans_of_time import NUMBERS_OF, SPANS_OF_TIME, is_time
from sync.reading.texts.surrounded import LEADS, MEASURED_BY, Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens


def may_say_which(read: Tokens, value: Surrounded) -> bool:
    """'Thẩm định khoản vay trên 5 tỷ', 'chase invoices over 60 days': where a text begins with a word that we do not
    know, it may be a verb, and what is above or below a bound its object, so long as nothing before the bound names
    what is measured."""
    figure, tokens, place, verb = value.figure, read.tokens, value.place, value.verb
    if place < 2 or value.lead & ~_OVER or value.kept is not None:
        return False
    following = tokens[value.last + 1].word if value.last + 1 < len(tokens) else ""
    if following == "/" and value.unit is not None and not is_time(value):
        return False  # 'Amoni trong ao < 0,5 mg/l'
    if _OLD.intersection((following, value.unit)) and not any(token.figure for token in tokens[:place]):
        return True  # 'Scrap inventory over 2 years old'
    if not figure.percent and any(token.word in _EVERY for token in tokens[max(place - 4, 1) : place - 1]):
        return not any(token.marks & _AIMED_AT for token in tokens[:place])  # 'BIM on every project above $2m'
    if value.lead & Mark.above and is_time(value) and _is_of_what_is_bad(read, value):
        return True
    if tokens[place - 1].word in ("over", "under") and tokens[place - 2].word in _PEOPLE and figure.value <= 100:
        return value.unit is None and not (figure.percent or figure.scale_word)  # 'Screen patients over 60'
    if _counts_what_is_worth(read, value) or _are_such_done(read, value, following):
        return True
    if tokens[0].marks & ~Mark.unit or tokens[0].word in _RAISES:
        return False
    if tokens[0].name or _is_acronym(read, tokens[0]) or (verb is not None and not verb.marks & _AMID):
        return False  # 'MTTA < 4m'
    before = tokens[:place]
    # 'Survey customers above $10k': those right before the bound are meant by it.
    is_object = before[-2].word.endswith("s") and before[-2].word != "sales" and not read.vietnamese
    named = before[:-2] if is_object else before
    if any(token.marks & _AIMED_AT for token in named) or any(token.figure or token.text in ":/" for token in before):
        return False
    are_several = any(token.word.endswith("s") and not token.marks & _NO_OBJECT for token in before[1:])
    if figure.percent:  # 'Retest batches below 95% purity', and not 'records below 1% before June'
        is_of_them = not read.vietnamese and are_several and tokens[place - 1].text.isalpha()
        return is_of_them and following.isalpha() and following not in _AFTER_A_SHARE
    if value.unit is None and figure.currency is None and not (read.vietnamese and figure.scale_word):
        return False  # 'Website visits above 40k'
    if tokens[0].word in CADENCE_ADVERBS or _NAMES_MEASURES.search(" ".join(token.word for token in tokens[:2])):
        return False
    if is_time(value) and not value.lead & (Mark.above | Mark.exceed):
        return False  # 'Payback period under 12 months'
    if not (read.vietnamese or are_several or is_time(value)):
        return False
    words = [token.word for token in before]
    if not SAYS_HOW_MANY.isdisjoint(words) or not SPANS_OF_TIME.isdisjoint(words):
        return False
    return cadence_after(read, place) is None


def _are_such_done(read: Tokens, value: Surrounded, following: str) -> bool:
    """'PDFs over 50 pages handled by chunking'."""
    if read.vietnamese or value.place != 2 or value.unit is None or value.figure.percent:
        return False
    is_of_things = read.tokens[0].word.endswith("s") and not read.tokens[0].marks & MEASURES
    return is_of_things and following.endswith("ed") and following not in _IS_REACHED


def _counts_what_is_worth(read: Tokens, value: Surrounded) -> bool:
    """'Số hợp đồng > 1 tỷ': how many contracts there are to be is not said, but how much each is worth."""
    first, second, *_ = read.tokens
    is_money = value.figure.scale_word is not None or value.figure.currency is not None
    return (
        is_money
        and first.word in NUMBERS_OF
        and value.place == 3
        and value.lead & Mark.above != 0
        and second.word in _WORTH
    )


def _is_of_what_is_bad(read: Tokens, value: Surrounded) -> bool:
    """'Nợ quá hạn trên 90 ngày', 'hàng tồn trên 12 tháng': nobody wants them to be older."""
    before = read.tokens[: value.place]
    if any(token.figure for token in (*before, *read.tokens[value.last + 1 :])):
        return False
    bad = Mark.lower_is_better | Mark.money if read.vietnamese else Mark.lower_is_better
    is_bad = any(token.marks & bad for token in before) and not any(token.marks & _AIMED_AT for token in before)
    return is_bad and SPANS_OF_TIME.isdisjoint([token.word for token in before])


def _is_acronym(read: Tokens, token: Token) -> bool:
    return len(token.text) > 1 and token.text.isupper() and not read.text.isupper()


_OVER = Mark.above | Mark.below | Mark.exceed
_AMID = Mark.add | Mark.do | Mark.exceed
_NO_OBJECT = LEADS | Mark.lower_is_better
_NAMES_MEASURES = RarePattern(
    r"\b(?:mức|số(?! ho[áa])|tổng|độ|lượng|suất|giá|tích|quy mô|kim ngạch|muc|tong|luong|suat)\b"
)
"""What measures are named with, and verbs with their objects are not: 'áp suất', 'khối lượng', 'diện tích'."""
_PEOPLE = word_set(
    "patients children adults women men people residents customers members students pupils employees staff workers "
    "drivers seniors girls boys users clients visitors learners citizens donors volunteers applicants candidates"
)
_EVERY = ("every", "each", "all", "any")
_OLD = frozenset(("old", "tuổi", "tuoi"))
_WORTH = word_set("đơn don hđ hd deal deals") | {
    "hợp đồng", "hop dong", "dự án", "du an", "đơn hàng", "don hang", "giao dịch", "giao dich", "gói thầu", "goi thau",
    "hóa đơn", "hoa don",
}  # fmt: skip
_AFTER_A_SHARE = word_set("before until of in by at on for from across per and or to this each with during on-time")
_AIMED_AT = Mark.rate | Mark.higher_is_better | Mark.never
SAYS_HOW_MANY = frozenset((*NUMBERS_OF, *MEASURED_BY))
_IS_REACHED = ("reached", "achieved", "signed", "gained", "recorded")
_RAISES = word_set("thu góp gop quyên")
