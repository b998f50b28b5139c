"""Workspaces that have let the bot in by OAuth, with their tokens encrypted; and the ways in that stand open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db import UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("workspace", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("bot_user", sa.String(64), nullable=False),
        sa.Column("locked_token", sa.Text(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
    )
    op.create_table(
        "way_in",
        sa.Column("state_hash", sa.String(64), primary_key=True),
        sa.Column("until", UtcTime(), nullable=False),
    )
    op.create_index("ix_way_in_until", "way_in", ["until"])


def downgrade() -> None:
    for table in ("way_in", "installation"):
        op.drop_table(table)
