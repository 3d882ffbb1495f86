"""A lesson in the real window: found, read, worked through, and closed without a trace."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest

from core.experiment import Choice, Experiment, Stopping
from core.session import Session
from desktop.lessons.boxes import HIGH
from desktop.lessons.contents import LessonEntry
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.preferences import Preferences

SMALL = Experiment(dataset=Choice("digits", (("test", 200), ("train", 1000))), stopping=Stopping(epochs=3))


@pytest.fixture(scope="module")
def shared(qapp, found, lesson_folder, tmp_path_factory):
    """One window for all tests here: a lesson that is closed leaves nothing behind."""
    from desktop.window import MainWindow

    preferences = Preferences(QSettings(str(tmp_path_factory.mktemp("own") / "s.ini"), QSettings.Format.IniFormat))
    preferences.views = [{"name": "loss-curve", "settings": {}}]
    shown = MainWindow(ThemeSwitch(qapp, "light"), Live(Session(SMALL, found.registry)), found, preferences)
    shown.show()
    yield shown
    shown._leaving = True
    shown.close()


@pytest.fixture
def taught(shared, wait_until):
    """The window with the list of lessons open."""
    wait_until(lambda: shared.docks.has("data") and shared.live.session.data is not None)
    shared.resize(1280, 800)
    shared.setFocus()
    shared.actions_by_name["lessons"].trigger()
    wait_until(lambda: shared.lessons.course.lessons.lessons)
    yield shared
    shared.lessons.close_lesson()
    course = shared.lessons.course
    course.progress._marks.clear()
    wait_until(lambda: shared.live.session.run.experiment == shared.live.experiment)


@pytest.fixture
def opened(taught, wait_until):
    """The window with the lesson open at its first step, its recipe built."""
    taught.lessons.panel.contents.entries["moons"].click()
    wait_until(lambda: taught.lessons.panel.page is not None)
    wait_until(lambda: taught.live.session.run.experiment == taught.live.experiment)
    return taught


def test_the_list_tells_of_lessons_and_of_mistakes_with_their_place(taught):
    contents = taught.lessons.panel.contents
    assert {"moons", "l1-digits", "l5-one-by-one"} <= set(contents.entries)
    assert [words.text() for words in contents.failures] == [
        str(one.reason) for one in taught.lessons.course.lessons.failures
    ]
    assert "torn.md:3:" in contents.failures[0].text()
    assert not taught.network.left.isVisible()


def test_keys_open_and_close(taught, wait_until):
    taught.lessons.close_lesson()
    assert not taught.lessons.is_seen
    QTest.keyClick(taught, Qt.Key.Key_L)
    assert taught.lessons.is_seen
    wait_until(lambda: isinstance(taught.focusWidget(), LessonEntry))
    QTest.keyClick(taught.focusWidget(), Qt.Key.Key_Escape)
    assert not taught.lessons.is_seen
    assert taught.network.left.isVisible()


def test_shift_and_l_close_the_lesson(opened):
    assert opened.lessons.is_open
    QTest.keyClick(opened, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert not opened.lessons.is_open
    assert not opened.actions_by_name["close-lesson"].isEnabled()


def test_the_start_card_leads_to_the_lessons(taught):
    taught.lessons.close_lesson()
    taught.sheets.start.ways["lessons"].click()
    assert taught.lessons.is_seen


def test_a_lesson_opens_its_views_and_puts_its_first_recipe_on_the_table(opened):
    assert opened.live.experiment.dataset.name == "moons"
    assert "decision-regions" in [pane.visualization.name for pane in opened.docks.panes()]
    assert opened.lessons.panel.page.runs[0][1].here


def test_closing_gives_everything_back(opened, wait_until):
    live, before = opened.live, [pane.visualization.name for pane in opened.docks.panes()]
    opened.actions_by_name["close-lesson"].trigger()
    assert live.experiment.dataset.name == "digits"
    assert opened.network.left.isVisible()
    assert "decision-regions" in before
    assert "decision-regions" not in [pane.visualization.name for pane in opened.docks.panes()]
    assert opened.data.settings.picker.isEnabled()
    assert live.session.undo_label == "Close the lesson"
    wait_until(lambda: live.session.run.experiment == live.experiment)


def test_a_training_from_before_the_lesson_comes_back_with_its_weights(taught, wait_until):
    live = taught.live
    live.session.run.play(5)
    wait_until(lambda: live.session.run.status.step == 5 and live.session.run.status.state == "paused")
    taught.lessons.course.open("moons")
    wait_until(lambda: live.session.run.status.step == 0 and live.session.run.experiment == live.experiment)
    taught.lessons.close_lesson()
    wait_until(lambda: live.session.run.status.step == 5)


def test_a_recipe_is_one_change_that_undo_takes_back(opened, wait_until):
    done = len(opened.live.session.labels[0])
    before = opened.live.experiment
    opened.lessons.panel.page.runs[1][1].run.click()
    assert len(opened.live.experiment.layers) == 2
    assert len(opened.live.session.labels[0]) == done + 1
    opened.live.undo()
    assert opened.live.experiment == before


def test_tasks_tick_themselves_off_when_they_become_true(opened, wait_until):
    page, course = opened.lessons.panel.page, opened.lessons.course
    assert [page.tasks[key].tick.state for key in ("1.1", "1.2")] == ["next", "open"]
    course.run("bent")
    wait_until(lambda: page.tasks["1.1"].tick.state == "done")
    assert page.tasks["1.2"].tick.state == "next"
    course.run("straight")
    QTest.qWait(600)
    assert page.tasks["1.1"].tick.state == "done"  # what was true once stays done


def test_a_recipe_counts_as_run_when_it_was_trained(opened, wait_until):
    course = opened.lessons.course
    page = opened.lessons.panel.page
    box = page.runs[1][1]
    box.run.setFocus()
    QTest.mouseClick(box.run, Qt.MouseButton.LeftButton)
    wait_until(lambda: course._built is not None and opened.focusWidget() is box._train)
    course.look()
    assert course.mark.ran == []
    QTest.keyClick(box._train, Qt.Key.Key_Space)
    assert opened.focusWidget() is page, "Space pauses now, and presses no button"
    wait_until(lambda: page.tasks["1.3"].tick.state == "done")
    assert course.mark.ran == ["bent"]


def test_a_view_behind_a_tab_is_not_open(opened, wait_until):
    views, docks = opened.lessons.course.views, opened.docks
    assert "decision-regions" in views()
    over = docks.add_view("confusion-matrix", beside=docks.view_docks()[-1])
    wait_until(lambda: "confusion-matrix" in views() and "decision-regions" not in views())
    docks.close_view(over)
    wait_until(lambda: "decision-regions" in views())


def test_a_picture_of_several_panels_has_more_room_than_one(opened, wait_until):
    opened.lessons.course.turn(1)
    wait_until(lambda: opened.lessons.panel.page.panes)
    (pane,) = opened.lessons.panel.page.panes
    wait_until(lambda: pane.height() > HIGH)
    assert pane.renderer.out_of_sight() == 0


def test_the_learner_ticks_off_what_the_program_cannot_see(opened):
    page = opened.lessons.panel.page
    page.tasks["1.2"].tick.click()
    assert page.tasks["1.2"].tick.state == "done"
    page.tasks["1.2"].tick.click()
    assert page.tasks["1.2"].tick.state != "done"


def test_what_was_measured_of_another_network_does_not_count(opened, wait_until):
    course, live = opened.lessons.course, opened.live
    live.session.run.play(3)
    wait_until(lambda: course.state().numbers["step"] >= 3)
    course.run("bent")
    assert "test_accuracy" not in course.state().numbers
    assert course.state().numbers["step"] == 0
    wait_until(lambda: live.session.run.experiment == live.experiment)
    assert course.state().numbers["step"] == 0


def test_hints_and_answers_come_on_demand(opened):
    row = opened.lessons.panel.page.tasks["1.1"]
    assert row.hint.isHidden()
    row.hint_button.click()
    assert not row.hint.isHidden()
    assert row.answer_button.isHidden()
    row.hint_button.click()
    assert row.hint.isHidden()


def test_the_page_of_one_lesson_is_gone_as_soon_as_another_opens(opened, wait_until):
    old = opened.lessons.panel.page
    opened.lessons.panel.contents.entries["l5-one-by-one"].click()  # puts its recipe on the table at once
    assert opened.lessons.panel.page is not old
    wait_until(lambda: opened.lessons.panel.page is not None)
    assert {name for name, _ in opened.lessons.panel.page.runs} <= {
        one.name for one in opened.lessons.course.lesson.recipes
    }


def test_next_and_back_turn_pages_and_the_page_is_remembered(opened, wait_until):
    panel, course = opened.lessons.panel, opened.lessons.course
    assert not panel.back.isEnabled()
    panel.on.click()
    wait_until(lambda: panel.number.text() == "page 2 of 2")
    assert panel.on.text() == "All lessons"
    opened.actions_by_name["close-lesson"].trigger()
    course.open("moons")
    wait_until(lambda: panel.page is not None)
    assert panel.number.text() == "page 2 of 2"
    panel.again.click()
    wait_until(lambda: panel.number.text() == "page 1 of 2")


def test_a_locked_control_cannot_be_turned_and_says_so(opened):
    live, told = opened.live, []
    live.refused.connect(told.append)
    before = live.experiment
    assert not opened.data.settings.picker.isEnabled()
    assert opened.data.settings.picker.toolTip() == "Locked in this lesson"
    opened.network.editor.commands.choose_data(Choice("digits"))
    assert live.experiment == before
    assert "Locked in this lesson: the choice of data" in told[0]
    assert not opened.network.training.pickers["loss"].isEnabled()
    assert opened.network.training.pickers["optimizer"].isEnabled()


def test_the_left_column_can_be_had_while_the_lesson_waits(opened):
    opened.lessons.wait()
    assert opened.network.left.isVisible()
    assert opened.lessons.bar.isVisible()
    opened.lessons.bar.back.click()
    assert opened.lessons.is_seen
    assert opened.lessons.panel.stack.currentIndex() == 1
    assert not opened.lessons.bar.isVisible()


def test_a_drawing_that_rests_is_looked_at(opened, wait_until):
    from core.lessons import Drawn

    place = opened.lessons
    place._answer = ("7", 0.9)
    place._show_meant("1")
    assert place.course.drawn == [Drawn("7", 0.9, "1")]


def test_the_panel_fits_a_narrow_window(opened):
    opened.resize(1024, 700)
    QTest.qWait(50)
    assert opened.width() == 1024
    assert opened.lessons.panel.width() == 280
    assert opened.network.editor.width() >= 400
    assert not opened.network.rail.isVisible()
    assert not opened.network.left.isVisible()
