"""One view: its title, its picture, a sentence on how to read it, and what went wrong where something did."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from core import Array, Figure, InknetError, Snapshot, Visualization
from desktop.look import Theme, ThemeSwitch
from desktop.parts import STRETCH, EmptyState, IconLabel, Panel, button, column, label, row
from desktop.view_menu import ViewMenu
from desktop.view_thread import Drawn, Failed, told

if TYPE_CHECKING:
    from desktop.figures.renderer import Renderer

PATIENCE = 3
"""Errors in a row after which a view is not asked again by itself."""
LOW = 210
"""Height in pixels under which the sentence at the foot makes room for the picture."""


class ErrorCard(QFrame):
    """What a view raised, where, and what can be done about it."""

    retried = Signal()
    disabled = Signal()
    opened = Signal()
    """The line that failed shall be shown."""

    def __init__(self, look: ThemeSwitch, name: str, failure: Failed, off: bool) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("kind", "danger")
        state = f"{name} is disabled: it failed {PATIENCE} times in a row." if off else f"{name} could not draw."
        self.retry = button(look, "Enable again" if off else "Retry")
        self.retry.clicked.connect(self.retried)
        buttons = [self.retry]
        if not off:
            self.disable = button(look, "Disable", "quiet")
            self.disable.clicked.connect(self.disabled)
            buttons.append(self.disable)
        fault = failure.fault
        if fault is not None and fault.line:
            go = button(look, f"Open line {fault.line}", "quiet")
            go.clicked.connect(self.opened)
            buttons.append(go)
        title = row(IconLabel(look, "warning", "danger", 16), (label(state, "strong", wrap=True), 1))
        words = label(failure.words, wrap=True)
        place = label(failure.place + (f", {fault.hook}" if fault else ""), "code", wrap=True)
        parts = [title, words, place]
        if fault is not None and fault.hint:
            parts.append(label(f"{fault.hint[:1].upper()}{fault.hint[1:]}.", "note", wrap=True))
        self.setLayout(column(*parts, row(*buttons, STRETCH), gap=6, margins=(12, 10, 12, 10)))
        self.setAccessibleName(f"Problem: {state} {failure.words}, {failure.place}")


class ViewPane(Panel):
    """A panel for one visualization. What it shows is brought by the host; it tells the host when it wants more."""

    wanted = Signal()
    """Settings changed, it came into sight, or it shall try again."""
    seen_changed = Signal()
    """It came into sight or left it."""
    samples_chosen = Signal(str, object)
    line_asked = Signal(str, int, str)
    """A file, its line and what is wrong there: it shall be opened."""
    settings_changed = Signal()
    drawn = Signal()
    """It shows another figure."""
    told = Signal(str, str)
    """A kind of notice and its words, such as where a picture was saved."""

    def __init__(self, look: ThemeSwitch, visualization: type[Visualization], settings: Mapping[str, Any]) -> None:
        super().__init__(look, visualization.title or visualization.name)
        self.visualization = visualization
        self.figure: Figure | None = None
        self.renderer: Renderer | None = None
        self.error: ErrorCard | None = None
        self.data: Snapshot | None = None
        """The snapshot that the figure was drawn of; gives the pictures of samples."""
        self.failures = 0
        self.enabled = True
        self.behind = False
        """Whether its dock lies behind a tab: Qt then calls it visible, and keeps it outside of the window."""
        self._values = known(visualization, settings)
        self._folder = ""
        self.more = self.add_tool("more", "Settings and saving")
        self.more.clicked.connect(self._open_menu)
        self.foot = label("", "note", wrap=True)
        self.body.addStretch(0)
        self.body.addWidget(self.foot)
        self.setMinimumSize(200, 96)
        look.changed.connect(self._retheme)
        self._empty: EmptyState | None = EmptyState(look, "see", "No picture yet.", "It appears with the first step.")
        self.body.insertWidget(0, self._empty, 1)

    def settings(self) -> dict[str, Any]:
        """Its settings by name, as projects keep them."""
        return dict(self._values)

    def set_setting(self, name: str, value: Any) -> None:
        """Change a setting and ask for another picture. Raises BadSetting for a value that it does not admit."""
        read = self.visualization.settings[name].read(value, self.visualization.name)
        if read != self._values[name]:
            self._values[name] = read
            self.failures = 0
            self.settings_changed.emit()
            self.wanted.emit()

    def set_visualization(self, visualization: type[Visualization]) -> None:
        """Draw with another version of its class; settings keep their values where it still admits them."""
        self.visualization = visualization
        self._values = known(visualization, self._values)
        self.set_title(visualization.title or visualization.name)
        self.retry()

    def show_result(self, result: Drawn | Failed) -> None:
        """Show what the view thread made of an order."""
        if isinstance(result, Failed):
            self._show_failure(result)
            return
        try:
            self.show_figure(result.figure)
        except Exception as error:  # a figure that nothing foresaw costs its own pane, not the window
            self._show_failure(Failed(result.view, result.number, type(result.figure).__name__, told(error), 0.0))
            return
        self.failures = 0

    def show_figure(self, figure: Figure) -> None:
        """Show a figure, in the renderer that is there where it is of the same kind."""
        from desktop.figures.catalogue import renderer_for  # with pyqtgraph, which the window does not wait for

        renderer = renderer_for(figure, self._look.theme, self.renderer)
        if renderer is not self.renderer:
            self._take_away()
            renderer.samples_chosen.connect(self.samples_chosen)
            renderer.picture_of = self._picture_of
            self.renderer = renderer
            self.body.insertWidget(0, renderer, 1)
        self._take_error_away()
        self._take_empty_away()
        renderer.show()
        renderer.display(figure)
        self.figure = figure
        same = figure.title in ("", self.visualization.title)
        self.set_note("" if same else figure.title.removeprefix(self.visualization.title).lstrip(" ,:·"))
        self.foot.setText(figure.note)
        self._fit_foot()
        self.drawn.emit()

    def spent(self) -> float:
        """Seconds of the GUI thread that its picture took since this was last asked."""
        return 0.0 if self.renderer is None else self.renderer.spent()

    def set_behind(self, behind: bool) -> None:
        """Its dock went behind a tab, or came before the others."""
        if behind != self.behind:
            self.behind = behind
            self.seen_changed.emit()
            if not behind:
                self.wanted.emit()

    def retry(self) -> None:
        """Ask for a picture again, after errors."""
        self.enabled, self.failures = True, 0
        self.wanted.emit()

    def disable(self) -> None:
        """Do not draw until ``retry``."""
        if self.enabled and self.error is not None:
            self.error.disable.setEnabled(False)
        self.enabled = False

    def export(self, what: str, path: str = "") -> None:
        """Copy the picture, or save it or its figures; asks where without a path."""
        if self.renderer is None or self.figure is None:
            self.told.emit("info", "There is no picture yet. It appears with the first step.")
        elif what == "copy":
            from desktop.figures.export import picture

            QGuiApplication.clipboard().setImage(picture(self.renderer))
        elif path:
            self._save(what, Path(path))
        else:
            self._choose(what)

    def _save(self, what: str, path: Path) -> None:
        from desktop.figures.export import save

        assert self.renderer is not None
        self._folder = str(path.parent)
        try:
            save(self.renderer, what, path)
        except InknetError as error:
            self.told.emit("warning", str(error))
        else:
            self.told.emit("success", f"Saved {path.name}.")

    def _choose(self, what: str) -> None:
        chooser = QFileDialog(self, f"Save {what.upper()}", self._folder, f"{what.upper()} (*.{what})")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(what)
        chooser.selectFile(f"{self.visualization.name}.{what}")
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(lambda path: self.export(what, path))
        chooser.open()

    def _open_menu(self) -> None:
        menu = ViewMenu(self._look, self.visualization.settings, self._values, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.changed.connect(self.set_setting)
        menu.asked.connect(lambda what: self.export(what))
        menu.open_under(self.more)

    def _show_failure(self, failure: Failed) -> None:
        self.failures += 1
        if self.failures >= PATIENCE:
            self.enabled = False
        self._take_error_away()
        self._take_empty_away()
        card = ErrorCard(self._look, self.visualization.title or self.visualization.name, failure, not self.enabled)
        card.retried.connect(self.retry)
        card.disabled.connect(self.disable)
        fault = failure.fault
        if fault is not None:
            card.opened.connect(lambda: self.line_asked.emit(fault.path, fault.line, fault.got))
        if self.renderer is not None:
            self.renderer.hide()
        self.foot.setText("")
        self.error = card
        self.body.insertWidget(0, card)

    def _take_error_away(self) -> None:
        if self.error is not None:
            self.error.hide()
            self.error.deleteLater()
            self.error = None

    def _take_empty_away(self) -> None:
        if self._empty is not None:
            self._empty.hide()
            self._empty.deleteLater()
            self._empty = None

    def _take_away(self) -> None:
        if self.renderer is not None:
            self.body.removeWidget(self.renderer)
            self.renderer.hide()
            self.renderer.deleteLater()

    def _picture_of(self, split: str, row_: int) -> Array | None:
        """A raw sample as a matrix, where the data are pictures."""
        data = self.data.data if self.data is not None else None
        if data is None or split not in ("train", "test") or len(data.input_shape) != 2:
            return None
        inputs = getattr(data, split).inputs
        return inputs[row_].reshape(data.input_shape) if 0 <= row_ < len(inputs) else None

    def _fit_foot(self) -> None:
        words = self.foot.text()
        self.foot.setVisible(bool(words) and self.height() >= LOW)
        self.strip.setToolTip("" if self.foot.isVisible() else words)

    def _retheme(self, theme: Theme) -> None:
        if self.renderer is not None:
            self.renderer.retheme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_foot()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.seen_changed.emit()
        self.wanted.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.seen_changed.emit()


def known(visualization: type[Visualization], settings: Mapping[str, Any]) -> dict[str, Any]:
    """A value for every setting: the given one where it is admitted (a plugin may have changed), else the default."""
    values = {}
    for name, setting in visualization.settings.items():
        try:
            values[name] = setting.read(settings.get(name, setting.default))
        except InknetError:
            values[name] = setting.default
    return values


def in_sight(pane: QWidget) -> bool:
    """Whether anybody can see it: not behind a tab, not in a minimised window."""
    return pane.isVisible() and not pane.window().isMinimized() and not getattr(pane, "behind", False)
