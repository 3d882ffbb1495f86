"""What starting costs: whatever is heavy waits until the window is on the screen."""

import subprocess
import sys

HEAVY = ["pyqtgraph", "pygments", "ziamath", "numba", "torch", "OpenGL", "PIL", "multiprocessing.pool"]


def loaded_after(code):
    """Which of the heavy modules a fresh process has loaded after running ``code``."""
    asked = f"{code}\nimport sys\nprint(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    return done.stdout.split()


def test_a_pane_comes_up_before_pyqtgraph():
    assert (
        loaded_after(
            "from PySide6.QtWidgets import QApplication; from core import Visualization\n"
            "app = QApplication([]); from desktop.look import ThemeSwitch; from desktop.views import ViewHost\n"
            "host = ViewHost(ThemeSwitch(app)); pane = host.pane(Visualization); pane.show(); app.processEvents()"
        )
        == []
    )


def test_the_window_is_made_before_anything_heavy_is_loaded():
    code = "import desktop.window, desktop.main"
    assert loaded_after(code) == []
