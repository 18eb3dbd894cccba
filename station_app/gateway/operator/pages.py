"""The operator's requests: log in, look, take a device's word away, log out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from station_app.domain.problem import Rejected
from station_app.gateway import admission
from station_app.gateway.http.bodies import next_message
from station_app.gateway.ingest import Platform
from station_app.gateway.operator import html
from station_app.gateway.operator.session import COOKIE, HOLDS_S, Gate
from station_app.gateway.status import status
from station_app.text import explain
from station_app.text import gateway as words

START = "/operator"
LONGEST_FORM = 4_096
STALL_S = 20.0

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Form = dict[str, str]


def routes(platform: Platform, password: str) -> list[Route]:
    """The pages, behind `password`."""
    gate = Gate(platform.office.secret, password)

    def posting(act: Callable[[Platform, Gate, Request, Form], Awaitable[Response]]) -> Callable[..., object]:
        async def answered(request: Request) -> Response:
            form = await _form(request)
            return (
                HTMLResponse(html.login(), 400, _HEADERS) if form is None else await act(platform, gate, request, form)
            )

        return answered

    async def look(request: Request) -> Response:
        return await _look(platform, gate, request)

    return [
        Route(START, look, methods=["GET"]),
        Route(f"{START}/login", posting(_log_in), methods=["POST"]),
        Route(f"{START}/logout", posting(_log_out), methods=["POST"]),
        Route(f"{START}/revoke", posting(_revoke), methods=["POST"]),
    ]


async def _look(platform: Platform, gate: Gate, request: Request, said: str = "") -> Response:
    session = request.cookies.get(COOKIE, "")
    if not gate.holds(session, time.time()):
        return HTMLResponse(html.login(), 200, _HEADERS)
    found = await asyncio.to_thread(platform.engine.read, status)
    searched = request.query_params.get("q", "").strip()[:60]
    return HTMLResponse(html.overview(found, searched, gate.token(session), said), 200, _HEADERS)


async def _log_in(_platform: Platform, gate: Gate, request: Request, form: Form) -> Response:
    if wait_s := gate.wait_s(time.time()):
        page = html.login(words.too_many_tries(wait_s))
        return HTMLResponse(page, 429, {**_HEADERS, "Retry-After": str(wait_s)})
    session = gate.session(form.get("password", ""), time.time())
    if not session:
        return HTMLResponse(html.login(words.PASSWORD_WRONG), 403, _HEADERS)
    answer = RedirectResponse(START, 303, _HEADERS)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, session, HOLDS_S, path=START, secure=secure, httponly=True, samesite="strict")
    return answer


async def _log_out(_platform: Platform, gate: Gate, request: Request, form: Form) -> Response:
    if _is_ours(gate, request, form):
        answer = RedirectResponse(START, 303, _HEADERS)
        answer.delete_cookie(COOKIE, path=START)
        return answer
    return HTMLResponse(html.login(), 403, _HEADERS)


async def _revoke(platform: Platform, gate: Gate, request: Request, form: Form) -> Response:
    if not _is_ours(gate, request, form):
        return HTMLResponse(html.login(), 403, _HEADERS)
    key, reason = form.get("key", ""), form.get("reason", "").strip()[:200]
    try:
        await asyncio.to_thread(admission.revoke, platform, key, reason)
    except Rejected as rejected:
        return await _look(platform, gate, request, explain(rejected.problems[0]))
    return RedirectResponse(START, 303, _HEADERS)


def _is_ours(gate: Gate, request: Request, form: Form) -> bool:
    """Whether a form was sent from a page of a session that holds."""
    session = request.cookies.get(COOKIE, "")
    return gate.holds(session, time.time()) and gate.is_token(session, form.get("token", ""))


async def _form(request: Request) -> Form | None:
    """The fields of a small form; None where it is none."""
    content = b""
    while True:
        try:
            message = await next_message(request, STALL_S)
        except TimeoutError:
            return None
        content += message.get("body", b"")
        if len(content) > LONGEST_FORM or message["type"] == "http.disconnect":
            return None
        if not message.get("more_body", False):
            break
    try:
        fields = parse_qs(content.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=10)
    except ValueError:
        return None
    return {name: values[0] for name, values in fields.items()}
