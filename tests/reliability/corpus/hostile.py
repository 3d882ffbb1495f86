"""Whole projects, each with its right sums, that try to be more than data: names of code in every place of a name.

The patterns are those by which files of models ran code elsewhere (Keras: CVE-2024-3660, CVE-2025-1550, CVE-2025-8747,
CVE-2025-9905), put into our form.
"""

import base64
import json
import pickle
from urllib.parse import quote

import numpy as np
from corpus import arrays, projects

from core.members import array_bytes

MARK = "inknet_was_here"
"""A module that any import of would show, and a file that any command would make."""
PICKLED = base64.b64encode(pickle.dumps(arrays.Runs())).decode()
PATTERNS = (
    "os.system",
    f"os.system('touch {MARK}')",
    f"__import__('{MARK}')",
    MARK,
    f"{MARK}.Layer",
    f"{MARK}:Layer",
    "builtins.exec",
    f'exec("import {MARK}")',
    f"lambda x: __import__('{MARK}')",
    "keras.layers.Lambda",
    "subprocess.Popen",
    "numpy.f2py.crackfortran",
    "core.host:load_file",
    "plugins.datasets.files.csv",
    f"!!python/object/apply:os.system [touch {MARK}]",
    PICKLED,
    f"$(touch {MARK})",
    f"; touch {MARK}",
    f"../../{MARK}.py",
    f"/etc/{MARK}.py",
    f"file:///etc/{MARK}",
    f"http://127.0.0.1:9/{MARK}",
    f"\\\\127.0.0.1\\{MARK}",
    "{0.__class__.__init__.__globals__}",
    "__class__",
    "__reduce__",
    "%n%s%x",
    "antigravity",
)


def lambda_layer(pattern):
    """How Keras wrote a layer that is code."""
    return {"class_name": "Lambda", "module": pattern, "config": {"function": [pattern, None, None]}}


def in_component(key):
    """A project that names a component so."""
    return lambda pattern: projects.experiment(**{key: {"name": pattern, pattern: pattern}})


def in_list(key):
    """A project that names one in a list of components so."""
    return lambda pattern: projects.experiment(**{key: [{"name": pattern, "rate": pattern}]})


def in_layer(key):
    """A project whose first layer names a component so."""
    return lambda pattern: projects.layer(**{key: {"name": pattern, "slope": pattern}})


def in_state(pattern):
    """A project in which an array of the optimizer is called so."""
    name = f"state/{quote(pattern, safe='').replace('.', '%2E')[:150]}.npy"
    return projects.packed({name: array_bytes(np.zeros(3))})


def in_classes(pattern):
    """A project whose classes are called so."""
    return projects.training(classes=[pattern, "yes"])


def in_window(pattern):
    """A project whose window holds layers that are code, and choices that are not its own."""
    tree = {"layout": lambda_layer(pattern), "plugins": {"off": [pattern]}, "trust": [pattern], "recent": [pattern]}
    return projects.packed({"window.json": json.dumps(tree).encode()})


def in_array(pattern):
    """A project whose weights are a pickle, or a header that would have to be run."""
    content = arrays.member(f"{{'descr': {pattern}, 'fortran_order': False, 'shape': (3, )}}", b"?" * 12)
    return projects.packed({"parameters.npy": content})


def in_member(pattern):
    """A project with a member more, under a name such as a plugin has."""
    return projects.packed({f"{quote(pattern, safe='').replace('.', '%2E')[:150]}.py": pattern.encode()})


PLACES = {
    **{key: in_component(key) for key in ("dataset", "loss", "optimizer", "preprocessing", "schedule")},
    **{key: in_list(key) for key in ("mixed", "regularizers", "augmentations")},
    **{key: in_layer(key) for key in ("activation", "initializer")},
    "state": in_state,
    "classes": in_classes,
    "window": in_window,
    "array": in_array,
    "member": in_member,
}


def hostile():
    """Every pattern in every place, as (name, bytes)."""
    return [(f"{place}: {pattern}", make(pattern)) for place, make in PLACES.items() for pattern in PATTERNS]
