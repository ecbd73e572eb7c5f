"""The weekly review in the terminal, from its start to its minutes."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curation.review import week_of
from store.answers.agenda import agenda
from store.answers.markdown import readable
from store.desk import open_desk
from tests.blocking_desk import blocking_desk


def test_the_whole_meeting_can_be_held_in_the_terminal(tmp_path: Path) -> None:
    evaldesk, *_ = blocking_desk(tmp_path, deputy="ben")
    evaldesk("propose", "gate.pass_rate.blocking", 0.9, "--reason", "too strict")
    begun = evaldesk("review", "start", "--present", "ben", "--json").json["meeting"]
    assert evaldesk("review", "join", "carl").code == 0
    found = evaldesk("review", "--json").json
    assert found["agenda"] == begun["agenda"]
    week, item = found["week"], found["agenda"][0]
    key = f"{item['kind']}:{item['subject']}"
    said = evaldesk(
        "review", "settle", key, "--outcome", "no-action", "--note", "seen", "--json"
    )
    assert said.json["meeting"]["handled"][0]["outcome"] == "no action"
    made = evaldesk("review", "promise", "Sort it", "--owner", "ben", "--due", "2099-01-01",
                    "--check", "proposal decided", "--about", "P-1", "--json")  # fmt: skip
    assert made.json["standing"] == "due"
    assert evaldesk("review", "done", "R-1", actor="ben").code == 1
    assert evaldesk("review", "close").code == 0
    assert "carl" in evaldesk("report", "review", "--week", week).text
    file = tmp_path / "minutes.html"
    assert evaldesk("review", "minutes", "--format", "html", "-o", file).code == 0
    assert f"Review of {week}" in file.read_text()
    assert evaldesk("review", "minutes", "--format", "pdf").code == 2


@pytest.mark.parametrize(("days", "told"), [(3, ["waiver:W-1"]), (12, [])])
def test_a_waiver_is_on_the_agenda_when_it_ends_before_the_next_review(
    tmp_path: Path, days: int, told: list[str]
) -> None:
    evaldesk, case, _ = blocking_desk(tmp_path, deputy="ben")
    today = datetime.now(UTC).date()
    until = today + timedelta(days=days)
    words = ("--owner", "carl", "--until", until, "-m", "mended this week")
    assert evaldesk("waive", case, *words, actor="ben").code == 0
    with closing(open_desk(tmp_path / "desk")) as desk:
        found = agenda(desk, week_of(today), kinds=("waiver",)).items
    assert [one.key for one in found] == told
    assert all(one.owner == "carl" and f"on {until}" in one.why for one in found)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("reviewed 2026-W47. A-2, at once!", "reviewed 2026-W47. A-2, at once!"),
        ("- no item", "\\- no item"),
        ("1. no item", "1\\. no item"),
        ("12) no item", "12\\) no item"),
        ("--- # no *rule*", "\\--- \\# no \\*rule\\*"),
        ("a | b <b>c</b>", "a \\| b \\<b\\>c\\</b\\>"),
        ("back\u202edrawn", "backdrawn"),
    ],
)
def test_minutes_read_well_as_text_and_say_the_same_as_markdown(
    said: str, written: str
) -> None:
    assert readable(said) == written
