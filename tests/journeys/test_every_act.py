"""Every act of the tables, done once by `perform`; and where a record's page offers it, once by its keys in a twin
station: both leave the same records, numbers and ids apart. Whoever adds a row is tried here without a line of test."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station_app import paths
from station_app.db.store import Write
from station_app.domain import lifecycle
from station_app.domain.field import FieldSpec, Kind, field_of, fields_of, kind_of, specs_of, step_of, values_of
from station_app.domain.handling_acts import HANDLING_KINDS, PARENT
from station_app.domain.lifecycle import CORRECT, DEPUTY, NEW, OFFICE, STATELESS, Act
from station_app.domain.records import BY_KIND, RECORDS
from station_app.domain.standing import MATTERS, OF_OPINION
from station_app.services import acts, consequences
from station_app.services.acts import Ask, perform
from station_app.services.carrying import STAGES
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import sources_of
from station_app.ui.shell.window import MainWindow, RailPage
from station_app.ui.shell.workplace import Workplace
from tests import copies
from tests.office import OPINION, PASSWORD, PERSON, VISIT, SetClock
from tests.offices import office_says
from tests.suggesting import draft_fields

AT_A_STATION = [act for act in lifecycle.ACTS if act.who - OFFICE]
PAGED = ("opinion", "visit", "reception_day", "duty_record", "person", "deputy", "mandate", "unit", "deputy_group",
         "barring", "station", "attachment", "attendance")  # fmt: skip
"""The kinds that have a page of their own; a suggestion's and a cosigning's acts stand on the draft's page."""


def named(act: Act) -> str:
    return f"{act.kind}.{act.name}.{'-'.join(act.before) or 'new'}"


