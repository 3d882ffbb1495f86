"""Checks of tasks: what each sentence means, and that nothing else is understood."""

import pytest

from core import Activation
from core.experiment import Choice, Experiment, assign
from core.history import Evaluation
from core.lessons.checks import CHOICES, NUMBERS, Drawn, State, check, read_check
from core.lessons.lesson import Task
from core.lessons.state import state_of
from core.registry import Entry


def holds(words, state, key="1.1"):
    return check(Task(key, (), read_check(words)), state)


@pytest.mark.parametrize(
    ("words", "value", "expected"),
    [
        ("test_accuracy >= 0.975", 0.975, True),
        ("test_accuracy >= 97.5 %", 0.975, True),
        ("test_accuracy >= 97.5%", 0.9749, False),
        ("test_loss < 1e-3", 0.0009, True),
        ("layers == 0", 0, True),
        ("layers != 0", 0, False),
        ("units <= 1_000", 1000, True),
        ("gap > -0.5", 0, True),
    ],
)
def test_numbers_are_compared(words, value, expected):
    assert holds(words, State(numbers={words.split()[0]: value})) is expected


def test_a_number_that_is_not_known_is_nothing_yet():
    assert not holds("test_accuracy != 2", State())
    assert not holds("test_loss < 5", State(numbers={"test_loss": float("nan")}))


def test_components_are_named():
    state = State(chosen={"activation": frozenset({"relu"}), "schedule": frozenset()}, mine=frozenset({("loss", "x")}))
    assert holds("activation is relu", state)
    assert not holds("activation is tanh", state)
    assert holds("activation is not tanh", state)
    assert not holds("activation is not relu", state)
    assert holds("schedule is none", state)
    assert holds("activation is not none", state)
    assert holds("loss is mine", state)
    assert not holds("activation is mine", state)
    mixed = State(chosen={"activation": frozenset({"relu", "tanh"})})
    assert not holds("activation is relu", mixed)
    assert not holds("activation is not relu", mixed)


@pytest.mark.parametrize(("name", "expected"), [("mnist", True), ("digits", True), ("moons", False)])
def test_built_in_digits_stand_in_for_mnist_as_in_recipes(name, expected):
    state = State(chosen={"dataset": frozenset({name})})
    assert holds("dataset is mnist", state) is expected
    assert holds("dataset is not mnist", state) is not expected


def test_drawings_are_read_or_misread():
    seven = State(drawn=(Drawn("7", 0.9),))
    assert holds("drawn a 7 that is read", seven)
    assert holds("drawn a digit that is read", seven)
    assert not holds("drawn a 1 that is read", seven)
    assert not holds("drawn a digit that is misread", seven)
    assert not holds("drawn a 7 that is read", State(drawn=(Drawn("7", 0.3),)))
    wrong = State(drawn=(Drawn("1", 0.9, meant="7"),))
    assert holds("drawn a 7 that is misread", wrong)
    assert holds("drawn a digit that is misread", wrong)
    assert not holds("drawn a 1 that is read", wrong)
    assert holds("drawn an 8 that is read", State(drawn=(Drawn("8", 0.8, meant="8"),)))


def test_views_recipes_and_ticks():
    state = State(views=frozenset({"loss-curve"}), ran=frozenset({"one.two"}), ticked=frozenset({"2.3"}))
    assert holds("view loss-curve is open", state)
    assert holds("recipe one.two was run", state)
    assert holds("by hand", state, "2.3")
    assert not holds("by hand", state, "2.2")
    assert holds("view loss-curve is open and by hand", state, "2.3")
    assert not holds("view loss-curve is open and by hand", state, "1.1")


NONSENSE = """
test_accuracy
test_accuracy >= x
1 >= test_accuracy
colour is red
drawn a 12 that is read
drawn a cat that is read
__import__('os')
layers == 0 or by hand
test_accuracy >= 0.9; by hand
"""


@pytest.mark.parametrize("words", NONSENSE[:-1].split("\n"))
def test_nothing_else_is_understood(words):
    with pytest.raises(ValueError, match="expected"):
        read_check(words)


def test_a_misspelt_name_is_told_with_the_nearest():
    with pytest.raises(ValueError, match="there is no number 'layer': did you mean 'layers'"):
        read_check("layer == 0")


class Mine(Activation):
    """Squares."""

    def forward(self, z):
        return z * z

    def derivative(self, z, a):
        return 2 * z


def test_the_state_of_an_experiment_tells_what_is_in_use(registry):
    registry = registry.plus([Entry(Mine, "file", "mine.py")])
    e = assign(assign(Experiment(), ["layers", "0", "activation"], "mine"), ["optimizer"], "gradient-descent")
    e = assign(e, ["layers", "1", "dropout"], "0.2")
    evaluations = (
        Evaluation(1, 0.1, 0.0, 0.5, 0.9, 0.6, 0.85),
        Evaluation(2, 0.2, 0.0, 0.4, 0.95, 0.7, 0.8),
    )
    state = state_of(e, registry, None, evaluations, 2, 0.2, drawn=[Drawn("3")], views=["loss-curve"], own_digits=4)
    assert state.numbers["learning_rate"] == 0.1
    assert (state.numbers["layers"], state.numbers["units"], state.numbers["widest"]) == (2, 192, 128)
    assert (state.numbers["test_accuracy"], state.numbers["best_test_accuracy"]) == (0.8, 0.85)
    assert state.numbers["gap"] == pytest.approx(0.15)
    assert (state.numbers["dropout"], state.numbers["own_digits"]) == (0.2, 4)
    assert "rows" not in state.numbers
    assert state.chosen["activation"] == {"mine", "relu"}
    assert state.mine == {("activation", "mine")}
    assert holds("activation is mine and drawn a 3 that is read and view loss-curve is open", state)
    assert holds("schedule is none and output activation is auto", state)


def test_the_state_of_built_data_has_every_number(blobs):
    from core.build import data_of

    e = assign(Experiment(dataset=Choice("blobs"), preprocessing=Choice("none")), ["layers", "2", "bias"], "false")
    data = data_of(e, blobs)
    state = state_of(e, blobs, data, (Evaluation(1, 1.0, 0.0, 0.5, 0.9, 0.6, 0.85),), 7, 1.0)
    assert state.numbers["parameters"] == 10 * 128 + 128 + 128 * 64 + 64 + 64 * 3
    assert state.numbers["rows"] == 100
    assert set(state.numbers) == set(NUMBERS)
    assert set(state.chosen) == set(CHOICES)
