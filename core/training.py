"""One mini-batch is a step; everything else is who calls it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from .components import Array, Augmentation, Loss, Optimizer, Preprocessing, Regularizer, Schedule, into
from .data import Data, Split
from .errors import BadExperiment, Diverged
from .history import Evaluation, History
from .network import BLOCK, Network, Trace, split

CHECK_EVERY = 32
"""Steps between two looks at the weights for numbers that are not finite; the loss is looked at in every step."""
SAMPLE = 2_500
"""Training rows, at the most, that an evaluation measures."""
WEIGHTS, DATA, ORDER, DROPOUT, AUGMENTATION, NOISE = range(6)
"""Purposes of randomness."""


def rng_for(seed: int, purpose: int, *key: int) -> np.random.Generator:
    """The generator for one purpose at one place of a run. All randomness is named so, and a resumed run redraws it."""
    return np.random.default_rng((seed, purpose, *key))


class Measure(NamedTuple):
    """Mean loss over a split, and the share of right answers (None for a regression)."""

    loss: float
    accuracy: float | None


@dataclass(frozen=True)
class Recipe:
    """How a network is trained: components that are made, and numbers."""

    loss: Loss
    optimizer: Optimizer
    preprocessing: Preprocessing
    regularizers: tuple[Regularizer, ...] = ()
    augmentations: tuple[Augmentation, ...] = ()
    schedule: Schedule | None = None
    batch_size: int = 32
    epochs: int = 8
    seed: int = 1


@dataclass(frozen=True, eq=False)
class Moment:
    """Where a training stands: enough to go on from here, bit for bit."""

    step: int
    epoch: int
    row: int
    """Rows of the epoch that are done."""
    origin: int
    """The row of the epoch that blocks are counted from; not 0 where the batch size changed within it."""
    updates: int
    """Steps that the optimizer's state has seen."""
    parameters: Array
    state: dict[str, Array]


