"""What `evaldesk drift` prints: the columns, the weeks, what changed, and what happened."""

from collections.abc import Iterator, Sequence

from curation.deviating import at_least, graver
from curation.drift import ColumnDrift, Concept, Period, Severity
from store.answers.drift import DriftAnswer
from store.answers.timeline import Happening
from store.commands.output import say, table

_MOST_PERIODS = 26  # lines of them; --json has all
_MOST_TOGETHER = 5


def told(found: DriftAnswer, happened: Sequence[Happening]) -> None:
    """Print an answer, the newest window first, then how it came there."""
    say(found.sentence)
    of = found.reference
    say(f"Reference: {of.since} to before {of.until}, {of.n:,} events. {of.reason}")
    columns = ("column", "role", "severity", "why", "#n", "#PSI", "#by chance", "#JS", "#KS",
               "#W1/std", "#V")  # fmt: skip
    table(columns, [_row(column) for column in found.columns])
    say(f"Errors at equal scores: {found.concept.severity}: {found.concept.reason}")
    _tell_periods(found)
    _tell_changes(found)
    _tell_together(found)
    for one in happened:
        say(_happened(one))
    if found.not_watched:
        say("Not watched:")
        table(("column", "why"), [(one.column, one.reason) for one in found.not_watched])


def happened_in(found: DriftAnswer, every: Sequence[Happening]) -> tuple[Happening, ...]:
    """What of `every` happened in the periods of the answer."""
    if not found.weeks:
        return ()
    since, until = found.weeks[0].since[:10], found.weeks[-1].until[:10]
    return tuple(one for one in every if one.meets(since, until))


def _row(one: ColumnDrift) -> tuple[object, ...]:
    """A column; where too few are there to say, no number that suggests otherwise."""
    measured: tuple[object, ...] = (None,) * 6
    if one.severity is not Severity.UNKNOWN:
        ks = None if one.ks is None else round((one.ks.low + one.ks.high) / 2, 3)
        measured = (one.psi, one.psi_bound, one.js, ks, one.wasserstein_over_std,
                    one.cramers_v)  # fmt: skip
    said = (one.column, one.role.value, one.severity.value, one.reason, one.n_current)
    return (*said, *measured)


def _tell_periods(found: DriftAnswer) -> None:
    shown = found.weeks[-_MOST_PERIODS:]
    if not shown:
        return
    before = len(found.weeks) - len(shown)
    say(f"\nEach {found.every}" + (f" ({before} before these: --json)" if before else ""))
    columns = (found.every, "#events", "columns off", "gravest", "errors at equal scores")
    table(columns, [_period(one) for one in shown])


def _period(one: Period) -> tuple[object, ...]:
    off = [c for c in one.columns if at_least(c.severity, Severity.MINOR)]
    known = [c for c in one.columns if c.severity is not Severity.UNKNOWN]
    if not known:
        return (one.since, one.n, "too few to say", None, _errors(one.concept))
    worst = _worst(off)
    gravest = f"{worst.column}: {worst.severity}" if worst else None
    return (one.since, one.n, f"{len(off)} of {len(known)}", gravest, _errors(one.concept))


def _worst(off: Sequence[ColumnDrift]) -> ColumnDrift | None:
    """The gravest, and of those the one that lies farthest in its own limits."""
    found = [c for c in off if not any(graver(other.severity, c.severity) for other in off)]
    return max(found, key=lambda c: (c.value or 0) / (c.limits.minor or 1), default=None)


def _errors(one: Concept) -> str:
    if one.severity is Severity.UNKNOWN or one.difference is None:
        return f"too few to say (n {one.n_current:,})"
    return f"{one.difference * 100:+.1f} points (n {one.n_current:,}): {one.severity}"


def _tell_changes(found: DriftAnswer) -> None:
    if not found.changes:
        return
    say("\nOn another level since")
    rows = [(c.since, c.what, c.before, c.after, c.reason) for c in found.changes]
    table(("since", "what", "#before", "#after", "why"), rows)


def _tell_together(found: DriftAnswer) -> None:
    rows = list(_together(found))
    if rows:
        say("\nGoes with lost quality (what goes together need not cause each other)")
        table(("column", "#correlation", "95 %", "#periods"), rows)


def _together(found: DriftAnswer) -> Iterator[tuple[object, ...]]:
    """Those whose correlation is proven: none of its limits is beyond zero."""
    sure = [g for g in found.goes_with if g.low is not None and g.low > 0]
    for one in sure[:_MOST_TOGETHER]:
        assert one.correlation is not None, "it has limits"
        assert one.high is not None, "it has limits"
        yield one.column, f"{one.correlation:+.2f}", f"{one.low:+.2f} to {one.high:+.2f}", one.n


def _happened(one: Happening) -> str:
    until = f" to before {one.until}" if one.until else " on" if one.open else ""
    note = f" ({one.note})" if one.note else ""
    return f"{one.since}{until}: {one.what.value} {one.name}{note}"
