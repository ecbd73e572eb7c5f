"""What the sample was trained on: mostly made up, and a few texts that its sets ask as well."""

import json
from pathlib import Path

from curation.cases import Case, State
from curation.leakage import Verdict
from store.acts.importing import import_files
from store.acts.judging_twins import judge_twins
from store.answers.leakage import IN_SETS, leakage
from store.desk import Desk

_ASKS = ("set up", "clean", "update", "pair", "reset", "store", "charge", "assemble")
_THINGS = ("kettle", "printer", "tent", "drill", "camera", "keyboard", "speaker", "bike lock",
           "vacuum cleaner", "air fryer", "e-reader", "baby monitor")  # fmt: skip
_ENDS = ("", " without the manual", " after a year in the attic")


def tell_leakage(desk: Desk, folder: Path) -> None:
    """The training and few-shot files come in, and Ana looks at the two that are most alike."""
    with desk.ledger.reading() as asked:
        blocking, monitoring = asked.cases(State.BLOCKING), asked.cases(State.MONITORING)
    made = [f"How do I {ask} my {thing}{end}?" for ask in _ASKS for thing in _THINGS
            for end in _ENDS]  # fmt: skip
    leaked = [one.input for one in _short(monitoring)[:2]]
    leaked += [f"Hello, {one.input}" for one in _short(monitoring)[2:4]]
    _bring(desk, folder / "fine-tuning.jsonl", [*made, *leaked])
    shots = [one.input.upper() for one in _short(blocking)[:1]]
    _bring(desk, folder / "few-shot.jsonl", shots)
    _look(desk)


def _short(cases: list[Case]) -> list[Case]:
    """Those that somebody would put into a prompt or a training file: a sentence."""
    return [one for one in cases if 30 <= len(one.input) <= 90 and one.input.isascii()]


def _bring(desk: Desk, path: Path, texts: list[str]) -> None:
    path.write_text("".join(f"{json.dumps({'prompt': text})}\n" for text in texts))
    import_files(desk, [path], "training", actor="nightly import", source=path.stem)


def _look(desk: Desk) -> None:
    pairs = [one for one in leakage(desk).pairs if one.where == IN_SETS]
    if pairs:
        why = "one greets first: how the model takes the greeting is what we want to know"
        judge_twins(desk, pairs[0].case, pairs[0].other, Verdict.DIFFERENT, actor="Ana Ruiz",
                    reason=why)  # fmt: skip
