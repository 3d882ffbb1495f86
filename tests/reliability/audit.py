"""Opens the corpus and the hostile projects under an audit hook, and prints every event that no data should cause.

``python audit.py FOLDER [trusting]``; with ``trusting`` projects go to a reader that imports what they name.
"""

import contextlib
import importlib
import json
import os
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]
FORBIDDEN = ("exec", "compile", "import", "ctypes.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn")
FORBIDDEN += ("subprocess.", "socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "pickle.", "marshal.")
FORBIDDEN += ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown")
FORBIDDEN += ("os.truncate", "os.utime", "os.putenv", "os.kill", "shutil.", "tempfile.", "code.__new__", "sys.settrace")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Watch:
    """Notes events while it is on; ``folder`` is the only place that may be read."""

    def __init__(self, folder):
        self.folder, self.on, self.case, self.events = str(folder), False, "", []
        sys.addaudithook(self.hear)

    def hear(self, event, arguments):
        if not self.on:
            return
        self.on = False  # what telling itself does is no event
        wrong = event.startswith(FORBIDDEN)
        if event == "open":
            path, mode, flags = arguments
            writes = (flags or 0) & WRITES or set(mode or "") & set("wax+")
            known = isinstance(path, int) or os.fsdecode(path).startswith(self.folder)
            wrong = bool(writes) or not known
        if wrong:
            self.events.append([self.case, event, repr(arguments)[:200]])
        self.on = True


def trusting(path, registry):
    """The control: it imports the module of a loss, as models of code are read, and opens what it names."""
    from core.archive import read_archive

    tree = json.loads(read_archive(path)["experiment.json"])
    importlib.import_module(tree["loss"]["name"].rpartition(".")[0] or "nowhere")


def main():
    """Open everything."""
    from corpus.every import CASES
    from corpus.hostile import hostile
    from corpus.mutants import SOURCES
    from corpus.readers import READERS

    from core.errors import InknetError
    from core.host import find
    from core.session import Session

    def used(path, registry):
        """Open a project as the window does, short of building it."""
        from core.placeholders import with_placeholders

        project = READERS["project"](path, registry)
        there = with_placeholders(project.experiment, registry)
        Session(project.experiment, there, project.start, begin=False).stop()

    warnings.simplefilter("ignore")
    root = Path(sys.argv[1])
    registry, made = find("plugins").registry, []
    read = trusting if "trusting" in sys.argv else used
    for k, case in enumerate(CASES if read is used else []):
        (root / str(k)).mkdir()
        made.append((case.name, READERS[case.reader], case.make(root / str(k)), case.code))
    for k, (name, data) in enumerate(hostile()):
        path = root / f"h{k}.inknet"
        path.write_bytes(data)
        made.append((name, read, path, "hostile"))
    with contextlib.suppress(InknetError):  # what reading and refusing sound files imports is no event
        SOURCES["project"][1](made[-1][2], registry)
    for name, reader, path, code in made:
        if not code or name in (
            "images: cut",
            "csv: a NUL",
            "idx: empty",
            "lesson: no title",
            "lesson: an unknown view",
        ):
            with contextlib.suppress(InknetError):
                reader(path, registry)
    before = sorted(map(str, root.rglob("*")))
    watch, found = Watch(root), 0
    for name, reader, path, _ in made:
        watch.case, watch.on = name, True
        try:
            reader(path, registry)
            found += 1
        except Exception:
            found += 1
        finally:
            watch.on = False
    after = sorted(map(str, root.rglob("*")))
    print(json.dumps({"files": found, "events": watch.events, "changed": len(set(before) ^ set(after))}))


if __name__ == "__main__":
    main()
