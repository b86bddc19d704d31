from __future__ import annotations

import ast
from importlib.resources import files
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

import bot
from bot.menu import COMMANDS, OPERATOR_COMMANDS
from bot.texts import LANGUAGES, PARTS, Html, TextError, Texts, language_for

SPEAKING = {"say", "plain"}


class Variables(Visitor):
    """Collects the facts a message speaks of."""

    def __init__(self) -> None:
        """Begin with none."""
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - Fluent's
        """Note one."""
        self.names.add(node.id.name)


def messages(language: str) -> dict[str, set[str]]:
    """Return the facts of each message of a language."""
    folder = files("bot").joinpath("texts")
    sources = [(folder / f"{language}{part}.ftl").read_text(encoding="utf-8") for part in PARTS]
    found: dict[str, set[str]] = {}
    for entry in FluentParser().parse("\n".join(sources)).body:
        assert not isinstance(entry, ftl.Junk), entry.content
        if isinstance(entry, ftl.Message):
            assert entry.id.name not in found, entry.id.name
            variables = Variables()
            variables.visit(entry)
            found[entry.id.name] = variables.names
    return found


def used() -> set[str]:
    """Return the keys that the bot's code says."""
    keys: set[str] = {f"command-{name}" for name in (*OPERATOR_COMMANDS, *COMMANDS)}
    for path in bot.__path__:
        for file in Path(path).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in SPEAKING
                ):
                    keys.update(
                        arg.value
                        for arg in node.args
                        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                    )
    return keys


def test_every_language_has_the_same_texts_with_the_same_facts() -> None:
    """No text is missing or lacks a fact in any language."""
    first, *others = [messages(language) for language in LANGUAGES]
    for other in others:
        assert other == first


def test_the_texts_are_those_the_code_says() -> None:
    """No key is unknown to the texts, and no text is left that nobody says."""
    assert used() == set(messages("ru"))


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 беспилотник"), (22, "22 беспилотника"), (56, "56 беспилотников"), (11, "11 бес")],
    ids=["one", "few", "many", "eleven"],
)
def test_russian_plurals(texts: Texts, count: int, words: str) -> None:
    """Numbers agree with their nouns."""
    assert texts.say("ru", "drones", count=count).startswith(words)


def test_facts_are_escaped_once(texts: Texts) -> None:
    """What comes from outside cannot become markup; what is HTML already is not escaped again."""
    once = texts.say("ru", "added", place="<b>&")
    assert once == "Добавлено: &lt;b&gt;&amp;"
    assert texts.say("ru", "added", place=Html("<b>x</b>")) == "Добавлено: <b>x</b>"


def test_a_missing_fact_or_text_is_an_error(texts: Texts) -> None:
    """A hole in a text never reaches a resident."""
    with pytest.raises(TextError, match="added"):
        texts.say("ru", "added")
    with pytest.raises(TextError, match="nothing-like-it"):
        texts.say("ru", "nothing-like-it")


@pytest.mark.parametrize(
    ("code", "language"),
    [("ru", "ru"), ("en-GB", "en"), ("uk", "ru"), ("de", "en"), (None, "ru")],
)
def test_the_first_language_follows_telegrams(code: str | None, language: str) -> None:
    """A stranger is greeted in the language of their Telegram."""
    assert language_for(code) == language
