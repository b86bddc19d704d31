"""The sample night: posts of our own writing, published live, with the night's gaps made short."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sandbox.errors import Json
    from sandbox.telegram import Telegram

SECONDS_A_SECOND: Final = 240.0
"""How many seconds of the night pass in one of ours at speed 1."""
SHORTEST_GAP: Final = 2.0
LONGEST_GAP: Final = 6.0
SPEEDS: Final = (0.5, 1.0, 2.0, 5.0, 20.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class NightPost:
    """A post of the night; ``edits_id`` names the earlier post whose words it replaces."""

    id: int
    channel: str
    posted_at: datetime
    text: str
    edits_id: int | None = None


def read_night(lines: Iterable[str]) -> list[NightPost]:
    """Read a night, one JSON object a line, in order of time."""
    night = []
    for line in lines:
        row = json.loads(line)
        night.append(
            NightPost(
                id=row["id"],
                channel=row["channel"],
                posted_at=datetime.fromisoformat(row["posted_at"]),
                text=row["text"],
                edits_id=row.get("edits_id"),
            )
        )
    return night


def sample_night() -> list[NightPost]:
    """Return the night that comes with the sandbox."""
    text = files("sandbox").joinpath("night.jsonl").read_text(encoding="utf-8")
    return read_night(text.splitlines())


class Night:
    """Plays a night into the channels; each post is dated by the world's present moment."""

    def __init__(self, telegram: Telegram, posts: list[NightPost]) -> None:
        """Stand at the beginning, not playing."""
        self._telegram = telegram
        self._posts = posts
        self._published: dict[int, int] = {}
        self._turned = asyncio.Event()
        self.playing = False
        self.position = 0
        self.speed = 1.0

    def play(self) -> None:
        """Go on, from the beginning again if the night is over."""
        if self.position == len(self._posts):
            self.position = 0
        self._turn(playing=True)

    def pause(self) -> None:
        """Stand still."""
        self._turn(playing=False)

    def restart(self) -> None:
        """Begin again at once; what is already published stays."""
        self.position = 0
        self._turn(playing=True)

    def set_speed(self, speed: float) -> None:
        """Play at so many times the usual speed."""
        self.speed = min(max(speed, SPEEDS[0]), SPEEDS[-1])
        self._turn(playing=self.playing)

    def view(self) -> Json:
        """Return where the night stands, for the page."""
        last = self._posts[self.position - 1] if self.position else self._posts[0]
        return {
            "playing": self.playing,
            "position": self.position,
            "count": len(self._posts),
            "time": last.posted_at.strftime("%H:%M"),
            "speed": self.speed,
            "speeds": SPEEDS,
        }

    async def run(self) -> None:
        """Publish, post after post, whenever it plays; until cancelled."""
        while True:
            self._turned.clear()
            if not self.playing:
                await self._turned.wait()
                continue
            try:
                async with asyncio.timeout(self._gap()):
                    await self._turned.wait()
            except TimeoutError:
                self._publish()

    def _gap(self) -> float:
        """Return how long to wait before the next post."""
        if self.position == 0:
            return SHORTEST_GAP / 2 / self.speed
        before, after = self._posts[self.position - 1], self._posts[self.position]
        seconds = (after.posted_at - before.posted_at).total_seconds() / SECONDS_A_SECOND
        return min(max(seconds, SHORTEST_GAP), LONGEST_GAP) / self.speed

    def _publish(self) -> None:
        post = self._posts[self.position]
        self.position += 1
        if post.edits_id is None:
            self._published[post.id] = self._telegram.publish(post.channel, post.text)
        else:
            self._edit(post, self._published[post.edits_id])
        self._turn(playing=self.position < len(self._posts))

    def _edit(self, post: NightPost, published: int) -> None:
        """Edit the earlier post, unless someone has taken it down meanwhile."""
        if not self._telegram.channel(post.channel).posts[published].deleted:
            self._telegram.edit_post(post.channel, published, post.text)

    def _turn(self, *, playing: bool) -> None:
        self.playing = playing
        self._turned.set()
        self._telegram.watchers.tell({"type": "night", "night": self.view()})
