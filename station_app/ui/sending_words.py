"""What the sending lane does, in the words of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station_app.domain.field import label_of
from station_app.domain.records import BY_KIND
from station_app.text import day_in_words
from station_app.text import roads as say
from station_app.text.problems import of_code

if TYPE_CHECKING:
    from station_app.services.road_totals import RoadTotals
    from station_app.services.sending import SendingState


def sentence(state: SendingState | None) -> str:
    """What is going on, and what comes next."""
    if state is None:
        return ""
    said = _doing(state)
    is_waiting = state.phase == "" and state.next_try_s is not None and (state.waiting or state.network != "online")
    return f"{said}{say.DOT}{say.next_try(state.next_try_s or 0)}" if is_waiting and state.next_try_s else said


def network(state: SendingState | None) -> tuple[str, str]:
    """For the status line: words, and a tone."""
    if state is None:
        return "", ""
    return say.NETWORKS[state.network], "soon" if state.network == "portal" else ""


def trouble(state: SendingState | None) -> str:
    """What went wrong, "" where nothing did."""
    if state is None:
        return ""
    if state.support_code:
        return say.BATCH_STOPPED.format(code=state.support_code)
    if state.differences:
        places = (
            say.differs(day_in_words(one.day), _kind(one.kind), one.here, one.there) for one in state.differences[:3]
        )
        return say.DIFFERS.format(places=say.SEMICOLON.join(places))
    is_said = state.network in ("offline", "portal")
    return of_code(state.trouble) if state.trouble and not is_said else ""


def totals(counted: RoadTotals, *, is_office: bool = False) -> str:
    """The totals that always add up."""
    counts = (
        counted.waiting, counted.received, counted.accepted, counted.refused, counted.held, counted.total,
    )  # fmt: skip
    return say.office_totals(counts) if is_office else say.totals(counts, counted.imported)


def _kind(kind: str) -> str:
    return label_of(BY_KIND[kind]) if kind in BY_KIND else kind


def _doing(state: SendingState) -> str:
    if state.phase == "records" and state.bytes_total:
        batches = (min(state.batches_done + 1, state.batches_total), state.batches_total)
        return say.sending(batches, (state.bytes_done, state.bytes_total), state.bytes_per_second)
    if state.phase in ("paused", "not_invited", "enrolling", "news", "files"):
        return say.PHASES[state.phase]
    match state.network:
        case "offline":
            return of_code(state.trouble) if state.trouble else say.NO_NETWORK
        case "portal":
            return say.PORTAL
        case "online":
            return say.WAITS_ONLINE if state.waiting else say.PHASES[""]
        case _:
            return say.NO_GATEWAY
