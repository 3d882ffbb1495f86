"""All plugins there are: what is in use, what is off, what failed, and what waits for the user's consent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ..errors import BadPlugin, InknetError
from ..files import content, new_file, replace_file
from ..host import Failure, Found, read_source, unload
from ..registry import Registry
from ..trust import Request, digest, own_folder, request
from ..watch import Change
from .lists import Report, rows_of, written
from .plugin import Plugin, State, Version
from .rack import Rack

BY_USER = "switched off"


class Shelf:
    """The model behind the plugin manager. ``registry`` is made anew by whatever changes what is active."""

    def __init__(self, builtins: str, folder: Path, store: Path, safe: bool = False, check: bool = True) -> None:
        """Load everything that may run. ``store`` is the folder in which choices and consent are kept.

        ``safe`` loads built-in plugins only. With ``check``, a file that was never checked is, in a process of its own.
        A plugin that ended the program last time is off, with its name in ``crashes``.
        """
        self._rack = Rack(builtins, Path(folder), Path(store), safe, check)
        self.builtins, self.folder = builtins, self._rack.folder
        self.safe = safe
        self.crashes = self._rack.crashes
        self.refused = self._rack.refused
        """Why the whole folder is not looked into; nothing where it is."""

    @property
    def registry(self) -> Registry:
        """Everything that is active."""
        return self._rack.registry

    @property
    def restless(self) -> bool:
        """Whether a file changed that has not come to rest yet: ask ``refresh`` again in a moment."""
        return self._rack.watch.waiting

    @property
    def asks_on_change(self) -> bool:
        """Whether a file of the user's own that another program changed needs consent too."""
        return self._rack.store.ask_on_change

    @asks_on_change.setter
    def asks_on_change(self, asks: bool) -> None:
        self._rack.store.ask_on_change = asks
        self._rack.store.write()

    # what there is

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """Every plugin, built-in ones first."""
        return tuple(slot.plugin for slot in self._rack.slots.values())

    @property
    def found(self) -> Found:
        """The registry with what is not there, and why."""
        gone = [one for one in self.plugins if one.state in ("failed", "waiting")]
        failures = [Failure(one.origin, one.path, one.reason) for one in gone]
        if self.refused:
            failures.append(Failure("file", str(self.folder), self.refused))
        return Found(self.registry, tuple(failures))

    def plugin(self, key: str) -> Plugin:
        """The plugin of that key. Raises BadPlugin with the nearest."""
        return self._rack.slot(key).plugin

    def owner(self, kind: str, name: str) -> Plugin | None:
        """The plugin that provides a component now."""
        return next((one for one in self.plugins if one.state == "active" and (kind, name) in one.provides), None)

    def source(self, key: str) -> str:
        """The text of a plugin's file. Raises BadPlugin where there is none."""
        path = self._rack.slot(key).plugin.source_path
        if path is None:
            raise BadPlugin(f"{key}: it has no file that can be shown")
        return read_source(path).decode("utf-8-sig", errors="replace")

    def request(self, key: str) -> Request:
        """What to show to the user before ``consent``."""
        slot = self._rack.slot(key)
        assert slot.plugin.source_path is not None
        before = slot.versions[-1].source if slot.versions else None
        return request(key, slot.plugin.source_path, read_source(slot.plugin.source_path), before)

    # switching

    def turn_on(self, key: str) -> Registry:
        """Load a plugin and use it. Raises BadPlugin, and then it stays as it was but for its reason."""
        slot = self._rack.slot(key)
        if slot.plugin.state == "waiting":
            raise BadPlugin(f"{slot.plugin.path}: it waits for your consent; look at its source first")
        if slot.plugin.state != "active":
            self._rack.store.off.pop(key, None)
            self._rack.load(slot)
            self._rack.store.write()
        return self.registry

    def turn_off(self, key: str) -> Registry:
        """Use a plugin no more, from now on and after the next start."""
        slot = self._rack.slot(key)
        self._rack.store.off[key] = BY_USER
        self._rack.put(slot, (), replace(slot.plugin, state="off", reason=BY_USER))
        self._rack.store.write()
        return self.registry

    def install(self, path: Path) -> str:
        """Copy a file into the user's folder; it waits for consent unless this content was agreed to. Returns its key.

        Raises InknetError where it is no Python file, or one of that name is there already.
        """
        path = Path(path)
        if path.suffix != ".py":
            raise BadPlugin(f"{path}: expected a Python file, whose name ends in .py")
        source = read_source(path)
        place = self.folder / path.name
        if place.exists() and read_source(place) == source:
            return path.name
        own_folder(self.folder)
        new_file(place, source)
        self._rack.store.arrived.add(path.name)
        self._rack.store.write()
        self._rack.add_file(place)
        return path.name

    def remove(self, key: str) -> Callable[[], str]:
        """Take a file out of the user's folder; what is returned puts it back, as it was, and gives its key."""
        slot = self._rack.slot(key)
        path = slot.plugin.source_path
        if slot.plugin.origin != "file" or path is None:
            raise BadPlugin(f"{key}: only files of your own folder can be removed; turn it off instead")
        source, off, arrived = read_source(path), self._rack.store.off.get(key), key in self._rack.store.arrived
        try:
            path.unlink()
        except OSError as error:
            raise InknetError(f"{path}: cannot be removed: {error.strerror}; check the folder's permissions") from error
        self._rack.put(slot, (), slot.plugin)
        del self._rack.slots[key]
        self._rack.watch.forget(key)
        self._rack.store.off.pop(key, None)
        self._rack.store.arrived.discard(key)
        self._rack.store.write()

        def restore() -> str:
            new_file(path, source)
            if arrived:
                self._rack.store.arrived.add(key)
            if off is not None:
                self._rack.store.off[key] = off
            self._rack.store.write()
            self._rack.add_file(path)
            return key

        return restore

    def consent(self, key: str, sha256: str = "") -> Registry:
        """Trust what a waiting file holds, and load it. Raises BadPlugin where it fails its checks.

        ``sha256`` is that of what the user saw: a file that has changed since is not agreed to.
        """
        slot = self._rack.slot(key)
        assert slot.plugin.source_path is not None
        source = read_source(slot.plugin.source_path)
        if sha256 and digest(source) != sha256:
            raise BadPlugin(f"{slot.plugin.path}: it changed while you looked at it; look again")
        self._rack.store.agree(digest(source))
        self._rack.store.write()
        self._rack.load(slot)
        return self.registry

    # versions

    def save(self, key: str, source: bytes) -> None:
        """Write a file of the user's folder, made where it is not there. Nothing is loaded; ``swap`` does that.

        What is saved here is the user's own doing and needs no consent.
        """
        path = self.folder / key
        own_folder(self.folder)
        replace_file(path, content(source))
        self._rack.store.agree(digest(source))
        if key in self._rack.store.arrived:
            self._rack.store.write()
        self._rack.watch.know(key, digest(source))
        if key not in self._rack.slots:
            self._rack.slots[key] = self._rack.file_slot(path)

    def swap(self, key: str, source: bytes) -> Registry:
        """Let a checked version of a file take the place of the one in use. Raises BadPlugin: then nothing changed."""
        path = self.folder / key
        slot = self._rack.slots.get(key) or self._rack.file_slot(path)
        entries = tuple(self._rack.run(key, path, source))
        self._rack.fits(slot, entries)
        self._rack.slots[key] = slot
        self._rack.store.off.pop(key, None)
        self._rack.store.agree(digest(source))
        self._rack.store.passed(digest(source))
        self._rack.store.write()
        self._rack.use(slot, Version(source, entries))
        return self.registry

    def last_good(self, key: str) -> Registry:
        """Go back to the version of a file before the one in use; the file itself stays as it is."""
        slot = self._rack.slot(key)
        if len(slot.versions) < 2:
            raise BadPlugin(f"{slot.plugin.path}: there is no version before this one; turn it off instead")
        gone = slot.versions.pop()
        before = slot.versions.pop()
        self._rack.use(slot, before, "an earlier version is in use; the file holds a later one")
        unload(Path(slot.plugin.path), gone.source)
        return self.registry

    def refresh(self) -> tuple[Change, ...]:
        """Files that were edited elsewhere and have come to rest, for the caller to check and then to ``swap``.

        One that needs consent waits for it instead; one that is gone stays loaded until the next start.
        """
        if self.safe or self.refused:
            return ()
        found = []
        for change in self._rack.watch.changes():
            slot = self._rack.slots.get(change.key)
            if change.what == "removed":
                if slot is not None:
                    slot.plugin = replace(slot.plugin, reason="its file is gone; what was loaded stays in use")
                    if slot.plugin.state != "active":
                        del self._rack.slots[change.key]
            elif not self._rack.trusted(change.key, change.hash):
                slot = slot or self._rack.file_slot(change.path)
                self._rack.slots[change.key] = slot
                state: State = slot.plugin.state if slot.entries else "waiting"
                reason = "it was changed elsewhere; the new version waits for your consent"
                slot.plugin = replace(slot.plugin, state=state, reason=reason)
            elif slot is None:
                self._rack.slots[change.key] = self._rack.file_slot(change.path)
            found.append(change)
        return tuple(found)

    # lists

    def export_list(self) -> str:
        """The plugins that are not built in, as JSON: what is there, whether it is on, and the hash of each file."""
        return written(self.plugins)

    def import_list(self, text: str) -> Report:
        """Turn plugins on and off as a list says, and tell what is missing or differs. No code comes with a list."""
        changed, missing, other = [], [], []
        for key, state, sha256 in rows_of(text):
            slot = self._rack.slots.get(key)
            if slot is None:
                missing.append(f"{key} is not here: install it first")
                continue
            if slot.plugin.hash != sha256:
                other.append(f"{key} has another content here than in the list")
            try:
                if state == "active" and slot.plugin.state == "off":
                    self.turn_on(key)
                    changed.append(f"{key} is on")
                elif state == "off" and slot.plugin.state == "active":
                    self.turn_off(key)
                    changed.append(f"{key} is off")
            except InknetError as error:
                other.append(str(error))
        return Report(tuple(changed), tuple(missing), tuple(other))

    def close(self) -> None:
        """The program ends as it should."""
        self._rack.markers.close()
