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
from sync.reading.cadence import cadence_of
from sync.reading.doubts import doubts_of, other_readings
from sync.reading.figures import Figure
from sync.reading.lexicon import FACTORS, Mark
from sync.reading.parts import Part, part_played
from sync.reading.surroundings import LEADS, VERBS, Surrounded, surrounded_figures
from sync.reading.tokens import Tokens, tokenise
from sync.reading.unit_kinds import SAME, ratio
from sync.reading.units import PERCENT, VIETNAMESE_SCALES


@lru_cache(maxsize=4096)
def read_wording(text: str, locale: str | None = None) -> Measure:
    """Given a key result's text and the locale of its numbers, return what the text alone says: kind, direction,
    change or end value, baseline, bounds, unit, currency, cadence, and the words each came from. ``kind`` is None, and
    then there are no values, where it names no value ('Viết tài liệu') or not clearly one: then the part ``doubt`` of
    its evidence has the figures that leave it open."""
    if len(text) > 2000:
        return Measure()
    read = tokenise(text, locale)
    values = surrounded_figures(read)
    measure = _put_together(read, values)
    if measure is not None:
        return measure
    doubts = doubts_of(read, values) if values else ()
    return _direction_alone(read, doubts)


@lru_cache(maxsize=4096)
def falls_by_name(name: str) -> bool | None:
    """Given a measure's name, return True where lower is better ('tỷ lệ lỗi', 'churn'), False where higher is
    ('doanh thu', 'retention'), None where the name does not tell."""
    marks = tokenise(name, None).marks
    if marks & Mark.lower_is_better:
        return True
    return False if marks & Mark.higher_is_better else None


def is_a_rate_by_name(name: str) -> bool:
    """Whether a measure's name says that it is itself in per cent ('tỷ lệ …', 'margin')."""
    return bool(tokenise(name, None).marks & Mark.rate)


def says_change(wording: Measure) -> bool:
    """Given what a text says, return whether it wants something to rise or fall: by a verb of change or a from–to, and
    not only by the name of what it measures."""
    if wording.kept or wording.direction is None or wording.kind in (Kind.at_least, Kind.at_most):
        return False
    if wording.baseline is not None or wording.change is not None:
        return True
    verbs = (one.words for one in wording.evidence if one.part in ("kind", "direction"))
    return any(tokenise(words, None).marks & (Mark.up | Mark.down) for words in verbs)


def _put_together(read: Tokens, values: list[Surrounded]) -> Measure | None:
    parts: list[Part] = []
    for value in values:
        name = part_played(read, value)
        if name is None:
            return None
        if name:
            parts.append(Part(name, value))
    if not parts:
        return _factor_without_figure(read)
    if len(parts) == 1 and parts[0].name == "baseline" and _comes_from_many(parts[0].value):
        parts = [Part("count", parts[0].value)]
    parts = _from_to(read, parts)
    if _may_be_a_range(read, parts):
        return None
    main = _main_parts(read, parts)
    measure = None if main is None else _measure(read, main)
    if main is None or measure is None:
        return None
    other = other_readings(read, main.values())
    return measure._replace(evidence=(*measure.evidence, *other)) if other else measure


def _from_to(read: Tokens, parts: list[Part]) -> list[Part]:
    """'từ 20 đến 30' after a verb of keeping is a range; '20 → 30' without 'from' starts at 20."""
    if len(parts) < 2:
        return parts
    first, second, *rest = parts
    one, two = first.value, second.value
    is_range = first.name == "baseline" and second.name in ("target", "kept")
    is_range = is_range and (two.kept is not None or _is_reached_from(read, one, two))
    if is_range or (one.lead & Mark.between and two.place == one.last + 2):
        return [Part("lower", one), Part("upper", two), *rest]
    adjoin = one.last + 1 == two.place - 1 and two.lead & (Mark.end | Mark.end_up | Mark.end_down)
    open_ended = first.name in ("count", "change", "target") and second.name in ("count", "target") and not one.more
    if adjoin and open_ended and not _is_step_to(first, two):
        return [Part("baseline", one), Part("target", two), *rest]
    return parts


