"""Lesson files with mistakes, and with what a lesson may not ask for."""

from corpus.case import Case, file

HEAD = """+++
title = "One"
[recipes.one]
dataset = "moons"
layers = [4]
+++
"""
TASK = "- [ ] Train.\n  check: by hand\n"


def lesson(name, text, code="", line=0, file_name="one.md"):
    """A case of a lesson of this text; the message names file and line."""
    data = text if isinstance(text, bytes) else text.encode()
    where = f"{file_name}:{line}: " if line else ""
    return Case(f"lesson: {name}", "lesson", file(file_name, data), code, where)


def recipe(name, row, code, line=4):
    """A case of a recipe with this row in place of its data set."""
    return lesson(name, HEAD.replace('dataset = "moons"', row) + "Text.\n", code, line)


def head(name, row, code, line=3):
    """A case of a head with this row behind its title."""
    return lesson(name, HEAD.replace('"One"\n', f'"One"\n{row}\n') + "Text.\n", code, line)


def body(name, text, code, line=7):
    """A case of a sound head before this text."""
    return lesson(name, HEAD + text, code, line)


CASES = [
    lesson("empty", b"", "empty", 1),
    lesson("no head", "Text.\n", "format", 1),
    lesson("a head without end", HEAD.removesuffix("+++\n"), "cut", 5),
    lesson("no TOML", HEAD.replace("layers =", "layers = ="), "format", 5),
    lesson("a key twice", HEAD.replace("layers", 'dataset = "xor"\nlayers'), "format", 5),
    lesson("tables a thousand deep", f"+++\na = {'[' * 5000}\n+++\n", "deep", 2),
    lesson("UTF-16", (HEAD + "Text.").encode("utf-16"), "encoding", 1),
    lesson("a byte of latin-1", (HEAD + "é").encode("latin-1"), "encoding", 7),
    lesson("a NUL in the head", HEAD.replace("One", "\0"), "format", 2),
    lesson("a million bytes", HEAD + "a" * 1_000_001, "large", 1),
    lesson("a file name with a gap", HEAD + "Text.", "path", 1, "one two.md"),
    lesson("no title", HEAD.replace('title = "One"\n', ""), "missing", 1),
    head("an unknown key", "exec = 'print()'", "unknown"),
    head("a title that is a number", "summary = 7", "type"),
    head("an unknown start", 'start = "two"', "unknown"),
    head("an unknown view", 'views = ["nothing"]', "unknown"),
    head("an unknown control", 'locked = ["everything"]', "unknown"),
    head("views that are numbers", "views = [1]", "type"),
    recipe("an unknown data set", 'dataset = "os.system"', "unknown", 3),
    recipe("an unknown setting", 'dataset = { name = "moons", shell = "true" }', "unknown", 3),
    recipe("a setting out of range", 'optimizer = { name = "adam", learning_rate = -1 }', "range", 3),
    recipe("a list in a setting", 'dataset = { name = "moons", train = [1] }', "type"),
    recipe("an unknown key of a recipe", 'import = "os"', "unknown"),
    recipe("10^9 units", 'set = ["layers.0.units=1000000000"]', "range", 3),
    recipe("a batch of 0", "batch_size = 0", "range", 3),
    recipe("a batch of text", 'batch_size = "32"', "type"),
    recipe("a number of 36,000 digits", "seed = " + "9" * 36_000, "range", 2),
    recipe("a number of 36,000 hexadecimal digits", "seed = 0x" + "f" * 36_000, "range", 2),
    recipe("noise that is no number", "label_noise = nan", "number"),
    recipe("a place that is not there", 'set = ["__class__.x=1"]', "range"),
    recipe("a base that comes later", 'based_on = "two"', "unknown"),
    body("no step", "", "empty", 7),
    body("a title in the body", "# One\n", "format"),
    body("a formula without end", "$$ a\n", "cut"),
    body("half a formula", "It is $a.\n", "cut"),
    body("a fence without end", "```\ncode\n", "cut"),
    body("a picture at an absolute path", "![it](/etc/passwd.png)\n", "path"),
    body("a picture that leads out", "![it](../../a.png)\n", "path"),
    body("a picture on the net", "![it](https://x.y/a.png)\n", "path"),
    body("a picture at a file address", "![it](file:///etc/a.png)\n", "path"),
    body("a picture that is not there", "![it](a.png)\n", "missing"),
    body("a picture without words", "![](view:loss-curve)\n", "missing"),
    body("a view that is not there", "![it](view:nothing)\n", "unknown"),
    body("a recipe that is not there", "[Run](recipe:two)\n", "unknown"),
    body("a task without a check", "- [ ] Train.\n", "missing"),
    body("a check that calls", "- [ ] Train.\n  check: exec('print()')\n", "unknown", 8),
    body("two checks", TASK + "  check: by hand\n", "twice", 9),
    lesson("HTML is text", HEAD + "<script>alert(1)</script> [a](javascript:x)\n"),
]
