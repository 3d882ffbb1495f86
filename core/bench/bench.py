"""The side of the bench that waits: starts the child, reads what it reports, and ends it when it takes too long."""

from __future__ import annotations

import hashlib
import re
import tempfile
import time
from pathlib import Path

from ..contracts.process import end, epitaph, read_text, start
from ..errors import BadData
from .section import Failed, Section, Verdict, read_line

SECONDS = 10.0
"""How long one part may take."""
LONGEST = 30_000_000  # bytes of a report
CODE = "from core.bench.child import run\nrun(sys.argv[1], sys.argv[2], sys.argv[4], float(sys.argv[3]))\n"


class Bench:
    """One examination of one version of a file. Nobody else need do anything: ask ``poll()`` now and then."""

    def __init__(self, path: Path, source: bytes, builtins: str, seconds: float = SECONDS) -> None:
        """Start examining ``source`` as the content of ``path``, beside the built-in plugins of ``builtins``."""
        self.path = Path(path).absolute()
        self.hash = hashlib.sha256(source).hexdigest()
        self.sections: dict[str, Section] = {}
        """Everything known by now, in order."""
        self.verdict: Verdict | None = None
        """Known before the pictures are all there."""
        self.done = False
        self._seconds = seconds
        self._read = 0
        self._folder = tempfile.TemporaryDirectory(prefix="inknet-bench-", ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        (folder / "source").write_bytes(source)
        self._process = start(CODE, self.path, folder, seconds, builtins)
        self._since = time.monotonic()
        self._first = True

    def poll(self) -> list[Section]:
        """The sections that are new or have changed since the last call. Never waits, never raises."""
        if self.done:
            return []
        status = self._process.poll()  # before reading, so that nothing written is missed
        found = self._news()
        late = time.monotonic() - self._since > self._seconds * (1 + self._first)
        if status is not None or late:
            found += self._finish(None if status is None else status)
        return found

    def wait(self, seconds: float = 120.0) -> Verdict:
        """Poll until everything is there, at most so long. For tests and the command line."""
        until = time.monotonic() + seconds
        while not self.done and time.monotonic() < until:
            self.poll()
            time.sleep(0.01)
        if not self.done:
            self.cancel()
        return self.verdict or Failed(f"{self.path}: its checks did not end; try again")

    def cancel(self) -> None:
        """End the examination; what is known stays."""
        if not self.done:
            end(self._process)
            self._close()

    def _news(self) -> list[Section]:
        try:
            with open(Path(self._folder.name, "report"), "rb") as file:
                file.seek(self._read)
                content = file.read(LONGEST - self._read)
        except OSError:
            return []
        whole = content[: content.rfind(b"\n") + 1]
        if not whole:
            return []
        self._read += len(whole)
        self._since, self._first = time.monotonic(), False
        found = []
        for line in whole.decode("utf-8", errors="replace").splitlines():
            try:
                news = read_line(line)
            except BadData as error:
                news = Failed(f"{self.path}: {error}")
            if isinstance(news, Section):
                self.sections[news.key] = news
                found.append(news)
            elif self.verdict is None:
                self.verdict = news
        return found

    def _finish(self, status: int | None) -> list[Section]:
        """The child has ended, or must. A part that was under way is told to have failed."""
        end(self._process)
        found = self._news()
        folder = Path(self._folder.name)
        ended = (folder / "done").exists()
        if not ended:
            message = epitaph(self.path, folder, status, self._seconds)
            line = re.match(rf"{re.escape(str(self.path))}:(\d+)", message)
            at = int(line.group(1)) if line else None
            words = message.removeprefix(str(self.path)).lstrip(":0123456789 ") or message
            for one in [section for section in self.sections.values() if section.state == "running"]:
                failed = Section(one.key, one.title, "failed", words, None, at)
                self.sections[one.key] = failed
                found.append(failed)
            if self.verdict is None:
                self.verdict = Failed(message, at)
        self._close()
        return found

    def _close(self) -> None:
        self.done = True
        self._printed = read_text(Path(self._folder.name, "printed"))
        self._folder.cleanup()

    @property
    def printed(self) -> str:
        """What the plugin printed, once it is done."""
        return getattr(self, "_printed", "")
