"""What each neuron makes of the plane of two inputs."""

import numpy as np

from core import Note, Tiles, Visualization, hookimpl, setting, strongest

from .naming import DIVERGED, names, units, unknown

MARGIN = 0.08
"""What the pictures show beyond the outermost samples, as a share of their range."""


class NeuronMaps(Visualization):
    """The answer of every neuron of a layer at each point of the plane of two inputs."""

    title = "What each neuron computes"
    reading = "Each picture is the plane, input 1 to the right and input 2 upwards: coloured where a neuron is active"
    layer: int = setting(default=1, low=1, help="Which layer: 1 is Hidden 1, the last is the output")
    count: int = setting(default=64, low=1, high=1000, help="How many neurons to show")
    resolution: int = setting(default=40, low=10, high=200, help="Points along each side at which the network is asked")
    colours: str = setting(
        default="alike", choices=("alike", "own"), help="One scale for all neurons, or each by its own strongest answer"
    )

    def draw(self, snapshot):
        data, network = snapshot.data, snapshot.network
        if data.features != 2:
            return self.instead("This view needs two inputs; choose xor, disk, spiral or moons.")
        if missing := unknown(network, self.layer):
            return self.instead(missing)
        grid = plane(np.concatenate([data.train.inputs, data.test.inputs]), self.resolution)
        answers = network.activations(snapshot.preprocess(grid))[self.layer - 1]
        if not np.isfinite(answers).all():
            return self.instead(DIVERGED)
        images = answers.T[: self.count].reshape(-1, self.resolution, self.resolution)
        if self.colours == "own":
            largest = np.abs(images).max(axis=(1, 2), keepdims=True)
            images = images / np.where(largest > 0, largest, 1)
        signed = bool((images < 0).any())
        return Tiles(
            title=f"{self.title}, {names(network)[self.layer - 1]}",
            note=f"{self.reading}, blue above zero and orange below." if signed else f"{self.reading}.",
            images=images,
            names=units(data, network, self.layer - 1)[: self.count],
            colours="diverging" if signed else "sequential",
            limit=1.0 if self.colours == "own" else strongest(images),
            more=max(answers.shape[1] - self.count, 0),
        )

    def instead(self, text):
        """The sentence in place of the pictures."""
        return Note(title=self.title, note=f"{self.reading}.", text=text)


def plane(inputs, resolution):
    """The centres, (cells, 2), of the cells of the plane around inputs (rows, 2), row by row from the top."""
    low, high = inputs.min(axis=0).astype(float), inputs.max(axis=0).astype(float)
    margin = MARGIN * np.where(high > low, high - low, 1)
    centre = (np.arange(resolution) + 0.5) / resolution
    (left, bottom), (wide, tall) = low - margin, high - low + 2 * margin
    across, down = np.meshgrid(left + centre * wide, bottom + centre[::-1] * tall)
    return np.column_stack([across.ravel(), down.ravel()]).astype(np.float32)


@hookimpl
def visualizations():
    return [NeuronMaps]
