"""A deviation: one rule found one number beyond its limit, in one period and cohort."""

from collections.abc import Mapping
from dataclasses import dataclass

from curation.drift import Severity


@dataclass(frozen=True, slots=True)
class Deviation:
    """What deviates, by how much, where, and since when.

    `key` is the same for the same rule, subject and cohort in every period. `since` and `until`
    (the day after) are those of the period, in ISO 8601, and `began` is the first day of the
    periods without a break in which it did; `link` is the page that shows it.
    """

    key: str
    rule: str
    subject: str  # a column or a metric
    cohort: Mapping[str, str | None]
    since: str
    until: str
    severity: Severity
    sentence: str
    value: float | None
    limit: float | None
    n: int
    release: str | None
    link: str
    began: str = ""
