"""The panel of lessons, in the place of the left column: the list, or a lesson page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from core.lessons import Lesson, Lessons, State
from core.registry import Registry
from desktop.language import tr
from desktop.look import Theme, ThemeSwitch
from desktop.parts import STRETCH, IconButton, button, column, label, restyle, rounded, row, rule

from .contents import Contents
from .course import Course
from .page import LessonPage

if TYPE_CHECKING:
    from desktop.views import ViewHost

WIDTHS = {1400: 376, 1100: 340, 0: 280}
"""Width of the panel in a window at least so wide."""


class Pages(QWidget):
    """A mark for each page; those that were seen are filled."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        self._look, self._now, self._count = look, 0, 1
        self.setFixedHeight(3)
        look.changed.connect(self._retheme)

    def show_page(self, now: int, count: int) -> None:
        """Page ``now`` of ``count``, from 0."""
        self._now, self._count = now, count
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = (self.width() + 4) / self._count
        for k in range(self._count):
            colour = self._look.theme["accent" if k <= self._now else "line_strong"]
            rounded(painter, QRectF(k * wide, 0, wide - 4, 3), colour, None, 1.5)
        painter.end()

    def _retheme(self, _theme: Theme) -> None:
        self.update()


class LessonPanel(QFrame):
    """Shows what the course tells, and asks it for what the learner wants."""

    closed = Signal()
    """The lesson, or the list where none is open, shall be closed."""
    waits = Signal()
    """The left column is wanted for a while."""
    train_asked = Signal()
    seeds_asked = Signal(str)
    view_asked = Signal(str)
    records_asked = Signal()

    def __init__(self, look: ThemeSwitch, host: ViewHost, registry: Registry, course: Course) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName(tr("Lessons"))
        self._look, self._host, self._registry, self._course = look, host, registry, course
        self.page: LessonPage | None = None
        self.contents = Contents(look)
        self.contents.chosen.connect(course.open)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._list_page())
        self.stack.addWidget(self._lesson_page())
        self.setLayout(column((self.stack, 1), gap=0, margins=(1, 1, 1, 1)))
        self.fit(1440)
        course.listed.connect(self._show_lessons)
        course.opened.connect(self._show_opened)
        course.turned.connect(self._show_step)
        course.looked.connect(self._show_state)
        course.ticked.connect(lambda _: self._show_done())

    def set_registry(self, registry: Registry) -> None:
        """Pictures are drawn with what this registry has."""
        self._registry = registry

    def fit(self, width: int) -> None:
        """The panel's width in a window so wide."""
        self.setFixedWidth(next(wide for least, wide in WIDTHS.items() if width >= least))

    def show_list(self) -> None:
        """The list of all lessons; the one that is open stays open."""
        self._show_lessons(self._course.lessons)
        self.stack.setCurrentIndex(0)
        self.back_to_lesson.setVisible(self._course.lesson is not None)

    def show_lesson(self) -> None:
        """The lesson that is open."""
        self.stack.setCurrentIndex(1)

    def take_focus(self) -> None:
        """Begin where a reader begins: at the text, or at the list."""
        if self.stack.currentIndex() == 1 and self.page is not None:
            self.page.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.contents.entries:
            next(iter(self.contents.entries.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_table(self, trains: bool, left: bool) -> None:
        """Whether the network trains, or has been trained."""
        if self.page is not None:
            self.page.show_table(self._course.is_on_table, trains, left)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.stack.currentIndex() == 0:
            self.show_lesson() if self._course.lesson is not None else self.closed.emit()
        else:
            super().keyPressEvent(event)

    # its two pages

    def _list_page(self) -> QWidget:
        title = label("Lessons", "title")
        self.back_to_lesson = button(self._look, "Back to the lesson", "link")
        self.back_to_lesson.clicked.connect(self.show_lesson)
        self.back_to_lesson.hide()
        cross = IconButton(self._look, "cross", "Close lessons", "Shift+L", size=16)
        cross.clicked.connect(self.closed)
        head = row(title, STRETCH, self.back_to_lesson, cross, gap=6, margins=(16, 8, 8, 6))
        best = button(self._look, "Own best results", "quiet", "flag")
        best.clicked.connect(self.records_asked)
        foot = row(best, STRETCH, margins=(8, 6, 8, 8))
        page = QWidget()
        page.setLayout(column(head, (self.contents, 1), rule(), foot, gap=0))
        return page

    def _lesson_page(self) -> QWidget:
        look = self._look
        self.all = IconButton(look, "more", "All lessons", "L", size=16)
        self.all.clicked.connect(self.show_list)
        self.which = label("", "caption")
        self.number = label("", "caption")
        cross = IconButton(look, "cross", "Close the lesson", "Shift+L", size=16)
        cross.clicked.connect(self.closed)
        head = row(self.all, (self.which, 1), self.number, cross, gap=4, margins=(8, 8, 8, 4))
        self.pages = Pages(look)
        marks = row(self.pages, margins=(16, 0, 16, 10))
        self.place = column(gap=0)
        self.again = IconButton(look, "reset", "Start the lesson again, with no task done", size=16)
        self.again.clicked.connect(self._course.begin_again)
        self.build = button(look, "Build", "quiet", "sliders", "Layers and training; the lesson waits meanwhile")
        self.build.clicked.connect(self.waits)
        self.back = button(look, "Back")
        self.on = button(look, "Next")
        self.back.clicked.connect(lambda: self._course.turn(-1))
        self.on.clicked.connect(self._go_on)
        foot = row(self.again, self.build, STRETCH, self.back, self.on, gap=8, margins=(8, 8, 12, 10))
        page = QWidget()
        whole = column(head, marks, gap=0)
        whole.addLayout(self.place, 1)
        whole.addWidget(rule())
        whole.addLayout(foot)
        page.setLayout(whole)
        return page

    def _go_on(self) -> None:
        lesson = self._course.lesson
        if lesson is not None and self._course.mark.step == len(lesson.steps) - 1:
            self.show_list()
            self.take_focus()
        else:
            self._course.turn(1)

    # what the course tells

    def _show_lessons(self, lessons: Lessons) -> None:
        self.contents.show_lessons(lessons, self._course.progress.done)

    def _show_opened(self, lesson: Lesson | None) -> None:
        self._leave_page()  # its recipes are those of the lesson before
        if lesson is None:
            self.stack.setCurrentIndex(0)
            return
        names = [one.name for one in self._course.lessons.lessons]
        number = tr("Lesson {n} of {count}", n=names.index(lesson.name) + 1, count=len(names))
        self.which.setText(number)
        self.which.setToolTip(lesson.title)
        self.stack.setCurrentIndex(1)

    def _show_step(self, step: int) -> None:
        lesson, course = self._course.lesson, self._course
        assert lesson is not None
        count = len(lesson.steps)
        held = self.page is not None and self.page.isAncestorOf(self.focusWidget() or self)
        self._leave_page()
        self.page = page = LessonPage(self._look, self._host, self._registry, lesson, step, course.stands_in)
        page.run_asked.connect(course.run)
        page.train_asked.connect(self.train_asked)
        page.seeds_asked.connect(self.seeds_asked)
        page.view_asked.connect(self.view_asked)
        page.ticked.connect(self._tick)
        self.place.addWidget(page)
        self.number.setText(tr("page {n} of {count}", n=step + 1, count=count))
        self.pages.show_page(step, count)
        self.setAccessibleDescription(f"{lesson.title}. {lesson.steps[step].title}. {self.number.text()}")
        self.back.setEnabled(step > 0)
        self.on.setText(tr("Next" if step < count - 1 else "All lessons"))
        self._show_done()
        if held:
            self.take_focus()

    def _leave_page(self) -> None:
        if self.page is not None:
            self.page.leave()
            self.place.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
            self.page = None

    def _tick(self, key: str, on: bool) -> None:
        self._course.tick(key, on)
        self._show_done()

    def _show_done(self) -> None:
        if self.page is None or self._course.lesson is None:
            return
        done = self._course.mark.done
        self.page.show_done(done)
        finished = bool(self.page.tasks) and all(key in done for key in self.page.tasks)
        restyle(self.on, kind="tonal" if finished else "")

    def _show_state(self, state: State) -> None:
        if self.page is not None:
            self.page.show_state(state)
