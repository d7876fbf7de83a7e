"""Which workbooks were small when they were last read, for every process that uses the archive."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from sync.archive.database import Database


@dataclass(frozen=True)
class SharedSizes:
    """What the archive's database remembers, as ``Sizes`` has it. Raise ArchiveError when it cannot be used."""

    url: str

    def was_small(self, source: str) -> bool:
        with closing(Database(self.url)) as database, database.reading() as connection:
            return connection.first(_IS_SMALL, source=source) is not None

    def remember(self, source: str, *, is_small: bool) -> None:
        with closing(Database(self.url)) as database, database.noting() as connection:
            connection.run("DELETE FROM small_workbook WHERE source = :source", source=source)
            if is_small:
                connection.insert("small_workbook", source=source)


_IS_SMALL = "SELECT 1 FROM small_workbook WHERE source = :source"
