"""The text of a key result ─▶ what it measures, and by which words.

Every figure gets a part to play (baseline, target, change, bound, aside) from the words that lead up to it and from the
verb that governs it; then the parts are put together. Where two figures claim the same part, or the words leave open
what is meant, nothing is measured: a wrong reading is worse than none. The words themselves are in ``lexicon.py``.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from sync.model import Direction, Evidence, Kind, Measure
from sync.reading.figures import Figure
from sync.reading.lexicon import CADENCE_ADVERBS, CADENCES, FACTORS, Mark
from sync.reading.text import word_set
from sync.reading.tokens import Token, Tokens, tokenise
from sync.reading.units import PERCENT, VIETNAMESE_SCALES


@lru_cache(maxsize=16384)
def read_wording(text: str, locale: str | None = None) -> Measure:
    """Given a key result's text and the locale of its numbers, return what the text alone says: kind, direction,
    change or end value, baseline, bounds, unit, currency, cadence, and the words each came from. ``kind`` is None, and
    then there are no values, where it names no value ('Viết tài liệu') or not clearly one."""
    if len(text) > 2000:
        return Measure()
    read = tokenise(text, locale)
    values = _values(read)
    return _put_together(read, values) or _direction_alone(read)


@lru_cache(maxsize=4096)
def falls_by_name(name: str) -> bool | None:
    """Given a measure's name, return True where lower is better ('tỷ lệ lỗi', 'churn'), False where higher is
    ('doanh thu', 'retention'), None where the name does not tell."""
    tokens = tokenise(name, None).tokens
    if any(token.has(Mark.lower_is_better) for token in tokens):
        return True
    return False if any(token.has(Mark.higher_is_better) for token in tokens) else None


# ── Figures and what stands around them ──────────────────────────────────────────────────────────────────────────────


class _Value(NamedTuple):
    """A figure with its surroundings: ``lead`` are the marks right before it, nearest last; ``verb`` governs it."""

    index: int
    last: int
    figure: Figure
    words: str
    lead: frozenset[Mark]
    verb: Token | None
    kept: Token | None
    unit: str | None
    unit_words: str
    more: bool
    or_more: bool
    or_less: bool
    upper: Figure | None
    total: Figure | None
    in_brackets: bool
    follows_aside: bool


_VERBS = (Mark.up, Mark.down, Mark.improve, Mark.reach, Mark.exceed, Mark.add, Mark.do, Mark.keep)
_CHANGES = (Mark.up, Mark.down, Mark.improve)
_LEADS = (
    Mark.start, Mark.end, Mark.end_up, Mark.end_down, Mark.by, Mark.at_least, Mark.at_most, Mark.above, Mark.below,
    Mark.between, Mark.up_to, Mark.within, Mark.other, Mark.now, Mark.reach, Mark.exceed, Mark.keep, Mark.up, Mark.down,
    Mark.more, Mark.times,
)  # fmt: skip


_BOUNDS = (Mark.at_least, Mark.at_most, Mark.above, Mark.below, Mark.between)
_OF = ("of", "out of", "trên", "trong số", "trên tổng số", "trong tổng số")


def _values(read: Tokens) -> list[_Value]:
    values: list[_Value] = []
    tokens = read.tokens
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.figure is None:
            index += 1
            continue
        value = _surroundings(read, index, values)
        values.append(value)
        index = value.last + 1
    return [value for value in values if not _is_year(read, value)]


def _surroundings(read: Tokens, index: int, before: list[_Value]) -> _Value:
    tokens = read.tokens
    figure = tokens[index].figure
    assert figure is not None
    first_free = before[-1].last + 1 if before else 0
    lead = _lead(tokens, index, first_free)
    if before and first_free + 1 == index and tokens[first_free].text.lower() in _OF:
        lead |= {Mark.other}
    upper, last, total = None, index, None
    if _dash_between(tokens, index) and (other := tokens[index + 2].figure) is not None:
        upper, last = other, index + 2
    elif (total := _total(tokens, index)) is not None:
        last = index + 2
    unit, unit_words, more, last = _unit_after(read, last)
    or_more = or_less = False
    ahead = next((token for token in tokens[last + 1 :] if token.figure or token.has(Mark.or_more, Mark.or_less)), None)
    if ahead is not None and ahead.figure is None:
        or_more, or_less = ahead.has(Mark.or_more), ahead.has(Mark.or_less)
    elif last + 1 < len(tokens) and tokens[last + 1].text == "+" and tokens[last + 1].start == tokens[last].end:
        or_more, last = True, last + 1
    verb = next((token for token in reversed(tokens[:index]) if _is_verb(token)), None)
    if tokens[index - 1].text.lower() in ("về", "ve") and (verb is None or not verb.has(*_CHANGES)):
        lead -= {Mark.end_down}  # 'about', where nothing falls
    kept = next((token for token in tokens[:index] if _keeps(token, tokens[index - 1], lead)), None)
    between = tokens[first_free:index] if before else ()
    return _Value(
        index,
        last,
        figure,
        read.text[tokens[index].start : tokens[last].end],
        lead,
        verb,
        kept,
        unit,
        unit_words,
        more,
        or_more,
        or_less,
        upper,
        total,
        sum((token.text == "(") - (token.text == ")") for token in tokens[:index]) > 0,
        any(token.has(Mark.aside, Mark.other) for token in between),
    )


def _total(tokens: tuple[Token, ...], index: int) -> Figure | None:
    """The scale of '4.3/5.0', the n of '5/8' and '5 of 8'."""
    if index + 2 >= len(tokens) or tokens[index + 1].text.lower() not in ("/", *_OF):
        return None
    figure, total = tokens[index].figure, tokens[index + 2].figure
    if figure is None or total is None or figure.percent or figure.scale_word or figure.currency:
        return None
    return total


def _keeps(token: Token, before: Token, lead: frozenset[Mark]) -> bool:
    """'Hold 4 workshops' keeps nothing, 'hold churn below 3 %' does."""
    if not token.has(Mark.keep):
        return False
    return not token.has(Mark.do) or before.text.lower() == "at" or not lead.isdisjoint(_BOUNDS)


def _is_verb(token: Token) -> bool:
    return token.has(*_VERBS) and token.text not in (":", "=")


def _dash_between(tokens: tuple[Token, ...], index: int) -> bool:
    if index + 2 >= len(tokens):
        return False
    return tokens[index + 1].text in ("-", "–", "—", "~", "..", "…")


def _lead(tokens: tuple[Token, ...], index: int, first: int) -> frozenset[Mark]:
    """The marks of the words that stand directly before a figure, fillers passed over."""
    marks: set[Mark] = set()
    place = index - 1
    while place >= first:
        token = tokens[place]
        leading = token.marks.intersection(_LEADS)
        if leading:
            marks |= leading
            if not marks.isdisjoint((Mark.up, Mark.down, Mark.keep, Mark.start, Mark.now, Mark.within)):
                break
        elif not marks and token.text.lower() in _EACH:
            return frozenset({Mark.other})
        elif not token.has(Mark.filler) and token.text != "(":
            break
        place -= 1
    return frozenset(marks)


_EACH = ("mỗi", "each", "every", "per", "moi", "/")


def _unit_after(read: Tokens, last: int) -> tuple[str | None, str, bool, int]:
    """The unit that follows the figure at ``last``, its words, whether 'new' or 'more' is said, and the last token."""
    tokens = read.tokens
    figure = tokens[last].figure
    more = False
    place = last + 1
    if figure is not None and (figure.percent or figure.currency):
        more = place < len(tokens) and tokens[place].has(Mark.more, Mark.new)
        said = PERCENT if figure.percent else figure.currency
        return said, read.text[figure.start : figure.end], more, last
    words: list[Token] = []
    limit = 2 if read.vietnamese else 3
    while place < len(tokens) and len(words) < limit:
        token = tokens[place]
        if token.has(Mark.money) and figure is not None and (figure.scale_word or read.vietnamese):
            break
        if token.has(Mark.more, Mark.new):
            more = True
            if words:
                last = place
                break
            place += 1
            continue
        if token.figure or token.name or not token.text[0].isalpha() or token.text.lower() in CADENCE_ADVERBS:
            break
        known = token.has(Mark.unit, Mark.time_unit)
        if token.has(*_AFTER_A_UNIT) and not known:
            break
        if token.has(*_VERBS) and not known and (words or read.vietnamese):
            break
        words.append(token)
        last = place
        place += 1
        if known and read.vietnamese:
            break
    if place < len(tokens) and tokens[place].has(Mark.more, Mark.new) and words:
        more, last = True, place
    if not read.vietnamese and len(words) > 1 and words[-1].text.endswith("ed"):
        words = words[:-1]
    said = " ".join(word.text for word in words)
    return said or None, said, more, last


_AFTER_A_UNIT = (
    Mark.stop, Mark.or_more, Mark.or_less, Mark.both, Mark.other, Mark.aside, Mark.start, Mark.end_up, Mark.end_down,
    Mark.by, Mark.never, Mark.at_least, Mark.at_most, Mark.above, Mark.below, Mark.now, Mark.within, Mark.every,
)  # fmt: skip


def _is_year(read: Tokens, value: _Value) -> bool:
    """2026 at the end of a phrase, or after 'in', 'by', 'of', 'since', is a year."""
    token = read.tokens[value.index]
    if not (len(token.text) == 4 and token.text.isdigit() and 1990 <= value.figure.value <= 2049):
        return False
    if value.unit is not None or value.upper is not None:
        return False
    before = read.tokens[value.index - 1].text.lower() if value.index else ""
    if before in _YEAR_WORDS or (value.index and read.tokens[value.index - 1].name):
        return True
    return value.lead.isdisjoint(
        (Mark.end, Mark.end_up, Mark.end_down, Mark.reach, Mark.above, Mark.at_least, Mark.start)
    )


_YEAR_WORDS = frozenset(
    (
        "năm",
        "in",
        "by",
        "of",
        "since",
        "until",
        "end",
        "before",
        "during",
        "trước",
        "cuối",
        "đầu",
        "hết",
        "fy",
        "for",
        "nam",
    )
)


# ── The part that each figure plays ──────────────────────────────────────────────────────────────────────────────────


class _Part(NamedTuple):
    name: str  # baseline, target, change, lower, upper, range, count (a value nobody leads up to)
    value: _Value


def _part(read: Tokens, value: _Value) -> str | None:
    """Which part a figure plays; '' where it plays none (a span of time, a comparison), None where that is unclear."""
    lead, verb = value.lead, value.verb
    is_change = verb is not None and verb.has(*_CHANGES) and not _kept_outright(value)
    is_time = _is_time(value)
    if Mark.other in lead or _is_day_of_month(value):
        return ""
    if Mark.within in lead and (is_time or verb is None) and lead.isdisjoint((Mark.end, Mark.by, Mark.reach)):
        return ""
    if Mark.times in lead:
        return "times"
    if _negates_a_change(read, value):
        return None
    if value.upper is not None:
        return None if is_change and Mark.end not in lead and Mark.start not in lead else "range"
    if value.or_more or value.or_less:
        return "lower" if value.or_more else "upper"
    if not lead.isdisjoint((Mark.start, Mark.now)):
        return "baseline"
    if not lead.isdisjoint((Mark.end_up, Mark.end_down)):
        return "target"
    if is_change:
        part = _part_of_change(value)
        if part is not None:
            return part or _part_of_count(read, value)
        return None
    if Mark.up_to in lead:
        return "upper"
    if Mark.exceed in lead:
        return "upper" if _negated(read, value) else "target"
    if not lead.isdisjoint((Mark.at_least, Mark.above)):
        return "lower"
    if not lead.isdisjoint((Mark.at_most, Mark.below)):
        return "upper"
    if value.kept is not None:
        return "upper" if any(token.text.lower() == "within" for token in read.tokens[: value.index]) else "kept"
    if Mark.end in lead and (verb is None or not verb.has(Mark.add, Mark.do)):
        return "target"
    if Mark.reach in lead:
        return "target"
    return _part_of_count(read, value)


def _part_of_count(read: Tokens, value: _Value) -> str | None:
    """A figure that only a verb of adding or doing governs, or nothing at all."""
    lead, verb, figure = value.lead, value.verb, value.figure
    if _is_time(value) or _negated(read, value):
        return ""
    if value.more or Mark.by in lead or Mark.more in lead:
        return "target" if _cadence(read, value.index) else "change"
    if verb is not None and verb.has(Mark.add):
        return "target" if _cadence(read, value.index) else "change"
    if figure.points or (value.unit or "").lower() in _TIMES:
        return None
    if figure.percent and verb is not None and verb.text.lower() in _MAKERS:
        return ""
    if verb is not None and verb.has(Mark.reach):
        return "target"
    return "count" if value.unit is not None or _is_score(read, value) else ""


def _part_of_change(value: _Value) -> str | None:
    """As ``_part``, for a figure that a verb of change governs; '' where that verb leaves open what the figure is."""
    lead, verb = value.lead, value.verb
    assert verb is not None
    if not lead.isdisjoint((Mark.end, Mark.reach, Mark.exceed, Mark.up_to)):
        return "target"
    if Mark.by in lead or value.more or Mark.more in lead:
        return None if Mark.at_most in lead else "change"
    if not lead.isdisjoint((Mark.below, Mark.at_most)):
        return "target" if verb.has(Mark.down, Mark.improve) and Mark.below in lead else None
    if Mark.above in lead:
        return "target" if not verb.has(Mark.down) else "change"
    if Mark.at_least in lead:
        return "change"
    if value.unit is not None and value.unit.lower() in _TIMES:
        return "times"
    return "" if verb.has(Mark.improve) and not value.figure.percent else "change"


_MAKERS = ("launch", "ship", "create", "build", "open", "ra mắt", "triển khai", "tạo", "xây dựng", "mở")
_TIMES = ("lần", "times", "x", "fold", "lan")


def _is_score(read: Tokens, value: _Value) -> bool:
    """A number without a unit that nothing leads up to is a value only after the name of a measure ('NPS 45'): the 18
    of 'iOS 18' is a name's."""
    if value.figure.scale_word is not None or value.total is not None or value.index == 0:
        return value.index > 0 or value.figure.scale_word is not None
    before = read.tokens[value.index - 1]
    if before.has(Mark.reach, Mark.lower_is_better, Mark.higher_is_better, Mark.rate, Mark.money):
        return True
    return (value.verb is not None and value.verb.has(Mark.reach)) or (before.text.isupper() and value.verb is None)


