"""The text of a key result ─▶ its tokens: what reads as a figure, a name with its number, a word, a sign."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache, reduce
from operator import or_
from typing import Literal

from sync.patterns import RarePattern
from sync.reading.texts.bracketed_targets import with_target_behind_a_colon
from sync.reading.texts.compound_figures import compound_at
from sync.reading.texts.figures import CURRENCY_CODES, Figure, begins_suffix, scan_figure
from sync.reading.texts.joined_phrases import FEW, join_phrases
from sync.reading.texts.languages import lexicon_of
from sync.reading.texts.lexicon import NUMBERS_IN_WORDS, Lexicon, english
from sync.reading.texts.marks import VERBS, Mark
from sync.reading.texts.misspelt_verbs import verb_meant
from sync.reading.texts.nouns_of_bounds import BOUND_WORDS
from sync.reading.texts.numbers import LONGEST_NUMBER, decimal_mark, tidy
from sync.reading.texts.prefaces import (
    LONGEST_DEADLINE,
    after_label,
    may_close_a_text,
    words_of_closing_deadline,
    words_of_deadline,
)
from sync.reading.texts.short_negations import SHORT_NOTS
from sync.reading.texts.status_notes import without_notes, without_weight_in_front
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens


def tokenise(text: str, locale: str | None) -> Tokens:
    """Given a key result's text and the locale of its numbers, return its tokens, without the label in front
    ('• KR1:') and by when it is due ('Q4:')."""
    typed = _out_of_its_frame(tidy(text))
    if "\n" in typed:
        typed = _NEW_LINE.sub(r"\1; ", typed)
    if typed.isupper() and len(_LONGER_WORD.findall(typed)) > 2:
        typed = _WHOLE_WORD.sub(lambda word: word[0].lower(), typed)  # 'ĐÀO 3.500 M HẦM LÒ' are metres
    typed = without_weight_in_front(typed)
    if "[" in typed:
        typed = _FILLED_IN.sub(r" \1 ", typed).strip()
    if " - " in typed or " – " in typed:
        typed = _DASH_BEFORE_A_VALUE.sub(": ", typed)
    first = after_label(typed)
    typed = typed[:first] + without_notes(typed[first:])
    if ")" in typed or "]" in typed:
        typed = typed[:first] + with_target_behind_a_colon(typed[first:])
    if "[" in typed:
        typed = typed.translate(_ROUND)
    lexicon, vietnamese = lexicon_of(typed[first:] if first else typed)
    read = Tokens(typed, [], [], vietnamese, 0)
    _cut(read, first, decimal_mark(locale), _words_of(lexicon))
    if "~" in typed or "≈" in typed:
        _take_abouts_away(read)
    opens = read.tokens[0].word if read.tokens else ""
    if read.tokens and read.tokens[0].is_plain and (verb := verb_meant(opens)) is not None and not vietnamese:
        read.tokens[0] = Token(read.tokens[0].text, verb, lexicon.words[verb], opens=lexicon.phrases.get(verb))
        read.marks |= read.tokens[0].marks
    if opens == "no" and [token.word for token in read.tokens[1:3]] == [".", "of"]:
        read.tokens[:3] = [Token("No. of", "number of")]
        del read.starts[1:3]
        read.marks = reduce(or_, (token.marks for token in read.tokens), 0)
    if opens in ("a", "an", "the") and len(read.tokens) > 3 and read.tokens[1].word in _CHANGES_AS_NOUNS:
        del read.tokens[0], read.starts[0]  # 'An increase in sales of 10%'
    join_phrases(read, lexicon)
    if read.tokens and read.tokens[0].figure is not None:
        _take_number_away(read)
    if (", " in typed or ": " in typed) and _MAY_END_A_PREFACE.match(typed) is not None:
        _take_deadline_away(read)
    last = read.tokens[-1] if len(read.tokens) > 3 else None
    if last is not None and (last.name or may_close_a_text(last.word)):
        _take_closing_deadline_away(read)
    return read.settle()


_CHANGES_AS_NOUNS = ("increase", "decrease", "reduction", "rise", "drop", "fall", "growth")


def _take_closing_deadline_away(read: Tokens) -> None:
    """Take away by when, or in which cycle, where a text ends with it: '… by 31 December', '… trong quý này'."""
    ends = read.tokens[-LONGEST_DEADLINE:]
    length = words_of_closing_deadline([token.word for token in ends], [token.name for token in ends])
    others = read.tokens[:-length]
    if length and len(others) > 1 and not any(token.marks & Mark.now or token.word in _OF_BEFORE for token in others):
        del read.tokens[-length:], read.starts[-length:]
        read.marks = reduce(or_, (token.marks for token in read.tokens), 0)


def _out_of_its_frame(typed: str) -> str:
    """A text without the marks around and behind the whole of it: '“Sign 5 clients.”', 'Sign 5 clients ✅'."""
    typed = typed.lstrip("*") if typed[:1] == "*" else typed
    if "://" in typed or "@" in typed:
        typed = _ADDRESS.sub("", typed).strip() or typed
    if "&" in typed and _ESCAPED.search(typed) is not None:
        from html import unescape  # a start without it takes 8 million instructions less

        typed = unescape(typed)
    while typed[-1:] in _QUOTES or typed[-1:] in _BEHIND or (typed[-1:] > "\u2190" and _SYMBOLS.search(typed)):
        if typed[-1] in _QUOTES:
            inner = typed[1:-1].strip() if typed[0] in _QUOTES else ""
            inner = inner if _DOUBLE_QUOTES.isdisjoint(inner) else ""
        else:
            inner = typed[:-1].rstrip()
            inner = "" if inner[-1:] == typed[-1] == "." else inner
        if not inner:
            break
        typed = inner
    return typed


def _take_deadline_away(read: Tokens) -> None:
    """Take away the tokens before a text's own words that say by when ('Q4/2026: …')."""
    length = words_of_deadline([token.word for token in read.tokens[:10]], [token.name for token in read.tokens[:10]])
    if length:
        label_ends = read.starts[length] + after_label(read.text[read.starts[length] :])
        while length < len(read.starts) - 1 and read.starts[length] < label_ends:  # 'Q4: KPI 1.3 Đào tạo'
            length += 1
        del read.tokens[:length], read.starts[:length]
        read.marks = reduce(or_, (token.marks for token in read.tokens), 0)


