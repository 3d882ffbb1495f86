"""Arrays as numpy saves them."""

import numpy as np

from core import BadData, Data, Dataset, Split, hookimpl, setting

from .arrays import AGAIN, read_arrays
from .places import LARGEST, bad, count_classes, kept_aside, shape_of, targets_of

SPELLINGS = [
    ("x_train", "y_train", "x_test", "y_test"),
    ("train_images", "train_labels", "test_images", "test_labels"),
    ("X_train", "Y_train", "X_test", "Y_test"),
    ("X_train", "y_train", "X_test", "y_test"),
    ("train_inputs", "train_targets", "test_inputs", "test_targets"),
    ("training_images", "training_labels", "test_images", "test_labels"),
    ("x", "y", "", ""),
    ("X", "y", "", ""),
    ("images", "labels", "", ""),
    ("inputs", "targets", "", ""),
    ("data", "target", "", ""),
]
"""Names of the arrays that are understood; the last ones have no split to test with."""


class Npz(Dataset):
    """Arrays in a .npz file: x_train and y_train, x_test and y_test, or x and y alone.

    Labels are whole numbers, one-hot rows, or numbers to predict. Without a test split, a share is kept aside.
    """

    file: str = setting(default="", unit="file", needed=True, help="The .npz file")
    test_share: float = setting(default=0.2, low=0.001, high=0.9, help="Share kept aside to test with, without a split")
    learn: str = setting(default="classes", choices=("classes", "numbers"), help="What the targets are")

    def load(self, rng, progress):
        """Inputs keep their type; samples of more than one dimension keep their shape. Raises BadData."""
        if not self.file:
            raise BadData("npz: expected a file, found none; choose it, as in npz:FILE", code="missing")
        names, arrays = self.arrays(progress)
        inputs = [self.flat(names[0], arrays[names[0]])]
        targets = [arrays[names[1]]]
        if names[2]:
            inputs.append(self.flat(names[2], arrays[names[2]]))
            targets.append(arrays[names[3]])
        for k, one in enumerate(inputs):
            if len(one) != len(targets[k]) or len(one) == 0:
                where, expected = f"array '{names[2 * k + 1]}'", f"{len(one):,} targets, one for each input"
                raise bad(self.file, where, expected, f"{len(targets[k]):,}", "save arrays of one length", "count")
        targets, classes = self.targets(targets, names)
        if not names[2]:
            if len(inputs[0]) < 2:
                raise bad(self.file, "", "at least two samples, one to test with", "one", "add samples", "count")
            tested = kept_aside(len(inputs[0]), self.test_share, rng)
            inputs, targets = ([one[0][~tested], one[0][tested]] for one in (inputs, targets))
        shape = arrays[names[0]].shape[1:]
        shape = shape if len(shape) > 1 else shape_of(inputs[0])
        task = "classification" if classes else "regression"
        train, test = (Split(*pair) for pair in zip(inputs, targets, strict=True))
        return Data(train, test, shape, task, tuple(map(str, range(classes))))

    def arrays(self, progress):
        """Names of the four (or two) arrays, and the arrays by name."""
        every = sorted({name for names in SPELLINGS for name in names if name})
        arrays, there = read_arrays(self.file, every, progress)
        for names in SPELLINGS:
            if all(name in arrays for name in names if name):
                return names, arrays
        found = ", ".join(there[:8]) or "none"
        expected = "arrays x_train, y_train, x_test, y_test, or x and y"
        raise bad(self.file, "", expected, found, "rename the arrays", "missing")

    def flat(self, name, array):
        """Inputs as (rows, features)."""
        where = f"array '{name}'"
        if array.ndim < 1 or array.size == 0:
            raise bad(self.file, where, "at least one sample", f"shape {array.shape}", AGAIN, "shape")
        if array.nbytes * (2 if array.dtype == np.float64 else 1) > 2 * LARGEST:
            raise bad(self.file, where, f"at most {LARGEST:,} bytes", f"{array.nbytes:,}", "use fewer samples", "large")
        if array.dtype.kind == "f" and array.dtype != np.float32:
            array = array.astype(np.float32)
        rows = array.reshape(len(array), -1)
        if rows.dtype.kind == "f" and not np.isfinite(rows).all():
            row = int(np.isfinite(rows).all(axis=1).argmin())
            remedy = "remove the row or correct it"
            raise bad(self.file, f"{where}, row {row:,}", "finite numbers", "others", remedy, "number")
        return rows

    def targets(self, targets, names):
        """Targets (rows, outputs) of each split, and how many classes there are; 0 for numbers to predict."""
        if self.learn == "numbers":
            return [one.reshape(len(one), -1).astype(np.float32) for one in targets], 0
        labels = [self.labels(one, names[2 * k + 1]) for k, one in enumerate(targets)]
        classes = count_classes(labels[0], self.at(names[1]))
        return [targets_of(one, classes, self.at(names[2 * k + 1])) for k, one in enumerate(labels)], classes

    def labels(self, array, name):
        """Labels (rows,) from labels or one-hot rows."""
        at = self.at(name)
        if array.ndim == 2 and array.shape[1] > 1:
            hot = ((array == 0) | (array == 1)).all(axis=1) & (array.sum(axis=1) == 1)
            if not hot.all():
                row = int(hot.argmin())
                remedy = "correct the row, or learn numbers instead of classes"
                raise at(row, "a label or a one-hot row", f"{array[row][:5]}", remedy, "label")
            return array.argmax(axis=1)
        labels = array.reshape(len(array), -1)[:, 0] if array.size == len(array) else np.full(len(array), -1.0)
        wrong = (labels < 0) | (labels != np.rint(labels)) | (labels > 1e6)
        if wrong.any():
            row = int(wrong.argmax())
            found = f"{labels[row]:g}" if array.size == len(array) else f"shape {array.shape[1:]}"
            raise at(row, "a label of 0 or more", found, "number the classes 0, 1, 2 and so on", "label")
        return labels.astype(np.int64)

    def at(self, name):
        """A function that makes a BadData about a row of an array."""

        def bad_row(row, *told):
            return bad(self.file, f"array '{name}', row {row:,}", *told)

        return bad_row


@hookimpl
def datasets():
    return [Npz]
