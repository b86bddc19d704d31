"""Column types that keep a promise no database keeps for us: moments are UTC, texts can be kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sqlalchemy import BigInteger, DateTime, Integer, Row, Select, Text, TypeDecorator
from sqlalchemy.exc import DontWrapMixin

if TYPE_CHECKING:
    from sqlalchemy import Dialect

Query: TypeAlias = Select[*tuple[Any, ...]]
Found: TypeAlias = Row[*tuple[Any, ...]]

BigId: Final = BigInteger().with_variant(Integer(), "sqlite")
"""A key that counts by itself on both databases; SQLite counts only an INTEGER."""

_UNKEEPABLE: Final = re.compile("[\x00\ud800-\udfff]")


class NaiveTimeError(DontWrapMixin, ValueError):
    """A moment without an offset was about to be stored."""


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: kept in UTC, read back aware, refused without an offset."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the same moment in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveTimeError(f"a moment without an offset cannot be stored: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the moment with its offset, which SQLite forgets."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SafeText(TypeDecorator[str]):
    """Any text at all: what UTF-8 or PostgreSQL cannot hold becomes a replacement character."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the text without NUL and lone surrogates."""
        if value is None:
            return None
        return _UNKEEPABLE.sub("\ufffd", value)
