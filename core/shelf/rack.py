"""What is loaded, and how: built-in plugins, installed packages, and the files of the user's folder."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import partial
from importlib.metadata import EntryPoint
from pathlib import Path

from ..contracts import check_in_child
from ..errors import BadPlugin, InknetError
from ..folders import why_unsafe
from ..host import Failure, built_ins, load_point, load_source, place_of, points, read_source, unload
from ..markers import Crash, Markers
from ..registry import Entry, Registry, suggest
from ..trust import Store, digest, private_folder
from ..watch import Watch
from .plugin import Loader, Plugin, Slot, Version, active, module_file

KEPT = 5
"""Versions of a file that stay loaded: the one in use, and those that it can go back to."""
SAFE = "not loaded: this is a safe start"


class Rack:
    """The slots that plugins stand in, and the registry of what all of them provide."""

    def __init__(self, builtins: str, folder: Path, store: Path, safe: bool, check: bool) -> None:
        self.builtins = builtins
        self.folder = folder
        self.safe = safe
        self.check = check
        store = usable(store)
        self.store = Store.read(store / "plugins.json")
        self.markers = Markers(store / "running")
        self.watch = Watch(folder)
        self.crashes: tuple[Crash, ...] = self.markers.crashes()
        for crash in self.crashes:
            self.store.off[crash.plugin] = f"switched off: the program ended in its {crash.hook}"
        if self.crashes:
            self.store.write()
        self.refused = why_unsafe(folder) if folder.is_dir() else ""
        self.registry = Registry()
        self.slots: dict[str, Slot] = {}
        self._load_built_ins()
        self._load_packages()
        self._load_files()

    def slot(self, key: str) -> Slot:
        """The slot of that key. Raises BadPlugin with the nearest."""
        if key not in self.slots:
            raise BadPlugin(f"no plugin '{key}': {suggest(key, self.slots)}")
        return self.slots[key]

    def _load_built_ins(self) -> None:
        for one in built_ins(self.builtins):
            place = one.place if isinstance(one, Failure) else one[0].place
            path = module_file(place)
            plugin = Plugin(place, place.rpartition(".")[2], (), "built-in", path or place, "", "off")
            plugin = replace(plugin, source_path=Path(path) if path else None)
            if isinstance(one, Failure):
                self.slots[place] = Slot(replace(plugin, state="failed", reason=one.reason), failing(one.reason))
            else:
                self.slots[place] = Slot(plugin, one.copy)
                self._start(self.slots[place])

    def _load_packages(self) -> None:
        for point in points():
            place = place_of(point)

            plugin = Plugin(place, point.name, (), "package", place, "", "off")
            self.slots[place] = slot = Slot(plugin, partial(self._package, point, place))
            self._start(slot)

    def _package(self, point: EntryPoint, place: str) -> list[Entry]:
        """The components of an installed plugin, known to the markers."""
        with self.markers.inside(place, "", "import"):
            entries = load_point(point)
        self.markers.guard([entry.cls for entry in entries], place, "")
        return entries

    def _load_files(self) -> None:
        if self.refused:
            return
        for path in sorted(self.folder.glob("*.py")) if self.folder.is_dir() else ():
            self.add_file(path)

    def add_file(self, path: Path) -> None:
        """Take a file of the user's folder in, and load it if it may run."""
        slot = self.slots[path.name] = self.file_slot(path)
        self._start(slot)

    def file_slot(self, path: Path) -> Slot:
        """A slot for a file of which nothing is loaded yet."""
        key = path.name

        def load() -> list[Entry]:
            source = read_source(path)
            if self.check and digest(source) not in self.store.checked:
                check_in_child(path, builtins=self.builtins)
                self.store.passed(digest(source))
                self.store.write()
            entries = self.run(key, path, source)
            slot.versions.append(Version(source, tuple(entries)))
            return entries

        slot = Slot(Plugin(key, path.stem, (), "file", str(path), "", "off", source_path=path), load)
        return slot

    def run(self, key: str, path: Path, source: bytes) -> list[Entry]:
        """Load a file's source here, known to the markers."""
        sha256 = digest(source)
        with self.markers.inside(key, sha256, "import"):
            entries = load_source(path, source)
        self.markers.guard([entry.cls for entry in entries], key, sha256)
        return entries

    def _start(self, slot: Slot) -> None:
        """Load a plugin at the start, if it may run; whatever goes wrong becomes its reason."""
        key, plugin = slot.plugin.key, slot.plugin
        if plugin.origin == "file" and plugin.source_path is not None:
            try:
                sha256 = digest(read_source(plugin.source_path))
            except BadPlugin as error:
                slot.plugin = replace(plugin, state="failed", reason=str(error))
                return
            self.watch.know(key, sha256)
            plugin = slot.plugin = replace(plugin, hash=sha256)
            if not self.trusted(key, sha256):
                slot.plugin = replace(plugin, state="waiting", reason="it came from elsewhere and waits for consent")
                return
        if self.safe and plugin.origin != "built-in":
            slot.plugin = replace(plugin, state="off", reason=SAFE)
        elif key in self.store.off:
            slot.plugin = replace(plugin, state="off", reason=self.store.off[key])
        else:
            try:
                self.load(slot)
            except InknetError:  # it is told as the plugin's state
                return

    def trusted(self, key: str, sha256: str) -> bool:
        """Whether a content may run: the user's own files may, but for those that came from elsewhere."""
        if sha256 in self.store.consented:
            return True
        asks = key in self.store.arrived or (self.store.ask_on_change and sha256 not in self.store.checked)
        return not asks

    def load(self, slot: Slot) -> None:
        """Load a plugin and put it into the registry. Raises BadPlugin, told as the plugin's state too."""
        try:
            entries = tuple(slot.load())
            self.fits(slot, entries)
        except InknetError as error:
            self.put(slot, (), replace(slot.plugin, state="failed", reason=" ".join(str(error).split())))
            raise
        if slot.versions:
            self.use(slot, slot.versions.pop())
        else:
            self.put(slot, entries, active(slot.plugin, entries))

    def use(self, slot: Slot, version: Version, reason: str = "") -> None:
        """Make a version of a file the one in use; old ones beyond the last few are let go."""
        slot.versions = [*(one for one in slot.versions if one.source != version.source), version]
        for old in slot.versions[:-KEPT]:
            unload(Path(slot.plugin.path), old.source)
        del slot.versions[:-KEPT]
        sha256 = digest(version.source)
        if not reason:
            self.watch.know(slot.plugin.key, sha256)
        plugin = replace(active(slot.plugin, version.entries), hash=sha256, reason=reason)
        self.put(slot, version.entries, plugin)

    def fits(self, slot: Slot, entries: tuple[Entry, ...]) -> None:
        """Raises BadPlugin where these would take another plugin's names."""
        others = [entry for one in self.slots.values() if one is not slot for entry in one.entries]
        Registry([*others, *entries])

    def put(self, slot: Slot, entries: tuple[Entry, ...], plugin: Plugin) -> None:
        """Let a slot hold this, and make the registry anew."""
        slot.entries, slot.plugin = entries, plugin
        self.registry = Registry(entry for one in self.slots.values() for entry in one.entries)


def usable(folder: Path) -> Path:
    """The folder, or one that lasts as long as this start where it cannot be made: choices are not remembered then."""
    try:
        return private_folder(folder)
    except InknetError:
        return Path(tempfile.mkdtemp(prefix="inknet-"))


def failing(reason: str) -> Loader:
    """What tries to load a plugin that cannot be loaded."""

    def load() -> list[Entry]:
        raise BadPlugin(reason)

    return load
