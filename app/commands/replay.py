"""``tocsin replay``: go through a recorded night afterwards, alert by alert."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from alerts.areas import region_of
from alerts.folding import apart, fold
from alerts.situation import Alert, Report

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.gazetteer import Gazetteer
    from listeners.replay import RecordedPost


@click.command("replay")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--json", "as_json", is_flag=True, help="One JSON object an alert and line.")
def command(file: IO[str], *, as_json: bool) -> None:
    """Fold the posts of FILE (- for standard input) into alerts.

    FILE holds one JSON object a line: id, channel, channel_region, posted_at (ISO), text. Lines
    that cannot be read are named on standard error and passed over. Posts act by the time they
    were published, in whatever order they stand; an edit (the same id again) takes the place of
    what was there before.
    """
    from alerts.tables import load_gazetteer
    from listeners.replay import RecordedPost, read_recording

    newest: dict[tuple[str, int], RecordedPost] = {}
    for item in read_recording(file):
        if isinstance(item, RecordedPost):
            newest[item.channel, item.message_id] = item
        else:
            click.echo(f"{file.name}: {item.place}: {item.why}", err=True)
    kept = (post for post in newest.values() if not post.deleted)
    posts = sorted(kept, key=lambda post: (post.posted_at, post.channel, post.message_id))
    gazetteer = load_gazetteer()
    for alert in apart(_alerts(posts)):
        line = _fields(alert, posts, gazetteer)
        click.echo(
            json.dumps(line, ensure_ascii=False) if as_json else _readable(alert, line, gazetteer)
        )


def _alerts(posts: list[RecordedPost]) -> list[Alert]:
    """Return what the posts open and end; a post is known by its place in the list."""
    from alerts.authority import spoken_by
    from alerts.reader import official_reader
    from app.sources import recorded_channel

    reader = official_reader()

    def report(place: int, post: RecordedPost) -> Report:
        """Return a post as it acts on the situation."""
        channel = recorded_channel(post)
        return Report(
            post=place,
            role=channel.role,
            region=channel.region,
            published_at=post.posted_at,
            verdict=spoken_by(channel, reader.read(post.text, channel.region)),
        )

    return fold(report(place, post) for place, post in enumerate(posts))


def _fields(
    alert: Alert, posts: list[RecordedPost], gazetteer: Gazetteer
) -> dict[str, str | int | None]:
    """Return an alert as the contract of this command has it."""

    def moment(at: datetime | None) -> str | None:
        """Return a moment in ISO form."""
        return at.isoformat() if at is not None else None

    def post(place: int | None) -> str | int | None:
        """Return a post by the id it has in the file."""
        return posts[place].id if place is not None else None

    return {
        "region": region_of(alert.area),
        "place": _place(alert, gazetteer),
        "hazard": alert.hazard or "any",
        "opened_at": moment(alert.opened_at),
        "opened_by": post(alert.opened_by),
        "downgraded_at": moment(alert.eased_at),
        "closed_at": moment(alert.ended_at),
        "closed_by": post(alert.ended_by),
        "unconfirmed_since": moment(alert.confirmed_at) if alert.ended_at is None else None,
    }


def _place(alert: Alert, gazetteer: Gazetteer) -> str | None:
    """Return the place of an alert, by the names the posts gave where it is a part of an area."""
    if alert.area == region_of(alert.area):
        return None
    return ", ".join(alert.parts) or gazetteer.area(alert.area).name


def _readable(alert: Alert, line: dict[str, str | int | None], gazetteer: Gazetteer) -> str:
    """Return an alert as one line of a timeline, in the local time of its region."""
    region = gazetteer.area(region_of(alert.area))
    zone = ZoneInfo(region.timezone)

    def clock(at: datetime) -> str:
        """Return a moment as residents would read it."""
        return f"{at.astimezone(zone):%d.%m %H:%M}"

    where = f"{region.name}, {line['place']}" if line["place"] else region.name
    notes = []
    if alert.attacked_at is not None:
        notes.append(f"attack {clock(alert.attacked_at)}")
    if alert.eased_at is not None:
        notes.append(f"eased {clock(alert.eased_at)}")
    if alert.ended_at is None:
        notes.append(f"no confirmation since {clock(alert.confirmed_at)}")
    until = clock(alert.ended_at) if alert.ended_at else "not ended"
    told = f"  ({'; '.join(notes)})" if notes else ""
    return f"{clock(alert.opened_at)} – {until:<11}  {line['hazard']:<9}{where}{told}"
