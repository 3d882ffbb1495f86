"""What no plugin brings keeps its place: the experiment can be seen, trains not, and is saved as it was."""

from dataclasses import replace

import pytest

from core.components import Optimizer
from core.errors import BadExperiment
from core.experiment import Choice, Experiment, LayerChoice, layers_from, settled
from core.placeholders import choices_of, missing, with_placeholders
from core.session import Session

STRANGE = (("class", 3), ("rate", 1), ("two words", "x"), ("__new__", True))
UNKNOWN = Experiment(
    dataset=Choice("nowhere"),
    mixed=(Choice("nobody"),),
    preprocessing=Choice("squeeze"),
    layers=(
        LayerChoice(3, Choice("wavy", (("rate", 1),)), Choice("odd"), key=1),
        LayerChoice(3, Choice("wavy", (("rate", 0.5), ("more", True))), key=2),
        LayerChoice(0, Choice("auto"), key=3),
    ),
    loss=Choice("pity"),
    optimizer=Choice("os.system", STRANGE),
    regularizers=(Choice("l3"),),
    augmentations=(Choice("shake"),),
    schedule=Choice("someday"),
)


def test_every_name_that_is_not_there_gets_a_place_and_keeps_its_settings(registry):
    placed = with_placeholders(UNKNOWN, registry)
    assert len(missing(placed)) == 10
    assert settled(UNKNOWN, placed).to_json() == UNKNOWN.to_json()


def test_a_registry_that_has_everything_stays_the_same(registry):
    assert with_placeholders(Experiment(), registry) is registry


def test_places_go_once_nothing_needs_them(registry):
    placed = with_placeholders(UNKNOWN, registry)
    assert missing(with_placeholders(Experiment(), placed)) == ()


def test_a_placeholder_cannot_be_made(registry):
    with pytest.raises(BadExperiment, match=r"optimizer 'os\.system' is from a plugin that is not here"):
        UNKNOWN.optimizer.make(with_placeholders(UNKNOWN, registry), Optimizer)


def test_every_kind_of_component_is_looked_at():
    kinds = {kind.kind for kind, _ in choices_of(UNKNOWN)}
    assert len(kinds) == 9
    assert all(str(name) in str(choices_of(UNKNOWN)) for name in ("nobody", "wavy", "someday"))


def test_it_trains_not_until_another_is_chosen_and_then_goes_on_from_its_weights(blobs):
    known = Experiment(dataset=Choice("blobs"), layers=layers_from([5], Choice("relu")))
    first = Session(known, blobs)
    first.wait()
    first.run.ask(lambda trainer: trainer.step()).result()
    start = first.run.ask(lambda trainer: (trainer.moment(), trainer.history.copy())).result()
    first.stop()
    unknown = replace(known, optimizer=Choice("wavy"))
    session = Session(unknown, with_placeholders(unknown, blobs), start)
    try:
        with pytest.raises(BadExperiment, match="optimizer 'wavy' is from a plugin that is not here"):
            session.wait()
        session.change(known, "Choose adam")
        session.wait()
        moment = session.run.ask(lambda trainer: trainer.moment()).result()
    finally:
        session.stop()
    assert moment.step == 1
    assert moment.parameters.tobytes() == start[0].parameters.tobytes()
