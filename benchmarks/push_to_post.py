"""From a push to the stored post: ``python benchmarks/push_to_post.py [POSTS]``.

Runs ``tocsin run`` with one account against the test MTProto server on 127.0.0.1 (real Telethon
over TCP) and a SQLite file. A post is published, which pushes it at once; the time is taken when
the transaction that holds it is committed, as another connection to the file sees it. So the figure
has the reading of the post and the situation in it. Run it from the project's folder.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

from sandbox.server import open_sandbox
from tests.app.operator import Operator
from tests.mtproto.server import open_mtproto

if TYPE_CHECKING:
    from tests.mtproto.channel import Channel

POSTS = 150
REST_SECONDS = 0.05
GOVERNOR = '[[channels]]\nusername = "governor"\nrole = "governor"\nregion = "RU-BEL"'
TEXTS = {
    "alarms and their ends": (
        "Белгородская область: ракетная опасность!",
        "Отбой ракетной опасности.",
    ),
    "other posts": (
        "В Шебекинском округе дрон атаковал автомобиль. Пострадал мужчина, он в больнице.",
        "Сегодня в Белгороде открыли новую поликлинику.",
    ),
}


async def main(posts: int) -> None:
    """Run it once."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_mtproto() as server,
            open_sandbox("127.0.0.1", 0, autoplay=False, demo=False, any_chat=True) as sandbox,
        ):
            operator = Operator(Path(folder), server, sandbox)
            operator.writes_config(GOVERNOR)
            operator.listens_as_usual()
            channel = server.world.channel("governor")
            await operator.logs_in()
            channel.publish("Добрый вечер")
            async with operator.running() as store:
                while await store.mark("governor") != 1:  # noqa: ASYNC110 - a row sets no event
                    await asyncio.sleep(0.1)
                for what, texts in TEXTS.items():
                    took = await measure(Path(folder) / "tocsin.db", channel, texts, posts)
                    took.sort()
                    print(
                        f"{len(took)} {what}: median {statistics.median(took):.1f} ms, "
                        f"p99 {took[int(len(took) * 0.99)]:.1f} ms, worst {took[-1]:.1f} ms"
                    )


async def measure(
    database: Path, channel: Channel, texts: tuple[str, ...], posts: int
) -> list[float]:
    """Publish posts one after the other; return the milliseconds until each is stored."""
    took: list[float] = []
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for number in range(posts):
            await asyncio.sleep(REST_SECONDS)
            message = channel.publish(f"{texts[number % len(texts)]} {number}")
            began = time.perf_counter()
            while not _stored(connection, message.id):  # noqa: ASYNC110 - the same
                await asyncio.sleep(0.0003)
            took.append((time.perf_counter() - began) * 1000)
    return took


def _stored(connection: sqlite3.Connection, number: int) -> bool:
    """Tell whether a post is committed."""
    query = "select 1 from post where message_id = ?"
    return connection.execute(query, (number,)).fetchone() is not None


if __name__ == "__main__":
    print(f"python {sys.version.split()[0]}, {Path(__file__).name}")
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else POSTS))
