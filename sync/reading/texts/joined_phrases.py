"""Tokens of a text that belong together ─▶ one token: phrases ('không quá'), figures with what they are of, names with
their numbers."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from itertools import pairwise
from operator import or_

from sync.patterns import RarePattern
from sync.reading.texts.figures import Figure
from sync.reading.texts.lexicon import (
    NAMES_WITH_NUMBER_BEFORE_UNIT,
    NUMBERS_AFTER_VERBS,
    PLACES,
    SCALES_IN_WORDS,
    Lexicon,
)
from sync.reading.texts.marks import CHANGES, VERBS, Mark
from sync.reading.texts.nouns_of_bounds import BOUND_WORDS, bound_said_at
from sync.reading.texts.short_negations import SHORT_NOTS, is_a_short_not
from sync.reading.texts.surrounded import is_arrow
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens


def join_phrases(read: Tokens, lexicon: Lexicon) -> None:
    """Make one token of the words of each phrase, and tell numbered names from figures."""
    tokens, starts = read.tokens, read.starts
    is_joined = False
    for index, token in enumerate(tokens):
        if token.is_plain:
            continue
        if token.word in SHORT_NOTS and _says_not(tokens, index):
            tokens[index] = token = Token(token.text, "ko", lexicon.words.get("ko", 0), opens=lexicon.phrases.get("ko"))
            read.marks |= token.marks
        if token.opens:
            if index + 1 < len(tokens) and tokens[index + 1].word in token.opens and not _is_unit(tokens, index):
                words = [one.word for one in tokens[index : index + lexicon.most_words + 1]]
                length, marks = lexicon.longest(words)
                is_nothing = length > 1 and marks == 0
                if lexicon.goes_on(words, length) or (
                    is_nothing and _are_words_apart(tokens, index, index + length - 1, lexicon)
                ):
                    length, marks = lexicon.longest(words[: length - 1])
                if length > 1:
                    last = index + length
                    text = read.text[starts[index] : read.end(last - 1)]
                    tokens[index:last] = [token := Token(text, " ".join(words[:length]), marks)]
                    del starts[index + 1 : last]
                    is_joined = True
        elif token.figure is not None:
            is_named = index > 0 and tokens[index - 1].marks & _NAME_OF_NUMBERED
            if is_named and not _is_of_a_part_of_the_year(tokens, index):
                tokens[index] = _numbered_name(token, token.figure, tokens[:index], tokens[index + 1 :])
        elif token.name and index and (tokens[index - 1].marks & _FROM_TO or _is_before_an_arrow(tokens, index)):
            tokens[index] = token = _as_rank(tokens, index)
        is_word_of_number = token.figure is not None and token.text.isalpha()
        if token.word not in _SAYS_HOW_MUCH and not is_word_of_number:
            continue
        before = tokens[index - 1].marks if index else 0
        is_one = token.word == "one" and not (index and tokens[index - 1].word in ("by", "of", "in"))
        if is_one and index + 1 < len(tokens) and tokens[index + 1].word in ("thousand", "million", "billion"):
            token = Token(token.text, token.word, figure=Figure(len(token.text), Decimal(1)))
        if token.figure is not None and token.text.isalpha() and index + 1 < len(tokens):
            scale = SCALES_IN_WORDS.get(tokens[index + 1].word)
            if scale is not None:  # 'Ten thousand downloads'
                text = read.words(index, index + 1)
                figure = Figure(len(text), token.figure.value * scale)
                tokens[index : index + 2] = [token := Token(text, text.lower(), figure=figure)]
                del starts[index + 1]
                is_joined = True
        if token.word in BOUND_WORDS and (bound := bound_said_at(tokens, index, read.vietnamese)):
            tokens[index] = token = Token(token.text, token.word, bound)
            read.marks |= bound
        if token.word in FEW and (
            before & _BOUNDS
            or (not index and token.word == "one" and _says_how_often(tokens))
            or (before & Mark.both and any(one.figure for one in tokens[:index]))
            or (token.word not in _OFTEN and before & _COUNTING)
            or (before & (Mark.end | Mark.above) and _is_of_time(tokens, index + 1))
        ):  # 'Publish one paper', and not 'one team'
            tokens[index] = Token(token.text, token.word, token.marks, Figure(len(token.text), FEW[token.word]))
        elif token.word in _ONE_VI and before & _BOUNDS and not _is_of_a_part(tokens, index):  # 'Ít nhất một sáng kiến'
            tokens[index] = Token(token.text, token.word, figure=Figure(len(token.text), Decimal(1)))
            is_joined = True
    if is_joined:
        read.marks = reduce(or_, [token.marks for token in tokens])


def _is_unit(tokens: list[Token], index: int) -> bool:
    """'25 min. per order'."""
    return tokens[index].word == "min" and index > 0 and tokens[index - 1].figure is not None


def _is_before_an_arrow(tokens: list[Token], index: int) -> bool:
    return index + 2 < len(tokens) and is_arrow(tokens[index + 1]) and tokens[index + 2].text[0] == "#"


def _as_rank(tokens: list[Token], index: int) -> Token:
    """The name 'from #5 to #3' as a figure, where it says from or to which rank."""
    token = tokens[index]
    rank = _RANK.fullmatch(token.word)
    if rank is None or rank[1] == token.text:
        return token
    is_end = index > 1 and tokens[index - 2].figure is not None
    is_start = tokens[index - 1].marks & Mark.start != 0 or _is_before_an_arrow(tokens, index)
    figure = Figure(len(token.text), Decimal(rank[1])) if is_start or is_end else None
    return Token(token.text, token.word, figure=figure, name=figure is None)


def _is_of_a_part_of_the_year(tokens: list[Token], index: int) -> bool:
    """'Đầu năm 14 vụ, cuối năm 6 vụ': how many by then, and no year."""
    if index < 2 or tokens[index - 1].word != "năm" or tokens[index - 2].word not in _PARTS_OF_A_YEAR:
        return False
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    is_counted = following is not None and following.text[0].isalpha() and not following.marks & (VERBS | Mark.stop)
    return is_counted and len(tokens[index].text) < 4


_PARTS_OF_A_YEAR = ("đầu", "giữa", "cuối", "hết")


def _are_words_apart(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether the words of a phrase that does nothing are none here: '6 tháng sau tốt nghiệp'; and 'xet nghiem trong
    24h', 'khong tang qua 3%', typed without marks, are no 'nghiêm trọng' and 'tặng quà'."""
    if tokens[first].marks & Mark.time_unit:
        return first > 0 and tokens[first - 1].figure is not None
    if not lexicon.without_marks or last + 1 >= len(tokens) or (figure := tokens[last + 1].figure) is None:
        return False
    word = tokens[last].word
    return (word == "qua" and figure.percent) or (word == "trong" and _is_of_time(tokens, last + 2))


