"""One function a command: what it does, said on standard output; the exit code."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections import Counter
from collections.abc import Callable
from itertools import groupby, islice
from typing import Any

from station_app import paths
from station_app.cli import showing, speech
from station_app.cli.desk import (
    DONE,
    REFUSED,
    desk_of,
    invitation_file,
    lines,
    must_be_utf8,
    must_be_writable,
    password_of,
    write_file,
)
from station_app.db import audit, journal
from station_app.db import search as finding
from station_app.domain import deadline, programme
from station_app.domain.batch import contract as roads
from station_app.domain.clock import SystemClock
from station_app.domain.days import read_day
from station_app.domain.field import FieldSpec, Kind, field_of, fields_of, kind_of, values_of
from station_app.domain.problem import Rejected, refusal, reject
from station_app.domain.programme import TO_CALL
from station_app.domain.records import (
    BY_KIND,
    Deputy,
    DispatchReturn,
    DispatchSchedule,
    PeriodClose,
    Station,
    Survey,
    SurveyCall,
)
from station_app.domain.redaction import Audience
from station_app.domain.regions import Level
from station_app.domain.schema import contract
from station_app.domain.waiting import days_from
from station_app.domain.wire import parse
from station_app.services import (
    access,
    closing,
    consequences,
    local_rules,
    official,
    old_ledger,
    printing,
    prints,
    trail,
    users,
    withholding,
)
from station_app.services import sample as samples
from station_app.services.acts import Ask, perform
from station_app.services.acts import mend as mend_all
from station_app.services.desk import Desk
from station_app.services.first_start import COUNTY_DIGITS, FirstStart, found
from station_app.services.history import history
from station_app.text import commands as text
from station_app.text import planning as planning_say
from station_app.text.finding import due_in, one_of


def init(options: argparse.Namespace) -> int:
    """Set up a station or, where the division is a county, its office; the recovery code is said once.

    An invitation says where and how it is called.
    """
    start = _invited(options) if options.invitation else _placed(options)
    founded = found(options.data, start, SystemClock())
    said = {"station": founded.desk.place.name, "user": options.user, "code": founded.recovery_code}
    speech.say(options, said, text.FOUNDED.format_map(said))
    return DONE


def _invited(options: argparse.Namespace) -> FirstStart:
    said = invitation_file(options.invitation).decode(errors="replace")
    return FirstStart("", "", options.user, password_of(options), invitation=said, phone=options.phone)


def _placed(options: argparse.Namespace) -> FirstStart:
    missing = [refusal("missing", f"--{name}") for name in ("division", "name") if not getattr(options, name)]
    if missing:
        raise Rejected(tuple(missing))
    place = _division(options.division)
    code = place.code if place.level is Level.TOWNSHIP else place.code[:COUNTY_DIGITS]
    return FirstStart(code, options.name, options.user, password_of(options), phone=options.phone)


def schema(options: argparse.Namespace) -> int:
    """The JSON Schema of every record and act, or of batches and roads."""
    whole = roads.contract() if options.batch else contract(paths.code_book())
    speech.say(options, whole, json.dumps(whole, ensure_ascii=False, indent=1))
    return DONE


def enter(options: argparse.Namespace) -> int:
    """One line, one act, one transaction, one outcome; a refused line does not stop the rest."""
    desk, code = desk_of(options), DONE
    for number, line in lines():
        try:
            done = perform(desk, [_ask(line, number)])[0]
        except Rejected as rejected:
            code = REFUSED
            speech.say_problems(options, rejected.problems, number)
            continue
        said = {**dataclasses.asdict(done), "line": number, "warnings": [speech.problem(one) for one in done.warnings]}
        speech.say(options, said, f"{number}\t{done.kind}\t{done.act}\t{done.uid}\t{done.number}")
        for one in done.warnings:
            speech.note(f"{number}\t{speech.sentence(done.kind, one)}")
    return code


def list_records(options: argparse.Namespace) -> int:
    """Records of a kind that fulfil conditions; personal fields masked."""
    desk, cls = desk_of(options), BY_KIND[options.kind]
    wanted = dict(condition.partition("=")[::2] for condition in options.where)
    names = {spec.name for spec in fields_of(cls)}
    unknown = [refusal("unknown_field", name) for name in wanted if name not in names]
    if unknown:
        raise Rejected(tuple(unknown))
    read = {name: _wanted(desk, options.kind, field_of(cls, name), value) for name, value in wanted.items()}
    standing: list[Any] = access.readable(desk, options.kind, desk.records.all(cls, **read))
    last = len(standing) if options.all else min(options.offset + options.limit, len(standing))
    for item in standing[options.offset : last]:
        shown = showing.masked(item)
        cells = (
            showing.cell(desk, spec, shown[spec.name])
            for spec in fields_of(cls)
            if spec.kind not in (Kind.REF, Kind.REFS)
        )
        if not speech.say(options, shown, "\t".join(cell for cell in cells if cell)):
            return DONE
    if last < len(standing):
        speech.note(text.MORE.format(more=len(standing) - last, next=last))
    return DONE


def show(options: argparse.Namespace) -> int:
    """A record with its history; phones and document numbers masked."""
    desk = desk_of(options)
    item = find(desk, options.uid)
    shown, specs = showing.masked(item), {spec.name: spec for spec in fields_of(type(item))}
    events = history(desk, shown["uid"])
    if options.json:
        told = [dataclasses.asdict(event) for event in events]
        for step in (step for event in told for step in event["steps"]):
            step |= {side: showing.masked_value(specs, step["field"], step[side]) for side in ("old", "new")}
        speech.say(options, {"kind": kind_of(type(item)), "record": shown, "history": told}, "")
        return DONE
    for name, value in shown.items():
        if value not in ("", (), None):
            speech.say(options, {}, f"{specs[name].label}\t{showing.named(desk, specs[name], value)}")
    for event in events:
        speech.say(options, {}, f"\n{event.at}\t{event.by}\t{desk.codes.name_of('act', event.act)}\t{event.clock}")
        for one in event.steps:
            label = specs[one.field].label if one.field in specs else one.field
            old, new = (showing.step(desk, specs, one.field, value) for value in (one.old, one.new))
            speech.say(options, {}, f"  {label}\t{old}\t→\t{new}")
    return DONE


def search(options: argparse.Namespace) -> int:
    """Whatever a text finds."""
    desk = desk_of(options)
    hits = finding.everywhere(desk.store.database, options.text, desk.viewer, options.limit + 1)
    for _, group in groupby(hits, key=lambda hit: hit.kind):
        for hit in islice(group, options.limit):
            speech.say(options, hit._asdict(), f"{hit.kind}\t{hit.uid}\t{showing.number_of(desk, hit)}\t{hit.title}")
    if any(of_kind > options.limit for of_kind in Counter(hit.kind for hit in hits).values()):
        speech.note(text.MORE_FOUND)
    return DONE


def due(options: argparse.Namespace) -> int:
    """Why a record is due when it is; or, without one, when a clock ends that begins on a day."""
    desk = desk_of(options)
    if options.uid:
        item = find(desk, options.uid)
        kind, values = kind_of(type(item)), values_of(item)
        found, standing = local_rules.of_record(desk, kind, values), str(values.get("due_on", ""))
        is_extended = local_rules.is_extended(desk, kind, values)
        latest = None if is_extended else local_rules.latest(desk, kind, values)
    else:
        found = _asked_due(desk, options)
        is_extended = False
        latest, standing = local_rules.extension_of(desk, found, options.extends) if found else None, ""
    if found is None:
        raise reject(refusal("no_due_rule", value=options.uid or options.clock))
    for one in filter(None, (found, latest)):
        why = deadline.explain(one)
        told = "\n".join("\t".join(line) for line in planning_say.due_told(why))
        speech.say(options, dataclasses.asdict(why) | {"standing": standing}, told)
    if standing and standing != found.due_on and not options.json:
        speech.say(options, {}, planning_say.due_otherwise(standing, found.earliest, is_extended=is_extended))
    return DONE


def _asked_due(desk: Desk, options: argparse.Namespace) -> deadline.Due | None:
    missing = [refusal("missing", f"--{name}") for name in ("clock", "from") if not getattr(options, name)]
    if missing:
        raise Rejected(tuple(missing))
    start, problems = read_day(getattr(options, "from"), desk.today)
    if problems and not start:
        raise Rejected(problems)
    region = options.region or desk.place.area_code
    return local_rules.due(desk, options.clock, start, options.level, region)


def survey(options: argparse.Namespace) -> int:
    """How far a survey is: how many of its sample stand where, what was answered, whom to call next."""
    desk = desk_of(options)
    item: Survey = find(desk, options.uid, "survey")
    calls = access.readable(desk, "survey_call", desk.records.all(SurveyCall, survey=item.uid))
    tally = programme.tally_of(item, calls)
    answers = [{"question": one.words, "answers": dict(counts)} for one, counts in tally.answers]
    waiting = [one for one in calls if one.state == TO_CALL]
    said = {"survey": item.uid, "states": tally.states, "levels": tally.levels, "answers": answers}
    named, states = desk.codes.name_of, tally.states.items()
    in_words = [(named("survey_call_state", state), count) for state, count in states]
    speech.say(options, said, planning_say.survey_told(item.title, in_words))
    for question, counts in () if options.json else tally.answers:
        speech.say(options, {}, planning_say.answers_told(question.words, counts))
    deputies = desk.records.several(Deputy, {one.deputy for one in waiting})
    for one in waiting:
        known = deputies.get(one.deputy)
        told = {"call": one.uid, "deputy": one.deputy, "level": one.level, "tries": one.tries or 0}
        words = (named("deputy_level", one.level), known.name if known else one.deputy, str(one.tries or ""))
        speech.say(options, told, f"{one.uid}\t" + "\t".join(words).rstrip())
    return DONE


def dispatch(options: argparse.Namespace) -> int:
    """What is due from whom: each period of each schedule that has ended, the latest first; those where nothing is
    missing only with `--all`."""
    desk = desk_of(options)
    here = desk.records.all(Station) if desk.is_office else [desk.station]
    names = {one.uid: one.name for one in here}
    returns = desk.records.all(DispatchReturn)
    for one in desk.records.all(DispatchSchedule, void_reason=""):
        own = [uid for uid in one.senders if uid in names] if one.senders else list(names)
        asked = dataclasses.replace(one, senders=tuple(own))
        for each in programme.rounds_of(asked, own, returns, desk.today, local_rules.calendar(desk)) if own else ():
            if not (each.missing or options.all):
                continue
            due_on = each.due.earliest if each.due else ""
            said = dataclasses.asdict(each) | {"schedule": one.uid, "name": one.name, "due": due_on}
            how = due_in(days_from(desk.today, due_on)) if each.missing else ""
            missing = [names[uid] for uid in each.missing]
            period = (each.first_on, each.last_on)
            speech.say(options, said, planning_say.round_told(one.name, period, due_on, how, missing))
    return DONE


def print_form(options: argparse.Namespace) -> int:
    """A print as a PDF file."""
    desk = desk_of(options)
    form, asked_for = prints.form_of(options.form), _audience(options)
    make = prints.version_of(options.form, asked_for)
    must_be_writable(options.out)
    deputy = find(desk, options.deputy, "deputy").uid if options.deputy else ""
    asked = prints.Asked(frozenset(options.keep), deputy)
    printed = make(desk, find(desk, options.uid, form.kind).uid, asked)
    if printed.found and not options.looked:
        found = text.BETWEEN_FOUND.join(dict.fromkeys(one.text for one in printed.found))
        raise reject(refusal("look_first", count=len(printed.found), found=found))
    _write(options, printed, lambda: trail.note_paper(desk, trail.SAVED, printed))
    return DONE


def _audience(options: argparse.Namespace) -> Audience | None:
    """Whom a print was asked for; None where nothing was said."""
    asked = {Audience.PUBLIC: options.public, Audience.DEPUTY: options.deputy, Audience.FILE: options.words}
    return next((audience for audience, is_asked in asked.items() if is_asked), None)


def print_manual(options: argparse.Namespace) -> int:
    """The clerk's manual as one PDF; it needs no station."""
    must_be_writable(options.out)
    _write(options, prints.manual(), lambda: None)
    return DONE


