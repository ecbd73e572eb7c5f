"""Commands about the evaluation contract: read it, review it as a file, set it."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from curation.contract import Change, Contract, Requirement, RouteBudget
from curation.contract_numbers import Held
from curation.errors import BadRequest
from curation.owned import called
from curation.threshold_values import number
from store.acts.contracting import ContractSet, set_contract
from store.answers import contract as answers
from store.answers.contract import ContractAnswer
from store.answers.contract_words import asked, costs, in_force, says, ship_if, told
from store.answers.paper import as_html, as_markdown
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, read_in, say, say_json, table, write_out
from store.desk import Desk

group = typer.Typer(name="contract")
SHEETS = {".md": as_markdown, ".html": as_html}  # for people; a TOML file is for a review
Text = Annotated[str | None, typer.Option()]
Pairs = list[str] | None
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]
Out = Annotated[Path | None, typer.Option("-o", "--out", help="Write it here.")]


@group.callback(invoke_without_command=True)
def contract(
    context: typer.Context, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """What the evaluation is for, what it asks of a release, and who answers for it."""
    if not context.invoked_subcommand:
        show(desk, as_json)


@group.command()
def show(desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """The contract that stands, each number beside the one in force."""
    with desk_in(desk) as opened:
        found = answers.contract(opened)
    if as_json:
        say_json({k: v for k, v in _named(found).items() if k != "standing"})
    else:
        _tell(found)


@group.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="Where to; without it, here.")] = None,
    desk: DeskFolder = DEFAULT_DESK,
) -> None:
    """Write the contract as TOML, for a pull request; as one sheet into FILE.html or .md."""
    with desk_in(desk) as opened:
        found = answers.contract(opened)
        sheet = SHEETS.get(file.suffix) if file else None
        text = sheet(told(found)) if sheet else _toml(opened, found)
    if file is None:
        typer.echo(text, nl=False)
        return
    write_out(file, text)
    if sheet:
        say(f"{file} holds version {found.version}, to be read and printed.")
        return
    what = f"version {found.version}" if found.version else "a draft: say what it is for"
    say(f"{file} holds {what}. Then: evaldesk contract import {file} --reason …")


@group.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A file of `evaldesk contract export`.")],
    actor: Actor,
    reason: Reason = "",
    dry_run: DryRun = False,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Set what a file says. A number in force does not move: it becomes a proposal."""
    from store.formats.contract_toml import read

    wanted, based_on = read(read_in(file))
    with desk_in(desk) as opened:
        done = set_contract(
            opened, wanted, actor=actor, reason=reason, based_on=based_on, dry_run=dry_run
        )
    _tell_set(done, as_json, dry_run)


