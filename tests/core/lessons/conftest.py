"""A lesson that is sound, to be changed in one place."""

import pytest

SOUND = """+++
title = "Two moons"
order = 3
summary = "A border that bends."
views = ["loss-curve"]
locked = ["dataset"]
hidden = ["plugins"]
start = "bent"

[recipes.straight]
title = "No hidden layer"
dataset = { name = "moons", train = 200, test = 100 }
preprocessing = "none"
layers = []
epochs = 3
broken = true

[recipes.bent]
based_on = "straight"
layers = [16, 8]
activation = "tanh"
optimizer = { name = "adam", learning_rate = 0.01 }
epochs = 30
article = 0.99
asked = ">= 0.9"
broken = false
+++

The first words, with $z = x W$ and **weight**.

- one
- two, which goes
  on here

$$ \\frac{a}{b} $$

## Bend it

![The plane](view:decision-regions)

[Run it](recipe:bent)

- [ ] Reach 90 %.
  check: test_accuracy >= 90 %
  hint: Press `Train`.
- [ ] Look.
  check: view loss-curve is open and recipe straight was run
  answer: Nothing
    to see.

```
## not a step
```
"""


@pytest.fixture
def text():
    """The text of a lesson without a mistake."""
    return SOUND


@pytest.fixture
def write(tmp_path):
    """Write a lesson file."""

    def write(content, name="moons.md"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
