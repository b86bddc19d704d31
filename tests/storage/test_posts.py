from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from alerts.situation import Alert
from storage.columns import NaiveTimeError
from storage.store import ChannelMismatchError, Store
from tests.storage.examples import (
    CITY,
    GOVERNOR,
    KURSK,
    MINISTRY,
    NIGHT,
    a_post,
    a_verdict,
    keep,
    minutes,
)

if TYPE_CHECKING:
    from alerts.posts import SourcePost


async def test_a_post_heard_twice_is_kept_once(night: Store) -> None:
    """The second hearing of the same state, from any source, is no news."""
    async with night.transaction() as transaction:
        kept = await keep(transaction, a_post())
        again = await transaction.add_post(a_post(source="telegram", received_at=minutes(1)))

    assert (kept.revision, kept.channel) == (1, GOVERNOR)
    assert again is None
    assert await night.newest_id(GOVERNOR.username) == 1


async def test_an_edit_is_a_new_revision_of_the_same_post(night: Store) -> None:
    """Another text under the same number is an edit, and so is a deletion."""
    attack = a_verdict()
    async with night.transaction() as transaction:
        first = await keep(transaction, a_post(), attack)
        edit = a_post(text="Отбой.", edited_at=minutes(1), published_at=minutes(1))
        second = await keep(transaction, edit)
        third = await keep(transaction, a_post(text="Отбой.", deleted=True))
        gone_again = await transaction.add_post(a_post(text="", deleted=True))

    assert (second.id, second.revision, second.previous) == (first.id, 2, attack)
    assert second.post.published_at == NIGHT
    assert (third.id, third.revision) == (first.id, 3)
    assert gone_again is None


async def test_a_stale_view_of_an_edited_post_is_no_news(night: Store) -> None:
    """A slower source that still shows the first text does not undo the edit."""
    async with night.transaction() as transaction:
        await keep(transaction, a_post())
        await keep(transaction, a_post(text="Отбой.", edited_at=minutes(2), source="telegram"))
        assert await transaction.add_post(a_post(received_at=minutes(3))) is None


async def test_a_state_between_two_that_are_kept_is_no_news(night: Store) -> None:
    """An edit made before the newest one we know comes too late, even with an unseen text."""
    async with night.transaction() as transaction:
        await keep(transaction, a_post())
        await keep(transaction, a_post(text="Отбой.", edited_at=minutes(2)))
        late = a_post(text="Опасность атаки БПЛА.", edited_at=minutes(1), source="telegram")
        assert await transaction.add_post(late) is None


@pytest.mark.parametrize(
    "back",
    [
        pytest.param(a_post(source="telegram"), id="the same source shows the first text again"),
        pytest.param(a_post(edited_at=minutes(4)), id="a later edit brings the first text back"),
    ],
)
async def test_an_edit_taken_back_is_a_new_revision(night: Store, back: SourcePost) -> None:
    """A channel may return to its first text: the source of the edit, or a later edit, says so."""
    async with night.transaction() as transaction:
        await keep(transaction, a_post())
        edit = a_post(text="Отбой.", edited_at=minutes(2), source="telegram")
        await keep(transaction, edit)
        assert (await keep(transaction, back)).revision == 3


async def test_an_old_edit_time_does_not_undo_an_edit_without_one(night: Store) -> None:
    """An edit found by comparing has no time of its own: it happened before it was heard."""
    async with night.transaction() as transaction:
        await keep(transaction, a_post(source="telegram"))
        await keep(transaction, a_post(text="Отбой.", received_at=minutes(5)))
        stale = a_post(source="telegram", edited_at=minutes(3))
        assert await transaction.add_post(stale) is None


async def test_the_deletion_of_an_unknown_post_is_no_news(night: Store) -> None:
    """What was never kept cannot be taken back."""
    async with night.transaction() as transaction:
        assert await transaction.add_post(a_post(deleted=True)) is None
    assert await night.newest_id(GOVERNOR.username) is None


