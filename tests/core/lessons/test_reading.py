"""A lesson file becomes a lesson; each mistake in it is told with its line, and hides no other lesson."""

import os
import sys

import pytest

from core.components import Loss
from core.errors import BadLesson
from core.experiment import Choice
from core.lessons.lesson import Band, Code, Formula, Items, Paragraph, Picture, Run, Span, Task
from core.lessons.reading import all_lessons, read_all, read_lesson


def test_everything_in_the_file_is_in_the_lesson(registry, write, text):
    lesson = read_lesson(write(text), registry)
    assert (lesson.name, lesson.title, lesson.order, lesson.start) == ("moons", "Two moons", 3, "bent")
    assert (lesson.views, lesson.locked, lesson.hidden) == (("loss-curve",), {"dataset"}, {"plugins"})
    assert [step.title for step in lesson.steps] == ["Two moons", "Bend it"]
    assert [task.key for task in lesson.tasks] == ["2.1", "2.2"]
    first, second = (step.blocks for step in lesson.steps)
    assert [type(one) for one in first] == [Paragraph, Items, Formula]
    assert [type(one) for one in second] == [Picture, Run, Task, Task, Code]
    assert first[0].spans == (
        Span("text", "The first words, with "),
        Span("formula", "z = x W"),
        Span("text", " and "),
        Span("strong", "weight"),
        Span("text", "."),
    )
    assert [one[0].text for one in first[1].items] == ["one", "two, which goes on here"]
    assert (first[2].latex, first[2].plain) == (r"\frac{a}{b}", "a / b")
    assert (second[0].view, second[1].recipe, second[4].text) == ("decision-regions", "bent", "## not a step")
    assert second[2].hint == (Span("text", "Press "), Span("code", "Train"), Span("text", "."))
    assert second[3].answer == (Span("text", "Nothing to see."),)


def test_a_recipe_is_an_experiment(registry, write, text):
    lesson = read_lesson(write(text), registry)
    straight, bent = lesson.recipes
    assert straight.experiment.dataset == Choice("moons", (("test", 100), ("train", 200)))
    assert (straight.broken, bent.broken, straight.asked) == (True, False, None)
    assert (bent.article, bent.asked, bent.measure) == (0.99, Band(low=0.9), "test_accuracy")
    e = bent.experiment
    assert [layer.units for layer in e.layers] == [16, 8, 0]
    assert {layer.activation.name for layer in e.layers[:-1]} == {"tanh"}
    assert e.dataset == straight.experiment.dataset
    assert (e.stopping.epochs, e.optimizer) == (30, Choice("adam", (("learning_rate", 0.01),)))


def test_every_key_of_a_recipe_reaches_the_experiment(registry, write):
    head = """+++
title = "All"
[recipes.all]
dataset = "mnist"
preprocessing = "center"
layers = [9]
activation = { name = "leaky-relu", slope = 0.1 }
output_activation = "sigmoid"
initializer = { name = "normal", deviation = 1 }
bias = false
dropout = 0.25
loss = { name = "squared-error", scale = "half-sum" }
optimizer = "momentum"
regularizers = ["l1", { name = "l2", strength = 0.5 }]
schedule = "cosine"
batch_size = 8
least_batch = 2
evaluate_every = 256
shuffle = false
seed = 7
epochs = 30
rows = 30000
label_noise = 0.1
pixel_noise = 0.2
set = ["stopping.patience=3", "layers.0.frozen=true"]
+++
Text.
"""
    e = read_lesson(write(head), registry).recipes[0].experiment
    hidden, output = e.layers
    assert hidden.activation == Choice("leaky-relu", (("slope", 0.1),))
    assert (hidden.dropout, output.dropout, hidden.bias, output.bias) == (0.25, 0, False, False)
    assert hidden.initializer == output.initializer == Choice("normal", (("deviation", 1),))
    assert (output.activation.name, hidden.frozen, output.frozen) == ("sigmoid", True, False)
    assert e.loss == Choice("squared-error", (("scale", "half-sum"),))
    assert [one.name for one in e.regularizers] == ["l1", "l2"]
    assert e.schedule == Choice("cosine")
    assert (e.batch_size, e.least_batch, e.evaluate_every, e.shuffle, e.seed) == (8, 2, 256, False, 7)
    assert (e.stopping.epochs, e.stopping.patience) == (30, 3)
    assert (e.sampling.rows, e.sampling.label_noise, e.sampling.pixel_noise) == (30_000, 0.1, 0.2)


