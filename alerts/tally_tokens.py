"""Cuts a post into sentences of words, numbers and named places for the grammar of counts."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from alerts.cutting import ENDS
from alerts.numbers import Number, numbers
from alerts.periods import time_spans
from alerts.tally_words import tally_phrases, tally_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alerts.areas import Mention
    from alerts.cutting import Cut

_SIGN: Final = re.compile(r"[^\w\s]")
_DISTRICTS: Final = ("округ", "район")
_THERE, _SAME, _SEA, _PENINSULA, _ANY = "там", " же ", "мор", "полуостров", ""
_KINDS: Final = (_THERE, _SEA, _PENINSULA, _SAME, *_DISTRICTS)
"""What an anaphora holds by which the place it means is told, the plainest first."""
_PENINSULA_AREA, _ITS_CITY = "UA-43", "UA-40"
_OF_REGION: Final = re.compile(r"над территорией (?:края|области|республики|региона)\b")
_REGION: Final = "region"
_PRONOUN: Final = re.compile(r"над (?:ней|нею|ним)\b")
_ASIDE_REACH: Final = 90
_HEADED_THERE: Final = re.compile(r"\s+(?:лет[ея]|направля|двига|держал)")
_NO_ASIDE: Final = (" над ", " территорией ", " территориями ", " и ", " акваторией ", " over ")
"""Behind these, as most places stand, no phrase of an aside ends."""


@dataclass(slots=True, eq=False)  # frozen ones take three times as long to make
class Token:
    """A word or sign; ``number`` or ``place`` when it stands for a whole number or place."""

    text: str
    start: int
    end: int
    number: Number | None = None
    place: Mention | None = None


@dataclass(slots=True)
class Sentence:
    """The tokens of one sentence or line, and the sign it ended with."""

    tokens: list[Token] = field(default_factory=list)
    ended: str = ""

    @property
    def words(self) -> list[str]:
        """Return the texts of the tokens, empty for numbers and places."""
        return [token.text for token in self.tokens]

    @property
    def start(self) -> int:
        """Return the offset of the first token."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Return the offset behind the last token."""
        return self.tokens[-1].end


def sentences(whole: Cut, mentions: Sequence[Mention], *, federal: bool = False) -> list[Sentence]:
    """Cut a text into sentences; a clock, a date and a place flown to are left out.

    In a ``federal`` channel «над территорией края» is the one region named before.
    """
    found: list[Sentence] = []
    tokens = _tokens(whole, _spans(whole.normal, mentions, federal=federal))
    first = 0
    for index in [index for index, token in enumerate(tokens) if token.text in ENDS]:
        if not _ends_sentence(tokens, index):
            continue
        if index > first:
            found.append(Sentence(tokens[first:index], tokens[index].text))
        elif found and tokens[index].text == "\n":
            found[-1].ended = found[-1].ended or "\n"
        first = index + 1
    if first < len(tokens):
        found.append(Sentence(tokens[first:]))
    return found


def _spans(normal: str, mentions: Sequence[Mention], *, federal: bool) -> list[Token]:
    """Return what stands as one token, by start and without overlaps: times, places, numbers."""
    times = [Token("", start, end) for start, end in time_spans(normal)]
    places = [
        Token("", mention.start, mention.end, place=mention)
        for mention in _with_anaphora(normal, mentions, federal=federal)
    ]
    counts = [Token("", number.start, number.end, number=number) for number in numbers(normal)]
    whole = sorted([*times, *places, *counts], key=lambda token: (token.start, -token.end))
    kept: list[Token] = []
    for token in whole:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    return [token for token in kept if token.place is None or not _no_place(normal, token)]


def _with_anaphora(normal: str, mentions: Sequence[Mention], *, federal: bool) -> Iterator[Mention]:
    """Yield the places, and «по округу», «там же», «над морем» as the place meant by it."""
    yield from mentions
    last: dict[str, Mention | None] = {}
    index = 0
    for match in tally_phrases().anaphora.finditer(normal):
        while index < len(mentions) and mentions[index].start < match.start():
            _remember(mentions[index], last)
            index += 1
        kind = _kind_of(match[0])
        meant = last.get(kind) if federal or kind != _REGION else None
        before = mentions[index - 1].end if index else 0
        after = mentions[index].start if index < len(mentions) else len(normal) + 2
        if meant is not None and before <= match.start() and match.end() + 1 < after:
            yield meant._replace(start=match.start(), end=match.end(), within=False)


