"""Commands about the log: what was decided, and the proof that nobody rewrote it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from curation.decision_words import told
from curation.errors import BadRequest
from curation.pinning import Pin, read, written
from curation.signing import KEY
from store.answers import decisions as log
from store.answers.proof import Proof, pin_of
from store.answers.proof import verify as proved
from store.commands.certificates import CertificateFile, Offline, check_certificate
from store.commands.options import DEFAULT_DESK, AsJson, DeskFolder
from store.commands.output import NO, desk_in, say, say_json, shown, table, write_out

Seq = Annotated[int, typer.Option(help="One decision, in full.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="To this .csv or .jsonl.")]
Since = Annotated[str, typer.Option(help="From this day or moment on (UTC).")]
Until = Annotated[str, typer.Option(help="Up to this day or moment (UTC).")]
PinTo = Annotated[Path | None, typer.Option("--pin", help="Write the head to this file.")]
Pinned = Annotated[
    Path | None, typer.Option("--pinned", help="Prove that the log still contains this pin.")
]


def decisions(
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
    kind: Annotated[str, typer.Option(help="Only this kind.")] = "",
    by: Annotated[str, typer.Option(help="Only by this person or job.")] = "",
    subject: Annotated[str, typer.Option(help="Only about this case, set, run …")] = "",
    text: Annotated[str, typer.Option(help="Only what says this anywhere.")] = "",
    since: Since = "",
    until: Until = "",
    seq: Seq = 0,
    before: Annotated[int, typer.Option(help="Go on before this decision.")] = 0,
    limit: Annotated[int, typer.Option(help="How many, newest first; 0 for all.")] = log.PAGE,
    out: Out = None,
) -> None:
    """What was decided, by whom and why, newest first."""
    asked = log.Asked(kind, by, subject, text, since, until)
    with desk_in(desk) as opened:
        if seq:
            _tell_one(log.decision(opened, seq), as_json)
            return
        if out is not None:
            write_out(out, log.exported(opened, asked, _form(out)))
            say(f"Written to {out}.")
            return
        found = log.decisions(opened, asked, limit=limit or None, before=before or None)
    if as_json:
        rows = [log.row_of(entry) for entry in found.decisions]
        say_json({"decisions": rows, "total": found.total, "before": found.before})
        return
    columns = ("#seq", "at (UTC)", "who", "what", "subject", "reason")
    table(
        columns,
        [(e.seq, e.at, e.actor, told(e).did, e.subject, e.reason) for e in found.decisions],
    )
    say(f"{len(found.decisions):,} of {found.total:,} decisions.")
    if found.before:
        say(f"Go on: evaldesk decisions --before {found.before}")


def _form(out: Path) -> log.Form:
    form = out.suffix.removeprefix(".")
    if form not in ("csv", "jsonl"):
        raise BadRequest(f"{out} is neither a .csv nor a .jsonl: name the file by its format.")
    return form


def _tell_one(one: log.One, as_json: bool) -> None:
    entry = one.entry
    if as_json:
        act = [e.seq for e in one.act]
        more = {"in_act": act, "undone_by": one.undone_by, "evidence": one.evidence}
        say_json({**log.row_of(entry), **more})
        return
    say(f"{entry.actor} {one.told.did} ({entry.subject}, {shown(entry.at)} UTC)")
    if entry.reason:
        say(f"Why: {entry.reason}")
    table(("what", "before", "after"), [(c.name, c.before, c.after) for c in one.told.changes])
    if (on := one.evidence) is not None:
        at = f", replayed at decision {on.replayed_at}" if on.replayed_at else ""
        say(f"Evidence: {on.proposal}{at}")
    if len(one.act) > 1:
        others = len(one.act) - 1
        many = "1 other" if others == 1 else f"{others:,} others"
        say(f"In one go with {many}: {one.act[0].seq} to {one.act[-1].seq}")
    if one.undone_by:
        say(f"Taken back by decision {one.undone_by}.")
    say(f"Decision {entry.seq}, sha256 {entry.hash}, after {entry.previous}")


def verify(
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
    pin: PinTo = None,
    pinned: Pinned = None,
    certificate: CertificateFile = None,
    offline: Offline = False,
) -> None:
    """Prove that the log is whole, what is shown follows from it, and no fact was changed.

    A pin is kept outside: with it even a log that was rewritten as a whole is found out.
    It is signed with what EVALDESK_SIGNING_KEY holds.
    """
    if certificate is not None:
        check_certificate(certificate, desk, as_json, offline=offline)
    key = os.environ.get(KEY)
    with desk_in(desk) as opened:
        proof = proved(opened, _read(pinned) if pinned else None, key=key)
        made = pin_of(opened, key) if pin and proof.ok else None
    if pin and made:
        write_out(pin, written(made))
    if as_json:
        say_json(proof)
    else:
        _tell(proof)
        if pin:
            _tell_pin(pin, made)
    raise typer.Exit(0 if proof.ok else NO)


def _read(path: Path) -> Pin:
    try:
        return read(path.read_text(encoding="utf-8"), str(path))
    except (OSError, ValueError):
        raise BadRequest(
            f"{path} cannot be read. Write one: evaldesk verify --pin FILE"
        ) from None


def _tell_pin(path: Path, made: Pin | None) -> None:
    if made is None:
        say("Nothing was pinned: what does not hold is not worth holding on to.")
        return
    sealed = "signed" if made.signature else f"not signed ({KEY} is not set)"
    say(f"Decision {made.seq} is pinned in {path}, {sealed}. Keep it outside of this machine.")


def _tell(proof: Proof) -> None:
    if proof.fault is not None:
        say(f"{proof.fault.says} The log is not what was recorded.")
    elif not proof.projections_agree:
        say("The log is whole, but what is shown does not follow from it: evaldesk rebuild.")
    else:
        say(f"All {shown(proof.decisions)} decisions hold, head {proof.head}.")
    if proof.pinned is not None:
        say(proof.pinned.says)
    for path in proof.spoiled:
        say(f"{path} is gone or was changed: restore it from a backup, or undo its import.")
    if proof.spoiled:
        say("What was counted of them was not counted again.")
        return
    say(f"All {shown(proof.batches)} files of facts are as they were imported.")
    for path in proof.misfits:
        say(f"{path} did not say what its events say.")
    if proof.misfits:
        say(
            "These rollups were made anew. Cohorts and trends that were shown of them were "
            "wrong; start an app anew that is open."
        )
    else:
        say(
            f"All {shown(proof.rollups)} rollups say what their events say (counted again). "
            "Those of drift were not looked at."
        )


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    for command in (decisions, verify):
        app.command()(command)
