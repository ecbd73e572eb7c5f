"""Which failures a shown group has, and which do not wait because their group sleeps."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from curation.cases import Dismissal
from curation.decisions import ABOUT_GROUPS
from curation.dismissal import history, in_words, woken
from curation.dismissal import until as until_words
from curation.errors import Unknown
from curation.grouping import Grouping, Members, Place, Regrouped
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Back:
    """Why an archived group is back, and the release in which the failures came."""

    why: str
    release: str | None  # the model version of most of them
    share: tuple[int, int] | None  # how many of them came in that release, of how many

    @property
    def words(self) -> str:
        """Both in a phrase: 37 failures in the week of …; 35 of them in v4."""
        if self.release is None or self.share is None:
            return self.why
        k, n = self.share
        return f"{self.why}; {'all' if k == n else f'{k} of the {n}'} came in {self.release}"


@dataclass(frozen=True, slots=True)
class Standing:
    """The groups as they are shown at this moment."""

    grouping: Grouping
    asleep: tuple[str, ...] = ()
    back: Mapping[str, Back] = field(default_factory=dict[str, Back])

    @property
    def sleeping(self) -> Members:
        """The failures that do not wait while their group sleeps."""
        return self.grouping.members(*self.asleep) if self.asleep else Members()


def last_regrouping(desk: Desk) -> int:
    """The last decision about any group."""
    with desk.ledger.reading() as asked:
        return asked.last_of(*ABOUT_GROUPS)


def standing(desk: Desk) -> Standing:
    """The groups now: how they are put together, which sleep, which are back and why."""
    with desk.ledger.reading() as asked:
        found = asked.grouping()
    archived = found.archived()
    if not archived:
        return Standing(found)
    weeks = weeks_of(desk, found, [group.id for group in archived])
    today = desk.ledger.clock().date()
    back = {g.id: told for g in archived if (told := _back(g, weeks[g.id], today))}
    asleep = tuple(sorted(g.id for g in archived if g.id not in back))
    return Standing(found, asleep, back)


def sleeps(desk: Desk, group_id: str) -> bool:
    """Whether the group in which `group_id` is shown sleeps now."""
    now = standing(desk)
    return now.grouping.shown(group_id) in now.asleep


def known(desk: Desk, found: Grouping, group_ids: Iterable[str]) -> None:
    """Unknown when one of `group_ids` has no failure and nothing was decided about it."""
    wanted = [one for one in group_ids if one not in found.groups]
    rows = desk.facts().ask("signatures", group_ids=wanted) if wanted else []
    there = {row["group_id"] for row in rows}
    for one in wanted:
        if one not in there:
            raise Unknown("failure group", one, "`evaldesk inbox` lists them.")


def cases_in(desk: Desk, found: Grouping, group_id: str) -> frozenset[str]:
    """The cases that fail in a shown group."""
    members = filtered("", found.members(group_id))
    rows = desk.facts().ask("cases_of_groups", **members)
    return frozenset(row["case_id"] for row in rows)


@dataclass(frozen=True, slots=True)
class Rest:
    """How a group would sleep, in words with the numbers of now."""

    rule: Dismissal
    words: str


def resting(
    desk: Desk, found: Grouping, group_ids: Iterable[str], until: str | None
) -> dict[str, Rest]:
    """Per group, the rule that `until` asks for, measured on its failures now."""
    wanted = list(group_ids)
    weeks = weeks_of(desk, found, wanted)
    today = desk.ledger.clock().astimezone(UTC).date()
    told: dict[str, Rest] = {}
    for one in wanted:
        past = history(weeks[one].by_week, today)
        rule = until_words(until, count=weeks[one].total, weeks=past, today=today)
        told[one] = Rest(rule, in_words(rule, past))
    return told


@dataclass(slots=True)
class Weeks:
    """Failures of one shown group: all, by week, and by release."""

    total: int = 0
    by_week: dict[date, int] = field(default_factory=dict[date, int])
    releases: dict[date, dict[str, int]] = field(default_factory=dict[date, dict[str, int]])
    later: dict[str, int] = field(
        default_factory=dict[str, int]
    )  # imported since it was archived


def weeks_of(desk: Desk, found: Grouping, group_ids: Iterable[str]) -> dict[str, Weeks]:
    """The weeks of each shown group among `group_ids`; failures without a time have none."""
    told: dict[str, Weeks] = defaultdict(Weeks)
    wanted = list(group_ids)
    archives = [found.of(one).archive for one in wanted]
    since = [datetime.fromisoformat(one.at) if one else None for one in archives]
    with desk.ledger.reading() as asked:
        imports = {row.id: row.at for row in asked.imports()} if any(since) else {}
    rows = desk.facts().ask(
        "group_releases", wanted=wanted, since=since, imports=list(imports),
        came=list(imports.values()), **placing(found),
    )  # fmt: skip
    for row in rows:
        weeks, week, count = told[row["shown"]], row["week"], row["count"]
        release = row["model_version"] or ""
        weeks.total += count
        if row["later"]:
            weeks.later[release] = weeks.later.get(release, 0) + row["later"]
        if week is not None:
            weeks.by_week[week] = weeks.by_week.get(week, 0) + count
            weeks.releases.setdefault(week, {})[release] = count
    return told


def placing(found: Grouping) -> dict[str, list[str]]:
    """How groups are put together, as the parameters of a question about shown groups."""
    parts, taken = found.aliases, found.moved_places
    return {
        "parts": list(parts),
        "wholes": list(parts.values()),
        "taken_groups": [signature for signature, _ in taken],
        "taken_cases": [case for _, case in taken],
        "taken_to": [found.shown(to) for to in taken.values()],
    }


def filtered(prefix: str, members: Members | None) -> dict[str, Any]:
    """`members` as the parameters of a question: $signatures, $in_groups with $in_cases, $out….

    Three conditions, with `prefix` before each name:
    group_id IN $signatures AND (group_id, case_id) NOT IN $out OR (group_id, case_id) IN $in.
    All are None without `members`.
    """
    if members is None:
        names = ("signatures", "in_groups", "in_cases", "out_groups", "out_cases")
        return dict.fromkeys(f"{prefix}{name}" for name in names)
    return {
        f"{prefix}signatures": list(members.signatures),
        **_two(f"{prefix}in", members.taken_in),
        **_two(f"{prefix}out", members.taken_out),
    }


def _two(name: str, places: tuple[Place, ...]) -> dict[str, list[str]]:
    return {f"{name}_groups": [p[0] for p in places], f"{name}_cases": [p[1] for p in places]}


def _back(group: Regrouped, weeks: Weeks, today: date) -> Back | None:
    assert group.archive is not None, "only archived groups come back"
    moved = datetime.fromisoformat(group.archive.at).date()
    monday = moved - timedelta(days=moved.weekday())
    since = {week: n for week, n in weeks.by_week.items() if week >= monday}
    rule = group.archive.rule
    why = woken(rule, today=today, count=weeks.total, weeks_since=since, was="archived")
    if why is None:
        return None
    if rule.until is not None:  # time passed: no failure has brought it back
        return Back(why, None, None)
    limit = rule.weekly_limit
    over = [week for week in sorted(since) if limit is not None and since[week] > limit]
    return Back(why, *_release(weeks.releases[over[0]] if over else weeks.later))


def _release(counts: Mapping[str, int]) -> tuple[str | None, tuple[int, int] | None]:
    """The release in which most failures came."""
    named = {release: n for release, n in counts.items() if release}
    if not named:
        return None, None
    release = max(named, key=lambda one: (named[one], one))
    return release, (named[release], sum(counts.values()))
