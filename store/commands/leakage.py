"""Commands about twins: what leaked from training, what the sets ask twice, what differs."""

from pathlib import Path
from typing import Annotated

import typer

from curation.cases import SETS, State
from curation.errors import BadRequest
from curation.leakage import Verdict
from curation.percents import percent
from store.acts.judging_twins import Judged, judge_twins
from store.answers.leakage import Alike, Leakage
from store.answers.leakage import leakage as asked_leakage
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import NO, desk_in, say, say_json, table

BESIDE = "Training data that lies beside: its texts are shown and counted, not kept."
OF = "blocking, monitoring or backlog, again for more; all by default."


def leakage(
    with_: Annotated[Path | None, typer.Option("--with", help=BESIDE)] = None,
    of: Annotated[list[str] | None, typer.Option("--set", help=OF)] = None,
    case: Annotated[str | None, typer.Option(help="Only the twins of this case.")] = None,
    limit: Annotated[int, typer.Option(help="So many pairs in the table.")] = 30,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Cases that are in the training data, and cases that are nearly the same."""
    with desk_in(desk) as opened:
        found = asked_leakage(opened, sets=_sets(of or ()), file=with_, case_id=case)
    if as_json:
        say_json(found)
    else:
        _tell(found, limit)


def _sets(said: list[str] | tuple[()]) -> tuple[State, ...]:
    unknown = [one for one in said if one not in (*SETS, "all")]
    if unknown:
        raise BadRequest(f"'{unknown[0]}' is no set. Say --set {', '.join(SETS)} or all.")
    return tuple(one for one in SETS if one in said) if said and "all" not in said else SETS


def _tell(found: Leakage, limit: int) -> None:
    say(found.sentence)
    if found.sources:
        near = percent(found.threshold)
        say(f"Training: {', '.join(found.sources)}. Near is from {near} alike.")
    if found.recall is not None:
        share = percent(found.recall)
        say(f"Estimates find {share} of the pairs just at that limit, more above it.")
    if found.short and not found.case:
        say(f"{found.short:,} cases are too short to compare: only the same words count.")
    columns = ("case", "set", "other", "where", "how", "#alike", "said", "text")
    if found.pairs:
        table(columns, [_row(one) for one in found.pairs[:limit]])
    if (more := len(found.pairs) - limit) > 0:
        say(f"and {more:,} more: --limit {len(found.pairs)}, or --json")
    if any(one.other_text is None for one in found.pairs):
        say("Training texts are not kept: see both with --with FILE.")


def _row(one: Alike) -> tuple[object, ...]:
    about = "perhaps " if one.perhaps else "about " if one.estimated else ""
    said = " ".join(one.text.split())
    text = said if len(said) <= 48 else f"{said[:47]}…"
    return (one.case, one.set, one.other, one.other_place, str(one.kind),
            f"{about}{percent(one.similarity)}", one.verdict, text)  # fmt: skip


def duplicate(
    one: Annotated[str, typer.Argument(metavar="CASE")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="A case, or a training text.")],
    actor: Actor,
    same: Annotated[
        bool | None, typer.Option("--same/--different", help="What the two are.")
    ] = None,
    dismiss: Annotated[str | None, typer.Option(help="Dismiss this one of the two.")] = None,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Say of two texts that are alike whether they are the same. Exit 1 when refused."""
    if same is None:
        raise BadRequest("Say --same or --different.")
    verdict = Verdict.SAME if same else Verdict.DIFFERENT
    with desk_in(desk) as opened:
        done = judge_twins(opened, one, other, verdict, actor=actor, reason=reason,
                           dismiss=dismiss)  # fmt: skip
    if as_json:
        say_json(done)
    else:
        _tell_done(done)
    raise typer.Exit(NO if done.refused else 0)


def _tell_done(done: Judged) -> None:
    for refused in done.refused:
        for objection in refused.objections:
            say(f"{refused.case} stays: {objection.what} → {objection.clear}")
    if done.refused:
        return
    say(f"{done.one} and {done.other} are {done.verdict} ({percent(done.similarity)} alike).")
    if done.dismissed:
        say(f"{done.dismissed} is dismissed. Take both back: evaldesk undo, twice.")


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    for command in (leakage, duplicate):
        app.command()(command)
