"""Levels of danger, places and offices of alerts; checkpoints, from which late posts are folded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the schema forward; what was opened so far is taken for a region's, over all of it."""
    with op.batch_alter_table("alert") as alert:
        alert.add_column(
            sa.Column("reach", sa.String(length=16), nullable=False, server_default="region")
        )
        alert.add_column(sa.Column("parts", sa.JSON(), nullable=False, server_default="[]"))
        alert.add_column(
            sa.Column("regime", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        alert.add_column(sa.Column("immediate_at", MOMENT, nullable=True))
    op.create_table(
        "checkpoint",
        sa.Column("region", sa.String(length=20), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("channel_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("alerts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint(
            "region", "published_at", "channel_id", "message_id", name="pk_checkpoint"
        ),
        sqlite_with_rowid=False,
    )
