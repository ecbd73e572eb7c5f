"""The tables below the alarms: channels, what is resolved, and the rules with their limits."""

from collections.abc import Sequence
from itertools import takewhile

from curation.alarms import where
from curation.over_budget import BUDGETED
from pages.shared import parts, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.links import link
from pages.shared.tables import Column, table
from store.answers.alarms import AlarmLine, AlarmsAnswer, ChannelLine, RuleLine

SHOWN = 20


def channels(found: AlarmsAnswer) -> Html:
    """Each channel, what goes there, and whether it works."""
    if not found.channels:
        way = "Name one in desk.toml, try it with "
        return tag("p", way, tag("code", "evaldesk alarms test NAME"), class_="muted")
    columns = [
        Column("Channel", tight=True),
        Column("Takes"),
        Column("Works"),
        Column("Waiting", number=True),
        Column("Last told", tight=True, phone=False),
    ]
    return table("Who is told", columns, [_channel(one) for one in found.channels])


def _channel(one: ChannelLine) -> list[Content]:
    name = join((one.name, " ", tag("small", one.type)))
    last = wording.moment(one.last_sent) if one.last_sent else "never yet"
    return [name, _takes(one), _works(one), wording.count(one.waiting), last]


def _takes(one: ChannelLine) -> str:
    grave = " and ".join(one.severities) or "every severity"
    routes = f" on {', '.join(one.routes)}" if one.routes else ""
    cohorts = f" in {' or '.join(where(part) for part in one.cohorts)}" if one.cohorts else ""
    return f"{grave}{routes}{cohorts}"


def _works(one: ChannelLine) -> Html:
    if one.given_up:
        return join((parts.chip("bad", "does not"), one.problem), " ")
    if one.problem:
        return join((parts.chip("warn", "not yet"), one.problem), " ")
    if one.last_sent is None:
        return parts.chip("unknown", "not used yet")
    return parts.chip("good", "works")


def resolved(found: Sequence[AlarmLine]) -> Html:
    """What is over, and why."""
    if not found:
        return tag("p", "No alarm was resolved yet.", class_="muted")
    columns = [
        Column("Alarm", tight=True),
        Column("What"),
        Column("Where", phone=False),
        Column("Why it is over"),
        Column("When", tight=True, phone=False),
    ]
    newest = sorted(found, key=lambda one: one.resolved_at or "", reverse=True)[:SHOWN]
    rows: list[list[Content]] = [
        [link(one.id, "alarms", alarm=one.id), one.sentence, where(one.cohort), _why(one),
         wording.moment(one.resolved_at)]
        for one in newest
    ]  # fmt: skip
    return table("Resolved alarms", columns, rows)


def _why(one: AlarmLine) -> str:
    still = " · it still deviates" if one.still else ""
    return f"{one.resolved_by or 'by itself'}: {one.resolved_because}{still}"


def rules(found: AlarmsAnswer) -> Html:
    """Each rule with its limits in force, and where its hits and false alarms are counted."""
    columns = [Column("Rule", tight=True), "Limit in force", "What to do first",
               Column("On history", tight=True, phone=False)]  # fmt: skip
    told = table("Rules", columns, [_rule(one) for one in found.rules])
    how = tag(
        "p", "A backtest counts how often a rule would have been right, against the incidents "
        "on record. Another runbook: ", tag("code", "evaldesk alarms runbook RULE --text …"),
        ".", class_="sub",
    )  # fmt: skip
    return join((told, how))


def _rule(one: RuleLine) -> list[Content]:
    own = tag("small", " own words") if one.own else None
    first = tag("div", one.runbook.strip(), class_="two-lines", title=one.runbook)
    tried = link("backtest", "incidents", rule=one.rule) if one.backtest else wording.NOTHING
    return [join((one.rule, own)), _limits(one), first, tried]


def _limits(one: RuleLine) -> str:
    if not one.limits:
        return "no budget is set" if one.rule in BUDGETED else wording.NOTHING
    names = [limit.name.split(".") for limit in one.limits]
    same = takewhile(lambda parts: len(set(parts)) == 1, zip(*names, strict=False))
    shared = min(len(list(same)), min(map(len, names)) - 1)
    told = [".".join(name[shared:]).replace("_", " ") for name in names]
    return ", ".join(f"{n} {limit.value:g}" for n, limit in zip(told, one.limits, strict=True))
