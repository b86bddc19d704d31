"""Channels watched by accounts: marks, profiles, pins, lags, who added them, and for which city."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("channel", sa.Column("added_by", sa.Text(), nullable=True))
    op.add_column("channel", sa.Column("added_at", MOMENT, nullable=True))
    op.add_column("channel", sa.Column("municipality", sa.String(length=64), nullable=True))
    op.add_column("source_health", sa.Column("lags", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "channel_mark",
        sa.Column("channel_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("up_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name="fk_channel_mark_channel_id_channel"
        ),
        sa.PrimaryKeyConstraint("channel_id", name="pk_channel_mark"),
    )
    op.create_table(
        "channel_profile",
        sa.Column("channel_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("username", sa.String(length=64), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=True),
        sa.Column("scam", sa.Boolean(), nullable=True),
        sa.Column("fake", sa.Boolean(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=True),
        sa.Column("subscribers", sa.Integer(), nullable=True),
        sa.Column("stranger", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name="fk_channel_profile_channel_id_channel"
        ),
        sa.PrimaryKeyConstraint("channel_id", name="pk_channel_profile"),
    )
    op.create_table(
        "channel_pin",
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("access_hash", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", "channel", name="pk_channel_pin"),
    )
