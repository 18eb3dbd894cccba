"""A regular expression that is compiled when it is first asked: the first page asks few of those that forms need."""

from __future__ import annotations

import re
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
