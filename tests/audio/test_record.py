import contextlib
import ctypes
import gc
import os
import signal
import subprocess
import sys
import time
import wave

import pytest

from pacer.audio import Recorder, devices, takes
from pacer.core.errors import AudioError, MissingDependency
from tests.audio.fake_microphone import RATE, command, tone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills, groups and quotas")

KERNEL = """
import os, sys, time
from pacer.audio import Recorder
recorder = Recorder(sys.argv[1], command=sys.argv[3:])
recorder.start()
if sys.argv[2] == "forks" and not os.fork():
    time.sleep(60)  # holds the recorder's stdin open
print(recorder._process.pid, flush=True)
time.sleep(60)
"""


def until(condition, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def samples(wav):
    """What a WAV holds by its size, as a killed one must be read; its header is checked too."""
    with wave.open(str(wav)) as file:
        by_header = file.getnframes()
    data = wav.read_bytes()[44:]
    assert by_header <= len(data) // 2
    return data


def flac(path):
    soundfile = pytest.importorskip("soundfile")
    data, rate = soundfile.read(path, dtype="int16")
    assert rate == RATE
    return data.tobytes()


@pytest.fixture
def recorder(run):
    made = Recorder(run, command=command())
    yield made
    made.stop(flac=False)


def test_a_take_from_start_to_stop(run, recorder):
    began = time.perf_counter()
    assert recorder.status()["state"] == "ready"
    recorder.start()
    until(lambda: recorder.status()["seconds"] >= 1.0)
    status = recorder.status()
    assert status["state"] == "recording"
    assert -10 < status["peak_db"] < 0
    assert -20 < status["rms_db"] < status["peak_db"]
    assert recorder.level() == {name: status[name] for name in ("peak_db", "rms_db", "clipping")}
    assert takes(run.parents[1])["state"].tolist() == ["recording"]
    done = recorder.stop()
    assert (done["state"], done["message"], done["lost_blocks"]) == ("stopped", "", 0)
    assert recorder.stop() == done
    heard = flac(done["path"])
    assert heard == tone(0, len(heard) // 2)
    assert len(heard) >= 2 * RATE
    [row] = takes(run.parents[1]).to_dict("records")
    assert (row["run_id"], row["state"], row["path"]) == (run.stem, "done", done["path"])
    assert row["duration_s"] == len(heard) / 2 / RATE
    # The run began when the recorder was told to start.
    assert 0 < row["starts_s"] < row["ends_s"] < time.perf_counter() - began
    assert not list(run.parent.glob("*.wav"))


def test_the_runs_zero_can_lie_before_the_take(run):
    recorder = Recorder(run, command=command(), zero=time.perf_counter() - 600.0)
    recorder.start()
    recorder.stop(flac=False)
    assert 600 < takes(run.parents[1])["starts_s"].item() < 630


def test_a_second_take_of_a_run_gets_a_name_of_its_own(run):
    for _ in range(2):
        recorder = Recorder(run, command=command())
        recorder.start()
        recorder.stop(flac=False)
    found = takes(run.parents[1])
    assert found["run_id"].tolist() == [run.stem] * 2
    assert found["path"].tolist() == [
        str(run.with_suffix(".wav")), str(run.with_name(f"{run.stem}~2.wav")),
    ]  # fmt: skip


def test_a_kernel_that_holds_the_gil_loses_nothing(recorder):
    recorder.start()
    ctypes.PyDLL(None).usleep(1_500_000)  # unlike CDLL, PyDLL keeps the GIL
    done = recorder.stop(flac=False)
    heard = samples(recorder.path)
    assert len(heard) >= 2 * 1.5 * RATE
    assert heard == tone(0, len(heard) // 2)
    assert done["lost_blocks"] == 0


def test_an_interrupt_is_the_kernels_not_the_recorders(run):
    # Jupyter interrupts and kills a kernel's whole process group.
    kernel = subprocess.Popen(
        [sys.executable, "-c", KERNEL, str(run), "alone", *command()],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    with kernel:
        child = int(kernel.stdout.readline())
        assert os.getpgid(child) != os.getpgid(kernel.pid)
        os.killpg(kernel.pid, signal.SIGINT)
        os.killpg(kernel.pid, signal.SIGKILL)
    until(lambda: takes(run.parents[1])["state"].tolist() == ["left over"])
    heard = samples(run.with_suffix(".wav"))
    assert heard == tone(0, len(heard) // 2)


@pytest.mark.parametrize("kernels", ["alone", "forks"])
def test_a_killed_kernel_ends_its_recorder_and_the_take_is_whole(run, kernels):
    kernel = subprocess.Popen(
        [sys.executable, "-c", KERNEL, str(run), kernels, *command()],
        stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        child = int(kernel.stdout.readline())
        kernel.kill()
        kernel.wait()
        until(lambda: not alive(child))
    finally:
        kernel.stdout.close()
        with contextlib.suppress(ProcessLookupError):  # the fork, if there was one
            os.killpg(kernel.pid, signal.SIGKILL)
    with wave.open(str(run.with_suffix(".wav"))) as file:  # a header that is up to date
        heard = file.readframes(file.getnframes())
    assert heard == samples(run.with_suffix(".wav")) == tone(0, len(heard) // 2)
    assert takes(run.parents[1])["state"].tolist() == ["left over"]


def alive(pid):
    # One that has ended may wait for its new parent to notice.
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, check=False)
    return bool(state.stdout.strip()) and not state.stdout.startswith(b"Z")


def test_a_forgotten_recorder_ends_its_take(run):
    recorder = Recorder(run, command=command())
    recorder.start()
    child = recorder._process.pid
    del recorder
    gc.collect()
    until(lambda: not alive(child))
    heard = samples(run.with_suffix(".wav"))
    assert heard == tone(0, len(heard) // 2)


def test_a_recorder_killed_at_any_moment_leaves_all_it_reported(tmp_path):
    recorders = [Recorder(tmp_path / f"run{n}", command=command()) for n in range(12)]
    for recorder in recorders:
        recorder.start(wait=False)
    for number, recorder in enumerate(recorders):
        until(lambda r=recorder, s=0.13 * number: r.status()["seconds"] > s)
        recorder._process.kill()
        status = recorder.stop(flac=False)
        assert (status["state"], "ended from outside" in status["message"]) == ("ended", True)
        heard = samples(recorder.path)
        assert heard == tone(0, len(heard) // 2)
        assert len(heard) / 2 / RATE >= status["seconds"] - 0.05


def test_an_unplugged_microphone_is_said_in_one_line_and_the_sound_kept(run):
    recorder = Recorder(run, command=command("unplugged"))
    recorder.start()
    until(lambda: recorder.status()["state"] == "ended")
    message = recorder.status()["message"]
    assert message == "the microphone went away at 0:01; the sound until then is kept"
    done = recorder.stop()
    assert (done["state"], done["message"]) == ("ended", message)
    assert flac(done["path"]) == tone(0, RATE // 2)


@pytest.mark.parametrize("limit", ["quota", "disk"])
def test_a_full_disk_is_said_in_one_line_and_the_sound_kept(tmp_path, limit):
    folder = tmp_path / "small"
    folder.mkdir()
    if limit == "disk":
        mounted = ["mount", "-t", "tmpfs", "-o", "size=48k", "tmpfs", str(folder)]
        if subprocess.run(mounted, capture_output=True, check=False).returncode:
            pytest.skip("no small disk can be made here")
    try:
        recorder = Recorder(
            folder / "run", command=command("quota:40000" if limit == "quota" else "steady")
        )
        recorder.start()
        until(lambda: recorder.status()["state"] == "ended")
        message = recorder.stop(flac=False)["message"]
        words = {
            "quota": "could not be written after 0:01 (File too large)",
            "disk": "disk was full",
        }
        assert words[limit] in message
        heard = samples(recorder.path)
        assert len(heard) > 2 * RATE
        assert heard == tone(0, len(heard) // 2)
    finally:
        if limit == "disk":
            subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("sounddevice", MissingDependency, 'pip install "talk-pacer[audio]"'),
        ("portaudio", MissingDependency, "install"),
        ("device", AudioError, "there is no microphone here"),
        ("no such device", AudioError, "choose one of pacer.audio.devices()"),
        ("busy", AudioError, "cannot be opened (as told)"),
    ],
)
def test_what_stands_in_the_way_is_raised_or_shown(run, kind, error, words):
    with pytest.raises(error) as raised:
        Recorder(run, command=command(f"refused:{kind}")).start()
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)
    patient = Recorder(run, command=command(f"refused:{kind}"))
    patient.start(wait=False)
    until(lambda: patient.status()["state"] == "failed")
    assert words in patient.stop()["message"]
    assert not list(run.parent.iterdir())


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(AudioError, match="no take can be written here"):
        Recorder(tmp_path / "absent" / "run", command=command()).start()


def test_a_recorder_makes_one_take(recorder):
    recorder.start()
    with pytest.raises(AudioError, match="make another"):
        recorder.start()


def stub(folder, source):
    """A folder whose sounddevice is another, for the child's PYTHONPATH."""
    (folder / "sounddevice.py").write_text(source)
    return str(folder)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("raise ImportError('no')", 'pip install "talk-pacer[audio]"'),
        ("raise OSError('PortAudio library not found')", "install"),
    ],
)
def test_without_the_libraries_the_install_line_is_given(tmp_path, monkeypatch, source, line):
    monkeypatch.setenv("PYTHONPATH", stub(tmp_path, source))
    with pytest.raises(MissingDependency) as raised:
        devices()
    assert line in raised.value.install
    with pytest.raises(MissingDependency):
        Recorder(tmp_path / "run").start()


def test_without_a_microphone_there_is_one_clear_line(tmp_path, monkeypatch):
    source = "class default: device = (-1, -1)\ndef query_devices(): return []"
    monkeypatch.setenv("PYTHONPATH", stub(tmp_path, source))
    with pytest.raises(AudioError, match="there is no microphone here"):
        devices()


def test_devices_are_a_frame_and_their_names_are_tidied(tmp_path, monkeypatch):
    source = (
        "class default: device = (1, 0)\n"
        "def query_devices(): return [\n"
        "  {'name': 'out', 'max_input_channels': 0, 'default_samplerate': 48000.0},\n"
        "  {'name': 'mic\\x1b[31m', 'max_input_channels': 2, 'default_samplerate': 44100.0}]"
    )
    monkeypatch.setenv("PYTHONPATH", stub(tmp_path, source))
    assert devices().to_dict("records") == [
        {"index": 1, "name": "mic[31m", "channels": 2, "rate": 44100.0, "is_default": True}
    ]


def test_a_sound_system_that_says_nonsense_is_one_clear_line():
    with pytest.raises(AudioError, match="does not answer"):
        devices(command=[sys.executable, "-c", "print('oops')"])
