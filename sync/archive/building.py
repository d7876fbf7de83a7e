"""The tables of ``schema.py`` ─▶ the SQL that makes a new archive. Run by ``make archive``."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from sync.archive.database import FRESH, VERSIONS
from sync.archive.schema import SEALS, metadata


def main() -> None:
    FRESH.write_text(fresh(), encoding="utf-8")


def fresh() -> str:
    """The statements that make a new archive in SQLite, at the newest version, with an empty line between them."""
    statements = [*_tables(), SEALS.strip(), f"INSERT INTO alembic_version VALUES ('{VERSIONS[-1]}');"]
    return "\n\n".join(statements) + "\n"


def _tables() -> Iterator[str]:
    for table in metadata.sorted_tables:
        parts: list[ExecutableDDLElement] = [CreateTable(table)]
        parts += map(CreateIndex, sorted(table.indexes, key=attrgetter("name")))
        for part in parts:
            lines = str(part.compile(dialect=dialect())).strip().splitlines()
            yield "\n".join(line.replace("\t", "  ").rstrip() for line in lines) + ";"


if __name__ == "__main__":
    main()
