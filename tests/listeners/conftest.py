"""What the listeners' tests share: a preview site on this computer and an instant clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.clock import InstantClock
from tests.fakes.preview_pages import FakeSite, open_site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def site() -> AsyncIterator[FakeSite]:
    """Serve preview pages over real HTTP."""
    async with open_site() as opened:
        yield opened


@pytest.fixture
def clock() -> InstantClock:
    """Return a clock that makes nobody wait."""
    return InstantClock()
