from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alerts.channels import Channel, Role
from alerts.profiles import Profile
from alerts.verdicts import Kind
from storage.store import ChannelMismatchError, NotFollowedError
from storage.watched import usual_silence
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
    from storage.store import Store

MAYOR = Channel(
    username="mayor",
    title="Мэр",
    role=Role.MAYOR,
    region="RU-BEL",
    channel_id=31,
    municipality=CITY,
)
PROFILE = Profile(
    channel_id=31,
    username="mayor",
    title="Мэр",
    verified=True,
    scam=False,
    fake=False,
    restricted=False,
    subscribers=9,
)


async def add(store: Store, channel: Channel, who: str = "@ivan") -> None:
    """Let an operator have a channel followed."""
    async with store.transaction() as transaction:
        await transaction.add_channel(channel, who, NIGHT)


async def names(store: Store) -> list[str]:
    """Return the followed channels."""
    return [channel.username for channel in await store.channels()]


async def test_what_operators_added_outlasts_the_configuration(night: Store) -> None:
    """A channel added by an operator is followed until an operator removes it."""
    await add(night, MAYOR)
    await night.follow([GOVERNOR])
    assert await names(night) == ["mayor", "vvgladkov"]
    mayor, governor = await night.watched_channels()
    assert (mayor.added_by, mayor.added_at) == ("@ivan", NIGHT)
    assert (governor.added_by, governor.added_at) == (None, None)

    async with night.transaction() as transaction:
        assert await transaction.remove_channel("mayor")
        assert not await transaction.remove_channel("mayor")
        assert not await transaction.remove_channel("vvgladkov")
    assert await names(night) == ["vvgladkov"]


async def test_the_configuration_takes_a_channel_over(night: Store) -> None:
    """A channel that comes to stand in the configuration goes when it leaves it."""
    await add(night, MAYOR)
    await night.follow([MAYOR])
    await night.follow([GOVERNOR])
    assert await names(night) == ["vvgladkov"]


@pytest.mark.parametrize("added", [True, False], ids=["added", "configured"])
async def test_a_city_s_channel_is_read_with_its_city(night: Store, *, added: bool) -> None:
    """Whoever reads a channel from the database learns for which city alone it speaks."""
    if added:
        await add(night, MAYOR)
    else:
        await night.follow([MAYOR])
    async with night.transaction() as transaction:
        post = a_post(70, channel="mayor", channel_id=31)
        kept = await keep(transaction, post, a_verdict(Kind.ATTACK, CITY))
        watched = await transaction.watched("mayor")
    (report,) = await night.kept_reports([CITY], [Kind.ATTACK], NIGHT, minutes(1))
    assert watched is not None
    listed = [one.channel for one in await night.watched_channels()]
    for read in (kept.channel, watched.channel, report.channel):
        assert read == MAYOR
    assert MAYOR in listed
    assert MAYOR in await night.channels()


async def test_a_channel_can_come_to_speak_for_its_region(night: Store) -> None:
    """A channel that is added anew without its city has it no more."""
    await add(night, MAYOR)
    office = replace(MAYOR, role=Role.GOVERNMENT, municipality=None)
    await add(night, office)
    assert office in await night.channels()


async def test_a_post_of_a_removed_channel_is_refused_by_name(night: Store) -> None:
    """Whoever listens a moment longer learns that the channel is not followed."""
    await night.follow([KURSK])
    with pytest.raises(NotFollowedError):
        async with night.transaction() as transaction:
            await transaction.add_post(a_post())


async def test_another_channel_under_a_name_begins_anew(night: Store) -> None:
    """The posts of whoever had the name before stay theirs; keys to it are forgotten."""
    await add(night, MAYOR)
    await night.save_pin("main", "mayor", 31, 5)
    await night.save_mark("mayor", 70)
    async with night.transaction() as transaction:
        await keep(transaction, a_post(70, channel="mayor", channel_id=31))

    await add(night, replace(MAYOR, channel_id=666))
    assert await night.newest_id("mayor") is None
    assert await night.mark("mayor") is None
    assert await night.pin("main", "mayor") is None
    assert await night.pinned_number("mayor") == 666
    assert "mayor" in await names(night)


