"""Logging an account in: by a QR code or a phone number, with the second password if it has one."""

from __future__ import annotations

import asyncio
import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from telethon import errors
from telethon.tl import functions, types

from listeners.telegram_client import ConnectionLostError, answer, connected
from listeners.telegram_look import FAILURES
from listeners.telegram_session import KeptSession, write_session
from listeners.telegram_troubles import account_trouble, connection_trouble, leaves

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from listeners.telegram_client import PushClient
    from listeners.telegram_settings import TelegramSettings

TRIES: Final = 3
"""So often a code or password may be mistyped; Telegram closes the door soon after."""

_SHORTEST_CODE: Final = 3.0
_MOVED: Final = (errors.PhoneMigrateError, errors.NetworkMigrateError, errors.UserMigrateError)


class LoginError(Exception):
    """A login that did not succeed, told in one sentence."""


class Person(Protocol):
    """Whoever logs in, at a terminal."""

    def shows(self, url: str) -> None:
        """Show a QR code to be scanned with Telegram on a phone."""

    async def code(self) -> str:
        """Return the code Telegram sent to the account's other devices."""

    async def password(self, *, again: bool) -> str:
        """Return the account's second password; ``again`` after a wrong one."""


async def log_in(
    settings: TelegramSettings, account: str, person: Person, *, phone: str | None = None
) -> tuple[str, Path]:
    """Log in and keep the session; return the account's own name and where the session lies.

    Without a phone number by QR code. LoginError tells why it failed; nothing is kept then.
    """
    session = KeptSession()
    try:
        async with connected(settings, session) as client:
            try:
                if phone is None:
                    await _by_qr_code(client, settings, person)
                else:
                    await _by_phone(client, person, phone)
            except errors.SessionPasswordNeededError:
                await _with_password(client, person)
            me = await client.get_me()
            path = write_session(settings.sessions, account, client.session)
    except FAILURES as error:
        raise LoginError(_why(error)) from None
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        # Telethon cancels whoever waits for an answer when the connection ends
        raise LoginError("the connection to Telegram was lost; try again") from None
    if me is None:
        raise LoginError("Telegram does not say who logged in; try again")
    name = " ".join(part for part in (me.first_name, me.last_name) if part)
    return name or me.username or str(me.id), path


async def _by_qr_code(client: PushClient, settings: TelegramSettings, person: Person) -> None:
    """Show one QR code after the other until one is scanned."""
    shown: bytes | None = None
    while True:
        token = await answer(
            client,
            functions.auth.ExportLoginTokenRequest(settings.api_id, settings.api_hash, []),
        )
        if isinstance(token, types.auth.LoginTokenMigrateTo):
            await client._switch_dc(token.dc_id)  # noqa: SLF001 - Telethon's own QR login does so
            token = await answer(client, functions.auth.ImportLoginTokenRequest(token.token))
        if isinstance(token, types.auth.LoginTokenSuccess):
            return
        if token.token != shown:
            shown = token.token
            secret = base64.urlsafe_b64encode(token.token).decode("ascii").rstrip("=")
            person.shows(f"tg://login?token={secret}")
        left = (token.expires.astimezone(UTC) - datetime.now(UTC)).total_seconds()
        await _scanned(client, max(left, _SHORTEST_CODE))


async def _scanned(client: PushClient, seconds: float) -> None:
    """Wait until Telegram says that the code was scanned, or until it has run out."""
    try:
        async with asyncio.timeout(seconds):
            while not _says_scanned(await _next_update(client)):
                pass
    except TimeoutError:
        return


async def _next_update(client: PushClient) -> Any:  # noqa: ANN401 - Telethon ships no types
    """Return what is pushed next; ConnectionLostError if the connection ends first."""
    pushed = asyncio.ensure_future(client.pushed())
    try:
        await asyncio.wait({pushed, client.disconnected}, return_when=asyncio.FIRST_COMPLETED)
        if not pushed.done():
            raise ConnectionLostError("the connection was lost")
        return pushed.result()
    finally:
        pushed.cancel()


def _says_scanned(pushed: Any) -> bool:  # noqa: ANN401 - Telethon ships no types
    """Tell whether a container of updates holds the one that was waited for."""
    updates = getattr(pushed, "updates", None) or [getattr(pushed, "update", pushed)]
    return any(isinstance(update, types.UpdateLoginToken) for update in updates)


async def _by_phone(client: PushClient, person: Person, phone: str) -> None:
    """Have a code sent, and enter it."""
    try:
        sent = await client.send_code_request(phone)
    except _MOVED:  # Telethon has gone over to the account's own data centre by now
        sent = await client.send_code_request(phone)

    async def enter() -> None:
        """Try a code."""
        code = (await person.code()).strip()
        await client.sign_in(phone, code, phone_code_hash=sent.phone_code_hash)

    wrong = (errors.PhoneCodeInvalidError, errors.PhoneCodeEmptyError)
    await _some_tries(enter, wrong, "the code is wrong; ask for a new one by another login")


async def _with_password(client: PushClient, person: Person) -> None:
    """Enter the second password."""
    again = False

    async def enter() -> None:
        """Try a password."""
        nonlocal again
        password = await person.password(again=again)
        again = True
        await client.sign_in(password=password)

    await _some_tries(enter, (errors.PasswordHashInvalidError,), "the password is wrong")


async def _some_tries(
    enter: Callable[[], Awaitable[None]], wrong: tuple[type[Exception], ...], sentence: str
) -> None:
    """Let somebody mistype now and then."""
    for _ in range(TRIES):
        try:
            await enter()
        except wrong:
            continue
        return
    raise LoginError(sentence)


def _why(error: BaseException) -> str:
    """Return why a login failed, in one sentence; raise what is a fault of ours."""
    first = next(leaves(error))
    match first:
        case errors.FloodWaitError():
            return f"Telegram lets nobody log in this way for the next {first.seconds} s"
        case errors.PhoneNumberInvalidError() | errors.PhoneNumberUnoccupiedError():
            return "Telegram knows no account of this phone number"
        case errors.PhoneNumberBannedError():
            return "Telegram has banned this phone number"
        case errors.PhoneCodeExpiredError():
            return "the code has expired; log in again"
    sentence = account_trouble(first) or connection_trouble(first)
    if sentence is None:
        raise error
    return sentence
