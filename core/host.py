"""Finds plugins and asks each one by itself, so that a broken one hides nobody."""

from __future__ import annotations

import hashlib
import importlib
import linecache
import pkgutil
import stat
import sys
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy

from .components import KINDS, NEEDS, Component, LessonFile, Visualization
from .errors import BadPlugin
from .faults.hints import hint_for
from .registry import Entry, Registry, suggest

PROJECT = "inknet"
GROUP = "inknet.plugins"
LARGEST = 1_000_000  # bytes of a plugin file
hookspec = pluggy.HookspecMarker(PROJECT)
Classes = list[type[Component]]


class Hooks:
    """The page of contents: one hook per kind of plugin, each returning a list of classes."""

    @hookspec
    def activations(self) -> Classes:  # type: ignore[empty-body]
        """What a neuron does with its weighted sum."""

    @hookspec
    def losses(self) -> Classes:  # type: ignore[empty-body]
        """How far predictions are from their targets."""

    @hookspec
    def optimizers(self) -> Classes:  # type: ignore[empty-body]
        """How a gradient moves the parameters."""

    @hookspec
    def initializers(self) -> Classes:  # type: ignore[empty-body]
        """Where weights and biases start."""

    @hookspec
    def regularizers(self) -> Classes:  # type: ignore[empty-body]
        """What keeps weights small."""

    @hookspec
    def schedules(self) -> Classes:  # type: ignore[empty-body]
        """How the learning rate changes during a run."""

    @hookspec
    def augmentations(self) -> Classes:  # type: ignore[empty-body]
        """Small changes of the training inputs."""

    @hookspec
    def datasets(self) -> Classes:  # type: ignore[empty-body]
        """Where samples come from."""

    @hookspec
    def preprocessings(self) -> Classes:  # type: ignore[empty-body]
        """What happens to inputs before the network sees them."""

    @hookspec
    def visualizations(self) -> Classes:  # type: ignore[empty-body]
        """Pictures of a network at one step."""

    @hookspec
    def lessons(self) -> list[str | Path]:  # type: ignore[empty-body]
        """The paths of lesson files; see docs/lessons.md."""


@dataclass(frozen=True)
class Failure:
    """A plugin that is not there, and why: ``reason`` is one line with place and remedy."""

    origin: str
    place: str
    reason: str


@dataclass(frozen=True)
class Found:
    """Everything that loaded, and what did not."""

    registry: Registry
    failures: tuple[Failure, ...] = ()


