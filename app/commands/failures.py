"""How a command ends when something is wrong: one clear line, and the exit code for whose fault."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from app.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator


class OperatorMistake(click.ClickException):
    """Something the operator can mend: exit 2."""

    exit_code = 2


class PartFailed(click.ClickException):
    """A part of the program, or of the world, does not work: exit 1."""

    exit_code = 1


@contextmanager
def failures_told() -> Iterator[None]:
    """Turn the failures that a command expects into one line each."""
    from storage.store import ChannelMismatchError, StorageError

    try:
        yield
    except ConfigError as error:
        raise OperatorMistake("\ntocsin: ".join(error.mistakes)) from None
    except ChannelMismatchError as error:
        raise OperatorMistake(f"channels: {error}") from None
    except StorageError as error:
        raise PartFailed(f"database.url: {error}") from None
