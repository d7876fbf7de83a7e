"""The unit that follows a figure: a noun phrase, up to a preposition, a verb, a cadence or the end of what is said."""

from __future__ import annotations

from decimal import Decimal

from sync.patterns import RarePattern
from sync.reading.texts.cadence import PERIODS
from sync.reading.texts.figures import Figure
from sync.reading.texts.lexicon import CADENCE_ADVERBS, may_be_vietnamese
from sync.reading.texts.marks import CHANGES, VERBS, Mark
from sync.reading.texts.text import bare, word_set
from sync.reading.texts.tokens import Token, Tokens
from sync.reading.texts.units import PER_MILLE, PER_MILLE_WORDS, PERCENT

_MONEY, _MEASURES = Mark.money, Mark.unit | Mark.time_unit
_ADDS = Mark.more | Mark.new
_OF_A_UNIT = _MEASURES | _ADDS | Mark.name
_PER_MILLE_BEGINS = tuple({word.split()[0] for word in PER_MILLE_WORDS})
_AFTER_A_UNIT = (
    Mark.stop | Mark.or_more | Mark.or_less | Mark.both | Mark.other | Mark.aside | Mark.start | Mark.end_up
    | Mark.end_down | Mark.by | Mark.never | Mark.at_least | Mark.at_most | Mark.above | Mark.below | Mark.now
    | Mark.within | Mark.every | Mark.up_to
)  # fmt: skip


