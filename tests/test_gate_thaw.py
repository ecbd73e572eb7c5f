"""What was judged before a freeze, or under one, as it is told when the mode is another."""

import pytest

from tests.blocking_desk import blocking_desk
from tests.terminal import Evaldesk
from tests.test_the_main_job import results


@pytest.fixture(scope="module")
def evaldesk(tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    """A desk whose last run passed."""
    folder = tmp_path_factory.mktemp("thaw")
    said, first, second = blocking_desk(folder)
    good = results(folder / "good.jsonl", {first: [True], second: [True]})
    said("import", good, "--as", "results", "--run", "good", "--model", "v2")
    said("gate", "good")
    return said


def told(evaldesk: Evaldesk) -> tuple[object, ...]:
    """Verdict now and as recorded, in the list; of the home page verdict and tone."""
    run = evaldesk("runs", "--json").json["runs"][0]
    assert run["run"] == "good"
    health = evaldesk("health", "--json").json
    assert health["last_run"]["verdict"] == run["verdict"]
    return run["verdict"], run["recorded_verdict"], health["verdict"], health["tone"]


def test_no_answer_outlives_the_mode_that_it_was_given_under(evaldesk: Evaldesk) -> None:
    assert told(evaldesk) == ("PASS", "PASS", "PASS", "warn")
    evaldesk("gate-mode", "freeze", "-m", "budget spent")
    assert told(evaldesk) == ("BLOCKED", "PASS", "BLOCKED", "bad")
    assert "BLOCKED (frozen; was PASS)" in evaldesk("runs").text
    assert "good" in evaldesk("runs", "--verdict", "blocked").text

    evaldesk("gate", "good")  # blocked, and recorded so
    assert told(evaldesk) == ("BLOCKED", "BLOCKED", "BLOCKED", "bad")
    evaldesk("gate-mode", "normal", "-m", "mended")
    assert told(evaldesk) == (None, "BLOCKED", None, "unknown")
    health = evaldesk("health", "--json").json
    assert "Ask the gate again: it was judged while the gate was frozen" in health["sentence"]
    assert [ask["why"] for ask in health["asks"] if ask["what"] == "Ask the gate again"] == [
        "good: it was judged while the gate was frozen"
    ]
    assert "ask again (was BLOCKED)" in evaldesk("runs").text

    assert evaldesk("gate", "good").code == 0
    assert told(evaldesk) == ("PASS", "PASS", "PASS", "warn")


def test_a_fix_stands_in_either_mode(evaldesk: Evaldesk) -> None:
    evaldesk("gate-mode", "freeze", "-m", "budget spent")
    evaldesk("gate", "good", "--fix", "the double charge")
    assert told(evaldesk) == ("PASS", "PASS", "PASS", "warn")
    evaldesk("gate-mode", "normal", "-m", "mended")
    assert told(evaldesk) == ("PASS", "PASS", "PASS", "warn")
