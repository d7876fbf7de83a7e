"""How people write a cycle in a tab's name, a title or a cell, in Vietnamese and English: text ─▶ periods.

A period must be said, not guessed: 'Top 4' and 'Team 2026 km' name none. A word that is only ever a period ('Q4',
'Quý IV', 'tháng 11') counts anywhere; one that may be something else ('T11', 'Nov', '2026') counts beside a year, or
where nothing else stands in the text than words such as 'OKR' and 'kế hoạch'.
"""

import re
import unicodedata
from typing import Literal, NamedTuple

from sync.patterns import RarePattern

PeriodKind = Literal["year", "half", "quarter", "month", "week"]


class Period(NamedTuple):
    """A period as named. ``year`` is None where none is said; ``two_years`` when it is written as two ('2025-2026') and
    ``year`` is the first of them."""

    kind: PeriodKind
    number: int = 0
    year: int | None = None
    two_years: bool = False

    def id_in(self, year: int) -> str:
        """Given a year, return the cycle's id in it."""
        marks = {"year": "", "half": f"-H{self.number}", "quarter": f"-Q{self.number}", "month": f"-{self.number:02}"}
        return f"{year:04}" + marks.get(self.kind, f"-W{self.number:02}")


def find_periods(text: str) -> tuple[Period, ...]:
    """Given a text, return the periods that it names, in its order."""
    if len(text) > _LONGEST_NAME:
        return ()
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if usual := _AS_MOST_TABS.fullmatch(folded):
        return (Period("quarter", int(usual["quarter"]), int(usual["year"])),)
    folded = _DAY.sub("†", folded)
    folded = _SEVERAL.sub(_each_with_its_word, folded)
    for pattern, spaced in _COMPACT:
        folded = pattern.sub(spaced, folded)
    mentions = [
        _mention(found)
        for found in _MENTION.finditer(folded)
        if not (_spans_years(found) or _is_a_trade(folded, found))
    ]
    if not mentions:
        return ()
    years = [mention for mention in mentions if mention.kind == "year"]
    periods = [mention for mention in mentions if mention.kind != "year"]
    nothing_else = _says_nothing_else(folded, mentions)
    if periods:
        return tuple(
            _dated(mention, mentions, folded) for mention in periods if nothing_else or _sure(mention, mentions, folded)
        )
    return tuple(
        Period("year", 0, mention.year, mention.two_years)
        for mention in years
        if mention.sure or nothing_else or _heads_okrs(folded, mention)
    )


def _each_with_its_word(found: re.Match[str]) -> str:
    """Given 'tháng 10-12', return 'tháng 10 - tháng 12'; what does not rise is no row of periods, and stays."""
    words = _IN_A_ROW.findall(found["numbers"])
    numbers = [_ROMAN.get(word) or int(word) for word in words]
    last = 4 if found["word"].startswith("q") else 53 if found["word"].startswith(("w", "tu")) else 12
    if numbers != sorted(numbers) or numbers[-1] > last:
        return found[0]
    return " - ".join(f"{found['word']}{word}" for word in words)


class _Mention(NamedTuple):
    kind: PeriodKind
    number: int
    year: int | None
    two_years: bool
    sure: bool
    """Whether it is a period wherever it stands."""
    start: int
    end: int


_LONGEST_NAME = 200
"""What is longer is a text, and no title."""
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH_NAMES = rf"(?:{'|'.join(_ENGLISH_MONTHS)})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?"

_AS_MOST_TABS = re.compile(r"(?:okrs? )?(?:q|qu[ýy] )(?P<quarter>[1-4])[ /-](?P<year>20[2-4][0-9])")
"""What is written so needs none of the patterns below, which are long."""

# A day is no cycle, and neither are its month and year: '15/11/2026', 'ngày 15 tháng 11 năm 2026', 'Nov 15, 2026'.
_DAY = RarePattern(
    rf"""(?<![^\W_])(?:
        \d\d?[-/.]\d\d?[-/.](?:20)?\d\d | 20\d\d[-/.]\d\d?[-/.]\d\d?
      | \d\d?\ (?:tháng|thang)\ \d\d?(?:(?:,|\ năm|\ nam|/|-|\ )*20\d\d)?
      | \d\d?(?:st|nd|rd|th)?\ (?:of\ )?(?:{"|".join(_ENGLISH_MONTHS)})[a-z]*\.?(?:,?\ 20\d\d)?
      | (?:{"|".join(_ENGLISH_MONTHS)})[a-z]*\.?\ \d\d?(?:st|nd|rd|th)?(?:,?\ 20\d\d)?
    )(?![^\W_])""",
    re.VERBOSE,
)

