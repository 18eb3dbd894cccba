"""HTTP/1.1 as uvicorn speaks it, but that nothing is lost of a body whose connection broke.

uvicorn drops what it had received and not yet handed over when a connection ends. On a link that breaks every few
kilobytes that is most of what came.
"""

from __future__ import annotations

from typing import Any, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

UNREAD = "station_app.unread"
"""Where a request's scope holds the bytes that had come when its connection ended."""


class KeepingProtocol(H11Protocol):
    """The protocol of one connection."""

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection ended: what had come is kept for whoever reads the body."""
        if self.cycle is not None and not self.cycle.response_complete and self.cycle.body:
            scope: dict[str, Any] = cast("dict[str, Any]", self.cycle.scope)  # open to a server's own members
            scope[UNREAD] = bytes(self.cycle.body)
        super().connection_lost(exc)
