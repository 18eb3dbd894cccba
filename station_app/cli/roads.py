"""The roads on the command line: batches looked at, written, taken; admission; sending without windows."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
from collections import Counter
from pathlib import Path
from typing import Any

from station_app import paths
from station_app.cli import speech
from station_app.cli.desk import DONE, LATER, REFUSED, desk_of, invitation_file, must_be_writable, write_file
from station_app.db import outbox
from station_app.domain.batch import frame
from station_app.domain.batch.header import Header
from station_app.domain.batch.opening import Batch, opened
from station_app.domain.change import Place
from station_app.domain.problem import Problem, Rejected, refusal, reject
from station_app.domain.records import Station
from station_app.services import county, documents, enrolment, judged, road_totals, stick
from station_app.services.desk import Desk
from station_app.services.sending import Sender
from station_app.sync import trust
from station_app.sync.road import BY_CODE
from station_app.sync.stick import AGE
from station_app.text import commands as text
from station_app.text import explain
from station_app.text.gateway import DECIDED
from station_app.text.problems import reason_of
from station_app.text.visits import spoken


def statement(options: argparse.Namespace) -> int:
    """What is held of each station's journal, or of one up to the number that the other office names."""
    desk = desk_of(options)
    held = [county.statement(desk, options.journal, options.up_to)] if options.journal else county.statements(desk)
    for one in held:
        said = {"station": one.station, "journal": one.journal, "last_seq": one.last_seq, "kinds": dict(one.kinds)}
        said["syllables"] = spoken(one.syllables)
        speech.say(options, said, f"{one.station}\t{one.journal}\t{one.last_seq}\t{said['syllables']}")
    return DONE


def keep_file(options: argparse.Namespace) -> int:
    """Keep a file that is to travel after the records: a policy document names it by the hash that is said."""
    desk = desk_of(options)
    try:
        with options.file.open("rb") as file:
            content = file.read(documents.LARGEST_BYTES + 1)
    except OSError as error:
        raise reject(refusal("path_refused", value=str(options.file), reason=reason_of(error))) from error
    said = {"hash": documents.attach(desk, content), "size_bytes": len(content)}
    speech.say(options, said, f"{said['hash']}\t{len(content)}")
    return DONE


def save_file(options: argparse.Namespace) -> int:
    """Write a file that came with a document or a record, by its hash."""
    desk = desk_of(options)
    must_be_writable(options.out)
    content = documents.content_of(desk, options.hash)
    if content is None:
        raise reject(refusal("file_not_here", value=options.hash[:64]))
    write_file(options.out, content)
    speech.say(options, {"path": str(options.out), "size_bytes": len(content)}, str(options.out))
    return DONE


def verify(options: argparse.Namespace) -> int:
    """Open batches and say who, which range, whether chain and signature hold, and what is inside by kind."""
    desk, code = (desk_of(options) if options.data else None), DONE
    for path in options.files:
        try:
            batch = _opened(desk, path, options.key)
        except Rejected as rejected:
            code = REFUSED
            _say_unsound(options, path, rejected.problems)
            continue
        kinds = Counter(member.change.kind for member in batch.members)
        said = _said(path, batch, kinds)
        speech.say(options, said, text.VERIFIED.format_map(said | {"kinds": _listed(kinds)}))
    return code


def export(options: argparse.Namespace) -> int:
    """Write what waits to a stick or folder."""
    desk = desk_of(options)
    _folder(options.to)
    written = stick.write(desk, options.to, is_new=True)
    said = dataclasses.asdict(written)
    speech.say(options, said, text.EXPORTED.format_map(said))
    return DONE


def take(options: argparse.Namespace) -> int:
    """Take batches from files and folders: a county its stations', a station its receipts and news."""
    desk = desk_of(options)
    return _take_at_county(options, desk) if desk.is_office else _take_at_station(options, desk)


def invite(options: argparse.Namespace) -> int:
    """Write an invitation for one device of a station."""
    desk = desk_of(options)
    must_be_writable(options.out)
    written = enrolment.invite(desk, options.name, options.area, options.expires, options.replaces)
    write_file(options.out, written.encode())
    said = {"path": str(options.out), "name": options.name}
    speech.say(options, said, text.INVITED.format_map(said))
    return DONE


