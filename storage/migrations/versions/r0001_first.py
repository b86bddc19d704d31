"""The first schema: channels, posts, verdicts, alerts, residents, outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the schema forward."""
    _channels()
    _posts()
    _alerts()
    _residents()
    _outbox()


def _channels() -> None:
    """Make who speaks."""
    op.create_table(
        "office",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("region", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_office"),
        sa.UniqueConstraint("role", "region", name="uq_office_role_region"),
    )
    op.create_table(
        "person",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("name", name="uq_person_name"),
    )
    op.create_table(
        "channel",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("office_id", BIG_ID, nullable=True),
        sa.Column("person_id", BIG_ID, nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("followed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_channel_office_id_office"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_channel_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_channel"),
        sa.UniqueConstraint("number", name="uq_channel_number"),
        sa.UniqueConstraint("username", name="uq_channel_username"),
    )
    op.create_table(
        "source_health",
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("last_heard_at", MOMENT, nullable=True),
        sa.Column("last_post_at", MOMENT, nullable=True),
        sa.Column("last_lag_ms", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("channel", "source", name="pk_source_health"),
    )


def _posts() -> None:
    """Make what was said."""
    op.create_table(
        "post",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("forwarded_from", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name="fk_post_channel_id_channel"),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
        sa.UniqueConstraint("channel_id", "message_id", name="uq_post_channel_id_message_id"),
    )
    op.create_index(
        "ix_post_channel_id_published_at", "post", ["channel_id", "published_at"], unique=False
    )
    op.create_table(
        "post_revision",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("post_id", BIG_ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name="fk_post_revision_post_id_post", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_post_revision"),
        sa.UniqueConstraint("post_id", "revision", name="uq_post_revision_post_id_revision"),
    )
    op.create_table(
        "verdict",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("revision_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("statements", sa.JSON(), nullable=False),
        sa.Column("tally", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("killed", sa.Integer(), nullable=True),
        sa.Column("injured", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["post_revision.id"],
            name="fk_verdict_revision_id_post_revision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_verdict"),
        sa.UniqueConstraint("revision_id", name="uq_verdict_revision_id"),
    )
    op.create_table(
        "verdict_region",
        sa.Column("verdict_id", BIG_ID, nullable=False),
        sa.Column("region", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["verdict_id"],
            ["verdict.id"],
            name="fk_verdict_region_verdict_id_verdict",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("verdict_id", "region", "kind", name="pk_verdict_region"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_verdict_region_published_at", "verdict_region", ["published_at"], unique=False
    )
    op.create_index(
        "ix_verdict_region_region_published_at",
        "verdict_region",
        ["region", "published_at"],
        unique=False,
    )


def _alerts() -> None:
    """Make what follows."""
    op.create_table(
        "alert",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("area", sa.String(length=80), nullable=False),
        sa.Column("region", sa.String(length=20), nullable=False),
        sa.Column("hazard", sa.String(length=16), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("opened_by", BIG_ID, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=False),
        sa.Column("attacked_at", MOMENT, nullable=True),
        sa.Column("eased_at", MOMENT, nullable=True),
        sa.Column("eased_by", BIG_ID, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", BIG_ID, nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["eased_by"], ["post.id"], name="fk_alert_eased_by_post"),
        sa.ForeignKeyConstraint(["ended_by"], ["post.id"], name="fk_alert_ended_by_post"),
        sa.ForeignKeyConstraint(["opened_by"], ["post.id"], name="fk_alert_opened_by_post"),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alert_region_opened_at", "alert", ["region", "opened_at"], unique=False)
    op.create_index(
        "uq_alert_open",
        "alert",
        ["area", "hazard"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND NOT withdrawn"),
        postgresql_where=sa.text("ended_at IS NULL AND NOT withdrawn"),
    )
    op.create_table(
        "notice",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("post_id", BIG_ID, nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_notice_post_id_post"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notice_alert",
        sa.Column("notice_id", BIG_ID, nullable=False),
        sa.Column("alert_id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_notice_alert_alert_id_alert"),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice.id"],
            name="fk_notice_alert_notice_id_notice",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("notice_id", "alert_id", name="pk_notice_alert"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_notice_alert_alert_id", "notice_alert", ["alert_id"], unique=False)


def _residents() -> None:
    """Make who is told."""
    op.create_table(
        "subscriber",
        sa.Column("chat_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("digest_minute", sa.Integer(), nullable=True),
        sa.Column("next_digest_at", MOMENT, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("chat_id", name="pk_subscriber"),
    )
    op.create_index("ix_subscriber_next_digest_at", "subscriber", ["next_digest_at"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("chat_id", BIG_ID, nullable=False),
        sa.Column("area", sa.String(length=80), nullable=False),
        sa.Column("region", sa.String(length=20), nullable=False),
        sa.Column("hazards", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["subscriber.chat_id"],
            name="fk_subscription_chat_id_subscriber",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chat_id", "area", name="pk_subscription"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_subscription_region_area_chat_id",
        "subscription",
        ["region", "area", "chat_id"],
        unique=False,
    )


def _outbox() -> None:
    """Make what is sent, and the operators' journal."""
    op.create_table(
        "outbox",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("notice_id", BIG_ID, nullable=False),
        sa.Column("chat_id", BIG_ID, nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("nearness", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["subscriber.chat_id"],
            name="fk_outbox_chat_id_subscriber",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name="fk_outbox_notice_id_notice"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("notice_id", "chat_id", name="uq_outbox_notice_id_chat_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_chat_id", "outbox", ["chat_id"], unique=False)
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["urgency", "nearness", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "ix_outbox_leased",
        "outbox",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("status = 'claimed'"),
        postgresql_where=sa.text("status = 'claimed'"),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["not_before"],
        unique=False,
        sqlite_where=sa.text("status = 'pending' AND not_before IS NOT NULL"),
        postgresql_where=sa.text("status = 'pending' AND not_before IS NOT NULL"),
    )
    op.create_table(
        "audit",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
