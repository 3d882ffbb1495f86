"""A network as short text, ``784-128-64-10``, both ways."""

from __future__ import annotations

import re

from .data import Data
from .experiment import LayerChoice, with_hidden

WIDEST = 1_000_000


def read_layers(
    text: str, layers: tuple[LayerChoice, ...], data: Data | None
) -> tuple[tuple[LayerChoice, ...] | None, str]:
    """The layers that the text asks for, or None and a sentence that says what is wrong with it.

    Input and output are what the data need; they may be left as they are or left out.
    """
    words = [word for word in re.split(r"[-–,\s]+", text.strip()) if word]
    if not all(word.isdigit() for word in words):
        wrong = next(word for word in words if not word.isdigit())
        return None, f"'{wrong}' is not a number of units. Write whole numbers with - between them."
    numbers = [int(word) for word in words]
    if data is not None:
        if len(numbers) < 2 or numbers[0] != data.features:
            return None, f"The input has {data.features} numbers; begin with {data.features}-."
        if numbers[-1] != data.outputs:
            what = "classes" if data.task == "classification" else "targets"
            return None, f"There are {data.outputs} {what}; end with -{data.outputs}."
        numbers = numbers[1:-1]
    for units in numbers:
        if not 1 <= units <= WIDEST:
            return None, f"{units:,} units: a layer has 1 to {WIDEST:,}."
    return with_hidden(layers, numbers), ""
