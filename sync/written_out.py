"""Functions that write records as JSON text, themselves written out as Python, field by field. Pure.

Ten thousand rows are hundreds of thousands of records: to make an object of each, and then text of the objects, takes
three times as long as code that knows the fields. ``Record.to_text`` compiles such code when it is first asked for;
those of the archive's rows stand in a file, ``archive/row_texts.py``, because to compile them takes as long as to write
two hundred rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING
from decimal import Decimal
from enum import Enum
from json.encoder import encode_basestring
from typing import Any, NamedTuple

Expression = str
"""Python whose value is a text. One that stands in ``f'''…'''`` can be put into another."""


class Part(NamedTuple):
    """A field: its name and default (MISSING where it has none), and for the source of a value the source of an
    expression that is its JSON text; ``present`` the same for a value that is not None."""

    name: str
    default: Any
    text: Callable[[str, Functions], Expression]
    present: Callable[[str, Functions], Expression]
    can_be_none: bool


class Functions:
    """Functions that are being written out, each with all that it calls above it, and the ``constants`` that they go
    by."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}
        self.constants: dict[str, Any] = {}

    def add(
        self, name: str, hint: str, fields: Sequence[str], parts: Sequence[Part], usual: Collection[str] = ()
    ) -> None:
        """Add a function for records of a type, which is a tuple of ``fields``. Those without a part are left out.
        Records with no fields but the ``usual`` ones are told from others first."""
        if name in self.sources:
            return
        places = {part.name: f"v{index}" for index, part in enumerate(parts)}
        lines = [f"    {', '.join(places.get(field, '_') for field in fields)}, = value"]
        if usual:
            lines += self._usual(usual, parts, places)
        always, sometimes = "", ""
        for part in parts:
            value, key = places[part.name], f"{encode_basestring(part.name)}:"
            left_out = self._left_out(part, value)
            if left_out is None:
                lines.append(f"    {value} = {part.text(value, self)}")
                always += f",{key}{{{value}}}"
            else:
                lines.append(f"    {value} = '' if {left_out} else {joined(f',{key}', self._present(part, value))}")
                sometimes += f"{{{value}}}"
        # All at once: a text that grows by and by is copied each time.
        told = f"{always[1:]}{sometimes}" if always else f'{{f"{sometimes}"[1:]}}'
        heading = f"def {name}(value: {hint}, home: Home = None) -> str:"
        self.sources[name] = "\n".join([heading, *lines, f"    return f'''{{{{{told}}}}}'''"])

    def _usual(self, usual: Collection[str], parts: Sequence[Part], places: Mapping[str, str]) -> list[str]:
        """The lines that write a record of the ``usual`` fields and no others: in one go, while else each that may be
        left out makes a text of its own."""
        others: list[Expression] = []
        lacks: list[Expression] = []
        told: list[Expression] = []
        for part in parts:
            value = places[part.name]
            left_out = self._left_out(part, value)
            if part.name not in usual:
                others.append(str(left_out))
                continue
            lacks += [] if left_out is None else [left_out]
            told.append(joined(f"{',' if told else '{'}{encode_basestring(part.name)}:", self._present(part, value)))
        all_there = [f"not ({' or '.join(lacks)})"] if lacks else []
        return [f"    if {' and '.join(others + all_there)}:", f"        return {' '.join(told)} '}}'"]

    def _present(self, part: Part, value: str) -> Expression:
        """The source of the text of a field that is not left out."""
        return part.present(value, self) if part.default is None else part.text(value, self)

    def constant(self, value: Any) -> Expression:
        """The source of a default that a field is compared with."""
        if isinstance(value, Enum):
            value = value.value
        if isinstance(value, (str, int)):
            return repr(value)
        kind = type(value)
        if value != kind():
            raise TypeError(f"{value!r} is no default that a function can be written out for")
        name = f"NO_{kind.__name__.upper()}"
        self.constants[name] = value
        return name

    def _left_out(self, part: Part, value: str) -> str | None:
        """The source of a condition under which a field is left out; None where it never is."""
        default = part.default
        # A number never is: 0.00 equals 0, and may not come back as that.
        if default is MISSING or isinstance(default, Decimal):
            return None
        if default is None or default is False or default is True:
            return f"{value} is {default}"
        if default in ("", (), frozenset()) and not part.can_be_none:
            return f"not {value}"
        return f"{value} == {self.constant(default)}"


def joined(literal: str, text: Expression) -> Expression:
    """The source of a text of a literal and an expression."""
    literal = literal.replace("{", "{{").replace("}", "}}")
    if text.startswith("f'''") and text.count("'''") == 2:
        return f"f'''{literal}{text.removeprefix(_OPEN)}"
    return f"'{literal}' + {text}" if "'''" in text else f"f'''{literal}{{{text}}}'''"


_OPEN = "f'''"
