"""What is known of followed channels besides their posts: marks, profiles, and accounts' keys."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import BigId
from storage.tables.base import Row


class MarkRow(Row):
    """Up to which number every post of a channel is kept."""

    __tablename__ = "channel_mark"

    channel_id: Mapped[int] = mapped_column(
        ForeignKey("channel.id"), primary_key=True, autoincrement=False
    )
    up_to: Mapped[int] = mapped_column(BigInteger)


class ProfileRow(Row):
    """What Telegram said of a channel when it was last asked.

    ``stranger`` is the number of another channel that has been met under its username.
    """

    __tablename__ = "channel_profile"

    channel_id: Mapped[int] = mapped_column(
        ForeignKey("channel.id"), primary_key=True, autoincrement=False
    )
    username: Mapped[str | None] = mapped_column(String(64))
    title: Mapped[str]
    verified: Mapped[bool | None]
    scam: Mapped[bool | None]
    fake: Mapped[bool | None]
    restricted: Mapped[bool | None]
    subscribers: Mapped[int | None]
    stranger: Mapped[int | None] = mapped_column(BigInteger)
    seen_at: Mapped[datetime]


class PinRow(Row):
    """Which channel a username meant to an account, and the account's key to it."""

    __tablename__ = "channel_pin"

    account: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
    access_hash: Mapped[int] = mapped_column(BigInteger)


class ResolveRow(Row):
    """A username that an account had Telegram look up; they are counted, and not remembered."""

    __tablename__ = "account_resolve"
    __table_args__ = (Index(None, "account", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
