"""An act as somebody asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from station_app.domain.immutable import immutable


@immutable
class Ask:
    """An act that somebody asks for. `uid` is empty for a new record; `fields` as typed, or JSON's values.

    `is_minted`: the uid was made for this ask and stands nowhere yet, so that nobody has to look whether it does.
    """

    kind: str
    act: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    uid: str = ""
    is_minted: bool = False
