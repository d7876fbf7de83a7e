"""The functions that formulas may call. One that is not here results in #NAME?, and says so."""

from __future__ import annotations

import math
import re
import statistics
from calendar import monthrange
from collections.abc import Callable
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from tests.sheets_server.cells import ErrorValue, Result
from tests.sheets_server.formulas.parsing import Call
from tests.sheets_server.formulas.tokens import Reference
from tests.sheets_server.formulas.values import Failed, Grid, fail, flat, number, numbers, scalar, text, truth
from tests.sheets_server.locales import moment_of, serial
from tests.sheets_server.number_formats import shown

if TYPE_CHECKING:
    from tests.sheets_server.formulas.calculating import Calculation
    from tests.sheets_server.grid import Tab

Value = Result | Grid


def call(calculation: Calculation, tab: Tab, row: int, column: int, node: Call) -> Value:
    """Given where a formula stands and a call in it, return what it results in. Raise Failed when that is an error."""

    def value(index: int) -> Value:
        return calculation.evaluate(tab, row, column, node.arguments[index])

    name, count = node.function, len(node.arguments)
    if name in _LAZY:
        return _LAZY[name](value, count)
    if name in ("ROW", "COLUMN"):
        first = node.arguments[0] if count else None
        span = first.span() if isinstance(first, Reference) else None
        place = (span.top, span.left) if span else (row, column)
        return float(place[0 if name == "ROW" else 1] + 1)
    if name in ("TODAY", "NOW"):
        now = calculation.now
        return serial(now.date() if name == "TODAY" else now.replace(tzinfo=None))
    if name == "IMPORTRANGE":
        return calculation.imported(text(value(0)), text(value(1)))
    if name == "TEXT":
        number_format = {"type": "", "pattern": text(value(1))}
        content = scalar(value(0))
        return shown(number(content) if isinstance(content, bool) else content, number_format, calculation.locale)
    if name not in _PLAIN:
        raise fail("NAME", f"Unknown function: '{name}'.")
    try:
        return _PLAIN[name](*(value(index) for index in range(count)))
    except (IndexError, TypeError) as error:
        raise fail("N_A", f"Wrong number of arguments to {name}. Got {count} arguments.") from error
    except (ValueError, OverflowError, ZeroDivisionError, statistics.StatisticsError) as error:
        raise fail("NUM", f"Function {name} cannot be evaluated: {error}") from error


def compare(left: Result, right: Result) -> int:
    """Less than, equal or greater: numbers before texts before truth values; texts without regard to case."""
    if left is None:
        left = "" if isinstance(right, str) else (False if isinstance(right, bool) else 0.0)
    if right is None:
        right = "" if isinstance(left, str) else (False if isinstance(left, bool) else 0.0)
    first, second = _rank(left), _rank(right)
    return (first > second) - (first < second)


def _rank(value: Result) -> tuple[int, Any]:
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, value)


def _if(value: Callable[[int], Value], count: int) -> Value:
    if truth(value(0)):
        return value(1)
    return value(2) if count > 2 else False


def _ifs(value: Callable[[int], Value], count: int) -> Value:
    for index in range(0, count - 1, 2):
        if truth(value(index)):
            return value(index + 1)
    raise fail("N_A", "No match in IFS evaluation.")


def _if_error(only: str | None) -> Callable[[Callable[[int], Value], int], Value]:
    def chosen(value: Callable[[int], Value], count: int) -> Value:
        try:
            found = value(0)
            scalar(found)
            return found
        except Failed as failed:
            if only and failed.error.type != only:
                raise
            return value(1) if count > 1 else None

    return chosen


def _is(check: Callable[[Result], bool]) -> Callable[[Callable[[int], Value], int], Value]:
    def checked(value: Callable[[int], Value], count: int) -> Value:
        try:
            return check(scalar(value(0)))
        except Failed as failed:
            return check(failed.error)

    return checked


def _switch(value: Callable[[int], Value], count: int) -> Value:
    asked = scalar(value(0))
    for index in range(1, count - 1, 2):
        if compare(asked, scalar(value(index))) == 0:
            return value(index + 1)
    if count % 2 == 0:
        return value(count - 1)
    raise fail("N_A", "No match in SWITCH evaluation.")


