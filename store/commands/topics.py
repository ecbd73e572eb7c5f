"""The command about topics: what failures are about, kept, owned, and split into groups."""

from typing import Annotated

import typer

from curation.errors import BadRequest
from store.acts.keeping_topics import TopicsKept, keep_topics, split_topics
from store.acts.regrouping import Regrouped
from store.answers.topics import TopicsAnswer, TopicShown, with_topics
from store.answers.topics import topics as asked_topics
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import NO, desk_in, say, say_json, table
from store.desk import Desk

Group = Annotated[
    str | None, typer.Argument(metavar="GROUP", help="As the inbox names it, or free-text.")
]


def topics(
    actor: Actor,
    group: Group = None,
    keep: Annotated[bool, typer.Option("--keep", help="Put them on record.")] = False,
    name: Annotated[
        list[str] | None, typer.Option(metavar="T-1=NAME", help="Keep, and name one.")
    ] = None,
    owner: Annotated[
        list[str] | None, typer.Option(metavar="T-1=NAME", help="Keep, and say whose it is.")
    ] = None,
    split: Annotated[
        list[str] | None, typer.Option(metavar="T-1", help="Make a group of it (of several).")
    ] = None,
    called: Annotated[str | None, typer.Option(help="What --split calls the group.")] = None,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """What the failures of a group are about; without a group, where to look."""
    with desk_in(desk) as opened:
        if group is None:
            _offer(opened, as_json)
        elif split:
            done = split_topics(opened, group, split, actor=actor, reason=reason, name=called)
            _say_split(done, as_json, f"{', '.join(split)} of {group}")
        elif keep or name or owner:
            names, owners = _pairs(name), _pairs(owner)
            kept = keep_topics(
                opened, group, actor=actor, reason=reason, names=names, owners=owners
            )
            _say_kept(kept, as_json)
        else:
            _tell(asked_topics(opened, group), as_json)


def _offer(desk: Desk, as_json: bool) -> None:
    offered = with_topics(desk)
    if as_json:
        say_json({"groups": offered})
        return
    if not offered:
        say("No group has enough inputs for topics. The groups: evaldesk inbox")
        return
    rows = [(o.group, o.title, o.route, o.failures, o.inputs, o.kept) for o in offered]
    table(("group", "what", "route", "#failures", "#inputs", "kept"), rows)
    say("Look into one: evaldesk topics GROUP")


def _say_split(done: Regrouped, as_json: bool, what: str) -> None:
    if as_json:
        say_json(done)
    elif done.refused:
        for objection in (o for one in done.refused for o in one.objections):
            say(f"- {objection.what}\n  clear it: {objection.clear}")
    else:
        say(f"{what} is {done.groups[0]} now.\nTake it back: evaldesk undo")
    raise typer.Exit(NO if done.refused else 0)


def _say_kept(kept: TopicsKept, as_json: bool) -> None:
    if as_json:
        say_json(kept)
    else:
        say(f"{len(kept.topics)} topics of {kept.group} are on record.\n"
            "Take it back: evaldesk undo")  # fmt: skip


def _pairs(said: list[str] | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in said or ():
        topic, sign, text = one.partition("=")
        if not sign or not text.strip():
            raise BadRequest(f"'{one}' says nothing of a topic. Write it as T-1=TEXT.")
        found[topic.strip()] = text.strip()
    return found


def _tell(found: TopicsAnswer, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    say(f"{found.title}: {found.sentence}")
    rows = [
        (t.id, t.name, t.owner, t.failures, len(t.cases), t.cost,
         t.stability, "" if t.stable else "not stable", _since(t),
         t.language, t.trend.way, t.examples[0].title[:60] if t.examples else "")
        for t in found.topics
    ]  # fmt: skip
    table(("topic", "name", "owner", "#failures", "#inputs", "#cost", "#stability", "",
           "since", "language", "trend", "example"), rows)  # fmt: skip
    for one in found.gone:
        where = f"now {one.now}" if one.now else "not found any more"
        say(f"{one.id}, {one.name}, is gone: {where}.")
    if found.topics:
        say(f"Stable from {found.min_stability:.2f} on (adjusted Rand index, "
            f"{found.resamples} resamples).")  # fmt: skip


def _since(one: TopicShown) -> str:
    if one.unsure:
        return "kept, most inputs came since: check its name"
    return "new" if one.fresh else "kept"


def register(app: typer.Typer) -> None:
    """Hang the command of this file under `app`."""
    app.command("topics")(topics)
