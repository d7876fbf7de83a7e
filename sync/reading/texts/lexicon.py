"""The words that carry meaning in the text of a key result, looked up by how they are typed.

To teach the reader a word, add it to ``words_vi.py`` or ``words_en.py``; the grammar is in ``wording.py``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from sync.reading.texts.marks import Mark, Marks
from sync.reading.texts.text import bare, word_set
from sync.reading.texts.words_en import ENGLISH
from sync.reading.texts.words_vi import VIETNAMESE, VIETNAMESE_WITH_MARKS

_BOTH_LANGUAGES: dict[Marks, str] = {
    Mark.nothing: (
        "a / b | ui / ux | ux / ui | ci / cd | b2b / b2c | r & d | f & b | l & d | m & a | p & l | o & m | q & a"
    ),
    Mark.at_least: "≥ | >= | ⩾",
    Mark.above: (
        "> | trên | hơn | vượt trên | cao hơn | lớn hơn | nhiều hơn | above | over | more than | greater than | "
        "higher than"
    ),
    Mark.at_most: "≤ | <= | =< | ⩽",
    Mark.below: (
        "< | dưới | thấp hơn | nhỏ hơn | bé hơn | "
        "chưa đến | chưa tới | không tới | ko tới | "
        "ít hơn | nhanh hơn | below | under | less than | lower than | fewer than | "
        "faster than | in under | in less than"
    ),
    Mark.end: "→ | -> | --> | => | ⇒ | ➔ | ➜ | → hạng | -> hạng | => hạng | → vị trí | -> vị trí | → hang",
}

CADENCES: dict[str, str] = {
    **dict.fromkeys(("ngày", "day", "days", "daily", "hàng ngày", "hằng ngày", "đêm", "night"), "day"),
    **dict.fromkeys(("sáng", "tối", "chiều", "morning", "evening"), "day"),
    **dict.fromkeys(("tuần", "week", "wk", "weekly"), "week"),
    **dict.fromkeys(("fortnight", "fortnightly"), "2 weeks"),
    **dict.fromkeys(("tháng", "month", "mo", "monthly"), "month"),
    **dict.fromkeys(("quý", "quarter", "quarterly"), "quarter"),
    **dict.fromkeys(("năm", "year", "yr", "yearly", "annually", "annual"), "year"),
}
"""The word of a period and the cadence that it makes after 'mỗi', 'per' or '/'."""

CADENCE_ADVERBS = frozenset({"daily", "weekly", "fortnightly", "monthly", "quarterly", "yearly", "annually"})

AMISS = word_set(
    "tickets missed unsafe failed late lost unplanned critical overdue open findings finding remarks observations "
    "crashes errors issues bugs defects faults non-conformities nonconformities deviations exceptions violations "
    "breaches complaints injuries accidents incidents leaks layoffs downtime rollbacks regressions blockers "
    "concerns detentions"
)
"""What nobody wants, beside the names of measures of which less is better."""

NUMBERS_IN_WORDS: dict[str, int] = {
    "zero": 0, "nil": 0,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30, "fifty": 50,
}  # fmt: skip
"""Numbers that people write out. 'One' is not among them: it is mostly no number ('one team', 'one place')."""

SCALES_IN_WORDS: dict[str, int] = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
"""What multiplies a number that is written out: 'ten thousand'."""

NUMBERS_AFTER_VERBS: dict[str, int] = {
    "one": 1, "hai": 2, "ba": 3, "bốn": 4, "bon": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "muoi": 10,
}  # fmt: skip
"""Words that are numbers right after a verb of doing or adding, and mostly no numbers elsewhere."""

FACTORS: dict[str, Decimal] = {
    **dict.fromkeys(
        ("double", "doubles", "doubled", "doubling", "gấp đôi", "gap doi", "nhân đôi", "nhan doi"), Decimal(2)
    ),
    **dict.fromkeys(
        ("triple", "triples", "tripled", "tripling", "treble", "trebles", "trebled", "trebling"), Decimal(3)
    ),
    **dict.fromkeys(("gấp ba", "gap ba", "nhân ba", "nhan ba"), Decimal(3)),
    **dict.fromkeys(("quadruple", "quadrupled", "gấp bốn", "gap bon", "gấp tư"), Decimal(4)),
    **dict.fromkeys(("gấp rưỡi", "gap ruoi"), Decimal("1.5")),
}
"""Words of one or two syllables that say how many times as much."""

HALVE = frozenset(("halve", "halves", "halved", "halving"))

NAMES_WITH_NUMBER_BEFORE_UNIT = frozenset(
    word_set("quý tháng tuần năm ngày week day quarter phần phòng lần quy thang tuan nam ngay phan phong lan")
)
"""Words that name a numbered thing ('tháng 12') but not after 'mỗi' or 'per' ('mỗi tháng 12 bài')."""

PLACES = frozenset(
    {
        "kho",
        "xưởng",
        "cơ sở",
        "chi nhánh",
        "lớp",
        "khối",
        "nhà máy",
        "phân xưởng",
        "dây chuyền",
        "cửa hàng",
        "toà",
        "tòa",
        "trạm",
    }
)
"""Words that name a numbered place ('kho 2'), but not before what is counted there ('kho 5 tầng')."""


def may_be_vietnamese(words: str) -> bool:
    """Whether words are spelled as syllables of Vietnamese without marks may be: 'in', 'to', and not 'camera'."""
    return all(_SYLLABLE.fullmatch(word) for word in words.split(" "))


_OTHER_WITHOUT_MARKS = word_set("tre no huy cham")
"""'Trẻ', 'no', 'huy' and 'chăm' as well as what is late, owed, cancelled or slow."""
_SYLLABLE = re.compile(r"(?:[bdghklmnprstvxc]|ch|gh|gi|kh|ng|ngh|nh|ph|qu|th|tr)?[aeiouy]{1,3}(?:[cmnpt]|ch|ng|nh)?")


_PERIODS_WITHOUT_MARKS = ("ngay", "tuan", "thang", "quy", "nam", "gio", "ca", "ky")


Phrases = dict[str, list[tuple[list[str], Marks]]]
"""The words of phrases with their marks, by the second of them."""


class Lexicon:
    """Phrases with all their marks. ``words`` has those of one word; ``phrases`` all longer ones, by their first word
    and by their second, longest first. The longest phrase has ``most_words``, and none has a number in it."""

    def __init__(self, *languages: dict[Marks, str], without_marks: bool = False) -> None:
        entries: dict[tuple[str, ...], Marks] = {}
        for language in languages:
            for mark, phrases in language.items():
                for phrase in phrases.split(" | "):
                    spelled = bare(phrase) if without_marks and not phrase.isascii() else phrase.strip()
                    is_other = without_marks and language is ENGLISH and may_be_vietnamese(spelled) and spelled != "min"
                    if without_marks and mark == Mark.lower_is_better and spelled in _OTHER_WITHOUT_MARKS:
                        continue
                    if spelled and not is_other:
                        words = tuple(spelled.split(" "))
                        entries[words] = entries.get(words, 0) | mark
        self.words = {words[0]: marks for words, marks in entries.items() if len(words) == 1}
        self.phrases: dict[str, Phrases] = {}
        for words, marks in sorted(entries.items(), key=lambda entry: -len(entry[0])):
            if len(words) > 1:
                self.phrases.setdefault(words[0], {}).setdefault(words[1], []).append((list(words), marks))
        self.most_words = max(map(len, entries))
        self.without_marks = without_marks

    def goes_on(self, words: list[str], length: int) -> bool:
        """Given words without marks, and how many of them a phrase takes, return whether its last belongs to the phrase
        after it: 'dat toi thieu' is 'đạt tối thiểu', and not 'đạt tới'."""
        if not self.without_marks or not 1 < length < len(words):
            return False
        last, following = words[length - 1 : length + 1]
        if last == "moi" and following in _PERIODS_WITHOUT_MARKS:
            return True  # 'lam them moi thang'
        return any(
            phrase == words[length - 1 : length - 1 + len(phrase)]
            for phrase, _ in self.phrases.get(last, {}).get(following, ())
        )

    def longest(self, words: list[str]) -> tuple[int, Marks]:
        """Given words, the first of which opens ``phrases``, return how many of them the longest of these takes, and
        its marks: 1 and 0 where none does."""
        if len(words) > 1:
            for phrase, marks in self.phrases[words[0]].get(words[1], ()):
                if words[: len(phrase)] == phrase:
                    return len(phrase), marks
        return 1, 0


@cache
def marked() -> Lexicon:
    """The words of a text with Vietnamese marks in it, which may be English ones as well."""
    return Lexicon(_BOTH_LANGUAGES, VIETNAMESE, VIETNAMESE_WITH_MARKS, ENGLISH)


@cache
def english() -> Lexicon:
    return Lexicon(_BOTH_LANGUAGES, ENGLISH)


@cache
def unmarked() -> Lexicon:
    """The words of a Vietnamese text that was typed without marks, and those English ones that can be no others."""
    return Lexicon(_BOTH_LANGUAGES, VIETNAMESE, ENGLISH, without_marks=True)
