"""Changes of sound files at random: bits, bytes, pieces and, for zips, members whose sums are right again."""

import gzip
import json
import tempfile
from pathlib import Path

from corpus import arrays, idx, images, lessons, projects, tables
from corpus.readers import READERS

from core.experiment import settled
from core.files import content, replace_file
from core.journal import line_of
from core.placeholders import choices_of, with_placeholders
from core.trust import Store

BYTES = (b"\0", b"\xff", b"\x7f", b"\x80", b"\1", b"-", b"9", b'"', b"\n", b"[", b"{", b",", b"$", b"`")
WORDS = (
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"\x7f\xff\xff\xff",
    b"\0\0\0\x80",
    b"999999999999",
    b"1e999",
    b"nan",
    b"null",
)
NUMBERS = (0, -1, 1, 2**31, 2**63, 10**400, 1.5, -0.0, True, None, "", "x", "os.system", [], {}, [[]], {"name": "x"})


def mutant(chance, data, others):
    """The bytes with one to four changes."""
    data = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        at = chance.randrange(len(data) + 1)
        length = chance.choice((1, 2, 4, 8, chance.randrange(1, 200)))
        way = chance.randrange(8)
        if way == 0 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        elif way == 1:
            data[at : at + 1] = chance.choice(BYTES)
        elif way == 2:
            data[at : at + 4] = chance.choice(WORDS)
        elif way == 3:
            data[at:at] = chance.choice(BYTES + WORDS) * chance.choice((1, 2, 60, 3000))
        elif way == 4:
            del data[at : at + length]
        elif way == 5:
            data[at:at] = data[at : at + length]
        elif way == 6:
            del data[at:]
        else:
            other = chance.choice(others)
            start = chance.randrange(len(other) + 1)
            data[at : at + length] = other[start : start + length]
    return bytes(data)


def tree_mutant(chance, tree):
    """Lists and objects with one value, key or place another."""
    if isinstance(tree, dict) and tree and chance.random() < 0.8:
        key = chance.choice(list(tree))
        if chance.random() < 0.15:
            return {one: value for one, value in tree.items() if one != key} | {str(chance.choice(NUMBERS)): 1}
        return tree | {key: tree_mutant(chance, tree[key])}
    if isinstance(tree, list) and tree and chance.random() < 0.8:
        k = chance.randrange(len(tree))
        return [*tree[:k], tree_mutant(chance, tree[k]), *tree[k + chance.choice((0, 1, 1)) :]]
    return chance.choice(NUMBERS)


def raw(name, *seeds):
    """A source of files that are changed as they are."""

    def make(folder, chance):
        data = mutant(chance, chance.choice(seeds), seeds)
        (folder / name).write_bytes(data)
        return folder / name

    return make


def four_files(folder, chance):
    """Four IDX files, one of them changed, compressed or not."""
    idx.good(folder)
    name = chance.choice((idx.TRAIN_IMAGES, idx.TRAIN_LABELS, idx.TEST_IMAGES, idx.TEST_LABELS))
    path, packed = folder / name, folder / f"{name}.gz"
    data, way = path.read_bytes(), chance.randrange(3)
    packed.unlink(missing_ok=True)
    if way == 0:
        path.write_bytes(mutant(chance, data, (data, idx.ZIPPED)))
    else:
        path.unlink()
        changed = mutant(chance, data, (data,)) if way == 1 else data
        zipped = gzip.compress(changed, mtime=0)
        packed.write_bytes(zipped if way == 1 else mutant(chance, zipped, (zipped, data)))
    return folder


def arrays_file(folder, chance):
    """A zip of arrays, or one whose members were changed and packed again."""
    path, x, y = folder / "a.npz", arrays.npy(arrays.X), arrays.npy(arrays.Y)
    if chance.random() < 0.3:
        path.write_bytes(mutant(chance, arrays.SOUND, (arrays.SOUND, x)))
    else:
        method = chance.choice((0, 8, 12, 14))
        x, y = (mutant(chance, one, (x, y)) if chance.random() < 0.7 else one for one in (x, y))
        path.write_bytes(arrays.zipped(("x.npy", x), ("y.npy", y), method=method))
    return path


