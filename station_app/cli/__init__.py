"""The command line: the same services without windows, for scripts, tests and machines without a screen.

Exit codes: 0 done, 1 refused (the problems are printed), 2 wrong usage; every fault is a sentence. With `--json` every
line is one object.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from station_app.cli import commands, copies, gateway, handling, ledgers, letters, lists, roads, speech
from station_app.cli.desk import DONE, REFUSED, WRONG_USAGE, is_utf8
from station_app.db.connection import fault_of
from station_app.db.search import SHOWN
from station_app.domain.problem import Problem, Rejected, refusal
from station_app.domain.records import BY_KIND
from station_app.services.sample import SCALES
from station_app.text import commands as text
from station_app.text.gateway import DECIDED
from station_app.text.problems import reason_of

COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "init": commands.init,
    "schema": commands.schema,
    "enter": commands.enter,
    "list": commands.list_records,
    "show": commands.show,
    "act": handling.act,
    "timeline": handling.timeline,
    "owed": handling.owed,
    "loop": handling.measure,
    "unit-sheets": handling.unit_sheets,
    "take-unit-sheet": handling.take_unit_sheet,
    "search": commands.search,
    "due": commands.due,
    "survey": commands.survey,
    "dispatch": commands.dispatch,
    "print": commands.print_form,
    "manual": commands.print_manual,
    "save-list": lists.save_list,
    "import-folder": commands.import_folder,
    "import-ledger": ledgers.import_ledger,
    "rebuild": commands.rebuild,
    "check": commands.check,
    "mend": commands.mend,
    "withhold": commands.withhold,
    "renew-key": commands.renew_key,
    "recovery-code": commands.recovery_code,
    "close-period": commands.close_period,
    "sample": commands.sample,
    "copy": copies.copy,
    "copies": copies.listed,
    "restore": copies.restore,
    "drill": copies.drill,
    "missing": copies.missing,
    "verify": roads.verify,
    "export": roads.export,
    "take": roads.take,
    "invite": roads.invite,
    "enrol": roads.enrol,
    "sync": roads.sync,
    "statement": roads.statement,
    "judge": roads.judge,
    "keep-file": roads.keep_file,
    "save-file": roads.save_file,
    "letter-new-key": letters.new_key,
    "letter-key": letters.type_key,
    "letter-seal": letters.seal,
    "letter-open": letters.open_letter,
    "gateway": gateway.run,
}

NEEDS_NO_STATION = ("schema", "manual", "letter-new-key", "letter-open")


def main(arguments: list[str]) -> int:
    """Run one command; the exit code. Wrong usage ends as argparse ends it, with SystemExit."""
    _open_streams()
    options = _parser().parse_args(arguments)
    try:
        code = COMMANDS[options.command](options)
        speech.finish()
    except BaseException as error:  # noqa: BLE001  (the one place where whatever breaks a command is said)
        return _said(options, error)
    return code


def _open_streams() -> None:
    """Streams that take every sign and every byte, in place of closed ones too."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  (as long as the process lives)
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  (as above)
    # A console on Windows may be GBK, which cannot write 桴㯊镇; a byte that is no UTF-8 costs its own line only.
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "replace"), (sys.stderr, "replace")):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors=errors)


def _said(options: argparse.Namespace, error: BaseException) -> int:
    """Say what broke a command; the exit code."""
    match error:
        case SystemExit():
            raise error
        case BrokenPipeError():
            return DONE
        case KeyboardInterrupt():
            speech.note(text.STOPPED)
        case Rejected(problems=problems):
            speech.say_problems(options, problems)
        case _:
            speech.say_problems(options, [fault_of(error) or _fault(error)])
    try:
        speech.finish()
    except OSError:
        return REFUSED
    return REFUSED


