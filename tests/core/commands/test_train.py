"""``inknet train``: what every option does, and every field of the result."""

import json
from dataclasses import replace
from pathlib import Path

from core.folders import plugin_folder
from core.project import open_project, save

FIELDS = {
    "train_accuracy",
    "test_accuracy",
    "train_loss",
    "test_loss",
    "epochs",
    "steps",
    "samples_per_second",
    "seconds",
    "parameters",
    "seed",
    "dataset",
    "evaluations",
    "saved",
    "threads",
}

XOR = ["train", "--dataset", "xor", "--layers", "8"]

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


def test_training_answers_with_every_field(answer):
    tree = answer(
        *XOR, "--epochs", 3, "--seed", 4, "--save", "x.inknet", "--evaluate-on", "moons", "--evaluate-on", "xor"
    )
    assert tree.keys() >= FIELDS
    assert (tree["epochs"], tree["steps"], tree["parameters"], tree["seed"]) == (3, 96, 42, 4)
    assert (tree["dataset"], tree["saved"]) == ("xor", "x.inknet")
    assert 0 <= tree["train_accuracy"] <= 1
    assert 0 <= tree["test_accuracy"] <= 1
    assert tree["train_loss"] > 0
    assert tree["test_loss"] > 0
    assert tree["samples_per_second"] > 100
    assert tree["seconds"] > 0
    assert list(tree["evaluations"]) == ["moons", "xor"]
    assert tree["evaluations"]["xor"] == {"accuracy": tree["test_accuracy"], "loss": tree["test_loss"]}
    assert tree["evaluations"]["moons"]["loss"] != tree["test_loss"]


def test_training_learns_and_says_so_in_plain_lines(run):
    status, out, err = run(*XOR, "--epochs", 25)
    assert status == 0
    assert out[0].startswith("2-8-2 on xor: 25 epochs, 800 steps, 42 parameters, ")
    assert out[0].endswith(" samples/s")
    assert float(out[2].removeprefix("test   ").split(" %")[0]) > 95
    assert err[-2].startswith("epoch 25 of 25  loss ")
    assert err[-2].endswith(" samples/s")
    assert err[-1] == "25 epochs done."


def test_the_same_seed_gives_the_same_result_and_another_another(answer):
    one, two, three = (answer(*XOR, "--epochs", 2, "--seed", seed) for seed in (1, 1, 2))
    assert one["test_loss"] == two["test_loss"] != three["test_loss"]


def test_images_are_scaled_unless_told_otherwise_and_numbers_are_not(answer):
    digits = ["train", "--dataset", "digits", "--layers", "none", "--epochs", 1]
    digits += ["--set", "dataset.train=200", "--set", "dataset.test=50"]
    answer(*digits, "--save", "scaled.inknet")
    answer(*digits, "--preprocessing", "center", "--save", "centred.inknet")
    answer(*XOR, "--epochs", 1, "--save", "plain.inknet")
    answer(*XOR, "--epochs", 1, "--preprocessing", "scale", "--save", "asked.inknet")
    names = [
        open_project(Path(f"{name}.inknet")).experiment.preprocessing.name
        for name in ("scaled", "centred", "plain", "asked")
    ]
    assert names == ["scale", "center", "none", "scale"]
    assert list(open_project(Path("centred.inknet")).fitted) == ["mean"]


def test_every_option_of_an_experiment_reaches_it(answer):
    answer(
        *("train", "--dataset", "moons", "--preprocessing", "center", "--layers", "5,4", "--activation", "tanh"),
        *("--output-activation", "sigmoid", "--loss", "squared-error", "--optimizer", "momentum", "--batch-size", 20),
        *("--epochs", 1, "--seed", 9, "--set", "optimizer.learning_rate=0.5", "--set", "layers.0.initializer=normal"),
        *(
            "--set",
            "layers.0.initializer.deviation=0.03",
            "--set",
            "layers.1.dropout=0.25",
            "--set",
            "preprocessing.by=2",
        ),
        *("--set", "regularizers=l2,l1", "--set", "regularizers.0.strength=0.001", "--set", "stopping.accuracy=0.99"),
        *("--save", "all.inknet"),
    )
    e = open_project(Path("all.inknet")).experiment
    assert (e.dataset.name, e.preprocessing.name, e.preprocessing.settings) == ("moons", "center", (("by", 2.0),))
    assert [layer.units for layer in e.layers] == [5, 4, 0]
    assert [layer.activation.name for layer in e.layers] == ["tanh", "tanh", "sigmoid"]
    assert (e.layers[0].initializer.name, e.layers[0].initializer.settings) == ("normal", (("deviation", 0.03),))
    assert e.layers[1].dropout == 0.25
    assert (e.loss.name, e.optimizer.name, e.optimizer.settings) == (
        "squared-error",
        "momentum",
        (("learning_rate", 0.5),),
    )
    assert [(one.name, one.settings) for one in e.regularizers] == [("l2", (("strength", 0.001),)), ("l1", ())]
    assert (e.batch_size, e.stopping.epochs, e.stopping.accuracy, e.seed) == (20, 1, 0.99, 9)


