"""The kinds of plugin, one base class each. Settings are frozen; arrays that live between steps are passed in.

Whatever returns an array may take ``out=None`` as its last parameter: then it writes there and returns it, and a
training step allocates nothing. A method without it works just as well; its result is copied.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar, Literal, dataclass_transform

import numpy as np

from .errors import BadComponent
from .settings import Setting, declared, setting

if TYPE_CHECKING:
    from .data import Data
    from .figures import Figure
    from .snapshot import Snapshot

Array = np.ndarray[Any, np.dtype[Any]]
Domain = Literal["any", "unit", "distribution"]
Progress = Callable[[float, str], None]
"""``progress(share, words)``: how much of something long is done, 0 to 1, and what it is. May raise Cancelled."""


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(setting,))
class Component:
    """Something a plugin brings. Every subclass is a frozen dataclass of its settings; authors need no decorator."""

    name: ClassVar[str] = ""
    """How files, forms and the command line call it; the class name in kebab-case unless set."""
    kind: ClassVar[str] = ""
    formula: ClassVar[str] = ""
    """LaTeX, shown beside the name."""
    settings: ClassVar[dict[str, Setting]] = {}
    """What the class declared with ``setting()``, by name, in order."""

    def __init_subclass__(cls, **rest: Any) -> None:
        super().__init_subclass__(**rest)
        own = cls.__dict__
        if "__init__" in own:
            raise BadComponent(
                f"{cls.__name__} has an __init__ of its own: declare settings with setting() and keep arrays in state"
            )
        if "name" not in own:
            cls.name = kebab(cls.__name__)
        for name, hint in inspect.get_annotations(cls).items():
            if "ClassVar" in str(hint) or isinstance(own.get(name), dataclasses.Field):
                continue
            raise BadComponent(
                f"{cls.__name__}.{name} is annotated but is no setting: "
                f"write '{name}: {_words(hint)} = setting(default=...)' or drop the annotation"
            )
        dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        cls.settings = declared(cls)

    def __post_init__(self) -> None:
        for name, one in self.settings.items():
            object.__setattr__(self, name, one.read(getattr(self, name), self.name))

    def __str__(self) -> str:
        return self.name


def _words(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) else str(hint)


def kebab(name: str) -> str:
    """LeakyStep -> leaky-step, HTTPLoss -> http-loss."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()


def into(method: Callable[..., Array]) -> Callable[..., Array]:
    """The method in a form whose last argument is the array to write to, whether its author offers that or not.

    Raises BadComponent, when called, where the method's own result has another shape.
    """
    if "out" in inspect.signature(method).parameters:
        return method
    what = getattr(method, "__qualname__", str(method))

    def copied(*arguments: Any) -> Array:
        *inputs, out = arguments
        result = np.asarray(method(*inputs))
        if result.shape != out.shape:
            raise BadComponent(f"{what}: expected shape {out.shape}, found {result.shape}")
        if result.dtype.kind not in "fbiu":
            raise BadComponent(f"{what}: expected real numbers, found {result.dtype}")
        np.copyto(out, result, casting="unsafe")
        return out

    return copied


class Activation(Component):
    """What a neuron does with its weighted sum z."""

    kind = "activation"
    uses_z: ClassVar[bool] = True
    """False: derivative and backward look at a alone, so forward may be given ``out=z``."""
    gives: ClassVar[Domain] = "any"
    """What the outputs are: any number, each in [0, 1], or a distribution (each in [0, 1], every row sums to one)."""

    def forward(self, z: Array) -> Array:
        """a, of the shape of z: (batch, units)."""
        raise NotImplementedError

    def derivative(self, z: Array, a: Array) -> Array:
        """da/dz at each unit, (batch, units)."""
        raise NotImplementedError

    def backward(self, z: Array, a: Array, upstream: Array, out: Array | None = None) -> Array:
        """dL/dz from upstream = dL/da, (batch, units). Override it where a unit depends on its neighbours."""
        if out is None:
            return upstream * self.derivative(z, a)
        return np.multiply(upstream, into(self.derivative)(z, a, out), out)


class Loss(Component):
    """How far predictions are from their targets; both methods take the mean over the batch."""

    kind = "loss"
    domain: ClassVar[Domain] = "any"
    """What predictions must be; held against what the output's activation ``gives``."""
    fuses_with: ClassVar[str] = ""
    """Name of an activation for which ``fused_gradient`` gives dL/dz at once."""

    def value(self, prediction: Array, target: Array) -> float:
        """The loss of a batch, one number. Both arrays are (batch, outputs)."""
        raise NotImplementedError

    def gradient(self, prediction: Array, target: Array) -> Array:
        """dL/dprediction, (batch, outputs), already divided by the batch size."""
        raise NotImplementedError

    def fused_gradient(self, prediction: Array, target: Array) -> Array:
        """dL/dz of an output layer whose activation is ``fuses_with``; prediction is that activation's output."""
        raise NotImplementedError


