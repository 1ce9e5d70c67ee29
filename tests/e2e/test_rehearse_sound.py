"""Sound in step with the marks: through a real PortAudio stream, and from the browser."""

import json
import re
import time

import numpy as np
import pytest
from playwright.sync_api import expect

from pacer.runs.journal import read
from tests.audio import virtual_microphone as virtual
from tests.e2e import lab
from tests.e2e.test_rehearse import CELL

soundfile = pytest.importorskip("soundfile")


def start(opened, source):
    room = opened.page.locator(".room")
    room.get_by_label("Record the sound with").select_option(label=source)
    if source.startswith("This computer"):
        expect(room.get_by_text("looking for")).to_be_hidden(timeout=15_000)
    room.get_by_role("button", name="Start").click()
    expect(room.locator(".room-sound")).to_have_text("recording", timeout=15_000)
    return room


def finish(room, folder, suffix=".flac"):
    room.get_by_role("button", name="Finish").click()
    expect(room.locator(".room-saved")).to_contain_text("Saved as")
    return wait_for(folder, suffix)


def wait_for(folder, suffix):
    for _ in range(150):
        found = list((folder / "runs").glob(f"*{suffix}"))
        if found:
            return found[0]
        time.sleep(0.1)
    raise AssertionError(sorted(path.name for path in (folder / "runs").iterdir()))


@pytest.fixture
def microphone():
    virtual.require()
    with virtual.virtual_microphone() as made:
        yield made


def test_the_kernels_microphone_is_in_step_with_the_marks(
    browser, context, microphone, tmp_path_factory, tmp_path
):
    with lab.Server(tmp_path_factory.mktemp("lab"), microphone.env) as server:
        folder = tmp_path / "talk.pacer"
        cell = CELL.format(count=12, folder=str(folder), talk_s=600)
        opened = lab.Notebook.open(server, context, [cell])
        room = start(opened, "This computer's microphone")
        # A second of tone is played; a key is pressed when it begins.
        tone = (np.sin(np.arange(16_000) * 2 * np.pi * 440 / 16_000) * 12_000).astype("<i2")
        (tmp_path / "tone.raw").write_bytes(tone.tobytes())
        opened.page.wait_for_timeout(1500)
        player = microphone.play(tmp_path / "tone.raw", latency_ms=20)
        room.focus()
        opened.page.keyboard.press("ArrowRight")
        player.wait()
        opened.page.wait_for_timeout(800)
        opened.shot("rehearse-sound", room)
        take = finish(room, folder)
        data, rate = soundfile.read(take)
        (journal,) = (folder / "runs").glob("*.jsonl")
        pressed_s = read(journal).marks[1]["t_s"]
        server.end_kernels()
    sidecar = json.loads(take.with_name(f"{take.stem}.take.json").read_text())
    heard_s = sidecar["starts_s"] + np.argmax(np.abs(data) > 0.1) / rate
    assert heard_s - pressed_s == pytest.approx(0.15, abs=0.35)  # the player opens its stream


def test_a_microphone_that_is_unplugged_is_said_and_the_run_goes_on(
    browser, context, microphone, tmp_path_factory, tmp_path
):
    with lab.Server(tmp_path_factory.mktemp("lab"), microphone.env) as server:
        folder = tmp_path / "talk.pacer"
        cell = CELL.format(count=12, folder=str(folder), talk_s=600)
        opened = lab.Notebook.open(server, context, [cell])
        room = start(opened, "This computer's microphone")
        opened.page.wait_for_timeout(1500)
        microphone.unplug()
        words = room.locator(".room-sound")
        expect(words).to_contain_text("the sound until then is kept", timeout=15_000)
        room.get_by_role("button", name="Next").click()
        expect(room.locator(".room-link")).to_have_text("Saved: 2 marks")
        take = finish(room, folder)
        assert soundfile.info(take).duration > 0.5
        server.end_kernels()


def test_the_browsers_microphone_where_the_kernel_has_none(notebook, tmp_path):
    pytest.importorskip("av")
    folder = tmp_path / "talk.pacer"
    opened = notebook(CELL.format(count=12, folder=str(folder), talk_s=600))
    expect(opened.page.locator(".room").get_by_text("words a minute")).to_be_hidden()
    room = start(opened, "The browser's microphone")
    opened.page.wait_for_timeout(3500)
    bar = room.locator(".room-strip")
    expect(bar).to_have_attribute("aria-label", re.compile("Speech in .* of the last"))
    assert opened.axe(".room") == []
    take = finish(room, folder)
    data, rate = soundfile.read(take)
    assert len(data) / rate > 2.5
    assert np.abs(data).max() > 0.05


def test_no_microphone_is_said_and_the_run_goes_on(notebook, tmp_path):
    folder = tmp_path / "talk.pacer"
    opened = notebook(CELL.format(count=12, folder=str(folder), talk_s=600))
    room = opened.page.locator(".room")
    room.get_by_label("Record the sound with").select_option(label="This computer's microphone")
    expect(room.get_by_text("there is no microphone here")).to_be_visible(timeout=15_000)
    assert opened.axe(".room") == []
    opened.shot("rehearse-no-microphone", room)
    room.get_by_role("button", name="Start").click()
    expect(room.locator(".room-sound")).to_contain_text("no microphone", timeout=15_000)
    expect(room.locator(".room-link")).to_have_text("Saved: 1 mark")
