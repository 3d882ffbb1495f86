"""The look: equal names in both themes, readable contrast, icons that draw, a switch that reaches everyone."""

import gc
import re
import sys
from importlib import resources

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor, QFontMetricsF, QGuiApplication, QIcon, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from desktop.look import Theme, svg, tokens
from desktop.look.theme import colour_table, families
from desktop.parts import IconLabel, label

GLYPHS = resources.files("desktop.look").joinpath("glyphs")
WORDS = 4.5
MARKS = 3.0
PAIRS = {
    WORDS: """
        text/panel text/window text/canvas text/raised text/sunken text/segment text/danger_soft
        text/warning_soft text/success_soft text/accent_soft text_2/panel text_2/sunken text_2/window
        text_2/accent_soft text_2/success_soft text_3/panel text_3/sunken text_3/canvas text_3/raised
        text_3/window on_accent/accent on_accent/accent_hover accent_text/panel accent_text/accent_soft
        accent_text/success_soft success/panel success/success_soft warning/panel warning/warning_soft
        danger/panel danger/danger_soft positive/panel negative/panel positive/sunken train/panel train/raised
        test/panel test/raised third/panel third/sunken ink/paper code_keyword/panel code_class/panel
        code_string/panel code_number/panel code_comment/panel code_name/panel code_keyword/danger_soft
        code_comment/danger_soft
    """,
    MARKS: """
        control/panel control/canvas focus/panel focus/window positive/canvas negative/canvas accent/panel accent/line
    """,
}
"""``words/surface`` by the least contrast that WCAG 2 asks of them."""


def luminance(colour):
    """Relative luminance of a colour written as #RRGGBB, by WCAG 2."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def ink_of(pixmap):
    """How many pixels of a picture are not transparent."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    bytes_ = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return int((bytes_[:, 3 : image.width() * 4 : 4] > 0).sum())


def test_both_themes_have_the_same_tokens():
    assert tokens.LIGHT.keys() == tokens.DARK.keys()
    assert {kind: len(stops) for kind, stops in tokens.MAPS["light"].items()} == {
        kind: len(stops) for kind, stops in tokens.MAPS["dark"].items()
    }
    assert len(tokens.CLASSES["light"]) == len(tokens.CLASSES["dark"]) == 10


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("least", "pair"), [(least, pair) for least in PAIRS for pair in PAIRS[least].split()])
def test_what_is_read_stands_out_from_what_it_stands_on(theme, least, pair):
    words, surface = pair.split("/")
    values = tokens.THEMES[theme]
    assert contrast(values[words], values[surface]) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_class_colour_and_every_glyph_can_be_seen(theme):
    values = tokens.THEMES[theme]
    for colour in tokens.CLASSES[theme]:
        assert contrast(colour, values["panel"]) >= MARKS
    for glyph in ("down", "up", "right", "cross"):  # drawn in one grey for both themes
        grey = re.search(r'stroke="(#\w{6})"', GLYPHS.joinpath(glyph + ".svg").read_text(encoding="utf-8"))[1]
        for surface in ("panel", "sunken", "raised"):
            assert contrast(grey, values[surface]) >= MARKS


@pytest.mark.parametrize("name", svg.names())
def test_every_icon_draws_in_every_state(look, name):
    icon = look.theme.icon(name, "text_2", 18)
    pictures = {}
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled, QIcon.Mode.Active):
        for ratio in (1.0, 2.0):
            picture = icon.pixmap(icon.availableSizes()[0], ratio, mode)
            assert picture.width() == 18 * ratio
            assert ink_of(picture) > 8
            pictures[mode, ratio] = picture.toImage()
    assert pictures[QIcon.Mode.Normal, 1.0] != pictures[QIcon.Mode.Disabled, 1.0]
    assert pictures[QIcon.Mode.Normal, 1.0] != pictures[QIcon.Mode.Active, 1.0]


