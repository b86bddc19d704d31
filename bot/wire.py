"""A form posted over aiohttp's connections, without the objects aiohttp makes for each request.

Without those a processor sends half as many messages again. The pool of connections, TLS, the proxy
and the reading of the answer stay aiohttp's.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from aiohttp import (
    ClientError,
    ClientPayloadError,
    ClientRequest,
    ClientTimeout,
    ServerDisconnectedError,
    hdrs,
)
from aiohttp.http import HttpProcessingError

if TYPE_CHECKING:
    from aiohttp import BaseConnector, ClientSession
    from aiohttp.connector import Connection
    from yarl import URL

FORM: Final = "application/x-www-form-urlencoded"
NO_BOUND: Final = ClientTimeout(total=None)
"""The whole of a request has its bound, which covers the connecting."""


class Wire:
    """Posts forms to one address; like the session it is of, it belongs to one event loop."""

    def __init__(self, session: ClientSession, url: URL) -> None:
        """Prepare what every request to ``url`` begins with."""
        self.session = session
        headers = {**session.headers, hdrs.CONTENT_TYPE: FORM}
        self._request = ClientRequest(
            "POST", url, headers=headers, session=session, loop=asyncio.get_running_loop()
        )
        sent = self._request.headers.copy()
        sent.popall(hdrs.CONTENT_LENGTH, None)
        lines = [f"POST {url.raw_path_qs} HTTP/1.1", *(f"{name}: {sent[name]}" for name in sent)]
        self._head = "\r\n".join([*lines, f"{hdrs.CONTENT_LENGTH}: "]).encode()

    async def post(self, form: bytes, seconds: float) -> tuple[int, bytes]:
        """Post a form; return the status and the content of the answer.

        Raises TimeoutError after so many seconds, and what aiohttp raises.
        """
        async with asyncio.timeout(seconds):
            connection = await self._connector.connect(self._request, [], NO_BOUND)
            try:
                answer = await self._exchange(connection, form)
            except BaseException:
                connection.close()
                raise
            connection.release()
            return answer

    @property
    def _connector(self) -> BaseConnector:
        if self.session.connector is None:
            raise ClientError("the session is closed")
        return self.session.connector

    async def _exchange(self, connection: Connection, form: bytes) -> tuple[int, bytes]:
        """Write a request and read its answer."""
        protocol = connection.protocol
        if protocol is None or protocol.transport is None:
            raise ServerDisconnectedError
        protocol.set_response_params(read_until_eof=True)
        protocol.transport.write(b"%s%d\r\n\r\n%s" % (self._head, len(form), form))
        try:
            message, payload = await protocol.read()
            while message.code < HTTPStatus.OK:  # it goes on
                message, payload = await protocol.read()
        except HttpProcessingError as failure:
            raise ClientPayloadError(failure.message) from failure
        return message.code, await payload.read()
