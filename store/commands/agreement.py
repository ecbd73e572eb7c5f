"""The command that says how far people agree on what cases expect."""

from typing import Annotated

import typer

from curation.label_bands import Band
from store.answers.agreement import AgreementAnswer
from store.answers.agreement import agreement as asked_agreement
from store.answers.agreement_parts import Part
from store.answers.label_findings import Disagreement
from store.commands.cohorts import told
from store.commands.options import DEFAULT_DESK, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, table

SHOWN = 20


def agreement(
    question: Annotated[
        str | None, typer.Option(help="Of this question instead of the first that decides.")
    ] = None,
    standard: Annotated[
        int | None, typer.Option(help="By this version of the labelling standard.")
    ] = None,
    by: Annotated[
        str, typer.Option(help="Apart by columns of the events, as well: region,channel.")
    ] = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """How far people agree on what cases expect, by kind of case, pair and standard."""
    columns = [one.strip() for one in by.split(",") if one.strip()]
    with desk_in(desk) as opened:
        found = asked_agreement(opened, question, standard, columns)
    if as_json:
        say_json(found)
    else:
        _tell(found)


def _tell(found: AgreementAnswer) -> None:
    say(found.sentence)
    if found.standard is not None:
        _tell_numbers(found)
    _tell_disagreements(found.disagreements)
    if found.findings:
        say(f"{len(found.findings)} blocking cases would not get there with their labels:")
        rows = [(one.subject, one.why, one.clear) for one in found.findings[:SHOWN]]
        table(("case", "why", "clear it"), rows)
        _more(len(found.findings))


def _tell_numbers(found: AgreementAnswer) -> None:
    people = ", ".join(found.raters) or "nobody"
    say(f"Standard v{found.standard}, question {found.question} ({found.level}), labelled by "
        f"{people}: raw agreement {told(found.raw)}, Cohen's kappa {_of(found.kappa.value)}, "
        f"Fleiss' kappa {_of(found.fleiss.value)}.")  # fmt: skip
    columns = ("by", "which", "#cases", "raw", "#alpha", "95 %", "kappa", "worth")
    rows = [
        (one.dimension, one.value, one.n, told(one.raw), *_alpha(one),
         _of(one.kappa.value) if one.kappa else None, one.band)
        for one in found.by
    ]  # fmt: skip
    if rows:
        table(columns, rows)
    for one in found.judges:
        kappa = _of(one.kappa.plain.value) if one.kappa else "not defined"
        say(f"Judge {one.judge}: agrees with people on {told(one.agreement)}, kappa {kappa}; "
            f"{one.unsettled} of its {one.labelled} cases have no answer that people agree "
            "on.")  # fmt: skip


def _alpha(one: Part) -> tuple[str, str | None]:
    """Alpha and its limits; of too few cases neither is told."""
    if one.band is Band.TOO_FEW:
        return "–", None
    return _of(one.alpha.value), _limits(one.alpha.low, one.alpha.high)


def _tell_disagreements(found: tuple[Disagreement, ...]) -> None:
    waiting = [one for one in found if one.open]
    if not waiting:
        return
    say("To adjudicate: evaldesk adjudicate CASE --answer QUESTION=ANSWER --reason WHY")
    rows = [
        (one.case, one.state, "; ".join(_said(one, name) for name in one.questions), one.title)
        for one in waiting[:SHOWN]
    ]
    table(("case", "stands in", "labels", "input"), rows)
    _more(len(waiting))


def _said(one: Disagreement, name: str) -> str:
    answers = [(said.rater, said.answers.get(name)) for said in one.labels]
    told_ = ", ".join(f"{rater} {answer}" for rater, answer in answers if answer is not None)
    return f"{name}: {told_}"


def _more(count: int) -> None:
    if count > SHOWN:
        say(f"and {count - SHOWN} more: evaldesk agreement --json")


def _of(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _limits(low: float | None, high: float | None) -> str | None:
    return None if low is None or high is None else f"{low:.2f} to {high:.2f}"


def register(app: typer.Typer) -> None:
    """Hang the command of this file under `app`."""
    app.command()(agreement)
