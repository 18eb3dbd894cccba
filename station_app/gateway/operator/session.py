"""Who is at the operator's pages: a password, then a cookie that proves itself, so none is kept."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections import deque

from station_app.domain.batch.suite import bytes_of, text_of

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
