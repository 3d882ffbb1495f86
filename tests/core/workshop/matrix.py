"""One cell of the fault matrix in a process of its own: a plugin that does something terrible, and what is left then.

``python matrix.py FOLDER NAME``: trains with FOLDER/plugins/own.py, whose class misbehaves once it has been called
often enough, and prints as JSON what the program saw of it. Where the fault ends the process, the next one tells.
"""

import json
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from core import watchdog
from core.experiment import Choice, Experiment, Stopping, layers_from
from core.project import project_of, save
from core.session import Built, Faulted, Rejected, Session, Slow, Stopped
from core.shelf import Shelf

watchdog.LEAST, watchdog.PATIENCE = 0.4, 0.4
LONGEST = 8.0


def main(folder: Path, kind: str) -> dict:
    shelf = Shelf("plugins", folder / "plugins", folder / "config", check=False)
    told = {"crashes": [list(one) for one in shelf.crashes]}
    told["plugins"] = {one.key: [one.state, one.reason] for one in shelf.plugins if one.origin == "file"}
    if ("activation", "own") not in shelf.registry.entries:
        return told
    plain = Experiment(
        dataset=Choice("xor"),
        preprocessing=Choice("none"),
        layers=layers_from([6], Choice("tanh")),
        stopping=Stopping(epochs=1000),
    )
    session = Session(plain, shelf.registry)
    session.wait()
    save(folder / "work.inknet", session.run.ask(lambda t: project_of(plain, t)).result(10))
    own = replace(plain, layers=layers_from([6], Choice("own")))
    session.change(own, "Use it")
    beats, threads = [], threading.active_count()
    session.run.play()
    end, begin = time.monotonic() + LONGEST, time.monotonic()
    while time.monotonic() < end and "event" not in told:
        beats.append(time.monotonic())
        for event in session.poll():
            if isinstance(event, Faulted):
                fault = event.fault
                told |= {"event": "faulted", "message": str(fault), "hook": fault.hook, "line": fault.line}
                told |= {"got": fault.got, "hint": fault.hint, "expected": fault.expected, "plugin": fault.plugin}
            elif isinstance(event, (Rejected, Stopped)):
                told |= {"event": type(event).__name__.lower(), "message": str(event.error)}
            elif isinstance(event, Slow) and event.stubborn:
                told |= {"event": "stubborn", "hook": event.hook}
            elif isinstance(event, Slow):
                told["slow"] = event.hook
                session.interrupt()
        time.sleep(0.01)
    told["seconds"] = time.monotonic() - begin
    told["lateness"] = float(max(np.diff(beats)))
    told["threads"] = threading.active_count() - threads
    told.setdefault("event", "none")
    if told["event"] == "stubborn":
        session.abandon(shelf.turn_off("own.py"))
    else:  # whatever happened, the same session goes on with what is built in
        session.change(plain, "Back")
    built = False
    while not built and time.monotonic() < end + 5:
        built = any(isinstance(event, Built) for event in session.poll())
        time.sleep(0.01)
    step = session.run.ask(lambda t: t.step_count).result(5)
    session.run.play(20)
    time.sleep(0.3)
    told["goes_on"] = session.run.ask(lambda t: t.step_count).result(5) > step
    return told


if __name__ == "__main__":
    answer = main(Path(sys.argv[1]), sys.argv[2])
    print("\n" + json.dumps(answer), flush=True)
    import os

    os._exit(0)
