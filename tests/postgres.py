"""A real PostgreSQL server for the tests, in a temporary folder, as an ordinary user."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

ADMIN, LOCKED, WORD = "evaldesk", "locked", "open sesame/1"  # LOCKED needs the password WORD
# What a test writes need not survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=16MB")


def programs() -> Path | None:
    """Where PostgreSQL's own programs are; Debian keeps them out of the way."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    here = shutil.which("initdb")
    return found[-1].parent if found else Path(here).parent if here else None


@dataclass
class Postgres:
    """A running server, and databases on it."""

    port: int
    _names: Iterator[int] = field(default_factory=count)

    def url(self, database: str = "postgres", user: str = ADMIN) -> str:
        """How `user` reaches `database`."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def new(self) -> str:
        """The URL of a new database."""
        name = f"d{next(self._names)}"
        self.run(f"CREATE DATABASE {name}")
        return self.url(name)

    def run(self, *statements: str, url: str = "") -> None:
        """Let the administrator say `statements`."""
        with psycopg.connect(url or self.url(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@contextmanager
def server(*, durable: bool = False) -> Generator[Postgres]:
    """A server that takes anybody from this machine, until the end.

    `durable`: as it is delivered, for measuring; else a commit waits for no disk.
    """
    where = programs()
    assert where, "no PostgreSQL is installed here"
    as_user = _ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="evaldesk-postgres-"))
    if as_user:
        shutil.chown(folder, as_user["user"], as_user["group"])
    data, port = folder / "data", _free_port()

    def run(program: str, *words: str) -> None:
        command = [where / program, "-D", str(data), *words]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **as_user)

    run("initdb", "-U", ADMIN, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
    rules = f"host all {LOCKED} 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
    (data / "pg_hba.conf").write_text(rules)
    options = ["listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories="]
    said = " ".join(f"-c {one}" for one in (*options, *(() if durable else FAST)))
    run("pg_ctl", "-o", said, "-l", str(folder / "log"), "-w", "start")
    try:
        running = Postgres(port)
        running.run(f"CREATE ROLE {LOCKED} LOGIN PASSWORD '{WORD}'")
        yield running
    finally:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _ordinary_user() -> dict[str, Any]:
    """How to start a program as somebody else than root, as whom PostgreSQL refuses to run."""
    if os.geteuid() != 0:
        return {}
    import pwd  # not on Windows, where nobody is root

    known = {user.pw_name for user in pwd.getpwall()}
    name = "postgres" if "postgres" in known else "nobody"
    group = pwd.getpwnam(name).pw_gid
    return {"user": name, "group": group, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _version(program: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in program.parts[-3].split(".") if part.isdigit())
