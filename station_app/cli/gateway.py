"""The reference gateway on the command line: serve, invite, see how it stands, restore, revoke, write, rebuild."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from station_app.cli import speech
from station_app.cli.desk import DONE, REFUSED, lines, must_be_utf8, must_be_writable, write_file
from station_app.domain import exchange
from station_app.domain.exchange import Invitation
from station_app.domain.problem import Rejected, refusal, reject
from station_app.domain.wire import parse
from station_app.text import commands as text
from station_app.text import gateway as words

if TYPE_CHECKING:
    from station_app.gateway import server
    from station_app.gateway.ingest import Platform

SERVE = "serve"
PASSWORD_VARIABLE = "GATEWAY_PASSWORD"
"""Of the environment: the operator's password, where it shall not stand on the command line for all to see."""

HOLDS_DAYS = 30


def run(options: argparse.Namespace) -> int:
    """Do what was asked of the gateway. Raises Rejected where its store cannot be worked with."""
    from station_app.gateway.store.engine import StoreFailed, StoreForeign  # noqa: PLC0415  (see serve)

    if options.action in NEED_A_STORE and "://" not in options.store and not Path(options.store).exists():
        raise reject(refusal("gateway_store_missing", value=options.store))
    try:
        return ACTIONS[options.action](options)
    except StoreForeign as error:
        raise reject(refusal("gateway_store_foreign", value=options.store)) from error
    except StoreFailed as error:
        raise reject(refusal("gateway_store_fails", reason=str(error))) from error


def serve(options: argparse.Namespace) -> int:
    """Listen until it is stopped."""
    # Imported here, as below: no other command waits for the web server.
    import uvicorn  # noqa: PLC0415  (see above)

    from station_app.gateway.server import app_of, config_of, opened  # noqa: PLC0415  (see above)

    host, _, port = options.listen.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 2**16:
        raise reject(refusal("listen_unsound", value=options.listen))
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    setup = _setup(options)
    platform = opened(setup)
    app = app_of(setup, platform, options.operator_password or os.environ.get(PASSWORD_VARIABLE, ""))
    config = config_of(app, options.tls_cert, options.tls_key)
    config.host, config.port = host, int(port)
    speech.say(options, {"listen": options.listen, "key": platform.office.key.public}, words.LISTENS.format(
        listen=options.listen, key=platform.office.key.public))  # fmt: skip
    sys.stdout.flush()
    try:
        uvicorn.Server(config).run()
    finally:
        platform.engine.close()
    return DONE


def invite(options: argparse.Namespace) -> int:
    """A one-time invitation as a file."""
    from station_app.gateway import admission  # noqa: PLC0415  (see serve)

    missing = [name for name in ("name", "area", "out") if not getattr(options, name)]
    if missing:
        raise Rejected(tuple(refusal("missing", f"--{name}") for name in missing))
    must_be_writable(options.out)
    platform = _platform(options)
    until = (platform.clock.now() + timedelta(days=HOLDS_DAYS)).date().isoformat()
    certificate = options.tls_cert.read_text("ascii") if options.tls_cert else ""
    role = "COUNTY" if len(options.area) == len("520324") else "STATION"
    code = exchange.new_code()
    invitation = Invitation(
        code,
        options.name,
        options.area,
        role,
        options.expires or until,
        replaces=options.replaces,
        gateway_url=options.url,
        gateway_ca=certificate,
    )
    write_file(options.out, admission.invite(platform, invitation).encode())
    said = {"path": str(options.out), "name": options.name, "code": exchange.shown(code)}
    speech.say(options, said, words.INVITED.format_map(said))
    platform.engine.close()
    return DONE


def status(options: argparse.Namespace) -> int:
    """Journals, devices, what was set aside, quarantine."""
    from station_app.gateway.status import status as look  # noqa: PLC0415  (see serve)

    platform = _platform(options)
    for part, rows in platform.engine.read(look).items():
        for row in rows:
            cells = "\t".join(str(value) for value in row.values())
            speech.say(options, {"part": part, **row}, f"{words.PARTS[part]}\t{cells}")
    platform.engine.close()
    return DONE


def restore(options: argparse.Namespace) -> int:
    """After the store was restored from a copy: a new epoch, so that every device compares."""
    from station_app.gateway import office  # noqa: PLC0415  (see serve)

    platform = _platform(options)
    epoch = platform.engine.write(office.begin_epoch)
    speech.say(options, {"epoch": epoch}, words.RESTORED.format(epoch=epoch))
    platform.engine.close()
    return DONE


def move(options: argparse.Namespace) -> int:
    """Announce another address, certificate or key, signed by the key that is believed now, and write it as a file."""
    from station_app.domain.batch import suite  # noqa: PLC0415  (see serve)
    from station_app.gateway import office  # noqa: PLC0415  (see serve)

    if missing := [name for name in ("url", "out") if not getattr(options, name)]:
        raise Rejected(tuple(refusal("missing", f"--{name}") for name in missing))
    certificate = options.tls_cert.read_text("ascii", "replace") if options.tls_cert else ""
    problems = [] if exchange.is_safe(options.url) else [refusal("move_address_unsafe", value=options.url[:80])]
    problems += [] if _is_certificate(certificate) else [refusal("certificate_unsound", value=str(options.tls_cert))]
    if problems:
        raise Rejected(tuple(problems))
    must_be_writable(options.out)
    platform = _platform(options)
    key = suite.new_key() if options.renew_key else platform.office.key
    moves = platform.engine.write(
        lambda cursor: office.announce(cursor, platform.office, options.url, certificate, key)
    )
    write_file(options.out, exchange.moves_text(moves).encode())
    said = {"path": str(options.out), "url": options.url, "key": key.public}
    speech.say(options, said, words.MOVE_ANNOUNCED.format_map(said))
    platform.engine.close()
    return DONE


