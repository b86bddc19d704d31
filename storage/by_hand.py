"""What operators end by hand, kept as a post of theirs: so it counts when posts are read anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy import insert as insert_

from alerts.channels import Channel, Role
from alerts.posts import SourcePost
from storage.channels import office
from storage.engine import insert
from storage.posts import KeptPost
from storage.revisions import post_facts, region_facts, revision_facts, verdict_facts
from storage.situation import alert_numbered
from storage.tables.heard import ChannelRow, PostRow, RevisionRow, VerdictRegionRow, VerdictRow
from storage.turns import Position

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.situation import Alert
    from alerts.verdicts import Verdict

SOURCE: Final = "operator"


class ByHand:
    """Keeping what operators do inside a transaction."""

    _connection: AsyncConnection

    async def open_alert(self, number: int) -> Alert | None:
        """Return an alert that is still in force, by its id."""
        return await alert_numbered(self._connection, number)

    async def add_word_of_operator(
        self, region: str, verdict: Verdict, text: str, now: datetime
    ) -> KeptPost:
        """Keep what an operator says of a region as a post of the operators' own channel.

        Nobody follows that channel, and no channel of Telegram can have its name.
        """
        channel = Channel(
            username=f"operator:{region.lower()}", title="Tocsin", role=Role.OPERATOR, region=region
        )
        channel_id = await self._channel(channel)
        newest = select(func.coalesce(func.max(PostRow.message_id), 0)).where(
            PostRow.channel_id == channel_id
        )
        post = SourcePost(
            channel=channel.username,
            message_id=(await self._connection.execute(newest)).scalar_one() + 1,
            text=text,
            published_at=now,
            received_at=now,
            source=SOURCE,
        )
        post_id = await self._added(PostRow, post_facts(channel_id, post, 1))
        revision_id = await self._added(RevisionRow, revision_facts(post_id, 1, post))
        verdict_id = await self._added(VerdictRow, verdict_facts(revision_id, verdict))
        await self._connection.execute(
            insert_(VerdictRegionRow), region_facts(verdict_id, verdict, now)
        )
        position = Position(published_at=now, channel_id=channel_id, message_id=post.message_id)
        return KeptPost(
            id=post_id,
            position=position,
            revision_id=revision_id,
            revision=1,
            channel=channel,
            post=post,
        )

    async def _channel(self, channel: Channel) -> int:
        """Return the id of the operators' channel of a region, kept from now on."""
        office_id = await office(self._connection, channel)
        await self._connection.execute(
            insert(self._connection, ChannelRow)
            .values(
                username=channel.username,
                title=channel.title,
                office_id=office_id,
                followed=False,
            )
            .on_conflict_do_nothing()
        )
        found = select(ChannelRow.id).where(ChannelRow.username == channel.username)
        return (await self._connection.execute(found)).scalar_one()

    async def _added(
        self, table: type[PostRow | RevisionRow | VerdictRow], facts: dict[str, object]
    ) -> int:
        """Insert a row and return its id."""
        added = await self._connection.execute(insert_(table).values(facts).returning(table.id))
        return added.scalar_one()
