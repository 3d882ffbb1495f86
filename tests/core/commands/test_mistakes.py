"""Mistakes in what is given to ``inknet train``: one line that says what, where and what to do, and status 2."""

from pathlib import Path

import numpy as np
import pytest

from core.project import open_project

XOR = ["train", "--dataset", "xor", "--layers", "8"]

ONE_CLASS = """
import numpy as np
from core import Data, Dataset, Split, hookimpl

class OneClass(Dataset):
    '''One class only.'''
    def load(self, rng, progress):
        split = Split(np.zeros((4, 2), np.float32), np.ones((4, 1), np.float32))
        return Data(split, split, (2,), "classification", ("a",))

@hookimpl
def datasets():
    return [OneClass]
"""

FAILS_LATER = """
from core import Optimizer, hookimpl, setting

class Late(Optimizer):
    '''Breaks once many steps are done.'''
    learning_rate: float = setting(default=0.1)

    def update(self, parameters, gradient, state, step):
        if step > 500:
            raise ValueError("enough\\nof it")
        parameters -= self.learning_rate * gradient

@hookimpl
def optimizers():
    return [Late]
"""

NUMBERS = """
import numpy as np
from core import Data, Dataset, Split, hookimpl

class Numbers(Dataset):
    '''Three numbers and their sum.'''
    def load(self, rng, progress):
        def split(rows):
            inputs = rng.normal(size=(rows, 3)).astype(np.float32)
            return Split(inputs, inputs.sum(axis=1, keepdims=True))
        return Data(split(64), split(16), (3,), "regression")

@hookimpl
def datasets():
    return [Numbers]
"""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--dataset digots", "no dataset 'digots': did you mean 'digits'?"),
        ("--loss squared-eror", "no loss 'squared-eror': did you mean 'squared-error'?"),
        ("--activation rleu", "no activation 'rleu': did you mean 'relu'?"),
        ("--optimizer adm", "no optimizer 'adm': did you mean 'adam'?"),
        ("--preprocessing centre", "no preprocessing 'centre': did you mean 'center'?"),
        ("--evaluate-on mnits", "no dataset 'mnits': did you mean 'mnist'?"),
        ("--epoch 3", "no option '--epoch': did you mean '--epochs'? See 'inknet train --help'"),
        ("extra", "'extra' was not expected here; see 'inknet train --help'"),
        ("--epochs -1", "argument --epochs: expected a whole number of at least 0, got '-1'"),
        ("--epochs two", "argument --epochs: expected a whole number of at least 0, got 'two'"),
        ("--batch-size 0", "argument --batch-size: expected a whole number of at least 1, got '0'"),
        ("--batch-size 1001", "batch size 1001: expected 1 to 1,000, the rows of the training split"),
        ("--layers 8,0", "layers.1.units: expected 1 to 1,000,000, got 0"),
        ("--layers 8,", "--layers 8,: expected whole numbers such as 128,64, or none"),
        ("--set optimizer.learning_rate=99", "learning_rate: 99 was not taken; expected a number from 0 to 10"),
        ("--set optimizer.lerning_rate=1", "has no setting 'lerning_rate': did you mean 'learning_rate'?"),
        ("--set optimiser.learning_rate=1", "there is no 'optimiser': did you mean 'optimizer'?"),
        ("--set layers.7.dropout=1", "layers.7: expected a number from 0 to 2"),
        ("--set layers.0.dropout=1.5", "layers.0.dropout: expected 0 to below 1, got 1.5"),
        ("--set learning_rate", "--set learning_rate: expected KIND.NAME=VALUE, such as optimizer.learning_rate=0.01"),
        ("--dataset digits --set dataset.train=0", "digits.train: 0 was not taken; expected a whole number"),
        ("--output-activation relu", "loss 'cross-entropy' needs outputs that are a distribution"),
        ("--dataset xor:folder", "xor:folder: data set 'xor' takes no path; write xor"),
        ("--dataset idx:", "idx:: expected a path after the colon, as in idx:FOLDER"),
        ("--evaluate-on digits:x", "digits:x: data set 'digits' takes no path"),
        (
            "--project missing.inknet",
            "missing.inknet: expected a file that can be read, found 'No such file or directory'",
        ),
        ("--plugin missing.py", "missing.py: No such file or directory; give the path of a Python file"),
        ("--save missing/x.inknet", "--save missing/x.inknet: expected a file in a folder that is there"),
        ("--save .", "--save .: expected a file in a folder that is there"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_what_to_do(refusal, options, words):
    assert words in refusal("train", "--dataset", "xor", *options.split())


def test_data_sets_of_another_form_cannot_be_evaluated_on(refusal):
    Path("numbers.py").write_text(NUMBERS)
    told = refusal(*XOR, "--plugin", "numbers.py", "--evaluate-on", "numbers")
    assert "--evaluate-on numbers: expected samples of 2 numbers and 2 targets, as in training, found 3 and 1" in told


def test_one_class_is_none(refusal):
    Path("one.py").write_text(ONE_CLASS)
    assert "one.py:" in refusal("train", "--dataset", "one-class", "--plugin", "one.py")


def test_a_plugin_that_breaks_during_training_is_named_with_its_line(refusal):
    Path("late.py").write_text(FAILS_LATER)
    told = refusal(*XOR, "--optimizer", "late", "--plugin", "late.py", "--epochs", 30, "--save", "late.inknet")
    assert "late.py:10: Late.update at step 501: expected parameters changed in place" in told
    assert "got ValueError: enough of it; " in told
    saved = open_project(Path("late.inknet")).moment
    assert 0 < saved.step <= 500
    assert np.isfinite(saved.parameters).all()


def test_a_training_that_diverges_says_why_and_keeps_the_last_good_weights(refusal):
    told = refusal(
        *("train", "--dataset", "xor", "--layers", "8", "--loss", "squared-error", "--output-activation", "identity"),
        *("--optimizer", "gradient-descent", "--set", "optimizer.learning_rate=10", "--save", "d.inknet"),
    )
    assert "Likely causes: the learning rate is too large" in told
    assert np.isfinite(open_project(Path("d.inknet")).moment.parameters).all()


def test_a_damaged_project_is_told(refusal, answer):
    answer(*XOR, "--epochs", 1, "--save", "x.inknet")
    data = bytearray(Path("x.inknet").read_bytes())
    data[data.index(b"NUMPY")] ^= 1
    Path("x.inknet").write_bytes(data)
    told = refusal("train", "--project", "x.inknet")
    assert told.startswith("inknet: x.inknet: ")
    assert "parameters.npy: expected sha256 " in told


def test_a_project_keeps_its_seed(refusal, answer):
    answer(*XOR, "--epochs", 1, "--save", "x.inknet")
    for options in (("--seed", 2), ("--set", "seed=2")):
        told = refusal("train", "--project", "x.inknet", *options)
        assert "--seed 2: the project goes on with its own seed, 1; leave it out" in told


def test_a_project_whose_plugin_is_missing_says_what_is_missing(refusal, run):
    run("plugins", "new", "activation", "wave")
    run(*XOR, "--activation", "wave", "--plugin", "wave.py", "--epochs", 1, "--save", "w.inknet")
    assert "no activation 'wave': " in refusal("train", "--project", "w.inknet")
