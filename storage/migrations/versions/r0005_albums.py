"""Numbers of albums' parts, so that an album is one post to all sources; look-ups of usernames."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "album_part",
        sa.Column("channel_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kept_as", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name="fk_album_part_channel_id_channel"
        ),
        sa.PrimaryKeyConstraint("channel_id", "message_id", name="pk_album_part"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "account_resolve",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_resolve"),
    )
    op.create_index("ix_account_resolve_account_at", "account_resolve", ["account", "at"])
