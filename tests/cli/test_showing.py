"""What a terminal shows of a record: enough to know it by, and no number in full."""

from __future__ import annotations

import pytest

from station_app.cli import showing
from station_app.domain.field import built, field_of, specs_of
from station_app.domain.records import Opinion, Person, User
from station_app.services.desk import Desk

PERSON = built(Person, {"name": "杨胜美", "phone": "16112345678", "id_number": "52242519491231002X", "gender": "2"})


def test_phones_and_documents_are_masked_and_the_record_is_not_changed() -> None:
    shown = showing.masked(PERSON)
    assert (shown["phone"], shown["id_number"], shown["name"]) == ("161****5678", "522425********002X", "杨胜美")
    assert shown.keys() == specs_of(Person).keys()
    assert PERSON.phone == "16112345678"


@pytest.mark.parametrize(("cls", "name", "value", "said"), [
    (Person, "gender", "2", "女"),
    (Person, "birth_year", 1960, "1960"),
    (Person, "birth_year", None, ""),
    (Person, "address", "三组\n 水井边", "三组 水井边"),
    (User, "roles", ("STATION_CLERK", "STATION_HEAD"), "联络员 站长"),
    (Opinion, "answered_by", (), ""),
])  # fmt: skip
def test_a_cell_is_one_line_with_codes_by_their_names(
    desk: Desk, cls: type, name: str, value: object, said: str
) -> None:
    assert showing.cell(desk, field_of(cls, name), value) == said


@pytest.mark.parametrize(("name", "value", "said"), [
    ("phone", "16112345678", "161****5678"),
    ("gender", "1", "男"),
    ("blood", "O", "O"),
])  # fmt: skip
def test_a_step_of_a_history_is_masked_and_named_where_its_field_is_known(
    desk: Desk, name: str, value: object, said: str
) -> None:
    assert showing.step(desk, specs_of(Person), name, value) == said