# 'Tháng 10-12', 'Quý III & IV', 'T10–12/2026': the word stands once for several numbers; nothing but a year follows.
_SEVERAL = RarePattern(
    r"""(?<![^\W_])(?P<word>(?:q[uúy][ýyíi]?|tháng|thang|months?|tuần|tuan|weeks?)\ |[qtw]\ ?)
        (?P<numbers>(?:\d\d?|i{1,3}|iv)(?:\ ?(?:[-–—,&+]|và|va|and|đến|den|tới|toi|to)\ ?(?:\d\d?|i{1,3}|iv))+)
        (?=\ ?(?:$|20[2-4]\d|năm|nam|fy|/\ ?20|[^\w\s/.,%]))""",
    re.VERBOSE,
)
_IN_A_ROW = RarePattern(r"\d\d?|iv|i{1,3}")

_NUMBER_ENDS = r"(?![.,]?\d|\ ?(?:%|tỷ|tỉ|triệu|ty|trieu|nghìn|ngàn)(?![^\W_]))"

# 'Quí 4', 'Q.4', 'QIV', 'Qtr 4', 'Th11', 'Nov'26' and '11.2026' in their usual spelling; 'Q4/26', '2026Q4', '4Q26' and
# '1H2026' with their parts apart.
_COMPACT = tuple(
    (RarePattern(pattern), spaced)
    for pattern, spaced in (
        (r"(?<![^\W_])(?:quí|qúi|qui)(?= ?(?:[1-4]|i{1,3}|iv)(?![^\W_]))", "quý"),
        (r"(?<![^\W_])q ?[-._] ?(?=[1-4](?![^\W_]|[.,]\d))", "q"),
        (r"(?<![^\W_])q(?: ?[-._] ?(?=i{1,3}(?![^\W_])|iv(?![^\W_]))|(?=i{2,3}(?![^\W_])|iv(?![^\W_])))", "quý "),
        (r"(?<![^\W_])(?:qtr(?![^\W_])\.?)", "quarter"),
        (r"(?<![^\W_])(?:thg?\.?|m) ?(1[0-2]|0?[1-9])(?= ?[-/._'’ ] ?(?:20)?[2-4]\d(?![^\W_]))", r"t\1"),
        (r"(?<![^\W_])((?:tháng|thang) \d\d?) ?[-.] ?(20[2-4]\d)(?![^\W_]|[./-]\d)", r"\1/\2"),
        (rf"(?<![^\W_])({_MONTH_NAMES}) ?[-/_'’] ?([2-4]\d)(?![^\W_]|[./-]\d)", r"\1 fy\2"),
        (rf"(?<![^\W_])(?<!\d[./,-])(1[0-2]|0?[1-9])[._](20[2-4]\d)(?![^\W_]){_NUMBER_ENDS}", r"\1/\2"),
        (r"(?<![^\W_])(20[2-4]\d)[._](?=(?:0[1-9]|1[0-2])(?![^\W_]|[-/.]?\d))", r"\1-"),
        (r"(?<![^\W_])(?:fy ?)?((?:20)?[2-4]\d)([qh][1-4]|w\d\d?)(?![^\W_])", r"fy\1 \2"),
        (r"(?<![^\W_])([1-4])([qh]) ?['’]?((?:20)?[2-4]\d)(?![^\W_])", r"\2\1 fy\3"),
        (r"(?<![^\W_])([qh][1-4]|t\d\d?|quý \S{1,3})(?: ?[-/.'’]|fy| ')((?:20)?[2-4]\d)(?![^\W_]|[./-]\d)", r"\1 fy\2"),
        (r"(?<![^\W_])([qh][1-4])(20[2-4]\d)(?![^\W_])", r"\1 \2"),
    )
)

