"""A receiver of batches, written from docs/batch.md: it takes a day's batches in any order, judges and folds them.

Python's standard library, zstandard and cryptography; it reads docs/vectors and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Json = dict[str, Any]
UNWRITABLE = re.compile("[\x00-\x08\v\f\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
UID = re.compile("([0-9a-f]{32})?")
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile("((?:[01][0-9]|2[0-3]):[0-5][0-9])?")
NOTHING: tuple[Any, ...] = ("", None, [])
LONGEST_CODE = 64


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Place(NamedTuple):
    journal: str
    seq: int


class Home(NamedTuple):
    uid: str
    role: str
    area: str

    def oversees(self, other: Home) -> bool:
        return self.uid == other.uid or (self.role != "STATION" and other.area.startswith(self.area))


@dataclass
class Line:
    header: Json
    fields: Json
    erased: bool

    @property
    def place(self) -> Place:
        return Place(self.header["journal"], self.header["seq"])

    @property
    def makes(self) -> bool:
        return bool(self.header["id"] == self.header["record"])


@dataclass
class Journal:
    key: str
    audience: str
    heads: list[bytes]
    lines: list[Line] = field(default_factory=list)


@dataclass
class Known:
    home: Home
    counted: Mapping[str, int] | None = None


@dataclass
class Batch:
    header: Json
    signed: bytes
    signature: bytes
    lines: list[tuple[Line, bytes]]


def read_batch(content: bytes) -> Batch:
    if content[:4] != b"LZB1":
        raise ValueError("no batch")
    end = 6 + int.from_bytes(content[4:6], "big")
    header: Json = json.loads(content[6:end])
    unpacked = zstandard.ZstdDecompressor().decompress(content[end:-64])
    lines = [read_line(text) for text in unpacked.decode().splitlines()]
    return Batch(header, content[:-64], content[-64:], lines)


def read_line(text: str) -> tuple[Line, bytes]:
    """A line, and what stands for it in the chain after the head before it."""
    said = json.loads(text)
    if canonical(said) != text:
        raise ValueError("not canonical")
    fields = said.get("fields", {})
    stands = (
        bytes.fromhex(said["erased"])
        if "erased" in said
        else hashlib.sha256(unpadded(said["salt"]) + canonical(fields).encode()).digest()
    )
    return (
        Line(said["header"], fields, "erased" in said),
        hashlib.sha256(canonical(said["header"]).encode()).digest() + stands,
    )


@dataclass
class Receiver:
    """Journals as far as they came; `aside` counts batches that were not taken."""

    rules: Json
    trust: dict[str, Known]
    journals: dict[str, Journal] = field(default_factory=dict)
    aside: int = 0

    def take_all(self, contents: Iterable[bytes]) -> None:
        waiting = [read_batch(one) for one in contents]
        while True:
            left = [one for one in waiting if not self._taken(one)]
            if len(left) == len(waiting):
                self.aside = len(left)
                return
            waiting = left

    def _taken(self, batch: Batch) -> bool:
        header = batch.header
        journal = self.journals.get(header["journal"])
        key = journal.key if journal else str(header.get("key", ""))
        sealer = str(header.get("sealer", key))
        known, signer = self.trust.get(key), self.trust.get(sealer)
        if known is None or signer is None or signer.home != known.home:
            return False
        if known.counted is not None and header["last"] > known.counted.get(header["journal"], 0):
            return False
        try:
            Ed25519PublicKey.from_public_bytes(unpadded(sealer)).verify(batch.signature, batch.signed)
        except InvalidSignature:
            return False
        if journal is None:
            first = hashlib.sha256(header["journal"].encode()).digest()
            journal = Journal(key, header.get("audience", "office"), [first])
        return self._appended(journal, batch)

    def _appended(self, journal: Journal, batch: Batch) -> bool:
        first = batch.header["first"]
        if first > len(journal.lines) + 1 or journal.heads[first - 1] != unpadded(batch.header["previous"]):
            return False
        head, heads = journal.heads[first - 1], []
        for _, stands in batch.lines:
            head = hashlib.sha256(head + stands).digest()
            heads.append(head)
        for seq, made in enumerate(heads, first):
            if seq < len(journal.heads) and journal.heads[seq] != made:
                return False
        for seq, (line, _) in enumerate(batch.lines, first):
            if seq > len(journal.lines):
                journal.lines.append(line)
                journal.heads.append(heads[seq - first])
            elif line.erased:
                journal.lines[seq - 1] = line
        self.journals[batch.header["journal"]] = journal
        return True

    def home_of(self, journal: str) -> Home:
        return self.trust[self.journals[journal].key].home

    def lines(self) -> Iterator[Line]:
        for journal in self.journals.values():
            yield from journal.lines

    def withhold(self) -> None:
        """Erase what a home withholds of its own journals."""
        for line in [one for one in self.lines() if one.header["kind"] == "withholding"]:
            for text in str(line.fields.get("lines", "")).splitlines():
                uid, *spans = text.split()
                if uid in self.journals and self.home_of(uid) == self.home_of(line.place.journal):
                    for span in spans:
                        low, _, high = span.partition("-")
                        for seq in range(int(low), int(high or low) + 1):
                            if seq <= len(self.journals[uid].lines):
                                one = self.journals[uid].lines[seq - 1]
                                self.journals[uid].lines[seq - 1] = Line(one.header, {}, erased=True)


@dataclass
class Judge:
    """The rules of judging and folding over what a receiver holds."""

    rules: Json
    at: Receiver
    allowed: set[Place] = field(default_factory=set)

    def problems(self, line: Line) -> list[tuple[str, str]]:
        """Every problem of a line by itself: code and field, in order."""
        kind = self.rules["kinds"].get(line.header["kind"])
        if kind is None:
            return []
        author = self.at.home_of(line.place.journal)
        found = [*self._of_act(line, kind, author)]
        said = line.fields.get("station")
        if author.role == "STATION" and said not in (None, "", author.uid):
            found.append(("record_of_another", "station"))
        is_newer = line.header["schema"] > self.rules["schema"]
        for name, value in line.fields.items():
            if name in kind["fields"]:
                wrong = self._of_value(kind["fields"][name], value)
                found += [(code, name) for code in wrong if not (is_newer and code in self.rules["bounds"])]
        if line.header["schema"] == self.rules["schema"]:
            found += [("missing", name) for name in self._missing(line, kind)]
        return found

    def _of_act(self, line: Line, kind: Json, author: Home) -> Iterator[tuple[str, str]]:
        act = line.header["act"]
        if line.makes != (not line.header["seen"]):
            yield "no_such_record", ""
            return
        if act in self.rules["always"]:
            return
        roles = kind["acts"].get(act)
        if roles is None:
            if line.header["schema"] <= self.rules["schema"]:
                yield "unknown_act", ""
            return
        may = roles[author.role]
        if not may["may"]:
            yield "act_of_another_role", ""
        state = line.fields.get(kind["step"])
        if state is not None and state not in may["leads_to"]:
            yield "act_out_of_turn", kind["step"]
        if not line.header["seen"] and not may["makes"]:
            yield "no_such_record", ""
        unfit = line.fields.keys() & kind["fields"].keys() - set(may["sets"])
        yield from (("field_of_another_act", name) for name in sorted(unfit))

    def _of_value(self, spec: Json, value: Any) -> Iterator[str]:
        kind = spec["kind"]
        if not fits(kind, value):
            yield "wrong_kind"
            return
        items = value if kind in ("codes", "refs") else [value]
        if any(UNWRITABLE.search(item) for item in items if isinstance(item, str)):
            yield "sign_forbidden"
        if kind == "day" and not is_day(value):
            yield "not_a_day"
        if kind == "time" and not TIME.fullmatch(value):
            yield "not_a_time"
        if kind in ("uid", "ref", "refs") and not all(UID.fullmatch(item) for item in items):
            yield "not_a_uid"
        if kind in ("code", "codes") and any(len(item) > LONGEST_CODE for item in items):
            yield "too_long"
        most = spec["max_len"]
        if most and isinstance(value, str) and len(value) > most:
            yield "too_long"
        elif most and kind in ("codes", "refs") and len(value) > most:
            yield "too_many"
        elif kind == "count" and value is not None and not in_range(spec, value):
            yield "count_out_of_range"

    def _missing(self, line: Line, kind: Json) -> Iterator[str]:
        if not line.makes:
            yield from (
                name
                for name, value in line.fields.items()
                if value in NOTHING and kind["fields"].get(name, {}).get("required")
            )
        elif line.fields:
            needed = kind["required"].get(line.header["act"], [])
            yield from (name for name in needed if line.fields.get(name) in NOTHING)

    def maker(self, lines: list[Line]) -> Line | None:
        made = [one for one in lines if one.makes]

        def rank(one: Line) -> tuple[bool, int, str, Place]:
            home = self.at.home_of(one.place.journal)
            return bool(self.problems(one)), -self.rules["authority"][home.role], home.uid, one.place

        return min(made, key=rank) if made else None

    def may_speak(self, author: Home, maker: Line, act: str) -> bool:
        home, said = self.at.home_of(maker.place.journal), maker.fields
        rules = self.rules["kinds"][maker.header["kind"]]
        if rules["handling"] or act in rules["of_its_home"]:
            return author.uid == home.uid
        if said and maker.header["kind"] == "correction":
            return author.oversees(home) or author.uid == said.get("station")
        if said and maker.header["kind"] == "device":
            named = Home(*(str(said.get(name, "")) for name in ("home", "role", "area_code")))
            return author.oversees(named)
        return author.oversees(home)

    def is_theirs(self, one: Line, author: Home, maker: Line) -> bool:
        return one.header["kind"] == maker.header["kind"] and self.may_speak(author, maker, one.header["act"])

    def unfit(self, line: Line) -> str:
        """Why a line may not stand in a journal that goes to all stations of a division."""
        audience = self.at.journals[line.place.journal].audience
        if len(audience) > 12 or not audience.isdecimal():
            return ""
        kind = self.rules["kinds"][line.header["kind"]]
        if not kind["for_all"]:
            return "not_for_all"
        specs = kind["fields"]
        is_personal = any(value and specs.get(name, {}).get("personal") for name, value in line.fields.items())
        return "personal_for_all" if is_personal else ""

    def whole(self, lines: list[Line]) -> tuple[Json | None, dict[Place, str], list[Place]]:
        """A record: kind and values (None where it has none), its refused lines, those that are held."""
        known = [self._accepted(one) for one in lines if one.header["kind"] in self.rules["kinds"]]
        maker, wrong = self.maker(known), dict[Place, str]()
        for one in known:
            problems = [code for code, _ in self.problems(one)]
            if one.place in self.allowed:
                problems = [code for code in problems if code != "missing"]
            author = self.at.home_of(one.place.journal)
            if problems:
                wrong[one.place] = problems[0]
            elif maker and not self.is_theirs(one, author, maker):
                wrong[one.place] = "record_of_another"
            elif why := self.unfit(one):
                wrong[one.place] = why
        left = [one for one in known if one.place not in wrong]
        if maker is None:
            return None, wrong, sorted(one.place for one in left)
        if all(one.erased for one in left):
            return None, wrong, []
        said = [Line(one.header, {}, one.erased) if one.place in wrong else one for one in known]
        values, held = self.fold(said)
        return {"kind": maker.header["kind"], "values": values}, wrong, held

    def _accepted(self, line: Line) -> Line:
        if line.place not in self.allowed:
            return line
        problems = self.problems(line)
        if not all(code in self.rules["of_a_value"] for code, _ in problems):
            return line
        out = {name for _, name in problems}
        return Line(line.header, {name: one for name, one in line.fields.items() if name not in out}, line.erased)

    def fold(self, lines: list[Line]) -> tuple[Json, list[Place]]:
        """The values that show, and the lines that wait for one that has not come."""
        once, alias = self._once(lines)
        saw: dict[Place, set[Place]] = {place: set() for place in once}
        for line in lines:
            mine = alias[line.place]
            saw[mine] |= {alias.get(Place(*one), Place(*one)) for one in line.header["seen"]}
        for before, after in pairwise(sorted(alias)):
            if before.journal == after.journal:
                saw[alias[after]].add(alias[before])
        for place, seen_places in saw.items():
            seen_places.discard(place)
        sights: dict[Place, dict[str, int]] = {}
        shown: dict[str, list[tuple[Any, Place]]] = {}
        while ready := [one for one in once if one not in sights and all(seen in sights for seen in saw[one])]:
            for place in ready:
                sight: dict[str, int] = {}
                for seen in saw[place]:
                    for journal, seq in sights[seen].items():
                        sight[journal] = max(seq, sight.get(journal, 0))
                for name, value in once[place].fields.items():
                    kept = [old for old in shown.get(name, []) if sight.get(old[1].journal, 0) < old[1].seq]
                    shown[name] = [*kept, (value, place)]
                sights[place] = {**sight, place.journal: max(place.seq, sight.get(place.journal, 0))}
        values = {name: min(found, key=lambda one: self._rank(one[1]))[0] for name, found in shown.items()}
        return values, sorted(once.keys() - sights.keys())

    def _rank(self, place: Place) -> tuple[int, str, int]:
        role = self.at.home_of(place.journal).role
        return -self.rules["authority"].get(role, 0), place.journal, -place.seq

    def _once(self, lines: list[Line]) -> tuple[dict[Place, Line], dict[Place, Place]]:
        """Each change once: one that was written anew in another journal bears the same id and says the same."""
        first: dict[tuple[str, str], Place] = {}
        once: dict[Place, Line] = {}
        alias: dict[Place, Place] = {}
        for line in sorted(lines, key=lambda one: one.place):
            said = f"{line.header['act']} {canonical(line.fields)}"
            place = first.setdefault((line.header["id"], said), line.place)
            once.setdefault(place, line)
            alias[line.place] = place
        return once, alias


def fits(kind: str, value: Any) -> bool:
    match kind:
        case "count":
            return value is None or type(value) is int
        case "flag":
            return isinstance(value, bool)
        case "codes" | "refs":
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, str)


def is_day(text: str) -> bool:
    try:
        return not text or bool(DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def in_range(spec: Json, value: int) -> bool:
    return (spec["low"] is None or value >= spec["low"]) and (spec["high"] is None or value <= spec["high"])


def received(day: Json, rules: Json, contents: list[bytes]) -> Json:
    """What a day's batches come to, in whatever order: figures and digests."""
    trust = {one["key"]: Known(Home(one["home"], one["role"], one["area_code"])) for one in day["believed"]}
    while True:
        at = Receiver(rules, dict(trust))
        at.take_all(contents)
        at.withhold()
        judge = Judge(rules, at)
        records = by_record(at)
        judge.allowed = accepted(judge, records)
        learnt = devices(judge, records, trust)
        if learnt == trust:
            return told(judge, records)
        trust = learnt


