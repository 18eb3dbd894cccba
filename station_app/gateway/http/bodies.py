"""A body that comes by and by: from an offset, spooled, dropped when a newer request takes over or nothing comes."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from starlette.requests import Request
from starlette.types import Message

from station_app.domain.exchange import LENGTH_HEADER, OFFSET_HEADER
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected, refusal
from station_app.gateway.http.spool import Asked, Spool
from station_app.gateway.http.wire import UNREAD

GRACE_S = 0.25
"""How long a request may still give what is on its way once a newer one has asked it to go."""

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
    """A newer request sends the same body, or the sender hung up."""


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


async def spooled(request: Request, spool: Spool, whose: tuple[str, Asked], size: Coming, stall_s: float) -> Coming:
    """Take what comes of a body; how much is here then. Raises Rejected, TakenOver, TimeoutError, OSError.

    `whose` is the body's name, and what is done when it is asked to give way. A cut connection is no error: what came
    stays, and the answer goes nowhere.
    """
    name, asked_to_go = whose
    here = spool.offset(name)
    if size.offset != here:
        raise Rejected((refusal("offset_differs", value=here),))
    spool.make_room(size.length - here)
    while True:
        message = await next_message(request, stall_s, asked_to_go)
        # What came with the end of the connection is as good as what came before it.
        is_cut = message["type"] == "http.disconnect"
        content = request.scope.get(UNREAD, b"") if is_cut else message.get("body", b"")
        if here + len(content) > size.length:
            raise Rejected((refusal("request_unsound"),))
        if content:
            await spool.append(name, content)
            here += len(content)
        if is_cut or not message.get("more_body", False):
            return Coming(size.offset, size.length, here)


async def next_message(request: Request, stall_s: float, asked_to_go: Asked | None = None) -> Message:
    """What comes next of a request. Raises TimeoutError after so many seconds without a byte, and TakenOver where it
    was asked to go and nothing was on its way."""
    coming = asyncio.ensure_future(request.receive())
    waiting: set[asyncio.Future[Any]] = {coming, asked_to_go} if asked_to_go else {coming}
    try:
        await asyncio.wait(waiting, timeout=stall_s, return_when=asyncio.FIRST_COMPLETED)
        if asked_to_go and asked_to_go.done() and not coming.done():
            await asyncio.wait({coming}, timeout=GRACE_S)
        if coming.done():
            return coming.result()
    finally:
        coming.cancel()
    raise TakenOver if asked_to_go and asked_to_go.done() else TimeoutError
