"""Alumni: what they asked to hear of, and word on its way to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db import UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opt_in",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("topic", sa.String(20), primary_key=True),
        sa.Column("workspace_id", sa.Integer(), sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("clicked_at", UtcTime(), nullable=False),
    )
    op.create_index("ix_opt_in_topic", "opt_in", ["workspace_id", "topic", "wanted", "person_id"])
    op.create_table(
        "alumni_word",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("workspace_id", sa.Integer(), sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("told_up_to", sa.Integer(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("workspace_id", "topic", "subject", name="uq_alumni_word_workspace_id_topic_subject"),
    )
    op.create_index("ix_alumni_word_due_at", "alumni_word", ["is_told", "due_at"])


def downgrade() -> None:
    op.drop_table("alumni_word")
    op.drop_table("opt_in")
