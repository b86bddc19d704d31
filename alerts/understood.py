"""A post as far as it was understood: what was found in it, and what was made of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from alerts.reading import Reading
    from alerts.statements import Draft
    from alerts.verdicts import Verdict


class Understood(NamedTuple):
    """A verdict with its reading; ``drafts`` stand beside the statements they gave."""

    text: str
    home: str | None
    reading: Reading
    drafts: tuple[Draft, ...]
    verdict: Verdict
