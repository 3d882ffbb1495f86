"""One figure of each kind, in its plain form and as bad as a diverged run makes it."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from core import (
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
from desktop.figures.export import offscreen
from desktop.look import Theme

SIZES = ((300, 180), (900, 600))


def plain():
    """A figure of each kind, by name."""
    rng = np.random.default_rng(3)
    steps = np.arange(1, 401.0)
    loss = 2 * np.exp(-steps / 90) + 0.1
    ground = Image(
        values=np.arange(100).reshape(10, 10) % 3, colours="classes", classes=("a", "b", "c"), extent=(-3, 3, -3, 3)
    )
    labels = rng.integers(0, 3, 200)
    bars = Bars(title="Answer", names=tuple("0123456789"), values=np.arange(10.0), chosen=9, y=Axis("share", "%"))
    return {
        "lines": Lines(
            title="Loss",
            note="Lower is better.",
            curves=(
                Curve(steps, loss, name="train", role="train", raw=loss + rng.normal(0, 0.1, 400)),
                Curve(steps[::50], loss[::50] + 0.1, name="test", role="test"),
            ),
            x=Axis("step"),
            y=Axis("loss"),
        ),
        "log lines": Lines(curves=(Curve(steps, loss, low=loss / 2, high=loss * 2),), y=Axis("loss", log=True)),
        "bars": bars,
        "signed bars": Bars(names=("up", "down"), values=np.array([2.5, -1])),
        "many bars": Bars(names=tuple(map(str, range(300))), values=rng.random(300)),
        "image": Image(values=rng.normal(size=(28, 28)), colours="diverging"),
        "plane": ground,
        "tiles": Tiles(
            images=rng.integers(0, 256, (40, 28, 28), dtype=np.uint8),
            names=tuple(f"{k % 10}  98 %" for k in range(40)),
            samples=np.arange(40) * 3,
            marked=np.arange(40) % 7 == 0,
            more=60,
        ),
        "points": Points(
            points=rng.normal(size=(200, 2)),
            labels=labels,
            classes=("a", "b", "c"),
            samples=np.arange(200),
            behind=ground,
        ),
        "way": Points(points=np.array([[-2.0, 2], [1, 1], [-1, 0]]), behind=ground, joined=True),
        "space": Points(points=rng.normal(size=(200, 3)), labels=labels, classes=("a", "b", "c")),
        "heatmap": Heatmap(
            values=np.diag(np.arange(90, 100)),
            rows=tuple("0123456789"),
            columns=tuple("0123456789"),
            row_label="true class",
            column_label="answer",
            samples={(3, 3): np.array([4, 8])},
        ),
        "histogram": Histogram(
            groups=tuple(
                Bins(np.linspace(-1, 1, 41), np.histogram(rng.normal(0, 0.3, 999), 40, (-1, 1))[0], f"Hidden {k}")
                for k in (1, 2)
            ),
            x=Axis("weight"),
        ),
        "table": Table(columns=("optimizer", "accuracy"), rows=(("adam", "97.8 %"), ("momentum", "97.1 %"))),
        "note": Note(text="No curves yet. Loss and accuracy appear with the first step."),
        "diagram": Diagram(
            nodes=(
                Node("x", "n x 784", role="given"),
                Node("W", "784 x 10", across=1, role="learned"),
                Node("z = x W", "n x 10", along=1),
                Node("L", "1", along=2, role="result"),
            ),
            arrows=((0, 2), (1, 2), (2, 3)),
        ),
        "panels": Panels(figures=(ground, bars, Note(title="Later", text="Nothing yet."))),
        "frames": Frames(figures=(bars, Bars(names=tuple("0123456789"), values=np.arange(10.0)[::-1]))),
    }


def broken():
    """Figures with values that are no numbers, among others or only such, and figures with nothing in them."""
    bad = np.array([1.0, np.nan, np.inf, -np.inf, 2.0])
    none = np.full(5, np.nan)
    x = np.arange(5.0)
    two = np.stack([x, bad], axis=1)
    return {
        "lines": Lines(curves=(Curve(x, bad, raw=bad, low=bad, high=bad), Curve(x, none, name="b"), Curve(bad, x))),
        "log lines": Lines(curves=(Curve(x, bad), Curve(x, -x)), x=Axis(log=True), y=Axis(log=True)),
        "no lines": Lines(curves=()),
        "empty line": Lines(curves=(Curve(x[:0], x[:0], name="none"), Curve(x[:1], x[:1], name="one"))),
        "flat line": Lines(curves=(Curve(x, x * 0 + 7), Curve(x, x * 0 - 7)), y=Axis(low=7, high=7)),
        "bars": Bars(names=tuple("abcde"), values=bad),
        "no bars": Bars(names=(), values=x[:0]),
        "bars of nothing": Bars(names=tuple("abcde"), values=none),
        "image": Image(values=np.stack([bad, none])),
        "image of nothing": Image(values=np.stack([none, none]), colours="diverging", extent=(0, 1, 0, 1)),
        "classes": Image(values=np.stack([bad, none]), colours="classes", classes=("a", "b")),
        "empty image": Image(values=np.zeros((0, 0))),
        "tiles": Tiles(images=np.stack([bad, none]).reshape(2, 1, 5)),
        "no tiles": Tiles(images=np.zeros((0, 28, 28)), more=3),
        "points": Points(points=two, labels=np.array([0, 1, 2, 1, 40]), classes=("a", "b")),
        "no points": Points(points=np.zeros((0, 2))),
        "points of nothing": Points(points=np.full((4, 3), np.nan)),
        "one point": Points(points=np.ones((1, 3))),
        "heatmap": Heatmap(values=np.stack([bad, none]), rows=("a", "b"), columns=tuple("abcde")),
        "empty heatmap": Heatmap(values=np.zeros((0, 0)), rows=(), columns=()),
        "histogram": Histogram(groups=(Bins(np.append(x, np.inf), bad), Bins(np.full(6, np.nan), none))),
        "no histogram": Histogram(groups=()),
        "empty histogram": Histogram(groups=(Bins(x[:1], x[:0], "none"), Bins(x, x[:4] * 0, "zero"))),
        "table": Table(columns=(), rows=()),
        "note": Note(text=""),
        "way to nowhere": Points(points=two, joined=True),
        "empty diagram": Diagram(nodes=()),
        "diagram of one place": Diagram(nodes=(Node(""), Node("b")), arrows=((0, 0), (0, 1))),
        "no panels": Panels(figures=()),
        "panels of nothing": Panels(figures=(Points(points=two), Bars(names=(), values=x[:0]))),
        "frames": Frames(figures=()),
    }


PLAIN, BROKEN = plain(), broken()


@pytest.fixture(scope="session", params=["light", "dark"])
def theme(request, look):
    """Either theme."""
    return Theme(request.param)


@pytest.fixture
def show(qapp, look):
    """``show(figure, theme, size)``: a renderer that shows it, as no screen sees it; gone after the test."""
    shown = []

    def made(figure, theme=look.theme, size=SIZES[0]):
        renderer = offscreen(figure, theme, *size)
        shown.append(renderer)
        QApplication.processEvents()
        return renderer

    yield made
    for renderer in shown:
        renderer.hide()
        renderer.deleteLater()


@pytest.fixture
def point():
    """``point(widget, x, y)``: move the pointer there, without a button."""

    def move(widget, x, y):
        at = QPointF(x, y)
        none, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(QEvent.Type.MouseMove, at, widget.mapToGlobal(at), none, none, keys)
        QApplication.sendEvent(widget, event)

    return move


@pytest.fixture
def picture_of():
    """What a renderer paints, (rows, columns, 4) uint8, on the panel's colour."""

    def taken(renderer):
        image = QImage(renderer.size(), QImage.Format.Format_RGBA8888)
        image.fill(renderer.theme["panel"])
        renderer.render(image)
        return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()

    return taken
