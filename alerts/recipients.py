"""Who is told of a notice, with which reason, and for whom it makes no sound.

The rule for one chat, by its settings alone. The database decides by the same rule for all chats at
once (``storage.audience``, ``storage.hush``), and a law holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.areas import covers, region_of
from alerts.deliveries import Action
from alerts.notices import ALARMS, Reason

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from alerts.notices import Notice
    from alerts.subscriptions import Subscriber, Subscription

ANSWERS: Final = frozenset({Reason.EASED, Reason.ENDED, Reason.CORRECTED, Reason.LOWERED})
"""What also goes to everyone who got the alarm, as a reply to it."""

HUSHED: Final = ALARMS | (ANSWERS - {Reason.LOWERED})
"""What residents may want to receive without a sound; LOWERED never makes one."""

QUIETENED: Final = frozenset({Reason.SNOOZED, Reason.QUIET_HOURS})
"""Why a message that would have made a sound makes none."""


def action_for(notice: Notice) -> Action:
    """Return what is done with the messages of a notice."""
    if notice.reason is Reason.REFRESHED:
        return Action.EDIT
    return Action.REPLY if notice.reason in ANSWERS else Action.SEND


def reason_for(
    notice: Notice,
    subscriber: Subscriber,
    subscriptions: Collection[Subscription],
    now: datetime,
    *,
    alarmed: bool = False,
) -> Reason | None:
    """Return why a chat is told of a notice or is not; None if it is about none of its places.

    FILTERED: it asked for other hazards. SNOOZED and QUIET_HOURS: it is told without a sound. Any
    other reason is the notice's own. ``alarmed``: it has got an alarm that the notice answers, and
    is told whatever it asks for now.
    """
    if not (alarmed and notice.reason in ANSWERS):
        concerned = [own for own in subscriptions if _concerns(notice, own)]
        if not concerned:
            return None
        if not any(_wants(own, notice) for own in concerned):
            return Reason.FILTERED
    if notice.silent or notice.wakes or notice.reason not in HUSHED:
        return notice.reason
    if subscriber.snoozed_until is not None and subscriber.snoozed_until > now:
        return Reason.SNOOZED
    return Reason.QUIET_HOURS if in_quiet_hours(subscriber.quiet, now) else notice.reason


def in_quiet_hours(quiet: tuple[int, int] | None, now: datetime) -> bool:
    """Tell whether a moment is in the minutes of the UTC day between two, maybe over midnight."""
    if quiet is None:
        return False
    start, end = quiet
    minute = now.hour * 60 + now.minute
    return start <= minute < end if start <= end else minute >= start or minute < end


def grows_silently(notice: Notice) -> bool:
    """Tell whether who follows the whole region need not be woken for some more of it."""
    return (
        notice.reason is Reason.OPENED
        and not notice.wakes
        and not any(region_of(area) == area for area in notice.areas)
    )


def _concerns(notice: Notice, own: Subscription) -> bool:
    """Tell whether a notice is about a place, what lies in it or what it lies in."""
    return any(covers(area, own.area) or covers(own.area, area) for area in notice.areas)


def _wants(own: Subscription, notice: Notice) -> bool:
    """Tell whether somebody asked for such hazards; none on either side is all."""
    return not own.hazards or not notice.hazards or not own.hazards.isdisjoint(notice.hazards)