def _matches(criterion: Result) -> Callable[[Result], bool]:
    """What COUNTIF and its like mean by '>=5', 'a*' or 3."""
    if not isinstance(criterion, str):
        return lambda item: item is not None and compare(item, criterion) == 0
    match = re.fullmatch(r"(<=|>=|<>|<|>|=)?(.*)", criterion, re.DOTALL)
    assert match
    operator, rest = match[1] or "=", match[2]
    try:
        wanted: Result = float(rest)
    except ValueError:
        wanted = rest

    def matched(item: Result) -> bool:
        if operator in ("=", "<>"):
            if isinstance(wanted, str):
                same = fnmatchcase(text(item).casefold(), wanted.casefold()) and (item is not None or wanted == "")
            else:
                same = item is not None and compare(item, wanted) == 0
            return same if operator == "=" else not same
        if item is None or isinstance(item, str) != isinstance(wanted, str):
            return False
        order = compare(item, wanted)
        return {"<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[operator]

    return matched


def _filtered(found: Value, *pairs: Value) -> list[Result]:
    items = list(flat(found))
    kept = [True] * len(items)
    for where, criterion in zip(pairs[::2], pairs[1::2], strict=True):
        matched = _matches(scalar(criterion))
        for index, item in enumerate(flat(where)):
            if index < len(kept):
                kept[index] = kept[index] and matched(item)
    return [item for item, keep in zip(items, kept, strict=True) if keep]


def _count_ifs(*pairs: Value) -> float:
    return float(len(_filtered(pairs[0], *pairs)))


def _sum_if(where: Value, criterion: Value, found: Value = None) -> float:
    return math.fsum(numbers([_filtered(where if found is None else found, where, criterion)]))


def _average(items: list[float]) -> float:
    if not items:
        raise fail("DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error.")
    return math.fsum(items) / len(items)


def _lookup(key: Value, rows: Grid, index: Value, is_sorted: Value = True, name: str = "VLOOKUP") -> Result:
    wanted, place = scalar(key), int(number(index)) - 1
    found: list[Result] | None = None
    for line in rows:
        order = compare(line[0], wanted) if line[0] is not None else 1
        if order == 0 or (truth(is_sorted) and order < 0):
            found = line
            if order == 0:
                break
    if found is None:
        raise fail("N_A", f"Did not find value '{text(wanted)}' in {name} evaluation.")
    if not 0 <= place < len(found):
        raise fail("REF", f"{name} evaluates to an out of bounds range.")
    return scalar(found[place])


def _match(key: Value, where: Value, kind: Value = 1.0) -> float:
    wanted, best = scalar(key), None
    for index, item in enumerate(flat(where)):
        order = compare(item, wanted) if item is not None else 1
        if order == 0:
            return float(index + 1)
        if number(kind) > 0 and order < 0:
            best = index
    if best is None:
        raise fail("N_A", f"Did not find value '{text(wanted)}' in MATCH evaluation.")
    return float(best + 1)


def _index(rows: Value, row: Value = 1.0, column: Value = 1.0) -> Value:
    grid = rows if isinstance(rows, list) else [[rows]]
    if len(grid) == 1 and len(grid[0]) > 1 and number(row) > 1 and column == 1.0:
        row, column = 1.0, row
    try:
        return grid[max(int(number(row)), 1) - 1][max(int(number(column)), 1) - 1]
    except IndexError:
        raise fail("NUM", "Function INDEX parameter is out of range.") from None


def _round(way: Callable[[float], float]) -> Callable[..., float]:
    def rounded(value: Value, places: Value = 0.0) -> float:
        found, digits = number(value), int(number(places))
        scale = 10.0**digits
        return math.copysign(way(round(abs(found) * scale, 9)) / scale, found) if found else 0.0

    return rounded


def _multiple(way: Callable[[float], float]) -> Callable[..., float]:
    def found(value: Value, step: Value = 1.0) -> float:
        by = number(step)
        return way(round(number(value) / by, 9)) * by if by else 0.0

    return found


def _work_days(start: Value, end: Value, holidays: Value = None) -> float:
    """Days from Monday to Friday, both ends with them."""
    first, last = int(number(start)), int(number(end))
    free = {int(day) for day in numbers(holidays)}
    step = 1 if last >= first else -1
    days = [day for day in range(first, last + step, step) if moment_of(day).weekday() < 5 and day not in free]
    return float(step * len(days))


def _rank_of(value: Value, where: Value, upward: Value = 0.0) -> float:
    ordered = sorted(numbers(where), reverse=not truth(upward))
    if number(value) not in ordered:
        raise fail("N_A", "Did not find value in RANK evaluation.")
    return float(ordered.index(number(value)) + 1)


def _sorted(rows: Grid, by: Value = 1.0, upward: Value = True) -> Grid:
    place = int(number(by)) - 1
    filled = [line for line in rows if line[place] is not None]
    ordered = sorted(filled, key=lambda line: _rank(line[place]), reverse=not truth(upward))
    return ordered + [line for line in rows if line[place] is None]


def _months(start: Value, months: Value, last: bool) -> float:
    moment = moment_of(number(start))
    year, month = divmod(moment.year * 12 + moment.month - 1 + int(number(months)), 12)
    days = monthrange(year, month + 1)[1]
    return serial(datetime(year, month + 1, days if last else min(moment.day, days)))


def _date(year: Value, month: Value, day: Value) -> float:
    years, months = divmod(int(number(year)) * 12 + int(number(month)) - 1, 12)
    return serial(datetime(years, months + 1, 1) + timedelta(days=int(number(day)) - 1))


def _substitute(where: Value, old: Value, new: Value) -> str:
    return text(where).replace(text(old), text(new)) if text(old) else text(where)


def _find(what: Value, where: Value, start: Value = 1.0) -> float:
    place = text(where).find(text(what), int(number(start)) - 1)
    if place < 0:
        raise fail("VALUE", f"In FIND evaluation, cannot find '{text(what)}' within '{text(where)}'.")
    return float(place + 1)


def _na() -> Result:
    raise fail("N_A", "")


def _product(*areas: Value) -> float:
    lists = [[item if isinstance(item, float | int) else 0.0 for item in flat(area)] for area in areas]
    return math.fsum(math.prod(items) for items in zip(*lists, strict=True))


def _joined(mark: Value, skip: Value, *values: Value) -> str:
    return text(mark).join(text(item) for item in flat(*values) if not (truth(skip) and item in (None, "")))


_LAZY: dict[str, Callable[[Callable[[int], Value], int], Value]] = {
    "IF": _if,
    "IFS": _ifs,
    "SWITCH": _switch,
    "IFERROR": _if_error(None),
    "IFNA": _if_error("N_A"),
    "ISERROR": _is(lambda item: isinstance(item, ErrorValue)),
    "ISNA": _is(lambda item: isinstance(item, ErrorValue) and item.type == "N_A"),
    "ISBLANK": _is(lambda item: item is None),
    "ISNUMBER": _is(lambda item: isinstance(item, float | int) and not isinstance(item, bool)),
    "ISTEXT": _is(lambda item: isinstance(item, str)),
}

_PLAIN: dict[str, Callable[..., Value]] = {
    "SUM": lambda *values: math.fsum(numbers(*values)),
    "PRODUCT": lambda *values: math.prod(numbers(*values)),
    "SUMPRODUCT": _product,
    "AVERAGE": lambda *values: _average(numbers(*values)),
    "MEDIAN": lambda *values: float(statistics.median(numbers(*values))),
    "MIN": lambda *values: min(numbers(*values), default=0.0),
    "MAX": lambda *values: max(numbers(*values), default=0.0),
    "LARGE": lambda where, place: sorted(numbers(where), reverse=True)[int(number(place)) - 1],
    "SMALL": lambda where, place: sorted(numbers(where))[int(number(place)) - 1],
    "STDEV": lambda *values: statistics.stdev(numbers(*values)),
    "COUNT": lambda *values: float(len(numbers(*values))),
    "COUNTA": lambda *values: float(sum(item is not None for item in flat(*values))),
    "COUNTBLANK": lambda *values: float(sum(item in (None, "") for item in flat(*values))),
    "COUNTIF": _count_ifs,
    "COUNTIFS": _count_ifs,
    "SUMIF": _sum_if,
    "SUMIFS": lambda found, *pairs: math.fsum(numbers([_filtered(found, *pairs)])),
    "AVERAGEIF": lambda where, what, found=None: _average(numbers([_filtered(found or where, where, what)])),
    "AVERAGEIFS": lambda found, *pairs: _average(numbers([_filtered(found, *pairs)])),
    "AND": lambda *values: all(truth(item) for item in flat(*values) if item is not None),
    "OR": lambda *values: any(truth(item) for item in flat(*values) if item is not None),
    "NOT": lambda value: not truth(value),
    "ABS": lambda value: abs(number(value)),
    "INT": lambda value: float(math.floor(number(value))),
    "MOD": lambda value, by: number(value) % number(by),
    "SQRT": lambda value: math.sqrt(number(value)),
    "POWER": lambda value, power: float(number(value) ** number(power)),
    "EXP": lambda value: math.exp(number(value)),
    "LN": lambda value: math.log(number(value)),
    "LOG10": lambda value: math.log10(number(value)),
    "PI": lambda: math.pi,
    "ROUND": _round(lambda value: math.floor(value + 0.5)),
    "ROUNDUP": _round(math.ceil),
    "ROUNDDOWN": _round(math.floor),
    "TRUNC": _round(math.floor),
    "CEILING": _multiple(math.ceil),
    "FLOOR": _multiple(math.floor),
    "SIGN": lambda value: float((number(value) > 0) - (number(value) < 0)),
    "RANK": _rank_of,
    "TRUE": lambda: True,
    "FALSE": lambda: False,
    "NA": _na,
    "CONCATENATE": lambda *values: "".join(text(item) for item in flat(*values)),
    "CONCAT": lambda first, second: text(first) + text(second),
    "JOIN": lambda mark, *values: _joined(mark, False, *values),
    "TEXTJOIN": _joined,
    "LEN": lambda value: float(len(text(value))),
    "LEFT": lambda value, count=1.0: text(value)[: int(number(count))],
    "RIGHT": lambda value, count=1.0: text(value)[-int(number(count)) :] if number(count) else "",
    "MID": lambda value, start, count: text(value)[int(number(start)) - 1 :][: int(number(count))],
    "UPPER": lambda value: text(value).upper(),
    "LOWER": lambda value: text(value).lower(),
    "PROPER": lambda value: text(value).title(),
    "TRIM": lambda value: " ".join(text(value).split()),
    "REPT": lambda value, count: text(value) * int(number(count)),
    "CHAR": lambda value: chr(int(number(value))),
    "EXACT": lambda first, second: text(first) == text(second),
    "FIND": _find,
    "SEARCH": lambda what, where, start=1.0: _find(text(what).lower(), text(where).lower(), start),
    "SUBSTITUTE": _substitute,
    "VALUE": lambda value: number(value, "VALUE"),
    "DATE": _date,
    "YEAR": lambda value: float(moment_of(number(value)).year),
    "MONTH": lambda value: float(moment_of(number(value)).month),
    "DAY": lambda value: float(moment_of(number(value)).day),
    "WEEKDAY": lambda value: float(moment_of(number(value)).isoweekday() % 7 + 1),
    "DAYS": lambda end, start: number(end) - number(start),
    "NETWORKDAYS": _work_days,
    "EDATE": lambda start, months: _months(start, months, False),
    "EOMONTH": lambda start, months: _months(start, months, True),
    "VLOOKUP": _lookup,
    "HLOOKUP": lambda key, rows, index, is_sorted=True: _lookup(
        key, [list(column) for column in zip(*rows, strict=True)], index, is_sorted, "HLOOKUP"
    ),
    "MATCH": _match,
    "INDEX": _index,
    "TRANSPOSE": lambda rows: [list(line) for line in zip(*rows, strict=True)],
    "UNIQUE": lambda rows: [list(line) for line in dict.fromkeys(tuple(line) for line in rows)],
    "SORT": _sorted,
    "ROWS": lambda rows: float(len(rows)),
    "COLUMNS": lambda rows: float(len(rows[0])),
    "HYPERLINK": lambda url, label=None: scalar(url if label is None else label),
    "N": lambda value: number(value),
    "T": lambda value: value if isinstance(value, str) else "",
}
