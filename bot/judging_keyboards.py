"""The buttons by which operators correct a post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.verdicts import Kind
from bot.callbacks import Correct, CorrectAs, CorrectKinds, CorrectNot
from bot.keyboards import Markup, button, rows

if TYPE_CHECKING:
    from bot.voice import Voice

_COLUMNS = 2


def judged(post_id: int, voice: Voice) -> Markup:
    """Offer to correct the post that is shown."""
    return rows([[button(voice.plain("button-correct"), CorrectKinds(post_id=post_id))]])


def kinds(post_id: int, present: Kind, voice: Voice) -> Markup:
    """Offer every kind but the present one."""
    offered = [
        button(
            voice.plain("reading-kind", kind=kind.value),
            CorrectAs(post_id=post_id, kind=kind.value),
        )
        for kind in Kind
        if kind is not present
    ]
    pairs = [offered[start : start + _COLUMNS] for start in range(0, len(offered), _COLUMNS)]
    return rows([*pairs, [button(voice.plain("button-correct-no"), CorrectNot())]])


def confirming(question: str, voice: Voice) -> Markup:
    """Ask whether to do what was shown."""
    return rows(
        [
            [button(voice.plain("button-correct-yes"), Correct(question=question))],
            [button(voice.plain("button-correct-no"), CorrectNot())],
        ]
    )
