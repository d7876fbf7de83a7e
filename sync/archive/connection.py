"""What the archive asks of a database's driver: a few ways to run a statement inside a transaction.

Statements are written out, in the SQL that SQLite and PostgreSQL share, with values as ``:name``: an expression
language takes longer to import, and to build each statement, than the database to run it. A driver for another system
offers the same methods; psycopg spells ``:name`` as ``%(name)s`` and ``?`` as ``%s``.

What SQLite has no kind of column for is kept as text: a Decimal with all of its digits, a day in ISO, a point in time
in UTC. On the way in the driver sees to that; on the way out ``exact``, ``day`` and ``instant`` do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from sync.plain import day_to_text

Row = sqlite3.Row
"""One row of an answer: ``row["column"]``, or unpacked in the order of the columns."""


_NOTHING: Mapping[str, Any] = {}


class Connection:
    """A connection in a transaction."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._driver = driver

    def run(self, statement: str, /, **values: Any) -> None:
        self._driver.execute(statement, values)

    def rows(self, query: str, /, **values: Any) -> Iterator[Row]:
        """The answer's rows, read as they are asked for."""
        return self._driver.execute(query, values)

    def first(self, query: str, /, **values: Any) -> Row | None:
        found: Row | None = self._driver.execute(query, values).fetchone()
        return found

    def value(self, query: str, /, **values: Any) -> Any:
        """The first column of the first row, None where there is none."""
        found = self.first(query, **values)
        return None if found is None else found[0]

    def insert(self, table: str, /, **values: Any) -> None:
        """Given a table and the values of its columns, add a row."""
        self._driver.execute(_insertion(table, tuple(values)), tuple(values.values()))

    def insert_many(
        self,
        table: str,
        columns: tuple[str, ...],
        rows: Iterable[Sequence[Any]],
        ending: str = "",
        *,
        alike: Mapping[str, Any] = _NOTHING,
        in_utf8: tuple[str, ...] = (),
    ) -> None:
        """Given names of columns and rows of their values, in the same order, add the rows. What all of them have
        ``alike`` is given once, by column. ``ending`` says what is to become of those that are there already; the texts
        of columns ``in_utf8`` come as the bytes that they are kept as."""
        rest, same = iter(rows), tuple(alike.values())
        what = (table, columns, ending, tuple(alike), in_utf8)
        while len(some := list(islice(rest, _ROWS_AT_ONCE))) == _ROWS_AT_ONCE:
            self._driver.execute(_insertion(*what, _ROWS_AT_ONCE), (*same, *chain.from_iterable(some)))
        if some:
            self._driver.executemany(_insertion(*what), [(*same, *row) for row in some])

    def run_for_each(self, statement: str, values: Iterable[Sequence[Any]]) -> None:
        """Given a statement with ``?`` in place of values, run it for each row of them."""
        self._driver.executemany(statement, values)


def exact(kept: Any) -> Decimal | None:
    return None if kept is None else Decimal(kept)


@lru_cache(maxsize=1024)
def day(kept: str) -> date:
    return date.fromisoformat(kept)


def instant(kept: str) -> datetime:
    return datetime.fromisoformat(kept).replace(tzinfo=UTC)


_ROWS_AT_ONCE = 50
"""How many rows one statement adds, where there are that many: one by one they take half as long again. Older versions
of SQLite take 999 values at most, and the widest row has 13 of its own."""


@lru_cache(maxsize=64)
def _insertion(
    table: str,
    columns: tuple[str, ...],
    ending: str = "",
    alike: tuple[str, ...] = (),
    in_utf8: tuple[str, ...] = (),
    rows: int = 1,
) -> str:
    names = ", ".join(f'"{column}"' for column in (*alike, *columns))
    # Those with a number are bound once for all rows; the others are counted on from there.
    same = [f"?{number}" for number, _ in enumerate(alike, 1)]
    row = f"({', '.join(same + ['CAST(? AS TEXT)' if column in in_utf8 else '?' for column in columns])})"
    return f'INSERT INTO "{table}" ({names}) VALUES {", ".join([row] * rows)}{ending}'


def _kept_instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a time in the archive needs its zone")
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


# These need no adapter, but where sqlite3 knows of none it looks for one in vain, and makes an error with a message of
# that for each value: a fourth of what it takes to record a cell that is meant to be written. These two give back what
# they are given, and are C's own: there are thousands of such values.
sqlite3.register_adapter(bytes, bytes.__bytes__)
sqlite3.register_adapter(type(None), {None: None}.get)
sqlite3.register_adapter(Decimal, str)
sqlite3.register_adapter(date, day_to_text)
sqlite3.register_adapter(datetime, _kept_instant)
