"""Where a matter stands: what wins is a table, and the order in which things came tells nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import lifecycle, standing
from station_app.domain.field import Kind, field_of, fields_of, fits, readings_of, specs_of
from station_app.domain.handling_acts import HANDLING_KINDS, PARENT, RELEASED_ASSIGNMENT
from station_app.domain.records import BY_KIND
from station_app.domain.standing import read

Row = dict[str, Any]


def assignment(state: str, uid: str = "a1", **more: str) -> Row:
    return {"uid": uid, "state": state, "unit": "水务局", "assigned_on": "2026-11-01", "side": "COUNTY", **more}


def reply(state: str = "SENT", uid: str = "r1", day: str = "2026-11-10", **more: str) -> Row:
    return {"uid": uid, "state": state, "replied_on": day, "result": "修好了", "result_degree": "SOLVED", **more}


def telling(reached: str = "YES", of: str = "r1", uid: str = "t1", said: str = "") -> Row:
    return {"uid": uid, "reply": of, "reached": reached, "fed_back_on": "2026-11-12", "satisfaction": said}


OPINIONS: dict[str, tuple[str, dict[str, list[Row]], tuple[str, str, str]]] = {
    # stage, records of handling, (state, turn, owed since)
    "just registered": ("REGISTERED", {}, ("REGISTERED", "STATION", "")),
    "triaged": ("TRIAGED", {}, ("TRIAGED", "STATION", "")),
    "escalated waits for the county": ("ESCALATED", {}, ("ESCALATED", "COUNTY", "")),
    "given to a unit": ("ESCALATED", {"assignment": [assignment("PENDING")]}, ("REFERRED", "COUNTY", "")),
    "signed for": ("TRIAGED", {"assignment": [assignment("SIGNED", side="STATION")]}, ("ACKNOWLEDGED", "STATION", "")),
    "handled": ("TRIAGED", {"assignment": [assignment("HANDLING")]}, ("HANDLING", "COUNTY", "")),
    "asks to give it back": (
        "TRIAGED", {"assignment": [assignment("RETURN_ASKED")]}, ("RETURN_REQUESTED", "COUNTY", ""),
    ),
    "given back": ("TRIAGED", {"assignment": [assignment("RETURNED")]}, ("TRIAGED", "STATION", "")),
    "an assignment in error": (
        "TRIAGED", {"assignment": [assignment("HANDLING", void_reason="错")]}, ("TRIAGED", "STATION", ""),
    ),
    "of several the least advanced": (
        "TRIAGED",
        {"assignment": [assignment("HANDLING"), assignment("PENDING", "a2"), assignment("DONE", "a3")]},
        ("REFERRED", "COUNTY", ""),
    ),
    "answered": (
        "TRIAGED", {"assignment": [assignment("DONE")], "reply": [reply()]}, ("HANDLED", "STATION", "2026-11-10"),
    ),
    "answered without a unit": ("ESCALATED", {"reply": [reply()]}, ("HANDLED", "STATION", "2026-11-10")),
    "answered and examined": ("ESCALATED", {"reply": [reply("PASSED")]}, ("CHECKED", "STATION", "2026-11-10")),
    "sent back": (
        "TRIAGED",
        {"assignment": [assignment("HANDLING")], "reply": [reply("SENT_BACK")]},
        ("HANDLING", "COUNTY", ""),
    ),
    "nobody answered the telephone": (
        "TRIAGED", {"reply": [reply()], "telling": [telling("NO")]}, ("HANDLED", "STATION", "2026-11-10"),
    ),
    "told": ("TRIAGED", {"reply": [reply()], "telling": [telling()]}, ("FED_BACK", "STATION", "")),
    "told and judged": (
        "TRIAGED", {"reply": [reply()], "telling": [telling(said="DISSATISFIED")]}, ("RATED", "STATION", ""),
    ),
    "done again": (
        "TRIAGED",
        {"assignment": [assignment("HANDLING")], "reply": [reply()], "telling": [telling(said="DISSATISFIED")]},
        ("HANDLING", "COUNTY", ""),
    ),
    "answered a second time": (
        "TRIAGED",
        {
            "assignment": [assignment("DONE")],
            "reply": [reply(), reply(uid="r2", day="2026-12-01")],
            "telling": [telling(said="DISSATISFIED")],
        },
        ("HANDLED", "STATION", "2026-12-01"),
    ),
    "withdrawn beats every open assignment": (
        "WITHDRAWN", {"assignment": [assignment("HANDLING")]}, ("WITHDRAWN", "", ""),
    ),
    "void beats an answer": ("VOID", {"reply": [reply()]}, ("VOID", "", "")),
    "closed stays closed": ("CLOSED", {"reply": [reply(uid="r9", day="2027-01-01")]}, ("CLOSED", "", "")),
    "merged waits for the other's answer": ("MERGED", {}, ("MERGED", "", "")),
    "a state that a newer program knows": ("TRIAGED", {"assignment": [assignment("TELEPORTED")]},
                                           ("REFERRED", "COUNTY", "")),
}  # fmt: skip


@pytest.mark.parametrize("name", OPINIONS)
def test_an_opinion_stands_as_the_golden_table_says(name: str) -> None:
    stage, beside, expected = OPINIONS[name]
    found = read("opinion", {"uid": "o", "stage": stage}, beside)
    assert (found["state"], found["turn"], found["owed_since"]) == expected


SUGGESTIONS: dict[str, tuple[Row, dict[str, list[Row]], tuple[str, str]]] = {
    "drafted": ({"stage": "DRAFT"}, {}, ("DRAFT", "DEPUTY")),
    "submitted to the county": ({"stage": "SUBMITTED", "level": "COUNTY"}, {}, ("SUBMITTED", "COUNTY")),
    "submitted to its own township": ({"stage": "SUBMITTED", "level": "TOWNSHIP"}, {}, ("SUBMITTED", "STATION")),
    "accepted": ({"stage": "ACCEPTED", "level": "COUNTY"}, {}, ("ACCEPTED", "COUNTY")),
    "assigned": ({"stage": "ACCEPTED"}, {"assignment": [assignment("PENDING")]}, ("ASSIGNED", "COUNTY")),
    "one of two units has answered": (
        {"stage": "ACCEPTED"},
        {
            "assignment": [assignment("DONE", part="SEPARATE"), assignment("HANDLING", "a2", part="SEPARATE")],
            "reply": [reply()],
        },
        ("IN_HANDLING", "COUNTY"),
    ),
    "who assists is not waited for": (
        {"stage": "ACCEPTED"},
        {
            "assignment": [assignment("DONE", part="LEAD"), assignment("PENDING", "a2", part="ASSIST")],
            "reply": [reply()],
        },
        ("REPLIED", "DEPUTY"),
    ),
    "replied": ({"stage": "ACCEPTED"}, {"reply": [reply()]}, ("REPLIED", "DEPUTY")),
    "rated": (
        {"stage": "ACCEPTED", "level": "COUNTY"},
        {"reply": [reply()], "evaluation": [{"uid": "e", "reply": "r1", "work_satisfaction": "SATISFIED"}]},
        ("EVALUATED", "COUNTY"),
    ),
    "a rating of an earlier reply says nothing of this one": (
        {"stage": "ACCEPTED"},
        {"reply": [reply(), reply(uid="r2", day="2026-12-01")], "evaluation": [{"uid": "e", "reply": "r1"}]},
        ("REPLIED", "DEPUTY"),
    ),
    "concluded": ({"stage": "CONCLUDED"}, {"reply": [reply()]}, ("CONCLUDED", "")),
    "concluded with a promise open": (
        {"stage": "CONCLUDED", "level": "COUNTY"},
        {"commitment": [{"uid": "c", "state": "OPEN", "by_on": "2027-06-30"}]},
        ("TRACKING", "COUNTY"),
    ),
    "concluded, the promise kept": (
        {"stage": "CONCLUDED"}, {"commitment": [{"uid": "c", "state": "KEPT"}]}, ("CONCLUDED", ""),
    ),
    "withdrawn": ({"stage": "WITHDRAWN"}, {"assignment": [assignment("HANDLING")]}, ("WITHDRAWN", "")),
}  # fmt: skip


@pytest.mark.parametrize("name", SUGGESTIONS)
def test_a_suggestion_stands_as_the_golden_table_says(name: str) -> None:
    own, beside, expected = SUGGESTIONS[name]
    found = read("suggestion", {"uid": "s", **own}, beside)
    assert (found["state"], found["turn"]) == expected


def test_the_answer_to_a_suggestion_is_owed_to_whoever_spoke() -> None:
    found = read("opinion", {"uid": "o", "stage": "TRIAGED"}, {}, [reply(uid="s1")])
    assert (found["state"], found["owed_since"], found["answered_in"]) == ("HANDLED", "2026-11-10", "s1")
    told = read("opinion", {"uid": "o", "stage": "TRIAGED"}, {"telling": [telling(of="s1")]}, [reply(uid="s1")])
    assert (told["state"], told["owed_since"]) == ("FED_BACK", "")


def test_a_member_of_a_merged_matter_is_still_owed_an_own_answer() -> None:
    found = read("opinion", {"uid": "o", "stage": "MERGED"}, {}, [reply(uid="m1")])
    assert (found["state"], found["turn"], found["owed_since"]) == ("MERGED", "STATION", "2026-11-10")
    told = read("opinion", {"uid": "o", "stage": "MERGED"}, {"telling": [telling(of="m1")]}, [reply(uid="m1")])
    assert (told["turn"], told["owed_since"]) == ("", "")


def test_a_deadline_is_what_was_granted_and_never_less() -> None:
    own = assignment("HANDLING", due_on="2026-12-01")
    asked = {"uid": "e1", "assignment": "a1", "state": "ASKED", "until_on": "2027-03-01"}
    granted = {"uid": "e2", "assignment": "a1", "state": "GRANTED", "until_on": "2027-01-15"}
    shorter = {"uid": "e3", "assignment": "a1", "state": "GRANTED", "until_on": "2026-11-20"}
    for extensions, due in (([asked], "2026-12-01"), ([asked, granted], "2027-01-15"), ([shorter], "2026-12-01")):
        found = read("opinion", {"uid": "o", "stage": "TRIAGED"}, {"assignment": [own], "extension": extensions})
        assert found["due_on"] == due


STATES = st.sampled_from([*standing.ADVANCE, *RELEASED_ASSIGNMENT, "TELEPORTED", ""])
DAYS = st.sampled_from(["", "2026-11-01", "2026-11-02", "2027-01-01"])
UIDS = st.sampled_from(["1", "2", "3"])
ROWS = {
    "assignment": st.fixed_dictionaries({"uid": UIDS, "state": STATES, "assigned_on": DAYS, "due_on": DAYS,
                                         "part": st.sampled_from(["", "LEAD", "ASSIST", "SEPARATE"])}),
    "extension": st.fixed_dictionaries({"uid": UIDS, "assignment": UIDS, "until_on": DAYS,
                                        "state": st.sampled_from(["ASKED", "GRANTED", "REFUSED"])}),
    "reply": st.fixed_dictionaries({"uid": UIDS, "replied_on": DAYS,
                                    "state": st.sampled_from(["SENT", "PASSED", "SENT_BACK"])}),
    "telling": st.fixed_dictionaries({"uid": UIDS, "reply": UIDS, "fed_back_on": DAYS,
                                      "reached": st.sampled_from(["YES", "NO"]),
                                      "satisfaction": st.sampled_from(["", "SATISFIED"])}),
    "evaluation": st.fixed_dictionaries({"uid": UIDS, "reply": UIDS, "evaluated_on": DAYS}),
    "commitment": st.fixed_dictionaries({"uid": UIDS, "by_on": DAYS,
                                         "state": st.sampled_from(["OPEN", "KEPT", "BROKEN", "EXPLAINED"])}),
}  # fmt: skip
BESIDE = st.fixed_dictionaries({kind: st.lists(rows, max_size=4, unique_by=lambda one: one["uid"])
                                for kind, rows in ROWS.items()})  # fmt: skip


@given(BESIDE, st.sampled_from(standing.MATTERS), st.data())
def test_whatever_came_first_it_reads_alike(beside: dict[str, list[Row]], kind: str, data: st.DataObject) -> None:
    stages = {act.after[0] for act in lifecycle.acts_of(kind) if act.after}
    own = {"uid": "o", "stage": data.draw(st.sampled_from(sorted(stages)))}
    shuffled = {of: data.draw(st.permutations(rows)) for of, rows in beside.items()}
    found = read(kind, own, beside)
    assert found == read(kind, own, shuffled)
    assert found.keys() == set(readings_of(BY_KIND[kind]))
    specs = specs_of(BY_KIND[kind])
    assert all(fits(specs[name], value) for name, value in found.items())
    days = [value for name, value in found.items() if specs[name].kind is Kind.DAY and value]
    assert all(date.fromisoformat(day).isoformat() == day for day in days), days


def test_what_is_promised_without_a_day_is_open_and_has_no_day() -> None:
    undated = {"uid": "c1", "state": "OPEN", "by_on": ""}
    dated = {"uid": "c2", "state": "BROKEN", "by_on": "2027-06-30"}
    for promises, day in (([undated], ""), ([undated, dated], "2027-06-30")):
        found = read("suggestion", {"uid": "s", "stage": "CONCLUDED"}, {"commitment": promises})
        assert (found["state"], found["promised_on"]) == ("TRACKING", day)


def test_what_a_matter_repeats_stands_in_its_own_record_of_handling() -> None:
    """As long, and of the same code list, as there; and nothing of it is told by a kind that tells nothing."""
    for kind in standing.MATTERS:
        repeated = [spec for spec in fields_of(BY_KIND[kind]) if spec.told_by]
        assert len(repeated) > 10
        for spec in repeated:
            of, name = spec.told_by
            told = field_of(BY_KIND[of], name)
            assert (spec.kind, spec.max_len, spec.scheme) == (told.kind, told.max_len, told.scheme)
            row = {"uid": "1", name: "说过的", "reply": "r1", "reached": "YES", "state": "DONE"}
            found = read(
                kind,
                {"uid": "o", "stage": "TRIAGED"},
                {"reply": [{"uid": "r1"}], of: [{"uid": "r1", **row} | ({"uid": "r1"} if of == "reply" else {})]},
            )
            assert found[spec.name] == "说过的", (kind, spec.name)


def test_an_answer_comes_through_every_matter_that_a_word_was_passed_to() -> None:
    """The opinion was merged, what it was merged into became a suggestion, and that one was merged into another."""
    stored: dict[tuple[str, str], Row] = {
        ("opinion", "b"): {"uid": "b", "promoted_to": "s", "merged_into": "a"},  # back to where it came from
        ("suggestion", "s"): {"uid": "s", "merged_into": "t"},
        ("suggestion", "t"): {"uid": "t"},
    }
    replies = {("suggestion", "t"): [reply(uid="r9")], ("opinion", "b"): [reply(uid="r1")]}
    found = standing.answers_of(
        "opinion",
        {"uid": "a", "merged_into": "b"},
        lambda kind, uid: stored.get((kind, uid), {}),
        lambda kind, uid: replies.get((kind, uid), []),
    )
    assert sorted(one["uid"] for one in found) == ["r1", "r9"]
    assert ("suggestion", "merged_into") in standing.hanging_from("suggestion")


def test_no_field_that_a_person_must_judge_has_a_default() -> None:
    judged = {"satisfaction", "work_satisfaction", "result_satisfaction", "result_degree", "part", "reached", "level",
              "phase", "letter", "disclosure"}  # fmt: skip
    for kind in HANDLING_KINDS:
        for name, spec in specs_of(BY_KIND[kind]).items():
            assert name not in judged or spec.required or spec.default == "", f"{kind}.{name}"
        for act in lifecycle.acts_of(kind):
            if act.name != "register" or kind != "telling":
                assert not judged & set(act.sets) - {"reached"}, act


def test_each_record_of_handling_names_its_matter_and_hangs_from_what_its_table_says() -> None:
    for kind in HANDLING_KINDS:
        specs = specs_of(BY_KIND[kind])
        assert any(of in specs for of in standing.MATTERS)
        assert all(parent in specs for parent in PARENT[kind]), kind
        assert "station" in specs
