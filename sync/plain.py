"""Values of the model as plain data (what JSON can hold) and back, exactly. Pure.

``plan_to_json`` and ``plan_from_json`` keep a plan in a file; the archive keeps its rows with ``Record``. A record is
an object of its fields by name, without those that have their default, so that a field added to the model later changes
nothing that was kept before. A Decimal is its text ('1.50' stays '1.50'), a date ISO, a cell 'Tab!H5'. Where a field
can hold values of several kinds, all but texts say which they are: ``{"number": "0.75"}``, ``{"day": "2026-10-04"}``,
``{"cell": "Tab!H5"}``, ``{"error": "#REF!"}``.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum, StrEnum
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, Generic, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from sync.model import CellRef, ErrorValue, Plan, column_letters, column_number

PLAN_FORMAT = 1
"""Raised whenever a saved plan of before could be misread."""

Plain = Any
"""What ``json`` reads and writes: None, bool, int, str, and lists and objects of those."""

Home = tuple[str, int] | None
"""A tab and a row that cells are told relative to, so that a row that moves says the same: 'H' is column H of the same
row, 'H-2' two rows above it."""

T = TypeVar("T")


def plan_to_json(plan: Plan) -> str:
    """Given a plan, return it as JSON text, from which ``plan_from_json`` makes an equal one."""
    document = {"okr_sync_plan": PLAN_FORMAT, "plan": _plan_record().encode(plan)}
    return json.dumps(document, ensure_ascii=False, indent=1)


def plan_from_json(text: str) -> Plan:
    """Given text from ``plan_to_json``, return the plan. Raise ValueError, whose text is one clear sentence, for any
    other text, and for a plan in a format that this version does not know."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"this is not a saved plan: it is not JSON ({error})") from error
    if not isinstance(document, dict) or "okr_sync_plan" not in document:
        raise ValueError("this is not a saved plan: 'okr-sync plan --out FILE' writes one")
    if document["okr_sync_plan"] != PLAN_FORMAT:
        raise ValueError(
            f"this plan was saved in format {document['okr_sync_plan']!r}, and this version reads format {PLAN_FORMAT}"
        )
    try:
        return _plan_record().decode(document.get("plan"))
    except ValueError as error:
        raise ValueError(f"this saved plan is damaged: {error}") from error


@lru_cache(maxsize=1)
def _plan_record() -> Record[Plan]:
    return Record(Plan)


class Record(Generic[T]):
    """How one frozen dataclass or NamedTuple of the model becomes an object of its fields, and comes back.

    ``without`` names fields that are kept elsewhere: they are left out, and ``decode`` takes them as keywords.
    ``encode(value, home=None)`` gives the object.
    """

    def __init__(self, kind: type[T], without: Collection[str] = ()) -> None:
        made_of: Any = get_origin(kind) or kind
        hints = get_type_hints(made_of)
        variables = dict(zip(getattr(made_of, "__parameters__", ()), get_args(kind), strict=False))
        defaults = _defaults(made_of)
        self._kind: Callable[..., T] = made_of
        self._name = made_of.__name__
        names = [name for name in defaults if name not in without]
        codecs = [_codec(_filled(hints[name], variables)) for name in names]
        self._given = frozenset(without)
        self._decoders = {name: codec.decode for name, codec in zip(names, codecs, strict=True)}
        self._required = frozenset(name for name in names if defaults[name] is MISSING)
        whole_tuple = issubclass(made_of, tuple) and not without
        self.encode: Callable[..., dict[str, Plain]] = _compiled_encoder(
            [
                (name, _left_out(defaults[name]), codec.encode_present if defaults[name] is None else codec.encode)
                for name, codec in zip(names, codecs, strict=True)
            ],
            None if whole_tuple else _getter(names),
        )

    def decode(self, plain: Plain, home: Home = None, **given: object) -> T:
        """Given what ``encode`` gave, the same home and the fields kept elsewhere, return the value. Raise ValueError
        for anything that ``encode`` cannot have given."""
        if not isinstance(plain, dict):
            raise ValueError(f"{self._name} should be an object, not {plain!r}")
        if not self._required <= plain.keys():
            raise ValueError(f"{self._name} lacks {', '.join(sorted(self._required - plain.keys()))}")
        values = given
        for name, part in plain.items():
            decode = self._decoders.get(name)
            if decode is None:
                raise ValueError(f"{self._name} has no {name!r}")
            values[name] = decode(part, home)
        return self._kind(**values)


