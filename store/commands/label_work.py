"""Commands about labels: ask for them, see how far they are, look at those of a case."""

from typing import Annotated

import typer

from store.acts.asking_for_labels import Choice, ask_for_labels, close_task
from store.answers import label_work as answers
from store.answers.case_labels import CaseLabels, case_labels
from store.answers.case_labels import disagreements as asked_disagreements
from store.answers.label_work import require_choice
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, shown, table

group = typer.Typer(name="labels")
Task = Annotated[str | None, typer.Option(help="Only of this task: T-1.")]
Many = list[str] | None


@group.callback(invoke_without_command=True)
def labels(
    context: typer.Context, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """Who is asked to label which cases, and how far they are."""
    if not context.invoked_subcommand:
        tasks(desk, as_json)


@group.command()
def tasks(desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """Every label task, the open ones first."""
    with desk_in(desk) as opened:
        found = answers.tasks(opened)
    if as_json:
        say_json({"tasks": found})
        return
    if not found:
        say('Nobody is asked for labels. Ask: evaldesk labels new "TITLE" --set monitoring')
        return
    rows = [(t.id, t.title, t.state, t.cases, t.done, t.wanted, t.standard, t.due, t.by)
            for t in found]  # fmt: skip
    table(("task", "what", "state", "#cases", "#done", "#people each", "#standard", "due",
           "asked by"), rows)  # fmt: skip


@group.command()
def new(
    title: Annotated[str, typer.Argument(help="What it is about.")],
    actor: Actor,
    case: Annotated[Many, typer.Option(help="A case; again for more.")] = None,
    set_: Annotated[str | None, typer.Option("--set", help="Only of this set.")] = None,
    route: Annotated[str | None, typer.Option(help="Only of this route.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind of failure.")] = None,
    failure_group: Annotated[
        str | None, typer.Option("--group", help="Only of this group.")
    ] = None,
    attribute: Annotated[Many, typer.Option(help="Only with name=value.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="So many cases at most.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Also those that have their labels.")
    ] = False,
    reviewers: Annotated[
        int | None, typer.Option(min=1, help="So many people label each case.")
    ] = None,
    reviewer: Annotated[Many, typer.Option(help="Ask this one by name; again.")] = None,
    due: Annotated[str | None, typer.Option(help="The day: 2026-12-31.")] = None,
    in_order: Annotated[
        bool, typer.Option("--in-order", help="Everybody in the same order.")
    ] = False,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Ask people to label cases, each without seeing what the others say."""
    pairs = [require_choice(one) for one in attribute or ()]
    chosen = Choice(case or (), set_, route, kind, failure_group, pairs, not again, limit)
    with desk_in(desk) as opened:
        made = ask_for_labels(
            opened, title, chosen, actor=actor, wanted=reviewers, reviewers=reviewer or (),
            due=due, shuffled=not in_order, reason=reason,
        )  # fmt: skip
    if as_json:
        say_json(made)
        return
    who = ", ".join(made.reviewers) or "whoever comes first"
    say(f"{made.id}: {len(made.cases)} cases, {made.wanted} people each ({who}).")
    say(f"Each of them: evaldesk labels next --task {made.id}")


@group.command()
def close(
    task: Annotated[str, typer.Argument(help="As the list says: T-1.")],
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Ask nobody any more for the labels of a task."""
    with desk_in(desk) as opened:
        done = close_task(opened, task, actor=actor, reason=reason)
    if as_json:
        say_json(done)
    else:
        say(f"{done.id} is closed.")


@group.command()
def progress(
    task: Task = None, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """How far each reviewer is; what they said stays hidden until all have."""
    with desk_in(desk) as opened:
        found = [t for t in answers.tasks(opened) if task in (None, t.id)]
    rows = [(t.id, one.name, one.given, one.left) for t in found for one in t.reviewers]
    if as_json:
        told = [{"task": t, "reviewer": n, "given": g, "left": left} for t, n, g, left in rows]
        say_json({"progress": told})
    elif rows:
        table(("task", "reviewer", "#given", "#left"), rows)
    else:
        say("Nobody has labelled anything yet.")


@group.command("next")
def next_(
    actor: Actor, task: Task = None, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """The case that waits for your label next, with what is asked about it."""
    with desk_in(desk) as opened:
        found = answers.work(opened, actor, task, limit=1)
    if as_json:
        say_json(found)
        return
    say(found.sentence)
    for one in found.cases:
        say(f"\n{one.case} ({one.task}, {one.title})\n{one.input}\n")
        for question in found.standard.questions if found.standard else ():
            values = ", ".join(question.values) or "a number"
            say(f"  {question.name}: {values}")
        say(f"\nevaldesk label {one.case} --task {one.task} --answer QUESTION=VALUE")


@group.command("show")
def labels_of(
    case: Annotated[str, typer.Argument(help="A case.")],
    actor: Actor,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """The labels of a case, as far as you may see them yet."""
    with desk_in(desk) as opened:
        found = case_labels(opened, case, actor=actor)
    if as_json:
        say_json(found)
    else:
        _tell(found)


@group.command("differ")
def differ(actor: Actor, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """The cases whose reviewers differ on what decides, and that wait for an adjudication."""
    with desk_in(desk) as opened:
        found = asked_disagreements(opened, actor=actor)
    if as_json:
        say_json({"cases": found})
        return
    if not found:
        say("No labels differ that may be seen: nothing waits for an adjudication.")
        return
    rows = [(one.case, ", ".join(one.differ), one.given, one.input[:60]) for one in found]
    table(("case", "differ on", "#people", "input"), rows)
    say('Decide: evaldesk adjudicate CASE --answer QUESTION=VALUE --reason "…"')


def _tell(found: CaseLabels) -> None:
    say(found.sentence)
    names = [one.name for one in found.standard.questions] if found.standard else []
    rows = [
        (one.told_by, one.standard,
         *(shown(one.answers.get(name)) for name in names), one.note)
        for one in found.labels
    ]  # fmt: skip
    if rows:
        table(("who", "#standard", *names, "note"), rows)
    for one in found.feedback:
        said = ", ".join(f"{name} = {answer}" for name, answer in one.answers.items())
        say(f"Feedback of {one.rater}, which is no label: {said} {one.note}".rstrip())


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
