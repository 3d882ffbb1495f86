"""The manager lists every plugin, finds by a word, and switches without a restart."""

import json

from desktop.workshop.plugins import differing


def manager(hands):
    hands.window.show_workspace(0)
    hands.window.docks.bring_up("plugins")
    hands.until(lambda: len(hands.place.manager.entries) == len(hands.plugins.all))
    return hands.place.manager


def shown(one):
    return [entry.plugin.name for entry in one.entries.values() if not entry.isHidden()]


def test_every_plugin_is_listed_with_state_and_found_by_name_kind_and_origin(hands):
    panel = manager(hands)
    assert {key for entry in panel.entries.values() for key in entry.plugin.provides} >= {("activation", "relu")}
    panel.search.setText("optimizer ada")
    assert set(shown(panel)) == {"adagrad", "adam", "adamw"}
    panel.search.setText("no such thing")
    assert not panel._scroll.isVisible()
    panel.none.acted.emit()
    assert len(shown(panel)) == len(hands.plugins.all)
    for entry in panel.entries.values():
        assert entry.switch.accessibleName()
        assert entry.accessibleName()


def test_a_switch_takes_a_plugin_away_and_brings_it_back_while_it_trains(hands):
    hands.new(name="wave")
    hands.page.card.buttons[0].click()
    assert "wave" in hands.activations()
    hands.train()
    panel = manager(hands)
    panel.entries["wave.py"].switch.click()
    hands.until(lambda: "wave" not in hands.activations())
    assert hands.live.session.run.status.state == "training"
    assert panel.entries["wave.py"].state.text() == "off"
    panel.entries["wave.py"].switch.click()
    hands.until(lambda: ("activation", "wave") in hands.window.registry.entries)


def test_removing_is_undone_with_the_file(hands):
    hands.new(name="wave")
    path = hands.plugins.folder / "wave.py"
    manager(hands)._asked("wave.py", "remove")
    hands.until(lambda: not path.exists() and hands.plugins.find("wave.py") is None)
    assert hands.live.session.undo_label == "Remove wave"
    hands.window.actions_by_name["undo"].trigger()
    hands.until(lambda: path.exists() and ("activation", "wave") in hands.window.registry.entries)


def test_the_list_is_written_and_read_again(hands, tmp_path):
    hands.new(name="wave")
    panel, path = manager(hands), tmp_path / "list.json"
    panel.export(str(path))
    hands.until(path.exists)
    assert [row["key"] for row in json.loads(path.read_text())["plugins"]] == ["wave.py"]
    hands.plugins.turn_off("wave.py")
    hands.until(lambda: hands.plugins.find("wave.py").state == "off")
    hands.plugins.import_from(path)
    hands.until(lambda: hands.plugins.find("wave.py").state == "active")


def test_what_differs_between_two_catalogues_is_told_by_kind_and_name(hands):
    before = hands.plugins.registry
    hands.new(name="wave")
    assert differing(before, hands.plugins.registry) == (("activation", "wave"),)
    assert differing(before, before) == ()


def test_a_view_that_raises_shows_its_line_and_opens_it(hands):
    hands.new("visualization", "sizes")
    text = hands.code.toPlainText()
    hands.write(
        text.replace(
            "        layers = ",
            "        if snapshot.step >= 0 and len(snapshot.data.classes) == 10 and "
            "snapshot.data.train.inputs.shape[0] == 500:\n            snapshot.nothing\n        layers = ",
        )
    )
    assert hands.current.state == "saved", hands.page.card.accessibleName()
    hands.page.card.buttons[0].click()
    pane = hands.window.view_panes()[-1]
    hands.until(lambda: pane.error is not None)
    hands.window.show_workspace(0)
    assert "nothing" in pane.error.accessibleName()
    pane.error.opened.emit()
    hands.until(lambda: hands.window.pages.currentIndex() == 2 and bool(hands.code.marks))
    line = next(iter(hands.code.marks))
    assert "snapshot.nothing" in hands.code.document().findBlockByNumber(line - 1).text()
