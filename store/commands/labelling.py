"""Commands that say something of a case: a label, an opinion, a word between two labels."""

from typing import Annotated

import typer

from store.acts.adjudicating import adjudicate as decide
from store.acts.labelling import give_feedback, withdraw_label
from store.acts.labelling import label as record_label
from store.answers.label_work import require_choice
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json

Case = Annotated[str, typer.Argument(help="A case.")]
Answers = Annotated[
    list[str] | None, typer.Option("--answer", help="QUESTION=VALUE; again for more.")
]
Note = Annotated[str, typer.Option(help="What others should know about it.")]
TAKE_BACK = "Take back what you said, while nobody has seen it."


def label(
    case: Case,
    actor: Actor,
    answer: Answers = None,
    note: Note = "",
    task: Annotated[str | None, typer.Option(help="For this task: T-1.")] = None,
    take_back: Annotated[bool, typer.Option("--take-back", help=TAKE_BACK)] = False,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Say what a case expects, by the standard; the others see it when all have said theirs."""
    said = dict(require_choice(one) for one in answer or ())
    with desk_in(desk) as opened:
        if take_back:
            withdraw_label(opened, case, actor=actor, task=task)
            done = None
        else:
            done = record_label(opened, case, said, actor=actor, note=note, task=task)
    if as_json:
        say_json(done or {"case": case, "label": None})
    elif done is None:
        say(f"Your label of {case} is taken back.")
    else:
        where = f" for {done.task}" if done.task else ""
        word = "changed" if done.changed else "kept"
        say(f"Your label of {case} is {word}{where}, by version {done.standard}.")


def feedback(
    case: Case,
    actor: Actor,
    answer: Answers = None,
    note: Note = "",
    run: Annotated[str | None, typer.Option(help="The run whose output it is about.")] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Say what you think of an output; it never counts as what the case expects."""
    said = dict(require_choice(one) for one in answer or ())
    with desk_in(desk) as opened:
        done = give_feedback(opened, case, said, actor=actor, note=note, run=run)
    if as_json:
        say_json({"case": case, "feedback": done, "note": note, "run": run})
    else:
        say(f"Kept as feedback on {case}, apart from its labels.")


def adjudicate(
    case: Case,
    actor: Actor,
    answer: Answers = None,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Decide what a case expects where its reviewers differ; you are not one of them."""
    said = dict(require_choice(one) for one in answer or ())
    with desk_in(desk) as opened:
        done = decide(opened, case, said, actor=actor, reason=reason)
    if as_json:
        say_json(done)
    else:
        told = ", ".join(f"{name} = {value}" for name, value in done.answers.items())
        say(f"{case}: {told}. Take it back: evaldesk undo {done.act}")


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    for command in (label, feedback, adjudicate):
        app.command()(command)