def test_an_icon_that_is_not_there_is_told(look):
    with pytest.raises(FileNotFoundError):
        look.theme.icon("no-such-icon")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_style_sheet_knows_every_name_it_uses(qapp, name, capfd):
    """Qt says what it cannot read in a sheet, and reads on; so listen."""
    sheet = Theme(name).sheet()
    assert "$" not in sheet
    widget = QWidget()
    widget.setStyleSheet(sheet)
    widget.ensurePolished()
    assert "parse" not in capfd.readouterr().err


@pytest.mark.parametrize("name", ["light", "dark"])
def test_colour_maps_begin_at_the_paper_and_hide_zero(qapp, name):
    theme = Theme(name)
    assert theme.table("sequential").shape == theme.table("diverging").shape == (256, 4)
    assert theme.colour(0.0) == theme["paper"]
    middle, panel = theme.colour(0.0, "diverging"), theme["panel"]
    assert max(abs(middle.red() - panel.red()), abs(middle.blue() - panel.blue())) <= 9
    up, down = theme.colour(0.6, "diverging"), theme.colour(-0.6, "diverging")
    assert up.blue() > up.red()
    assert down.red() > down.blue()


def test_a_colour_table_goes_through_its_stops():
    table = colour_table(["#000000", "#FF0000", "#FF00FF"])
    assert table[0].tolist() == [0, 0, 0, 255]
    assert table[-1].tolist() == [255, 0, 255, 255]
    assert table[64].tolist() == [128, 0, 0, 255]


def test_values_are_scaled_alike_on_both_sides_and_one_outlier_does_not_fade_the_rest(look):
    values = np.r_[np.linspace(-1, 1, 2001), 1e6]
    colours = look.theme.colours(values, "diverging")
    assert np.array_equal(colours[2000], look.theme.table("diverging")[255])
    assert np.array_equal(colours[0], look.theme.table("diverging")[0])


def test_what_is_no_number_shows_as_zero_and_infinity_as_the_end(look):
    colours = look.theme.colours([np.nan, 0.0, np.inf, 1.0, -np.inf], "diverging")
    assert np.array_equal(colours[0], colours[1])
    assert np.array_equal(colours[2], colours[3])
    assert np.array_equal(colours[4], look.theme.table("diverging")[0])
    assert look.theme.colours(np.full((2, 2), np.nan)).shape == (2, 2, 4)


def test_an_image_keeps_its_bytes_when_the_array_is_gone(look):
    values = np.random.default_rng(1).normal(size=(28, 28))
    image = look.theme.image(values, "diverging", 2.0)
    expected = look.theme.colours(values, "diverging", 2.0)
    del values
    gc.collect()
    np.zeros(100_000).fill(7)
    for y, x in ((0, 0), (13, 5), (27, 27)):
        assert image.pixelColor(x, y) == QColor(*(int(c) for c in expected[y, x]))


def test_figures_are_equally_wide_in_every_style(look):
    for style in tokens.TYPE:
        metrics = QFontMetricsF(look.theme.font(style))
        assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")
    title = label("1", "title")  # the style sheet changes its size and must leave the figures alone
    title.ensurePolished()
    metrics = QFontMetricsF(title.font())
    assert title.font().pixelSize() == tokens.TYPE["title"][0]
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")


def test_fonts_name_only_what_the_system_has(qapp):
    for kind in tokens.FAMILIES:
        assert families(kind)


@pytest.fixture
def light_again(look):
    yield look
    look.choose("light")


def test_the_switch_tells_everyone_and_icons_follow(light_again, qtbot):
    switch = light_again
    button, action = QToolButton(), QAction()
    qtbot.addWidget(button)
    mark = IconLabel(switch, "pen")
    qtbot.addWidget(mark)
    switch.keep_icon(button, "pen")
    switch.keep_icon(action, "save")
    before = [button.icon().pixmap(18).toImage(), action.icon().pixmap(18).toImage(), mark.pixmap().toImage()]
    with qtbot.waitSignal(switch.changed) as told:
        switch.choose("dark")
    assert told.args[0] is switch.theme
    assert switch.theme.dark
    after = [button.icon().pixmap(18).toImage(), action.icon().pixmap(18).toImage(), mark.pixmap().toImage()]
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert QGuiApplication.palette().window().color() == switch.theme["window"]


