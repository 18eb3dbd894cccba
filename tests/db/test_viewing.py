"""What a viewer may see, as conditions of a query: the same that `domain.viewing` says of one record."""

from __future__ import annotations

from itertools import starmap

from station_app.db import viewing
from station_app.db.models import as_written, model
from station_app.domain.secrecy import EVERYTHING, Viewer
from station_app.services.desk import Desk
from tests.office import registered


def seen(desk: Desk, viewer: Viewer) -> set[str]:
    opinion = model("opinion")
    query = opinion.select(opinion.uid).where(as_written("1"), *starmap(as_written, viewing.of_opinions(viewer)))
    return {uid for (uid,) in desk.store.database.execute_sql(*query.sql())}


def test_an_accusation_is_seen_by_whoever_wrote_it_down_and_by_the_head(desk: Desk) -> None:
    plain, accusation = registered(desk)["opinion"].uid, registered(desk, opinion_kind="REPORT")["opinion"].uid
    colleague = Viewer("9" * 32, "", False, False, ())
    assert seen(desk, colleague) == {plain}
    assert seen(desk, EVERYTHING) == seen(desk, Viewer(desk.user.uid, "", False, False, ())) == {plain, accusation}


def test_a_barred_person_s_matters_and_entry_are_not_there(desk: Desk) -> None:
    done = registered(desk)
    person = done["person"].uid
    barred = Viewer(desk.user.uid, "", True, False, (person,))
    assert seen(desk, barred) == set()
    entries = model("person").select().where(*starmap(as_written, viewing.of_people(barred)))
    assert not desk.store.database.execute_sql(*entries.sql()).fetchall()
