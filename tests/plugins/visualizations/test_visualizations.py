"""What holds for every built-in visualization."""

import dataclasses

import numpy as np
import pytest

from core import Bars, Diagram, Figure, Frames, Heatmap, Histogram, Image, Lines, Note, Panels, Points
from core.host import built_ins
from plugins.visualizations.answers.confusion_matrix import ConfusionMatrix
from plugins.visualizations.answers.decision_regions import DecisionRegions
from plugins.visualizations.answers.frontiers import Frontiers
from plugins.visualizations.answers.output_vector import OutputVector
from plugins.visualizations.answers.sample_predictions import SamplePredictions
from plugins.visualizations.computation_graph import ComputationGraph
from plugins.visualizations.curves.accuracy import AccuracyCurve
from plugins.visualizations.curves.learning_rate import LearningRateCurve
from plugins.visualizations.curves.loss import LossCurve
from plugins.visualizations.first_layer_weights import FirstLayerWeights
from plugins.visualizations.histograms.gradients import GradientHistogram
from plugins.visualizations.histograms.weights import WeightHistogram
from plugins.visualizations.inputs.preprocessing_steps import PreprocessingSteps
from plugins.visualizations.inputs.sample_sheet import SampleSheet
from plugins.visualizations.layers.activation_histogram import ActivationHistogram
from plugins.visualizations.layers.deep_features import DeepFeatures
from plugins.visualizations.layers.features_and_classifier import FeaturesAndClassifier
from plugins.visualizations.layers.fingerprints import Fingerprints
from plugins.visualizations.layers.gradient_norm import GradientNorm
from plugins.visualizations.layers.layer_weights import LayerWeights
from plugins.visualizations.layers.neuron_maps import NeuronMaps
from plugins.visualizations.layers.silent_units import SilentUnits
from plugins.visualizations.layers.update_ratio import UpdateRatio
from plugins.visualizations.layers.weight_history import WeightHistory
from plugins.visualizations.pixels.ideal_inputs import IdealInputs
from plugins.visualizations.pixels.running_backwards import RunningBackwards
from plugins.visualizations.pixels.weight_column import WeightColumn
from plugins.visualizations.pixels.weights_and_decay import WeightsAndDecay
from plugins.visualizations.regression.cost_surface import CostSurface
from plugins.visualizations.regression.inverse_beside import InverseBeside

ALL = (
    LearningRateCurve,
    LossCurve,
    AccuracyCurve,
    FirstLayerWeights,
    WeightHistogram,
    GradientHistogram,
    ConfusionMatrix,
    SamplePredictions,
    DecisionRegions,
    ActivationHistogram,
    GradientNorm,
    UpdateRatio,
    SilentUnits,
    NeuronMaps,
    LayerWeights,
    SampleSheet,
    PreprocessingSteps,
    CostSurface,
    InverseBeside,
    ComputationGraph,
    WeightColumn,
    WeightsAndDecay,
    IdealInputs,
    RunningBackwards,
    DeepFeatures,
    FeaturesAndClassifier,
    WeightHistory,
    Fingerprints,
    Frontiers,
    OutputVector,
)


def words(part):
    """Every text that a figure shows: titles, notes, axis labels, whatever is inside it."""
    if isinstance(part, Figure):
        yield part.title
        yield part.note
        if isinstance(part, Note):
            yield part.text
        if isinstance(part, Heatmap):
            yield part.row_label
            yield part.column_label
        if isinstance(part, Lines | Histogram | Points | Image):
            yield part.x.label
        if isinstance(part, Lines | Histogram | Points | Image | Bars):
            yield part.y.label
        if isinstance(part, Points) and part.behind is not None:
            yield from words(part.behind)
        if isinstance(part, Diagram):
            yield from (text for node in part.nodes for text in (node.text, node.words))
        if isinstance(part, Panels | Frames):
            for one in part.figures:
                yield from words(one)


def same(one, other):
    """Whether two figures are equal to the last bit."""
    if dataclasses.is_dataclass(one):
        return type(one) is type(other) and all(
            same(getattr(one, field.name), getattr(other, field.name)) for field in dataclasses.fields(one)
        )
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return one == other


@pytest.fixture(params=["pictures", "first moment", "two inputs", "regression", "no hidden layer"])
def snapshot(request, make):
    """Moments that differ in what there is to draw."""
    return {
        "pictures": make.drawn,
        "first moment": lambda: make.drawn(step=0, gradient=False, past=make.recorded((), ())),
        "two inputs": lambda: make.drawn(data=make.plane()),
        "regression": lambda: make.drawn(data=make.numbers()),
        "no hidden layer": lambda: make.drawn(hidden=()),
    }[request.param]()


def test_the_host_finds_each_of_them_once():
    found = [entry for entries in built_ins("plugins.visualizations") for entry in entries]
    assert sorted(entry.cls.name for entry in found) == [
        "accuracy-curve",
        "activation-histogram",
        "computation-graph",
        "confusion-matrix",
        "cost-surface",
        "decision-regions",
        "deep-features",
        "features-and-classifier",
        "fingerprints",
        "first-layer-weights",
        "frontiers",
        "gradient-histogram",
        "gradient-norm",
        "ideal-inputs",
        "inverse-beside",
        "layer-weights",
        "learning-rate-curve",
        "loss-curve",
        "neuron-maps",
        "output-vector",
        "preprocessing-steps",
        "running-backwards",
        "sample-predictions",
        "sample-sheet",
        "silent-units",
        "update-ratio",
        "weight-column",
        "weight-histogram",
        "weight-history",
        "weights-and-decay",
    ]


@pytest.mark.parametrize("cls", ALL, ids=str)
def test_every_figure_says_what_it_is_and_how_to_read_it(cls, snapshot):
    figure = cls().draw(snapshot)
    assert all(text.strip() for text in words(figure))
    assert figure.title.startswith(cls.title)
    assert figure.note.endswith(".")


@pytest.mark.parametrize("cls", ALL, ids=str)
def test_drawing_changes_nothing_and_draws_the_same_again(cls, snapshot):
    arrays = {"parameters": snapshot.network.parameters, "inputs": snapshot.data.test.inputs}
    arrays |= {"targets": snapshot.data.test.targets, "loss": snapshot.history.loss.mean}
    arrays |= {} if snapshot.gradient is None else {"gradient": snapshot.gradient}
    before = {name: array.copy() for name, array in arrays.items()}
    first = cls().draw(snapshot)
    assert same(first, cls().draw(snapshot))
    for name, array in arrays.items():
        np.testing.assert_array_equal(array, before[name], err_msg=name)


@pytest.mark.parametrize("cls", ALL, ids=str)
def test_every_choice_of_every_setting_draws(make, cls):
    snapshot = make.drawn()
    plain = make.drawn(data=make.plane())
    for name, one in cls.settings.items():
        for value in one.choices or [v for v in (one.low, one.high) if v is not None]:
            for moment in (snapshot, plain):
                assert isinstance(cls(**{name: value}).draw(moment), Figure), (name, value)


@pytest.mark.parametrize("cls", [AccuracyCurve, ConfusionMatrix, SamplePredictions], ids=str)
def test_a_regression_has_no_answers_to_count_and_is_told_so(make, cls):
    figure = cls().draw(make.drawn(data=make.numbers()))
    assert isinstance(figure, Note)
    assert "numbers for targets" in figure.text
