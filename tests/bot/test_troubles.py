"""Operators read in their own language why a source does not hear."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import listeners
from bot.troubles import known_sentences, trouble_in

ERRORS = {
    "ConnectionLostError",
    "NoAnswerError",
    "PageError",
    "PausedError",
    "SessionError",
    "SiteError",
    "trouble",
}
"""What is called with a sentence: errors whose words are told, and the telling itself."""
NAMES = {
    "_ACCOUNT",
    "_CHANNEL",
    "_CONNECTION",
    "_TRANSPORT_CODES",
    "CLOSED",
    "NO_CHANNEL",
    "NO_PREVIEW",
    "sentence",
    "trouble",
    "unknown",
}
"""What a sentence is called in between."""
FUNCTIONS = {"request_trouble", "_redirected", "_sentence", "_unreadable"}
"""What returns one."""
ELSEWHERE = {"telegram_login.py", "telegram_look.py"}
"""What answers whoever types a command."""


class Sentences(ast.NodeVisitor):
    """Collects what the listeners can say of a trouble; what is said in it shows as {}."""

    def __init__(self) -> None:
        """Begin with none."""
        self.found: set[str] = set()

    def visit_Call(self, node: ast.Call) -> None:
        """Take the words a trouble is told in."""
        called = node.func.attr if isinstance(node.func, ast.Attribute) else None
        called = node.func.id if isinstance(node.func, ast.Name) else called
        if called in ERRORS:
            self._take(*node.args)
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Take the words that are named as such."""
        target = node.targets[0]
        name = target.attr if isinstance(target, ast.Attribute) else None
        if (target.id if isinstance(target, ast.Name) else name) in NAMES:
            self._take(node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Take the words of tables."""
        if isinstance(node.target, ast.Name) and node.target.id in NAMES and node.value:
            self._take(node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Take the words a function returns."""
        if node.name in FUNCTIONS:
            returned = [one.value for one in ast.walk(node) if isinstance(one, ast.Return)]
            self._take(*(value for value in returned if value is not None))
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Take the names of what is asked for."""
        if node.name == "Lane":
            self._take(*(one.value for one in node.body if isinstance(one, ast.Assign)))
        self.generic_visit(node)

    def _take(self, *nodes: ast.expr) -> None:
        """Take the sentences within expressions."""
        for node in nodes:
            if isinstance(node, ast.JoinedStr):
                parts = (
                    str(part.value) if isinstance(part, ast.Constant) else "{}"
                    for part in node.values
                )
                self.found.add("".join(parts))
            elif isinstance(node, ast.Constant) and " " in str(node.value):
                self.found.add(str(node.value))
            else:
                self._take(
                    *(one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr))
                )


def test_all_that_listeners_say_is_told_in_both_languages() -> None:
    """No sentence is left out of the Russian ones, and none stands there that nobody says."""
    said = Sentences()
    for file in Path(listeners.__path__[0]).glob("*.py"):
        if file.name not in ELSEWHERE:
            said.visit(ast.parse(file.read_text(encoding="utf-8")))
    assert {re.sub(r"\{\w+\}", "{}", sentence) for sentence in known_sentences()} == said.found


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("Telegram does not answer", "Telegram не отвечает"),
        (
            "Telegram asks for a pause of 90 s in reading posts; missed posts come after it",
            "Telegram просит подождать 90 с: чтение постов; пропущенные посты придут после",
        ),
        (
            "posts before 17 cannot be read: the site answered 502",
            "посты до 17 не читаются: сайт ответил 502",
        ),
        (
            "the account 'main' is not logged in: tocsin login",
            "аккаунт 'main' не вошёл в Telegram (tocsin login)",
        ),
        ("[Errno 5] {input}/output error",) * 2,
    ],
    ids=["whole", "within another", "with numbers", "with a name", "unheard of"],
)
def test_a_trouble_is_told_in_the_language_of_who_reads_it(english: str, russian: str) -> None:
    """Russian operators read Russian, with the facts of the sentence in it."""
    assert trouble_in("en", english) == english
    assert trouble_in("ru", english) == russian
