"""Many posts of one channel at once: what ``add_post`` and ``add_verdict`` do, set by set.

At most seven statements keep a batch. Which of its states are news is decided in memory, by the
same rule and in the same order as if they were heard one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert

from storage.channels import heard_channel
from storage.posts import NEW_REGIONS, NEWEST, REVISIONS, known_revision
from storage.revisions import (
    Revision,
    is_news,
    post_facts,
    region_facts,
    revision_facts,
    revision_of,
    verdict_facts,
)
from storage.tables.heard import PostRow, RevisionRow, VerdictRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.posts import SourcePost
    from alerts.verdicts import Verdict

PART: Final = 1000
"""Posts a statement: both databases limit how many values one may carry."""

_NEW_POSTS: Final = insert(PostRow).returning(PostRow.id, PostRow.message_id)
_NEW_REVISIONS: Final = insert(RevisionRow).returning(
    RevisionRow.id, RevisionRow.post_id, RevisionRow.revision
)
_NEW_VERDICTS: Final = insert(VerdictRow).returning(VerdictRow.id, VerdictRow.revision_id)


@dataclass(slots=True, kw_only=True)
class _Story:
    """A post with its revisions: those that were kept before, then those of the batch."""

    published_at: datetime
    id: int = 0
    newest: int = 0
    revisions: list[Revision] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """A new state of a post: its revision of this number."""

    story: _Story
    number: int
    post: SourcePost
    verdict: Verdict


class History:
    """Keeping many posts inside a transaction."""

    _connection: AsyncConnection

    async def add_history(self, posts: Sequence[tuple[SourcePost, Verdict]]) -> int:
        """Keep posts of one followed channel with what they say; return how many were news.

        The same is kept, and the same errors are raised, as by ``add_post`` and ``add_verdict``
        for each in turn; a wrong channel is found before any post is written.
        """
        names = {post.channel for post, _ in posts}
        if not names:
            return 0
        if len(names) > 1:
            raise ValueError(f"a history is of one channel, not of {len(names)}")
        (name,) = names
        channel_id = added = 0
        for number in dict.fromkeys(post.channel_id for post, _ in posts):
            channel_id = (await heard_channel(self._connection, name, number)).id
        for start in range(0, len(posts), PART):
            added += await self._add_part(channel_id, posts[start : start + PART])
        return added

    async def _add_part(self, channel_id: int, posts: Sequence[tuple[SourcePost, Verdict]]) -> int:
        """Keep as many posts as a statement can carry; return how many were news."""
        stories = await self._stories(channel_id, {post.message_id for post, _ in posts})
        states = _news(posts, stories)
        if not states:
            return 0
        await self._keep_posts(channel_id, states, stories)
        await self._keep_verdicts(states, await self._keep_revisions(states))
        return len(states)

    async def _stories(self, channel_id: int, message_ids: Iterable[int]) -> dict[int, _Story]:
        """Return what is known of posts, by message id."""
        asked = {"channel_id": channel_id, "message_ids": sorted(message_ids)}
        stories: dict[int, _Story] = {}
        for row in await self._connection.execute(REVISIONS, asked):
            story = stories.setdefault(
                row.message_id, _Story(id=row.post_id, published_at=row.published_at)
            )
            story.revisions.append(known_revision(row))
            story.newest = row.revision
        return stories

    async def _keep_posts(
        self, channel_id: int, states: Iterable[_State], stories: dict[int, _Story]
    ) -> None:
        """Insert the new posts, in their order, and note which revision of the others is newest."""
        edited = {state.story.id: state.story.newest for state in states if state.story.id}
        if edited:
            await self._connection.execute(
                NEWEST, [{"post_id": id_, "newest": newest} for id_, newest in edited.items()]
            )
        fresh = [
            post_facts(channel_id, state.post, state.story.newest)
            for state in states
            if state.number == 1
        ]
        if fresh:
            for row in await self._connection.execute(_NEW_POSTS, fresh):
                stories[row.message_id].id = row.id

    async def _keep_revisions(self, states: Iterable[_State]) -> dict[tuple[int, int], int]:
        """Insert the revisions; return their ids by post and number."""
        facts = [revision_facts(state.story.id, state.number, state.post) for state in states]
        added = await self._connection.execute(_NEW_REVISIONS, facts)
        return {(row.post_id, row.revision): row.id for row in added}

    async def _keep_verdicts(
        self, states: Iterable[_State], revisions: dict[tuple[int, int], int]
    ) -> None:
        """Insert what the revisions say, and about which regions."""
        said = {revisions[state.story.id, state.number]: state for state in states}
        facts = [verdict_facts(revision, state.verdict) for revision, state in said.items()]
        added = await self._connection.execute(_NEW_VERDICTS, facts)
        regions = [
            region
            for row in added
            for state in (said[row.revision_id],)
            for region in region_facts(row.id, state.verdict, state.story.published_at)
        ]
        await self._connection.execute(NEW_REGIONS, regions)


def _news(posts: Iterable[tuple[SourcePost, Verdict]], stories: dict[int, _Story]) -> list[_State]:
    """Return the states that are news, each judged by all before it; the stories go on."""
    states: list[_State] = []
    for post, verdict in posts:
        story = stories.get(post.message_id)
        if not is_news(post, story.revisions if story else ()):
            continue
        if story is None:
            story = stories[post.message_id] = _Story(published_at=post.published_at)
        story.newest += 1
        story.revisions.append(revision_of(post))
        states.append(_State(story=story, number=story.newest, post=post, verdict=verdict))
    return states