def enrol(options: argparse.Namespace) -> int:
    """Accept an invitation, and ask the gateway that it names; without one, a stick carries the request."""
    desk = desk_of(options)
    invitation = enrolment.accept_invitation(desk, invitation_file(options.invitation))
    if invitation.gateway_url and not enrolment.is_admitted(desk):
        _enrol_at_gateway(desk)
    said = {"name": invitation.name, "stage": enrolment.standing(desk).stage.value}
    speech.say(options, said, text.STAGES[said["stage"]].format_map(said))
    return DONE


def judge(options: argparse.Namespace) -> int:
    """At an office: what did not simply go in; with `--outcome`, decide of one line or of one batch that lies aside."""
    desk = desk_of(options)
    if not desk.is_office:
        raise reject(refusal("act_of_another_role", value="judge"))
    if options.outcome:
        return _decided(options, desk)
    for line in judged.lines(desk):
        said = {"journal": line.place.journal, "seq": line.place.seq, "code": line.code, "field": line.field}
        said |= {"reason": explain(line.problem), "raw": judged.raw(desk, line.place)}
        speech.say(options, {"refused": said}, text.LINE_REFUSED.format_map(said))
    for parcel in outbox.kept(desk.store.database):
        said = {"hash": parcel.hash, "journal": parcel.journal, "first": parcel.first, "last": parcel.last}
        said |= {"code": parcel.reason, "reason": explain(Problem(parcel.reason))}
        speech.say(options, {"aside": said}, text.LIES_ASIDE.format_map(said))
    for one in judged.loose(desk):
        said = dataclasses.asdict(one)
        speech.say(
            options, {"marked": said}, (text.MISSING_RECORD if one.target else text.UNKNOWN_CODE).format_map(said)
        )
    return DONE


def _decided(options: argparse.Namespace, desk: Desk) -> int:
    place, said = (
        Place(options.journal, options.seq),
        {"line": options.hash[:16] or f"{options.journal[:8]} {options.seq}"},
    )
    match options.outcome:
        case "accept" if options.hash:
            judged.take_aside(desk, options.hash)
        case "drop" if options.hash:
            judged.drop_aside(desk, options.hash)
        case "accept":
            judged.accept(desk, place)
        case "send-back" if not options.hash:
            judged.send_back(desk, place, options.reason)
        case "drop":
            judged.drop(desk, place, options.reason)
        case _:
            raise reject(refusal("aside_not_acceptable"))
    speech.say(options, {**said, "outcome": options.outcome}, DECIDED[options.outcome].format_map(said))
    return DONE


def sync(options: argparse.Namespace) -> int:
    """Send and fetch: once, or until it is stopped."""
    desk = desk_of(options)
    sender = Sender(desk)
    if options.once:
        sender.once()
    else:
        with contextlib.suppress(KeyboardInterrupt):
            sender.run()
    return _say_sent(options, desk, sender)


def _say_sent(options: argparse.Namespace, desk: Desk, sender: Sender) -> int:
    state, counted = sender.state(), road_totals.totals(desk)
    said = dataclasses.asdict(counted) | {
        "network": state.network,
        "trouble": state.trouble,
        "support_code": state.support_code,
        "sentence": explain(Problem(state.trouble)) if state.trouble else "",
    }
    speech.say(options, said, text.SYNCED.format_map(said))
    _say_files(options, desk)
    if state.phase == "not_invited":
        raise reject(refusal("not_invited"))
    hindrance = BY_CODE.get(state.trouble)
    if hindrance and not hindrance.needs_person:
        return LATER
    return REFUSED if state.trouble or state.network != "online" else DONE


def _say_files(options: argparse.Namespace, desk: Desk) -> None:
    """How far photos and papers have come, where there are any; at an office also of which stations some have not."""
    standing = documents.standing(desk)
    if not (standing.sent.files or standing.named or standing.wanted):
        return
    said = {**dataclasses.asdict(standing.sent), "waiting": standing.waiting, "wanted": standing.wanted}
    speech.say(options, {"files": said}, text.FILES.format_map(said))
    names = {one.uid: one.name for one in desk.records.all(Station)}
    for one in standing.named:
        if one.missing:
            row = dataclasses.asdict(one) | {"station": names.get(one.station, one.station)}
            speech.say(options, {"files_of": row}, text.FILES_OF.format_map(row))


