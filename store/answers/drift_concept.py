"""Whether the same inputs are answered worse, period by period."""

from curation.drift import Concept, Severity
from curation.thresholds import Policy
from store.facts.drift_counts import JUDGED, WRONG, Counts


def concepts(
    by: str | None, reference: Counts, counts: Counts, policy: Policy
) -> list[Concept]:
    """Each period against the reference."""
    del policy
    n_reference = int(reference.counts[JUDGED].sum())
    wrong = int(reference.counts[WRONG].sum())
    found: list[Concept] = []
    for judged, failed in zip(counts.counts[JUDGED], counts.counts[WRONG], strict=True):
        n = int(judged.sum())
        found.append(
            Concept(
                by,
                n_reference,
                n,
                None,
                None,
                wrong / n_reference if n_reference else None,
                int(failed.sum()) / n if n else None,
                None,
                None,
                None,
                None,
                Severity.UNKNOWN,
                "Not compared yet.",
            )
        )
    return found
