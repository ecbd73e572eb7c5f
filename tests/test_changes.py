"""What differs between two runs, and whether it could explain a loss."""

from dataclasses import replace

import pytest

from curation.changes import Change, Fact, alike_but, changes, pairs_alike_but
from curation.comparison import NonInferiority
from curation.environments import read, told, written
from curation.errors import BadRequest
from curation.explaining import Alone, Explains, explained, summary
from curation.runs import Run

BASE = Run(
    "base", {"blocking": 3}, "m-1", "abcdef1234", "python=3.11; numpy=2.1; hardware=8 cores"
)
NOT_WORSE, WORSE = NonInferiority.NOT_WORSE, NonInferiority.WORSE
UNDECIDED = NonInferiority.UNDECIDED


@pytest.mark.parametrize(
    ("said", "libraries", "hardware", "words"),
    [
        (None, {}, {}, ()),
        ("", {}, {}, ()),
        ("numpy==2.1", {"numpy": "2.1"}, {}, ()),
        ("python=3.12; gpu=A100, 80 GB", {"python": "3.12"}, {"gpu": "A100, 80 GB"}, ()),
        ("python=3.12, gpu=A100", {"python": "3.12"}, {"gpu": "A100"}, ()),
        ("linux x86-64, python 3.11.9, cpu", {"python": "3.11.9"}, {}, ("cpu", "linux x86-64")),
        ("NumPy=2.1; CPU=M4", {"numpy": "2.1"}, {"cpu": "M4"}, ()),
        ("=3; ;", {}, {}, ("=3",)),
    ],
)
def test_an_environment_is_read_as_single_facts(
    said: str | None, libraries: object, hardware: object, words: object
) -> None:
    found = read(said)
    assert (found.libraries, found.hardware, found.words) == (libraries, hardware, words)


def test_facts_are_written_so_that_they_can_be_read_again() -> None:
    assert written([" python = 3.12", "", "# pip freeze", "numpy==2.1"]) == (
        "python = 3.12; numpy==2.1"
    )
    assert read("python = 3.12; numpy==2.1").libraries == {"python": "3.12", "numpy": "2.1"}
    assert written(["", "# nothing"]) is None
    with pytest.raises(BadRequest, match="holds a semicolon"):
        written(["a=1; b=2"])
    assert told({"python": "3.12", "hardware": "8 cores"}) == "8 cores, python 3.12"


@pytest.mark.parametrize(
    ("changed", "fact", "differs"),
    [
        ({}, Fact.MODEL, False),
        ({"model_version": "m-2"}, Fact.MODEL, True),
        ({"model_version": None}, Fact.MODEL, None),
        ({"commit": "abcdef12"}, Fact.CODE, False),  # the same commit, written shorter
        ({"commit": "abc"}, Fact.CODE, True),  # too short to be known by
        ({"commit": None}, Fact.CODE, None),
        ({"sets": {"blocking": 4}}, Fact.DATA, True),
        ({"environment": "python=3.12; numpy=2.1"}, Fact.LIBRARIES, True),
        ({"environment": "python=3.11"}, Fact.LIBRARIES, None),  # numpy was not named
        ({"environment": "python=3.11"}, Fact.HARDWARE, None),
        ({"environment": "hardware=8 cores"}, Fact.LIBRARIES, None),
        ({"environment": "hardware=2 cores"}, Fact.HARDWARE, True),
        ({"environment": "a big one"}, Fact.HARDWARE, None),  # words against a named fact
    ],
)
def test_a_fact_differs_only_when_both_runs_state_it(
    changed: dict[str, object], fact: Fact, differs: bool | None
) -> None:
    found = {change.fact: change for change in changes(BASE, replace(BASE, **changed))}  # type: ignore[arg-type]
    assert found[fact].differs is differs


def test_of_two_lists_of_libraries_only_what_differs_is_told() -> None:
    other = replace(BASE, environment="python=3.12; numpy=2.1; scipy=1.15")
    found = next(c for c in changes(BASE, other) if c.fact is Fact.LIBRARIES)
    assert found.baseline == "python 3.11, scipy not stated"
    assert found.candidate == "python 3.12, scipy 1.15"


