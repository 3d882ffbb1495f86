"""Schedule, augmentation, averaging and validation as forms: every field is one edit, and undo shows in the form."""

from dataclasses import replace

import pytest

from core.averaging import Averaging
from core.experiment import Choice, Experiment
from core.session import Session
from desktop.additions import Additions
from desktop.live import Live


@pytest.fixture
def additions(qtbot, look, found):
    """The forms over a session in which nothing was loaded."""
    live = Live(Session(Experiment(), found.registry, begin=False))
    widget = Additions(look, live, found.registry)
    qtbot.addWidget(widget)
    live.edited.connect(widget.show_experiment)
    yield widget, live
    live.session.stop()


def choose(picker, name):
    picker.combo.setCurrentIndex(picker.combo.findData(name))
    picker.combo.activated.emit(picker.combo.currentIndex())


def test_a_schedule_is_chosen_tuned_and_taken_away(additions):
    widget, live = additions
    choose(widget.schedule, "one-cycle")
    assert live.experiment.schedule == Choice("one-cycle")
    widget.schedule.setting_changed.emit("one-cycle", "peak", 0.2)
    assert live.experiment.schedule == Choice("one-cycle", (("peak", 0.2),))
    live.undo()
    live.undo()
    assert live.experiment.schedule is None
    assert widget.schedule.name == ""


def test_an_augmentation_leaves_others_behind_it_as_they_are(additions):
    widget, live = additions
    live.edit(lambda e: replace(e, augmentations=(Choice("scale"), Choice("shift"))), "Two of them")
    choose(widget.augmentation, "distortion")
    widget.augmentation.setting_changed.emit("distortion", "rotation", 5.0)
    assert live.experiment.augmentations == (Choice("distortion", (("rotation", 5.0),)), Choice("shift"))
    choose(widget.augmentation, "")
    assert live.experiment.augmentations == (Choice("shift"),)
    assert live.session.undo_label == "Choose augmentation"


def test_averaging_and_validation_reach_the_experiment(additions):
    widget, live = additions
    widget.averaging.changed.emit("averaging", 2.0)
    widget.averaging.changed.emit("averaging_from", 3)
    widget.samples.changed.emit("validation", 0.1)
    widget.samples.changed.emit("fresh_samples", True)
    assert live.experiment.averaging == Averaging(epochs=2.0, start=3)
    assert (live.experiment.sampling.validation, live.experiment.sampling.fresh) == (0.1, True)
    assert widget.averaging.values() == {"averaging": 2.0, "averaging_from": 3}
    assert widget.samples.values() == {"validation": 0.1, "fresh_samples": True}
    assert "4 changed" in widget.fold.more.text()
