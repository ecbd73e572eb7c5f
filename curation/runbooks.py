"""Runbooks: what to do first when a rule raises an alarm; the desk's own words before ours."""

from collections.abc import Mapping

from curation.errors import BadRequest

LONGEST = 4000
BACKTESTED = ("error-rate", "drift", "concept", "budget")  # that history can be held to
DEFAULTS = {
    "error-rate": """\
More answers are wrong than in the reference.
1. Open the cohorts of that week: which one fails most?
2. Read ten failures of it in the inbox; are the labels right?
3. A release began it: roll back. Users are hit: open an incident.""",
    "drift": """\
1. Open the column: did its values move, or how they are recorded (missing, a new word, a unit)?
2. Compare its first day with the releases and imports of that week.
3. Look whether quality fell in the same cohort.
4. Upstream is at fault: open an incident with its owner.
5. Production has truly changed: move the baseline, with the reason.""",
    "concept": """\
Answers are worse at equal scores (over all inputs where there is no score).
1. Read ten failures of the cohort in the inbox.
2. Did a release, a prompt or a source change? Compare it with the one before; roll back if so.
3. Make cases of what you found.""",
    "run": """\
The newest run is worse than the baseline.
1. Compare both runs: which cases broke?
2. Is the environment, the set or the commit another one?
3. Hold the release until the gate has answered.""",
    "budget": """\
The error budget burns.
1. Which cohort has failed most since it began?
2. Roll back the last release if it began there.
3. Follow the agreed ladder: freeze but for fixes.""",
    "latency": """\
1. All routes, or one?
2. Look at the provider's status, and at retries.
3. Fall back to the faster model while users wait.""",
    "cost": """\
1. Which model and route cost more?
2. Longer prompts, more retries, or more traffic?
3. Put a limit on the route, or go back to the version before.""",
    "staleness": """\
The model is older than agreed.
1. Is a candidate ready? Ask the gate.
2. If not, plan the training, and write down until when the age is accepted.""",
}
FALLBACK = """\
1. Open the link and look at the numbers and at n.
2. Name somebody who looks into it.
3. Users are hit: open an incident."""


def runbook(rule: str, own: Mapping[str, str]) -> str:
    """What to do first: of the rule, else of what it is part of (`drift` of `drift.js`)."""
    names = rule.split(".")
    tried = [".".join(names[:end]) for end in range(len(names), 0, -1)]
    written = next((own[name] for name in tried if name in own), None)
    return written or next((DEFAULTS[name] for name in tried if name in DEFAULTS), FALLBACK)


def refuse_runbook(rule: str, text: str) -> None:
    """Refuse a runbook that nobody could find, or that no message could hold."""
    if not rule.strip() or any(not c.isprintable() or c.isspace() for c in rule):
        raise BadRequest(f"'{rule}' is no rule. Name one as `drift` or `drift.js`.")
    if len(text) > LONGEST:
        raise BadRequest(
            f"A runbook has {LONGEST:,} characters at most, this one {len(text):,}: keep what "
            "to do first, and link the rest."
        )
