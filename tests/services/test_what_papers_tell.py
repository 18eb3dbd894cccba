"""Every form for every audience, asked for by every role: what a paper must not tell stands in nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from station_app.db.ledger import Filter
from station_app.domain.problem import Rejected
from station_app.domain.records import Person, User
from station_app.domain.redaction import Audience
from station_app.domain.secrecy import EVERYTHING
from station_app.services import county, prints, reception
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.printing import Print
from station_app.services.prints import FORMS, Asked
from station_app.services.suggestions import promote
from tests.office import OPINION, VISIT, refer
from tests.offices import Pair, sealed
from tests.suggesting import deputy, draft_fields

ORDINARY = {
    "name": "高兴旺",
    "phone": "13985001234",
    "id_number": "520324198501011230",
    "id_kind": "RESIDENT",
    "address": "河坝组老粮站旁边",
}
AGREED = {"name": "𬭎㛃", "phone": "0857-8221234", "address": "三组坡脚第二家木房"}
KEPT = {"name": "和平", "phone": "16112345678", "address": "垭口组水井坎上"}
ACCUSER = {"name": "买买提·吐尔逊", "phone": "19912348765", "address": "街上第三栋二单元"}
SECRETS = {name: [text for text in one.values() if text != "RESIDENT"] for name, one in (
    ("ordinary", ORDINARY), ("agreed", AGREED), ("kept", KEPT), ("accuser", ACCUSER),
)}  # fmt: skip

MAY_TELL = {
    ("P4", Audience.FILE): {"ordinary"},
    ("P5", Audience.VISITOR): {"ordinary"},
    ("P6", Audience.UNIT): {"ordinary"},
    ("P8", Audience.UNIT): {"ordinary"},
    ("P9", Audience.DESK): {"ordinary", "agreed"},
    ("P9", Audience.FILE): {"ordinary", "agreed"},
    ("P9", Audience.DEPUTY): {"ordinary"},
}
"""Whose own matters a version of a form may tell; what it is not of, and what is not here, it tells of nobody."""


def said_by(person: dict[str, str]) -> str:
    return "我叫{name}，电话{phone}，住在{address}，路塌了没有人修。".format(**person)


def hear(desk: Desk, day: str, deputies: list[str], person: dict[str, str], **opinion: object) -> dict[str, str]:
    """A visit whose every free text tells who came; the uids by kind."""
    uids = {kind: desk.clock.new_id() for kind in ("person", "visit", "opinion")}
    words = dict.fromkeys(("title", "verbatim", "ask", "summary", "cause", "advice"), said_by(person))
    heard = {"channel": "RECEPTION_DAY", "reception_day": day, "deputies": deputies, "visitor": uids["person"]}
    names = {"proxy_name": person["name"], "guardian": person["name"], "is_minor": True}
    asks = [
        Ask("person", "register", {**person, "village": "520324116201"}, uids["person"]),
        Ask("visit", "register", {**VISIT, **heard, **names}, uids["visit"]),
        Ask("opinion", "register", {**OPINION, **words, "visit": uids["visit"], **opinion}, uids["opinion"]),
    ]
    perform(desk, asks)
    return uids


REFER = {"unit": "交通运输局", "assigned_on": "2026-11-23", "due_on": "2026-12-23"}
TRIAGE = {"category": "0206", "urgency": "NORMAL", "owner_level": "TOWNSHIP", "proposed_unit": "交通运输局"}


@pytest.fixture
def told(pair: Pair, tmp_path: Path) -> tuple[Pair, dict[str, dict[str, str]], dict[str, str]]:
    """A station with a day at which four people told everything of themselves, of whom two asked for confidence; the
    county holds what it sent. The records by person, and by kind."""
    desk = pair.station
    first, second = deputy(desk, "秦彬"), deputy(desk, "郑淑珍")
    plan = {"year": 2026, "recurrence": "MONTHLY_DAY", "month_days": "23", "shift": "NEXT_WORKDAY"}
    plan |= {"start": "09:00", "end": "12:00", "place": "活动室", "deputies": [first]}
    planned = perform(desk, [Ask("reception_plan", "register", plan)])[0].uid
    fields = {"held_on": "2026-11-23", "start": "09:00", "end": "12:00", "place": "活动室"}
    day = reception.plan_and_begin(desk, fields, [first, second]).uid
    heard = {
        "ordinary": hear(desk, day, [first], ORDINARY),
        "agreed": hear(desk, day, [second], AGREED, disclosure="FULL"),
        "kept": hear(desk, day, [first], KEPT, sensitivity="CONFIDENTIAL"),
        "accuser": hear(desk, day, [first], ACCUSER, opinion_kind="REPORT"),
    }
    for name in ("ordinary", "kept"):
        uid = heard[name]["opinion"]
        asked = {**REFER, "requirements": said_by(KEPT if name == "kept" else ORDINARY)}
        perform(desk, [Ask("opinion", "triage", TRIAGE, uid), refer(asked, uid)])
    words = {"title": "关于修路的建议", "situation": said_by(ORDINARY) + said_by(KEPT)}
    sources = [heard[name]["opinion"] for name in ("ordinary", "agreed", "kept")]
    suggestion = promote(desk, sources, {**draft_fields(first), **words})[0].uid
    with pytest.raises(Rejected, match="day_names_who_stays"):
        reception.close(desk, day, "".join(map(said_by, (KEPT, ACCUSER))))
    reception.close(desk, day, said_by(KEPT))
    folder = tmp_path / "came"
    folder.mkdir()
    for number, content in enumerate(sealed(desk)):
        (folder / f"{number}.lzb").write_bytes(content)
    county.take_all(pair.county, county.preview(pair.county, [folder]))
    kinds = {"reception_plan": planned, "reception_day": day, "suggestion": suggestion, "deputy": first}
    return pair, heard, kinds


def roles_of(pair: Pair, own: str) -> Iterator[tuple[str, Desk]]:
    """Desks at which somebody of each role sits."""
    desk = pair.station
    yield "head", desk
    for role in ("CLERK", "CHAIR", "DEPUTY"):
        user = replace(desk.user, uid=role.lower() * 4, roles=(role,), deputy=own if role == "DEPUTY" else "")
        yield role, replace(desk, user=user)
    yield "county", pair.county


def all_of(printed: Print) -> str:
    """Everything that a print tells: its text, what it says of itself, its outline, its names; without spaces."""
    with pypdfium2.PdfDocument(printed.pdf) as document:
        found = ["".join(page.get_textpage().get_text_range() for page in document)]
        found += document.get_metadata_dict().values()
        found += [one.get_title() for one in document.get_toc()]
    return re.sub(r"[\s\ufffe\x02]", "", "".join([*found, printed.name, printed.called]))


def test_no_paper_tells_what_its_reader_must_not_know(
    told: tuple[Pair, dict[str, dict[str, str]], dict[str, str]],
) -> None:
    pair, heard, kinds = told
    made: set[tuple[str, Audience]] = set()
    wrong = []
    for role, desk in roles_of(pair, kinds["deputy"]):
        for name, form in FORMS.items():
            for audience, make in form.versions.items():
                for whose, uids in heard.items():
                    record = {**kinds, **uids}.get(form.kind, "")
                    try:
                        printed = make(desk, record, Asked(deputy=kinds["deputy"]))
                    except (Rejected, KeyError):  # not theirs, not here: an accusation is not sent, and has no slip
                        continue
                    made.add((name, audience))
                    may = MAY_TELL.get((name, audience), set())
                    own = (
                        {whose}
                        if name in ("P4", "P19")
                        or (name == "P20" and audience is Audience.FILE)
                        or (name in ("P5", "P20") and whose in ("ordinary", "agreed"))
                        else set()
                    )
                    plain = all_of(printed)
                    hidden = [(one, text) for one, texts in SECRETS.items() if one not in may | own for text in texts]
                    if name in ("P6", "P8"):
                        hidden += [("ordinary", ORDINARY["id_number"]), ("ordinary", ORDINARY["address"])]
                    wrong += [(role, name, audience, whose, text) for _, text in hidden if text in plain]
    assert not wrong, "\n".join(sorted(set(map(str, wrong))))
    assert made == {(name, audience) for name, form in FORMS.items() for audience in form.versions}


def test_lists_and_handovers_tell_of_nobody_who_asked_for_confidence(
    told: tuple[Pair, dict[str, dict[str, str]], dict[str, str]],
) -> None:
    pair, _, _ = told
    desk = pair.station
    user = desk.records.all(User)[0].uid
    papers = [
        prints.handover(desk, user),
        prints.listing(prints.ledger_listing(desk, Filter(viewer=desk.viewer), "全部")),
        prints.listing(prints.ledger_listing(pair.county, Filter(viewer=EVERYTHING), "全部")),
    ]
    for printed in papers:
        plain = all_of(printed)
        assert [text for one in ("kept", "accuser") for text in SECRETS[one] if text in plain] == []
    assert ORDINARY["name"] in all_of(papers[1])
    assert len(desk.records.all(Person)) == 4


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_public_version_is_made_of_forms_that_have_one_and_refused_for_the_others(form: str) -> None:
    if form in ("P1", "P2", "P9"):
        assert prints.version_of(form, Audience.PUBLIC) is FORMS[form].versions[Audience.PUBLIC]
    else:
        with pytest.raises(Rejected, match="no_public_version"):
            prints.version_of(form, Audience.PUBLIC)
