"""Long work beside the pages: what goes on is told while other work begins and ends."""

import sys
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from curation.errors import BadRequest
from pages.shared.background import Job, Progress, of_others, start

LONG = 30.0


@pytest.fixture
def many() -> Generator[list[Job[bool]]]:
    """Work that goes on until the test is over."""
    end = Event()
    yield [start(f"job {n}", "ana", lambda _: end.wait(LONG)) for n in range(50)]
    end.set()


@pytest.fixture
def hasty() -> Generator[None]:
    """Threads that interrupt each other as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty")
def test_what_goes_on_is_told_while_work_begins_and_ends(many: list[Job[bool]]) -> None:
    def begin_and_end() -> None:
        for _ in range(100):
            start("a short one", "ben", lambda _: True).over.wait(LONG)

    with ThreadPoolExecutor(2) as pool:
        working = [pool.submit(begin_and_end) for _ in range(2)]
        while not all(one.done() for one in working):
            assert len(of_others(many[0])) >= len(many) - 1
    assert [one.result() for one in working] == [None, None]
    assert "ana: job 1, 0 %" in of_others(many[0])
    assert "ana: job 0, 0 %" not in of_others(many[0])


def test_work_that_is_refused_says_so_and_goes_on_no_longer() -> None:
    def refuse(tell: Progress) -> None:
        tell(0.5)
        raise BadRequest("There is no such file.")

    job = start("an import", "carl", refuse)
    assert job.over.wait(LONG)
    assert (job.answer, str(job.trouble), job.share) == (None, "There is no such file.", 0.5)
    assert not [told for told in of_others(None) if "carl" in told]