def _write(options: argparse.Namespace, printed: printing.Print, note: Callable[[], None]) -> None:
    write_file(options.out, printed.pdf)
    note()
    said = {"path": str(options.out), "pages": printed.pages}
    speech.say(options, said, text.PRINTED.format_map(said))


def import_folder(options: argparse.Namespace) -> int:
    """Take the folder that another system exported; a report line for each row that was not simply taken."""
    report = old_ledger.take_folder(desk_of(options), options.folder)
    for line in report.lines:
        told = {**dataclasses.asdict(line), "problems": [speech.problem(one) for one in line.problems]}
        spoken = text.BETWEEN_PROBLEMS.join(speech.sentence(line.kinds[one.part], one) for one in line.problems)
        speech.say(options, told, f"{text.OUTCOMES[line.outcome]}\t{line.file}:{line.line}\t{line.id}\t{spoken}")
    for name in report.unread:
        speech.say(options, {"unread": name}, text.UNREAD.format(name=name))
    speech.say(options, {"totals": report.totals}, text.TAKEN.format_map(report.totals))
    return DONE


def rebuild(options: argparse.Namespace) -> int:
    """Fold the tables again from the journals."""
    said = {"changes": desk_of(options).store.rebuild()}
    speech.say(options, said, text.REBUILT.format_map(said))
    return DONE


