"""Small drawings say in words what they show."""

from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from pages.shared.marks import SEVERITIES, Tick, bar, severity, spark, strip


@pytest.mark.parametrize("level", SEVERITIES)
def test_a_severity_is_told_by_bars_and_word(level: str) -> None:
    drawn = severity(level)
    assert f"of-{SEVERITIES.index(level) + 1}" in drawn
    assert level.capitalize() in drawn


def test_a_severity_that_nobody_set_says_so() -> None:
    assert "not set" in severity(None)


def test_a_strip_reads_out_what_each_tick_means() -> None:
    drawn = strip([Tick("passed", "v41: passed"), Tick("failed", "v42: <failed>")])
    assert drawn.count("<li") == 2
    assert "v42: &lt;failed&gt;" in drawn
    assert "never run" in strip([])


def test_a_bar_stays_on_its_scale() -> None:
    assert "width:100.0%" in bar(2.0, 0.0, 1.0)
    assert "width:0.0%" in bar(-1.0, 0.0, 1.0)
    assert "left:50.0%" in bar(0.2, 0.0, 1.0, mark=0.5)
    assert bar(None, 0.0, 1.0) == ""


def drawing(drawn: str) -> ET.Element:
    """The SVG inside a sparkline's mask."""
    return ET.fromstring(unquote(drawn.split("image/svg+xml,")[1].split(")", maxsplit=1)[0]))


def test_a_sparkline_breaks_where_a_value_is_missing() -> None:
    path = drawing(spark([1, 2, None, 3, 4], "From 1 to 4"))[0].attrib["d"]
    assert path.count("M") == 2
    assert path.count("L") == 2


def test_a_sparkline_of_bars_has_one_for_each_value() -> None:
    path = drawing(spark([3, 0, 5], "Three weeks", kind="bars"))[0].attrib["d"]
    assert path.count("M") == 3


@pytest.mark.parametrize("values", [[], [7.0], [None, 7.0]])
def test_one_value_is_no_line(values: list[float | None]) -> None:
    assert "spark" not in spark(values, "Too short")


def test_a_level_line_stays_inside_its_frame() -> None:
    assert "NaN" not in drawing(spark([5, 5, 5], "Level"))[0].attrib["d"].upper()
