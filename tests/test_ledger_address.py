"""Where a ledger stands, what is said when it cannot be used, and that no password is told."""

import tomllib
from contextlib import closing
from pathlib import Path

import pytest

from curation.cases import State
from curation.errors import BadRequest, CurationError, LedgerUnavailable
from store.desk import open_desk
from store.ledger import Ledger
from store.ledger.address import VARIABLE, ledger_url, shown, without_secrets
from store.ledger.engine import open_engines
from tests.builders import Clock, a_case, moved, opened
from tests.homes import PostgresHome
from tests.postgres import LOCKED, WORD, Postgres
from tests.terminal import Evaldesk, terminal

SECRET = "s3cr3t/word"
TEAM = "postgresql://ana@db.example:5433/desk"
WITH_WORD = "postgresql://ana:s3cr3t%2Fword@db.example:5433/desk"
FILE = "sqlite:////here/ledger.db"


@pytest.mark.parametrize(
    ("named", "said", "found"),
    [
        (None, None, FILE),
        (None, WITH_WORD, FILE),  # what names no ledger is never written into a team's
        (TEAM, None, TEAM),
        (TEAM, WITH_WORD, WITH_WORD),
        ("environment", WITH_WORD, WITH_WORD),
        ("sqlite:////elsewhere.db", None, "sqlite:////elsewhere.db"),
    ],
)
def test_a_desk_says_where_its_ledger_is_and_the_environment_how_to_get_in(
    named: str | None, said: str | None, found: str
) -> None:
    assert ledger_url(named, FILE, {VARIABLE: said} if said else {}) == found


@pytest.mark.parametrize(
    ("named", "said", "words"),
    [
        (TEAM, "postgresql://ana:s3cr3t%2Fword@other/desk", "names the ledger .*db.example"),
        (TEAM, "postgresql://ana:s3cr3t%2Fword@db.example:5433/hers", "Unset EVALDESK_LEDGER"),
        ("environment", None, "set EVALDESK_LEDGER_URL"),
        (TEAM, "postgresql://ana:s3cr3t@x@db.example:54s3cr3t/desk", "cannot be read"),
        (TEAM, "mysql://ana:s3cr3t@db.example/desk", "cannot be read"),
        (TEAM, "s3cr3t", "cannot be read"),
    ],
)
def test_what_names_no_ledger_or_two_is_refused_without_quoting_a_password(
    named: str, said: str | None, words: str
) -> None:
    with pytest.raises(BadRequest, match=words) as refused:
        ledger_url(named, FILE, {VARIABLE: said} if said else {})
    assert "s3cr3t" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (WITH_WORD, TEAM),
        ("postgres://ana@db/desk?password=s3cr3t&sslmode=require",
         "postgresql://ana@db/desk?sslmode=require"),
        (TEAM, TEAM),
        (FILE, FILE),
    ],
)  # fmt: skip
def test_a_password_is_neither_written_down_nor_shown(url: str, kept: str) -> None:
    assert without_secrets(url) == kept
    assert "s3cr3t" not in shown(url)


@pytest.fixture
def locked(postgres: Postgres) -> str:
    """The URL of a database of somebody who needs a password, without it."""
    name = postgres.new().rpartition("/")[2]
    postgres.run(f"ALTER DATABASE {name} OWNER TO {LOCKED}")
    return postgres.url(name, LOCKED)


def with_word(url: str, word: str) -> str:
    return url.replace(
        f"{LOCKED}@", f"{LOCKED}:{word.replace(' ', '%20').replace('/', '%2F')}@"
    )


@pytest.fixture
def said(tmp_path: Path) -> Evaldesk:
    return terminal(tmp_path / "desk")