async def test_a_channel_is_not_followed_by_two_names(night: Store) -> None:
    """A channel that was renamed is not added again under its new name."""
    await add(night, MAYOR)
    with pytest.raises(ChannelMismatchError):
        await add(night, replace(MAYOR, username="mayor_new"))
    assert "mayor_new" not in await names(night)


async def test_a_profile_is_what_was_said_last(night: Store) -> None:
    """What a source does not say stays as it was; the present username gives the address."""
    await add(night, MAYOR)
    silent = Profile(channel_id=31, username="mayor_new", title="Мэрия")
    async with night.transaction() as transaction:
        await transaction.save_profile("mayor", PROFILE, NIGHT)
        await transaction.save_profile("mayor", silent, minutes(1))
        watched = await transaction.watched("mayor")
    assert watched is not None
    assert watched.profile == replace(PROFILE, username="mayor_new", title="Мэрия")
    assert watched.channel.address == "https://t.me/mayor_new"


async def test_a_stranger_is_remembered_until_the_name_is_back(night: Store) -> None:
    """Who was met under a name is forgotten when its own channel has it again."""
    async with night.transaction() as transaction:
        await transaction.save_stranger("kursk", 666, NIGHT)
        watched = await transaction.watched("kursk")
        assert watched is not None
        assert watched.stranger == 666
        renamed = Profile(channel_id=None, username="kursk_new", title="Курск")
        await transaction.save_profile("kursk", renamed, NIGHT)
        watched = await transaction.watched("kursk")
        assert watched is not None
        assert watched.stranger == 666
        await transaction.save_profile("kursk", replace(renamed, username="kursk"), NIGHT)
        watched = await transaction.watched("kursk")
        assert watched is not None
        assert watched.stranger is None


async def test_the_highest_mark_stays(night: Store) -> None:
    """Marks come from several sources in any order; only followed channels have them."""
    for up_to in (5, 120, 7):
        await night.save_mark("kursk", up_to)
    await night.save_mark("nobody", 3)
    assert await night.mark("kursk") == 120
    assert await night.mark("nobody") is None


async def test_an_account_keeps_its_own_keys(night: Store) -> None:
    """Two accounts know a channel by different keys; a newer key takes the place of an older."""
    await night.save_pin("main", "kursk", 31, -(2**62))
    await night.save_pin("spare", "kursk", 31, 2**62)
    await night.save_pin("main", "kursk", 31, 17)
    assert await night.pin("main", "kursk") == (31, 17)
    assert await night.pin("spare", "kursk") == (31, 2**62)
    assert await night.pin("third", "kursk") is None


async def test_look_ups_are_counted_for_each_account(night: Store) -> None:
    """What an account had looked up in the last day is known after a restart."""
    for account, at in (("main", -1500), ("main", -30), ("main", 0), ("spare", 0)):
        async with night.transaction() as transaction:
            await transaction.count_resolve(account, minutes(at))

    assert await night.resolves_since("main", minutes(-1440)) == 2
    assert await night.resolves_since("spare", minutes(-1440)) == 1
    assert await night.resolves_since("other", minutes(-1440)) == 0


async def test_how_long_a_channel_may_be_silent(night: Store) -> None:
    """What is usual comes from the last posts; with few of them nothing is usual."""
    async with night.transaction() as transaction:
        for number in range(1, 31):
            moment = minutes(10 * number + (300 if number == 30 else 0))
            await keep(transaction, a_post(number, str(number), published_at=moment))
    by_name = {one.channel.username: one for one in await night.watched_channels()}
    assert by_name[GOVERNOR.username].usual_silence == timedelta(minutes=10)
    assert by_name[GOVERNOR.username].last_post_at == minutes(600)
    assert by_name[MINISTRY.username].usual_silence is None
    assert usual_silence([NIGHT] * 9) is None
