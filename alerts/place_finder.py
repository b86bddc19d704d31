"""Where a text names places: spans with all their readings, in order, before any is chosen.

Only words with a capital are looked at. From each the longest of three things is taken: a list of
adjectives with a head word («Корочанском, Валуйском и Губкинском округах»), a known phrase in any
case («Старым Осколом»), a settlement word with a name («на хуторе Церковном»).
"""

from __future__ import annotations

import re
from itertools import compress
from typing import TYPE_CHECKING, Final

from alerts.declension import split_adjective
from alerts.nominative import nominative
from alerts.place_guesses import GuessFinder
from alerts.place_lists import Hit
from alerts.place_names import Sort
from alerts.place_tokens import Tokens, tokenise
from alerts.stems import has_any

if TYPE_CHECKING:
    from alerts.cutting import Cut
    from alerts.place_names import Names
    from alerts.place_words import PlaceWords, SettlementWord

_INTO_LIST: Final = re.compile(r"\s*:\s*|\s+-\s+|\s*[(]\s*")
_ENDS_ITEM: Final = re.compile(r"[^\w]*[,.;:()\n-]")
_SENTENCE_END: Final = re.compile(r"[.!?\n]")
_LONGEST_ROUND_UP: Final = 200
_ACRONYM: Final = 5
_TELLING: Final = frozenset({"города", "поселка", "села", "деревни", "станицы", "хутора"})
_SURNAME: Final = re.compile(r"(?:ов|ев|ин|ын|ский|цкий)(?:а|у|ым|ом|е)?$")


def looks_like_surname(word: str) -> bool:
    """Tell whether a town's name could be a surname as well: «Королев», «Кирова»."""
    return _SURNAME.search(word) is not None


def find_hits(
    text: str, whole: Cut, names: Names, vocabulary: PlaceWords, *, federal: bool = False
) -> tuple[Tokens, list[Hit]]:
    """Return the words of a text, whose normal spelling is cut, and the places among them."""
    tokens = tokenise(text, whole, names)
    finder = _Finder(tokens, names, vocabulary, federal=federal)
    after, words = 0, tokens.words
    for position in compress(range(len(words)), tokens.capital):
        if position >= after and (
            names.openers[words[position]] or (position and words[position - 1] in vocabulary.leads)
        ):
            after = finder.step(position)
    if has_any(vocabulary.plants, tokens.normal):
        finder.plants()
    return tokens, finder.hits