def check(options: argparse.Namespace) -> int:
    """Prove chains, fold and file, and that each act has brought what it must."""
    desk = desk_of(options)
    findings = audit.audit(desk.store)
    lacks = list(consequences.lacking(desk))
    said = {
        "changes": findings.changes,
        "links": len(findings.broken_links),
        "tables": list(findings.differing),
        "sqlite": list(findings.sqlite),
        "clashes": findings.clashes,
        "held": findings.held,
        "sound": findings.is_sound,
        "lacking": [{"what": one.name, "kind": one.kind, "uid": one.uid} for one in lacks],
    }
    speech.say(options, said, (text.SOUND if findings.is_sound else text.NOT_SOUND).format_map(said))
    if lacks and not options.json:
        speech.say(options, said, text.LACKING.format(count=len(lacks)))
        for one in lacks:
            speech.say(options, said, _lack(one))
    unsound = local_rules.unsound(desk)
    for came, problems in unsound:
        kind, name = kind_of(type(came)), showing.called(came)
        for problem in problems:
            said = {"kind": kind, "uid": came.uid, **speech.problem(problem)}
            speech.say(options, said, text.UNSOUND.format(name=name, fault=speech.sentence(kind, problem)))
    periods = closing.examined(desk)
    for period in periods:
        for kind, words in showing.of_period(desk, period):
            speech.say(options, {"period_close": period.close.uid, "found": kind}, words)
    for twice in finding.doubled(desk.store.database).values():
        said = twice._asdict() | {"of": one_of(twice.place)}
        speech.say(options, said, text.NUMBER_TWICE.format_map(said))
    for official_no, numbers in official.doubled(desk):
        said = {"official_no": official_no, "numbers": list(numbers)}
        speech.say(options, said, text.OFFICIAL_TWICE.format(number=official_no, others=" ".join(numbers)))
    is_proved = all(one.is_sound for one in periods)
    return DONE if findings.is_sound and is_proved and not lacks and not unsound else REFUSED


