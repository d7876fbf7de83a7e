"""What is made from other files, because to make it each time takes too long: the SQL of a new archive from the tables
of ``schema.py``, and the functions that write its rows from the model. Run by ``make archive``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from types import ModuleType

from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from sync import options, plain
from sync.archive.database import FRESH, VERSIONS
from sync.archive.encoding import WRITTEN_OUT
from sync.archive.schema import SEALS, metadata
from sync.model import findings, plans, readings, rows, scores
from sync.written_out import Functions

ROW_TEXTS = Path(__file__).parent / "row_texts.py"


def main() -> None:
    FRESH.write_text(fresh(), encoding="utf-8")
    ROW_TEXTS.write_text(row_texts(), encoding="utf-8")


def fresh() -> str:
    """The statements that make a new archive in SQLite, at the newest version, with an empty line between them."""
    statements = [*_tables(), SEALS.strip(), f"INSERT INTO alembic_version VALUES ('{VERSIONS[-1]}');"]
    return "\n\n".join(statements) + "\n"


def row_texts() -> str:
    """The functions that write the archive's rows as JSON text: Python for these fields and no others."""
    functions = Functions()
    for name, record in WRITTEN_OUT.items():
        record.write_out(name, functions)
    body = "\n\n\n".join(functions.sources.values())
    constants = "\n".join(f"{name}: Any = {type(value).__name__}()" for name, value in functions.constants.items())
    return "\n".join([_HEADING, *_imports(body + constants), "", f"{constants}\n\n\n{body}\n"])


def _imports(source: str) -> Iterator[str]:
    used = set(re.findall(r"\w+", source))
    for module in (findings, plans, readings, rows, scores, options, plain):
        names = sorted(used & vars(module).keys() & set(_own_names(module)))
        yield f"from {module.__name__} import {', '.join(names)}"


def _own_names(module: ModuleType) -> Iterator[str]:
    if module is plain:
        return iter(("Home", *plain.CALLED))
    return (name for name, kind in vars(module).items() if getattr(kind, "__module__", "") == module.__name__)


_HEADING = '''\
"""The archive's rows as JSON text. Made by ``make archive``, never edited: ``written_out.py`` says why."""

# fmt: off
# ruff: noqa
# mypy: disable-error-code="assignment"

from __future__ import annotations

from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring as quoted
from typing import Any
'''


def _tables() -> Iterator[str]:
    for table in metadata.sorted_tables:
        parts: list[ExecutableDDLElement] = [CreateTable(table)]
        parts += map(CreateIndex, sorted(table.indexes, key=attrgetter("name")))
        for part in parts:
            lines = str(part.compile(dialect=dialect())).strip().splitlines()
            yield "\n".join(line.replace("\t", "  ").rstrip() for line in lines) + ";"


if __name__ == "__main__":
    main()