class Twin:
    """A station in which one record of every kind stands, made without any act's judging, so that every state is
    reached; ids count up, so that twins have the same."""

    def __init__(self, desk: Desk, act: Act) -> None:
        roles = tuple(sorted((act.who | {lifecycle.CLERK, lifecycle.HEAD, lifecycle.CHAIR}) - OFFICE - {DEPUTY}))
        self.desk = replace(desk, user=replace(desk.user, roles=roles))
        self.is_secret, self.is_hidden = act.of_secret, act.of_hidden
        self.matter, self.read_as = matter_for(act)
        self.act = act
        self._ids = (f"{number:032x}" for number in itertools.count(1))
        self.uids = {kind_of(cls): next(self._ids) for cls in RECORDS}
        self.uids |= {"station": desk.place.uid, "user": desk.user.uid}
        self.other = {kind: next(self._ids) for kind in self.uids}
        self.third = next(self._ids)
        if act.by_two:
            self.desk = replace(self.desk, beside=self.other["user"])
        mine, office_s = list[Write](), list[Write]()
        with desk.store.transaction():
            for kind in self.uids:
                for uid in (self.uids[kind], self.other[kind]):
                    is_made = kind == act.kind and NEW in act.before and (uid == self.uids[kind] or kind == "cosigning")
                    if not is_made and uid not in (desk.place.uid, desk.user.uid) and kind != "office":
                        one, is_made_here = self._standing(kind, uid, act)
                        (mine if is_made_here else office_s).append(one)
            if act.by_two:  # and somebody who may be let in
                mine.append(Write("register", "user", self.third, self.special("user") | {"station": desk.place.uid}))
            # A person's decision may set whatever the act that makes such a record may not.
            acts.write(self.desk, [replace(one, fields={}) for one in mine])
            acts.write(self.desk, [replace(one, act=lifecycle.DECIDE) for one in mine])
            office_says(self.desk, *office_s)

    def _standing(self, kind: str, uid: str, act: Act) -> tuple[Write, bool]:
        """What is said of a record by the act that makes it, and whether that act is one of a station's."""
        specs = specs_of(BY_KIND[kind])
        fields = {name: self.said(spec) for name, spec in specs.items() if spec.required and name != "uid"}
        fields |= self.special(kind, "关于改造自来水管网的建议" if uid == self.other[kind] else "")
        if "state" in specs:
            step = step_of(BY_KIND[kind])
            fields[step] = act.before[0] if kind == act.kind and step == "state" else self.usual_state(kind)
        fields |= self.handled(kind, uid)
        if "number" in specs:
            fields["number"] = f"520324116-01-{'JFMY'[len(kind) % 4]}26-9{int(uid, 16):03d}"
        if "station" in specs:
            fields["station"] = self.desk.place.uid
        if kind == act.kind and uid == self.uids[kind]:
            fields |= {name: self.said(specs[name]) for name in act.presumes}
            fields |= {"answer": "当场说清了"} if kind == "opinion" else {}
        making = [one for one in lifecycle.acts_of(kind) if NEW in one.before]
        here = [one.name for one in making if one.who - OFFICE]
        return Write((here or [making[0].name])[0], kind, uid, fields), bool(here)

    def handled(self, kind: str, uid: str) -> dict[str, Any]:
        """What makes the matter stand where the act needs it; other records of handling are about another matter."""
        is_own = uid == self.uids[kind]
        if kind == self.matter:
            return {"stage": STOOD[self.read_as][0]} if is_own else {}
        if kind not in HANDLING_KINDS:
            return {}
        uids = self.uids if is_own else self.other
        specs = specs_of(BY_KIND[kind])
        found = {name: uids[name] for name in (self.matter, "assignment", "reply") if name in specs}
        found |= {"side": "STATION"} if "side" in specs else {}
        state, is_answered, is_told, said = STOOD[self.read_as][1:]
        is_void = {"assignment": not state, "reply": not is_answered, "telling": not is_told, "evaluation": not said}
        if (not is_own or (is_void.get(kind) and kind != self.act.kind)) and "void_reason" in specs:
            found["void_reason"] = "不算"
        if kind == "assignment" and is_own and kind != self.act.kind:
            found["state"] = state or "PENDING"
        if kind == "telling":
            found |= {"reached": "YES", "satisfaction": said}
        return found

    def usual_state(self, kind: str) -> str:
        return {"opinion": "REGISTERED", "visit": "REGISTERED", "reception_day": "OPEN", "cosigning": "DECLINED"}.get(
            kind, next(act.after[0] for act in lifecycle.acts_of(kind) if NEW in act.before)
        )

    def special(self, kind: str, title: str = "") -> dict[str, Any]:
        """Where one value fits and not any."""
        mandate = {"level": "TOWNSHIP", "term": 20, "cert_no": "20-1", "delegation": "第一代表团", "status": "ACTIVE"}
        visit = self.uids["visit"]
        known: dict[str, dict[str, Any]] = {
            "person": PERSON,
            "visit": {**VISIT, "visitor": self.uids["person"], "deputies": (self.uids["deputy"],)},
            "opinion": {**OPINION, "visit": visit, "received_on": "2026-11-20", "channel": "WALK_IN"}
            | ({"opinion_kind": "REPORT"} if self.is_secret and not title else {})
            | ({"sensitivity": "CONFIDENTIAL"} if self.is_hidden and not title else {}),
            "user": {"name": "吴道明", "roles": ("STATION_HEAD",)},
            "attendance": {"presence": "PRESENT"},
            "attachment": {
                "target_kind": "visit", "target": visit, "blob": "a" * 64, "size_bytes": 10, "media_type": "image/png",
            },
            "barring": {"barred_unit": "＋某单位", "from_on": "2026-01-01"},
            "suggestion": draft_fields(self.uids["deputy"]) | dict.fromkeys(WORDS if title else (), title),
            "deputy": {"name": "秦彬", "phone": "13912345678", "post": "三组村民"},
            "mandate": {"deputy": self.uids["deputy"], **mandate},
            "cosigning": {"suggestion": self.uids["suggestion"], "deputy": self.other["deputy"]},
            "reception_plan": {"recurrence": "WEEKLY", "weekday": "1"},
            "code_entry": {"scheme": "matter", "code": "0299", "name": "水利其他", "parent": "02"},
            "holiday_table": {"year": 2026, "days_off": "2026-01-01 元旦", "workdays": "2026-01-04"},
            "rule_pack": {"name": "deadlines", "content": paths.rule_pack("deadlines")},
            "survey": {"questions": "对办理态度：满意、不满意\n还有什么意见", "from_on": "2026-11-01"},
            "survey_call": {"survey": self.uids["survey"]}
            | ({"deputy": self.uids["deputy"]} if not title else {}),
            "dispatch_schedule": {"period": "MONTH", "from_on": "2026-01-01"},
            "dispatch_return": {
                "schedule": self.uids["dispatch_schedule"],
                "first_on": "2026-09-01" if title else "2026-10-01",
                "last_on": "2026-09-30" if title else "2026-10-31",
            },
            "withholding": {"lines": f"{'f' * 32} 90-91"},
            **{kind: self.pointing(kind) for kind in HANDLING_KINDS},
        }  # fmt: skip
        return known.get(kind, {})

    def pointing(self, kind: str) -> dict[str, Any]:
        """What a record of handling is made beside."""
        parent = next((one for one in PARENT[kind] if one not in MATTERS or one == self.matter), "")
        parent = parent if parent not in ("assignment", "reply") or STOOD[self.read_as][1] else self.matter
        found = {parent: self.uids[parent]} if parent else {}
        if kind == "assignment":
            found |= {"unit": "＋某单位", "due_on": "2026-12-20", "requirements": "请现场查看"}
        if kind == "extension":
            found |= {"until_on": "2027-01-20"}
        return found

    def said(self, spec: FieldSpec) -> Any:
        """What somebody may say in a field, as JSON has it."""
        if spec.name == "answers":
            return "1=满意\n2=路要修好"
        match spec.kind:
            case Kind.REF:
                return self.other.get(spec.target, "") if spec.target != "station" else self.desk.place.uid
            case Kind.REFS:
                return (self.other[spec.target],)
            case Kind.CODE:
                return self.code_of(spec)
            case Kind.CODES:
                return (self.code_of(spec),)
            case Kind.COUNT:
                return max(spec.low or 0, 2)
            case Kind.FLAG:
                return True
            case Kind.DAY:
                return "2026-12-20" if spec.name.startswith(("due", "next")) else self.desk.today
            case Kind.TIME:
                return "09:30"
        return CHECKED.get(spec.check) or ("修好了水管，群众都看见了" if spec.max_len > 20 else "水务局")

    def code_of(self, spec: FieldSpec) -> str:
        book = self.desk.codes[spec.scheme]
        parents = {one.parent for one in book.codes}
        offered = [one.code for one in book.offered(self.desk.today) if one.code not in parents]
        return next((code for code in offered if code not in ("PROVINCE", "REPORT", "DISCIPLINE")), offered[0])

    def fields(self, act: Act) -> dict[str, Any]:
        """What somebody says who does the act: all that it needs; of a record that is made, all that is required."""
        specs = specs_of(BY_KIND[act.kind])
        if act.name == CORRECT:
            return {name: self.said(specs[name]) for name in self.corrected(act)}
        needed = set(act.needs) - {*act.today, act.by_me, act.counts}
        if NEW in act.before:
            needed |= {one.name for one in fields_of(BY_KIND[act.kind]) if one.required and one.name != "uid"}
        given = {name: self.said(specs[name]) for name in needed if name != "state"}
        if len(act.after) > 1:
            given["state"] = act.after[0]
        if act.name == "close" and act.kind == "opinion":
            given["closing_basis"] = "ANSWERED"
        if NEW in act.before:
            given |= {name: value for name, value in self.special(act.kind).items() if name in specs}
        return given | ({"let_in": (self.third,)} if "let_in" in act.needs else {})

    def corrected(self, act: Act) -> tuple[str, ...]:
        row = self.desk.records.rows(act.kind, [self.uids[act.kind]])[self.uids[act.kind]].values
        free = [name for name in lifecycle.asked_by(act, row) if self.is_free(act.kind, name)]
        return tuple(sorted(free, key=self.special(act.kind).__contains__)[:1])

    def is_free(self, kind: str, name: str) -> bool:
        spec = field_of(BY_KIND[kind], name)
        return spec.kind in (Kind.TEXT, Kind.PROSE) and not spec.check and not spec.target


