"""The loop at the command line: any act on any record, who is owed an answer, the measure, every step of a matter."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from station_app.cli import showing, speech
from station_app.cli.commands import find
from station_app.cli.desk import DONE, REFUSED, desk_of
from station_app.domain import lifecycle
from station_app.domain.days import read_day
from station_app.domain.field import field_of, kind_of, specs_of, values_of
from station_app.domain.problem import Rejected, refusal, reject
from station_app.domain.records import BY_KIND
from station_app.domain.standing import MATTERS
from station_app.services import loop
from station_app.services import unit_sheets as sheets
from station_app.services.acts import Ask, perform
from station_app.services.handling import matter_of
from station_app.text import commands as text


def act(options: argparse.Namespace) -> int:
    """Do an act to a record, or make a record beside it: `reply.register` on an assignment."""
    desk = desk_of(options)
    item = find(desk, options.uid)
    kind, uid = kind_of(type(item)), str(values_of(item)["uid"])
    of, _, name = options.act.rpartition(".")
    of = of or kind
    fields: dict[str, Any] = _fields(options.fields)
    made = next((one for one in lifecycle.acts_of(of) if one.name == name and lifecycle.NEW in one.before), None)
    beside = [one for one in (made.beside if made else ()) if field_of(BY_KIND[of], one).target == kind]
    ask = Ask(of, name, {**dict.fromkeys(beside, uid), **fields}, "" if beside else uid)
    for done in perform(desk, [ask]):
        said = {**dataclasses.asdict(done), "warnings": [speech.problem(one) for one in done.warnings]}
        speech.say(options, said, f"{done.kind}\t{done.act}\t{done.uid}\t{done.number}\t{done.state}")
        for one in done.warnings:
            speech.note(speech.sentence(done.kind, one))
    return DONE


def owed(options: argparse.Namespace) -> int:
    """Who is owed which answer since when, the longest first."""
    desk = desk_of(options)
    found = loop.owed(desk, options.limit + 1)
    for one in found[: options.limit]:
        said = vars(one)
        speech.say(options, said, text.OWED.format_map(said))
    if len(found) > options.limit:
        speech.note(text.MORE_FOUND)
    return DONE


def measure(options: argparse.Namespace) -> int:
    """Of what was heard in a period: answered, told, owed, and in how many days."""
    desk = desk_of(options)
    said = {"first_on": options.first_on or f"{desk.today[:4]}-01-01", "last_on": options.last_on or desk.today}
    read = {name: read_day(value, desk.today) for name, value in said.items()}
    if wrong := [
        replace(one, where=f"--{name.replace('_', '-')}") for name, (_, found) in read.items() for one in found
    ]:
        raise Rejected(tuple(wrong))
    first, last = (day for day, _ in read.values())
    for one in loop.measured(desk, first, last, options.by):
        said = dataclasses.asdict(one)
        speech.say(options, said, text.LOOP.format_map(said | {"name": one.name or text.ALL}))
    return DONE


def timeline(options: argparse.Namespace) -> int:
    """Every step of a matter, of every desk, and who has the next move until when."""
    desk = desk_of(options)
    item = find(desk, options.uid)
    kind, uid = kind_of(type(item)), str(values_of(item)["uid"])
    for event in loop.timeline(desk, kind, uid):
        named = f"{event.kind}.{event.act}"
        specs = specs_of(BY_KIND[event.kind])
        told = {step.field: showing.step(desk, specs, step.field, step.new) for step in event.steps}
        said = {"at": event.at, "kind": event.kind, "act": event.act, "by": event.by, "fields": told}
        words = "  ".join(f"{specs[name].label} {value}" for name, value in told.items() if name in specs and value)
        speech.say(options, said, f"{event.at[:16]}\t{named}\t{event.by}\t{' '.join(words.split())[:200]}")
    of, matter = (kind, uid) if kind in MATTERS else matter_of(values_of(item))
    if of in MATTERS:
        now: Mapping[str, Any] = values_of(desk.records.one(BY_KIND[of], matter))
        turn = {name: now.get(name, "") for name in ("state", "turn", "due_on", "owed_since")}
        named_turn = desk.codes.name_of("side", str(turn["turn"])) if turn["turn"] else text.NOBODY
        state = desk.codes.name_of(f"{of}_state", str(turn["state"]))
        speech.say(options, {"now": turn}, text.NEXT_MOVE.format(state=state, turn=named_turn, due_on=turn["due_on"]))
    return DONE


def unit_sheets(options: argparse.Namespace) -> int:
    """Write what each unit owes, or one unit, as a workbook that it fills in."""
    desk = desk_of(options)
    options.folder.mkdir(parents=True, exist_ok=True)
    for unit in [options.unit] if options.unit else [one.unit for one in sheets.owing(desk)]:
        path = options.folder / f"{sheets.file_name(unit)}.xlsx"
        count = sheets.save(desk, unit, path)
        speech.say(options, {"unit": unit, "count": count, "file": str(path)}, f"{unit}\t{count}\t{path}")
    return DONE


def take_unit_sheet(options: argparse.Namespace) -> int:
    """Take what a unit filled in: a line for each, with what is done or what keeps it out; 1 where one is kept out."""
    desk = desk_of(options)
    found = sheets.read(desk, options.file)
    refused = {} if options.dry_run else {one.line: one for one in sheets.take(desk, found)}
    is_whole = True
    for one in (refused.get(one.line, one) for one in found):
        problems = [problem for problem in one.problems if problem.refuses]
        is_whole = is_whole and not problems
        outcome = text.KEPT_OUT if problems else text.KNOWN if one.is_known else " ".join(one.acts)
        said = {"line": one.line, "number": one.number, "unit": one.unit, "acts": one.acts}
        said |= {"problems": [speech.problem(problem) for problem in one.problems]}
        speech.say(options, said, f"{one.line}\t{one.number}\t{one.unit}\t{outcome}")
        if not options.json:
            for problem in one.problems:
                speech.note(f"{one.line}\t{speech.sentence('reply', problem)}")
    return DONE if is_whole else REFUSED


def add_to(made: Mapping[str, argparse.ArgumentParser]) -> None:
    """The arguments of these commands."""
    for name in ("act", "timeline"):
        made[name].add_argument("uid", help=text.OPTIONS["uid"])
    made["act"].add_argument("act", help=text.OPTIONS["act"])
    made["act"].add_argument("--fields", nargs="*", default=[], metavar="FIELD=VALUE", help=text.OPTIONS["fields"])
    made["unit-sheets"].add_argument("folder", type=Path, help=text.OPTIONS["folder"])
    made["unit-sheets"].add_argument("--unit", default="", help=text.OPTIONS["unit"])
    made["take-unit-sheet"].add_argument("file", type=Path, metavar="FILE", help=text.OPTIONS["unit_sheet"])
    made["take-unit-sheet"].add_argument("--dry-run", action="store_true", help=text.OPTIONS["dry_run"])
    made["owed"].add_argument("--limit", type=int, default=100, help=text.OPTIONS["limit"])
    for option in ("first_on", "last_on"):
        made["loop"].add_argument(f"--{option.replace('_', '-')}", default="", help=text.OPTIONS[option])
    made["loop"].add_argument("--by", choices=sorted(loop.BY), default="", help=text.OPTIONS["by"])


def _fields(given: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    wrong = [name for name, equals, _ in pairs if not equals or not name]
    if wrong:
        raise reject(*(refusal("not_a_field_value", value=name) for name in wrong))
    return {name: value for name, _, value in pairs}
