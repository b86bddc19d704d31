"""Why a source does not hear, in an operator's language.

Listeners say it in English, as the log does, and so it is kept. What they can say stands in
``texts/troubles.toml``, each sentence beside its Russian.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACE: Final = re.compile(r"\{(\w+)\}")


def trouble_in(language: str, sentence: str) -> str:
    """Return a listener's sentence in a language; one nobody has translated stays English."""
    if language != "ru":
        return sentence
    for said, translated in _sentences():
        found = said.fullmatch(sentence)
        if found is not None:
            facts = {name: trouble_in(language, fact) for name, fact in found.groupdict().items()}
            return translated.format_map(facts)
    return sentence


def known_sentences() -> Mapping[str, str]:
    """Return every sentence that is translated, with its translation; {places} are left open."""
    file = files("bot").joinpath("texts", "troubles.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _sentences() -> list[tuple[re.Pattern[str], str]]:
    """Return the sentences as they are found; those with the fewest open places come first."""
    known = sorted(known_sentences().items(), key=lambda pair: len(_PLACE.findall(pair[0])))
    return [(_pattern(said), translated) for said, translated in known]


def _pattern(said: str) -> re.Pattern[str]:
    """Return what finds a sentence, whatever stands in its open places."""
    parts = _PLACE.split(said)
    texts, names = parts[::2], parts[1::2]
    places = [f"(?P<{name}>.+)" for name in names]
    pieces = [re.escape(texts[0])]
    for place, text in zip(places, texts[1:], strict=True):
        pieces += [place, re.escape(text)]
    return re.compile("".join(pieces), re.DOTALL)
