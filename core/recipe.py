"""How a network is trained, and whether that fits what it is trained on."""

from __future__ import annotations

from dataclasses import dataclass, field

from .averaging import Averaging
from .components import Augmentation, Dataset, Loss, Optimizer, Preprocessing, Regularizer, Schedule
from .data import Data
from .errors import BadExperiment
from .network import Network


@dataclass(frozen=True)
class Recipe:
    """How a network is trained: components that are made, and numbers."""

    loss: Loss
    optimizer: Optimizer
    preprocessing: Preprocessing
    regularizers: tuple[Regularizer, ...] = ()
    augmentations: tuple[Augmentation, ...] = ()
    schedule: Schedule | None = None
    averaging: Averaging = field(default_factory=Averaging)
    fresh: Dataset | None = None
    """What makes every sample afresh, in place of the training split's."""
    batch_size: int = 32
    least_batch: int = 1
    """Rows that a last, short batch must have; a smaller one is left out."""
    shuffle: bool = True
    evaluate_every: int = 0
    """Steps between two evaluations; 0 leaves it to whoever calls."""
    epochs: int = 8
    seed: int = 1


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
    _check_additions(data, recipe)


def _check_additions(data: Data, recipe: Recipe) -> None:
    shape = data.input_shape
    for augmentation in recipe.augmentations:
        if augmentation.for_images and not (len(shape) in (2, 3) and min(shape[:2]) > 1):
            raise BadExperiment(
                f"augmentation '{augmentation}' changes images, but a sample here has the shape {shape}: "
                "take it out, or choose a data set of images"
            )
    if recipe.schedule is not None and "learning_rate" not in recipe.optimizer.settings:
        raise BadExperiment(
            f"optimizer '{recipe.optimizer}' has no learning_rate that schedule '{recipe.schedule}' could change: "
            "choose another optimizer or no schedule"
        )
    if recipe.fresh is not None and not callable(getattr(recipe.fresh, "more", None)):
        raise BadExperiment(
            f"data set '{recipe.fresh}' cannot make fresh samples: switch sampling.fresh off, or choose one that can, "
            "such as digits"
        )
