"""Two programs with one database: the second is told, and a dead one is in nobody's way."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from app.alone import alone_with
from app.config import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

HOLDS = (
    "import sys; from app.alone import alone_with\n"
    "with alone_with(sys.argv[1]):\n"
    "    print('held', flush=True); sys.stdin.read()"
)


def test_a_second_program_is_told(tmp_path: Path) -> None:
    """While one program has the database a second one cannot, and after a kill the next one can."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'tocsin.db'}"
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", HOLDS, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        with pytest.raises(ConfigError, match="another `tocsin run`"), alone_with(url):
            pass
        first.send_signal(signal.SIGKILL)
    with alone_with(url):
        assert not (tmp_path / "tocsin.db").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A database in a folder that is not there is the operator's mistake."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'no' / 'tocsin.db'}"
    with pytest.raises(ConfigError, match="cannot be written"), alone_with(url):
        pass
