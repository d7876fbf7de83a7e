"""Header words ─▶ the fields that they may mean, in both languages: 'Chỉ tiêu (VND)', 'KR owner', 'Target Q4 2026'.

A header is looked up as it stands; then without hints in brackets, numbering and words that only say whose it is; then
part by part where it is written in two languages. What a word may mean besides is for the column's content to decide.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from sync.messages import owned_field
from sync.model.findings import Language
from sync.model.rows import OWNED_FIELDS, Field
from sync.patterns import RarePattern
from sync.reading.sheets.header_periods import (
    LONGEST_HEADER,
    months_in_digits,
    names_a_day,
    period_words,
    timed,
    without_period,
)
from sync.reading.sheets.header_words import EITHER, ENGLISH, OTHER, VIETNAMESE, WEAK
from sync.reading.sheets.ratios import comparison_in
from sync.reading.texts.text import bare

OWNED_MARK = "⟳"
OWNED_NOTE = "okr-sync"
"""How the note on the header of a column of ours begins."""


class Placement(NamedTuple):
    """What a header may mean. ``fields`` are in order of likelihood, and empty for a word that is known to be none of
    ours; ``period`` is the period that it names besides ('Q4 2026' of 'Target Q4 2026') or by itself. ``also`` is a
    second value that its cells hold ('Current / Target'). ``guessed`` where only a part of its words is known: 'KH' of
    'KH điều chỉnh (KH)'."""

    fields: tuple[Field, ...] = ()
    language: Language | None = None
    period: str = ""
    weak: bool = False
    owned: bool = False
    also: Field | None = None
    guessed: bool = False

    @property
    def field(self) -> Field | None:
        return self.fields[0] if self.fields else None


def _sets_beside(text: str, words: str) -> bool:
    """'So tháng trước', 'T11/2026 so T10/2026', '2026/2025': how much more, or what share of it; 'Số tháng' counts."""
    if _SETS_BESIDE.search(words) is not None:
        return not text.lstrip().casefold().startswith("số")
    years = _YEAR_BY_YEAR.fullmatch(text) if "/20" in text.replace(" ", "") else None
    return years is not None and years[1] > years[2]


@lru_cache(maxsize=4096)
def place(text: str) -> Placement | None:
    """Given a header as typed, return what it may mean, or None where its words are not known."""
    if len(text) > LONGEST_HEADER or ("%" in text and _BEGINS_WITH_A_SHARE.match(text)):
        return None
    if OWNED_MARK in text:
        return _owned(text)
    if text.strip().casefold() == "đèn":
        return Placement((Field.status,), "vi")  # which 'đến' is not
    text = months_in_digits(text)
    words = plain_words(text)
    if not words:
        return _KNOWN.get(text.strip())
    if words in _ANSWERS and not text.rstrip().endswith("?"):
        return None
    found = _look_up(words)
    if found is None and text.isalpha() and not (text.isupper() or text[1:].islower()):
        found = _look_up(plain_words(_HUMP.sub(" ", text)))  # 'TargetValue', as exports name their columns
    if found is not None:
        return found
    if _sets_beside(text, words):
        return Placement(())
    if (list_of_both := _list_of_both(text)) is not None:
        return list_of_both
    if (measured := _value_of_a_measure(words)) is not None:
        return measured
    period = period_words(text)
    if period is None and _KNOWN_WORDS.isdisjoint(words.replace("%", "% ").split()):
        return None
    if period is not None and not without_period(words).strip():
        return Placement((Field.period,), None, period)
    parts = [part for part in (plain_words(part) for part in _PARTS.split(text)) if part]
    if len(parts) > 1:
        placed = [found for found in map(_look_up, parts) if found is not None and found.fields]
        pair = _pair(placed)
        if pair is not None:
            return pair
        compared = _compared(text)
        if compared is not None:
            return compared
        if placed and not _is_divided_by(text, placed[0]):
            return placed[0]._replace(period=period or "", guessed=not _says_the_same(text, placed))
    compared = _compared(text)
    if compared is not None:
        return compared
    found = _timed(text)
    if found is not None:
        return found
    halves = [plain_words(half) for half in _DASHES.split(text)]
    if len(halves) == 2 and all(half in _KNOWN for half in halves):
        return _KNOWN[halves[0]]
    if len(halves) == 2 and text.rstrip().endswith("?") and ":" not in text and halves[0] in _KNOWN:
        return _KNOWN[halves[0]]  # 'Key result - How do we measure it?'
    so_far = _SO_MANY_MONTHS.fullmatch(words) if words.endswith(_END_MONTHS) else None
    if so_far is not None and Field.current in _fields_of(so_far["what"]):
        return Placement((Field.current,), "vi", guessed=True)  # 'Thực hiện 10 tháng'
    if period is not None and (told := _TOLD_BEHIND.get(without_period(words).strip())) is not None:
        return Placement(told, "en", period)
    ahead = _AHEAD.fullmatch(words) if _may_be_ahead(words) else None
    if ahead is not None and (aim := _look_up(ahead["target"] or ahead["before"])) is not None:
        may_head_words = Field.objective in aim.fields  # 'Mục tiêu 6 tháng'
        return aim._replace(fields=aim.fields if may_head_words else (Field.target,), guessed=True)
    for shorter in _shorter(words):
        found = _look_up(shorter)
        if found is not None:
            is_a_day = words.endswith(" date") and not words.endswith(" to date") and found.field in _VALUES
            return Placement() if is_a_day else found._replace(period=period or "", guessed=True)
    if period is None and text.isascii() and words.endswith((" kpi", " kpis")):
        return Placement((Field.kpi,), "en", guessed=True)  # 'Cost centre KPI'
    return Placement((Field.period,), None, period) if period is not None and len(parts) > 1 else None


_ANSWERS = frozenset(("dat", "met", "reached", "passed"))
"""What stands below 'Đạt?' and 'Met?', too: without its question mark it heads nothing."""


@lru_cache(maxsize=1024)
def compared_pair(text: str) -> Placement | None:
    """Given a header that compares the value with its target ('Actual vs Target'), return what it means where its cells
    hold both ('84 of 90'), None where it names not just these two."""
    halves = [plain_words(half) for half in _COMPARED.split(text)]
    if len(halves) != 2:
        return None
    pair = _pair([found for found in map(_look_up, halves) if found is not None and found.fields])
    return pair._replace(guessed=True) if pair is not None else None


@lru_cache(maxsize=16_384)  # as many as a tab has columns: a text takes a millisecond, and is asked for several times
def nearest(text: str) -> tuple[Field, int] | None:
    """Given a header that has no place, return the field whose words are nearest and how many letters differ (99 where
    only a word is shared, or one may be another word altogether); None where none is near. 'Hoàn thành' over no ticks
    has no place, and is near to '% hoàn thành'."""
    words = plain_words(text)
    if len(words) < 4 or len(text) > 40 or _DIGITS.search(words):
        return None
    allowed = 1 if len(words) < 8 else 2
    letters = _letters(words)
    best: tuple[int, Field, str] | None = None
    for known, its_letters, field in _of_about(len(words), allowed):
        if (letters & ~its_letters).bit_count() <= allowed and (its_letters & ~letters).bit_count() <= allowed:
            distance = _distance(words, known, allowed)
            if distance <= allowed and _is_misspelt(words, known) and (best is None or distance < best[0]):
                best = (distance, field, known)
    if best is not None:
        return best[1], best[0] if _is_a_slip(words, best[2]) else _SHARED
    for word in words.split():
        if word in _TELLING:
            return _TELLING[word], _SHARED
    return None


_SHARED = 99


@lru_cache(maxsize=64)
def _of_about(length: int, allowed: int) -> tuple[tuple[str, int, Field], ...]:
    """The words that may be meant by one of this length, each with its letters."""
    return tuple(
        (known, _letters(known), placement.fields[0])
        for known, placement in _KNOWN.items()
        if placement.fields and placement.field is not Field.done and len(known) > 3
        if abs(len(known) - length) <= allowed
    )


def _letters(words: str) -> int:
    """Which letters occur, a bit each: where too many are in only one of two words, their distance need not be counted,
    which takes a hundred times as long."""
    found = 0
    for letter in words:
        found |= 1 << (ord(letter) % 64)
    return found


def _is_misspelt(words: str, known: str) -> bool:
    """Whether no short word is another one altogether: 'Còn thiếu' is no 'Tối thiểu', 'Ưu tiên' no 'Tự tin'."""
    typed, meant = words.split(), known.split()
    if len(typed) != len(meant):
        return True
    short = [(one, other) for one, other in zip(typed, meant, strict=True) if len(one) <= 4 and one != other]
    return len(short) <= 1 and all(_distance(one, other, 1) <= 1 for one, other in short)


def _is_a_slip(words: str, known: str) -> bool:
    """Whether a slip of the hand made one of the other, which hits one word: 'Miền Trung' is no 'Hiện trạng'. Nor is
    what says something by itself."""
    typed, meant = words.split(), known.split()
    differ = sum(one != other for one, other in zip(typed, meant, strict=False))
    return words not in _THEMSELVES and (len(typed) != len(meant) or differ == 1)


_THEMSELVES = frozenset(("chi tiet", "hien thi", "trang", "case", "cases"))
"""Words a letter or two from one of ours."""


def likeness(text: str, wanted: Field) -> float:
    """Given a header that has no place, return what share of its words are among those that head a field's columns."""
    words = plain_words(text).split()
    return sum(word in _words_of(wanted) for word in words) / len(words) if words else 0.0


