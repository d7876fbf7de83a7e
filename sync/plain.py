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
from functools import cache, cached_property, lru_cache
from json.encoder import encode_basestring
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
    ``to_text(value, home=None)`` gives the object as JSON text without spaces.
    """

    def __init__(self, kind: type[T], without: Collection[str] = ()) -> None:
        self._made_of: Any = get_origin(kind) or kind
        self._arguments = get_args(kind)
        self._without = without

    def encode(self, value: T, home: Home = None) -> dict[str, Plain]:
        """The object itself."""
        plain: dict[str, Plain] = json.loads(self.to_text(value, home))
        return plain

    @cached_property
    def to_text(self) -> Callable[..., str]:
        return _compiled(self._made_of, self._parts)

    def decode(self, plain: Plain, home: Home = None, **given: object) -> T:
        """Given what ``encode`` gave, the same home and the fields kept elsewhere, return the value. Raise ValueError
        for anything that ``encode`` cannot have given."""
        if not isinstance(plain, dict):
            raise ValueError(f"{self._made_of.__name__} should be an object, not {plain!r}")
        if not self._required <= plain.keys():
            raise ValueError(f"{self._made_of.__name__} lacks {', '.join(sorted(self._required - plain.keys()))}")
        values = given
        for name, part in plain.items():
            decode = self._decoders.get(name)
            if decode is None:
                raise ValueError(f"{self._made_of.__name__} has no {name!r}")
            values[name] = decode(part, home)
        made: T = self._made_of(**values)
        return made

    @cached_property
    def _parts(self) -> list[tuple[str, Any, _Codec]]:
        """Each field's name, default and codec."""
        hints = get_type_hints(self._made_of)
        variables = dict(zip(getattr(self._made_of, "__parameters__", ()), self._arguments, strict=False))
        return [
            (name, default, _codec(_filled(hints[name], variables)))
            for name, default in _defaults(self._made_of).items()
            if name not in self._without
        ]

    @cached_property
    def _decoders(self) -> dict[str, _Decode]:
        return {name: codec.decode for name, _, codec in self._parts}

    @cached_property
    def _required(self) -> frozenset[str]:
        return frozenset(name for name, default, _ in self._parts if default is MISSING)


_Decode = Callable[[Any, Home], Any]


class _Codec(NamedTuple):
    """``text`` gives, for the source of a value, the source of an expression that is its JSON text; ``present`` the
    same for a value that is not None."""

    text: Callable[[str], str]
    decode: _Decode
    present: Callable[[str], str]


def _defaults(kind: Any) -> dict[str, Any]:
    """Each field's default, MISSING where it has none, in the fields' order."""
    if is_dataclass(kind):
        return {
            part.name: part.default_factory() if part.default_factory is not MISSING else part.default
            for part in fields(kind)
        }
    return {name: kind._field_defaults.get(name, MISSING) for name in kind._fields}


def _compiled(kind: Any, parts: list[tuple[str, Any, _Codec]]) -> Callable[..., str]:
    """A function that writes a record's fields as JSON text, written out for these fields and compiled, as dataclasses
    do with theirs: ten thousand rows are hundreds of thousands of records, and to make an object of each, and then text
    of the objects, takes three times as long."""
    places = {name: f"v{index}" for index, (name, _, _) in enumerate(parts)}
    if issubclass(kind, tuple):
        taken = "".join(f"{places.get(name, '_')}, " for name in kind._fields) + "= value"
    else:
        taken = "; ".join(f"{place} = value.{name}" for name, place in places.items())
    lines = ["def to_text(value, home=None):", f" {taken}"]
    always = "''"
    sometimes: list[str] = []
    for name, default, codec in parts:
        value, field = places[name], repr(f",{encode_basestring(name)}:")
        told = _told(value, default)
        if told is None and not sometimes:
            always += f" + {field} + {codec.text(value)}"
        else:
            text = codec.present(value) if default is None else codec.text(value)
            sometimes.append(f" {f'if {told}: ' if told else ''}text += {field} + {text}")
    lines += [f" text = {always.removeprefix(repr('') + ' + ')}", *sometimes, " return '{' + text[1:] + '}'"]
    made: dict[str, Any] = {}
    exec("\n".join(lines), _NAMES, made)
    to_text: Callable[..., str] = made["to_text"]
    return to_text


_NAMES: dict[str, Any] = {"quoted": encode_basestring}
"""What the compiled functions can see."""


def _known(value: Any) -> str:
    """A name by which compiled functions know a value."""
    name = f"known{len(_NAMES)}"
    _NAMES[name] = value
    return name


