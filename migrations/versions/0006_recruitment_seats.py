"""この指とまれ: a purpose, a minimum, calling off, and a line of those who wait for a seat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db import UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recruitment", sa.Column("purpose", sa.String(150), nullable=False, server_default=""))
    op.add_column("recruitment", sa.Column("minimum", sa.Integer()))
    op.add_column("recruitment", sa.Column("reached_at", UtcTime()))
    op.add_column("recruitment", sa.Column("called_off_at", UtcTime()))
    op.add_column("recruitment", sa.Column("taken_down_at", UtcTime()))
    op.add_column("recruitment", sa.Column("parting", sa.Text(), nullable=False, server_default=""))
    op.add_column("joining", sa.Column("state", sa.String(10), nullable=False, server_default="out"))
    op.add_column("joining", sa.Column("turn", sa.Integer()))
    op.add_column("joining", sa.Column("offer_until", UtcTime()))
    op.execute("UPDATE joining SET state = 'in' WHERE joined")
    with op.batch_alter_table("joining") as joining:
        joining.drop_column("joined")
    op.create_index("ix_joining_offer_until", "joining", ["offer_until"])


def downgrade() -> None:
    op.drop_index("ix_joining_offer_until", "joining")
    op.add_column("joining", sa.Column("joined", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(f"UPDATE joining SET joined = {sa.true().compile(dialect=op.get_bind().dialect)} WHERE state = 'in'")
    with op.batch_alter_table("joining") as joining:
        joining.drop_column("offer_until")
        joining.drop_column("turn")
        joining.drop_column("state")
    with op.batch_alter_table("recruitment") as recruitment:
        for name in ("parting", "taken_down_at", "called_off_at", "reached_at", "minimum", "purpose"):
            recruitment.drop_column(name)