@lru_cache(maxsize=64)
def _words_of(wanted: Field) -> frozenset[str]:
    return frozenset(word for known, found in _KNOWN.items() if wanted in found.fields for word in known.split())


def is_nearly_a_name(text: str) -> bool:
    """Whether a header is 'Objective' or 'Key result' but for a letter or two: a quick look before ``nearest``."""
    words = plain_words(text)
    return any(abs(len(words) - len(name)) <= 2 and _distance(words, name, 2) <= 2 for name in _NAMES)


@lru_cache(maxsize=4096)
def plain_words(text: str) -> str:
    """Given a header, return its words bare, without signs: 'Chỉ tiêu *' is 'chi tieu'."""
    return " ".join(_SIGNS.sub(" ", bare(text)).split())


def field_named(name: str) -> Field | None:
    """Given a field's name as settings write it, return it."""
    return Field.__members__.get(name)


def _owned(text: str) -> Placement | None:
    """A header that carries the mark: one of ours where its words are, in whatever language we wrote it."""
    written = owned_field(text)
    if written is not None:
        field, language = written
        return Placement((field,), language, owned=True)
    words = plain_words(text.replace(OWNED_MARK, ""))
    if words == "nhan xet":
        return Placement((Field.warnings,), "vi", owned=True)
    found = _KNOWN.get(words)
    if found is None:
        return None
    own = next((field for field in found.fields if field in OWNED_FIELDS), None)
    return found if own is None else Placement((own,), found.language, owned=True)