def _is_day_of_month(value: _Value) -> bool:
    """'31/12' that was not k of n."""
    total = value.total
    if total is None:
        return False
    if value.figure.value > total.value:
        return True
    return (
        value.unit is None
        and total.value <= 12
        and total.value % 1 == 0
        and value.figure.value % 1 == 0
        and not value.lead
    )


def _negates_a_change(read: Tokens, value: _Value) -> bool:
    """'Không tăng chi phí quá 5%' bounds the growth, not the measure."""
    words = read.tokens[: value.index]
    return any(one.has(Mark.never) and two.has(Mark.up, Mark.down) for one, two in zip(words, words[1:], strict=False))


def _kept_outright(value: _Value) -> bool:
    """'Duy trì mức tăng trưởng 20%': the verb of keeping comes first and rules."""
    return value.kept is not None and value.verb is not None and value.kept.start < value.verb.start


def _is_time(value: _Value) -> bool:
    return value.unit is not None and value.unit.lower() in _TIME_WORDS


def _negated(read: Tokens, value: _Value) -> bool:
    return any(token.has(Mark.never) for token in read.tokens[: value.index])


_TIME_WORDS = word_set(
    "giây phút giờ ngày tuần tháng quý năm tiếng h s ms sec second seconds minute minutes min mins hour hours hr "
    "hrs day days week weeks month months quarter quarters year years"
)


