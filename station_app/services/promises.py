"""Promises of replies: proposed from the words, confirmed, changed or dropped by a person."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from station_app.db import preferences
from station_app.domain import promises
from station_app.domain.lifecycle import REGISTER
from station_app.domain.promises import Proposal
from station_app.domain.records import Commitment, Reply
from station_app.services import local_rules
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk
from station_app.services.handling import side_of

RULES = "promises"
PLANNED, LETTER_B = "PLANNED", "B"


def proposed_of(desk: Desk, reply: Reply) -> list[Proposal]:
    """The promises that a reply's words seem to make and nobody has looked at yet; none of a reply that does not say
    that something is planned (B), nor of one that another home took. Nothing is written."""
    is_open = reply.result_degree == PLANNED or reply.letter == LETTER_B
    if not is_open or reply.void_reason or reply.side != side_of(desk):
        return []
    rules = local_rules.in_force(desk, RULES)
    if not rules:
        return []
    known = [_plain(one.what) for one in desk.records.all(Commitment, reply=reply.uid) if not one.void_reason]
    looked_at = set(_dropped(desk, reply.uid))
    found = promises.propose(reply.result, reply.replied_on, rules)
    return [one for one in found if one.what not in looked_at and not _is_among(_plain(one.what), known)]


def confirm(desk: Desk, reply: str, fields: Mapping[str, Any], proposal: Proposal) -> list[Done]:
    """A person says that it is a promise, as proposed or changed: from now on it is a record. Raises Rejected."""
    done = perform(desk, [Ask("commitment", REGISTER, {**fields, "reply": reply})])
    drop(desk, reply, proposal)
    return done


def drop(desk: Desk, reply: str, proposal: Proposal) -> None:
    """A person has looked at a proposal: at this desk it is not proposed again."""
    kept = [*_dropped(desk, reply), proposal.what]
    preferences.put(desk.store.database, f"promises {reply}", json.dumps(kept, ensure_ascii=False), "")


def _dropped(desk: Desk, reply: str) -> list[str]:
    kept = json.loads(preferences.get(desk.store.database, f"promises {reply}", "[]", ""))
    return [str(one) for one in kept] if isinstance(kept, list) else []


def _is_among(what: str, known: Sequence[str]) -> bool:
    """Whether a promise is written down already, in the same words or in more of them."""
    return any(what in one or one in what for one in known if one)


def _plain(what: str) -> str:
    return "".join(filter(str.isalnum, what))
