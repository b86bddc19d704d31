"""The whole program on a night on which everything fails: every post once, and none lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.server import open_sandbox
from tests.app.operator import Operator
from tests.fakes.preview_pages import open_site
from tests.mtproto.server import open_mtproto
from tests.scenarios.faulty_night import FaultyNight

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 4.0
SEED = 20


async def test_every_post_of_a_faulty_night_is_kept_once(tmp_path: Path) -> None:
    """Two accounts and a page of the same channels, faults without end, kills at any moment."""
    async with (
        open_mtproto() as server,
        open_sandbox("127.0.0.1", 0, autoplay=False, demo=False, any_chat=True) as sandbox,
        open_site() as site,
    ):
        night = FaultyNight(Operator(tmp_path, server, sandbox), site, SEED, longest_pause=2)
        await night.prepare()
        await night.pass_by(SECONDS)
        counted = await night.settle()

    assert (counted.lost, counted.wrong, counted.strange) == ([], [], [])
    assert night.kills > 0
    assert night.faults > 0
