"""`make secrets`: roles by every row of the tables of pages, lists, papers, commands and roads, with planted words in
every personal field and free text of secret matters. Words found where they may not be: none.

`SECRETS=all` tries every role, and every secret matter; without it those roles that could learn most.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from station_app import cli
from station_app.cli import lists as list_commands
from station_app.domain.field import Kind, fields_of, kind_of, values_of
from station_app.domain.lifecycle import acts_of, fields_taken
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND, Attachment, Opinion, Person, User, Visit
from station_app.gateway.server import Setup
from station_app.services import attachments, copies, exports, stick
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.prints import FORMS, Asked
from station_app.services.roster import enrol
from station_app.ui.shell.desk_window import desk_window
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.lane import Lane
from station_app.ui.shell.pages import PAGES
from station_app.ui.shell.workplace import Workplace
from tests.journeys.test_roads import contact
from tests.journeys.test_withholding import cells_of, contents, gateway, offices, setup, unpacked
from tests.office import OPINION, PERSON, VISIT
from tests.offices import sealed
from tests.services.test_attachments import photo
from tests.ui.every_page import OF_OTHERS, SHOWN_SOMETHING, WITHOUT_A_DESK, Stand, something_of_everything

__all__ = ["gateway", "offices", "setup"]

WHOLE = os.environ.get("SECRETS") == "all"
REGISTERING = {
    kind: next(act for act in acts_of(kind) if act.name == "register") for kind in ("person", "visit", "opinion")
}

ROLES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "accused head": (("STATION_HEAD",), "秦彬"),
    "accused deputy": (("DEPUTY",), "秦彬"),
    "another clerk": (("STATION_CLERK",), "石敏"),
    "chair": (("TOWNSHIP_CHAIR",), "石敏"),
    "deputy who heard": (("DEPUTY",), "郑淑珍"),
    "administrator": (("ADMIN",), "石敏"),
    "auditor": (("AUDITOR",), "石敏"),
}
"""Who may know nothing of the matters, by roles and name."""

TRIED = tuple(ROLES) if WHOLE else ("accused head", "another clerk", "deputy who heard")


@dataclass(frozen=True)
class Planted:
    """The secret records by kind, and the words that stand in each of their fields."""

    records: Mapping[str, Sequence[str]]
    words: frozenset[str]
    heard: str

    def found_in(self, text: str) -> set[str]:
        """Those of the words that a text holds, however it is broken into lines."""
        plain = re.sub(r"[\s\ufffe\x02]", "", text)
        return {one for one in self.words if one in plain}


class Planter:
    """Plants words of their own in every personal field and free text of secret matters."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._numbers, self.words = desk, iter(range(1, 9999)), set[str]()
        self.heard = enrol(desk, {"name": "郑淑珍"}, {"level": "COUNTY"})[0].uid

    def plant(self, how: str, name: str) -> None:
        """One matter: an accusation that was told "at once", that became one "late", or that was told "beside" an
        ordinary one."""
        desk = self._desk
        person, visit, opinion = (desk.clock.new_id() for _ in range(3))
        phone = f"1618765{next(self._numbers):04d}"
        who = {**self._said(Person, "person"), **PERSON, "name": name, "phone": phone}
        when = {**self._said(Visit, "visit"), **VISIT, "visitor": person, "deputies": [self.heard], "blank_no": ""}
        accused = {"accused": "" if how == "late" else "村支书秦彬"}
        what = {**OPINION, **self._said(Opinion, "opinion"), "visit": visit, **accused}
        self.words |= {name, phone}
        asks = [
            Ask("person", "register", who, person),
            Ask("visit", "register", when, visit),
            Ask("opinion", "register", what, opinion),
        ]
        if how == "beside":
            asks.append(Ask("opinion", "register", {**OPINION, "title": "水管坏了没有人修", "visit": visit}))
        perform(desk, asks)
        attachments.attach(desk, "opinion", opinion, attachments.prepare(photo(), f"暗语附件{how[0]}.jpg"))
        self.words.add(f"暗语附件{how[0]}")
        if how == "late":
            perform(desk, [Ask("opinion", "correct", {"accused": "村支书秦彬"}, opinion)])
        if how == "beside":  # whoever came with an ordinary matter too is known by it
            self.words -= {str(value) for value in (*who.values(), *when.values())}
            self.words.add(str(when["prior_channels"]))

    def _said(self, cls: type, kind: str) -> dict[str, object]:
        taken = fields_taken(REGISTERING[kind])
        found: dict[str, object] = {}
        for spec in fields_of(cls):
            is_free = not (spec.given or spec.check or spec.target or spec.follows)
            if spec.kind in (Kind.TEXT, Kind.PROSE) and is_free and spec.name in taken:
                found[spec.name] = f"暗语{next(self._numbers):04d}"
        self.words |= set(map(str, found.values()))
        return found