def _enrol_at_gateway(desk: Desk) -> None:
    from station_app.services.sending import http_road  # noqa: PLC0415  (with the network's library)
    from station_app.sync.road import Cut, of_reason  # noqa: PLC0415  (see above)

    invitation = trust.agreed(desk.store)
    assert invitation is not None
    road = http_road(invitation, trust.proxy(desk.store))
    try:
        enrolment.ask_gateway(desk, road)
    except Cut as cut:
        raise reject(Problem(of_reason(cut.reason))) from cut
    finally:
        road.close()


def _take_at_county(options: argparse.Namespace, desk: Desk) -> int:
    code = DONE
    for root in options.files:
        for request in stick.requests(root) if root.is_dir() else ():
            try:
                device = enrolment.admit_from_stick(desk, request)
            except Rejected as rejected:
                code = REFUSED
                speech.say_problems(options, rejected.problems)
                continue
            speech.say(options, {"admitted": device.name}, text.ADMITTED.format(name=device.name))
    seen = county.preview(desk, options.files)
    report = county.take_all(desk, seen)
    for group in seen.groups:
        for first, last in group.gaps:
            gap = {"station": group.station, "from": first, "to": last}
            speech.say(options, {"gap": gap}, text.GAP.format_map(gap))
    problems = [(one.path.name, one.problem) for one in seen.foreign if one.problem]
    problems += [(taking.hash[:8], taking.problem) for _, taking in report.takings if taking.problem]
    for name, problem in problems:
        code = REFUSED
        speech.say(options, {"file": name, **speech.problem(problem)}, f"{name}\t{explain(problem)}")
    speech.say(options, {"totals": report.totals}, text.TAKEN_BATCHES.format_map(report.totals))
    _say_files(options, desk)
    return code


def _take_at_station(options: argparse.Namespace, desk: Desk) -> int:
    code = DONE
    for root in options.files:
        found = stick.read(desk, root)
        problems = [(one.hash[:8], one.problem) for one in found.takings if one.problem] + list(found.unsound)
        for name, problem in problems:
            code = REFUSED
            speech.say(options, {"file": name, **speech.problem(problem)}, f"{name}\t{explain(problem)}")
        said = {
            "batches": len(found.takings),
            "new": sum(one.new for one in found.takings),
            "same": sum(one.same for one in found.takings),
            "others": found.others,
            "files": found.files,
            "tidied": found.tidied,
        }
        speech.say(options, said, text.READ_FROM_STICK.format_map(said))
    return code


def _opened(desk: Desk | None, path: Path, key: str) -> Batch:
    content = _content(desk, path)

    def key_of(header: Header) -> str:
        if key:
            return key
        if desk is not None:
            return trust.key_of(desk.store, trust.trusted(desk.store), header)
        if not header.key:
            raise reject(refusal("batch_key_not_given"))
        return header.key

    return opened(content, key_of, paths.dictionaries())


def _content(desk: Desk | None, path: Path) -> bytes:
    if desk is not None:
        return county.content_of(desk.store, path)
    try:
        with path.open("rb") as file:
            content = file.read(frame.LARGEST * 2)
    except OSError as error:
        raise reject(refusal("stick_unreadable", value=path.name)) from error
    if content.startswith(AGE):
        raise reject(refusal("batch_wrapped", value=path.name))
    return content


def _said(path: Path, batch: Batch, kinds: Counter[str]) -> dict[str, Any]:
    header = batch.header
    return {
        "file": path.name,
        "hash": batch.hash,
        "journal": header.journal,
        "number": header.number,
        "first": header.first,
        "last": header.last,
        "count": header.count,
        "key": batch.key,
        "build": header.build,
        "audience": header.audience,
        "head": batch.head.hex(),
        "kinds": dict(sorted(kinds.items())),
    }


def _listed(kinds: Counter[str]) -> str:
    return " ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))


def _say_unsound(options: argparse.Namespace, path: Path, problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        said = {"file": path.name, **speech.problem(problem)}
        speech.say(options, said, f"{path.name}\t{explain(problem)}")


def _folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise reject(refusal("stick_read_only", value=str(path))) from error