# ── Putting the parts together ───────────────────────────────────────────────────────────────────────────────────────


def _put_together(read: Tokens, values: list[_Value]) -> Measure | None:
    parts: list[_Part] = []
    for value in values:
        name = _part(read, value)
        if name is None:
            return None
        if name:
            parts.append(_Part(name, value))
    if not parts:
        return _factor_without_figure(read)
    parts = _from_to(parts)
    main = _main_parts(read, parts)
    if main is None:
        return None
    return _measure(read, main)


def _from_to(parts: list[_Part]) -> list[_Part]:
    """'từ 20 đến 30' after a verb of keeping is a range; '20 → 30' without 'from' starts at 20."""
    if len(parts) >= 2:
        first, second = parts[0], parts[1]
        if first.name == "baseline" and second.value.kept is not None and second.name in ("target", "kept"):
            return [_Part("lower", first.value), _Part("upper", second.value), *parts[2:]]
        leads_on = not second.value.lead.isdisjoint((Mark.end, Mark.end_up, Mark.end_down))
        if first.name in ("count", "change", "target") and second.name in ("target", "count") and leads_on:
            if first.value.last + 1 == second.value.index - 1 and not first.value.more:
                return [_Part("baseline", first.value), _Part("target", second.value), *parts[2:]]
        if Mark.between in first.value.lead and second.value.index == first.value.last + 2:
            return [_Part("lower", first.value), _Part("upper", second.value), *parts[2:]]
    return parts