def _says_not(tokens: list[Token], index: int) -> bool:
    if index and tokens[index - 1].figure is not None:
        return False  # '2 kg'
    if index and tokens[index].text[0].isupper():
        return False  # 'Khối K dưới 5'
    following = [(token.word, token.figure is not None) for token in tokens[index + 1 : index + 5]]
    return is_a_short_not(tokens[index - 1].word if index else "", following, opens=not index)


def _says_how_often(tokens: list[Token]) -> bool:
    """'One release a week'."""
    return any(one.word in _PER and two.marks & Mark.time_unit for one, two in pairwise(tokens[1:]))


def _is_of_time(tokens: list[Token], place: int) -> bool:
    """'Cut to one day', and not 'merge into one team'."""
    place += place < len(tokens) and tokens[place].word in ("business", "working", "calendar")
    return place < len(tokens) and tokens[place].marks & Mark.time_unit != 0


def _numbered_name(piece: Token, figure: Figure, before: list[Token], after: list[Token]) -> Token:
    """A small whole number after a word that names numbered things ('top 3', 'tháng 12') belongs to the name."""
    is_lettered = figure.scale_word in ("B", "M", "T", "K") and piece.text[:-1].isdecimal() and len(piece.text) < 4
    is_counted = len(before) == 1 and before[0].marks & (Mark.do | Mark.add) != 0  # 'Issue 40K cards'
    if is_lettered and not is_counted and not before[-1].marks & (Mark.end_down | _COUNTED):
        return Token(piece.text, piece.word, piece.marks, None, True, piece.opens)  # 'Ward 7B'
    if figure.scale_word or figure.currency or figure.percent:
        return piece
    namer = before[-1].word
    is_named = bool(after) and (after[0].word.endswith("ed") or after[0].word in _DONE)  # 'Form 990 filed'
    if len(after) > 1 and not after[1].marks & Mark.stop:
        is_named = False  # 'Form 5 mixed squads'
    if namer == "grade" and figure.value <= _HIGHEST_GRADE and any(token.figure is not None for token in after):
        is_named = True  # 'Grade 9 maths average of 7.5'
    is_first = len(before) == 1 or before[-2].marks & Mark.both != 0 or before[-2].text in _OPENS_A_CLAUSE
    if is_first and before[-1].marks & (Mark.do | Mark.add) and piece.text.isdigit() and not is_named:
        return piece  # 'Release 4 versions', 'hoàn thiện và release 6 tính năng'
    if not piece.text.isdigit() or len(piece.text) > 5:
        is_version = namer in _VERSIONS and len(piece.text) <= 5
        return Token(piece.text, piece.word, piece.marks, None, True, piece.opens) if is_version else piece
    if before[-1].marks & Mark.end_down and (len(before) < 2 or before[-2].word not in _PLACED):
        return piece  # 'xuong', typed without marks, is 'xuống' and not 'xưởng'
    if len(after) > 1 and after[0].text in _JOINS and after[1].figure is not None:
        return piece  # 'Bounce rate on pricing page 55 → 40%'
    if _goes_from_to_in_number(before, after):
        return piece
    if namer == "tt" and before[-1].text == "tt" and before[0].marks & _MEASURED and before[-2].word != "theo":
        return piece  # 'so don tt 200': 'tối thiểu', or else
    if (namer in PLACES or namer == "area") and (
        (figure.value > 20 and not _is_of_a_room(namer, piece, after))
        or any(token.marks & _COUNTED for token in after[:1])
    ):
        return piece
    if len(before) > 1 and before[-2].word in _THIS and namer != "top":
        return piece  # 'Hires this year 12', 'cost per unit 5'
    if namer in _RANKED and after and is_arrow(after[0]):
        return piece  # 'Xếp hạng 8 → 3', 'hạng 8 → hạng 3'
    if namer == "lớp" and len(before) > 1 and before[-2].word in ("vào", "lên") and figure.value <= _HIGHEST_GRADE:
        return Token(piece.text, piece.word, piece.marks, None, True, piece.opens)  # 'thi vào lớp 6 trường chuyên'
    is_then = namer in ("kỳ", "ky") and len(before) > 1 and before[-2].word in _ENDS_OF_A_PERIOD
    if is_then and any(token.marks & _COUNTED for token in after[:1]):
        return piece  # 'Đầu kỳ 48 đơn'
    if namer in NAMES_WITH_NUMBER_BEFORE_UNIT:
        counted = len(before) > 1 and (before[-2].marks & Mark.every or _is_count(before[-2].figure))
        if counted or (figure.value > _LAST_PERIODS.get(namer, 53) and not _is_of_a_room(namer, piece, after)):
            return piece
    return Token(piece.text, piece.word, piece.marks, None, True, piece.opens)


