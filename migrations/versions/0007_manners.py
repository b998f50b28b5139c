"""What people ask of us: a language, hours, a pause; notices that wait for the hour; offsites that stay private."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db import UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("chosen_language", sa.String(2)))
    op.add_column("person", sa.Column("is_admin", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("person", sa.Column("keeps_hours", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("person", sa.Column("paused_until", sa.Date()))
    op.add_column("person", sa.Column("wants_reminders", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("offsite", sa.Column("private", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("notice", sa.Column("quiet_until", UtcTime()))


def downgrade() -> None:
    with op.batch_alter_table("offsite") as offsite:
        offsite.drop_column("private")
    with op.batch_alter_table("notice") as notice:
        notice.drop_column("quiet_until")
    with op.batch_alter_table("person") as person:
        for name in ("wants_reminders", "paused_until", "keeps_hours", "is_admin", "chosen_language"):
            person.drop_column(name)