def mend(options: argparse.Namespace) -> int:
    """Bring what acts should have brought, by acts."""
    outcome = mend_all(desk_of(options))
    for lack, problems in outcome:
        said = {"what": lack.name, "kind": lack.kind, "uid": lack.uid, "problems": list(map(speech.problem, problems))}
        spoken = text.BETWEEN_PROBLEMS.join(speech.sentence("", one) for one in problems)
        speech.say(options, said, f"{_lack(lack)}\t{spoken or text.MENDED_ONE}")
    kept = sum(bool(problems) for _, problems in outcome)
    totals = {"mended": len(outcome) - kept, "kept": kept}
    speech.say(options, totals, text.MENDED.format_map(totals))
    return REFUSED if kept else DONE


def renew_key(options: argparse.Namespace) -> int:
    """Give the file a new key, now."""
    users.renew_key_now(desk_of(options))
    speech.say(options, {"renewed": True}, text.KEY_RENEWED)
    return DONE


def recovery_code(options: argparse.Namespace) -> int:
    """Another recovery code, told once, and a new key with it."""
    desk = desk_of(options)
    code = users.told_recovery_code(desk)
    speech.say(options, {"code": code}, text.RECOVERY_CODE.format(code=code))
    users.renew_key_now(desk)
    return DONE


