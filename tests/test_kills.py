"""kill -9 at any moment: nothing is half-visible, the next command works, debris is swept."""

import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from curation.cases import State
from store.acts import importing
from store.acts.importing import import_files
from store.acts.moving import move
from store.acts.owning import name_owner
from store.acts.taking_out import undo_import
from store.answers.inbox import group_cases, inbox
from store.commands import main
from store.desk import Desk, found_desk, open_desk
from store.facts import Facts, batches, connection, warehouse
from store.facts.connection import DuckDBPyConnection
from store.ledger import Transaction
from tests.builders import ANA
from tests.terminal import terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL and fork")
FORKS: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
if sys.platform != "win32":
    FORKS.set_forkserver_preload([__name__])  # each process starts with everything loaded
ROWS, FAILURES = 20_000, 300
NOTHING, EVERYTHING = (0, 0), (ROWS, FAILURES)
LONG_AGO = time.time() - 2 * 24 * 3600


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty thousand events, three hundred of them failures, each of an input of its own."""
    path = tmp_path_factory.mktemp("events") / "events.csv"
    rows = [
        f"{n},question {n},refund,{'billing' if n < FAILURES else 'refund'}"
        for n in range(ROWS)
    ]
    path.write_text("id,input,prediction,truth\n" + "\n".join(rows) + "\n")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found_desk(tmp_path / "desk")
    with opened(tmp_path / "desk") as desk:
        name_owner(desk, "blocking", ANA, None, actor=ANA)
    return tmp_path / "desk"


@contextmanager
def opened(folder: Path) -> Generator[Desk]:
    with closing(open_desk(folder)) as desk:
        yield desk


def evaldesk(folder: str, words: Sequence[str], moment: str | None = None) -> None:
    """The command, in a process of its own; at `moment` it kills itself."""
    os.environ |= {"EVALDESK_DESK": folder, "EVALDESK_ACTOR": ANA}
    sys.argv = ["evaldesk", *words]
    if moment is not None:
        owner, name, after = MOMENTS[moment]
        setattr(owner, name, deadly(getattr(owner, name), after=after))
    with Path(os.devnull).open("w") as quiet, redirect_stdout(quiet):
        main()


def deadly(real: Callable[..., object], *, after: bool) -> Callable[..., None]:
    def die(*args: object, **named: object) -> None:
        if after:
            real(*args, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return die


# Where an import is most easily caught in the act, and what of it may be seen afterwards.
MOMENTS: dict[str, tuple[Any, str, bool]] = {
    "a batch has no name yet": (batches, "_finish", False),
    "all batches are written": (importing, "_record", False),
    "recorded and not committed": (Transaction, "record", True),
    "committed and not tidied up": (Facts, "discard", False),
}


def run(
    folder: Path, *words: object, delay: float | None = None, moment: str | None = None
) -> int:
    """Start the command and kill it after `delay` seconds; its exit code."""
    process = FORKS.Process(target=evaldesk, args=(str(folder), [*map(str, words)], moment))
    process.start()
    process.join(delay)
    process.kill()
    process.join()
    return int(process.exitcode)


def delays(whole: float, count: int) -> list[float]:
    """Moments spread over the run time of a command, each somewhere in its part of it."""
    chance = random.Random(2)
    return [whole * (n + chance.random()) / count for n in range(count)]


def timed(folder: Path, *words: object) -> float:
    """How long the command takes when nobody kills it."""
    assert run(folder, "sets") == 0  # the first process of all waits for what it loads
    start = time.monotonic()
    assert run(folder, *words) == 0
    return time.monotonic() - start


def seen(folder: Path) -> tuple[int, int]:
    """Events and failures in view; the desk is whole."""
    with opened(folder) as desk:
        assert desk.ledger.verify() == (None, True)
        found = desk.facts().ask("event_weeks")
        failed = desk.facts().ask("failure_weeks", kind=None, route=None)
    return sum(r["events"] for r in found), sum(r["failures"] for r in failed)


def debris(folder: Path) -> list[str]:
    """Files and folders of facts that no import lists."""
    with opened(folder) as desk, desk.ledger.reading() as asked:
        listed = set(asked.batch_paths())
    facts = folder / "facts"
    there = [*(facts / "batches").iterdir(), *(facts / "staging").iterdir()]
    return sorted({path.relative_to(facts).as_posix() for path in there} - listed)


def test_an_import_killed_at_any_moment_is_there_as_a_whole_or_not_at_all(
    folder: Path, events: Path, tmp_path: Path
) -> None:
    found_desk(tmp_path / "unharmed")
    whole = timed(tmp_path / "unharmed", "import", events)
    said = terminal(folder)
    exits: list[int] = []
    for delay in delays(whole, 12):
        exits.append(run(folder, "import", events, delay=delay))
        visible = seen(folder)
        assert visible in (NOTHING, EVERYTHING)
        assert said("inbox", "--json").json["failures"] == visible[1]
        if visible == EVERYTHING:
            import_id = said("imports", "--json").json["imports"][0]["import_id"]
            assert said("imports", "undo", import_id, "-m", "again").code == 0
    assert exits[0] == -signal.SIGKILL
    assert set(exits) <= {0, -signal.SIGKILL}
    assert said("import", events, "--json").json["rows_added"] == ROWS
    assert seen(folder) == EVERYTHING


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_a_killed_import_left_behind_does_not_count_and_is_swept_by_the_next(
    folder: Path, events: Path, moment: str
) -> None:
    assert run(folder, "import", events, moment=moment) == -signal.SIGKILL
    committed = moment == "committed and not tidied up"
    assert seen(folder) == (EVERYTHING if committed else NOTHING)
    left = debris(folder)
    assert left
    for path in (folder / "facts").rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    with opened(folder) as desk:
        again = import_files(desk, [events], "events", actor=ANA)
    assert (again.rows_added, again.rows_known) == ((0, ROWS) if committed else (ROWS, 0))
    assert seen(folder) == EVERYTHING
    assert debris(folder) == []


def test_what_another_import_writes_at_this_moment_is_not_swept(
    folder: Path, events: Path
) -> None:
    run(folder, "import", events, moment="all batches are written")
    left = debris(folder)
    with opened(folder) as desk:
        import_files(desk, [events], "events", actor=ANA)
    assert debris(folder) == left != []


def test_what_a_killed_process_spilled_is_swept_but_never_the_folder_of_a_living_one(
    folder: Path, events: Path
) -> None:
    spill = folder / "facts" / "staging" / "spill-0123abcd"
    spill.mkdir()
    rows = spill / "duckdb_temp_storage_DEFAULT-0.tmp"
    rows.write_bytes(b"spilled")
    for path in (rows, spill):
        os.utime(path, (LONG_AGO, LONG_AGO))
    with opened(folder) as desk:
        import_files(desk, [events], "events", actor=ANA)
    assert list(spill.iterdir()) == []


def test_two_that_open_a_desk_spill_into_folders_of_their_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def connect(spill: Path) -> DuckDBPyConnection:
        asked.append(spill)
        return connection.connect(spill)

    monkeypatch.setattr(warehouse, "connect", connect)
    with opened(folder), opened(folder):
        assert len(set(asked)) == 2


def test_an_undone_import_keeps_its_files_when_debris_is_swept(
    folder: Path, events: Path
) -> None:
    with opened(folder) as desk:
        done = import_files(desk, [events], "events", actor=ANA)
        assert done.import_id is not None
        undo_import(desk, done.import_id, actor=ANA, reason="tried")
        kept = sorted((folder / "facts" / "batches").iterdir())
        for path in kept:
            os.utime(path, (LONG_AGO, LONG_AGO))
        import_files(desk, [events], "events", actor=ANA)
    assert set(kept) < set((folder / "facts" / "batches").iterdir())


def test_an_import_interrupted_right_after_it_was_recorded_keeps_its_files(
    folder: Path, events: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., bool] = getattr(importing, "_record")  # noqa: B009 (a test may)

    def interrupted(*args: Any, **named: Any) -> bool:
        assert real(*args, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "_record", interrupted)
    with opened(folder) as desk, pytest.raises(KeyboardInterrupt):
        import_files(desk, [events], "events", actor=ANA)
    assert seen(folder) == EVERYTHING


def states(folder: Path) -> dict[State, int]:
    with opened(folder) as desk, desk.ledger.reading() as asked:
        assert desk.ledger.verify() == (None, True)
        return {state: n for state, n in asked.counts().items() if n}


def test_a_bulk_move_killed_at_any_moment_moved_all_or_none(folder: Path, events: Path) -> None:
    with opened(folder) as desk:
        import_files(desk, [events], "events", actor=ANA)
        only, *_ = inbox(desk).groups
        ids = [row.case for row in group_cases(desk, only.group, limit=FAILURES)]
    assert len(ids) == FAILURES
    whole = timed(folder, "move", *ids, "--to", "retired", "-m", "bulk")
    assert states(folder) == {State.RETIRED: FAILURES}
    here, there = State.RETIRED, State.BACKLOG
    exits: list[int] = []
    for delay in delays(whole, 6):
        exits.append(run(folder, "move", *ids, "--to", there, "-m", "bulk", delay=delay))
        found = states(folder)
        assert found in ({here: FAILURES}, {there: FAILURES})
        if found == {there: FAILURES}:
            here, there = there, here
    assert exits[0] == -signal.SIGKILL
    with opened(folder) as desk:
        done = move(desk, ids, there, actor=ANA, reason="the next command works")
    assert len(done.moved) == FAILURES
    assert states(folder) == {there: FAILURES}