STOOD: dict[str, tuple[str, str, bool, bool, str]] = {
    "REFERRED": ("TRIAGED", "PENDING", False, False, ""),
    "ACKNOWLEDGED": ("TRIAGED", "SIGNED", False, False, ""),
    "HANDLING": ("TRIAGED", "HANDLING", False, False, ""),
    "RETURN_REQUESTED": ("TRIAGED", "RETURN_ASKED", False, False, ""),
    "HANDLED": ("TRIAGED", "DONE", True, False, ""),
    "FED_BACK": ("TRIAGED", "DONE", True, True, ""),
    "RATED": ("TRIAGED", "DONE", True, True, "DISSATISFIED"),
    "ASSIGNED": ("ACCEPTED", "PENDING", False, False, ""),
    "REPLIED": ("ACCEPTED", "DONE", True, False, ""),
}
"""What stands where a matter reads so: its stage, its assignment's state, an answer, whether who spoke was told, and
what they said."""
for _states in (*STAGES.values(), {"DRAFT": "", "SUBMITTED": "", "ANSWERED_ON_SITE": "", "MERGED": ""}):
    for _state in _states:
        STOOD.setdefault(_state, (_state, "", False, False, ""))


def matter_for(act: Act) -> tuple[str, str]:
    """The kind of matter that an act is tried on, and where it stands then."""
    if act.kind in MATTERS:
        return act.kind, act.before[0] or ("DRAFT" if act.kind == "suggestion" else "REGISTERED")
    if act.kind == "evaluation":
        return "suggestion", "REPLIED"
    if act.kind not in HANDLING_KINDS:
        return "opinion", "REGISTERED"
    if act.kind == "telling":
        return "opinion", "FED_BACK" if act.name in ("rate", "correct", "void") else "HANDLED"
    if act.kind in ("commitment", "publication") or (act.kind == "reply" and NEW not in act.before):
        return "opinion", "HANDLED"
    if (act.kind, act.name) == ("assignment", "rework"):
        return "opinion", "RATED"
    if act.kind == "assignment":
        return "opinion", OF_OPINION.get(act.before[0], "TRIAGED")
    return "opinion", "REFERRED"


