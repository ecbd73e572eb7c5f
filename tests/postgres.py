"""A real PostgreSQL server for the tests, in a temporary folder, as an ordinary user."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ADMIN, LOCKED, WORD = "evaldesk", "locked", "open sesame/1"  # LOCKED needs the password WORD
# What a test writes need not survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=16MB")


def programs() -> Path | None:
    """Where PostgreSQL's own programs are; Debian keeps them out of the way."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    here = shutil.which("initdb")
    return found[-1].parent if found else Path(here).parent if here else None


@contextmanager
def server(durable: bool = False) -> Generator[str]:
    """The URL of a server's database that takes anybody from this machine, until the end.

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
        subprocess.run(
            [where / program, *words],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            **as_user,
        )

    run("initdb", "-D", str(data), "-U", ADMIN, "-A", "trust", "--no-sync", "-E", "UTF8",
        "--locale=C")  # fmt: skip
    rules = f"host all {LOCKED} 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
    (data / "pg_hba.conf").write_text(rules)
    options = ["listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories="]
    said = " ".join(f"-c {one}" for one in (*options, *(() if durable else FAST)))
    run("pg_ctl", "-D", str(data), "-o", said, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql://{ADMIN}@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _ordinary_user() -> dict[str, Any]:
    """How to start a program as somebody else than root, as whom PostgreSQL refuses to run."""
    if os.geteuid() != 0:
        return {}
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
