"""The reference gateway on the command line: serve, invite, see how it stands, restore, revoke, write, rebuild."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import logging
import os
import signal
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from station_app.cli import speech
from station_app.cli.desk import DONE, REFUSED, lines, must_be_utf8, must_be_writable, password_of, write_file
from station_app.domain import exchange
from station_app.domain.exchange import Invitation
from station_app.domain.problem import Rejected, refusal, reject
from station_app.domain.wire import parse
from station_app.text import commands as text
from station_app.text import gateway as words
from station_app.text.problems import reason_of

if TYPE_CHECKING:
    from station_app.gateway import server
    from station_app.gateway.copies import Copied
    from station_app.gateway.ingest import Platform
    from station_app.gateway.operator import View
    from station_app.gateway.status import Asked, Part
    from station_app.gateway.store.engine import Cursor

SERVE = "serve"
HOLDS_DAYS = 30


def run(options: argparse.Namespace) -> int:
    """Do what was asked of the gateway. Raises Rejected where its store cannot be worked with."""
    from station_app.gateway.server import key_file  # noqa: PLC0415  (see serve)
    from station_app.gateway.store.engine import StoreFailed, StoreForeign, StoreLocked  # noqa: PLC0415  (see serve)

    os.umask(0o077)  # whatever is written is its owner's alone

    if options.action in NEED_A_STORE and "://" not in options.store and not Path(options.store).exists():
        raise reject(refusal("gateway_store_missing", value=options.store))
    try:
        code = ACTIONS[options.action](options)
        if code == DONE and options.action in NOTED:
            _note(options)
    except StoreLocked as error:
        raise reject(refusal("store_locked", value=str(key_file(_setup(options))))) from error
    except StoreForeign as error:
        raise reject(refusal("gateway_store_foreign", value=options.store)) from error
    except StoreFailed as error:
        raise reject(refusal("gateway_store_fails", reason=str(error))) from error
    return code


NOTED = ("invite", "backup", "restore", "move", "arrive", "revoke", "rebuild")
"""What stands in the operators' log; an account notes itself."""


def _note(options: argparse.Namespace) -> None:
    from station_app.gateway import accounts  # noqa: PLC0415  (see serve)

    platform = _platform(options)
    said = (options.name, options.url, options.key[:12], options.reason, str(options.folder or ""))
    accounts.note(platform, options.action, " ".join(one for one in said if one))
    platform.engine.close()


def serve(options: argparse.Namespace) -> int:
    """Listen until it is stopped."""
    # Imported here, as below: no other command waits for the web server.
    import uvicorn  # noqa: PLC0415  (see above)

    from station_app.gateway.server import app_of, config_of, ready  # noqa: PLC0415  (see above)

    host, _, port = options.listen.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 2**16:
        raise reject(refusal("listen_unsound", value=options.listen))
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    # The server ends of itself and then sends itself the signal again: the store is closed before it ends this process.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(DONE))
    setup = _setup(options)
    try:
        address = (host.strip("[]"), int(port))
        with ready(setup, address) as (platform, listener), contextlib.suppress(KeyboardInterrupt):
            config = config_of(app_of(setup, platform), options.tls_cert, options.tls_key)
            said = {"listen": options.listen, "key": platform.office.key.public}
            speech.say(options, said, words.LISTENS.format_map(said))
            sys.stdout.flush()
            uvicorn.Server(config).run([listener])
    except OSError as error:
        raise reject(refusal("port_taken", value=options.listen, reason=reason_of(error))) from error
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


FIRST_ROWS = 20
"""How much of each part is said where not all is asked for."""


def status(options: argparse.Namespace) -> int:
    """How much there is, when the last copy was; who was silent for longest, and what waits for a person."""
    from station_app.gateway import status as standing  # noqa: PLC0415  (see serve)
    from station_app.gateway.operator import VIEWS  # noqa: PLC0415  (see serve)

    platform = _platform(options)
    counted = platform.engine.read(standing.counts)
    copied = words.last_copy(counted["last_copy"], counted["copy_to"])
    speech.say(options, {"part": "totals", **counted}, f"{words.status_line(counted)}\n{copied}")
    wanted = standing.Asked(limit=10**9 if options.all else FIRST_ROWS)
    for name, view in VIEWS.items():
        part = platform.engine.read(partial(_read, view, wanted))
        for row in part.rows:
            cells = "\t".join(str(value) for value in row.values() if not isinstance(value, list))
            speech.say(options, {"part": name, **row}, f"{words.PARTS[name]}\t{cells}")
        if len(part.rows) < part.number:
            speech.say(options, {"part": name, "left": part.number - len(part.rows)}, words.ALL_BY)
    platform.engine.close()
    return DONE


def _read(view: View, wanted: Asked, cursor: Cursor) -> Part:
    return view.read(cursor, wanted)


