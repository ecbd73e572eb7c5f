"""What the README says of watching production works as it stands there, in its order."""

import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

from store.desk import SETTINGS
from tests.post_office import web
from tests.terminal import terminal
from tests.test_the_main_job import lines

ROOT = Path(__file__).parent.parent
MONDAY = datetime(2026, 5, 4, 10, tzinfo=UTC)


def commands() -> list[list[str]]:
    """The words of each command of the section, in order."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = readme.partition("## Watching production")[2].split("```")[1]
    said = [shlex.split(line, comments=True) for line in block.splitlines()[1:]]
    return [words[1:] for words in said if words and words[0] == "evaldesk"]


def test_the_commands_of_the_section_work_one_after_the_other(tmp_path: Path) -> None:
    evaldesk = terminal(tmp_path / "desk")
    evaldesk("init", "--owner", "ana")
    rows = [
        {
            "id": f"{week}-{n}",
            "timestamp": (MONDAY + timedelta(weeks=week, minutes=n)).isoformat(),
            "route": "refunds" if n % 2 else "login",
            "input": f"question {n}",
            "prediction": "billing",
            "truth": "billing" if n else "other",
        }
        for week in range(10)
        for n in range(40)
    ]
    evaldesk("import", lines(tmp_path / "events.jsonl", rows), "--as", "events")
    with web(200) as office:
        channel = f'[alarms.channels.oncall]\ntype = "webhook"\naddress = "{office.url}"\n'
        settings = tmp_path / "desk" / SETTINGS
        settings.write_text(f"{settings.read_text()}\n{channel}")
        told = {" ".join(words[:2]): evaldesk(*words) for words in commands()}
    assert {name: said.code for name, said in told.items() if said.code} == {}
    assert list(told) == [
        "baseline set", "watch", "objective set", "alarms test", "alarms deliver",
        "incidents record", "postmortem INC-1",
    ]  # fmt: skip
    assert "to that of 2026-07-06: 0 severe" in told["watch"].text
    assert "Paid twice" in told["postmortem INC-1"].text
    assert "docs/alarms.md" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / "docs" / "alarms.md").is_file()
