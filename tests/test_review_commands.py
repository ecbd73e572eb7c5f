"""The weekly review in the terminal, from its start to its minutes."""

from pathlib import Path

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
