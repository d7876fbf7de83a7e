"""Two values in one text, each of a measure of its own: 'đạt 500 lead và 40 hợp đồng mới', 'NPS 50 and CSAT 92%'."""

from __future__ import annotations

from functools import reduce
from operator import or_

from sync.reading.texts.earlier_values import PAUSES, is_of_before
from sync.reading.texts.figureless import TIMES_AS_MUCH
from sync.reading.texts.lexicon import FACTORS, HALVE
from sync.reading.texts.marks import CHANGES, MEASURES, VERBS, Mark, Marks
from sync.reading.texts.qualifiers import is_share_of_a_plan
from sync.reading.texts.spans_of_time import is_time
from sync.reading.texts.surrounded import LEADS, Surrounded
from sync.reading.texts.text import bare, word_set
from sync.reading.texts.tokens import Token, Tokens


def joined_clauses(read: Tokens, values: list[Surrounded]) -> list[tuple[Tokens, Tokens]]:
    """Given a text and its figures, return what stands before and after each word or sign that joins, where what comes
    after it names or counts something else. The text says two values where both of them say one by themselves."""
    if len(values) < 2 and not read.marks & _WITHOUT_FIGURE:
        return []
    clauses, last = [], len(read.tokens) - 1
    first, end = (1, last) if read.marks & _WITHOUT_FIGURE else (values[0].last + 1, values[-1].place)
    for at in range(first, end):
        if read.tokens[at].word not in _JOINS or not _joins(read, at):
            continue
        after = _goes_on_at(read, at)
        one = next((value for value in reversed(values) if value.place < at), None)
        two = next((value for value in values if value.place >= after), None)
        following = _changes_without_figure_at(read, after, last + 1) if two is None else two.place
        if following is None or (one is None and _changes_without_figure_at(read, 0, at) is None):
            continue
        stop = next((at for at in range(following + 1, last) if _ends_a_clause(read, at)), last + 1)
        if one is None or _says_another(read, one, two, _Said(read, after, following, stop)):
            clauses.append((_clause(read, 0, at), _clause(read, after, stop)))
    return clauses


def clauses_in_and_before_brackets(read: Tokens, values: list[Surrounded]) -> tuple[Tokens, Tokens] | None:
    """Given a text and its figures, return what stands before the brackets at its end and what these say, where they
    name what the text had not named before: '… (100% đơn hàng có mã truy xuất)'."""
    if "(" not in read.said:
        return None
    last = len(read.tokens) - 1
    opens = next((at for at in range(last, 0, -1) if read.tokens[at].text == "("), 0)
    inner = [value for value in values if value.place > opens]
    if not opens or read.tokens[last].text != ")" or not 0 < len(inner) < 4:
        return None
    if any(is_of_before(read, value) or value.words[0] == "+" for value in inner) or is_time(inner[-1]):
        return None
    said = read.tokens[opens + 1 : last]
    before = {bare(token.word) for token in read.tokens[:opens]}
    named = [token for token in said if _is_a_name(token) and bare(token.word) not in before]
    is_of_each = any(token.word in _OF_THE_SAME or token.marks & _SET_BESIDE for token in said)
    return None if len(named) < 2 or is_of_each else (_clause(read, 0, opens), _clause(read, opens + 1, last))


def _ends_a_clause(read: Tokens, at: int) -> bool:
    return read.tokens[at].word in _JOINS and _joins(read, at)


def _joins(read: Tokens, at: int) -> bool:
    token, following = read.tokens[at], read.tokens[at + 1].word
    if token.text in _SPACED:
        return read.starts[at] > read.end(at - 1) and read.starts[at + 1] > read.end(at)
    if token.word in ("cùng", "cung"):
        return following not in ("kỳ", "ky")
    return token.word != "va" or token.marks & Mark.both != 0


def _goes_on_at(read: Tokens, at: int) -> int:
    at += 1
    while at + 1 < len(read.tokens) and read.tokens[at].word in _GOES_ON:
        at += 1
    return at


class _Said:
    """What stands after a join: the words up to the next figure, and those after it up to the next join, with the names
    among them that the text had not before."""

    def __init__(self, read: Tokens, first: int, following: int, end: int) -> None:
        before = {bare(token.word) for token in read.tokens[:first]}
        figure = next((place for place in range(following, end) if read.tokens[place].figure is None), end)
        self.words = read.tokens[first:following]
        self.counted = read.tokens[figure:end]
        self.named = [token for token in self.words if _is_a_name(token) and bare(token.word) not in before]
        self.counted_names = [token for token in self.counted if _is_a_name(token) and bare(token.word) not in before]
        self.verb = next((token for token in self.words if token.marks & VERBS), None)
        self.after_pause = read.tokens[first - 1].text in PAUSES

    def does(self, marks: Marks) -> bool:
        return self.verb is not None and self.verb.marks & marks != 0


def _says_another(read: Tokens, one: Surrounded, two: Surrounded | None, said: _Said) -> bool:
    """Whether what stands after a join says something else than the figure before it, and nothing about that."""
    first = said.words[0] if said.words else None
    if one.in_brackets or any(token.word in _THE_SAME[read.vietnamese] for token in said.words):
        return False
    if first is not None and first.marks & _QUALIFIES:
        return False
    if two is None:
        return bool(said.named or said.counted_names)
    if is_share_of_a_plan(read, read.tokens[one.last + 1 : two.place], two):
        return False  # '50 tỷ, đạt 105% kế hoạch'
    if first is not None and first.word in _EACH:  # 'Close 25 deals, each over $10k'
        return len(said.named) > 1 or bool(said.named and said.verb is not None)
    if one.lead & _GOES_TO and said.after_pause and said.words and said.words[-1].word in _ABOUT:
        return two.figure.percent
    return bool(said.named) or _counts_another(one, two, said)


