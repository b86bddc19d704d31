"""However posts arrive, the kept history is that of folding them all anew."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest

from alerts.authority import spoken_by
from alerts.channels import Channel, Role
from alerts.folding import fold
from alerts.posts import SourcePost
from alerts.reader import official_reader
from alerts.situation import Report
from alerts.verdicts import Kind
from app.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alerts.situation import Alert
    from storage.store import Store

EVENING: Final = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
GOVERNOR: Final = Channel(
    username="governor", title="Губернатор", role=Role.GOVERNOR, region="RU-BEL"
)
MAYOR: Final = Channel(
    username="mayor",
    title="Мэрия",
    role=Role.MAYOR,
    region="RU-BEL",
    municipality="RU-BEL/belgorod",
)
CHANNELS: Final = {channel.username: channel for channel in (GOVERNOR, MAYOR)}
TEXTS: Final = (
    "Опасность атаки БПЛА на территории Белгородской области.",
    "Опасность непосредственного удара БПЛА в Белгороде.",
    "Отменена опасность непосредственного удара БПЛА в Белгороде.",
    "Ракетная опасность в Белгороде и Белгородском округе.",
    "Ракетная опасность на территории Белгородской области!",
    "Отбой ракетной опасности.",
    "Отбой опасности атаки БПЛА в Белгороде.",
    "Отбой опасности атаки БПЛА на всей территории области, кроме Шебекинского округа.",
    "Отбой опасности атаки БПЛА на территории области.",
    "Опасность атаки БПЛА в Старом Осколе.",
    "Отбой опасности атаки БПЛА в Старом Осколе.",
    "Опасность атаки БПЛА сохраняется.",
    "Атака БПЛА на Белгород. Пройдите в укрытие.",
    "Воздушная тревога!",
    "Отбой воздушной тревоги.",
    "Работает ПВО.",
    "Сегодня в школах прошли уроки мужества.",
)


def a_post(number: int, dice: random.Random) -> SourcePost:
    """Make a post; some share a second, and there are days without any."""
    published_at = EVENING + timedelta(hours=number // 2 * 5)
    return SourcePost(
        channel=dice.choice(sorted(CHANNELS)),
        message_id=number,
        text=dice.choice(TEXTS),
        published_at=published_at,
        received_at=published_at + timedelta(seconds=1),
        source="test",
    )


def revised(post: SourcePost, number: int, dice: random.Random) -> SourcePost:
    """Make a later state of a post: another text, or none."""
    return SourcePost(
        channel=post.channel,
        message_id=post.message_id,
        text=f"{dice.choice(TEXTS)} {number}",
        published_at=post.published_at,
        received_at=post.received_at + timedelta(days=100, minutes=number),
        source="test",
        deleted=dice.random() < 0.4,
    )


def folded(posts: Iterable[SourcePost]) -> list[tuple[object, ...]]:
    """Fold posts in the order of their publication, as a replay does."""
    reader = official_reader()
    order = {channel: number for number, channel in enumerate(CHANNELS)}
    ordered = sorted(
        (post for post in posts if not post.deleted),
        key=lambda post: (post.published_at, order[post.channel], post.message_id),
    )
    return facts(
        fold(
            Report(
                post=post.message_id,
                role=CHANNELS[post.channel].role,
                region="RU-BEL",
                published_at=post.published_at,
                verdict=spoken_by(CHANNELS[post.channel], reader.read(post.text, "RU-BEL")),
            )
            for post in ordered
        ),
        {post.message_id: post.message_id for post in ordered},
    )


def facts(alerts: Iterable[Alert], numbers: dict[Any, int]) -> list[tuple[object, ...]]:
    """Return all that alerts say, with the numbers of posts instead of ids."""
    return sorted(
        (
            (
                alert.opened_at,
                numbers[alert.opened_by],
                alert.area,
                str(alert.hazard),
                alert.parts,
                alert.reach,
                alert.regime,
                alert.confirmed_at,
                alert.immediate_at,
                alert.attacked_at,
                alert.eased_at,
                numbers.get(alert.eased_by),
                alert.ended_at,
                numbers.get(alert.ended_by),
            )
            for alert in alerts
        ),
        key=str,
    )


async def kept(store: Store, posts: Sequence[SourcePost]) -> list[tuple[object, ...]]:
    """Hand posts over in this order; return what is kept of their alerts."""
    await store.follow(list(CHANNELS.values()))
    pipeline = Pipeline(
        store=store,
        reader=official_reader(),
        channels=CHANNELS,
        age_limit=timedelta(minutes=15),
    )
    for post in posts:
        await pipeline.handle(post, post.received_at)
    reports = await store.kept_reports(None, list(Kind), EVENING, EVENING + timedelta(days=99))
    numbers = {report.report.post: report.message_id for report in reports}
    async with store.transaction() as transaction:
        return facts(await transaction.alerts_after("RU-BEL", None), numbers)


@pytest.mark.parametrize("seed", range(6))
async def test_posts_may_arrive_in_any_order(store: Store, seed: int) -> None:
    """Late, edited, deleted or in their turn: what is kept is what the posts say now."""
    dice = random.Random(seed)  # noqa: S311 - a made-up night
    posts = [a_post(number, dice) for number in range(1, 25)]
    arriving = list(posts)
    if seed % 3:  # the third history in its turn, the others as it happens
        dice.shuffle(arriving)
    for number in range(8):
        of = dice.choice(posts)
        arriving.insert(dice.randrange(arriving.index(of) + 1, len(arriving) + 1), of)
        arriving.append(revised(of, number, dice))
    now = {post.message_id: post for post in arriving}
    assert await kept(store, arriving) == folded(now.values())
