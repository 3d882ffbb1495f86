"""Borders between classes: of classifiers drawn at random, and of the network that was trained."""

import numpy as np

from core import Axis, Image, Note, Panels, Points, Visualization, hookimpl, setting

from .decision_regions import MOST, plane
from .reading import DIVERGED, NO_CLASSES, answers, truths


class Frontiers(Visualization):
    """A random binary and a random multiclass linear classifier beside the network, over the same plane.

    A linear classifier gives every class a score x W + b; the border of two classes is where their scores are equal,
    which is a straight line. Two classes have half-planes, more have convex cells.
    """

    title = "Frontiers"
    reading = (
        "Linear classifiers cut the plane along straight lines, into half-planes or convex cells; hidden layers bend "
        "the lines."
    )
    classes: int = setting(default=4, low=3, high=8, help="Classes of the random multiclass classifier")
    draw_again: int = setting(default=1, low=1, high=9999, help="Another number draws other random classifiers")
    resolution: int = setting(default=90, low=10, high=300, help="Points along each side at which each is asked")

    def draw(self, snapshot):
        data = snapshot.data
        if data.features != 2:
            return self.instead("This view needs two inputs; choose linear, xor, disk, spiral or moons.")
        if data.task == "regression":
            return self.instead(NO_CLASSES)
        inputs = np.concatenate([data.train.inputs, data.test.inputs])
        extent, grid = plane(inputs, self.resolution)
        predicted = answers(snapshot.network.predict(snapshot.preprocess(grid)))
        if predicted is None:
            return self.instead(DIVERGED)
        rows = np.linspace(0, len(data.test.inputs) - 1, min(len(data.test.inputs), MOST // 4)).astype(int)
        shown = data.test.inputs[rows]
        rng = np.random.default_rng(self.draw_again)
        panels = []
        for title, count in (("random, two classes", 2), (f"random, {self.classes} classes", self.classes)):
            classifier = at_random(rng, count, extent)
            names = tuple(f"class {k}" for k in range(1, count + 1))
            panels.append(self.panel(title, extent, classifier(grid), shown, classifier(shown), names))
        trained = "this network" if snapshot.step else "this network, untrained"
        panels.append(
            self.panel(trained, extent, predicted, shown, truths(data.test.targets[rows]), data.classes, rows)
        )
        return Panels(title=self.title, note=self.reading, figures=tuple(panels))

    def panel(self, title, extent, answered, points, labels, names, rows=None):
        """Regions (cells,), row by row from the top, under points (n, 2) with labels (n,)."""
        side = (self.resolution, self.resolution)
        x, y = Axis("input 1"), Axis("input 2")
        regions = Image(
            title=title,
            note=self.reading,
            values=answered.reshape(side),
            strength=np.full(side, 0.45),
            colours="classes",
            extent=extent,
            classes=names,
            x=x,
            y=y,
        )
        return Points(
            title=title,
            note=self.reading,
            points=points,
            labels=labels,
            classes=names,
            samples=rows,
            behind=regions,
            x=x,
            y=y,
        )

    def instead(self, text):
        """The sentence in place of the planes."""
        return Note(title=self.title, note=self.reading, text=text)


def at_random(rng, classes, extent):
    """A linear classifier of points (n, 2), drawn so that every class has a part of the plane, if one comes up."""
    left, right, bottom, top = extent
    middle, half = np.array([left + right, bottom + top]) / 2, np.array([right - left, top - bottom]) / 2
    cells = np.linspace(-1, 1, 15)
    square = np.stack(np.meshgrid(cells, cells), axis=-1).reshape(-1, 2)
    best, most = None, -1
    for _ in range(200):
        weights, bias = rng.normal(0, 1, (2, classes)), rng.normal(0, 0.3, classes)
        least = np.bincount((square @ weights + bias).argmax(axis=1), minlength=classes).min()
        if least > most:
            best, most = (weights, bias), least
    weights, bias = best
    return lambda points: ((points - middle) / half @ weights + bias).argmax(axis=1)


@hookimpl
def visualizations():
    return [Frontiers]
