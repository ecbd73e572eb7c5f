"""The tables of the on-call page: what failed last, kinds of failure, routes."""

from urllib.parse import parse_qsl

from curation.courses import Course
from curation.oncall import State
from pages.shared import parts, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.tables import Column, table
from store.answers.oncall_shapes import Failing, KindNow, OnCall
from store.answers.oncall_slis import Sli, written

_COURSES: dict[Course, Tone] = {
    Course.BETTER: "good",
    Course.WORSE: "bad",
    Course.NOISE: "info",
    Course.TOO_FEW: "unknown",
}


def parted(to_page: str) -> tuple[str, dict[str, str]]:
    """The page that an answer links to, and what it is asked for."""
    page, _, query = to_page.partition("?")
    return page, dict(parse_qsl(query))


def to(label: Content, to_page: str) -> Html:
    """A link that an answer names."""
    page, query = parted(to_page)
    return link(label, page, **query)


def failures(found: OnCall) -> Html:
    """The inputs that failed last."""
    if not found.failures:
        return tag("p", f"Nothing failed in these {found.hours} hours.", class_="muted")
    columns = [
        Column("Input", clip=True),
        Column("Route", phone=False, tight=True),
        Column("State", phone=False, tight=True),
        Column("At (UTC)", tight=True),
    ]
    return table("Inputs that failed last", columns, [_failing(one) for one in found.failures])


def _failing(one: Failing) -> list[Content]:
    often = f" · {one.count} times" if one.count > 1 else ""
    what = join((to(one.title or one.case, one.link), tag("br"), tag("small", one.what, often)))
    state = parts.state(one.state) if one.state else tag("span", "inbox", class_="muted")
    return [what, one.route, state, f"{one.last_seen:%d %b, %H:%M}"]


def kinds_said(found: OnCall) -> str:
    """What the kinds show, in words."""
    worse = [wording.words(k.kind) for k in found.kinds if k.course is Course.WORSE]
    if worse:
        return f"More than usual: {', '.join(worse)}"
    if found.kinds and all(kind.course is Course.TOO_FEW for kind in found.kinds):
        return "Too few to say whether a kind of failure comes more often"
    return "No kind of failure comes more often than usual" if found.kinds else "No failure"


def kinds(found: OnCall) -> Html:
    """Every kind of failure, now and before."""
    if not found.kinds:
        return tag("p", "No failure, now or in the weeks before.", class_="muted")
    columns = ["Kind", Column("Now", number=True), Column("Before", number=True),
               Column("Against before", tight=True)]  # fmt: skip
    return table("Kinds of failure", columns, [_kind(one) for one in found.kinds])


def _kind(one: KindNow) -> list[Content]:
    now = join(
        (wording.percent(one.now.value, 2), tag("small", f" {one.now.k} of {one.now.n:,}"))
    )
    return [to(wording.words(one.kind), one.link), now, wording.percent(one.before.value, 2),
            parts.chip(_COURSES[one.course], one.course)]  # fmt: skip


def routes_said(found: OnCall) -> str:
    """Which routes break a limit."""
    of = sorted({one.route for one in found.slis if one.route})
    over = sorted({o.route for o in found.slis if o.route and o.state is State.BREACH})
    if not over:
        return "No route breaks a limit for sure"
    return f"{len(over)} of {len(of)} routes break a limit: {', '.join(over)}"


def routes(found: OnCall) -> Html:
    """Each route with its numbers; what is over a limit is marked."""
    named = list(dict.fromkeys(one.route for one in found.slis if one.route))
    measured = [one for one in found.slis if one.route is None]
    columns = ["Route", Column("Events", number=True),
               *(Column(one.title, number=True) for one in measured)]  # fmt: skip
    by = {(one.route, one.name): one for one in found.slis}
    rows: list[list[Content]] = [
        [route, wording.count(by[route, "error_rate"].n),
         *(_cell(by[route, one.name]) for one in measured)]
        for route in named
    ]  # fmt: skip
    limits = ["limit", "", *(written(one.name, one.limit) for one in measured)]
    return table("Routes", columns, [*rows, [tag("small", text) for text in limits]])


def _cell(one: Sli) -> Content:
    told = written(one.name, one.value)
    title = f"{one.why} (n {one.n:,})"
    if one.state is State.BREACH:
        return tag("span", parts.chip("bad", told), title=title)
    few = one.state in (State.TOO_FEW, State.UNKNOWN)
    return tag("span", told, title=title, class_="muted" if few else None)