def _main_parts(read: Tokens, parts: list[_Part]) -> dict[str, _Value] | None:
    """The parts by name. What stands in brackets or opens with 'worth', 'with', 'who' is about something else; a second
    figure for the same thing is a contradiction."""
    found: dict[str, _Value] = {}
    for name, value in parts:
        if name == "baseline":
            found.setdefault("baseline", value)
            continue
        ends = [part for part in found if part != "baseline"]
        if not ends or {*ends, name} == {"lower", "upper"}:
            found[name] = value
        elif value.follows_aside or value.in_brackets or (ends == ["target"] and name == "change"):
            continue
        elif ends == ["change"] and name == "target":
            del found["change"]
            found["target"] = value
        else:
            return None
    if set(found) == {"baseline"}:
        return None
    return found


def _measure(read: Tokens, parts: dict[str, _Value]) -> Measure | None:
    main = next(value for name, value in parts.items() if name != "baseline")
    baseline_value = parts.get("baseline")
    unit, currency, unit_words = _unit_and_currency(read, main, baseline_value)
    cadence, cadence_words = _cadence_of(read)
    evidence: list[Evidence] = []
    verb = main.kept or main.verb
    lower_is_better = any(token.has(Mark.lower_is_better) for token in read.tokens)

    kind: Kind
    direction: Direction | None
    target = change = lower = upper = baseline = None
    relative = kept = False

    if "range" in parts or {"lower", "upper"} <= set(parts):
        if "range" in parts:
            value = parts["range"]
            assert value.upper is not None
            lower, upper = _shared(value.figure, value.upper)
        else:
            lower, upper = _shared(parts["lower"].figure, parts["upper"].figure)
        if lower > upper:
            return None
        kind, direction, kept = Kind.between, None, main.kept is not None
        evidence += [
            Evidence("lower", parts.get("lower", main).words),
            Evidence("upper", parts.get("upper", main).words),
        ]
    elif "lower" in parts or "upper" in parts or "kept" in parts:
        is_lower = "lower" in parts or ("kept" in parts and not lower_is_better)
        bound = main.figure.value
        kind, direction = (Kind.at_least, Direction.up) if is_lower else (Kind.at_most, Direction.down)
        lower, upper = (bound, None) if is_lower else (None, bound)
        kept = main.kept is not None
        if baseline_value is not None:  # a from–to wins over the comparator
            return _changed(read, parts, main, baseline_value)
        evidence.append(Evidence("lower" if is_lower else "upper", _with_lead(read, main)))
    elif "change" in parts or "times" in parts:
        return _by_change(read, parts, main, baseline_value)
    else:
        return _changed(read, parts, main, baseline_value)
    return Measure(
        kind, direction, baseline, target, change, relative, lower, upper, None, kept, unit, currency, cadence,
        _evidence(verb, evidence, unit, unit_words, cadence_words),
    )  # fmt: skip


