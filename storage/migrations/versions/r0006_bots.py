"""Several bots, each with its own residents; mirror channels; how often an answer was lost."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
PENDING = sa.text("status = 'pending'")


def upgrade() -> None:
    """Bring the schema forward; whoever is known already belongs to the first bot."""
    op.create_table(
        "bot",
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("paid_since", MOMENT, nullable=True),
        sa.Column("paid_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_bot"),
        sa.UniqueConstraint("id", name="uq_bot_id"),
    )
    op.add_column(
        "subscriber", sa.Column("bot", sa.SmallInteger(), nullable=False, server_default="0")
    )
    op.add_column(
        "subscriber", sa.Column("mirror", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("outbox", sa.Column("bot", sa.SmallInteger(), nullable=False, server_default="0"))
    op.add_column(
        "outbox", sa.Column("unanswered", sa.SmallInteger(), nullable=False, server_default="0")
    )
    op.create_table(
        "mirror",
        sa.Column("chat_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["subscriber.chat_id"],
            name="fk_mirror_chat_id_subscriber",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chat_id", name="pk_mirror"),
    )
    op.drop_index("ix_outbox_due", "outbox")
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["bot", "urgency", "nearness", "id"],
        unique=False,
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )
