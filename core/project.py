"""A project: the experiment, where its training stands, and what is needed to use it without its data set.

The file is an archive of JSON and .npy members: ``experiment.json``, ``training.json`` (where the training stands, and
what the data look like), ``parameters.npy``, ``average/*.npy`` where weights are averaged, ``state/*.npy`` of the
optimizer, ``fitted/*.npy`` of the preprocessing, ``history/*.npy``, and ``window.json``, which core only carries.
Components are names in it; nothing in it is code.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import numpy as np

from .archive import archived, read_archive, remedy
from .components import Array
from .data import Task
from .errors import BadProject, InknetError
from .experiment import Experiment
from .files import replace_file, shown
from .history import Evaluation, History
from .members import array_bytes, array_of, json_bytes, short, tree_of
from .network import count
from .training import Moment, Trainer

EXPERIMENT, TRAINING, WINDOW, PARAMETERS = "experiment.json", "training.json", "window.json", "parameters.npy"
COUNTERS = ("step", "epoch", "row", "origin", "updates")
"""The whole numbers of a Moment."""
LATER = ("begun", "goal")
"""Those that files of earlier versions lack; there they are 0."""
COLUMNS = (len(Evaluation._fields) - 2, len(Evaluation._fields))
"""Of the evaluations; files of earlier versions have none for a validation split."""
MOST = 10**15
KINDS = {"stride": "i", "steps": "i", "words": "u"}
"""The kind of number in the arrays of a history, by the last part of their names; the others hold floats."""


@dataclass(frozen=True, eq=False)
class Project:
    """What a project file holds. ``moment`` and ``history`` are None where nothing has been built yet."""

    experiment: Experiment
    moment: Moment | None = None
    history: History | None = None
    fitted: dict[str, Array] = field(default_factory=dict)
    """What the preprocessing knows of the training inputs."""
    input_shape: tuple[int, ...] = ()
    """Of one sample; empty, as the three below, where the data have not been seen."""
    outputs: int = 0
    task: Task = "classification"
    classes: tuple[str, ...] = ()
    extras: dict[str, Any] = field(default_factory=dict)
    """JSON that others keep here, such as the window's layout."""

    @property
    def features(self) -> int:
        """Numbers in one sample."""
        return math.prod(self.input_shape)

    @property
    def start(self) -> tuple[Moment, History] | None:
        """Where a session goes on, or None where there is no training yet."""
        return (self.moment, self.history or History()) if self.moment else None


def project_of(experiment: Experiment, trainer: Trainer, extras: Mapping[str, Any] | None = None) -> Project:
    """The project as the trainer stands, copied; at the last good moment if the weights are not finite.

    To be called between two steps, which ``Run.ask`` sees to.
    """
    moment, history = trainer.moment(), trainer.history.copy()
    if not np.isfinite(moment.parameters).all():
        moment = trainer.good
        history.back_to(moment.step)
    data = trainer.data
    return Project(
        experiment=experiment,
        moment=moment,
        history=history,
        fitted={name: np.array(array) for name, array in trainer.fitted.items()},
        input_shape=tuple(int(n) for n in data.input_shape),
        outputs=data.outputs,
        task=data.task,
        classes=tuple(map(str, data.classes)),
        extras=dict(extras or {}),
    )


def save(path: Path, project: Project, backup: bool = True) -> None:
    """Replace the file at ``path``; the old one stays, with ``.bak`` added to its name, unless ``backup`` is False.

    What could not be opened again is not written. Raises BadProject, and then the old file is untouched.
    """
    try:
        members = _members(project)
        _project(members)
        replace_file(path, lambda file: file.writelines(archived(members)), backup)
    except InknetError as error:
        told = str(error)
        told = told if told.startswith(shown(path)) else f"{shown(path)}: not saved: {told}"
        raise BadProject(told, code=error.code) from error


def open_project(path: Path) -> Project:
    """The project in a file. Its components are names only, so that it opens without the plugins that they are from.

    Raises BadProject with file, member, what was expected, what was found, and what to do.
    """
    members = read_archive(path)
    try:
        return _project(members)
    except BadProject as error:
        raise BadProject(f"{shown(path)}: {error}; {remedy(path)}", code=error.code) from None