def test_what_goes_beyond_the_plain_training_has_options_too(answer):
    digits = ("train", "--set", "dataset.train=300", "--set", "dataset.test=50", "--layers", "8")
    tree = answer(
        *(*digits, "--schedule", "one-cycle", "--set", "schedule.peak=0.2", "--augment", "distortion"),
        *("--augment", "shift", "--set", "augmentations.1.pixels=0.5", "--regularizer", "max-norm", "--averaging", 2),
        *("--validation", 0.25, "--set", "averaging.start=1", "--set", "loss.smoothing=0.1", "--epochs", 2),
        *("--save", "more.inknet"),
    )
    assert 0 <= tree["validation_accuracy"] <= 1
    assert tree["validation_loss"] > 0
    e = open_project(Path("more.inknet")).experiment
    assert (e.schedule.name, e.schedule.settings) == ("one-cycle", (("peak", 0.2),))
    assert [(one.name, one.settings) for one in e.augmentations] == [("distortion", ()), ("shift", (("pixels", 0.5),))]
    assert [one.name for one in e.regularizers] == ["max-norm"]
    assert (e.averaging.epochs, e.averaging.start, e.sampling.validation, e.sampling.fresh) == (2, 1, 0.25, False)
    assert e.loss.settings == (("smoothing", 0.1),)
    plain = answer(*("train", "--project", "more.inknet", "--schedule", "none", "--augment", "none"), "--epochs", 1)
    assert plain["epochs"] == 3


def test_fresh_samples_train_and_the_own_test_split_measures(answer):
    tree = answer(
        *("train", "--set", "dataset.train=300", "--set", "dataset.test=50", "--layers", "32", "--fresh"),
        "--set",
        "optimizer.learning_rate=0.01",
    )
    assert (tree["epochs"], tree["validation_loss"]) == (8, None)
    assert tree["test_accuracy"] > 0.3


def test_no_epochs_only_evaluate(answer):
    tree = answer(*XOR, "--epochs", 0)
    assert (tree["epochs"], tree["steps"], tree["samples_per_second"]) == (0, 0, None)
    assert 0 <= tree["test_accuracy"] <= 1


def test_a_stopping_rule_ends_it_early(run):
    _, out, err = run(*XOR, "--epochs", 500, "--set", "stopping.accuracy=0.9", "--json")
    assert json.loads(out[-1])["epochs"] < 500
    assert err[-1].startswith("Test accuracy 9")


def test_a_project_goes_on_where_it_stands(answer):
    whole = answer(*XOR, "--epochs", 5, "--batch-size", 30)
    answer(*XOR, "--epochs", 2, "--batch-size", 30, "--save", "x.inknet")
    evaluated = answer("train", "--project", "x.inknet", "--epochs", 0)
    assert evaluated["epochs"] == 2
    more = answer("train", "--project", "x.inknet", "--epochs", 3, "--save", "y.inknet")
    for field in ("test_loss", "train_loss", "test_accuracy", "epochs", "steps", "dataset", "seed", "parameters"):
        assert more[field] == whole[field]
    again = answer("train", "--project", "y.inknet", "--epochs", 0)
    assert again["test_loss"] == more["test_loss"]


def test_options_change_a_project_and_what_fits_stays(answer):
    answer(*XOR, "--epochs", 20, "--save", "x.inknet")
    grown = answer(
        *("train", "--project", "x.inknet", "--epochs", 1, "--layers", "12", "--batch-size", 50),
        *("--set", "optimizer.learning_rate=0.0001", "--save", "x.inknet"),
    )
    assert (grown["epochs"], grown["parameters"], grown["steps"]) == (21, 62, 20 * 32 + 20)
    assert grown["test_accuracy"] > 0.95  # it did not begin anew
    e = open_project(Path("x.inknet")).experiment
    assert (e.batch_size, e.layers[0].units) == (50, 12)
    assert open_project(Path("x.inknet.bak")).experiment.batch_size == 32


def test_what_the_window_keeps_in_a_project_stays(answer):
    answer(*XOR, "--epochs", 1, "--save", "x.inknet")
    save(Path("x.inknet"), replace(open_project(Path("x.inknet")), extras={"layout": [1, 2]}))
    answer("train", "--project", "x.inknet", "--epochs", 1, "--save", "y.inknet")
    assert open_project(Path("y.inknet")).extras == {"layout": [1, 2]}


def test_a_learners_plugin_is_checked_and_used(answer, run):
    assert run("plugins", "new", "activation", "wave")[0] == 0
    tree = answer(*XOR, "--activation", "wave", "--plugin", "wave.py", "--epochs", 2, "--save", "w.inknet")
    assert tree["epochs"] == 2
    assert answer("train", "--project", "w.inknet", "--plugin", "wave.py", "--epochs", 1)["epochs"] == 3


def test_a_plugin_named_on_the_command_line_takes_the_place_of_the_same_file_in_the_users_folder(answer, run):
    run("plugins", "new", "activation", "wave")
    plugin_folder().mkdir(parents=True)
    mine = plugin_folder() / "wave.py"
    mine.write_bytes(Path("wave.py").read_bytes())
    assert answer(*XOR, "--activation", "wave", "--epochs", 1)["epochs"] == 1
    assert answer(*XOR, "--activation", "wave", "--epochs", 1, "--plugin", mine)["epochs"] == 1


def test_a_regression_has_no_accuracy(answer):
    Path("numbers.py").write_text(NUMBERS)
    tree = answer(
        *("train", "--dataset", "numbers", "--plugin", "numbers.py", "--loss", "squared-error", "--layers", "none"),
        *("--batch-size", 8, "--epochs", 40, "--set", "optimizer.learning_rate=0.05", "--evaluate-on", "numbers"),
    )
    assert (tree["train_accuracy"], tree["test_accuracy"]) == (None, None)
    assert tree["evaluations"]["numbers"]["accuracy"] is None
    assert tree["test_loss"] < 0.01


def test_a_path_goes_to_the_setting_that_takes_it(refusal):
    assert "/nowhere: expected a folder with the four files" in refusal("train", "--dataset", "idx:/nowhere")
    assert "/nowhere" in refusal(*XOR, "--evaluate-on", "mnist:/nowhere")
