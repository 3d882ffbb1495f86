"""All plugins in one model: switched, installed, removed, trusted, swapped, and found changed."""

import gc
import os
import stat
import sys
import threading
import time
from pathlib import Path

import pytest

from core import Activation
from core.errors import BadPlugin, InknetError
from core.markers import Markers
from core.session import Faulted, Stopped, Swapped
from core.shelf import Shelf

KEY = "wave.py"


@pytest.fixture
def shelf(tmp_path, tools):
    """``shelf(**options)``: a start of the program, with wave.py in the user's folder."""
    folder = tmp_path / "plugins"
    folder.mkdir()
    (folder / KEY).write_text(tools.wave, encoding="utf-8")

    def shelf(check=False, **rest):
        return Shelf("plugins", folder, tmp_path / "config", check=check, **rest)

    return shelf


def answer(registry):
    return float(registry.find(Activation, "wave")().forward(0.5))


def test_every_plugin_is_there_with_what_it_provides(shelf):
    one = shelf()
    by_key = {plugin.key: plugin for plugin in one.plugins}
    relu, wave = by_key["plugins.activations.relu"], by_key[KEY]
    assert (relu.origin, relu.state, relu.provides) == ("built-in", "active", (("activation", "relu"),))
    assert (wave.origin, wave.state, wave.kinds, wave.name) == ("file", "active", ("activation",), "wave")
    assert len(wave.hash) == 64
    assert "class ReLU" in one.source(relu.key)
    assert one.owner("activation", "wave") == wave
    assert one.found.failures == ()


def test_off_stays_off_after_a_start_and_on_stays_on(shelf):
    one = shelf()
    assert ("activation", "wave") not in one.turn_off(KEY).entries
    assert one.plugin(KEY).provides == (("activation", "wave"),)
    again = shelf()
    assert (again.plugin(KEY).state, again.plugin(KEY).reason) == ("off", "switched off")
    assert ("activation", "wave") in again.turn_on(KEY).entries
    assert shelf().plugin(KEY).state == "active"


def test_a_built_in_can_be_off_too(shelf):
    one = shelf()
    assert ("activation", "elu") not in one.turn_off("plugins.activations.elu").entries
    assert ("activation", "elu") not in shelf().registry.entries


def test_an_installed_file_waits_for_consent_to_this_very_content(shelf, tmp_path, tools, record):
    one = shelf()
    gift = tmp_path / "gift.py"
    gift.write_text("import os\n" + tools.wave.replace("Wave", "Gift") + "\n(FLAG := os.environ.get('HOME'))\n")
    key = one.install(gift)
    assert one.plugin(key).state == "waiting"
    assert ("activation", "gift") not in one.registry.entries
    asked = one.request(key)
    assert asked.imports == ("os", "time")
    assert "class Gift" in asked.source
    with pytest.raises(BadPlugin, match="waits for your consent"):
        one.turn_on(key)
    with pytest.raises(BadPlugin, match="changed while you looked"):
        one.consent(key, "0" * 64)
    one.consent(key, asked.hash)
    assert ("activation", "gift") in one.registry.entries
    assert shelf().plugin(key).state == "active"
    place = one.folder / key
    place.write_bytes(place.read_bytes() + b"#")
    assert shelf().plugin(key).state == "waiting"
    promise = "A file from elsewhere runs after consent to its very content; one byte more, and it waits again"
    record("S4", promise, 3, "0 runs before consent", "0", "VS Code (workspace trust), Blender")


def test_consent_is_kept_where_only_the_user_can_read_it(shelf, tmp_path):
    shelf().turn_off(KEY)
    store = tmp_path / "config" / "plugins.json"
    assert stat.S_IMODE(store.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.parent.stat().st_mode) == 0o700
    store.write_text("{", encoding="utf-8")
    assert shelf().plugin(KEY).state == "active"


