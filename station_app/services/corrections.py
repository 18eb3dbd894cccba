"""Requests for correction (退回更正): what an office sends back with the reason, and the station's mending of it."""

from __future__ import annotations

from typing import Any

from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject
from station_app.domain.records import BY_KIND, Correction, Verdict
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk

OPEN = "ASKED"
REFUSED = "REFUSED"


@immutable
class Sent:
    """A record that came back: the request, and the record's values as they stand here (None where it is not here)."""

    correction: Correction
    values: dict[str, Any] | None


def sent_back(desk: Desk) -> list[Sent]:
    """The requests that wait for this station, the oldest first."""
    waiting = desk.records.all(Correction, state=OPEN)
    return [Sent(one, _values(desk, one.target_kind, one.target)) for one in waiting]


def refused(desk: Desk) -> list[Verdict]:
    """What a receiver did not take, with its reason."""
    return desk.records.all(Verdict, outcome=REFUSED)


def mend(desk: Desk, correction: Correction, value: Any, note: str = "") -> list[Done]:
    """Put `value`, as typed, into the field that was asked about, and answer the request, in one go. Raises Rejected.

    Part 0 of the problems is the record's, part 1 the answer's.
    """
    mending = Ask(correction.target_kind, "correct", {correction.where: value}, correction.target)
    return perform(desk, [mending, _answer(desk, correction, note)])


def answer(desk: Desk, correction: Correction, note: str) -> list[Done]:
    """Answer a request by words: the record stands as it is, or was mended elsewhere. Raises Rejected."""
    if not note.strip():
        raise reject(refusal("missing", "answer_note"))
    return perform(desk, [_answer(desk, correction, note)])


def ask(desk: Desk, kind: str, uid: str, where: str, reason: str) -> Done:
    """At an office: send a record back to its station with the reason. Raises Rejected."""
    values = _values(desk, kind, uid)
    if values is None:
        raise reject(refusal("no_such_record", value=uid))
    fields = {
        "station": values.get("station", ""),
        "target_kind": kind,
        "target": uid,
        "where": where,
        "reason": reason,
        "asked_on": desk.today,
    }
    return perform(desk, [Ask("correction", "register", fields)])[0]


def _answer(desk: Desk, correction: Correction, note: str) -> Ask:
    fields = {"answered_on": desk.today, "answer_note": note}
    return Ask("correction", "answer_correction", {name: one for name, one in fields.items() if one}, correction.uid)


def _values(desk: Desk, kind: str, uid: str) -> dict[str, Any] | None:
    row = desk.records.rows(kind, [uid]).get(uid) if kind in BY_KIND else None
    return row.values if row else None