def _fault(error: BaseException) -> Problem:
    if isinstance(error, OSError):
        return refusal("path_refused", value=error.filename or sys.argv[0], reason=reason_of(error))
    # Never the message: it may quote what a person typed.
    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    return refusal("program_fault", value=f"{type(error).__module__}.{type(error).__qualname__}\n{frames}".rstrip())


class _Parser(argparse.ArgumentParser):
    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does, but what follows an option that takes a value is its value: keys may begin with "-"."""
        return super().parse_known_args(self._joined(sys.argv[1:] if args is None else list(args)), namespace)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG_USAGE, text.WRONG_USAGE.format(problem=message) + "\n")

    def _joined(self, given: Sequence[str]) -> list[str]:
        joined: list[str] = []
        for one in given:
            before = self._option_string_actions.get(joined[-1]) if joined else None
            takes_it = before is not None and before.nargs is None and one not in self._option_string_actions
            if takes_it and one.startswith("-") and one != "--":
                joined[-1] += f"={one}"
            else:
                joined.append(one)
        return joined


def _text(given: str) -> str:
    if not is_utf8(given):
        raise argparse.ArgumentTypeError(text.NOT_UTF8.format(value=given))
    return given


def _count(given: str) -> int:
    if not given.isascii() or not given.isdecimal() or len(given) > 9:
        raise argparse.ArgumentTypeError(text.NOT_A_COUNT.format(value=given))
    return int(given)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="main.py", description=text.PROGRAM)
    parser.register("type", None, _text)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    made = {name: commands.add_parser(name, help=text.COMMANDS[name]) for name in COMMANDS}
    for one in made.values():
        one.register("type", None, _text)
    for elsewhere in ("tour", "selftest"):
        commands.add_parser(elsewhere, help=text.COMMANDS[elsewhere])
    gateway.add_to(made.pop("gateway"))
    for name, one in made.items():
        one.add_argument("--json", action="store_true", help=text.OPTIONS["json"])
        if name not in NEEDS_NO_STATION:
            one.add_argument("--data", type=Path, required=name != "verify", help=text.OPTIONS["data"])
            one.add_argument("--password-fd", type=_count, help=text.OPTIONS["password_fd"])
            one.add_argument("--user", default="", required=name == "init", help=text.OPTIONS["user"])
    for option in ("division", "name", "phone"):
        made["init"].add_argument(f"--{option}", default="", help=text.OPTIONS[option])
    made["list"].add_argument("kind", choices=sorted(BY_KIND), help=text.OPTIONS["kind"])
    made["list"].add_argument("where", nargs="*", metavar="FIELD=VALUE", help=text.OPTIONS["where"])
    for name, usual in (("list", 100), ("search", SHOWN)):
        made[name].add_argument("--limit", type=_count, default=usual, help=text.OPTIONS["limit"])
    made["list"].add_argument("--offset", type=_count, default=0, help=text.OPTIONS["offset"])
    made["list"].add_argument("--all", action="store_true", help=text.OPTIONS["all"])
    made["show"].add_argument("uid", help=text.OPTIONS["uid"])
    made["search"].add_argument("text", help=text.OPTIONS["text"])
    made["print"].add_argument("form", help=text.OPTIONS["form"])
    made["print"].add_argument("uid", help=text.OPTIONS["uid"])
    made["print"].add_argument("--out", type=Path, required=True, help=text.OPTIONS["out"])
    _add_versions(made["print"])
    _add_programme(made)
    made["manual"].add_argument("--out", type=Path, required=True, help=text.OPTIONS["out"])
    _add_files(made)
    _add_roads(made)
    letters.add_to(made)
    handling.add_to(made)
    return parser


def _add_programme(made: Mapping[str, argparse.ArgumentParser]) -> None:
    made["survey"].add_argument("uid", help=text.OPTIONS["uid"])
    made["dispatch"].add_argument("--all", action="store_true", help=text.OPTIONS["all"])
    made["due"].add_argument("uid", nargs="?", default="", help=text.OPTIONS["uid"])
    for option in ("clock", "from", "level", "region", "extends"):
        made["due"].add_argument(f"--{option}", default="", help=text.OPTIONS[f"due_{option}"])


def _add_files(made: Mapping[str, argparse.ArgumentParser]) -> None:
    made["import-folder"].add_argument("folder", type=Path, help=text.OPTIONS["folder"])
    made["sample"].add_argument("--scale", choices=sorted(SCALES), default="day", help=text.OPTIONS["scale"])
    made["schema"].add_argument("--batch", action="store_true", help=text.OPTIONS["batch"])
    ledgers.add_to(made["import-ledger"])
    lists.add_to(made["save-list"])


def _add_versions(printing: argparse.ArgumentParser) -> None:
    version = printing.add_mutually_exclusive_group()
    version.add_argument("--public", action="store_true", help=text.OPTIONS["public"])
    version.add_argument("--deputy", default="", metavar="UID", help=text.OPTIONS["of_deputy"])
    version.add_argument("--words", action="store_true", help=text.OPTIONS["words"])
    printing.add_argument("--keep", action="append", default=[], metavar="WORD", help=text.OPTIONS["keep"])
    printing.add_argument("--looked", action="store_true", help=text.OPTIONS["looked"])


def _add_roads(made: Mapping[str, argparse.ArgumentParser]) -> None:
    for option in ("report_name", "first_on", "last_on"):
        made["close-period"].add_argument(option, help=text.OPTIONS[option])
    made["withhold"].add_argument("uids", nargs="*", metavar="UID", help=text.OPTIONS["uids"])
    for name in ("verify", "take"):
        made[name].add_argument("files", nargs="+", type=Path, metavar="FILE", help=text.OPTIONS["files"])
    made["verify"].add_argument("--key", default="", help=text.OPTIONS["key"])
    made["export"].add_argument("--to", type=Path, required=True, help=text.OPTIONS["to"])
    made["invite"].add_argument("--name", required=True, help=text.OPTIONS["name"])
    made["invite"].add_argument("--area", required=True, help=text.OPTIONS["area"])
    made["invite"].add_argument("--expires", required=True, help=text.OPTIONS["expires"])
    made["invite"].add_argument("--replaces", default="", help=text.OPTIONS["replaces"])
    made["invite"].add_argument("--out", type=Path, required=True, help=text.OPTIONS["out"])
    for name in ("enrol", "init"):
        made[name].add_argument("--invitation", type=Path, required=name == "enrol", help=text.OPTIONS["invitation"])
    made["statement"].add_argument("--journal", default="", help=text.OPTIONS["journal"])
    for option in ("journal", "hash", "reason"):
        made["judge"].add_argument(f"--{option}", default="", help=text.OPTIONS[option])
    made["judge"].add_argument("--seq", type=_count, default=0, help=text.OPTIONS["seq"])
    made["judge"].add_argument("--outcome", default="", choices=("", *DECIDED), help=text.OPTIONS["outcome"])
    made["statement"].add_argument("--up-to", type=_count, default=0, help=text.OPTIONS["up_to"])
    made["copy"].add_argument("--to", type=Path, help=text.OPTIONS["copy_to"])
    for name in ("copies", "drill"):
        made[name].add_argument("places", nargs="*", type=Path, metavar="PLACE", help=text.OPTIONS["places"])
    made["restore"].add_argument("copy", nargs="?", type=Path, metavar="COPY", help=text.OPTIONS["copy"])
    made["restore"].add_argument("--rescue", action="store_true", help=text.OPTIONS["rescue"])
    made["keep-file"].add_argument("file", type=Path, help=text.OPTIONS["file"])
    made["save-file"].add_argument("hash", help=text.OPTIONS["hash"])
    made["save-file"].add_argument("--out", type=Path, required=True, help=text.OPTIONS["out"])
    made["sync"].add_argument("--once", action="store_true", help=text.OPTIONS["once"])
