"""What operators read of one post: how it was heard, understood, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from alerts.authority import may_act, spoken_by
from alerts.explaining import explain
from bot.reasons import Line, count_lines, reason_lines, statement_lines, statement_title
from bot.render import cut
from bot.texts import Html, escaped
from bot.voice import HOME_ZONE
from bot.watch_words import length

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from alerts.reader import Reader
    from alerts.situation import Alert
    from alerts.verdicts import Statement
    from bot.voice import Voice
    from storage.store import DoubtedPost, Story, StoryRevision, ToldNotice

_TITLE: Final = 60
_EXCERPT: Final = 700
_TOLD_PLACES: Final = 3
_BRIEF: Final = 140
_DOUBTS: Final = 2
_SHORTEST_LAG: Final = timedelta(seconds=0)


def why_lines(
    story: Story, reader: Reader, voice: Voice, zone: ZoneInfo, now: datetime
) -> Iterator[Html]:
    """Give all that is known of a post."""
    yield from _heard(story, voice, zone, now)
    newest = story.newest
    if newest.text and not newest.deleted:
        yield Html(f"<blockquote expandable>{escaped(cut(newest.text, _EXCERPT))}</blockquote>")
    yield from _understood(story, reader, voice)
    yield Html("")
    yield from _deeds(story, voice, zone, now)


def correction_lines(
    story: Story, said: Iterable[Statement], voice: Voice, *, done: bool = False
) -> Iterator[Html]:
    """Give what a post is taken for, and what it is or would be instead."""
    state = "done" if done else "asked"
    yield voice.say("correct-ask", post=_name(story), state=state)
    verdict = story.newest.verdict
    before = [statement_title(own, voice) for own in verdict.statements] if verdict else ["–"]
    after = [statement_title(own, voice) for own in said]
    yield voice.say("correct-was", what="; ".join(before), state=state)
    yield voice.say("correct-will", what="; ".join(after), state=state)
    yield voice.say("correct-told")


def told_lines(told: Iterable[ToldNotice], voice: Voice) -> Iterator[Html]:
    """Give what residents are told, each with how many chats."""
    notices = list(told)
    if not notices:
        yield voice.say("told-nobody")
    for one in notices:
        yield voice.say(
            "told-line",
            what=_what(one, voice),
            places=voice.names(one.notice.areas, _TOLD_PLACES) if one.notice.areas else "–",
            count=one.chats,
        )


def doubt_lines(post: DoubtedPost, voice: Voice) -> Iterator[Html]:
    """Give one post that the rules are unsure of, short: what was read, and what makes it so."""
    kind = voice.plain("reading-kind", kind=post.verdict.kind.value)
    time = voice.clock(post.published_at, HOME_ZONE)
    yield voice.say("doubts-line", time=time, post=_name(post), kind=kind)
    yield escaped(cut(" ".join(post.text.split()), _BRIEF))
    for statement in post.verdict.unsure[:_DOUBTS]:
        line = next(each for each in statement_lines(statement, (), voice) if not each.heading)
        yield escaped(cut(line.text, _BRIEF))
    yield voice.say("doubts-why", command=f"/why_{post.post_id}")


def _name(story: Story | DoubtedPost) -> Html:
    """Return a post's name as a link to it."""
    address = escaped(f"{story.channel.address}/{story.message_id}")
    name = escaped(f"@{story.channel.username}/{story.message_id}")
    return Html(f'<a href="{address}">{name}</a>')


