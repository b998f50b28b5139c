"""Weekly prompts: teams, topics asked, and who talked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("workspace_id", sa.Integer(), sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("clock", sa.Time(), nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("next_at", UtcTime(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("set_up_by", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("headcount", sa.Integer()),
        sa.Column("counted_at", UtcTime()),
        sa.UniqueConstraint("workspace_id", "channel", name="uq_team_workspace_id_channel"),
    )
    op.create_index("ix_team_next_at", "team", ["active", "next_at"])
    op.create_table(
        "prompt",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("workspace_id", sa.Integer(), sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("team_id", sa.Integer(), sa.ForeignKey("team.id"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(64), nullable=False),
        sa.UniqueConstraint("team_id", "day", name="uq_prompt_team_id_day"),
    )
    op.create_table(
        "answer",
        sa.Column("prompt_id", sa.Integer(), sa.ForeignKey("prompt.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("message", sa.String(64), primary_key=True),
        sa.Column("taken_back", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "orphan",
        sa.Column("workspace_id", sa.Integer(), sa.ForeignKey("workspace.id"), primary_key=True),
        sa.Column("channel", sa.String(64), primary_key=True),
        sa.Column("thread", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("message", sa.String(64), primary_key=True),
        sa.Column("taken_back", sa.Boolean(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
    )
    op.create_table(
        "tick",
        sa.Column("prompt_id", sa.Integer(), sa.ForeignKey("prompt.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("ticked", sa.Boolean(), nullable=False),
        sa.Column("clicked_at", UtcTime(), nullable=False),
    )
    op.create_table(
        "talk",
        sa.Column("prompt_id", sa.Integer(), sa.ForeignKey("prompt.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("happened", sa.Boolean(), nullable=False),
        sa.Column("clicked_at", UtcTime(), nullable=False),
        sa.Column("heads", sa.Integer()),
        sa.Column("heads_at", UtcTime()),
    )


def downgrade() -> None:
    for table in ("talk", "tick", "orphan", "answer", "prompt", "team"):
        op.drop_table(table)
