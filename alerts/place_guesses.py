"""Places that no table holds, or that only an adjective names.

«в Новоалександровке»: what is formed as names of villages are, behind a preposition, is kept as
heard. «в районе кстовской промзоны»: a plant is where the town is that it is called by.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from alerts.place_english import EnglishFinder
from alerts.place_lists import Hit
from alerts.place_names import Sort
from alerts.place_nouns import village

if TYPE_CHECKING:
    from alerts.place_names import Name

_LEADS: Final = frozenset({"в", "во", "над", "под", "у", "близ", "возле", "около"})
_TOWN_ENDINGS: Final = ("о", "а", "ь", "ль", "", "е", "ы", "и", "ое", "ий", "ый", "ая")
_PLACES: Final = frozenset({Sort.TOWN, Sort.SETTLEMENT})


class GuessFinder(EnglishFinder):
    """Walks over one text and knows a place by how it is named, where no table has it."""

    def guess(self, position: int) -> Hit | None:
        """Return a village by the form of its name: «в Новоалександровке», «под Крутичами»."""
        tokens, word = self.tokens, self.tokens.words[position]
        if tokens.caseless or not position or village(word) is None:
            return None
        led = tokens.words[position - 1] in _LEADS and tokens.adjacent(position - 1)
        if not led and not (self.hits and self.next_in_list(self.hits[-1].last) == position):
            return None
        if tokens.adjacent(position) and tokens.capital[position + 1]:
            return None
        spelt = None if self.has_noun(position) else village(tokens.original(position))
        if spelt is None:
            return None
        plain = self.vocabulary.settlements["пункт"]
        return Hit(position, position, (), word=plain, spelt=spelt)

    def plants(self) -> None:
        """Take the towns that plants are called by: «Афипский НПЗ», «кстовская промзона»."""
        words, known = self.tokens.words, {hit.first for hit in self.hits}
        for position, word in enumerate(words[1:]):
            if not word.startswith(self.vocabulary.plants) or position in known:
                continue
            if towns := self.named_by(words[position]):
                self.hits.append(Hit(position, position, towns, plant=True))
        self.hits.sort(key=lambda hit: hit.first)

    def named_by(self, adjective: str) -> tuple[Name, ...]:
        """Return the towns that an adjective is formed from: «рязанского» → Рязань."""
        match = re.fullmatch(r"(\w{2,}?)(?:(?:[ое]?в|ин|[аеи]н)?([сц]к))(?:\w{2,3})", adjective)
        if match is None:
            return ()
        stems = {adjective[: match.start(2)], match[1]}
        whole = adjective[: match.end(2)]
        forms = {stem + ending for stem in stems for ending in _TOWN_ENDINGS}
        forms |= {whole, whole[:-1]}  # Новокуйбышевск, Череповец
        found = (name for form in forms for name in self.names.phrases.get(form, ()))
        return tuple(dict.fromkeys(name for name in found if name.sort in _PLACES))
