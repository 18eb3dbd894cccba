"""Where things stand: the shipped resources. What the first page does without is imported with its resource."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from station_app.domain import shape
from station_app.domain.codes import CodeBook, CodeList, parse_code_list
from station_app.domain.problem import Problem, refusal

if TYPE_CHECKING:
    from station_app.domain.change import Change
    from station_app.domain.passwords import Guesses
    from station_app.domain.pinyin import PinyinTable
    from station_app.domain.quality.finding import Rulebook
    from station_app.domain.regions import Regions


def resources() -> Path:
    """The folder of shipped resources, in a checkout and in a bundle."""
    return _shipped() / "resources"


def manual() -> Path:
    """The folder of the clerk's manual: its one place, in a checkout and in a bundle."""
    return _shipped() / "docs" / "manual"


def _shipped() -> Path:
    bundled = getattr(sys, "_MEIPASS", None)
    return Path(bundled) if bundled else Path(__file__).resolve().parent.parent


@cache
def code_book() -> CodeBook:
    """The shipped code lists."""
    return CodeBook(_Shelf(resources() / "codes"))


PACKS = {
    "deadlines": "deadlines",
    "words": "words",
    "retention": "retention",
    "plain": "plain",
    "promises": "promises",
    "T1": "return",
}
"""The packs that travel (rules, returns), each with the name of its schema in `resources/contract`."""


@cache
def rule_pack(name: str) -> str:
    """A shipped pack (JSON) by its name: `deadlines`, `words`, a return as `T1`. Raises OSError where there is none."""
    folder = "returns" if PACKS.get(name) == "return" else "rules"
    return (resources() / folder / f"{name}.json").read_text("utf-8")


def problems_of_pack(name: str, content: str, where: str = "") -> tuple[Problem, ...]:
    """All that keeps a pack (JSON) from being used: each place that is not as its schema in `resources/contract` says.
    Of a pack whose name is not known nothing is said. `where`: the field that holds it."""
    if name not in PACKS:
        return ()
    try:
        raw = json.loads(content)
    except (ValueError, RecursionError):
        return (refusal("shape_not_json", where),)
    return problems_of_shape(PACKS[name], raw, where)


SHAPED = frozenset({"rule_pack", "code_entry", "holiday_table"})
"""The kinds whose records are held to a JSON Schema where they are written, carried and read."""


def problems_of_record(kind: str, values: Mapping[str, Any], *, is_whole: bool = True) -> tuple[Problem, ...]:
    """All that is not as its schema says in what travels as data; nothing of other kinds. Of a change that corrects
    (not `is_whole`) only what it says is judged."""
    if kind not in SHAPED or not values:
        return ()
    if kind == "rule_pack" and not is_whole and not values.keys() >= {"name", "content"}:
        return ()  # the one says nothing without the other: whoever reads the pack judges it whole
    if kind == "rule_pack":
        return problems_of_pack(str(values.get("name", "")), str(values.get("content", "")), "content")
    problems = problems_of_shape(kind, dict(values))
    if kind == "holiday_table" and is_whole and not problems:
        from station_app.domain.days import read_table  # noqa: PLC0415  (see above)

        return read_table(values["year"], str(values["days_off"]), str(values.get("workdays", "")))[1]
    return problems if is_whole else tuple(one for one in problems if one.code != "shape_lacks")


def problem_of_change(change: Change) -> Problem | None:
    """The first of them in what a change says, as whoever receives it judges."""
    return next(iter(problems_of_record(change.kind, change.fields, is_whole=not change.seen)), None)


def problems_of_shape(schema: str, raw: Any, where: str = "") -> tuple[Problem, ...]:
    """Every place in a value that is not as a schema of `resources/contract` says."""
    try:
        _check_of(schema)(raw)
    except ValueError as error:  # a JsonSchemaValuesException is one
        return shape.problems_of(getattr(error, "errors", ()), where)
    return ()


@cache
def _check_of(name: str) -> Callable[[Any], Any]:
    import fastjsonschema  # noqa: PLC0415  (no start waits for it)

    schema = json.loads((resources() / "contract" / f"{name}.schema.json").read_text("utf-8"))
    check: Callable[[Any], Any] = fastjsonschema.compile(schema, fast_fail=False)
    return check


class _Shelf(Mapping[str, CodeList]):
    """Code lists by scheme, each read from its file when it is first asked for: the first page needs six of forty."""

    def __init__(self, folder: Path) -> None:
        self._files = {path.stem: path for path in sorted(folder.glob("*.json"))}
        self._read: dict[str, CodeList] = {}

    def __getitem__(self, scheme: str) -> CodeList:
        if scheme not in self._read:
            self._read[scheme] = parse_code_list(self._files[scheme].read_text("utf-8"))
        return self._read[scheme]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


@cache
def suggestion_rules(day: str) -> Rulebook:
    """The words, patterns and limits of the checks of suggestions that hold on a day (ISO 8601)."""
    from station_app.domain.quality.finding import parse_rulebook  # noqa: PLC0415  (see above)

    return parse_rulebook((resources() / "rules" / "suggestion_checks.json").read_text("utf-8"), day)


@cache
def guesses() -> Guesses:
    """What passwords are judged by: what anybody would try first, and the words of which one is proposed."""
    from station_app.domain.passwords import parse_guesses  # noqa: PLC0415  (see above)

    folder = resources() / "passwords"
    return parse_guesses(*((folder / f"{name}.txt").read_text("utf-8") for name in ("common", "syllables", "words")))


@cache
def regions() -> Regions:
    """The shipped divisions of the province, down to the village."""
    import lzma  # noqa: PLC0415  (see above)

    from station_app.domain.regions import parse_regions  # noqa: PLC0415  (see above)

    folder = resources() / "regions"
    packed = (folder / "divisions.csv.xz").read_bytes()
    former = (folder / "former_names.csv").read_text("utf-8")
    return parse_regions(lzma.decompress(packed).decode("utf-8"), former)


@cache
def pinyin_table() -> PinyinTable:
    """The shipped pinyin initials."""
    from station_app.domain.pinyin import parse_table  # noqa: PLC0415  (see above)

    folder = resources() / "pinyin"
    return parse_table(*((folder / f"{name}.txt").read_text("utf-8") for name in ("initials", "surnames", "places")))


def initials_of(name: str) -> str:
    """The pinyin initials of a name, surname readings first (单 s, 仇 q)."""
    from station_app.domain.pinyin import initials  # noqa: PLC0415  (see above)

    return initials(name, pinyin_table())


def spelt(name: str) -> str:
    """What a name or a word sorts by in a list: its pinyin."""
    from station_app.domain.pinyin import spelt as spelt_by  # noqa: PLC0415  (see above)

    return spelt_by(name, initials_of)


def word_initials_of(words: str) -> str:
    """The pinyin initials of what is no person's name: 种养技术 is zyjs, although 种 as a surname reads c."""
    from station_app.domain.pinyin import place_initials  # noqa: PLC0415  (see above)

    return place_initials(words, pinyin_table())


@cache
def holiday_tables() -> tuple[Mapping[str, Any], ...]:
    """The shipped holidays, one mapping a year with the fields of `HolidayTable`."""

    return tuple(json.loads(path.read_text("utf-8")) for path in sorted((resources() / "holidays").glob("*.json")))


@cache
def dictionaries() -> Mapping[int, bytes]:
    """Every dictionary that batches were ever packed with, by its id."""
    return {int(path.stem): path.read_bytes() for path in sorted((resources() / "dictionaries").glob("*.zdict"))}
