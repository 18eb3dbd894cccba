"""The keeper of the operator's pages: passwords, how long to wait after wrong ones, sessions that can be ended."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import logging
import os
import threading
import time
from collections import OrderedDict

from station_app import paths
from station_app.domain import passwords
from station_app.domain.batch.suite import text_of
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected, refusal
from station_app.gateway.ingest import Platform
from station_app.gateway.store import operators
from station_app.gateway.store.engine import Cursor
from station_app.gateway.store.operators import Account, Event

HOLDS_S = 8 * 3600
COST = 1 << 16
"""scrypt's N with r = 8, p = 1: 64 MiB and a fifth of a second for each try."""

SALT_BYTES, VERIFIER_BYTES, SESSION_BYTES = 16, 32, 32
LONGEST_NAME = 40

FREE, FREE_OF_ADDRESS = 3, 12
"""Wrong passwords that cost no wait: of one account from one address, and of all accounts from one."""

LONGEST_WAIT_S = 900
MOST_REMEMBERED = 5_000
V6_PREFIX = 64
"""Bits of an address that are one household's (RFC 6177)."""

log = logging.getLogger("station_app.gateway")

COMMAND = ""
"""Who acts where it is no account but a command on the machine itself."""


@immutable
class Failed:
    """How often in a row, and until when nothing is looked at (seconds)."""

    times: int
    until_s: float


class Gate:
    """Lets accounts in. Who guesses waits longer and longer, and nobody waits for another's guesses: what is counted is
    an account from one address, and an address."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._failed: OrderedDict[tuple[str, str], Failed] = OrderedDict()
        self._trying = threading.Lock()  # one at a time: each costs its memory

    @property
    def has_accounts(self) -> bool:
        """Whether anybody may come in at all."""
        return bool(self._platform.engine.read(operators.accounts))

    def wait_s(self, name: str, address: str, now_s: float) -> int:
        """How many seconds to wait before a password of this account is looked at from this address; 0: none."""
        until = max((self._failed[key].until_s for key in _keys(name, address) if key in self._failed), default=0.0)
        return max(0, -int(-(until - now_s) // 1))

    def enter(self, name: str, password: str, address: str, now_s: float) -> str:
        """A session's cookie for the right password; "" for a wrong one. It takes a fifth of a second either way."""
        engine = self._platform.engine
        known = engine.read(lambda cursor: operators.account(cursor, name))
        with self._trying:
            is_right = _is_right(known, password)
        if not is_right or known is None:
            self._count(name, address, now_s)
            self.note(name[:LONGEST_NAME] if known else "", address, "login_failed", "")
            return ""
        self._failed.pop(_keys(name, address)[0], None)
        session = text_of(os.urandom(SESSION_BYTES))
        engine.write(lambda cursor: operators.begin(cursor, session, name, int(now_s) + HOLDS_S))
        self.note(name, address, "login", "")
        return session

    def whose(self, session: str, now_s: float) -> str:
        """The account whose session a cookie is; "" where it is none, was ended, or is over."""
        if not session:
            return ""
        return self._platform.engine.read(lambda cursor: operators.whose(cursor, session, int(now_s)))

    def leave(self, session: str, address: str, now_s: float) -> None:
        """A session ends here, whoever still holds its cookie."""
        name = self.whose(session, now_s)
        self._platform.engine.write(lambda cursor: operators.end(cursor, session, int(now_s)))
        self.note(name, address, "logout", "")

    def token(self, session: str) -> str:
        """What every form of a session's pages carries: another site cannot know it."""
        content = b"form\0" + session.encode()
        return text_of(hmac.new(self._platform.office.secret, content, hashlib.sha256).digest())

    def is_token(self, session: str, token: str) -> bool:
        """Whether a form came from a page of this session."""
        return hmac.compare_digest(token.encode(), self.token(session).encode())

    def note(self, account: str, address: str, event: str, detail: str) -> None:
        """Write down what was done."""
        note(self._platform, event, detail, account, address)

    def _count(self, name: str, address: str, now_s: float) -> None:
        for key, free in zip(_keys(name, address), (FREE, FREE_OF_ADDRESS), strict=True):
            times = self._failed[key].times + 1 if key in self._failed else 1
            wait_s = min(2.0 ** min(times - free, 20), LONGEST_WAIT_S) if times >= free else 0.0
            self._failed[key] = Failed(times, now_s + wait_s)
            self._failed.move_to_end(key)
        while len(self._failed) > MOST_REMEMBERED:
            self._failed.popitem(last=False)


def put(platform: Platform, name: str, password: str) -> None:
    """An account with a password from now on. Raises Rejected for a name that is none and for a weak password."""
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise Rejected((refusal("account_name_unsound", value=name[:LONGEST_NAME]),))
    problems = passwords.problems_of(password, name, paths.guesses())
    if problems:
        raise Rejected(tuple(problems))
    salt = os.urandom(SALT_BYTES)
    made = Account(name, salt, COST, _stretched(password, salt, COST), platform.now)
    platform.engine.write(lambda cursor: operators.put_account(cursor, made))
    note(platform, "account", name)


def drop(platform: Platform, name: str) -> None:
    """An account is no more. Raises Rejected where there is none."""
    if not platform.engine.write(lambda cursor: operators.drop_account(cursor, name)):
        raise Rejected((refusal("account_unknown", value=name[:LONGEST_NAME]),))
    note(platform, "account_dropped", name)


def note(platform: Platform, event: str, detail: str, account: str = COMMAND, address: str = "") -> None:
    """Write down what an account, or a command on the machine itself, did; in the process's log without the detail."""
    log.info(json.dumps({"operator": event, "account": account, "address": address}, ensure_ascii=False))
    one = Event(platform.now, account, address, event, detail)

    def work(cursor: Cursor) -> None:
        operators.note(cursor, one)

    platform.engine.write(work)


def now_s() -> float:
    """The machine's own time in seconds: sessions and waits are its business alone."""
    return time.time()


def _keys(name: str, address: str) -> tuple[tuple[str, str], tuple[str, str]]:
    household = _household(address)
    return (name, household), ("", household)


def _household(address: str) -> str:
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((read, V6_PREFIX), strict=False)) if read.version == 6 else address


def _is_right(known: Account | None, password: str) -> bool:
    salt, cost = (known.salt, known.cost) if known else (bytes(SALT_BYTES), COST)
    return hmac.compare_digest(_stretched(password, salt, cost), known.verifier if known else bytes(VERIFIER_BYTES))


def _stretched(password: str, salt: bytes, cost: int) -> bytes:
    memory = cost * 8 * 128 + 2**20
    return hashlib.scrypt(password.encode(), salt=salt, n=cost, r=8, p=1, maxmem=memory, dklen=VERIFIER_BYTES)
