from __future__ import annotations

import pytest

from station_app.domain.problem import Rejected
from station_app.services.desk import unlock
from station_app.services.first_start import Founded
from station_app.services.users import recover
from tests.office import CHEAP, PASSWORD


def test_the_code_gives_a_new_password_and_the_old_one_no_longer_opens(founded: Founded) -> None:
    folder = founded.desk.folder
    recover(folder, founded.recovery_code, "a new horse 10", clock=founded.desk.clock, cost=CHEAP).close()
    again = unlock(folder, "a new horse 10")
    assert again.user == founded.desk.user
    again.close()
    with pytest.raises(Rejected, match="wrong_password"):
        unlock(folder, PASSWORD)


@pytest.mark.parametrize(
    ("password", "name", "problem"),
    [("short", "", "password_short"), ("a new horse 10", "张三", "user_unknown")],
)
def test_what_is_not_sound_leaves_the_old_password(founded: Founded, password: str, name: str, problem: str) -> None:
    folder = founded.desk.folder
    with pytest.raises(Rejected, match=problem):
        recover(folder, founded.recovery_code, password, name, founded.desk.clock, CHEAP)
    unlock(folder, PASSWORD).close()
