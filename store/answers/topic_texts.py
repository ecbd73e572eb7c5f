"""The inputs of a failure group and their clusters, kept until facts or groups change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curation.decisions import ABOUT_GROUPS
from curation.grouping import Grouping
from curation.thresholds import MIN_SUPPORT, TOPIC_STABILITY, Policy
from curation.topic_history import FREE, Kept, Matched, from_body, matched, subject
from curation.topics import Clustering, clustered
from store.answers.grouping import filtered, known
from store.answers.last_answers import LastAnswers
from store.desk import Desk

MOST, LENGTH = 2_000, 400


@dataclass(frozen=True, slots=True)
class Texts:
    """The inputs of a group, by case id, and their clusters."""

    rows: Sequence[Mapping[str, Any]]
    found: Clustering

    def members(self) -> list[frozenset[str]]:
        """The cases of each cluster."""
        return [
            frozenset(self.rows[place]["case_id"] for place in one.members)
            for one in self.found.clusters
        ]


@dataclass(frozen=True, slots=True)
class Now:
    """The topics of this moment, found again among those that were kept as `version`."""

    group: str
    grouping: Grouping
    policy: Policy
    texts: Texts
    kept: Kept
    version: int
    matched: Matched

    @property
    def floor(self) -> float:
        """The stability that an owner takes."""
        return self.policy.value(TOPIC_STABILITY)

    @property
    def stable(self) -> frozenset[str]:
        """The topics that resamples find again."""
        pairs = zip(self.matched.topics, self.texts.found.clusters, strict=True)
        return frozenset(
            topic.id for topic, one in pairs if (one.stability or 0.0) >= self.floor
        )

    @property
    def aside(self) -> tuple[str, ...]:
        """The inputs of no topic."""
        inside = frozenset[str]().union(*self.texts.members())
        ids = (row["case_id"] for row in self.texts.rows)
        return tuple(one for one in ids if one not in inside)


def topics_now(desk: Desk, group: str) -> Now:
    """The topics of a shown group, or of FREE; Unknown for a group that is none."""
    facts = desk.shown_facts()
    with desk.ledger.reading() as asked:
        grouping, policy = asked.grouping(), asked.policy()
        regrouped = asked.last_of(*ABOUT_GROUPS)
        shown = group if group == FREE else grouping.shown(group)
        stands = asked.standing_of(subject(shown))
    if shown != FREE:
        known(desk, grouping, [shown])
    key = (shown, facts, regrouped, policy.value(MIN_SUPPORT))
    texts = desk.kept(_memory).get(key, lambda: _texts(desk, grouping, shown, policy))
    kept = from_body(stands.body if stands else None)
    found = matched(kept, texts.members(), [one.words for one in texts.found.clusters])
    version = stands.seq if stands else 0
    return Now(shown, grouping, policy, texts, kept, version, found)


def _memory(desk: Desk) -> LastAnswers[Texts]:  # noqa: ARG001 (one for each desk)
    return LastAnswers()


def _texts(desk: Desk, grouping: Grouping, shown: str, policy: Policy) -> Texts:
    prices = policy.costs()
    rows = desk.facts().ask(
        "topic_texts", free=shown == FREE, most=MOST, length=LENGTH, kinds=list(prices),
        costs=list(prices.values()), **filtered("", grouping.members(shown)),
    )  # fmt: skip
    enough = len(rows) >= policy.value(MIN_SUPPORT)
    return Texts(rows, clustered([row["text"] for row in rows] if enough else []))
