"""Mistakes as learners make them: each is told with its line and a hint of its own."""

import re

import pytest

from core.contracts import check_file
from core.errors import BadPlugin

FORWARD = "        return np.sin(self.frequency * z)\n"
DERIVATIVE = "        return self.frequency * np.cos(self.frequency * z)\n"
VELOCITY = '        state["velocity"][:] = self.keep * state["velocity"] + gradient\n'
STEP = '        parameters -= self.learning_rate * state["velocity"]\n'
INIT = '        return {"velocity": np.zeros_like(parameters)}\n'
LOSS = '''import numpy as np
from core import Loss, hookimpl


class Miss(Loss):
    """Half the squared miss."""

    def value(self, prediction, target):
        return float(0.5 * ((prediction - target) ** 2).sum()) / len(target)

    def gradient(self, prediction, target):
        return (prediction - target) / len(target)


@hookimpl
def losses():
    return [Miss]
'''
# the source, what is replaced by what, and the words that only this mistake is answered with
WRONG = {
    "derivative off by one per cent": (
        "wave",
        DERIVATIVE,
        "        return 1.01 * np.cos(z)\n",
        "mend the formula of one",
    ),
    "derivative without the inner factor": (
        "wave",
        "return self.frequency * np.cos",
        "return np.cos",
        "frequency = 1.5",
    ),
    "no import of numpy": ("wave", "import numpy as np\n", "", "import numpy as np"),
    "setting without self": ("wave", "np.sin(self.frequency", "np.sin(frequency", "read as self.frequency"),
    "unknown function of numpy": ("wave", "np.sin(", "np.sine(", "numpy has no 'sine'"),
    "if over an array": ("wave", FORWARD, "        return z if z > 0 else 0 * z\n", "use np.where"),
    "math over an array": ("wave", FORWARD, "        import math\n        return math.sin(z)\n", "such as np.exp"),
    "no return": ("wave", FORWARD, "        np.sin(z)\n", "end it with return"),
    "input changed in place": ("wave", FORWARD, "        z *= self.frequency\n        return np.sin(z)\n", "z = z * 2"),
    "one number for all": ("wave", FORWARD, "        return np.sin(z).mean()\n", "not one number"),
    "sum over the batch": ("wave", FORWARD, "        return np.sin(z) - z.mean(axis=0)\n", "work along axis 1 only"),
    "logarithm of what is below 0": ("wave", FORWARD, "        return np.log(z)\n", "guard the division, logarithm"),
    "setting changed by itself": (
        "wave",
        FORWARD,
        "        self.count = 1\n        return np.sin(z)\n",
        "may not change itself",
    ),
    "self forgotten": ("wave", "def forward(self, z):", "def forward(z):", "begins with self"),
    "colon forgotten": ("wave", "def forward(self, z):", "def forward(self, z)", "end the line with a colon"),
    "wrong indentation": ("wave", FORWARD, "        z = 2 * z\n      return np.sin(z)\n", "four spaces"),
    "annotation without setting": (
        "wave",
        'frequency: float = setting(default=1.0, low=0.1, high=10, help="Waves per unit")',
        "frequency: float = 1.0",
        "setting(default=...)",
    ),
    "own __init__": (
        "wave",
        "    def forward(self",
        "    def __init__(self):\n        pass\n\n    def forward(self",
        "__init__ of its own",
    ),
    "object for a class": ("wave", "return [Wave]", "return [Wave()]", "drop its parentheses"),
    "misspelt hook": ("wave", "def activations", "def activation", "did you mean 'activations'"),
    "hook without a mark": ("wave", "@hookimpl\n", "", "it provides nothing"),
    "one class, not a list": ("wave", "return [Wave]", "return Wave", "expected a list of classes"),
    "name that core has not": (
        "wave",
        "from core import Activation,",
        "from core import Activation, Dropout,",
        "core has no 'Dropout'",
    ),
    "package that is not there": ("wave", "import time\n", "import scikitlearn\n", "pip install scikitlearn"),
    "loss not divided by the batch": ("loss", ".sum()) / len(target)", ".sum())", "divide a sum by len(target)"),
    "gradient not divided by the batch": (
        "loss",
        "(prediction - target) / len(target)",
        "(prediction - target)",
        "divide it by len(target)",
    ),
    "loss as an array": (
        "loss",
        "float(0.5 * ((prediction - target) ** 2).sum()) / len(target)",
        "(prediction - target) ** 2",
        "float(total)",
    ),
    "shapes that do not match": (
        "loss",
        "(prediction - target) / len(target)",
        "(prediction - target[:, :2]) / len(target)",
        "keepdims=True",
    ),
    "parameters bound to a new array": (
        "glide",
        STEP,
        "        parameters = parameters - gradient\n",
        "write parameters -= ... there",
    ),
    "state that init did not give": ("glide", INIT, "        return {}\n", "init must have returned"),
    "state that grows": (
        "glide",
        VELOCITY,
        VELOCITY + '        state["n"] = np.ones(1)\n',
        "change its arrays in place",
    ),
    "memory outside the state": (
        "glide",
        STEP,
        "        Glide.n = getattr(Glide, 'n', 0) + 1\n        parameters -= gradient * Glide.n\n",
        "keep memory in state alone",
    ),
    "divided by zero": ("glide", STEP, "        parameters -= gradient / (step - 1)\n", "guard its divisions"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_each_mistake_is_told_with_its_place_and_its_own_hint(tools, tmp_path, mistake):
    kind, old, new, hint = WRONG[mistake]
    source = {"wave": tools.wave, "glide": tools.glide, "loss": LOSS}[kind]
    assert old in source
    path = tmp_path / "own.py"
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadPlugin) as caught:
        check_file(path, "plugins")
    told = str(caught.value)
    assert hint in told
    assert re.match(rf"{re.escape(str(path))}(:\d+)?: ", told)


def test_hints_are_many_and_each_is_for_something_else():
    from core.faults import HINTS

    assert len(HINTS) >= 20
    assert len({hint.words for hint in HINTS}) == len(HINTS) == len({hint.name for hint in HINTS})


def test_what_could_be_better_is_a_hint_and_no_error(tools, tmp_path):
    source = tools.wave.replace(', help="Waves per unit"', "").replace('    """Up and down."""\n', "")
    (tmp_path / "own.py").write_text(source)
    hints = check_file(tmp_path / "own.py")[1]
    assert any("no docstring" in hint for hint in hints)
    assert any("has no help" in hint for hint in hints)


@pytest.mark.parametrize("kink", ["np.maximum(z, 0)", "np.abs(z)", "np.clip(z, -1, 1)"])
def test_kinks_are_no_mistakes(tools, tmp_path, kink):
    slope = {
        "np.maximum(z, 0)": "(z > 0) * 1.0",
        "np.abs(z)": "np.sign(z)",
        "np.clip(z, -1, 1)": "(np.abs(z) < 1) * 1.0",
    }
    source = tools.wave.replace(FORWARD, f"        return {kink}\n").replace(
        DERIVATIVE, f"        return {slope[kink]}\n"
    )
    (tmp_path / "own.py").write_text(source)
    check_file(tmp_path / "own.py")
