"""What is given as a transcript or a video and is none: one clear line, nothing written."""

import json
from importlib import import_module

import pytest

import pacer
from pacer.cli import main
from tests.transcript.talking import make_deck, make_srt

CUE = "1\n00:00:01,000 --> 00:00:02,000\n{}\n"
GERMAN = (
    "Guten Tag und herzlich willkommen zu meinem Vortrag über den Kaffee und wie man ihn röstet",
    "Wir sehen hier einige Bohnen aus dem Süden die von kleinen Höfen stammen und sehr gut sind",
    "Nun kommen wir zum Brot das man jeden Morgen füttern muss bevor man zur Arbeit geht",
    "Die Gletscher ziehen sich zurück und wir sind dort letztes Jahr mit dem Seil gegangen",
)


@pytest.fixture
def deck(tmp_path):
    return make_deck(tmp_path / "talk.pptx")


def sparse(path, size, head=b""):
    """A file that says it is so large and takes no room."""
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size)
    return path


def german():
    return "".join(
        f"[00:{n // 6:02}:{n % 6 * 10:02}] {GERMAN[n % 4]}\n" for n in range(60)
    ).encode()


def nested():
    return ('{"segments": ' + "[" * 100_000).encode()


def strange_times(*times):
    return json.dumps(
        {"segments": [{"start": a, "end": b, "text": "coffee beans"} for a, b in times]}
    ).encode()


BAD = {
    "german.txt": (german(), "does not match"),
    "nested.json": (nested(), "damaged JSON"),
    "bare.json": (b"[1, 2, 3]", "no transcript"),
    "nan.json": (b'{"segments": [{"start": NaN, "end": NaN, "text": "a"}]}', "without its times"),
    "back.json": (strange_times((5, 1)), "without its times"),
    "large.json": (strange_times((1e300, 1e301)), "beyond a day"),
    "negative.json": (strange_times((-5, 1)), "beyond a day"),
    "day.srt": (CUE.format("a").replace("00:00", "31:00").encode(), "beyond a day"),
    "silence.srt": (CUE.format("[Music] ♪").encode(), "no words"),
    "binary.srt": (bytes(range(256)) * 8, "no text"),
    "folder.srt": (None, "no such file"),
    "line.txt": (b"a" * 3_000_000, "no transcript with times"),
    "brackets.txt": (b"[" * 2_000_000, "no transcript with times"),
    "tags.srt": (CUE.format("<" * 1_000_000).encode(), ""),
    "entities.srt": (CUE.format("&lt;" * 200_000).encode(), ""),
    "arrows.vtt": (b"WEBVTT\n\n" + b"-->" * 200_000, "no cue"),
    "nothing.mp4": (b"", ""),
    "text.mp4": (b"not a video at all\n" * 1000, ""),
}


@pytest.mark.parametrize("name", BAD)
def test_refused_in_one_line_and_nothing_is_written(deck, tmp_path, capsys, name):
    content, said = BAD[name]
    path = tmp_path / name
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    out = tmp_path / "run.csv"
    for more in (["-o", str(out)], []):
        assert main(["align", str(deck), str(path), *more]) == 2
        told = capsys.readouterr().err
        assert told.count("\n") == 1
        assert said in told
        assert len(told) < 600
    assert not out.exists()
    assert not (tmp_path / "talk.pacer" / "runs").exists()


@pytest.mark.parametrize("name", ["huge.srt", "huge.json", "huge.wav", "huge.mp4", "huge.txt"])
def test_two_gigabytes_are_never_read_whole(deck, tmp_path, capsys, name):
    path = sparse(tmp_path / name, 2 * 2**30, b"RIFF" if name.endswith("wav") else b"")
    assert main(["align", str(deck), str(path), "-o", str(tmp_path / "run.csv")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_another_language_is_told_by_its_figure(deck, tmp_path, capsys):
    path = tmp_path / "german.txt"
    path.write_bytes(german())
    assert main(["align", str(deck), str(path)]) == 2
    assert "in its language?" in (told := capsys.readouterr().err)
    assert "0 % stand on a slide" in told


def test_ten_hours_are_aligned_or_refused_in_bounded_room(deck, tmp_path):
    long = make_srt(tmp_path / "long.srt", order=tuple(range(6)), stay_s=6000.0)
    found = pacer.open(deck).align(long, out=tmp_path / "run.csv")
    assert found.frame["end_s"].iloc[-1] == pytest.approx(36_000, rel=0.01)


def test_a_whole_day_against_a_thousand_pages_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(import_module("pacer.transcript.align"), "_MOST_CELLS", 500)
    talk = pacer.open(make_deck(tmp_path / "talk.pptx"))
    with pytest.raises(pacer.RunError, match="more than one talk"):
        talk.align(make_srt(tmp_path / "talk.srt"))


def test_cues_that_overlap_or_are_empty_still_tell_the_slides(deck, tmp_path):
    text = make_srt(tmp_path / "talk.srt").read_text()
    mixed = text.replace("-->", "-->", 1) + "\n99\n00:02:00,000 --> 00:04:00,000\n\n"
    (tmp_path / "mixed.srt").write_text(mixed)
    found = pacer.open(deck).align(tmp_path / "mixed.srt", out=tmp_path / "run.csv")
    assert found.frame["slide"].tolist() == [1, 2, 3, 4, 5, 6]
    assert "1 empty cues left out" in found.found.remarks


def test_markup_in_cues_is_never_run(deck, tmp_path):
    text = make_srt(tmp_path / "talk.srt").read_text()
    (tmp_path / "bad.srt").write_text(text.replace("coffee", "coffee <img src=x onerror=alert(1)>"))
    talk = pacer.open(deck)
    talk.align(tmp_path / "bad.srt")
    told = talk.speech()
    assert "onerror" not in repr(told) + " ".join(told.words["word"])
