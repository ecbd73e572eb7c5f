"""What deviates in one cohort: for sure, although many are looked at, and only there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from curation.alarms import Checked
from curation.deviating import (
    CONCEPT,
    DRIFT,
    ERROR_RATE,
    at_least,
    gravest_first,
    key_of,
    week_deviations,
)
from curation.deviation_reasons import NOISE
from curation.deviations import Deviation
from curation.drift import ColumnDrift, Concept, Period, Severity
from curation.thresholds import Policy


@dataclass(frozen=True, slots=True)
class Cohorts:
    """One cohort of `many`: its columns in the week, and how those that deviate came there.

    `histories` (by column) and `concepts` are of every week up to it.
    """

    cohort: Mapping[str, str | None]
    columns: Sequence[ColumnDrift]
    histories: Mapping[str, Sequence[ColumnDrift]]
    concepts: Sequence[Concept]
    many: int


def proven(one: ColumnDrift | Concept, many: int) -> bool:
    """Whether it deviates gravely, and not because `many` cohorts were looked at."""
    p = one.p_value
    return at_least(one.severity, Severity.MODERATE) and p is not None and p < NOISE / many


def apart(
    cohorts: Sequence[Cohorts],
    periods: Sequence[Period],
    held: Sequence[Deviation],
    release: str | None,
    policy: Policy,
) -> tuple[tuple[Deviation, ...], tuple[Checked, ...]]:
    """What deviates in the last of `periods`, and of what something could be told there.

    `held` are the deviations of all of production: one that is looked into tells of the same
    column in every cohort. What is swallowed, or not proven, is neither there nor gone.
    """
    whole = {(one.rule, one.subject): one.severity for one in held if not one.cohort}
    found: list[Deviation] = []
    checked: list[Checked] = []
    for one in cohorts:
        deviating = [
            replace(told, link=f"{told.link}{_asked(one.cohort)}")
            for told in week_deviations(_proven(one, periods), policy, one.cohort, release)
            if _own(told, whole)
        ]
        found += deviating
        checked += _checked(one, periods[-1], {told.key for told in deviating})
    return gravest_first(found), tuple(checked)


def _proven(one: Cohorts, periods: Sequence[Period]) -> list[Period]:
    """The periods of the cohort, with the columns that deviate for sure in the last one."""
    columns = [told for told in one.histories.values() if proven(told[-1], one.many)]
    concepts = list(one.concepts)
    if not proven(concepts[-1], one.many):
        concepts[-1] = replace(concepts[-1], severity=Severity.NONE)
    return [
        replace(period, columns=[told[i] for told in columns], concept=concepts[i])
        for i, period in enumerate(periods)
    ]


def _own(one: Deviation, whole: Mapping[tuple[str, str], Severity]) -> bool:
    """Whether no deviation of all of production tells the same.

    One that is looked into does, and a minor one of all that is not severe in the cohort. Where
    more or fewer rows belong to the cohort, another mix in it is the other side of that.
    """
    everywhere = whole.get((one.rule, one.subject), Severity.NONE)
    if at_least(everywhere, Severity.MODERATE):
        return False
    if everywhere is Severity.MINOR and one.severity is not Severity.SEVERE:
        return False
    return one.rule == CONCEPT or not any((DRIFT, by) in whole for by in one.cohort)


def _checked(one: Cohorts, period: Period, deviating: set[str]) -> list[Checked]:
    """Judged is what deviates, or surely does not."""
    told = [(key_of(DRIFT, c.column, one.cohort), c.severity) for c in one.columns]
    told.append((key_of(CONCEPT, ERROR_RATE, one.cohort), one.concepts[-1].severity))
    return [
        Checked(key, period.since, period.until, key in deviating or severity is Severity.NONE)
        for key, severity in told
    ]


def _asked(cohort: Mapping[str, str | None]) -> str:
    """The same page about the cohort."""
    ((by, value),) = cohort.items()
    return "&" + urlencode({"by": by, "value": value or ""})
