"""The rules of the house, read off the source: what may import what, what never happens, and how files look."""

import ast
import functools
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
CORE, PLUGINS, DESKTOP = (sorted((ROOT / name).rglob("*.py")) for name in ("core", "plugins", "desktop"))
TOOLS = sorted([*(ROOT / "benchmarks").rglob("*.py"), *(ROOT / "scripts").rglob("*.py")])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
PROGRAM = [*CORE, *PLUGINS, *DESKTOP, *TOOLS]
QT = {"PySide6", "PyQt5", "PyQt6", "shiboken6", "pyqtgraph"}
PRESENTATION = {"PySide6", "shiboken6", "pyqtgraph", "pygments", "ziamath", "OpenGL"}
MACHINE_PATH = re.compile(r"(?:^|[^\w.])(?:/(?:tmp|work|farm|root|home)/\w|[A-Z]:\\Users)")


class Import(NamedTuple):
    """One imported name: ``module`` in full ("core.network"), ``name`` what is taken from it, "" for all of it."""

    module: str
    name: str
    line: int
    relative: bool
    lazy: bool
    typing_only: bool

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]


def place(path, line):
    """``core/host.py:12``, for a message."""
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


def module_name(path):
    """core/network.py -> core.network, core/__init__.py -> core."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@functools.cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@functools.cache
def imports(path):
    """Every import in a file, those inside functions and those for type checkers alone included."""
    package = module_name(path).split(".")
    package = package if path.name == "__init__.py" else package[:-1]
    found = []

    def visit(node, lazy, typing_only):
        if isinstance(node, ast.Import):
            found.extend(Import(one.name, "", node.lineno, False, lazy, typing_only) for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found.extend(Import(module, one.name, node.lineno, node.level > 0, lazy, typing_only) for one in node.names)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for child in node.body:
                visit(child, lazy, True)
            for child in node.orelse:
                visit(child, lazy, typing_only)
            return
        inside = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            visit(child, inside, typing_only)

    visit(tree(path), False, False)
    return found


def calls(path):
    """Every call in a file as (dotted name of what is called, node)."""
    return [(ast.unparse(node.func), node) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


def ask_python(code, *arguments):
    """What a fresh interpreter prints, as JSON."""
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# Rule 1


def test_core_loads_numpy_pluggy_and_the_standard_library_only():
    code = """
