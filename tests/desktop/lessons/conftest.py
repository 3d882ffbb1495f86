"""A lesson of its own on a small data set, and a window that finds it."""

import pytest

LESSON = """+++
title = "Moons"
summary = "Two crescents."
order = 0
start = "straight"
views = ["decision-regions"]
locked = ["dataset", "loss"]
hidden = ["plugins"]

[recipes.straight]
title = "No hidden layer"
dataset = { name = "moons" }
preprocessing = "none"
layers = []
optimizer = { name = "adam", learning_rate = 0.01 }
epochs = 3

[recipes.bent]
based_on = "straight"
layers = [8]
+++

The border is where $x W + b = 0$.

$$ p = \\frac{1}{1 + e^{-z}} $$

[Try it without a hidden layer](recipe:straight)

[Try it with one](recipe:bent)

- [ ] Add a hidden layer.
  check: layers >= 1
  hint: The second recipe has one.

- [ ] Think of $\\eta$.
  check: by hand
  answer: Nothing more.

- [ ] Run the second recipe.
  check: recipe bent was run

- [ ] Look at the loss.
  check: view loss-curve is open

## Further

![Classifiers of the plane](view:frontiers)

- [ ] Train it.
  check: step >= 1 and layers >= 1
"""


@pytest.fixture(scope="module")
def lesson_folder(tmp_path_factory):
    """The user's folder of lessons, with one that is sound and one that has a mistake."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
            patch.setenv(name, str(tmp_path_factory.getbasetemp()))
        from core.folders import lesson_folder

        folder = lesson_folder()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "moons.md").write_text(LESSON, encoding="utf-8")
        (folder / "torn.md").write_text('+++\ntitle = "Torn"\nview = []\n+++\n\nText.\n', encoding="utf-8")
        yield folder
