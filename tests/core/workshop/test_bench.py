"""The bench examines and pictures a file in a process of its own, and survives whatever the file does there."""

import json
import time

import numpy as np
import pytest

from core.bench import Bench, Failed, Passed
from core.bench.pictures import parts_of
from core.bench.section import Section, read_line, section_text, verdict_text
from core.components import KINDS
from core.contracts.views import fault_of, same
from core.errors import BadData
from core.export import as_json
from core.figure_form import figure_of, from_json, packed
from core.figures import (
    Axis,
    Bars,
    Bins,
    Curve,
    Diagram,
    Frames,
    Heatmap,
    Histogram,
    Image,
    Lines,
    Node,
    Note,
    Panels,
    Points,
    Table,
    Tiles,
)

PRINTS = "    def forward(self, z):\n"


@pytest.fixture
def bench(tmp_path):
    """``bench(source)``: an examination under way; it is ended with the test."""
    started = []

    def bench(source, seconds=10.0):
        started.append(Bench(tmp_path / "own.py", source.encode(), "plugins", seconds))
        return started[-1]

    yield bench
    for one in started:
        one.cancel()


def test_sections_come_one_by_one_with_pictures_and_a_verdict(bench, tools):
    one = bench(tools.wave.replace(PRINTS, PRINTS + "        print('called')\n"))
    states, seen = [], []
    while not one.done:
        for section in one.poll():
            states.append((section.key, section.state))
            seen.append(section.key)
        time.sleep(0.01)
    assert isinstance(one.verdict, Passed)
    assert one.verdict.provides == (("activation", "wave"),)
    assert one.verdict.hash == one.hash
    keys = ["load", "wave.contract", "wave.curve", "wave.derivative", "wave.range", "wave.speed", "surroundings"]
    assert list(one.sections) == keys
    assert all(states.index((key, "running")) < states.index((key, one.sections[key].state)) for key in keys[1:-1])
    assert {section.state for section in one.sections.values()} == {"ok"}
    curve = one.sections["wave.curve"].figure
    assert isinstance(curve, Lines)
    assert np.allclose(curve.curves[0].y, np.sin(curve.curves[0].x))
    assert "called" in one.printed
    assert one.poll() == []


def test_a_wrong_slope_fails_with_its_line_and_is_pictured(bench, tools):
    source = tools.wave.replace("np.cos", "1.01 * np.cos")
    one = bench(source)
    verdict = one.wait()
    assert isinstance(verdict, Failed)
    line = source.splitlines().index("    def derivative(self, z, a):") + 1
    assert verdict.line == line == one.sections["wave.contract"].line
    assert one.sections["wave.contract"].state == one.sections["wave.derivative"].state == "failed"
    assert "measured in small steps" in [c.name for c in one.sections["wave.derivative"].figure.curves]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("while True: pass", "did not answer within 3 s"),
        ("__import__('os')._exit(3)", "a plugin may not leave the program"),
        ("__import__('os').abort()", "crashed Python"),
    ],
)
def test_what_hangs_or_leaves_is_told_with_the_line_that_it_was_at(bench, tools, fault, words):
    source = tools.wave.replace(PRINTS, PRINTS + f"        {fault}\n")
    one = bench(source, 3.0)
    verdict = one.wait()
    assert isinstance(verdict, Failed)
    assert words in verdict.message
    assert "forward" in source.splitlines()[verdict.line - 1] or fault in source.splitlines()[verdict.line - 1]
    assert one.sections["wave.contract"].state == "failed"


@pytest.mark.parametrize(
    ("source", "words"),
    [("", "it provides nothing"), ("x = (\n", "was never closed"), ("import nothing\n", "pip install")],
)
def test_what_does_not_load_is_refused(bench, source, words):
    one = bench(source)
    verdict = one.wait()
    assert isinstance(verdict, Failed)
    assert words in verdict.message
    assert next((key, section.state) for key, section in one.sections.items()) == ("load", "failed")


def test_it_can_be_cancelled_and_leaves_no_process(bench, tools):
    one = bench(tools.wave.replace(PRINTS, PRINTS + "        time.sleep(100)\n"))
    one.poll()
    one.cancel()
    assert one.done
    assert one._process.returncode is not None
    assert one.poll() == []


