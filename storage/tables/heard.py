"""What was heard: offices, persons and channels; posts, their revisions and verdicts."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import BigId
from storage.tables.base import Row


class OfficeRow(Row):
    """Who has the authority to speak: a role in a region; the region of a federal body is ''."""

    __tablename__ = "office"
    __table_args__ = (UniqueConstraint("role", "region"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    role: Mapped[str] = mapped_column(String(20))
    region: Mapped[str] = mapped_column(String(20))


class PersonRow(Row):
    """Who holds an office for a time, and takes a personal channel along when leaving it."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class ChannelRow(Row):
    """A channel: known by its name, and by its number as soon as that has been heard once.

    ``added_by`` is the operator who had it followed while the program ran; null for one of the
    configuration. ``municipality`` is the area a city's own channel speaks for.
    """

    __tablename__ = "channel"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str]
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    followed: Mapped[bool]
    added_by: Mapped[str | None]
    added_at: Mapped[datetime | None]
    municipality: Mapped[str | None] = mapped_column(String(64))


class PostRow(Row):
    """A post, and which of its revisions is the newest."""

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("channel_id", "message_id"),
        Index(None, "channel_id", "published_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    message_id: Mapped[int] = mapped_column(BigInteger)
    published_at: Mapped[datetime]
    forwarded_from: Mapped[str | None]
    revision: Mapped[int]


class AlbumPartRow(Row):
    """A further number an album took, by which some sources know it; ``kept_as`` is its post's."""

    __tablename__ = "album_part"
    __table_args__ = ({"sqlite_with_rowid": False},)

    channel_id: Mapped[int] = mapped_column(
        ForeignKey("channel.id"), primary_key=True, autoincrement=False
    )
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kept_as: Mapped[int] = mapped_column(BigInteger)


class RevisionRow(Row):
    """What a post said at one time; an edit and a deletion are revisions too."""

    __tablename__ = "post_revision"
    __table_args__ = (UniqueConstraint("post_id", "revision"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"))
    revision: Mapped[int]
    text: Mapped[str]
    text_hash: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(32))
    received_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted: Mapped[bool]


class VerdictRow(Row):
    """What a revision was understood to say."""

    __tablename__ = "verdict"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("post_revision.id", ondelete="CASCADE"), unique=True
    )
    kind: Mapped[str] = mapped_column(String(16))
    statements: Mapped[list[Any]] = mapped_column(JSON)
    tally: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    killed: Mapped[int | None]
    injured: Mapped[int | None]


class VerdictRegionRow(Row):
    """Which region a verdict speaks of, and how; '' stands for no place at all."""

    __tablename__ = "verdict_region"
    __table_args__ = (
        Index(None, "region", "published_at"),
        Index(None, "published_at"),
        {"sqlite_with_rowid": False},
    )

    verdict_id: Mapped[int] = mapped_column(
        ForeignKey("verdict.id", ondelete="CASCADE"), primary_key=True
    )
    region: Mapped[str] = mapped_column(String(20), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    published_at: Mapped[datetime]


class SourceHealthRow(Row):
    """How one channel is heard through one source; ``lags`` are the last ones, in milliseconds."""

    __tablename__ = "source_health"

    channel: Mapped[str] = mapped_column(String(64), primary_key=True)
    source: Mapped[str] = mapped_column(String(32), primary_key=True)
    last_heard_at: Mapped[datetime | None]
    last_post_at: Mapped[datetime | None]
    last_lag_ms: Mapped[int | None] = mapped_column(BigInteger)
    trouble: Mapped[str | None]
    lags: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