def unit_after(read: Tokens, last: int, figure: Figure | None) -> tuple[str | None, str, bool, int]:
    """The unit that follows a figure, of which the token at ``last`` is the last, its words, whether 'new' or
    'more' is said, and the last token."""
    tokens = read.tokens
    more = False
    place = last + 1
    if figure is not None and (figure.percent or figure.currency):
        more = place < len(tokens) and (tokens[place].marks & _ADDS) != 0
        said = PERCENT if figure.percent else figure.currency
        return said, tokens[last].text, more, last
    if figure is not None and figure.unit is not None:
        return figure.unit or None, tokens[last].text, more, last
    if place >= len(tokens):
        return None, "", more, last
    if not tokens[place].text[0].isalpha():
        if read.vietnamese and tokens[place].text in _MINUTE_SIGNS and read.starts[place] == read.end(last):
            return "phút", tokens[place].text, more, place  # 'Chờ khám không quá 20''
        if tokens[place].text in ('"', "“") and place + 1 < len(tokens):
            place += 1  # '3 "magic moments"'
        if tokens[place].text == "-" and place + 1 < len(tokens) and tokens[place + 1].marks & Mark.time_unit:
            place += 1  # '<24-hour response'
        if tokens[place].text == "(" and [token.text for token in tokens[place : place + 3]] == ["(", "%", ")"]:
            return PERCENT, PERCENT, more, last
    if tokens[place].word.startswith(_PER_MILLE_BEGINS):
        for end in (place, place + 1):
            if " ".join(token.word for token in tokens[place : end + 1]) in PER_MILLE_WORDS:
                return PER_MILLE, " ".join(token.text for token in tokens[place : end + 1]), more, end
    if read.vietnamese and figure is not None and figure.scale_word and _is_spent_on(read, place):
        return None, "", more, last
    words: list[Token] = []
    limit = 3
    while place < len(tokens) and len(words) < limit:
        token = tokens[place]
        marks = token.marks
        if marks & _AFTER_A_UNIT and not (marks & _OF_A_UNIT or read.vietnamese):
            break
        if marks & _MONEY and figure is not None and (figure.scale_word or read.vietnamese):
            is_of_a_plural = not read.vietnamese and place + 1 < len(tokens) and is_plural(tokens[place + 1].word)
            if not is_of_a_plural and not (read.vietnamese and not figure.scale_word and _is_foreign(token.word)):
                break
        if marks & _ADDS and not (marks & Mark.every and is_period(tokens, place + 1)):
            more = True
            if words:
                last = place
                break
            place += 1
            continue
        if token.text in ('"', "”", "“") and words and place + 1 < len(tokens) and tokens[place + 1].text[0].isalpha():
            place += 1  # 'Zero "surprise" features'
            continue
        if token.name and _NAMES_OF_SEVERAL.fullmatch(token.text):
            words.append(token)
            last = place
            break  # '6 A320s with wifi'
        if token.name and not words and place + 1 < len(tokens) and tokens[place + 1].text[0].isalpha():
            place += 1  # 'Zero P0 bugs'
            continue
        if token.name and not words and place + 2 < len(tokens) and tokens[place + 1].text == "/":
            place += 2  # '120 Q1/Q2 journal articles'
            continue
        is_unit = read.vietnamese and marks & Mark.unit != 0  # '640 trạm 5G phát sóng'
        if marks & Mark.name and not (words or is_unit) and place + 2 < len(tokens) and tokens[place + 1].name:
            place += 2  # '45 tier 1 suppliers'
            continue
        if token.text == "°" and place + 1 < len(tokens) and tokens[place + 1].text in ("C", "F"):
            said = read.words(place, place + 1)
            return said, said, more, place + 1
        if token.figure or token.name or not token.text[0].isalpha() or _names_a_period(read, place):
            break
        if marks & Mark.time_unit and read.vietnamese and _says_which_period(tokens, place):
            break
        if token.word == "on average" or token.word in _THAN_NOW:
            break  # 'Attendance of 120 on average', '5 pts better CSAT'
        if (token.word == "lost" and words) or (token.word in _SPENT_ON and figure is not None and figure.scale_word):
            break  # '5 clients lost', '60 triệu đổi xe máy'
        if token.word in _SUMMARIES and (not words or words[-1].marks & Mark.time_unit):
            break  # '4.7 average app store rating', '7.5 min average'
        if token.word in _TOTALS and words and words[-1].word in _BEFORE_NUMBERS_VI:
            words.append(token)  # '3.5M tham số'
            last = place
            break
        if token.word in _TOTALS and not (marks & Mark.unit or (not words and _are_issues(tokens, place))):
            if words and words[-1].word in ("chất", "chat"):
                last -= 1
                words.pop()  # '2.000 câu chất lượng cao'
            break
        is_whole = _is_active(tokens, place + 1)  # 'monthly active users' are one measure
        is_whole = is_whole or (len(words) == 1 and words[0].word == "active")
        if token.word in CADENCE_ADVERBS and not is_whole and _leads_to_a_plural(tokens[place + 1 : place + 3]):
            place += 1  # '200 monthly donors', '10k monthly delivery orders'
            continue
        if token.word in CADENCE_ADVERBS and not is_whole:
            break
        if not read.vietnamese and _is_one_of_two(read, place):
            token = Token(read.words(place, place + 2), token.word, token.marks)
            words.append(token)
            place += 3
            last = place - 1
            continue  # '6,000 spay/neuter surgeries'
        known = marks & _MEASURES
        if marks & (Mark.end_down | Mark.end) and place + 1 < len(tokens) and tokens[place + 1].figure is not None:
            break  # 'tu 23 ve 0'
        if not known and not (read.vietnamese and _is_of_a_noun(tokens, place, words, figure)):
            if marks & _AFTER_A_UNIT:
                break
            if marks & VERBS and (words or read.vietnamese) and not _is_noun_of(words, token, read):
                break
        words.append(token)
        last = place
        place += 1
        if (
            len(words) == limit < 5
            and not read.vietnamese
            and not is_plural(token.word)
            and _leads_to_a_plural(tokens[place : place + 2])
        ):
            limit += 1  # '10 verified ROI case studies'
        if token.word in _OF_DATA and len(words) == 1:
            break  # '< 150 MB RSS overhead'
        if token.word == "x" or (not read.vietnamese and _ends_a_unit(tokens, place)):
            break
        if known and place < len(tokens) and tokens[place].word in _OF_PEOPLE:
            continue  # '350 giao dịch viên'
        if read.vietnamese and (known or (token.text.isupper() and len(token.text) > 1 and not read.text.isupper())):
            break
    if not words or (len(words) == 1 and words[0].word in _NET):
        return None, "", more, last
    if place < len(tokens) and tokens[place].marks & _ADDS:
        is_each = tokens[place].marks & Mark.every and is_period(tokens, place + 1)  # '5 khieu nai moi thang'
        more, last = (more, last) if is_each else (True, place)
    if (
        not read.vietnamese
        and len(words) > 1
        and (words[-1].word in _NAMES_OF_SCORES or words[0].word in _LONGER_TIMES)
    ):
        words = words[:1] if words[0].word in _LONGER_TIMES else []  # '4.5 satisfaction score', '2 second average load'
    if len(words) == 1 and "-" in words[0].word and words[0].word.endswith("ed"):
        words = []  # '350+ core-focused'
    if not words:
        return None, "", more, last
    if not read.vietnamese and len(words) == 2 and figure is not None and figure.value == 1 and _is_done_by(*words):
        return words[0].text, words[0].text, more, last  # 'At least one pilot signs a letter'
    if not read.vietnamese and len(words) > 1 and (_is_said_of(words[-1]) or _is_a_band_of(words)):
        words = words[:-1]
    elif read.vietnamese and len(words) > 1 and words[0].word in _CASES:
        words = [_CASES_ALONE[words[0].word.partition(" ")[0]]]
    elif read.vietnamese and len(words) > 1 and not words[0].marks & _MEASURES:
        words = _head_of(words, goes_on=len(words) == limit and _is_content(tokens, place))
    elif read.vietnamese and len(words) > 1 and _is_foreign(words[0].word) and not _is_foreign(words[1].word):
        words = words[:1]
    said = " ".join(word.text for word in words)
    if said not in read.text and words[-1].text in read.text:  # 'Zero "surprise" features'
        return said, words[-1].text, more, last
    return said, said, more, last + 3 if _is_per_so_many(tokens, last + 1) else last


