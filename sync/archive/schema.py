"""The archive's tables, as its newest migration leaves them. A new archive is made from ``fresh_sqlite.sql``, which
``make archive`` makes from this; nothing else of a sync imports it.

Rows of sheets are kept by the span of snapshots in which they stood, unchanged, at one place: ``version`` says where
(sheet, row, position) and from which snapshot to which; what the row said and what it came to are texts in ``content``,
found by their hash and told relative to the row. So a sheet that did not change adds one row of ``snapshot``, a sheet
in which one row changed one ``version`` more, and a row that only moved no text at all. Expected progress, which
changes daily for every row, is one text a snapshot.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

Exact = Numeric().with_variant(Text(), "sqlite")
"""A Decimal with every digit that it came with: text in SQLite, which would make a float of it."""

Instant = DateTime(timezone=True)
"""A point in time. SQLite keeps it as text, in UTC."""

Digest = LargeBinary()

metadata = MetaData()

run = Table(
    "run",
    metadata,
    Column("id", Text, primary_key=True),
    Column("started", Instant, nullable=False),
    Column("finished", Instant),
    Column("outcome", Text),
    Column("trigger", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("settings_hash", Text, nullable=False),
    Column("as_of", Date, nullable=False),
)

# ``source`` is where the workbook is, the same for every way of writing it; 'workbook:7' is a name that 7 had before.
workbook = Table(
    "workbook",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),
)

content = Table(
    "content",
    metadata,
    Column("hash", Digest, primary_key=True),
    Column("text", Text, nullable=False),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", Text, ForeignKey("run.id"), nullable=False),
    Column("workbook", Integer, ForeignKey("workbook.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("fingerprint", Text, nullable=False),
    # Of all versions and findings that the snapshot holds: where each stands, and the hash of what it says.
    Column("content_hash", Text, nullable=False),
    # Of what the rows were made from and what they came to: equal ones need no closer look.
    Column("shortcut", Digest, nullable=False),
    Column("expected", Digest, ForeignKey("content.hash"), nullable=False),
    Column("options", Digest, ForeignKey("content.hash"), nullable=False),
    Column("objectives", Integer, nullable=False),
    Column("key_results", Integer, nullable=False),
    Column("kpis", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("infos", Integer, nullable=False),
    Column("changed_rows", Integer, nullable=False),
    Index("snapshot_by_day", "workbook", "as_of"),
    Index("snapshot_by_run", "run", "workbook"),
)

version = Table(
    "version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workbook", Integer, ForeignKey("workbook.id"), nullable=False),
    # objective, key_result, kpi, table, remark or skipped
    Column("kind", Text, nullable=False),
    # The id of the row, or what names a thing that has none; 'id#2' for the second of the same name.
    Column("subject", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("content", Digest, ForeignKey("content.hash"), nullable=False),
    Column("evaluation", Digest, ForeignKey("content.hash")),
    Column("current", Exact),
    Column("target", Exact),
    Column("progress", Exact),
    Column("score", Exact),
    Column("status", Text),
    Column("first_seen", Date, nullable=False),
    Column("changed_on", Date, nullable=False),
    Column("first_snapshot", Integer, ForeignKey("snapshot.id"), nullable=False),
    # Null while it stands.
    Column("last_snapshot", Integer, ForeignKey("snapshot.id")),
    Index("version_by_span", "workbook", "last_snapshot", "first_snapshot"),
    Index("version_by_subject", "workbook", "subject", "first_snapshot"),
)

finding = Table(
    "finding",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workbook", Integer, ForeignKey("workbook.id"), nullable=False),
    Column("code", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("column", Integer, nullable=False),
    Column("content", Digest, ForeignKey("content.hash"), nullable=False),
    Column("first_snapshot", Integer, ForeignKey("snapshot.id"), nullable=False),
    Column("last_snapshot", Integer, ForeignKey("snapshot.id")),
    Index("finding_by_span", "workbook", "last_snapshot", "first_snapshot"),
)

tab = Table(
    "tab",
    metadata,
    Column("workbook", Integer, ForeignKey("workbook.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("first_cycle", Text, nullable=False),
    Column("first_snapshot", Integer, ForeignKey("snapshot.id"), nullable=False),
    PrimaryKeyConstraint("workbook", "title"),
)

workbook_run = Table(
    "workbook_run",
    metadata,
    Column("run", Text, ForeignKey("run.id"), nullable=False),
    Column("workbook", Integer, ForeignKey("workbook.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("outcome", Text),
    Column("error", Text, nullable=False),
    Column("snapshot", Integer, ForeignKey("snapshot.id")),
    Column("fingerprint_before", Text),
    Column("fingerprint_after", Text),
    PrimaryKeyConstraint("run", "workbook"),
    Index("workbook_run_by_workbook", "workbook", "run"),
)

# One plan that a run set out to write. While ``settled`` is false, nobody knows which of its cells reached the sheet;
# once it is true, all did but those with a reason in ``dropped``.
intent = Table(
    "intent",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", Text, ForeignKey("run.id"), nullable=False),
    Column("workbook", Integer, ForeignKey("workbook.id"), nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("settled", Boolean(create_constraint=False), nullable=False),
    Index("intent_by_workbook", "workbook", "settled"),
    Index("intent_by_run", "run", "workbook"),
)

write = Table(
    "write",
    metadata,
    Column("intent", Integer, ForeignKey("intent.id"), nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("column", Integer, nullable=False),
    Column("header", Boolean(create_constraint=False), nullable=False),
    Column("field", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("number_format", Text),
    Column("dropped", Text),
    # What the cell looked like before, in its workbook's own words; null where the look was not to change.
    Column("look", Text),
    # Of a header: the column that was added, or taken out, whole.
    Column("added", Text),
    PrimaryKeyConstraint("intent", "sheet", "row", "column"),
    sqlite_with_rowid=False,
)

# A workbook that is held is read and archived, and not written. It is held while ``released`` is null.
hold = Table(
    "hold",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workbook", Integer, ForeignKey("workbook.id"), nullable=False),
    Column("since", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
    # The run that undid another, or took everything out.
    Column("run", Text, ForeignKey("run.id")),
    Column("released", Instant),
    Column("released_by", Text),
    Index("hold_by_workbook", "workbook", "released"),
)

# The read of a workbook after which nothing was left to be written, and the file's version from before that read: while
# the file has that version it says the same.
last_read = Table(
    "last_read",
    metadata,
    Column("workbook", Integer, ForeignKey("workbook.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("snapshot", Integer, ForeignKey("snapshot.id", ondelete="CASCADE"), nullable=False),
    Column("began", Instant, nullable=False),
    Column("file_version", Text, nullable=False),
)

# Workbooks that were small enough to be asked for all at once when they were last read.
small_workbook = Table("small_workbook", metadata, Column("source", Text, primary_key=True))

# Turns at a service that counts requests: until when a key's are spoken for, in seconds since 1970.
quota = Table(
    "quota",
    metadata,
    Column("key", Text, primary_key=True),
    Column("spoken_for", Float, nullable=False),
)

closed_cycle = Table(
    "closed_cycle",
    metadata,
    Column("cycle", Text, primary_key=True),
    Column("run", Text, ForeignKey("run.id"), nullable=False),
    Column("closed", Instant, nullable=False),
    Column("closings", Integer, nullable=False),
    Column("seal", Text, nullable=False),
)

closing = Table(
    "closing",
    metadata,
    Column("cycle", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("workbook", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("score", Exact),
    Column("grade", Text, nullable=False),
    Column("document", Text, nullable=False),
    PrimaryKeyConstraint("cycle", "position"),
    ForeignKeyConstraint(["cycle"], ["closed_cycle.cycle"]),
)

VERSION_TABLE = Table(
    "alembic_version",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""As Alembic makes it, for archives that it has not to make."""

