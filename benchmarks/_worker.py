"""One side in a process of its own: reads cells, one JSON object a line, and answers with samples and CPU seconds."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from _cells import Cell, digits
from _sides import SIDES

from core.host import find
from core.threads import one_blas_thread


def main() -> None:
    """Answer until the questions end. A cell stays warm until another one is asked for."""
    side, registry = SIDES[sys.argv[1]], find("plugins").registry
    data = digits(registry)
    known, train, steps = None, None, 0
    print(json.dumps({"ready": sys.argv[1]}), flush=True)
    with one_blas_thread():
        for line in sys.stdin:
            question = json.loads(line)
            cell = Cell(*question["cell"])
            try:
                if known != cell:
                    train = side(cell, data, registry)
                    known, steps = cell, enough(train, cell.batch, question["seconds"])
                begin = time.process_time()
                train(steps)
                answer = {"samples": steps * cell.batch, "seconds": time.process_time() - begin}
            except Exception as error:  # told to who asks; the other sides go on
                answer = {"error": f"{type(error).__name__}: {error}"[:300]}
            print(json.dumps(answer), flush=True)


def enough(train, batch: int, seconds: float) -> int:  # type: ignore[no-untyped-def]
    """Steps that take about so many seconds: whole blocks of 2,048 rows, so that each side gathers its share.

    Of the smallest batches, where gathering is next to nothing, part of a block will do.
    """
    block = steps = min(128, -(-2048 // batch))
    train(max(4, block // 8))
    while True:
        begin = time.process_time()
        train(steps)
        spent = time.process_time() - begin
        if spent >= seconds / 3:
            return max(1, round(steps / block * seconds / spent)) * block
        steps *= 2


if __name__ == "__main__":
    main()
