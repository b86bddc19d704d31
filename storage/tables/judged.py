"""Where people have to look, and what they decided: doubts about readings, and corrections."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import BigId
from storage.tables.base import Row

UNTOLD = text("told_at IS NULL")


class DoubtRow(Row):
    """A revision whose reading is unsure, and when operators were told of it."""

    __tablename__ = "doubt"
    __table_args__ = (
        Index("ix_doubt_untold", "heard_at", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
    )

    revision_id: Mapped[int] = mapped_column(
        ForeignKey("post_revision.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    heard_at: Mapped[datetime]
    told_at: Mapped[datetime | None]


class CorrectionRow(Row):
    """What a person had a revision mean instead; ``was`` is what it had been read as before."""

    __tablename__ = "correction"
    __table_args__ = (Index(None, "revision_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("post_revision.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    who: Mapped[str]
    was: Mapped[list[Any]] = mapped_column(JSON)