def test_a_difference_is_shown_where_an_earlier_version_was_agreed_to(shelf, tools):
    one = shelf()
    (one.folder / KEY).write_text(tools.wave.replace("Up and down", "Down and up"))
    assert '-    """Up and down."""' in one.request(KEY).difference


def test_changes_from_outside_ask_first_when_that_is_wanted(shelf, tools):
    one = shelf()
    one._rack.store.ask_on_change = True
    (one.folder / KEY).write_text(tools.wave.replace("np.sin", "2 * np.sin"))
    one.refresh()
    time.sleep(0.21)
    (change,) = one.refresh()
    assert change.what == "changed"
    assert "waits for your consent" in one.plugin(KEY).reason
    assert one.plugin(KEY).state == "active"


def test_a_folder_that_anyone_may_write_to_is_not_looked_into(shelf):
    one = shelf()
    one.folder.chmod(0o777)
    again = shelf()
    assert "every user of this machine may write" in again.refused
    assert KEY not in {plugin.key for plugin in again.plugins}
    assert again.found.failures[-1].reason == again.refused


def test_removing_can_be_undone(shelf):
    one = shelf()
    restore = one.remove(KEY)
    assert not (one.folder / KEY).exists()
    assert ("activation", "wave") not in one.registry.entries
    assert restore() == KEY
    assert one.plugin(KEY).state == "active"
    with pytest.raises(BadPlugin, match="turn it off instead"):
        one.remove("plugins.activations.relu")


def test_a_list_sets_another_shelf_up_alike(shelf, tools):
    one = shelf()
    (one.folder / "other.py").write_text(tools.glide)
    one = shelf()
    one.turn_off(KEY)
    text = one.export_list()
    one.turn_on(KEY)
    assert one.import_list(text).changed == ("wave.py is off",)
    one.remove("other.py")
    assert one.import_list(text).missing == ("other.py is not here: install it first",)
    for wrong in ("", "[]", "{}", '{"inknet-plugins": 2, "plugins": []}'):
        with pytest.raises(InknetError, match="export it again"):
            one.import_list(wrong)


def test_a_second_component_of_one_name_is_refused_with_both_places(shelf, tools):
    one = shelf()
    (one.folder / "wave2.py").write_text(tools.wave)
    again = shelf()
    assert again.plugin(KEY).state == "active"
    late = again.plugin("wave2.py")
    assert late.state == "failed"
    assert "wave.py" in late.reason
    assert "wave2.py" in late.reason


def test_the_last_good_version_comes_back(shelf, tools):
    one = shelf()
    better = tools.wave.replace("np.sin", "2 * np.sin").encode()
    one.save(KEY, better)
    assert answer(one.swap(KEY, better)) == pytest.approx(2 * 0.4794255)
    assert answer(one.last_good(KEY)) == pytest.approx(0.4794255)
    with pytest.raises(BadPlugin, match="no version before this one"):
        one.last_good(KEY)
    with pytest.raises(BadPlugin, match="colon"):
        one.swap(KEY, better.replace(b"def forward(self, z):", b"def forward(self, z)"))
    assert answer(one.registry) == pytest.approx(0.4794255)


def test_two_hundred_quick_edits_of_equal_size_are_never_stale(shelf, tools):
    one = shelf()
    for k in range(200):
        number = str(1000 + k).encode()
        source = tools.wave.encode().replace(b"return np.sin(", b"return " + number + b" + np.sin(")
        one.save(KEY, source)
        assert int(answer(one.swap(KEY, source))) == 1000 + k


