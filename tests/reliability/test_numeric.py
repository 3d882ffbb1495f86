"""Numbers that stop being numbers are found, told and taken back; noise is left alone; and the formulas are exact."""

import importlib.util
import time
from decimal import Decimal, localcontext
from pathlib import Path

import numpy as np
import pytest

from core import Activation, Initializer, Loss, Optimizer, Preprocessing, Regularizer, Schedule
from core.build import data_of, trainer_of
from core.experiment import Choice, layers_from
from core.session import Faulted, Finished, Session, Stopped
from core.training import Trainer

ANCHOR = "PyTorch (detect_anomaly), Lightning (terminate_on_nan)"
CAUSES = ("the learning rate is too large", "the inputs are not scaled", "the weights start too large")


def _set_ups():
    spec = importlib.util.spec_from_file_location("diverging", Path(__file__).with_name("diverging.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


set_ups = _set_ups()


@pytest.fixture(scope="module")
def catalogue(registry):
    return set_ups.catalogue(registry)


@pytest.fixture
def train():
    """``train(experiment, registry)``: the session after it came to rest, and the event that ended it."""
    sessions = []

    def run(experiment, registry):
        session = Session(experiment, registry)
        sessions.append(session)
        session.wait()
        session.run.play()
        end = time.monotonic() + 60
        while time.monotonic() < end:
            for event in session.poll():
                if isinstance(event, (Stopped, Faulted, Finished)):
                    return session, event
            time.sleep(0.002)
        raise AssertionError("it neither ended nor stopped")

    yield run
    for session in sessions:
        session.stop()


def named_step(event):
    """The step that an event names as the first bad one; 0 where nothing was found."""
    if isinstance(event, Faulted):
        return event.fault.step
    return event.error.step if isinstance(event, Stopped) else 0


def as_recorded(session):
    """Whether the training is where it was measured last, and measures the same to the last bit."""

    def look(trainer):
        last = trainer.history.evaluations[-1]
        again = trainer.measure()
        return trainer.step_count == last.step and (again.train_loss, again.test_loss) == (
            last.train_loss,
            last.test_loss,
        )

    return session.run.ask(look).result(20)


def told(event, rate):
    """Whether a message has all of its parts."""
    if isinstance(event, Faulted):
        fault = event.fault
        return all((fault.plugin, fault.hook, fault.arguments, fault.expected, fault.got, fault.hint, fault.step))
    words = str(event.error)
    parts = [f"step {event.error.step:,}:", event.error.tensor, "gradient before", "last good", *CAUSES]
    return bool(event.error.tensor) and all(one in words for one in parts) and (rate is None or f"{rate:g}" in words)


def test_thirty_diverging_trainings_are_found_told_and_taken_back(catalogue, train, record):
    found = messages = restored = 0
    worst, away = 0, []
    every = set_ups.diverging()
    for name, one in every.items():
        first = set_ups.truth(one, catalogue)
        session, event = train(one, catalogue)
        late = abs(named_step(event) - first)
        worst = max(worst, late)
        found += late <= 1
        messages += told(event, dict(one.optimizer.settings).get("learning_rate"))
        if isinstance(event, Stopped):
            back = as_recorded(session)
        else:  # the training rests at the start of the step that the plugin failed in
            back = session.run.ask(lambda t: (t.step_count, t.finite)).result(20) == (first - 1, True)
        restored += back
        if not back:
            away.append((name, event))
    n = len(every)
    record("N1", "The first number that is none is found", n, f"{n} within 1 step", f"{found}, off by {worst}", ANCHOR)
    target = f"{n} messages whole, {n} restored as recorded"
    record("N3", "It is told, and taken back", n, target, f"{messages} and {restored}", ANCHOR)
    assert (found, messages, restored) == (30, 30, 30), away


def test_without_a_look_at_the_weights_a_hidden_one_is_not_found(catalogue, train, monkeypatch):
    """The control: such a weight shows in no loss."""
    one = set_ups.diverging()["a weight behind relu"]
    monkeypatch.setattr(Trainer, "finite", True)
    _, event = train(one, catalogue)
    assert isinstance(event, Finished)


def test_thirty_noisy_trainings_are_left_alone(catalogue, train, record):
    stops = [name for name, one in set_ups.healthy().items() if not isinstance(train(one, catalogue)[1], Finished)]
    control = train(set_ups.diverging()["the wrong sign"], catalogue)[1]
    record("N2", "Noise stops no training", len(set_ups.healthy()), "0 stopped", f"{len(stops)} stopped", ANCHOR)
    assert not stops
    assert not isinstance(control, Finished)


# formulas


def exact(rows, formula):
    """``formula(row)`` of decimals with fifty digits for each row, as float64."""
    with localcontext() as context:
        context.prec = 50
        return np.array([formula([Decimal(float(x)) for x in row]) for row in rows], dtype=object)


def softmax_of(row):
    powers = [(x - max(row)).exp() for x in row]
    total = sum(powers)
    return [one / total for one in powers]


def sigmoid_of(row):
    return [1 / (1 + (-x).exp()) for x in row]


def error_in_eps(found, reference, dtype):
    """The largest relative error in units of the type's eps, where the type has normal numbers for the result."""
    tiny, eps = Decimal(float(np.finfo(dtype).tiny)), Decimal(float(np.finfo(dtype).eps))
    errors = [
        abs(Decimal(float(x)) - r) / r / eps
        for x, r in zip(np.ravel(found), np.ravel(reference), strict=True)
        if r >= tiny
    ]
    return float(max(errors))


def logits(dtype, seed=3):
    """Rows of six, from small ones to 10,000 in size."""
    rng = np.random.default_rng(seed)
    scales = np.repeat([0.1, 1, 10, 80, 700, 10_000], 8)[:, None]
    edges = [[1e4, -1e4, 0, 1e4, -1e4, 0], [0] * 6, [-1e4] * 6, [88, -88, 87, -87, 1e4, 1]]
    return np.concatenate([rng.uniform(-1, 1, (len(scales), 6)) * scales, edges]).astype(dtype)


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
def test_probabilities_and_their_losses_against_fifty_digits(registry, dtype, record):
    z = logits(dtype)
    softmax, sigmoid = (registry.find(Activation, name)() for name in ("softmax", "sigmoid"))
    cross, binary = (registry.find(Loss, name)() for name in ("cross-entropy", "binary-cross-entropy"))
    with np.errstate(all="ignore"):
        bare = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        p, q = softmax.forward(z.copy()), sigmoid.forward(z.copy())
        targets = np.eye(6, dtype=dtype)[np.arange(len(z)) % 6]
        rows = range(len(z))
        losses = [cross.value(p[k : k + 1], targets[k : k + 1]) for k in rows]
        binaries = [binary.value(q[k : k + 1], targets[k : k + 1]) for k in rows]
        slopes = [cross.fused_gradient(p, targets), binary.fused_gradient(q, targets)]
        slopes += [cross.gradient(p, targets), binary.gradient(q, targets)]
    tiny, low = np.finfo(dtype).tiny, dtype(binary.clip)
    high = np.clip(np.array([1], dtype), None, 1 - 1e-7)[0]
    held, clipped = np.maximum(p, tiny), np.clip(q, low, high)
    surprise = exact(held, lambda row: [-x.ln() for x in row])
    expected = [
        sum(Decimal(float(y)) * s for y, s in zip(*pair, strict=True)) for pair in zip(targets, surprise, strict=True)
    ]
    both = exact(clipped, lambda row: [[-x.ln(), -(1 - x).ln()] for x in row])
    pairs = [
        sum(b if y else a for y, (b, a) in zip(ys, row, strict=True)) for ys, row in zip(targets, both, strict=True)
    ]
    errors = {
        "softmax": error_in_eps(p, exact(z, softmax_of), dtype),
        "sigmoid": error_in_eps(q, exact(z, sigmoid_of), dtype),
        "cross-entropy": error_in_eps(losses, expected, dtype),
        "binary cross-entropy": error_in_eps(binaries, pairs, dtype),
    }
    finite = all(np.isfinite(one).all() for one in (p, q, losses, binaries, *slopes))
    name = np.dtype(dtype).name
    words = f"{'all finite' if finite else 'not finite'}; " + ", ".join(f"{k} {v:.1f} eps" for k, v in errors.items())
    promise = f"Logits to 10,000 against 50 digits, {name}"
    most = 4 if dtype is np.float32 else 1e-13 / np.finfo(dtype).eps
    target = f"finite, <= {most:.0f} eps where the type has normal numbers"
    record("N4", promise, z.size, target, words, "Python's decimal", 3)
    assert finite
    assert max(errors.values()) <= most
    assert not np.isfinite(bare).all()  # the control: the formula as it stands


# warnings


def calm(do):
    """What numpy would have warned of while this is done; nothing where it did not. Underflow to 0 is meant to be."""
    try:
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            do()
    except FloatingPointError as error:
        return str(error)
    return ""


def trainings(registry):
    """A short training with every built-in component in turn, by name."""
    hidden = lambda name: layers_from([9, 9], Choice(name))  # noqa: E731
    base = set_ups.experiment((9,), "tanh")
    found = {"as it is": base}
    for cls in registry.all(Activation):
        found[f"activation {cls.name}"] = set_ups.experiment((9, 9), cls.name)
    domains = {"cross-entropy": "softmax", "binary-cross-entropy": "sigmoid"}
    for cls in registry.all(Loss):
        output = Choice(domains.get(cls.name, "softmax"))
        layers = layers_from([9], Choice("tanh"), output)
        found[f"loss {cls.name}"] = set_ups.experiment(loss=Choice(cls.name), layers=layers)
    for cls in registry.all(Optimizer):
        found[f"optimizer {cls.name}"] = set_ups.experiment((9,), "tanh", optimizer=cls.name)
    for kind, field in ((Regularizer, "regularizers"), (Schedule, "schedule"), (Preprocessing, "preprocessing")):
        for cls in registry.all(kind):
            choice = Choice(cls.name)
            found[f"{kind.kind} {cls.name}"] = set_ups.experiment(
                (9,), "tanh", raw=True, **{field: (choice,) if field == "regularizers" else choice}
            )
    for cls in registry.all(Initializer):
        layers = tuple(one.__class__(**vars(one) | {"initializer": Choice(cls.name)}) for one in hidden("tanh"))
        found[f"initializer {cls.name}"] = set_ups.experiment(layers=layers)
    return found


def test_no_built_in_component_makes_numpy_warn(registry, record):
    catalogue = registry.plus(set_ups.entries(set_ups.Points))

    def lived(one):
        def do():
            trainer = trainer_of(one, catalogue, data_of(one, catalogue))
            for _ in range(14):
                trainer.step()
            trainer.measure()

        return do

    every = trainings(registry)
    warned = {name: words for name, one in every.items() if (words := calm(lived(one)))}
    extreme = np.array([[-1e4, -90, -1.0, 0, -0.0, 1, 90, 1e4]], np.float32)
    for cls in registry.all(Activation):
        activation = cls()

        def both(activation=activation):
            a = activation.forward(extreme.copy())
            activation.backward(extreme, a, np.ones_like(a))

        if words := calm(both):
            warned[f"{cls.name} from -10,000 to 10,000"] = words
    n = len(every) + len(registry.all(Activation))
    record("N6", "No warning of numpy's in a built-in component (underflow aside)", n, "0", f"{len(warned)}", "numpy")
    assert not warned
    assert calm(lambda: np.exp(np.float32(1000)))  # the control
