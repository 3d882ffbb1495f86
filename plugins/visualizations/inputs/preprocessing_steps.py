"""What preprocessing does to a cloud of points: the same samples, step by step."""

import numpy as np

from core import Axis, Note, Panels, Points, Visualization, hookimpl, setting


class PreprocessingSteps(Visualization):
    """Two numbers of the same samples: raw, centred, turned, equalised, whitened, and what the network sees.

    The five steps are worked out here for these two numbers alone, so that each can be drawn in a plane. They are two
    inputs or, of pictures, how bright the upper and the lower half are, since single pixels are mostly black or white.
    The last panel shows what the run's own preprocessing makes of the whole samples.
    """

    title = "Preprocessing steps"
    reading = (
        "The same samples in every panel: centring moves the cloud, turning lays it along its axes, equalising makes "
        "both inputs vary alike, whitening makes it round"
    )
    first: int = setting(default=0, low=0, high=1_000_000, help="Input to the right, from 1; 0 chooses one")
    second: int = setting(default=0, low=0, high=1_000_000, help="Input upwards, from 1; 0 chooses one")
    points: int = setting(default=400, low=10, high=2000, help="How many training samples are drawn")

    def draw(self, snapshot):
        data = snapshot.data
        if data.features < 2:
            return self.instead("This view needs two inputs at least; choose disk, moons or digits.")
        chosen = max(self.first, self.second)
        if chosen > data.features:
            return self.instead(f"There is no input {chosen}. This data has inputs 1 to {data.features:,}.")
        inputs, targets = data.train
        rows = np.linspace(0, len(inputs) - 1, min(len(inputs), self.points)).astype(int)
        raw = inputs[rows]
        columns = self.columns(raw)
        names = tuple(f"input {column + 1}" for column in columns)
        cloud = raw[:, columns].astype(np.float64)
        if len(data.input_shape) == 2 and not chosen:
            halves = np.array_split(raw.reshape(-1, *data.input_shape), 2, axis=1)
            cloud = np.stack([half.mean(axis=(1, 2)) for half in halves], axis=1)
            names = ("upper half", "lower half")
        labels = targets[rows].argmax(axis=1) if data.task == "classification" else None
        seen, seen_names = as_seen(snapshot, raw, columns)
        clouds = [*steps(cloud, names), (f"network: {snapshot.preprocessing}", seen, seen_names)]
        panels = tuple(
            Points(
                title=title,
                note=f"{self.reading}.",
                points=cloud,
                labels=labels,
                classes=data.classes,
                samples=rows,
                split="train",
                x=Axis(across),
                y=Axis(upwards),
            )
            for title, cloud, (across, upwards) in clouds
        )
        shown = f", of {len(rows):,} of {len(inputs):,} training samples" if len(rows) < len(inputs) else ""
        return Panels(title=self.title, note=f"{self.reading}{shown}.", figures=panels, columns=3)

    def columns(self, raw):
        """The two inputs to show: those asked for, else the ones of these samples that vary most."""
        liveliest = [int(column) for column in np.argsort(-raw.astype(np.float32).var(axis=0), kind="stable")]
        taken = [wanted - 1 for wanted in (self.first, self.second) if wanted]
        free = [column for column in liveliest if column not in taken]
        return [wanted - 1 if wanted else free.pop(0) for wanted in (self.first, self.second)]

    def instead(self, text):
        """The sentence in place of the clouds."""
        return Note(title=self.title, note=f"{self.reading}.", text=text)


def steps(cloud, names):
    """(title, points (n, 2), axis names) of the five steps for a cloud (n, 2).

    A deviation of zero would divide by zero; such an axis is left as it is.
    """
    centred = cloud - cloud.mean(axis=0)
    values, axes = np.linalg.eigh(centred.T @ centred / len(cloud))
    axes = axes[:, ::-1] * np.where(axes[:, ::-1].sum(axis=0) < 0, -1, 1)
    turned = centred @ axes
    components = ("component 1", "component 2")
    return [
        ("raw", cloud, names),
        ("centred", centred, names),
        ("turned (PCA)", turned, components),
        ("equalised", centred / guarded(centred.std(axis=0)), names),
        ("whitened", turned / guarded(np.sqrt(np.maximum(values[::-1], 0))), components),
    ]


def guarded(deviations):
    """Deviations to divide by: 1 where there is hardly any."""
    return np.where(deviations > 1e-6 * max(deviations.max(), 1e-300), deviations, 1.0)


def as_seen(snapshot, raw, columns):
    """What the network sees of the two inputs, (n, 2), and names for it.

    Where its preprocessing mixes all inputs with each other there is no input left to follow: then its first two.
    """
    seen = snapshot.preprocess(raw).astype(np.float64)
    changed = raw[:1].copy()
    changed[0, columns[0]] = changed[0, columns[0]] + 1 if changed[0, columns[0]] < 128 else 0
    mixes = np.count_nonzero(snapshot.preprocess(changed)[0] != seen[0].astype(np.float32)) > 1
    shown = [0, 1] if mixes else columns
    return seen[:, shown], tuple(f"number {column + 1} it sees" for column in shown)


@hookimpl
def visualizations():
    return [PreprocessingSteps]
