#!/usr/bin/env python3
"""One command on a fresh checkout: install what is locked, then run the desk or its check.

python3 .ci/desk.py demo        open the app on a sample workspace
python3 .ci/desk.py test        run everything that CI runs
python3 .ci/desk.py import FILE any other words go to `evaldesk` as they are

Needs Python 3.11 or newer and nothing else: no pip, no venv package, no administrator.
"""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CI = Path(__file__).resolve().parent
ROOT = CI.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
TOOLS = VENV / "tools"
STAMP = VENV / "installed.txt"
LOCKS = {"app": CI / "requirements.txt", "dev": CI / "requirements-dev.txt"}


def main(words: list[str]) -> int:
    """Set up what `words` need, then become that program."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the point is to say so on an older one
        return _start_again_on_a_newer_python(words)
    testing = words[:1] == ["test"]
    _set_up("dev" if testing else "app")
    if testing:
        return _become([str(PYTHON), str(CI / "check.py"), *words[1:]])
    return _become([str(BIN / "evaldesk"), *words])


def _start_again_on_a_newer_python(words: list[str]) -> int:
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        newer = shutil.which(name)
        if newer and _succeeds([newer, "--version"]):
            return _become([newer, __file__, *words])
    return _refuse(
        f"Evaldesk needs Python 3.11 or newer; {sys.executable} is {sys.version[:6]}."
    )


def _set_up(group: str) -> None:
    """Bring .venv in line with the lock; does nothing when it already is."""
    known = STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""
    if _succeeds([str(PYTHON), "--version"]) and known in (_stamp("dev"), _stamp(group)):
        return
    group = "dev" if known.startswith("dev") else group
    print(f"Setting up Evaldesk in {VENV} (once; later runs start at once)", flush=True)
    _make_venv(moved=bool(known) and known.splitlines()[1] != str(ROOT))
    STAMP.unlink(missing_ok=True)
    os.environ |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    _install(LOCKS[group])
    STAMP.write_text(_stamp(group), encoding="utf-8")


def _stamp(group: str) -> str:
    """What .venv holds once `group` is installed: the group, the place, a hash of the rest."""
    sources = [LOCKS[group], CI / "requirements-uv.txt", ROOT / "pyproject.toml"]
    content = b"".join(path.read_bytes() for path in sources)
    return f"{group}\n{ROOT}\n{hashlib.sha256(content).hexdigest()}\n"


def _make_venv(*, moved: bool) -> None:
    # Without pip: the ensurepip that would bring it is not part of every Python (Debian's).
    if moved or not _succeeds([str(PYTHON), "--version"]):
        _call([sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)])


def _install(lock: Path) -> None:
    """Install exactly what `lock` names, and the desk itself, editable."""
    pip = _pip()
    uv = _uv(pip)
    if not (uv and _synced(uv, pip, lock)):
        print("Without uv: pip installs the same lock, more slowly.", flush=True)
        into_venv = [*pip, "--python", str(PYTHON), "install", "--quiet"]
        _call([*into_venv, "--require-hashes", "-r", str(lock)])
        _call([*into_venv, "--no-deps", "-e", str(ROOT)])


def _synced(uv: str, pip: list[str], lock: Path) -> bool:
    os.environ |= _pip_settings_for_uv(pip)
    into_venv = ["--python", str(PYTHON), "--quiet"]
    if subprocess.call([uv, "pip", "sync", *into_venv, "--require-hashes", str(lock)]) != 0:
        return False
    builders = ["--build-constraints", str(LOCKS["dev"])]
    _call([uv, "pip", "install", *into_venv, *builders, "--no-deps", "-e", str(ROOT)])
    return True


def _uv(pip: list[str]) -> str | None:
    """The locked uv, kept beside the packages so that a sync does not remove it."""
    lock = CI / "requirements-uv.txt"
    marker = TOOLS / hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    if not marker.exists():
        shutil.rmtree(TOOLS, ignore_errors=True)
        into_tools = ["install", "--quiet", "--target", str(TOOLS)]
        if subprocess.call([*pip, *into_tools, "--require-hashes", "-r", str(lock)]) != 0:
            return None
        marker.touch()
    return locked_uv()


def locked_uv() -> str | None:
    """Where the uv that the set-up brought lies, if it could be had."""
    return shutil.which("uv", path=os.pathsep.join(str(TOOLS / d) for d in ("bin", "Scripts")))


def _pip_settings_for_uv(pip: list[str]) -> dict[str, str]:
    """The package index and certificates that pip was told to use: uv does not read them."""
    listed = subprocess.run(
        [*pip, "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    said = dict(line.split("=", 1) for line in listed.splitlines() if "=" in line)
    known = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
    found = {name: said.get(f":env:.{k}", said.get(f"global.{k}")) for k, name in known.items()}
    taken = {"UV_DEFAULT_INDEX"} if "UV_INDEX_URL" in os.environ else set[str]()
    return {
        name: str(ast.literal_eval(value))
        for name, value in found.items()
        if value and name not in os.environ and name not in taken
    }


def _pip() -> list[str]:
    """A command that runs pip: this Python's, one that ensurepip brings, or Debian's wheel."""
    if _succeeds([sys.executable, "-m", "pip", "--version"]):
        return [sys.executable, "-m", "pip"]
    if _succeeds([str(PYTHON), "-m", "ensurepip", "--default-pip"]):
        return [str(PYTHON), "-m", "pip"]
    wheel = _debians_pip() if shutil.which("apt-get") else None
    if wheel:
        return [str(PYTHON), str(wheel / "pip")]
    sys.exit(_refuse(f"{sys.executable} has neither pip nor ensurepip; install one of them."))


def _debians_pip() -> Path | None:
    """Debian ships pip as a wheel in a package that anyone may download and unpack."""
    folder = VENV / "debian"
    folder.mkdir(exist_ok=True)
    fetch = ["apt-get", "download", "-qq", "python3-pip-whl"]
    with tempfile.TemporaryDirectory() as place:  # apt's own user cannot write to a home
        if subprocess.call(fetch, cwd=place) != 0:
            subprocess.call(["apt-get", "update", "-qq"])
            subprocess.call(fetch, cwd=place)
        for package in Path(place).glob("python3-pip-whl_*.deb"):
            subprocess.call(["dpkg-deb", "-x", str(package), str(folder)])
    return next(folder.glob("usr/share/python-wheels/pip-*.whl"), None)


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _call(command: list[str]) -> None:
    if subprocess.call(command) != 0:
        sys.exit(_refuse(f"This did not work: {' '.join(command)}"))


def _become(command: list[str]) -> int:
    if os.name == "nt":  # exec on Windows gives the prompt back too early
        return subprocess.call(command)
    sys.stdout.flush()
    return os.execv(command[0], command)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
