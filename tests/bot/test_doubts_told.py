"""What the rules are unsure of is shown to operators, and never as a storm."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alerts.posts import SourcePost
from alerts.reader import official_reader
from app.pipeline import Pipeline
from app.second_look import APART, SHOWN, SecondLook
from bot.operators import Desk
from bot.render import LIMIT, plain, render
from bot.voice import Voice
from tests.bot.conftest import GOVERNOR
from tests.bot.operators import IVAN

if TYPE_CHECKING:
    from alerts.gazetteer import Gazetteer
    from bot.texts import Texts
    from storage.store import Store
    from tests.bot.conftest import Clock, Publish


@pytest.fixture
def backend() -> str:
    """Choose one database: what is kept is tested with the store."""
    return "sqlite"


async def test_operators_are_shown_what_is_unsure(
    store: Store, publishes: Publish, texts: Texts, gazetteer: Gazetteer, now: Clock
) -> None:
    """The first doubt comes at once, those of the next minutes in one message, each once."""
    look = SecondLook(store, Desk([IVAN], texts, gazetteer))
    assert await look.look(now()) == 0
    await publishes("Дроны постоянно летят на город.")
    assert await look.look(now()) == 1
    for number in range(2, SHOWN + 5):
        await publishes("Дроны постоянно летят на <город>.", number)
    assert await look.look(now()) == 0
    now.pass_(seconds=APART.total_seconds())
    assert await look.look(now()) == 1
    now.pass_(seconds=APART.total_seconds())
    assert await look.look(now()) == 0

    second, first = await store.deliveries_of(IVAN, 10)
    voice = Voice(texts, gazetteer, "ru")
    shown = render(first.notice, voice)
    for fact in (
        "Правила не уверены: 1",
        "@governor_bel/1",
        "Не уверены: слова об опасности отложены по слабой причине: «летят на»",
        "/why_1",
    ):
        assert fact in shown
    shown = render(second.notice, voice)
    assert f"Правила не уверены: {SHOWN + 3}" in shown
    assert "и ещё 3" in shown
    assert len(plain(shown)) < LIMIT


async def test_nobody_is_asked_of_what_is_old_or_settled(
    store: Store, publishes: Publish, texts: Texts, gazetteer: Gazetteer, now: Clock
) -> None:
    """A post that came hours late, or was deleted meanwhile, is not worth a look any more."""
    look = SecondLook(store, Desk([IVAN], texts, gazetteer))
    now.pass_(hours=-3)
    late = now() + timedelta(hours=3)
    post = SourcePost(
        channel=GOVERNOR.username,
        message_id=7,
        text="Дроны постоянно летят на город.",
        published_at=now(),
        received_at=late,
        source="preview",
    )
    pipeline = Pipeline(
        store=store,
        reader=official_reader(),
        channels={GOVERNOR.username: GOVERNOR},
        age_limit=timedelta(minutes=15),
    )
    await pipeline.handle(post, late)
    await publishes("Дроны постоянно летят на город.", 8)
    await publishes("", 8, deleted=True)
    assert await look.look(late) == 0
