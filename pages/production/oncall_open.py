"""What is open while somebody is on call: alarms with their runbooks, incidents, releases."""

from collections.abc import Sequence

from pages.production.oncall_tables import to
from pages.shared import parts, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.marks import Tone
from pages.shared.tables import Column, table
from store.answers.oncall_shapes import AlarmOpen, OnCall, Release

_LINES = "white-space:pre-line"
_VERDICTS: dict[str | None, Tone] = {"PASS": "good", "BLOCKED": "bad", "INCOMPLETE": "warn"}


def releases(found: OnCall) -> Html:
    """What answers, since when, with the gate's verdict."""
    if not found.releases:
        why = "Events say nothing of a release, a model or a prompt version."
        return tag("p", why, class_="muted")
    columns = ["What", Column("Since", tight=True), Column("Share", number=True, phone=False),
               Column("Gate", tight=True)]  # fmt: skip
    return table("In production", columns, [_release(one, found) for one in found.releases])


def _release(one: Release, found: OnCall) -> list[Content]:
    name = join((to(one.name, one.link), tag("br"), tag("small", one.what)))
    since = "before" if one.first is None else wording.day(one.first)
    if not one.share.k and found.until is not None:
        since = join((since, tag("br"), tag("small", f"until {wording.day(one.last)}")))
    tone = _VERDICTS.get(one.verdict, "unknown")
    said = one.verdict or ("ask again" if one.run else "not judged")
    verdict = tag("span", parts.chip(tone, said), title=one.reason)
    run = tag("small", one.run) if one.run else None
    return [name, since, wording.percent(one.share.value, 0), join((verdict, tag("br"), run))]


def open_now(found: OnCall) -> Sequence[Html]:
    """Alarms with their runbooks, and incidents."""
    told = [_alarm(one) for one in found.alarms]
    told += [
        tag("p", parts.chip("bad" if one.going_on else "info",
                            "goes on" if one.going_on else "over, open"),
            " ", to(f"{one.id} {one.name}", one.link),
            tag("small", f" {one.severity}, {one.owner}, {_age(one.hours)}"))
        for one in found.incidents
    ]  # fmt: skip
    return told or [tag("p", "No alarm and no incident is open.", class_="muted")]


def _alarm(one: AlarmOpen) -> Html:
    tone: Tone = "bad" if one.severity == "severe" else "warn"
    whose = f"taken by {one.owner}" if one.owner else "nobody has taken it"
    muted = ", muted" if one.muted_until else ""
    age = tag("small", f" {whose}, for {_age(one.hours)}{muted}")
    head = tag("p", parts.chip(tone, one.severity), " ", to(one.id, one.link), " ",
               one.sentence, age)  # fmt: skip
    runbook = tag("details", tag("summary", f"Runbook of {one.id}"),
                  tag("p", one.runbook, style=_LINES))  # fmt: skip
    return tag("div", head, runbook, style="margin-bottom:12px")


def _age(hours: float) -> str:
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"
