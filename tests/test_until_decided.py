"""What pages keep until somebody decides: quick again, never stale, made ready at the start."""

from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from curation.errors import BadRequest
from store.answers import ready
from store.answers.coverage import ALL, coverage_now
from store.answers.deviations import deviating
from store.answers.health import health
from store.answers.inbox import inbox
from store.answers.last_answers import LastAnswers
from store.answers.refresh_draft import draft_now
from store.answers.refreshes import items_now
from store.desk import Desk, open_desk
from tests.blocking_desk import blocking_desk
from tests.terminal import Evaldesk
from tests.test_the_main_job import lines

FAILED = {
    "id": 99, "timestamp": "2026-11-09T10:00:00Z", "route": "refunds",
    "input": "My parcel never came", "prediction": "refund", "truth": "parcel", "model": "v1",
}  # fmt: skip
ASKED: dict[str, Callable[[Desk], object]] = {
    "coverage": lambda desk: coverage_now(desk, (), ALL),
    "deviating": deviating,
    "draft": lambda desk: draft_now(desk, "ana"),
    "items": lambda desk: items_now(desk, draft_now(desk, "ana").items, "ana"),
}


@pytest.fixture
def at(tmp_path: Path) -> Generator[tuple[Desk, Evaldesk, str]]:
    """A desk as a server holds it open, a terminal beside it, and a case that blocks."""
    said, first, _ = blocking_desk(tmp_path)
    with closing(open_desk(tmp_path / "desk")) as desk:
        yield desk, said, first


def test_an_answer_is_made_once_until_something_comes_in_or_is_decided(
    at: tuple[Desk, Evaldesk, str], tmp_path: Path
) -> None:
    desk, said, case = at
    first = {name: ask(desk) for name, ask in ASKED.items()}
    assert [name for name, ask in ASKED.items() if ask(desk) is not first[name]] == []

    said("import", lines(tmp_path / "more.jsonl", [FAILED]), "--as", "events")
    assert [name for name, ask in ASKED.items() if ask(desk) is first[name]] == []
    window = draft_now(desk, "ana").window
    assert (window.events, window.failures) == (4, 3)
    assert coverage_now(desk, (), ALL).summary.cases == 2

    said("move", case, "--to", "retired", "-m", "nobody asks it")
    assert coverage_now(desk, (), ALL).summary.cases == 1
    said("undo")
    assert coverage_now(desk, (), ALL).summary.cases == 2


def test_what_is_made_ready_is_there_follows_an_import_and_writes_nothing(
    at: tuple[Desk, Evaldesk, str], tmp_path: Path
) -> None:
    desk, said, _ = at
    with desk.ledger.reading() as asked:
        head = asked.head()
    trouble: list[str] = []
    ready.make_ready(desk, lambda what, error: trouble.append(f"{what}: {error!r}"))
    with desk.ledger.reading() as asked:
        assert (asked.head(), trouble) == (head, [])
    known = health(desk)
    assert known.figures is health(desk).figures
    assert inbox(desk).failures == 0
    said("import", lines(tmp_path / "more.jsonl", [FAILED]), "--as", "events")
    assert inbox(desk).failures == 1
    assert health(desk).as_of > known.as_of


def test_an_answer_that_breaks_is_told_of_and_the_rest_is_made(
    at: tuple[Desk, Evaldesk, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Desk) -> None:
        raise ZeroDivisionError

    def refused(_: Desk) -> None:
        raise BadRequest("No events yet.")

    made: list[Desk] = []
    told: list[str] = []
    asked = (("One", broken), ("Two", refused), ("Three", made.append))
    monkeypatch.setattr(ready, "FIRST", asked)
    ready.make_ready(at[0], lambda what, error: told.append(f"{what} {type(error).__name__}"))
    assert (told, made) == (["One ZeroDivisionError"], [at[0]])


@pytest.mark.parametrize(
    ("fails", "makes"),
    [(False, ["first"]), (True, ["first", "second"])],
    ids=["who comes meanwhile gets it too", "what failed is made by the next"],
)
def test_two_that_ask_at_once_make_one_answer(fails: bool, makes: list[str]) -> None:
    kept: LastAnswers[str] = LastAnswers()
    begun, go, made, got = Event(), Event(), list[str](), list[str]()

    def first() -> str:
        made.append("first")
        begun.set()
        go.wait(10)
        if fails:
            raise BadRequest("Not now.")
        return "answer"

    def second() -> str:
        made.append("second")
        return "answer"

    def asks_first() -> None:
        try:
            got.append(kept.get("x", first))
        except BadRequest:
            got.append("refused")

    one = Thread(target=asks_first)
    one.start()
    assert begun.wait(10)
    two = Thread(target=lambda: got.append(kept.get("x", second)))
    two.start()
    assert kept.get("y", lambda: "another") == "another"  # who asks for other things goes on
    go.set()
    one.join(10)
    two.join(10)
    assert (made, sorted(got)) == (makes, ["answer", "refused" if fails else "answer"])
