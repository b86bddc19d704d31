"""Doubts that wait for a look, corrections that are kept, and the story of one post."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.notices import Reason
from alerts.profiles import Profile
from alerts.verdicts import Doubt, Kind, Statement, Verdict
from tests.storage.examples import (
    CITY,
    GOVERNOR,
    NIGHT,
    a_notice,
    a_post,
    a_verdict,
    keep,
    minutes,
    open_alert,
    reports,
    tell,
)

if TYPE_CHECKING:
    from storage.store import Store

DOUBTED = Verdict(
    statements=(Statement(kind=Kind.OTHER, unsure=Doubt.DANGER_SET_ASIDE, doubted=("летят на",)),)
)


async def test_a_doubt_waits_until_it_is_told(night: Store) -> None:
    """The newest state of a post is doubted, not one that was edited or deleted since."""
    async with night.transaction() as transaction:
        first = await keep(transaction, a_post(1), DOUBTED)
        await transaction.doubt(first.revision_id, NIGHT)
        second = await keep(transaction, a_post(2), DOUBTED)
        await transaction.doubt(second.revision_id, minutes(1))
        await keep(transaction, a_post(2, "Отбой.", edited_at=minutes(2)), a_verdict())

    async with night.transaction() as transaction:
        [doubted], count = await transaction.untold_doubts(10)
        none_shown, also = await transaction.untold_doubts(0)
        await transaction.doubts_told(minutes(3))
        told = await transaction.untold_doubts(10)

    assert (doubted.post_id, doubted.message_id, doubted.verdict) == (first.id, 1, DOUBTED)
    assert (count, none_shown, also) == (1, [], 1)
    assert told == ([], 0)


async def test_a_correction_takes_the_place_of_a_verdict(night: Store) -> None:
    """Reports give what a person said; what had been read is kept beside, with the name."""
    attack, other = a_verdict(Kind.ATTACK, CITY), a_verdict(Kind.THREAT, "RU-BEL")
    async with night.transaction() as transaction:
        post = await keep(transaction, a_post(), attack)
        await transaction.doubt(post.revision_id, NIGHT)
        kept = await transaction.newest_state(post.id)
        assert kept is not None
        assert (kept.previous, kept.position, kept.post) == (attack, post.position, post.post)
        await transaction.correct_verdict(kept, other, "@ivan", minutes(5))
        [report] = await reports(transaction, "RU-BEL", minutes(-1))
        assert await transaction.untold_doubts(10) == ([], 0)

    assert report.verdict == other
    story = await night.story(post.id)
    assert story is not None
    [correction] = story.newest.corrections
    assert (correction.who, correction.at) == ("@ivan", minutes(5))
    assert correction.was == attack.statements
    assert story.newest.verdict == other


async def test_a_rehearsal_leaves_nothing(night: Store) -> None:
    """What is written in it is seen in it, and nowhere else."""
    async with night.transaction() as transaction:
        post = await keep(transaction, a_post(), DOUBTED)
    async with night.rehearsal() as transaction:
        kept = await transaction.newest_state(post.id)
        assert kept is not None
        await transaction.correct_verdict(kept, a_verdict(Kind.THREAT, CITY), "@ivan", NIGHT)
        assert len(await reports(transaction, "RU-BEL", minutes(-1))) == 1
    async with night.transaction() as transaction:
        assert await reports(transaction, "RU-BEL", minutes(-1)) == []


async def test_a_deleted_post_cannot_be_corrected(night: Store) -> None:
    """There is nothing left to be read otherwise."""
    async with night.transaction() as transaction:
        post = await keep(transaction, a_post(), a_verdict())
        await keep(transaction, a_post(deleted=True), DOUBTED)
        assert await transaction.newest_state(post.id) is None
        assert await transaction.newest_state(post.id + 100) is None


async def test_the_story_of_a_post(night: Store) -> None:
    """Its states, the alerts it opened, and how many chats were told of what."""
    alert = await open_alert(night, hazard=None)
    await tell(night, a_notice(), alert)
    story = await night.story(alert.opened_by)
    assert story is not None
    assert (story.channel, story.published_at) == (GOVERNOR, NIGHT)
    assert [revision.number for revision in story.revisions] == [1]
    assert [known.id for known in story.alerts] == [alert.id]
    assert story.told == []

    async with night.transaction() as transaction:
        before = await transaction.last_notice()
        await transaction.tell(a_notice(), [alert], alert.opened_by, minutes(1))
        [told] = await transaction.told_since(alert.opened_by, before)
    assert (told.notice.reason, told.chats) == (Reason.OPENED, 0)
    assert await night.story(alert.opened_by + 100) is None


async def test_a_post_is_found_by_its_link(night: Store) -> None:
    """By a name of its channel, an old or a new one, by its number, and by any part of an album."""
    async with night.transaction() as transaction:
        await transaction.pin_channel(GOVERNOR.username, 31)
        await transaction.save_profile(
            GOVERNOR.username, Profile(channel_id=31, username="newname", title="Губернатор"), NIGHT
        )
        post = await keep(transaction, replace(a_post(7), album=(8, 9), channel_id=31), DOUBTED)

    for channel, number in (
        (GOVERNOR.username, 7),
        (GOVERNOR.username.upper(), 7),
        ("newname", 7),
        (31, 7),
        (31, 9),
    ):
        assert await night.post_id(channel, number) == post.id
    assert await night.post_id("kursk", 7) is None
    assert await night.post_id(32, 7) is None
    assert await night.post_id(31, 10) is None