def by_record(at: Receiver) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in at.lines():
        found.setdefault(line.header["record"], []).append(line)
    return found


def devices(judge: Judge, records: Mapping[str, list[Line]], before: Mapping[str, Known]) -> dict[str, Known]:
    """Whom to believe: who was believed from the beginning, and whom those named in `device` records."""
    found = dict(before)
    for lines in records.values():
        if any(one.header["kind"] == "device" for one in lines):
            record, _, _ = judge.whole(lines)
            said = record["values"] if record else {}
            if said.get("key"):
                home = Home(said["home"], said["role"], said["area_code"])
                is_revoked = said.get("standing") == "REVOKED"
                pairs = (one.partition("=") for one in said.get("counted", "").split())
                found[said["key"]] = Known(home, {uid: int(seq) for uid, _, seq in pairs} if is_revoked else None)
    return found


def accepted(judge: Judge, records: Mapping[str, list[Line]]) -> set[Place]:
    """The lines that an office above their author's home accepted."""
    found = set()
    for lines in records.values():
        if any(one.header["kind"] == "verdict" for one in lines):
            record, _, _ = judge.whole(lines)
            said, maker = (record["values"] if record else {}), judge.maker(lines)
            place = Place(str(said.get("journal")), int(said.get("seq", 0)))
            if maker and said.get("outcome") == "ACCEPTED" and place.journal in judge.at.journals:
                office = judge.at.home_of(maker.place.journal)
                found |= {place} if office.oversees(judge.at.home_of(place.journal)) else set()
    return found


def told(judge: Judge, records: Mapping[str, list[Line]]) -> Json:
    rows, refused, held = [], [], []
    for uid, lines in sorted(records.items()):
        record, wrong, waiting = judge.whole(lines)
        if record is not None and record["values"]:
            rows.append(f"{uid} {record['kind']} {canonical(record['values'])}")
        refused += [f"{place.journal} {place.seq} {code}" for place, code in sorted(wrong.items())]
        held += [f"{place.journal} {place.seq}" for place in waiting]
    at = judge.at
    heads = sorted(f"{uid} {len(one.lines)} {one.heads[-1].hex()}" for uid, one in at.journals.items())
    lists = {"journals": heads, "records": rows, "refused": sorted(refused), "held": sorted(held)}
    return {
        name: {"count": len(one), "sha256": hashlib.sha256("".join(f"{row}\n" for row in one).encode()).hexdigest()}
        for name, one in lists.items()
    }


def main(folder: str, seed: str = "1") -> None:
    day, rules = (json.loads((Path(folder) / name).read_text("utf-8")) for name in ("day.json", "judging.json"))
    contents = [base64.b64decode(one) for one in day["batches"]]
    Random(seed).shuffle(contents)
    sys.stdout.write(f"{canonical(received(day, rules, contents))}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
