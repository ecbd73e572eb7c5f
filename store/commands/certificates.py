"""Check a release certificate: by the file alone, and against the desk when there is one."""

import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from curation.signing import KEY
from store.answers.certificate_proof import LOG, SIGNATURE, CertificateProof, proved
from store.commands.options import DEFAULT_DESK
from store.commands.output import NO, desk_in, read_in, say, say_json
from store.desk import SETTINGS

CertificateFile = Annotated[
    Path | None, typer.Option("--certificate", help="Prove this release certificate instead.")
]
Offline = Annotated[
    bool, typer.Option("--offline", help="A certificate by itself: ask no desk.")
]
_WORDS = {True: "holds", False: "DOES NOT HOLD", None: "not told"}


def check_certificate(file: Path, desk: Path, as_json: bool, *, offline: bool) -> NoReturn:
    """Say whether the certificate in `file` holds. Exit 0 when it does, 1 when it does not."""
    text, key = read_in(file), os.environ.get(KEY)
    if offline or not _is_there(desk):
        proof = proved(text, key, None)
    else:
        with desk_in(desk) as opened:
            proof = proved(text, key, opened)
    if as_json:
        say_json(proof)
    else:
        _tell(file, proof)
    raise typer.Exit(0 if proof.ok else NO)


def _is_there(desk: Path) -> bool:
    """Whether there is a desk to ask; one that somebody named has to be there."""
    return desk != DEFAULT_DESK or (desk / SETTINGS).is_file()


def _tell(file: Path, proof: CertificateProof) -> None:
    if proof.ok and not any(one.ok for one in proof.checked if one.what in (SIGNATURE, LOG)):
        say(
            f"{file} agrees with itself: {proof.run} {proof.verdict}, decision "
            f"{proof.decision}. Nobody vouches for it here: a forgery can agree with itself."
        )
    elif proof.ok:
        say(f"{file} holds: {proof.run} {proof.verdict}, decision {proof.decision}.")
    else:
        say(f"{file} DOES NOT HOLD: it is not what was issued.")
    for fault in proof.faults[:10]:
        say(f"  {fault.field}: {fault.why}")
    if len(proof.faults) > 10:
        say(f"  and {len(proof.faults) - 10} more")
    for one in proof.checked:
        say(f"{one.what}: {_WORDS[one.ok]}. {one.why[:1].upper()}{one.why[1:].rstrip('.')}.")
    if proof.later:
        say(proof.later)
