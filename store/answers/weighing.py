"""What a move of several cases would do, before it is sent: who moves, who stays and why."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

from curation.cases import Case, State
from curation.dismissal import history
from curation.effect import Effect
from curation.promotion import Objection, objections
from store.answers.effects import effect_of, judged, tallied
from store.answers.evidence import Scores, evidence, scores
from store.answers.openings import openings
from store.answers.sleeping import dismissals, failures_of, groups_of
from store.answers.twins import Looking
from store.desk import Desk

RECENT_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Stays:
    """One objection, and the cases that it keeps where they are."""

    objection: Objection
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wakes:
    """A failure group of the cases: what it has had, and the week that would wake them up."""

    kind: str | None
    route: str
    cases: int
    failures: int
    recent: float  # a week, over the last RECENT_WEEKS
    busiest: int  # week
    limit: float | None  # a week with more wakes them up


@dataclass(frozen=True, slots=True)
class Weighed:
    """What `move` would answer now; the effect is that of the free cases, else of all."""

    to: State
    free: tuple[str, ...]
    refused: int
    origins: Mapping[State, int]
    stays: tuple[Stays, ...]  # the objection that most cases meet comes first
    effect: Effect | None
    wakes: tuple[Wakes, ...]


def weigh(desk: Desk, case_ids: Sequence[str], to: State, *, actor: str) -> Weighed:
    """What a move of the cases among `case_ids` that are known would do, with a reason said."""
    ids = list(dict.fromkeys(case_ids))
    fresh = openings(desk, ids)
    scored: Scores = scores(desk, ids) if to is State.BLOCKING else {}
    looking = Looking(desk) if to is State.BLOCKING else None
    with desk.ledger.reading() as asked:
        standing = {c: found for c in ids if (found := asked.case(c) or fresh.get(c))}
        evident = evidence(asked, list(standing.values()), scored, looking, together=True)
    met: dict[tuple[str, str], list[str]] = defaultdict(list)
    first: dict[tuple[str, str], Objection] = {}
    free: list[str] = []
    for case in standing.values():
        known = evident[case.id].after(free)
        found = objections(case, to, known, actor=actor, reason="said")
        for one in found:
            met[one.code, one.what].append(case.id)
            first.setdefault((one.code, one.what), one)
        if not found:
            free.append(case.id)
    stays = [Stays(first[key], tuple(cases)) for key, cases in met.items()]
    return Weighed(
        to=to,
        free=tuple(free),
        refused=len(standing) - len(free),
        origins=Counter(case.state for case in standing.values()),
        stays=tuple(sorted(stays, key=lambda one: -len(one.cases))),
        effect=_effect(desk, standing, free or ids) if to is State.BLOCKING else None,
        wakes=_wakes(desk, standing.values()) if to is State.DISMISSED else (),
    )


def _effect(desk: Desk, standing: Mapping[str, Case], ids: Sequence[str]) -> Effect:
    attempts = desk.facts().ask("case_attempts", case_ids=list(ids))
    tallies = tallied(attempts, standing.values())
    with desk.ledger.reading() as asked:
        return effect_of(ids, judged(asked), tallies)


def _wakes(desk: Desk, cases: Collection[Case]) -> tuple[Wakes, ...]:
    groups: dict[str, list[Case]] = defaultdict(list)
    group_of = groups_of(desk, cases)
    for case in cases:
        groups[group_of.get(case.id, "")].append(case)
    totals, weeks = failures_of(desk, groups)
    asleep = dismissals(desk, [found[0] for found in groups.values()], None)
    today = desk.ledger.clock().astimezone(UTC).date()
    first = today - timedelta(weeks=RECENT_WEEKS)
    return tuple(
        Wakes(
            kind=found[0].kind,
            route=found[0].route,
            cases=len(found),
            failures=totals[group],
            recent=sum(n for week, n in weeks[group].items() if week > first) / RECENT_WEEKS,
            busiest=max(history(weeks[group], today), default=0),
            limit=asleep[found[0].id].weekly_limit,
        )
        for group, found in sorted(groups.items(), key=lambda item: -len(item[1]))
    )
