"""Workspaces, people, the ledger and the notices: what every activity stands on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db import UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("chat", sa.String(16), nullable=False),
        sa.Column("external_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("fiscal_start", sa.Integer(), nullable=False),
        sa.Column("bot_user", sa.String(64), nullable=False),
        sa.Column("ask_after", UtcTime()),
        sa.UniqueConstraint("chat", "external_id", name="uq_workspace_chat_external_id"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("workspace_id", sa.Integer(), sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("external_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False, server_default=""),
        sa.Column("language", sa.String(2)),
        sa.Column("timezone", sa.String(64)),
        sa.Column("is_guest", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("is_bot", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("is_gone", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("department", sa.String(200)),
        sa.Column("grade", sa.String(100)),
        sa.Column("cohort", sa.Integer()),
        sa.Column("profiled_at", UtcTime()),
        sa.Column("changed_at", UtcTime()),
        sa.UniqueConstraint("workspace_id", "external_id", name="uq_person_workspace_id_external_id"),
    )
    op.create_table(
        "participation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("workspace_id", sa.Integer(), sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("department", sa.String(200)),
        sa.Column("grade", sa.String(100)),
        sa.Column("cohort", sa.Integer()),
        sa.UniqueConstraint(
            "workspace_id", "kind", "subject", "person_id", name="uq_participation_workspace_id_kind_subject_person_id"
        ),
    )
    op.create_index("ix_participation_day", "participation", ["workspace_id", "day"])
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("workspace_id", sa.Integer(), sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("activity", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(64)),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(200)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("unknowns", sa.Integer(), nullable=False),
        sa.Column("lease_until", UtcTime()),
        sa.Column("retry_at", UtcTime()),
        sa.Column("sent_channel", sa.String(64)),
        sa.Column("sent_message", sa.String(64)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stale_since", UtcTime()),
        sa.UniqueConstraint("workspace_id", "key", name="uq_notice_workspace_id_key"),
    )
    op.create_index("ix_notice_due", "notice", ["state", "due_at"])
    op.create_index("ix_notice_message", "notice", ["workspace_id", "sent_channel", "sent_message"])
    stale = sa.text("stale_since IS NOT NULL")
    op.create_index("ix_notice_stale", "notice", ["stale_since"], sqlite_where=stale, postgresql_where=stale)


def downgrade() -> None:
    for table in ("notice", "participation", "person", "workspace"):
        op.drop_table(table)
