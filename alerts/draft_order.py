"""Which statement of a post leads, and which news stands before another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.verdicts import PRECEDENCE, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.rules import Finding
    from alerts.statements import Draft

_THREAT_KIND: Final = Kind.THREAT  # Python 3.11 takes ten times as long to find it in its class
_ALL_CLEAR_KIND: Final = Kind.ALL_CLEAR


def leads(news: Sequence[Finding], stays: Sequence[Finding]) -> bool:
    """Tell whether news stands before or beside the words for the danger that stays."""
    return bool(news) and (news[0].sentence, news[0].hits[0].start) < (
        stays[0].sentence,
        stays[0].hits[0].start,
    )


def in_order(drafts: list[Draft]) -> list[Draft]:
    """Return the most urgent first, but an end leads over a danger that only stays."""

    def rank(draft: Draft) -> tuple[bool, int]:
        only_stays = draft.kind is _THREAT_KIND and draft.reminder
        return only_stays and ends, PRECEDENCE[draft.kind]

    if len(drafts) < 2:  # noqa: PLR2004 - one is in order
        return drafts
    ends = any(draft.kind is _ALL_CLEAR_KIND for draft in drafts)
    return sorted(drafts, key=rank)
