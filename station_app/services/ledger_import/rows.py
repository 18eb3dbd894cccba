"""From the facts of rows to acts: whom a row is about, which visit it belongs to, what follows from the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from station_app.db import ledgers
from station_app.domain.field import field_of
from station_app.domain.folding import fold
from station_app.domain.problem import warning
from station_app.domain.records import BY_KIND
from station_app.services.ask import Ask
from station_app.services.ledger_import.cells import Facts, Found
from station_app.services.ledger_import.lexicon import Target
from station_app.services.ledger_import.values import Around, made_title
from station_app.text import ledgers as say


@dataclass
class Group:
    """One row or several that become records together: the facts of each, the acts, and which row each act is of."""

    sheet: str
    rows: list[int]
    facts: list[Facts]
    asks: list[Ask] = field(default_factory=list)
    of_row: list[int] = field(default_factory=list)
    person: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether a problem keeps the group out."""
        return any(one.is_refused for one in self.facts)

    @property
    def problems(self) -> list[Found]:
        """All that is to be said of its cells."""
        return [found for facts in self.facts for found in facts.problems]


class People:
    """Who is who in a ledger: the same name with the same phone or document is one person, here already or not."""

    def __init__(self, around: Around, groups: Iterable[Group]) -> None:
        self._read = around.desk.reader.read
        self._known: dict[tuple[str, str], str] = {}
        self._names: dict[str, set[str]] = {}
        said: dict[str, set[str]] = {"phone": set(), "id_number": set()}
        for group in groups:
            for name, values in said.items():
                if value := self._value(group.facts[0], name):
                    values.add(value)
        for name, values in said.items():
            for uid, called, value in ledgers.people_with(around.desk.store.database, name, sorted(values)):
                self._known.setdefault((fold(called), value), uid)
                self._names.setdefault(value, set()).add(called)

    def of(self, facts: Facts, new_id: Callable[[], str]) -> tuple[str, bool]:
        """The uid of a row's person, and whether it is one that was met before."""
        called = str(facts.values.get("person.name", ""))
        keys = [(fold(called), value) for name in ("phone", "id_number") if (value := self._value(facts, name))]
        met = next((self._known[key] for key in keys if key in self._known), "")
        uid = met or new_id()
        for key in keys:
            self._known.setdefault(key, uid)
        return uid, bool(met)

    def others_with(self, facts: Facts) -> Iterable[tuple[str, str]]:
        """The field and the other name that a number of this row has already been written beside."""
        called = str(facts.values.get("person.name", "")).strip()
        for name in ("phone", "id_number"):
            if value := self._value(facts, name):
                names = self._names.setdefault(value, set())
                other = next((one for one in sorted(names) if fold(one) != fold(called)), "")
                names.add(called)
                if other:
                    yield f"person.{name}", other

    def _value(self, facts: Facts, name: str) -> str:
        raw = facts.values.get(f"person.{name}", "")
        return str(self._read(field_of(BY_KIND["person"], name), raw).value) if raw else ""


def grouped(sheet: str, rows: Iterable[tuple[int, Facts]]) -> list[Group]:
    """Rows as they become records: one that goes on with the visitor and day of the one above belongs to it."""
    groups: list[Group] = []
    for number, facts in rows:
        if facts.continues and groups and groups[-1].rows[-1] == number - 1:
            groups[-1].rows.append(number)
            groups[-1].facts.append(facts)
        else:
            groups.append(Group(sheet, [number], [facts]))
    return groups


def ask_for(group: Group, around: Around, people: People, file_name: str) -> None:
    """Put the acts of a group into it."""
    target, new_id = around.mapping.of, around.desk.clock.new_id
    uids = {kind: new_id() for kind in target.kinds}
    for at, facts in enumerate(group.facts):
        _complete(facts, around)
        kinds = target.kinds if at == 0 else target.kinds[-1:]
        if at and target.kinds[-1] in uids:
            uids[target.kinds[-1]] = new_id()
        for kind in kinds:
            fields = _fields(kind, facts, target)
            if kind == "person":
                uids[kind], is_known = people.of(facts, new_id)
                group.person = uids[kind]
                _warn_of_namesakes(group, facts, people)
                if is_known:
                    continue
            if kind == target.carried:
                source = say.source_line(file_name, group.sheet, group.rows[at])
                fields["carried"] = "\n".join((*facts.lines, source))
            fields |= _links(kind, uids, around)
            group.asks.append(Ask(kind, "carry_over", fields, uids[kind]))
            group.of_row.append(at)


def _warn_of_namesakes(group: Group, facts: Facts, people: People) -> None:
    for key, other in people.others_with(facts):
        called, at = str(facts.values.get("person.name", "")), facts.columns.get(key, -1)
        problem = warning("ledger_two_names", value=called, other=other)
        facts.problems.append(
            Found(sheet=group.sheet, row=group.rows[0], column=at, value=str(facts.values[key]), problem=problem)
        )


def _fields(kind: str, facts: Facts, target: Target) -> dict[str, Any]:
    fixed = {key: value for key, value in target.fixed.items() if key not in facts.values}
    said = {**fixed, **facts.values}
    return {key.partition(".")[2]: value for key, value in said.items() if key.partition(".")[0] == kind}


def _links(kind: str, uids: dict[str, str], around: Around) -> dict[str, Any]:
    match kind:
        case "visit":
            return {"visitor": uids["person"]}
        case "opinion":
            return {"visit": uids["visit"]}
        case "mandate":
            return {"deputy": uids["deputy"]}
        case "deputy":
            return {"station": around.desk.place.uid}
    return {}


def _complete(facts: Facts, around: Around) -> None:
    """What follows from the other fields, and what holds for the whole file."""
    values, target = facts.values, around.mapping.of
    for key, value in around.mapping.whole.items():
        if value:
            values.setdefault(key, value)
    match target.name:
        case "visits":
            _complete_visit(values)
        case "suggestions":
            _complete_suggestion(values, around)


def _complete_visit(values: dict[str, Any]) -> None:
    title, text = values.get("opinion.title", ""), values.get("opinion.verbatim", "")
    if title and not text:
        values["opinion.verbatim"] = title
    elif text and not title:
        values["opinion.title"] = made_title(str(text))
    if "opinion.state" not in values:
        is_closed, has_unit = values.get("opinion.closed_on"), values.get("opinion.unit")
        values["opinion.state"] = "CLOSED" if is_closed else "HANDLING" if has_unit else "REGISTERED"
    elif values["opinion.state"] == "HANDLING" and not values.get("opinion.unit"):
        values["opinion.state"] = "REGISTERED"  # on its way to nobody: the desk decides again
    if str(values.get("opinion.satisfaction", "")):
        values.setdefault("opinion.satisfaction_reason", say.NOT_RECORDED)


def _complete_suggestion(values: dict[str, Any], around: Around) -> None:
    if "suggestion.state" not in values:
        is_replied = values.get("suggestion.reply") or values.get("suggestion.replied_on")
        is_assigned = values.get("suggestion.assigned_unit")
        values["suggestion.state"] = "REPLIED" if is_replied else "ASSIGNED" if is_assigned else "SUBMITTED"
    if values.get("suggestion.result_satisfaction"):
        values.setdefault("suggestion.evaluation_reason", say.NOT_RECORDED)
    level = around.level(str(values.get("suggestion.lead_deputy", "")))
    if level and "suggestion.level" in around.mapping.whole:
        values["suggestion.level"] = level
