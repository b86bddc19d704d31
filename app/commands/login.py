"""``tocsin login``: log an account in that is to listen."""

from __future__ import annotations

import asyncio
import getpass
import sys
import threading
from typing import TYPE_CHECKING

import click

from app.commands.failures import OperatorMistake, PartFailed, failures_told
from app.commands.options import config_option
from app.config import load_config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.config import TelegramConfig


@click.command("login")
@click.option("--account", "name", help="Which of [[telegram.accounts]]; not needed for one.")
@click.option("--phone", help="Log in by this number and a code instead of a QR code.")
@config_option("The configuration that names the accounts.")
def command(name: str | None, phone: str | None, config_file: Path) -> None:
    """Log an account in, so that `tocsin run` listens with it.

    A QR code is shown: in Telegram on your phone open Settings, Devices, Link Desktop Device, and
    scan it. If the account has a second password, it is asked for and not shown. The session is
    kept in a file that only you may read; whoever has it is the account.
    """
    with failures_told():
        config = load_config(config_file)
        account = _account(config.telegram, name)
        from app.logs import hush_telethon
        from app.telegram import settings_of
        from listeners.telegram_login import LoginError, log_in

        hush_telethon()
        settings = settings_of(config.telegram)
        try:
            own_name, path = asyncio.run(log_in(settings, account, _Terminal(), phone=phone))
        except LoginError as error:
            raise PartFailed(str(error)) from None
        except ValueError as error:
            raise OperatorMistake(f"telegram: {error}") from None
        except OSError as error:
            place = error.filename or settings.sessions
            raise OperatorMistake(f"{place}: {error.strerror}") from None
    click.echo(f"{account}: logged in as {own_name}; the session is {path}")


def _account(config: TelegramConfig, name: str | None) -> str:
    """Return which account is meant."""
    names = [account.name for account in config.accounts]
    if not names:
        raise OperatorMistake('telegram.accounts: name one: [[telegram.accounts]] name = "main"')
    if name is None and len(names) == 1:
        return names[0]
    if name is None:
        raise OperatorMistake(f"--account: which one? {', '.join(names)}")
    if name not in names:
        raise OperatorMistake(f"--account: {name} is not among [[telegram.accounts]]")
    return name


class _Terminal:
    """Whoever sits at the terminal."""

    def shows(self, url: str) -> None:
        """Draw a QR code on standard output."""
        import qrcode

        code = qrcode.QRCode(border=2)
        code.add_data(url)
        click.echo("Scan this with Telegram on your phone: Settings, Devices, Link Desktop Device.")
        code.print_ascii(out=sys.stdout, invert=True)
        sys.stdout.flush()

    async def code(self) -> str:
        """Ask for the code."""
        click.echo("The code Telegram sent you: ", nl=False)
        return await _beside(_line)

    async def password(self, *, again: bool) -> str:
        """Ask for the second password, without showing it."""
        prompt = "That was wrong. Once more, your password: " if again else "Your password: "
        if sys.stdin.isatty():
            return await _beside(lambda: getpass.getpass(prompt))
        click.echo(prompt)
        return await _beside(_line)


def _line() -> str:
    """Read a line; the end of the input ends the command."""
    line = sys.stdin.readline()
    if not line:
        raise click.Abort
    return line.rstrip("\r\n")


async def _beside(ask: Callable[[], str]) -> str:
    """Ask without holding up the connection; a thread of its own does not outlive the program."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str] = loop.create_future()

    def settle(text: str | None, error: BaseException | None) -> None:
        """Give the answer to whoever still waits for it."""
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(text or "")

    def asking() -> None:
        """Wait for a person."""
        try:
            text = ask()
        except (click.Abort, EOFError, OSError) as error:
            loop.call_soon_threadsafe(settle, None, error)
        else:
            loop.call_soon_threadsafe(settle, text, None)

    threading.Thread(target=asking, daemon=True).start()
    return await answer
