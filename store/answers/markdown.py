"""The gate's answer as Markdown for a pull request; outside text stays plain text."""

import re

from curation.gate import Check
from store.answers.gate import GateAnswer

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~])")
SHOWN = 50


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
    for name in ("failed", "missing", "errored", "flaky"):
        parts += _listed(name, getattr(answer, name))
    if answer.thresholds:
        head = "| threshold | measured | limit | met |\n|---|---|---|---|\n"
        parts.append(head + "\n".join(_row(check) for check in answer.thresholds))
    return "\n\n".join(parts) + "\n"


def _listed(name: str, ids: tuple[str, ...]) -> list[str]:
    if not ids:
        return []
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return [f"**{name}** ({len(ids)}): " + ", ".join(f"`{c}`" for c in ids[:SHOWN]) + more]


def _row(check: Check) -> str:
    met = {True: "yes", False: "**no**", None: "cannot be decided"}[check.met]
    return f"| {plain_text(check.name)} | {plain_text(check.why)} | {check.limit:g} | {met} |"
