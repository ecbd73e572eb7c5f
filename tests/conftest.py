"""What every test may ask for."""

import os
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest

from store.ledger import Ledger
from tests.homes import Home, PostgresHome, SqliteHome
from tests.postgres import Postgres, programs, server

ROOT = Path(__file__).resolve().parent.parent

# A busy machine is no finding; CI tries the same examples each time, a laptop new ones.
hypothesis.settings.register_profile(
    "desk", deadline=None, derandomize=os.environ.get("CI") == "true"
)
hypothesis.settings.load_profile("desk")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data sets that lie beside the checkout on some machines."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the real data sets beside the checkout (shared/data), not there")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Generator[Postgres]:
    """A real server; a machine without one skips, CI fails."""
    if programs() is None:
        missing = "needs PostgreSQL (apt-get install postgresql)"
        if os.environ.get("EVALDESK_REQUIRE_POSTGRESQL") == "1":
            pytest.fail(f"This test {missing}.")
        pytest.skip(missing)
    with server() as running:
        yield running


@pytest.fixture(scope="session")
def on_postgres(postgres: Postgres) -> PostgresHome:
    """The database of all ledgers on the server, one after the other."""
    home = PostgresHome(postgres, postgres.new())
    Ledger(home.url).close()
    return home


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """Where an empty ledger is: the test runs on both databases."""
    if request.param == "sqlite":
        return SqliteHome(tmp_path / "ledger.db")
    found: PostgresHome = request.getfixturevalue("on_postgres")
    found.empty()
    return found