def _changed(read: Tokens, parts: dict[str, _Value], main: _Value, first: _Value | None) -> Measure:
    """An end value: from the baseline's side where there is one, else by the verb, else by the measure's own name."""
    unit, currency, unit_words = _unit_and_currency(read, main, first)
    cadence, cadence_words = _cadence_of(read)
    target = main.figure.value
    baseline = None
    evidence = [Evidence("target", _with_lead(read, main))]
    if first is not None:
        baseline, target = _shared(first.figure, main.figure)
        evidence.insert(0, Evidence("baseline", _with_lead(read, first)))
    verb = main.verb
    if baseline is not None and baseline != target:
        falls = target < baseline
    elif Mark.end_up in main.lead or Mark.end_down in main.lead:
        falls = Mark.end_down in main.lead
    elif verb is not None and verb.has(Mark.up, Mark.down):
        falls = verb.has(Mark.down)
    else:
        falls = any(token.has(Mark.lower_is_better) for token in read.tokens)
    kind, direction = (Kind.decrease, Direction.down) if falls else (Kind.increase, Direction.up)
    return Measure(
        kind, direction, baseline, target, unit=unit, currency=currency, cadence=cadence,
        evidence=_evidence(verb, evidence, unit, unit_words, cadence_words),
    )  # fmt: skip


