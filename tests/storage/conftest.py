"""A store that follows the channels of the examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.storage.examples import GOVERNOR, KURSK, MINISTRY

if TYPE_CHECKING:
    from storage.store import Store


@pytest.fixture
async def night(store: Store) -> Store:
    """Return a store that follows a governor, the ministry and a neighbour."""
    await store.follow([GOVERNOR, MINISTRY, KURSK])
    return store
