"""Reads after which nothing was left to write, and turns at services that count requests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "last_read",
        sa.Column(
            "workbook",
            sa.Integer(),
            sa.ForeignKey("workbook.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("snapshot", sa.Integer(), sa.ForeignKey("snapshot.id", ondelete="CASCADE"), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_version", sa.Text(), nullable=False),
    )
    op.create_table("small_workbook", sa.Column("source", sa.Text(), primary_key=True))
    op.create_table(
        "quota",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("spoken_for", sa.Float(), nullable=False),
    )
