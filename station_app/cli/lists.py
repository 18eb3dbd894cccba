"""`save-list`: a list of the screens as a file for other programs, without windows."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from station_app.cli import speech
from station_app.cli.desk import DONE, desk_of
from station_app.db import ledger
from station_app.db.ledger import Filter
from station_app.domain.problem import refusal, reject
from station_app.services import exports
from station_app.services.desk import Desk
from station_app.text import commands as text

if TYPE_CHECKING:
    from station_app.services.exports import Table

LISTS = {
    "opinions": "records.ledger:LIST",
    "suggestions": "suggestion.suggestion:LIST",
    "deputies": "records.deputies:LIST",
    "call-back": "records.call_back:LIST",
    "days": "records.lists:DAYS",
    "duties": "records.lists:DUTIES",
    "units": "records.lists:UNITS",
    "groups": "records.lists:GROUPS",
    "users": "settings.users:LIST",
    "news": "roads.news:LIST",
}
"""The lists by what they are called here, each with where its description stands."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("list", metavar="LIST", help=text.OPTIONS["list"].format(names=" ".join(LISTS)))
    parser.add_argument("--out", type=Path, required=True, help=text.OPTIONS["list_out"])
    parser.add_argument("--sort", default="-waiting", choices=_orders(), metavar="ORDER", help=text.OPTIONS["sort"])
    parser.add_argument("--open", action="store_true", help=text.OPTIONS["open"])
    parser.add_argument("--personal", action="store_true", help=text.OPTIONS["personal"])


def save_list(options: argparse.Namespace) -> int:
    """Save a list as its description says, whole or not at all. Refused where there is none of that name."""
    if options.list not in LISTS:
        raise reject(refusal("no_such_list", value=options.list, names=" ".join(LISTS)))
    desk = desk_of(options)
    table = _table(desk, options)
    exports.save(desk, table, options.out)
    said = {"path": str(options.out), "count": table.count}
    speech.say(options, said, text.LIST_SAVED.format_map(said))
    return DONE


def _table(desk: Desk, options: argparse.Namespace) -> Table:
    # What a list is stands with the screens: their library is loaded here alone.
    from station_app.ui.parts.record_list import table_of  # noqa: PLC0415  (see above)
    from station_app.ui.parts.rows import held  # noqa: PLC0415  (see above)

    module, _, name = LISTS[options.list].partition(":")
    spec: Any = getattr(import_module(f"station_app.ui.pages.{module}"), name)
    if spec.read is None:
        chosen = Filter(sort=options.sort, open_only=options.open, viewer=desk.viewer)
        ids = ledger.all_ids(desk.store.database, chosen)
        return table_of(desk, spec, (ids, lambda some: ledger.rows(desk.store.database, some)), options.personal)
    pages = held(spec.read(desk))
    return table_of(desk, spec, (pages.ids(0, pages.count()), pages.lines), options.personal)


def _orders() -> list[str]:
    return [way + name for name in ledger.SORTS for way in ("", "-")]
