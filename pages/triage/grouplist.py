"""The table of failure groups: what each is, how often it comes, whom it hits, its cost."""

from collections.abc import Mapping, Sequence

import streamlit as st

from curation.cohorts import Hits
from curation.trends import Trend, Way
from pages.shared import marks, parts, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.picking import choice
from pages.shared.tables import Column
from pages.triage.regrouping import archive_form, merge_form
from store.answers.failure_groups import Group
from store.answers.inbox import waiting_together
from store.answers.recurrence import Recurrence
from store.desk import Desk

BREAK = tag("br")
_COLUMNS = (
    Column("Group"),
    Column("Expected → got", phone=False),
    Column("Failures", number=True),
    Column("Inputs", number=True, phone=False),
    Column("By week", tight=True, phone=False),
    Column("Hits most", phone=False),
    Column("Cost", number=True),
    Column("Began in", tight=True, phone=False),
    Column("Last seen", tight=True, phone=False),
)


@st.fragment
def group_list(
    desk: Desk, actor: str, found: Sequence[Group], hits: Mapping[str, Hits], at: int
) -> None:
    """Draw the groups; what is ticked can be merged or archived. `at`: the last decision."""
    rows = [(g.group, g.title, _row(g, hits[g.group])) for g in found]
    chosen = set(choice("Failure groups", _COLUMNS, rows, key=f"ed-groups-{at}"))
    picked = [group for group in found if group.group in chosen]
    if not picked:
        return
    failures, inputs = waiting_together(desk, [group.group for group in picked])
    with st.container(
        key="ed-bar-groups", horizontal=True, vertical_alignment="center", gap="small"
    ):
        size = f"{wording.many(failures, 'failure')} of {wording.many(inputs, 'input')} wait"
        show(tag("span", tag("b", f"{len(picked)} chosen"), f" · {size}"), width="content")
        if st.button("Merge…", disabled=len(picked) < 2, icon=":material/merge:"):
            merge_form(desk, actor, picked)
        if st.button("Archive…", icon=":material/bedtime:"):
            archive_form(desk, actor, picked)


def _row(group: Group, hits: Hits) -> list[Content]:
    arrow = f"{group.expected or '?'} → {group.actual or '?'}"
    return [
        _what(group),
        arrow if group.expected or group.actual else wording.NOTHING,
        _of(group),
        wording.count(group.cases),
        by_week(group.recurrence),
        most_hit(hits),
        wording.money(group.cost),
        group.began_in or wording.NOTHING,
        _seen(group),
    ]


def _what(group: Group) -> Html:
    label = group.name or f"{wording.words(group.kind)} · {group.route}"
    under = f"{wording.words(group.kind)} · {group.route} · " if group.name else ""
    if group.signatures > 1:
        under += f"{group.signatures} signatures · "
    back = join((parts.chip("warn", "Back"), " ")) if group.back else None
    name = tag("div", link(label, "inbox", group=group.group))
    return join((name, tag("small", back, f"{under}{group.example}", class_="two-lines")))


def _of(group: Group) -> Html:
    rest = group.total - group.count
    more = (
        tag("small", f"of {wording.count(group.total)}", title=_sorted(rest)) if rest else None
    )
    return join((wording.count(group.count), tag("br") if more else None, more))


def _sorted(rest: int) -> str:
    return f"{wording.many(rest, 'failure')} of it belong to cases that are sorted"


def _seen(group: Group) -> Html:
    first = tag("small", f"since {wording.day(group.first_seen)}")
    return join((wording.day(group.last_seen), tag("br"), first))


def by_week(found: Recurrence | None, between: Content = BREAK) -> Html:
    """Failures a week as bars, and the word of the trend where a test allows one."""
    if found is None:
        return Html()
    counts = [n for _, n in found.weeks]
    busiest = max(counts, default=0)
    total = wording.many(sum(counts), "failure")
    alt = f"{total} in {len(counts)} weeks, at most {busiest} in one"
    rising = found.trend.way is Way.RISING
    drawn = marks.spark(counts, alt, kind="bars", tone="warn" if rising else None)
    word = trend_word(found.trend)
    if word is None:
        return drawn
    return join((drawn, tag("small", word, title=_compared(found.trend))), between)


def trend_word(trend: Trend) -> str | None:
    """Rising or falling, how much, and the failures that it rests on; else nothing."""
    if trend.way not in (Way.RISING, Way.FALLING):
        return None
    if trend.times is None:
        return f"new (n {trend.n})"
    return f"{trend.way} ×{trend.times:.1f} (n {trend.n})"


def _compared(trend: Trend) -> str:
    now = f"{trend.recent} in the last {trend.recent_weeks} whole weeks"
    return f"{now}, {trend.before} in the {trend.before_weeks} before, per event"


def most_hit(hits: Hits) -> Html:
    """The cohorts that are over-represented, each with its share here and among all events."""
    if hits.hits is None:
        return tag("span", f"too few to say (n {hits.n})", class_="muted")
    if not hits.hits:
        return tag("span", "none above its share", class_="muted")
    lines = (
        tag(
            "span", tag("small", f"{hit.cohort.partition('=')[0]} "),
            tag("b", hit.cohort.partition("=")[2]), f" {wording.percent(hit.share, 0)} ",
            tag("small", f"of {wording.count(hit.n)}; {wording.percent(hit.usual, 0)} of all"),
            title=f"{hit.cohort}: {hit.k} of {hit.n} failures, {hit.events} of {hit.of} events",
        )
        for hit in hits.hits[:2]
    )  # fmt: skip
    return join(lines, tag("br"))