class Optimizer(Component):
    """How a gradient moves the parameters: arithmetic on flat arrays and a dictionary of arrays."""

    kind = "optimizer"
    consumes_gradient: ClassVar[bool] = False
    """True: ``gradient`` may be overwritten, as scratch. Otherwise it is read-only."""
    each: ClassVar[Callable[..., Any] | None] = None
    """Optional, a static method: what ``update`` does to one parameter, in plain arithmetic. It gets the parameter, its
    slope, its share of the arrays that ``remembers`` names and then ``numbers``; it returns the new parameter and
    shares. A long training compiles it where numba is installed, and uses it if it gives the bits of ``update``."""
    remembers: ClassVar[tuple[str, ...]] = ()
    """Names of the state's arrays that ``each`` takes, one or two."""

    def numbers(self, state: dict[str, Array], step: int) -> tuple[float, ...]:
        """What ``each`` must know beside a parameter's own: the same for all of them at one step."""
        return ()

    def init(self, parameters: Array) -> dict[str, Array]:
        """The arrays to remember between steps, by name. Those of the parameters' length follow edits of the layers."""
        return {}

    def update(self, parameters: Array, gradient: Array, state: dict[str, Array], step: int) -> None:
        """Change ``parameters`` (and ``state``) in place; step counts from 1."""
        raise NotImplementedError


class Initializer(Component):
    """Where weights and biases start."""

    kind = "initializer"

    def weights(self, inputs: int, units: int, rng: np.random.Generator) -> Array:
        """(inputs, units)."""
        raise NotImplementedError

    def bias(self, inputs: int, units: int, rng: np.random.Generator) -> Array:
        """(units,)."""
        return np.zeros(units)


class Regularizer(Component):
    """What keeps weights small. Give ``penalty`` with ``gradient``, or ``shrink``; each sees one layer's weights."""

    kind = "regularizer"
    biases: bool = setting(default=False, help="Hold the biases too, not the weights alone")

    def penalty(self, weights: Array) -> float:
        """What is added to the loss for these weights."""
        return 0.0

    def gradient(self, weights: Array) -> Array:
        """d penalty / d weights, of the shape of the weights."""
        raise NotImplementedError

    def shrink(self, weights: Array, rate: float) -> None:
        """Change the weights in place after an update made with learning rate ``rate``."""
        raise NotImplementedError


class Schedule(Component):
    """How the learning rate changes during a run."""

    kind = "schedule"

    def factor(self, step: int, steps: int) -> float:
        """What the learning rate is multiplied by at this step (from 1) of ``steps``."""
        raise NotImplementedError


class Augmentation(Component):
    """Small changes of the training inputs, new for every epoch."""

    kind = "augmentation"
    for_images: ClassVar[bool] = False
    """True: a sample must be an image, of shape (height, width) or (height, width, channels), 2 x 2 at the least."""

    def apply(self, inputs: Array, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """Raw inputs (rows, features) changed, in their own type; ``shape`` is that of one sample."""
        raise NotImplementedError


class Dataset(Component):
    """Where samples come from."""

    kind = "dataset"

    def load(self, rng: np.random.Generator, progress: Progress) -> Data:
        """All of it: ``Data`` with raw inputs. Call ``progress(share, words)`` now and then. Raises BadData."""
        raise NotImplementedError

    def is_here(self) -> bool:
        """Whether it can be loaded without a download."""
        return True


class Preprocessing(Component):
    """What happens to raw inputs before the network sees them."""

    kind = "preprocessing"

    def fit(self, inputs: Array) -> dict[str, Array]:
        """What it must know of the raw training inputs (rows, features): arrays by name, saved with the project."""
        return {}

    def apply(self, inputs: Array, fitted: dict[str, Array]) -> Array:
        """Raw inputs (rows, features) as numbers for the network, of the same shape."""
        raise NotImplementedError


class Visualization(Component):
    """A picture of a network at one step."""

    kind = "visualization"
    title: ClassVar[str] = ""
    """Shown on its tab."""
    needs: ClassVar[frozenset[str]] = frozenset()
    """What only a step itself has and must be kept for it: "gradient", "batch", "checkpoints"."""

    def draw(self, snapshot: Snapshot) -> Figure:
        """A figure of this snapshot; the same for the same snapshot, changing nothing."""
        raise NotImplementedError


class LessonFile(Component):
    """A lesson: a file that is read and never run, so one of these stands for each."""

    kind = "lesson"
    path: ClassVar[str] = ""

    @classmethod
    def of(cls, path: str) -> type[LessonFile]:
        """What stands for the file at ``path``; the lesson's name is that of the file."""
        stem = PurePath(path).stem
        return type("Lesson", (LessonFile,), {"name": stem, "path": path, "__doc__": f"The lesson '{stem}'."})


KINDS: dict[str, type[Component]] = {
    "activations": Activation,
    "losses": Loss,
    "optimizers": Optimizer,
    "initializers": Initializer,
    "regularizers": Regularizer,
    "schedules": Schedule,
    "augmentations": Augmentation,
    "datasets": Dataset,
    "preprocessings": Preprocessing,
    "visualizations": Visualization,
}
"""The hook of each kind, and what it must return classes of."""
NEEDS = frozenset({"gradient", "batch", "checkpoints"})
