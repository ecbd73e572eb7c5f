"""Commands about governed numbers: what they are, and how they move."""

from typing import Annotated, Any

import typer

from curation.effect import LOOKED_BACK
from curation.errors import BadRequest
from curation.proposals import Stage
from curation.threshold_words import told
from store.acts import proposing
from store.answers.distances import Distance
from store.answers.moving_numbers import value_of
from store.answers.plain import plain
from store.answers.thresholds import Move, Number, moves
from store.answers.thresholds import thresholds as asked_thresholds
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, table, warn
from store.desk import Desk

Id = Annotated[str, typer.Argument(help="As `evaldesk proposals` lists it: P-3.")]
Effective = Annotated[
    str | None,
    typer.Option(help="In force from this day on, 2026-12-01 (UTC); else once it is approved."),
]
Expires = Annotated[
    str | None,
    typer.Option(
        help="Lapses unless it is answered by this day; else after proposal.max_days."
    ),
]
Revisit = Annotated[
    str | None,
    typer.Option(help="Look on this day whether it did what it was meant to do."),
]


def thresholds(
    production: Annotated[
        bool, typer.Option(help="Also how far production's newest weeks are from each.")
    ] = False,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Every governed number in force: whose it is, since when, how far the latest run is."""
    with desk_in(desk) as opened:
        found = asked_thresholds(opened, production=production)
    if as_json:
        say_json({"thresholds": found})
        return
    columns = ("name", "stated", "latest", "distance", "owner", "deputy", "since",
               "#decision", "waiting")  # fmt: skip
    table(columns, map(_row, found))


def propose(
    name: Annotated[str, typer.Argument(help="As `evaldesk thresholds` lists it.")],
    value: Annotated[str, typer.Argument(help="0.95, 95%, or none to lift a limit.")],
    actor: Actor,
    reason: Reason = "",
    effective: Effective = None,
    expires: Expires = None,
    revisit: Revisit = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Propose that a number moves; who owns it approves, or the deputy if it is the owner's."""
    _working(as_json)
    with desk_in(desk) as opened:
        to = value_of(opened, name, value)
        done = proposing.propose(
            opened, name, to, actor=actor, reason=reason,
            effective=effective, expires=expires, revisit=revisit,
        )  # fmt: skip
        tell(opened, done.id, as_json)


def approve(
    proposal: Id,
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Put a proposal in force, everywhere at once; nobody approves their own."""
    with desk_in(desk) as opened:
        done = proposing.approve(opened, proposal, actor=actor, reason=reason)
        tell(opened, done.id, as_json)


def reject(
    proposal: Id,
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Leave the number as it is; who may approve may say so."""
    with desk_in(desk) as opened:
        done = proposing.reject(opened, proposal, actor=actor, reason=reason)
        tell(opened, done.id, as_json)


def withdraw(
    proposal: Id,
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Take your own proposal back, or call off an approved one before its day."""
    with desk_in(desk) as opened:
        done = proposing.withdraw(opened, proposal, actor=actor, reason=reason)
        tell(opened, done.id, as_json)


def refresh(
    proposal: Id,
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Propose the same for the number that is in force now, with a new replay."""
    _working(as_json)
    with desk_in(desk) as opened:
        done = proposing.refresh(opened, proposal, actor=actor, reason=reason)
        tell(opened, done.id, as_json)


def proposals(
    state: Annotated[str | None, typer.Option(help=", ".join(Stage))] = None,
    name: Annotated[str | None, typer.Option(help="Only about this number.")] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Every proposal, those that wait for an answer first."""
    if state is not None and state not in set(Stage):
        raise BadRequest(f"'{state}' is no state. Use one of: {', '.join(Stage)}.")
    with desk_in(desk) as opened:
        found = moves(opened, state=state, name=name)
    if as_json:
        say_json({"proposals": [_json(one) for one in found]})
        return
    columns = ("proposal", "number", "from", "to", "state", "by", "waits for", "until", "why")
    rows = [(m.proposal, m.name, m.from_told, m.to_told, _state(m), m.proposer,
             " or ".join(m.waits_for), m.expires if m.state == Stage.OPEN else None, m.reason)
            for m in found]  # fmt: skip
    table(columns, rows)


def _working(as_json: bool) -> None:
    """Say why it takes a while."""
    if not as_json:
        warn(f"Replaying the last {LOOKED_BACK} judged runs and the weeks on record …")


def tell(desk: Desk, proposal: str, as_json: bool) -> None:
    """Say where a proposal stands now, and who is to do what next."""
    one = next(m for m in moves(desk) if m.proposal == proposal)
    if as_json:
        say_json(_json(one))
        return
    say(f"{one.proposal}: {one.name} from {one.from_told} to {one.to_told}, {_state(one)}.")
    for line in _next(one):
        say(line)


def _next(one: Move) -> list[str]:
    if one.overtaken is not None:
        return [f"It never comes into force: decision {one.overtaken} set {one.name} anew."]
    if one.stale:
        now = f"{one.name} is {one.now_told} now, no longer {one.from_told}"
        return [f"{one.proposer} has to look at it again first ({now}): {_refresh(one)}"]
    if one.state == Stage.OPEN:
        who = " or ".join(one.waits_for)
        if not who:
            way = "name somebody: evaldesk own blocking --owner NAME --deputy NAME"
            return [f"Nobody can decide about it yet: {way}"]
        way = f"evaldesk approve {one.proposal} --reason …, or evaldesk reject {one.proposal}"
        return [f"Waits for {who} until {one.expires}: {way} --reason …"]
    if one.state == Stage.APPROVED:
        since = f"from {one.effective}" if one.effective else "now"
        return [f"In force {since}, everywhere: gate, promotion, drift, alarms."]
    return []


def _refresh(one: Move) -> str:
    return f"evaldesk refresh {one.proposal}, until {one.expires}"


def _state(one: Move) -> str:
    if one.overtaken is not None:
        return f"{one.state}, overtaken"
    return f"{one.state}, to be refreshed" if one.stale else one.state


def _json(one: Move) -> dict[str, Any]:
    found: dict[str, Any] = plain(one)
    return {"proposal": found.pop("proposal"), "name": found.pop("name"),
            "from": found.pop("from_"), "to": found.pop("to"), **found}  # fmt: skip


def _row(one: Number) -> tuple[object, ...]:
    away = one.latest
    latest = f"{told(one.metric, away.value)}, {away.of}" if _known(away) and away else None
    return (one.name, one.stated, latest, _away(one), one.owner, one.deputy, one.since,
            one.decision, ", ".join(one.waiting))  # fmt: skip


def _known(found: Distance | None) -> bool:
    return found is not None and found.value is not None


def _away(one: Number) -> str | None:
    found = one.latest
    if found is None or found.distance is None:
        return None
    side = "inside" if found.distance >= 0 else "beyond"
    open_ = ", undecided" if found.met is None else ""
    return f"{told(one.metric, round(abs(found.distance), 6))} {side}{open_}"


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    for command in (thresholds, propose, approve, reject, withdraw, proposals):
        app.command()(command)
