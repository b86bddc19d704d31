"""``tocsin evaluate``: score the classifier on labelled posts."""

from __future__ import annotations

import json
import sys
import textwrap
from typing import TYPE_CHECKING, Final, TextIO

import click

from alerts.explaining import explain
from alerts.reader import official_reader
from alerts.scoring import BadLabelError, label_of, score
from app.commands.classify import answer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alerts.reader import Reader
    from alerts.scoring import Answer, Label, Miss, Score, Share

_WIDTH: Final = 100
_EXCERPT: Final = 240
_INDENT: Final = "    "
_TABLES: Final = {"by_region": "tables by region", "by_place": "tables by place", "total": "totals"}
"""What some facts are called for a reader."""


@click.command("evaluate")
@click.argument("corpus", type=click.File(encoding="utf-8"))
@click.option(
    "--quiet", is_flag=True, help="Only the figures, not the posts that were read wrongly."
)
def command(corpus: TextIO, *, quiet: bool) -> None:
    """Score the classifier on CORPUS, labelled posts as JSON lines, and show what it got wrong.

    A label counts as right if the answer is its `kind` or one of `accept`. Other fields are
    compared where they are labelled. Each post read wrongly is shown with the words that misled.
    A line that is no label is named and skipped; the exit status is then 1.
    """
    reader = official_reader()
    odd: list[str] = []
    result = score(_pairs(corpus, reader, odd))
    for mistake in odd:
        click.echo(f"tocsin: {corpus.name}: {mistake}", err=True)
    click.echo(figures(result))
    if not quiet:
        for line in _misses(result, reader):
            click.echo(line)
    sys.exit(1 if odd else 0)


def _pairs(corpus: TextIO, reader: Reader, odd: list[str]) -> Iterator[tuple[Label, Answer]]:
    """Yield each label with the answer to its post; lines that are none are added to ``odd``."""
    for number, line in enumerate(corpus, 1):
        if not line.strip():
            continue
        try:
            label = label_of(json.loads(line))
        except (json.JSONDecodeError, RecursionError):
            odd.append(f"line {number}: not JSON")
            continue
        except BadLabelError as mistake:
            odd.append(f"line {number}: {mistake}")
            continue
        verdict = reader.read(label.text, label.home)
        yield label, answer_of(verdict, label.home) | {"unsure": bool(verdict.unsure)}


def figures(result: Score) -> str:
    """Return the figures as tables for the terminal."""
    lines = [f"{'kind':<18}{'posts':>7}{'recall':>9}{'read as':>9}{'precision':>11}"]
    for kind, recall in result.recall.items():
        precision = result.precision[kind]
        lines.append(
            f"{kind:<18}{recall.total:>7}{_percent(recall):>9}"
            f"{precision.total:>9}{_percent(precision):>11}"
        )
    lines.append(f"{'all':<18}{result.kinds.total:>7}{_percent(result.kinds):>9}")
    lines += [
        "",
        f"dangers missed    {len(result.dangers_missed):>7} of {result.dangers}",
        f"false all-clears  {len(result.false_clears):>7} of {result.kinds.total}",
        f"false alarms      {len(result.false_alarms):>7} of {result.harmless} that are harmless",
        f"unsure            {result.unsure.right:>7} of {result.unsure.total}",
        f"  of wrong kinds  {result.unsure_misses.right:>7} of {result.unsure_misses.total}",
        "",
        f"{'exact':<18}{'posts':>7}{'right':>9}{'wrong':>9}",
    ]
    lines.extend(
        f"{_TABLES.get(name, name):<18}{share.total:>7}{_percent(share):>9}"
        f"{share.total - share.right:>9}"
        for name, share in result.exact.items()
    )
    return "\n".join(lines)


def _percent(share: Share) -> str:
    return "-" if share.percent is None else f"{share.percent:.1f} %"


def _misses(result: Score, reader: Reader) -> Iterator[str]:
    """Yield the posts that were read wrongly: each kind once, where it matters most, then facts."""
    shown: set[int] = set()
    for title, misses in (
        ("Dangers missed", result.dangers_missed),
        ("False all-clears", result.false_clears),
        ("False alarms", result.false_alarms),
        ("Other wrong kinds", result.misses),
    ):
        fresh = [miss for miss in misses if id(miss) not in shown]
        shown.update(map(id, fresh))
        yield f"\n{title}: {len(fresh)}"
        for miss in fresh:
            yield from _told(miss, reader)
    for name, facts in result.wrong.items():
        yield f"\nWrong {_TABLES.get(name, name)}: {len(facts)}"
        for fact in facts:
            yield _line(f"{fact.id}: {_shown(fact.expected)}, answered {_shown(fact.answered)}")
            yield _excerpt(fact.text)


def _told(miss: Miss, reader: Reader) -> Iterator[str]:
    """Yield one miss: what was expected, the words that misled, and those that were set aside."""
    words = "; ".join(f"«{' '.join(words.split())}»" for words in miss.because) or "nothing"
    yield _line(f"{miss.id}: {miss.expected}, answered {miss.answered} because of {words}")
    for aside in explain(reader, miss.text, miss.home).aside:
        against = "; ".join(
            " ".join([ground.why, *(f"«{' '.join(each.split())}»" for each in ground.words)])
            for ground in aside.against
        )
        quoted = " ".join(" ".join(aside.words).split())
        yield _line(f"set aside as {aside.fact}: «{quoted}», for: {against}", _INDENT)
    yield _excerpt(miss.text)


def _shown(fact: object) -> str:
    """Return a fact as a reader writes it."""
    return json.dumps(fact, ensure_ascii=False)


def _excerpt(text: str) -> str:
    """Return the beginning of a post."""
    words = " ".join(text.split())
    return _line(words if len(words) <= _EXCERPT else words[: _EXCERPT - 1] + "…", _INDENT)


def _line(text: str, indent: str = "  ") -> str:
    """Return a text broken at the width of the print-out."""
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=_INDENT + "  ",
        break_on_hyphens=False,
    )
