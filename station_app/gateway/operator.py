"""The operator's pages in the browser: plain HTML behind a password, nothing from elsewhere, no scripts."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from station_app import paths
from station_app.domain.batch.suite import bytes_of, text_of
from station_app.domain.field import field_of, label_of
from station_app.domain.problem import Rejected, refusal
from station_app.domain.records import BY_KIND
from station_app.gateway import admission
from station_app.gateway.http.bodies import next_message
from station_app.gateway.ingest import Platform
from station_app.gateway.status import status
from station_app.text import explain
from station_app.text import gateway as words

COOKIE = "operator"
HOLDS_S = 8 * 3600
TRIES, TRIES_S = 5, 60
TIME_BYTES = 5
SALT_BYTES = 8


class Gate:
    """The password's keeper. Another password, or another store, ends every session."""

    def __init__(self, secret: bytes, password: str) -> None:
        self._key = hmac.new(secret, b"operator:" + password.encode(), hashlib.sha256).digest()
        self._password = password
        self._failed: deque[float] = deque(maxlen=TRIES)

    def wait_s(self, now_s: float) -> int:
        """How many seconds to wait before the next try: after five wrong passwords in a minute; else 0."""
        if len(self._failed) < TRIES:
            return 0
        return max(0, int(self._failed[0] + TRIES_S - now_s))

    def session(self, password: str, now_s: float) -> str:
        """A session's cookie for the right password; "" for a wrong one."""
        if not hmac.compare_digest(password.encode(), self._password.encode()):
            self._failed.append(now_s)
            return ""
        stamp = int(now_s).to_bytes(TIME_BYTES, "big") + os.urandom(SALT_BYTES)
        return text_of(stamp + self._mark(b"session", stamp))

    def holds(self, session: str, now_s: float) -> bool:
        """Whether a cookie is one of ours and not yet old."""
        try:
            raw = bytes_of(session)
        except ValueError:
            return False
        stamp, mark = raw[: TIME_BYTES + SALT_BYTES], raw[TIME_BYTES + SALT_BYTES :]
        age_s = now_s - int.from_bytes(stamp[:TIME_BYTES], "big")
        return hmac.compare_digest(mark, self._mark(b"session", stamp)) and -TRIES_S <= age_s <= HOLDS_S

    def token(self, session: str) -> str:
        """What every form of a session's pages carries: another site cannot know it."""
        return text_of(self._mark(b"form", session.encode()))

    def is_token(self, session: str, token: str) -> bool:
        """Whether a form came from a page of this session."""
        return hmac.compare_digest(token.encode(), self.token(session).encode())

    def _mark(self, what: bytes, content: bytes) -> bytes:
        return hmac.new(self._key, what + b"\0" + content, hashlib.sha256).digest()


OWN_NAME = "province"
"""What the platform is called in its own store."""

MOST_ROWS = 500
"""Of one table on a page; the search finds the rest."""

Rows = Sequence[Mapping[str, Any]]

_STYLE = """
body{margin:0;font:16px/1.6 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;color:#1c2733;
background:#f4f5f7}
header{background:#8f1d21;color:#fff;padding:12px 32px;display:flex;align-items:center;gap:24px}
header h1{font-size:20px;font-weight:600;margin:0;flex:1}
main{padding:16px 32px 48px;max-width:1400px}
nav{display:flex;flex-wrap:wrap;gap:12px;margin:12px 0 20px}
nav a{background:#fff;border:1px solid #d5d9de;border-radius:6px;padding:8px 18px;color:inherit;text-decoration:none}
nav b{font-size:22px;margin-right:8px}
nav a.alarm{border-color:#b42318;color:#b42318}
h2{font-size:18px;margin:28px 0 8px}
table{border-collapse:collapse;background:#fff;width:100%;border:1px solid #d5d9de}
th,td{padding:6px 12px;text-align:left;border-bottom:1px solid #e6e9ec;vertical-align:top}
th{background:#eef0f3;font-weight:600;white-space:nowrap}
.number{text-align:right}
td.number{font-variant-numeric:tabular-nums}
td.code{font-family:"DejaVu Sans Mono",monospace;font-size:14px}
.alarm{color:#b42318}
.quiet{color:#5b6673}
form{display:inline-flex;gap:8px;align-items:center;margin:0}
input,button{font:inherit;padding:4px 10px;border:1px solid #b5bcc5;border-radius:4px;background:#fff;color:#1c2733}
button{cursor:pointer}
:focus-visible{outline:3px solid #2f6fed;outline-offset:1px}
main.login{max-width:420px;margin:12vh auto;background:#fff;border:1px solid #d5d9de;border-radius:8px;padding:32px}
main.login form{display:grid;gap:12px}
"""


