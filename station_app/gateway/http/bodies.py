"""A body that comes by and by: from an offset, spooled, dropped when a newer request takes over or nothing comes."""

from __future__ import annotations

import asyncio
import re

from starlette.requests import Request

from station_app.domain.exchange import LENGTH_HEADER, OFFSET_HEADER
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected, refusal
from station_app.gateway.http.spool import BLOB, Limits, Spool
from station_app.gateway.http.wire import UNREAD

_NUMBER = re.compile(r"[0-9]{1,15}")


@immutable
class Coming:
    """What a request says of its body: from where, how long the whole is; how much of it is here afterwards."""

    offset: int
    length: int
    here: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether the whole body has come."""
        return self.here == self.length


class TakenOver(Exception):
    """A newer request sends the same body."""


def announced(request: Request, most_bytes: int) -> Coming:
    """What a request says of its body. Raises Rejected where that is none, or more than may come."""
    said = {name: request.headers.get(name, "") for name in (OFFSET_HEADER, LENGTH_HEADER, "content-length")}
    if any(value and not _NUMBER.fullmatch(value) for value in said.values()):
        raise Rejected((refusal("request_unsound"),))
    offset = int(said[OFFSET_HEADER] or 0)
    # Where the whole's length is not said, the body goes to the end.
    length = int(said[LENGTH_HEADER] or offset + int(said["content-length"] or 0))
    if length == 0:
        raise Rejected((refusal("request_unsound"),))
    if length > most_bytes:
        raise Rejected((refusal("body_too_large", value=length, most=most_bytes),))
    return Coming(offset, length)


async def spooled(request: Request, spool: Spool, name: str, limits: Limits, stall_s: float) -> Coming:
    """Take what comes of a body; how much is here then. Raises Rejected, TakenOver, TimeoutError, OSError.

    A cut connection is no error: what came stays, and the answer goes nowhere.
    """
    coming = announced(request, limits.blob_bytes if name.startswith(BLOB) else limits.batch_bytes)
    turn = spool.take_over(name)
    here = spool.offset(name)
    if coming.offset != here:
        raise Rejected((refusal("offset_differs", value=here),))
    if not spool.has_room(coming.length - here, limits):
        raise Rejected((refusal("gateway_full"),))
    try:
        here = await _received(request, spool, (name, turn), (here, coming.length), stall_s)
    finally:
        spool.end(name, turn)
    return Coming(coming.offset, coming.length, here)


async def _received(
    request: Request, spool: Spool, whose: tuple[str, int], size: tuple[int, int], stall_s: float
) -> int:
    name, turn = whose
    here, length = size
    while True:
        message = await asyncio.wait_for(request.receive(), stall_s)
        # What came with the end of the connection is as good as what came before it.
        is_cut = message["type"] == "http.disconnect"
        content = request.scope.get(UNREAD, b"") if is_cut else message.get("body", b"")
        if not spool.is_turn(name, turn):
            raise TakenOver
        if here + len(content) > length:
            raise Rejected((refusal("request_unsound"),))
        if content:
            await asyncio.to_thread(spool.append, name, content)
            here += len(content)
        if is_cut or not message.get("more_body", False):
            return here
