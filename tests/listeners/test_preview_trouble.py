"""A site that fails: told in a sentence, asked more rarely, and listened to on."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from tests.fakes.preview_pages import FakeSite, reset

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.clock import InstantClock
    from tests.listeners.preview_ear import Ear


TROUBLES = {
    "server error": (lambda: web.Response(status=500), "the site answered 500"),
    "garbage": (
        lambda: "<html><p>Just a moment</p>",
        "the page shows no posts and does not say that there are none",
    ),
    "empty body": (lambda: "", "the page shows no posts and does not say that there are none"),
    "no preview": (
        lambda: web.Response(status=302, headers={"Location": "https://t.me/oper"}),
        "the channel has no public preview",
    ),
    "elsewhere": (
        lambda: web.Response(status=302, headers={"Location": "https://telegram.org/"}),
        "the site sends elsewhere, to 'https://telegram.org/'",
    ),
}


@pytest.mark.parametrize(("whim", "trouble"), TROUBLES.values(), ids=TROUBLES)
async def test_trouble_is_told_and_listening_goes_on(
    site: FakeSite, ear: Ear, whim: Callable[[], web.Response | str], trouble: str
) -> None:
    """No failure of the site ends the source or passes for silence."""
    site.channel("oper").post("Тревога")
    site.channel("oper").whims = [whim()]

    await ear.listen(ear.looks(2))

    assert ear.troubles == [trouble, None]
    assert ear.ids == [1]


async def test_a_broken_connection_is_told_without_an_address(site: FakeSite, ear: Ear) -> None:
    """The kind of failure is named, never the words of an error that may hold a password."""
    site.channel("oper").post("Тревога")
    site.channel("oper").whims = [reset(), reset()]

    await ear.listen(ear.looks(2))

    assert ear.troubles == ["the connection failed (ServerDisconnectedError)", None]


async def test_one_channel_in_trouble_does_not_silence_the_others(site: FakeSite, ear: Ear) -> None:
    """Channels are followed apart; the one that fails is left alone longer and longer."""
    site.channel("good").post("Тревога")

    await ear.listen(
        lambda: sum(status.channel == "good" for status in ear.statuses) >= 30,
        channels=("@Missing", "GOOD"),
    )

    missing = [status for status in ear.statuses if status.channel == "missing"]
    assert {status.trouble for status in missing} == {"the channel has no public preview"}
    assert [post.channel for post in ear.posts] == ["good"]
    pauses = [later.at - earlier.at for earlier, later in pairwise(missing)]
    assert all(pause >= timedelta(seconds=9) for pause in pauses)


async def test_a_channel_in_trouble_is_asked_less_often(ear: Ear) -> None:
    """Back-off doubles the period up to its bound."""
    await ear.listen(ear.looks(6), channels=("missing",))

    moments = [status.at for status in ear.statuses]
    pauses = [round((b - a).total_seconds()) for a, b in pairwise(moments)]
    assert pauses == [10, 20, 40, 60, 60]


async def test_a_site_that_asks_for_a_pause_gets_it(
    site: FakeSite, ear: Ear, clock: InstantClock
) -> None:
    """Too many requests to one channel means peace for the whole host, as long as it says."""
    site.channel("oper").post("Тревога")
    site.channel("oper").whims = [web.Response(status=429, headers={"Retry-After": "120"})]
    start = clock.now()

    await ear.listen(ear.looks(2), at_once=1)

    assert ear.troubles == ["the site asks for a pause of 120 s", None]
    assert clock.now() - start >= timedelta(seconds=120)
