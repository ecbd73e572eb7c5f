"""Many people at one inbox: how long each waits for an answer, and whether any act is lost.

    python benchmarks/sessions.py [--sessions 60] [--seconds 60] [--every 5]

One server on a sample workspace. Every session is a websocket that speaks Streamlit's own
protocol and does what the page does: it opens the inbox, moves its own cases one by one, and
asks to know the next ones. An act takes from the message until the answer that names it. At the
end every act is looked up in the ledger. Exit code 1 when a limit is broken.
"""

import argparse
import asyncio
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from curation.decisions import Kind
from store.acts.demo import make_demo
from store.answers.queue import queue
from store.desk import open_desk
from tests.journeys.browser import App, start_app

LIMIT_MS = 150.0  # of the 95th percentile
AHEAD = 12  # cases that the page asks to know in advance
PATIENCE_S = 30
Seen = tuple[str, int]  # a case, and the version that was on the screen


@dataclass
class Session:
    """One person's page: what the server last said, and what was decided."""

    name: str
    socket: ClientConnection
    client: str
    cases: list[Seen]
    widget: str = ""
    fragment: str = ""
    page: str = ""
    epoch: int | None = None
    whose: Mapping[str, Any] = field(default_factory=dict[str, Any])  # the person, the desk
    known: set[str] = field(default_factory=set[str])
    waits: list[float] = field(default_factory=list[float])
    done: list[str] = field(default_factory=list[str])
    errors: int = 0

    async def open(self, query: str) -> None:
        """Run the page and wait until the queue has been told."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = "inbox"
        await self.socket.send(message.SerializeToString())
        told = await self.until("rows")
        self.whose = {name: told[name] for name in ("actor", "desk")}

    async def act(self, number: int) -> None:
        """Move the next case to the backlog, as the key does."""
        case, version = self.cases.pop(0)
        name = f"{self.client}-{number}"
        near = [c for c, _ in self.cases[:AHEAD] if c not in self.known]
        action = {"act": name, "do": "move", "cases": [[case, version]], "to": "backlog"}
        said = {
            "msg": number, "have": self.epoch, "actions": [action], "after": None, "text": None,
            "want": near if len(near) >= AHEAD / 2 else [], **self.whose,
        }  # fmt: skip
        start = time.perf_counter()
        await self.say(said)
        data = await self.until("heard", number)
        self.waits.append(time.perf_counter() - start)
        told = {one["act"]: one for one in data["outcomes"]}
        if told[name]["done"] == [case]:
            self.done.append(case)
        else:
            self.errors += 1

    async def say(self, said: Mapping[str, Any]) -> None:
        """Send one message of the component."""
        message = BackMsg()
        state = message.rerun_script
        state.fragment_id, state.page_script_hash = self.fragment, self.page
        widget = state.widget_states.widgets.add()
        widget.id = f"$$STREAMLIT_INTERNAL_KEY_{self.widget}__events"
        widget.json_trigger_value = json.dumps([{"event": "say", "value": said}])
        await self.socket.send(message.SerializeToString())

    async def until(self, name: str, value: int | None = None) -> Mapping[str, Any]:
        """Read until the component is told `name`, or `name` is `value`."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                data = self.heard(await self.socket.recv())
                if data is None or data[name] is None:
                    continue
                if value is None or data[name] == value:
                    return data

    def heard(self, raw: str | bytes) -> Mapping[str, Any] | None:
        """What the component is told in `raw`; None when it is about something else."""
        message = ForwardMsg.FromString(raw.encode() if isinstance(raw, str) else raw)
        if message.WhichOneof("type") == "navigation":
            self.page = message.navigation.page_script_hash
        if message.WhichOneof("type") != "delta":
            return None
        element = message.delta.new_element
        if element.WhichOneof("type") == "exception":
            self.errors += 1
        if element.bidi_component.component_name != "evaldesk_queue":
            return None
        self.widget, self.fragment = element.bidi_component.id, message.delta.fragment_id
        data = json.loads(element.bidi_component.json or element.bidi_component.mixed.json)
        self.epoch = data["epoch"]
        self.known.update(data["glimpses"])
        return data


