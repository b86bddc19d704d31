"""A message is kept by its notice and its chat, and under the chat from its claim on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
INDEXES = {
    "ix_outbox_chat_id": (["chat_id"], "status <> 'pending'"),
    "ix_outbox_due": (
        ["bot", "urgency", "nearness", "notice_id", "chat_id"],
        "status = 'pending'",
    ),
    "ix_outbox_waiting": (["not_before"], "status = 'pending' AND not_before IS NOT NULL"),
    "ix_outbox_leased": (["lease_until"], "status = 'claimed'"),
}
KEPT = (
    "notice_id, chat_id, urgency, nearness, silent, status, attempts, not_before, lease_until,"
    " message_id, why, settled_at, bot, unanswered"
)


def upgrade() -> None:
    """Bring the schema forward; what waits, is under way or was told stays as it is."""
    for name in INDEXES:
        op.drop_index(name, "outbox")
    if op.get_bind().dialect.name == "postgresql":  # the new table is to have keys of these names
        op.drop_constraint("pk_outbox", "outbox", type_="primary")
    op.rename_table("outbox", "outbox_by_id")
    op.create_table(
        "outbox",
        sa.Column("notice_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        sa.Column("nearness", sa.SmallInteger(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("bot", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("unanswered", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("notice_id", "chat_id", name="pk_outbox"),
        sqlite_with_rowid=False,
    )
    op.execute(
        f"INSERT INTO outbox ({KEPT}, reason) SELECT {KEPT}, NULLIF(reason, (SELECT notice.reason"  # noqa: S608 - names of ours
        " FROM notice WHERE notice.id = notice_id)) FROM outbox_by_id ORDER BY notice_id, chat_id"
    )
    op.drop_table("outbox_by_id")
    for name, (columns, where) in INDEXES.items():
        condition = sa.text(where)
        op.create_index(name, "outbox", columns, sqlite_where=condition, postgresql_where=condition)
    op.drop_index("ix_subscription_region_area_chat_id", "subscription")
    op.create_index(
        "ix_subscription_here", "subscription", ["region", "area", "chat_id", "hazards"]
    )
