"""What Health says of failures and drift, week by week: never better for want of looking."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest

from curation.budget_share import Counted
from curation.drift import Severity
from curation.figure_exposure import exposures
from curation.figures import Figure, Judgement, Period, Window, window
from curation.plot_words import weeks_of
from curation.thresholds import policy
from curation.tile_words import mark
from store.answers import figures_of_sets
from store.answers.budget_counts import Weeks
from store.answers.drift import DriftAnswer, DriftQuestion
from store.answers.failing_costs import FailingCost
from store.answers.figures_of_production import new_failures
from store.answers.figures_of_sets import drifting
from store.answers.health_ground import Ground, counted_window
from store.answers.impact import failure_cost, impact
from store.desk import Desk
from tests.drifting import a_drift_answer

FIRST = date(2026, 8, 3)
Week = tuple[int, int, int] | None  # events, judged, failed of the judged ones; None: none came


def on(weeks: Sequence[Week], unjudged: Sequence[int] = (), period: str = "week") -> Ground:
    """A desk as figures of production see it; `unjudged` failures without a verdict."""
    starts = tuple(FIRST + timedelta(weeks=n) for n in range(len(weeks)))
    more = (*unjudged, *(0,) * len(weeks))
    counts = tuple(
        {} if week is None else {"": Counted(week[0], week[1], week[2], week[2] + u)}
        for week, u in zip(weeks, more, strict=False)
    )
    known = Weeks(starts, counts, 0)
    until = starts[-1] + timedelta(weeks=1)
    return Ground(
        desk=cast("Desk", None),
        now=datetime(2026, 11, 16, tzinfo=UTC),
        policy=policy(()),
        weeks=known,
        shares=dict(zip(starts, known.shares(None), strict=True)),
        failures={s: c[""].failed for s, c in zip(starts, counts, strict=True) if c},
        window=counted_window(Period(period), until, known),
    )


def lost(*weeks: dict[tuple[str, float | None], int]) -> list[FailingCost]:
    """By week how many failures of which kind and price."""
    return [
        FailingCost(FIRST + timedelta(weeks=n), kind, cost, many)
        for n, week in enumerate(weeks)
        for (kind, cost), many in week.items()
    ]


@pytest.mark.parametrize(
    ("ground", "value", "said"),
    [
        (on([(600, 600, 10), (600, 0, 0)]), None, "too few to say"),
        (on([(600, 600, 10), (600, 0, 0)], [0, 1]), None, "too few to say"),
        (on([(600, 600, 60), (600, 0, 0)], [0, 40]), 40, "too few to say"),
        (on([(1000, 1000, 100), (3000, 3000, 150)]), 150, "−50.0 per 1,000, better"),
        (on([(1000, 1000, 100), (3000, 1000, 100)]), 100, "0.0 per 1,000, within noise"),
        (on([(1000, 0, 0), (1000, 0, 0)], [20, 60]), 60, "+40.0 per 1,000, worse"),
        (on([(1000, 500, 10), (1000, 510, 10)], [5, 60]), 70, "+55.0 per 1,000, worse"),
        (on([(1000, 990, 95), (1000, 800, 40)], [5, 5]), 45, "−44.6 per 1,000, better"),
        (on([(300, 300, 30), None, (300, 300, 30)]), 30, "no comparison"),
    ],
    ids=["no labels any more", "but one error", "but errors", "more events", "fewer judged",
         "never judged", "both", "labels come late", "a gap before"],
)  # fmt: skip
def test_failures_are_judged_by_what_could_have_been_found_to_fail(
    ground: Ground, value: float | None, said: str
) -> None:
    found = new_failures(ground)
    assert (found.value, mark(found)[1]) == (value, said)


def test_verdicts_that_come_or_go_are_no_comparison_and_that_is_said() -> None:
    assert exposures(Counted(600, 60, 1, 30), Counted(600, 600, 1, 30)) is None
    told = new_failures(on([(600, 600, 60), (600, 60, 6)], [0, 40])).said
    assert "Events with a verdict went from 100" in told
    assert told.endswith("so the week before is no comparison.")


def test_a_week_that_nothing_came_in_is_a_gap_and_no_zero() -> None:
    ground = on([(300, 300, 30), None, (300, 300, 30)])
    costs = lost({("a", 5.0): 30}, {}, {("a", 5.0): 30})
    assert [one.value for one in new_failures(ground).trend] == [30, None, 30]
    assert [one.value for one in failure_cost(ground, costs).trend] == [150, None, 150]


def test_a_period_says_how_many_of_its_weeks_came() -> None:
    found = new_failures(on([(300, 300, 30)] * 5, period="month")).said
    assert "The 4 weeks before (only 1 of them had events) 30 of 300" in found
    ground = on([(300, 300, 30)] * 5, period="quarter")
    assert "(only 5 of them had events) failed" in new_failures(ground).said
    assert weeks_of(ground.window).endswith("2026, five of them with events")
    assert weeks_of(window(Period.WEEK, FIRST)).endswith("2026")


YEAR = [(1000, 1000, 200), (1000, 1000, 100)]


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ({("a", 1.0): 200}, {("a", 50.0): 100}, (4800, Judgement.WORSE)),
        ({("a", 50.0): 200}, {("a", 50.0): 100}, (-5000, Judgement.BETTER)),
        ({("a", 1.0): 200}, {("a", 1.0): 5, ("a", 9.0): 5}, (-150, Judgement.TOO_FEW)),
        ({("a", None): 200}, {("a", None): 100}, (None, Judgement.NO_COMPARISON)),
    ],
    ids=["fewer and dearer", "fewer", "few of two prices", "nobody priced it"],
)
def test_a_kind_is_judged_by_what_it_costs_as_its_change_is(
    then: dict[tuple[str, float | None], int],
    now: dict[tuple[str, float | None], int],
    said: tuple[float | None, Judgement],
) -> None:
    (found,) = impact(on(YEAR), lost(then, now))
    assert (found.change and round(found.change), found.judgement) == said


def test_many_kinds_are_corrected_for_their_number() -> None:
    then: dict[tuple[str, float | None], int] = {("stale", 10.0): 5}
    now: dict[tuple[str, float | None], int] = {("stale", 10.0): 17}
    (alone,) = impact(on(YEAR), lost(then, now))
    others = {(f"kind {n}", 10.0): 40 for n in range(7)}
    among = impact(on(YEAR), lost({**then, **others}, {**now, **others}))
    (same,) = (one for one in among if one.kind == "stale")
    assert (alone.judgement, same.judgement) == (Judgement.WORSE, Judgement.WITHIN_NOISE)
    assert alone.change == same.change


def drifted(monkeypatch: pytest.MonkeyPatch, *weeks: tuple[Severity, Severity]) -> Figure:
    """Of two columns, week by week, the last one judged now."""
    answer = a_drift_answer(2, len(weeks))
    periods = tuple(
        replace(period, columns=[replace(one, severity=to)
                                 for one, to in zip(period.columns, week, strict=True)])
        for period, week in zip(answer.weeks, weeks, strict=True)
    )  # fmt: skip
    found = replace(answer, weeks=periods, columns=tuple(periods[-1].columns))

    def told(desk: Desk, question: DriftQuestion) -> DriftAnswer:
        assert desk is None
        assert question == DriftQuestion()
        return found

    monkeypatch.setattr(figures_of_sets, "drift", told)
    since = date.fromisoformat(periods[-1].since)
    ground = on([(300, 300, 30)])
    return drifting(replace(ground, window=Window(Period.WEEK, since, since)))


QUIET, SEVERE, GONE = Severity.NONE, Severity.SEVERE, Severity.UNKNOWN


@pytest.mark.parametrize(
    ("weeks", "value", "judgement", "last"),
    [
        ([(QUIET, QUIET), (SEVERE, QUIET), (GONE, QUIET)], None, Judgement.TOO_FEW, None),
        ([(SEVERE, QUIET), (GONE, QUIET), (GONE, QUIET)], None, Judgement.TOO_FEW, None),
        ([(QUIET, SEVERE), (SEVERE, SEVERE), (GONE, SEVERE)], 1, Judgement.TOO_FEW, None),
        ([(QUIET, QUIET), (QUIET, QUIET), (GONE, SEVERE)], 1, Judgement.WORSE, 1),
        ([(QUIET, QUIET), (SEVERE, QUIET), (QUIET, QUIET)], 0, Judgement.BETTER, 0),
        ([(QUIET, QUIET), (SEVERE, QUIET), (QUIET, GONE)], 0, Judgement.BETTER, 0),
    ],
    ids=["gone", "gone for long", "one gone, one stays", "one quiet gone, one new", "mended",
         "mended, one quiet gone"],
)  # fmt: skip
def test_a_column_that_is_gone_is_not_mended(
    monkeypatch: pytest.MonkeyPatch,
    weeks: list[tuple[Severity, Severity]],
    value: float | None,
    judgement: Judgement,
    last: float | None,
) -> None:
    found = drifted(monkeypatch, *weeks)
    assert (found.value, found.judgement, found.trend[-1].value) == (value, judgement, last)
    lost_one = weeks[-1][0] is GONE and SEVERE in [week[0] for week in weeks]
    assert ("drifted when last known" in found.said) is lost_one
    assert found.worth_a_look is (lost_one or SEVERE in weeks[-1])