def mistyped_numbers(read: Tokens) -> list[str]:
    """Given a text, return its numbers that may be two, as typed: '250,0000' is 250,000, or 2,500,000."""
    if _MAY_BE_MISTYPED.search(read.text) is None:
        return []
    return [token.text for token in read.tokens if token.name and _MISTYPED.fullmatch(token.text)]


def _take_abouts_away(read: Tokens) -> None:
    """Take away the sign of 'from 2,095 to ~900', and not that of a range ('20~30')."""
    tokens = read.tokens
    for at in range(len(tokens) - 2, -1, -1):
        is_between = at > 0 and tokens[at - 1].figure is not None
        if tokens[at].text in ("~", "≈") and tokens[at + 1].figure is not None and not is_between:
            del tokens[at], read.starts[at]


def _take_number_away(read: Tokens) -> None:
    """Take away the number of an outline before a verb: '1.3 Set up a support desk'."""
    number, *rest = read.tokens
    is_verb = len(rest) > 1 and rest[0].marks & _OPENS_A_TEXT and not rest[0].marks & (Mark.unit | Mark.time_unit)
    if is_verb and rest[1].figure is None and _NUMBER_OF_AN_OUTLINE.fullmatch(number.text):
        del read.tokens[0], read.starts[0]


def _cut(read: Tokens, place: int, mark: Literal[",", "."] | None, words: _Words) -> None:
    """Find figures, names and words from a place of the text on, with the marks that these have by themselves."""
    text, tokens, starts = read.text, read.tokens, read.starts
    begins, cut = starts.append, tokens.append
    marks, following = 0, place
    for typed in text[place:].split(" "):
        first = following
        following += len(typed) + 1
        if first < place:  # a name or figure before it went on over the space: '31 December', '10 000'
            first, typed = place, text[place : following - 1]
        # Most of what stands between two spaces is a word or a small number, and was seen in a row before.
        token = words[typed]
        if token is None:
            gap = following - 1
            if typed.isdecimal() and (_is_number_alone(text, typed, gap) or _numbers_a_name(tokens, text, typed, gap)):
                token = _number(typed)
            elif _is_percentage(typed) and not text.startswith(" point", gap):
                token = _percentage(typed)
            else:
                if typed:
                    place = _cut_piece(read, first, gap, mark, words)
                continue
        marks |= token.marks
        cut(token)
        begins(first)
    read.marks |= marks


