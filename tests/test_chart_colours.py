"""What a chart shows by colour can be told apart without red and green."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from pages.shared.tokens import DARK, DARK_SERIES, LIGHT, LIGHT_SERIES, Tokens
from tests.conftest import ROOT
from tests.seen_colours import BLINDNESS, apart, ciede2000, mixed

INKS = ("primary", "orange", "good", "warn", "bad", "muted", "text")
# A difference of 1 is just seen side by side, of 5 at a glance; a thin line needs more.
AT_A_GLANCE = 10.0
BESIDE_EACH_OTHER = 5.0


def drawn_together() -> dict[str, list[str]]:
    """For each module that gives a chart its colours: the inks it draws with."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "pages").rglob("*.py")):
        used = set(re.findall(r"\bink\.(\w+)", path.read_text("utf-8"))) & set(INKS)
        if len(used) > 1:
            found[str(path.relative_to(ROOT))] = sorted(used)
    return found


TOGETHER = drawn_together()


@pytest.mark.parametrize("sight", BLINDNESS)
@pytest.mark.parametrize("module", TOGETHER)
def test_the_colours_of_one_chart_are_told_apart(module: str, sight: str) -> None:
    close = {
        (one, other, distance)
        for ink in (LIGHT, DARK)
        for one, other in combinations(TOGETHER[module], 2)
        if (distance := apart(getattr(ink, one), getattr(ink, other), sight)) < AT_A_GLANCE
    }
    assert close == set()


@pytest.mark.parametrize("sight", BLINDNESS)
@pytest.mark.parametrize("ink", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", INKS)
def test_every_ink_stands_out_from_the_page(name: str, ink: Tokens, sight: str) -> None:
    assert apart(getattr(ink, name), ink.page, sight) > 30


@pytest.mark.parametrize("sight", ["deuteranopia", "full sight"])
@pytest.mark.parametrize("series", [LIGHT_SERIES, DARK_SERIES], ids=["light", "dark"])
def test_the_series_are_told_apart(series: tuple[str, ...], sight: str) -> None:
    assert [pair for pair in combinations(series, 2) if apart(*pair, sight) < AT_A_GLANCE] == []


# As pages/shared/theme.css mixes them: the ink, and its shares from little to much.
RAMPS = {
    "right": ("primary", (8, 18, 32, 100)),
    "wrong": ("orange", (0, 14, 30, 100)),
    "drift": ("orange", (0, 35, 65, 100)),
}


@pytest.mark.parametrize("sight", BLINDNESS)
@pytest.mark.parametrize("ink", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ramp", RAMPS)
def test_the_steps_of_a_ramp_are_told_apart(ramp: str, ink: Tokens, sight: str) -> None:
    name, shares = RAMPS[ramp]
    steps = [mixed(getattr(ink, name), share / 100, ink.page) for share in shares]
    distances = [apart(one, other, sight) for one, other in pairwise(steps)]
    assert min(distances) > BESIDE_EACH_OTHER


def test_the_ramps_are_those_of_the_stylesheet() -> None:
    css = (Path(ROOT) / "pages" / "shared" / "theme.css").read_text("utf-8")
    mixes = {
        (ink, int(share)) for ink, share in re.findall(r"--ed-(primary|orange)\) (\d+)%", css)
    }
    asked = {(ink, one) for ink, shares in RAMPS.values() for one in shares if 0 < one < 100}
    assert asked <= mixes


# Pairs of the paper's own table of test data.
@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_is_that_of_the_paper(
    one: tuple[float, float, float], other: tuple[float, float, float], distance: float
) -> None:
    assert ciede2000(one, other) == pytest.approx(distance, abs=1e-4)


@pytest.mark.parametrize(("one", "other"), [("#FF0000", "#4E6B00"), ("#00B300", "#C48A00")])
def test_red_and_green_come_close_without_the_middle_cone(one: str, other: str) -> None:
    assert apart(one, other, "deuteranopia") < apart(one, other, "full sight") / 2