class _Finder(GuessFinder):
    """Walks over one text."""

    def step(self, position: int) -> int:
        """Take what begins at a word with a capital; return where to go on."""
        word = self.settlement_word(position)
        phrase = self.phrase(position)
        if word is None and phrase is None and not self.opens(position):
            return self.take_guess(position)
        return self.take(position, word, phrase)

    def take_guess(self, position: int) -> int:
        """Take what only sounds like a place; return where to go on."""
        hit = self.guess(position)
        if hit is not None:
            self.hits.append(hit)
        return position + 1

    def take(self, position: int, word: SettlementWord | None, phrase: Hit | None) -> int:
        """Take the longest of what may begin at a word; return where to go on."""
        if phrase is None or phrase.last == position:
            after = self.adjectives(position)
            if after:
                return self.villages_behind(after)
            after = self.english(position)
            if after:
                return after
        if self.leans(position):
            after = self.bare_adjectives(position)
            if after:
                return after
        if word is not None:
            return self.settlements(position, word)
        if phrase is not None and self.is_place(phrase):
            phrase.names += self.names.english.get(self.tokens.words[position], ())
            self.hits.append(phrase)
            return phrase.last + 1
        return self.bare_adjectives(position) or self.take_guess(position)

    def opens(self, position: int) -> bool:
        """Tell whether an adjective or an English name may begin here; most words open nothing."""
        return self.tokens.words[position].isascii() or self.adjective(position) is not None

    def is_place(self, hit: Hit) -> bool:
        """Tell a phrase that is a place here from a street, a person, a common word."""
        tokens, words, vocabulary = self.tokens, self.tokens.words, self.vocabulary
        first, last = hit.first, hit.last
        before = tokens.before(first)
        previous = words[first - 1] if first else ""
        near = first > 0 and before.strip(' ."') == "" and "\n" not in before
        if near and previous in vocabulary.streets:
            return False
        if all(name.sort in {Sort.REGION, Sort.SEA} for name in hit.names):
            return last + 1 >= len(words) or words[last + 1] not in vocabulary.english_not_after
        quoted = before.endswith('"') and tokens.gap(last).startswith('"')
        territory = previous.startswith("территор") and words[first - 2].startswith("федеральн")
        if quoted and not previous.startswith(vocabulary.airports) and not territory:
            return False
        if (near and self.is_first_name(first - 1)) or self.is_person(hit):
            return False
        if near and len(previous) == 1 and tokens.capital[first - 1] and "." in before:
            return False
        return not self.is_plain_word(hit)

    def is_first_name(self, position: int) -> bool:
        """Tell whether a word is a first name, so that a surname follows."""
        return self.tokens.capital[position] and self.tokens.words[position] in (
            self.vocabulary.people
        )

    def is_person(self, hit: Hit) -> bool:
        """Tell whether a town's name is somebody's first name here: «Владимир Иванов»."""
        tokens, position = self.tokens, hit.last
        if tokens.words[position] not in self.vocabulary.people or tokens.caseless:
            return False
        return tokens.adjacent(position) and tokens.capital[position + 1]

    def is_plain_word(self, hit: Hit) -> bool:
        """Tell whether a phrase may be a common word or an adjective with its noun."""
        tokens, words = self.tokens, self.tokens.words
        word = words[hit.first]
        if hit.last > hit.first:
            return False
        before = words[hit.first - 1] if hit.first else ""
        led = before in self.vocabulary.prepositions or before.startswith(self.vocabulary.airports)
        led = led or self.goes_on(hit) or self.opens_list(hit)
        if word in self.vocabulary.common:
            opening = not hit.first or bool(_SENTENCE_END.search(tokens.before(hit.first)))
            if tokens.text[tokens.starts[hit.first]].islower():
                return not led
            return opening and not self.ends_item(hit.last)
        if split_adjective(word) is None or not all(
            split_adjective(name.place.lower().replace("ё", "е")) for name in hit.names
        ):
            return False
        if not tokens.adjacent(hit.last) or self.in_district(hit.last + 1):
            return False
        return self.has_noun(hit.last) or not led

    def in_district(self, position: int) -> bool:
        """Tell whether a district in the genitive follows: «Октябрьский Белгородского округа»."""
        if not self.tokens.capital[position]:
            return False
        head = self.adjective_list(position)[1]
        return head is not None and head[0].kind == "district"

    def goes_on(self, hit: Hit) -> bool:
        """Tell whether a name goes on a list of places: «в Пензе и Заречном»."""
        return bool(self.hits) and self.next_in_list(self.hits[-1].last) == hit.first

    def opens_list(self, hit: Hit) -> bool:
        """Tell whether a place goes on a name's list: «школы Грозного и Грозненского района»."""
        following = self.next_in_list(hit.last)
        return following is not None and (
            self.in_district(following) or self.tokens.words[following] in _TELLING
        )

    def settlement_word(self, position: int) -> SettlementWord | None:
        """Return the word before a name that makes it a settlement, if there is one."""
        tokens, words = self.tokens, self.tokens.words
        if position == 0:
            return None
        word, gap = words[position - 1], tokens.gap(position - 1)
        if word == "п" and position > 1 and words[position - 2] == "н" and "." in gap:
            return self.vocabulary.settlements["нп"]
        found = self.vocabulary.settlements.get(word)
        if found is None or (tokens.capital[position - 1] and word in self.vocabulary.dotted):
            return None
        if word in self.vocabulary.dotted:
            measure = position > 1 and (
                words[position - 2].isdigit()
                or words[position - 2] in {"т", "р"}
                or "/" in tokens.gap(position - 2)  # «до 35 м/с.»
            )
            return None if gap.strip() != "." or measure else found
        return found if gap.strip(' "') == "" and "\n" not in gap else None

    def settlements(self, position: int, word: SettlementWord) -> int:
        """Take the name or the list of names behind a settlement word."""
        start = position
        while True:
            hit = self.item(position, word)
            if hit is None:
                break
            if (
                position > start
                and not hit.names
                and word.doubtful
                and not self.ends_item(hit.last)
            ):
                break
            self.hits.append(hit)
            position = hit.last + 1
            following = self.next_in_list(hit.last) if word.plural else None
            if following is None or not self.tokens.capital[following]:
                return self.villages_behind(position)
            if self.adjective_list(following)[1] is not None:
                return position
            position = following
        return max(position, start + 1)

    def item(self, position: int, word: SettlementWord | None) -> Hit | None:
        """Return the name that begins here, known or not."""
        tokens = self.tokens
        phrase = self.phrase(position)
        if phrase is not None:
            phrase.word = word
            return phrase
        if word is None or tokens.caseless or tokens.words[position] in self.vocabulary.heads:
            return None
        if self.is_first_name(position) or self.is_acronym(position):
            return None
        last = position
        if (
            split_adjective(tokens.words[position])
            and tokens.adjacent(position)
            and tokens.capital[position + 1]
            and not self.is_acronym(position + 1)
            and self.adjective_list(position + 1)[1] is None
        ):
            last = position + 1
        written = [tokens.original(index) for index in range(position, last + 1)]
        return Hit(position, last, (), word=word, spelt=nominative(written, word))

    def is_acronym(self, position: int) -> bool:
        """Tell whether a word is written in capitals throughout: БПЛА, ПВО."""
        written = self.tokens.original(position)
        return len(written) <= _ACRONYM and written.isupper() and len(written) > 1

    def villages_behind(self, position: int) -> int:
        """Take a list of names behind «Белгородский район:»; prose behind it is left alone."""
        tokens = self.tokens
        if position >= len(tokens.words) or tokens.caseless:
            return position
        if not _INTO_LIST.fullmatch(tokens.before(position)):
            return position
        plain = self.vocabulary.settlements["пункт"]
        items: list[Hit] = []
        following: int | None = position
        while (
            following is not None and tokens.capital[following] and len(items) < _LONGEST_ROUND_UP
        ):
            if self.settlement_word(following) or self.adjective_list(following)[1]:
                break
            hit = self.item(following, plain)
            if hit is None or not self.ends_item(hit.last):
                break
            items.append(hit)
            following = self.next_in_list(hit.last)
        known = any(hit.names for hit in items)
        if len(items) < (2 if known else 3):
            return position
        for hit in items:
            hit.word = plain
        self.hits.extend(items)
        return items[-1].last + 1

    def ends_item(self, position: int) -> bool:
        """Tell whether a name of a list stands alone: a mark, «и» or nothing follows."""
        if _ENDS_ITEM.match(self.tokens.gap(position)):
            return True
        return position + 1 >= len(self.tokens.words) or self.tokens.words[position + 1] == "и"