def _by_change(read: Tokens, parts: dict[str, _Value], main: _Value, first: _Value | None) -> Measure | None:
    """A change: relative where it is in per cent and not in points."""
    unit, currency, unit_words = _unit_and_currency(read, main, first)
    cadence, cadence_words = _cadence_of(read)
    verb = main.verb
    falls = verb is not None and verb.has(Mark.down)
    if verb is not None and verb.has(Mark.improve):
        falls = any(token.has(Mark.lower_is_better) for token in read.tokens)
    amount = abs(main.figure.value)
    relative = main.figure.percent and not main.figure.points
    if "times" in parts:
        if falls or amount <= 1:
            return None
        amount, relative, unit = (amount - 1) * 100, True, None
    if relative:
        unit = (
            PERCENT if any(token.has(Mark.rate) for token in read.tokens) or (first and first.figure.percent) else None
        )
    kind, direction = (Kind.decrease, Direction.down) if falls else (Kind.increase, Direction.up)
    evidence = [Evidence("change", _with_lead(read, main))]
    baseline = None
    if first is not None:
        baseline = first.figure.value
        evidence.insert(0, Evidence("baseline", _with_lead(read, first)))
    return Measure(
        kind, direction, baseline, change=-amount if falls else amount, relative=relative, unit=unit, currency=currency,
        cadence=cadence, evidence=_evidence(verb, evidence, unit, unit_words, cadence_words),
    )  # fmt: skip


def _factor_without_figure(read: Tokens) -> Measure | None:
    """'Gấp đôi doanh số', 'double', 'giảm một nửa', 'halve'."""
    words = [token.text.lower() for token in read.tokens]
    if any(token.has(Mark.never) for token in read.tokens):
        return None
    for place, word in enumerate(words):
        pair = f"{word} {words[place + 1]}" if place + 1 < len(words) else ""
        factor = FACTORS.get(pair) or (FACTORS.get(word) if word != "đôi" else None)
        if factor:
            said = pair if pair in FACTORS else word
            return Measure(
                Kind.increase, Direction.up, change=Decimal(factor - 1) * 100, relative=True,
                evidence=(Evidence("change", said),),
            )  # fmt: skip
        if word in ("halve", "halves") or (pair == "một nửa" and any(token.has(Mark.down) for token in read.tokens)):
            return Measure(
                Kind.decrease, Direction.down, change=Decimal(-50), relative=True,
                evidence=(Evidence("change", pair if pair == "một nửa" else word),),
            )  # fmt: skip
    return None


# ── Units, cadence, evidence ─────────────────────────────────────────────────────────────────────────────────────────