def planted(desk: Desk) -> Planted:
    """Accusations of each sort with planted words."""
    planter = Planter(desk)
    for how, name in (("at once", "暗甲雨"), ("late", "暗乙雨"), ("beside", "暗丙雨")):
        planter.plant(how, name)
    records: dict[str, list[str]] = {}
    for cls in (Opinion, Visit, Person, Attachment):
        here: list[object] = desk.records.all(cls)
        records[kind_of(cls)] = [str(values_of(one)["uid"]) for one in here if _is_secret(desk, one)]
    return Planted(records, frozenset(planter.words), planter.heard)


def _is_secret(desk: Desk, one: object) -> bool:
    kind = kind_of(type(one))
    return desk.store.is_kept_here(kind, str(values_of(one)["uid"]))


def texts_of(page: QWidget) -> str:
    """Everything that a page holds, whether it is seen at once or not."""
    found = [page.accessibleName(), page.accessibleDescription()]
    for one in page.findChildren(QWidget):
        found += [one.accessibleName(), one.accessibleDescription(), one.toolTip()]
        match one:
            case QLabel() | QLineEdit() | QAbstractButton():
                found.append(one.text())
            case QPlainTextEdit() | QTextEdit():
                found.append(one.toPlainText())
            case QAbstractItemView():
                found += _cells(one)
    return "\n".join(found)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None:
        return
    for row in range(min(model.rowCount(), 400)):
        for column in range(model.columnCount()):
            yield str(model.index(row, column).data(Qt.ItemDataRole.DisplayRole) or "")


@dataclass
class Tally:
    """Cells that were tried, and the words that were found in one."""

    tried: int = 0
    wrong: tuple[str, ...] = ()

    def cell(self, where: str, found: set[str]) -> None:
        """One cell was tried."""
        self.tried += 1
        if found:
            self.wrong += (f"{where}: {' '.join(sorted(found))}",)


@pytest.fixture
def secrets_of(desk: Desk) -> tuple[Planted, Mapping[str, str]]:
    something = something_of_everything(desk)
    return planted(desk), something


def sitting(desk: Desk, role: str, heard: str) -> Desk:
    """The desk with somebody of a role at it."""
    roles, name = ROLES[role]
    deputy = heard if name == "郑淑珍" else enrol(desk, {"name": name}, {"level": "COUNTY"})[0].uid
    fields = {"name": name, "roles": roles, "station": desk.place.uid, "deputy": deputy if roles == ("DEPUTY",) else ""}
    uid = perform(desk, [Ask("user", "register", fields)])[0].uid
    return replace(desk, user=desk.records.one(User, uid))


Found = Iterator[tuple[str, set[str]]]
Matrix = Callable[[Desk], Tally]