_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
_MENTION = RarePattern(
    rf"""
    (?<![^\W_])(?:
      (?P<half_words>(?:(?:6|sáu|sau)\ (?:tháng|thang)|6\ ?t)\ (?P<half_end>đầu|dau|cuối|cuoi)(?:\ năm|\ nam)?
        |(?:nửa|nua)\ (?:đầu|dau|(?P<half_late>cuối|cuoi|sau))\ (?:năm|nam)
        |(?:(?P<half_second>second|2nd)|first|1st)\ half)
      |(?:h|half\ ?|bán\ niên\ ?)(?P<half>[12])(?![.,]?\d)
      |(?P<quarter_ordinal>(?:(?P<ordinal>first|second|third|fourth|last|final)|(?P<nth>[1-4])(?:st|nd|rd|th))\ quarter)
      |(?:q\ ?|quarter\ ?)(?P<quarter>[1-4])(?![.,]?\d)
      |(?:quý|qúy|quy)\ ?(?P<quy>[1-4]|i{{1,3}}|iv){_NUMBER_ENDS}
      |(?P<last_quy>(?:quý|qúy|quy)\ (?:cuối|cuoi)(?:\ cùng|\ cung)?)
      |(?:tháng|thang|month)\ ?(?P<month>1[0-2]|0?[1-9]|i{{1,3}}|i?v|vi{{1,3}}|i?x|xi{{1,2}}){_NUMBER_ENDS}
      |t(?P<t_month>1[0-2]|0?[1-9])(?![.,]?\d)
      |(?P<month_name>{_MONTH_NAMES})\.?
      |(?:w|tuần\ ?|tuan\ ?|week\ ?)(?P<week>[0-5]?\d)(?![.,]?\d)
      |(?P<iso_year>20\d\d)\ ?[-/]\ ?(?P<iso_month>0[1-9]|1[0-2])(?!\ ?[-/.]?\d)
      |(?<![\d][./,-])(?P<first_month>0?[1-9]|1[0-2])\ ?[-/]\ ?(?P<then_year>20\d\d)(?![.,]?\d)
      |(?P<said>(?:năm\ tài\ chính|năm|niên\ độ|fiscal\ year|year|fy)\ ?)?
        (?P<year>20\d\d|(?<=fy)[2-4]\d|(?<=fy\ )[2-4]\d)(?:\ ?[-–/]\ ?(?P<second_year>(?:20)?[2-4]\d))?(?![.,]?\d)
    )(?![^\W_])
    """,
    re.VERBOSE,
)
_BETWEEN = RarePattern(r"(?:[\s/.,_\-–—'’()&:;|·+]|năm|nam|of|và|and|to|đến|den|cuối|cuoi|cùng|năm tài chính)*")
_WORD = re.compile(r"[^\W_]+")
_OKR_WORDS = frozenset(("okr", "okrs", "kpi", "kpis"))
_WORDS_AROUND = """
    o kr krs objective objectives goal goals key result results muc tieu ket qua then chot chinh chu ky cycle period
    ke hoach plan planning bang sheet tab bao cao report tien do cap nhat check in checkin checkins nam year fy fiscal
    annual yearly quarterly company cong ty theo the for of and va to den tu cua het month thang quarter quy draft final
"""
_PLAIN_WORDS = _OKR_WORDS.union(_WORDS_AROUND.split())


