"""How a text or a typed value is understood, as the plain data that ``okr-sync explain --json`` prints."""

from __future__ import annotations

from decimal import Decimal

from sync.model.readings import Quantity
from sync.reading.sheets.quantities import parse_quantity, parse_range
from sync.reading.texts.numbers import shown
from sync.reading.texts.units import PERCENT
from sync.reading.texts.wording import read_wording

Json = str | bool | list[dict[str, str]] | None


def explain_text(text: str, locale: str | None = None) -> dict[str, Json]:
    """Given a key result's text, return what it measures: decimal strings, absent things None, and as evidence the
    words of each part. A change in per cent of the baseline has the unit '%'."""
    measure = read_wording(text, locale)
    evidence = [{"part": part, "words": words} for part, words in measure.evidence]
    if measure.relative and measure.unit is None:
        evidence += [{"part": "unit", "words": words} for part, words in measure.evidence if part == "change"]
    return {
        "measurable": measure.measurable,
        "kind": measure.kind.value if measure.kind else None,
        "direction": measure.direction.value if measure.direction else None,
        "change": _digits(measure.change),
        "baseline": _digits(measure.baseline),
        "target": _digits(measure.target),
        "lower": _digits(measure.lower),
        "upper": _digits(measure.upper),
        "unit": PERCENT if measure.relative else measure.unit,
        "currency": measure.currency,
        "cadence": measure.cadence,
        "evidence": evidence,
    }


def explain_value(text: str, locale: str | None = None) -> dict[str, Json]:
    """Given a value as typed, return it as a decimal string in full, its unit and currency, whether it is a
    percentage (then in points), and whether another reading is possible. A bound or a range ('≥ 95 %', '20–30'), as a
    target's cell may hold one, has ``lower`` and ``upper`` instead of a value. '31/12', which is no part of a whole,
    may be a day."""
    quantity = parse_quantity(text, locale)
    if quantity is not None:
        return {"value": _digits(quantity.value), **_about(quantity)}
    bounds = parse_range(text, locale)
    if bounds is None:
        return {"value": None, "unit": None, "currency": None, "percent": False, "ambiguous": False}
    lower, upper = ("lower", bounds[0]), ("upper", bounds[1])
    said = next(one for _, one in (upper, lower) if one is not None)
    ends = {name: None if one is None else _digits(one.value) for name, one in (lower, upper)}
    return {"value": None, **_about(said), **ends}


def whole_of_value(text: str, locale: str | None = None) -> str | None:
    """Given a value as typed, return the whole that it is a part of: '8' of '5/8'; None where it is of none."""
    quantity = parse_quantity(text, locale)
    return None if quantity is None else _digits(quantity.total)


def _about(quantity: Quantity) -> dict[str, Json]:
    return {
        "unit": quantity.unit,
        "currency": quantity.currency,
        "percent": quantity.is_percent,
        "ambiguous": quantity.other is not None or _is_rather_a_day(quantity),
    }


def _is_rather_a_day(quantity: Quantity) -> bool:
    return quantity.total is not None and quantity.value > quantity.total


def _digits(value: Decimal | None) -> str | None:
    return None if value is None else shown(value)
