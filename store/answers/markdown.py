"""The gate's answer as Markdown for a pull request; outside text stays plain text."""

import re
from collections.abc import Sequence

from curation.gate import Check
from curation.waivers import told as told_waived
from store.answers.gate import GateAnswer
from store.answers.gate_flakes import FlakyCase, told
from store.answers.noise_words import noise_told

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~])")
# What Markdown reads anywhere in a line, and what only where one begins.
_READ = re.compile(r"([\\`*_\[\]<>#|~]|(?<=\])\(|^[+\-=:]|(?<=^\d)[.)]|(?<=^\d\d)[.)])")
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # they turn a line round
SHOWN = 50


def readable(text: object) -> str:
    """`text` on one line of Markdown, as it is also for who reads the Markdown itself."""
    return _READ.sub(r"\\\1", _TURNING.sub("", " ".join(str(text).split())))


def plain_text(text: object) -> str:
    """`text` so that Markdown shows it as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


def markdown(answer: GateAnswer) -> str:
    """The verdict, the reason, every named case and every threshold."""
    parts = [
        f"## {answer.verdict}: {plain_text(answer.run)} on {answer.set}@{answer.version}",
        f"{plain_text(answer.reason)}",
        f"{answer.passed} of {answer.cases} blocking cases passed.",
    ]
    for name in ("failed", "missing", "errored", "flaky", "undecided"):
        parts += _listed(name, getattr(answer, name))
    parts += _flaky("in quarantine, cannot block", [c for c in answer.quarantined if c.flaky])
    steady = [c for c in answer.quarantined if not c.flaky]
    parts += _flaky("in quarantine, but not flaky under this version: can block", steady)
    parts += _flaky("flaky and in no quarantine", answer.unsteady)
    parts.append(plain_text(noise_told(answer.red_by_noise, answer.red_at_most)))
    if answer.thresholds:
        head = "| threshold | measured | limit | met |\n|---|---|---|---|\n"
        parts.append(head + "\n".join(_row(check) for check in answer.thresholds))
    if answer.waivers:
        rows = [f"- `{w.waiver}` {plain_text(w.what)}: {plain_text(told_waived(w))}"
                for w in answer.waivers]  # fmt: skip
        parts += [f"**waived** ({len(rows)}):", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def _listed(name: str, ids: tuple[str, ...]) -> list[str]:
    if not ids:
        return []
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return [f"**{name}** ({len(ids)}): " + ", ".join(f"`{c}`" for c in ids[:SHOWN]) + more]


def _flaky(word: str, cases: Sequence[FlakyCase]) -> list[str]:
    if not cases:
        return []
    rows = [f"- `{one.case}`: {plain_text(_said(one))}" for one in cases[:SHOWN]]
    more = [f"- and {len(cases) - SHOWN} more"] if len(cases) > SHOWN else []
    return [f"**{word}** ({len(cases)}):", "\n".join(rows + more)]


def _said(one: FlakyCase) -> str:
    watched = f"; until {one.until}, {one.owner}" if one.until else ""
    return f"{told(one)}{watched}"


def _row(check: Check) -> str:
    met = {True: "yes", False: "**no**", None: "cannot be decided"}[check.met]
    return f"| {plain_text(check.name)} | {plain_text(check.why)} | {check.limit:g} | {met} |"
