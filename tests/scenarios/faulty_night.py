"""A night on which everything fails that can, and the program is killed again and again.

Three channels are heard by two accounts and by the preview page at once. Posts are published,
edited and deleted all the time, while connections, pushes, requests and pages fail at random and
the process is killed. What must be in the database in the end is known, and compared post by post.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from tests.listeners.telegram_account import Accounts
from tests.mtproto.oddities import Oddities, Shape
from tests.scenarios.told_posts import GONE, Counted, Told, is_part, kept

if TYPE_CHECKING:
    from tests.app.operator import Operator
    from tests.fakes.preview_pages import FakeSite
    from tests.fixtures.program import Program

CHANNELS: Final = {"governor": ("main", "spare"), "mayor": ("spare",), "mchs": ()}
"""Who has joined which channel."""
ACCOUNTS: Final = ("main", "spare")
PATIENCE: Final = 90.0
"""So many seconds without any progress mean that what is missing will not come."""
Happens = Callable[[], Awaitable[None]]
_EARLY: Final = 0.25
_ALARMS: Final = ("Белгородская область: ракетная опасность!", "Отбой ракетной опасности.")


class FaultyNight:
    """The night; the same ``seed`` makes the same plan, though not the same moments."""

    def __init__(
        self, operator: Operator, site: FakeSite, seed: int, *, longest_pause: int = 20
    ) -> None:
        """Prepare; nothing runs yet. Telegram asks for no pause of more seconds than said."""
        self._longest_pause = longest_pause
        self._operator = operator
        self._site = site
        self._random = random.Random(seed)  # noqa: S311 - nobody guesses it
        self._told: dict[str, Told] = {}
        self._program: Program | None = None
        self._restarting: asyncio.Task[None] | None = None
        self.kills = 0
        self.faults = 0

    async def prepare(self) -> None:
        """Make the channels, log the accounts in, and write the configuration."""
        world, site = self._operator.server.world, self._site
        for name, members in CHANNELS.items():
            channel = world.channel(name, members=members)
            page = site.channel(name)
            page.number, page.title = channel.id, channel.title
            self._told[name] = Told(channel, page)
        channels = [
            f'[[channels]]\nusername = "{name}"\nrole = "governor"\nregion = "RU-BEL"'
            for name in CHANNELS
        ]
        self._operator.writes_config(*channels, accounts=ACCOUNTS)
        config = self._operator.folder / "config.toml"
        text = config.read_text(encoding="utf-8")
        text = text.replace(
            f'base_url = "{self._operator.sandbox.url}"', f'base_url = "{site.base_url}"'
        )
        text = text.replace("[telegram]\n", "[telegram]\nrequest_timeout_seconds = 2.0\n")
        config.write_text(text, encoding="utf-8")
        accounts = Accounts(self._operator.server, self._operator.folder / "sessions")
        for name in ACCOUNTS:
            await accounts.log_in(name)

    async def pass_by(self, seconds: float, *, kills: int = 1) -> None:
        """Let posts, faults and kills happen for so long, once every channel has been heard.

        It goes on until there were so many kills at least.
        """
        for told in self._told.values():
            told.publish("Добрый вечер")
        await self._start()
        async with asyncio.timeout(PATIENCE):
            while not self.count().is_good:  # noqa: ASYNC110 - a database sets no event here
                await asyncio.sleep(0.2)
        happening = [
            asyncio.create_task(each) for each in (self._publish(), self._fail(), self._kill())
        ]
        try:
            await asyncio.sleep(seconds)
            while not (self.kills >= kills or any(task.done() for task in happening)):  # noqa: ASYNC110 - the same
                await asyncio.sleep(0.1)
        finally:
            for task in happening:
                task.cancel()
            ended = await asyncio.gather(*happening, return_exceptions=True)
        for error in ended:
            if not isinstance(error, asyncio.CancelledError) and isinstance(error, BaseException):
                raise error
        if self._restarting is not None:
            await self._restarting

    async def settle(self) -> Counted:
        """End all faults, and count when nothing is missing any more or patience ends."""
        self._lift()
        loop = asyncio.get_running_loop()
        progress, kept = loop.time(), 0
        while not (counted := self.count()).is_good and loop.time() - progress < PATIENCE:
            if counted.revisions > kept:
                progress, kept = loop.time(), counted.revisions
            await asyncio.sleep(0.5)
        await self._stop()
        return counted

    def count(self) -> Counted:
        """Compare the database with what was published."""
        counted = Counted()
        if not (self._operator.folder / "tocsin.db").exists():
            counted.lost.append("everything")
            return counted
        stored = kept(self._operator.folder / "tocsin.db")
        counted.posts = len(stored)
        counted.revisions = sum(map(len, stored.values()))
        published = {
            (name, number): states
            for name, told in self._told.items()
            for number, states in told.states.items()
        }
        for post in published.keys() - stored.keys():
            if published[post][-1] != GONE:  # which nobody need have heard
                counted.lost.append(f"{post}")
        for post, texts in stored.items():
            if post not in published:
                counted.strange.append(f"{post}: {texts}")
            elif texts[-1] != published[post][-1] or not is_part(texts, published[post]):
                counted.wrong.append(f"{post}: kept {texts}, published {published[post]}")
        return counted

    # What happens.

    async def _publish(self) -> None:
        """Publish, edit and delete in bursts."""
        number = 0
        while True:
            await asyncio.sleep(self._random.choice((0.0, 0.01, 0.05, 0.3)))
            told = self._told[self._random.choice(sorted(self._told))]
            number += 1
            chance, living = self._random.random(), told.living()
            if chance < 0.12 and living:
                told.edit(self._random.choice(living), f"Уточнение {number}")
            elif chance < 0.15 and len(living) > 1:
                told.delete(self._random.choice(living))
            elif chance < 0.2:
                told.publish(f"{_ALARMS[number % 2]} {number}")
            else:
                told.publish(f"Сообщение {number}")

    async def _fail(self) -> None:
        """Let one thing fail after the other, for a moment each."""
        failures = self._failures()
        while True:
            await asyncio.sleep(self._random.uniform(0.1, 1.0))
            self.faults += 1
            await self._random.choice(failures)()
            await asyncio.sleep(self._random.uniform(0.1, 1.5))
            self._lift()

    def _failures(self) -> list[Happens]:
        """Return all that may fail."""
        server, chance = self._operator.server, self._random
        faults = server.faults

        async def closed() -> None:
            await server.refuse()
            await asyncio.sleep(chance.uniform(0.1, 1.0))
            await server.listen()

        def at_once(fault: Callable[[], object]) -> Happens:
            async def happens() -> None:
                fault()

            return happens

        asked = ("messages.getHistory", "messages.getPeerDialogs", "updates.getState", "*")

        def resets() -> None:
            faults.reset_on_accept = True
            server.drop()

        def pages_fail() -> None:
            for told in self._told.values():
                told.page.whims.append("<html>")

        return [
            closed,
            *map(
                at_once,
                (
                    lambda: faults.lose(chance.randint(1, 30)),
                    lambda: faults.turn_round(chance.randint(2, 5)),
                    lambda: faults.silence(*(each.channel for each in self._told.values())),
                    lambda: setattr(faults.pushes, "twice", True),
                    server.drop,
                    server.freeze,
                    resets,
                    lambda: setattr(faults, "black_hole", True),
                    lambda: faults.flood(chance.choice(asked[:3]), 1, times=1),
                    lambda: faults.flood(chance.choice(asked[:3]), self._longest_pause, times=1),
                    lambda: faults.fail(chance.choice(asked), 500, "Timedout"),
                    lambda: faults.fail(chance.choice(asked), 400, "METHOD_INVALID"),
                    lambda: faults.slow(chance.choice(asked), chance.uniform(0.1, 4.0)),
                    lambda: faults.damage(chance.choice(asked[:2])),
                    lambda: server.account(chance.choice(ACCOUNTS)).revoke(),
                    lambda: setattr(faults.odd, "jumbled", True),
                    lambda: setattr(faults.odd, "largest_page", chance.randint(3, 50)),
                    lambda: setattr(faults.odd, "shape", chance.choice(list(Shape))),
                    pages_fail,
                ),
            ),
        ]

    def _lift(self) -> None:
        """End all faults."""
        faults = self._operator.server.faults
        faults.pushes.lost = faults.pushes.turn = 0
        faults.pushes.twice = faults.black_hole = faults.reset_on_accept = False
        faults.pushes.silent.clear()
        faults.rules.clear()
        faults.odd = Oddities()
        for name in ACCOUNTS:
            self._operator.server.account(name).restore()

    async def _kill(self) -> None:
        """Kill the program at a moment nobody chose, and start it again.

        Now and then it has not begun to listen yet; mostly it has for some seconds.
        """
        while True:
            if self._random.random() < _EARLY:
                await asyncio.sleep(self._random.uniform(0.0, 5.0))
            else:
                await self._heard_more()
                await asyncio.sleep(self._random.uniform(0.0, 8.0))
            self._restarting = asyncio.create_task(self._restart())
            await asyncio.shield(self._restarting)
            self.kills += 1

    async def _restart(self) -> None:
        """Kill the program and start it; never one without the other."""
        await self._stop()
        await self._start()

    async def _heard_more(self) -> None:
        """Wait until something is kept that was not."""
        before = self.count().revisions
        while self.count().revisions == before:  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.2)

    async def _start(self) -> None:
        """Start the program as an operator does."""
        self._program = await self._operator.begins("run", "--config", "config.toml")

    async def _stop(self) -> None:
        """Kill the program; it must have been running still."""
        assert self._program is not None
        assert self._program.returncode is None, self._program.err.written.decode()
        self._program.kill()
        await self._program.ends()
        with (self._operator.folder / "log.txt").open("ab") as log:
            log.write(self._program.out.written + self._program.err.written)