def _members(project: Project) -> dict[str, bytes]:
    """The project as the members of its file, by name."""
    moment = project.moment
    training = {
        "moment": moment and {name: int(getattr(moment, name)) for name in (*COUNTERS, *LATER)},
        "input_shape": project.input_shape,
        "outputs": project.outputs,
        "task": project.task,
        "classes": project.classes,
    }
    trees = {EXPERIMENT: project.experiment.to_tree(), TRAINING: training, WINDOW: project.extras}
    arrays: dict[str, Array] = {}
    if moment:
        arrays |= {PARAMETERS: moment.parameters} | _files("state", moment.state) | _files("average", moment.average)
    arrays |= _files("fitted", project.fitted)
    if project.history:
        arrays |= _files("history", project.history.arrays())
    members = {}
    for name, value in (trees | arrays).items():
        with _named(name):
            members[name] = json_bytes(value) if name in trees else array_bytes(value)
    return members


def _files(folder: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Arrays by the names of their members: whatever a plugin calls an array, it becomes a plain file name."""

    def file(name: str) -> str:
        quoted = quote(str(name), safe="")
        return quoted if not quoted.startswith(".") else "%2E" + quoted[1:]

    return {f"{folder}/{file(name)}.npy": array for name, array in arrays.items()}


def _project(members: Mapping[str, bytes]) -> Project:
    """The project that the members make up. Raises BadProject with member, what was expected and what was found."""
    left = dict(members)

    def take(name: str) -> bytes:
        if name not in left:
            raise BadProject(f"{name}: expected this member, found none", code="missing")
        return left.pop(name)

    def folder(name: str) -> dict[str, Array]:
        found = {}
        for member in [one for one in left if one.startswith(f"{name}/") and one.endswith(".npy")]:
            with _named(member):
                found[unquote(member[len(name) + 1 : -len(".npy")])] = array_of(left.pop(member))
        return found

    with _named(EXPERIMENT):
        experiment = Experiment.from_tree(tree_of(take(EXPERIMENT)))
    with _named(TRAINING):
        counters, seen = _training(tree_of(take(TRAINING)))
    with _named(WINDOW):
        extras = tree_of(take(WINDOW))
        _need(isinstance(extras, dict), "$", "an object", extras, "type")
    moment = None
    if counters is not None:
        with _named(PARAMETERS):
            parameters = array_of(take(PARAMETERS))
            _check_parameters(parameters, experiment, seen)
        average = _average(folder("average"), parameters)
        moment = Moment(**counters, parameters=parameters, state=folder("state"), average=average)
    fitted, past = folder("fitted"), folder("history")
    if left:
        raise BadProject(f"{next(iter(left))}: expected no such member, found one", code="unknown")
    history = _history(past) if past else None
    return Project(experiment, moment, history, fitted, extras=extras, **seen)


def _training(tree: Any) -> tuple[dict[str, int] | None, dict[str, Any]]:
    """The counters of the moment, if any, and what the data look like, as Project names it."""
    names = ["moment", "input_shape", "outputs", "task", "classes"]
    _need(isinstance(tree, dict) and list(tree) == names, "$", f"an object of {', '.join(names)}", tree, "missing")
    counters, shape, outputs, task, classes = tree.values()
    if counters is not None:
        _need(isinstance(counters, dict), "$.moment", ", ".join(COUNTERS), counters)
        _need(tuple(counters) in (COUNTERS, COUNTERS + LATER), "$.moment", ", ".join(COUNTERS + LATER), counters)
        for name, value in counters.items():
            _need(type(value) is int and 0 <= value < MOST, f"$.moment.{name}", "a whole number from 0", value)
        _need(counters["origin"] <= counters["row"], "$.moment.origin", "at most the row", counters)
    sound = isinstance(shape, list) and len(shape) <= 8 and all(type(n) is int and 0 < n < 10**9 for n in shape)
    _need(sound and math.prod(shape) < 10**9, "$.input_shape", "lengths of at least 1", shape)
    _need(type(outputs) is int and 0 <= outputs <= 1_000_000, "$.outputs", "0 to 1,000,000", outputs)
    _need(task in ("classification", "regression"), "$.task", "classification or regression", task)
    _need(isinstance(classes, list) and all(isinstance(one, str) for one in classes), "$.classes", "texts", classes)
    _need(task == "regression" or len(classes) == outputs, "$.classes", f"{outputs} names", classes)
    return counters, {"input_shape": tuple(shape), "outputs": outputs, "task": task, "classes": tuple(classes)}


def _check_parameters(parameters: Array, experiment: Experiment, seen: Mapping[str, Any]) -> None:
    units = [layer.units or seen["outputs"] for layer in experiment.layers]
    sizes = [math.prod(seen["input_shape"]), *units]
    expected = f"{count(sizes):,} numbers of float32 for the layers {short('-'.join(map(str, sizes)))}"
    fits = bool(seen["input_shape"]) and parameters.shape == (count(sizes),) and parameters.dtype == np.float32
    if not fits:
        raise BadProject(f"expected {expected}, found {parameters.dtype} of shape {parameters.shape}", code="shape")
    if not np.isfinite(parameters).all():
        row = int(np.argmin(np.isfinite(parameters)))
        raise BadProject(f"expected {expected}, all finite, found {parameters[row]} at {row:,}", code="number")


def _average(arrays: dict[str, Array], parameters: Array) -> dict[str, Array]:
    """The average of the weights, if any, once it has the form of the weights."""
    if not arrays:
        return arrays
    names = ("parameters", "count")
    if set(arrays) != set(names):
        raise BadProject(f"average/*.npy: expected {', '.join(names)}, found {', '.join(arrays)}", code="missing")
    average, count = (arrays[name] for name in names)
    sound = average.shape == parameters.shape and average.dtype == parameters.dtype and np.isfinite(average).all()
    if not sound:
        expected = f"{len(parameters):,} finite numbers of {parameters.dtype}"
        told = f"expected {expected}, found {average.dtype} of shape {average.shape}"
        raise BadProject(f"average/parameters.npy: {told}", code="shape")
    if count.shape != (1,) or count.dtype.kind != "i" or not 0 < count[0] < MOST:
        told = f"expected one whole number from 1, found {short(count.tolist())}"
        raise BadProject(f"average/count.npy: {told}", code="range")
    return arrays


def _history(arrays: dict[str, Array]) -> History:
    """The history, once its arrays have the shapes that its own methods give."""
    shapes = {name: array.ndim for name, array in History().arrays().items()}
    marks = {"marks.steps": 1, "marks.words": 1}
    if set(arrays) & set(marks):
        shapes |= marks
    if set(arrays) != set(shapes):
        raise BadProject(f"history/*.npy: expected {', '.join(shapes)}, found {', '.join(arrays)}", code="missing")
    for name, array in arrays.items():
        with _named(f"history/{name}.npy"):
            kind, dimensions = KINDS.get(name.rpartition(".")[2], "f"), shapes[name]
            fits = array.ndim == dimensions and array.dtype.kind == kind
            if name.endswith("values"):
                fits = fits and len(array) == 3
            if name.endswith("stride"):
                fits = fits and len(array) == 1 and 1 <= array[0] < MOST
            if name == "marks.steps":
                fits = fits and bool(np.all((array >= 0) & (array < MOST)))
            if name == "evaluations":
                fits = fits and array.shape[1] in COLUMNS and _counts(array[:, 0])
            if not fits:
                told = f"expected a history's {name}, found {array.dtype} of shape {array.shape}"
                raise BadProject(told, code="shape")
    return History.of(arrays)


def _counts(steps: Array) -> bool:
    return bool(np.all((steps >= 0) & (steps < MOST) & (steps == np.floor(steps))))


def _need(held: bool, place: str, expected: str, found: Any, code: str = "range") -> None:
    if not held:
        raise BadProject(f"{place}: expected {expected}, found {short(found)}", code=code)


@contextmanager
def _named(member: str) -> Iterator[None]:
    """Put the member's name in front of what goes wrong inside."""
    try:
        yield
    except InknetError as error:
        told = str(error)
        told = told if told.startswith(f"{member}:") else f"{member}: {told}"
        raise BadProject(told, code=error.code) from error
