"""Makes the corpus of bad files: ``python tests/reliability/corpus FOLDER``."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parents[1])]

from corpus.every import CASES  # noqa: E402 - found once the path is set

for case in CASES:
    folder = Path(sys.argv[1], case.name.replace("/", "-").replace("\0", "0").replace(":", "", 1))
    folder.mkdir(parents=True)
    case.make(folder)
    (folder / "EXPECTED").write_text(f"{case.reader}: {case.code or 'loads'} {case.where}\n", encoding="utf-8")
print(f"{len(CASES)} cases in {sys.argv[1]}")
