"""A regular expression that is compiled when it is first asked: the first page asks few of those that forms need."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, cast


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, at first use: compiling all of them with the imports took a fortieth of the start."""
    return cast("re.Pattern[str]", _Pattern(text, flags))  # it has whatever a pattern has


class _Pattern:
    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        asked = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, asked)  # from now on it is asked directly
        return asked


def patterns_of(texts: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """The regular expressions of some rules; what is none is passed over: a pack that came must stop nobody's work."""
    return _compiled(tuple(texts))


@lru_cache(maxsize=48)
def _compiled(texts: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    found = []
    for one in texts:
        try:
            found.append(re.compile(one))
        except re.error:
            continue
    return tuple(found)
