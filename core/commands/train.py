"""``inknet train``: trains an experiment, evaluates it, and saves it as a project."""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from ..build import load
from ..data import Data, Split
from ..errors import BadArguments, BadData, BadProject
from ..experiment import Choice, Experiment
from ..files import clear_stale, shown
from ..history import Evaluation
from ..lockfile import held
from ..project import Project, open_project, project_of, save
from ..registry import Registry
from ..run import Run
from ..session import Built, Faulted, Finished, Rejected, Session, Stopped
from ..threads import blas_threads
from ..training import Trainer
from .arguments import Answer, Parser, add_common, whole
from .common import PATHS, blamed, blaming, catalogue, dataset_choice, faulted, one_line, say
from .progress import screen
from .wanted import add_experiment, wanted

T = TypeVar("T")
TICK = 0.02  # seconds between two looks at the run
SAVE_EVERY = 1.0  # seconds between two saves, at the least
HANGING = 10.0  # seconds that a step may take at the end before the program goes without it
AS_THEY_ARE = Choice("none")  # the preprocessing of inputs that are no images
EXAMPLE = """example:
  inknet train --layers 128,64 --activation relu --epochs 8 --save digits.inknet

Without options it trains 784-128-64-10 on the built-in digits. --set reaches every setting of every part:
  --set optimizer.learning_rate=0.01 --set dataset.train=20000 --set layers.0.dropout=0.2 --set stopping.accuracy=0.95
  --schedule one-cycle --set schedule.peak=0.2 --augment distortion --set augmentations.0.rotation=5
"""


def add_arguments(parser: Parser) -> None:
    """The options of ``inknet train``."""
    parser.add_argument("--project", metavar="FILE", help="go on with a saved project; other options change it")
    add_experiment(parser)
    parser.add_argument(
        "--evaluate-on",
        action="append",
        default=[],
        metavar="NAME[:PATH]",
        help="evaluate the test split of another data set at the end too; may be repeated",
    )
    parser.add_argument("--save", metavar="FILE", help="save the project after each epoch and at the end")
    parser.add_argument(
        "--threads", type=whole(1), default=1, metavar="N", help="threads of matrix products (1); equal N, equal bits"
    )
    add_common(parser)


def run(arguments: argparse.Namespace, builtins: str) -> Answer:
    """Train as asked. Raises InknetError for whatever the user can put right; Ctrl-C saves and goes on up."""
    path = Path(arguments.save) if arguments.save else None
    if path and (path.is_dir() or not path.parent.is_dir()):
        raise BadArguments(f"--save {shown(path)}: expected a file in a folder that is there; make the folder first")
    with held(path) if path else contextlib.nullcontext():
        return _run(arguments, builtins, path)


def _run(arguments: argparse.Namespace, builtins: str, path: Path | None) -> Answer:
    if path:
        clear_stale(path)
    registry = catalogue(builtins, arguments.plugin)
    project = open_project(Path(arguments.project)) if arguments.project else None
    experiment = wanted(arguments, project, registry)
    others = {text: dataset_choice(text, registry) for text in arguments.evaluate_on}
    training = _Training(registry, project, path)
    try:
        with blas_threads(arguments.threads):
            splits = {text: training.test_split(choice, experiment.seed) for text, choice in others.items()}
            default = experiment.preprocessing == Experiment().preprocessing
            training.open(experiment, guess=default and arguments.preprocessing is None)
            tree = {"dataset": arguments.dataset or _text(experiment.dataset)} | training.answer(splits)
            tree["threads"] = arguments.threads
            return Answer(tree, _summary(tree))
    except KeyboardInterrupt:
        training.interrupted()
        raise
    finally:
        training.close()


