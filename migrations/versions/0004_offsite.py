"""Offsites: meetings, answers and the waiting list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db import UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offsite",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("workspace_id", sa.Integer(), sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("host_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("title", sa.String(150), nullable=False),
        sa.Column("starts_at", UtcTime(), nullable=False),
        sa.Column("ends_at", UtcTime(), nullable=False),
        sa.Column("place", sa.String(500), nullable=False),
        sa.Column("capacity", sa.Integer()),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("tell_at", UtcTime()),
        sa.Column("told_up_to", sa.Integer(), nullable=False),
        sa.Column("redraw_at", UtcTime()),
        sa.Column("called_off_at", UtcTime()),
        sa.Column("origin", sa.String(200)),
        sa.UniqueConstraint("workspace_id", "origin", name="uq_offsite_workspace_id_origin"),
    )
    op.create_index("ix_offsite_workspace_id", "offsite", ["workspace_id", "starts_at"])
    op.create_index("ix_offsite_tell_at", "offsite", ["tell_at"])
    op.create_index("ix_offsite_redraw_at", "offsite", ["redraw_at"])
    op.create_table(
        "rsvp",
        sa.Column("offsite_id", sa.Integer(), sa.ForeignKey("offsite.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("clicked_at", UtcTime(), nullable=False),
        sa.Column("turn", sa.Integer()),
        sa.Column("offer_until", UtcTime()),
    )
    op.create_index("ix_rsvp_offer_until", "rsvp", ["offer_until"])


def downgrade() -> None:
    op.drop_table("rsvp")
    op.drop_table("offsite")