_Encode = Callable[[Any, Home], Plain]


class _Codec(NamedTuple):
    """``encode`` is None where a value is plain as it is; ``encode_present`` is for values that are not None."""

    encode: _Encode | None
    decode: Callable[[Any, Home], Any]
    encode_present: _Encode | None


def _defaults(kind: Any) -> dict[str, Any]:
    """Each field's default, MISSING where it has none, in the fields' order."""
    if is_dataclass(kind):
        return {
            part.name: part.default_factory() if part.default_factory is not MISSING else part.default
            for part in fields(kind)
        }
    return {name: kind._field_defaults.get(name, MISSING) for name in kind._fields}


def _left_out(default: Any) -> Any:
    """The value that is left out. A number never is: 0.00 equals 0, and may not come back as that."""
    return MISSING if isinstance(default, Decimal) else default


def _getter(names: list[str]) -> Callable[[Any], Any]:
    # Of one name, attrgetter gives the value alone.
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)


def _compiled_encoder(
    parts: list[tuple[str, Any, _Encode | None]], getter: Callable[[Any], Any] | None
) -> Callable[..., dict[str, Plain]]:
    """A function that makes the object of a record's fields, written out for these fields and compiled, as dataclasses
    do with theirs: ten thousand rows are hundreds of thousands of records, and a loop over the fields takes more than
    twice as long."""
    known: dict[str, Any] = {"getter": getter}
    lines = ["def encode(value, home=None):", "    plain = {}"]
    if parts:
        values = "".join(f"v{index}, " for index in range(len(parts)))
        lines.append(f"    {values}= {'value' if getter is None else 'getter(value)'}")
    for index, (name, default, encode) in enumerate(parts):
        known[f"default{index}"], known[f"encode{index}"] = default, encode
        present = f"v{index}" if encode is None else f"encode{index}(v{index}, home)"
        lines.append(f"    if {_is_told(f'v{index}', f'default{index}', default)}: plain[{name!r}] = {present}")
    exec("\n".join([*lines, "    return plain"]), known)
    encoder: Callable[..., dict[str, Plain]] = known["encode"]
    return encoder


def _is_told(value: str, name: str, default: Any) -> str:
    if default is MISSING:
        return "True"
    if default is None or default is False or default is True:
        return f"{value} is not {default}"
    return f"{value} is not {name} and {value} != {name}"


def _filled(hint: Any, variables: Mapping[Any, Any]) -> Any:
    """A type hint with its type variables replaced: the T of Read[Quantity]."""
    if hint in variables:
        return variables[hint]
    if get_origin(hint) in (Union, types.UnionType):
        return Union[tuple(_filled(part, variables) for part in get_args(hint))]  # noqa: UP007 - made at run time
    return hint


@cache
def _codec(hint: Any) -> _Codec:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _union(arguments)
    if origin is Literal:
        return _both_ways(None, _one_of(arguments))
    if origin is tuple and arguments[1:] != (...,):
        return _fixed([_codec(argument) for argument in arguments])
    if origin is tuple:
        return _sequence(_codec(arguments[0]))
    if origin is frozenset:
        return _set(_codec(arguments[0]))
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _both_ways(
            None if issubclass(hint, StrEnum) else lambda value, home: value.value, lambda plain, home: hint(plain)
        )
    record: Record[Any] = Record(hint)
    return _both_ways(record.encode, record.decode)


def _both_ways(encode: _Encode | None, decode: Callable[[Any, Home], Any]) -> _Codec:
    return _Codec(encode, decode, encode)


def _union(kinds: tuple[Any, ...]) -> _Codec:
    """None or one kind needs no sign of which it is; of several kinds each says so."""
    others = [kind for kind in kinds if kind is not types.NoneType]
    optional = len(others) < len(kinds)
    if len(others) > 1:
        return _tagged(frozenset(others), optional)
    encode, decode, _ = _codec(others[0])
    return _Codec(
        None if encode is None else lambda value, home: None if value is None else encode(value, home),
        lambda plain, home: None if plain is None else decode(plain, home),
        encode,
    )


