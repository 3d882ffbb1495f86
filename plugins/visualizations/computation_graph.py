"""The calculation of a network as a graph: formulas, and the shape of every result."""

from core import Diagram, Node, Visualization, hookimpl, setting

LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class ComputationGraph(Visualization):
    """Every step from the inputs to the loss, or of the slopes on their way back."""

    title = "Computation graph"
    direction: str = setting(
        default="forward",
        choices=("forward", "backward"),
        help="How the loss is worked out, or how its slopes go back to the weights by the chain rule",
    )

    def draw(self, snapshot):
        nodes, arrows = self.graph(snapshot)
        backward = self.direction == "backward"
        return Diagram(
            title=f"{self.title}, {self.direction}",
            note=self.reading(snapshot.network),
            nodes=tuple(nodes),
            arrows=tuple((end, start) if backward else (start, end) for start, end in arrows),
        )

    def graph(self, snapshot):
        """Nodes, and arrows in forward direction: X, then per layer weights, sum and activation, then Y and L."""
        layers, data = snapshot.network.layers, snapshot.data
        backward = self.direction == "backward"
        nodes = [Node("X", f"n × {data.features}", role="given")]
        arrows, below, inputs, last = [], "X", data.features, 0
        for k, layer in enumerate(layers, 1):
            z, a, w, b = (f"{letter}{k}".translate(LOWERED) for letter in "ZAWb")
            shape, along = f"n × {layer.units}", 2 * k - 1
            name = str(layer.activation)
            learned = Node(f"{w}, {b}", f"{inputs} × {layer.units}, {layer.units}", along, 1.0, "learned")
            total = Node(f"{z} = {below} {w} + {b}", shape, along)
            answer = Node(f"{a} = {z}" if name == "identity" else f"{a} = {name}({z})", shape, along + 1.0)
            if not layer.bias:
                learned = Node(w, f"{inputs} × {layer.units}", along, 1.0, "learned")
                total = Node(f"{z} = {below} {w}", shape, along)
            if backward:
                learned = Node(f"∂L/∂{w} = {below}ᵀ ∂L/∂{z}", learned.words, along, 1.0, "learned")
                total = Node(f"∂L/∂{z} = {slope(layer, a, z)}", shape, along)
                above = f"∂L/∂Z{k + 1} W{k + 1}ᵀ".translate(LOWERED) if k < len(layers) else "slope of L"
                answer = Node(f"∂L/∂{a} = {above}", shape, along + 1.0)
            at = len(nodes)
            nodes += [learned, total, answer]
            arrows += [(at, at + 1), (at + 1, at + 2)]
            if k > 1 or not backward:  # no slope is needed of the inputs themselves
                arrows.append((last, at + 1))
            below, inputs, last = a, layer.units, at + 2
        end = 2.0 * len(layers) + 1
        nodes += [
            Node("Y", f"n × {data.outputs}", end, 1.0, "given"),
            Node(f"L({below}, Y)", "one number", end, 0, "result"),
        ]
        return nodes, [*arrows, (last, len(nodes) - 1), (len(nodes) - 2, len(nodes) - 1)]

    def reading(self, network):
        """One sentence on how to read the graph."""
        if self.direction == "backward":
            return (
                "The slopes of the loss go back against the calculation: each is the one above times its own slope, "
                "⊙ entry by entry, and those of W and b move them."
            )
        return f"n rows at once; W and b are learned, {network.learned:,} numbers in all; under each stands its shape."


def slope(layer, a, z):
    """dL/dz in words: units that depend on each other, as those of softmax, have no slope of their own."""
    if str(layer.activation) == "identity":
        return f"∂L/∂{a}"
    if layer.activation.gives == "distribution":
        return f"{layer.activation}′({z}) ∂L/∂{a}"
    return f"∂L/∂{a} ⊙ {layer.activation}′({z})"


@hookimpl
def visualizations():
    return [ComputationGraph]
