"""What runs in the throw-away process that vets a plugin's file. Only vetting.py starts it."""

from __future__ import annotations

import json
import locale
import os
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from ..errors import BadPlugin
from .process import limit
from .vetting import check_file, digest

QT = {"PySide6", "PySide2", "PyQt6", "PyQt5", "pyqtgraph"}


def run(path: str, folder: str, builtins: str) -> None:
    """Check the file, write the verdict into the folder, and leave at once, whatever threads the plugin started."""
    limit()
    with open(Path(folder, "doing"), "w", encoding="utf-8") as doing:

        def say(words: str) -> None:
            doing.seek(0)
            doing.write(words)
            doing.truncate()
            doing.flush()

        say(f"{path}: loading it")
        verdict = _verdict(Path(path), builtins, say)
    part = Path(folder, "verdict.part")
    part.write_text(json.dumps(verdict), encoding="utf-8")
    os.replace(part, Path(folder, "verdict"))
    os._exit(0)


def _verdict(path: Path, builtins: str, say: Any) -> dict[str, Any]:
    before, source = surroundings(), digest(path)
    chance = chance_state()
    error = ""
    try:
        entries, hints = check_file(path, builtins, say)
    except BadPlugin as refusal:
        error = " ".join(str(refusal).split())
    error = meddling(path, before) or error  # what follows from meddling is not worth telling
    if error:
        return {"error": error}
    if digest(path) != source:
        return {"error": f"{path}: it was changed while it was checked; save it again"}
    more = [*hints, *habits(chance)]
    names = [[entry.cls.kind, entry.cls.name] for entry in entries]
    return {"components": names, "hints": more, "sha256": source}


def habits(chance: tuple[bytes, int]) -> list[str]:
    """Hints on what a plugin does beside its answers; ``chance`` is what ``chance_state`` gave before."""
    found = []
    if chance_state() != chance:
        found.append("It draws from np.random, which a saved run cannot repeat: draw from the rng that it is given")
    if QT & {name.partition(".")[0] for name in sys.modules}:
        found.append("It imports Qt: plugins calculate and describe, the window draws, and Qt calls from them crash it")
    if threading.active_count() > 1:
        found.append("It leaves a thread running, which nobody will stop")
    return found


def chance_state() -> tuple[bytes, int]:
    """The state of the generator that np.random's own functions share."""
    state: Any = np.random.get_state(legacy=False)  # noqa: NPY002 (it is what is looked at)
    return state["state"]["key"].tobytes(), state["state"]["pos"]


def surroundings() -> dict[str, Any]:
    """What belongs to the whole program and no plugin may change, by the words for it."""
    return {
        "numpy's error handling": np.geterr(),
        "the current folder": os.getcwd(),
        "the locale": locale.setlocale(locale.LC_ALL),
        "numpy": _names(np),
        "core": _names(sys.modules[__name__.partition(".")[0]]),
    }


def _names(module: ModuleType) -> dict[str, int]:
    return {name: id(value) for name, value in vars(module).items()}


def meddling(path: Path, before: dict[str, Any]) -> str:
    """What the plugin changed that is not its own, in one line; empty where it left everything alone."""
    for what, now in surroundings().items():
        was = before[what]
        if isinstance(was, dict):  # names that are added, such as a lazily imported module, disturb nobody
            now = {name: now.get(name) for name in was}
        if now != was:
            return f"{path}: it changes {what}, which belongs to the whole program; leave it as it is"
    return ""
