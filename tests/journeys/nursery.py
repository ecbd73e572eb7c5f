"""Servers that are born with all imports done: each forks off one process that did them once.

A server takes six seconds of CPU to import what it needs, and the journeys start sixty of them.
What runs is `app.py` as it is; how people start it has tests of its own in test_shell.
"""

import os
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

_forks = get_context("forkserver")
_forks.set_forkserver_preload(["tests.journeys.preloaded"])


class Newborn:
    """A server's process, ended and asked for like one that was started by a command."""

    def __init__(self, port: int, log: Path, environment: Mapping[str, str]) -> None:
        words = (port, log, dict(environment))
        self._process: BaseProcess = _forks.Process(target=serving, args=words, daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        """Its number among the processes."""
        return self._process.pid or 0

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.exitcode

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def kill(self) -> None:
        """End it."""
        self._process.kill()

    def wait(self, timeout: float) -> int | None:
        """Wait until it has ended, at most so many seconds."""
        self._process.join(timeout)
        return self.poll()


def serving(port: int, log: Path, environment: Mapping[str, str]) -> None:
    """Serve the app in this process, beside its `log`, and write there what it says."""
    with log.open("ab", buffering=0) as written:
        os.dup2(written.fileno(), 1)
        os.dup2(written.fileno(), 2)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(log.parent)
    from app import app
    from pages.shared import served

    # Sixty servers that all answer what nobody asks would cost more than the journeys.
    served.ready = lambda: None
    app.run(
        config={
            "server.port": port,
            "server.address": "127.0.0.1",
            "server.headless": True,
            "server.fileWatcherType": "none",
        }
    )