import importlib, json
before = set(sys.modules)
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted({name.partition(".")[0] for name in set(sys.modules) - before})))
"""
    loaded = ask_python(code, *map(module_name, CORE))
    assert "numpy" in loaded
    assert set(loaded) <= {"core", "numpy", "pluggy"} | sys.stdlib_module_names


def test_core_never_imports_qt_the_plugins_or_the_program():
    wrong = [place(path, one.line) for path in CORE for one in imports(path) if one.top in QT | {"plugins", "desktop"}]
    assert not wrong, "\n".join(wrong)


# Rule 2


def plugin_package(path):
    """The folder below plugins/KIND that a file is part of, as a module name; "" for a plugin in one file."""
    parts = path.relative_to(ROOT).parts
    return ".".join(parts[:3]) if len(parts) > 3 else ""


def why_not(path, one):
    """Why a plugin may not import this; "" where it may."""
    if one.relative:
        package = plugin_package(path)
        inside = package and f"{one.module}.".startswith(f"{package}.")
        return "" if inside else "reaches another plugin"
    if one.top == "core":
        return "" if one.module == "core" else "goes past the face of core"
    if one.top in QT | {"desktop", "plugins"}:
        return f"imports {one.top}"
    if one.lazy or one.typing_only or one.top == "numpy" or one.top in sys.stdlib_module_names:
        return ""
    return f"imports {one.top} before it is needed"


def test_a_plugin_imports_the_face_of_core_numpy_and_lazily_the_rest():
    from core import __all__ as face

    wrong = []
    for path in PLUGINS:
        for one in imports(path):
            reason = why_not(path, one)
            if one.module == "core" and one.name not in {*face, ""}:
                reason = f"'{one.name}' is not in the face of core"
            if reason:
                wrong.append(f"{place(path, one.line)} {reason}")
    assert not wrong, "\n".join(wrong)


# Rule 3


def test_the_program_sees_plugins_only_through_the_registry():
    allowed = {"core", "desktop", "numpy"} | PRESENTATION | sys.stdlib_module_names
    wrong = [
        f"{place(path, one.line)} {one.module}" for path in DESKTOP for one in imports(path) if one.top not in allowed
    ]
    assert not wrong, "\n".join(wrong)


# Rule 4


@functools.cache
def core_graph():
    """Which modules of core each module of core imports, for running rather than for type checkers."""
    names = {module_name(path) for path in CORE} - {"core"}
    graph = {}
    for path in CORE:
        running = [one for one in imports(path) if not one.typing_only]
        wanted = {full if (full := f"{one.module}.{one.name}") in names else one.module for one in running}
        graph[module_name(path)] = wanted & names
    return graph


def reachable(graph, start):
    """Everything that a module imports, and what that imports, and so on."""
    seen, todo = set(), [start]
    while todo:
        for name in graph[todo.pop()] - seen:
            seen.add(name)
            todo.append(name)
    return seen


def test_inside_core_nothing_below_knows_anything_above():
    chain = [f"core.{name}" for name in ("settings", "components", "network", "training", "run", "session")]
    graph = core_graph()
    assert set(chain) <= set(graph)
    for k, name in enumerate(chain):
        assert reachable(graph, name) & set(chain[k + 1 :]) == set(), f"{name} knows what is above it"


def test_no_two_modules_of_core_need_each_other():
    graph = core_graph()
    assert [name for name in graph if name in reachable(graph, name)] == []


def test_nothing_in_core_is_built_on_its_own_face():
    wrong = [
        place(path, one.line)
        for path in CORE
        for one in imports(path)
        if one.module == "core" and not one.lazy and f"core.{one.name}" not in core_graph()
    ]
    assert not wrong, "\n".join(wrong)


# Rule 5


def test_importing_opens_no_file_and_starts_no_thread():
    """Reading the modules themselves is all that an import may do."""
    code = """
import importlib, json, threading
import numpy, pluggy, importlib.metadata
seen, busy = [], ""
def watch(event, arguments):
    if busy and event == "open" and not is_code(str(arguments[0])):
        seen.append([busy, event, str(arguments[0])])
    elif busy and event.startswith(("subprocess.", "socket.", "os.system")):
        seen.append([busy, event])
def is_code(path):
    return "__pycache__" in path or path.endswith((".py", ".pyc", ".so", ".pyd"))
def start(thread):
    seen.append([busy, "thread", thread.name])
threading.Thread.start = start
sys.addaudithook(watch)
for name in sys.argv[1:]:
    busy = name
    importlib.import_module(name)