def _is_spent_on(read: Tokens, place: int) -> bool:
    """'Quyên góp 400 triệu trùng tu chánh điện': what money is for, and not what is counted."""
    token = read.tokens[place]
    figure = read.tokens[place - 1].figure
    is_of_money = figure is not None and figure.scale_word in _MILLIONS
    if not is_of_money or token.word not in _WORKS_PAID_FOR or token.marks or not token.text.islower():
        return False  # 'Quyên góp 5 nghìn áo ấm', 'tiết kiệm 2 triệu tờ giấy'
    return any(one.word in _RAISES or one.marks & Mark.saves for one in read.tokens[: place - 1])


_MILLIONS = word_set("triệu trieu tr tỷ tỉ ty ti")
_WORKS_PAID_FOR = word_set("trùng tu tôn tạo phục cứu ủng giúp trung ton tao phuc cuu ung giup")
_RAISES = word_set("xin") | {"quyên góp", "huy động", "vận động", "gây quỹ", "quyen gop", "huy dong", "gay quy"}


def _is_done_by(one: Token, does: Token) -> bool:
    return not is_plural(one.word) and not one.marks & _MEASURES and is_plural(does.word)


_SUMMARIES = ("average", "avg", "median", "mean")
_NAMES_OF_SCORES = ("score", "rating", "satisfaction", "vitals", "index", "ratio")
_LONGER_TIMES = word_set("pts pt second seconds minute minutes hr hrs hour hours")


def _is_per_so_many(tokens: list[Token], place: int) -> bool:
    """The '/100km' of '28.5 l/100km'."""
    if place + 2 >= len(tokens) or tokens[place].text != "/":
        return False
    many = tokens[place + 1].figure
    return (
        many is not None
        and many.value in _MANY
        and tokens[place + 2].text[0].isalpha()
        and not tokens[place + 2].marks & Mark.stop
    )


def _is_one_of_two(read: Tokens, place: int) -> bool:
    """Whether a word is one of two with nothing but a slash between them, and a plural comes after: 'EU/UK customers',
    and not '40 calls/day'."""
    said = read.tokens[place : place + 5]
    if len(said) < 4 or said[1].text != "/" or len(read.words(place, place + 2).split()) > 1:
        return False
    is_named = all(one.text[0].isalpha() and not one.marks & Mark.time_unit for one in (said[0], said[2]))
    return is_named and said[2].word not in PERIODS and _leads_to_a_plural(said[3:5])


def _leads_to_a_plural(following: list[Token]) -> bool:
    if not following or is_plural(following[0].word):
        return bool(following)
    is_plain = not following[0].marks and following[0].text[0].isalpha()
    return is_plain and any(is_plural(token.word) for token in following[1:])


