"""The sentence above a county's list of matters: station, village, category, unit, state, turn, urgency, deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from station_app import paths
from station_app.db.ledger import BOOKS, Filter
from station_app.db.waits import WAITS
from station_app.domain.records import Station
from station_app.services import units, workbench
from station_app.services.desk import Desk
from station_app.text import county as say
from station_app.text import finding as words
from station_app.ui.pages.records.ledger import ANY, LedgerSentence, Part, categories, states
from station_app.ui.parts.pick import Pick

PARTS = {
    "opinion": ("station", "village", "category", "revitalization", "urgency", "unit", "state", "turn", "due", "sort"),
    "suggestion": ("station", "level", "category", "unit", "state", "turn", "due", "sort"),
}
"""The phrases of each list, in their order."""

DUE_DAYS = {"today": (0, 0), "three": (0, 3), "week": (0, 7)}
"""From which to which day ahead a deadline falls."""


class MattersSentence(LedgerSentence):
    """Says which matters of a kind a county's list shows, in which order."""

    def __init__(self, desk: Desk, kind: str) -> None:
        self.kind = kind
        super().__init__(desk, _phrases(desk, kind), say.BETWEEN[kind])

    def chosen(self, text: str) -> Filter:
        """The filter that the sentence says, narrowed by the search text."""
        told = {part: "" if key == ANY else key for part, key in self.standing.items()}
        state, due, today = told["state"], told["due"], self._desk.today
        ahead = [(date.fromisoformat(today) + timedelta(days=many)).isoformat() for many in DUE_DAYS.get(due, ())]
        exact: dict[str, Any] = {
            name: told[name] for name in (*BOOKS[self.kind].exact, "village", "category") if name in told
        }
        return Filter(
            viewer=self._desk.viewer,
            kind=self.kind,
            text=text.strip(),
            wait=state if state in WAITS else "",
            days=workbench.days_ahead(self._desk),
            open_only=state == "open",
            states=(state,) if state not in (*WAITS, "open", "all") else (),
            unit=told["unit"],
            overdue_on=today if due == "overdue" else "",
            due_from=ahead[0] if ahead else "",
            due_to=ahead[1] if ahead else "",
            without_due=due == "none",
            sort=told["sort"],
            **exact,
        )


def _phrases(desk: Desk, kind: str) -> list[Part]:
    return [
        Part(name, say.PHRASES[name], _picks(desk, kind, name), {"state": "open", "sort": "due"}.get(name, ANY))
        for name in PARTS[kind]
    ]


def _picks(desk: Desk, kind: str, name: str) -> list[Pick]:
    any_one = [(ANY, say.ANY[name])] if name in say.ANY else []
    return [*any_one, *_of_part(desk, kind, name)]


def _of_part(desk: Desk, kind: str, name: str) -> Sequence[Pick]:
    match name:
        case "station":
            return [(one.uid, one.name) for one in sorted(desk.records.all(Station), key=lambda one: one.area_code)]
        case "village":
            towns = paths.regions().children(desk.place.area_code)
            return [
                (one.code, words.place(one.name))
                for town in towns
                for one in (town, *paths.regions().children(town.code))
            ]
        case "category" if kind == "opinion":
            return categories(desk)
        case "unit":
            named = dict.fromkeys(one.name for one in units.in_force(desk))
            return [(paths.spelt(one), one) for one in sorted(named, key=paths.spelt)]
        case "state":
            waits = [(wait, say.TILES[wait]) for wait, kinds in WAITS.items() if kind in kinds]
            return [("open", say.STATES["open"]), *waits, *states(desk, kind), ("all", say.STATES["all"])]
        case "due":
            return list(say.DUES.items())
        case "sort":
            return [(key, said) for key, said in say.SORTS.items() if key.removeprefix("-") in BOOKS[kind].sorts]
    scheme = {"turn": "side", "level": "deputy_level", "category": "committee_category"}.get(name, name)
    return [(one.code, one.name) for one in desk.codes[scheme].codes]
