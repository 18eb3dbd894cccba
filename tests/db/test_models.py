"""The tables hold what the records say, no more and no less."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.db.models import SEARCHED, columns_of, loaded, model, stored
from station_app.domain.field import Kind, fields_of, fits
from station_app.domain.records import BY_KIND
from station_app.services.desk import Desk


@pytest.mark.parametrize("kind", sorted(BY_KIND))
def test_table_and_record_are_equal(desk: Desk, kind: str) -> None:
    described = desk.store.database.execute_sql(f"SELECT name, type FROM pragma_table_info('{kind}')").fetchall()
    assert tuple(name for name, _ in described) == columns_of(kind)
    types = dict(described)
    for spec in fields_of(BY_KIND[kind]):
        assert types[spec.name] == ("INTEGER" if spec.kind in (Kind.COUNT, Kind.FLAG) else "TEXT"), spec.name


@pytest.mark.parametrize("kind", sorted(BY_KIND))
def test_the_model_of_a_kind_is_its_table(desk: Desk, kind: str) -> None:
    made = model(kind)
    assert tuple(made._meta.sorted_field_names) == columns_of(kind)
    assert made._meta.table_name == kind
    found = desk.store.database.execute_sql(*made.select().sql()).fetchall()
    assert len(found) == len(desk.store.records.all(BY_KIND[kind]))


def test_every_searched_kind_has_a_text_index(desk: Desk) -> None:
    rows = desk.store.database.execute_sql("SELECT name FROM sqlite_master WHERE sql LIKE '%fts5%'").fetchall()
    assert {name for (name,) in rows} == {f"{kind}_text" for kind, names in SEARCHED.items() if names}


@given(st.data())
def test_a_value_that_fits_comes_back_as_it_was(data: st.DataObject) -> None:
    spec = data.draw(st.sampled_from([spec for cls in BY_KIND.values() for spec in fields_of(cls)]))
    word = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
    value = data.draw(
        st.lists(word, max_size=3).map(tuple)
        if spec.many
        else {Kind.COUNT: st.none() | st.integers(0, 99), Kind.FLAG: st.booleans()}.get(spec.kind, word)
    )
    assert fits(spec, value)
    assert loaded(spec, stored(spec, value)) == value