def _is_of_a_room(namer: str, piece: Token, after: list[Token]) -> bool:
    """'Giảm thời gian chờ ở phòng 204'."""
    return namer in ("phòng", "phong") and len(piece.text) == 3 and piece.text[0] != "0" and not after


def _goes_from_to_in_number(before: list[Token], after: list[Token]) -> bool:
    """'Grow team 5 to 10', 'tăng số đội 5 lên 10': how many, where it is the thing itself that grows."""
    if len(before) < 2 or len(after) < 2 or not after[0].marks & _GOES_TO:
        return False
    if before[-1].word in PLACES or before[-1].word in _VERSIONS or (len(after) > 2 and after[2].text[0].isalpha()):
        return False  # 'Reduce store 12 to 5 complaints'
    is_itself = before[-2].marks & (CHANGES | Mark.add) != 0 or before[-2].word in ("số", "so")
    return is_itself and _is_count(after[1].figure)


def _is_count(figure: Figure | None) -> bool:
    """'12 tháng' counts months, '900tr tháng 12' does not."""
    return figure is not None and not (figure.scale_word or figure.currency or figure.percent)


_OPENS_A_CLAUSE = (",", ";", "/", "&", "+")
_HIGHEST_GRADE = 12
_RANKED = ("hạng", "hang", "xếp hạng", "thứ hạng", "vị trí", "xep hang", "vi tri")
_DONE = ("sent", "paid", "kept", "done", "made", "held")
_ENDS_OF_A_PERIOD = ("đầu", "cuối", "dau", "cuoi")
_FROM_TO = Mark.start | Mark.end
_RANK = RarePattern(r"#?([0-9]{1,4})(?:st|nd|rd|th)?")
_JOINS = ("-", "–", "—", "~", "→", "->", "=>", "⇒")
_COUNTED = Mark.unit | Mark.time_unit
_LAST_PERIODS = {"năm": 2100, "quý": 4, "tháng": 12, "quarter": 4}
"""'Đầu quý 46, cuối quý 20': more than there are of them is what was counted then."""
_THIS = ("this", "per", "last", "next", "every", "each", "same", "mỗi", "từng", "tung")
_GOES_TO = Mark.end | Mark.end_up | Mark.end_down | Mark.up | Mark.down
_NAME_OF_NUMBERED = Mark.name
_COUNTING = Mark.do | Mark.add
_MEASURED = Mark.rate | Mark.money | Mark.higher_is_better | Mark.lower_is_better | Mark.filler
_BOUNDS = Mark.at_least | Mark.at_most
_PLACED = ("tai", "o", "nha", "cua", "phan", "cho")
_VERSIONS = ("phiên bản", "phien ban", "bản", "version", "release", "python", "band", "điều", "mục", "phần", "chương")
_OFTEN = {"once": 1, "twice": 2}
"""'Deploy at least twice a week', and not 'train staff twice'."""
FEW = {word: Decimal(number) for word, number in (NUMBERS_AFTER_VERBS | _OFTEN).items()}


def _is_of_a_part(tokens: list[Token], index: int) -> bool:
    """'Một nửa', 'một trong hai', 'một số'; 'một triệu', 'một tuần một bài' are no one thing."""
    following = [token.word for token in tokens[index + 1 : index + 3]]
    if not following or following[0].partition(" ")[0] in _PARTS_VI:
        return True
    return following[0] in _PERIODS_VI and len(following) > 1 and _counts(tokens[index + 2])


def _counts(token: Token) -> bool:
    return token.figure is not None or token.word in _ONE_VI or token.word in _FEW_VI


_PARTS_VI = word_set(
    "nửa phần số vài trong nua phan so vai trăm chục nghìn ngàn vạn triệu tỷ tỉ tram chuc nghin ngan trieu ty ti"
)
_PERIODS_VI = word_set("ngày tuần tháng quý năm ngay tuan thang quy nam")
_FEW_VI = word_set("hai ba bốn năm sáu bảy tám chín mười bon sau bay tam chin muoi")
_ONE_VI = ("một", "mot")
_PER = ("a", "per", "each", "every")
_SAYS_HOW_MUCH = frozenset((*BOUND_WORDS, *FEW, *_ONE_VI, "one"))