WORDS = ("title", "situation", "analysis", "proposals")
"""What a suggestion says: another one says something else."""

CHECKED = {
    "phone": "16112345678",
    "name": "吴道明",
    "area_code": "520324116201",
    "township_code": "520324117000",
    "station_no": "02",
    "postcode": "563400",
    "county_code": "520324",
    "id_number": "",
}


@pytest.fixture
def second(tmp_path: Path, clock: SetClock) -> Iterator[Desk]:
    """A twin of the desk: the same place, founded at the same hour."""
    start = FirstStart("520324116000", "桴㯊镇人大代表联络站", "王小莉", PASSWORD)
    made = copies.found(tmp_path / "second", start, clock).desk
    yield made
    made.close()


@pytest.fixture
def jobs_of() -> Iterator[Callable[[Desk], Jobs]]:
    lanes: list[Jobs] = []
    broken: list[BaseException] = []

    def begin(desk: Desk) -> Jobs:
        lanes.append(Jobs(broken.append, thread_end=desk.close))
        return lanes[-1]

    yield begin
    for one in lanes:
        one.finish()
    assert broken == []


def opened(twin: Twin, jobs: Jobs, act: Act, qtbot: QtBot) -> tuple[RecordPage, MainWindow]:
    """The page of the record, in a window that keys go to."""
    window = MainWindow("联络站")
    window.furnish([RailPage("today", "今日", "today", QWidget)])
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    place = Workplace(twin.desk, jobs, sources_of(twin.desk), window)
    page = RecordPage(place, act.kind, twin.uids[act.kind])
    window.open(page)
    return page, window


def digest(twin: Twin) -> dict[str, list[dict[str, Any]]]:
    """All records as they stand, in the order they were made; ids by what they name, numbers left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    place = {twin.desk.place.uid: "here", twin.desk.user.uid: "me"}
    for cls in RECORDS:
        kind = kind_of(cls)
        standing: list[object] = twin.desk.records.all(cls)
        for index, values in enumerate(map(values_of, standing)):
            place.setdefault(str(values["uid"]), f"{kind} {index}")
            found.setdefault(kind, []).append(values)

    def told(value: Any) -> Any:
        return tuple(map(told, value)) if isinstance(value, tuple) else place.get(value, value)

    return {
        kind: [{name: told(value) for name, value in one.items() if "number" not in name} for one in items]
        for kind, items in found.items()
    }


def asked(twin: Twin, act: Act) -> Ask:
    uid = "" if NEW in act.before else (twin.other if act.kind == "user" else twin.uids)[act.kind]
    return Ask(act.kind, act.name, twin.fields(act), uid)


@pytest.mark.parametrize("act", AT_A_STATION, ids=named)
def test_every_act_does_what_its_row_says(act: Act, desk: Desk) -> None:
    twin = Twin(desk, act)
    done = perform(twin.desk, [asked(twin, act)])[0]
    row = twin.desk.records.rows(act.kind, [done.uid])[done.uid].values
    if act.after:
        assert row[step_of(BY_KIND[act.kind])] == act.after[0]
    assert {name: row[name] for name in act.sets} == dict(act.sets)
    own = {lack.uid for lack in consequences.lacking(twin.desk)}
    assert done.uid not in own, "what it brings was not brought"


OFFERED = [
    act for act in AT_A_STATION if act.kind in PAGED and NEW not in act.before and not act.page and not act.by_two
]
"""What takes a second person with a password is tried in `tests/ui/pages/records/test_second_person.py`."""


@pytest.mark.parametrize("act", OFFERED, ids=named)
def test_a_key_of_the_record_s_page_does_what_perform_does(
    act: Act, desk: Desk, second: Desk, jobs_of: Callable[[Desk], Jobs], qtbot: QtBot
) -> None:
    by_hand, by_key = Twin(desk, act), Twin(second, act)
    perform(by_hand.desk, [asked(by_hand, act)])
    page, window = opened(by_key, jobs_of(by_key.desk), act, qtbot)
    keys = [one for one in page.findChildren(QPushButton, act.name) if one.isVisibleTo(page)]
    offered = [one.name for one in lifecycle.acts_on(act.kind, act.before[0] or STATELESS, by_key.desk.user.roles)]
    assert keys, f"{act.name} is not offered among {offered}"
    keys[0].setFocus()
    qtbot.keyClick(keys[0], Qt.Key.Key_Return)
    if (form := page.form()) is not None:
        form.form.set_values(as_typed(by_key, act))
        qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: page.form() is None)
    qtbot.waitUntil(lambda: bool(page.notices.accessibleDescription()))
    assert digest(by_key) == digest(by_hand)
    window.close()


def as_typed(twin: Twin, act: Act) -> dict[str, Any]:
    return twin.fields(act)
