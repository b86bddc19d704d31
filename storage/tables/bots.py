"""Who speaks: our bots, and the channels of ours that carry what they say."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Row


class BotRow(Row):
    """A bot by its number in addresses; ``id`` is Telegram's. Its token is never kept.

    ``paid_refusal`` is why Telegram refused paid broadcasts, until operators are told.
    """

    __tablename__ = "bot"

    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(BigInteger, unique=True)
    paid_since: Mapped[datetime | None]
    paid_by: Mapped[str | None]
    paid_refusal: Mapped[str | None]


class MirrorRow(Row):
    """A mirror channel, by the name it has in the configuration, and why it gets no posts."""

    __tablename__ = "mirror"

    chat_id: Mapped[int] = mapped_column(
        ForeignKey("subscriber.chat_id", onupdate="CASCADE", ondelete="CASCADE"),
        primary_key=True,
    )
    name: Mapped[str]
    trouble: Mapped[str | None]