async def test_a_channel_that_is_not_followed_is_refused(night: Store) -> None:
    """A post of a channel nobody asked for is an error of the caller, not data."""
    await night.follow([MINISTRY])
    with pytest.raises(KeyError, match=GOVERNOR.username):
        async with night.transaction() as transaction:
            await transaction.add_post(a_post())
    assert await night.channels() == [MINISTRY]


async def test_a_number_is_pinned_and_another_is_refused(night: Store) -> None:
    """Another channel that takes over a followed name is not listened to."""
    async with night.transaction() as transaction:
        kept = await keep(transaction, a_post(channel_id=77))
        await keep(transaction, a_post(2, "без номера"))
    assert kept.channel == replace(GOVERNOR, channel_id=77)

    with pytest.raises(ChannelMismatchError) as refused:
        async with night.transaction() as transaction:
            await transaction.add_post(a_post(3, channel_id=78))
    assert (refused.value.pinned, refused.value.heard) == (77, 78)
    assert await night.newest_id(GOVERNOR.username) == 2


async def test_following_again_keeps_the_pinned_number(night: Store) -> None:
    """A new title does not unpin a channel, and a wrong number in the settings is refused."""
    async with night.transaction() as transaction:
        await keep(transaction, a_post(channel_id=77))
    renamed = replace(GOVERNOR, title="Гладков")
    await night.follow([renamed])
    assert await night.channels() == [replace(renamed, channel_id=77)]

    with pytest.raises(ChannelMismatchError):
        await night.follow([replace(GOVERNOR, channel_id=78)])
    assert await night.channels() == [replace(renamed, channel_id=77)]


async def test_a_renamed_channel_takes_its_number_along(night: Store) -> None:
    """A number goes to the new name once the old one is no longer followed, and not before."""
    async with night.transaction() as transaction:
        await keep(transaction, a_post(channel_id=77))
    renamed = replace(GOVERNOR, username="gladkov_new")
    post = a_post(2, channel=renamed.username, channel_id=77)

    await night.follow([GOVERNOR, renamed])
    with pytest.raises(ChannelMismatchError):
        async with night.transaction() as transaction:
            await transaction.add_post(post)

    await night.follow([renamed])
    async with night.transaction() as transaction:
        await keep(transaction, post)
    assert await night.channels() == [replace(renamed, channel_id=77)]


async def test_any_text_can_be_kept(night: Store) -> None:
    """A text PostgreSQL or UTF-8 cannot hold is kept with replacement characters."""
    async with night.transaction() as transaction:
        await keep(transaction, a_post(text="до\x00и\ud800после"))
        assert await transaction.add_post(a_post(text="до\x00и\ud800после")) is None


async def test_a_naive_moment_is_refused(night: Store) -> None:
    """A moment without an offset could be any of 24 hours, so it is not stored."""
    naive = datetime(2026, 11, 22, 3, 12)  # noqa: DTZ001 - the mistake that is tested
    with pytest.raises(NaiveTimeError):
        async with night.transaction() as transaction:
            await transaction.add_post(a_post(published_at=naive))


async def test_a_failed_transaction_leaves_nothing(night: Store) -> None:
    """What belongs together is kept together or not at all."""

    async def killed_half_way() -> None:
        async with night.transaction() as transaction:
            await keep(transaction, a_post())
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        await killed_half_way()
    assert await night.newest_id(GOVERNOR.username) is None


async def test_an_alert_needs_the_post_that_opened_it(night: Store) -> None:
    """Foreign keys are enforced on both databases."""
    alert = Alert(area=CITY, hazard=None, opened_at=NIGHT, opened_by=999, confirmed_at=NIGHT)
    with pytest.raises(IntegrityError):
        async with night.transaction() as transaction:
            await transaction.save_alerts([alert])


async def test_channels_of_one_office_are_told_apart(night: Store) -> None:
    """Two channels may share a role and a region, and one may change its office."""
    second = replace(GOVERNOR, username="real_gladkov", title="Лично")
    moved = replace(KURSK, region="RU-BRY")
    await night.follow([GOVERNOR, second, moved])
    assert await night.channels() == [moved, second, GOVERNOR]
