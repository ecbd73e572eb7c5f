"""What the failures of a group are about: topics that keep their names from week to week."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from curation.decisions import Kind
from curation.thresholds import MIN_SUPPORT
from curation.topic_history import FREE, SUBJECT, Topic
from curation.topics import Cluster
from curation.trends import Trend, Way, trends, whole_weeks
from store.answers.failure_groups import signature
from store.answers.inbox import inbox
from store.answers.recurrence import axis
from store.answers.topic_texts import MOST, Now, topics_now
from store.desk import Desk

EXAMPLES = 3
FREE_TITLE = "Failures without any label"


@dataclass(frozen=True, slots=True)
class Offered:
    """A group in which topics can be looked for; `kept`: its topics are on record."""

    group: str
    title: str
    route: str | None
    failures: int
    inputs: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Example:
    """One input of a topic."""

    case: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class TopicShown:
    """One topic now. `fresh`: it was never kept; `stable`: resamples find it again.

    `unsure`: most of its inputs were not in it when it got its name. `language` is that of its
    texts, None where those of the group are of one.
    """

    id: str
    name: str
    owner: str | None
    cases: tuple[str, ...]
    failures: int
    cost: float | None
    stability: float | None
    stable: bool
    fresh: bool
    unsure: bool
    language: str | None
    weeks: tuple[tuple[date, int], ...]
    trend: Trend
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class GoneTopic:
    """A topic that was kept and is not found any more; `now` is where its inputs are shown."""

    id: str
    name: str
    cases: int
    now: str | None


@dataclass(frozen=True, slots=True)
class TopicsAnswer:
    """The topics of a group, the largest first. `aside` inputs are of none."""

    group: str
    title: str
    sentence: str
    inputs: int
    failures: int
    left_out: bool  # only the most frequent inputs were looked at
    topics: tuple[TopicShown, ...]
    aside: int
    gone: tuple[GoneTopic, ...]
    stability: float | None
    min_stability: float
    resamples: int
    kept: bool
    version: int  # of what was kept, 0: nothing


def topics(desk: Desk, group: str) -> TopicsAnswer:
    """The topics of a shown group, or of FREE; Unknown for a group that is none."""
    now = topics_now(desk, group)
    clusters, rows = now.texts.found, {row["case_id"]: row for row in now.texts.rows}
    weeks = _weeks(desk, now)
    told = tuple(
        _shown(topic, one, now, rows, weeks[topic.id])
        for topic, one in zip(now.matched.topics, clusters.clusters, strict=True)
    )
    return TopicsAnswer(
        group=now.group,
        title=_title(desk, now),
        sentence=_sentence(told, now),
        inputs=len(rows),
        failures=sum(row["count"] for row in now.texts.rows),
        left_out=len(rows) == MOST,
        topics=told,
        aside=clusters.aside,
        gone=tuple(_gone(one, now) for one in now.matched.gone),
        stability=clusters.stability,
        min_stability=now.floor,
        resamples=clusters.resamples,
        kept=now.version > 0,
        version=now.version,
    )


def with_topics(desk: Desk) -> tuple[Offered, ...]:
    """The groups in which topics can be looked for, the dearest first; FREE at the end."""
    with desk.ledger.reading() as asked:
        least = asked.policy().value(MIN_SUPPORT)
        kept = {one.subject.removeprefix(SUBJECT) for one in asked.standing(Kind.TOPICS_SET)}
    offered = [
        Offered(one.group, one.title, one.route, one.total, one.cases, one.group in kept)
        for one in inbox(desk).groups
        if one.cases >= least
    ]
    free = topics_now(desk, FREE).texts.rows
    if len(free) >= least:
        n = sum(row["count"] for row in free)
        offered.append(Offered(FREE, FREE_TITLE, None, n, len(free), FREE in kept))
    return tuple(offered)


def _title(desk: Desk, now: Now) -> str:
    if now.group == FREE:
        return FREE_TITLE
    if name := now.grouping.of(now.group).name:
        return name
    rows = desk.facts().ask("signatures", group_ids=[now.group])
    return signature(rows[0]["kind"], rows[0]["expected"], rows[0]["actual"]) if rows else ""


def _sentence(told: Sequence[TopicShown], now: Now) -> str:
    found, n = now.texts.found, len(now.texts.rows)
    least = now.policy.value(MIN_SUPPORT)
    if n < least:
        return f"Too few to say: {n} inputs, {least:.0f} are needed."
    if not told:
        return f"Its {n:,} inputs have no words in common that would part them."
    sure = sum(one.stable for one in told)
    inside = f"{n - found.aside:,} of its {n:,} inputs are about {len(told)} topics"
    held = "all of them stable" if sure == len(told) else f"{sure} of them stable"
    rising = sum(one.trend.way is Way.RISING for one in told)
    grown = f"; {rising} come more often than before" if rising else ""
    tongues = {one.language for one in told if one.language}
    apart = f" Each of {len(tongues)} languages is looked at alone." if len(tongues) > 1 else ""
    return f"{inside}, {held}{grown}. {found.aside:,} stand aside.{apart}"


Weeks = tuple[tuple[tuple[date, int], ...], Trend]


def _weeks(desk: Desk, now: Now) -> dict[str, Weeks]:
    """Failures a week of each topic, and whether it comes more often."""
    topics_ = now.matched.topics
    home = {case: one.id for one in topics_ for case in one.members}
    members = now.grouping.members(now.group)
    signatures = {*members.signatures, *(signature for signature, _ in members.taken_in)}
    rows = desk.facts().ask(
        "topic_weeks", case_ids=list(home), free=now.group == FREE,
        signatures=sorted(signatures),
    )  # fmt: skip
    counts: dict[str, Counter[date]] = {one.id: Counter() for one in topics_}
    for row in rows:
        counts[home[row["case_id"]]][row["week"]] += row["count"]
    weeks = desk.facts().ask("event_weeks")
    events = {row["week"]: row["events"] for row in weeks if row["week"] is not None}
    whole = whole_weeks(events, desk.ledger.clock().date())
    told = trends(counts, whole, now.policy.value(MIN_SUPPORT))
    shown = axis(events)
    return {
        one: (tuple((week, n[week]) for week in shown), told[one]) for one, n in counts.items()
    }


def _shown(
    topic: Topic,
    found: Cluster,
    now: Now,
    rows: Mapping[str, Mapping[str, Any]],
    weeks: Weeks,
) -> TopicShown:
    mine = sorted((rows[one] for one in topic.members), key=lambda row: -row["count"])
    costs = [row["cost"] for row in mine]
    return TopicShown(
        id=topic.id,
        name=topic.name,
        owner=topic.owner,
        cases=topic.members,
        failures=sum(row["count"] for row in mine),
        cost=None if None in costs else sum(costs),
        stability=found.stability,
        stable=topic.id in now.stable,
        fresh=topic.id in now.matched.fresh,
        unsure=topic.id in now.matched.unsure,
        language=found.language,
        weeks=weeks[0],
        trend=weeks[1],
        examples=tuple(
            Example(row["case_id"], row["text"][:140], row["count"]) for row in mine[:EXAMPLES]
        ),
    )


def _gone(one: Topic, now: Now) -> GoneTopic:
    """Where the inputs of a topic went: into the group that most of them were split off to."""
    mine, places = set(one.members), now.grouping.moved_places
    homes = Counter(now.grouping.shown(to) for (_, case), to in places.items() if case in mine)
    moved = [group for group, _ in homes.most_common() if group != now.group]
    return GoneTopic(one.id, one.name, len(one.members), moved[0] if moved else None)