def close_period(options: argparse.Namespace) -> int:
    """Close a period: its figures, and what has come since it was closed before."""
    desk = desk_of(options)
    asked = {"report": options.report_name, "first_on": options.first_on, "last_on": options.last_on}
    done = perform(desk, [Ask("period_close", "register", asked)])[0]
    close = desk.records.one(PeriodClose, done.uid)
    said = values_of(close) | {"journals": len(close.vector.splitlines())}
    speech.say(
        options, said, text.CLOSED_PERIOD.format_map(said | {"report": desk.codes.name_of("report", close.report)})
    )
    if not options.json:
        for line in showing.figures(desk, close):
            speech.say(options, {}, line)
    return DONE


def withhold(options: argparse.Namespace) -> int:
    """Withhold all that some records say, wherever it lies; in any case, how far every withholding has got."""
    desk = desk_of(options)
    if options.uids:
        kinds = journal.kinds_of(desk.store.database, options.uids)
        withholding.withhold(desk, [(kinds.get(uid, ""), uid) for uid in options.uids])
    for one in withholding.standings(desk):
        said = dataclasses.asdict(one)
        speech.say(options, said, text.WITHHELD.format_map(said))
    return DONE


def _lack(one: consequences.Lack) -> str:
    return f"{text.LACKS[one.name]}\t{one.kind}\t{one.uid}"


def sample(options: argparse.Namespace) -> int:
    """A station with records to look at."""
    founded = samples.make(options.data, options.scale, password_of(options))
    said = {"station": founded.desk.station.name, "user": founded.desk.user.name, "code": founded.recovery_code}
    speech.say(options, said, text.FOUNDED.format_map(said))
    return DONE


def _wanted(desk: Desk, kind: str, spec: FieldSpec, typed: str) -> Any:
    """What a condition asks for; a number in any of its forms."""
    if spec.numbered:
        hits = [hit for hit in finding.numbered(desk.store.database, typed, desk.viewer) if hit.kind == kind]
        return hits[0].number if hits else typed
    return desk.reader.read(spec, typed).value


def _division(text_of_place: str) -> Any:
    """The township or county that a text means: a code, a name, first letters. Raises Rejected."""
    regions = paths.regions()
    code = text_of_place.ljust(12, "0") if len(text_of_place) == COUNTY_DIGITS else text_of_place
    known = regions.by_code.get(code)
    if known and known.level in (Level.TOWNSHIP, Level.COUNTY):
        return known
    places = regions.find(text_of_place, Level.TOWNSHIP)
    exact = [place for place in places if text_of_place in (place.name, regions.path_name(place.code))]
    if len(exact or places) != 1:
        choices = [f"{regions.path_name(place.code)} {place.code}" for place in (exact or places)[:20]]
        raise reject(
            refusal("division_unclear", value=text_of_place, choices=choices)
            if choices
            else refusal("division_unknown", value=text_of_place)
        )
    return (exact or places)[0]


def _ask(line: str, number: int) -> Ask:
    must_be_utf8(line, number)
    try:
        raw = parse(line)
    except ValueError as error:
        raise reject(refusal("not_json", value=number, reason=str(error))) from error
    match raw:
        case {"kind": str(kind), "act": str(act), "fields": dict(fields), **rest} if not rest.keys() - {"uid"}:
            return Ask(kind, act, fields, str(rest.get("uid", "")))
        case _:
            raise reject(refusal("not_an_act", value=number))


def find(desk: Desk, named: str, of_kind: str = "") -> Any:
    """A record by uid or by its number in any form. Raises Rejected where there is none, where a number is not clear or
    its check character is wrong, and for whom the record is not."""
    kinds = {kind: cls for kind, cls in BY_KIND.items() if of_kind in ("", kind)}
    for cls in kinds.values():
        found: dict[str, Any] = desk.records.several(cls, [named])
        if found:
            return _readable(desk, found[named])
    hits = [hit for hit in finding.numbered(desk.store.database, named, desk.viewer) if hit.kind in kinds]
    if not hits:
        raise reject(refusal("no_such_record", value=named))
    if len(hits) > 1:
        raise reject(refusal("number_unclear", value=named, choices=[showing.choice(desk, one) for one in hits]))
    return _readable(desk, desk.records.one(BY_KIND[hits[0].kind], hits[0].uid))


def _readable(desk: Desk, item: object) -> Any:
    access.must_read(desk, kind_of(type(item)), values_of(item))
    return item
