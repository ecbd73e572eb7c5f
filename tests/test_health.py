"""Every sentence of the home page, each on a desk that was built to provoke it."""

import shutil
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from curation.budget import objective
from curation.figures import Figure, Judgement, Period, Span, Watch
from curation.health_sentence import sentence_of, shipping
from store.acts.importing import import_files
from store.acts.objectives import set_objective
from store.acts.owning import name_owner
from store.acts.saving_cohorts import save_cohort
from store.answers.health import Health, health
from store.answers.health_cohorts import status_of
from store.answers.health_rows import pinned
from store.answers.runs import RunSummary
from store.answers.watching import aged
from store.desk import Desk, found_desk, open_desk
from tests.blocking_desk import blocking_desk
from tests.builders import ANA
from tests.terminal import Evaldesk, terminal
from tests.test_the_main_job import lines, results

MONDAY = datetime(2026, 8, 3, 10, tzinfo=UTC)
NOW = MONDAY + timedelta(weeks=10, hours=2)
SOON = datetime(2026, 11, 10, 12, tzinfo=UTC)  # the week of the blocking desk is just over


class Gate:
    """A desk with two blocking cases, and the words to score runs on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.say, self.first, self.second = blocking_desk(folder, deputy="ben")

    def score(self, *, first: bool = True, second: bool | None = True) -> None:
        """A run rc of both cases, or of the first one alone, judged."""
        passed = {self.first: [first], **({} if second is None else {self.second: [second]})}
        rows = results(self.folder / "rc.jsonl", {c: list(p) for c, p in passed.items()})
        self.say("import", rows, "--as", "results", "--run", "rc", "--model", "v2")
        self.say("gate", "rc")

    def green(self) -> None:
        """Enough of production is judged as well, and good."""
        self.score()
        at = datetime(2026, 11, 4, 10, tzinfo=UTC)
        rows = [{"id": f"g-{n}", "timestamp": at.isoformat(), "input": f"good {n}",
                 "prediction": "a", "truth": "a"} for n in range(30)]  # fmt: skip
        self.say("import", lines(self.folder / "good.jsonl", rows))

    def unreadable(self) -> None:
        """Nobody can read where alarms go."""
        self.green()
        with (self.folder / "desk" / "desk.toml").open("a") as file:
            file.write('\n[alarms.channels.x]\ntype = "pigeon"\n')

    def nothing(self) -> None:
        """No run came in that was judged."""

    def one_more(self) -> None:
        """A newer blocking set than the one that rc was judged on."""
        self.score()
        self.say("move", self.first, "--to", "monitoring", "-m", "noisy")
        self.say("freeze", "blocking")

    def frozen(self) -> None:
        self.score()
        self.say("gate-mode", "freeze", "-m", "budget spent")

    def waived(self) -> None:
        self.score(second=False)
        until = (datetime.now(UTC).date() + timedelta(days=7)).isoformat()
        self.say("waive", self.second, "--owner", "dev", "--until", until, "--run", "rc",
                 "-m", "mended on Monday", actor="ben")  # fmt: skip
        self.say("gate", "rc")

    def moved_on(self) -> None:
        self.waived()
        self.say("waivers", "end", "W-1", actor="dev")


@pytest.mark.parametrize(
    ("happens", "tone", "said"),
    [
        (Gate.nothing, "unknown",
         "Nobody can say whether to ship. No run was judged on blocking@1 yet."),
        (Gate.green, "good",
         "Safe to ship: rc (v2). All 2 cases of blocking@1 passed and every threshold is met."),
        (Gate.score, "warn",
         "Safe to ship, with 1 watch item: too few verdicts to judge production. rc (v2)"),
        (Gate.unreadable, "warn",
         "Safe to ship, with 1 watch item: nobody can say whether an alarm stands. rc (v2)"),
        (partial(Gate.score, second=False), "bad", "Do not ship: rc (v2). 1 blocking"),
        (partial(Gate.score, second=None), "warn", "Not decided: rc (v2). "),
        (Gate.one_more, "unknown",
         "Nobody can say whether to ship. The last run, rc (v2), was judged on an older set "
         "than blocking@2, which is in force."),
        (Gate.frozen, "bad", "Do not ship: the gate is frozen. "),
        (Gate.waived, "warn",
         "Safe to ship, with 2 watch items: a waiver let it pass and too few verdicts"),
        (Gate.moved_on, "unknown",
         "Nobody can say whether to ship rc (v2). Ask the gate again: it rested on W-1"),
    ],
    ids=["no run", "all green", "nothing judged", "no alarms", "blocked", "incomplete",
         "stale", "frozen", "waived", "ended"],
)  # fmt: skip
def test_the_sentence_says_what_the_gate_and_its_state_leave_to_say(
    tmp_path: Path, happens: Callable[[Gate], None], tone: str, said: str
) -> None:
    happens(Gate(tmp_path))
    with closing(open_desk(tmp_path / "desk", lambda: SOON)) as desk:
        found = health(desk)
    assert found.sentence.startswith(said)
    assert found.tone == tone
    assert sentence_of(found.parts) == found.sentence
    assert (found.verdict is None) >= (tone == "unknown")  # a script ships by it
    stale = found.last_run is not None and found.last_run.stale
    assert ("(judged on an older set)" in pinned(found)) is bool(stale)


def test_an_empty_desk_has_no_neutral_number_and_says_what_to_do(tmp_path: Path) -> None:
    say = terminal(tmp_path / "desk")
    say("init", "--owner", "ana")
    found = say("health", "--json").json
    sentence = "Nobody can say whether to ship. So far no blocking set was ever frozen."
    assert (found["sentence"], found["tone"]) == (sentence, "unknown")
    assert {one["name"]: one["value"] for one in found["figures"]} == dict.fromkeys(NAMES)
    assert all(one["said"] and one["link"] for one in found["figures"])
    assert found["cohorts"] == found["impact"] == found["watching"] == []
    assert say("health").text.startswith(sentence)


NAMES = (
    "pass_rate", "production_quality", "error_budget", "new_failures", "failure_cost",
    "time_to_triage", "oldest_unanswered", "cost", "drift", "costly_coverage",
    "label_agreement",
)  # fmt: skip


def events(weeks: int, bad: Callable[[int], int], price: Callable[[int], float]) -> Iterable[
    dict[str, object]
]:  # fmt: skip
    """Two hundred events a week; five of them come by a channel that few use."""
    for week in range(weeks):
        for n in range(200):
            yield {
                "id": f"{week}-{n}",
                "timestamp": (MONDAY + timedelta(weeks=week, minutes=n)).isoformat(),
                "route": "refunds",
                "channel": "fax" if n < 5 else "web" if n % 2 else "app",
                "input": f"question {n} of week {week}",
                "prediction": "billing",
                "truth": "refund" if n >= 200 - bad(week) else "billing",
                "cost_usd": price(week) * (1 + n % 7 / 10),
                "model": "v1",
            }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten whole weeks; in the last one ten times as much fails, and answers cost the double."""
    folder = tmp_path_factory.mktemp("health") / "desk"
    found_desk(folder)
    with closing(open_desk(folder, lambda: NOW)) as desk:
        name_owner(desk, "blocking", ANA, None, actor=ANA)
        last = 9
        rows = events(
            10, lambda w: 40 if w == last else 4, lambda w: 2e-3 if w == last else 1e-3
        )
        file = lines(folder.parent / "events.jsonl", list(rows))
        import_files(desk, [file], "events", actor="cron")
        set_objective(desk, objective(0.95), actor=ANA, reason="what users bear")
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Generator[Desk]:
    shutil.copytree(made, tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk", lambda: NOW)) as desk:
        yield desk


def named(found: Health) -> dict[str, Figure]:
    return {one.name: one for one in found.figures}


def test_every_figure_is_judged_by_a_test_and_the_worst_are_named(desk: Desk) -> None:
    found = health(desk)
    figures = named(found)
    assert tuple(figures) == NAMES
    assert figures["production_quality"].judgement is Judgement.WORSE
    assert figures["production_quality"].beyond
    assert figures["new_failures"].judgement is Judgement.WORSE
    assert figures["new_failures"].value == 40
    assert figures["new_failures"].change == pytest.approx(180)  # 40 and 4 of 200, of 1,000
    assert figures["cost"].judgement is Judgement.WORSE
    assert figures["failure_cost"].value == 200  # 40 wrong answers of 5 USD
    assert figures["failure_cost"].judgement is Judgement.TOO_FEW  # 4 failures the week before
    assert figures["error_budget"].low is not None
    assert figures["error_budget"].change is None  # what is judged is how fast it burns
    assert figures["error_budget"].judged_as == "burns too fast"
    assert all(len(figures[name].trend) == 10 for name in ("new_failures", "cost"))
    assert found.sentence.startswith("Nobody can say whether to ship. So far no blocking set")
    assert "Besides, " in found.sentence
    assert "80.0 % of answers are good where 95.0 % are promised" in found.sentence
    assert found.sentence.endswith("more.")  # three are named, the others are counted


def test_a_cohort_that_is_too_small_says_so_and_is_no_watch_item(desk: Desk) -> None:
    found = health(desk)
    assert found.cohorts_of == "channel"
    fax = next(row for row in found.cohorts if row.name == "channel = fax")
    assert (fax.value, fax.n, fax.status, fax.bad) == (None, 5, "too few to say", False)
    assert [row.status for row in found.cohorts[:2]] == ["below its objective"] * 2
    assert found.cohorts[-1] is fax


def test_a_named_cohort_that_nothing_came_of_is_not_forgotten(desk: Desk) -> None:
    save_cohort(desk, "Letters", {"channel": "letter"}, actor=ANA)
    (letters,) = (row for row in health(desk).cohorts if row.name == "channel = letter")
    assert (letters.value, letters.n, letters.judgement) == (None, 0, Judgement.NO_COMPARISON)


def test_a_longer_period_is_held_against_the_like_before(desk: Desk) -> None:
    month = named(health(desk, Period.MONTH))["new_failures"]
    assert (month.value, month.n, month.change) == (52, 800, pytest.approx(45))
    found = health(desk, Period.QUARTER)
    quarter = named(found)["new_failures"]
    assert (quarter.n, quarter.change) == (2000, None)
    assert found.window is not None
    assert (found.window.came, found.window.came_before) == (10, 0)
    assert quarter.judgement is Judgement.NO_COMPARISON


def test_a_desk_that_nothing_comes_to_any_more_says_so(made: Path) -> None:
    with closing(open_desk(made, lambda: NOW + timedelta(weeks=2))) as desk:
        found = health(desk)
    assert found.watching[0] == Watch("no event came in the last 2 whole weeks", "imports")
    quality = named(found)["production_quality"]
    assert (quality.value, quality.judgement) == (None, Judgement.NO_COMPARISON)
    assert "The last that was known: 80.0 %" in quality.said
    assert {(row.value, row.status, row.bad) for row in found.cohorts} == {
        (None, "no event came", False)
    }
    assert found.impact == ()


@pytest.mark.parametrize(("days", "told"), [(14, []), (15, ["the last run is 15 days old"])])
def test_a_run_of_long_ago_is_to_be_watched(days: int, told: list[str]) -> None:
    run = cast("RunSummary", SimpleNamespace(run="rc", started_at=None,
                                             recorded_at="2026-08-03T10:00:00"))  # fmt: skip
    found = aged(run, 14, MONDAY.date() + timedelta(days=days))
    assert [one.text for one in found] == told


def test_a_desk_whose_events_have_no_time_is_not_empty(tmp_path: Path) -> None:
    say = terminal(tmp_path / "desk")
    say("init", "--owner", "ana")
    assert say("health", "--json").json["empty"] is True
    rows = [{"id": "e", "input": "q", "prediction": "a", "truth": "a"}]
    say("import", lines(tmp_path / "events.jsonl", rows))
    assert say("health", "--json").json["empty"] is False


def test_a_link_to_cohorts_shows_the_weeks_that_its_number_is_of(desk: Desk) -> None:
    links = {one.link for one in health(desk).cohorts}
    assert "cohorts?only=channel%3Dfax&over=Last+week" in links
    month = health(desk, Period.MONTH)
    assert named(month)["production_quality"].link == "cohorts?over=Last+4+weeks"
    assert named(health(desk, Period.QUARTER))["production_quality"].link == "cohorts"


@pytest.mark.parametrize(
    ("low", "high", "status"),
    [
        (0.95, 0.98, "on target"),
        (0.93, 0.97, "too close to say"),
        (0.91, 0.95, "may be below"),
        (0.90, 0.93, "below its objective"),
    ],
)
def test_a_cohort_is_on_target_only_where_its_whole_interval_is(
    low: float, high: float, status: str
) -> None:
    found = status_of(low, high, (low + high) / 2, 0.94, Judgement.WITHIN_NOISE, enough=True)
    assert found == (status, status == "below its objective")


def test_what_was_said_stays_until_something_is_decided(desk: Desk) -> None:
    before = health(desk)
    assert health(desk).figures is before.figures
    name_owner(desk, "blocking", "ben", None, actor=ANA)
    assert health(desk).figures is not before.figures


def test_asks_say_with_whom_they_are_and_since_when(tmp_path: Path) -> None:
    gate = Gate(tmp_path)
    gate.score()
    gate.say("propose", "gate.pass_rate.blocking", "95%", "-m", "one case wobbles")
    asks = {ask["what"]: ask for ask in gate.say("health", "--json").json["asks"]}
    (proposal,) = (one for what, one in asks.items() if what.startswith("Decide P-1"))
    assert (proposal["owner"], proposal["age_days"]) == ("ben", 0)
    assert proposal["link"] == "thresholds?name=gate.pass_rate.blocking"


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (1, "Safe to ship, with 1 watch item: w0. rc: fine"),
        (2, "Safe to ship, with 2 watch items: w0 and w1. rc: fine"),
        (3, "Safe to ship, with 3 watch items: w0, w1 and w2. rc: fine"),
        (5, "Safe to ship, with 5 watch items: w0, w1, w2 and 2 more. rc: fine"),
    ],
)
def test_at_most_three_watch_items_are_named(n: int, said: str) -> None:
    watching = [Watch(f"w{i}", f"page{i}") for i in range(n)]
    parts = shipping("Safe to ship", Span("rc", "runs?run=rc"), "fine", watching)
    assert sentence_of(parts) == said
    linked = {part.text: part.link for part in parts if part.link}
    assert linked["rc"] == "runs?run=rc"
    assert linked["w0"] == "page0"


def test_the_terminal_shows_figures_cohorts_and_asks(made: Path) -> None:
    said: Evaldesk = terminal(made)
    told = said("health", "--period", "month").text
    for words in ("Production quality", "channel = fax", "wrong answer", "failures wait"):
        assert words in told
    assert said("health", "--period", "year").code == 2
