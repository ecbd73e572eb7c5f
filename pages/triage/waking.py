"""What sleeps and what is back: groups that were archived, cases that were dismissed."""

from pages.shared import parts, tables, wording
from pages.shared.html import Content, join, show, tag
from pages.shared.links import link
from pages.shared.tables import Column
from store.answers.inbox import Inbox
from store.answers.sleepers import Sleeper

SHOWN_BACK = 3


def groups_back(found: Inbox) -> None:
    """Say which groups woke up, why, and in which release the failures came."""
    for group in found.back[:SHOWN_BACK]:
        assert group.back is not None, "these are the groups that are back"
        waits = f"{wording.many(group.count, 'failure')} of it wait." if group.count else (
            "All of its cases are sorted."
        )  # fmt: skip
        words = (
            link(group.title, "inbox", group=group.group),
            f": {group.back.words}. ",
            waits,
        )
        show(parts.verdict("warn", "Back:", join(words)))


def cases_back(found: Inbox) -> None:
    """Say which dismissed cases woke up."""
    if not found.woken:
        return
    first, more = found.woken[0], len(found.woken) - 1
    by = f". Dismissed by {first.by or 'somebody'}: “{first.reason}”"
    rest = (f" {more} more: ", link("all dismissed cases", "sets", set="dismissed"))
    said = (
        link(first.case, "case", id=first.case),
        f", {first.why}{by}",
        *(rest if more else ()),
    )
    title = (
        f"{wording.many(len(found.woken), 'dismissed case is', 'dismissed cases are')} back:"
    )
    show(parts.verdict("warn", title, join(said)))


def asleep(found: Inbox) -> None:
    """Say which groups sleep, until when, and how near they are to waking."""
    if not found.asleep:
        return
    title = f"{wording.many(len(found.asleep), 'group sleeps', 'groups sleep')}"
    with parts.card(title, "Their failures do not wait; each wakes by its rule", key="asleep"):
        columns = [Column("Group"), Column("Wakes"), Column("Since then", phone=False),
                   Column("Archived", phone=False)]  # fmt: skip
        show(tables.table("Sleeping groups", columns, [_sleeper(one) for one in found.asleep]))


def _sleeper(one: Sleeper) -> list[Content]:
    limit = f" (limit {one.weekly_limit:.0f})" if one.weekly_limit is not None else ""
    since = f"{wording.many(one.since, 'failure')}, at most {one.busiest} in a week{limit}"
    return [
        link(one.group.title, "inbox", group=one.group.group),
        one.until,
        since,
        join((f"{wording.ago(one.at)} ago by {one.by}", tag("br"), tag("small", one.why))),
    ]