def test_reports_are_read_back_and_nonsense_raises_nothing_else():
    figure = Lines(title="a", curves=(Curve(np.arange(3.0), np.ones(3)),))
    section = read_line(section_text(Section("k", "t", "hint", "w", figure, 7, 0.25)))
    assert (section.key, section.title, section.state, section.words, section.line) == ("k", "t", "hint", "w", 7)
    assert same(section.figure, figure)
    for verdict in (Passed("ab", (("loss", "l"),), ("h",)), Failed("no", 3), Failed("no")):
        assert read_line(verdict_text(verdict)) == verdict
    for line in (
        "",
        "[]",
        "{}",
        "1",
        '{"section": {}}',
        '{"passed": 3}',
        '{"a": 1, "b": 2}',
        '{"other": {}}',
        "[" * 9999,
    ):
        with pytest.raises(BadData):
            read_line(line)


ONE_OF_EACH = [
    Lines(
        title="t",
        curves=(Curve(np.arange(3.0), np.ones(3), "a", "train", np.zeros(3), np.zeros(3), np.ones(3)),),
        y=Axis("y", "s", True, 0.0, 2.0),
        marks=((2.0, "version 2"),),
    ),
    Bars(names=("a", "b"), values=np.array([1.5, 2.5]), chosen=1),
    Image(values=np.eye(3), extent=(0.0, 1.0, 0.0, 2.0), classes=("a",), strength=np.ones((3, 3)), limit=2.0),
    Tiles(
        images=np.ones((2, 3, 3)), names=("a", "b"), samples=np.array([4, 5]), marked=np.array([True, False]), more=3
    ),
    Points(points=np.ones((4, 2)), labels=np.arange(4), behind=Image(values=np.eye(2)), samples=np.arange(4)),
    Heatmap(values=np.eye(2), rows=("a", "b"), columns=("c", "d"), samples={(0, 1): np.array([1, 2])}, numbers=False),
    Histogram(groups=(Bins(np.arange(4.0), np.arange(3), "g", "test"),), x=Axis("x")),
    Table(columns=("a", "b"), rows=(("1", "2"), ("3", "4"))),
    Note(text="nothing yet", note="n"),
    Diagram(nodes=(Node("x", "n x 2", 0.0, 1.0, "given"), Node("z")), arrows=((0, 1), (1, 0))),
    Panels(figures=(Note(text="a"), Table(columns=("a",), rows=(("1",),))), columns=2),
]


@pytest.mark.parametrize("figure", [*ONE_OF_EACH, Frames(figures=tuple(ONE_OF_EACH[:1] * 2), seconds=0.5)], ids=str)
def test_every_kind_of_figure_crosses_as_json_and_comes_back_the_same(figure):
    assert same(from_json(as_json(figure)), figure)
    assert same(figure_of(json.loads(json.dumps(packed(figure)))), figure)


def test_what_is_not_finite_comes_back_as_nan_and_nonsense_is_refused():
    figure = Bars(names=("a", "b", "c"), values=np.array([1.0, np.nan, np.inf]))
    assert np.isnan(from_json(as_json(figure)).values[1:]).all()
    assert same(figure_of(json.loads(json.dumps(packed(figure)))), figure)
    for text in ("", "{}", '{"kind": "nothing"}', '{"kind": "bars"}', '{"kind": "lines", "curves": 3}', "[1]"):
        with pytest.raises(BadData):
            from_json(text)


def names(registry, kind):
    return [name for k, name in registry.entries if k == kind]


@pytest.mark.parametrize("kind", [cls.kind for cls in KINDS.values()])
@pytest.mark.parametrize("which", ["one", pytest.param("all", marks=pytest.mark.long)])
def test_every_built_in_component_can_be_pictured(registry, kind, which):
    quick = {"dataset": "spiral", "visualization": "loss-curve", "optimizer": "momentum", "augmentation": "shift"}
    some = [quick.get(kind, names(registry, kind)[0])] if which == "one" else names(registry, kind)
    for name in some:
        component = registry.entries[kind, name].cls()
        parts = parts_of(component, registry)
        assert len({part.key for part in parts}) == len(parts) > 0
        for part in parts:
            with np.errstate(all="ignore"):
                outcome = part.make()
            assert outcome.state in ("ok", "hint"), (part.key, outcome.words)
            assert outcome.words.endswith((".", "small"))
            if outcome.figure is not None:
                assert fault_of(from_json(as_json(outcome.figure))) == ""
