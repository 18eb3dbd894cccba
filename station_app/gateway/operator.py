"""The operator's pages in the browser: plain HTML behind accounts, nothing from elsewhere, no scripts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from station_app import paths
from station_app.domain.field import field_of, label_of
from station_app.domain.immutable import immutable
from station_app.domain.judging import COUNTY
from station_app.domain.problem import Rejected, refusal
from station_app.domain.records import BY_KIND
from station_app.gateway import accounts, admission, entering, status
from station_app.gateway.accounts import HOLDS_S, Gate
from station_app.gateway.http.bodies import next_message
from station_app.gateway.ingest import Platform
from station_app.gateway.status import ROWS, Asked, Part, Row
from station_app.gateway.store import devices, operators
from station_app.gateway.store.engine import Cursor
from station_app.text import explain
from station_app.text import gateway as words
from station_app.text.problems import of_code

COOKIE = "operator"
SILENT_DAYS = 7
"""A place that was not heard for so long is marked."""

LATEST_COPY_DAYS = 7
"""So is a copy that is older, or none."""

_STYLE = """
body{margin:0;font:16px/1.6 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;color:#1c2733;
background:#f4f5f7}
header{background:#8f1d21;color:#fff;padding:12px 32px;display:flex;flex-wrap:wrap;align-items:center;gap:8px 24px}
header h1{font-size:20px;font-weight:600;margin:0;flex:1 1 auto}
header a{color:#fff}
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
.code{font-family:"DejaVu Sans Mono",monospace;font-size:14px;overflow-wrap:anywhere}
.short{white-space:nowrap}
.alarm{color:#b42318}
.quiet{color:#5b6673}
details ul{margin:4px 0 8px;padding-left:18px}
form{display:inline-flex;flex-wrap:wrap;gap:8px;align-items:center;margin:0}
input,button,select{font:inherit;padding:4px 10px;border:1px solid #b5bcc5;border-radius:4px;background:#fff;
color:#1c2733;max-width:100%;box-sizing:border-box}
button{cursor:pointer;white-space:nowrap}
:focus-visible{outline:3px solid #2f6fed;outline-offset:1px}
main.login{max-width:420px;margin:12vh auto;background:#fff;border:1px solid #d5d9de;border-radius:8px;padding:32px}
main.login form{display:grid;gap:12px}
@media (max-width:720px){
header,main{padding-left:12px;padding-right:12px}
main.login{margin:4vh 12px;padding:20px}
thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
table,tbody,tr,td{display:block;box-sizing:border-box;width:100%}
tr{border-bottom:6px solid #eef0f3;padding:4px 0}
td{border:0;padding:3px 12px;display:flex;gap:10px;justify-content:space-between}
td::before{content:attr(data-label);color:#5b6673;flex:0 0 6.5em;text-align:left;
font:16px/1.6 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif}
td{overflow-wrap:anywhere}
td>*{min-width:0}
.short{white-space:normal}
td:not([data-label])::before,td[data-label=""]::before{content:none}
td.empty{display:none}
}
"""


@immutable
class View:
    """One part of the pages: how its rows are read, and how each is shown under its headings."""

    read: Callable[[Cursor, Asked], Part]
    headings: tuple[str, ...]
    cells: Callable[[Row, str], Iterable[str]]
    is_alarming: bool = False


def login(said: str = "") -> str:
    """The page that asks for name and password; `said` is what was wrong."""
    alarm = f'<p class="alarm" role="alert">{escape(said)}</p>' if said else ""
    form = (
        f'<form method="post" action="/operator/login"><label for="account">{words.ACCOUNT}</label>'
        '<input id="account" name="account" autocomplete="username" required autofocus>'
        f'<label for="password">{words.PASSWORD}</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" required>'
        f'<button type="submit">{words.LOG_IN}</button></form>'
    )
    return _page(f'<main class="login"><h1>{words.TITLE}</h1>{alarm}{form}</main>')


def confirmation(device: devices.Admitted, reason: str, token: str, said: str = "") -> str:
    """The page that asks before a device is stopped; of a county's office its whole name is to be typed."""
    is_county = device.home.role == COUNTY
    alarm = f'<p class="alarm" role="alert">{escape(said)}</p>' if said else ""
    typed = (
        f'<label for="name">{words.TYPE_NAME}</label>'
        '<input id="name" name="name" required autocomplete="off" autofocus>'
        if is_county
        else ""
    )
    asks = (words.STOP_COUNTY if is_county else words.STOP_STATION).format(name=device.name)
    form = (
        f'<form method="post" action="/operator/revoke">{_token(token)}{_hidden("key", device.key)}'
        f"{_hidden('reason', reason)}{_hidden('sure', 'yes')}{typed}<button>{words.REVOKE}</button></form>"
    )
    back = f'<p><a href="/operator">{words.LEAVE_IT}</a></p>'
    why = f'<p class="quiet">{escape(words.because(reason))}</p>'
    return _page(f'<main class="login"><h1>{words.REVOKE}</h1>{alarm}<p>{escape(asks)}</p>{why}{form}{back}</main>')


def overview(found: Mapping[str, Part], counted: Row, asked: Mapping[str, str], token: str, said: str = "") -> str:
    """All parts of the pages, each with the rows that were asked for."""
    tiles = "".join(
        f'<a href="#{name}"{" class=alarm" if part.number and VIEWS[name].is_alarming else ""}><b>{part.number}</b>'
        f"{words.SECTIONS[name]}</a>"
        for name, part in found.items()
    )
    sections = "".join(_section(name, part, asked, token) for name, part in found.items())
    orders = "".join(
        f'<option value="{name}"{" selected" if name == asked.get("sort") else ""}>{words.ORDERS[name]}</option>'
        for name in status.ORDERS
    )
    search = (
        f'<form method="get" action="/operator"><label for="q">{words.SEARCH}</label>'
        f'<input id="q" name="q" value="{escape(asked.get("q", ""))}">'
        f'<select name="sort" aria-label="{words.ORDER}">{orders}</select>'
        f'<button type="submit">{words.FIND}</button></form>'
    )
    leave = f'<form method="post" action="/operator/logout">{_token(token)}<button>{words.LOG_OUT}</button></form>'
    notice = f'<p role="status">{escape(said)}</p>' if said else ""
    days = _days_since(counted["last_copy"], asked.get("now", ""))
    copied = words.last_copy(counted["last_copy"], counted["copy_to"])
    alarm = ' class="alarm"' if days is None or days > LATEST_COPY_DAYS else ""
    return _page(
        f"<header><h1>{words.TITLE}</h1>{search}{leave}</header><main>{notice}<p{alarm}>{escape(copied)}</p>"
        f"<nav>{tiles}</nav>{sections}</main>"
    )


def _section(name: str, part: Part, asked: Mapping[str, str], token: str) -> str:
    view, page = VIEWS[name], _number_of(asked.get(name, ""))
    rows = [view.cells(row, token) for row in part.rows]
    table = _table(view.headings, rows) if rows else f'<p class="quiet">{words.NOTHING}</p>'
    pages = -(-part.number // ROWS)
    links = []
    for number, label in ((page - 1, words.PAGE_BEFORE), (page + 1, words.PAGE_AFTER)):
        if 0 <= number < pages and number != page:
            query = urlencode({key: one for key, one in {**asked, name: str(number)}.items() if key != "now" and one})
            links.append(f'<a href="/operator?{escape(query)}#{name}">{label}</a>')
    told = words.pages(page + 1, pages, part.number) if pages > 1 else ""
    turning = f'<p class="quiet">{told} {" ".join(links)}</p>' if pages > 1 else ""
    return f'<section id="{name}"><h2>{words.SECTIONS[name]}</h2>{table}{turning}</section>'


def _page(body: str) -> str:
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{words.TITLE}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>{body}</body></html>'
    )


def _place(row: Row, _token: str) -> Iterable[str]:
    now = row["now"]
    days = _days_since(row["last_contact"], now)
    is_silent = row["active"] and (days is None or days >= SILENT_DAYS)
    seen = words.silent_for(days) if row["last_contact"] else words.NEVER
    journals = "".join(_journal(one) for one in row["journals"])
    named = f"<details><summary>{escape(row['name'])}</summary><ul>{journals}</ul></details>" if journals else (
        escape(row["name"])
    )  # fmt: skip
    missing = words.listed(words.missing(one["missing"]) for one in row["journals"] if one["missing"])
    return (
        f"<td>{named}</td>",
        _area(row["area_code"]),
        _text(paths.code_book().name_of("home_role", row["role"])),
        f"<td{' class=alarm' if is_silent else ''}>{_minute(row['last_contact'])} {escape(seen)}</td>",
        _number(row["acked"]),
        _number(row["refused"], is_alarming=True),
        _number(row["held"], is_alarming=True),
        f'<td class="{"alarm" if missing else "empty"}">{escape(missing)}</td>',
        _text(words.devices_of(row["active"], row["devices"])),
    )


def _journal(one: Row) -> str:
    audience = str(words.AUDIENCES.get(one["audience"], one["audience"]))
    said = words.journal_line(audience, one["acked"], one["judged"], _minute(one["last_contact"]) or words.NEVER)
    return f'<li><span class="code">{escape(one["journal"])}</span> {escape(said)}</li>'


def _own(row: Row, _token: str) -> Iterable[str]:
    return _code(row["journal"]), _code(row["audience"]), _number(row["acked"])


def _quarantined(row: Row, token: str) -> Iterable[str]:
    return (
        _text(_named(row["name"])),
        _code(row["journal"]),
        _number(row["seq"]),
        _text(label_of(BY_KIND[row["kind"]]) if row["kind"] in BY_KIND else row["kind"]),
        _text(_field(row["kind"], row["field"])),
        _text(of_code(row["code"])),
        _deciding({"journal": row["journal"], "seq": str(row["seq"])}, words.LINE_OUTCOMES, token),
    )


def _deciding(of: Mapping[str, str], outcomes: Mapping[str, str], token: str) -> str:
    """A form that decides of a refused line, or of a batch that lies aside: one key for each outcome."""
    hidden = "".join(_hidden(name, value) for name, value in of.items())
    keys = "".join(f'<button name="outcome" value="{one}">{label}</button>' for one, label in outcomes.items())
    return f'<td><form method="post" action="/operator/decide">{_token(token)}{hidden}{keys}</form></td>'


def _aside(row: Row, token: str) -> Iterable[str]:
    return (
        _text(_named(row["name"])),
        _code(row["journal"]),
        _text(words.span(row["first"], row["last"])),
        _text(_minute(row["came_at"])),
        _code(row["hash"]),
        _text(words.REASONS.get(row["reason"], row["reason"])),
        _deciding({"hash": row["hash"]}, words.ASIDE_OUTCOMES[row["reason"] == "batch_fork"], token),
    )


def _device(row: Row, token: str) -> Iterable[str]:
    codes = paths.code_book()
    return (
        _text(row["name"]),
        _area(row["area_code"]),
        _text(codes.name_of("home_role", row["role"])),
        _text(codes.name_of("device_standing", row["standing"])),
        _text(_minute(row["enrolled_at"])),
        _code(row["key"]),
        _revoking(row, token),
    )


def _revoking(row: Row, token: str) -> str:
    if row["standing"] != devices.ACTIVE:
        return '<td class="empty"></td>'
    return (
        f'<td><form method="post" action="/operator/revoke">{_token(token)}{_hidden("key", row["key"])}'
        f'<input name="reason" required maxlength="200" aria-label="{words.REASON}" placeholder="{words.REASON}">'
        f"<button>{words.REVOKE}</button></form></td>"
    )


def _event(row: Row, _token: str) -> Iterable[str]:
    return (
        _text(_minute(row["at"])),
        _text(row["account"] or (words.COMMAND_LINE if not row["address"] else words.NOBODY)),
        _code(row["address"]),
        _text(words.EVENTS.get(row["event"], row["event"])),
        _text(row["detail"]),
    )


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    named = list(headings)
    head = "".join(f'<th scope="col"{_class(heading)}>{heading}</th>' for heading in named)
    body = "".join(
        "<tr>" + "".join(_labelled(cell, heading) for cell, heading in zip(row, named, strict=True)) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _labelled(cell: str, heading: str) -> str:
    return cell.replace("<td", f'<td data-label="{heading}"', 1)


def _class(heading: str) -> str:
    return ' class="number"' if heading in words.NUMBERS else ""


def _token(token: str) -> str:
    return _hidden("token", token)


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def _text(value: str | None) -> str:
    return f"<td>{escape(value)}</td>" if value else '<td class="empty"></td>'


def _code(value: str) -> str:
    return f'<td class="code">{escape(value)}</td>' if value else '<td class="empty"></td>'


def _area(value: str) -> str:
    return f'<td class="code short">{escape(value)}</td>'


def _number(value: int, *, is_alarming: bool = False) -> str:
    return f'<td class="number{" alarm" if value and is_alarming else ""}">{value}</td>'


def _minute(value: str) -> str:
    return escape(value[:16].replace("T", " "))


def _days_since(at: str, now: str) -> int | None:
    """Whole days between two times; None where one is none."""
    try:
        return (datetime.fromisoformat(now) - datetime.fromisoformat(at)).days
    except (ValueError, TypeError):
        return None


def _named(name: str) -> str:
    return words.OWN if name == OWN_NAME else name


def _field(kind: str, name: str) -> str:
    try:
        return field_of(BY_KIND[kind], name).label
    except KeyError:
        return name


def _number_of(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len("1000000") else 0


def _events(cursor: Cursor, asked: Asked) -> Part:
    found, number = operators.events(cursor, asked.searched, asked.offset, asked.limit)
    return Part(tuple(dict(vars(one)) for one in found), number)


OWN_NAME = "province"
"""What the platform is called in its own store."""

VIEWS: Mapping[str, View] = {
    "places": View(status.places, words.PLACE_HEADINGS, _place),
    "quarantine": View(status.quarantine, words.QUARANTINE_HEADINGS, _quarantined, is_alarming=True),
    "forks": View(partial(status.aside, is_fork=True), words.ASIDE_HEADINGS, _aside, is_alarming=True),
    "review": View(partial(status.aside, is_fork=False), words.ASIDE_HEADINGS, _aside, is_alarming=True),
    "devices": View(status.devices, words.DEVICE_HEADINGS, _device),
    "own": View(status.own_journals, words.OWN_HEADINGS, _own),
    "log": View(_events, words.LOG_HEADINGS, _event),
}

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
Act = Callable[[Platform, Gate, Request, Form], Awaitable[Response]]


def routes(platform: Platform) -> list[Route]:
    """The pages; where there is no account there are none."""
    gate = Gate(platform)

    async def stands() -> bool:
        return await asyncio.to_thread(lambda: gate.has_accounts)

    def posting(act: Act) -> Callable[..., object]:
        async def answered(request: Request) -> Response:
            if not await stands():
                return Response(status_code=404)
            form = await _form(request)
            return HTMLResponse(login(), 400, _HEADERS) if form is None else await act(platform, gate, request, form)

        return answered

    async def look(request: Request) -> Response:
        return await _look(platform, gate, request) if await stands() else Response(status_code=404)

    return [
        Route(START, look, methods=["GET"]),
        Route(f"{START}/login", posting(_log_in), methods=["POST"]),
        Route(f"{START}/logout", posting(_log_out), methods=["POST"]),
        Route(f"{START}/revoke", posting(_revoke), methods=["POST"]),
        Route(f"{START}/decide", posting(_decide), methods=["POST"]),
    ]


async def _look(platform: Platform, gate: Gate, request: Request, said: str = "") -> Response:
    session = request.cookies.get(COOKIE, "")
    if not await asyncio.to_thread(gate.whose, session, accounts.now_s()):
        return HTMLResponse(login(), 200, _HEADERS)
    asked = {name: request.query_params.get(name, "").strip()[:60] for name in ("q", "sort", *VIEWS)}
    found, counted = await asyncio.to_thread(platform.engine.read, partial(_read, platform.now, asked))
    page = overview(found, counted, {**asked, "now": platform.now}, gate.token(session), said)
    return HTMLResponse(page, 200, _HEADERS)


def _read(now: str, asked: Mapping[str, str], cursor: Cursor) -> tuple[dict[str, Part], Row]:
    found = {}
    for name, view in VIEWS.items():
        wanted = Asked(asked["q"], asked["sort"] or status.SILENT, _number_of(asked[name]) * ROWS)
        part = view.read(cursor, wanted)
        found[name] = Part(tuple({**row, "now": now} for row in part.rows), part.number)
    return found, status.counts(cursor)


async def _log_in(_platform: Platform, gate: Gate, request: Request, form: Form) -> Response:
    name, address = form.get("account", "").strip(), _address(request)
    if wait_s := gate.wait_s(name, address, accounts.now_s()):
        page = login(words.too_many_tries(wait_s))
        return HTMLResponse(page, 429, {**_HEADERS, "Retry-After": str(wait_s)})
    password = form.get("password", "")
    session = await asyncio.to_thread(gate.enter, name, password, address, accounts.now_s())
    if not session:
        return HTMLResponse(login(words.PASSWORD_WRONG), 403, _HEADERS)
    answer = RedirectResponse(START, 303, _HEADERS)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, session, HOLDS_S, path=START, secure=secure, httponly=True, samesite="strict")
    return answer


async def _log_out(_platform: Platform, gate: Gate, request: Request, form: Form) -> Response:
    if await asyncio.to_thread(_whose, gate, request, form):
        session = request.cookies.get(COOKIE, "")
        await asyncio.to_thread(gate.leave, session, _address(request), accounts.now_s())
        answer = RedirectResponse(START, 303, _HEADERS)
        answer.delete_cookie(COOKIE, path=START)
        return answer
    return HTMLResponse(login(), 403, _HEADERS)


async def _revoke(platform: Platform, gate: Gate, request: Request, form: Form) -> Response:
    account = await asyncio.to_thread(_whose, gate, request, form)
    if not account:
        return HTMLResponse(login(), 403, _HEADERS)
    key, reason = form.get("key", ""), form.get("reason", "").strip()[:200]
    device = await asyncio.to_thread(platform.engine.read, lambda cursor: devices.device(cursor, key))
    if device is None:
        return await _look(platform, gate, request, explain(refusal("device_unknown", value=key[:8])))
    is_named = device.home.role != COUNTY or form.get("name", "").strip() == device.name
    if form.get("sure") != "yes" or not is_named:
        token = gate.token(request.cookies.get(COOKIE, ""))
        wrong = words.NAME_DIFFERS if form.get("sure") == "yes" else ""
        return HTMLResponse(confirmation(device, reason, token, wrong), 200, _HEADERS)
    try:
        await asyncio.to_thread(admission.revoke, platform, key, reason)
    except Rejected as rejected:
        return await _look(platform, gate, request, explain(rejected.problems[0]))
    detail = words.event_of_device(device.name, device.key, reason)
    await asyncio.to_thread(gate.note, account, _address(request), "revoke", detail)
    return RedirectResponse(START, 303, _HEADERS)


async def _decide(platform: Platform, gate: Gate, request: Request, form: Form) -> Response:
    account = await asyncio.to_thread(_whose, gate, request, form)
    if not account:
        return HTMLResponse(login(), 403, _HEADERS)
    name, journal, outcome = form.get("hash", ""), form.get("journal", ""), form.get("outcome", "")
    seq = _number_of(form.get("seq", ""))
    try:
        if name:
            await asyncio.to_thread(entering.decide_aside, platform, name, outcome)
        else:
            await asyncio.to_thread(entering.decide, platform, journal, seq, outcome)
    except Rejected as rejected:
        return await _look(platform, gate, request, explain(rejected.problems[0]))
    detail = words.decision(name[:16] or f"{journal[:8]} {seq}", outcome)
    await asyncio.to_thread(gate.note, account, _address(request), "decide", detail)
    return RedirectResponse(START, 303, _HEADERS)


def _whose(gate: Gate, request: Request, form: Form) -> str:
    """The account from a page of whose session a form was sent; "" where it is none."""
    session = request.cookies.get(COOKIE, "")
    return gate.whose(session, accounts.now_s()) if gate.is_token(session, form.get("token", "")) else ""


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


async def _form(request: Request) -> Form | None:
    """The fields of a small form; None where it is none."""
    content = b""
    while True:
        try:
            message: Any = await next_message(request, STALL_S)
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
