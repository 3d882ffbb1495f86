"""One step of a lesson, from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from core.components import Visualization
from core.errors import UnknownComponent
from core.figures import Frames, Panels
from core.lessons import Lesson, State, Task
from core.lessons.lesson import Block, Code, Formula, Items, Paragraph, Picture, Run
from core.registry import Registry
from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.parts import column, label, row
from desktop.view_pane import ViewPane

from .boxes import EACH, HIGH, HIGHEST, Caption, CodeBox, FormulaBox, ImageBox, RunBox
from .prose import Prose, as_prose
from .task_row import TaskRow

if TYPE_CHECKING:
    from desktop.views import ViewHost


STANDS_IN = (
    "MNIST is not on this machine, so the built-in digits stand in for it. They are harder: accuracies come out lower "
    "than in the text, and you may tick off tasks that ask for one. Choosing the data set mnist fetches it."
)


class LessonPage(QScrollArea):
    """Text, formulas, pictures, recipes and tasks; it scrolls."""

    run_asked = Signal(str)
    train_asked = Signal()
    seeds_asked = Signal(str)
    view_asked = Signal(str)
    """A view shall be opened beside the network."""
    ticked = Signal(str, bool)

    def __init__(
        self,
        look: ThemeSwitch,
        host: ViewHost,
        registry: Registry,
        lesson: Lesson,
        step: int,
        stands_in: bool = False,
    ) -> None:
        """``stands_in``: other digits stand in for those of MNIST on this machine."""
        super().__init__()
        self._stands_in = stands_in
        self._look, self._host, self._registry, self._lesson = look, host, registry, lesson
        self.tasks: dict[str, TaskRow] = {}
        self.runs: list[tuple[str, RunBox]] = []
        self.panes: list[ViewPane] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Text of the lesson"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the arrow keys scroll
        page = QWidget()
        page.setObjectName("page")
        whole = column(gap=12, margins=(16, 4, 16, 16))
        heading = label(lesson.steps[step].title, "heading", wrap=True)
        whole.addWidget(heading)
        if stands_in and any(isinstance(block, Run | Task) for block in lesson.steps[step].blocks):
            whole.addWidget(as_prose(look, tr(STANDS_IN), "small", "text_3"))
        for block in lesson.steps[step].blocks:
            self._add(whole, block)
        whole.addStretch(1)
        page.setLayout(whole)
        self.setWidget(page)

    def show_done(self, done: Collection[str]) -> None:
        """Which tasks are done; the first of the others is marked as the next."""
        following = "next"
        for key, one in self.tasks.items():
            one.show_state("done" if key in done else following)
            following = following if key in done else "open"

    def show_state(self, state: State) -> None:
        """How far the tasks are."""
        for one in self.tasks.values():
            one.show_far(state)

    def show_table(self, here: Callable[[str], bool], trains: bool, left: bool) -> None:
        """Which recipe lies on the table, whether it trains, and whether it has been trained."""
        for name, box in self.runs:
            box.show_state(here(name), trains, left)

    def leave(self) -> None:
        """Draw its views no more."""
        for pane in self.panes:
            self._host.forget(pane)

    def focusNextPrevChild(self, forward: bool) -> bool:
        moved = super().focusNextPrevChild(forward)
        focus = QApplication.focusWidget()
        if moved and focus is not None and self.isAncestorOf(focus):
            self.ensureWidgetVisible(focus, 0, 24)
        return moved

    def _add(self, whole: QVBoxLayout, block: Block) -> None:
        look = self._look
        if isinstance(block, Paragraph):
            whole.addWidget(Prose(look, block.spans))
        elif isinstance(block, Formula):
            whole.addWidget(FormulaBox(look, block))
        elif isinstance(block, Code):
            whole.addWidget(CodeBox(look, block))
        elif isinstance(block, Items):
            for item in block.items:
                line = row(gap=8, margins=(4, 0, 0, 0))
                line.addWidget(label("•", "reading"), 0, Qt.AlignmentFlag.AlignTop)
                line.addWidget(Prose(look, item), 1)
                whole.addLayout(line)
        elif isinstance(block, Run):
            whole.addWidget(self._run(block))
        elif isinstance(block, Picture):
            whole.addWidget(self._picture(block))
        elif isinstance(block, Task):
            whole.addWidget(self._task(block))

    def _run(self, block: Run) -> RunBox:
        box = RunBox(self._look, block.words, self._lesson.recipe(block.recipe).title)
        box.asked.connect(lambda: self.run_asked.emit(block.recipe))
        box.train_asked.connect(self.setFocus)  # the button goes, and the next one would take the keys: Space pauses
        box.train_asked.connect(self.train_asked)
        box.seeds_asked.connect(lambda: self.seeds_asked.emit(block.recipe))
        self.runs.append((block.recipe, box))
        return box

    def _task(self, block: Task) -> TaskRow:
        one = TaskRow(self._look, block, self._stands_in)
        one.ticked.connect(lambda on: self.ticked.emit(block.key, on))
        self.tasks[block.key] = one
        return one

    def _picture(self, block: Picture) -> QWidget:
        if block.file is not None:
            return Caption(self._look, block.words, ImageBox(block))
        try:
            cls = self._registry.find(Visualization, block.view)  # type: ignore[type-abstract]
        except UnknownComponent as error:  # its plugin went meanwhile
            return as_prose(self._look, str(error), "small", "text_3")
        pane = self._host.pane(cls, {})
        pane.setFixedHeight(HIGH)
        pane.drawn.connect(lambda: _make_room(pane))
        pane.setAccessibleDescription(block.words)
        beside = pane.add_tool("close-dock", tr("Open {view} beside the network", view=pane.accessibleName().lower()))
        beside.clicked.connect(lambda: self.view_asked.emit(block.view))
        self.panes.append(pane)
        return Caption(self._look, block.words, pane)


def _make_room(pane: ViewPane) -> None:
    """Let a pane grow where its figure has several panels, which stand under each other in so narrow a page.

    It never shrinks again: a page that moved with every recipe could not be read.
    """
    figure = pane.figure
    first = figure.figures[0] if isinstance(figure, Frames) and figure.figures else figure
    if isinstance(first, Panels):
        high = HIGH + EACH * (len(first.figures) - 1)
        pane.setFixedHeight(max(pane.height(), min(high, HIGHEST)))