_OF_DATA = ("kb", "mb", "gb", "tb", "mib", "gib")
_NAMES_OF_SEVERAL = RarePattern(r"[A-Z]{1,4}-?[0-9]{1,4}s")
_BEFORE_NUMBERS_VI = ("tham", "thông", "hệ", "biến", "hằng")
_SPENT_ON = ("đổi", "đi", "bỏ")
_THAN_NOW = ("fewer", "faster", "sooner", "earlier", "quicker", "slower", "better", "worse")
_NET = ("net", "gross")
"""'+25,000 net'."""
_MANY = frozenset(map(Decimal, (100, 1000, 10_000, 100_000, 1_000_000)))


def _is_noun_of(words: list[Token], token: Token, read: Tokens) -> bool:
    """'2 internal moves', '40 follow-up calls': what is counted in English is a plural, whatever else the word is; and
    in Vietnamese '5 đầu kéo'."""
    if read.vietnamese and not words:
        return token.word in _LOANED
    if read.vietnamese:
        return len(words) == 1 and words[0].word in _ENDS and token.marks & VERBS == Mark.improve
    return is_plural(token.word) and not any(is_plural(word.word) for word in words)


_MINUTE_SIGNS = ("'", "’", "′")
_LOANED = ("release", "deploy", "demo", "launch", "review", "test")
"""English verbs that Vietnamese offices count: 'ship 6 release lên production'."""


def _is_of_a_noun(tokens: list[Token], place: int, words: list[Token], figure: Figure | None) -> bool:
    """Whether a verb or preposition is a syllable of a noun: the first, or the 'thành' of 'bán thành phẩm'."""
    if words:
        return len(words) == 1 and words[0].marks & Mark.do != 0 and tokens[place].marks == Mark.end
    return _begins_a_noun(tokens, place, figure)


def _begins_a_noun(tokens: list[Token], place: int, figure: Figure | None) -> bool:
    """'1.800 bán thành phẩm', '5 hướng dẫn viên', '63 đầu xe': in Vietnamese a verb or a preposition right after a
    number is the first syllable of a noun, where a further one follows."""
    if figure is None or figure.scale_word is not None or place + 1 >= len(tokens):
        return False
    token, following = tokens[place], tokens[place + 1]
    if not following.text[0].isalpha() or following.figure is not None or following.name:
        return False
    if token.word in _ENDS:
        return not following.marks & ~(Mark.unit | Mark.improve) and bare(following.word) not in _PARTS_OF_TIME
    is_verb = token.marks & (Mark.do | Mark.add | Mark.served) and not token.marks & _NEVER_A_NOUN
    return bool(is_verb) and not following.marks & ~(Mark.unit | Mark.end)


_ENDS = ("đầu", "cuối", "hàng")
_PARTS_OF_TIME = ("nam", "thang", "quy", "tuan", "ky", "tien", "mua", "gio", "ngay", "hoc")
_NEVER_A_NOUN = Mark.stop | CHANGES | Mark.reach | Mark.keep


def _head_of(words: list[Token], *, goes_on: bool) -> list[Token]:
    """What of a Vietnamese noun phrase is the noun: all of it up to three syllables ('kỹ thuật viên'), else the first
    two ('kỹ năng công đoạn')."""
    if _is_foreign(words[0].word) and not _is_foreign(words[1].word):
        return words[:1]  # '1400 sv tot nghiep'
    syllables = [word.text.count(" ") + 1 for word in words]
    if sum(syllables) <= _MOST_SYLLABLES and not (goes_on and words[-1].word not in _OF_PEOPLE):
        return words
    if words[1].word in _OF_PEOPLE:
        return words[:2]  # '15 tư vấn viên đợt tháng 9'
    return words[:1] if syllables[0] > 1 or words[0].word in _CLASSIFIERS else words[:2]


def _is_content(tokens: list[Token], place: int) -> bool:
    if place >= len(tokens) or not tokens[place].text[0].isalpha() or tokens[place].figure is not None:
        return False
    if tokens[place].marks & _ADDS:  # 'chuyên đề đổi mới phương pháp'
        return _is_content(tokens, place + 1)
    return not tokens[place].marks & (_AFTER_A_UNIT | VERBS)