def test_files_edited_elsewhere_are_found_once_they_rest(shelf, tools):
    one = shelf()
    assert one.refresh() == ()
    path = one.folder / KEY
    path.write_text(tools.wave[:100])
    assert one.refresh() == ()
    path.write_text(tools.wave.replace("np.sin", "3 * np.sin"))
    assert one.refresh() == ()
    time.sleep(0.21)
    (change,) = one.refresh()
    assert (change.key, change.what) == (KEY, "changed")
    assert b"3 * np.sin" in change.source
    assert one.refresh() == ()
    one.swap(change.key, change.source)
    (one.folder / "new.py").write_text(tools.glide)
    path.unlink()
    one.refresh()
    time.sleep(0.21)
    assert {(change.key, change.what) for change in one.refresh()} == {("new.py", "added"), (KEY, "removed")}
    assert answer(one.registry) == pytest.approx(3 * 0.4794255)
    one.save("new.py", tools.glide.encode())
    assert one.refresh() == ()


def test_safe_start_loads_no_plugin_of_the_users(shelf):
    one = shelf(safe=True)
    assert one.plugin(KEY).state == "off"
    assert "safe start" in one.plugin(KEY).reason
    assert one.plugin("plugins.activations.relu").state == "active"
    assert one.refresh() == ()
    assert shelf().plugin(KEY).state == "active"


def test_a_new_file_is_checked_once_in_a_process_of_its_own(shelf, tools):
    one = shelf(check=True)
    assert one.plugin(KEY).state == "active"
    (one.folder / KEY).write_text(tools.wave.replace("* np.cos", "* 1.01 * np.cos"))
    again = shelf(check=True)
    assert again.plugin(KEY).state == "failed"
    assert "the slope of forward" in again.plugin(KEY).reason


def test_fifty_broken_saves_do_not_touch_a_training(shelf, tools, begin, blobs):
    from core.contracts import check_file
    from core.experiment import Choice, layers_from
    from core.registry import Registry

    one = shelf()
    data = [entry for entry in blobs.entries.values() if entry.cls.name == "blobs"]
    session = begin(Registry([*one.registry.entries.values(), *data]), layers=layers_from([6], Choice("wave")))
    session.run.play()
    for k in range(50):
        broken = tools.wave.replace(
            "def forward", ("def forward(", "def forward(self z", "if forward")[k % 3], 1
        ).encode()
        one.save(KEY, broken)
        with pytest.raises(BadPlugin):
            check_file(one.folder / KEY)
        with pytest.raises(BadPlugin):
            one.swap(KEY, broken)
        tools.reach(session, tools.stand(session)[0] + 1)
    assert session.run.status.state == "training"
    assert not [event for event in session.poll() if isinstance(event, (Faulted, Stopped, Swapped))]


@pytest.mark.parametrize("reloads", [100, pytest.param(500, marks=pytest.mark.long)])
def test_reloads_leave_nothing_behind(shelf, tools, reloads):
    def resident():
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def reload(k):
        one.swap(KEY, tools.wave.replace("Up and down", f"Up and down {k}").encode())

    def modules():
        return len([name for name in sys.modules if name.startswith("inknet_user_wave_") and name not in others])

    if not Path("/proc/self/statm").exists():
        pytest.skip("the size of this process is read from /proc")
    others = set(sys.modules)  # what earlier tests have left is theirs, and may go meanwhile
    one = shelf()
    for k in range(20):
        reload(k)
    gc.collect()
    before, threads, loaded = resident(), threading.active_count(), modules()
    for k in range(20, 20 + reloads):
        reload(k)
    gc.collect()
    assert resident() - before < 20e6
    assert (threading.active_count(), modules()) == (threads, loaded)


def test_markers_of_a_running_program_blame_nobody(shelf, tmp_path):
    one = shelf()
    with one._rack.markers.inside(KEY, "0" * 64, "Wave.forward"):
        assert shelf().crashes == ()
        assert Markers(tmp_path / "config" / "running").crashes() == ()


def test_a_start_without_a_folder_for_choices_works_all_the_same(tmp_path):
    (tmp_path / "file").write_text("in the way")
    one = Shelf("plugins", tmp_path / "plugins", tmp_path / "file" / "config", check=False)
    assert ("activation", "relu") in one.registry.entries
