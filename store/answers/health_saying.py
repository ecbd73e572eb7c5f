"""May we ship: what the gate, its mode and the state of the sets leave to be said."""

from collections.abc import Sequence
from urllib.parse import urlencode

from curation.figures import Span, Watch
from curation.gate_mode import GateMode
from curation.health_sentence import NEVER, OPEN, SAFE, plainly, shipping
from store.answers.asks import Known
from store.answers.gate import GateAnswer
from store.answers.runs import RunSummary

UNKNOWN = "unknown"  # the tone of a sentence without an answer


def said_of(
    mode: GateMode,
    judged: RunSummary | None,
    said: GateAnswer | None,
    known: Known,
    watching: Sequence[Watch],
) -> tuple[tuple[Span, ...], str]:
    """The one sentence and its tone: good, warn, bad or unknown."""
    if frozen := _frozen(mode, judged, said):
        return plainly(frozen, watching, "budget"), "bad"
    if nobody := _nobody_can_say(judged, known):
        link = "runs" if known.runs.in_force else "sets"
        told = f"Nobody can say whether to ship{nobody}"
        return plainly(told, watching, link), UNKNOWN
    assert judged is not None, "nobody can say without a run"
    words, tone = {"PASS": (SAFE, "good"), "BLOCKED": (NEVER, "bad")}.get(
        judged.verdict or "", (OPEN, "warn")
    )
    if tone == "good" and watching:
        tone = "warn"
    run = Span(_called(judged), f"runs?{urlencode({'run': judged.run})}")
    return shipping(words, run, judged.reason or "", watching), tone


def _called(run: RunSummary) -> str:
    return f"{run.run} ({run.model_version})" if run.model_version else run.run


def _nobody_can_say(judged: RunSummary | None, known: Known) -> str | None:
    """Why, where there is no answer that still holds; None where there is one."""
    in_force, blocking = known.runs.in_force, known.blocking
    if in_force is None:
        marked = f"{blocking.cases} cases are marked blocking but"
        held = marked if blocking.cases else "So far"
        return f". {held} no blocking set was ever frozen."
    if judged is None:
        return f". No run was judged on {in_force} yet."
    if judged.stale:
        return (
            f". The last run, {_called(judged)}, was judged on an older set "
            f"than {judged.stale}, which is in force."
        )
    return f" {_called(judged)}. {judged.reason}" if judged.outdated else None


def _frozen(mode: GateMode, judged: RunSummary | None, said: GateAnswer | None) -> str | None:
    """The sentence while only fixes ship; None where that says nothing of the last run."""
    if not mode.frozen or (said is not None and said.fix is not None):
        return None
    run = f" The last run, {judged.run}, is not stated as a fix." if judged else ""
    told = mode.told()
    return f"Do not ship: the gate is frozen. {told[0].upper()}{told[1:]}.{run}"