def login(said: str = "") -> str:
    """The page that asks for the password; `said` is what was wrong."""
    alarm = f'<p class="alarm" role="alert">{escape(said)}</p>' if said else ""
    form = (
        f'<form method="post" action="/operator/login"><label for="password">{words.PASSWORD}</label>'
        f'<input id="password" name="password" type="password" autocomplete="current-password" required autofocus>'
        f'<button type="submit">{words.LOG_IN}</button></form>'
    )
    return _page(f'<main class="login"><h1>{words.TITLE}</h1>{alarm}{form}</main>')


def overview(status: Mapping[str, Rows], searched: str, token: str, said: str = "") -> str:
    """Journals, what was refused, what was set aside, devices; rows that hold `searched` alone where it is given."""
    found = {name: [row for row in rows if _holds(row, searched)] for name, rows in status.items()}
    forks = [row for row in found["aside"] if row["reason"] == "batch_fork"]
    review = [row for row in found["aside"] if row["reason"] != "batch_fork"]
    parts = (
        ("journals", found["journals"], _journals(found["journals"])),
        ("quarantine", found["quarantine"], _quarantine(found["quarantine"])),
        ("forks", forks, _aside(forks)),
        ("review", review, _aside(review)),
        ("devices", found["devices"], _devices(found["devices"], token)),
    )
    alarming = ("quarantine", "forks", "review")
    tiles = "".join(
        f'<a href="#{name}"{" class=alarm" if rows and name in alarming else ""}><b>{len(rows)}</b>'
        f"{words.SECTIONS[name]}</a>"
        for name, rows, _ in parts
    )
    sections = "".join(
        f'<section id="{name}"><h2>{words.SECTIONS[name]}</h2>'
        f"{table if rows else _nothing()}{_more(len(rows))}</section>"
        for name, rows, table in parts
    )
    search = (
        f'<form method="get" action="/operator"><label for="q">{words.SEARCH}</label>'
        f'<input id="q" name="q" value="{escape(searched)}"><button type="submit">{words.FIND}</button></form>'
    )
    leave = f'<form method="post" action="/operator/logout">{_token(token)}<button>{words.LOG_OUT}</button></form>'
    notice = f'<p role="status">{escape(said)}</p>' if said else ""
    return _page(
        f"<header><h1>{words.TITLE}</h1>{search}{leave}</header><main>{notice}<nav>{tiles}</nav>{sections}</main>"
    )


def _page(body: str) -> str:
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{words.TITLE}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>{body}</body></html>'
    )


def _journals(rows: Rows) -> str:
    cells = (
        (
            _text(words.OWN if row["name"] == OWN_NAME else row["name"]),
            _code(row["journal"][:8]),
            _text(words.AUDIENCES.get(row["audience"], row["audience"][:8])),
            _moment(row["last_contact"]),
            _number(row["acked"]),
            _number(row["judged"]),
            _number(row["refused"], is_alarming=True),
            _number(row["held"], is_alarming=True),
            _text(words.missing(row["missing"])),
        )
        for row in rows[:MOST_ROWS]
    )
    return _table(words.JOURNAL_HEADINGS, cells)


def _quarantine(rows: Rows) -> str:
    cells = (
        (
            _text(words.OWN if row["name"] == OWN_NAME else row["name"]),
            _code(row["journal"][:8]),
            _number(row["seq"]),
            _text(label_of(BY_KIND[row["kind"]]) if row["kind"] in BY_KIND else row["kind"]),
            _text(_field(row["kind"], row["field"])),
            _text(explain(refusal(row["code"], row["field"]))),
        )
        for row in rows[:MOST_ROWS]
    )
    return _table(words.QUARANTINE_HEADINGS, cells)