def _numbers_a_name(tokens: list[Token], text: str, typed: str, gap: int) -> bool:
    """The 1 of 'phase 1 100% complete': three digits behind it are a number of their own, unless they are round."""
    following = text[gap + 1 : gap + 4]
    is_name = bool(tokens) and tokens[-1].marks & Mark.name != 0 and len(typed) < 3
    return is_name and following.isdecimal() and following != "000"


def _cut_piece(read: Tokens, place: int, gap: int, mark: Literal[",", "."] | None, words: _Words) -> int:
    """Take all that stands between a place and the next space ('20%,', '≥95%'), and return where the last of it ends:
    names and figures go on over spaces."""
    text, tokens = read.text, read.tokens
    while place < gap:
        if text[place].isspace():
            place += 1
            continue
        typed = text[place:gap]
        token, end = words[typed], gap
        if token is None and typed.isdecimal() and _is_number_alone(text, typed, gap):
            token = _number(typed)
        if token is None:
            has_digit = _DIGIT.search(text, place, place + _FARTHEST) is not None
            token, end = _piece_at(text, place, mark, tokens, words, has_digit)
        read.marks |= token.marks
        tokens.append(token)
        read.starts.append(place)
        place = end
    return place


class _Words(dict[str, "Token | None"]):
    """Tokens by what stands between two spaces, where that is a word or a sign whatever follows it; None for all else:
    each is looked at once a process, and its token shared by all rows."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, typed: str) -> Token | None:
        if len(self) >= _MOST_WORDS:
            self.clear()
        plain = _PLAIN_WORD.fullmatch(typed)
        is_alone = typed.lower() not in _BEFORE_NUMBERS if plain else typed in _ARROWS or _LONE_SIGN.fullmatch(typed)
        self[typed] = token = self.word(typed) if is_alone else None
        return token

    def word(self, typed: str) -> Token:
        """The token of a word or a sign."""
        word = typed.lower().replace("’", "'")
        number = None if word == "ten" and self._lexicon is not english() else NUMBERS_IN_WORDS.get(word)  # 'tên'
        figure = None if number is None else Figure(len(typed), Decimal(number))
        marks, opens = self._lexicon.words.get(word, 0), self._lexicon.phrases.get(word)
        is_plain = figure is None and not (opens or marks & VERBS or word in _NO_PLAIN)
        return Token(typed, word, marks, figure, False, opens, is_plain)


@lru_cache(maxsize=3)
def _words_of(lexicon: Lexicon) -> _Words:
    return _Words(lexicon)


def _piece_at(
    text: str, place: int, mark: Literal[",", "."] | None, before: list[Token], words: _Words, has_digit: bool
) -> tuple[Token, int]:
    """The token at a place where anything may begin, and where it ends. ``has_digit``: one is near enough for a name or
    a figure."""
    plain = _PLAIN_WORD.match(text, place)
    if plain is not None and plain[0].lower() not in _BEFORE_NUMBERS:
        return words.word(plain[0]), plain.end()
    if has_digit:
        piece = (
            _compound_at(text, place, before) or _name_at(text, place, words) or _figure_at(text, place, mark, before)
        )
        if piece is not None:
            return piece, place + len(piece.text)
    word_or_sign = _WORD.match(text, place)
    assert word_or_sign is not None
    return words.word(word_or_sign[0]), word_or_sign.end()


@lru_cache(maxsize=4096)
def _number(digits: str) -> Token:
    return Token(digits, digits, figure=Figure(len(digits), Decimal(digits)))


def _is_percentage(typed: str) -> bool:
    return typed[-1:] == "%" and typed[:-1].isdecimal() and typed.isascii() and len(typed) <= LONGEST_NUMBER


@lru_cache(maxsize=4096)
def _percentage(typed: str) -> Token:
    return Token(typed, typed, figure=Figure(len(typed), Decimal(typed[:-1]), percent=True))


def _is_number_alone(text: str, digits: str, end: int) -> bool:
    """Whether digits are a number whatever stands before them: what follows after a space, or the end of the text, is
    no scale, unit of money, month or second group of digits."""
    if len(digits) > LONGEST_NUMBER or not digits.isascii():
        return False
    return _is_apart(text[end + 1 :].partition(" ")[0])


@lru_cache(maxsize=4096)
def _is_apart(following: str) -> bool:
    return _GOES_ON.match(following) is None and not begins_suffix(following)


def _compound_at(text: str, place: int, before: list[Token]) -> Token | None:
    if _COMPOUND_BEGINS.match(text, place) is None:
        return None
    compound = compound_at(text, place, [token.word for token in before])
    return None if compound is None else Token(compound.text, compound.text.lower(), figure=compound.figure)


def _name_at(text: str, place: int, words: _Words) -> Token | None:
    if _NAME_BEGINS.match(text, place) is None or (place > 0 and text[place - 1].isalnum()):
        return None
    name = _NAME.match(text, place)
    if name is None or (name[0].endswith(" may") and text[name.end() + 1 : name.end() + 2].isalpha()):
        return None  # '30 may det', typed without marks, are 'máy dệt'
    if name[0][-1] == "S" and _FROM_SECONDS.search(text, max(0, place - _FARTHEST), place) is not None:
        return None  # '4.2S → 2S', and not '5S'
    if name[0][:4].lower() == "sub-":
        return None  # 'Sub-100ms latency'
    if "." in name[0] and _MISTYPED.fullmatch(name[0]) and words is _words_of(english()):
        return None  # 'Exchange rate 1.0850'
    return Token(name[0], name[0].lower(), name=True)


def _figure_at(text: str, place: int, mark: Literal[",", "."] | None, before: list[Token]) -> Token | None:
    if _FIGURE_BEGINS.match(text, place) is None:
        return None
    of_many = _are_many(before) or _MILLIONS.match(text, place) is not None
    figure = scan_figure(text, place, mark, of_many)
    if figure is None:
        return None
    if _is_joined(text, place, before):
        return None
    typed = text[place : place + figure.length]
    return Token(typed, typed.lower(), figure=figure)


def _are_many(before: list[Token]) -> bool:
    """Whether a lower-case 'm' means a million of what is named before it: 'logins 2.4m', 'revenue to 3m'."""
    said = before[-9:]
    words = [token.word for token in said]
    if not _AVERAGES.isdisjoint(words):
        return False  # 'Median session ≥ 2m'
    return not _ONE_OF_MANY.isdisjoint(words) or any(token.marks & Mark.money for token in said)


_AVERAGES = frozenset(("median", "average", "avg", "mean"))
_MANY = word_set(
    "passengers users visitors customers subscribers members followers viewers views visits downloads installs streams "
    "plays tickets orders parcels transactions sessions accounts readers impressions base reach audience households "
    "population listeners fans logins payments trips rides calls clicks searches messages posts likes scans doses "
    "packs boxes bottles cans numbers volumes turnover debt deposits assets ebitda aum gwp premiums copies books "
    "meals guests leads contacts words seats"
)
_ONE_OF_MANY = _MANY | {word.removesuffix("s") for word in _MANY}


def _is_joined(text: str, place: int, before: list[Token]) -> bool:
    """A minus right after a word or figure, or before a space, joins ('20-30', '80 - 100', 'Covid-19')."""
    if text[place] not in "-+":
        return False
    if text[place + 1].isspace() or (before and before[-1].figure is not None):
        return True
    return place > 0 and not text[place - 1].isspace() and text[place - 1] not in "(:≥≤<>=/$"


_DOUBLE_QUOTES = frozenset('"“”„«»')
_QUOTES = _DOUBLE_QUOTES | frozenset("'‘’")
_ADDRESS = RarePattern(r"\s*[(<\[]?https?://\S+|\s+@[^\W\d]\w*$")
"""A link, and whom a text mentions at its end."""
_ESCAPED = RarePattern("&(?:lt|gt|amp|nbsp|quot);")
_BEHIND = frozenset(".;,!*–—-:")
_SYMBOLS = RarePattern(r"[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f]$")
"""Ticks, stars and pictures at a text's end."""
_OF_BEFORE = word_set("last previous prior present now today ngoái ngoai trước truoc") | {"năm ngoái", "năm trước"}
"""'12 last year, 15 this year': by when a figure is to be reached tells it from where it stands."""
_LONGER_WORD = RarePattern(r"[^\W\d_]{2,}")
_WHOLE_WORD = RarePattern(r"(?<!\w)[^\W\d_]+(?!\w)")
_OPENS_A_TEXT = VERBS | Mark.served | Mark.limit
_NUMBER_OF_AN_OUTLINE = RarePattern(r"[1-9]\.[1-9][0-9]?")
_UPPER = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_NEW_LINE = RarePattern(rf"(?<=\w)([.!)%]?) ?\r?\n\s*(?=[{_UPPER}])")
"""Between two lines of one cell, each of which begins with a capital."""
_DASH_BEFORE_A_VALUE = RarePattern(r"(?<=[^\W\d_]{2}) [-–—] (?=[0-9][0-9.,]*$)")
"""'Weddings booked - 26', but 'Open a branch - 40%' says how much of it is done."""
_FILLED_IN = re.compile(r"\s?\[\s?([0-9][0-9.,]*\s?%?)\s?\]\s?")
"""'At least [85%] of students': a number in the brackets of the template that it was typed into."""
_ROUND = str.maketrans("[]", "()")
_NO_PLAIN = frozenset(("một", "mot", "one", *FEW, *SHORT_NOTS, *BOUND_WORDS))
_MOST_WORDS = 20_000
_MAY_END_A_PREFACE = RarePattern(r"[^,:]{1,40}[,:] ")
_GOES_ON = re.compile(
    r"[jm]a|fe|a[pu]|ju|se|oc|no|de|th|(?:đến|t[ớo]i)$|độ|gi[ờo]|ti[ếe]ng|h|mi|ph[úu]|rev|:|[0-9]", re.IGNORECASE
)
"""What after digits and a space a name can go on with ('12 tháng 11'), or the number itself ('10 000', '1 giờ 30')."""
_MISTYPED = re.compile(r"[0-9]{1,3}[.,][0-9]{3}0")
_MAY_BE_MISTYPED = re.compile(r"[0-9][.,][0-9]{3}0(?![0-9])")
"""Asked of every text, before its tokens are: hardly any has one."""
_COMPOUND_BEGINS = RarePattern(r"[0-9]+(?:[.,][0-9])?\s?(?:[htgmp:])", re.IGNORECASE)
_DIGIT = re.compile(r"[0-9]")
_FARTHEST = 20
"""How many letters a name may have before its number: 'September 30'."""
_MILLIONS = RarePattern(rf"[0-9.,]+m (?:[a-z]+ )?(?:{'|'.join(sorted(_MANY))}|teu|pax)(?!\w)", re.IGNORECASE)
"""'1.2m words' are no metres."""
_FIGURE_BEGINS = RarePattern(
    rf"[-+]?\s?(?:[0-9$€£¥₫₩฿₹₦₱₺₪₴.]|(?:{'|'.join(CURRENCY_CODES)}|us\$|ca?\$|nz\$|hk\$|[sar]\$)\s?[0-9])",
    re.IGNORECASE,
)
_PLAIN_WORD = re.compile(r"(?!(?i:pci|sdg\b))[^\W\d_]++(?:[-'’][^\W\d_]++)*+(?![-+]?[0-9]|[/$_]|\.[0-9])")
"""A word that no name (P95, Q.7, Covid-19, ISO/IEC 27001, PCI-DSS) and no figure (US$5) begins with, unless it is one
of those that a number can follow after a space."""
_FROM_SECONDS = RarePattern(
    r"[0-9]\s?S\s?(?:→|->|=>|⇒|to|xuống còn|xuống|còn|về|xuong con|xuong|con|ve)\s?$", re.IGNORECASE
)
_BEFORE_NUMBERS = word_set(
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov "
    "november dec december quý tháng thg năm fy iso soc art"
) | frozenset(CURRENCY_CODES)
_LONE_SIGN = re.compile(r"[^\w\s.#$€£¥₫₩฿₹₦₱₺₪₴+-]")
_ARROWS = frozenset(("->", "=>", ">=", "<=", "=<"))
_WORD = RarePattern(r"(?i:k?m[23]|co2)(?!\w)|[^\W\d_]+(?:[-'’][^\W\d_]+)*|-->|->|=>|>=|<=|=<|\.\.+|[0-9]+|\S")
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_NAME_BEGINS = RarePattern(
    r"[0-9]+(?:[-/.,:°×]|[^\W\d_]|\s(?:[jm]a|fe|a[pu]|ju|se|oc|no|de|th|độ|rev|(?:đến|t[ớo]i)\snay))|[^\W\d_]+(?:-[^\W\d_]+)*[-\s]?[0-9]|[^\W\d_]+_"
    r"|(?:[qp]|no|điều|arts?|sec|para|ch|fig)\.\s?[0-9]|\#|iso|pci|sdg|[dn]\+[0-9]|(?:mid|late|early|end)-q",
    re.IGNORECASE,
)
"""What a name can begin with, asked before the long list of names."""
_NAME = RarePattern(
    rf"""
      (?: [0-9]{{1,2}} (?P<mark>[-/.]) [0-9]{{1,2}} (?P=mark) (?:[0-9]{{4}}|[0-9]{{2}})   # 31/12/2026
        | (?:19|20)[0-9]{{2}}-(?:0[1-9]|1[0-2])(?:-[0-9]{{2}})?
        | (?:19|20)[0-9]{{2}}(?=\s(?:đến|tới|den|toi)\snay)
        | (?:0?[1-9]|1[0-2])/20[0-9]{{2}}                                                  # 12/2026
        | (?<=ngày[ ])[0-9]{{1,2}}/[0-9]{{1,2}} | (?<=trước[ ])[0-9]{{1,2}}/[0-9]{{1,2}}
        | (?<=truoc[ ])[0-9]{{1,2}}/[0-9]{{1,2}} | (?<=ngay[ ])[0-9]{{1,2}}/(?:1[0-2]|0?[1-9])
        | (?<=hạn[ ])[0-9]{{1,2}}/[0-9]{{1,2}} | (?<=[Bb]y[ ])[0-9]{{1,2}}/[0-9]{{1,2}}
        | [0-9]{{1,2}}(?:st|nd|rd|th)?\s{_MONTHS}(?:,?\s[0-9]{{4}})?
        | {_MONTHS}\s[0-9]{{1,2}}(?:st|nd|rd|th)?(?:,?\s[0-9]{{4}})?(?!\s?[%0-9]|[.,][0-9])
        | {_MONTHS}\s[0-9]{{4}}
        | [0-9]{{1,2}}\s?(?:tháng|thg)\s?[0-9]{{1,2}}(?!\slần)(?:\s(?:năm\s)?[0-9]{{4}})?
        | quý\s(?:[1-4](?:\s?[-/]\s?|\s(?:năm\s)?)[0-9]{{4}})
        | (?:tháng|thg)\s(?:1[0-2]|0?[1-9])(?:[-/][0-9]{{2,4}}|\snăm\s[0-9]{{4}})
        | (?:q[1-4]|h[12])                                                  # Q4, H1/2026, Q4 26, and not 'Q4 12 tỷ'
            (?:\s?[-/]\s?(?:20)?[0-9]{{2}}|\s?20[0-9]{{2}}|[0-9]{{2}}|\s2[0-9](?!\s?(?:[^\W\d_]|[%.,][0-9])))?
        | (?:mid|late|early|end)-q[1-4] | sdg\s?[0-9.]+ | [dn]\+[0-9]+
        | fy\s?[0-9]{{2,4}} | (?:năm\s)20[0-9]{{2}}
        | (?![0-9]{{1,3}}(?:\.[0-9]{{3}}){{3}})[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}(?:/[0-9]+)? | 24/7 | 24x7
        | [0-9]v[0-9]
        | 80/20 | 1:1s? | 1-1(?![\d.,]*\d) | 360° | 360(?=\s(?:độ|degrees?|reviews?|feedback))
        | [0-9]{{1,4}}/(?:19|20)[0-9]{{2}}/[^\W\d_]+(?:-[^\W\d_]+)* | [1-9][0-9]{{1,2}}/20[0-9]{{2}}  # 13/2023/NĐ-CP
        | [0-9]{{1,3}}(?:-[0-9]{{1,3}}){{2,3}} | [0-9]{{4,5}}-[1-9]                             # 3-2-1, EN 12464-1
        | (?-i:[0-9]{{2}}[A-Z][0-9A-Z]?-[0-9][0-9.]*[0-9])                                      # 51C-123.45
        | [0-9]{{1,5}}:(?:19|20)[0-9]{{2}} | [0-9]{{1,2}}:[0-9]{{2}} | [0-9]{{1,2}}h[0-9]{{2}}
        | (?-i:[1-9](?:PN|BR|RM)) | [0-9]+(?:st|nd|rd|th)
        | (?-i:[7-9]D(?=[ ](?!of|for|from|to|in|on|by|or|and|cho|with)[a-z]{{3}}))              # 8D method
        | (?-i:[2-5]PL|[2-6][DG]|[2-9][PSCRA]|0[0-9][A-Z]|[0-3][0-9][A-Z]/[0-9]{{1,2}}[A-Z])
        | (?<=(?:giờ|iểm|lúc|tối|áng)[ ])[0-9]{{1,2}}h?\s?[-–]\s?[0-9]{{1,2}}h                 # giờ cao điểm 16h-19h
        | (?<=(?:sale|ngày|ngay)[ ])(?P<day>[0-9]{{1,2}})\.(?P=day)                                  # sale 12.12
        | (?-i:[A-Z]{{2,5}}:[A-Z]{{2,5}})(?=\s)                                                          # LTV:CAC
        | [23]fa | b2[bcg] | [1-5]xx | fortune\s[0-9]{{2,4}} | [0-9]{{3,5}}\s?[x×]\s?[0-9]{{3,5}}        # 1600×950
        | [^\W\d_]+(?:_[^\W\d_]+)*_[^\W_]*[0-9][^\W_]*(?:_[^\W_]+)*                         # survival_30d
        | (?:q|p|no|điều|arts?|sec|para|ch|fig)\.\s?[0-9]{{1,3}}
        | (?<![<>≤≥])(?<!ub-)[0-9]+-(?!plus\b)[^\W\d_]+ (?:-[^\W_]+)*                            # 30-day retention
        | [0-9]{{1,3}}[.,][0-9]{{3}}0                                                  # '250,0000': mistyped
        | v?(?![0-9]{{1,3}}(?:\.[0-9]{{3}})+(?![.0-9]))[0-9]+\.[0-9]+\.[0-9]+ | v[0-9]+(?:\.[0-9]+)?
        | (?-i:[0-9][A-Z][a-z](?!B)[A-Z]\w*)                                                         # 2LoD
        | (?-i:[0-9]{{1,2}}[A-G][0-9]{{1,2}})                                                        # 12A1
        | \#[0-9]+ | covid-19 | iso(?:/iec)?\s?[0-9]{{4,5}}(?:[-:][0-9]+)* | soc\s?[12] | pci[ -]dss(?:\s[0-9.]+)?
        | (?!(?:usd|vnd|vnđ|eur|gbp|us)[0-9]|k?m[23](?!\w)|co2(?!\w)) [^\W\d_]+ (?:-[^\W\d_]+)* -? [0-9][\w.]*(?<!\.)
      ) (?![\w%]) (?!\.[0-9])
    """,
    re.VERBOSE | re.IGNORECASE,
)
