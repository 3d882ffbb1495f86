"""The catalogue: found by name, told apart, and never changed."""

import pytest

from core import Activation, Optimizer, setting
from core.errors import BadPlugin, BadSetting, UnknownComponent
from core.registry import Entry, Registry, plural, suggest


class Tanh(Activation):
    """One."""


class Adam(Optimizer):
    """Another kind."""

    learning_rate: float = setting(default=0.001, low=0)


class AlsoTanh(Activation):
    """The name of the first."""

    name = "tanh"


REGISTRY = Registry([Entry(Tanh, "built-in", "plugins.activations.tanh"), Entry(Adam, "built-in", "plugins.adam")])


def test_components_are_found_by_kind_and_name():
    assert REGISTRY.find(Optimizer, "adam") is Adam
    assert REGISTRY.all(Activation) == (Tanh,)


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        (Optimizer, "adm", "no optimizer 'adm': did you mean 'adam'?"),
        (Optimizer, "sgd", "no optimizer 'sgd': there is adam"),
        (Activation, "adam", "no activation 'adam': there is tanh"),
    ],
)
def test_a_missing_name_is_told_with_the_nearest(kind, name, words):
    with pytest.raises(UnknownComponent) as error:
        REGISTRY.find(kind, name)
    assert str(error.value) == words


def test_an_empty_registry_says_so():
    with pytest.raises(UnknownComponent, match="no optimizer 'adam': there are none"):
        Registry().find(Optimizer, "adam")


def test_a_component_is_made_from_names_and_text():
    assert REGISTRY.make(Optimizer, "adam", {"learning_rate": "0.5"}) == Adam(learning_rate=0.5)


def test_a_setting_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(UnknownComponent, match="optimizer 'adam' has no setting 'rat': there is learning_rate"):
        REGISTRY.make(Optimizer, "adam", {"rat": 1})
    with pytest.raises(UnknownComponent, match="activation 'tanh' has no setting 'rate': there are none"):
        REGISTRY.make(Activation, "tanh", {"rate": 1})


def test_a_value_out_of_range_is_refused_where_it_is():
    with pytest.raises(BadSetting, match=r"adam.learning_rate: -1 was not taken"):
        REGISTRY.make(Optimizer, "adam", {"learning_rate": -1})


def test_a_taken_name_is_refused_with_both_places_and_nothing_is_added():
    class Third(Activation):
        """New."""

    entries = [Entry(Third, "file", "third.py"), Entry(AlsoTanh, "file", "also.py")]
    with pytest.raises(BadPlugin) as error:
        REGISTRY.plus(entries)
    assert str(error.value) == (
        "two activations are called 'tanh': one in plugins.activations.tanh, one in also.py; "
        "set name = '...' in one of them"
    )
    assert REGISTRY.all(Activation) == (Tanh,)


def test_adding_makes_a_new_registry():
    class More(Activation):
        """New."""

    larger = REGISTRY.plus([Entry(More, "file", "more.py")])
    assert larger.all(Activation) == (Tanh, More)
    assert REGISTRY.all(Activation) == (Tanh,)


def test_nobody_can_change_the_catalogue():
    with pytest.raises(TypeError):
        REGISTRY.entries["activation", "tanh"] = Entry(AlsoTanh, "file", "also.py")


def test_words():
    assert suggest("spirl", ["spiral", "disk"]) == "did you mean 'spiral'?"
    assert suggest("zzz", ["spiral", "disk"]) == "there are disk, spiral"
    assert (plural("loss"), plural("activation")) == ("losses", "activations")
