"""``tocsin replay``: go through a recorded night afterwards, alert by alert."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from app.commands.failures import OperatorMistake, failures_told
from app.config import load_config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.replaying import Recording
    from listeners.replay import RecordedPost


@click.command("replay")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--json", "as_json", is_flag=True, help="One JSON object an alert and line.")
@click.option(
    "--against",
    type=click.File(encoding="utf-8"),
    help="Compare with true alerts: a JSON list with the fields of --json.",
)
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Let the channels of this configuration speak and be read as it says.",
)
def command(
    file: IO[str], against: IO[str] | None, config_file: Path | None, *, as_json: bool
) -> None:
    """Fold the posts of FILE (- for standard input) into alerts.

    FILE holds one JSON object a line: id, channel, channel_region, posted_at (ISO), text. Lines
    that cannot be read are named on standard error and passed over. Posts act by the time they
    were published, in whatever order they stand; an edit (the same id again) takes the place of
    what was there before. Without --json it is told in its order: what each post opened, made
    worse, eased and ended, in the local time of its region.
    """
    from app.replaying import recording
    from app.told_night import night_lines

    with failures_told():
        config = load_config(config_file) if config_file is not None else None
    night = recording(_posts(file), config)
    if against is not None:
        for line in _compared(night, against):
            click.echo(line)
    elif as_json:
        for row in night.rows():
            click.echo(json.dumps(row, ensure_ascii=False))
    else:
        for line in night_lines(night):
            click.echo(line)


def _posts(file: IO[str]) -> Iterator[RecordedPost]:
    """Yield the posts of a file, and name the lines that hold none."""
    from listeners.replay import RecordedPost, read_recording

    for item in read_recording(file):
        if isinstance(item, RecordedPost):
            yield item
        else:
            click.echo(f"{file.name}: {item.place}: {item.why}", err=True)


def _compared(night: Recording, against: IO[str]) -> Iterator[str]:
    """Yield what is not as the true alerts say, then the figures."""
    from alerts.scoring import BadLabelError
    from app.replay_score import score_replay, true_alerts

    try:
        labels = true_alerts(json.load(against))
    except (json.JSONDecodeError, UnicodeDecodeError, BadLabelError) as error:
        raise OperatorMistake(f"{against.name}: {error}") from None
    score = score_replay(night.rows(), labels)
    yield from score.wrong
    yield from score.lines()
