"""For whom a message makes no sound: the rule of ``alerts.recipients`` in the database's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Boolean, Integer, and_, bindparam, case, literal, null, or_, true

from alerts.notices import Notice, Reason
from alerts.recipients import HUSHED
from storage.columns import UTCDateTime
from storage.tables.told import SubscriberRow

if TYPE_CHECKING:
    from datetime import datetime

_MAY_BE_HUSHED: Final = bindparam("may_be_hushed", type_=Boolean())
_MINUTE: Final = bindparam("minute", type_=Integer())
_START, _END = SubscriberRow.quiet_from, SubscriberRow.quiet_until
_SNOOZES: Final = and_(
    _MAY_BE_HUSHED, SubscriberRow.snoozed_until > bindparam("now", type_=UTCDateTime())
)
_QUIET: Final = and_(
    _MAY_BE_HUSHED,
    or_(
        and_(_START <= _END, _START <= _MINUTE, _END > _MINUTE),
        and_(_START > _END, or_(_START <= _MINUTE, _END > _MINUTE)),  # over midnight
    ),
)

SILENT: Final = case(
    (or_(_SNOOZES, _QUIET), true()), else_=bindparam("its_silence", type_=Boolean())
)
"""Whether a message to a subscriber makes no sound. Nothing is withheld: it arrives without."""

REASON: Final = case(
    (_SNOOZES, literal(Reason.SNOOZED.value)),
    (_QUIET, literal(Reason.QUIET_HOURS.value)),
    else_=null(),
)
"""The reason that is kept with it, null for that of its notice."""


def hush_values(notice: Notice, now: datetime) -> dict[str, Any]:
    """Return what these bind of a notice. What ``wakes`` is never hushed."""
    return {
        "may_be_hushed": not (notice.silent or notice.wakes) and notice.reason in HUSHED,
        "its_silence": notice.silent,
        "now": now,
        "minute": now.hour * 60 + now.minute,
    }
