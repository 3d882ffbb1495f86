"""A file of the user's own folder, written beside the window's thread, one version after the other. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from core.errors import InknetError
from core.files import content, replace_file
from core.trust import own_folder


class KeptFile:
    """Text at ``path``. ``failed`` is told, in the writer's thread, why a version could not be written."""

    def __init__(self, path: Path, failed: Callable[[str], object]) -> None:
        self._path, self._failed = path, failed
        self._writer = ThreadPoolExecutor(1, thread_name_prefix=path.stem)

    def write(self, text: str) -> None:
        """Write this version, soon."""
        self._writer.submit(self._write, text)

    def close(self) -> None:
        """Wait for what is being written."""
        self._writer.shutdown()

    def _write(self, text: str) -> None:
        try:
            own_folder(self._path.parent)
            replace_file(self._path, content(text.encode()))
        except (OSError, InknetError) as error:
            self._failed(str(error))
