"""``tocsin login`` against a Telegram of our own."""

from __future__ import annotations

import asyncio
import stat
from typing import TYPE_CHECKING

import pytest

from tests.mtproto.world import CODE

if TYPE_CHECKING:
    from tests.app.operator import Operator


def session_modes(operator: Operator, account: str = "main") -> tuple[int, int]:
    """Return who may do what with the folder of sessions and with an account's file."""
    folder = operator.folder / "sessions"
    file = folder / f"{account}.session"
    return stat.S_IMODE(folder.stat().st_mode), stat.S_IMODE(file.stat().st_mode)


async def test_by_phone_and_code(operator: Operator) -> None:
    """A code logs the account in, and only its owner may read the session."""
    phone = operator.server.account("main").phone
    ended = await operator.runs("login", "--phone", phone, types=f"{CODE}\n")
    assert (ended.code, ended.err) == (0, "")
    assert "main: logged in as" in ended.out
    assert session_modes(operator) == (0o700, 0o600)


async def test_by_qr_code(operator: Operator) -> None:
    """A scanned QR code logs the account in; what it holds is drawn and not written."""
    program = await operator.begins("login")
    async with asyncio.timeout(20):
        while not (  # noqa: ASYNC110 - another process asks for the code
            shown := [key.token for key in operator.server.world.keys.values() if key.token]
        ):
            await asyncio.sleep(0.02)
        (token,) = shown
        operator.server.world.scan(token, operator.server.account("main"))
    assert (await program.ends(), program.err.written) == (0, b"")
    assert "█" in program.out.written.decode()
    assert "tg://login" not in program.out.written.decode()
    assert session_modes(operator) == (0o700, 0o600)


async def test_a_second_password_is_asked_for_and_never_shown(operator: Operator) -> None:
    """A wrong password may be corrected; none of them appears on the screen."""
    account = operator.server.account("guarded", password="correct-horse")  # noqa: S106 - made up
    operator.writes_config(accounts=("main", "guarded"))
    typed = f"{CODE}\nwrong-horse\ncorrect-horse\n"
    ended = await operator.runs(
        "login", "--account", "guarded", "--phone", account.phone, types=typed
    )
    assert (ended.code, ended.err) == (0, "")
    assert "horse" not in ended.out
    assert session_modes(operator, "guarded") == (0o700, 0o600)


@pytest.mark.parametrize(
    ("phone", "typed", "said"),
    [
        pytest.param(None, "1\n2\n3\n", "the code is wrong", id="wrong codes"),
        pytest.param("+999", "", "no account of this phone number", id="unknown number"),
    ],
)
async def test_a_failed_login_keeps_nothing(
    operator: Operator, phone: str | None, typed: str, said: str
) -> None:
    """A login that fails is told in one line and leaves no session behind."""
    number = phone or operator.server.account("main").phone
    ended = await operator.runs("login", "--phone", number, types=typed)
    assert ended.code == 1
    (line,) = ended.err.splitlines()
    assert said in line
    assert not (operator.folder / "sessions").exists()


async def test_an_unreachable_server_is_told(operator: Operator) -> None:
    """Where nobody answers, that is said in a sentence."""
    await operator.server.refuse()
    ended = await operator.runs("login")
    assert ended.code == 1
    (line,) = ended.err.splitlines()
    assert "the connection to Telegram" in line


@pytest.mark.parametrize(
    ("accounts", "arguments", "said"),
    [
        pytest.param((), (), "telegram.accounts: name one", id="none"),
        pytest.param(("a", "b"), (), "--account: which one? a, b", id="which"),
        pytest.param(("a",), ("--account", "c"), "--account: c is not among", id="unknown"),
    ],
)
async def test_which_account_is_meant(
    operator: Operator, accounts: tuple[str, ...], arguments: tuple[str, ...], said: str
) -> None:
    """An account that the configuration does not name is the operator's mistake."""
    operator.writes_config(accounts=accounts)
    ended = await operator.runs("login", *arguments)
    assert ended.code == 2
    assert said in ended.err
