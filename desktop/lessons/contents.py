"""The list of lessons: what each is about, how far the learner is, and those that have a mistake, with its place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from core.lessons import Lesson, Lessons
from desktop.language import tr
from desktop.look import Theme, ThemeSwitch
from desktop.parts import EmptyState, IconLabel, column, label, rounded, row

THICK = 3


class Share(QWidget):
    """A thin line: how much is done."""

    def __init__(self, look: ThemeSwitch, share: float) -> None:
        super().__init__()
        self._look, self._share = look, share
        self.setFixedHeight(THICK)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, box = self._look.theme, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded(painter, box, theme["line"], None, THICK / 2)
        if self._share > 0:
            box.setWidth(max(THICK, box.width() * self._share))
            rounded(painter, box, theme["success" if self._share >= 1 else "accent"], None, THICK / 2)
        painter.end()


class LessonEntry(QAbstractButton):
    """A lesson in the list; pressed, it opens."""

    def __init__(self, look: ThemeSwitch, number: int, lesson: Lesson, done: int) -> None:
        super().__init__()
        self._look, self.lesson, total = look, lesson, len(lesson.tasks)
        title = label(f"{number}  {lesson.title}", "strong", wrap=True)
        summary = label(lesson.summary, "note", wrap=True)
        words = tr("{done} of {total} tasks", done=done, total=total) if total else ""
        complete = total > 0 and done == total
        head = row(gap=6)
        head.addWidget(title, 1)
        if complete:
            head.addWidget(IconLabel(look, "check", "success", 16), 0, Qt.AlignmentFlag.AlignTop)
        parts: list[QWidget] = [summary]
        if done:
            parts += [label(words, "caption"), Share(look, done / total)]
        whole = column(gap=3, margins=(12, 8, 12, 9))
        whole.addLayout(head)
        for part in parts:
            whole.addWidget(part)
        for part in (title, *parts):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(whole)
        self.setText(lesson.title)
        self.setAccessibleName(". ".join(one for one in (tr("Lesson {n}", n=number), lesson.title, words) if one))
        self.setAccessibleDescription(lesson.summary)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self._retheme)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 60

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(240, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.underMouse() or self.isDown():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rounded(painter, QRectF(self.rect()), self._look.theme["pressed" if self.isDown() else "hover"], None, 6)
            painter.end()

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def _retheme(self, _theme: Theme) -> None:
        self.update()


class Contents(QScrollArea):
    """All lessons in their order, then the files that could not be read."""

    chosen = Signal(str)

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        self._look = look
        self.entries: dict[str, LessonEntry] = {}
        self.failures: list[QLabel] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Lessons"))
        self._show_empty("Lessons are being read.")

    def show_lessons(self, lessons: Lessons, done: Callable[[Lesson], int]) -> None:
        """Show what was read; ``done`` tells how many tasks of a lesson are done."""
        at = self.verticalScrollBar().value()
        self.entries, self.failures = {}, []
        page = QWidget()
        page.setObjectName("page")
        whole = column(gap=2, margins=(6, 2, 6, 12))
        for number, lesson in enumerate(lessons.lessons, 1):
            entry = LessonEntry(self._look, number, lesson, done(lesson))
            entry.clicked.connect(lambda _=False, name=lesson.name: self.chosen.emit(name))
            self.entries[lesson.name] = entry
            whole.addWidget(entry)
        self._add_failures(whole, lessons)
        whole.addStretch(1)
        page.setLayout(whole)
        if lessons.lessons or lessons.failures:
            self.setWidget(page)
        else:
            told = "They come with plugins, or as files in the folder lessons beside your plugins."
            self._show_empty("There are no lessons.", told)
        self.verticalScrollBar().setValue(at)

    def _show_empty(self, title: str, sentence: str = "") -> None:
        empty = EmptyState(self._look, "lesson", title, sentence)
        empty.setObjectName("page")
        self.setWidget(empty)

    def _add_failures(self, whole: QVBoxLayout, lessons: Lessons) -> None:
        if not lessons.failures:
            return
        whole.addSpacing(8)
        heading = label("Files with a mistake", "caption")
        heading.setContentsMargins(12, 0, 12, 0)
        whole.addWidget(heading)
        for failure in lessons.failures:
            box = QFrame()
            box.setObjectName("notice")
            box.setProperty("kind", "warning")
            words = label("", "note", wrap=True)
            words.setText(failure.reason)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            head = row(IconLabel(self._look, "warning", "warning", 16), (label(failure.name, "strong"), 1), gap=6)
            box.setLayout(column(head, words, gap=2, margins=(10, 6, 10, 8)))
            box.setAccessibleName(tr("Lesson with a mistake: {words}", words=failure.reason))
            self.failures.append(words)
            whole.addWidget(box)
