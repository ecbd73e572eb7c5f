"""Tell people of alarms: each telling is claimed in the ledger first, so that none is lost.

Whoever dies between sending and recording leaves the claim behind; it is taken up again when
its lease is over. So everything is told at least once, with the same id each time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from curation import telling
from curation.errors import MovedMeanwhile
from curation.messages import Message, trial
from curation.telling import Delivery, Now, Progress, pace
from store.acts.claiming import Claim, claim, moment, put_off, record
from store.acts.patience import Patience
from store.answers.alarm_book import book
from store.answers.outbox import outbox, undelivered, untold
from store.delivery.channels import Connection, Connections, connections
from store.delivery.sending import Outcome, attempt, send
from store.desk import Desk

Pair = tuple[str, str]  # an alarm and a channel
Attempting = Callable[[Connection, Message, float, Sequence[int]], Outcome]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to tell `channel` of `alarm`; `problem` is None when it went well."""

    alarm: str
    channel: str
    what: str
    state: Progress
    attempts: int
    next_at: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was tried, what still waits for its time, what was given up, and who hears nothing.

    `untold` are alarms in force that no channel of desk.toml takes; `put_off` was not tried,
    since its channel had just not answered in time.
    """

    tried: tuple[Attempt, ...]
    waiting: int
    given_up: tuple[str, ...]
    untold: tuple[str, ...]
    put_off: tuple[str, ...] = ()

    @property
    def fine(self) -> bool:
        """Whether everybody was told, or will be."""
        return not (self.given_up or self.untold)


def deliver(
    desk: Desk,
    *,
    actor: str = "evaldesk",
    by: Attempting = attempt,
    patience: Patience | None = None,
) -> Delivered:
    """Tell every channel what it must be told now. Others may do the same at the same time.

    What there is no patience for stays due, or waits, for the next delivery.
    """
    work = _Work(desk, connections(desk.alarms), actor, by, patience or Patience())
    done: set[Pair] = set()
    while found := [one for one in _due(work) if one not in done]:
        done.update(found)
        for place, (alarm, channel) in enumerate(found):
            _tell(work, alarm, channel, _among(work, found[place:]))
    return _delivered(work)


@dataclass
class _Work:
    desk: Desk
    known: Connections
    actor: str
    by: Attempting
    patience: Patience
    tried: list[Attempt] = field(default_factory=list[Attempt])
    put_off: list[str] = field(default_factory=list[str])


def _among(work: _Work, left: Sequence[Pair]) -> int:
    """How many channels still want to be told something."""
    return len({channel for _, channel in left if not work.patience.skips(channel)})


def _tell(work: _Work, alarm: str, channel: str, among: int) -> None:
    """Tell `channel` all that it must be told of `alarm`, until an attempt fails."""
    patience = work.patience
    while not patience.skips(channel) and (longest := patience.for_one(among)):
        claimed = claim(work.desk, work.known, alarm, channel, work.actor)
        if claimed is None:
            return
        after = _attempt(work, claimed, longest)
        work.tried.append(_told(after))
        patience.saw(after)
        if after.problem:
            return
    if (silent := patience.silent.get(channel)) and put_off(
        work.desk, work.known, alarm, channel, work.actor, silent
    ):
        work.put_off.append(f"{alarm}:{channel}")


def _delivered(work: _Work) -> Delivered:
    channels = [one.channel for one in work.known.by_name.values()]
    now = moment(work.desk)
    with work.desk.ledger.reading() as asked:
        stands = book(asked)
    told = outbox(stands, channels, now)
    lost = undelivered(stands, told, now)
    return Delivered(
        tuple(work.tried),
        sum(one.state in (Now.DUE, Now.RETRY, Now.SENDING, Now.MUTED) for one in told),
        tuple(
            f"{one.alarm}:{one.channel}"
            for one in told
            if one.state is Now.GIVEN_UP and one.alarm in lost
        ),
        tuple(untold(stands, channels)),
        tuple(work.put_off),
    )


def try_channel(desk: Desk, name: str) -> str | None:
    """Tell `name` that this is a test; None when it went well, else what kept it."""
    known = connections(desk.alarms)
    connection = known.channel(name)
    with desk.ledger.reading() as asked:
        origin = asked.origin()[:12]
    return send(connection, trial(name, origin, moment(desk).isoformat(), known.base_url))


def _due(work: _Work) -> list[Pair]:
    """What is to be told now; what was tried least comes first, so that nothing waits on."""
    channels = [one.channel for one in work.known.by_name.values()]
    with work.desk.ledger.reading() as asked:
        told = outbox(book(asked), channels, moment(work.desk))
    due = sorted((one for one in told if one.state is Now.DUE), key=lambda one: one.attempts)
    return [(one.alarm, one.channel) for one in due]


def _attempt(work: _Work, claimed: Claim, longest: float) -> Delivery:
    began = claimed.delivery
    outcome = work.by(work.known.by_name[began.channel], claimed.message, longest, began.left)
    with work.desk.ledger.reading() as asked:
        found = pace(asked.policy())
    now = moment(work.desk)
    after = telling.ended(began, outcome.problem, now, found, outcome.left)
    try:
        with work.desk.ledger.transaction() as tx:
            record(tx, after, claimed.stood, work.actor)
    except MovedMeanwhile:
        return after  # it took longer than its lease: who took it over says how it ended
    return after


def _told(one: Delivery) -> Attempt:
    return Attempt(
        one.alarm, one.channel, one.what, one.state, one.attempts, one.next_at, one.problem
    )