SEALED = ("closed_cycle", "closing")
"""Tables whose rows are never changed: the database itself refuses."""

SEALS = """
CREATE TRIGGER closed_cycle_is_never_changed BEFORE UPDATE ON closed_cycle
BEGIN SELECT RAISE(ABORT, 'a sealed cycle is never changed'); END;

CREATE TRIGGER closed_cycle_is_never_deleted BEFORE DELETE ON closed_cycle
BEGIN SELECT RAISE(ABORT, 'a sealed cycle is never changed'); END;

CREATE TRIGGER closed_cycle_is_never_replaced BEFORE INSERT ON closed_cycle
WHEN EXISTS (SELECT 1 FROM closed_cycle WHERE cycle = NEW.cycle)
BEGIN SELECT RAISE(ABORT, 'a sealed cycle is never changed'); END;

CREATE TRIGGER closing_is_never_changed BEFORE UPDATE ON closing
BEGIN SELECT RAISE(ABORT, 'a sealed cycle is never changed'); END;

CREATE TRIGGER closing_is_never_deleted BEFORE DELETE ON closing
BEGIN SELECT RAISE(ABORT, 'a sealed cycle is never changed'); END;

CREATE TRIGGER closing_is_never_added BEFORE INSERT ON closing
WHEN NEW.position NOT BETWEEN 0 AND (SELECT closings FROM closed_cycle WHERE cycle = NEW.cycle) - 1
  OR NEW.position <> CAST(NEW.position AS INTEGER)
  OR EXISTS (SELECT 1 FROM closing WHERE cycle = NEW.cycle AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'a sealed cycle is never changed'); END;
"""
