"""The text of a key result ─▶ what it measures, and by which words.

Every figure gets a part to play (baseline, target, change, bound, aside) from the words that lead up to it and from the
verb that governs it; then the parts are put together. Where two figures claim the same part, or the words leave open
what is meant, nothing is measured: a wrong reading is worse than none. The words themselves are in
``words_vi.py`` and ``words_en.py``; ``qualifiers.py`` sets aside figures that only qualify another, ``parts.py`` gives
the others their parts, with what is said in passing from ``asides.py``, ``figures_apart.py`` and ``choosing.py`` say
which of them count, ``two_values.py`` which are values of their own, and ``putting_together.py`` makes one measure of
them.
"""

from __future__ import annotations

from functools import lru_cache

from sync.model.readings import Kind, Measure
from sync.reading.texts.asides import is_of_a_place
from sync.reading.texts.choosing import chosen_parts
from sync.reading.texts.doubts import doubts_of, other_readings
from sync.reading.texts.figureless import direction_alone, says_a_factor, says_a_part, without_figure
from sync.reading.texts.joined_measures import clauses_in_and_before_brackets, joined_clauses
from sync.reading.texts.marks import VERBS, Mark
from sync.reading.texts.putting_together import measure_of
from sync.reading.texts.surrounded import Surrounded
from sync.reading.texts.surroundings import surrounded_figures
from sync.reading.texts.tokenising import tokenise
from sync.reading.texts.tokens import Tokens
from sync.reading.texts.turned_names import is_turned_round

_LEADS_TO_IT = Mark.end | Mark.end_up | Mark.end_down | Mark.reach
_LONGEST = 2000


@lru_cache(maxsize=16384)
def read_wording(text: str, locale: str | None = None) -> Measure:
    """Given a key result's text and the locale of its numbers, return what the text alone says: kind, direction,
    change or end value, baseline, bounds, unit, currency, cadence, and the words each came from. ``kind`` is None, and
    then there are no values, where it names no value ('Viết tài liệu') or not clearly one: then the part ``doubt`` of
    its evidence has the figures that leave it open."""
    if len(text) > _LONGEST:
        return Measure()
    read = tokenise(text, locale)
    values = surrounded_figures(read)
    measure = _put_together(read, values)
    if measure is not None:
        return measure
    return direction_alone(read, doubts_of(read, values))


@lru_cache(maxsize=4096)
def names_a_value(text: str) -> bool:
    """Given any text, return whether ``read_wording`` finds a value in it: what an objective that names none leaves
    open is not asked for, which takes half as long again."""
    if len(text) > _LONGEST:
        return False
    read = tokenise(text, None)
    return _put_together(read, surrounded_figures(read)) is not None


@lru_cache(maxsize=4096)
def falls_by_name(name: str) -> bool | None:
    """Given a measure's name, return True where lower is better ('tỷ lệ lỗi', 'churn'), False where higher is
    ('doanh thu', 'retention'), None where the name does not tell."""
    marks = tokenise(name, None).marks
    if marks & Mark.lower_is_better:
        return None if is_turned_round(name) else True
    return False if marks & Mark.higher_is_better else None


def is_a_rate_by_name(name: str) -> bool:
    """Whether a measure's name says that it is itself in per cent ('tỷ lệ …', 'margin')."""
    return bool(tokenise(name, None).marks & Mark.rate)


@lru_cache(maxsize=4096)
def names_a_rate(text: str) -> bool:
    """Given a text without a value, return whether it is no more than the name of a measure that may be in per cent
    ('Churn', 'Tỷ lệ chuyển đổi', 'Customer satisfaction')."""
    read = tokenise(text, None)
    if not read.tokens or read.figures or read.marks & VERBS:
        return False
    return bool(read.tokens[0].marks & Mark.rate or read.tokens[-1].marks & _IN_PER_CENT)


_IN_PER_CENT = Mark.rate | Mark.lower_is_better | Mark.higher_is_better


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
    if not values or all(is_of_a_place(read, value) for value in values):
        said = without_figure(read)
        if said is not None:
            return said
    chosen = chosen_parts(read, values)
    if chosen is None or (chosen and says_a_part(read, "baseline" in chosen)):
        return None
    if chosen and says_a_factor(read) and not any(part.lead & _LEADS_TO_IT for part in chosen.values()):
        return None
    if not chosen:
        return without_figure(read)
    clauses = joined_clauses(read, values)
    if clauses and any(_says_a_value(one) and _says_a_value(two) for one, two in clauses):
        return None
    apart = clauses_in_and_before_brackets(read, values)
    if apart is not None and all(map(_says_a_value, apart)):
        return None
    measure = measure_of(read, chosen)
    other = () if measure is None else other_readings(read, chosen.values())
    return measure._replace(evidence=(*measure.evidence, *other)) if measure is not None and other else measure


def _says_a_value(clause: Tokens) -> bool:
    chosen = chosen_parts(clause, surrounded_figures(clause))
    if not chosen:
        return chosen is not None and without_figure(clause) is not None
    return measure_of(clause, chosen) is not None