def _tagged(kinds: frozenset[type], optional: bool) -> _Codec:
    def encode(value: Any, home: Home) -> Plain:
        kind = type(value)
        if kind is Decimal:
            return {"number": str(value)}
        if value is None or isinstance(value, (str, bool, int)):
            return value
        if kind is CellRef:
            return {"cell": _cell_to_text(value, home)}
        if kind is ErrorValue:
            return {"error": value.code}
        return {"day": value.isoformat()}

    def decode(plain: Any, home: Home) -> Any:
        if plain is None and optional:
            return None
        if type(plain) in kinds:
            return plain
        if isinstance(plain, dict) and len(plain) == 1:
            [(tag, text)] = plain.items()
            kind, from_text = _TAGS.get(tag, (None, None))
            if kind in kinds and from_text is not None:
                return from_text(text, home)
        raise ValueError(f"{plain!r} is not a value that can stand here")

    return _both_ways(encode, decode)


def _sequence(part: _Codec) -> _Codec:
    encode = part.encode

    def sequence(plain: Any, home: Home) -> tuple[Any, ...]:
        return tuple([part.decode(one, home) for one in _expected(list, plain)])

    if encode is None:
        return _both_ways(lambda values, home: list(values), sequence)
    return _both_ways(lambda values, home: [encode(value, home) for value in values], sequence)


def _fixed(parts: list[_Codec]) -> _Codec:
    def encode(values: tuple[Any, ...], home: Home) -> Plain:
        pairs = zip(parts, values, strict=True)
        return [value if part.encode is None else part.encode(value, home) for part, value in pairs]

    def decode(plain: Any, home: Home) -> tuple[Any, ...]:
        if len(_expected(list, plain)) != len(parts):
            raise ValueError(f"{plain!r} should have {len(parts)} parts")
        return tuple([part.decode(one, home) for part, one in zip(parts, plain, strict=True)])

    return _both_ways(encode, decode)


def _set(part: _Codec) -> _Codec:
    def encode(values: frozenset[Any], home: Home) -> Plain:
        return sorted(values if part.encode is None else (part.encode(value, home) for value in values))

    return _both_ways(encode, lambda plain, home: frozenset(part.decode(one, home) for one in _expected(list, plain)))


def _one_of(choices: tuple[Any, ...]) -> Callable[[Any, Home], Any]:
    def decode(plain: Any, home: Home) -> Any:
        if plain not in choices:
            raise ValueError(f"{plain!r} is none of {', '.join(map(repr, choices))}")
        return plain

    return decode


def _expected(kind: type, plain: Any) -> Any:
    if type(plain) is not kind:
        raise ValueError(f"{plain!r} is not what should stand here")
    return plain


def _number_from_text(text: Any, home: Home) -> Decimal:
    try:
        return Decimal(_expected(str, text))
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is not a number") from error


def _day_from_text(text: Any, home: Home) -> date:
    return date.fromisoformat(_expected(str, text))


def _cell_to_text(cell: CellRef, home: Home) -> str:
    sheet, row, column = cell
    if home is None or sheet != home[0]:
        return f"{sheet}!{_letters(column)}{row}"
    step = row - home[1]
    return f"{_letters(column)}{step:+d}" if step else _letters(column)


def _cell_from_text(text: Any, home: Home) -> CellRef:
    sheet, mark, address = _expected(str, text).rpartition("!")
    letters = address.rstrip("0123456789+-")
    row = address[len(letters) :]
    if mark and letters.isalpha() and row.isdecimal():
        return CellRef(sheet, int(row), _column(letters))
    if home is None or mark or not letters.isalpha():
        raise ValueError(f"{text!r} is not a cell")
    return CellRef(home[0], home[1] + int(row or 0), _column(letters))


_letters = lru_cache(maxsize=4096)(column_letters)
_column = lru_cache(maxsize=4096)(column_number)

_TAGS: dict[str, tuple[type, Callable[[Any, Home], Any]]] = {
    "number": (Decimal, _number_from_text),
    "day": (date, _day_from_text),
    "cell": (CellRef, _cell_from_text),
    "error": (ErrorValue, lambda code, home: ErrorValue(_expected(str, code))),
}

_SIMPLE: dict[Any, _Codec] = {
    str: _both_ways(None, lambda plain, home: _expected(str, plain)),
    int: _both_ways(None, lambda plain, home: _expected(int, plain)),
    bool: _both_ways(None, lambda plain, home: _expected(bool, plain)),
    Decimal: _both_ways(lambda value, home: str(value), _number_from_text),
    date: _both_ways(lambda value, home: value.isoformat(), _day_from_text),
    CellRef: _both_ways(_cell_to_text, _cell_from_text),
}