def _counts_another(one: Surrounded, two: Surrounded, said: _Said) -> bool:
    """As ``_says_another``, of a figure before which nothing is named: '500 lead và 40 hợp đồng mới'."""
    is_alike = one.unit is not None and two.unit is not None and bare(two.unit) == bare(one.unit)
    if is_time(two) and not said.does(CHANGES):
        return False
    if not said.words and not said.after_pause and is_alike:
        return True  # 'Cut defects to 2% by Q3 and 1% by Q4'
    if two.more and said.after_pause and not said.words and one.lead & Mark.reach:
        return True  # 'Volunteers: 400 active, 120 new'
    if one.figure.percent and (two.unit or "").lower() in _POINTS:
        return False  # '30%, up 6 pts'
    is_counted = two.unit is not None and not two.figure.percent and not is_alike
    if said.words and said.words[0].marks & _COMPARES and not is_counted:
        return False  # 'LN đạt 46 tỷ, vượt 15% KH'
    if two.figure.percent:
        return _is_a_share_of_another(said)
    if two.unit is None or two.figure.currency is not None:
        is_new = _is_amount(two) and not _is_amount(one)
        return is_new and (bool(said.counted_names) or said.does(Mark.add | Mark.do | CHANGES))
    return is_counted


def _is_amount(value: Surrounded) -> bool:
    return value.figure.scale_word is not None or value.figure.currency is not None


def _is_a_share_of_another(said: _Said) -> bool:
    """'85% of grant reports', 'collect 98% of rent', 'giảm 50% số sự cố y khoa', and not 'tăng 12% so với
    quý 2'."""
    if not said.counted_names or (said.counted[0].marks & _LEADS_OFF and said.counted[0].word != "of"):
        return False
    if len(said.counted_names) > 1 or said.counted[0].word == "of" or said.counted_names[0].marks & MEASURES:
        return True
    return not said.after_pause or said.does(Mark.add | Mark.do | Mark.reach)


def _is_a_name(token: Token) -> bool:
    return token.text[0].isalpha() and not token.marks & _NO_NAME and token.word not in _NAMES_NOTHING


def _changes_without_figure_at(read: Tokens, first: int, end: int) -> int | None:
    """Where from ``first`` on a word says how many times as much, or that there shall be none."""
    for place in range(first, end):
        token = read.tokens[place]
        pair = f"{token.word} {read.tokens[place + 1].word}" if place + 1 < end else ""
        is_factor = token.marks & Mark.factor or pair in FACTORS or token.word in FACTORS or token.word in HALVE
        if is_factor or TIMES_AS_MUCH.fullmatch(token.text) or (token.marks & Mark.never and place == first):
            return place
    return None


def _clause(read: Tokens, first: int, end: int) -> Tokens:
    tokens = read.tokens[first:end]
    marks = reduce(or_, (token.marks for token in tokens), 0)
    return Tokens(read.text, tokens, read.starts[first:end], read.vietnamese, marks).settle()


_WITHOUT_FIGURE = Mark.factor | Mark.times | Mark.never
_SPACED = ("+", "/", "-", "–", "—", "|")
_WORDS = word_set("and và va plus while whilst but kèm kem lẫn mà cùng cung nhưng nhung") | {
    "đồng thời", "dong thoi", "as well as", "along with", "cũng như", "cung nhu", "song song", "trong khi",
}  # fmt: skip
_JOINS = frozenset((*_SPACED, "&", ",", ";", ".", *_WORDS))
_GOES_ON = _JOINS | {"also", "still", "cũng", "vẫn", "van"}
"""What may stand between a join and what it joins: ', and', 'đồng thời cũng'."""
_NO_NAME = LEADS | VERBS | Mark.filler | Mark.stop | Mark.time_unit
_NAMES_NOTHING = word_set(
    "we they should must target goal aim up down next last season spring summer autumn winter year iii ii iv phan phấn "
    "thực thuc tế te đấu dau phải phai đầu cuối cuoi tới toi nào nay sau quý quy"
)
_QUALIFIES = Mark.aside | Mark.other
_COMPARES = Mark.above | Mark.below | Mark.exceed
_THE_SAME = (("it", "them", "there"), ("nó", "tức", "tuc"))
"""Words for what the text spoke of before, in English and in Vietnamese."""
_SET_BESIDE = Mark.aside | Mark.other | Mark.now
_OF_THE_SAME = word_set(
    "each every mỗi moi target goal aim stretch benchmark confidence industry mục tiêu chỉ muc tieu chi"
) | {"mục tiêu", "chỉ tiêu", "trung bình", "bình quân"}  # fmt: skip
_POINTS = ("pt", "pts", "point", "points")
_ABOUT = ("of", "on", "for", "across", "cho", "tại", "tai", "ở")
"""What after a from–to says of whom, or where: ', survey of 500 customers', ', áp dụng cho 10 chi nhánh'."""
_GOES_TO = Mark.end | Mark.end_up | Mark.end_down
_EACH = ("each", "every", "mỗi", "moi")
_LEADS_OFF = Mark.stop | Mark.other | Mark.aside | Mark.both