def _look_up(words: str) -> Placement | None:
    return _KNOWN.get(words) or _KNOWN.get(_ABBREVIATED.sub(lambda found: _IN_FULL[found[0]], words))


def _fields_of(words: str) -> tuple[Field, ...]:
    found = _look_up(words)
    return () if found is None else found.fields


def _pair(placed: list[Placement]) -> Placement | None:
    """'Current / Target' heads cells with both."""
    fields = [Field.target if one.fields == _GOAL else one.field for one in placed]
    if len(placed) == 2 and set(fields) == {Field.current, Field.target} and fields[0] is not None:
        return placed[0]._replace(fields=(fields[0],), also=fields[1])
    return None


def _list_of_both(text: str) -> Placement | None:
    """'Objective & Key Results', 'Mục tiêu / KR': one list of objectives and key results."""
    halves = [plain_words(half) for half in _TWO.split(text)]
    placed = [_look_up(half) for half in halves] if len(halves) == 2 else []
    fields = {found.field for found in placed if found is not None}
    if fields != {Field.objective, Field.key_result}:
        return None
    of_key_results = next(found for found in placed if found is not None and found.field is Field.key_result)
    return None if of_key_results.weak else of_key_results._replace(fields=(Field.item,))


def heads_both(text: str) -> bool:
    """Whether a header is one list's of objectives and key results: 'Objective & Key Results'."""
    return _list_of_both(text) is not None


def _value_of_a_measure(words: str) -> Placement | None:
    """'Metric start', 'Chỉ số đầu kỳ', 'Measure: goal': a value, unless its column holds words."""
    found = _OF_A_MEASURE.fullmatch(words) if words.startswith(_MEASURES) else None
    value = _look_up(found["value"]) if found is not None else None
    own = tuple(field for field in value.fields if field in _BEGIN_OR_END) if value is not None else ()
    if value is None or not own:
        return None
    return Placement((own[0], Field.kpi, Field.key_result), value.language, guessed=True)


def _compared(text: str) -> Placement | None:
    """A header that compares the value with its target: progress, or none of ours."""
    compared = comparison_in(text)
    if compared is None:
        return None
    return Placement((Field.progress,), guessed=True) if compared == "attained" else Placement()