def project_file(folder, chance):
    """A project, or one whose members were changed and stored with their right sums."""
    path, sound, way = folder / "a.inknet", projects.members(), chance.randrange(4)
    name = chance.choice(list(sound))
    if way == 0:
        data = projects.packed({})
        path.write_bytes(mutant(chance, data, (data,)))
    elif way == 1 or not name.endswith(".json"):
        path.write_bytes(projects.packed({name: mutant(chance, sound[name], tuple(sound.values()))}))
    else:
        changed = json.dumps(tree_mutant(chance, json.loads(sound[name]))).encode()
        path.write_bytes(projects.packed({name: changed}))
    return path


def folder_of_images(folder, chance):
    """Two classes of an image each, and a changed one."""
    for label in ("0", "1"):
        (folder / label).mkdir(exist_ok=True)
        (folder / label / "a.png").write_bytes(PICTURES[0])
    (folder / "1" / "z.png").write_bytes(mutant(chance, chance.choice(PICTURES), PICTURES))
    return folder


def opened(path, registry):
    """A project, and what the window does with it before anything is built: no more may go wrong than opening it."""
    project = READERS["project"](path, registry)
    there = with_placeholders(project.experiment, registry)
    settled(project.experiment, there)
    choices_of(project.experiment)
    return project.experiment.to_json()


def journal(path, registry):
    """A journal tells in what it returns how it ends."""
    from core.journal import read

    return read(path)


def kept(path, registry):
    """What a program left that ended too early: the folder around a journal."""
    from core.recovery import offers

    found = offers(path)
    for offer in found:
        offer.leave()
        offer.read()
    return found


def journal_folder(folder, chance):
    """A recovery folder with a changed journal; its sums are right."""
    own = folder / "kept" / "1-1"  # its place may be taken by what was put aside before
    own.mkdir(parents=True, exist_ok=True)
    record = chance.choice((EDIT, EDIT, {"kind": "checkpoint", "time": 1.0, "slot": "A", "step": 3}))
    changed = [EDIT, tree_mutant(chance, record)]
    chance.shuffle(changed)
    lines = b"".join(line_of(one) + b"\n" for one in changed if isinstance(one, dict) and _finite(one))
    replace_file(own / "journal", content(lines))
    return folder / "kept"


def _finite(tree):
    try:
        return bool(json.dumps(tree, allow_nan=False))
    except ValueError:
        return False


def store():
    """The file of what is trusted."""
    with tempfile.TemporaryDirectory() as folder:
        one = Store(Path(folder, "plugins.json"))
        one.agree("0" * 64)
        one.off["a.py"] = "switched off"
        one.write()
        return one.path.read_bytes()


PICTURES = (
    *(images.picture(mode) for mode in ("L", "P", "RGBA", "1", "I;16")),
    *(images.picture(kind=kind) for kind in ("BMP", "PPM", "GIF", "JPEG")),
    images.animated(),
    images.picture("CMYK", kind="JPEG"),
)
EDIT = {
    "kind": "edit",
    "time": 1.0,
    "title": "a",
    "path": None,
    "step": 3,
    "experiment": projects.small().experiment.to_tree(),
    "extras": {},
}
LESSON = (
    lessons.HEAD + "Text $a$ *b*.\n\n## Two\n\n![it](view:loss-curve)\n\n- [ ] Do.\n  check: layers == 0\n"
).encode()
TABLE = "\n".join(tables.ROWS).encode() + b"\n"
DIGITS = b"".join(b"%d,%d,255,0\n" % (k % 2, k) for k in range(9))
DRAWN = tables.drawing() * 2
SOURCES = {
    "idx": (four_files, READERS["idx"]),
    "csv": (raw("a.csv", TABLE, DIGITS), READERS["csv"]),
    "npz": (arrays_file, READERS["npz"]),
    "images": (folder_of_images, READERS["images"]),
    "drawings": (raw("a.jsonl", DRAWN, tables.drawing(size="x")), READERS["drawings"]),
    "image": (raw("a.png", *PICTURES), READERS["image"]),
    "project": (project_file, opened),
    "lesson": (raw("one.md", LESSON), READERS["lesson"]),
    "journal": (raw("journal", b"".join(line_of(EDIT) + b"\n" for _ in range(3))), journal),
    "recovery": (journal_folder, kept),
    "trust": (raw("plugins.json", store()), lambda path, registry: Store.read(path)),
}
"""By name: ``make(folder, chance)``, which returns a path, and ``read(path, registry)``."""
