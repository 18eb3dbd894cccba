"""Figures in Prometheus' text format (exposition format 0.0.4): requests, batches, and what waits for a person."""

from __future__ import annotations

import asyncio
from collections import Counter

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from station_app.gateway.store.engine import Cursor, Engine

_GAUGES = {
    "lzb_journals": ("Journals that are known.", "SELECT count(*) FROM journal"),
    "lzb_changes": ("Changes that are durable here.", "SELECT coalesce(sum(acked), 0) FROM journal"),
    "lzb_quarantined_lines": ("Lines that say what their author may not.", "SELECT count(*) FROM quarantine"),
    "lzb_held_changes": ("Changes that wait for one that has not come.", "SELECT count(*) FROM held"),
    "lzb_batches_aside": ("Forks, and batches of revoked devices.", "SELECT count(*) FROM aside"),
    "lzb_devices": ("Devices that were admitted.", "SELECT count(*) FROM device"),
}


class Figures:
    """Counts of the running process, and what the store holds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._took_ms: Counter[tuple[str, str]] = Counter()

    def count(self, method: str, path: str, status: int, took_ms: float) -> None:
        """One request was answered."""
        self._requests[method, path, status] += 1
        self._took_ms[method, path] += round(took_ms)

    async def page(self, _request: Request) -> Response:
        """The page that Prometheus reads."""
        gauges = await asyncio.to_thread(self._engine.read, _read)
        return PlainTextResponse(self._text(gauges), media_type="text/plain; version=0.0.4")

    def _text(self, gauges: dict[str, int]) -> str:
        lines = ["# HELP lzb_requests_total Requests by call and status.", "# TYPE lzb_requests_total counter"]
        for (method, path, status), number in sorted(self._requests.items()):
            lines.append(f'lzb_requests_total{{method="{method}",path="{path}",status="{status}"}} {number}')
        lines += ["# HELP lzb_request_ms_total Milliseconds spent.", "# TYPE lzb_request_ms_total counter"]
        for (method, path), spent in sorted(self._took_ms.items()):
            lines.append(f'lzb_request_ms_total{{method="{method}",path="{path}"}} {spent}')
        for name, number in gauges.items():
            lines += [f"# HELP {name} {_GAUGES[name][0]}", f"# TYPE {name} gauge", f"{name} {number}"]
        return "\n".join(lines) + "\n"


def _read(cursor: Cursor) -> dict[str, int]:
    return {name: int(cursor.rows(query)[0][0]) for name, (_, query) in _GAUGES.items()}