def _timed(text: str) -> Placement | None:
    """A header that says as of when: 'Target by 31 Dec', 'Mục tiêu cuối Q4/2026', 'Kết quả tính đến 15/11', 'Cuối Q3'.
    What was measured on a day is a value by period."""
    if _AT_THE_START.fullmatch(bare(text)):
        return Placement((Field.baseline, Field.start), None, period_words(text) or "")
    told = timed(text)
    if told is None:
        return None
    words = plain_words(told.rest)
    own = period_words(told.rest)
    if not words or (own is not None and without_period(words).strip() in ("tu", "from")):
        return Placement((Field.period,), None, told.period) if told.period else None
    if own is not None and names_a_day(told.period):
        told = told._replace(period=own)  # 'Mục tiêu Q4 (đến 31/12)'
    found = next((found for one in (words, *_shorter(words)) if (found := _look_up(one)) is not None), None)
    if found is None or not found.fields:
        return found
    fields = tuple(sorted(found.fields, key=lambda one: one not in _VALUES))
    if fields[0] in (Field.current, Field.value) and names_a_day(told.period):
        return Placement((Field.period,), None, told.period)
    return found._replace(fields=fields, period=told.period, guessed=True)


def _says_the_same(text: str, placed: list[Placement]) -> bool:
    """Whether all of a header means one field: its parts in two languages, or all that stands outside of brackets."""
    outside = plain_words(_BRACKETED.sub(" ", text))
    return outside in _KNOWN or (
        len({placement.field for placement in placed}) == 1
        and all(part in _KNOWN for part in map(plain_words, _PARTS.split(text)) if part)
    )


def _is_divided_by(text: str, placed: Placement) -> bool:
    """Whether a value's word is only what something unknown is divided by: 'KH' of 'Doanh số/KH'."""
    dividend, slash, _ = text.partition("/")
    if not slash or placed.field not in _VALUES:
        return False
    words = plain_words(dividend)
    return _look_up(words) is None and not any(_look_up(shorter) for shorter in _shorter(words))


def _may_be_ahead(words: str) -> bool:
    """Whether words begin or end with an aim, and tell a number."""
    return (words.startswith(_AIMS) or words.endswith(_AIMS)) and any(map(str.isdigit, words))


def _shorter(words: str) -> Iterator[str]:
    """The header's words with less and less around them."""
    if "%" in words:
        words = " ".join(words.replace("%", " ").split())
        yield words
    of_any_time = " ".join(without_period(words, " ").split())
    if of_any_time != words:
        yield of_any_time
    numbered = _NUMBERED.sub("", of_any_time)
    if numbered != of_any_time:
        yield numbered
    rest = [word for word in numbered.split() if word not in _FILLERS]
    left = " ".join(rest)
    yield left
    padded = f" {left} "
    for owner in _WHOSE:
        if owner in padded:
            stripped = padded.replace(owner, " ", 1).strip()
            if stripped:
                yield stripped
    if rest and rest[-1] in _UNITS:
        yield " ".join(rest[:-1])