class _Training:
    """One run of the command: a session, what is shown of it, and where it is saved."""

    def __init__(self, registry: Registry, project: Project | None, path: Path | None) -> None:
        self.registry, self.project, self.path = registry, project, path
        self.shows = screen()
        self.session: Session | None = None
        self.saved_epoch = 0
        self.saved_at: float | None = None
        self.hanging = False

    @property
    def run(self) -> Run:
        """The run of the open session."""
        assert self.session is not None
        return self.session.run

    @property
    def data(self) -> Data:
        """The data of the open session."""
        assert self.session is not None
        assert self.session.data is not None
        return self.session.data

    def test_split(self, choice: Choice, seed: int) -> Split:
        """The test split of a data set to evaluate on; its training split is let go at once."""
        with blaming(self.registry):
            return load(choice, seed, self.registry, self.shows.loading).test

    def open(self, experiment: Experiment, guess: bool) -> None:
        """Start anew, or where the project stands and then with what the options change.

        With ``guess``, a new training on what is no image gets its inputs as they are: there are no bytes to scale.
        """
        project = self.project
        first = replace(project.experiment, stopping=experiment.stopping) if project else experiment
        self.session = Session(first, self.registry, project.start if project else None)
        self._wait()
        if guess and not project and self.data.train.inputs.dtype != np.uint8:
            experiment = replace(experiment, preprocessing=AS_THEY_ARE)
        known = self.session.experiment
        self.session.change(experiment, "Command line")
        if self.session.experiment != known:
            self._wait()
        self.saved_epoch = int(self.ask(lambda t: t.epoch))

    def _wait(self) -> None:
        """Wait until the experiment is built, showing what loads. Raises what stopped it."""
        assert self.session is not None
        while True:
            for event in self.session.poll():
                if isinstance(event, Built):
                    return
                if isinstance(event, Rejected):
                    raise blamed(event.error, self.registry)
            status = self.run.status
            if status.state == "loading" and status.words:
                self.shows.loading(status.share, status.words)
            time.sleep(TICK)

    def answer(self, others: dict[str, Split]) -> dict[str, Any]:
        """Train, evaluate and save; the result by the names of its fields."""
        assert self.session is not None
        self._check(others)
        begin, before = time.perf_counter(), self.ask(lambda t: t.epoch)
        if self.session.experiment.stopping.epochs:
            self._train()
        after, steps, parameters = self.ask(lambda t: (t.epoch, t.step_count, t.network.learned))
        train, test, *rest = self.ask(lambda t: [t.evaluate(s) for s in (t.data.train, t.data.test, *others.values())])
        held_out = self.ask(lambda t: None if t.data.validation is None else t.evaluate(t.data.validation))
        seconds, spent = time.perf_counter() - begin, self.run.status.seconds
        if self.path:
            self.save()
        named = zip(others, rest, strict=True)
        return {
            "layers": self.session.experiment.text(self.data.features, self.data.outputs),
            "train_accuracy": train.accuracy,
            "test_accuracy": test.accuracy,
            "train_loss": train.loss,
            "test_loss": test.loss,
            "validation_accuracy": held_out and held_out.accuracy,
            "validation_loss": held_out and held_out.loss,
            "epochs": int(after) if float(after).is_integer() else round(after, 4),
            "steps": steps,
            "samples_per_second": round((after - before) * len(self.data.train.inputs) / spent, 1) if spent else None,
            "seconds": round(seconds, 3),
            "parameters": parameters,
            "seed": self.session.experiment.seed,
            "evaluations": {text: {"accuracy": one.accuracy, "loss": one.loss} for text, one in named},
            "saved": shown(self.path) if self.path else None,
        }

    def _check(self, others: dict[str, Split]) -> None:
        for text, split in others.items():
            found = split.inputs.shape[1], split.targets.shape[1]
            if found != (self.data.features, self.data.outputs):
                raise BadData(
                    f"--evaluate-on {text}: expected samples of {self.data.features} numbers and {self.data.outputs} "
                    f"targets, as in training, found {found[0]} and {found[1]}; choose a data set of the same kind"
                )

    def _train(self) -> None:
        """Train until a rule stops it, saving on the way. Raises what stopped it otherwise, once that is saved too."""
        assert self.session is not None
        begun, last = self.saved_epoch, None
        self.run.play()
        while True:
            events = self.session.poll()
            snapshot = self.run.take()
            if snapshot is not None:
                last = _epoch_end(snapshot.history.evaluations, begun)
                self._save_now_and_then(snapshot.epoch)
            self.shows.training(self.run.status, last)
            for event in events:
                if isinstance(event, Finished):
                    evaluations = self.ask(lambda t: t.history.evaluations)
                    self.shows.training(self.run.status, _epoch_end(evaluations, begun))
                    self.shows.close()
                    return say(f"{event.reason}.")
                if isinstance(event, Stopped):
                    if self.path:
                        self.save()
                    raise blamed(event.error, self.registry)
                if isinstance(event, Faulted):
                    if self.path:
                        self.save()
                    raise faulted(event.fault, event.error)
            time.sleep(TICK)

    def _save_now_and_then(self, epoch: float) -> None:
        """Save after each epoch; what goes wrong is told, and tried again after the next."""
        recently = self.saved_at is not None and time.monotonic() - self.saved_at < SAVE_EVERY
        if not self.path or int(epoch) <= self.saved_epoch or recently:
            return
        try:
            self.save()
        except BadProject as error:
            self.saved_epoch = int(epoch)
            say(f"inknet: {one_line(error)}; the training goes on")

    def save(self, timeout: float | None = None) -> None:
        """Write the project. What the file held before the command stays as its backup."""
        assert self.session is not None
        assert self.path is not None
        experiment, extras = self.session.experiment, self.project.extras if self.project else {}
        project = self.ask(lambda t: project_of(experiment, t, extras), timeout)
        save(self.path, project, backup=self.saved_at is None)
        assert project.moment is not None
        self.saved_epoch, self.saved_at = project.moment.epoch, time.monotonic()

    def interrupted(self) -> None:
        """After Ctrl-C: keep what was learned, and tell."""
        self.shows.close()
        if self.session is None or self.session.data is None:
            return say("inknet: stopped; nothing was trained yet")
        self.run.pause()
        self.hanging = True  # until the contrary is known, or for ever after a second Ctrl-C
        try:
            epoch = self.ask(lambda t: t.epoch, HANGING)
            if self.path:
                self.save(HANGING)
        except TimeoutError:
            return say("inknet: stopped; the step under way does not end, so that nothing more could be saved")
        self.hanging = False
        say(f"inknet: stopped at epoch {epoch:.2f}" + (f"; saved to {shown(self.path)}" if self.path else ""))

    def ask(self, question: Callable[[Trainer], T], timeout: float | None = None) -> T:
        """The trainer's answer, on its own thread. Raises TimeoutError, and what a plugin raised with its place."""
        future = self.run.ask(question)
        error = future.exception(timeout)
        if error is not None:
            raise blamed(error, self.registry)
        return future.result()

    def close(self) -> None:
        """End the run's thread, unless a plugin keeps it for ever."""
        self.shows.close()
        if self.session is not None:
            self.session.stop(0 if self.hanging else HANGING)