def hook_manager() -> pluggy.PluginManager:
    """A manager that knows the hooks and no plugin."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    return manager


def components_of(
    module: ModuleType, origin: str, place: str, manager: pluggy.PluginManager | None = None
) -> list[Entry]:
    """Every class that the module's hooks return. Raises BadPlugin telling file, line, hook and remedy.

    A ``manager`` that many modules in turn share spares reading the hooks' specifications for each.
    """
    manager = manager or hook_manager()
    try:
        manager.register(module)
        return _entries(manager, origin, place)
    except pluggy.PluginValidationError as error:
        raise BadPlugin(f"{place}: {' '.join(str(error).split())}") from error
    finally:
        if manager.is_registered(module):
            manager.unregister(module)


def _entries(manager: pluggy.PluginManager, origin: str, place: str) -> list[Entry]:
    """What the hooks of the one registered module return."""
    for name, caller in vars(manager.hook).items():
        if not caller.has_spec() and (unknown := caller.get_hookimpls()):
            raise BadPlugin(
                f"{line_of(unknown[0].function, place)}: no hook '{name}': {suggest(name, [*KINDS, 'lessons'])}"
            )
    entries = []
    for hook, kind in KINDS.items():
        for impl in getattr(manager.hook, hook).get_hookimpls():
            at = f"{line_of(impl.function, place)}: {hook}()"
            try:
                classes = impl.function()
            except BaseException as error:  # a plugin's code may raise anything, sys.exit() included
                told = _told(error)
                raise BadPlugin(f"{at} raised {told}; {hint_for(told)}") from error
            entries += [Entry(cls, origin, place) for cls in _checked(classes, kind, at)]
    for impl in manager.hook.lessons.get_hookimpls():
        at = f"{line_of(impl.function, place)}: lessons()"
        try:
            paths = impl.function()
        except BaseException as error:
            raise BadPlugin(f"{at} raised {_told(error)}") from error
        if not isinstance(paths, (list, tuple)) or not all(isinstance(one, (str, Path)) for one in paths):
            raise BadPlugin(f"{at}: expected a list of paths; return [Path(__file__).parent / 'first.md']")
        entries += [Entry(LessonFile.of(str(one)), origin, place) for one in paths]
    if not entries:
        raise BadPlugin(f"{place}: it provides nothing: end it with @hookimpl and a function such as activations()")
    return entries


def _checked(classes: Any, kind: type[Component], at: str) -> Classes:
    """What a hook returned, if it is a list of classes of its kind."""
    if not isinstance(classes, (list, tuple)):
        raise BadPlugin(
            f"{at}: expected a list of classes, found {type(classes).__name__}; return [{kind.__name__}...]"
        )
    for cls in classes:
        if not isinstance(cls, type):
            raise BadPlugin(f"{at}: expected classes, found an object of {type(cls).__name__}; drop its parentheses")
        if not issubclass(cls, kind) or cls is kind:
            raise BadPlugin(f"{at}: expected subclasses of {kind.__name__}, found {cls.__name__}")
        if issubclass(cls, Visualization) and (unknown := set(cls.needs) - NEEDS):
            name = sorted(unknown)[0]
            raise BadPlugin(f"{at}: {cls.__name__}.needs: there is no '{name}': {suggest(name, NEEDS)}")
    return list(classes)


def line_of(function: Any, place: str) -> str:
    """``place:line`` of a function's definition."""
    code = getattr(function, "__code__", None)
    return f"{place}:{code.co_firstlineno}" if code else place


def find(package: str, folder: Path | None = None) -> Found:
    """Built-ins of ``package``, then installed packages, then the files of the user's ``folder``."""
    found = Found(Registry())
    for one in (built_ins(package), installed(), in_folder(folder) if folder else []):
        found = _with(found, one)
    return found


def _with(found: Found, plugins: Iterable[list[Entry] | Failure]) -> Found:
    registry, failures = found.registry, list(found.failures)
    for one in plugins:
        if isinstance(one, Failure):
            failures.append(one)
            continue
        try:
            registry = registry.plus(one)
        except BadPlugin as error:
            failures.append(Failure(one[0].origin, one[0].place, str(error)))
    return Found(registry, tuple(failures))


def built_ins(package: str, manager: pluggy.PluginManager | None = None) -> list[list[Entry] | Failure]:
    """The plugins in a package, one module or sub-package each."""
    manager = manager or hook_manager()
    found: list[list[Entry] | Failure] = []
    root = importlib.import_module(package)
    for one in pkgutil.iter_modules(root.__path__, package + "."):  # walk_packages stops at the first that raises
        try:
            module = importlib.import_module(one.name)
            if _has_hooks(module):
                found.append(components_of(module, "built-in", one.name, manager))
            if one.ispkg:
                found += built_ins(one.name, manager)
        except BaseException as error:
            found.append(Failure("built-in", one.name, _reason(error, one.name)))
    return found


def installed() -> list[list[Entry] | Failure]:
    """The plugins of installed packages, by their entry points; a broken one stops no other."""
    found: list[list[Entry] | Failure] = []
    for point in points():
        try:
            found.append(load_point(point))
        except BadPlugin as error:
            found.append(Failure("package", place_of(point), str(error)))
    return found


def points() -> list[metadata.EntryPoint]:
    """The entry points of installed packages that bring plugins; none of them is loaded."""
    return list(metadata.entry_points(group=GROUP))


