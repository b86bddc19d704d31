"""Methods of logging in: code, QR code, password; and of logging out."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from telethon.tl import types

from tests.mtproto import srp
from tests.mtproto.call import RpcError
from tests.mtproto.wire import user
from tests.mtproto.world import CODE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.mtproto.call import Call
    from tests.mtproto.world import Account

_TOKEN_LIVES = timedelta(seconds=30)


def _send_code(call: Call) -> types.auth.SentCode:
    _by_phone(call)
    return types.auth.SentCode(
        type=types.auth.SentCodeTypeApp(length=len(CODE)), phone_code_hash="sent"
    )


def _sign_in(call: Call) -> types.auth.Authorization:
    account = _by_phone(call)
    if call.request.phone_code != CODE:
        raise RpcError(400, "PHONE_CODE_INVALID")
    return _enter(call, account)


def _export_login_token(call: Call) -> types.auth.LoginToken:
    session = call.authorization
    if session.scanned_by:
        return types.auth.LoginTokenSuccess(_enter(call, session.scanned_by))
    return types.auth.LoginToken(
        expires=datetime.now(UTC) + _TOKEN_LIVES, token=call.world.new_token(session)
    )


def _get_password(call: Call) -> types.account.Password:
    account = call.authorization.half or call.account
    if account.password is None:
        return types.account.Password(
            new_algo=srp.ALGORITHM,
            new_secure_algo=types.SecurePasswordKdfAlgoUnknown(),
            secure_random=secrets.token_bytes(32),
        )
    call.authorization.srp_secret, offer = srp.offer(account.password)
    return types.account.Password(
        new_algo=srp.ALGORITHM,
        new_secure_algo=types.SecurePasswordKdfAlgoUnknown(),
        secure_random=secrets.token_bytes(32),
        has_password=True,
        current_algo=srp.ALGORITHM,
        srp_B=offer,
        srp_id=1,
    )


def _check_password(call: Call) -> types.auth.Authorization:
    session, given = call.authorization, call.request.password
    if session.half is None or session.half.password is None:
        raise RpcError(401, "AUTH_KEY_UNREGISTERED")
    if not srp.proves(session.half.password, session.srp_secret, given.A, given.M1):
        raise RpcError(400, "PASSWORD_HASH_INVALID")
    session.account, session.half = session.half, None
    return types.auth.Authorization(user(session.account))


def _log_out(call: Call) -> types.auth.LoggedOut:
    call.authorization.account = None
    return types.auth.LoggedOut()


def _enter(call: Call, account: Account) -> types.auth.Authorization:
    """Log the session in, or ask for the password first."""
    if account.password is not None:
        call.authorization.half = account
        raise RpcError(401, "SESSION_PASSWORD_NEEDED")
    call.authorization.account = account
    return types.auth.Authorization(user(account))


def _by_phone(call: Call) -> Account:
    phone = call.request.phone_number.lstrip("+")
    for account in call.world.accounts.values():
        if account.phone == phone:
            return account
    raise RpcError(400, "PHONE_NUMBER_INVALID")


METHODS: Final[Mapping[str, Callable[[Call], object]]] = {
    "auth.sendCode": _send_code,
    "auth.signIn": _sign_in,
    "auth.exportLoginToken": _export_login_token,
    "auth.logOut": _log_out,
    "auth.checkPassword": _check_password,
    "account.getPassword": _get_password,
}
