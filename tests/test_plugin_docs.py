"""The pages on plugins tell the truth: every example on them loads, passes its checks, and is used."""

import re
from pathlib import Path

import pytest

from core.components import KINDS
from core.contracts import check_file
from core.session import Session

DOCS = Path(__file__).parent.parent / "docs"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = BLOCK.findall((DOCS / "plugins.md").read_text(encoding="utf-8"))
FIRST = BLOCK.findall((DOCS / "first-activation.md").read_text(encoding="utf-8"))


def hook(source):
    """The hook that a source implements."""
    return re.search(r"@hookimpl\ndef (\w+)", source).group(1)


def test_there_is_a_worked_example_for_every_hook():
    assert sorted(map(hook, EXAMPLES)) == sorted(KINDS)


@pytest.mark.parametrize("source", [*EXAMPLES, *FIRST], ids=hook)
def test_an_example_is_short_and_passes_its_checks_without_a_hint(tmp_path, source):
    path = tmp_path / "example.py"
    path.write_text(source, encoding="utf-8")
    entries, hints = check_file(path, "plugins")
    assert hints == ()
    assert len(entries) == 1
    assert len([line for line in source.splitlines() if line.strip()]) <= 25


def test_all_of_them_take_part_in_one_training(tmp_path, registry):
    from core.experiment import Choice, Experiment, Stopping, layers_from
    from core.host import load_source

    for source in (one for one in EXAMPLES if hook(one) != "augmentations"):
        registry = registry.plus(load_source(tmp_path / f"{hook(source)}.py", source.encode()))
    experiment = Experiment(
        dataset=Choice("rings"),
        preprocessing=Choice("threshold"),
        layers=layers_from([8], Choice("ripple"), Choice("softmax")),
        loss=Choice("log-cosh"),
        optimizer=Choice("sign-momentum"),
        regularizers=(Choice("soft-threshold"),),
        schedule=Choice("halving"),
        stopping=Stopping(epochs=3),
    )
    from core.components import Visualization

    session = Session(experiment, registry)
    try:
        session.wait()
        session.run.play(5)
        assert session.run.ask(lambda trainer: trainer.recipe.loss.name).result(20) == "log-cosh"
        while (snapshot := session.run.take()) is None or snapshot.step < 5:
            pass
        figure = registry.find(Visualization, "confidence")().draw(snapshot)
        assert figure.groups[0].counts.sum() == len(snapshot.data.test.inputs)
    finally:
        session.stop()


def test_the_first_activation_learns(tmp_path, capsys):
    from core.cli import main

    (path := tmp_path / "bump.py").write_text(FIRST[0], encoding="utf-8")
    told = (DOCS / "first-activation.md").read_text(encoding="utf-8")
    command = re.search(r"^inknet (train .*--plugin bump.py.*)$", told, re.MULTILINE).group(1)
    assert main([*command.replace("bump.py", str(path)).split(), "--json"], "plugins") == 0
    assert '"test_accuracy"' in capsys.readouterr().out
