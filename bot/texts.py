"""The words of the bot in each language, from the Fluent files beside this one.

What ``say`` returns is safe HTML: every fact that is not already ``Html`` is escaped on its way in.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from fluent.runtime import FluentBundle, FluentResource

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Final = ("ru", "en")
PARTS: Final = ("", "_reading", "_situation")
"""What is added to a language's name in its files: nothing, and why posts are read as they are."""
DEFAULT_LANGUAGE: Final = "ru"
_REMEMBERED: Final = 4096
_SPOKEN_WITH_RUSSIAN: Final = frozenset({"ru", "be", "kk", "ky", "os", "tt", "uk"})


class TextError(Exception):
    """A text is missing, or lacks a fact it speaks of: a fault of ours."""


class Html(str):
    """Text that is already HTML as Telegram reads it."""

    __slots__ = ()


def escaped(text: str) -> Html:
    """Return ``text`` as HTML that shows exactly it, also inside a quoted attribute."""
    sound = text.encode(errors="replace").decode()  # a lone surrogate cannot be sent
    sound = sound.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Html(sound.replace('"', "&quot;"))


class Texts:
    """The texts of all languages."""

    def __init__(self, bundles: Mapping[str, FluentBundle]) -> None:
        """Speak the languages of ``bundles``; an unknown one is answered in the default."""
        self._bundles = bundles
        self._text = lru_cache(_REMEMBERED)(self._spoken)

    def say(self, language: str, key: str, **facts: str | float) -> Html:
        """Return a text as HTML, its facts escaped."""
        safe = {
            name: escaped(fact) if isinstance(fact, str) and not isinstance(fact, Html) else fact
            for name, fact in facts.items()
        }
        return Html(self.plain(language, key, **safe))

    def plain(self, language: str, key: str, **facts: str | float) -> str:
        """Return a text with its facts as they are, for buttons and menus."""
        return self._text(language, key, tuple(facts.items()))

    def _spoken(self, language: str, key: str, facts: tuple[tuple[str, str | float], ...]) -> str:
        """Return a text with its facts; it is always the same, and asked for again and again."""
        bundle = self._bundles.get(language, self._bundles[DEFAULT_LANGUAGE])
        if not bundle.has_message(key):
            raise TextError(f"there is no text {key!r} in {language!r}")
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise TextError(f"the text {key!r} is empty in {language!r}")
        text, faults = bundle.format_pattern(pattern, dict(facts))
        if faults:
            raise TextError(f"the text {key!r} in {language!r}: {faults[0]}")
        return str(text)


@cache
def load_texts() -> Texts:
    """Read the texts of every language."""
    return Texts({language: _bundle(language) for language in LANGUAGES})


def language_for(code: str | None) -> str:
    """Return the language to begin with for a Telegram ``language_code``."""
    spoken = (code or DEFAULT_LANGUAGE).partition("-")[0].lower()
    return "ru" if spoken in _SPOKEN_WITH_RUSSIAN else "en"


def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for name in PARTS:
        file = files("bot").joinpath("texts", f"{language}{name}.ftl")
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle
