"""Tables of numbers as spreadsheets save them."""

import numpy as np

from core import BadData, Data, Dataset, Split, hookimpl, setting

from .places import bad, count_classes, kept_aside, shape_of, targets_of
from .table import read_table


class Csv(Dataset):
    """A table of numbers with commas between them: in each row the label first, then the inputs.

    Labels are 0, 1, 2 and so on. A first row of names is passed over. Rows of 784 numbers from 0 to 255 are images of
    28 x 28 pixels. Without a file of its own to test with, a share of the rows is kept aside.
    """

    file: str = setting(default="", unit="file", needed=True, help="The table to train on")
    test: str = setting(default="", unit="file", help="A table to test with; empty keeps some rows aside for that")
    test_share: float = setting(default=0.2, low=0.001, high=0.9, help="Share of the rows kept aside, without one")
    header: str = setting(default="auto", choices=("auto", "yes", "no"), help="Whether the first row holds names")
    learn: str = setting(default="classes", choices=("classes", "number"), help="What stands first in each row")

    def load(self, rng, progress):
        """Inputs are uint8 where all of them are whole numbers of 0 to 255, else float32. Raises BadData."""
        if not self.file:
            raise BadData(
                "csv: expected a file, found none; choose the table to train on, as in csv:FILE", code="missing"
            )
        share = 0.5 if self.test else 1.0
        tables = [self.part(self.file, lambda done, words: progress(share * done, words))]
        if self.test:
            tables.append(self.part(self.test, lambda done, words: progress(share + share * done, words)))
        inputs, targets, classes = self.joined(tables, progress)
        if not self.test:
            if len(inputs[0]) < 2:
                raise bad(self.file, "", "at least two rows, one to test with", "one", "add samples", "count")
            tested = kept_aside(len(inputs[0]), self.test_share, rng)
            progress(1.0, "keeping rows aside")
            inputs, targets = ([one[0][~tested], one[0][tested]] for one in (inputs, targets))
        train, test = (Split(*pair) for pair in zip(inputs, targets, strict=True))
        task = "classification" if classes else "regression"
        return Data(train, test, shape_of(train.inputs), task, tuple(map(str, range(classes))))

    def part(self, path, progress):
        """The table in a file, with at least one input beside its label."""
        table = read_table(path, self.header, progress)
        if table.values.shape[1] < 2:
            raise bad(path, f"row {table.rows[0]:,}", "a label and inputs", "one number", "add the inputs", "count")
        return table

    def joined(self, tables, progress):
        """Inputs and targets of each table, and how many classes there are; 0 for a number to predict."""
        paths = (self.file, self.test)
        width = tables[0].values.shape[1]
        for path, table in zip(paths, tables, strict=False):
            if table.values.shape[1] != width:
                expected, found = f"{width:,} numbers in a row, as in training", f"{table.values.shape[1]:,}"
                raise bad(path, f"row {table.rows[0]:,}", expected, found, "use two tables of one form", "shape")
        progress(1.0, "joining rows")
        kind = np.result_type(*(table.values.dtype for table in tables))
        inputs = [np.ascontiguousarray(table.values[:, 1:], kind) for table in tables]
        if kind != np.uint8 and all((one >= 0).all() and (one <= 255).all() for one in inputs):
            whole = all((one == np.rint(one)).all() for one in inputs)
            inputs = [one.astype(np.uint8) for one in inputs] if whole else inputs
        if self.learn == "number":
            return inputs, [table.values[:, :1].astype(np.float32) for table in tables], 0
        labels = [labels_of(path, table) for path, table in zip(paths, tables, strict=False)]
        classes = count_classes(labels[0], at(paths[0], tables[0]))
        targets = [
            targets_of(one, classes, at(path, table)) for one, path, table in zip(labels, paths, tables, strict=False)
        ]
        return inputs, targets, classes


def at(path, table):
    """A function that makes a BadData about the label in a row of the table."""

    def bad_row(row, *told):
        return bad(path, f"row {table.rows[row]:,}, column 1", *told)

    return bad_row


def labels_of(path, table):
    """The first column as whole numbers. Raises BadData."""
    column = table.values[:, 0]
    wrong = (column < 0) | (column != np.rint(column)) | (column > 1e6)
    if wrong.any():
        row = int(wrong.argmax())
        remedy = "number the classes 0, 1, 2 and so on; the label comes first in each row"
        raise at(path, table)(row, "a label of 0 or more", f"{column[row]:g}", remedy, "label")
    return column.astype(np.int64)


@hookimpl
def datasets():
    return [Csv]
