"""The file on the disk: encrypted, and of no use to anybody without the key."""

from __future__ import annotations

import ast
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from station_app.db import audit, connection, journal, ledger, ledgers, people
from station_app.domain.change import OFFICE
from station_app.domain.immutable import immutable_by_keyword
from station_app.domain.problem import Rejected
from station_app.domain.records import Visit
from station_app.domain.secrecy import EVERYTHING
from station_app.services import prints
from station_app.services.desk import Desk
from tests.office import OPINION, PERSON, VISIT, read_as, registered

KEY = b"k" * 32
ROOT = Path(__file__).resolve().parents[2]


def test_nothing_in_the_data_folder_can_be_read_without_the_key(desk: Desk) -> None:
    registered(desk)
    secrets = [
        PERSON["name"],
        PERSON["phone"],
        OPINION["verbatim"],
        OPINION["title"],
        "王小莉",
        "联络站",
        "CREATE TABLE",
    ]
    kept = [path for path in desk.folder.rglob("*") if path.is_file()]
    assert {path.name for path in kept} >= {"station.db", "station.db-wal", "keyring.json"}
    for path in kept:
        content = path.read_bytes()
        for secret in secrets:
            assert secret.encode() not in content, path.name
            assert secret.encode("utf-16-le") not in content, path.name
    with (
        closing(sqlite3.connect(desk.folder / "station.db")) as shell,
        pytest.raises(sqlite3.DatabaseError, match="not a database"),
    ):
        shell.execute("SELECT * FROM sqlite_master")


def test_each_commit_is_forced_to_the_disk(desk: Desk) -> None:
    assert desk.store.database.pragma("journal_mode") == "wal"
    assert desk.store.database.pragma("synchronous") == 2
    assert desk.store.database.pragma("temp_store") == 2


@pytest.mark.parametrize("content", [b"SQLite format 3\0" + b"x" * 4096, b"a letter, not a ledger" * 300])
def test_a_file_that_the_key_does_not_open_is_said_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "station.db").write_bytes(content)
    with pytest.raises(Rejected, match="database_unreadable"):
        connection.connect(tmp_path / "station.db", KEY)


def test_another_connection_s_write_moves_the_data_version(desk: Desk) -> None:
    before = connection.data_version(desk.store.database)
    desk.store.database.execute_sql("UPDATE station SET phone = '161'")
    assert connection.data_version(desk.store.database) == before

    def write_elsewhere() -> None:
        desk.store.database.execute_sql("UPDATE station SET phone = '162'")
        desk.store.database.close()

    other = Thread(target=write_elsewhere)
    other.start()
    other.join()
    assert connection.data_version(desk.store.database) != before


def test_a_copy_is_whole_and_encrypted_alike(tmp_path: Path) -> None:
    database = connection.connect(tmp_path / "station.db", KEY)
    database.execute_sql("CREATE TABLE kept (a)")
    database.execute_sql("INSERT INTO kept VALUES (7)")
    connection.copy_to(database, tmp_path / "copy.db")
    database.close()
    with pytest.raises(Rejected, match="database_unreadable"):
        connection.connect(tmp_path / "copy.db", b"x" * 32)
    copy = connection.connect(tmp_path / "copy.db", KEY)
    assert copy.execute_sql("SELECT a FROM kept").fetchone() == (7,)
    copy.close()


def kept(database: connection.Database, *numbers: int, interrupted: bool = False) -> None:
    with connection.transaction(database):
        for number in numbers:
            database.execute_sql("INSERT INTO kept VALUES (?)", (number,))
        if interrupted:
            raise KeyboardInterrupt


def test_a_transaction_inside_of_another_is_undone_alone_and_lasts_with_the_outer_one(tmp_path: Path) -> None:
    database = connection.connect(tmp_path / "station.db", KEY)
    database.execute_sql("CREATE TABLE kept (a UNIQUE)")
    with connection.transaction(database):
        database.execute_sql("INSERT INTO kept VALUES (1)")
        with pytest.raises(connection.driver().IntegrityError):
            kept(database, 2, 1)
        with connection.transaction(database):
            database.execute_sql("INSERT INTO kept VALUES (3)")
    with connection.trial(database), connection.transaction(database):
        database.execute_sql("INSERT INTO kept VALUES (4)")
    with pytest.raises(KeyboardInterrupt):
        kept(database, 5, interrupted=True)
    assert not database.connection().in_transaction
    assert database.execute_sql("SELECT a FROM kept").fetchall() == [(1,), (3,)]
    database.close()


@immutable_by_keyword
class Line:
    """Two texts that could be taken for each other."""

    title: str
    ask: str