def account(options: argparse.Namespace) -> int:
    """An operator's account with its password, from a descriptor, the environment or a terminal; or one goes."""
    from station_app.gateway import accounts  # noqa: PLC0415  (see serve)

    if not options.name:
        raise reject(refusal("missing", "--name"))
    platform = _platform(options)
    try:
        if options.remove:
            accounts.drop(platform, options.name)
        else:
            accounts.put(platform, options.name, password_of(options, PASSWORD_VARIABLE))
    finally:
        platform.engine.close()
    sentence = words.ACCOUNT_DROPPED if options.remove else words.ACCOUNT_KEPT
    speech.say(options, {"name": options.name}, sentence.format(name=options.name))
    return DONE


PASSWORD_VARIABLE = "GATEWAY_PASSWORD"
"""Of the environment: an operator's password for `account`."""


def backup(options: argparse.Namespace) -> int:
    """A copy of the store and its files in a new folder, made while the gateway runs and looked through."""
    from station_app.gateway import copies  # noqa: PLC0415  (see serve)

    platform = _platform(options)
    try:
        copied = copies.make(platform.engine, _setup(options).files, _folder(options), platform.clock)
    finally:
        platform.engine.close()
    return _say_copied(options, copied, words.COPIED)


def restore(options: argparse.Namespace) -> int:
    """A copy into a new store; every device compares then."""
    from station_app.gateway import copies  # noqa: PLC0415  (see serve)
    from station_app.gateway.server import engine_of, key_file  # noqa: PLC0415  (see serve)
    from station_app.gateway.store import tables  # noqa: PLC0415  (see serve)
    from station_app.gateway.store.engine import must_be_ours  # noqa: PLC0415  (see serve)
    from station_app.gateway.store.vault import Vault, key_at  # noqa: PLC0415  (see serve)

    setup = _setup(options)
    if "://" not in setup.store:
        must_be_ours(Path(setup.store))
    vault = Vault(key_at(key_file(setup), is_new=False))
    copies.check(_folder(options), vault)  # before a store is made for it
    engine = engine_of(setup.store, vault)
    try:
        tables.create(engine)
        copied, begun = copies.restore(_folder(options), engine, setup.files)
    finally:
        engine.close()
    return _say_copied(options, dataclasses.replace(copied, epoch=begun), words.RESTORED)


def _folder(options: argparse.Namespace) -> Path:
    if options.folder is None:
        raise reject(refusal("missing", "FOLDER"))
    folder: Path = options.folder
    return folder


def _say_copied(options: argparse.Namespace, copied: Copied, sentence: str) -> int:
    said = {"folder": str(options.folder), **dataclasses.asdict(copied)}
    said["megabytes"] = f"{copied.size_bytes / 2**20:.1f}"
    speech.say(options, said, sentence.format_map(said))
    if copied.damaged:
        speech.say(options, {"damaged": copied.damaged}, words.DAMAGED_FILES.format(names=words.listed(copied.damaged)))
    return REFUSED if copied.damaged else DONE


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
    "backup": backup,
    "restore": restore,
    "move": move,
    "arrive": arrive,
    "revoke": revoke,
    "account": account,
    "enter": enter,
    "decide": decide,
    "rebuild": rebuild,
}


NEED_A_STORE = ("status", "backup", "account", "move", "arrive", "revoke", "decide", "rebuild")
"""What makes sense only where a gateway has been; the others begin one."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of the gateway's command."""
    parser.add_argument("action", nargs="?", choices=sorted(ACTIONS), default=SERVE, help=text.OPTIONS["action"])
    parser.add_argument("folder", nargs="?", type=Path, help=text.OPTIONS["copy_folder"])
    parser.add_argument("--json", action="store_true", help=text.OPTIONS["json"])
    parser.add_argument("--store", required=True, help=text.OPTIONS["store"])
    for option, usual in (("listen", "127.0.0.1:8443"), ("name", ""), ("area", ""), ("expires", ""), ("url", ""),
                          ("key", ""), ("replaces", ""), ("reason", ""), ("audience", "52"), ("journal", ""),
                          ("seq", ""), ("hash", ""), ("outcome", "")):  # fmt: skip
        parser.add_argument(f"--{option}", default=usual, help=text.OPTIONS[option.replace("-", "_")])
    parser.add_argument("--password-fd", type=int, help=text.OPTIONS["password_fd"])
    parser.add_argument("--remove", action="store_true", help=text.OPTIONS["remove_account"])
    parser.add_argument("--all", action="store_true", help=text.OPTIONS["all_parts"])
    parser.add_argument("--renew-key", action="store_true", help=text.OPTIONS["renew_key"])
    for option in ("out", "files", "store-key", "tls-cert", "tls-key"):
        parser.add_argument(f"--{option}", type=Path, help=text.OPTIONS[option.replace("-", "_")])


def _setup(options: argparse.Namespace) -> server.Setup:
    from station_app.gateway.server import Setup, usual_files  # noqa: PLC0415  (see serve)

    return Setup(options.store, options.files or usual_files(options.store), key_file=options.store_key)


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
