"""A postmortem as Markdown, for a wiki or a ticket; outside text stays plain text."""

from curation.postmortem import Finding
from curation.saved_cohorts import written
from store.answers.markdown import plain_text
from store.answers.postmortem import Postmortem


def markdown(found: Postmortem) -> str:
    """The facts, every question with its answer, and what is tied to it."""
    one = found.incident
    facts = [
        ("Began", f"{one.start[:16]} UTC"),
        ("Ended", f"{one.end[:16]} UTC" if one.end else "it goes on"),
        ("Cohort", ", ".join(written(one.cohort)) or "everybody"),
        ("Severity", one.severity.value),
        ("Owner", one.owner),
        ("Release", one.release or "none named"),
        ("Recorded", f"{found.recorded_at[:16]} UTC by {one.recorded_by}"),
        *([("Link", one.link)] if one.link else []),
    ]
    parts = [
        f"# {one.id}: {plain_text(one.name)}",
        *([plain_text(one.summary)] if one.summary else []),
        "\n".join(f"- **{name}**: {plain_text(value)}" for name, value in facts),
        *(_told(finding) for finding in found.findings),
        f"Tied to it: {len(one.cases):,} cases, {len(one.groups):,} groups.",
    ]
    return "\n\n".join(parts) + "\n"


def _told(finding: Finding) -> str:
    n = "" if finding.n is None else f" (n = {finding.n:,})"
    where = ", ".join(plain_text(one.label) for one in finding.evidence)
    seen = f"\n\nSee {where}." if where else ""
    answer = f"**{finding.answer.capitalize()}**{n}. {plain_text(finding.sentence)}"
    return f"## {plain_text(finding.question)}\n\n{answer}{seen}"
