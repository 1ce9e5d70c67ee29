"""What is heard is kept as it comes, whatever happens to whoever hears it."""

import json
import subprocess
import sys
import time

import pytest

from pacer.core.errors import AudioError, MissingDependency, PacerError
from pacer.transcript import transcribing
from pacer.transcript.model import Model, find
from tests.transcript.listening import engine, fake, noise, real_speech, speech

soundfile = pytest.importorskip("soundfile", exc_type=ImportError)


@pytest.fixture
def model(tmp_path):
    """A model in form only: what hears with it is a stand-in."""
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (folder / name).write_text("{}")
    return Model(folder, "stand-in")


@pytest.fixture
def take(tmp_path):
    return noise(tmp_path / "take.flac", "white", 100)


def lines(note):
    return [json.loads(line) for line in note.read_text().splitlines()]


def hear(take, model, note, does="", **how):
    return transcribing.transcribe(take, model, note=note, command=fake(does), **how)


def test_each_word_once_in_order_with_its_language(take, model):
    told = []
    found = hear(take, model, None, progress=told.append)
    assert found.words["start_s"].is_monotonic_increasing
    assert found.words["word"].is_unique
    assert 90 <= len(found.words) <= 99
    assert found.language == "en"
    assert told[0] == 0
    assert told[-1] == pytest.approx(1)
    assert told == sorted(told)


def test_one_that_dies_goes_on_where_it_was(take, model, tmp_path):
    note = tmp_path / "take.words.part"
    with pytest.raises(PacerError, match=r"ended from outside.*start it again"):
        hear(take, model, note, "die")
    assert len(lines(note)) == 3  # what was asked, and two stretches
    whole = hear(take, model, None)
    told = []
    found = hear(take, model, note, progress=told.append)
    assert told[0] > 0.4
    assert found.words.equals(whole.words)
    # Now that all is kept nobody is asked any more.
    again = hear(take, model, note, "refuse:model")
    assert again.words.equals(whole.words)


@pytest.mark.parametrize(
    "torn", [b'{"stretch": 2, "wor', b"\xff\xfe\n", b'{"stretch": 7}\n', b"[]\n"]
)
def test_a_torn_note_loses_one_stretch_at_most(take, model, tmp_path, torn):
    note = tmp_path / "take.words.part"
    with pytest.raises(PacerError):
        hear(take, model, note, "die")
    with note.open("ab") as file:
        file.write(torn)
    assert hear(take, model, note).words.equals(hear(take, model, None).words)
    assert len(lines(note)) > 3


def test_another_question_is_answered_anew(take, model, tmp_path):
    note = tmp_path / "take.words.part"
    with pytest.raises(PacerError):
        hear(take, model, note, "die")
    told = []
    hear(take, model, note, language="de", progress=told.append)
    assert told[0] == 0


def test_the_caller_is_killed_and_nothing_is_left_running(take, model, tmp_path):
    psutil = pytest.importorskip("psutil")
    note = tmp_path / "take.words.part"
    code = (
        "from pathlib import Path\n"
        "from pacer.transcript import transcribing\n"
        "from pacer.transcript.model import Model\n"
        f"transcribing.transcribe(Path({str(take)!r}), Model(Path({str(model.folder)!r}), 'm'),"
        f" note=Path({str(note)!r}), command={fake('hang')!r})\n"
    )
    caller = subprocess.Popen([sys.executable, "-c", code])
    until = time.monotonic() + 60
    while (
        not note.exists() or len(note.read_bytes().splitlines()) < 3
    ) and time.monotonic() < until:
        time.sleep(0.05)
    children = psutil.Process(caller.pid).children(recursive=True)
    assert children
    caller.kill()
    caller.wait()
    _, alive = psutil.wait_procs(children, timeout=30)
    assert not alive
    told = []
    hear(take, model, note, progress=told.append)
    assert told[0] > 0.4


def test_two_do_not_hear_the_same_take_at_once(take, model, tmp_path):
    note = tmp_path / "take.words.part"
    with transcribing.only_one(note), pytest.raises(PacerError, match="already"):
        hear(take, model, note)
    assert len(hear(take, model, note).words)


