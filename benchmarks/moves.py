"""Many writers move the same cases at once: what is lost, and how long one waits.

    python -m benchmarks.moves [--writers 30] [--moves 100] [--processes 6] [--postgresql]

Once as threads on one desk, as in the app, and once spread over processes, as an app beside
jobs. A move is the real act: what was seen is checked, one decision is recorded and committed.
The floor is the same number of commits, each of a row, by one writer on a bare SQLite file.
With --postgresql the same again with the ledger on a server that is started for it, as it is
delivered (a commit waits for the disk), beside the same floor there.
"""

import argparse
import multiprocessing
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import psycopg

from curation.cases import State
from curation.decisions import Kind
from curation.errors import MovedMeanwhile
from store.acts.describing import open_by_hand
from store.acts.moving import move
from store.desk import Desk, found_desk, open_desk
from tests.postgres import server


@dataclass(frozen=True)
class Written:
    """What one writer was told: the waits of moves done, in seconds; how often too late."""

    writer: str
    began: float
    ended: float
    waits: tuple[float, ...]
    late: int


def main() -> int:
    """Print both tables; 1 when a move was lost or the chain is broken."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--writers", type=int, default=30)
    words.add_argument("--moves", type=int, default=100)
    words.add_argument("--processes", type=int, default=6)
    words.add_argument("--postgresql", action="store_true")
    said = words.parse_args()
    commits, ways = said.writers * said.moves, (1, said.processes)
    print(f"floor: {floor(commits):,.0f} commits/s by one writer on bare SQLite")
    whole = [measured(processes, said.writers, said.moves) for processes in ways]
    if said.postgresql:
        with server(durable=True) as running:
            bare = floor_of_server(running.new(), commits)
            print(f"floor: {bare:,.0f} commits/s by one writer on bare PostgreSQL")
            whole += [
                measured(processes, said.writers, said.moves, running.new())
                for processes in ways
            ]
    return 0 if all(whole) else 1


def floor(commits: int) -> float:
    """Commits a second that the disk allows: WAL, synchronous=FULL, one row each."""
    with (
        tempfile.TemporaryDirectory() as place,
        closing(sqlite3.connect(Path(place) / "floor.db", isolation_level=None)) as bare,
    ):
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE log (seq INTEGER PRIMARY KEY, body TEXT)")
        start = time.perf_counter()
        for _ in range(commits):
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO log (body) VALUES (?)", ["x" * 1000])
            bare.execute("COMMIT")
        return commits / (time.perf_counter() - start)


def floor_of_server(url: str, commits: int) -> float:
    """Commits a second that a server allows: one row each."""
    with psycopg.connect(url) as bare:
        bare.execute("CREATE TABLE log (seq BIGSERIAL PRIMARY KEY, body TEXT)")
        bare.commit()
        start = time.perf_counter()
        for _ in range(commits):
            bare.execute("INSERT INTO log (body) VALUES (%s)", ["x" * 1000])
            bare.commit()
        return commits / (time.perf_counter() - start)


def measured(processes: int, writers: int, moves: int, ledger: str = "") -> bool:
    """Let all move, tell how it went; whether nothing was lost."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "desk"
        found_desk(folder, ledger=ledger)
        with closing(open_desk(folder)) as desk:
            cases = [
                open_by_hand(desk, f"question {n}", route="bench", actor="ana").id
                for n in range(writers)
            ]
        written = all_write(folder, cases, processes, writers // processes, moves)
        took = max(one.ended for one in written) - min(one.began for one in written)
        with closing(open_desk(folder)) as desk:
            lost, whole = proof(desk, written)
    waits = 1000 * np.array([wait for one in written for wait in one.waits])
    late = sum(one.late for one in written)
    p50, p95, most = np.quantile(waits, (0.5, 0.95, 1))
    home = "PostgreSQL" if ledger else "SQLite"
    print(
        f"{home}, {processes} process(es) x {writers // processes} threads x {moves} moves: "
        f"{waits.size:,} moved, {lost} lost, chain {'whole' if whole else 'BROKEN'}; "
        f"{waits.size / took:,.0f} moves/s, wait p50 {p50:,.0f} ms, p95 {p95:,.0f} ms, "
        f"longest {most:,.0f} ms; "
        f"{late:,} were told that somebody else was first"
    )
    return whole and lost == 0


def all_write(
    folder: Path, cases: Sequence[str], processes: int, threads: int, moves: int
) -> list[Written]:
    """Everybody at once; with one process its threads share one desk, as in the app."""
    if processes == 1:
        return threads_write(folder, cases, 0, 1, threads, moves)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawn) as pool:
        asked = [
            pool.submit(threads_write, folder, cases, number, processes, threads, moves)
            for number in range(processes)
        ]
        return [written for future in asked for written in future.result()]


def threads_write(
    folder: Path, cases: Sequence[str], process: int, processes: int, threads: int, moves: int
) -> list[Written]:
    """What one process does, when all of them are ready."""
    with closing(open_desk(folder)) as desk, ThreadPoolExecutor(threads) as people:
        mine = range(process * threads, (process + 1) * threads)
        (folder / f"{process}.ready").touch()
        while len(list(folder.glob("*.ready"))) < processes:
            time.sleep(0.01)
        return list(people.map(partial(write, desk, cases, moves), mine))


def write(desk: Desk, cases: Sequence[str], moves: int, number: int) -> Written:
    """Move one shared case after the other, back and forth, until `moves` moves were done."""
    waits: list[float] = []
    late = turn = 0
    began = time.time()
    while len(waits) < moves:
        case_id = cases[(number + turn) % len(cases)]
        turn += 1
        with desk.ledger.reading() as asked:
            saw = asked.case(case_id)
        assert saw is not None
        to = State.BACKLOG if saw.state is State.RETIRED else State.RETIRED
        start = time.perf_counter()
        try:
            seen = {case_id: saw.version}
            move(desk, [case_id], to, actor=f"writer {number}", reason="bench", seen=seen)
        except MovedMeanwhile:
            late += 1
        else:
            waits.append(time.perf_counter() - start)
    return Written(f"writer {number}", began, time.time(), tuple(waits), late)


def proof(desk: Desk, written: Sequence[Written]) -> tuple[int, bool]:
    """Moves that were told and are not in the log, and whether the log is whole."""
    with desk.ledger.reading() as asked:
        log = Counter(entry.actor for entry in asked.entries() if entry.kind is Kind.MOVED)
    lost = sum(abs(len(one.waits) - log[one.writer]) for one in written)
    return lost, desk.ledger.verify() == (None, True)


if __name__ == "__main__":
    sys.exit(main())
