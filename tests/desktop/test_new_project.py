"""A new project takes nothing along from the one before."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest


def test_drawing_and_notes_stay_with_the_project_they_belong_to(window):
    window.network.editor.set_notes([{"text": "wide first layer", "x": 0.5, "y": 0.5}])
    pad = window.reader.small.pad
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    QTest.mouseMove(pad, QPoint(60, 90))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(60, 90))
    assert window.reader.strokes()
    window.actions_by_name["new"].trigger()
    assert not window.reader.strokes()
    assert window.network.editor.notes() == []
    assert window.live.session.undo_label == ""
