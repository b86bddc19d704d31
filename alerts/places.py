"""Where a statement applies: the places of its sentences, its heading, the post, or home."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from alerts.areas import region_of
from alerts.place_asides import is_addressed, without_asides
from alerts.scope import EVERYWHERE, Scope
from alerts.verdicts import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from alerts.areas import Mention
    from alerts.sentences import Sentence

_OF_EXCEPTIONS: Final = ("кроме", "исключ", "except", "exclud", "apart")
_NEAR: Final = 60
_BESIDE: Final = 3
_OPENS: Final = 12
_SIGNAL: Final = 4
"""A bare signal has hardly more words: «Отбой!», «Опасность БПЛА»."""
_CITY_REGIONS: Final = frozenset({"UA-40", "RU-SPE"})
"""Cities that are regions; officials there name them as the place."""
_JOINED: Final = re.compile(r"\b(?:и|также|по всей|вся|all of)\b")
_EXCEPT: Final = re.compile(
    r"\b(?:кроме(?! того| этого)|за исключением|исключая|except(?:ing)?|excluding|apart from)\b"
)
_AT_HOME: Final = frozenset({Kind.ADVISORY, Kind.DRILL, Kind.OTHER})
_HEADING: Final = 8
_MOSTLY: Final = 0.6
_DANGERS: Final = frozenset({Kind.THREAT, Kind.ATTACK})
_PARTS: Final = (" район", " округ")


class Places:
    """The mentions of one post, by sentence."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        home: str | None,
        whole_region: int,
        *,
        airports: Sequence[Mention] = (),
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
        self._at_home = Scope((home,) if home else (), (), (), named=False)
        self._has_exceptions = any(stem in text for stem in _OF_EXCEPTIONS)

    def _sorted(self, mentions: Sequence[Mention]) -> list[list[Mention]]:
        """Return mentions by sentence, without those that only tell a direction."""
        sentences, current = self._sentences, 0
        found: list[list[Mention]] = [[] for _ in sentences]
        if not mentions:
            return found
        for mention in without_asides(mentions, self._text, self._home):
            while current + 1 < len(sentences) and sentences[current].end <= mention.start:
                current += 1
            if sentences:
                found[current].append(mention)
        return found

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
        told = [mention for mention in found if not is_addressed(mention, self._text)]
        return self._scope(kind, told or found)

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
        own = self._by_sentence[number]
        if excepted:
            own = [mention for mention in own if mention not in excepted]
        if within:
            nearer = [m for m in own if any(start <= m.start < end for start, end in within)]
            own = nearer or own
            last = max((mention.end for mention in excepted), default=None)
            if last is not None and not nearer and all(start >= last for start, _ in within):
                own, excepted = excepted, []  # «кроме Погарского: там опасность сохраняется»
        if not own and not excepted:
            own = self._lent(number, told, spoken)
        scope = self._scope(kind, own, excepted)
        if kind in _DANGERS and self._home and not excepted and self._everywhere(number, own):
            return replace(scope, areas=(self._home,), parts=(), regional=True)
        if self._sentences[number].bits & self._whole_region:
            return replace(scope, regional=True)
        return scope

    def _everywhere(self, number: int, found: Sequence[Mention]) -> bool:
        """Tell whether places are followed by all others: «Курск и все районы области»."""
        if not found:
            return False
        sentence = next(s for s in self._sentences if found[-1].start < s.end)
        start = min(found[-1].end, self._sentences[number].end)
        return EVERYWHERE.search(self._text, start, sentence.end) is not None

    def _scope(self, kind: Kind, found: list[Mention], excepted: Sequence[Mention] = ()) -> Scope:
        if not found and not excepted:
            return self._at_home
        if kind in _AT_HOME and self._home is not None:
            found = [m for m in found if m.area is None or region_of(m.area) == self._home]
        ends = kind is Kind.ALL_CLEAR
        areas = self._areas(found, whole=ends)
        below = [
            m
            for m in found
            if (not m.is_region or (m.area == self._home and m.area in _CITY_REGIONS))
            and not _is_part_beside(m, found)
        ]
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
            leaves_out=bool(excepted),
            regional=any(mention.is_region for mention in found),
        )

    def _excepted(self, number: int) -> list[Mention]:
        """Return the places of a sentence that it leaves out: «на всей территории, кроме …»."""
        if not self._has_exceptions:
            return []
        sentence = self._sentences[number]
        word = _EXCEPT.search(self._text, sentence.start, sentence.end)
        if word is None:
            return []
        after = [m for m in self._by_sentence[number] if m.start >= word.end()]
        if not after:
            return self._listed(number + 1, ())
        end, excepted = word.end(), []
        for mention in after:
            if mention.start - end > _NEAR // 2:
                break
            excepted.append(mention)
            end = mention.end
        return excepted

    def _lent(self, number: int, told: Collection[int], spoken: Collection[int]) -> list[Mention]:
        """Return the places of the heading, of the list that follows, or the post's only place."""
        if self._sentences[number].bits & self._whole_region:
            return []
        heading: list[Mention] = []
        before = number - 1
        while before >= 0 and before not in spoken and self._sentences[before].words <= _HEADING:
            if not self._by_sentence[before]:
                break
            heading = self._by_sentence[before] + heading
            before -= 1
        if heading:
            return heading
        listed = self._listed(number + 1, spoken) or self._addressed(number, spoken)
        if listed:
            return listed
        return self._only(told)

    def _only(self, told: Collection[int]) -> list[Mention]:
        """Return the mentions of the one place that a post names outside sentences ``told``."""
        found: list[Mention] = []
        for number, mentions in enumerate(self._by_sentence):
            if number in told:
                continue
            for mention in mentions:
                if found and _key(mention) != _key(found[0]):
                    return []
                found.append(mention)
        return found

    def _addressed(self, number: int, spoken: Collection[int]) -> list[Mention]:
        """Return the places that follow a bare signal at once: «Отбой! Орск, Гай - …»."""
        after = number + 1
        if self._sentences[number].words > _SIGNAL or after >= len(self._sentences):
            return []
        opened = self._by_sentence[after]
        if after in spoken or not opened:
            return []
        lead = self._text[self._sentences[after].start : opened[0].start].strip(' \n"')
        return opened if len(lead) <= _OPENS or lead.endswith(":") else []

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
        if len(mentions) == 1:
            (only,) = mentions
            if only.area is None or (whole and only.within and "/" in only.area):
                return ()
            return (only.area,)
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
        return second.start - first.end < _NEAR and not _JOINED.search(
            self._text, first.end, second.start
        )


def _key(mention: Mention) -> tuple[str | None, str]:
    """Return what tells places apart: the area, and the name of one that is not known."""
    return mention.area, mention.place if mention.area is None else ""


def _is_part_beside(part: Mention, found: Sequence[Mention]) -> bool:
    """Tell a part of a town that the town stands beside: «Ленинский район Донецка»."""
    if not part.within or not part.place.endswith(_PARTS):
        return False
    return any(
        town.area == part.area
        and not town.within
        and 0 <= max(part.start, town.start) - min(part.end, town.end) <= _BESIDE
        for town in found
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
