"""The methods of the API that the server knows, and the way of a request to its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from telethon.tl import functions, types

from tests.mtproto import api_channels, api_history, api_login, api_self, api_updates
from tests.mtproto.call import Call, RpcError
from tests.mtproto.wire import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

METHODS: Final[Mapping[str, Callable[[Call], object]]] = {
    **api_channels.METHODS,
    **api_history.METHODS,
    **api_login.METHODS,
    **api_self.METHODS,
    **api_updates.METHODS,
}

WITHOUT_LOGIN: Final = frozenset({*api_login.METHODS, "help.getConfig", "help.getNearestDc"})


def unwrap(request: Any) -> tuple[Any, bool]:  # noqa: ANN401 - a TL object, untyped
    """Return the request inside its wrappings, and whether it asks for updates."""
    updates = True
    while isinstance(
        request,
        functions.InvokeWithLayerRequest
        | functions.InitConnectionRequest
        | functions.InvokeWithoutUpdatesRequest
        | functions.InvokeAfterMsgRequest,
    ):
        updates &= not isinstance(request, functions.InvokeWithoutUpdatesRequest)
        request = request.query
    return request, updates


def method_name(request: object) -> str:
    """Return Telegram's name of a request, such as "messages.getHistory"."""
    name = type(request).__name__.removesuffix("Request")
    space = type(request).__module__.removeprefix("telethon.tl.functions").lstrip(".")
    return f"{space}.{name[0].lower()}{name[1:]}".lstrip(".")


def respond(call: Call, refusal: tuple[int, str] | None) -> bytes:
    """Return the answer to a request as bytes; ``refusal`` is a fault that it meets."""
    try:
        _check(call, refusal)
        return encode(METHODS[call.method](call))
    except RpcError as error:
        return bytes(types.RpcError(error.code, error.message))


def _check(call: Call, refusal: tuple[int, str] | None) -> None:
    """Refuse what is not answered by its own method."""
    if call.method not in WITHOUT_LOGIN and (refused := call.account.refused):
        raise RpcError(*refused)
    if refusal:
        raise RpcError(*refusal)
    if call.method not in METHODS:
        raise RpcError(400, "INPUT_METHOD_INVALID")
