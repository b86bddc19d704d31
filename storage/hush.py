"""For whom a message makes no sound: the rule of ``alerts.recipients`` in the database's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, false, literal, or_, true

from alerts.notices import Notice, Reason
from alerts.recipients import HUSHED
from storage.tables.told import SubscriberRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement


def hush(notice: Notice, now: datetime) -> tuple[ColumnElement[bool], ColumnElement[str]]:
    """Return whether a message to a subscriber is silent, and the reason that is kept with it.

    Nothing is withheld: what is hushed arrives without a sound. What ``wakes`` never is.
    """
    reason: ColumnElement[Any] = literal(notice.reason.value)
    if notice.silent or notice.wakes or notice.reason not in HUSHED:
        return (true() if notice.silent else false()), reason
    snoozes = SubscriberRow.snoozed_until > now
    quiet = _in_quiet_hours(now)
    return (
        case((or_(snoozes, quiet), true()), else_=false()),
        case(
            (snoozes, literal(Reason.SNOOZED.value)),
            (quiet, literal(Reason.QUIET_HOURS.value)),
            else_=reason,
        ),
    )


def _in_quiet_hours(now: datetime) -> ColumnElement[bool]:
    """Return the condition that it is in a subscriber's quiet hours, which may go over midnight."""
    minute = now.hour * 60 + now.minute
    start, end = SubscriberRow.quiet_from, SubscriberRow.quiet_until
    return or_(
        and_(start <= end, start <= minute, end > minute),
        and_(start > end, or_(start <= minute, end > minute)),
    )
