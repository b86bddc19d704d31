"""How a message is known: by its notice and its chat, of which there is one at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, tuple_, update

from storage.addresses import address_of
from storage.tables.told import OutboxRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Update

    from alerts.deliveries import Delivery
    from storage.columns import Found

Key = tuple[int, int]
"""The id of a notice and the address of a chat."""

KEY: Final = tuple_(OutboxRow.notice_id, OutboxRow.chat_id)
"""The two as the database compares them."""

_OUTBOX: Final = OutboxRow.metadata.tables["outbox"]  # the bare table takes many rows in one UPDATE


def key_of(row: Found) -> Key:
    """Return by what a row of the outbox is known."""
    return row.notice_id, row.chat_id


def delivery_key(delivery: Delivery) -> Key:
    """Return by what the row of a delivery is known."""
    return delivery.notice_id, address_of(delivery)


def update_of(status: str | None = None) -> Update:
    """Return an UPDATE of the rows that ``bound`` names, where they have a status."""
    query = update(_OUTBOX).where(
        _OUTBOX.c.notice_id == bindparam("row_notice"), _OUTBOX.c.chat_id == bindparam("row_chat")
    )
    return query if status is None else query.where(_OUTBOX.c.status == status)


def bound(keys: Iterable[Key]) -> list[dict[str, Any]]:
    """Return what ``update_of`` binds of rows, in an order in which two processes never cross."""
    return [{"row_notice": notice_id, "row_chat": chat_id} for notice_id, chat_id in sorted(keys)]