def test_an_icon_given_anew_replaces_the_former_for_good(light_again, qtbot):
    switch, button = light_again, QToolButton()
    qtbot.addWidget(button)
    switch.keep_icon(button, "play")
    switch.keep_icon(button, "pause")
    switch.choose("dark")
    assert button.icon().pixmap(18).toImage() == switch.theme.icon("pause").pixmap(18).toImage()


def test_a_button_that_went_is_not_drawn_again(light_again, qtbot):
    switch, parent = light_again, QWidget()
    switch.keep_icon(QPushButton(parent), "pen")
    parent.deleteLater()
    qtbot.wait(10)
    switch.toggle()
    assert switch.theme.dark


def test_only_light_dark_and_system_can_be_chosen(light_again):
    with pytest.raises(ValueError, match="light, dark, system"):
        light_again.choose("pink")
    light_again.choose("system")
    assert light_again.choice == "system"


def page_of_buttons(qtbot):
    page = QWidget()
    layout = QVBoxLayout(page)
    buttons = [QPushButton(str(i)) for i in range(3)]
    for button in buttons:
        layout.addWidget(button)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    buttons[0].setFocus()
    return page, buttons


def test_the_ring_shows_where_the_keyboard_is_and_not_where_the_mouse_was(look, qtbot):
    page, buttons = page_of_buttons(qtbot)
    QTest.keyClick(buttons[0], Qt.Key.Key_Tab)
    frame = look._ring._frame
    assert frame is not None
    assert frame.isVisible()
    assert frame.geometry() == buttons[1].geometry().adjusted(-4, -4, 4, 4)
    page.resize(page.width() + 80, page.height())
    qtbot.waitUntil(lambda: frame.geometry() == buttons[1].geometry().adjusted(-4, -4, 4, 4))
    QTest.mouseClick(buttons[2], Qt.MouseButton.LeftButton)
    assert look._ring._frame is None


def test_the_ring_survives_a_window_that_goes(look, qtbot):
    page, buttons = page_of_buttons(qtbot)
    QTest.keyClick(buttons[0], Qt.Key.Key_Tab)
    assert look._ring._frame is not None
    page.close()
    page.deleteLater()
    qtbot.wait(20)
    _, others = page_of_buttons(qtbot)
    QTest.keyClick(others[0], Qt.Key.Key_Tab)
    assert look._ring._frame.isVisible()


def test_the_ring_ends_where_a_scroll_area_does(look, qtbot):
    area, inner = QScrollArea(), QWidget()
    layout = QVBoxLayout(inner)
    buttons = [QPushButton(str(i)) for i in range(30)]
    for button in buttons:
        layout.addWidget(button)
    area.setWidget(inner)
    qtbot.addWidget(area)
    area.resize(200, 150)
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    buttons[0].setFocus()
    QTest.keyClick(buttons[0], Qt.Key.Key_Tab)
    frame = look._ring._frame
    assert frame.isVisible()
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert not frame.isVisible()
    area.verticalScrollBar().setValue(0)
    assert frame.isVisible()
    assert frame.geometry().center() == buttons[1].mapTo(area, QPoint(0, 0)) + buttons[1].rect().center()


def test_painting_does_not_use_up_none(qapp):
    """Some releases of PySide6 drop a reference to None in each call, and bring the program down after some frames."""
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(1000):
        painter.save()
        painter.restore()
    after = sys.getrefcount(None)
    painter.end()
    assert after > before - 100


def test_words_of_a_role_are_plain_text(qtbot):
    words = label("<b>784</b>", "note")
    qtbot.addWidget(words)
    assert isinstance(words, QLabel)
    assert words.textFormat() == Qt.TextFormat.PlainText
