"""One mini-batch is a step; everything else is who calls it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from .averaging import Average
from .blocks import Blocks, Place
from .components import Array, Regularizer, Schedule, into
from .data import Data, Split
from .divergence import largest_of, words_of
from .errors import Diverged
from .fast import Updates
from .history import Evaluation, History
from .network import BLOCK, Network, Trace, split
from .randomness import DROPOUT, rng_for
from .recipe import Recipe, check_fit

CHECK_EVERY = 32
"""Steps between two looks at the weights for numbers that are not finite; the loss is looked at in every step."""
SAMPLE = 2_500
"""Training rows, at the most, that an evaluation measures."""


class Measure(NamedTuple):
    """Mean loss over a split, and the share of right answers (None for a regression)."""

    loss: float
    accuracy: float | None


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
    average: dict[str, Array] = field(default_factory=dict)
    """What the average of the weights must know, if there is one."""
    begun: int = 0
    """The epoch that the schedule counts from."""
    goal: int = 0
    """The epoch that the schedule reaches to."""

    @property
    def answering(self) -> Array:
        """The parameters that answer: their average where there is one."""
        return self.average.get("parameters", self.parameters)


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
        self.begun, self.goal = 0, recipe.epochs
        self.history = History()
        self.kept_gradient: Array | None = None
        self.kept_batch: Split | None = None
        self.kept_step = 0  # the step that they are of

        self.gradient = np.zeros_like(network.parameters)
        self.gradient_views = split(self.gradient, network.sizes)
        self._given = self.gradient.view()
        self._given.flags.writeable = recipe.optimizer.consumes_gradient
        self.compiled = Updates()
        self._penalties = _Penalties(recipe.regularizers, network)
        self._fused = recipe.loss.fuses_with == network.layers[-1].activation.name
        self._slope = into(recipe.loss.fused_gradient if self._fused else recipe.loss.gradient)
        self._apply = into(recipe.preprocessing.apply)
        self._dropout = any(layer.dropout for layer in network.layers)
        self._frozen = [
            (array, np.empty_like(array))
            for views, layer in zip(network.views, network.layers, strict=True)
            for array in (views if layer.frozen else () if layer.bias else (views.bias,))
        ]
        self._traces: dict[int, Trace] = {}
        self._batches: list[tuple[Array, Array]] = []
        self._end = 0

        rows, dtype = len(data.train.inputs), network.parameters.dtype
        self._size = min(max(recipe.batch_size, BLOCK // recipe.batch_size * recipe.batch_size), rows)
        self._blocks = Blocks(
            data,
            self._size,
            dtype,
            lambda raw, out: self._apply(raw, self.fitted, out),
            seed=recipe.seed,
            shuffle=recipe.shuffle,
            augmentations=recipe.augmentations,
            more=getattr(recipe.fresh, "more", None),
        )
        averaging = recipe.averaging
        self.average = Average(network, averaging, self.steps_per_epoch) if averaging.epochs else None
        self.good = self.moment()
        """Where it goes back to when numbers stop being numbers: when it was last measured, and all was finite."""
        self.best: Moment | None = None
        """The end of an epoch with the lowest loss on the validation split so far, where there is one."""
        self._lowest = math.inf

    @property
    def steps_per_epoch(self) -> int:
        """Mini-batches in one pass; the last may be short."""
        return -(-self.rows // self.recipe.batch_size)

    @property
    def rows(self) -> int:
        """Training rows in one pass: all of them, without a last batch that is smaller than the recipe admits."""
        return self._rows_from(self.origin)

    def _rows_from(self, origin: int) -> int:
        rows = len(self.data.train.inputs)
        rest = (rows - origin) % self.recipe.batch_size
        return rows - rest if rest < self.recipe.least_batch and rows - rest > origin else rows

    @property
    def epoch(self) -> float:
        """Passes over the training split, with the fraction of the one under way."""
        return self.whole_epochs + self.row / len(self.data.train.inputs)

    @property
    def answering(self) -> Network:
        """The network that answers, is measured and shown: that of the averaged weights where there is one."""
        return self.average.network if self.average is not None and self.average.count else self.network

    def plan(self, goal: int, anew: bool = False) -> None:
        """Let the schedule reach to the end of this epoch.

        Where it had come to its end, or ``anew``, it begins again at this epoch; otherwise it goes on where it is.
        """
        if anew or self.whole_epochs >= self.goal:
            self.begun = self.whole_epochs
            self.best, self._lowest = None, math.inf
        self.goal = goal

    def step(self, keep: frozenset[str] = frozenset()) -> float:
        """Train on the next mini-batch and return its loss, measured before the update.

        ``keep`` names what to keep of it for views: "gradient", "batch". Raises Diverged where the loss is not a finite
        number; the network is then back at the last good moment.
        """
        if not self._batches:
            self._refill()
        inputs, targets = self._batches.pop()
        network = self.network
        trace = self.trace(len(inputs))
        rng = rng_for(self.recipe.seed, DROPOUT, self.whole_epochs, self.row) if self._dropout else None
        prediction = network.forward(inputs, trace, rng)
        value = self.recipe.loss.value(prediction, targets)
        if value - value != 0:
            raise self._diverged(self.step_count + 1, f"the loss is {value}")
        last = trace.layers[-1]
        self._slope(prediction, targets, last.delta if self._fused else last.upstream)
        network.backward(trace, self.gradient_views, self._fused)
        self._penalties.add(self.gradient_views)
        if keep:
            self.kept_gradient = self.gradient.copy() if "gradient" in keep else None
            self.kept_batch = Split(inputs.copy(), targets.copy()) if "batch" in keep else None
            self.kept_step = self.step_count + 1
        self.step_count += 1
        self.updates += 1
        self._update()
        if self.average is not None:
            self.average.after(self.step_count, self.whole_epochs, network.parameters)
        self.history.loss.append(value)
        self.row += len(inputs)
        if self.row >= self._end:
            self.whole_epochs, self.row, self.origin = self.whole_epochs + 1, 0, 0
        if self.step_count % CHECK_EVERY == 0 or self.row == 0:
            self._check_weights()
        return value

    def _update(self) -> None:
        """Let the optimizer move the parameters; frozen layers stay, and what shrinks weights shrinks them."""
        if self.recipe.schedule is not None:
            self._reschedule(self.recipe.schedule)
        optimizer = self.optimizer
        for array, kept in self._frozen:
            np.copyto(kept, array)
        self.compiled.make(optimizer, self.network.parameters, self._given, self.state, self.updates)
        rate = getattr(optimizer, "learning_rate", 1.0)
        self._penalties.shrink(self.network, rate)
        for array, kept in self._frozen:
            np.copyto(array, kept)
        self.history.learning_rate.append(rate)

    def _reschedule(self, schedule: Schedule) -> None:
        """Steps count from where the run began; past its end the rate stays as it ended."""
        done, steps = self._progress()
        rate = getattr(self.recipe.optimizer, "learning_rate") * schedule.factor(min(done + 1, steps), steps)
        if rate != getattr(self.optimizer, "learning_rate"):
            self.optimizer = replace(self.optimizer, **{"learning_rate": rate})

    def _progress(self) -> tuple[int, int]:
        """Steps that are done of the run that the schedule covers, and all of them."""
        whole = self.steps_per_epoch
        done = (self.whole_epochs - self.begun) * whole + self.row // self.recipe.batch_size
        return done, max(1, (self.goal - self.begun) * whole)

    def planned(self, points: int = 200) -> tuple[Array, Array] | None:
        """Steps to come and their learning rates, (points,) at the most; None without a schedule."""
        schedule = self.recipe.schedule
        if schedule is None:
            return None
        done, steps = self._progress()
        ahead = np.unique(np.linspace(done + 1, max(steps, done + 1), points).astype(int))
        full = getattr(self.recipe.optimizer, "learning_rate")
        try:
            rates = [full * schedule.factor(min(int(step), steps), steps) for step in ahead]
        except BaseException:  # a plugin's code may raise anything; the step that it fails in will tell
            return None
        return ahead + (self.step_count - done), np.array(rates, float)

    def _refill(self) -> None:
        """Take the block of shuffled rows that the next batch is in, and cut it into batches."""
        batch, epoch, self._end = self.recipe.batch_size, self.whole_epochs, self.rows
        start = self.origin + (self.row - self.origin) // self._size * self._size
        stop = min(start + self._size, self._end)
        following = start + self._size
        if following < self._end:
            after = Place(epoch, following, min(following + self._size, self._end))
        else:
            after = Place(epoch + 1, 0, min(self._size, self._rows_from(0)))
        inputs, targets = self._blocks.take(Place(epoch, start, stop), after)
        todo = range(self.row - start, len(inputs), batch)
        self._batches = [(inputs[i : i + batch], targets[i : i + batch]) for i in todo][::-1]

    def upcoming(self) -> tuple[Array, Array]:
        """Preprocessed inputs and targets of the next batch, which stays the next."""
        if not self._batches:
            self._refill()
        return self._batches[-1]

    def forget_batches(self) -> None:
        """Gather the batches anew from where the training stands: the last one taken was not trained on."""
        self._batches.clear()

    def trace(self, rows: int) -> Trace:
        """The buffers of passes of this many rows; after a step, what the step left in them."""
        trace = self._traces.get(rows)
        if trace is None:
            trace = self._traces[rows] = self.network.trace(rows)
        return trace

    def evaluate(self, data: Split) -> Measure:
        """Mean loss and share of right answers over a split, without dropout."""
        total, right, rows, answering = 0.0, 0, len(data.inputs), self.answering
        inputs = np.empty((min(BLOCK, rows), self.network.inputs), self.network.parameters.dtype)
        for start in range(0, rows, BLOCK):
            raw, targets = data.inputs[start : start + BLOCK], data.targets[start : start + BLOCK]
            self._apply(raw, self.fitted, inputs[: len(raw)])
            prediction = answering.forward(inputs[: len(raw)], self.trace(len(raw)))
            total += float(self.recipe.loss.value(prediction, targets)) * len(raw)
            right += int((prediction.argmax(1) == targets.argmax(1)).sum())
        return Measure(total / rows, right / rows if self.data.task == "classification" else None)

    def measure(self, seconds: float = 0.0) -> Evaluation:
        """Evaluate what is held out and up to SAMPLE evenly spread training rows, and add it to the history."""
        stride = -(-len(self.data.train.inputs) // SAMPLE)
        train = self.evaluate(Split(self.data.train.inputs[::stride], self.data.train.targets[::stride]))
        test = self.evaluate(self.data.test)
        held_out = self.data.validation
        validation = Measure(float("nan"), None) if held_out is None else self.evaluate(held_out)

        def share(accuracy: float | None) -> float:
            return float("nan") if accuracy is None else accuracy

        one = Evaluation(
            *(self.step_count, self.epoch, seconds, train.loss, share(train.accuracy)),
            *(test.loss, share(test.accuracy), validation.loss, share(validation.accuracy)),
        )
        self.history.add(one)
        if np.isfinite(one.test_loss) and np.isfinite(one.train_loss):
            self._check_weights()  # one that is infinite may hide behind an activation
            self.good = self.moment()
            if self.row == 0 and one.validation_loss < self._lowest:
                self.best, self._lowest = self.good, one.validation_loss
        return one

    def moment(self) -> Moment:
        """Where the training stands, copied."""
        state = {name: array.copy() for name, array in self.state.items()}
        parameters = self.network.parameters.copy()
        average = self.average.arrays() if self.average is not None else {}
        return Moment(
            *(self.step_count, self.whole_epochs, self.row, self.origin, self.updates, parameters, state, average),
            *(self.begun, self.goal),
        )

    def restore(self, moment: Moment) -> None:
        """Go back (or on) to a moment of a training of the same shape."""
        self.network.parameters[...] = moment.parameters
        self.state = {name: array.copy() for name, array in moment.state.items()}
        self.step_count, self.whole_epochs, self.updates = moment.step, moment.epoch, moment.updates
        self.row, self.origin = moment.row, moment.origin
        if self.average is not None:
            self.average.go_on(moment.average)
        self._batches.clear()
        self.history.back_to(moment.step)
        self.good = moment

    def take_over(self, other: Trainer) -> None:
        """Go on counting where another trainer stood: steps, epochs, history, and the row if the data are the same."""
        self.step_count, self.whole_epochs, self.history = other.step_count, other.whole_epochs, other.history
        if self.data is other.data:
            same_batches = self.recipe.batch_size == other.recipe.batch_size
            self.row, self.origin = other.row, other.origin if same_batches else other.row
        self.begun, self.goal = other.begun, other.goal
        if self.average is not None and other.average is not None and same_layers(self.network, other.network):
            self.average.go_on(other.average.arrays())
        if self.finite:
            self.good = self.moment()

    @property
    def finite(self) -> bool:
        """Whether every parameter is a finite number."""
        parameters = self.network.parameters
        return bool(np.isfinite(np.dot(parameters, parameters)) or np.isfinite(parameters).all())

    def _check_weights(self) -> None:
        if not self.finite:
            raise self._diverged(self.step_count, "a weight is no longer a finite number")

    def _diverged(self, step: int, what: str) -> Diverged:
        """Take the training back to the last good moment; the error tells what happened and what to try."""
        largest = largest_of(self.gradient) if self.step_count else None
        self.restore(self.good)
        return Diverged(words_of(step, what, self, largest), step)


def same_layers(network: Network, other: Network) -> bool:
    """Whether every weight of one has its counterpart at the same place in the other."""
    keys = [[layer.key for layer in one.layers] for one in (network, other)]
    return network.sizes == other.sizes and keys[0] == keys[1]


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
