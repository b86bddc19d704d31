"""What operators are told without having asked: a channel is not quite what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.notices import Notice, Reason
from alerts.profiles import Trait
from alerts.subscriptions import Subscriber
from alerts.verdicts import Kind
from bot.texts import Html
from bot.troubles import trouble_in
from bot.voice import Voice
from bot.why_words import doubt_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from alerts.channels import Channel
    from alerts.gazetteer import Gazetteer
    from alerts.profiles import TraitChange
    from bot.texts import Texts
    from storage.store import DoubtedPost, Transaction

_NO_ADMIN: Final = ("not a member", "kicked", "rights", "administrator", "write_forbidden")
_NAMED: Final = 5
"""So many channels are named when a source loses them."""


class Desk:
    """Where operators sit: their chats, each with its language."""

    def __init__(self, chats: Collection[int], texts: Texts, gazetteer: Gazetteer) -> None:
        """Write to ``chats``."""
        self._chats = tuple(dict.fromkeys(chats))
        self._texts = texts
        self._gazetteer = gazetteer

    @property
    def manned(self) -> bool:
        """Tell whether anybody sits there."""
        return bool(self._chats)

    async def tell_doubts(
        self, transaction: Transaction, posts: Sequence[DoubtedPost], count: int, now: datetime
    ) -> int:
        """Plan word of posts that the rules are unsure of; ``count`` is how many there are."""

        def words(voice: Voice) -> Html:
            """Say which, why, and how to correct each."""
            blocks = [voice.say("doubts-title", count=count)]
            blocks += [Html("\n".join(doubt_lines(post, voice))) for post in posts]
            if count > len(posts):
                blocks.append(voice.say("and-more", count=count - len(posts)))
            return Html("\n\n".join(blocks))

        return await self._tell(transaction, None, words, now)

    async def tell_changes(
        self,
        transaction: Transaction,
        channel: Channel,
        changes: Sequence[TraitChange],
        now: datetime,
    ) -> int:
        """Plan word that a channel changed its name, title or marks."""

        def words(voice: Voice) -> Html:
            """Say what has changed."""
            title = voice.say("operators-changed", channel=channel.username)
            lines = [_change(change, voice) for change in changes]
            return Html("\n".join([title, *lines]))

        return await self._tell(transaction, channel, words, now)

    async def tell_stranger(
        self, transaction: Transaction, channel: Channel, number: int, now: datetime
    ) -> int:
        """Plan word that a followed name leads to another channel."""

        def words(voice: Voice) -> Html:
            """Say who it was and who it is."""
            return voice.say(
                "operators-stranger",
                channel=channel.username,
                pinned=str(channel.channel_id),
                number=str(number),
            )

        return await self._tell(transaction, channel, words, now)

    async def tell_lost(
        self,
        transaction: Transaction,
        source: str,
        why: str,
        channels: Sequence[str],
        now: datetime,
    ) -> int:
        """Plan word that a source does not hear some channels any more."""
        names = ", ".join(f"@{channel}" for channel in sorted(channels)[:_NAMED])

        def words(voice: Voice) -> Html:
            """Say which, how many, and why."""
            named = names
            if len(channels) > _NAMED:
                named += " " + voice.plain("and-more", count=len(channels) - _NAMED)
            return voice.say(
                "operators-lost",
                source=voice.source(source),
                channels=named,
                why=trouble_in(voice.language, why),
            )

        return await self._tell(transaction, None, words, now)

    async def tell_back(
        self, transaction: Transaction, source: str, why: str, now: datetime
    ) -> int:
        """Plan word that a source has got over a trouble."""

        def words(voice: Voice) -> Html:
            """Say what is over."""
            said = trouble_in(voice.language, why)
            return voice.say("operators-back", source=voice.source(source), why=said)

        return await self._tell(transaction, None, words, now)

    async def tell_mirror(
        self, transaction: Transaction, name: str, trouble: str | None, now: datetime
    ) -> int:
        """Plan word that a mirror channel gets no posts and what to do, or that it does again."""

        def words(voice: Voice) -> Html:
            """Say why, as plainly as Telegram's answer allows."""
            if trouble is None:
                return voice.say("mirror-well", name=name)
            return voice.say("mirror-ill", name=name, why=_why(trouble), answer=trouble)

        return await self._tell(transaction, None, words, now)

    async def tell_paid_refused(self, transaction: Transaction, answer: str, now: datetime) -> int:
        """Plan word that Telegram refuses paid broadcasts, and that alarms go out all the same."""
        return await self._tell(
            transaction, None, lambda voice: voice.say("paid-refused", answer=answer), now
        )

    async def _tell(
        self,
        transaction: Transaction,
        channel: Channel | None,
        words: Callable[[Voice], Html],
        now: datetime,
    ) -> int:
        """Plan a message to each chat, also to one that never wrote to us."""
        for chat in self._chats:
            subscriber = await transaction.subscriber(chat)
            if subscriber is None:
                subscriber = Subscriber(chat_id=chat)
                await transaction.save_subscriber(subscriber)
            voice = Voice(self._texts, self._gazetteer, subscriber.language)
            await transaction.tell_one(_notice(channel, words(voice), now), chat, now)
        return len(self._chats)


def _why(answer: str) -> str:
    """Return what keeps a bot from posting, by Telegram's answer."""
    answer = answer.casefold()
    if any(words in answer for words in _NO_ADMIN):
        return "rights"
    return "unknown" if "not found" in answer else "other"


def _change(change: TraitChange, voice: Voice) -> Html:
    """Say what one trait was and is."""
    before, after = str(change.before or "–"), str(change.after or "–")
    match change.trait:
        case Trait.USERNAME if change.after is None:
            return voice.say("changed-nameless")
        case Trait.USERNAME:
            return voice.say("changed-username", before=before, after=after)
        case Trait.TITLE:
            return voice.say("changed-title", before=before, after=after)
        case _:
            return voice.say(
                "changed-mark", mark=change.trait.value, set="yes" if change.after else "no"
            )


def _notice(channel: Channel | None, body: Html, now: datetime) -> Notice:
    """Return a word to operators as a notice."""
    return Notice(
        reason=Reason.OPERATORS,
        kind=Kind.OTHER,
        areas=(),
        hazards=(),
        published_at=now,
        received_at=now,
        source_name=channel.title if channel else "",
        link=channel.address if channel else None,
        excerpt="",
        body=body,
    )