def test_runs_are_put_side_by_side_only_when_all_the_rest_is_alike() -> None:
    model = replace(BASE, name="model", model_version="m-2")
    both = replace(model, name="both", commit="fffffff000")
    unsaid = replace(model, name="unsaid", environment=None)
    assert alike_but(Fact.MODEL, BASE, model) == ()
    assert alike_but(Fact.MODEL, BASE, both) is None
    assert alike_but(Fact.MODEL, BASE, unsaid) == (Fact.LIBRARIES, Fact.HARDWARE)
    runs = [BASE, model, both, unsaid]
    found = pairs_alike_but(Fact.MODEL, BASE, both, runs)
    assert [(a.name, b.name) for a, b, _ in found] == [("base", "model"), ("base", "unsaid")]
    of_code = pairs_alike_but(Fact.CODE, BASE, both, runs)
    assert [(a.name, b.name, unsure) for a, b, unsure in of_code] == [("model", "both", ()), (
        "unsaid", "both", (Fact.LIBRARIES, Fact.HARDWARE))]  # fmt: skip


def a_change(fact: Fact = Fact.MODEL, differs: bool | None = True) -> Change:
    return Change(fact, "a", "b", differs)


@pytest.mark.parametrize(
    ("change", "verdicts", "explains", "says"),
    [
        (a_change(differs=False), [], Explains.NO, "The same in both."),
        (a_change(differs=None), [], Explains.NOT_EXCLUDED, "cannot be excluded"),
        (a_change(Fact.DATA), [], Explains.NO, "ask the same in both versions"),
        (a_change(), [], Explains.OPEN, "score one that does"),
        (a_change(), [UNDECIDED], Explains.OPEN, "leave it undecided"),
        (a_change(), [NOT_WORSE], Explains.UNLIKELY, "c0 is not worse than b0 on 40 cases"),
        (a_change(), [NOT_WORSE, WORSE], Explains.COULD, "c1 is worse than b1 on 40 cases"),
    ],
)
def test_a_fact_explains_a_loss_only_where_it_alone_makes_one(
    change: Change, verdicts: list[NonInferiority], explains: Explains, says: str
) -> None:
    besides = [Alone(f"b{n}", f"c{n}", 40, verdict) for n, verdict in enumerate(verdicts)]
    found, why = explained(change, besides)
    assert found is explains
    assert says in why


def test_what_was_not_stated_of_a_pair_is_said_with_it() -> None:
    _, why = explained(a_change(), [Alone("b", "c", 9, WORSE, ("hardware", "libraries"))])
    assert "With only this changed (hardware and libraries not stated), c is worse" in why


@pytest.mark.parametrize(
    ("found", "broke", "flaky", "worse", "says"),
    [
        (
            [(a_change(), Explains.COULD), (a_change(Fact.HARDWARE), Explains.UNLIKELY)],
            9, 0, True,
            "The model could explain it alone; the hardware hardly explains it.",
        ),
        (
            [(a_change(), Explains.OPEN), (a_change(Fact.CODE, None), Explains.NOT_EXCLUDED)],
            9, 0, True,
            "The model may have a part in it. Not stated, so not excluded: the code.",
        ),
        ([(a_change(), Explains.OPEN)], 1, 0, False, "What differs: the model."),
        (
            [(a_change(differs=False), Explains.NO)], 4, 3, True,
            "Nothing that both runs state differs. What moved is chance or flaky cases: 3 of 4 "
            "contradict themselves.",
        ),
        (
            [(a_change(differs=None), Explains.NOT_EXCLUDED)], 4, 0, True,
            "Nothing that both runs state differs. Not stated, so not excluded: the model.",
        ),
        (
            [(a_change(Fact.DATA), Explains.NO)], 0, 0, False,
            "Nothing that both runs state differs.",
        ),
    ],
)  # fmt: skip
def test_the_summary_blames_nothing_that_was_not_shown(
    found: list[tuple[Change, Explains]], broke: int, flaky: int, worse: bool, says: str
) -> None:
    assert summary(found, broke, flaky, worse=worse) == says
