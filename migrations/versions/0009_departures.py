"""Who is responsible for a card, which channels are lost, and whose leaving has been seen to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db import UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

RESPONSIBLE = (
    ("recruitment", "card", "caller_id", "recruitment"),
    ("dialogue", "started", "set_up_by", "team"),
    ("offsite", "card", "host_id", "offsite"),
)
"""Of which activity which kind of notice is a card that somebody asked for, and where it says who."""


def upgrade() -> None:
    op.create_table(
        "lost_channel",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("workspace_id", sa.Integer(), sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(20)),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("told_up_to", sa.Integer()),
        sa.Column("heard_at", UtcTime()),
        sa.UniqueConstraint("workspace_id", "channel", name="uq_lost_channel_workspace_id_channel"),
    )
    op.add_column("person", sa.Column("seen_off", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("notice") as notice:
        notice.add_column(sa.Column("responsible_id", sa.Integer()))
        notice.create_foreign_key("fk_notice_responsible_id", "person", ["responsible_id"], ["id"])
        notice.create_index("ix_notice_channel", ["workspace_id", "channel", "responsible_id"])
    for activity, kind, column, table in RESPONSIBLE:
        op.execute(
            f"UPDATE notice SET responsible_id = (SELECT {column} FROM {table} WHERE {table}.id = notice.subject) "
            f"WHERE activity = '{activity}' AND kind = '{kind}'"
        )
    op.execute(
        "UPDATE notice SET state = 'dropped', lease_until = NULL "
        "WHERE kind = 'unposted' AND state IN ('waiting', 'sending')"
    )


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE activity = 'unposted'")
    with op.batch_alter_table("notice") as notice:
        notice.drop_index("ix_notice_channel")
        notice.drop_constraint("fk_notice_responsible_id", type_="foreignkey")
        notice.drop_column("responsible_id")
    with op.batch_alter_table("person") as person:
        person.drop_column("seen_off")
    op.drop_table("lost_channel")
