"""Dead and saturated units."""

import numpy as np
import pytest

from core import Activation, Bars, Note
from plugins.activations.elu import ELU
from plugins.activations.identity import Identity
from plugins.activations.leaky_relu import LeakyReLU
from plugins.activations.relu import ReLU
from plugins.activations.sigmoid import Sigmoid
from plugins.activations.softmax import Softmax
from plugins.activations.tanh import Tanh
from plugins.visualizations.layers.silent_units import SilentUnits, flat_ends


class Wave(Activation):
    """Flat in places, but at no end."""

    def forward(self, z):
        return np.sin(z)

    def derivative(self, z, a):
        return np.cos(z)


@pytest.mark.parametrize(
    ("activation", "ends"),
    [(ReLU(), 1), (ELU(), 1), (Sigmoid(), 2), (Tanh(), 2), (LeakyReLU(), 0), (Identity(), 0), (Wave(), 0)],
    ids=str,
)
def test_an_activation_is_flat_at_as_many_ends(activation, ends):
    assert flat_ends(activation, 0.01) == ends


def test_a_dead_unit_answers_zero_to_every_sample(make):
    snapshot = make.drawn(inner=ReLU())
    for unit in (2, 5):
        snapshot.network.views[0].bias[unit] = -1e6
    figure = SilentUnits().draw(snapshot)
    dead = [(snapshot.activations("test", k) == 0).all(axis=0) for k in (0, 1)]
    assert isinstance(figure, Bars)
    assert figure.names == ("Hidden 1 · dead", "Hidden 2 · dead")
    assert figure.values == pytest.approx([100 * one.mean() for one in dead])
    assert dead[0][[2, 5]].all()
    assert f"{', '.join(map(str, np.flatnonzero(dead[0]) + 1))} of Hidden 1" in figure.note


def test_a_unit_that_one_sample_wakes_is_not_dead(make):
    first = make.plane().test.inputs[:, 0]
    for asleep, share in (
        (np.sort(first)[-2], 0),
        (first.max(), 100),
    ):  # one sample is beyond the first, none the other
        snapshot = make.drawn(data=make.plane(), inner=ReLU(), hidden=(1,))
        weights, bias = snapshot.network.views[0]
        weights[:] = [[1], [0]]
        bias[:] = -asleep
        assert SilentUnits().draw(snapshot).values.tolist() == [share]


@pytest.mark.parametrize("activation", [Sigmoid(), Tanh()], ids=str)
def test_a_saturated_unit_is_at_either_end_for_most_samples(make, activation):
    snapshot = make.drawn(data=make.plane(), inner=activation, hidden=(3,))
    weights, bias = snapshot.network.views[0]
    weights[:] = [[20, 0.1, 0], [0, 0, 0]]  # the first is at one end or the other, but for inputs about 1
    bias[:] = [-20, 0, 50]
    figure = SilentUnits(share=0.5).draw(snapshot)
    assert figure.names == ("Hidden 1 · saturated",)
    assert figure.values == pytest.approx([200 / 3])
    assert figure.note.endswith(": 3, 1 of Hidden 1."), "the worst comes first"


def test_the_share_of_samples_decides_what_is_saturated(make):
    snapshot = make.drawn(data=make.plane(100), inner=Tanh(), hidden=(1,))
    weights, bias = snapshot.network.views[0]
    weights[:] = [[20], [0]]
    bias[:] = -20  # steep between 0.85 and 1.15, of inputs from -1 to 3
    answers = snapshot.activations("test", 0).astype(float)
    flat = (1 - answers**2 < 0.01).mean()
    assert 0.8 < flat < 1
    assert SilentUnits(share=flat).draw(snapshot).values.tolist() == [100]
    assert SilentUnits(share=flat + 0.005).draw(snapshot).values.tolist() == [0]


def test_the_threshold_decides_what_is_flat(make):
    snapshot = make.drawn(data=make.plane(), inner=Sigmoid(), hidden=(1,))
    weights, bias = snapshot.network.views[0]
    weights[:] = 0
    bias[:] = 4  # a slope of 0.0177 for every sample
    assert SilentUnits(threshold=0.01).draw(snapshot).values.tolist() == [0]
    assert SilentUnits(threshold=0.02).draw(snapshot).values.tolist() == [100]


def test_an_activation_that_needs_z_is_measured_by_its_own_slope(make):
    snapshot = make.drawn(inner=ELU())
    snapshot.network.views[1].bias[3] = -1e4
    figure = SilentUnits().draw(snapshot)
    trace = snapshot.probe(snapshot.preprocess(snapshot.data.test.inputs))
    for part, value in zip(trace.layers[:2], figure.values, strict=True):
        slopes = np.where(part.z > 0, 1, np.exp(np.minimum(part.z, 0)))
        assert value == pytest.approx(100 * (slopes < 0.01).all(axis=0).mean())
    assert figure.title == "Silent units, test"
    assert "4 of Hidden 2" in figure.note


def test_of_many_samples_two_thousand_are_taken_and_told(make):
    snapshot = make.drawn(data=make.plane(3000), inner=ReLU(), hidden=(4,))
    assert SilentUnits().draw(snapshot).title == "Silent units, 2,000 test samples"
    assert not snapshot._memo, "all samples are not answered for it"
    few = make.drawn(data=make.plane(2000), inner=ReLU(), hidden=(4,))
    assert SilentUnits().draw(few).title == "Silent units, test"


def test_activations_without_a_flat_end_have_no_silent_units(make):
    figure = SilentUnits().draw(make.drawn(inner=LeakyReLU()))
    assert figure.names == ("Hidden 1 · never flat", "Hidden 2 · never flat")
    assert figure.values.tolist() == [0, 0]
    assert figure.note.endswith(", and there is none.")


def test_the_note_names_the_worst_layers_and_their_first_units(make):
    snapshot = make.drawn(inner=ReLU(), hidden=(9, 9, 9, 9))
    for k, dead in enumerate((1, 9, 6, 2)):
        snapshot.network.views[k].bias[:] = 1e9
        snapshot.network.views[k].bias[:dead] = -1e9
        snapshot.network.views[k].weights[:] = 0
    note = SilentUnits().draw(snapshot).note
    assert note.endswith(": 1, 2, 3, 4 and 5 more of Hidden 2; 1, 2, 3, 4 and 2 more of Hidden 3; 1, 2 of Hidden 4.")


def test_what_cannot_be_measured_is_told(make):
    assert "no hidden layer" in SilentUnits().draw(make.drawn(hidden=())).text
    assert "softmax" in SilentUnits().draw(make.drawn(inner=Softmax())).text
    snapshot = make.drawn(inner=ReLU())
    snapshot.network.parameters[0] = np.nan
    figure = SilentUnits().draw(snapshot)
    assert isinstance(figure, Note)
    assert "diverged" in figure.text
