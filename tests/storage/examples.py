"""Posts, verdicts and notices of one night over Belgorod, to be varied by each test."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from alerts.channels import Channel, Role
from alerts.notices import Notice, Reason
from alerts.posts import SourcePost
from alerts.situation import Alert
from alerts.subscriptions import Subscriber, Subscription
from alerts.verdicts import Hazard, Kind, Statement, Verdict
from storage.pieces import AT_ONCE
from storage.turns import Position

if TYPE_CHECKING:
    from alerts.situation import Report
    from storage.store import KeptPost, Store, Transaction

NIGHT: Final = datetime(2026, 11, 22, 3, 12, tzinfo=UTC)
LEASE: Final = timedelta(seconds=30)
CITY: Final = "RU-BEL/belgorod"
DISTRICT: Final = "RU-BEL/shebekinsky"

GOVERNOR: Final = Channel(
    username="vvgladkov", title="Губернатор", role=Role.GOVERNOR, region="RU-BEL"
)
MINISTRY: Final = Channel(username="mod_russia", title="Минобороны", role=Role.DEFENCE, region=None)
KURSK: Final = Channel(
    username="kursk", title="Курская область", role=Role.GOVERNOR, region="RU-KRS"
)


def minutes(count: float) -> datetime:
    """Return the moment so many minutes into the night."""
    return NIGHT + timedelta(minutes=count)


def a_post(message_id: int = 1, text: str = "Атака БПЛА на Белгород.", **more: Any) -> SourcePost:  # noqa: ANN401 - any field of a post
    """Return a post of the governor, published at the beginning of the night."""
    post = SourcePost(
        channel=GOVERNOR.username,
        message_id=message_id,
        text=text,
        published_at=NIGHT,
        received_at=NIGHT,
        source="preview",
    )
    return replace(post, **more)


def a_verdict(kind: Kind = Kind.ATTACK, *areas: str, hazard: Hazard = Hazard.DRONE) -> Verdict:
    """Return a verdict of one statement."""
    return Verdict(statements=(Statement(kind=kind, hazards=(hazard,), areas=areas),))


def a_notice(reason: Reason = Reason.OPENED, *areas: str, **more: Any) -> Notice:  # noqa: ANN401 - any field of a notice
    """Return a notice of an attack by drones, on Belgorod unless told otherwise."""
    notice = Notice(
        reason=reason,
        kind=Kind.ALL_CLEAR if reason is Reason.ENDED else Kind.ATTACK,
        areas=areas or (CITY,),
        hazards=(Hazard.DRONE,),
        published_at=NIGHT,
        received_at=NIGHT,
        source_name="Губернатор",
        link="https://t.me/vvgladkov/1",
        excerpt="Атака БПЛА на Белгород.",
    )
    return replace(notice, **more)


async def keep(
    transaction: Transaction, post: SourcePost, verdict: Verdict | None = None
) -> KeptPost:
    """Keep a post that is news, and its verdict."""
    kept = await transaction.add_post(post)
    assert kept is not None
    if verdict is not None:
        await transaction.add_verdict(kept, verdict)
    return kept


async def reports(transaction: Transaction, region: str, since: datetime) -> list[Report]:
    """Return the reports of all pages."""
    position = Position(published_at=since)
    return [
        report async for page in transaction.reports(region, position) for report in page.reports
    ]


async def open_alert(
    store: Store,
    area: str = CITY,
    hazard: Hazard | None = Hazard.DRONE,
    **more: Any,  # noqa: ANN401 - any field of an alert
) -> Alert:
    """Keep an alert, opened by a post of its own."""
    at: datetime = more.pop("opened_at", NIGHT)
    async with store.transaction() as transaction:
        number = len(await reports(transaction, "RU-BEL", minutes(-10_000))) + 1000
        kept = await keep(
            transaction, a_post(number, str(number), published_at=at), a_verdict(Kind.ATTACK, area)
        )
        alert = Alert(
            area=area, hazard=hazard, opened_at=at, confirmed_at=at, opened_by=kept.id, **more
        )
        return (await transaction.save_alerts([alert]))[0]


async def residents(store: Store, count: int) -> None:
    """Make so many chats ask for the city."""
    rows = [(Subscriber(chat_id=n), [Subscription(area=CITY)]) for n in range(1, count + 1)]
    await store.import_subscribers(rows)


async def tell(
    store: Store,
    notice: Notice,
    *alerts: Alert,
    at: datetime = NIGHT,
    at_once: int = AT_ONCE,
) -> int:
    """Save the alerts as they are now and plan a notice about them, so many chats at once."""
    async with store.transaction() as transaction:
        await transaction.save_alerts(alerts)
        return await transaction.tell(notice, alerts, None, at, at_once=at_once)


def ended(alert: Alert, at: datetime) -> Alert:
    """Return an alert as it is after its end."""
    return replace(alert, ended_at=at, ended_by=alert.opened_by)