@pytest.mark.parametrize(
    ("why", "error", "says"),
    [
        ("library", MissingDependency, "transcribe"),
        ("model", PacerError, r"stand-in: cannot be used as a model .*hf download"),
        ("english only", PacerError, "hears English only, not de"),
        ("language", PacerError, "knows no language 'de'"),
        ("memory", PacerError, "smaller model"),
        ("sound", AudioError, "cannot be read as sound"),
    ],
)
def test_why_it_is_refused_is_one_line_with_its_cure(take, model, why, error, says):
    with pytest.raises(error, match=says) as caught:
        hear(take, model, None, f"refuse:{why}", language="de")
    assert "\n" not in str(caught.value)


def test_what_is_no_sound(tmp_path, model):
    (tmp_path / "a.wav").write_text("no sound")
    with pytest.raises(AudioError, match=r"a\.wav: cannot be read as sound"):
        hear(tmp_path / "a.wav", model, None)
    with pytest.raises(AudioError, match=r"b\.wav"):
        hear(tmp_path / "b.wav", model, None)


# --- the real engine -------------------------------------------------------------------------


def test_speech_is_heard_where_it_is(tmp_path):
    engine()
    import numpy as np

    said, rate = soundfile.read(speech(tmp_path / "said.wav"))
    quiet = np.zeros(6 * rate)
    soundfile.write(tmp_path / "take.wav", np.concatenate([quiet, said, quiet, said]), rate)
    found = transcribing.transcribe(tmp_path / "take.wav", find())
    assert found.language == "en"
    plain = [word.strip(".,").lower() for word in found.words["word"]]
    assert plain.count("worker") == 2
    assert 0.9 < len(plain) / (2 * len(SAID_PLAIN.split())) < 1.1
    starts, ends = found.words["start_s"], found.words["end_s"]
    assert starts.min() > 5.3  # the first word after a pause is told up to half a second early
    length_s = len(said) / rate
    between = (starts > 6 + length_s + 0.3) & (ends < 12 + length_s - 0.6)
    assert not between.any()
    assert found.words["confidence"].mean() > 0.8


SAID_PLAIN = (
    "Once the test is complete you will find a number for both models Click on the name to see "
    "the details of each of them The queue drains as soon as a worker has come back"
)


@pytest.mark.parametrize("kind", ["silence", "room", "white", "hum"])
def test_where_nobody_speaks_there_is_no_word(tmp_path, kind):
    engine()
    found = transcribing.transcribe(noise(tmp_path / "a.wav", kind, 20), find())
    assert found.words.empty
    assert found.language == ""


@pytest.mark.parametrize("voice", ["fr", "de"])
def test_another_language_is_refused_by_the_gate(tmp_path, voice):
    engine()
    import pandas as pd

    from pacer.transcript import gate

    said = {
        "fr": "Bonjour à tous, je voudrais vous parler aujourd'hui de la façon dont nous avons "
        "changé notre système de fichiers, et pourquoi cela nous a pris presque tout l'hiver.",
        "de": "Guten Tag zusammen, ich möchte heute davon erzählen, wie wir unsere Warteschlange "
        "umgebaut haben, und warum das beinahe den ganzen Winter gedauert hat.",
    }[voice]
    found = transcribing.transcribe(speech(tmp_path / "a.wav", said, voice=voice), find())
    visits = pd.DataFrame({"slide_key": ["a"], "start_s": [0.0], "end_s": [99.0]})
    judged = gate.by_slide(found.words.assign(slide_key="a"), visits)
    assert not judged["passed"].any()


def test_a_model_of_english_says_that_it_hears_no_other(tmp_path):
    engine()
    path = noise(tmp_path / "a.wav", "room", 3)
    with pytest.raises(PacerError, match="hears English only, not fr"):
        transcribing.transcribe(path, find(), language="fr")


def test_files_that_are_no_model_are_refused_in_a_line(tmp_path, model):
    engine()
    path = noise(tmp_path / "a.wav", "room", 3)
    with pytest.raises(PacerError, match="stand-in: cannot be used as a model"):
        transcribing.transcribe(path, model)


def test_real_people_are_understood():
    engine()
    clips = real_speech()
    if not clips:
        pytest.skip("PACER_SPEECH names no clips")
    for clip in clips[:2]:
        found = transcribing.transcribe(clip, find())
        assert found.words["confidence"].mean() > 0.75
        assert len(found.words) > soundfile.info(clip).duration
