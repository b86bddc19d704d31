"""Edits and silence of messages; quiet hours and snoozing of residents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the schema forward; what waits to be sent is sent as before."""
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(
            sa.Column("action", sa.String(length=8), nullable=False, server_default="send")
        )
        outbox.add_column(
            sa.Column("silent", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.add_column("subscriber", sa.Column("quiet_from", sa.Integer(), nullable=True))
    op.add_column("subscriber", sa.Column("quiet_until", sa.Integer(), nullable=True))
    op.add_column("subscriber", sa.Column("snoozed_until", MOMENT, nullable=True))