@pytest.fixture
def matrix(
    secrets_of: tuple[Planted, Mapping[str, str]],
    tmp_path: Path,
    qtbot: QtBot,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Matrix:
    """Tries every cell as somebody."""
    planted_words, something = secrets_of

    def tried(who: Desk) -> Tally:
        tally = Tally()
        for where, found in (
            *pages_of(who, something, planted_words, qtbot),
            *lists_of(who, tmp_path, planted_words),
            *papers_of(who, something, planted_words),
            *commands_of(who, tmp_path, planted_words, capfd, monkeypatch),
        ):
            tally.cell(where, found)
        return tally

    return tried


@pytest.mark.parametrize("role", TRIED)
def test_no_cell_tells_a_planted_word(
    role: str, desk: Desk, secrets_of: tuple[Planted, Mapping[str, str]], matrix: Matrix
) -> None:
    tally = matrix(sitting(desk, role, secrets_of[0].heard))
    sys.stdout.write(f"{role}: {tally.tried} cells, {len(tally.wrong)} wrong\n")
    assert not tally.wrong, "\n".join(tally.wrong)


def test_the_matrix_finds_the_words_where_they_may_be(desk: Desk, matrix: Matrix) -> None:
    where = {one.split()[0] for one in matrix(desk).wrong}
    assert where == {"page", "list", "paper", "command"}


def pages_of(who: Desk, something: Mapping[str, str], planted_words: Planted, qtbot: QtBot) -> Found:
    """Every row of the table of pages, and the record's page of every secret record."""
    assert PAGES.keys() >= WITHOUT_A_DESK | OF_OTHERS | SHOWN_SOMETHING
    broken: list[BaseException] = []
    jobs, lane = Jobs(broken.append, thread_end=who.close), Lane(who, broken.append, begin_ms=600_000)
    made = desk_window(who, jobs, lane=lane)
    qtbot.addWidget(made.window)
    made.window.show()
    stand = Stand(made, something)
    for name in PAGES:
        if name in WITHOUT_A_DESK | SHOWN_SOMETHING | (OF_OTHERS - {"own_days", "own_duties"}):
            continue
        if made.offers(name):
            page = stand._opened(name)
            _settled(made, qtbot)
            yield f"page {name}", planted_words.found_in(texts_of(page))
    for kind in ("opinion", "visit", "person"):
        for uid in planted_words.records[kind]:
            page = stand._opened("record", kind, uid)
            _settled(made, qtbot)
            yield f"page record {kind}", planted_words.found_in(texts_of(page))
    lane.finish()
    jobs.finish()
    assert broken == []


def _settled(place: Workplace, qtbot: QtBot) -> None:
    answered: list[None] = []
    place.jobs.quick(lambda: None, answered.append)
    qtbot.waitUntil(lambda: bool(answered))


def lists_of(who: Desk, folder: Path, planted_words: Planted) -> Found:
    """Every list that can be saved, in full and without what is personal, as its file holds it."""
    for name in list_commands.LISTS:
        for is_personal in (False, True):
            options = Namespace(list=name, sort="-waiting", open=False, personal=is_personal)
            try:
                table = list_commands._table(who, options)
                path = folder / f"{name}.csv"
                exports.save(who, table, path)
            except Rejected:
                yield f"list {name}", set()
                continue
            yield f"list {name}", planted_words.found_in(path.read_bytes().decode("utf-8-sig"))


def papers_of(who: Desk, something: Mapping[str, str], planted_words: Planted) -> Found:
    """Every form in every version, of every record of its kind."""
    for name, form in FORMS.items():
        uids = [*planted_words.records.get(form.kind, ()), something.get(form.kind, "")]
        for audience, make in form.versions.items():
            for uid in filter(None, uids):
                try:
                    printed = make(who, uid, Asked(deputy=who.user.deputy or planted_words.heard))
                except (Rejected, KeyError):
                    yield f"paper {name} {audience}", set()
                    continue
                with pypdfium2.PdfDocument(printed.pdf) as document:
                    told = "".join(page.get_textpage().get_text_range() for page in document)
                yield f"paper {name} {audience}", planted_words.found_in(told + printed.name + printed.called)


NOT_OF_RECORDS = (
    "it writes, sends or proves, and says counts",
    {"init", "schema", "enter", "manual", "import-folder", "import-ledger", "rebuild", "check", "mend", "withhold",
     "close-period", "sample", "verify", "export", "take", "invite", "enrol", "sync", "statement", "keep-file",
     "save-file", "gateway", "act", "judge", "letter-new-key", "letter-key", "letter-open", "renew-key",
     "recovery-code", "save-list", "take-unit-sheet"}
    | {"copies", "drill", "missing", "copy", "restore"},
)  # fmt: skip
"""Commands without a cell, and why."""

CELLS: Mapping[str, Callable[[Planted], Iterator[list[str]]]] = {
    "list": lambda _planted: (["list", kind, "--all"] for kind in BY_KIND),
    "show": lambda planted: (["show", uid] for uids in planted.records.values() for uid in uids),
    "search": lambda planted: (["search", word] for word in sorted(planted.words)),
    "print": lambda planted: (["print", "P4", uid, "--out", "X"] for uid in planted.records["visit"]),
    "due": lambda planted: (["due", uid] for uid in planted.records["opinion"]),
    "survey": lambda planted: (["survey", uid] for uid in planted.records.get("survey", ())),
    "dispatch": lambda _planted: iter([["dispatch", "--all"]]),
    "timeline": lambda planted: (["timeline", uid] for uid in planted.records["opinion"]),
    "owed": lambda _planted: iter([["owed"]]),
    "unit-sheets": lambda _planted: iter([["unit-sheets", "X"]]),
    "loop": lambda _planted: iter([["loop", "--by", by] for by in ("station", "unit", "category")]),
    "letter-seal": lambda planted: (["letter-seal", uid, "--out", "X"] for uid in planted.records["opinion"]),
}


def test_every_command_has_a_cell_or_a_reason() -> None:
    assert cli.COMMANDS.keys() - NOT_OF_RECORDS[1] == CELLS.keys()


def commands_of(
    who: Desk,
    folder: Path,
    planted_words: Planted,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Found:
    """Every command that reads records, as somebody of the role gives it."""
    for module in ("commands", "letters", "handling"):
        monkeypatch.setattr(f"station_app.cli.{module}.desk_of", lambda _options: who)
    for name, calls in CELLS.items():
        for call in calls(planted_words):
            given = [str(folder / "out") if one == "X" else one for one in call]
            capfd.readouterr()
            cli.main([*given, "--data", str(who.folder)])
            said = capfd.readouterr()
            asked = {one for one in planted_words.words if one in call}
            out = folder / "out"
            is_written = out.is_file() and name in ("print", "letter-seal")
            told = said.out + said.err + "".join(map(words_of_book, sorted(out.glob("*.xlsx"))))
            yield (f"command {name}", planted_words.found_in(told) - asked | ({"-"} if is_written else set()))
            if out.is_dir():
                shutil.rmtree(out)
            out.unlink(missing_ok=True)


def words_of_book(path: Path) -> str:
    """All that stands in a workbook's cells."""
    book = openpyxl.load_workbook(path)
    return "\n".join(str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


def test_no_road_carries_a_planted_word(offices: tuple[Desk, Desk], setup: Setup, tmp_path: Path) -> None:
    """Batches, stick, copies, the gateway's folder and tables, the county, logs and what lies beside the station."""
    above, desk = offices
    something_of_everything(desk)
    secret = planted(desk)
    root = tmp_path / "stick"
    root.mkdir()
    stick.write(desk, root, is_new=True)
    for who in (desk, above, above, desk):
        contact(who)
    tally = Tally()
    tally.cell("batches", secret.found_in("".join(unpacked(one).decode("utf-8", "replace") for one in sealed(desk))))
    tally.cell("gateway tables", _in_bytes(secret, (contents(cell) for _, cell in cells_of(setup.store))))
    tally.cell("county", _in_bytes(secret, _every_cell(above)))
    copied = tmp_path / "copies"
    copied.mkdir()
    copies.make(desk, copied)
    for folder in (root, copied, setup.files, Path(setup.store).parent, above.folder, desk.folder):
        files = [path for path in folder.glob("**/*") if path.is_file()]
        tally.cell(f"files of {folder.name}", _in_bytes(secret, map(_read, files)))
    sys.stdout.write(f"roads: {tally.tried} cells, {len(tally.wrong)} wrong\n")
    assert not tally.wrong, "\n".join(tally.wrong)


def _in_bytes(secret: Planted, contents_of: Iterable[bytes]) -> set[str]:
    return {one for content in contents_of for one in secret.words if one.encode() in content}


def _every_cell(desk: Desk) -> Iterator[bytes]:
    tables = desk.store.database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        for row in desk.store.database.execute_sql(f'SELECT * FROM "{table}"').fetchall():
            yield from map(contents, row)


def _read(path: Path) -> bytes:
    try:
        return contents(path.read_bytes())
    except OSError:
        return b""
