"""What a lesson may lock or hide: names for the parts of the window, so that a file needs no knowledge of it."""

CONTROLS = {
    "dataset": "the choice of data",
    "sampling": "how much of the data is used, and how noisy they are",
    "preprocessing": "what happens to inputs first",
    "layers": "the picture of the network, as an editor",
    "activation": "activations of layers",
    "initializer": "start weights",
    "loss": "the choice of loss",
    "optimizer": "the choice of optimizer",
    "learning_rate": "the learning rate",
    "regularizers": "what keeps weights small",
    "augmentations": "changes of the training inputs",
    "schedule": "how the learning rate changes",
    "batch_size": "samples in a mini-batch",
    "stopping": "rules that end a training",
    "seed": "where all randomness begins",
    "pad": "the pad to draw on",
    "plugins": "the learner's own files",
    "views": "the choice of views",
}
"""Name and meaning."""
