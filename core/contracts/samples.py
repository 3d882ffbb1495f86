"""What data sets, preprocessings and augmentations promise."""

from __future__ import annotations

import traceback
from dataclasses import replace
from typing import Any

import numpy as np

from ..components import Array
from ..data import Data
from ..errors import InknetError
from .probe import Breach, Probe, close

ROWS = 40
SMALL = 50
"""A data set is loaded with no whole-number setting larger than this, so that a check is quick."""


def check_preprocessing(probe: Probe) -> None:
    """Fits to arrays, and treats every row alike, alone or in a block, training image or drawing."""
    probe.needs("apply")
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (ROWS, 16)).astype(np.uint8)
    images[:, 0] = 0  # the corner of an image never changes
    for inputs in (images, images.astype(np.float32)):
        fitted = probe.call("fit", inputs)
        _check_fitted(probe, fitted)
        applied = probe.array("apply", inputs, fitted, shape=inputs.shape, dtype=np.float32)
        probe.out("apply", inputs, fitted, expected=applied)
        probe.repeats("apply", inputs, fitted)
        alone = probe.array("apply", inputs[:1], fitted, shape=(1, inputs.shape[1]), dtype=np.float32)
        found = "another answer for a row alone than in a block"
        advice = "calculate what it needs in fit"
        same = np.allclose(alone[0], applied[0], rtol=1e-5, atol=1e-6)
        probe.require(same, "apply", "rows that do not meddle", found, advice)


def _check_fitted(probe: Probe, fitted: Any) -> None:
    kind = type(fitted).__name__
    probe.require(isinstance(fitted, dict), "fit", "a dictionary of arrays", kind, "return {'name': array}, or {}")
    for name, array in fitted.items():
        held = isinstance(name, str) and isinstance(array, np.ndarray) and array.dtype.kind in "fbiu"
        found = f"{type(array).__name__} under {name!r}"
        probe.require(held, "fit", "a dictionary of arrays", found, "wrap numbers as np.array(number)")
        advice = "an input that never changes has a deviation of 0"
        probe.require(np.isfinite(array).all(), "fit", "finite numbers", f"others in {name!r}", advice)


def check_augmentation(probe: Probe) -> None:
    """Inputs changed in their own shape and type, the same way from the same generator."""
    probe.needs("apply")
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (ROWS, 28 * 28)).astype(np.uint8)
    for inputs in (images, images.astype(np.float32)):
        first, again = (_augmented(probe, inputs, np.random.default_rng(3)) for _ in range(2))
        found = "other numbers the second time"
        same = np.array_equal(first, again)
        probe.require(same, "apply", "the same changes from the same rng", found, "draw from rng, not np.random")


def _augmented(probe: Probe, inputs: Array, rng: np.random.Generator) -> Array:
    answer = probe.call("apply", inputs, (28, 28), rng)
    if isinstance(answer, np.ndarray) and inputs.dtype == np.uint8 and answer.dtype != np.uint8:
        probe.hint(
            f"{type(probe.component).__name__}.apply turns uint8 into {answer.dtype}: end with .astype(inputs.dtype)"
        )
    return probe.examined("apply", answer, inputs.shape, answer.dtype if inputs.dtype == np.uint8 else inputs.dtype)


def check_dataset(probe: Probe) -> None:
    """Data with both splits, the same from the same generator. What cannot load here, such as a folder, is a hint."""
    probe.needs("load")
    reduced = Probe(small(probe), probe.registry, probe.note)
    shares: list[float] = []

    def progress(share: float, words: str) -> None:
        shares.append(float(share))

    first, again = (loaded(reduced, np.random.default_rng(3), progress) for _ in range(2))
    if first is None or again is None:
        owner = type(probe.component).__name__
        probe.hint(f"{owner}.load was not checked: it needs something that is not here, such as a folder")
        return
    out_of_range = [share for share in shares if not 0 <= share <= 1]
    found = f"{out_of_range[0]:g}" if out_of_range else ""
    probe.require(not out_of_range, "load", "progress from 0 to 1", found, "divide by the whole amount")
    same = all(np.array_equal(getattr(first, n)[k], getattr(again, n)[k]) for n in ("train", "test") for k in (0, 1))
    found = "others the second time"
    probe.require(same, "load", "the same samples from the same rng", found, "draw from rng, not np.random")
    if probe.has("more"):
        _check_more(probe, first)
    if first.task == "classification":
        targets = np.concatenate([first.train.targets, first.test.targets])
        one_hot = ((targets == 0) | (targets == 1)).all() and close(targets.sum(axis=1), np.ones(len(targets)))
        advice = "make them with one_hot(labels, classes)"
        probe.require(one_hot, "load", "one-hot targets", "others", advice)


def _check_more(probe: Probe, data: Data) -> None:
    """Fresh samples in the form of the others, and the same ones from the same generator."""
    first, again = (probe.run("more", ROWS, np.random.default_rng(5)) for _ in range(2))
    for k, (what, part) in enumerate(zip(("inputs", "targets"), data.train, strict=True)):
        expected, found = (ROWS, part.shape[1]), np.shape(first[k])
        advice = "return Split(inputs, targets) with as many rows as it is asked for"
        probe.require(found == expected, "more", f"{what} of shape {expected}", f"shape {found}", advice)
        advice = "draw from rng, not np.random"
        same = np.array_equal(first[k], again[k])
        probe.require(same, "more", "the same samples from the same rng", "others the second time", advice)


def small(probe: Probe) -> Any:
    """The data set with all its whole numbers made small, as far as they go."""
    dataset, values = probe.component, {}
    for name, setting in dataset.settings.items():
        value = getattr(dataset, name)
        if setting.kind is int and value > SMALL:
            values[name] = max(SMALL, SMALL if setting.low is None else int(setting.low))
    return replace(dataset, **values)  # type: ignore[type-var]


def loaded(probe: Probe, rng: np.random.Generator, progress: Any) -> Data | None:
    """The data, or None where load() itself says why there are none."""
    try:
        data = probe.run("load", rng, progress)
    except Breach as error:
        cause = error.__cause__
        raised_in = traceback.extract_tb(cause.__traceback__)[-1].filename if cause else ""
        if isinstance(cause, InknetError) and raised_in != Data.__post_init__.__code__.co_filename:
            return None
        raise
    advice = "return Data(train, test, input_shape, task, classes)"
    probe.require(isinstance(data, Data), "load", "Data", type(data).__name__, advice)
    return data