def _aside(rows: Rows) -> str:
    cells = (
        (
            _text(words.OWN if row["name"] == OWN_NAME else row["name"]),
            _code(row["journal"][:8]),
            _text(words.span(row["first"], row["last"])),
            _moment(row["came_at"]),
            _code(row["hash"][:16]),
            _text(words.REASONS.get(row["reason"], row["reason"])),
        )
        for row in rows[:MOST_ROWS]
    )
    return _table(words.ASIDE_HEADINGS, cells)


def _devices(rows: Rows, token: str) -> str:
    codes = paths.code_book()
    cells = (
        (
            _text(words.OWN if row["name"] == OWN_NAME else row["name"]),
            _code(row["area_code"]),
            _text(codes.name_of("home_role", row["role"])),
            _text(codes.name_of("device_standing", row["standing"])),
            _moment(row["enrolled_at"]),
            _code(row["key"][:12]),
            _revoking(row, token),
        )
        for row in rows[:MOST_ROWS]
    )
    return _table(words.DEVICE_HEADINGS, cells)


def _revoking(row: Mapping[str, Any], token: str) -> str:
    if row["standing"] != "ACTIVE" or row["role"] == "PROVINCE":
        return "<td></td>"
    return (
        f'<td><form method="post" action="/operator/revoke">{_token(token)}'
        f'<input type="hidden" name="key" value="{escape(row["key"])}">'
        f'<input name="reason" required maxlength="200" aria-label="{words.REASON}" placeholder="{words.REASON}">'
        f"<button>{words.REVOKE}</button></form></td>"
    )


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f'<th scope="col"{_class(heading)}>{heading}</th>' for heading in headings)
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _class(heading: str) -> str:
    return ' class="number"' if heading in words.NUMBERS else ""


def _token(token: str) -> str:
    return f'<input type="hidden" name="token" value="{escape(token)}">'


def _text(value: str | None) -> str:
    return f"<td>{escape(value or '')}</td>"


def _code(value: str) -> str:
    return f'<td class="code">{escape(value)}</td>'


def _moment(value: str) -> str:
    return f"<td>{escape(value[:16].replace('T', ' ')) or words.NEVER}</td>"


def _number(value: int, *, is_alarming: bool = False) -> str:
    return f'<td class="number{" alarm" if value and is_alarming else ""}">{value}</td>'


def _nothing() -> str:
    return f'<p class="quiet">{words.NOTHING}</p>'


def _more(number: int) -> str:
    return f'<p class="quiet">{words.more(MOST_ROWS, number)}</p>' if number > MOST_ROWS else ""


def _field(kind: str, name: str) -> str:
    try:
        return field_of(BY_KIND[kind], name).label
    except KeyError:
        return name


def _holds(row: Mapping[str, Any], searched: str) -> bool:
    return not searched or any(searched in str(value) for value in row.values())


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
            return HTMLResponse(login(), 400, _HEADERS) if form is None else await act(platform, gate, request, form)

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
        return HTMLResponse(login(), 200, _HEADERS)
    found = await asyncio.to_thread(platform.engine.read, status)
    searched = request.query_params.get("q", "").strip()[:60]
    return HTMLResponse(overview(found, searched, gate.token(session), said), 200, _HEADERS)


async def _log_in(_platform: Platform, gate: Gate, request: Request, form: Form) -> Response:
    if wait_s := gate.wait_s(time.time()):
        page = login(words.too_many_tries(wait_s))
        return HTMLResponse(page, 429, {**_HEADERS, "Retry-After": str(wait_s)})
    session = gate.session(form.get("password", ""), time.time())
    if not session:
        return HTMLResponse(login(words.PASSWORD_WRONG), 403, _HEADERS)
    answer = RedirectResponse(START, 303, _HEADERS)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, session, HOLDS_S, path=START, secure=secure, httponly=True, samesite="strict")
    return answer


async def _log_out(_platform: Platform, gate: Gate, request: Request, form: Form) -> Response:
    if _is_ours(gate, request, form):
        answer = RedirectResponse(START, 303, _HEADERS)
        answer.delete_cookie(COOKIE, path=START)
        return answer
    return HTMLResponse(login(), 403, _HEADERS)


async def _revoke(platform: Platform, gate: Gate, request: Request, form: Form) -> Response:
    if not _is_ours(gate, request, form):
        return HTMLResponse(login(), 403, _HEADERS)
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