def _told(value: str, default: Any) -> str | None:
    """The source of a condition under which a field is told; None where it always is."""
    # A number always is: 0.00 equals 0, and may not come back as that.
    if default is MISSING or isinstance(default, Decimal):
        return None
    if default is None or default is False or default is True:
        return f"{value} is not {default}"
    return f"{value} != {_known(default)}"


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
        return _both_ways(_calling(_any_to_text), _one_of(arguments))
    if origin is tuple and arguments[1:] != (...,):
        return _fixed([_codec(argument) for argument in arguments])
    if origin is tuple:
        return _sequence(_codec(arguments[0]))
    if origin is frozenset:
        return _set(_codec(arguments[0]))
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _both_ways("quoted({})".format, lambda plain, home: hint(plain))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _both_ways(_calling(lambda value: _any_to_text(value.value)), lambda plain, home: hint(plain))
    record: Record[Any] = Record(hint)
    return _both_ways(_calling(record.to_text, "home"), record.decode)


def _both_ways(text: Callable[[str], str], decode: _Decode) -> _Codec:
    return _Codec(text, decode, text)


def _calling(function: Callable[..., str], *more: str) -> Callable[[str], str]:
    name = _known(function)
    return lambda value: f"{name}({', '.join([value, *more])})"


def _union(kinds: tuple[Any, ...]) -> _Codec:
    """None or one kind needs no sign of which it is; of several kinds each says so."""
    others = [kind for kind in kinds if kind is not types.NoneType]
    optional = len(others) < len(kinds)
    if len(others) > 1:
        return _tagged(frozenset(others), optional)
    text, decode, _ = _codec(others[0])
    return _Codec(
        lambda value: f"('null' if {value} is None else {text(value)})",
        lambda plain, home: None if plain is None else decode(plain, home),
        text,
    )


def _tagged(kinds: frozenset[type], optional: bool) -> _Codec:
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

    return _both_ways("tagged({}, home)".format, decode)


def _tagged_to_text(value: Any, home: Home) -> str:
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is Decimal:
        return f'{{"number":"{value!s}"}}'
    if value is None or isinstance(value, (str, bool, int)):
        return _any_to_text(value)
    if kind is CellRef:
        return f'{{"cell":{_cell_to_text(value, home)}}}'
    if kind is ErrorValue:
        return f'{{"error":{encode_basestring(value.code)}}}'
    return f'{{"day":"{value.isoformat()}"}}'


def _sequence(part: _Codec) -> _Codec:
    def decode(plain: Any, home: Home) -> tuple[Any, ...]:
        return tuple([part.decode(one, home) for one in _expected(list, plain)])

    return _both_ways(lambda values: _listed(part, values), decode)


def _listed(part: _Codec, values: str) -> str:
    return f"'[' + ','.join([{part.text('one')} for one in {values}]) + ']'"


def _fixed(parts: list[_Codec]) -> _Codec:
    def text(values: str) -> str:
        return "'[' + " + " + ',' + ".join(part.text(f"{values}[{at}]") for at, part in enumerate(parts)) + " + ']'"

    def decode(plain: Any, home: Home) -> tuple[Any, ...]:
        if len(_expected(list, plain)) != len(parts):
            raise ValueError(f"{plain!r} should have {len(parts)} parts")
        return tuple([part.decode(one, home) for part, one in zip(parts, plain, strict=True)])

    return _both_ways(text, decode)


def _set(part: _Codec) -> _Codec:
    return _both_ways(
        lambda values: _listed(part, f"sorted({values})"),
        lambda plain, home: frozenset(part.decode(one, home) for one in _expected(list, plain)),
    )


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


_any_to_text = json.JSONEncoder(ensure_ascii=False).encode


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
        return encode_basestring(f"{sheet}!{_letters(column)}{row}")
    step = row - home[1]
    return f'"{_letters(column)}{step:+d}"' if step else f'"{_letters(column)}"'


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
    str: _both_ways("quoted({})".format, lambda plain, home: _expected(str, plain)),
    int: _both_ways("str({})".format, lambda plain, home: _expected(int, plain)),
    bool: _both_ways("('true' if {} else 'false')".format, lambda plain, home: _expected(bool, plain)),
    Decimal: _both_ways("'\"' + str({}) + '\"'".format, _number_from_text),
    date: _both_ways("'\"' + {}.isoformat() + '\"'".format, _day_from_text),
    CellRef: _both_ways("cell({}, home)".format, _cell_from_text),
}

_NAMES |= {"cell": _cell_to_text, "tagged": _tagged_to_text}
