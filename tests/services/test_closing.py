"""A period is closed over journals and not over days: its figures are proved again from what stood in them then."""

from __future__ import annotations

import pytest

from station_app.db import journal
from station_app.db import vector as vectors
from station_app.db.store import Write
from station_app.domain import returns
from station_app.domain.problem import Rejected
from station_app.domain.records import PeriodClose
from station_app.services import acts, closing, county, withholding
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import registered
from tests.offices import Pair, sealed

PERIOD = {"report": "T1", "first_on": "2026-11-01", "last_on": "2026-11-23"}


def closed(desk: Desk, **other: str) -> PeriodClose:
    done = perform(desk, [Ask("period_close", "register", {**PERIOD, **other})])[0]
    return desk.records.one(PeriodClose, done.uid)


def figures(desk: Desk, close: PeriodClose) -> dict[str, int]:
    return {name: figure for (_, name), figure in closing.figures_of(close).items()}


def test_what_comes_later_moves_no_figure_and_is_a_closing_that_adds_to_the_first(desk: Desk) -> None:
    registered(desk)
    first = closed(desk)
    assert figures(desk, first) == {"visits": 1, "people": 1, "opinions": 1}
    with pytest.raises(Rejected) as rejected:
        closed(desk)
    assert [one.code for one in rejected.value.problems] == ["period_closed"]
    registered(desk)
    second = closed(desk)
    assert second.supplements == first.uid
    assert [one[1:] for one in closing.added(desk, second)] == [("opinions", 1, 2), ("people", 1, 2), ("visits", 1, 2)]
    assert [one.is_sound and not one.differing for one in closing.examined(desk)] == [True, True]
    assert desk.records.one(PeriodClose, first.uid).figures == first.figures


def test_a_period_that_is_not_over_or_ends_before_it_begins_is_not_closed(desk: Desk) -> None:
    for wrong, code in (
        ({"last_on": "2026-11-24"}, "day_ahead"),
        ({"last_on": "2026-10-01"}, "period_ends_before_start"),
        ({"report": "T99"}, "not_in_list"),
    ):
        with pytest.raises(Rejected) as rejected:
            closed(desk, **wrong)
        assert code in [one.code for one in rejected.value.problems]


def test_nobody_types_figures(desk: Desk) -> None:
    for name in ("figures", "vector", "editions", "lists_hash", "closed_on", "supplements"):
        with pytest.raises(Rejected) as rejected:
            closed(desk, **{name: "x"})
        assert "field_of_another_act" in [one.code for one in rejected.value.problems]


def test_forged_figures_are_named_and_what_is_no_figures_is_said(desk: Desk) -> None:
    registered(desk)
    first = closed(desk)
    with desk.store.transaction():
        for figures_said in (first.figures.replace('"visits":1', '"visits":7'), "no figures"):
            fields = {**{name: getattr(first, name) for name in ("station", "report", "first_on", "last_on", "vector",
                      "editions", "lists_hash")}, "figures": figures_said}  # fmt: skip
            acts.write(desk, [Write("register", "period_close", desk.clock.new_id(), fields)])
    found = closing.examined(desk)
    assert [one.is_sound for one in found] == [True, False, False]
    assert found[1].differing == ((desk.place.uid, "visits", 7, 1),)
    assert found[2].is_unreadable


def test_what_never_leaves_the_desk_is_in_no_vector_and_no_figure(desk: Desk) -> None:
    registered(desk)
    before = vectors.known(desk.store.database)
    registered(desk, opinion_kind="REPORT")
    close = closed(desk)
    assert returns.vector_of(close.vector).keys() == before.keys()
    assert figures(desk, close) == {"visits": 1, "people": 1, "opinions": 1}


def test_a_county_proves_what_a_station_closed_once_all_has_come(pair: Pair) -> None:
    registered(pair.station)
    close = closed(pair.station)
    county.take_contents(pair.county, sealed(pair.station))
    found = closing.examined(pair.county)
    assert [(one.close.uid, one.is_sound, one.differing) for one in found] == [(close.uid, True, ())]
    own = closed(pair.county)
    assert own.station == ""
    assert figures(pair.county, own) == figures(pair.station, close)
    writer = next(
        one for one in journal.authors(pair.county.store.database) if one.mine and one.audience == pair.county.place.uid
    )
    assert any(entry.change.record == own.uid for entry in journal.entries_after(pair.county.store.database, writer, 0))


def test_erased_lines_are_counted_and_no_fault(desk: Desk) -> None:
    made = registered(desk)
    closed(desk)
    withholding.withhold(desk, [("opinion", made["opinion"].uid)])
    found = closing.examined(desk)[0]
    assert (found.erased, found.is_sound) == (1, True)
    assert [one[1:] for one in found.differing] == [("opinions", 1, 0)]


def test_lines_that_were_given_up_since_are_read(desk: Desk) -> None:
    registered(desk)
    first = closed(desk)
    mine = journal.my_author(desk.store.database)
    with desk.store.transaction():
        desk.store.begin_anew(mine, 1)
    found = closing.examined(desk)[0]
    assert (found.close.uid, found.is_sound, found.missing, found.strange, found.differing) == (
        first.uid,
        True,
        (),
        (),
        (),
    )


def test_a_head_that_is_not_its_own_is_named(desk: Desk) -> None:
    registered(desk)
    close = closed(desk)
    journal_uid, (seq, _) = next(iter(returns.vector_of(close.vector).items()))
    other = returns.vector_text({journal_uid: (seq, bytes(32)), "f" * 32: (1, bytes(32))})
    fields = {name: getattr(close, name) for name in ("station", "report", "first_on", "last_on", "figures", "editions",
              "lists_hash")}  # fmt: skip
    with desk.store.transaction():
        acts.write(desk, [Write("register", "period_close", desk.clock.new_id(), {**fields, "vector": other})])
    found = closing.examined(desk)[-1]
    assert (found.strange, found.missing, found.is_sound) == ((journal_uid,), ("f" * 32,), False)
