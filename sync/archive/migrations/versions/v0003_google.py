"""When workbooks were last read with nothing left to write, and turns at services that count requests."""

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
        sa.Column("workbook", sa.Integer(), sa.ForeignKey("workbook.id"), primary_key=True, autoincrement=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_version", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("settings_hash", sa.Text(), nullable=False),
        sa.Column("software", sa.Text(), nullable=False),
        sa.Column("closed_cycles", sa.Text(), nullable=False),
        sa.Column("moves_by_itself", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "quota",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("spoken_for", sa.Float(), nullable=False),
    )