def _epoch_end(evaluations: tuple[Evaluation, ...], begun: int) -> Evaluation | None:
    """What was measured at the last end of an epoch after this one."""
    return next((one for one in reversed(evaluations) if one.epoch > begun and float(one.epoch).is_integer()), None)


def _text(dataset: Choice) -> str:
    """``NAME`` or ``NAME:PATH``."""
    path = next((value for key, value in dataset.settings if key in PATHS and value), None)
    return dataset.name if path is None else f"{dataset.name}:{path}"


def _summary(tree: dict[str, Any]) -> str:
    """The result in lines for people."""

    def words(accuracy: float | None, loss: float) -> str:
        return f"loss {loss:.4g}" if accuracy is None else f"{100 * accuracy:.2f} % (loss {loss:.4g})"

    speed = f", {tree['samples_per_second']:,.0f} samples/s" if tree["samples_per_second"] else ""
    lines = [
        f"{tree['layers']} on {tree['dataset']}: {tree['epochs']} epoch{'s' * (tree['epochs'] != 1)}, "
        f"{tree['steps']:,} steps, {tree['parameters']:,} parameters, {tree['seconds']:.1f} s{speed}",
        f"train  {words(tree['train_accuracy'], tree['train_loss'])}",
        f"test   {words(tree['test_accuracy'], tree['test_loss'])}",
    ]
    if tree["validation_loss"] is not None:
        lines.insert(2, f"valid  {words(tree['validation_accuracy'], tree['validation_loss'])}")
    lines += [f"{text}  {words(one['accuracy'], one['loss'])}" for text, one in tree["evaluations"].items()]
    return "\n".join([*lines, f"saved to {tree['saved']}"] if tree["saved"] else lines)