def test_a_row_is_made_by_the_names_of_its_columns_and_by_no_others(desk: Desk) -> None:
    registered(desk)
    database = desk.store.database
    right = [Line(title=OPINION["title"], ask=OPINION["ask"])]
    assert connection.rows_by_name(database, Line, "SELECT title, ask FROM opinion") == right
    assert connection.rows_by_name(database, Line, "SELECT o.ask AS ask, o.title AS title FROM opinion AS o") == right
    for wrong in ("title", "title, ask, uid", "title, summary", "title AS ask, ask AS title, uid"):
        with pytest.raises(TypeError):
            connection.rows_by_name(database, Line, f"SELECT {wrong} FROM opinion")
    with pytest.raises(TypeError):
        Line(OPINION["title"], OPINION["ask"])  # type: ignore[call-arg]


MOST_BY_PLACE = 5


def test_no_row_and_no_paper_is_filled_by_place() -> None:
    by_place = []
    for folder in ("db", "services", "sync"):
        for path in sorted((ROOT / "station_app" / folder).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(call, ast.Call):
                    continue
                name = ast.unparse(call.func).rpartition(".")[2]
                is_spread = any(isinstance(one, ast.Starred) and ast.unparse(one.value) == "row" for one in call.args)
                if name[:1].isupper() and (len(call.args) > MOST_BY_PLACE or is_spread):
                    by_place.append(f"{path.name}:{call.lineno} {name}")
    assert by_place == []


def test_each_query_of_rows_names_what_it_reads(desk: Desk) -> None:
    """Values that are all different come back under their own names."""
    done = registered(desk)
    database = desk.store.database
    opinion, visit, person = (done[kind] for kind in ("opinion", "visit", "person"))
    read_as(desk, opinion.uid, unit="水务站", due_on="2026-12-01")
    (row,) = ledger.rows(database, ledger.ids(database, ledger.Filter(viewer=EVERYTHING), 0, 1)).values()
    assert (row.uid, row.number, row.title, row.unit) == (opinion.uid, opinion.number, OPINION["title"], "水务站")
    assert (row.excerpt, row.category, row.urgency) == (OPINION["verbatim"], OPINION["category"], OPINION["urgency"])
    assert (row.received_on, row.due_on, row.visitor) == (VISIT["received_on"], "2026-12-01", PERSON["name"])
    assert (row.visit, row.headcount, row.is_repeat, row.village) == (visit.uid, 1, 0, PERSON["village"])
    (known,) = people.find(database, PERSON["name"], viewer=EVERYTHING)
    assert (known.uid, known.name, known.phone) == (person.uid, PERSON["name"], PERSON["phone"])
    assert (known.village, known.visits, known.last_visit_on) == (PERSON["village"], 1, VISIT["received_on"])
    (matter,) = people.earlier_matters(database, person.uid, viewer=EVERYTHING)
    assert (matter.opinion, matter.visit, matter.title) == (opinion.uid, visit.uid, OPINION["title"])
    assert (matter.unit, matter.due_on, matter.received_on) == ("水务站", "2026-12-01", VISIT["received_on"])
    (raised,) = ledgers.raised_between(database, [VISIT["received_on"]])
    assert (raised.visitor, raised.title, raised.number) == (PERSON["name"], OPINION["title"], visit.number)
    author = journal.my_author(database)
    assert (author.last_seq, author.home, author.mine, author.audience) == (5, desk.station.uid, True, OFFICE)
    sheet = prints.sheet_of(desk, visit.uid)
    assert (sheet.visit.uid, sheet.person.name, sheet.contact) == (visit.uid, PERSON["name"], desk.user.name)


def test_a_full_disk_is_named_and_what_was_saved_stays(desk: Desk) -> None:
    done = registered(desk)
    database = desk.store.database
    pages = database.execute_sql("PRAGMA page_count").fetchone()[0]
    database.execute_sql(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        for _ in range(50):
            registered(desk, verbatim="水" * 20_000)

    with pytest.raises(Rejected, match="database_full"):
        fill()
    database.execute_sql("PRAGMA max_page_count = 1000000")
    assert desk.records.one(Visit, done["visit"].uid).number == done["visit"].number
    assert audit.audit(desk.store).is_sound
    registered(desk)


def test_a_database_that_another_program_writes_or_that_cannot_be_written_is_named(desk: Desk, tmp_path: Path) -> None:
    database = desk.store.database
    database.execute_sql("PRAGMA query_only = 1")
    with pytest.raises(Rejected, match="database_read_only"):
        registered(desk)
    database.execute_sql("PRAGMA query_only = 0")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Rejected, match="database_cannot_be_opened"):
        connection.connect(tmp_path / "folder", KEY)


def test_what_was_wrong_first_is_said_though_rolling_back_fails_too() -> None:
    class Failing:
        in_transaction = True

        def execute(self, statement: str) -> None:
            if statement.startswith("ROLLBACK"):
                raise connection.driver().OperationalError("disk I/O error")

    def work() -> None:
        with connection._whole(Failing()):
            raise LookupError("first")

    with pytest.raises(LookupError, match="first"):
        work()