class Trainer:
    """Trains one network in place. Its callers: the command line, tests and the run's thread.

    Raises BadExperiment for a batch size, loss or layers that do not fit the data.
    """

    def __init__(self, network: Network, data: Data, recipe: Recipe, fitted: dict[str, Array] | None = None) -> None:
        check_fit(network, data, recipe)
        self.network = network
        self.data = data
        self.recipe = recipe
        self.optimizer = recipe.optimizer
        self.fitted = recipe.preprocessing.fit(data.train.inputs) if fitted is None else fitted
        self.state = recipe.optimizer.init(network.parameters)
        self.step_count = self.whole_epochs = self.row = self.origin = self.updates = 0
        self.history = History()
        self.kept_gradient: Array | None = None
        self.kept_batch: Split | None = None

        self.gradient = np.zeros_like(network.parameters)
        self.gradient_views = split(self.gradient, network.sizes)
        self._given = self.gradient.view()
        self._given.flags.writeable = recipe.optimizer.consumes_gradient
        self._penalties = _Penalties(recipe.regularizers, network)
        self._fused = recipe.loss.fuses_with == network.layers[-1].activation.name
        self._slope = into(recipe.loss.fused_gradient if self._fused else recipe.loss.gradient)
        self._apply = into(recipe.preprocessing.apply)
        self._dropout = any(layer.dropout for layer in network.layers)
        self._frozen = [
            (array, np.empty_like(array))
            for views, layer in zip(network.views, network.layers, strict=True)
            if layer.frozen
            for array in views
        ]
        self._traces: dict[int, Trace] = {}
        self._batches: list[tuple[Array, Array]] = []
        self._order: tuple[int, Array] = (-1, np.empty(0, int))

        rows, dtype = len(data.train.inputs), network.parameters.dtype
        self._size = min(max(recipe.batch_size, BLOCK // recipe.batch_size * recipe.batch_size), rows)
        self._raw = np.empty((self._size, network.inputs), data.train.inputs.dtype)
        self._inputs = np.empty((self._size, network.inputs), dtype)
        self._targets = np.empty((self._size, data.outputs), dtype)
        self.good = self.moment()

    @property
    def steps_per_epoch(self) -> int:
        """Mini-batches in one pass; the last may be short."""
        return -(-len(self.data.train.inputs) // self.recipe.batch_size)

    @property
    def epoch(self) -> float:
        """Passes over the training split, with the fraction of the one under way."""
        return self.whole_epochs + self.row / len(self.data.train.inputs)

    def step(self, keep: frozenset[str] = frozenset()) -> float:
        """Train on the next mini-batch and return its loss, measured before the update.

        ``keep`` names what to keep of it for views: "gradient", "batch". Raises Diverged where the loss is not a finite
        number; the network is then back at the last good moment.
        """
        if not self._batches:
            self._refill()
        inputs, targets = self._batches.pop()
        network = self.network
        trace = self._trace(len(inputs))
        rng = rng_for(self.recipe.seed, DROPOUT, self.whole_epochs, self.row) if self._dropout else None
        prediction = network.forward(inputs, trace, rng)
        value = self.recipe.loss.value(prediction, targets)
        if value - value != 0:
            raise self._diverged(f"the loss is {value}")
        last = trace.layers[-1]
        self._slope(prediction, targets, last.delta if self._fused else last.upstream)
        network.backward(trace, self.gradient_views, self._fused)
        self._penalties.add(self.gradient_views)
        if keep:
            self.kept_gradient = self.gradient.copy() if "gradient" in keep else None
            self.kept_batch = Split(inputs.copy(), targets.copy()) if "batch" in keep else None
        self.step_count += 1
        self.updates += 1
        self._update()
        self.history.loss.append(value)
        self.row += len(inputs)
        if self.row >= len(self.data.train.inputs):
            self.whole_epochs, self.row, self.origin = self.whole_epochs + 1, 0, 0
        if self.step_count % CHECK_EVERY == 0 or self.row == 0:
            self._check_weights()
            if self.row == 0:
                self.good = self.moment()
        return value

    def _update(self) -> None:
        """Let the optimizer move the parameters; frozen layers stay, and what shrinks weights shrinks them."""
        if self.recipe.schedule is not None:
            self._reschedule(self.recipe.schedule)
        optimizer = self.optimizer
        for array, kept in self._frozen:
            np.copyto(kept, array)
        optimizer.update(self.network.parameters, self._given, self.state, self.updates)
        rate = getattr(optimizer, "learning_rate", 1.0)
        self._penalties.shrink(self.network, rate)
        for array, kept in self._frozen:
            np.copyto(array, kept)
        self.history.learning_rate.append(rate)

    def _reschedule(self, schedule: Schedule) -> None:
        steps = self.recipe.epochs * self.steps_per_epoch
        rate = getattr(self.recipe.optimizer, "learning_rate") * schedule.factor(self.step_count, steps)
        if rate != getattr(self.optimizer, "learning_rate"):
            self.optimizer = replace(self.optimizer, **{"learning_rate": rate})

    def _refill(self) -> None:
        """Gather, augment and preprocess the block of shuffled rows that the next batch is in."""
        seed, epoch, batch = self.recipe.seed, self.whole_epochs, self.recipe.batch_size
        if self._order[0] != epoch:
            self._order = epoch, rng_for(seed, ORDER, epoch).permutation(len(self.data.train.inputs))
        start = self.origin + (self.row - self.origin) // self._size * self._size
        rows = self._order[1][start : start + self._size]
        n = len(rows)
        raw = np.take(self.data.train.inputs, rows, 0, self._raw[:n], "clip")
        for k, augmentation in enumerate(self.recipe.augmentations):
            raw = augmentation.apply(raw, self.data.input_shape, rng_for(seed, AUGMENTATION, epoch, start, k))
        self._targets[:n] = self.data.train.targets[rows]
        self._apply(raw, self.fitted, self._inputs[:n])
        todo = range(self.row - start, n, batch)
        self._batches = [(self._inputs[i : min(i + batch, n)], self._targets[i : min(i + batch, n)]) for i in todo][
            ::-1
        ]

    def _trace(self, rows: int) -> Trace:
        trace = self._traces.get(rows)
        if trace is None:
            trace = self._traces[rows] = self.network.trace(rows)
        return trace

    def evaluate(self, data: Split) -> Measure:
        """Mean loss and share of right answers over a split, without dropout."""
        total, right, rows = 0.0, 0, len(data.inputs)
        inputs = np.empty((min(BLOCK, rows), self.network.inputs), self.network.parameters.dtype)
        for start in range(0, rows, BLOCK):
            raw, targets = data.inputs[start : start + BLOCK], data.targets[start : start + BLOCK]
            self._apply(raw, self.fitted, inputs[: len(raw)])
            prediction = self.network.forward(inputs[: len(raw)], self._trace(len(raw)))
            total += float(self.recipe.loss.value(prediction, targets)) * len(raw)
            right += int((prediction.argmax(1) == targets.argmax(1)).sum())
        return Measure(total / rows, right / rows if self.data.task == "classification" else None)

    def measure(self, seconds: float = 0.0) -> Evaluation:
        """Evaluate the test split and up to SAMPLE evenly spread training rows, and add it to the history."""
        stride = -(-len(self.data.train.inputs) // SAMPLE)
        train = self.evaluate(Split(self.data.train.inputs[::stride], self.data.train.targets[::stride]))
        test = self.evaluate(self.data.test)

        def share(accuracy: float | None) -> float:
            return float("nan") if accuracy is None else accuracy

        one = Evaluation(
            self.step_count, self.epoch, seconds, train.loss, share(train.accuracy), test.loss, share(test.accuracy)
        )
        self.history.add(one)
        if np.isfinite(one.test_loss) and np.isfinite(one.train_loss):
            self.good = self.moment()
        return one

    def moment(self) -> Moment:
        """Where the training stands, copied."""
        state = {name: array.copy() for name, array in self.state.items()}
        parameters = self.network.parameters.copy()
        return Moment(self.step_count, self.whole_epochs, self.row, self.origin, self.updates, parameters, state)

    def restore(self, moment: Moment) -> None:
        """Go back (or on) to a moment of a training of the same shape."""
        self.network.parameters[...] = moment.parameters
        self.state = {name: array.copy() for name, array in moment.state.items()}
        self.step_count, self.whole_epochs, self.updates = moment.step, moment.epoch, moment.updates
        self.row, self.origin = moment.row, moment.origin
        self._batches.clear()
        self.history.back_to(moment.step)
        self.good = moment

    def take_over(self, other: Trainer) -> None:
        """Go on counting where another trainer stood: steps, epochs, history, and the row if the data are the same."""
        self.step_count, self.whole_epochs, self.history = other.step_count, other.whole_epochs, other.history
        if self.data is other.data:
            same_batches = self.recipe.batch_size == other.recipe.batch_size
            self.row, self.origin = other.row, other.origin if same_batches else other.row
        self.good = self.moment()

    def _check_weights(self) -> None:
        parameters = self.network.parameters
        if not np.isfinite(np.dot(parameters, parameters)) and not np.isfinite(parameters).all():
            raise self._diverged("a weight is no longer a finite number")

    def _diverged(self, what: str) -> Diverged:
        """Take the training back to the last good moment; the error tells what happened and what to try."""
        step, largest = self.step_count + 1, float(np.abs(self.gradient).max())
        rate = getattr(self.optimizer, "learning_rate", None)
        rate_words = "" if rate is None else f" at learning rate {rate:g}"
        self.restore(self.good)
        return Diverged(
            f"step {step}: {what}{rate_words} (largest gradient before: {largest:.3g}). "
            "Likely causes: the learning rate is too large; the inputs are not scaled; the weights start too large. "
            f"The weights of step {self.good.step}, the last good ones, are back."
        )


class _Penalties:
    """Regularizers at work on every layer's weights, and on biases where they ask for them."""

    def __init__(self, regularizers: tuple[Regularizer, ...], network: Network) -> None:
        own = [(one, type(one)) for one in regularizers]
        self._gradients = [(one, into(one.gradient)) for one, cls in own if cls.gradient is not Regularizer.gradient]
        self._shrinks = [one for one, cls in own if cls.shrink is not Regularizer.shrink]
        self._views = network.views
        self._scratch = split(np.zeros_like(network.parameters), network.sizes) if self._gradients else []

    def add(self, gradient: list) -> None:
        """Add the slope of every penalty to the gradient of the loss."""
        for one, slope in self._gradients:
            for views, scratch, into_ in zip(self._views, self._scratch, gradient, strict=True):
                for k in range(1 + one.biases):
                    np.add(into_[k], slope(views[k], scratch[k]), into_[k])

    def shrink(self, network: Network, rate: float) -> None:
        """Let what shrinks weights do so, after an update."""
        for one in self._shrinks:
            for views in network.views:
                for k in range(1 + one.biases):
                    one.shrink(views[k], rate)


def check_fit(network: Network, data: Data, recipe: Recipe) -> None:
    """Raises BadExperiment where network, data and recipe do not fit together, with what to do."""
    rows, outputs, output = len(data.train.inputs), network.sizes[-1], network.layers[-1].activation
    if not 0 < recipe.batch_size <= rows:
        raise BadExperiment(f"batch size {recipe.batch_size}: expected 1 to {rows:,}, the rows of the training split")
    if network.inputs != data.features:
        raise BadExperiment(f"the network has {network.inputs} inputs, but a sample has {data.features} numbers")
    if outputs != data.outputs:
        what = "classes" if data.task == "classification" else "target columns"
        raise BadExperiment(f"{data.outputs} {what} but {outputs} outputs; give the output layer {data.outputs} units")
    wanted, given = recipe.loss.domain, output.gives
    if wanted != "any" and given not in (wanted, "distribution"):
        choose = {"unit": "sigmoid or softmax", "distribution": "softmax"}[wanted]
        words = {"unit": "numbers between 0 and 1", "distribution": "a distribution"}[wanted]
        raise BadExperiment(
            f"loss '{recipe.loss}' needs outputs that are {words}, which '{output}' does not give: "
            f"choose {choose} for the output layer, or another loss such as squared-error"
        )
    if recipe.schedule is not None and "learning_rate" not in recipe.optimizer.settings:
        raise BadExperiment(
            f"optimizer '{recipe.optimizer}' has no learning_rate that schedule '{recipe.schedule}' could change: "
            "choose another optimizer or no schedule"
        )
