"""The migrations as a developer runs them: by Alembic's own command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import CompletedProcess

ROOT = Path(__file__).parents[2]


def alembic(url: str, *arguments: str) -> CompletedProcess[str]:
    """Run Alembic's command on a database."""
    return subprocess.run(  # noqa: S603 - our own environment's program
        [Path(sys.executable).with_name("alembic"), "-x", f"url={url}", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_nothing_is_left_out(tmp_path: Path) -> None:
    """`alembic upgrade head` and then `alembic check` find no difference to the tables."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'by-hand.db'}"
    upgraded = alembic(url, "upgrade", "head")
    assert upgraded.returncode == 0, upgraded.stderr
    checked = alembic(url, "check")
    assert checked.returncode == 0, checked.stderr
    assert "No new upgrade operations detected" in checked.stdout
