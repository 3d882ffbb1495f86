"""The settings: how the window looks, moves, speaks and listens. Each is taken at once and kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QMainWindow, QScrollArea, QWidget

from desktop.forms.fields import QuietCombo
from desktop.language import language, languages, tr
from desktop.look import Theme, ThemeSwitch
from desktop.parts import STRETCH, IconButton, IconLabel, Segments, Switch, button, column, label, row, rule
from desktop.preferences import SIZES, Preferences

from .comfort import Comfort
from .sheet import Sheet

THEMES = {"System": "system", "Light": "light", "Dark": "dark"}


class SettingsSheet(Sheet):
    """Asks ``comfort`` for what shall be otherwise; what only a new start can bring is said, with a button for it."""

    TOP = 40
    again = Signal()
    """Start the program again."""
    start_card_asked = Signal()

    def __init__(self, window: QMainWindow, look: ThemeSwitch, preferences: Preferences, comfort: Comfort) -> None:
        super().__init__(window, tr("Settings"), 560, 600)
        self._look, self._preferences, self._comfort = look, preferences, comfort
        self.theme = Segments(list(THEMES), name="Theme")
        self.theme.chosen.connect(lambda name: comfort.choose_theme(THEMES[name]))
        self.size_of_all = Segments([f"{size} %" for size in SIZES], name="Size of everything")
        self.size_of_all.chosen.connect(lambda words: self._keep("scale", int(words.split()[0])))
        self.language = QuietCombo()
        self.language.setAccessibleName(tr("Language"))
        for code, name in languages().items():
            self.language.addItem(name, code)
        self.language.activated.connect(lambda at: self._keep("language", self.language.itemData(at)))
        self.motion, self.letters, self.asks = (
            self._switch("Less motion", comfort.set_less_motion),
            self._switch("Single-key shortcuts", comfort.set_single_keys),
            self._switch("Ask before leaving", lambda on: self._keep("asks", on)),
        )
        self.cross = IconButton(look, "cross", "Close", "Esc", size=16)
        self.cross.clicked.connect(self.close_sheet)
        self.restart = QFrame()
        self.restart.setObjectName("notice")
        self.restart.setProperty("kind", "info")
        start_again = button(look, "Start again", "link")
        start_again.clicked.connect(self.again)
        words = label("Size and language change when inknet starts again.", wrap=True)
        self.restart.setLayout(
            row(IconLabel(look, "info", "accent_text", 16), (words, 1), start_again, margins=(12, 4, 12, 4))
        )
        back = button(look, "Back to defaults")
        back.clicked.connect(self.reset)
        card = button(look, "Show the start card", "quiet")
        card.clicked.connect(self.start_card_asked)
        page = QWidget()
        page.setObjectName("page")
        page.setLayout(
            column(
                label("Look", "caption"),
                _line("Theme", self.theme, "System follows day and night as your computer does."),
                _line("Size of everything", self.size_of_all, "Words, buttons and pictures alike."),
                _line("Less motion", self.motion, "Pictures change at once instead of moving."),
                rule(),
                label("Keys and words", "caption"),
                _line(
                    "Single-key shortcuts",
                    self.letters,
                    "Space, letters and digits without Ctrl. Off, nothing happens by a stray key.",
                ),
                _line("Language", self.language, "Names of components stay as their authors wrote them."),
                rule(),
                label("Projects", "caption"),
                _line("Ask before leaving", self.asks, "Off, what was not saved goes without a question."),
                STRETCH,
                self.restart,
                row(back, card, STRETCH),
                gap=10,
                margins=(20, 4, 20, 16),
            )
        )
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(tr("All settings"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = column(gap=4, margins=(1, 1, 1, 1))
        whole.addLayout(row(label("Settings", "title"), STRETCH, self.cross, margins=(20, 12, 12, 0)))
        whole.addWidget(area, 1)
        self.setLayout(whole)
        look.changed.connect(self._show_theme)  # a method goes with its widget, a lambda would not
        self.show_settings()

    def first(self) -> QWidget:
        return self.theme.button(self.theme.current)

    def open_sheet(self) -> None:
        self.show_settings()
        super().open_sheet()

    def _show_theme(self, _theme: Theme) -> None:
        self.show_settings()

    def show_settings(self) -> None:
        """Show what is kept."""
        kept = self._preferences
        self.theme.set_current(next(name for name, choice in THEMES.items() if choice == kept.theme))
        self.size_of_all.set_current(f"{kept.scale} %")
        self.language.setCurrentIndex(max(0, self.language.findData(kept.language)))
        for switch, on in ((self.motion, kept.less_motion), (self.letters, kept.single_keys), (self.asks, kept.asks)):
            blocked = switch.blockSignals(True)
            switch.setChecked(on)
            switch.blockSignals(blocked)
            switch.update()
        self.restart.setVisible(kept.scale != self._comfort.scale or kept.language != language())

    def finds(self) -> list[tuple[str, Callable[[], object]]]:
        """Every setting with every value, as words and what takes it."""
        found: list[tuple[str, Callable[[], object]]] = [
            (f"{tr('Theme')}: {tr(name)}", lambda choice=choice: self._comfort.choose_theme(choice))  # type: ignore[misc]
            for name, choice in THEMES.items()
        ]
        for size in SIZES:
            found.append((f"{tr('Size of everything')}: {size} %", lambda size=size: self._open_with("scale", size)))  # type: ignore[misc]
        for switch in (self.motion, self.letters, self.asks):
            state = tr("on") if not switch.isChecked() else tr("off")
            found.append((f"{switch.accessibleName()}: {state}", switch.toggle))
        found.append((tr("Show the start card"), self.start_card_asked.emit))
        return found

    def reset(self) -> None:
        """Everything here as it was at the first start."""
        self._comfort.choose_theme("system")
        self._comfort.set_less_motion(False)
        self._comfort.set_single_keys(True)
        for name, value in (("asks", True), ("scale", 100), ("language", "en")):
            setattr(self._preferences, name, value)
        self.show_settings()

    def _switch(self, name: str, take: Callable[[bool], object]) -> Switch:
        made = Switch(self._look)
        made.setAccessibleName(tr(name))
        made.toggled.connect(take)
        return made

    def _keep(self, name: str, value: object) -> None:
        setattr(self._preferences, name, value)
        self.show_settings()

    def _open_with(self, name: str, value: object) -> None:
        """Keep a value that only a new start brings, and show where that is said."""
        self._keep(name, value)
        if not self.isVisible():
            self.open_sheet()


def _line(words: str, field: QWidget, note: str) -> QWidget:
    made = QWidget()
    name = label(words)
    name.setBuddy(field)
    field.setAccessibleDescription(tr(note))
    made.setLayout(row((_stacked(name, label(note, "note", wrap=True)), 1), field, gap=16))
    return made


def _stacked(*parts: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(column(*parts, gap=1))
    return made