def test_a_desk_is_made_on_a_server_and_keeps_its_password_outside(
    said: Evaldesk, locked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = said("init", "--ledger", with_word(locked, WORD))
    assert made.code == 0
    assert "The password was not written" in made.text
    text = (tmp_path / "desk" / "desk.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["ledger"]["url"] == locked
    assert not (tmp_path / "desk" / "ledger.db").exists()
    refused = said("verify")
    assert refused.code == 3
    assert "does not accept the password" in refused.text
    monkeypatch.setenv("PGPASSWORD", WORD)
    assert said("verify").code == 0
    monkeypatch.delenv("PGPASSWORD")
    monkeypatch.setenv(VARIABLE, with_word(locked, WORD))
    assert said("verify", "--json").json["decisions"] > 0
    assert said("own", "blocking", "--owner", "ben").code == 0


def test_two_desks_do_not_share_a_ledger(
    said: Evaldesk, postgres: Postgres, tmp_path: Path
) -> None:
    url = postgres.new()
    assert said("init", "--ledger", url).code == 0
    assert "desk already" in said("init", "--ledger", url).text
    other = terminal(tmp_path / "other")("init", "--ledger", url)
    assert other.code == 2
    assert "is the ledger of a desk already" in other.text
    assert not (tmp_path / "other").exists()
    moved_away = said("init", "--ledger", postgres.url("elsewhere"))
    assert moved_away.code == 2
    assert "keeps its ledger in postgresql://" in moved_away.text


def test_the_variable_of_a_team_does_not_move_the_desk_of_somebody_else(
    said: Evaldesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said("init").code == 0
    monkeypatch.setenv(VARIABLE, WITH_WORD)
    with closing(open_desk(tmp_path / "desk")) as desk, desk.ledger.reading() as asked:
        assert asked.head()[0] > 0


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (
            "postgresql://eva:{word}@127.0.0.1:1/desk",
            r"does not answer \(Connection refused\)",
        ),
        ("postgresql://eva:{word}@no.such.host.invalid/desk", r"does not answer \(\w"),
        ("postgresql://evaldesk@127.0.0.1:{port}/postgres?sslmode=require", "does not answer"),
        ("postgresql://eva:{word}@127.0.0.1:{port}/postgres", "no such user or database"),
        ("postgresql://evaldesk:{word}@127.0.0.1:{port}/none", "no such user or database"),
        (
            "postgresql://locked:{word}@127.0.0.1:{port}/postgres",
            "does not accept the password",
        ),
    ],
)
def test_a_server_that_lets_nobody_in_is_told_in_words_and_nothing_is_left_behind(
    said: Evaldesk, postgres: Postgres, tmp_path: Path, where: str, words: str
) -> None:
    url = where.format(word="s3cr3t", port=postgres.port)
    with pytest.raises(LedgerUnavailable, match=words) as refused:
        Ledger(url)
    assert "s3cr3t" not in str(refused.value)
    assert "recorded" not in str(refused.value)  # nothing was begun
    answered = said("init", "--ledger", url)
    assert answered.code == 3
    assert "s3cr3t" not in answered.text
    assert not (tmp_path / "desk").exists()


@pytest.mark.parametrize(
    "option", ["foo=s3cr3t", "s3cr3t=1", "sslmode=s3cr3t", "keepalives=s3cr3t", "port=s3cr3t"]
)
def test_an_option_that_there_is_not_is_refused_without_quoting_it(
    postgres: Postgres, option: str
) -> None:
    with pytest.raises(BadRequest, match="has an option, after its") as refused:
        Ledger(f"{postgres.url()}?{option}")
    assert "s3cr3t" not in str(refused.value)


def test_a_database_that_cannot_hold_every_language_is_refused(postgres: Postgres) -> None:
    postgres.run(
        "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0",
    )
    with pytest.raises(BadRequest, match=r"as LATIN1.*createdb --encoding=UTF8"):
        Ledger(postgres.url("latin"))


def test_without_the_driver_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(BadRequest, match=r"pip install \"psycopg\[binary\]"):
        open_engines(TEAM)


def test_a_ledger_is_there_again_when_its_server_threw_everybody_out(
    on_postgres: PostgresHome,
) -> None:
    on_postgres.empty()
    case = a_case(state=State.BACKLOG)
    gone = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    )
    with closing(Ledger(on_postgres.url, Clock())) as ledger:
        with ledger.transaction() as tx:
            tx.record(opened(case))
        on_postgres.behind_the_back(gone)
        with ledger.reading() as asked:
            assert asked.head()[0] == 1

        def thrown_out_in_the_midst() -> None:
            with ledger.transaction() as tx:
                tx.record(moved(case, State.RETIRED))
                on_postgres.behind_the_back(gone)

        with pytest.raises(LedgerUnavailable, match="just recorded is not known"):
            thrown_out_in_the_midst()
        assert ledger.verify() == (None, True)
        with ledger.reading() as asked:
            assert asked.head()[0] == 1


def test_who_waits_too_long_for_the_ledger_is_told_so(
    on_postgres: PostgresHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.ledger.engine.BUSY_SECONDS", 1)
    on_postgres.empty()
    with closing(Ledger(on_postgres.url)) as ledger, ledger.transaction():

        def second() -> None:
            with ledger.transaction():
                pass

        with pytest.raises(CurationError, match="Somebody else has been writing"):
            second()