CHANGES = {
    "no head": ("+++\ntitle", "title", 1, "expected a line of +++ and the head"),
    "head without end": ("broken = false\n+++", "broken = false", 52, "expected a line of +++ after the head"),
    "no TOML": ("order = 3", "order = = 3", 3, "Invalid value"),
    "no title": ('title = "Two moons"\n', "", 1, "expected a title, found none"),
    "title is no text": ('title = "Two moons"', "title = 7", 2, "title: expected text, found 7"),
    "unknown key": ("order = 3", "ordre = 3", 3, "there is no 'ordre': did you mean 'order'?"),
    "unknown recipe key": ("epochs = 3\n", "epoch = 3\n", 15, "there is no 'epoch': did you mean 'epochs'?"),
    "unknown control": ('["dataset"]', '["dateset"]', 6, "there is no control 'dateset': did you mean 'dataset'?"),
    "unknown start": ('start = "bent"', 'start = "bend"', 8, "there is no recipe 'bend': did you mean 'bent'?"),
    "unknown view": ('["loss-curve"]', '["loss"]', 5, "there is no view 'loss': did you mean 'loss-curve'?"),
    "unknown base": ('"straight"\nlayers', '"strait"\nlayers', 19, "expected a recipe before this one, found 'strait'"),
    "unknown component": ('"adam"', '"adm"', 18, "no optimizer 'adm': did you mean 'adam'?"),
    "setting out of range": ("learning_rate = 0.01", "learning_rate = -1", 18, "-1 was not taken"),
    "wrong type": ("epochs = 30", 'epochs = "30"', 23, "epochs: expected a whole number, found '30'"),
    "truth is no number": ("epochs = 30", "epochs = true", 23, "epochs: expected a whole number, found True"),
    "layers in words": ("[16, 8]", '["many"]', 20, "expected the units of hidden layers, such as [128, 64] or []"),
    "bad band": ('">= 0.9"', '"about 0.9"', 25, "expected '>= 0.975', '<= 0.05' or '0.75 to 0.97'"),
    "bad set": ("broken = false", 'set = ["batchsize=3"]', 26, "there is no 'batchsize': did you mean 'batch_size'?"),
    "empty step": ("## Bend it", "## Nothing\n\n## Bend it", 37, "step 'Nothing' is empty"),
    "title in the body": ("The first", "# The first", 29, "begin a step with '## '"),
    "endless formula": ("$$ \\frac{a}{b} $$", "$$ \\frac{a}{b}", 35, "expected $$ at the end of what begins here"),
    "half a formula": ("$z = x W$", "$z = x W", 29, "expected a second $ at the end of the formula"),
    "endless fence": ("## not a step\n```", "## not a step", 51, "expected ``` at the end of what begins here"),
    "unknown picture": ("view:decision-regions", "view:decisions", 39, "there is no view 'decisions'"),
    "picture outside": (
        "view:decision-regions",
        "../../secret.png",
        39,
        "expected view:NAME or a file beside the lesson",
    ),
    "picture on the net": ("view:decision-regions", "https://x.y/z.png", 39, "expected view:NAME or a file beside"),
    "picture not there": ("view:decision-regions", "plane.png", 39, "expected a file 'plane.png' beside the lesson"),
    "picture without words": ("![The plane]", "![]", 39, "expected words in the brackets"),
    "unknown button": ("(recipe:bent)", "(recipe:curved)", 41, "there is no recipe 'curved'"),
    "task without check": ("  check: test_accuracy >= 90 %\n", "", 43, "expected a line 'check: ...' beneath the task"),
    "two checks": ("  hint: Press", "  check: by hand\n  hint: Press", 45, "found a second check"),
    "unknown check": ("test_accuracy >= 90 %", "test accuracy is fine", 44, "expected a check such as"),
    "unknown number": ("test_accuracy >= 90 %", "test_acuracy >= 0.9", 44, "did you mean 'test_accuracy'?"),
    "check names no view": ("view loss-curve is", "view los is", 47, "there is no view 'los'"),
    "check names no recipe": ("recipe straight was", "recipe strait was", 47, "there is no recipe 'strait'"),
}


