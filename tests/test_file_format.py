"""docs/file-format.md: its ten lines read a real project without inknet, and its table names every member."""

import json
import re
import subprocess
import sys
from pathlib import Path

from core import build
from core.archive import MANIFEST, read_archive
from core.experiment import Choice, Experiment, layers_from
from core.project import project_of, save

PAGE = Path(__file__).parent.parent / "docs" / "file-format.md"


def project_file(path, registry):
    experiment = Experiment(dataset=Choice("moons"), layers=layers_from([5], Choice("relu")))
    data = build.load(experiment.dataset, 1, registry)
    trainer = build.trainer_of(experiment, registry, data)
    trainer.step()
    save(path, project_of(experiment, trainer))
    return trainer


def test_the_ten_lines_read_a_project(tmp_path, registry):
    trainer = project_file(tmp_path / "digits.inknet", registry)
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
    assert len([line for line in code.splitlines() if line.strip()]) <= 11
    assert "core" not in code
    done = subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"[5, 0] ({len(trainer.network.parameters)},)\n"


def test_weights_lie_as_the_page_says(tmp_path, registry):
    trainer = project_file(tmp_path / "a.inknet", registry)
    first = trainer.network.views[0][0]
    assert first.shape == (2, 5)
    assert trainer.network.parameters[:10].tolist() == first.ravel().tolist()


def test_the_page_names_every_member(tmp_path, registry):
    project_file(tmp_path / "a.inknet", registry)
    named = re.findall(r"^\| `([^`]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    for member in read_archive(tmp_path / "a.inknet"):
        assert any(re.fullmatch(name.replace(".", r"\.").replace("*", ".+"), member) for name in named), member


def test_its_manifest_is_the_first_member(tmp_path, registry):
    project_file(tmp_path / "a.inknet", registry)
    data = (tmp_path / "a.inknet").read_bytes()
    assert data[30 : 30 + len(MANIFEST)] == MANIFEST.encode()
    assert json.loads(data[43 : data.index(b"PK\3\4", 43)])["format"] == "inknet-project"
