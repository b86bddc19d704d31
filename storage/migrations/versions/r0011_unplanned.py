"""Alarms to very many are planned in pieces: where their planning has come to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CHOOSING = sa.text("hazards <> 0")
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "unplanned",
        sa.Column("notice_id", BIG_ID, nullable=False),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("area", sa.String(length=80), nullable=False),
        sa.Column("chat_id", BIG_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice.id"],
            name="fk_unplanned_notice_id_notice",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("notice_id", name="pk_unplanned"),
    )
    op.create_index(
        "ix_subscription_choosing",
        "subscription",
        ["region", "area", "chat_id"],
        sqlite_where=CHOOSING,
        postgresql_where=CHOOSING,
    )
