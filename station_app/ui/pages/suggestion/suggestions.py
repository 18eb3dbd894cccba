"""建议: the suggestions of the station, or a deputy's own, the latest first; F2 drafts another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from station_app.services import suggestions
from station_app.services.desk import Desk
from station_app.services.suggestions import ListLine
from station_app.text import suggestions as say
from station_app.ui.parts.list_page import ListPage
from station_app.ui.parts.record_list import ListColumn, ListSpec
from station_app.ui.shell.workplace import Workplace, short

NUMBER, TITLE, LEAD, STATE, OPINIONS, COSIGNERS, CHECKS = say.LIST_HEADS


def _number(_place: Workplace, line: ListLine) -> str:
    return line.suggestion.official_no or short(line.suggestion.number)


def _checks(_place: Workplace, line: ListLine) -> str:
    return say.open_findings(line.open_findings) if line.is_draft else ""


def _counted(_desk: Desk, lines: Sequence[ListLine]) -> str:
    return say.counted(len(lines), sum(line.is_draft for line in lines))


LIST = ListSpec(
    say.LIST,
    (
        ListColumn(NUMBER, 120, _number),
        ListColumn(TITLE, 0, lambda _place, line: line.suggestion.title),
        ListColumn(LEAD, 150, lambda _place, line: line.lead),
        ListColumn(STATE, 110, lambda place, line: place.desk.codes.name_of("suggestion_state", line.suggestion.state)),
        ListColumn(OPINIONS, 70, lambda _place, line: str(line.opinions)),
        ListColumn(COSIGNERS, 70, lambda _place, line: str(line.cosigners)),
        ListColumn(CHECKS, 110, _checks),
    ),
    say.NONE_YET,
    suggestions.listed,
    opens=lambda place, line: place.record("suggestion", line.suggestion.uid),
    counted=_counted,
    ways={"F2": ("suggestion", say.NEW)},
)

page = partial(ListPage, spec=LIST)
