"""What a project keeps for the window may come from anyone: whatever it says, the window stands and stays usable."""

import json
import random

SEED = 40
VALUES = (0, -1, 2**63, 10**400, 1.5, True, None, "", "é", [], {}, [[]], [None], {"a": 1}, [1, 2], "9" * 500)
NOTE = {"text": "a", "x": 0.5, "y": 0.5}
STROKE = {"points": [[1, 2], [3, 4]], "width": 18, "erases": False}


def changed(chance, tree):
    """The tree with one value another."""
    if isinstance(tree, dict) and tree and chance.random() < 0.85:
        key = chance.choice(list(tree))
        return tree | {key: changed(chance, tree[key])}
    if isinstance(tree, list) and tree and chance.random() < 0.85:
        k = chance.randrange(len(tree))
        return [*tree[:k], changed(chance, tree[k]), *tree[k + 1 :]]
    return chance.choice(VALUES)


def test_no_extras_of_a_project_bring_the_window_down(window, record):
    kept = window.extras()
    drawing, views = {"strokes": [STROKE], "recent": [[STROKE]]}, kept["views"][2:4]
    sound = json.loads(json.dumps(kept | {"views": views, "notes": [NOTE], "drawing": drawing}))
    wrong, n = [], 50
    for k in range(n):
        chance, tree = random.Random(f"{SEED} {k}"), sound
        for _ in range(chance.choice((1, 2, 5))):
            tree = changed(chance, tree)
        try:
            window._take_extras(tree if isinstance(tree, dict) else {})
        except Exception as error:
            wrong.append((k, repr(error)[:200]))
    window._take_extras(sound)
    record("D6", "No extras of a project bring the window down", n, "0 errors", f"{len(wrong)}", seed=SEED)
    assert wrong == []
    assert window.extras()["notes"] == [NOTE]
    assert window.extras()["views"] == views