def _kind_of(anaphora: str) -> str:
    """Return the word by which an anaphora is told; «над ней» means as much as «там»."""
    if _PRONOUN.match(anaphora):
        return _THERE
    if _OF_REGION.match(anaphora):
        return _REGION
    return next((kind for kind in _KINDS if kind in anaphora), _ANY)


def _remember(mention: Mention, last: dict[str, Mention | None]) -> None:
    """Keep a place under the words that may stand for it later; of two seas none is «море»."""
    last[_THERE] = last[_SAME] = mention
    if mention.area is not None and mention.area.startswith("SEA-"):
        _only(_SEA, mention, last)
    elif mention.is_region:
        _only(_REGION, mention, last)
    if mention.area == _PENINSULA_AREA:
        last[_PENINSULA] = mention
    elif mention.area == _ITS_CITY:  # «над остальной территорией полуострова»
        around = mention._replace(area=_PENINSULA_AREA, place="Крым")
        last.setdefault(_PENINSULA, around)
    if mention.is_region:
        return
    for kind in _DISTRICTS:
        if kind in mention.place.lower():
            last[kind] = last[_ANY] = mention


def _only(kind: str, mention: Mention, last: dict[str, Mention | None]) -> None:
    """Keep a place under a word that means the only one of its kind; of two it means none."""
    known = last.get(kind, mention)
    last[kind] = mention if known is not None and known.area == mention.area else None


def _no_place(normal: str, token: Token) -> bool:
    """Tell the name of a thing in quotes (БПЛА «Лютый») or a place told of in passing."""
    quoted = token.place is not None and token.place.area is None
    return (quoted and normal[token.start - 1 : token.start] == '"') or _aside(normal, token)


def _aside(normal: str, place: Token) -> bool:
    """Tell whether the words beside a place make it a destination, a neighbour or an office."""
    if _HEADED_THERE.match(normal, place.end):
        return True
    before = normal[max(0, place.start - _ASIDE_REACH) : place.start]
    last = before.rstrip(" ")[-1:]
    if not last.isalnum() or before.endswith(_NO_ASIDE):
        return False
    return tally_phrases().aside.search(before) is not None


def _tokens(whole: Cut, spans: Sequence[Token]) -> list[Token]:
    """Return words and signs, each span as one token; a time is left out."""
    words = _with_signs(whole)
    starts = [start for _, start, _ in words]
    found: list[Token] = []
    first = 0
    for span in spans:
        last = bisect_left(starts, span.start, first)
        if last > first and words[last - 1][2] > span.start:
            last -= 1  # it begins within a word
        found += [Token(text, start, end) for text, start, end in words[first:last]]
        first = bisect_left(starts, span.end, last)
        if first > last and (span.number is not None or span.place is not None):
            found.append(span)
    return found + [Token(text, start, end) for text, start, end in words[first:]]


def _with_signs(whole: Cut) -> list[tuple[str, int, int]]:
    """Return the words and marks of a text, and the signs that stand between them."""
    words = list(zip(whole.tokens, whole.starts, whole.ends, strict=False))
    found: list[tuple[str, int, int]] = []
    taken = 0
    for index, gap in enumerate(whole.gaps):
        if gap and gap != " " and not gap.isspace():
            found += words[taken:index]
            signs = _SIGN.finditer(
                whole.normal, whole.starts[index] - len(gap), whole.starts[index]
            )
            found += [(sign[0], sign.start(), sign.end()) for sign in signs]
            taken = index
    return found + words[taken:]


def _ends_sentence(tokens: Sequence[Token], index: int) -> bool:
    """Tell a full stop from the dot of «т. г.» and «мск.»."""
    token = tokens[index]
    if token.text != "." or index == 0:
        return True
    previous = tokens[index - 1]
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is not None and following.start == token.end and following.text not in {'"', ")"}:
        return following.text in ENDS
    if previous.place is not None:  # «в Белгородской обл. — 34»
        return previous.place.heard.rpartition(" ")[2].lower() not in tally_words().short
    return previous.number is not None or previous.text not in tally_words().short
