"""What the product may refuse, named as facts.

CurationError
├── BadRequest              the words of the call are off (exit 2)
│   ├── KnownCase           the input is a case already
│   ├── NoDesk              there is no desk in the folder
│   └── Unknown             the thing named does not exist
├── LedgerUnavailable       the ledger cannot be asked or changed now (exit 3)
│   └── NewerLedger         it was written by a newer Evaldesk than this one
├── MovedMeanwhile          the actor decided on a state that no longer holds
├── NotAllowed              the rules, or the owner, say no
│   ├── NotPutBack          an undo would put cases where they could not be moved today
│   └── InThePast           the desk is shown as it was, and the past is not decided anew
├── NothingToJudge          no blocking set was ever frozen (exit 3)
├── NothingToUndo
└── StaleRun                the run was scored on another set version than the one in force
"""

from collections.abc import Mapping, Sequence


class CurationError(Exception):
    """A rule refused what was asked; the message says why and what to do, to who asked."""


class BadRequest(CurationError):
    """The call itself is off: a missing word, an unknown value."""


class KnownCase(BadRequest):
    """The input is that of a case that is there already."""

    def __init__(self, case_id: str) -> None:
        self.case_id = case_id
        super().__init__(f"This input is already case {case_id}: open that one instead.")


class NoDesk(BadRequest):
    """There is no desk in the folder that was named."""


class Unknown(BadRequest):
    """`what` named `name` does not exist on this desk."""

    def __init__(self, what: str, name: str, way_out: str) -> None:
        self.what = what
        self.name = name
        super().__init__(f"No {what} '{name}' is known on this desk. {way_out}")


class LedgerUnavailable(CurationError):
    """The database of the ledger does not answer, is too busy, or refuses us."""


class NewerLedger(LedgerUnavailable):
    """The ledger is of a schema that this Evaldesk does not know."""

    def __init__(self, schema: str, known: str) -> None:
        self.schema = schema
        self.known = known
        super().__init__(
            f"This desk was opened with a newer Evaldesk: its ledger is of schema {schema}, "
            f"and this one knows up to {known}. Nothing was changed; update Evaldesk to go on."
        )


class NotAllowed(CurationError):
    """The actor may not do this; the message names who may."""


class InThePast(NotAllowed):
    """The desk is shown as it was at a moment: nothing can be decided there."""


class NotPutBack(NotAllowed):
    """An undo ends where a move is refused: by case every objection, each with its way out."""

    def __init__(self, refused: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
        self.refused = refused
        told = "; ".join(f"{case}: {_against(found)}" for case, found in refused.items())
        super().__init__(
            "Nothing was taken back: it would leave cases in a set to which nobody could move "
            f"them today. {told}."
        )


def _against(found: Sequence[Mapping[str, str]]) -> str:
    return ", and ".join(f"{one['what']} (clear it: {one['clear']})" for one in found)


class NothingToUndo(CurationError):
    """There is no act left that can be taken back."""


class NothingToJudge(CurationError):
    """There is no blocking set to judge a release on: the gate cannot decide."""


class StaleRun(CurationError):
    """The run was scored on a set version that is not in force."""

    def __init__(self, run: str, scored_on: str, in_force: str) -> None:
        self.run = run
        self.scored_on = scored_on
        self.in_force = in_force
        super().__init__(
            f"Run {run} was scored on {scored_on}, but {in_force} is in force: its answer is "
            f"stale. Score the release on {in_force}, or ask for the old set by name with "
            f"--set {scored_on}."
        )


class MovedMeanwhile(CurationError):
    """Somebody changed the subject after the actor looked at it; nothing was done."""

    def __init__(self, subject: str, by: str, at: str, what: str) -> None:
        self.subject = subject
        self.by = by
        self.at = at
        self.what = what
        super().__init__(
            f"{subject} changed while you looked at it: {by} {what} at {at}. "
            "Nothing was done; look again and repeat what still makes sense."
        )
