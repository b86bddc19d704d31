from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from alerts.posts import SourcePost
from alerts.verdicts import Hazard, Kind, Period, Statement, Tally, Verdict
from storage.engine import Database, new_engine, parse
from storage.history import PART
from storage.store import ChannelMismatchError, Transaction
from storage.tables.heard import ChannelRow, PostRow, RevisionRow, VerdictRegionRow, VerdictRow
from tests.storage.examples import CITY, GOVERNOR, KURSK, MINISTRY, a_post, a_verdict, minutes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.store import Store

Understood: TypeAlias = tuple[SourcePost, Verdict]

VERDICTS: Final = (
    a_verdict(Kind.ATTACK, CITY),
    a_verdict(Kind.OTHER),
    Verdict(
        statements=(
            Statement(kind=Kind.ALL_CLEAR, hazards=(Hazard.MISSILE,), areas=("RU-BEL",)),
            Statement(kind=Kind.THREAT, areas=("RU-KRS", CITY), because=("до\x00и\ud800после",)),
        ),
        tally=Tally(total=3, by_region={"RU-BRY": 3}, period=Period(start="20:00", end="07:00")),
        killed=1,
        injured=2,
    ),
)


@st.composite
def understood(draw: st.DrawFn) -> Understood:
    """Return a state of one of a few posts, so that a history repeats and contradicts itself."""
    moment = st.integers(0, 4).map(minutes)
    post = SourcePost(
        channel=GOVERNOR.username,
        message_id=draw(st.integers(1, 4)),
        text=draw(st.sampled_from(("Атака.", "Отбой.", "", "до\x00и\ud800после"))),
        published_at=draw(moment),
        received_at=draw(moment),
        source=draw(st.sampled_from(("export", "preview"))),
        edited_at=draw(st.none() | moment),
        deleted=draw(st.sampled_from((False, False, False, True))),
        channel_id=draw(st.sampled_from((None, None, None, 77, 77, 78))),
        forwarded_from=draw(st.sampled_from((None, "\x00МЧС"))),
    )
    return post, draw(st.sampled_from(VERDICTS))


@pytest.fixture
async def database(night: Store, database_url: str) -> AsyncIterator[Database]:  # noqa: ARG001 - it follows the channels
    """Return the database of the night, to be looked at from within a transaction."""
    opened = Database(new_engine(parse(database_url)))
    yield opened
    await opened.engine.dispose()


async def one_by_one(transaction: Transaction, posts: Sequence[Understood]) -> int:
    """Keep posts one after the other; return how many were news."""
    added = 0
    for post, verdict in posts:
        kept = await transaction.add_post(post)
        if kept is not None:
            await transaction.add_verdict(kept, verdict)
            added += 1
    return added


async def everything(connection: AsyncConnection) -> list[Any]:
    """Return all that is kept, in the order of its ids, without the ids."""
    said = (
        select(
            PostRow.message_id,
            PostRow.published_at,
            PostRow.forwarded_from,
            PostRow.revision.label("newest"),
            *(column for column in RevisionRow.__table__.c if column.name not in {"id", "post_id"}),
            *(column for column in VerdictRow.__table__.c if not column.name.endswith("id")),
        )
        .join_from(PostRow, RevisionRow, RevisionRow.post_id == PostRow.id)
        .outerjoin(VerdictRow, VerdictRow.revision_id == RevisionRow.id)
        .order_by(PostRow.id, RevisionRow.revision)
    )
    regions = (
        select(
            PostRow.message_id,
            RevisionRow.revision,
            VerdictRegionRow.region,
            VerdictRegionRow.kind,
            VerdictRegionRow.published_at,
        )
        .join_from(VerdictRegionRow, VerdictRow, VerdictRow.id == VerdictRegionRow.verdict_id)
        .join(RevisionRow, RevisionRow.id == VerdictRow.revision_id)
        .join(PostRow, PostRow.id == RevisionRow.post_id)
    )
    numbers = select(ChannelRow.username, ChannelRow.number).order_by(ChannelRow.username)
    return [
        (await connection.execute(said)).all(),
        sorted((await connection.execute(regions)).all()),
        (await connection.execute(numbers)).all(),
    ]


async def outcome(
    database: Database, known: Sequence[Understood], posts: Sequence[Understood], *, at_once: bool
) -> object:
    """Return what keeping posts on top of known ones leads to, and take it back."""
    try:
        async with database.writing() as connection:
            transaction = Transaction(connection)
            await one_by_one(transaction, known)
            if at_once:
                added = await transaction.add_history(posts)
            else:
                added = await one_by_one(transaction, posts)
            found = (added, await everything(connection))
            await connection.rollback()
    except ChannelMismatchError as error:
        return str(error)
    return found


