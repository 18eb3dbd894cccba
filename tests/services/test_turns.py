"""The line of time: every step of every desk on its lane and its day, and who has the next one."""

from __future__ import annotations

import pypdfium2

from station_app.domain.field import values_of
from station_app.domain.records import Opinion, Suggestion
from station_app.services import matter_sheet, prints, telling
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.suggestions import promote
from station_app.services.turns import Line, of_opinion, of_suggestion
from tests.office import by_unit, refer, registered, report
from tests.services.test_telling import REFERRAL, RESULT, TOLD, TRIAGE, handled
from tests.suggesting import deputy, draft_fields


def line(desk: Desk, uid: str) -> Line:
    return of_opinion(desk, desk.records.one(Opinion, uid))


def steps(found: Line) -> list[tuple[str, str, str]]:
    return [(one.lane, f"{one.kind}.{one.act}", one.day) for one in found.steps]


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        return str(document[0].get_textpage().get_text_range())


def test_rework_comes_back_to_the_same_line_and_what_is_written_down_later_keeps_its_day(desk: Desk) -> None:
    uid = registered(desk)["opinion"].uid
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid), refer(REFERRAL, uid)])
    desk.clock.move(days=6)  # type: ignore[attr-defined]  # the clock of the tests
    perform(desk, [report({**RESULT, "replied_on": "2026-11-25"}, uid)])
    bad = {"satisfaction": "DISSATISFIED", "satisfaction_reason": "还是黄的", "told_whom": "本人"}
    telling.tell(desk, uid, {**TOLD, "fed_back_on": "2026-11-28"}, bad)
    perform(desk, [by_unit(desk, "rework", {"rework_reason": "再洗", "due_on": "2026-12-23"}, uid)])
    found = line(desk, uid)
    assert steps(found) == [
        ("VISITOR", "opinion.register", "2026-11-23"),
        ("STATION", "opinion.triage", "2026-11-23"),
        ("STATION", "assignment.register", "2026-11-23"),
        ("UNIT", "reply.register", "2026-11-25"),
        ("VISITOR", "telling.register", "2026-11-28"),
        ("STATION", "assignment.rework", "2026-11-29"),
    ]
    assert (found.next.lane, found.next.who, found.next.step, found.next.due_on) == (
        "UNIT", "水务局", "reply", "2026-12-23",
    )  # fmt: skip
    assert found.steps[2].paper.startswith("Z26-")


def test_the_origin_of_a_suggestion_shows_what_became_of_it_and_nobody_elses_word(desk: Desk) -> None:
    mine, other = registered(desk)["opinion"].uid, registered(desk, verbatim="别人说的话在这里。")["opinion"].uid
    lead = deputy(desk, "秦彬")
    uid = promote(desk, [mine, other], draft_fields(lead))[0].uid
    perform(desk, [Ask("suggestion", "submit", {"submitted_on": desk.today}, uid)])
    found = line(desk, mine)
    kinds = {one.kind for one in found.steps}
    assert kinds == {"opinion", "suggestion"}
    assert {one.record for one in found.steps} == {mine, uid}
    assert (found.next.step, found.next.lane) == ("review", "STATION")
    assert of_suggestion(desk, desk.records.one(Suggestion, uid)).people["DEPUTY"] == "秦彬"


def test_who_asked_for_secrecy_is_not_named_on_the_line(desk: Desk) -> None:
    uid = registered(desk, sensitivity="CONFIDENTIAL")["opinion"].uid
    assert "杨胜美" not in str(line(desk, uid))


def test_the_page_for_the_visitor_is_one_page_in_plain_words_and_the_file_has_it_whole(desk: Desk) -> None:
    uid = registered(desk)["opinion"].uid
    letter = "您反映的问题收悉，现答复如下：经现场核实，水池已清洗。感谢您对我局工作的关心和支持。特此函复。"
    perform(
        desk, [Ask("opinion", "triage", TRIAGE, uid), refer(REFERRAL, uid), report({**RESULT, "result": letter}, uid)]
    )
    mine, whole = text_of(matter_sheet.for_visitor(desk, uid).pdf), text_of(matter_sheet.for_file(desk, uid).pdf)
    assert "水池已清洗" in mine
    assert "收悉" not in mine
    assert "特此函复" in whole.replace("\r\n", "")
    assert "杨胜美" in mine
    assert prints.form_of("p20").kind == "opinion"


def test_what_is_over_has_no_next_step(desk: Desk) -> None:
    uid = handled(desk)
    telling.tell(desk, uid, TOLD, {"satisfaction": "SATISFIED"})
    assert line(desk, uid).next.step == "end"
    perform(desk, [Ask("opinion", "close", {"closing_basis": "SOLVED", "closed_on": desk.today}, uid)])
    found = of_opinion(desk, desk.records.one(Opinion, uid))
    assert (found.next.step, values_of(desk.records.one(Opinion, uid))["state"]) == ("", "CLOSED")
