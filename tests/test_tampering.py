"""What somebody does to the ledger behind its back, on either database, is found and named."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from curation.cases import State
from curation.decisions import Decision, sealed
from curation.runs import Run
from store.ledger import Ledger
from tests.builders import (
    BEN,
    Clock,
    a_case,
    a_threshold,
    imported,
    judged,
    moved,
    opened,
    threshold_set,
)
from tests.homes import Home, PostgresHome, SqliteHome

CASE = a_case(state=State.BACKLOG)
OTHER = a_case(id="c-0000000000000002", state=State.BACKLOG, owner=BEN)
SEVEN: list[Decision] = [
    opened(CASE),
    opened(OTHER),
    moved(CASE, State.MONITORING),
    imported("i-1", Run("v2", {"blocking": 1}, commit="abc")),
    judged("v2", "BLOCKED"),
    threshold_set(a_threshold(value=0.95)),
    moved(CASE, State.BLOCKING),
]


def written(home: Home) -> Home:
    """`home`, with seven decisions in its ledger."""
    with closing(Ledger(home.url, Clock())) as ledger:
        for decision in SEVEN:
            with ledger.transaction() as tx:
                tx.record(decision)
        assert ledger.verify() == (None, True)
    return home


@pytest.fixture(scope="module")
def in_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return written(SqliteHome(tmp_path_factory.mktemp("story") / "ledger.db"))


@pytest.fixture(scope="module")
def in_postgres(on_postgres: PostgresHome) -> Home:
    on_postgres.empty()
    written(on_postgres)
    on_postgres.keep()
    return on_postgres


@pytest.fixture
def file(in_sqlite: Home, tmp_path: Path) -> Home:
    return in_sqlite.copy(tmp_path)


@pytest.fixture(params=["in_sqlite", "in_postgres"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    original: Home = request.getfixturevalue(request.param)
    return original.copy(tmp_path)


def proof(home: Home) -> tuple[int | None, bool]:
    with closing(Ledger(home.url)) as ledger:
        return ledger.verify()


def mended(home: Home) -> tuple[int | None, bool]:
    with closing(Ledger(home.url)) as ledger:
        ledger.rebuild()
        return ledger.verify()


ON_BOTH = [
    ("UPDATE decisionrow SET actor = 'ben' WHERE seq = 3", 3),
    ("UPDATE decisionrow SET reason = '' WHERE seq = 7", 7),
    ('UPDATE decisionrow SET after = \'{"verdict": "PASS"}\' WHERE seq = 5', 5),
    ("UPDATE decisionrow SET at = '2026-11-01 09:00:00.000000+00' WHERE seq = 2", 2),
    ("UPDATE decisionrow SET kind = 'nonsense' WHERE seq = 5", 5),
    ("DELETE FROM decisionrow WHERE seq = 1", 1),
    ("DELETE FROM decisionrow WHERE seq = 4", 4),
    ("DELETE FROM decisionrow WHERE seq > 4", 5),
    ("DELETE FROM decisionrow", 1),
    ("UPDATE headrow SET hash = 'another'", 7),
    ("UPDATE headrow SET seq = 9", 8),
    ("DELETE FROM headrow", 1),
]


@pytest.mark.parametrize(("statement", "seq"), ON_BOTH)
def test_a_change_of_the_log_is_named_at_the_first_bad_link(
    either: Home, statement: str, seq: int
) -> None:
    either.behind_the_back(statement)
    assert proof(either) == (seq, False)


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE decisionrow SET kind = 'described' WHERE seq = 3", 3),
        ("UPDATE decisionrow SET subject = 'c-9' WHERE seq = 1", 1),
        ("UPDATE decisionrow SET before = NULL WHERE seq = 3", 3),
        ("UPDATE decisionrow SET at = '2026-11-01 09:00:00.000000' WHERE seq = 2", 2),
        ("UPDATE decisionrow SET act = 'another' WHERE seq = 4", 4),
        ("UPDATE decisionrow SET undoes = 'another' WHERE seq = 4", 4),
        ("UPDATE decisionrow SET previous = hash WHERE seq = 6", 6),
        ("UPDATE decisionrow SET hash = previous WHERE seq = 7", 7),
        ("UPDATE decisionrow SET seq = 70 WHERE seq = 7", 7),
        ("UPDATE decisionrow SET after = '{no json' WHERE seq = 4", 4),
        ("UPDATE decisionrow SET after = 'null' WHERE seq = 4", 4),
        ("UPDATE decisionrow SET at = 'yesterday' WHERE seq = 6", 6),
        ("UPDATE decisionrow SET reason = CAST(x'ff' AS TEXT) WHERE seq = 2", 2),
    ],
)
def test_every_field_of_a_decision_is_held_by_the_chain(
    file: Home, statement: str, seq: int
) -> None:
    file.behind_the_back(statement)
    assert proof(file) == (seq, False)


@pytest.mark.parametrize(("one", "other"), [(3, 4), (1, 7), (6, 7)])
def test_decisions_that_changed_places_are_named_at_the_first_of_them(
    either: Home, one: int, other: int
) -> None:
    for seq, new in ((one, 70), (other, one), (70, other)):
        either.behind_the_back(f"UPDATE decisionrow SET seq = {new} WHERE seq = {seq}")  # noqa: S608
    assert proof(either) == (one, False)


@pytest.mark.parametrize("place", [1, 4, 7])
def test_a_decision_put_between_others_is_named_though_its_own_hash_is_right(
    either: Home, place: int
) -> None:
    with closing(Ledger(either.url)) as ledger, ledger.reading() as asked:
        entries = list(asked.entries())
    forged = sealed(replace(entries[place - 1], actor="mallory"))
    fields = "act, kind, subject, before, after, reason, at, undoes, previous"
    either.behind_the_back(
        f"UPDATE decisionrow SET seq = -seq - 1 WHERE seq >= {place}",  # noqa: S608
        "UPDATE decisionrow SET seq = -seq WHERE seq < 0",
        f"INSERT INTO decisionrow (seq, actor, hash, {fields}) "  # noqa: S608
        f"SELECT {place}, 'mallory', '{forged.hash}', {fields} FROM decisionrow "
        f"WHERE seq = {place + 1}",
        "UPDATE headrow SET seq = 8",
    )
    assert proof(either) == (place + 1, False)


def test_a_decision_forged_onto_the_end_is_named(either: Home) -> None:
    with closing(Ledger(either.url)) as ledger, ledger.reading() as asked:
        *_, last = asked.entries()
    forged = sealed(replace(last, seq=8, previous=last.hash, actor="mallory"))
    fields = "act, kind, subject, before, after, reason, at, undoes"
    either.behind_the_back(
        f"INSERT INTO decisionrow (seq, previous, actor, hash, {fields}) "  # noqa: S608
        f"SELECT 8, hash, 'mallory', '{forged.hash}', {fields} FROM decisionrow WHERE seq = 7",
    )
    assert proof(either) == (8, False)


def test_a_change_before_a_row_that_cannot_be_read_is_named_first(either: Home) -> None:
    either.behind_the_back(
        "UPDATE decisionrow SET kind = 'nonsense' WHERE seq = 6",
        "UPDATE decisionrow SET actor = 'ben' WHERE seq = 2",
    )
    assert proof(either) == (2, False)


def test_a_cut_end_is_named_even_after_a_rebuild_made_everything_agree(either: Home) -> None:
    either.behind_the_back("DELETE FROM decisionrow WHERE seq = 7")
    assert mended(either) == (7, False)


@pytest.mark.parametrize(
    ("statement", "stray"),
    [
        (
            "UPDATE caserow SET state = 'retired' WHERE id = 'c-0000000000000001'",
            "caserow c-0000000000000001",
        ),
        ("DELETE FROM caserow WHERE id = 'c-0000000000000002'", "caserow c-0000000000000002"),
        (
            "INSERT INTO caserow (id, state, version, body) "
            "VALUES ('c-9', 'blocking', 1, '{}')",
            "caserow c-9",
        ),
        ('UPDATE runrow SET verdict = \'{"verdict": "PASS"}\'', "runrow v2"),
        (
            "UPDATE thresholdrow SET body = '{\"value\": 0.5}'",
            "thresholdrow gate.pass_rate",
        ),
        ("DELETE FROM importrow", "importrow i-1"),
        (
            "INSERT INTO ownerrow (scope, owner, seq) VALUES ('blocking', 'mallory', 1)",
            "ownerrow blocking",
        ),
    ],
)
def test_a_row_shown_that_no_decision_led_to_is_named_and_mended_by_a_rebuild(
    either: Home, statement: str, stray: str
) -> None:
    either.behind_the_back(statement)
    assert proof(either) == (None, False)
    with closing(Ledger(either.url)) as ledger:
        assert ledger.strays() == [stray]
    assert mended(either) == (None, True)


@pytest.mark.parametrize(
    ("statement", "stray"),
    [
        ("UPDATE caserow SET body = '{no json' WHERE id = 'c-0000000000000001'", "caserow"),
        ("UPDATE batchrow SET shown = 0", "batchrow i-1/0.parquet"),
    ],
)
def test_a_row_that_only_a_file_can_hold_is_named_as_well(
    file: Home, statement: str, stray: str
) -> None:
    file.behind_the_back(statement)
    with closing(Ledger(file.url)) as ledger:
        assert ledger.strays() == [stray]
    assert mended(file) == (None, True)
