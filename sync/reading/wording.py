"""The text of a key result ─▶ what it measures, and by which words.

Every figure gets a part to play (baseline, target, change, bound, aside) from the words that lead up to it and from the
verb that governs it; then the parts are put together. Where two figures claim the same part, or the words leave open
what is meant, nothing is measured: a wrong reading is worse than none. The words themselves are in ``lexicon.py``.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from sync.model import Direction, Evidence, Kind, Measure
from sync.reading.cadence import cadence_of
from sync.reading.doubts import doubts_of, other_readings
from sync.reading.figureless import direction_alone, without_figure
from sync.reading.figures import Figure
from sync.reading.lexicon import Mark
from sync.reading.parts import Part, is_time, part_played
from sync.reading.surroundings import BOUNDS, CHANGES, LEADS, VERBS, Surrounded, surrounded_figures
from sync.reading.text import word_set
from sync.reading.tokens import Token, Tokens, tokenise
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
    return direction_alone(read, doubts_of(read, values))


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
    for value, following in zip_longest(values, values[1:]):
        name = part_played(read, value)
        if name is None:
            return None
        if not name and following is not None and _goes_to(value, following):
            name = "count"
        if name:
            parts.append(Part(name, value))
        elif parts and _goes_on(read, parts[-1].value, value):
            return None
    if not parts:
        return without_figure(read)
    if len(parts) == 1 and parts[0].name == "baseline" and _comes_from_many(read, parts[0].value):
        parts = [Part("count", parts[0].value)]
    parts = _from_to(read, parts)
    if _may_be_a_range(read, parts):
        return None
    main = _main_parts(read, parts)
    measure = _measure(read, main) if main else None
    if not main or measure is None:
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
    is_range = is_range and not two.lead & (Mark.end_up | Mark.end_down)
    is_range = is_range and (two.kept is not None or _is_reached_from(read, one, two))
    is_range = is_range or (first.name == "kept" and second.name in ("kept", "target") and two.lead & Mark.end != 0)
    if is_range or (one.lead & Mark.between and two.place == one.last + 2):
        return [Part("lower", one), Part("upper", two), *rest]
    adjoin = one.last + 1 == two.place - 1 and two.lead & (Mark.end | Mark.end_up | Mark.end_down)
    if adjoin and read.marks & Mark.rate and two.unit is None and two.figure.value == 1 and not two.figure.percent:
        return []  # 'A ratio of 3 to 1'
    open_ended = first.name in ("count", "change", "target") and second.name in ("count", "target") and not one.more
    if adjoin and open_ended and not _is_step_to(first, two):
        return [Part("baseline", one), Part("target", two), *rest]
    return parts


def _goes_to(value: Surrounded, following: Surrounded) -> bool:
    """'Đơn/ngày 100 lên 150', '100 → 150': the bare figure is where it starts."""
    is_end = following.lead & (Mark.end | Mark.end_up | Mark.end_down)
    return bool(is_end) and value.last + 1 == following.place - 1 and not value.lead and not value.in_brackets


def _goes_on(read: Tokens, before: Surrounded, value: Surrounded) -> bool:
    """'Open 2 new stores and renovate 3': a bare figure after 'and' is as much of a value as the one before; and so is
    the count of what a grade is of ('5 sao trên 100 đánh giá')."""
    if (before.unit or "").lower() in _GRADES and value.place == before.last + 2:
        return value.unit is not None
    if value.unit is not None or value.lead or value.total is not None or value.in_brackets:
        return False
    return any(token.marks & Mark.both for token in read.tokens[before.last + 1 : value.place])


def _comes_from_many(read: Tokens, value: Surrounded) -> bool:
    """'Collect feedback from 200 parents' starts from no value."""
    if value.figure.percent and value.of_something and not read.vietnamese:
        return True  # 'Rent collected on time from 98% of tenants'
    does = value.verb is not None and value.verb.marks & (Mark.do | Mark.add) != 0
    return does and value.unit is not None and not value.lead & Mark.now


def _may_be_a_range(read: Tokens, parts: list[Part]) -> bool:
    """'Doanh thu từ 2 tỷ đến 3 tỷ', where nothing says that it rises: from–to, or anywhere between."""
    if not read.vietnamese or len(parts) != 2 or parts[0].name != "baseline" or parts[1].name != "target":
        return False
    one, two = parts[0].value, parts[1].value
    no_way = two.lead & Mark.end and not two.lead & (Mark.end_up | Mark.end_down | Mark.reach)
    if two.verb is not None and two.verb.marks & (Mark.do | Mark.add) and two.verb is one.verb:
        by_word = read.tokens[two.place - 1].text.isalpha() and not two.figure.percent
        return bool(no_way) and by_word  # 'Mở từ 2 đến 3 chi nhánh', 'bán 100 đến 150 sản phẩm'
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
        elif value.figure.percent and "upper" in ends and is_time(ends["upper"]):
            return None  # 'Reply time under 1h for 90% of tickets'
        elif baseline is not None and list(ends) == ["change"] and name == "target":
            ends = {"target": value}  # 'by 20% (from 30% to 36%)'
        elif (
            _describes(parts, part)
            or _is_of_those(read, ends, value)
            or _is_compared(read, ends, value)
            or value.follows_aside
            or value.in_brackets
            or value.lead & Mark.within
            or (name == "change" and _is_reached(ends, value))
        ):
            continue
        elif (list(ends) == ["change"] and name == "target" and _is_changed(ends["change"])) or (
            name == "target" and all(_describes_measure(end, value) for end in ends.values())
        ):
            ends = {"target": value}
        else:
            return None
    if baseline is None:
        return ends
    return {**ends, "baseline": baseline} if ends else None


def _describes_measure(end: Surrounded, value: Surrounded) -> bool:
    """'Nợ quá hạn trên 90 ngày giảm xuống 500 triệu': the days say which debts, and come before the verb."""
    is_bound = end.lead & (Mark.above | Mark.below | Mark.at_least | Mark.at_most) != 0
    is_changed = value.verb is not None and value.verb.marks & CHANGES != 0 and end.verb is not value.verb
    return is_bound and is_time(end) and is_changed and not is_time(value)


def _is_changed(value: Surrounded) -> bool:
    return value.verb is not None and value.verb.marks & CHANGES != 0


def _is_reached(ends: dict[str, Surrounded], change: Surrounded) -> bool:
    """'Doanh thu 50 tỷ, tăng 15%': how much more that is."""
    count = ends.get("count")
    is_amount = count is not None and (count.figure.scale_word or count.figure.currency) and change.figure.percent
    return list(ends) == ["target"] or bool(is_amount and count is not None and count.last + 2 <= change.place - 1)


def _is_of_those(read: Tokens, ends: dict[str, Surrounded], value: Surrounded) -> bool:
    """'40% học viên đạt IELTS 6.5 trở lên': a share opens the text, and the second figure says of whom."""
    share = next(iter(ends.values()))
    is_bound = value.or_more or value.or_less or value.lead & BOUNDS
    if share.place > 1 or not share.figure.percent or _is_changed(value) or not (is_bound or value.verb):
        return False
    between = read.tokens[share.last + 1 : value.place]
    apart = any(token.text in (",", ";") or token.marks & Mark.both for token in between)
    return len(between) > 1 and not apart and (is_bound or not value.figure.percent) != 0


def _is_compared(read: Tokens, ends: dict[str, Surrounded], value: Surrounded) -> bool:
    """'Lợi nhuận đạt 2 tỷ, cao hơn quý III 10%': by how much it differs from something else."""
    end = next(iter(ends.values()))
    between = read.tokens[end.last + 1 : value.place]
    if not value.figure.percent or end.figure.percent or not between or between[0].text not in (",", "(", ";"):
        return False
    return any(token.marks & (Mark.above | Mark.below | Mark.other) for token in between)


def _describes(parts: list[Part], part: Part) -> bool:
    """Whether it is the grade of what was counted right before it: '50 đánh giá 5 sao'."""
    value = part.value
    before = next((one.value for one in parts if one.value.last + 2 == value.place), None)
    if before is not None and before.unit and value.lead in (Mark.below, Mark.above) and _is_an_age(value):
        return True  # 'Vaccinate 4,000 children under 5'
    return (value.unit or "").lower() in _GRADES and any(one.value.last + 1 == value.place for one in parts)


def _is_an_age(value: Surrounded) -> bool:
    in_years = (value.unit or "tuổi").lower() in ("tuổi", "tuoi", "years", "years old")
    return in_years and not value.figure.percent and value.figure.scale_word is None and value.figure.value <= 100


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
    kept_low = "kept" in parts and falls_by_words
    named = next((token for token in read.tokens if token.marks & Mark.lower_is_better), None) if kept_low else None
    return _bounded(read, main, "upper" in parts or kept_low, named)


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


def _bounded(read: Tokens, main: Surrounded, falls: bool, named: Token | None) -> Measure:
    said, bound = _said(read, main, None), main.figure.value
    kind, direction, side = (Kind.at_most, Direction.down, "upper") if falls else (Kind.at_least, Direction.up, "lower")
    direction_by_name = () if named is None else (Evidence("direction", named.text),)
    return Measure(
        kind, direction, lower=None if falls else bound, upper=bound if falls else None, kept=main.kept is not None,
        unit=said.unit, currency=said.currency, cadence=said.cadence,
        evidence=said.evidence(main, Evidence(side, _with_lead(read, main)), *direction_by_name),
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
    elif main.place and read.tokens[main.place - 1].word.endswith(_RANKS):
        return None  # 'Lên hạng 3': from where is not said, and less is better
    elif target == 0 and not main.lead & Mark.end:
        return _bounded(read, main, True, None)  # 'Zero incidents': nothing is known of how many there were
    else:
        named = _named_lower(read, main) or (verb if verb is not None and _is_sped_up(verb, main) else None)
        if named is not None and main.figure.percent and target > 50:
            return None  # nobody wants more than half of what is bad
        falls = named is not None or target == 0
        if named is not None:
            values.append(Evidence("direction", named.text))
    kind, direction = (Kind.decrease, Direction.down) if falls else (Kind.increase, Direction.up)
    return Measure(
        kind, direction, baseline, target, unit=said.unit, currency=said.currency, cadence=said.cadence,
        evidence=said.evidence(main, *values),
    )  # fmt: skip


def _is_sped_up(verb: Token, main: Surrounded) -> bool:
    return verb.word in ("speed up", "accelerate", "accelerates", "streamline") and is_time(main)


_RANKS = ("hạng", "vị trí", " thứ", " hang", " vi tri")


def _named_lower(read: Tokens, main: Surrounded) -> Token | None:
    """The name of a measure before a value of which less is better: 'tỷ lệ lỗi', and not 'tỷ lệ xử lý lỗi'."""
    before = read.tokens[: main.place]
    does = Mark.add | Mark.do | Mark.spends
    if (main.verb is not None and main.verb.marks & does) or (before and before[0].marks & does):
        return None
    if main.figure.percent and any(token.marks & _MENDS or token.word in _MENDING for token in before):
        return None
    if any(token.word in _HEADS for token in before[:2]):
        return None
    return next((token for token in before if token.marks & Mark.lower_is_better), None)


_HEADS = ("ltv", "roi", "roas", "score", "điểm", "rating", "doanh thu", "doanh số", "revenue", "nps", "csat", "điểm số")
"""Measures of which more is better, whatever comes after: 'LTV:CAC', 'điểm xử lý khiếu nại'."""
_MENDS = Mark.served | Mark.never | Mark.higher_is_better
_MENDING = word_set("recycled reused avoided diverted free resolved resolution solved recovered prevented") | {
    "tái chế", "tái sử dụng", "thu hồi", "thu hoi",
}  # fmt: skip


def _by_change(read: Tokens, main: Surrounded, first: Surrounded | None, *, by_factor: bool) -> Measure | None:
    """A change: relative where it is in per cent and not in points. Three times as much is 200 % more."""
    said, verb, figure = _said(read, main, first), main.verb, main.figure
    falls = verb is not None and verb.marks & Mark.down != 0
    if verb is not None and verb.marks & Mark.improve:
        falls = read.marks & Mark.lower_is_better != 0
    if verb is None and figure.value < 0:  # 'Chi phí -10%'
        falls = True
    amount, relative, unit = abs(figure.value), figure.percent and not figure.points, said.unit
    if amount == 0:
        return None
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
        currency = (Evidence("currency", self.unit_words),) if self.currency is not None and self.unit_words else ()
        cadence = (Evidence("cadence", self.cadence_words),) if self.cadence_words else ()
        return (*kind, *values, *unit, *currency, *cadence)


def _said(read: Tokens, main: Surrounded, other: Surrounded | None) -> _Said:
    return _Said(*_unit_and_currency(read, main, other), *cadence_of(read))


def _unit_and_currency(read: Tokens, main: Surrounded, first: Surrounded | None) -> tuple[str | None, str | None, str]:
    figure = main.figure
    if main.unit is not None and main.unit.lower() in _SCORES:
        return None, None, ""
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


_SCORES = ("nps", "enps", "csat")
"""Measures whose name may stand after their value: '75 NPS'."""


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
