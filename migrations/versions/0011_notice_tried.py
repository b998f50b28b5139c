"""When a notice was first tried: from then on a message of it is looked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db import UtcTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notice", sa.Column("tried_at", UtcTime()))


def downgrade() -> None:
    with op.batch_alter_table("notice") as notice:
        notice.drop_column("tried_at")