busy = ""
print(json.dumps(seen))
"""
    assert ask_python(code, *map(module_name, [*CORE, *PLUGINS])) == []


# Rule 7

FORBIDDEN_IMPORTS = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "yaml", "builtins"}
FORBIDDEN_NAMES = {"eval", "__import__", "__builtins__", "os.system", "os.popen", "tempfile.mktemp", "ssl.CERT_NONE"}
"""Not even passed on under another name."""
FORBIDDEN_PARTS = {"literal_eval", "extractall", "unpack_archive", "_create_unverified_context", "fromfile"}


def dangers(module):
    """What in a source could run, unpack or believe what a file or a network brings; (line, text) each."""
    found = []
    for node in ast.walk(module):
        named = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        named += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
        text = ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""
        wrong = any(name.partition(".")[0] in FORBIDDEN_IMPORTS for name in named)
        wrong |= text in FORBIDDEN_NAMES or text.rpartition(".")[2] in FORBIDDEN_PARTS
        if isinstance(node, ast.Call):
            name, given = ast.unparse(node.func), {one.arg: ast.unparse(one.value) for one in node.keywords}
            loads = name in ("np.load", "numpy.load") or name.endswith("format.read_array")
            wrong |= given.get("shell", "False") != "False" or given.get("verify") == "False"
            wrong |= loads and given.get("allow_pickle") != "False"
        if wrong:
            found.append((node.lineno, ast.unparse(node)))
    return found


def test_no_pickle_eval_yaml_or_shell(record):
    wrong = [f"{place(path, line)} {text}" for path in PROGRAM for line, text in dangers(tree(path))]
    promise = "No pickle, eval, marshal, yaml, shell, unpacking or unverified connection in the program"
    record("S2", promise, len(PROGRAM), "0 places", f"{len(wrong)}", "Keras, bandit")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from marshal import loads",
        "run = eval",
        "ast.literal_eval(text)",
        "subprocess.run(words, shell=True)",
        "np.load(path)",
        "np.load(path, allow_pickle=True)",
        "get(url, verify=False)",
        "archive.extractall()",
        "context = ssl._create_unverified_context()",
    ],
)
def test_a_line_that_runs_or_believes_what_comes_is_found(line):
    assert dangers(ast.parse(line))
    assert not dangers(ast.parse("np.load(path, allow_pickle=False); re.compile('eval'); subprocess.run(words)"))


def test_code_is_run_from_text_in_one_file_only():
    runs = {"exec": {"core/host.py:0"}, "compile": {"core/host.py:0"}}
    for name, places in runs.items():
        used = {
            place(path, 0)
            for path in PROGRAM
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Name) and node.id == name
        }
        assert used == places


# How files look


def test_no_file_is_two_things():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in [*PROGRAM, *TESTS]}
    wrong = [f"{place(path, lines)} is its last line" for path, lines in lengths.items() if lines > 400]
    assert not wrong, "\n".join(wrong)


def test_no_error_is_swallowed_whole():
    wrong = []
    for path in [*PROGRAM, *TESTS]:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler):
                broad = node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
                if broad and all(ast.unparse(line) in ("pass", "...") for line in node.body):
                    wrong.append(place(path, node.lineno))
        wrong += [
            place(path, call.lineno)
            for name, call in calls(path)
            if name.endswith("suppress") and {"Exception", "BaseException"} & {ast.unparse(one) for one in call.args}
        ]
    assert not wrong, "\n".join(wrong)


def test_the_tests_are_no_package():
    """A package tests/core would stand before the real one."""
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def public(body):
    """The classes and functions of a body that are meant for others."""
    kinds = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in body if isinstance(node, kinds) and not node.name.startswith("_")]


def decorated(node, *words):
    return any(ast.unparse(one).split("(")[0].rpartition(".")[2] in words for one in node.decorator_list)


def test_everything_public_in_core_says_what_it_means():
    wrong = []
    for path in CORE:
        module = tree(path)
        nodes = public(module.body)
        nodes += [method for cls in nodes if isinstance(cls, ast.ClassDef) for method in public(cls.body)]
        nodes = [node for node in nodes if not decorated(node, "setter", "overload", "override")]
        wrong += [f"{place(path, node.lineno)} {node.name}" for node in nodes if not ast.get_docstring(node)]
        if module.body and not ast.get_docstring(module):
            wrong.append(place(path, 1))
    assert not wrong, "\n".join(wrong)


def test_every_plugin_says_what_it_is():
    """Methods say it in their base class, hooks in core.host."""
    wrong = []
    for path in PLUGINS:
        module = tree(path)
        nodes = [node for node in public(module.body) if not decorated(node, "hookimpl")]
        wrong += [f"{place(path, node.lineno)} {node.name}" for node in nodes if not ast.get_docstring(node)]
        if module.body and not ast.get_docstring(module):
            wrong.append(place(path, 1))
    assert not wrong, "\n".join(wrong)


def test_no_file_names_a_folder_of_one_machine():
    kinds = {".py", ".md", ".toml", ".json", ".qss", ".svg", ".txt", ""}
    folders = (".ci", "core", "plugins", "desktop", "tests", "benchmarks", "scripts", "docs", "examples")
    wrong = []
    for path in [*ROOT.iterdir(), *(path for name in folders for path in (ROOT / name).rglob("*"))]:
        if path.suffix in kinds and path.is_file():
            lines = path.read_text(encoding="utf-8").splitlines()
            wrong += [place(path, k) for k, line in enumerate(lines, 1) if MACHINE_PATH.search(line)]
    assert not wrong, "\n".join(wrong)
