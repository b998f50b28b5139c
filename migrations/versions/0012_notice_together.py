"""Who is brought together is settled before it is first tried."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notice", sa.Column("together", sa.String(255)))


def downgrade() -> None:
    with op.batch_alter_table("notice") as notice:
        notice.drop_column("together")