def _is_certificate(text_of_it: str) -> bool:
    """Whether a station could pin it: a station that has taken another one would reach nobody any more."""
    import ssl  # noqa: PLC0415  (see serve)

    try:
        ssl.create_default_context(cadata=text_of_it or None)
    except (ssl.SSLError, ValueError, TypeError):
        return False
    return True


def arrive(options: argparse.Namespace) -> int:
    """At the new address, in the store that serves there: be what the last move says."""
    from station_app.gateway import office  # noqa: PLC0415  (see serve)

    platform = _platform(options)
    epoch = platform.engine.write(office.arrive)
    speech.say(options, {"epoch": epoch}, words.ARRIVED.format(epoch=epoch))
    platform.engine.close()
    return DONE


def revoke(options: argparse.Namespace) -> int:
    """A device's word no longer counts."""
    from station_app.gateway import admission  # noqa: PLC0415  (see serve)

    platform = _platform(options)
    admission.revoke(platform, options.key, options.reason)
    speech.say(options, {"key": options.key}, words.REVOKED.format(key=options.key))
    platform.engine.close()
    return DONE


def enter(options: argparse.Namespace) -> int:
    """One line of standard input, one act of the platform; a refused line does not stop the rest."""
    from station_app.gateway import entering  # noqa: PLC0415  (see serve)

    platform, code = _platform(options), DONE
    for number, line in lines():
        try:
            uid = entering.enter(platform, _parsed(line, number), options.audience)
        except Rejected as rejected:
            code = REFUSED
            speech.say_problems(options, rejected.problems, number)
            continue
        speech.say(options, {"line": number, "uid": uid}, f"{number}\t{uid}")
    platform.engine.close()
    return code


def decide(options: argparse.Namespace) -> int:
    """What becomes of a refused line (`--journal`, `--seq`) or of a batch that lies aside (`--hash`)."""
    from station_app.gateway import entering  # noqa: PLC0415  (see serve)

    if options.outcome not in OUTCOMES or not (options.hash or (options.journal and options.seq.isdecimal())):
        raise Rejected((refusal("missing", "--outcome" if options.outcome not in OUTCOMES else "--journal"),))
    platform, outcome = _platform(options), OUTCOMES[options.outcome]
    if options.hash:
        entering.decide_aside(platform, options.hash, outcome)
    else:
        entering.decide(platform, options.journal, int(options.seq), outcome, options.reason)
    said = {"line": options.hash[:16] or f"{options.journal[:8]} {options.seq}", "outcome": options.outcome}
    speech.say(options, said, words.DECIDED[options.outcome].format_map(said))
    platform.engine.close()
    return DONE


OUTCOMES = {"accept": "ACCEPTED", "send-back": "SENT_BACK", "drop": "DROPPED"}


def rebuild(options: argparse.Namespace) -> int:
    """Fold every record again from the raw changes."""
    from station_app.gateway.store import folded  # noqa: PLC0415  (see serve)

    platform = _platform(options)
    records = platform.engine.write(folded.rebuild)
    speech.say(options, {"records": records}, words.REBUILT.format(records=records))
    platform.engine.close()
    return DONE


ACTIONS = {
    SERVE: serve,
    "invite": invite,
    "status": status,
    "restore": restore,
    "move": move,
    "arrive": arrive,
    "revoke": revoke,
    "enter": enter,
    "decide": decide,
    "rebuild": rebuild,
}


NEED_A_STORE = ("status", "restore", "move", "arrive", "revoke", "decide", "rebuild")
"""What makes sense only where a gateway has been; the others begin one."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of the gateway's command."""
    parser.add_argument("action", nargs="?", choices=sorted(ACTIONS), default=SERVE, help=text.OPTIONS["action"])
    parser.add_argument("--json", action="store_true", help=text.OPTIONS["json"])
    parser.add_argument("--store", required=True, help=text.OPTIONS["store"])
    for option, usual in (("listen", "127.0.0.1:8443"), ("name", ""), ("area", ""), ("expires", ""), ("url", ""),
                          ("key", ""), ("replaces", ""), ("reason", ""), ("audience", "52"),
                          ("operator-password", ""), ("journal", ""), ("seq", ""), ("hash", ""),
                          ("outcome", "")):  # fmt: skip
        parser.add_argument(f"--{option}", default=usual, help=text.OPTIONS[option.replace("-", "_")])
    parser.add_argument("--renew-key", action="store_true", help=text.OPTIONS["renew_key"])
    for option in ("out", "files", "tls-cert", "tls-key"):
        parser.add_argument(f"--{option}", type=Path, help=text.OPTIONS[option.replace("-", "_")])


def _setup(options: argparse.Namespace) -> server.Setup:
    from station_app.gateway.server import Setup, usual_files  # noqa: PLC0415  (see serve)

    return Setup(options.store, options.files or usual_files(options.store))


def _platform(options: argparse.Namespace) -> Platform:
    from station_app.gateway.server import opened  # noqa: PLC0415  (see serve)

    return opened(_setup(options))


def _parsed(line: str, number: int) -> dict[str, object]:
    must_be_utf8(line, number)
    try:
        raw = parse(line)
    except ValueError as error:
        raise reject(refusal("not_json", value=number, reason=str(error))) from error
    if not isinstance(raw, dict):
        raise reject(refusal("not_an_act", value=number))
    return raw
