"""Commands that act on cases: state what is expected, write, take back."""

from typing import Annotated, Any

import typer

from curation.attributes import parsed
from curation.errors import BadRequest
from store.acts.describing import describe, open_by_hand
from store.acts.undoing import undo as take_back
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, shown

Text = Annotated[str | None, typer.Option()]
ATTRIBUTE = "What it is of: category=refund, again for more; category= takes it away."
Cases = Annotated[list[str], typer.Argument(help="Case ids, as the inbox shows them.")]


def expect(
    cases: Cases,
    actor: Actor,
    answer: Annotated[str | None, typer.Option(help="The model ought to answer this.")] = None,
    refusal: Annotated[bool, typer.Option(help="It ought to refuse.")] = False,
    needs_human: Annotated[bool, typer.Option(help="It ought to hand over.")] = False,
    severity: Annotated[str | None, typer.Option(help="low, medium, high, critical")] = None,
    cost: Annotated[float | None, typer.Option(help="What one failure costs, in USD.")] = None,
    owner: Annotated[str | None, typer.Option(help="Who answers for the case.")] = None,
    due: Annotated[str | None, typer.Option(help="By which day, as 2026-12-31.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="A tag; say it again for more.")] = None,
    attribute: Annotated[list[str] | None, typer.Option(help=ATTRIBUTE)] = None,
    note: Annotated[str | None, typer.Option(help="What others should know.")] = None,
    desk: DeskFolder = DEFAULT_DESK,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """State what a case is about: expected behaviour, severity, cost, owner, tags."""
    values = {**_behaviour(answer, refusal, needs_human), "severity": severity,
              "cost_of_failure": cost, "owner": owner, "due": due,
              "tags": tag or None, "attributes": parsed(attribute) if attribute else None,
              "note": note}  # fmt: skip
    said = {k: v for k, v in values.items() if v is not None}
    if not said:
        raise BadRequest(
            "Say what to state: --answer, --refusal, --severity, --cost, --owner …"
        )
    with desk_in(desk) as opened:
        found = describe(opened, cases, said, actor=actor, reason=reason, adding=True)
    if as_json:
        say_json({"cases": found})
    else:
        say(f"{len(found)} described. Take it back: evaldesk undo")


def write(
    text: Annotated[str, typer.Argument(metavar="INPUT", help="What the model is asked.")],
    actor: Actor,
    route: Annotated[str, typer.Option(help="The route it belongs to.")] = "default",
    answer: Annotated[str | None, typer.Option()] = None,
    refusal: Annotated[bool, typer.Option()] = False,
    needs_human: Annotated[bool, typer.Option()] = False,
    severity: Text = None,
    cost: Annotated[float | None, typer.Option()] = None,
    owner: Text = None,
    source: Annotated[str, typer.Option(help="expert, adversarial, synthetic")] = "expert",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Write a case by hand; it starts in the backlog."""
    values = {**_behaviour(answer, refusal, needs_human), "severity": severity,
              "cost_of_failure": cost, "owner": owner}  # fmt: skip
    said = {k: v for k, v in values.items() if v is not None}
    with desk_in(desk) as opened:
        found = open_by_hand(opened, text, route=route, actor=actor, source=source, **said)
    if as_json:
        say_json(found)
    else:
        say(f"{found.id} stands in the backlog.")


def undo(
    actor: Actor,
    act: Annotated[
        str | None, typer.Argument(help="The act; your newest one by default.")
    ] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Take back your last act on cases or groups, by a new decision."""
    with desk_in(desk) as opened:
        done = take_back(opened, actor=actor, act=act)
    if as_json:
        say_json(done)
    else:
        what = f"{shown(len(done.cases))} cases"
        if done.groups:
            what = f"group {', '.join(done.groups)}"
        say(f"Act {done.act} is taken back for {what}.")
        if done.opened:
            say(f"{shown(len(done.opened))} of them it had opened: they wait in the inbox.")


def _behaviour(answer: str | None, refusal: bool, needs_human: bool) -> dict[str, Any]:
    chosen = [answer is not None, refusal, needs_human]
    if sum(chosen) > 1:
        raise BadRequest("A case expects one thing: --answer TEXT, --refusal or --needs-human.")
    if answer is not None:
        return {"behaviour": "answer", "expected": answer}
    word = "refusal" if refusal else "needs_human" if needs_human else None
    return {"behaviour": word, "expected": None} if word else {}


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    for command in (expect, write, undo):
        app.command()(command)