def _distance(one: str, two: str, limit: int) -> int:
    """How many letters differ, neighbours that changed places counted once."""
    before: list[int] = []
    last = list(range(len(two) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, other in enumerate(two, start=1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == two[column - 2] and one[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > limit:
            return limit + 1
        before, last = last, line
    return last[-1]


def _words(listed: str) -> list[str]:
    return " ".join(listed.split()).removesuffix(",").split(", ")


def _known() -> Mapping[str, Placement]:
    known: dict[str, Placement] = {word: Placement() for word in OTHER if word}
    languages: tuple[tuple[Mapping[Field, str], Language], ...] = ((VIETNAMESE, "vi"), (ENGLISH, "en"))
    for heads, language in languages:
        for field, listed in heads.items():
            known.update(dict.fromkeys(_words(listed), Placement((field,), language)))
    is_english = False
    for word, fields in EITHER.items():
        is_english = is_english or word == "goal"
        known[word] = Placement(fields, "en" if is_english else "vi")
    for word in WEAK & known.keys():
        known[word] = known[word]._replace(weak=bool(known[word].fields))
    for word in ("kpi", "kpis", "okr", "okrs", "kr", "krs", "o", "pic", "#", "%"):
        known[word] = known[word]._replace(language=None)
    return known


_NAMES = (
    "objective", "objectives", "muc tieu", "muc tieu chinh", "key result", "key results", "ket qua then chot",
    "ket qua chinh", "ket qua quan trong",
)  # fmt: skip
_SETS_BESIDE = RarePattern(
    r"^so (?:voi |sanh voi |(?:thang|quy|nam|tuan|ky|cung ky)(?: (?:truoc|ngoai))?$)"
    r"|\d (?:so|so voi|vs|versus|compared (?:to|with)) |^vs "
    r"|^(?:change|growth|diff(?:erence)?) (?:vs|versus|from|since|on) "
)
_YEAR_BY_YEAR = RarePattern(r"\s*(20[0-9]{2})\s*/\s*(20[0-9]{2})\s*(?:\(?%\)?)?\s*")
_IN_FULL = {"kq": "ket qua", "mt": "muc tieu", "gt": "gia tri"}
_ABBREVIATED = re.compile(r"(?<!\S)(?:kq|mt|gt)(?!\S)")
_KNOWN = _known()
_KNOWN_WORDS = frozenset(" ".join(_KNOWN).split()).union(_IN_FULL)
_TELLING: Mapping[str, Field] = {
    "target": Field.target,
    "baseline": Field.baseline,
    "objective": Field.objective,
    "actual": Field.current,
    "current": Field.current,
    "weight": Field.weight,
    "confidence": Field.confidence,
    "deadline": Field.due,
}
_FILLERS = frozenset(
    """the of for our my your this cua cho cac tung moi nay toi chung minh ve theo in per each and va so""".split()
)
_WHOSE = (" kr ", " krs ", " key result ", " key results ", " ket qua then chot ", " ket qua chinh ", " okr ", " okrs ",
          " kpi ", " team ", " objective ", " muc tieu ", " value ", " gia tri ", " quy ", " nam ", " thang ",
          " quarter ", " year ", " month ", " doi ", " level ")  # fmt: skip
_UNITS = ("vnd", "usd", "eur", "%", "ty", "trieu", "dong", "d", "k", "m", "number", "text", "date", "yyyy mm dd")
_SIGNS = re.compile(r"[^\w%#]|_")
_DIGITS = re.compile(r"[0-9]")
_GOAL = (Field.objective, Field.target)
_VALUES = {Field.target, Field.current, Field.baseline, Field.value}
_AT_THE_START = re.compile(
    r"(?:so |gia tri |tai |vao )*dau (?:quy|thang|nam|q) ?(?:[0-9]{1,2}|i{1,3}|iv)(?:[ /.-]*20[0-9]{2})?"
)
_TOLD_BEHIND: Mapping[str, tuple[Field, ...]] = {
    "a": (Field.current,), "f": (), "fc": (), "e": (), "est": (), "proj": (), "b": (Field.target,),
    "p": (Field.target,),
}  # fmt: skip
"""'Oct A' is an actual, 'Nov F' a forecast."""
_AIMS = ("muc tieu", "chi tieu", "dich", "target", "targets", "goal")
_SPAN = r"[0-9]{1,3} ?(?:ngay|tuan|thang|nam|days?|weeks?|months?|years?|d|w|m|mo|y)"
_AHEAD = RarePattern(
    rf"(?P<target>muc tieu|chi tieu|dich|targets?|goal)(?: mvp| pilot)?(?: sau| trong| den| after| in| within| for)?"
    rf" {_SPAN}|{_SPAN} (?P<before>targets?|goal)"
)
"""'Mục tiêu sau 6 tháng', '90-day target': how far ahead it is to be reached."""
_BEGINS_WITH_A_SHARE = RarePattern(r"\s*[<>≥≤~]?\s?[0-9][0-9.,]*\s?%(?!\s?\([^()0-9]*\)\s*$)")  # but '70% (commit)'
_SO_MANY_MONTHS = RarePattern(r"(?P<what>[a-z ]+) (?:[2-9]|1[01]) (?:thang|t)(?: dau)?(?: nam)?")
_END_MONTHS = (" thang", " t", " dau", " nam")
_BRACKETED = RarePattern(r"[(\[][^()\[\]]*[)\]]")
_HUMP = RarePattern(r"(?<=[a-z])(?=[A-Z])")
_PARTS = re.compile(r"[\n\r/|()\[\]\\]")
_BEGIN_OR_END = (Field.baseline, Field.target, Field.current)
_MEASURES = ("metric", "measure", "indicator", "chi so", "thuoc do", "success m", "key m", "number")
_OF_A_MEASURE = RarePattern(
    r"(?:(?:success |key )?(?:metrics?|measures?|measurements?|indicators?)|numbers?|chi so|thuoc do) (?P<value>\S.*)"
)
_TWO = RarePattern(r"\s*[/&+]\s*|\s(?:and|or|và|hoặc|hay)\s", re.IGNORECASE)
_COMPARED = RarePattern(r"\s(?:vs?\.?|versus|against|over|out of|of|so với|so voi|trên|tren)\s", re.IGNORECASE)
_DASHES = re.compile(r"\s*[:–—]\s*|\s-\s")
_NUMBERED = re.compile(r"^(?:[0-9]{1,2}|[ivx]{1,4}|[a-h])\s(?=\S{2})|\s[0-9]{1,2}$")
