"""How the gateway stands, for whoever operates it: journals with their lags, forks, quarantine, review."""

from __future__ import annotations

from collections import Counter
from typing import Any

from station_app.gateway.store import devices, folded, journals
from station_app.gateway.store.engine import Cursor


def status(cursor: Cursor) -> dict[str, list[dict[str, Any]]]:
    """What there is to see: `journals`, `devices`, `aside` (forks, and batches of revoked devices), `quarantine`."""
    names = {one.home.uid: one for one in devices.every(cursor)}
    held: dict[str, int] = {}
    for journal, _, _ in folded.held(cursor):
        held[journal] = held.get(journal, 0) + 1
    refused = Counter(line[0] for line in folded.quarantined(cursor))
    called = {one.uid: names[one.home].name for one in journals.every(cursor) if one.home in names}
    return {
        "journals": [
            {
                "journal": one.uid,
                "name": names[one.home].name if one.home in names else "",
                "audience": one.audience,
                "acked": one.acked,
                "judged": one.judged,
                "refused": refused.get(one.uid, 0),
                "held": held.get(one.uid, 0),
                "missing": f"{one.acked + 1}-{one.gap - 1}" if one.gap else "",
                "last_contact": one.last_contact,
            }
            for one in journals.every(cursor)
        ],
        "devices": [
            {
                "name": one.name,
                "area_code": one.home.area_code,
                "role": one.home.role,
                "standing": one.standing,
                "enrolled_at": one.enrolled_at,
                "key": one.key,
            }
            for one in devices.every(cursor)
        ],
        "aside": [
            {
                "hash": name,
                "journal": uid,
                "name": called.get(uid, ""),
                "first": first,
                "last": last,
                "reason": reason,
                "came_at": at,
            }
            for name, uid, first, last, reason, at in journals.aside(cursor)
        ],
        "quarantine": [
            {
                "journal": uid,
                "name": called.get(uid, ""),
                "seq": seq,
                "kind": journals.lines_after(cursor, uid, seq - 1, 1)[0][1].kind,
                "record": record,
                "code": code,
                "field": field,
            }
            for uid, seq, record, code, field in folded.quarantined(cursor)
        ],
    }