def _heard(story: Story, voice: Voice, zone: ZoneInfo, now: datetime) -> Iterator[Html]:
    """Say whose post it is, when it was heard by whom, and what became of it since."""
    title = escaped(cut(story.channel.title, _TITLE))
    yield Html(f"<b>{_name(story)}</b> {title}")
    first = story.revisions[0]
    lag = max(first.received_at - story.published_at, _SHORTEST_LAG)
    yield voice.say(
        "why-heard",
        time=voice.moment(story.published_at, zone, now),
        lag=length(lag, voice),
        source=voice.source(first.source),
    )
    if story.forwarded_from:
        yield voice.say("why-forwarded", origin=cut(story.forwarded_from, _TITLE))
    for revision in story.revisions:
        if revision.number > 1:
            moment = revision.edited_at or revision.received_at
            yield voice.say(
                "why-revision",
                state="deleted" if revision.deleted else "edited",
                number=str(revision.number),
                time=voice.moment(moment, zone, now),
                kind=revision.verdict.kind.value if revision.verdict else "other",
            )
        yield from _corrections(revision, voice, zone, now)


def _corrections(
    revision: StoryRevision, voice: Voice, zone: ZoneInfo, now: datetime
) -> Iterator[Html]:
    """Say who corrected a revision, and what it was before."""
    for correction in revision.corrections:
        was = "; ".join(statement_title(own, voice) for own in correction.was) or "–"
        time = voice.moment(correction.at, zone, now)
        yield voice.say("why-corrected", who=correction.who, time=time, was=was)


def _understood(story: Story, reader: Reader, voice: Voice) -> Iterator[Html]:
    """Say what the newest state says and why; or what was kept of it, if rules changed since."""
    newest = story.newest
    if newest.deleted or newest.verdict is None:
        return
    explanation = explain(reader, newest.text, story.channel.region)
    present = spoken_by(story.channel, explanation.verdict)
    if not newest.corrections and _alike(present.statements) == _alike(newest.verdict.statements):
        yield from map(_html, reason_lines(explanation, voice))
        return
    for statement in newest.verdict.statements:
        yield from map(_html, statement_lines(statement, (), voice))
    yield from map(_html, count_lines(newest.verdict, None, voice))
    if not newest.corrections:
        would = "; ".join(statement_title(own, voice) for own in present.statements)
        yield voice.say("why-now-otherwise", what=would)


def _alike(statements: Iterable[Statement]) -> list[tuple[object, ...]]:
    """Return what of statements acts: by that a kept verdict is compared with a present one."""
    return [(own.kind, own.hazards, own.areas, own.partial, own.reminder) for own in statements]


def _html(line: Line) -> Html:
    """Return a line of reasons for a chat."""
    text = escaped(line.text)
    return Html(f"<b>{text}</b>" if line.heading else f"· {text}")


def _deeds(story: Story, voice: Voice, zone: ZoneInfo, now: datetime) -> Iterator[Html]:
    """Say what the situation made of a post, and whom it was told."""
    yield voice.say("why-deeds")
    if not may_act(story.channel.role):
        yield voice.say("why-may-not-act")
    elif not story.alerts:
        yield voice.say("why-no-deed")
    for alert in story.alerts:
        yield voice.say(
            "why-deed",
            deed=_deed(story.post_id, alert),
            hazard=alert.hazard.value if alert.hazard else "any",
            place=voice.name(alert.area),
            since=voice.moment(alert.opened_at, zone, now),
            until=voice.moment(alert.ended_at, zone, now) if alert.ended_at else "–",
            state="open" if alert.ended_at is None else "ended",
        )
    for one in story.told:
        yield voice.say(
            "why-told",
            what=_what(one, voice),
            count=one.chats,
            sent=one.counts.get("sent", 0),
            waiting=one.counts.get("pending", 0) + one.counts.get("claimed", 0),
        )


def _deed(post_id: int, alert: Alert) -> str:
    """Return what a post did to an alert; what it did last counts."""
    if alert.ended_by == post_id:
        return "ended"
    return "eased" if alert.eased_by == post_id else "opened"


def _what(told: ToldNotice, voice: Voice) -> str:
    """Return what a notice tells, in a word or two."""
    return voice.plain(
        "told-what",
        reason=told.notice.reason.value,
        what=voice.what(told.notice.kind, told.notice.hazards),
    )