def _unit_and_currency(read: Tokens, main: _Value, first: _Value | None) -> tuple[str | None, str | None, str]:
    figure = main.figure
    if main.unit is not None:
        return main.unit, figure.currency, main.unit_words
    if main.upper is not None and (main.upper.percent or main.upper.currency):
        return (PERCENT if main.upper.percent else main.upper.currency), main.upper.currency, main.words
    if first is not None and first.unit is not None and first.figure.scale_word is None:
        return first.unit, first.figure.currency, first.unit_words
    scale = (figure.scale_word or "").lower().split(" ")[0]
    if scale in VIETNAMESE_SCALES or (read.vietnamese and scale in ("ty", "ti", "trieu", "nghin")):
        money = next((token for token in read.tokens if token.has(Mark.money)), None)
        if money is not None:
            return "VND", "VND", f"{money.text} … {figure.scale_word}"
    return None, None, ""


def _shared(first: Figure, second: Figure) -> tuple[Decimal, Decimal]:
    """'từ 5 lên 10 tỷ': the scale typed once is of both."""
    if first.scale_word is None and second.scale_word is not None:
        scaled = first.value * second.scale
        if abs(first.value) <= 100 * abs(second.value / second.scale):
            return scaled, second.value
    return first.value, second.value


def _cadence_of(read: Tokens) -> tuple[str | None, str]:
    for index in range(len(read.tokens)):
        found = _cadence_at(read, index)
        if found is not None:
            return found
    return None, ""


def _cadence(read: Tokens, index: int) -> str | None:
    return next((found[0] for place in range(index + 1, len(read.tokens)) if (found := _cadence_at(read, place))), None)


def _cadence_at(read: Tokens, index: int) -> tuple[str, str] | None:
    tokens = read.tokens
    token = tokens[index]
    word = token.text.lower()
    if word in CADENCE_ADVERBS:
        following = tokens[index + 1].text.lower() if index + 1 < len(tokens) else ""
        return None if following == "active" else (CADENCES[word], token.text)
    if word in CADENCES and index and tokens[index - 1].has(Mark.every):
        opener = tokens[index - 1]
        if opener.text.lower() in ("một", "a", "an", "mot") and not any(part.figure for part in tokens[:index]):
            return None
        return CADENCES[word], read.text[opener.start : token.end]
    if word in ("quy", "ngay", "tuan", "thang", "nam") and index and tokens[index - 1].has(Mark.every):
        marked = {"quy": "quarter", "ngay": "day", "tuan": "week", "thang": "month", "nam": "year"}[word]
        return marked, read.text[tokens[index - 1].start : token.end]
    return None


def _direction_alone(read: Tokens) -> Measure:
    """What a text without a value still says, for its columns: that something falls, or is kept."""
    if any(token.has(Mark.never) for token in read.tokens):
        return Measure()
    verb = next((token for token in read.tokens if token.has(Mark.up, Mark.down, Mark.keep)), None)
    if verb is not None and not verb.has(Mark.keep):
        direction = Direction.down if verb.has(Mark.down) else Direction.up
        return Measure(direction=direction, evidence=(Evidence("direction", verb.text),))
    named = next((token for token in read.tokens if token.has(Mark.lower_is_better)), None)
    said = tuple(Evidence("direction", token.text) for token in (verb, named) if token is not None)
    kept = verb is not None and not verb.has(Mark.do)
    return Measure(direction=Direction.down if named else None, kept=kept, evidence=said)


def _with_lead(read: Tokens, value: _Value) -> str:
    """The words of a value together with the mark that stands directly before it: 'xuống 8%'."""
    place = value.index
    while place > 0 and read.tokens[place - 1].has(*_LEADS) and not read.tokens[place - 1].has(*_VERBS):
        place -= 1
    return read.text[read.tokens[place].start : read.tokens[value.last].end]


def _evidence(
    verb: Token | None, values: list[Evidence], unit: str | None, unit_words: str, cadence_words: str
) -> tuple[Evidence, ...]:
    evidence = [Evidence("kind", verb.text)] if verb is not None else []
    evidence += values
    if unit is not None and unit_words:
        evidence.append(Evidence("unit", unit_words))
    if cadence_words:
        evidence.append(Evidence("cadence", cadence_words))
    return tuple(evidence)
