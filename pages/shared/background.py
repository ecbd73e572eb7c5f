"""Long work beside the pages: it goes on when its visitor turns to another page or leaves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Any, Generic, TypeVar

import streamlit as st

from curation.errors import CurationError
from curation.percents import percent
from pages.shared import calm
from pages.shared.html import Html, prose, show, tag

T = TypeVar("T")
Progress = Callable[[float], None]


@dataclass(eq=False)
class Job(Generic[T]):
    """One piece of work: how far it is, then its answer, or why there is none."""

    what: str
    who: str
    share: float = 0.0
    answer: T | None = None
    trouble: Html | None = None
    over: Event = field(default_factory=Event)

    def tell(self, share: float) -> None:
        """Note how far the work is."""
        self.share = min(max(share, 0.0), 1.0)

    def run(self, act: Callable[[Progress], T]) -> None:
        """Do the work; what refuses or breaks becomes a sentence."""
        try:
            self.answer = act(self.tell)
        except CurationError as refusal:
            self.trouble = prose(str(refusal))
        except Exception as error:
            self.trouble = calm.fault(error)
        finally:
            with _LOCK:
                _AT_WORK.discard(self)
            self.over.set()


_AT_WORK: set[Job[Any]] = set()
_LOCK = Lock()  # jobs come and go in threads of their own


def start(what: str, who: str, act: Callable[[Progress], T]) -> Job[T]:
    """Begin `act` in a thread of its own, which ends with the server at the latest."""
    job = Job[T](what, who)
    with _LOCK:
        _AT_WORK.add(job)
    Thread(target=job.run, args=(act,), daemon=True).start()
    return job


def of_others(own: Job[T] | None) -> list[str]:
    """What goes on for other visitors, one sentence each."""
    with _LOCK:
        found = tuple(_AT_WORK)
    return [f"{job.who}: {job.what}, {percent(job.share)}" for job in found if job is not own]


@st.fragment(run_every=0.5)
def watch(job: Job[T]) -> None:
    """Draw how far `job` is; when it is over, the page is drawn anew."""
    if job.over.is_set():
        st.rerun()
    show(tag("p", f"{job.what}. You can leave this page: it goes on.", role="status"))
    st.progress(job.share, text="Progress")
