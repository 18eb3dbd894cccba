"""The application: routes, what goes wrong, what is counted, and a log line without personal data for each request."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from station_app.domain.problem import Rejected, refusal
from station_app.gateway.http import answers, contract
from station_app.gateway.http.bodies import TakenOver
from station_app.gateway.http.calls import Calls, nonce
from station_app.gateway.store.engine import Cursor, Engine, StoreFailed

_GAUGES = {
    "lzb_journals": ("Journals that are known.", "SELECT count(*) FROM journal"),
    "lzb_changes": ("Changes that are durable here.", "SELECT coalesce(sum(acked), 0) FROM journal"),
    "lzb_quarantined_lines": ("Lines that were refused.", "SELECT coalesce(sum(refused), 0) FROM journal"),
    "lzb_held_changes": ("Changes that wait for others.", "SELECT coalesce(sum(held), 0) FROM journal"),
    "lzb_batches_aside": ("Forks, and batches of revoked devices.", "SELECT count(*) FROM aside"),
    "lzb_devices": ("Devices that were admitted.", "SELECT count(*) FROM device"),
}


class Figures:
    """Counts of the running process, and what the store holds."""

    def __init__(self, engine: Engine, token: str) -> None:
        self._engine, self._token = engine, token
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._took_ms: Counter[tuple[str, str]] = Counter()

    def count(self, method: str, path: str, status: int, took_ms: float) -> None:
        """One request was answered."""
        self._requests[method, path, status] += 1
        self._took_ms[method, path] += round(took_ms)

    async def page(self, request: Request) -> Response:
        """The page that Prometheus reads, for whoever has the token."""
        given = request.headers.get("authorization", "")
        if not self._token or not hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode()):
            return PlainTextResponse("", 401 if self._token else 404, {"WWW-Authenticate": "Bearer"})
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


log = logging.getLogger("station_app.gateway")

Call = Callable[[Request], Awaitable[Response]]


def application(calls: Calls, figures: Figures, more: list[Route] | None = None) -> Starlette:
    """The gateway as an ASGI application; `more` are pages beside the contract's calls."""
    answering = [
        Route(one.path, _watched(calls, figures, one.path, getattr(calls, one.name)), methods=[one.method])
        for one in contract.CALLS
    ]

    async def strayed(_request: Request, error: Exception) -> Response:
        """A path or a method that is none."""
        status = error.status_code if isinstance(error, HTTPException) else 404
        return answers.problem(calls.platform.office.key, refusal("nothing_here"), status=status)

    return Starlette(
        routes=[
            *answering,
            Route("/openapi.json", _description),
            Route("/docs", _docs),
            Route("/healthz", _healthy),
            Route("/metrics", figures.page),
            *(more or []),
        ],
        exception_handlers={HTTPException: strayed},
    )


def _watched(calls: Calls, figures: Figures, path: str, call: Call) -> Call:
    """A call whose every way out is an answer, counted and logged."""

    async def answered(request: Request) -> Response:
        begun = time.monotonic()
        response = await _answered(calls, call, request)
        took_ms = (time.monotonic() - begun) * 1000
        figures.count(request.method, path, response.status_code, took_ms)
        said = {
            "call": f"{request.method} {path}",
            "journal": request.path_params.get("journal", ""),
            "hash": request.path_params.get("hash", "")[:8],
            "bytes": request.headers.get("content-length", ""),
            "status": response.status_code,
            "ms": round(took_ms, 1),
        }
        log.info(json.dumps(said))
        return response

    return answered


async def _answered(calls: Calls, call: Call, request: Request) -> Response:
    key = calls.platform.office.key
    try:
        return await call(request)
    except Rejected as rejected:
        return _refused(calls, rejected)
    except (TakenOver, TimeoutError):
        return answers.problem(key, refusal("gateway_busy"), headers={"Retry-After": "5", "Connection": "close"})
    except (OSError, StoreFailed) as error:
        log.warning(json.dumps({"call": request.url.path.split("/")[2:3], "error": type(error).__name__}))
        return answers.full(key)


def _refused(calls: Calls, rejected: Rejected) -> Response:
    problem, office = rejected.problems[0], calls.platform.office
    match problem.code:
        case "not_signed":
            fresh = nonce(office.secret, time.time())
            return answers.problem(office.key, problem, headers={"WWW-Authenticate": f'Ed25519 nonce="{fresh}"'})
        case "offset_differs":
            return answers.problem(office.key, problem, {"offset": problem.value})
        case "gateway_full":
            return answers.full(office.key)
        case _:
            return answers.problem(office.key, problem)


async def _healthy(_request: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _description(_request: Request) -> Response:
    return JSONResponse(contract.openapi())


async def _docs(_request: Request) -> Response:
    return HTMLResponse(contract.docs())
