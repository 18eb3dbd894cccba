"""Acts of the platform itself, as somebody types them: units, code lists, rules, documents, corrections, replies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from station_app import paths
from station_app.domain import codes, judging, lifecycle, rules
from station_app.domain.field import blank_of, specs_of, step_of
from station_app.domain.intake import Reader
from station_app.domain.lifecycle import NEW, STATELESS, Act
from station_app.domain.problem import Problem, Rejected, refusal
from station_app.domain.records import BY_KIND
from station_app.gateway import admission, office
from station_app.gateway.ingest import Platform, receive
from station_app.gateway.office import PROVINCE_CODE, Writing
from station_app.gateway.store import folded, journals
from station_app.gateway.store.engine import Cursor


def enter(platform: Platform, raw: Mapping[str, Any], audience: str = PROVINCE_CODE) -> str:
    """Do one act, `{"kind","act","fields"}` and "uid" for a record that is here; the record's uid.

    It goes to the station that the record is about; else to `audience`, a division's code. Raises Rejected with every
    problem at once.
    """
    return platform.engine.write(lambda cursor: _entered(cursor, platform, raw, audience))


def _entered(cursor: Cursor, platform: Platform, raw: Mapping[str, Any], audience: str) -> str:
    match raw:
        case {"kind": str(kind), "act": str(name), "fields": dict(fields), **rest} if kind in BY_KIND:
            uid = str(rest.get("uid", ""))
        case _:
            raise Rejected((refusal("not_an_act", value=1),))
    standing = folded.standing(cursor, [uid]).get(uid) if uid else None
    values = dict(standing.values) if standing else {}
    act = lifecycle.act_of(kind, name, str(values.get(step_of(BY_KIND[kind])) or STATELESS) if standing else NEW)
    if act is None or act.who.isdisjoint(lifecycle.OFFICE):
        raise Rejected((refusal("act_of_another_role", value=name),))
    problems, sets = _read(Reader(paths.code_book(), platform.now[:10]), act, fields)
    needed = act.needs if standing else [spec.name for spec in specs_of(BY_KIND[kind]).values() if spec.required]
    whole = {**values, **sets}
    missing = [one for one in needed if one != "uid" and whole.get(one) in (None, "", ())]
    problems += [refusal("missing", one) for one in missing]
    today = platform.now[:10]
    sense = {**blank_of(BY_KIND[kind]), **whole, "uid": uid}
    problems += rules.problems_of(kind, sense, today, at_desk=False)
    problems += rules.problems_of_act(act, values, sense, {}, today)
    home = platform.office.home
    reader = judging.audience_of(kind, whole, home, partial(_look, cursor))
    reader = audience if reader == home.area_code else reader
    unfit = judging.problem_of_audience(kind, sets, reader)
    problems += [unfit] if unfit else []
    problems += paths.problems_of_record(kind, whole)
    problems += codes.problems_of_entry(paths.code_book(), sense) if kind == "code_entry" else ()
    if any(problem.refuses for problem in problems):
        raise Rejected(tuple(problems))
    record = uid or platform.clock.new_id()
    office.say(cursor, platform.office, platform.clock, reader, [Writing(name, kind, record, sets)])
    return record


DROPPED = "DROPPED"


def decide(platform: Platform, journal: str, seq: int, outcome: str, said: str = "") -> None:
    """What somebody at the platform decides of a refused line: `ACCEPTED` (all but what cannot stand), `SENT_BACK` or
    `DROPPED`, with words for its station. It goes to the station as news. Raises Rejected for a line that is not
    refused, and for one that cannot be accepted."""

    def work(cursor: Cursor) -> None:
        lines = journals.lines_after(cursor, journal, seq - 1, 1)
        refused = {(one[0], one[1]) for one in folded.quarantined(cursor)}
        author = folded.home_of_journal(cursor, journal)
        if not lines or author is None or (journal, seq) not in refused or outcome not in folded.DECIDED:
            raise Rejected((refusal("line_not_refused", value=f"{journal[:8]} {seq}"),))
        change = lines[0][1]
        if outcome == folded.ACCEPTED and not judging.may_be_accepted(change, author):
            raise Rejected((refusal("line_not_acceptable"),))
        uid = office.verdict_uid(journal, seq)
        known = folded.standing(cursor, [uid])
        fields: dict[str, Any] = {"outcome": outcome, "said": said}
        if not known:
            place = {"journal": journal, "seq": seq, "target_kind": change.kind, "target": change.record}
            fields = {"station": author.uid, **place, **fields}
        act = Writing("correct" if known else "register", "verdict", uid, fields)
        office.say(cursor, platform.office, platform.clock, author.uid, [act])

    platform.engine.write(work)


def decide_aside(platform: Platform, name: str, outcome: str) -> None:
    """What somebody decides of a batch that lies aside, by its hash: one of a revoked device is `ACCEPTED` (it counts
    up to its end, and is taken), any is `DROPPED` for good. Raises Rejected."""
    found = platform.engine.read(lambda cursor: journals.aside_one(cursor, name))
    if found is None or outcome not in (folded.ACCEPTED, DROPPED):
        raise Rejected((refusal("nothing_aside", value=name[:16]),))
    journal, last, reason, content = found
    if outcome == folded.ACCEPTED:
        if reason != "batch_key_revoked" or not content:
            raise Rejected((refusal("aside_not_acceptable"),))
        platform.engine.write(lambda cursor: admission.count_on(cursor, platform, journal, last))
        answer = receive(platform, journal, content)
        if answer.problem is not None:
            raise Rejected((answer.problem,))
    platform.engine.write(lambda cursor: journals.drop_aside(cursor, name))


def _look(cursor: Cursor, _kind: str, uid: str) -> Mapping[str, Any]:
    found = folded.standing(cursor, [uid]).get(uid)
    return found.values if found else {}


def _read(reader: Reader, act: Act, fields: Mapping[str, Any]) -> tuple[list[Problem], dict[str, Any]]:
    specs, taken = specs_of(BY_KIND[act.kind]), lifecycle.fields_taken(act, lifecycle.OFFICE)
    problems: list[Problem] = []
    sets: dict[str, Any] = {}
    for name, typed in fields.items():
        if name not in specs or name not in taken:
            problems.append(refusal("field_of_another_act" if name in specs else "unknown_field", name))
            continue
        read = reader.read(specs[name], typed)
        problems += read.problems
        sets[name] = read.value
    return problems, {**sets, **act.sets, **({step_of(BY_KIND[act.kind]): act.after[0]} if act.after else {})}
