"""Lessons in their window: the panel in place of the left column, views that a lesson opens, controls that it locks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QWidget

from core.folders import data_folder
from core.lessons import Drawn, Lesson
from core.registry import Registry
from core.status import Status
from desktop.language import tr
from desktop.parts import STRETCH, IconButton, IconLabel, button, label, row
from desktop.view_pane import in_sight

from .keeper import Keeper
from .records import TO_BEAT, Record, Records

if TYPE_CHECKING:
    from desktop.window import MainWindow

    from .course import Course
    from .panel import LessonPanel
    from .starts_panel import StartsPanel


class WaitingBar(QFrame):
    """Above the workspace while a lesson waits: which one, and the way back."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        look = window.look
        self.setObjectName("notice")
        self.setProperty("kind", "info")
        self.words = label("", "body")
        self.back = button(look, "Back to the lesson", "", "lesson", shortcut="L")
        self.cross = IconButton(look, "cross", "Close the lesson", "Shift+L", size=14)
        mark = IconLabel(look, "lesson", "accent_text", 16)
        self.setLayout(row(mark, self.words, STRETCH, self.back, self.cross, gap=8, margins=(12, 4, 4, 4)))
        self.hide()


class LessonPlace(QObject):
    """Made by the window when its parts are there. Panel and course are built when a lesson is first asked for."""

    failed = Signal(str)
    """Why something of the learner's could not be written; from any thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.failed.connect(lambda words: window.notices.tell("danger", words))
        self._built: tuple[Course, LessonPanel] | None = None
        self._views: tuple[str, list[QWidget]] | None = None
        """Where docks were before the lesson, and the docks of the views that it opened."""
        self._answer: tuple[str, float] | None = None
        self._strokes: Any = None
        self.bar = WaitingBar(window)
        window.add_above(self.bar)
        self.bar.back.clicked.connect(self.show)
        self.bar.cross.clicked.connect(self.close_lesson)
        self._records: Records | None = None
        self.keeper = Keeper(window.live, lambda: self.records, self)
        self.keeper.kept.connect(self._tell_record)
        a = window.actions_by_name
        a["records"].triggered.connect(lambda: self._panel("records"))
        a["lessons"].triggered.connect(self.show)
        a["close-lesson"].triggered.connect(self.close_lesson)
        a["close-lesson"].setEnabled(False)

    @property
    def course(self) -> Course:
        """What is open, and how far it is."""
        return self._parts()[0]

    @property
    def panel(self) -> LessonPanel:
        """What is seen of it."""
        return self._parts()[1]

    @property
    def is_open(self) -> bool:
        """Whether a lesson is open, seen or waiting."""
        return self._built is not None and self._built[0].lesson is not None

    @property
    def is_seen(self) -> bool:
        """Whether the panel stands in the place of the left column."""
        return self._built is not None and self._window.network.beside is self._built[1]

    @property
    def records(self) -> Records:
        """The learner's own best results."""
        if self._records is None:
            self._records = Records(data_folder() / "records.json", self.failed.emit)
        return self._records

    def show(self) -> None:
        """The lesson that is open, or the list; where the lesson is seen already, the list."""
        course, panel = self._parts()
        self._window.show_workspace(0)
        if self.is_seen and course.lesson is not None and panel.stack.currentIndex() == 1:
            panel.show_list()
        elif course.lesson is None:
            course.read(panel.take_focus)
        self._stand(True)
        panel.take_focus()

    def open(self, name: str) -> None:
        """Open a lesson by its name."""
        course, _panel = self._parts()
        self._window.show_workspace(0)
        self._stand(True)
        course.read(lambda: course.open(name))

    def close_lesson(self) -> None:
        """Close the lesson, or the list: column, views, controls and network are as they were before."""
        if self._built is None:
            return
        course, panel = self._built
        was_open, held = course.lesson is not None, panel.isAncestorOf(self._window.focusWidget() or self._window)
        changed = course.close()
        self._stand(False)
        self.bar.hide()
        if changed:
            words = tr("The lesson is closed, and your network is back as it was.")
            self._window.notices.tell("info", words, [(tr("Keep the lesson's network"), self._window.live.undo)])
        if was_open or held:
            self._window.network.editor.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def wait(self) -> None:
        """The left column is back for a while; the lesson stays open."""
        lesson = self.course.lesson
        if lesson is None:
            return
        self._stand(False)
        self.bar.words.setText(tr("{lesson} waits.", lesson=lesson.title))
        self.bar.show()

    def set_registry(self, registry: Registry) -> None:
        """Offer what this registry has."""
        if self._built is not None:
            for part in self._built:
                part.set_registry(registry)

    def fit(self, width: int) -> None:
        """The panel's width in a window so wide."""
        if self._built is not None:
            self._built[1].fit(width)

    def close(self) -> None:
        """Give views back their places, and wait for what is being written."""
        if self._records is not None:
            self._records.close()
        if self._window.docks.has("starts"):
            self._starts().close_runs()
        if self._built is not None:
            self._built[0].stop()
            self._put_views_back()

    def _parts(self) -> tuple[Course, LessonPanel]:
        if self._built is None:
            from .controls import Locks
            from .course import Course
            from .panel import LessonPanel
            from .progress import Progress

            window = self._window
            progress = Progress(data_folder() / "lessons.json", self.failed.emit)
            self.locks = Locks(window)
            course = Course(window.live, window.registry, window.host, progress)
            panel = LessonPanel(window.look, window.host, window.registry, course)
            self._built = course, panel
            course.views = lambda: [one.visualization.name for one in window.docks.panes() if in_sight(one)]
            course.own_digits = lambda: sum(window.reader.own.counts.values())
            course.opened.connect(self._show_opened)
            course.ticked.connect(self._say)
            course.put.connect(lambda _: self._show_table())
            course.looked.connect(lambda _: self._see_drawing())
            panel.closed.connect(self.close_lesson)
            panel.waits.connect(self.wait)
            panel.train_asked.connect(lambda: window.actions_by_name["train"].trigger())
            panel.view_asked.connect(window.deeds.open)
            panel.seeds_asked.connect(self.run_starts)
            panel.records_asked.connect(lambda: self._panel("records"))
            course.turned.connect(lambda _: self._show_table())
            window.live.edited.connect(lambda _: self._show_table())
            window.live.edited.connect(lambda _: self.locks.again())
            window.live.status.connect(self._show_table)
            window.host.predicted.connect(self._show_answer)
            window.documents.opened.connect(lambda _: self.close_lesson())
            for pad in window.reader.pads:
                pad.added.connect(lambda meant, *_: self._show_meant(meant))
            panel.fit(window.width())
        return self._built

    def _stand(self, there: bool) -> None:
        """Put the panel in the place of the left column, or the column back."""
        window = self._window
        window.network.show_beside(self.panel if there else None)
        window.network.fit(window.width(), window.height())
        self.bar.setVisible(self.bar.isVisible() and not there)

    # what a lesson changes around it

    def _show_opened(self, lesson: Lesson | None) -> None:
        window = self._window
        window.actions_by_name["close-lesson"].setEnabled(lesson is not None)
        window.sheets.put_start_away()
        self._put_views_back()
        self.locks.lock(lesson)
        if lesson is not None:
            self._open_views(lesson)

    def _open_views(self, lesson: Lesson) -> None:
        docks = self._window.docks
        self._views = docks.state(), []
        for name in lesson.views:
            dock = next((one for one in docks.view_docks() if one.objectName().split("#")[0] == name), None)
            if dock is None:
                others = docks.view_docks()
                dock = docks.add_view(name, beside=others[-1] if others else None)
                self._views[1].append(dock)
        for name in reversed(lesson.views):
            next(one for one in docks.view_docks() if one.objectName().split("#")[0] == name).raise_()

    def _put_views_back(self) -> None:
        docks, held = self._window.docks, self._views
        self._views = None
        if held is None:
            return
        state, opened = held
        for dock in docks.view_docks():
            if dock in opened:
                docks.close_view(dock)
        docks.restore(state)

    def _say(self, key: str) -> None:
        """A screen reader tells that a task is done."""
        lesson = self.course.lesson
        task = next((one for one in lesson.tasks if one.key == key), None) if lesson is not None else None
        if task is not None:
            from core.lessons.markdown import words

            said = tr("Done: {task}", task=words(task.spans))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.panel, said))

    def _show_table(self, status: Status | None = None) -> None:
        if self.is_open:
            now = status or self._window.live.session.run.status
            self.panel.show_table(now.state == "training", now.step > 0)

    # panels beside

    def run_starts(self, name: str) -> None:
        """Train a recipe of the open lesson from several seeds, side by side."""
        lesson = self.course.lesson
        if lesson is not None:
            recipe = lesson.recipe(name)
            self._panel("starts")
            self._starts().run(recipe.title, self.course.experiment(recipe), self._window.registry)

    def _starts(self) -> StartsPanel:
        from .starts_panel import StartsPanel

        panel = self._window.docks.dock("starts").widget()
        assert isinstance(panel, StartsPanel)
        return panel

    def _panel(self, name: str) -> None:
        """Show a panel in its dock, made when it is first asked for."""
        docks, window = self._window.docks, self._window
        if not docks.has(name):
            if name == "starts":
                from .starts_panel import StartsPanel

                docks.add_panel(name, StartsPanel(window.look), "drawing")
            else:
                from .records_panel import RecordsPanel

                panel = RecordsPanel(window.look, self.records)
                panel.open_asked.connect(lambda experiment: window.live.put(experiment, "Open a result"))
                self.keeper.kept.connect(lambda _: panel.show_records())
                docks.add_panel(name, panel, "drawing")
        docks.bring_up(name)

    def _tell_record(self, record: Record) -> None:
        """Say it where the number to beat is beaten."""
        beaten = record.data == "mnist" and record.accuracy > TO_BEAT
        others = [one for one in self.records.best(record.data) if one is not record]
        if beaten and (not others or others[0].accuracy < record.accuracy):
            told = f"{record.accuracy:.2%}".replace("%", " %")
            words = tr("{result} on the test images: more than the 97.8 % to beat.", result=told)
            self._window.notices.tell("success", words, [(tr("Show own best results"), lambda: self._panel("records"))])

    # the pad

    def _show_answer(self, outputs: Any) -> None:
        data = self._window.live.session.data
        classes = data.classes if data is not None else ()
        row_ = None if outputs is None else outputs.reshape(-1)
        if row_ is None or len(row_) != len(classes):
            self._answer = None
        else:
            self._answer = classes[int(row_.argmax())], float(row_.max())

    def _see_drawing(self) -> None:
        """A drawing that rests is one that was made; one under way is not read as anything yet."""
        strokes = self._window.reader.strokes()
        if strokes and strokes == self._strokes and self._answer is not None:
            self._add(Drawn(*self._answer))
        self._strokes = strokes

    def _show_meant(self, meant: str) -> None:
        if self._answer is not None:
            self._add(Drawn(*self._answer, meant=meant))

    def _add(self, drawn: Drawn) -> None:
        if self.is_open and (not self.course.drawn or self.course.drawn[-1] != drawn):
            self.course.drawn.append(drawn)
            QTimer.singleShot(0, self.course, self.course.look)
