"""Failure groups as they are shown: what each is, how often it comes, what it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from curation.thresholds import Policy
from store.answers.board import Board
from store.answers.grouping import Back, Standing, placing
from store.answers.recurrence import Recurrence, recurrences
from store.answers.searching import Searches, says
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Asked:
    """Which groups are asked for; `settled` are the cases that do not wait."""

    settled: Sequence[str]
    policy: Policy
    kind: str | None = None
    route: str | None = None
    text: str | None = None  # words in the name of a group, or in what its failures say
    closely: int = 0  # so many of the first are told with their weeks


@dataclass(frozen=True, slots=True)
class Group:
    """Failures that are shown together. `cost` is recurrence x cost of failure, in USD.

    `count`, `cases` and `cost` are about what waits; all else about every failure of it.
    """

    group: str
    name: str | None
    version: int  # of what was decided about the group, 0: nothing
    kind: str
    expected: str | None
    actual: str | None
    route: str
    count: int
    total: int
    cases: int
    cost: float | None
    signatures: int
    first_seen: datetime | None
    last_seen: datetime | None
    began_in: str | None  # the release of its first failure
    example: str
    model_versions: tuple[str, ...]
    back: Back | None  # why it is back, when it was archived
    recurrence: Recurrence | None  # only where it was looked at closely

    @property
    def title(self) -> str:
        """Its name, or what its failures have in common."""
        return self.name or signature(self.kind, self.expected, self.actual)


def signature(kind: str, expected: str | None, actual: str | None) -> str:
    """A signature in words: Wrong answer: billing → refund."""
    words = kind.replace("_", " ").capitalize()
    return f"{words}: {expected or '?'} → {actual or '?'}" if expected or actual else words


def waiting_groups(desk: Desk, now: Standing, asked: Asked) -> tuple[Group, ...]:
    """The groups that wait, by recurrence x cost of failure."""
    rows = _rows(desk, now, asked, list(now.asleep), None)
    looked = [row["group_id"] for row in rows[: asked.closely]]
    recurring = recurrences(desk, now.grouping, looked, asked.policy) if looked else {}
    return tuple(_group(row, now, recurring.get(row["group_id"])) for row in rows)


def named_groups(
    desk: Desk, now: Standing, asked: Asked, group_ids: Sequence[str]
) -> dict[str, Group]:
    """The shown groups among `group_ids`, whether they wait or not."""
    wanted = list(dict.fromkeys(group_ids))
    if not wanted:
        return {}
    rows = _rows(desk, now, asked, [], wanted)
    recurring = recurrences(desk, now.grouping, wanted[: asked.closely], asked.policy)
    return {row["group_id"]: _group(row, now, recurring.get(row["group_id"])) for row in rows}


def back_groups(desk: Desk, now: Standing, asked: Asked) -> tuple[Group, ...]:
    """The groups that were archived and are back, the dearest first."""
    anywhere = Asked(asked.settled, asked.policy)
    return tuple(named_groups(desk, now, anywhere, list(now.back)).values())


def _rows(
    desk: Desk, now: Standing, asked: Asked, asleep: list[str], wanted: list[str] | None
) -> list[dict[str, Any]]:
    prices = asked.policy.costs()
    return desk.facts().ask(
        "inbox_groups",
        settled=list(asked.settled),
        kind=asked.kind,
        route=asked.route,
        found=_found(desk, asked.text),
        named=_named(now, asked.text),
        wanted=wanted,
        asleep=asleep,
        kinds=list(prices),
        costs=list(prices.values()),
        **placing(now.grouping),
    )


def _found(desk: Desk, text: str | None) -> list[str] | None:
    """The inputs that the queue finds with `text`; None without one."""
    if not (text or "").strip():
        return None
    return desk.kept(Searches).failing(desk.kept(Board).now(), text or "")


def _named(now: Standing, text: str | None) -> list[str]:
    """The groups whose name says `text`, and what is shown in them."""
    wanted = (text or "").strip()
    named = [g.id for g in now.grouping.groups.values() if g.name and says(g.name, wanted)]
    return [part for one in named for part in now.grouping.parts(one)] if wanted else []


def _group(row: Mapping[str, Any], now: Standing, recurring: Recurrence | None) -> Group:
    names = ("kind", "expected", "actual", "route", "count", "total", "cases", "cost")
    more = ("signatures", "first_seen", "last_seen", "example")
    decided = now.grouping.of(row["group_id"])
    return Group(
        group=row["group_id"],
        name=decided.name,
        version=decided.version,
        began_in=row["began_in"] or None,
        model_versions=tuple(row["model_versions"] or ()),
        back=now.back.get(row["group_id"]),
        recurrence=recurring,
        **{name: row[name] for name in (*names, *more)},
    )