def place_of(point: metadata.EntryPoint) -> str:
    """What an installed plugin is called: its package, and where in it."""
    try:
        name = point.dist.name if point.dist else point.name
    except (AttributeError, KeyError, TypeError):  # its metadata are broken
        name = point.name
    return f"{name} ({point.value})"


def load_point(point: metadata.EntryPoint) -> list[Entry]:
    """The components of an installed plugin. Raises BadPlugin with place and remedy."""
    place = place_of(point)
    try:
        return components_of(point.load(), "package", place)
    except BaseException as error:
        raise BadPlugin(_reason(error, place)) from error


def in_folder(folder: Path) -> list[list[Entry] | Failure]:
    """The plugin files of the user's own folder."""
    found: list[list[Entry] | Failure] = []
    for path in sorted(folder.glob("*.py")):
        try:
            found.append(load_file(path))
        except BadPlugin as error:
            found.append(Failure("file", str(path), str(error)))
    return found


def load_file(path: Path) -> list[Entry]:
    """Compile and run one plugin file; nothing is checked but that it loads. Raises BadPlugin with file and line."""
    return load_source(Path(path), read_source(Path(path)))


def read_source(path: Path) -> bytes:
    """A plugin file's bytes. Raises BadPlugin where there is none, or what is there is no file of a sensible size."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device might never end
            raise BadPlugin(f"{path}: not a file; give the path of a Python file")
        if status.st_size > LARGEST:
            raise BadPlugin(f"{path}: {status.st_size:,} bytes; expected a plugin of at most {LARGEST:,}")
        return path.read_bytes()
    except OSError as error:
        raise BadPlugin(f"{path}: {error.strerror or error}; give the path of a Python file") from None


def load_source(path: Path, source: bytes) -> list[Entry]:
    """Compile and run the source of a plugin file. The program's only exec; nothing is checked but that it loads.

    The module's name carries the hash of its source, so that an edited file is never mistaken for its old self.
    Raises BadPlugin with file and line.
    """
    name = module_name(path, source)
    module = ModuleType(name)
    module.__file__ = str(path)
    before = sys.modules.get(name)
    sys.modules[name] = module  # before it runs: dataclasses look their module up
    try:
        text = source.decode("utf-8-sig")
        linecache.cache[str(path)] = (len(text), None, text.splitlines(True), str(path))
        exec(compile(text, str(path), "exec", dont_inherit=True), module.__dict__)
        return components_of(module, "file", str(path))
    except BaseException as error:  # a plugin's code may raise anything, sys.exit() included
        del sys.modules[name]
        if before is not None:  # the same source was loaded before, and its classes still look their module up
            sys.modules[name] = before
        if isinstance(error, BadPlugin):
            raise
        raise BadPlugin(_reason(error, str(path))) from error


def module_name(path: Path, source: bytes) -> str:
    """The private name that this version of a file is loaded under."""
    return f"inknet_user_{path.stem}_{hashlib.sha256(source).hexdigest()[:12]}"


def unload(path: Path, source: bytes) -> None:
    """Let go of a version of a file that nothing uses any more."""
    sys.modules.pop(module_name(path, source), None)


def _has_hooks(module: ModuleType) -> bool:
    return any(isinstance(getattr(value, f"{PROJECT}_impl", None), dict) for value in vars(module).values())


def _reason(error: BaseException, place: str) -> str:
    if isinstance(error, BadPlugin):
        return str(error)
    told = _told(error)
    return f"{where(error, place)}: {told}; {hint_for(told)}"


def _told(error: BaseException) -> str:
    """Type and message of an error, in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}".removesuffix(": ")


def where(error: BaseException, place: str) -> str:
    """``place:line`` of the deepest frame inside the plugin's own file."""
    if isinstance(error, SyntaxError) and error.lineno:
        return f"{place}:{error.lineno}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == place]
    return f"{place}:{lines[-1]}" if lines else place
