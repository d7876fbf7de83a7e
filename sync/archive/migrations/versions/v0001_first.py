"""Runs, snapshots, findings, writes and sealed cycles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

EXACT = sa.Numeric().with_variant(sa.Text(), "sqlite")
INSTANT = sa.DateTime(timezone=True)

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
BEGIN SELECT RAISE(ABORT, 'a sealed cycle is never changed'); END
"""


def upgrade() -> None:
    create_runs()
    create_snapshots()
    create_writes()
    create_closed_cycles()


def create_runs() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("started", INSTANT, nullable=False),
        sa.Column("finished", INSTANT),
        sa.Column("outcome", sa.Text()),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("settings_hash", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
    )
    op.create_table(
        "workbook",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False, unique=True),
        sa.Column("source", sa.Text(), nullable=False),
    )


def create_snapshots() -> None:
    op.create_table(
        "content",
        sa.Column("hash", sa.LargeBinary(), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("run", sa.Text(), sa.ForeignKey("run.id"), nullable=False),
        sa.Column("workbook", sa.Integer(), sa.ForeignKey("workbook.id"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("shortcut", sa.LargeBinary(), nullable=False),
        sa.Column("expected", sa.LargeBinary(), sa.ForeignKey("content.hash"), nullable=False),
        sa.Column("options", sa.LargeBinary(), sa.ForeignKey("content.hash"), nullable=False),
        sa.Column("objectives", sa.Integer(), nullable=False),
        sa.Column("key_results", sa.Integer(), nullable=False),
        sa.Column("kpis", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("infos", sa.Integer(), nullable=False),
        sa.Column("changed_rows", sa.Integer(), nullable=False),
    )
    op.create_index("snapshot_by_day", "snapshot", ["workbook", "as_of"])
    op.create_index("snapshot_by_run", "snapshot", ["run", "workbook"])
    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("workbook", sa.Integer(), sa.ForeignKey("workbook.id"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), sa.ForeignKey("content.hash"), nullable=False),
        sa.Column("evaluation", sa.LargeBinary(), sa.ForeignKey("content.hash")),
        sa.Column("current", EXACT),
        sa.Column("target", EXACT),
        sa.Column("progress", EXACT),
        sa.Column("score", EXACT),
        sa.Column("status", sa.Text()),
        sa.Column("first_seen", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("first_snapshot", sa.Integer(), sa.ForeignKey("snapshot.id"), nullable=False),
        sa.Column("last_snapshot", sa.Integer(), sa.ForeignKey("snapshot.id")),
    )
    op.create_index("version_by_span", "version", ["workbook", "last_snapshot", "first_snapshot"])
    op.create_index("version_by_subject", "version", ["workbook", "subject", "first_snapshot"])
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("workbook", sa.Integer(), sa.ForeignKey("workbook.id"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), sa.ForeignKey("content.hash"), nullable=False),
        sa.Column("first_snapshot", sa.Integer(), sa.ForeignKey("snapshot.id"), nullable=False),
        sa.Column("last_snapshot", sa.Integer(), sa.ForeignKey("snapshot.id")),
    )
    op.create_index("finding_by_span", "finding", ["workbook", "last_snapshot", "first_snapshot"])
    op.create_table(
        "tab",
        sa.Column("workbook", sa.Integer(), sa.ForeignKey("workbook.id"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_cycle", sa.Text(), nullable=False),
        sa.Column("first_snapshot", sa.Integer(), sa.ForeignKey("snapshot.id"), nullable=False),
        sa.PrimaryKeyConstraint("workbook", "title"),
    )


def create_writes() -> None:
    op.create_table(
        "workbook_run",
        sa.Column("run", sa.Text(), sa.ForeignKey("run.id"), nullable=False),
        sa.Column("workbook", sa.Integer(), sa.ForeignKey("workbook.id"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Integer(), sa.ForeignKey("snapshot.id")),
        sa.Column("fingerprint_before", sa.Text()),
        sa.Column("fingerprint_after", sa.Text()),
        sa.PrimaryKeyConstraint("run", "workbook"),
    )
    op.create_index("workbook_run_by_workbook", "workbook_run", ["workbook", "run"])
    op.create_table(
        "intent",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("run", sa.Text(), sa.ForeignKey("run.id"), nullable=False),
        sa.Column("workbook", sa.Integer(), sa.ForeignKey("workbook.id"), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
    )
    op.create_index("intent_by_workbook", "intent", ["workbook", "settled"])
    op.create_index("intent_by_run", "intent", ["run", "workbook"])
    op.create_table(
        "write",
        sa.Column("intent", sa.Integer(), sa.ForeignKey("intent.id"), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("header", sa.Boolean(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("number_format", sa.Text()),
        sa.Column("dropped", sa.Text()),
        sa.PrimaryKeyConstraint("intent", "sheet", "row", "column"),
        sqlite_with_rowid=False,
    )


def create_closed_cycles() -> None:
    op.create_table(
        "closed_cycle",
        sa.Column("cycle", sa.Text(), primary_key=True),
        sa.Column("run", sa.Text(), sa.ForeignKey("run.id"), nullable=False),
        sa.Column("closed", INSTANT, nullable=False),
        sa.Column("closings", sa.Integer(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
    )
    op.create_table(
        "closing",
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("workbook", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("score", EXACT),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("cycle", "position"),
        sa.ForeignKeyConstraint(["cycle"], ["closed_cycle.cycle"]),
    )
    if op.get_bind().dialect.name == "sqlite":
        for seal in SEALS.split("\n\n"):
            op.execute(seal)
