"""この指とまれ: kinds of call, the message a call is about, numbered offers, and what was found in the town."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db import UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recruitment", sa.Column("kind", sa.String(10), nullable=False, server_default="plain"))
    op.add_column("recruitment", sa.Column("about_channel", sa.String(64)))
    op.add_column("recruitment", sa.Column("about_message", sa.String(64)))
    op.add_column("joining", sa.Column("offers", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "discovery",
        sa.Column("recruitment_id", sa.Integer(), sa.ForeignKey("recruitment.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("clicked_at", UtcTime(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("discovery")
    with op.batch_alter_table("joining") as joining:
        joining.drop_column("offers")
    with op.batch_alter_table("recruitment") as recruitment:
        for name in ("about_message", "about_channel", "kind"):
            recruitment.drop_column(name)