def _mention(found: re.Match[str]) -> _Mention:
    """Given a match, return what it names."""
    groups = {name: words for name, words in found.groupdict().items() if words is not None}

    def mention(kind: PeriodKind, number: int, sure: bool = True, year: str = "", two_years: bool = False) -> _Mention:
        full_year = None if not year else int(year) if len(year) == 4 else 2000 + int(year)
        return _Mention(kind, number, full_year, two_years, sure, found.start(), found.end())

    if "year" in groups:
        second = groups.get("second_year")
        two_years = second is not None and int(second[-2:]) == int(groups["year"][-2:]) + 1
        return mention("year", 0, "said" in groups, groups["year"], two_years)
    if "iso_year" in groups:
        return mention("month", int(groups["iso_month"]), year=groups["iso_year"])
    if "then_year" in groups:
        return mention("month", int(groups["first_month"]), year=groups["then_year"])
    if "half_words" in groups:
        late = "half_late" in groups or "half_second" in groups or groups.get("half_end") in ("cuối", "cuoi")
        return mention("half", 2 if late else 1)
    if "half" in groups:
        return mention("half", int(groups["half"]))
    if "quarter_ordinal" in groups:
        return mention("quarter", int(groups["nth"]) if "nth" in groups else _ORDINALS[groups["ordinal"]])
    if "last_quy" in groups:
        return mention("quarter", 4, sure=False)
    if "quarter" in groups or "quy" in groups:
        words = groups.get("quarter") or groups["quy"]
        return mention("quarter", _ROMAN.get(words) or int(words))
    if "week" in groups:
        return mention("week", int(groups["week"]))
    if "month" in groups:
        return mention("month", _ROMAN.get(groups["month"]) or int(groups["month"]))
    if "t_month" in groups:
        return mention("month", int(groups["t_month"]), sure=False)
    return mention("month", 1 + _ENGLISH_MONTHS.index(groups["month_name"][:3]), sure=False)


def _spans_years(found: re.Match[str]) -> bool:
    """Whether a match is a plan's years ('2026-2030'), which are no cycle."""
    year, second_year = found["year"], found["second_year"]
    return second_year is not None and int(second_year[-2:]) > int(year[-2:]) + 1


_TRADES = {"may": ("xuong", "nganh", "nghiep"), "mar": ("phong", "ban", "khoi")}
"""By the month that they are spelt like: what right before them says that they are a team's trade."""


def _is_a_trade(text: str, found: re.Match[str]) -> bool:
    """Whether a month's English name is what a team does: 'Xưởng may 2026' sews, 'Phòng Mar 2026' markets."""
    places = _TRADES.get(found["month_name"] or "")
    before = text[: found.start()]
    if places is None or not before.endswith(" "):
        return False
    words = before.split()
    is_company = found["month_name"] == "may" and words[-2:] in (["công", "ty"], ["cong", "ty"])
    return is_company or _without_marks(words[-1]) in places


def _says_nothing_else(text: str, mentions: list[_Mention]) -> bool:
    """Given a text and what it mentions, tell whether all its other words are ones that say nothing of a measure."""
    pieces, after = [], 0
    for mention in mentions:
        pieces.append(text[after : mention.start])
        after = mention.end
    pieces.append(text[after:])
    return all(_without_marks(word) in _PLAIN_WORDS for piece in pieces for word in _WORD.findall(piece))


def _without_marks(word: str) -> str:
    """``reading`` stands above cycles and is not to be imported here, not even for its words."""
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("đ", "d")


def _sure(mention: _Mention, mentions: list[_Mention], text: str) -> bool:
    return mention.sure or _year_beside(mention, mentions, text) is not None


def _year_beside(mention: _Mention, mentions: list[_Mention], text: str) -> _Mention | None:
    """Given a mention, return the year that stands beside it, or beside the row of mentions that it stands in."""
    at = mentions.index(mention)
    for others in (range(at + 1, len(mentions)), range(at - 1, -1, -1)):
        edge = mention
        for other in (mentions[index] for index in others):
            first, second = sorted((edge, other), key=lambda one: one.start)
            if not _BETWEEN.fullmatch(text, first.end, second.start):
                break
            if other.year is not None:
                return other
            edge = other
    return None


def _dated(mention: _Mention, mentions: list[_Mention], text: str) -> Period:
    """Given a period, return it with its year: its own, the one beside it, else the only one that the text has."""
    if mention.year is not None:
        return Period(mention.kind, mention.number, mention.year)
    dated = _year_beside(mention, mentions, text)
    if dated is None:
        only = {other.year: other for other in mentions if other.kind == "year"}
        dated = next(iter(only.values())) if len(only) == 1 else None
    if dated is None:
        return Period(mention.kind, mention.number)
    return Period(mention.kind, mention.number, dated.year, dated.two_years)


def _heads_okrs(text: str, year: _Mention) -> bool:
    """Whether a bare year opens or closes a text that says OKR or KPI: '2026 Sales OKRs'."""
    words = list(_WORD.finditer(text))
    at_an_end = words[0].start() == year.start or words[-1].end() == year.end
    return at_an_end and any(word.group() in _OKR_WORDS for word in words)
