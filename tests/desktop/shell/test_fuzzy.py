"""Finding by a few letters: what people mean comes first, and what does not fit is not there."""

import pytest

from desktop.shell.finder import runs
from desktop.shell.fuzzy import fit

NAMES = [
    "Use relu in Hidden 1",
    "Use leaky-relu in Hidden 1",
    "Use relu in Output",
    "Remove Hidden 1",
    "Reset weights",
    "Save project",
    "Save project as",
    "Step one batch",
    "Open Loss",
    "Optimizer adam",
]


def first(typed):
    fits = [(found.score, name) for name in NAMES if (found := fit(typed, name))]
    return max(fits)[1] if fits else None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("relu hid", "Use relu in Hidden 1"),
        ("hidden relu", "Use relu in Hidden 1"),
        ("LEAKY", "Use leaky-relu in Hidden 1"),
        ("save", "Save project"),
        ("stb", "Step one batch"),
        ("loss", "Open Loss"),
        ("adam", "Optimizer adam"),
        ("rem", "Remove Hidden 1"),
        ("xyz", None),
        ("relu xyz", None),
    ],
)
def test_what_is_meant_comes_first(typed, name):
    assert first(typed) == name


def test_other_words_for_a_thing_find_it_too_but_after_its_own():
    assert fit("delete", "Remove Hidden 1", "delete") is not None
    assert fit("remove", "Remove Hidden 1").score > fit("delete", "Remove Hidden 1", "delete").score


def test_the_places_of_the_letters_are_told():
    found = fit("rel hid", "Use relu in Hidden 1")
    assert "".join(letter if k in found.places else "." for k, letter in enumerate("Use relu in Hidden 1")) == (
        "....rel.....Hid....."
    )
    assert runs("Use relu", (4, 5, 6)) == [("Use ", False), ("rel", True), ("u", False)]


def test_letters_strewn_over_a_long_name_do_not_count():
    assert fit("uh1", "Use softplus in whatever Hidden 1 is") is None