@group.command("set")
def set_it(
    actor: Actor,
    decision: Text = None,
    scope: Text = None,
    worse: Text = None,
    why: Annotated[str | None, typer.Option(help="Why that error is worse.")] = None,
    ship_if: Annotated[Pairs, typer.Option(help="THRESHOLD=VALUE; again for more.")] = None,
    cost: Annotated[Pairs, typer.Option(help="KIND=USD a failure costs.")] = None,
    latency: Annotated[Pairs, typer.Option(help="ROUTE=MS at most, at p95.")] = None,
    cost_per_1000: Annotated[Pairs, typer.Option(help="ROUTE=USD per 1,000.")] = None,
    reason: Reason = "",
    dry_run: DryRun = False,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Change parts of the contract; a first one begins with what is in force."""
    said = {"decision": decision, "scope": scope, "worse": worse, "why_worse": why}
    with desk_in(desk) as opened:
        stands = answers.contract(opened)
        wanted = stands.contract or answers.draft(opened)
        wanted = replace(wanted, **{k: v for k, v in said.items() if v is not None})
        wanted = replace(wanted, costs={**wanted.costs, **_pairs(cost)})
        wanted = _required(opened, wanted, _pairs(ship_if))
        wanted = _budgeted(wanted, "latency_p95_ms", _pairs(latency))
        wanted = _budgeted(wanted, "cost_per_1000_usd", _pairs(cost_per_1000))
        _check(wanted)
        done = set_contract(
            opened, wanted, actor=actor, reason=reason, based_on=stands.version,
            dry_run=dry_run,
        )  # fmt: skip
    _tell_set(done, as_json, dry_run)


@group.command()
def history(desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """Every version, newest first, with what it changed."""
    with desk_in(desk) as opened:
        found = answers.versions(opened)
    if as_json:
        say_json({"versions": found})
        return
    rows = [(v.version, v.at, v.by, len(v.changes), v.decision, v.reason) for v in found]
    table(("#version", "at (UTC)", "who", "#changes", "#decision", "why"), rows)


@group.command()
def diff(
    before: Annotated[int, typer.Argument(help="A version.")],
    after: Annotated[int, typer.Argument(help="A later one.")],
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """What one version says otherwise than another."""
    with desk_in(desk) as opened:
        found = answers.between(opened, before, after)
    if as_json:
        say_json({"before": before, "after": after, "changes": found})
    else:
        _tell_changes(found)


def _toml(desk: Desk, found: ContractAnswer) -> str:
    from store.formats.contract_toml import written

    return written(found.contract or answers.draft(desk), found.version)


def _named(found: ContractAnswer) -> dict[str, Any]:
    names = (
        "version",
        "contract",
        "at",
        "by",
        "reason",
        "decision",
        "numbers",
        "seats",
        "owners",
    )
    return {name: getattr(found, name) for name in names}


def _tell(found: ContractAnswer) -> None:
    one = found.contract
    if one is None:
        say("No contract is set. Begin with: evaldesk contract export contract.toml")
        return
    say(f"Version {found.version}, {found.by}, {(found.at or '')[:16]} UTC: {found.reason}")
    say(f"\nDecision   {one.decision}\nScope      {one.scope}")
    say(f"Worse      {one.worse}{f': {one.why_worse}' if one.why_worse else ''}\n")
    say("Ship only if every one of these is met:" if asked(found) else ship_if(found))
    _tell_numbers(asked(found))
    if cost := costs(found):
        say("What one failure of each kind costs:")
        _tell_numbers(cost)
    say("Who answers for it:")
    people = [(called(s.scope), s.owner, s.deputy, s.owner_now, s.deputy_now, s.agrees)
              for s in found.seats]  # fmt: skip
    table(("of", "owner", "deputy", "owner now", "deputy now", "agrees"), people)


def _tell_numbers(found: Sequence[Held]) -> None:
    rows = [(one.called, says(one), in_force(one), one.owner, one.deputy) for one in found]
    if rows:
        table(("what", "contract", "in force", "owner", "deputy"), rows)


def _tell_set(done: ContractSet, as_json: bool, dry_run: bool) -> None:
    if as_json:
        say_json(done)
        return
    _tell_changes(done.changes)
    for one in done.asked:
        say(f"{one.name} = {one.to:g}: {_came(one.proposal, one.why_not, dry_run)}")
    word = "would be" if dry_run else "is"
    say(f"Version {done.version} {word} in force.")


def _came(proposal: str | None, why_not: str | None, dry_run: bool) -> str:
    if proposal:
        return f"proposed as {proposal}; the number in force stands until it is approved"
    return "would be proposed" if dry_run else f"not proposed: {why_not}"


def _tell_changes(found: Sequence[Change]) -> None:
    if not found:
        say("They say the same.")
        return
    table(("field", "before", "after"), [(c.field, c.before, c.after) for c in found])


def _required(desk: Desk, wanted: Contract, said: dict[str, float]) -> Contract:
    """`wanted` with what is asked of a release; which way a number goes, the desk knows."""

    with desk.ledger.reading() as asked:
        policy = asked.policy()
    known = {one.name: one for one in wanted.ship_if}
    for name, value in said.items():
        called = known[name].called if name in known else ""
        known[name] = Requirement(name, number(policy, name).direction, value, called)
    return replace(wanted, ship_if=tuple(known.values()))


def _budgeted(wanted: Contract, field: str, said: dict[str, float]) -> Contract:
    routes = dict(wanted.routes)
    for route, value in said.items():
        routes[route] = RouteBudget(
            **{**asdict(routes.get(route, RouteBudget())), field: value}
        )
    return replace(wanted, routes=routes)


def _check(wanted: Contract) -> None:
    """Refuse what a file could not say either."""
    from store.formats.contract_toml import read, written

    read(written(wanted, 0), lined=False)


def _pairs(said: Pairs) -> dict[str, float]:
    found: dict[str, float] = {}
    for one in said or ():
        name, apart, value = one.rpartition("=")
        try:
            found[name.strip()] = float(value)
        except ValueError:
            apart = ""
        if not apart or not name.strip():
            raise BadRequest(f"'{one}' says no number. Write it like unsafe=500.")
    return found


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
