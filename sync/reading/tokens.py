"""The text of a key result ─▶ tokens: figures, names with numbers in them, and words with the marks that they bear."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from sync.reading.figures import Figure, scan_figure
from sync.reading.lexicon import NAMES_WITH_NUMBER_BEFORE_UNIT, Lexicon, Mark, Marks, english, marked, unmarked
from sync.reading.numbers import decimal_mark, tidy
from sync.reading.text import word_set


class Token(NamedTuple):
    """A piece of the text, and its ``word`` in lower case. A figure has ``figure``; a name (P95, Q4, 31/12/2026) has
    ``name``; a word its marks."""

    text: str
    start: int
    end: int
    word: str
    marks: Marks = 0
    figure: Figure | None = None
    name: bool = False


class Tokens(NamedTuple):
    """The tokens of a text, the tidied text that their places count in, whether it is Vietnamese, and all marks that
    its tokens have between them."""

    text: str
    tokens: tuple[Token, ...]
    vietnamese: bool
    marks: Marks


def tokenise(text: str, locale: str | None) -> Tokens:
    """Given a key result's text and the locale of its numbers, return its tokens, without the label in front
    ('• KR1:')."""
    typed = tidy(text)
    label = _LABEL.match(typed)
    lexicon, vietnamese = _lexicon(typed)
    pieces = _cut(typed, label.end() if label else 0, decimal_mark(locale), lexicon)
    tokens = _with_phrases(pieces, lexicon)
    marks = 0
    for token in tokens:
        marks |= token.marks
    return Tokens(typed, tuple(tokens), vietnamese, marks)


def _cut(text: str, place: int, mark: Literal[",", "."] | None, lexicon: Lexicon) -> list[Token]:
    """Figures, names and words; words with the marks that they have by themselves."""
    marks_of = lexicon.words.get
    pieces: list[Token] = []
    end = len(text)
    next_digit = -1
    while place < end:
        if text[place].isspace():
            place += 1
            continue
        # Most words are just words, where neither name nor figure can begin.
        plain = _PLAIN_WORD.match(text, place)
        if plain is not None and (word := plain[0].lower()) not in _BEFORE_NUMBERS:
            pieces.append(Token(plain[0], place, plain.end(), word, marks_of(word, 0)))
            place = plain.end()
            continue
        if next_digit < place:
            found = _DIGIT.search(text, place)
            next_digit = found.start() if found else end + _FARTHEST
        if next_digit - place < _FARTHEST:
            piece = _name_at(text, place) or _figure_at(text, place, mark, pieces)
            if piece is not None:
                pieces.append(piece)
                place = piece.end
                continue
        word_or_sign = _WORD.match(text, place)
        assert word_or_sign is not None
        word = word_or_sign[0].lower()
        pieces.append(Token(word_or_sign[0], place, word_or_sign.end(), word, marks_of(word, 0)))
        place = word_or_sign.end()
    return pieces


def _name_at(text: str, place: int) -> Token | None:
    if _NAME_BEGINS.match(text, place) is None or (place > 0 and text[place - 1].isalnum()):
        return None
    name = _NAME.match(text, place)
    return None if name is None else Token(name[0], place, name.end(), name[0].lower(), name=True)


def _figure_at(text: str, place: int, mark: Literal[",", "."] | None, before: list[Token]) -> Token | None:
    if _FIGURE_BEGINS.match(text, place) is None or (figure := scan_figure(text, place, mark)) is None:
        return None
    if _is_joined(text, place, before):
        return None
    typed = text[place : figure.end]
    return Token(typed, place, figure.end, typed.lower(), figure=figure)


def _is_joined(text: str, place: int, pieces: list[Token]) -> bool:
    """A minus right after a word or figure, or before a space, joins ('20-30', '80 - 100', 'Covid-19')."""
    if text[place] not in "-+":
        return False
    if text[place + 1].isspace() or (pieces and pieces[-1].figure is not None):
        return True
    return place > 0 and not text[place - 1].isspace() and text[place - 1] not in "(:≥≤<>=/$"


def _with_phrases(pieces: list[Token], lexicon: Lexicon) -> list[Token]:
    """The pieces with the words of each phrase as one, and numbered names told from figures."""
    words = [_NO_WORD if piece.figure or piece.name else piece.word for piece in pieces]
    tokens: list[Token] = []
    taken = 0
    for index, piece in enumerate(pieces):
        if index < taken:
            continue
        if piece.figure is not None:
            tokens.append(_numbered_name(piece, piece.figure, tokens))
        elif words[index] in lexicon.phrases:
            length, marks = lexicon.longest(words, index)
            taken = index + length
            text = " ".join([part.text for part in pieces[index:taken]])
            tokens.append(Token(text, piece.start, pieces[taken - 1].end, text.lower(), marks))
        else:
            tokens.append(piece)
    return tokens


def _numbered_name(piece: Token, figure: Figure, before: list[Token]) -> Token:
    """A small whole number after a word that names numbered things ('top 3', 'tháng 12') belongs to the name."""
    if not before or not before[-1].marks & Mark.name or figure.scale_word or figure.currency or figure.percent:
        return piece
    if not piece.text.isdigit() or len(piece.text) > 5:
        return piece
    namer = before[-1].word
    if namer in NAMES_WITH_NUMBER_BEFORE_UNIT:
        counted = len(before) > 1 and (before[-2].marks & Mark.every or before[-2].figure is not None)
        if counted or figure.value > (2100 if namer == "năm" else 53):
            return piece
    return piece._replace(figure=None, name=True)


def _lexicon(text: str) -> tuple[Lexicon, bool]:
    """Words with Vietnamese marks are told from English ones by their spelling; a text without any mark is read as
    Vietnamese where more of its words are Vietnamese than English."""
    if not text.isascii() and _MARKED_LETTER.search(text):
        return marked(), True
    words = _ASCII_WORD.findall(text.lower())
    if _VIETNAMESE_WORDS.isdisjoint(words):
        return english(), False
    vietnamese = sum(word in _VIETNAMESE_WORDS for word in words)
    if vietnamese > sum(word in _ENGLISH_WORDS for word in words):
        return unmarked(), True
    return english(), False


_NO_WORD = "\0"
_DIGIT = re.compile(r"[0-9]")
_FARTHEST = 20
"""How many letters a name may have before its number: 'September 30'."""
_FIGURE_BEGINS = re.compile(r"[-+]?\s?(?:[0-9$€£¥₫₩฿₹.]|(?:usd|vnd|vnđ|eur|gbp|us\$|s\$|a\$)\s?[0-9])", re.IGNORECASE)
_PLAIN_WORD = re.compile(r"(?!(?i:pci))[^\W\d_]++(?:[-'’][^\W\d_]++)*+(?!-?[0-9]|[/$])")
"""A word that no name (P95, Covid-19, ISO/IEC 27001, PCI-DSS) and no figure (US$5) begins with, unless it is one of
those that a number can follow after a space."""
_BEFORE_NUMBERS = word_set(
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov "
    "november dec december quý tháng thg năm fy iso soc usd vnd vnđ eur gbp"
)
_WORD = re.compile(r"(?i:k?m[23]|co2)(?!\w)|[^\W\d_]+(?:[-'’][^\W\d_]+)*|->|=>|>=|<=|=<|\.\.+|[0-9]+|\S")
_ASCII_WORD = re.compile(r"[a-z]+")
_MARKED_LETTER = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:[\s•●○◦▪■►▶–—*·+-]+(?![0-9]))?"
    r"(?:(?:kr|kq|krs|key result|kết quả(?: then chốt| chính)?|o)\s?[0-9]*(?:\.[0-9]+)*\s*[:.)–—-]+\s*"
    r"|kr\s?[0-9]+(?:\.[0-9]+)*\s+|[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]\s+(?=[^\d\s]))?",
    re.IGNORECASE,
)

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_NAME_BEGINS = re.compile(
    r"[0-9]+(?:[-/.:°]|[^\W\d_]|\s(?:[jm]a|fe|a[pu]|ju|se|oc|no|de|th|độ))|[^\W\d_]+[-\s]?[0-9]|\#|iso|pci",
    re.IGNORECASE,
)
"""What a name can begin with, asked before the long list of names."""
_NAME = re.compile(
    rf"""
      (?: [0-9]{{1,2}} (?P<mark>[-/.]) [0-9]{{1,2}} (?P=mark) (?:[0-9]{{4}}|[0-9]{{2}})   # 31/12/2026
        | (?:19|20)[0-9]{{2}}-(?:0[1-9]|1[0-2])(?:-[0-9]{{2}})?
        | (?:0?[1-9]|1[0-2])/20[0-9]{{2}}                                                  # 12/2026
        | (?<=ngày[ ])[0-9]{{1,2}}/[0-9]{{1,2}} | (?<=trước[ ])[0-9]{{1,2}}/[0-9]{{1,2}}
        | (?<=hạn[ ])[0-9]{{1,2}}/[0-9]{{1,2}} | (?<=[Bb]y[ ])[0-9]{{1,2}}/[0-9]{{1,2}}
        | [0-9]{{1,2}}(?:st|nd|rd|th)?\s{_MONTHS}(?:,?\s[0-9]{{4}})?
        | {_MONTHS}\s[0-9]{{1,2}}(?:st|nd|rd|th)?(?:,?\s[0-9]{{4}})?(?!\s?[%0-9])
        | {_MONTHS}\s[0-9]{{4}}
        | [0-9]{{1,2}}\s?(?:tháng|thg)\s?[0-9]{{1,2}}(?:\s(?:năm\s)?[0-9]{{4}})?
        | q[1-4](?:\s?[-/]?\s?(?:20)?[0-9]{{2}})? | quý\s(?:[1-4](?:\s?[-/]\s?|\s(?:năm\s)?)[0-9]{{4}})
        | (?:tháng|thg)\s(?:1[0-2]|0?[1-9])(?:[-/][0-9]{{2,4}}|\snăm\s[0-9]{{4}})
        | h[12](?:\s?[-/]?\s?(?:20)?[0-9]{{2}})? | fy\s?[0-9]{{2,4}} | (?:năm\s)20[0-9]{{2}}
        | 24/7 | 24x7 | 80/20 | 1:1 | 1-1(?!\d) | 360° | 360(?=\s(?:độ|degrees?))
        | [0-9]{{1,2}}:[0-9]{{2}} | [0-9]{{1,2}}h[0-9]{{2}}
        | [0-9]+(?:st|nd|rd|th) | (?-i:[2-6][DG]|5S|2FA) | b2[bcg]
        | [0-9]+-[^\W\d_]+ (?:-[^\W\d_]+)*                                                # 30-day retention
        | v?(?![0-9]{{1,3}}(?:\.[0-9]{{3}})+(?![.0-9]))[0-9]+\.[0-9]+\.[0-9]+ | v[0-9]+(?:\.[0-9]+)?
        | \#[0-9]+ | covid-19 | iso(?:/iec)?\s?[0-9]{{4,5}}(?:[-:][0-9]+)* | soc\s?[12] | pci[ -]dss(?:\s[0-9.]+)?
        | (?!(?:usd|vnd|vnđ|eur|gbp|us)[0-9]|k?m[23](?!\w)|co2(?!\w)) [^\W\d_]+ -? [0-9][\w.]*(?<!\.)
      ) (?![\w%]) (?!\.[0-9])
    """,
    re.VERBOSE | re.IGNORECASE,
)

_ENGLISH_WORDS = word_set(
    "the of to from in and for with by at on is are a an our per each new more than least most increase reduce keep "
    "reach launch ship users customers revenue rate below above under over all no not"
)
_VIETNAMESE_WORDS = word_set(
    "giam tang dat tu xuong len den duoi tren khach hang doanh thu loi nhuan chi phi ty le nguoi thang ngay tuan "
    "quy moi hoan thanh duy tri giu bo sung them tuyen nhan vien ky su hop dong cua thoi gian nghi viec trieu nghin "
    "san pham duoc va cho trong khong qua toi da thieu nhat it muc luong cai thien nang cao dam bao viet tai lieu "
    "to chuc buoi diem"
)
