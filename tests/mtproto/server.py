"""A small Telegram that real clients can log in to, on a port of this computer."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.mtproto.api import method_name, respond, unwrap
from tests.mtproto.call import Call, channel_ids
from tests.mtproto.faults import Faults, spoilt
from tests.mtproto.keys import PUBLIC_KEY
from tests.mtproto.push import push_change, push_scanned
from tests.mtproto.session import Session
from tests.mtproto.transport import Plain, accept_transport
from tests.mtproto.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from telethon.tl import TLObject

    from tests.mtproto.channel import Change
    from tests.mtproto.world import Account, Authorization

HOST: Final = "127.0.0.1"
_RESET_AT_CLOSE: Final = struct.pack("ii", 1, 0)
_RESET_SECONDS: Final = 0.002
"""Long enough for the client to believe that it is connected, as over a real distance."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in."""

    method: str
    account: str | None
    channel_ids: frozenset[int]
    at: float


@dataclass(eq=False)
class MtprotoServer:
    """The server. ``accepted`` counts connections, ``asked`` holds every request, in order.

    With ``accept_all`` a new key is logged in as the account "main"; with ``proxy_secret`` the
    port is an MTProto proxy too.
    """

    accept_all: bool = False
    proxy_secret: bytes | None = None
    faults: Faults = field(default_factory=Faults)
    asked: list[Asked] = field(default_factory=list)
    accepted: int = 0
    bugs: list[BaseException] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        """Make an empty world with one account."""
        self.world = World(tell=self._changed, tell_scanned=self._scanned)
        self.world.account()
        self._connected: dict[asyncio.StreamWriter, Session | None] = {}
        self._serving: set[asyncio.Task[None]] = set()
        self._listening: asyncio.Server | None = None
        self._something = asyncio.Event()

    @property
    def host(self) -> str:
        """Return the address."""
        return HOST

    @property
    def public_key(self) -> str:
        """Return the PEM by which clients know the server."""
        return PUBLIC_KEY

    @property
    def connected(self) -> int:
        """Return how many clients are connected now."""
        return len(self._connected)

    def account(self, name: str = "main", *, password: str | None = None) -> Account:
        """Return the account of this name, new if there was none."""
        return self.world.account(name, password=password)

    def count(self, method: str) -> int:
        """Return how often a method was asked for."""
        return sum(each.method == method for each in self.asked)

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait until this is so; looked at whenever a client connects or asks."""
        while not done():
            self._something.clear()
            await self._something.wait()

    async def listen(self) -> None:
        """Open the port; the same one again after ``refuse``."""
        self._listening = await asyncio.start_server(self._accept, HOST, self.port)
        self.port = self._listening.sockets[0].getsockname()[1]

    async def refuse(self) -> None:
        """Close the port and cut every connection: new ones are refused until ``listen``."""
        if self._listening:
            self._listening.close()
            self._listening = None
        self.drop()
        if self._serving:
            await asyncio.wait(self._serving)

    def freeze(self) -> None:
        """Never answer again on what is connected; new connections are well."""
        for session in self._sessions():
            session.frozen = True

    def drop(self) -> None:
        """Cut every connection."""
        for writer in self._connected:
            writer.transport.abort()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        self._something.set()
        if self.faults.reset_on_accept:
            raw: socket.socket = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_CLOSE)
            self._connected[writer] = None
            asyncio.get_running_loop().call_later(_RESET_SECONDS, self._reset, writer)
            return
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._served)

    def _reset(self, writer: asyncio.StreamWriter) -> None:
        del self._connected[writer]
        writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connected[writer] = None
        cut = self._cut_later(writer)
        try:
            transport = await accept_transport(Plain(reader, writer), self.proxy_secret)
            session = Session(self, transport, writer.close)
            self._connected[writer] = session
            await session.serve()
        except (OSError, asyncio.IncompleteReadError):
            pass  # the client is gone, or was cut off
        finally:
            if cut:
                cut.cancel()
            writer.close()
            del self._connected[writer]

    def _served(self, task: asyncio.Task[None]) -> None:
        """Keep a bug of ours for the end, and fall silent: clients come back at once, for ever."""
        self._serving.discard(task)
        if not task.cancelled() and (bug := task.exception()):
            self.bugs.append(bug)
            self.faults.black_hole = True

    def _cut_later(self, writer: asyncio.StreamWriter) -> asyncio.TimerHandle | None:
        if (seconds := self.faults.connection_seconds) is None:
            return None
        return asyncio.get_running_loop().call_later(seconds, writer.transport.abort)

    # What a session asks of its host.

    def greeted(self, key: bytes) -> None:
        """Keep a key that a handshake made."""
        self.world.authorize(key, self.account() if self.accept_all else None)

    def known(self, key_id: int) -> Authorization | None:
        """Return whose key it is."""
        return self.world.keys.get(key_id)

    def transport_error(self) -> int | None:
        """Return the number to answer every encrypted packet with, if any."""
        return self.faults.transport_error

    def unheard(self) -> bool:
        """Tell whether nothing is answered at all."""
        return self.faults.black_hole

    def asked_for(
        self, session: Session, request: TLObject, answer: Callable[[bytes], None]
    ) -> None:
        """Answer a request, at once unless a fault makes it slow."""
        assert session.authorization is not None, "only an authorized session asks"
        inner, updates = unwrap(request)
        session.wants_updates |= updates
        call = Call(
            method=method_name(inner),
            request=inner,
            world=self.world,
            faults=self.faults,
            authorization=session.authorization,
            address=(HOST, self.port),
        )
        loop, account, ids = (
            asyncio.get_running_loop(),
            call.authorization.account,
            channel_ids(inner),
        )
        name = account.name if account else None
        self.asked.append(Asked(call.method, name, ids, loop.time()))
        self._something.set()
        met = self.faults.met_by(call.method, ids, account)
        answer = spoilt(answer, met)
        refusal = next((rule.error for rule in met if rule.error), None)
        if seconds := sum(rule.seconds for rule in met):
            loop.call_later(seconds, lambda: answer(respond(call, refusal)))
        else:
            answer(respond(call, refusal))

    # What the world tells.

    def _changed(self, change: Change) -> None:
        push_change(change, self.faults.pushes, self.faults.odd, self._sessions())

    def _scanned(self, authorization: Authorization) -> None:
        push_scanned(authorization, self._sessions())

    def _sessions(self) -> list[Session]:
        return [session for session in self._connected.values() if session]


@asynccontextmanager
async def open_mtproto(
    *, accept_all: bool = False, proxy_secret: bytes | None = None
) -> AsyncIterator[MtprotoServer]:
    """Run a server on a port of the system's choice; close it with all its connections."""
    server = MtprotoServer(accept_all=accept_all, proxy_secret=proxy_secret)
    await server.listen()
    try:
        yield server
    finally:
        await server.refuse()
    for bug in server.bugs:
        raise bug
