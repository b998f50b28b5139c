"""この指とまれ: calls and those who joined."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recruitment",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("workspace_id", sa.Integer(), sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("caller_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("title", sa.String(150), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("place", sa.String(150), nullable=False),
        sa.Column("time", sa.String(150), nullable=False),
        sa.Column("maximum", sa.Integer()),
        sa.Column("closes_at", UtcTime(), nullable=False),
        sa.Column("closed_at", UtcTime()),
        sa.Column("origin", sa.String(200)),
        sa.UniqueConstraint("workspace_id", "origin", name="uq_recruitment_workspace_id_origin"),
    )
    op.create_index("ix_recruitment_closes_at", "recruitment", ["closed_at", "closes_at"])
    op.create_index("ix_recruitment_workspace_id", "recruitment", ["workspace_id", "closed_at"])
    op.create_table(
        "joining",
        sa.Column("recruitment_id", sa.Integer(), sa.ForeignKey("recruitment.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("clicked_at", UtcTime(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("joining")
    op.drop_table("recruitment")
