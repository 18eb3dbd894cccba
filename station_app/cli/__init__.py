"""The command line: the same services without windows, for scripts, tests and machines without a screen.

Exit codes: 0 done, 1 refused (the problems are printed), 2 wrong usage. With `--json` every line is one object.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from station_app.cli import commands, gateway, ledgers, roads, speech
from station_app.cli.desk import REFUSED, WRONG_USAGE
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND
from station_app.services.sample import SCALES
from station_app.text import commands as text

COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "init": commands.init,
    "schema": commands.schema,
    "enter": commands.enter,
    "list": commands.list_records,
    "show": commands.show,
    "search": commands.search,
    "print": commands.print_form,
    "manual": commands.print_manual,
    "import-folder": commands.import_folder,
    "import-ledger": ledgers.import_ledger,
    "rebuild": commands.rebuild,
    "check": commands.check,
    "mend": commands.mend,
    "sample": commands.sample,
    "verify": roads.verify,
    "export": roads.export,
    "take": roads.take,
    "invite": roads.invite,
    "enrol": roads.enrol,
    "sync": roads.sync,
    "gateway": gateway.run,
}

NEEDS_NO_STATION = ("schema", "manual")


def main(arguments: list[str]) -> int:
    """Run one command; the exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # A console on Windows may be GBK, which cannot write 桴㯊镇.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    try:
        return COMMANDS[options.command](options)
    except Rejected as rejected:
        speech.say_problems(options, rejected.problems)
        return REFUSED


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG_USAGE, text.WRONG_USAGE.format(problem=message) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="main.py", description=text.PROGRAM)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    made = {name: commands.add_parser(name, help=text.COMMANDS[name]) for name in COMMANDS}
    for elsewhere in ("tour", "selftest"):
        commands.add_parser(elsewhere, help=text.COMMANDS[elsewhere])
    gateway.add_to(made.pop("gateway"))
    for name, one in made.items():
        one.add_argument("--json", action="store_true", help=text.OPTIONS["json"])
        if name not in NEEDS_NO_STATION:
            one.add_argument("--data", type=Path, required=name != "verify", help=text.OPTIONS["data"])
            one.add_argument("--password-fd", type=int, help=text.OPTIONS["password_fd"])
            one.add_argument("--user", default="", required=name == "init", help=text.OPTIONS["user"])
    for option in ("division", "name"):
        made["init"].add_argument(f"--{option}", required=True, help=text.OPTIONS[option])
    made["list"].add_argument("kind", choices=sorted(BY_KIND), help=text.OPTIONS["kind"])
    made["list"].add_argument("where", nargs="*", metavar="FIELD=VALUE", help=text.OPTIONS["where"])
    made["list"].add_argument("--limit", type=int, default=100, help=text.OPTIONS["limit"])
    made["list"].add_argument("--offset", type=int, default=0, help=text.OPTIONS["offset"])
    made["show"].add_argument("uid", help=text.OPTIONS["uid"])
    made["search"].add_argument("text", help=text.OPTIONS["text"])
    made["print"].add_argument("form", help=text.OPTIONS["form"])
    made["print"].add_argument("uid", help=text.OPTIONS["uid"])
    made["print"].add_argument("--out", type=Path, required=True, help=text.OPTIONS["out"])
    made["print"].add_argument("--public", action="store_true", help=text.OPTIONS["public"])
    made["manual"].add_argument("--out", type=Path, required=True, help=text.OPTIONS["out"])
    made["import-folder"].add_argument("folder", type=Path, help=text.OPTIONS["folder"])
    made["sample"].add_argument("--scale", choices=sorted(SCALES), default="day", help=text.OPTIONS["scale"])
    made["schema"].add_argument("--batch", action="store_true", help=text.OPTIONS["batch"])
    ledgers.add_to(made["import-ledger"])
    _add_roads(made)
    return parser


def _add_roads(made: Mapping[str, argparse.ArgumentParser]) -> None:
    for name in ("verify", "take"):
        made[name].add_argument("files", nargs="+", type=Path, metavar="FILE", help=text.OPTIONS["files"])
    made["verify"].add_argument("--key", default="", help=text.OPTIONS["key"])
    made["export"].add_argument("--to", type=Path, required=True, help=text.OPTIONS["to"])
    made["invite"].add_argument("--name", required=True, help=text.OPTIONS["name"])
    made["invite"].add_argument("--area", required=True, help=text.OPTIONS["area"])
    made["invite"].add_argument("--expires", required=True, help=text.OPTIONS["expires"])
    made["invite"].add_argument("--out", type=Path, required=True, help=text.OPTIONS["out"])
    made["enrol"].add_argument("--invitation", type=Path, required=True, help=text.OPTIONS["invitation"])
    made["sync"].add_argument("--once", action="store_true", help=text.OPTIONS["once"])
