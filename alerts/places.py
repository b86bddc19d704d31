"""Where a statement applies: the places of its sentences, its heading, the post, or home."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from alerts.areas import region_of
from alerts.verdicts import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from alerts.areas import Mention
    from alerts.sentences import Sentence

_ELSEWHERE: Final = re.compile(
    r"\b(?:вместе с|со стороны|из-под|трасс[еы]|дорог[еи])"
    r"\s+(?:г\.?\s*)?$"
)
_TOWARDS: Final = re.compile(r"\b(?:в сторону|в направлении|направлением на)\s+(?:г\.?\s*)?$")
_LOOK_BACK: Final = 30
_JOINED: Final = re.compile(r"\b(?:и|также|по всей|вся|all of)\b")
_EXCEPT: Final = re.compile(
    r"\b(?:кроме(?! того| этого)|за исключением|исключая|except(?:ing)?|excluding|apart from)\b"
)
_AT_HOME: Final = frozenset({Kind.ADVISORY, Kind.DRILL, Kind.OTHER})
_HEADING: Final = 8
_MOSTLY: Final = 0.6


@dataclass(frozen=True, slots=True)
class Scope:
    """What a statement says of places; see ``Statement`` for each. ``named``: it names some."""

    areas: tuple[str, ...]
    places: tuple[str, ...]
    unknown: tuple[str, ...]
    named: bool
    excepted: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()


class Places:
    """The mentions of one post, by sentence."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        mentions: Iterable[Mention],
        home: str | None,
        whole_region: int,
        *,
        airports: Iterable[Mention] = (),
    ) -> None:
        """Sort the mentions of a post by its sentences; ``airports`` only advice speaks of."""
        self._text, self._sentences, self._home, self._whole_region = (
            text,
            sentences,
            home,
            whole_region,
        )
        self._by_sentence = self._sorted(mentions)
        self._airports = self._sorted(airports)

    def _sorted(self, mentions: Iterable[Mention]) -> list[list[Mention]]:
        """Return mentions by sentence, without those that only tell a direction."""
        sentences, current = self._sentences, 0
        found: list[list[Mention]] = [[] for _ in sentences]
        for mention in mentions:
            if self._is_aside(mention):
                continue
            while current + 1 < len(sentences) and sentences[current].end <= mention.start:
                current += 1
            if sentences:
                found[current].append(mention)
        return found

    def _is_aside(self, mention: Mention) -> bool:
        """Tell a place that is not spoken of; what flies towards one at home is spoken of there."""
        before = max(0, mention.start - _LOOK_BACK), mention.start
        if _TOWARDS.search(self._text, *before):
            return mention.area is None or region_of(mention.area) != self._home
        return _ELSEWHERE.search(self._text, *before) is not None

    @property
    def districts(self) -> int:
        """Return how many municipalities the post names."""
        return len(
            {
                m.area
                for found in self._by_sentence
                for m in found
                if m.area is not None and "/" in m.area
            }
        )

    def scope(self, kind: Kind, numbers: Iterable[int]) -> Scope:
        """Return the places of sentences, without what a heading or the post would lend."""
        found: list[Mention] = []
        for number in sorted(set(numbers)):
            found += self._by_sentence[number]
            if kind is Kind.ADVISORY:
                found += self._airports[number]
        return self._scope(kind, found)

    def scope_of(
        self,
        kind: Kind,
        number: int,
        within: Sequence[tuple[int, int]],
        told: Collection[int],
        spoken: Collection[int],
    ) -> Scope:
        """Return the places of one statement of sentence ``number``.

        ``within`` are the stretches of its clauses if the sentence says two things. ``told`` are
        the sentences of harm done: their places are not where a danger begins or ends. A heading
        is a sentence that states nothing: not among those ``spoken``.
        """
        excepted = self._excepted(number)
        own = [mention for mention in self._by_sentence[number] if mention not in excepted]
        if within:
            nearer = [m for m in own if any(start <= m.start < end for start, end in within)]
            own = nearer or own
        if not own and not excepted:
            own = self._lent(number, told, spoken)
        return self._scope(kind, own, excepted)

    def _scope(self, kind: Kind, found: list[Mention], excepted: Sequence[Mention] = ()) -> Scope:
        if kind in _AT_HOME and self._home is not None:
            found = [m for m in found if m.area is None or region_of(m.area) == self._home]
        ends = kind is Kind.ALL_CLEAR
        areas = self._areas(found, whole=ends)
        below = [mention for mention in found if not mention.is_region]
        if not areas and self._home and not (ends and found):
            areas = (self._home,)
        unknown = [mention.place for mention in (*below, *excepted) if mention.area is None]
        if ends and any(mention.area is None for mention in excepted):
            areas = ()  # who knows where it has not ended
        return Scope(
            areas,
            tuple(dict.fromkeys(mention.place for mention in below)),
            tuple(dict.fromkeys(unknown)),
            named=bool(found),
            excepted=tuple(dict.fromkeys(m.area for m in excepted if m.area is not None)),
            parts=_parts(found),
        )

    def _excepted(self, number: int) -> list[Mention]:
        """Return the places of a sentence that it leaves out: «на всей территории, кроме …»."""
        sentence = self._sentences[number]
        word = _EXCEPT.search(self._text, sentence.start, sentence.end)
        if word is None:
            return []
        after = [m for m in self._by_sentence[number] if m.start >= word.end()]
        if not after:
            return self._listed(number + 1, ())
        end, excepted = word.end(), []
        for mention in after:
            if mention.start - end > _LOOK_BACK:
                break
            excepted.append(mention)
            end = mention.end
        return excepted

    def _lent(self, number: int, told: Collection[int], spoken: Collection[int]) -> list[Mention]:
        """Return the places of the heading, of the list that follows, or the post's only place."""
        if self._sentences[number].bits & self._whole_region:
            return []
        before = number - 1
        if before >= 0 and before not in spoken and self._sentences[before].words <= _HEADING:
            heading = self._by_sentence[before]
            if heading:
                return heading
        listed = self._listed(number + 1, spoken)
        if listed:
            return listed
        other = [m for n, found in enumerate(self._by_sentence) if n not in told for m in found]
        return (
            other if len({(m.area, m.place if m.area is None else "") for m in other}) == 1 else []
        )

    def _listed(self, after: int, spoken: Collection[int]) -> list[Mention]:
        """Return the places of the sentences from ``after`` on that are lists of places."""
        listed: list[Mention] = []
        while after < len(self._sentences) and after not in spoken and self._is_list(after):
            listed.extend(self._by_sentence[after])
            after += 1
        return listed

    def _is_list(self, number: int) -> bool:
        """Tell whether a sentence is hardly more than names of places."""
        named = sum(mention.end - mention.start for mention in self._by_sentence[number])
        words = self._text[self._sentences[number].start : self._sentences[number].end].strip()
        return named > _MOSTLY * len(words)

    def _areas(self, mentions: Sequence[Mention], *, whole: bool) -> tuple[str, ...]:
        """Return the areas, without one that only says where a place inside it lies.

        Only ``whole`` areas for what ends: a danger in a village concerns its municipality, the end
        of the danger in the village does not.
        """
        narrow = [
            mention for mention in mentions if mention.area is not None and "/" in mention.area
        ]
        villages = [mention for mention in narrow if mention.within] if whole else []
        kept = []
        for mention in mentions:
            if mention.area is None or mention in villages:
                continue
            inside = narrow if mention.is_region else villages
            if any(self._locates(mention, other) for other in inside):
                continue
            kept.append(mention.area)
        return tuple(dict.fromkeys(kept))

    def _locates(self, wide: Mention, inner: Mention) -> bool:
        if inner.area is None or wide.area not in {inner.area, region_of(inner.area)}:
            return False
        first, second = sorted((wide, inner), key=lambda mention: mention.start)
        return second.start - first.end < 2 * _LOOK_BACK and not _JOINED.search(
            self._text, first.end, second.start
        )


def _parts(found: Sequence[Mention]) -> tuple[tuple[str, str], ...]:
    """Return the places inside areas that are not themselves named, with those areas."""
    whole = {mention.area for mention in found if not mention.within}
    pairs = (
        (mention.area, mention.place)
        for mention in found
        if mention.within and mention.area is not None and mention.area not in whole
    )
    return tuple(dict.fromkeys(pairs))
