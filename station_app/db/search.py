"""The text index: what is written into it, and what is found by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import groupby, starmap
from operator import add
from typing import Any, NamedTuple

from station_app.db import viewing
from station_app.db.connection import Database, rows_by_name
from station_app.db.models import NUMBERED, as_written, builder, marks, model, rows_of
from station_app.db.viewing import Condition
from station_app.domain import numbering, wire
from station_app.domain.folding import fold
from station_app.domain.pattern import pattern
from station_app.domain.problem import refusal, reject
from station_app.domain.secrecy import EVERYTHING, Viewer

_RUN = pattern(r"[0-9a-z]+|[^\W0-9a-z_]+")

_ASKED = pattern(r"[0-9a-z]+(?:-[0-9a-z]+)*|[^\W0-9a-z_]+")
"""Runs as they are asked for: what hyphens join stands together in the index too."""

_BETWEEN_WORDS = pattern(r"\s(?<=[0-9A-Za-z]\s)\s*(?=[0-9A-Za-z])")
"""White space first, and then what is before it: the other way round every sign of a text is looked at twice."""

LONGEST_QUERY = 200
"""Characters of a search text that count; more than a person types narrows nothing."""


def indexed(texts: Iterable[str]) -> str:
    """The tokens of some texts, separated by spaces, as the text index takes them."""
    tokens: list[str] = []
    for run in _RUN.findall(_folded("|".join(texts))):  # one folding for all: what stands between ends a run
        if run.isascii():
            tokens.append(run)
        else:
            tokens += map(add, run, run[1:])
            tokens.append(run[-1])
    return " ".join(tokens)


@lru_cache(maxsize=32)
def query_of(text: str) -> str:
    """The FTS5 query that finds every record which holds each run of `text`; "" where it has nothing to look for.

    The pairs of a run are asked for as a phrase, so they must follow each other as they do in the run; so must what
    hyphens join: Z25-0098 is not found where Z25 stands in one number and 0098 in another.
    """
    return " AND ".join(_phrase(run) for run in _ASKED.findall(_folded(text[:LONGEST_QUERY])))


def _phrase(run: str) -> str:
    if run[0].isascii() or len(run) == 1:
        return f'"{run.replace("-", " ")}"*'
    return f'"{" ".join(map(add, run, run[1:]))}"'


def _folded(text: str) -> str:
    """The folded text; folding joins 李 明 into one, so Latin words are parted before."""
    return fold(_BETWEEN_WORDS.sub("|", text))


_INITIALS = pattern(r"[a-z]{2,12}")
_PHONE_TAIL = pattern(r"\d{4,11}")

SHOWN = 50
MOST_PEOPLE = 500
"""How many people of one name, or of one tail of a number, are looked behind."""

MOST_TERMS = 8

_TITLES = {
    "suggestion": ("title", "number"),
    "visit": ("received_on", "number"),
    "reception_day": ("held_on", "number"),
    "duty_record": ("held_on", "number"),
    "station": ("name", ""),
    "assignment": ("unit", "number"),
    "reply": ("unit", "letter_no"),
    "shared_matter": ("title", ""),
}
"""What is shown as name and number of the kinds that are found by their text index alone."""

_TITLE = ("title", "number")

_LAST_BY_WORDS = (
    "SELECT uid, title, number FROM opinion WHERE id IN (SELECT rowid FROM opinion_text"
    " WHERE opinion_text MATCH ? ORDER BY rowid DESC LIMIT ?) ORDER BY id DESC"
)
"""The common search: the index gives its last rows first and stops there, however many there are."""


class Hit(NamedTuple):
    """A found record: its kind, uid, what it is called, and its number or place in a list."""

    kind: str
    uid: str
    title: str
    number: str


def people(database: Database, text: str, kind: str = "person", limit: int = SHOWN) -> list[int]:
    """The ids of people (`person` or `deputy`) by name, initials or tail of the phone, the latest first."""
    found: set[int] = set()
    for query, values in _ways_to_people(text.strip(), kind):
        found |= {row[0] for row in database.execute_sql(query, (*values, limit))}
    return sorted(found, reverse=True)[:limit]


def condition(database: Database, text: str, kind: str = "opinion") -> Condition:
    """The condition on the table of opinions, or of suggestions, for what every term of a search text finds.

    A term is found in the matter's words and numbers, in the visit's number, or by the visitor.
    """
    found, values = ["1"], []
    for term in _terms(database, text):
        wanted = query_of(term)
        by_words = f"SELECT rowid FROM {kind}_text WHERE {kind}_text MATCH ? UNION ALL " if wanted else ""
        by_visit = wire.canonical(_by_visit(database, term, MOST_PEOPLE) if kind == "opinion" else [])
        values += [wanted, by_visit] if wanted else [by_visit]
        found.append(f"{kind}.id IN ({by_words}SELECT value FROM json_each(?))")
    return Condition(" AND ".join(found), values)


def opinions(database: Database, text: str, viewer: Viewer, limit: int = SHOWN) -> list[Hit]:
    """The opinions that a text finds and a viewer may see, those registered last first."""
    terms = _terms(database, text)
    wanted = query_of(terms[0]) if len(terms) == 1 and not viewer.is_bounded else ""
    if wanted and not _by_visit(database, terms[0], limit):
        return _hits(database, "opinion", _LAST_BY_WORDS, (wanted, limit))
    opinion = model("opinion")
    conditions = starmap(as_written, (condition(database, text), *viewing.of_opinions(viewer)))
    return _named(database, "opinion", "title", opinion.number, *conditions, limit=limit)


def everywhere(database: Database, text: str, viewer: Viewer, limit: int = SHOWN) -> list[Hit]:
    """What `text` finds in all kinds, newest first: opinions, people, deputies, suggestions, visits, days, duties.

    A number is found in every form in which it is given. Raises Rejected where its check character is wrong.
    """
    asked = numbering.read(text)
    if asked and not asked.is_garbled:
        refuse_miscopied(database, text)
    hits = _everywhere(database, " ".join(_terms(database, text)), limit, viewer)
    if not hits:
        refuse_miscopied(database, text)
    return hits


def numbered(database: Database, typed: str, viewer: Viewer) -> list[Hit]:
    """The records that have the number which somebody gave, in any of its forms, and that a viewer may see; for a short
    one, those of every station. Raises Rejected where its check character is wrong."""
    refuse_miscopied(database, typed)
    asked, known = numbering.read(typed), stations(database)
    given = (*asked.sound(known), *asked.unchecked(known)) if asked else (typed.strip(),)
    return [hit for number in given for hit in _holding(database, number, viewer)]


def every_number(database: Database) -> Iterator[str]:
    """Every number that a record bears."""
    for kind, names in NUMBERED.items():
        for name in names:
            query = f"SELECT {name} FROM {kind} WHERE {name} <> ''"
            yield from (row[0] for row in database.execute_sql(query))


def refuse_miscopied(database: Database, typed: str) -> None:
    """Raises Rejected where a number was given with a check character that is not its own: it was read or heard wrong.

    Without dashes a last digit may be of the sequence: then a record that has the number so read is meant.
    """
    asked, known = numbering.read(typed), stations(database)
    if asked is None or (asked.plain and not asked.checked) or asked.sound(known):
        return
    if not any(_holding(database, number, EVERYTHING) for number in asked.unchecked(known)):
        raise reject(refusal("check_character_wrong", value=typed.strip()))


def _everywhere(database: Database, text: str, limit: int, viewer: Viewer) -> list[Hit]:
    hits = opinions(database, text, viewer, limit) if text.strip() else []
    ids = people(database, text, "person", limit)
    known = (model("person").id.in_(ids), *starmap(as_written, viewing.of_people(viewer)))
    hits += _named(database, "person", "name", builder().Value(""), *known)
    ids = people(database, text, "deputy", limit)
    hits += _named(database, "deputy", "name", builder().Value(""), model("deputy").id.in_(ids))
    if viewer.only_own:
        return hits
    if wanted := query_of(text):
        for kind, (title, name) in _TITLES.items():
            number = getattr(model(kind), name) if name else builder().Value("")
            seen = starmap(as_written, viewing.of_kind(kind, viewer))
            hits += _named(database, kind, title, number, _by_words(kind, wanted), *seen, limit=limit)
    return hits


def _terms(database: Database, text: str) -> list[str]:
    """The terms of a search text; numbers in the form in which the index holds them."""
    if numbering.read(text):
        return [_as_held(database, text)]
    return [_as_held(database, term) for term in text.split()[:MOST_TERMS]]


def _as_held(database: Database, term: str) -> str:
    asked = numbering.read(term)
    if asked is None or asked.is_garbled:
        return term
    return next(iter(asked.sound(stations(database))), asked.plain) or term


def uids_of_people(database: Database, ids: Sequence[int]) -> list[str]:
    """The uids of petitioners by their ids."""
    query = f"SELECT uid FROM person WHERE id IN ({marks(ids)})"
    return [row[0] for row in database.execute_sql(query, tuple(ids))] if ids else []


def stations(database: Database) -> list[str]:
    """Whose numbers are known here: township and station, `520324116-01`."""
    query = (
        "SELECT substr(prefix, 1, 12) FROM series"
        " UNION SELECT substr(area_code, 1, 9) || '-' || station_no FROM station"
    )
    return [row[0] for row in database.execute_sql(query)]


def _holding(database: Database, number: str, viewer: Viewer) -> list[Hit]:
    """The records of all kinds that have exactly this number and that a viewer may see."""
    hits: list[Hit] = []
    wanted = query_of(number)
    for kind, names in NUMBERED.items() if wanted else ():
        for name in names:
            held = getattr(model(kind), name)
            title = _TITLES.get(kind, _TITLE)[0]
            seen = starmap(as_written, viewing.of_kind(kind, viewer))
            hits += _named(database, kind, title, held, held == number, _by_words(kind, wanted), *seen)
    return hits


def _by_words(kind: str, wanted: str) -> Any:
    """The condition on the model of a kind for what its text index finds."""
    return model(kind).id.in_(as_written(f"(SELECT rowid FROM {kind}_text WHERE {kind}_text MATCH ?)", (wanted,)))


def _named(
    database: Database, kind: str, title: str, number: Any, *conditions: Any, limit: int | None = None
) -> list[Hit]:
    """The records of a kind that conditions leave, the latest first; `title` is the field that they are called by."""
    found = model(kind)
    shown = (found.uid, getattr(found, title).alias("title"), number.alias("number"))
    query = found.select(*shown).where(*conditions).order_by(found.id.desc()).limit(limit)
    return rows_of(database, partial(Hit, kind), query)


def _hits(database: Database, kind: str, query: str, values: Sequence[Any]) -> list[Hit]:
    return rows_by_name(database, partial(Hit, kind), query, values)


def _by_visit(database: Database, term: str, limit: int) -> list[int]:
    """The ids of opinions whose visitor a term names, or whose visit has that number; the latest first."""
    found: set[int] = set()
    who = people(database, term, limit=limit)
    if who:
        query = (
            "SELECT o.id FROM person AS p JOIN visit AS v ON v.visitor = p.uid JOIN opinion AS o ON o.visit = v.uid"
            f" WHERE p.id IN ({marks(who)}) ORDER BY o.id DESC LIMIT ?"
        )
        found |= {row[0] for row in database.execute_sql(query, (*who, limit))}
    wanted = query_of(term)
    if wanted and wanted.isascii():
        # The index of visits holds their numbers, and those that were printed on the blanks they were written on.
        query = (
            "SELECT o.id FROM visit AS v JOIN opinion AS o ON o.visit = v.uid WHERE v.id IN"
            " (SELECT rowid FROM visit_text WHERE visit_text MATCH ? ORDER BY rowid DESC LIMIT ?)"
        )
        found |= {row[0] for row in database.execute_sql(query, (wanted, limit))}
    return sorted(found, reverse=True)[:limit]


def _ways_to_people(text: str, kind: str) -> Iterator[tuple[str, list[Any]]]:
    wanted = query_of(text)
    if wanted:
        yield f"SELECT rowid FROM {kind}_text WHERE {kind}_text MATCH ? ORDER BY rowid DESC LIMIT ?", [wanted]
    if _INITIALS.fullmatch(text.lower()):
        query = f"SELECT id FROM {kind} WHERE initials >= ? AND initials < ? ORDER BY initials, id DESC LIMIT ?"
        yield query, [text.lower(), text.lower() + "{"]
    if kind == "person" and _PHONE_TAIL.fullmatch(text):
        query = "SELECT id FROM person WHERE phone_tail >= ? AND phone_tail < ? LIMIT ?"
        yield query, [text[::-1], text[::-1] + ":"]


MOST_TERMS = 80
"""Pairs of characters that are asked for; a long text says what it is about in its first lines."""


def candidates(database: Database, texts: Iterable[str], categories: Sequence[str], limit: int) -> list[str]:
    """The uids of opinions of these categories that share most words with `texts`, by the text index's own ranking."""
    terms = [term for term in dict.fromkeys(indexed(texts).split()) if len(term) > 1][:MOST_TERMS]
    if not terms:
        return []
    query = (
        "SELECT o.uid FROM opinion_text AS t JOIN opinion AS o ON o.id = t.rowid"
        f" WHERE opinion_text MATCH ? AND o.category IN ({marks(categories)})"
        " ORDER BY bm25(opinion_text), o.id LIMIT ?"
    )
    match = " OR ".join(f'"{term}"' for term in terms)
    return [row[0] for row in database.execute_sql(query, (match, *categories, limit)).fetchall()]


class Doubled(NamedTuple):
    """A record whose number another one bears too: its place among them, from 0, in the order of their uids."""

    number: str
    kind: str
    record: str
    place: int


def doubled(database: Database) -> dict[str, Doubled]:
    """The records that bear a number which another one bears too, by uid. A disk that was set back gave it again; both
    keep it, since it stands on paper."""
    query = "SELECT number, kind, record FROM doubled ORDER BY number, record"
    return {record: Doubled(number, kind, record, place)
            for _, group in groupby(database.execute_sql(query).fetchall(), key=lambda row: row[0])
            for place, (number, kind, record) in enumerate(group)}  # fmt: skip
