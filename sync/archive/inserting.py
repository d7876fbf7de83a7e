"""Many rows into one table. SQLAlchemy takes longer to prepare each of many thousands than the database to store it, so
the driver gets them as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert


def insert_many(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Given the names of columns, in the table's own order, and rows of their values, insert the rows."""
    if not rows:
        return
    dialect = connection.dialect
    statement = insert(table).compile(dialect=dialect, column_keys=list(names))
    assert statement.positiontup == list(names), "the driver would put values into the wrong columns"
    columns: list[Any] = list(zip(*rows, strict=True))
    for place, name in enumerate(names):
        to_driver = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if to_driver is not None:
            columns[place] = map(to_driver, columns[place])
    connection.exec_driver_sql(str(statement), list(zip(*columns, strict=True)))
