from __future__ import annotations

import pytest

from station_app.ui.shell.window import SIDE, icon

RAIL = ("today", "reception", "ledger", "suggestion", "deputies", "reports", "sync", "settings", "inbox")


@pytest.mark.parametrize("name", RAIL)
def test_an_icon_is_drawn_in_the_colour_that_was_asked_for(name: str) -> None:
    down = icon(name, "#FF0000").pixmap(SIDE, SIDE).toImage()
    others = {
        max(down.pixelColor(x, y).green(), down.pixelColor(x, y).blue())
        for x in range(down.width())
        for y in range(down.height())
        if down.pixelColor(x, y).alpha() > 128
    }
    assert others
    assert max(others) <= 2, "where lines cross, colours are rounded twice"


def test_a_name_without_a_drawing_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        icon("nothing", "#000000")
