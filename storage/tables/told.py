"""What follows from it: alerts, residents, and the messages to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import BigId
from storage.tables.base import Row

STILL_OPEN = text("ended_at IS NULL AND NOT withdrawn")
PENDING = text("status = 'pending'")
WAITING = text("status = 'pending' AND not_before IS NOT NULL")
CHOOSING = text("hazards <> 0")
CLAIMED = text("status = 'claimed'")
NOT_PENDING = text("status <> 'pending'")


class AlertRow(Row):
    """One stretch of danger; ``hazard`` is 'any' when no post named one."""

    __tablename__ = "alert"
    __table_args__ = (
        Index(
            "uq_alert_open",
            "area",
            "hazard",
            unique=True,
            sqlite_where=STILL_OPEN,
            postgresql_where=STILL_OPEN,
        ),
        Index(None, "region", "ended_at"),
        Index(None, "ended_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    area: Mapped[str] = mapped_column(String(80))
    region: Mapped[str] = mapped_column(String(20))
    hazard: Mapped[str] = mapped_column(String(16))
    opened_at: Mapped[datetime]
    opened_by: Mapped[int] = mapped_column(ForeignKey("post.id"))
    confirmed_at: Mapped[datetime]
    reach: Mapped[str] = mapped_column(String(16))
    parts: Mapped[list[str]] = mapped_column(JSON)
    regime: Mapped[bool]
    immediate_at: Mapped[datetime | None]
    attacked_at: Mapped[datetime | None]
    eased_at: Mapped[datetime | None]
    eased_by: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    withdrawn: Mapped[bool]


class CheckpointRow(Row):
    """The alerts of a region that were open after a post, and every one published before it."""

    __tablename__ = "checkpoint"
    __table_args__ = ({"sqlite_with_rowid": False},)

    region: Mapped[str] = mapped_column(String(20), primary_key=True)
    published_at: Mapped[datetime] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    alerts: Mapped[list[Any]] = mapped_column(JSON)


class SubscriberRow(Row):
    """A chat and its settings; ``misses`` counts "chat not found" in a row.

    ``chat_id``, here and everywhere below, is an address: see ``storage.addresses``. ``bot`` is the
    number of the bot in it. A ``mirror`` is a channel of the operator's, not a person. Quiet hours
    are minutes of the day in UTC: the database compares them with the moment.
    """

    __tablename__ = "subscriber"
    __table_args__ = (Index(None, "next_digest_at"),)

    chat_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    language: Mapped[str] = mapped_column(String(8))
    timezone: Mapped[str] = mapped_column(String(64))
    digest_minute: Mapped[int | None]
    next_digest_at: Mapped[datetime | None]
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    snoozed_until: Mapped[datetime | None]
    active: Mapped[bool]
    misses: Mapped[int]
    retired_at: Mapped[datetime | None]
    bot: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    mirror: Mapped[bool] = mapped_column(server_default=false())


class SubscriptionRow(Row):
    """An area a chat is told about; ``hazards`` is a bit mask, 0 for all."""

    __tablename__ = "subscription"
    __table_args__ = (
        Index("ix_subscription_here", "region", "area", "chat_id", "hazards"),
        Index(
            "ix_subscription_choosing",
            "region",
            "area",
            "chat_id",
            sqlite_where=CHOOSING,
            postgresql_where=CHOOSING,
        ),
        {"sqlite_with_rowid": False},
    )

    chat_id: Mapped[int] = mapped_column(
        ForeignKey("subscriber.chat_id", onupdate="CASCADE", ondelete="CASCADE"), primary_key=True
    )
    area: Mapped[str] = mapped_column(String(80), primary_key=True)
    region: Mapped[str] = mapped_column(String(20))
    hazards: Mapped[int]


class NoticeRow(Row):
    """One thing to tell, once for all chats; ``facts`` is the notice."""

    __tablename__ = "notice"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    reason: Mapped[str] = mapped_column(String(20))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]


class NoticeAlertRow(Row):
    """Which alerts a notice tells of."""

    __tablename__ = "notice_alert"
    __table_args__ = (Index(None, "alert_id"), {"sqlite_with_rowid": False})

    notice_id: Mapped[int] = mapped_column(
        ForeignKey("notice.id", ondelete="CASCADE"), primary_key=True
    )
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"), primary_key=True)


class OutboxRow(Row):
    """One message to one chat; ``not_before`` is null for a row that never had to wait.

    ``reason`` is null where it is the notice's own. ``unanswered`` counts the tries whose answer
    was lost: each may have arrived. A million of these are planned at once, so they are kept by
    their key alone, are listed under their chats from their claim on, and no foreign key is looked
    up for each: ``storage.chats`` and ``storage.pruning`` see to it that none outlives its chat or
    its notice.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_chat_id",
            "chat_id",
            sqlite_where=NOT_PENDING,
            postgresql_where=NOT_PENDING,
        ),
        Index(
            "ix_outbox_due",
            "bot",
            "urgency",
            "nearness",
            "notice_id",
            "chat_id",
            sqlite_where=PENDING,
            postgresql_where=PENDING,
        ),
        Index("ix_outbox_waiting", "not_before", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_outbox_leased", "lease_until", sqlite_where=CLAIMED, postgresql_where=CLAIMED),
        {"sqlite_with_rowid": False},
    )

    notice_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    reason: Mapped[str | None] = mapped_column(String(20))
    urgency: Mapped[int] = mapped_column(SmallInteger)
    nearness: Mapped[int] = mapped_column(SmallInteger)
    silent: Mapped[bool]
    status: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int]
    not_before: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    why: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    bot: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    unanswered: Mapped[int] = mapped_column(SmallInteger, server_default="0")


class UnplannedRow(Row):
    """A notice that is planned in part: up to a chat of a stretch, see ``storage.stretches``."""

    __tablename__ = "unplanned"

    notice_id: Mapped[int] = mapped_column(
        ForeignKey("notice.id", ondelete="CASCADE"), primary_key=True
    )
    urgency: Mapped[int] = mapped_column(SmallInteger)
    half: Mapped[int] = mapped_column(SmallInteger)
    area: Mapped[str] = mapped_column(String(80))
    chat_id: Mapped[int | None] = mapped_column(BigId)
    turning: Mapped[int | None] = mapped_column(BigId)


class AuditRow(Row):
    """What an operator or the program itself did."""

    __tablename__ = "audit"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str]
    action: Mapped[str]
    detail: Mapped[str]