@pytest.mark.parametrize(("old", "new", "line", "words"), CHANGES.values(), ids=CHANGES)
def test_a_mistake_is_told_with_its_line(registry, write, text, old, new, line, words):
    assert text.count(old) == 1 or new in text
    path = write(text.replace(old, new, 1))
    with pytest.raises(BadLesson) as error:
        read_lesson(path, registry)
    assert words in str(error.value)
    assert str(error.value).startswith(f"{path}:{line}: ")


def test_files_that_are_no_text_are_told(registry, write, tmp_path):
    for content, words in ((b"", "found an empty file"), (b"+++\n\xff\xfe", ":2: expected text in UTF-8")):
        with pytest.raises(BadLesson, match=words):
            read_lesson(write(content), registry)
    with pytest.raises(BadLesson, match="expected a file that can be read"):
        read_lesson(tmp_path / "no.md", registry)
    with pytest.raises(BadLesson, match="at most 1,000,000 bytes"):
        read_lesson(write(b"+++\n" + b" " * 1_000_001), registry)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.md")
        with pytest.raises(BadLesson, match="expected a file, found a pipe"):
            read_lesson(tmp_path / "pipe.md", registry)


def test_a_lesson_with_a_mistake_hides_no_other(registry, write, text, tmp_path):
    write(text, "good.md")
    write(text.replace("Two moons", "Another").replace("order = 3", "order = 1"), "first.md")
    bad = write("nonsense", "bad.md")
    found = all_lessons(registry, tmp_path)
    own = [one for one in found.lessons if one.path.parent == tmp_path]
    assert [one.name for one in own] == ["first", "good"]
    assert [(one.name, one.path) for one in found.failures] == [("bad", bad)]
    with pytest.raises(BadLesson, match=r"bad\.md:1: expected a line of"):
        found.find("bad")
    with pytest.raises(BadLesson, match="no lesson 'goood': did you mean 'good'"):
        found.find("goood")


def test_a_second_lesson_of_a_name_is_told_with_the_first(registry, write, text, tmp_path):
    first = write(text)
    (tmp_path / "other").mkdir()
    second = tmp_path / "other" / "moons.md"
    second.write_text(text)
    found = read_all([first, second], registry)
    assert len(found.lessons) == 1
    assert f"expected a name of its own, found the lesson 'moons' in {first} too" in found.failures[0].reason


HOSTILE = """+++
title = "__import__('os').system('touch PLACE')"
summary = "{0.__class__} %s <script>touch</script>"
[recipes.one]
title = "exec(open('PLACE', 'w'))"
dataset = "xor"
preprocessing = "none"
note = "!!python/object/apply:os.system ['touch PLACE']"
+++

<script>window.open("PLACE")</script> `__import__("os")` {{ config }} $(touch PLACE)$

```python
open("PLACE", "w")
```

- [ ] exec("open('PLACE', 'w')")
  check: by hand
"""


def test_a_lesson_cannot_run_code(registry, write, tmp_path):
    """Reading one imports, compiles, starts and writes nothing, whatever stands in it."""
    place = tmp_path / "was-run"
    path = write(HOSTILE.replace("PLACE", str(place)))
    read_lesson(path, registry)  # what reading itself imports is there now
    seen, watching = [], True
    forbidden = ("exec", "compile", "import", "os.system", "os.exec", "subprocess.", "socket.", "ctypes.", "pty.")
    forbidden += ("marshal.", "pickle.", "code.__new__", "function.__new__")

    def watch(event, arguments):
        writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        if watching and (writes or event.startswith(forbidden)):
            seen.append((event, str(arguments)[:200]))

    sys.addaudithook(watch)
    try:
        lesson = read_lesson(path, registry)
    finally:
        watching = False
    assert seen == []
    assert not place.exists()
    assert lesson.title.startswith("__import__")
    assert any("<script>" in span.text for span in lesson.steps[0].blocks[0].spans)


@pytest.mark.parametrize("name", ["os.system", "builtins.eval", "core.host.load_file", "../../x", "subprocess"])
def test_names_are_looked_up_and_never_imported(registry, write, name):
    before = set(sys.modules)
    with pytest.raises(BadLesson, match="no loss"):
        read_lesson(write(f'+++\ntitle = "x"\n[recipes.a]\nloss = "{name}"\n+++\nText.\n'), registry)
    assert set(sys.modules) == before
    assert registry.find(Loss, "cross-entropy")