def _comes_from_many(value: Surrounded) -> bool:
    """'Collect feedback from 200 parents' starts from no value."""
    does = value.verb is not None and value.verb.marks & (Mark.do | Mark.add) != 0
    return does and value.unit is not None and not value.lead & Mark.now


def _may_be_a_range(read: Tokens, parts: list[Part]) -> bool:
    """'Doanh thu từ 2 tỷ đến 3 tỷ', where nothing says that it rises: from–to, or anywhere between."""
    if not read.vietnamese or len(parts) != 2 or parts[0].name != "baseline" or parts[1].name != "target":
        return False
    one, two = parts[0].value, parts[1].value
    no_way = two.lead & Mark.end and not two.lead & (Mark.end_up | Mark.end_down | Mark.reach)
    return bool(no_way and one.lead & Mark.start) and one.verb is None and two.verb is None


def _is_reached_from(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Đạt từ 30% đến 32%' is reached anywhere between."""
    before = read.tokens[one.place - 2] if one.place > 1 and one.lead & Mark.start else None
    is_reached = before is not None and before.marks & Mark.reach and before.text not in (":", "=")
    return bool(is_reached) and not two.lead & (Mark.end_up | Mark.end_down)


def _is_step_to(first: Part, end: Surrounded) -> bool:
    """'Giảm 20% xuống còn 80 triệu', 'giảm 20 triệu xuống 80 triệu': the first is how far, not where from."""
    step = first.value
    if first.name != "change" or step.verb is None:
        return False
    falls = step.verb.marks & Mark.down != 0
    return step.figure.percent != end.figure.percent or (falls and step.figure.value < end.figure.value)


def _main_parts(read: Tokens, parts: list[Part]) -> dict[str, Surrounded] | None:
    """The parts by name, the baseline last. What stands in brackets or opens with 'worth', 'with', 'who' is about
    something else; a second figure for the same thing is a contradiction."""
    baseline: Surrounded | None = None
    ends: dict[str, Surrounded] = {}
    for part in parts:
        name, value = part.name, part.value
        if name == "baseline":
            baseline = baseline or value
        elif not ends or {*ends, name} == {"lower", "upper"}:
            ends[name] = value
        elif baseline is not None and list(ends) == ["change"] and name == "target":
            ends = {"target": value}  # 'by 20% (from 30% to 36%)'
        elif (
            _describes(parts, part)
            or value.follows_aside
            or value.in_brackets
            or value.lead & Mark.within
            or (list(ends) == ["target"] and name == "change")
        ):
            continue
        elif list(ends) == ["change"] and name == "target":
            ends = {"target": value}
        else:
            return None
    if baseline is None:
        return ends
    return {**ends, "baseline": baseline} if ends else None


def _describes(parts: list[Part], part: Part) -> bool:
    """Whether it is the grade of what was counted right before it: '50 đánh giá 5 sao'."""
    value = part.value
    return (value.unit or "").lower() in _GRADES and any(one.value.last + 1 == value.place for one in parts)


_GRADES = ("sao", "star", "stars")


def _measure(read: Tokens, parts: dict[str, Surrounded]) -> Measure | None:
    main = next(iter(parts.values()))
    first = parts.get("baseline")
    if "range" in parts or ("lower" in parts and "upper" in parts):
        return _between(read, parts, main)
    if "change" in parts or "times" in parts:
        return _by_change(read, main, first, by_factor="times" in parts)
    if "target" in parts or "count" in parts or first is not None:  # a from–to wins over a comparator
        return _to_target(read, main, first)
    # What is kept at 0 may only rise from there.
    falls_by_words = read.marks & Mark.lower_is_better != 0 or main.figure.value == 0
    falls = "upper" in parts or ("kept" in parts and falls_by_words)
    return _bounded(read, main, falls)


def _between(read: Tokens, parts: dict[str, Surrounded], main: Surrounded) -> Measure | None:
    one, two = parts.get("lower", main), parts.get("upper", main)
    end = main.upper if main.upper is not None else two.figure
    lower, upper = _shared(one.figure, end)
    if lower > upper:
        return None
    said = _said(read, main, parts.get("upper") if main is one else one)
    evidence = said.evidence(main, Evidence("lower", one.words), Evidence("upper", two.words))
    return Measure(
        Kind.between, lower=lower, upper=upper, kept=main.kept is not None, unit=said.unit, currency=said.currency,
        cadence=said.cadence, evidence=evidence,
    )  # fmt: skip


def _bounded(read: Tokens, main: Surrounded, falls: bool) -> Measure:
    said, bound = _said(read, main, None), main.figure.value
    kind, direction, side = (Kind.at_most, Direction.down, "upper") if falls else (Kind.at_least, Direction.up, "lower")
    return Measure(
        kind, direction, lower=None if falls else bound, upper=bound if falls else None, kept=main.kept is not None,
        unit=said.unit, currency=said.currency, cadence=said.cadence,
        evidence=said.evidence(main, Evidence(side, _with_lead(read, main))),
    )  # fmt: skip


def _to_target(read: Tokens, main: Surrounded, first: Surrounded | None) -> Measure | None:
    """An end value: seen from the baseline where there is one, else by the verb, else by the measure's own name. None
    where the two are in units of which none can be told in the other ('từ 3 ngày xuống 24 giờ')."""
    said, verb = _said(read, main, first), main.verb
    baseline, target = None, main.figure.value
    values = [Evidence("target", _with_lead(read, main))]
    if first is not None:
        baseline, target = _shared(first.figure, main.figure)
        brought = ratio(first.unit, main.unit) if first.unit and main.unit else SAME
        if brought is None:
            return None
        baseline = brought.of(baseline)
        values.insert(0, Evidence("baseline", _with_lead(read, first)))
    if baseline is not None and baseline != target:
        falls = target < baseline
    elif main.lead & (Mark.end_up | Mark.end_down):
        falls = main.lead & Mark.end_down != 0
    elif verb is not None and verb.marks & (Mark.up | Mark.down):
        falls = verb.marks & Mark.down != 0
    else:
        before = read.tokens[: main.place]
        does = Mark.add | Mark.do
        counts = (verb is not None and verb.marks & does) or (before and before[0].marks & does)
        named = any(token.marks & Mark.lower_is_better for token in before)
        falls = target == 0 or (named and not counts)
    kind, direction = (Kind.decrease, Direction.down) if falls else (Kind.increase, Direction.up)
    return Measure(
        kind, direction, baseline, target, unit=said.unit, currency=said.currency, cadence=said.cadence,
        evidence=said.evidence(main, *values),
    )  # fmt: skip


def _by_change(read: Tokens, main: Surrounded, first: Surrounded | None, *, by_factor: bool) -> Measure | None:
    """A change: relative where it is in per cent and not in points. Three times as much is 200 % more."""
    said, verb, figure = _said(read, main, first), main.verb, main.figure
    falls = verb is not None and verb.marks & Mark.down != 0
    if verb is not None and verb.marks & Mark.improve:
        falls = read.marks & Mark.lower_is_better != 0
    amount, relative, unit = abs(figure.value), figure.percent and not figure.points, said.unit
    if by_factor:
        if falls or amount <= 1:
            return None
        amount, relative = (amount - 1) * 100, True
    if relative:
        is_rate = read.marks & Mark.rate or (first is not None and first.figure.percent)
        unit = PERCENT if is_rate else None
    said = said._replace(unit=unit)
    values = [Evidence("change", _with_lead(read, main))]
    if first is not None:
        values.insert(0, Evidence("baseline", _with_lead(read, first)))
    kind, direction = (Kind.decrease, Direction.down) if falls else (Kind.increase, Direction.up)
    return Measure(
        kind, direction, None if first is None else first.figure.value, change=-amount if falls else amount,
        relative=relative, unit=said.unit, currency=said.currency, cadence=said.cadence,
        evidence=said.evidence(main, *values),
    )  # fmt: skip


def _factor_without_figure(read: Tokens) -> Measure | None:
    """'Gấp đôi doanh số', 'double', 'giảm một nửa', 'halve'."""
    if read.marks & Mark.never:
        return None
    words = [token.word for token in read.tokens]
    for place, word in enumerate(words):
        pair = f"{word} {words[place + 1]}" if place + 1 < len(words) else ""
        factor = FACTORS.get(pair) or FACTORS.get(word)
        if factor:
            said = pair if pair in FACTORS else word
            return Measure(
                Kind.increase, Direction.up, change=(factor - 1) * 100, relative=True,
                evidence=(Evidence("change", said),),
            )  # fmt: skip
        if word in ("halve", "halves") or (pair in _HALVES and read.marks & Mark.down):
            return Measure(
                Kind.decrease, Direction.down, change=Decimal(-50), relative=True,
                evidence=(Evidence("change", word if word in ("halve", "halves") else pair),),
            )  # fmt: skip
    return None


_HALVES = ("một nửa", "mot nua", "in half", "by half")


def _direction_alone(read: Tokens, doubts: tuple[Evidence, ...]) -> Measure:
    """What a text without a value still says, for its columns: that something falls, or is kept."""
    if read.marks & Mark.never or (doubts and read.marks & Mark.up and read.marks & Mark.down):
        return Measure(evidence=doubts)
    verb = next((token for token in read.tokens if token.marks & (Mark.up | Mark.down | Mark.keep)), None)
    if verb is not None and not verb.marks & Mark.keep:
        direction = Direction.down if verb.marks & Mark.down else Direction.up
        return Measure(direction=direction, evidence=(Evidence("direction", verb.text), *doubts))
    does = bool(read.tokens) and read.tokens[0].marks & (Mark.do | Mark.add) != 0
    lower_is_better = () if does else (token for token in read.tokens if token.marks & Mark.lower_is_better)
    named = next(iter(lower_is_better), None)
    said = tuple(Evidence("direction", token.text) for token in (verb, named) if token is not None)
    kept = verb is not None and not verb.marks & Mark.do
    return Measure(direction=Direction.down if named else None, kept=kept, evidence=(*said, *doubts))


class _Said(NamedTuple):
    """What a text says about its value besides the value."""

    unit: str | None
    currency: str | None
    unit_words: str
    cadence: str | None
    cadence_words: str

    def evidence(self, main: Surrounded, *values: Evidence) -> tuple[Evidence, ...]:
        verb = main.kept or main.verb
        kind = (Evidence("kind", verb.text),) if verb is not None else ()
        unit = (Evidence("unit", self.unit_words),) if self.unit is not None and self.unit_words else ()
        cadence = (Evidence("cadence", self.cadence_words),) if self.cadence_words else ()
        return (*kind, *values, *unit, *cadence)


def _said(read: Tokens, main: Surrounded, other: Surrounded | None) -> _Said:
    return _Said(*_unit_and_currency(read, main, other), *cadence_of(read))


def _unit_and_currency(read: Tokens, main: Surrounded, first: Surrounded | None) -> tuple[str | None, str | None, str]:
    figure = main.figure
    if main.unit is not None:
        return main.unit, figure.currency, main.unit_words
    if main.upper is not None and (main.upper.percent or main.upper.currency):
        return (PERCENT if main.upper.percent else main.upper.currency), main.upper.currency, main.words
    if first is not None and first.unit is not None and first.figure.scale_word is None:
        return first.unit, first.figure.currency, first.unit_words
    if figure.scale_word is None:
        return None, None, ""
    scale = figure.scale_word.lower().split(" ")[0]
    if scale in VIETNAMESE_SCALES or (read.vietnamese and scale in ("ty", "ti", "trieu", "nghin")):
        money = next((token for token in read.tokens if token.marks & Mark.money), None)
        if money is not None:
            return "VND", "VND", f"{money.text} … {figure.scale_word}"
    return None, None, ""


def _shared(first: Figure, second: Figure) -> tuple[Decimal, Decimal]:
    """'từ 5 lên 10 tỷ': the scale typed once is of both."""
    if first.scale_word is None and second.scale_word is not None:
        widely = second.scale_word.casefold() in VIETNAMESE_SCALES
        if abs(first.value) * second.scale <= abs(second.value) * (10 if widely else 1):
            return first.value * second.scale, second.value
    return first.value, second.value


def _with_lead(read: Tokens, value: Surrounded) -> str:
    """The words of a value together with the mark that stands directly before it: 'xuống 8%'."""
    place = value.place
    while place > 0 and (before := read.tokens[place - 1].marks) & LEADS and not before & VERBS:
        place -= 1
    return read.words(place, value.last)
