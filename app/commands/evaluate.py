"""``tocsin evaluate``: score the classifier on labelled posts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TextIO

import click

from alerts.reader import official_reader
from alerts.scoring import BadLabelError, label_of, score
from app.commands.classify import answer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alerts.reader import Reader
    from alerts.scoring import Answer, Label, Miss, Score, Share

_EXCERPT: Final = 160


@click.command("evaluate")
@click.argument("corpus", type=click.File(encoding="utf-8"))
@click.option(
    "--quiet", is_flag=True, help="Only the figures, not the posts that were read wrongly."
)
def command(corpus: TextIO, *, quiet: bool) -> None:
    """Score the classifier on CORPUS, labelled posts as JSON lines, and show what it got wrong.

    A label counts as right if the answer is its `kind` or one of `accept`. Other fields are
    compared where they are labelled.
    """
    result = score(_pairs(corpus, official_reader()))
    click.echo(figures(result))
    if not quiet:
        for title, misses in (
            ("Dangers missed", result.dangers_missed),
            ("False all-clears", result.false_clears),
            ("False alarms", result.false_alarms),
            ("All wrong kinds", result.misses),
        ):
            click.echo(f"\n{title}: {len(misses)}")
            for miss in misses:
                click.echo(_told(miss))


def _pairs(corpus: TextIO, reader: Reader) -> Iterator[tuple[Label, Answer]]:
    for number, line in enumerate(corpus, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            label = label_of(row)
        except json.JSONDecodeError as mistake:
            raise click.UsageError(f"{corpus.name}: line {number}: not JSON") from mistake
        except BadLabelError as mistake:
            raise click.UsageError(f"{corpus.name}: line {number}: {mistake}") from mistake
        home = row.get("channel_region")
        yield label, answer_of(reader.read(label.text, home), home)


def figures(result: Score) -> str:
    """Return the figures as a table for the terminal."""
    lines = [f"{'kind':<12}{'posts':>6}{'recall':>9}{'precision':>11}"]
    for kind, recall in result.recall.items():
        lines.append(
            f"{kind:<12}{recall.total:>6}{_percent(recall):>9}{_percent(result.precision[kind]):>11}"
        )
    lines.append(f"{'all':<12}{result.kinds.total:>6}{_percent(result.kinds):>9}")
    lines.append("")
    lines.append(
        f"dangers missed {len(result.dangers_missed)}, "
        f"false all-clears {len(result.false_clears)}, false alarms {len(result.false_alarms)}"
    )
    lines.append("")
    lines.append(f"{'exact':<12}{'posts':>6}{'right':>9}")
    lines.extend(
        f"{name:<12}{share.total:>6}{_percent(share):>9}" for name, share in result.exact.items()
    )
    return "\n".join(lines)


def _percent(share: Share) -> str:
    return "-" if share.percent is None else f"{share.percent:.1f} %"


def _told(miss: Miss) -> str:
    words = "; ".join(f"«{words}»" for words in miss.because) or "nothing"
    excerpt = " ".join(miss.text.split())[:_EXCERPT]
    return (
        f"  {miss.id}: {miss.expected}, answered {miss.answered} because of {words}\n    {excerpt}"
    )