def main() -> int:
    """Print the figures; 1 when the limit is broken, something failed or was lost."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--desk", type=Path)
    words.add_argument("--sessions", type=int, default=60)
    words.add_argument("--seconds", type=float, default=60)
    words.add_argument("--every", type=float, default=5)
    said = words.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs")
    with tempfile.TemporaryDirectory() as place:
        desk = Path(place) / "desk"
        if said.desk:
            shutil.copytree(said.desk, desk)
        else:
            make_demo(desk, lambda _: None)
        shares = shared_out(desk, said.sessions, int(said.seconds / said.every) + 2)
        app = start_app(desk, Path(place) / "home")
        try:
            sessions, used = asyncio.run(all_act(app, shares, said.seconds, said.every))
        finally:
            app.stop()
        return 0 if told(sessions, used, desk) else 1


def shared_out(folder: Path, sessions: int, each: int) -> list[list[Seen]]:
    """Cases of their own for every session, from the front of the queue."""
    with closing(open_desk(folder)) as desk:
        rows = queue(desk, limit=sessions * each).rows
    cases = [(row.case, row.version) for row in rows]
    return [cases[n::sessions] for n in range(sessions)]


async def all_act(
    app: App, shares: Sequence[list[Seen]], seconds: float, every: float
) -> tuple[list[Session], float]:
    """Let all act for a while; the sessions, and the cores that the server used."""
    url = app.url.replace("http", "ws", 1) + "/_stcore/stream"
    people = [f"person {n}" for n in range(len(shares))]
    drawn = random.Random(7)
    sessions: list[Session] = []
    for name, cases in zip(people, shares, strict=True):
        socket = await connect(
            url, subprotocols=[Subprotocol("streamlit")], max_size=None, origin=Origin(app.url)
        )
        sessions.append(Session(name, socket, f"{drawn.getrandbits(48):012x}", cases))
        await sessions[-1].open(f"group=all&me={name}")
    server = psutil.Process(app.process.pid)
    before, start = sum(server.cpu_times()[:2]), time.monotonic()
    await asyncio.gather(*(act_on(s, seconds, every, drawn.random()) for s in sessions))
    used = (sum(server.cpu_times()[:2]) - before) / (time.monotonic() - start)
    for session in sessions:
        await session.socket.close()
    return sessions, used


async def act_on(session: Session, seconds: float, every: float, phase: float) -> None:
    """Act every so often, out of step with the others."""
    start = time.monotonic() + phase * every
    for number in range(1, int(seconds / every) + 1):
        await asyncio.sleep(max(0.0, start + (number - 1) * every - time.monotonic()))
        try:
            await session.act(number)
        except (TimeoutError, KeyError):
            session.errors += 1


def told(sessions: Sequence[Session], used: float, folder: Path) -> bool:
    """Print how it went; whether every act is in the ledger once and all were quick enough."""
    with closing(open_desk(folder)) as desk, desk.ledger.reading() as asked:
        moved = [(e.actor, e.subject) for e in asked.decisions(kinds=[Kind.MOVED])]
    lost = sum(moved.count((s.name, case)) != 1 for s in sessions for case in s.done)
    errors = sum(s.errors for s in sessions)
    waits = 1000 * np.array([wait for s in sessions for wait in s.waits])
    p50, p95, most = np.quantile(waits, (0.5, 0.95, 1))
    kept = bool(p95 < LIMIT_MS) and not errors and not lost
    print(
        f"{len(sessions)} sessions, {waits.size} acts: p50 {p50:.0f} ms, p95 {p95:.0f} "
        f"ms (limit {LIMIT_MS:.0f}), longest {most:.0f}, {errors} errors, {lost} lost, "
        f"server {used:.2f} cores, load {os.getloadavg()[0]:.1f}{'' if kept else '  BROKEN'}"
    )
    return kept


if __name__ == "__main__":
    sys.exit(main())
