"""Sets inknet up in ``.venv`` and names whatever the machine still lacks, in one line.

    python3 scripts/setup.py             what the tests and the command line need
    python3 scripts/setup.py --window    also what a window needs: a display and its libraries

Standard library only, and readable by an older Python too, which looks for a newer one beside it. Exit status 2 where
something is missing that only the user can bring.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "inknet-setup"
OLDEST = (3, 11)
NEWER_PYTHONS = ("python3.13", "python3.12", "python3.11")
NO_DISPLAY = (
    "no display: neither DISPLAY nor WAYLAND_DISPLAY is set; run this in a desktop session, "
    "or train without a window: make setup && .venv/bin/inknet train"
)

# What Qt loads from the system, and the Debian package that brings it.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class Missing(Exception):
    """Something only the user can bring; the message is the line that says how."""


def main(arguments: list[str]) -> int:
    """Set up what is not there yet; returns the exit status."""
    window = "--window" in arguments
    try:
        if window:
            need_display(os.environ)
        ready = is_ready()
        need({**lacking_libraries(window), **({} if ready else lacking_for_venv())})
        if not ready:
            make_environment()
            install()
    except Missing as missing:
        print(f"inknet: {missing}", file=sys.stderr)
        return 2
    return 0


def need_display(environment: Mapping[str, str]) -> None:
    """Raises Missing on a Linux where no window could open. Whoever names a Qt platform is taken at their word."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(environment.get(name) for name in names):
        raise Missing(NO_DISPLAY)


def lacking_libraries(window: bool) -> dict[str, str]:
    """The shared libraries that Qt would not find, and their packages. Other systems than Linux bring them all."""
    if not sys.platform.startswith("linux"):
        return {}
    wanted = {**LIBRARIES, **(X11_LIBRARIES if window and os.environ.get("DISPLAY") else {})}
    return {name: package for name, package in wanted.items() if not loads(name)}


def loads(name: str) -> bool:
    """Whether the system has this shared library, in this Python's own architecture."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def lacking_for_venv() -> dict[str, str]:
    """What venv needs and Debian packs by itself, unless a usable ``.venv`` or uv is there."""
    python = find_python()
    if shutil.which("uv") or python is None or version_of(str(venv_python())) >= OLDEST:
        return {}
    if subprocess.run([python, "-c", "import ensurepip"], stderr=subprocess.DEVNULL).returncode == 0:
        return {}
    return {"Python's ensurepip": f"python{dotted(version_of(python)[:2])}-venv"}


def need(lacking: dict[str, str]) -> None:
    """Install the Debian packages of what is lacking, as root; raise Missing with the line to type for anybody else."""
    if not lacking:
        return
    if not shutil.which("apt-get"):
        raise Missing(f"the system lacks {', '.join(lacking)}; install what brings them and run make again")
    names = " ".join(lacking.values())
    line = f"apt-get install -y {names}"
    if os.geteuid() != 0:
        raise Missing(f"the system lacks {names}; type: sudo {line}")
    say(f"Installing system packages: {names}")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in ("apt-get update -qq", f"{line} -qq --no-install-recommends"):
        done = subprocess.run(command.split(), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        reason = done.stdout.decode(errors="replace").strip().rpartition("\n")[2]
        raise Missing(f"'{line}' did not work ({reason}); install them and run make again")


def is_ready() -> bool:
    """Whether ``.venv`` was made here, from this pyproject.toml, and its Python is still there."""
    return venv_python().exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == fingerprint()


def fingerprint() -> str:
    """Changes with pyproject.toml and with the folder that ``.venv`` points at."""
    return hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()).hexdigest()


def venv_python() -> Path:
    """The Python inside ``.venv``."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_environment() -> None:
    """An empty ``.venv``, by uv where it is installed, unless a usable one is there already."""
    if version_of(str(venv_python())) >= OLDEST:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    uv, python, oldest = shutil.which("uv"), find_python(), dotted(OLDEST)
    if uv:
        say("Making .venv with uv")
        run([uv, "venv", "--quiet", "--seed", "--python", python or oldest, str(VENV)])
        return
    if python is None:
        here = dotted(sys.version_info[:3])
        raise Missing(f"Python {here} is too old; install Python {oldest} or newer and run make again")
    say(f"Making .venv with Python {dotted(version_of(python))}")
    run([python, "-m", "venv", str(VENV)])


def dotted(version: tuple[int, ...]) -> str:
    """(3, 11) -> 3.11."""
    return ".".join(str(number) for number in version)


def find_python() -> str | None:
    """This Python where it is new enough, else a newer one on the PATH."""
    for python in (sys.executable, *NEWER_PYTHONS):
        if version_of(python) >= OLDEST:
            return python
    return None


def version_of(python: str) -> tuple[int, ...]:
    """Version of an interpreter as three numbers; empty where it does not run."""
    try:
        done = subprocess.run(
            [python, "-c", "import sys; print(*sys.version_info[:3])"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(int(part) for part in done.stdout.split())


def install() -> None:
    """The project, editable, and everything it needs; the stamp is the last thing written."""
    say("Installing packages into .venv (takes a minute the first time)")
    uv, python = shutil.which("uv"), str(venv_python())
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", python]
    else:
        command = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    run([*command, "--editable", f"{ROOT}[dev]"])
    STAMP.write_text(fingerprint(), encoding="utf-8")


def run(command: list[str]) -> None:
    """Run a step, its errors in view; raise Missing where it fails."""
    if subprocess.run(command, cwd=str(ROOT)).returncode:
        raise Missing(f"'{' '.join(command)}' did not work, see above; check the network and run make again")


def say(words: str) -> None:
    """One line per step."""
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
