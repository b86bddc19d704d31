"""Options that several commands have in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable


def config_option(use: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option ``--config``, passed on as ``config_file``; ``use`` is its help."""
    return click.option(
        "--config",
        "config_file",
        type=click.Path(path_type=Path, dir_okay=False),
        default=Path("config.toml"),
        show_default=True,
        help=use,
    )
