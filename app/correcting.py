"""An operator's correction: a new verdict of a post, and all that follows from it, as from an edit.

It can be rehearsed: everything is done inside a transaction that is then rolled back, so that what
is shown before is what will be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.pipeline import change_situation, regions_of
from app.telling import Heard

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from alerts.verdicts import Verdict
    from storage.store import Store, ToldNotice, Transaction


@dataclass(frozen=True, slots=True)
class Corrector:
    """Corrects posts; ``planned`` is called when messages wait to be sent."""

    store: Store
    planned: Callable[[], None]

    async def rehearse(
        self, post_id: int, verdict: Verdict, who: str, now: datetime
    ) -> list[ToldNotice] | None:
        """Return what residents would be told, None if the post is gone; nothing is changed."""
        async with self.store.rehearsal() as transaction:
            return await _correct(transaction, post_id, verdict, who, now)

    async def correct(
        self, post_id: int, verdict: Verdict, who: str, now: datetime
    ) -> list[ToldNotice] | None:
        """Have a post say what a person says; return what residents are told."""
        async with self.store.transaction() as transaction:
            told = await _correct(transaction, post_id, verdict, who, now)
        if told:
            self.planned()
        return told


async def _correct(
    transaction: Transaction, post_id: int, verdict: Verdict, who: str, now: datetime
) -> list[ToldNotice] | None:
    """Keep a correction with all that follows from it."""
    kept = await transaction.newest_state(post_id)
    if kept is None:
        return None
    before = await transaction.last_notice()
    await transaction.correct_verdict(kept, verdict, who, now)
    heard = Heard(kept=kept, verdict=verdict, fresh=True, now=now, by_operator=True)
    for region in regions_of(heard):
        await change_situation(transaction, heard, region)
    was = kept.previous.kind.value if kept.previous else "nothing"
    detail = f"@{kept.channel.username}/{kept.post.message_id}: {was} → {verdict.kind.value}"
    await transaction.audit(who, "post corrected", detail, now)
    return await transaction.told_since(post_id, before)
