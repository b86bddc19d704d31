"""``tocsin classify``: say what posts say, for people or, with --jsonl, for other programs."""

from __future__ import annotations

import gc
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from alerts.areas import region_of
from alerts.reader import official_reader
from alerts.verdicts import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alerts.reader import Reader
    from alerts.verdicts import Verdict
    from app.reasons_view import ReasonsView


class BadLineError(Exception):
    """A line of input that is not a post; the message says why, for the operator."""


@click.command("classify")
@click.argument("text", required=False)
@click.option(
    "--jsonl",
    is_flag=True,
    help="Read one JSON post a line from standard input, write one JSON line each.",
)
@click.option(
    "--region", metavar="CODE", help="Home region of the channel, as RU-BEL (for plain text)."
)
@click.option(
    "--explain",
    is_flag=True,
    help="Show why: the words of every statement, and those that were set aside.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "ru"]),
    default="en",
    show_default=True,
    help="Language of the explanation.",
)
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A configuration that teaches something of --channel.",
)
@click.option("--channel", metavar="NAME", help="Read as this channel of --config is read.")
def command(
    text: str | None,
    region: str | None,
    language: str,
    config_file: Path | None,
    channel: str | None,
    *,
    jsonl: bool,
    explain: bool,
) -> None:
    """Read posts and say what they say: kind, hazards, places, counts, and the words it rests on.

    TEXT is one post; without it the post is read from standard input. With --jsonl every line of
    standard input is an object with `id`, `text`, `channel_region` and `date`; with --explain as
    well, they are shown one after another for a person to read.
    """
    reader = official_reader()
    if config_file is not None or channel is not None:
        reader, home = _taught(config_file, channel)
        region = region or home
    gc.freeze()  # the tables stay: a collector that walks them again takes a fifth of the time
    if jsonl:
        if text is not None:
            raise click.UsageError(
                "with --jsonl posts come from standard input, not as an argument"
            )
        sys.exit(_explained(reader, _view(language)) if explain else _stream(reader))
    post = text if text is not None else sys.stdin.buffer.read().decode(errors="replace")
    if explain:
        click.echo(_view(language).read(reader, post, region or None), color=True)
    else:
        click.echo(_readable(reader.read(post, region or None)))


def _taught(config_file: Path | None, channel: str | None) -> tuple[Reader, str | None]:
    """Return the reader of a channel of a configuration, and its home region."""
    from app.commands.failures import OperatorMistake
    from app.config import ConfigError, load_config
    from app.lessons import taught_readers

    if config_file is None or channel is None:
        raise click.UsageError("--config and --channel go together")
    try:
        config = load_config(config_file)
    except ConfigError as error:
        raise OperatorMistake("\ntocsin: ".join(error.mistakes)) from None
    name = channel.removeprefix("@").lower()
    known = next((each for each in config.channels if each.username == name), None)
    if known is None:
        raise OperatorMistake(f"--channel: @{name} is not in {config_file}")
    return taught_readers(config).get(name, official_reader()), known.region


def _view(language: str) -> ReasonsView:
    """Return what shows reasons at this terminal."""
    from app.reasons_view import ReasonsView

    return ReasonsView(language, terminal=sys.stdout.isatty())


def _stream(reader: Reader) -> int:
    """Answer line by line as lines come; return 1 if any line could not be read."""
    posts = _Posts()
    sink = sys.stdout.buffer
    for post in posts:
        verdict = reader.read(post["text"], post.get("channel_region"), post.get("date"))
        answer = {"id": post.get("id")} | answer_of(verdict, post.get("channel_region"))
        sink.write(json.dumps(answer, ensure_ascii=False).encode(errors="backslashreplace") + b"\n")
        sink.flush()
    return posts.failed


def _explained(reader: Reader, view: ReasonsView) -> int:
    """Show each post with its reasons; return 1 if any line could not be read."""
    posts = _Posts()
    for post in posts:
        name = str(post.get("id", ""))
        shown = view.read(reader, post["text"], post.get("channel_region"), name)
        click.echo(shown + "\n", color=True)
    return posts.failed


class _Posts:
    """The posts of standard input; lines that are none are named, and noted in ``failed``."""

    def __init__(self) -> None:
        self.failed = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield posts as their lines come."""
        for number, line in enumerate(sys.stdin.buffer, 1):
            if not line.strip():
                continue
            try:
                yield _post(line)
            except BadLineError as mistake:
                click.echo(f"tocsin: line {number}: {mistake}", err=True)
                self.failed = 1


def _post(line: bytes) -> dict[str, Any]:
    """Return a post from its line."""
    try:
        post = json.loads(line.decode())
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadLineError("not JSON") from error
    if not isinstance(post, dict):
        raise BadLineError("not an object")
    if not isinstance(post.get("text"), str):
        raise BadLineError("`text` is missing or not a string")
    if not isinstance(post.get("channel_region"), str | None):
        raise BadLineError("`channel_region` is neither a string nor null")
    date = post.get("date")
    if not isinstance(date, str | None):
        raise BadLineError("`date` is neither a string nor null")
    if date:
        try:
            post["date"] = datetime.fromisoformat(date)
        except ValueError as error:
            raise BadLineError(f"`date` is not an ISO date: {date[:40]!r}") from error
    return post


def answer_of(verdict: Verdict, home: str | None = None) -> dict[str, Any]:
    """Return a verdict as the contract with other programs words it.

    ``home`` is the region of the channel, where a statement is about a place that is no area.
    """
    headline, tally = verdict.headline, verdict.tally
    leading = [statement for statement in verdict.statements if statement.kind is headline.kind]
    hazards = dict.fromkeys(hazard.value for statement in leading for hazard in statement.hazards)
    regions = dict.fromkeys(region_of(area) for statement in leading for area in statement.areas)
    if not regions and home:
        regions[home] = None
    if headline.kind is Kind.SUMMARY and tally is not None:
        regions |= dict.fromkeys(tally.by_region)
    return {
        "kind": verdict.kind.value,
        "also": [kind.value for kind in verdict.also],
        "hazards": list(hazards),
        "regions": list(regions),
        "places": list(verdict.places),
        "partial": headline.partial,
        "reminder": headline.reminder,
        "killed": verdict.killed,
        "injured": verdict.injured,
        "total": tally.total if tally else None,
        "by_region": dict(tally.by_region) if tally else {},
        "by_place": dict(tally.by_place) if tally else {},
        "period": {"from": tally.period.start, "to": tally.period.end}
        if tally and tally.period
        else None,
        "because": list(
            dict.fromkeys(words for statement in leading for words in statement.because)
        ),
    }


def _readable(verdict: Verdict) -> str:
    """Return a verdict for a person to read."""
    lines = []
    for statement in verdict.statements:
        marks = [mark for mark in ("partial", "reminder") if getattr(statement, mark)]
        hazards = ", ".join(hazard.value for hazard in statement.hazards) or "no hazard named"
        lines.append(
            " ".join([f"{statement.kind.value}: {hazards}", *(f"({mark})" for mark in marks)])
        )
        lines.append(
            f"  where:   {', '.join(statement.places) or '-'} [{', '.join(statement.areas) or '-'}]"
        )
        if statement.unknown:
            lines.append(f"  unknown: {', '.join(statement.unknown)}")
        lines.extend(f"  because: «{words}»" for words in statement.because)
    answer = answer_of(verdict)
    lines.extend(
        f"{key}: {answer[key]}"
        for key in ("killed", "injured", "total", "by_region", "by_place", "period")
        if answer[key] not in (None, {})
    )
    return "\n".join(lines)