# each example takes back what it did, so one database serves them all
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(posts=st.lists(understood(), max_size=16), known=st.integers(0, 8))
async def test_a_history_is_kept_as_if_heard_post_by_post(
    database: Database, posts: list[Understood], known: int
) -> None:
    """New, edited, stale, deleted, of a foreign number: the same rows and the same error."""
    singly = await outcome(database, posts[:known], posts[known:], at_once=False)
    assert await outcome(database, posts[:known], posts[known:], at_once=True) == singly


async def test_a_long_history_is_kept_in_parts(database: Database) -> None:
    """More posts than a statement carries are kept in order, an edit in a later part too."""
    posts = [
        (a_post(number, f"Пост {number}.", received_at=minutes(0)), VERDICTS[number % 3])
        for number in range(1, PART + 100)
    ]
    edit = (a_post(1, "Правка.", edited_at=minutes(1)), VERDICTS[0])
    async with database.writing() as connection:
        transaction = Transaction(connection)
        assert await transaction.add_history([*posts, edit]) == len(posts) + 1
        assert await transaction.add_history([*posts[1:], edit]) == 0
        said, _, _ = await everything(connection)
    assert [(row.message_id, row.revision) for row in said] == [
        (1, 1),
        *((number, 2 if number == 1 else 1) for number in range(1, PART + 100)),
    ]


async def test_a_history_of_a_channel_that_is_not_followed_is_refused(night: Store) -> None:
    """A history of a channel nobody asked for is an error of the caller, and so is one of two."""
    await night.follow([GOVERNOR, MINISTRY])
    foreign = (a_post(channel=KURSK.username), VERDICTS[0])
    with pytest.raises(KeyError, match=KURSK.username):
        async with night.transaction() as transaction:
            await transaction.add_history([foreign])
    with pytest.raises(ValueError, match="one channel"):
        async with night.transaction() as transaction:
            await transaction.add_history([foreign, (a_post(), VERDICTS[0])])
    async with night.transaction() as transaction:
        assert await transaction.add_history([]) == 0


async def test_regions_a_channel_acts_on_are_known_from_their_first_post(night: Store) -> None:
    """What an edit took back counts, other channels and kinds and an earlier time do not."""
    attack, summary = a_verdict(Kind.ATTACK, CITY), a_verdict(Kind.SUMMARY, "RU-BRY")
    elsewhere = a_verdict(Kind.THREAT, "RU-KRS")
    history = [
        (a_post(1, published_at=minutes(0)), attack),
        (a_post(2, published_at=minutes(2)), attack),
        (a_post(2, "Отбой.", published_at=minutes(2)), a_verdict(Kind.OTHER)),
        (a_post(3, published_at=minutes(3)), attack),
        (a_post(4, published_at=minutes(4)), summary),
        (a_post(5, published_at=minutes(5)), elsewhere),
    ]
    other = [(replace(post, channel=MINISTRY.username), elsewhere) for post, _ in history]
    async with night.transaction() as transaction:
        await transaction.add_history(history)
        await transaction.add_history(other)

    found = await night.acted_on(GOVERNOR.username, minutes(1))
    assert found == {"RU-BEL": minutes(2), "RU-KRS": minutes(5)}


async def test_a_region_knows_what_came_after_a_revision(night: Store) -> None:
    """Posts and edits of the region's own and of federal channels count, a neighbour's do not."""
    async with night.transaction() as transaction:
        assert await transaction.newest_revision() == 0
        await transaction.add_history([(a_post(), VERDICTS[0])])
        first = await transaction.newest_revision()
        await transaction.add_history([(a_post(channel=KURSK.username), VERDICTS[0])])
    async with night.snapshot() as past:
        assert not await past.revised_since("RU-BEL", first)
        assert await past.revised_since("RU-KRS", first)
    async with night.transaction() as transaction:
        second = await transaction.newest_revision()
        await transaction.add_history([(a_post(text="Отбой."), VERDICTS[0])])
        assert await transaction.revised_since("RU-BEL", second)
        assert not await transaction.revised_since("RU-KRS", second)
        await transaction.add_history([(a_post(channel=MINISTRY.username), VERDICTS[0])])
        assert await transaction.revised_since("RU-KRS", second)
