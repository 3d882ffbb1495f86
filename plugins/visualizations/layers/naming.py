"""What the views of layers share: how layers are called, which one a setting means, and what stands where none is."""

DIVERGED = (
    "The network has weights that are NaN or infinite: the run has diverged. Go back to an earlier moment and lower "
    "the learning rate."
)


def names(network):
    """Hidden 1, Hidden 2, ..., Output: one name per layer, nearest the input first."""
    return (*(f"Hidden {k}" for k in range(1, len(network.layers))), "Output")


def unknown(network, layer):
    """What to say of a layer that a setting names, counted from 1, and that is not there; empty where it is."""
    count = len(network.layers)
    if 1 <= layer <= count:
        return ""
    if count == 1:
        return f"There is no layer {layer}. This network has one layer: 1 is the output."
    hidden = "1 is Hidden 1" if count == 2 else f"1 to {count - 1} are Hidden 1 to Hidden {count - 1}"
    return f"There is no layer {layer}. Of this network's layers, {hidden} and {count} is the output."


def units(data, network, index):
    """A name for each unit of the layer at ``index`` from 0: the classes where it answers them, else numbers from 1."""
    if index == len(network.layers) - 1 and data.classes:
        return data.classes
    return tuple(str(unit) for unit in range(1, network.layers[index].units + 1))


def no_gradient(step):
    """What stands in place of a gradient that no step has given yet."""
    return f"No gradient yet. It appears with the {'next' if step else 'first'} step."
