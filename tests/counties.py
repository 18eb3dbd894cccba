"""A county with two stations whose matters stand in every way that its workbench counts; made once for a module."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from station_app.domain.records import Opinion
from station_app.services import county, news
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import SetClock, refer, report, told
from tests.offices import TOWNSHIPS, admit, sealed
from tests.offices import county as new_county
from tests.offices import station as new_station
from tests.suggesting import deputy, draft_fields, heard

TRIAGE = {"owner_level": "COUNTY", "proposed_unit": "＋县水务局"}
SLIP = {"unit": "＋县水务局", "requirements": "请书面答复"}
RESULT = {"result": "管子换好了", "result_degree": "SOLVED"}
MANDATE = {"level": "COUNTY", "term": 20, "cert_no": "20-1", "delegation": "第一代表团", "from_on": "2021-12-01"}


@dataclass
class County:
    """The office, its stations, their one clock, and the opinions by what became of each."""

    office: Desk
    stations: list[Desk]
    clock: SetClock
    uids: dict[str, str]

    def exchange(self) -> None:
        """What each wrote reaches the others."""
        for _ in range(2):
            for one in self.stations:
                county.take_contents(self.office, sealed(one))
                news.take_in(one, sealed(self.office, one.place.uid))

    def close(self) -> None:
        for desk in (self.office, *self.stations):
            desk.close()


WAYS = (
    "to_assign",
    "to_assign_too",
    "to_sign",
    "overdue",
    "return_asked",
    "extension_asked",
    "to_check",
    "dissatisfied",
)


def _handle(office: Desk, way: str, uid: str) -> None:
    """The county gives a matter to a unit, and what the way says comes of it."""
    due = {"overdue": "2026-11-30", "to_sign": "2026-12-08"}.get(way, "2027-01-20")
    given = perform(office, [refer({**SLIP, "due_on": due}, uid)])[0].uid
    match way:
        case "return_asked":
            perform(office, [Ask("assignment", "request_return", {"return_reason": "不归本单位管"}, given)])
        case "extension_asked":
            asked = {"assignment": given, "reason": "雨季", "until_on": "2027-02-10"}
            perform(office, [Ask("extension", "register", asked)])
        case "to_check" | "dissatisfied":
            perform(office, [report(RESULT, uid)])


def made(folder: Path) -> County:
    """Eight opinions of two stations, each in a way of its own, and a submitted suggestion."""
    clock = SetClock()
    office = new_county(folder / "county", clock)
    stations = [new_station(folder / f"station{at}", clock, town) for at, town in enumerate(TOWNSHIPS[:2])]
    found = County(office, stations, clock, {})
    for one in stations:
        admit(office, one)
    for at, way in enumerate(WAYS):
        home = stations[at % 2]
        uid = found.uids[way] = heard(home, at, village=f"{home.place.area_code[:9]}201")
        perform(home, [Ask("opinion", "triage", TRIAGE, uid),
                       Ask("opinion", "escalate", {"escalate_reason": "归县里管"}, uid)])  # fmt: skip
    lead = deputy(stations[0], "罗光强")
    perform(stations[0], [Ask("mandate", "register", {**MANDATE, "deputy": lead})])
    [draft] = perform(stations[0], [Ask("suggestion", "register", draft_fields(lead, level="COUNTY"))])
    found.uids["to_accept"] = draft.uid
    perform(stations[0], [Ask("suggestion", "submit", {"submitted_on": "2026-11-23"}, draft.uid)])
    found.exchange()
    for way in WAYS[2:]:
        _handle(office, way, found.uids[way])
    found.exchange()
    home = stations[WAYS.index("dissatisfied") % 2]
    said = {"fed_back_on": "2026-11-23", "fed_back_way": "PHONE"}
    judged = {"satisfaction": "DISSATISFIED", "satisfaction_reason": "还是没水"}
    perform(home, [told({**said, **judged}, found.uids["dissatisfied"])])
    found.exchange()
    answered = office.records.one(Opinion, found.uids["to_check"])
    promised = {"reply": answered.answered_in, "what": "年底前修好两处塌方", "by_on": "2026-11-28", "unit": "县水务局"}
    perform(office, [Ask("commitment", "register", promised)])
    clock.move(days=12)  # 2026-12-05
    return found
