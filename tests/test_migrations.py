"""A ledger is of one schema: founded with it, brought to it when older, refused when newer."""

import subprocess
import sys
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from curation.cases import State
from curation.decisions import GENESIS
from curation.errors import NewerLedger
from store.desk import found_desk
from store.ledger import Ledger
from store.ledger.engine import Engines, open_engines
from store.ledger.schema import MIGRATIONS, SCHEMAS, migrate, schema_of
from tests.builders import Clock, a_case, moved, opened
from tests.conftest import ROOT
from tests.homes import Home, PostgresHome, SqliteHome
from tests.postgres import Postgres
from tests.terminal import terminal

CASE = a_case(state=State.BACKLOG)
UNNUMBERED = (  # what makes a ledger of today one of before the migrations
    "DROP TABLE alembic_version",
    "DROP INDEX ix_decisionrow_at",
    "DROP INDEX ix_decisionrow_actor",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """A database in which nothing stands yet."""
    if request.param == "sqlite":
        return SqliteHome(tmp_path / "ledger.db")
    server: Postgres = request.getfixturevalue("postgres")
    return PostgresHome(server, server.new())


@pytest.fixture
def engines(bare: Home) -> Generator[Engines]:
    opened_engines = open_engines(bare.url)
    yield opened_engines
    opened_engines.dispose()


def brought_to(engines: Engines, schema: str) -> None:
    """Make the tables of `schema` as its migrations do, with a head."""
    with engines.writing.begin() as connection:
        migrate(connection, schema)
        connection.exec_driver_sql(f"INSERT INTO headrow VALUES (1, 0, '{GENESIS}')")  # noqa: S608


def differences(engines: Engines) -> list[object]:
    with engines.reading.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, SQLModel.metadata))


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(engines: Engines) -> None:
    with engines.writing.begin() as connection:
        migrate(connection)
    assert differences(engines) == []


def test_a_ledger_is_founded_with_exactly_those_tables_too(
    bare: Home, engines: Engines
) -> None:
    Ledger(bare.url).close()
    assert differences(engines) == []


def test_the_code_names_the_schemas_that_there_are_migrations_for() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    known = [found.revision for found in script.walk_revisions()]
    assert tuple(reversed(known)) == SCHEMAS


def test_an_older_ledger_is_migrated_once_it_was_said(bare: Home, engines: Engines) -> None:
    brought_to(engines, "0001")
    told: list[str] = []
    with closing(Ledger(bare.url, Clock(), told.append)) as ledger:
        with ledger.transaction() as tx:
            tx.record(opened(CASE))
        assert ledger.verify() == (None, True)
    assert len(told) == 1
    assert told[0].startswith("The ledger is of schema 0001; bringing it to 0002.")
    assert differences(engines) == []
    Ledger(bare.url, tell=told.append).close()
    assert len(told) == 1


def test_a_ledger_of_before_the_migrations_keeps_its_decisions_and_a_copy(
    tmp_path: Path,
) -> None:
    home = SqliteHome(tmp_path / "ledger.db")
    with closing(Ledger(home.url, Clock())) as ledger, ledger.transaction() as tx:
        tx.record(opened(CASE))
        tx.record(moved(CASE, State.MONITORING))
    home.behind_the_back(
        *UNNUMBERED,
        "DROP TABLE standingrow",  # the desks of the first weeks had none
        "DROP TABLE quarantinerow",
    )
    told: list[str] = []
    with closing(Ledger(home.url, tell=told.append)) as ledger:
        assert ledger.verify() == (None, True)
        with ledger.reading() as asked:
            assert asked.states() == {CASE.id: State.MONITORING}
    copy = tmp_path / "ledger-schema-0000.db"
    assert str(copy) in told[0]
    with closing(open_engines(SqliteHome(copy).url).reading.connect()) as connection:
        assert schema_of(connection) == "0000"


def test_a_migration_that_breaks_off_leaves_the_ledger_as_it_was(
    bare: Home, engines: Engines
) -> None:
    brought_to(engines, "0001")
    bare.behind_the_back("CREATE INDEX ix_decisionrow_at ON headrow (seq)")  # in its way
    with pytest.raises(Exception, match="ix_decisionrow_at"):
        Ledger(bare.url)
    with engines.reading.connect() as connection:
        assert schema_of(connection) == "0001"


def test_a_ledger_of_a_newer_schema_is_refused_with_a_clear_word(bare: Home) -> None:
    Ledger(bare.url).close()
    bare.behind_the_back("UPDATE alembic_version SET version_num = '0099'")
    with pytest.raises(NewerLedger) as refused:
        Ledger(bare.url)
    assert str(refused.value) == (
        "This desk was opened with a newer Evaldesk: its ledger is of schema 0099, and this "
        f"one knows up to {SCHEMAS[-1]}. Nothing was changed; update Evaldesk to go on."
    )


@pytest.mark.parametrize("old", [False, True])
def test_several_who_open_a_new_or_an_old_ledger_at_once_find_one(
    bare: Home, engines: Engines, old: bool
) -> None:
    if old:
        brought_to(engines, "0001")
    start, told = Barrier(4), list[str]()

    def opening(_: int) -> tuple[int, str]:
        start.wait()
        with closing(Ledger(bare.url, tell=told.append)) as it, it.reading() as asked:
            return asked.head()

    with ThreadPoolExecutor(4) as people:
        assert set(people.map(opening, range(4))) == {(0, GENESIS)}
    assert len(told) == old
    assert differences(engines) == []


def test_the_terminal_says_that_it_migrates_and_then_what_was_asked(tmp_path: Path) -> None:
    said = terminal(tmp_path / "desk")
    said("init")
    SqliteHome(tmp_path / "desk" / "ledger.db").behind_the_back(*UNNUMBERED)
    assert said("verify").code == 0


def test_whoever_opens_a_ledger_of_today_does_not_wait_for_the_migrations(
    tmp_path: Path,
) -> None:
    found_desk(tmp_path / "desk")
    script = (
        "import sys\nfrom pathlib import Path\nfrom store.desk import open_desk\n"
        "[open_desk(Path(sys.argv[1])).close() for _ in range(2)]\n"
        "sys.exit('alembic was loaded' if 'alembic' in sys.modules else 0)"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "desk")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr[-300:]) == (0, "")
