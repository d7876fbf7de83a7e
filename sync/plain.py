"""Values of the model as plain data (what JSON can hold) and back, exactly. Pure.

``plan_to_json`` and ``plan_from_json`` keep a plan in a file; the archive keeps its rows with ``Record``. A record is
an object of its fields by name, without those that have their default, so that a field added to the model later changes
nothing that was kept before. A Decimal is its text ('1.50' stays '1.50'), a date ISO, a cell 'Tab!H5'. Where a field
can hold values of several kinds, all but texts say which they are: ``{"number": "0.75"}``, ``{"day": "2026-10-04"}``,
``{"cell": "Tab!H5"}``, ``{"error": "#REF!"}``.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum, StrEnum
from functools import cache, cached_property, lru_cache
from json.encoder import encode_basestring
from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    Literal,
    NamedTuple,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from sync.model.cells import CellRef, ErrorValue, column_letters, column_number
from sync.model.plans import Plan
from sync.model.readings import Evidence, Quantity, Read
from sync.model.scores import Input

if TYPE_CHECKING:
    from sync.written_out import Expression, Functions, Part

    _Text = Callable[[str, Functions], Expression]

PLAN_FORMAT = 1
"""Raised whenever a saved plan of before could be misread."""

Plain = Any
"""What ``json`` reads and writes: None, bool, int, str, and lists and objects of those."""

Home = tuple[str, int] | None
"""A tab and a row that cells are told relative to, so that a row that moves says the same: 'H' is column H of the same
row, 'H-2' two rows above it."""

T = TypeVar("T")
_HEAD = 200


def plan_to_json(plan: Plan) -> str:
    """Given a plan, return it as JSON text, from which ``plan_from_json`` makes an equal one."""
    document = {"okr_sync_plan": PLAN_FORMAT, "plan": _plan_record().encode(plan)}
    return json.dumps(document, ensure_ascii=False, indent=1)


def is_saved_plan(data: bytes) -> bool:
    """Given a file's content, return whether it is a saved plan, of this version's format or another's."""
    return data.startswith(b"{") and b'"okr_sync_plan"' in data[:_HEAD]


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
    """How one NamedTuple of the model becomes an object of its fields, and comes back.

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
        # The archive's rows are written out already: most processes need no more.
        from sync.written_out import Functions

        functions = Functions()
        self.write_out("to_text", functions)
        made: dict[str, Any] = {**CALLED, **functions.constants}
        exec("\n".join(functions.sources.values()), made)
        to_text: Callable[..., str] = made["to_text"]
        return to_text

    def write_out(self, name: str, functions: Functions) -> None:
        """Add ``to_text``, under a name, to functions that are being written out."""
        kind = self._made_of
        functions.add(name, _spelt(kind, self._arguments), kind._fields, self._parts, _USUAL.get(kind, ()))

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
    def _codecs(self) -> dict[str, _Codec]:
        hints = get_type_hints(self._made_of)
        variables = dict(zip(getattr(self._made_of, "__parameters__", ()), self._arguments, strict=False))
        names = (name for name in _defaults(self._made_of) if name not in self._without)
        return {name: _codec(_filled(hints[name], variables)) for name in names}

    @property
    def _parts(self) -> list[Part]:
        from sync.written_out import Part

        defaults = _defaults(self._made_of)
        return [
            Part(name, defaults[name], codec.text, codec.present, codec.can_be_none)
            for name, codec in self._codecs.items()
        ]

    @cached_property
    def _decoders(self) -> dict[str, _Decode]:
        return {name: codec.decode for name, codec in self._codecs.items()}

    @cached_property
    def _required(self) -> frozenset[str]:
        return frozenset(
            name for name, default in _defaults(self._made_of).items() if default is MISSING and name in self._codecs
        )


_Decode = Callable[[Any, Home], Any]


class _Codec(NamedTuple):
    """``text`` gives, for the source of a value, the source of an expression that is its JSON text; ``present`` the
    same for a value that is not None."""

    text: _Text
    decode: _Decode
    present: _Text
    can_be_none: bool = False


def _defaults(kind: Any) -> dict[str, Any]:
    """Each field's default, MISSING where it has none, in the fields' order."""
    return {name: kind._field_defaults.get(name, MISSING) for name in kind._fields}


def _spelt(kind: Any, arguments: tuple[Any, ...]) -> str:
    """A type as a hint spells it: 'Read[Quantity]'."""
    inner = ", ".join(argument.__name__ for argument in arguments)
    return f"{kind.__name__}[{inner}]" if inner else str(kind.__name__)


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
        return _both_ways(_calling("any_to_text({})"), _one_of(arguments))
    if origin is tuple and arguments[1:] != (...,):
        return _fixed([_codec(argument) for argument in arguments])
    if hint == tuple[Evidence, ...]:
        return _both_ways(_calling("evidence({})"), _sequence(_codec(Evidence)).decode)
    if origin is tuple:
        return _sequence(_codec(arguments[0]))
    if origin is frozenset:
        return _set(_codec(arguments[0]))
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _both_ways(_calling("quoted({})"), lambda plain, home: hint(plain))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _both_ways(_calling("any_to_text({}.value)"), lambda plain, home: hint(plain))
    record: Record[Any] = Record(hint)
    return _both_ways(_calling_another(record, _spelt(origin or hint, arguments)), record.decode)


def _both_ways(text: _Text, decode: _Decode) -> _Codec:
    return _Codec(text, decode, text)


def _calling(expression: str) -> _Text:
    return lambda value, functions: expression.format(value)


def _calling_another(record: Record[Any], hint: str) -> _Text:
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", hint).replace("[", "_of_").rstrip("]").lower()

    def text(value: str, functions: Functions) -> str:
        record.write_out(name, functions)
        return f"{name}({value}, home)"

    return text


def _union(kinds: tuple[Any, ...]) -> _Codec:
    """None or one kind needs no sign of which it is; of several kinds each says so."""
    others = [kind for kind in kinds if kind is not types.NoneType]
    optional = len(others) < len(kinds)
    if len(others) > 1:
        return _tagged(frozenset(others), optional)
    one = _codec(others[0])

    def text(value: str, functions: Functions) -> str:
        return f"('null' if {value} is None else {one.text(value, functions)})"

    def decode(plain: Any, home: Home) -> Any:
        return None if plain is None else one.decode(plain, home)

    return _Codec(text, decode, one.text, can_be_none=True)


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

    text = _calling("tagged({}, home)")
    return _Codec(text, decode, text, can_be_none=optional)


def tagged(value: Any, home: Home) -> str:
    """A value of one of several kinds as JSON text that says which."""
    kind = type(value)
    if kind is Decimal:
        return f'{{"number":"{value!s}"}}'
    if kind is str:
        return encode_basestring(value)
    if kind is date:
        return f'{{"day":"{day_to_text(value)}"}}'
    if kind is CellRef:
        return f'{{"cell":{cell(value, home)}}}'
    if kind is ErrorValue:
        return f'{{"error":{encode_basestring(value.code)}}}'
    return any_to_text(value)


def _sequence(part: _Codec) -> _Codec:
    def decode(plain: Any, home: Home) -> tuple[Any, ...]:
        return tuple([part.decode(one, home) for one in _expected(list, plain)])

    return _both_ways(_listed(part, "{}"), decode)


def _listed(part: _Codec, values: str) -> _Text:
    def text(value: str, functions: Functions) -> str:
        return f"('[' + ','.join([{part.text('one', functions)} for one in {values.format(value)}]) + ']')"

    return text


def _fixed(parts: list[_Codec]) -> _Codec:
    def text(value: str, functions: Functions) -> str:
        told = " + ',' + ".join(part.text(f"{value}[{at}]", functions) for at, part in enumerate(parts))
        return f"('[' + {told} + ']')"

    def decode(plain: Any, home: Home) -> tuple[Any, ...]:
        if len(_expected(list, plain)) != len(parts):
            raise ValueError(f"{plain!r} should have {len(parts)} parts")
        return tuple([part.decode(one, home) for part, one in zip(parts, plain, strict=True)])

    return _both_ways(text, decode)


def _set(part: _Codec) -> _Codec:
    return _both_ways(
        _listed(part, "sorted({})"),
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


any_to_text = json.JSONEncoder(ensure_ascii=False).encode


def _number_from_text(text: Any, home: Home) -> Decimal:
    try:
        return Decimal(_expected(str, text))
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is not a number") from error


@lru_cache(maxsize=4096)
def day_to_text(day: date) -> str:
    """A day in ISO: Python takes 1 µs to spell one, and the rows of a sheet share a few."""
    return day.isoformat()


def _day_from_text(text: Any, home: Home) -> date:
    return date.fromisoformat(_expected(str, text))


def cell(where: CellRef, home: Home) -> str:
    """A cell as JSON text, told from its home."""
    sheet, row, column = where
    if home is None or sheet != home[0]:
        return encode_basestring(f"{sheet}!{column_letters(column)}{row}")
    return _IN_ROW[column] if row == home[1] else f'"{column_letters(column)}{row - home[1]:+d}"'


class _InRow(dict[int, str]):
    """Cells of the row that is their home, by column, as JSON text: a sheet has no more than 18,278."""

    def __missing__(self, column: int) -> str:
        self[column] = told = f'"{column_letters(column)}"'
        return told


_IN_ROW = _InRow()


@lru_cache(maxsize=64)
def evidence(parts: tuple[Evidence, ...]) -> str:
    """Where the parts of a measure came from, as JSON text: what a text says and the measure of its row share it."""
    told = [f'{{"part":{encode_basestring(part)},"words":{encode_basestring(words)}}}' for part, words in parts]
    return f"[{','.join(told)}]"


def _cell_from_text(text: Any, home: Home) -> CellRef:
    sheet, mark, address = _expected(str, text).rpartition("!")
    letters = address.rstrip("0123456789+-")
    row = address[len(letters) :]
    if mark and letters.isalpha() and row.isdecimal():
        return CellRef(sheet, int(row), _column(letters))
    if home is None or mark or not letters.isalpha():
        raise ValueError(f"{text!r} is not a cell")
    return CellRef(home[0], home[1] + int(row or 0), _column(letters))


_column = lru_cache(maxsize=4096)(column_number)

_TAGS: dict[str, tuple[type, Callable[[Any, Home], Any]]] = {
    "number": (Decimal, _number_from_text),
    "day": (date, _day_from_text),
    "cell": (CellRef, _cell_from_text),
    "error": (ErrorValue, lambda code, home: ErrorValue(_expected(str, code))),
}

_SIMPLE: dict[Any, _Codec] = {
    str: _both_ways(_calling("quoted({})"), lambda plain, home: _expected(str, plain)),
    int: _both_ways(_calling("f'''{{{}}}'''"), lambda plain, home: _expected(int, plain)),
    bool: _both_ways(_calling('("true" if {} else "false")'), lambda plain, home: _expected(bool, plain)),
    Decimal: _both_ways(_calling("f'''\"{{{}!s}}\"'''"), _number_from_text),
    date: _both_ways(_calling("f'''\"{{day_to_text({})}}\"'''"), _day_from_text),
    CellRef: _both_ways(_calling("cell({}, home)"), _cell_from_text),
}

_USUAL: Mapping[type, tuple[str, ...]] = {
    Read: ("value", "cell", "raw"),
    Quantity: ("value",),
    Input: ("name", "value", "cell"),
}
"""The fields that most records of a kind have, where these have no others: to write them out is half of the work."""

CALLED: dict[str, Any] = {
    "any_to_text": any_to_text,
    "cell": cell,
    "day_to_text": day_to_text,
    "evidence": evidence,
    "quoted": encode_basestring,
    "tagged": tagged,
}
"""What functions that are written out call."""