_MOST_SYLLABLES = 3
_CLASSIFIERS = word_set(
    "nhà bộ cuộc buổi bài chiếc con cái vụ đợt gói tờ quầy cây ca lô tấm khu suất món nha bo phiên quán"
)
"""Nouns that need no second syllable: 'nhà bảo hiểm phi nhân thọ'."""
_OF_PEOPLE = ("viên", "sinh", "sĩ", "vien", "sinh", "si", "sư", "su")
"""Last syllables of what people are called: 'kỹ thuật viên', and not 'kỹ thuật'."""


def _names_a_period(read: Tokens, place: int) -> bool:
    """'500tr tháng 11', '12 cuốn sách năm 2026': what is numbered here is no unit."""
    following = read.tokens[place + 1] if place + 1 < len(read.tokens) else None
    if following is None or not read.vietnamese or not read.tokens[place].marks & Mark.name:
        return False
    is_thing = read.tokens[place].marks & (Mark.unit | Mark.time_unit) == Mark.unit  # '640 trạm 5G'
    return (following.name and not is_thing) or (following.figure is not None and following.text.isdecimal())


def _says_which_period(tokens: list[Token], place: int) -> bool:
    """'4 tỷ năm ngoái', and not '12 ngày trước 30/6'."""
    said = tokens[place + 1 : place + 3]
    if not said or said[0].word not in _WHICH_PERIOD:
        return False
    is_before = said[0].word in _BEFORE_IT
    return not is_before or (
        tokens[place].word in _PERIODS_BEFORE and (len(said) == 1 or not said[1].text[0].isalnum())
    )


_BEFORE_IT = ("trước", "truoc")
_WHICH_PERIOD = (*_BEFORE_IT, "ngoái", "ngoai", "nay", "này")
_PERIODS_BEFORE = ("năm", "quý", "tháng", "kỳ", "nam", "quy", "thang", "ky")


def _ends_a_unit(tokens: list[Token], place: int) -> bool:
    """Whether a plural comes right before ``place`` and none follows: '12 stores profitable', '9 customers recommend
    us', and not '5 sales calls'."""
    before = tokens[place - 1].word
    if not is_plural(before) or (place < len(tokens) and is_plural(tokens[place].word)):
        return False
    is_of_another = before.rpartition("-")[2] in _PLURALS_OF_OTHERS  # '6 pre-sales handoff documents'
    return not (is_of_another and _leads_to_a_plural(tokens[place : place + 2]))


_PLURALS_OF_OTHERS = ("sales", "operations", "sports", "communications", "systems", "logistics", "analytics")


def is_plural(word: str) -> bool:
    if word.endswith("people"):
        return True
    return (len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))) or word in _PEOPLE


_PEOPLE = ("people", "children", "staff", "women", "men")


def _is_said_of(word: Token) -> bool:
    """'20 keywords ranking', '20 pilot customers live': what is counted does it, or is it."""
    return word.word.endswith(("ed", "ly", "ing")) or word.word in ("live", "active", "ready", "online", "done")


def _is_a_band_of(words: list[Token]) -> bool:
    """'In the 25–35 day band'."""
    return words[-1].word in _BANDS and words[-2].marks & Mark.time_unit != 0


_BANDS = ("band", "range", "window", "corridor", "bracket", "zone")
_CASES = ("ca nhiễm", "ca mắc", "ca nhiem", "ca mac")
"""'0 ca nhiễm khuẩn': one of the two words goes with what comes after it."""
_CASES_ALONE = {"ca": Token("ca", "ca", Mark.unit)}


def _is_foreign(word: str) -> bool:
    """Whether a word is spelled as no syllable of Vietnamese is: 'camera', 'like'."""
    return word.isascii() and not may_be_vietnamese(word)


def _are_issues(tokens: list[Token], place: int) -> bool:
    """'Phát hành 24 số podcast', and not 'từ 5 lên 8 số dự án'."""
    return tokens[place].word == "số" and place > 1 and tokens[place - 2].marks & Mark.do != 0


def _is_active(tokens: list[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].word == "active"


def is_period(tokens: list[Token], place: int) -> bool:
    """Whether a cadence goes on here: 'moi thang', typed without marks, is 'mỗi tháng' and not 'new'."""
    return place < len(tokens) and tokens[place].word in PERIODS


_TOTALS = ("số", "tổng", "lượng", "cả", "toàn", "so", "tong", "luong", "ca", "toan")
"""What opens the name of a measure after its value, and no unit: 'từ 5 lên 8 số dự án'."""
