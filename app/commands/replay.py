"""``tocsin replay``: go through a recorded night afterwards, alert by alert."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING

import click

from alerts.situation import Alert, Report, fold

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
    posts = sorted(kept, key=lambda post: post.posted_at)
    gazetteer = load_gazetteer()
    for alert in _alerts(posts):
        line = _fields(alert, posts, gazetteer)
        click.echo(json.dumps(line, ensure_ascii=False) if as_json else _readable(line))


def _alerts(posts: list[RecordedPost]) -> list[Alert]:
    """Return what the posts open and end; a post is known by its place in the list."""
    from alerts.reader import official_reader
    from app.sources import recorded_channel

    reader = official_reader()
    return fold(
        Report(
            post=place,
            role=recorded_channel(post).role,
            region=post.channel_region,
            published_at=post.posted_at,
            verdict=reader.read(post.text, post.channel_region),
        )
        for place, post in enumerate(posts)
    )


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

    region, _, below = alert.area.partition("/")
    return {
        "region": region,
        "place": gazetteer.area(alert.area).name if below else None,
        "hazard": alert.hazard or "any",
        "opened_at": moment(alert.opened_at),
        "opened_by": post(alert.opened_by),
        "downgraded_at": moment(alert.eased_at),
        "closed_at": moment(alert.ended_at),
        "closed_by": post(alert.ended_by),
        "unconfirmed_since": moment(alert.confirmed_at) if alert.ended_at is None else None,
    }


def _readable(line: dict[str, str | int | None]) -> str:
    """Return an alert as one line of a timeline."""
    where = f"{line['region']} {line['place']}" if line["place"] else str(line["region"])
    end = f"until {line['closed_at']}" if line["closed_at"] else "not ended"
    return f"{line['opened_at']}  {line['hazard']:<9} {where}, {end}"
