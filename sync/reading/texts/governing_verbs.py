"""Which verb of a key result's text governs a figure, and what it means there."""

from __future__ import annotations

from sync.reading.texts.marks import CHANGES, Mark, Marks
from sync.reading.texts.other_clauses import is_kept_in_another_clause
from sync.reading.texts.surrounded import BOUNDS, LEADS
from sync.reading.texts.tokens import Token, Tokens

_ADDS_OR_DOES = Mark.add | Mark.do
# Combined once: a class's attribute takes 15 ns to find, and every figure asks for all of these.
_FROM_TO = Mark.start | Mark.end


def governing_verb(tokens: list[Token], verbs: list[int]) -> int:
    """Given where the verbs before a figure are, return where the one that governs it is: the nearest; one of change
    rules over a later one of doing in the same clause ('rút ngắn thời gian giao hàng 3 ngày')."""
    nearest = verbs[-1]
    if verbs[0] == 0 and tokens[0].marks & CHANGES and _says_of_what(tokens, nearest):
        return 0  # 'Increase the money saved on skips by 15%'
    if verbs[0] == 0 and tokens[0].marks & CHANGES and tokens[nearest - 1].text == "&":
        return 0  # 'increase subscribe & save orders by 12%'
    if len(verbs) > 1 and tokens[nearest].word in _GROWTH and tokens[verbs[-2]].marks & (Mark.reach | Mark.exceed):
        return verbs[-2]  # 'đạt mức tăng trưởng 18%' names a rate
    is_amid = tokens[nearest].word in COMPLETED
    if not tokens[nearest].marks & _ADDS_OR_DOES and not is_amid:
        return nearest
    for place in range(nearest - 1, -1, -1):
        token = tokens[place]
        if token.marks & Mark.aside or token.text in (":", ",", ";", ".", "("):
            break
        if token.marks & CHANGES and place in verbs:
            return place
    return nearest


def _says_of_what(tokens: list[Token], place: int) -> bool:
    """Whether a participle says something of the noun before it."""
    if not tokens[place].word.endswith("ed") or not tokens[place].marks & (Mark.up | Mark.down):
        return False
    before = tokens[1:place]
    is_noun = bool(before) and before[-1].text.isalpha() and not before[-1].marks & (LEADS | CHANGES | Mark.both)
    return is_noun and not any(token.marks & Mark.both or token.text in ",;:" for token in before)


def as_meant(read: Tokens, verb: Token, index: int, lead: Marks) -> Token:
    """'Tiết kiệm 30 triệu', '20% thu nhập' puts aside; 'tiết kiệm 30 triệu chi phí', '10% điện' spends less."""
    if any(token.marks & Mark.lower_is_better and not token.word.startswith(_MONEY_FOR) for token in read.tokens):
        return verb
    figure = read.tokens[index].figure
    is_part = figure is not None and figure.percent and not any(token.word in _INCOME for token in read.tokens)
    if not is_part and not lead & Mark.by:
        return Token(verb.text, verb.word, Mark.do)
    return verb


_MONEY_FOR = ("tiền ", "tien ")
_INCOME = ("thu nhập", "lương", "income", "salary", "thu nhap", "luong", "lợi nhuận", "revenue", "doanh thu")
_GROWTH = ("tăng trưởng", "tang truong", "growth")


def verb_of_keeping(tokens: list[Token], index: int, lead: Marks) -> int | None:
    """'Hold 4 workshops' keeps nothing, 'hold churn below 3 %' does."""
    for place, token in enumerate(tokens[:index]):
        if place == 0 and token.word in RETAINS and not is_kept_in_another_clause(tokens, place, index):
            return place
        if place and tokens[place - 1].word in _TAKEN_BY:
            continue  # 'Thời gian giữ tàu 26 giờ'
        if _yields_to_a_change(tokens, place, index, lead) or is_kept_in_another_clause(tokens, place, index):
            continue  # 'Kiểm soát và cắt giảm 15% chi phí'
        if token.word in ("stay", "stays") and place and tokens[place - 1].word in _STAYS:
            continue  # 'Average stay from 2.1 to 2.4 nights'
        if token.word in _KEPT and place > 2 and lead & _FROM_TO:
            continue  # 'Push the share of users kept at D90 from 22% to 30%'
        if place == 0 and token.word == "hold" and index == 1 and _names_a_rate(tokens):
            return place  # 'Hold 99.97% uptime'
        if token.word in ALWAYS and _goes_on(tokens[place + 1 : index]):
            continue  # 'Luôn phản hồi trong 24 giờ'
        if token.marks & Mark.keep and (not token.marks & Mark.do or tokens[index - 1].word == "at" or lead & BOUNDS):
            return place
        if token.word == "hold" and place == 0 and lead & _FROM_TO and tokens[1].figure is None:
            return place  # 'Hold sugar content from 11 to 13 Brix'
    return None


def _names_a_rate(tokens: list[Token]) -> bool:
    figure = tokens[1].figure
    return figure is not None and figure.percent and len(tokens) > 2 and tokens[2].marks & Mark.rate != 0


_STAYS = ("average", "avg", "mean", "median", "hospital", "overnight", "guest", "patient")
_KEPT = ("kept", "held", "maintained")


def _yields_to_a_change(tokens: list[Token], place: int, index: int, lead: Marks) -> bool:
    """'Kiểm soát và cắt giảm 15% chi phí', and not 'duy trì và nâng cao tỷ lệ hài lòng 95%', which is a level."""
    if place + 2 >= index or not tokens[place + 1].marks & Mark.both or not tokens[place + 2].marks & CHANGES:
        return False
    is_said_how = lead & (_FROM_TO | Mark.by | Mark.more | Mark.end_up) or tokens[place + 2].marks & Mark.down
    return place + 3 == index or bool(is_said_how)


def _goes_on(tokens: list[Token]) -> bool:
    return any(not token.marks & _SAYS_HOW_MUCH and token.figure is None for token in tokens)


_SAYS_HOW_MUCH = LEADS | Mark.filler
_TAKEN_BY = ("thời gian", "thoi gian", "chi phí", "chi phi", "time", "tỷ lệ", "ty le")
COMPLETED = frozenset(("hoàn thành", "hoan thanh", "completed"))
"""'Nâng tỷ lệ hoàn thành khóa học lên 80%': what is measured is how much is completed."""
ALWAYS = ("luôn", "luon")
"""An adverb that keeps a measure where it stands right before the value."""
RETAINS = ("giữ chân", "giu chan")
"""A verb of keeping where a text begins with it; elsewhere it names a rate."""
