"""Workbooks that are held, and what cells looked like before they were written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("workbook", sa.Integer(), sa.ForeignKey("workbook.id"), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), sa.ForeignKey("run.id")),
        sa.Column("released", INSTANT),
        sa.Column("released_by", sa.Text()),
    )
    op.create_index("hold_by_workbook", "hold", ["workbook", "released"])
    op.add_column("write", sa.Column("look", sa.Text()))
    op.add_column("write", sa.Column("added", sa.Text()))
