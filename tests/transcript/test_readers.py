"""Transcripts in the shapes that programs write them in."""

import json

import pytest

from pacer.core.errors import RunError
from pacer.transcript import read


@pytest.fixture
def reads(tmp_path):
    def made(name, text):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(path)

    return made


def said(transcript):
    return " ".join(transcript.words["word"])


def test_srt(reads):
    found = reads(
        "a.srt",
        "1\n00:00:01,000 --> 00:00:03,000\nWelcome to <i>this</i> talk.\n\n"
        "2\n00:00:03,500 --> 00:00:06,000\nIt is about\nwrite-ahead logs &amp; queues.\n",
    )
    assert said(found) == "Welcome to this talk. It is about write-ahead logs & queues."
    words = found.words
    assert words["start_s"].is_monotonic_increasing
    assert (words["end_s"] >= words["start_s"]).all()
    assert words["start_s"].iloc[0] == 1.0
    assert words["end_s"].iloc[3] <= 3.0
    assert words["start_s"].iloc[4] == 3.5


def test_cues_without_blank_lines_between(reads):
    found = reads(
        "a.srt",
        "1\n00:00:01,000 --> 00:00:02,000\none\n2\n00:00:02,000 --> 00:00:03,000\ntwo\n",
    )
    assert said(found) == "one two"


def test_zoom_vtt_names_its_speakers(reads):
    found = reads(
        "zoom.vtt",
        "WEBVTT\n\n1\n00:00:02.000 --> 00:00:04.000\nAda Lovelace: Good morning.\n\n"
        "2\n00:00:04.000 --> 00:00:06.000\nAda Lovelace: Note: this is early.\n\n"
        "3\n00:00:07.000 --> 00:00:08.000\nBob: A question?\n\n"
        "4\n00:00:09.000 --> 00:00:10.000\nBob: Thanks.\n",
    )
    assert said(found) == "Good morning. Note: this is early. A question? Thanks."
    assert found.words["speaker"].unique().tolist() == ["Ada Lovelace", "Bob"]
    assert "2 speakers" in found.remarks


def test_teams_vtt_has_voices_and_ids(reads):
    found = reads(
        "teams.vtt",
        "WEBVTT\n\n2f0a-11/21-0\n00:00:03.120 --> 00:00:05.000\n<v Ada Lovelace>Hello all,</v>\n\n"
        "2f0a-11/21-1\n00:00:05.000 --> 00:00:07.000\n<v Ada Lovelace>let us begin.</v>\n",
    )
    assert said(found) == "Hello all, let us begin."
    assert set(found.words["speaker"]) == {"Ada Lovelace"}


def test_youtube_captions_roll(reads):
    found = reads(
        "talk.en.vtt",
        "WEBVTT\nKind: captions\nLanguage: en\n\n"
        "00:00:00.000 --> 00:00:02.000 align:start position:0%\n \n"
        "so<00:00:00.500><c> today</c><00:00:01.000><c> we</c>\n\n"
        "00:00:02.000 --> 00:00:02.010 align:start position:0%\nso today we\n \n\n"
        "00:00:02.010 --> 00:00:04.000 align:start position:0%\nso today we\n"
        "look<00:00:02.500><c> at</c><00:00:03.000><c> queues</c>\n\n"
        "00:00:04.000 --> 00:00:04.010 align:start position:0%\nlook at queues\n \n\n"
        "00:00:04.010 --> 00:00:06.000 align:start position:0%\nlook at queues\n"
        "[Music]<00:00:05.000><c> and</c><00:00:05.500><c> logs</c>\n",
    )
    assert said(found) == "so today we look at queues and logs"
    at = dict(zip(found.words["word"], found.words["start_s"], strict=True))
    assert at["today"] == pytest.approx(0.5)
    assert at["queues"] == pytest.approx(3.0)


def test_words_said_twice_are_kept(reads):
    cues = "".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{text}\n\n"
        for n, text in enumerate(["no no", "no no", "yes", "a b", "c d", "e f"], 1)
    )
    assert said(reads("a.srt", cues)) == "no no no no yes a b c d e f"


def test_whisper_json_with_words(reads):
    found = reads(
        "a.json",
        json.dumps(
            {
                "text": " Hello there",
                "segments": [
                    {
                        "start": 0.0,
                        "end": 1.2,
                        "text": " Hello there",
                        "words": [
                            {"word": " Hello", "start": 0.1, "end": 0.5, "probability": 0.9},
                            {"word": " there", "start": 0.6, "end": 1.1, "probability": 0.5},
                        ],
                    }
                ],
            }
        ),
    )
    assert found.words["start_s"].tolist() == [0.1, 0.6]
    assert found.words["confidence"].tolist() == [0.9, 0.5]


def test_whisperx_leaves_out_the_times_of_numbers(reads):
    words = [
        {"word": "in", "start": 1.0, "end": 1.2, "score": 0.9},
        {"word": "1997"},
        {"word": "too", "start": 2.0, "end": 2.4, "score": 0.9},
    ]
    found = reads(
        "a.json",
        json.dumps(
            {"segments": [{"start": 1.0, "end": 2.4, "text": "in 1997 too", "words": words}]}
        ),
    )
    assert said(found) == "in 1997 too"
    assert 1.0 < found.words["start_s"][1] < 2.0


def test_whisper_cpp_json(reads):
    found = reads(
        "a.json",
        json.dumps({"transcription": [{"offsets": {"from": 500, "to": 2500}, "text": " one two"}]}),
    )
    assert found.words["start_s"].tolist()[0] == 0.5


@pytest.mark.parametrize(
    "text",
    [
        "[00:00:00] one two\n[00:00:10] three\n[00:01:30] four\n",
        "0:00\none two\n0:10\nthree\n1:30\nfour\n",
        "0:00 one two\n0:10 three\n1:30 four\n",
        "0:00\n0 seconds\none two\n0:10\n10 seconds\nthree\n1:30\n1 minute, 30 seconds\nfour\n",
    ],
)
def test_text_with_times(reads, text):
    found = reads("a.txt", text)
    assert said(found) == "one two three four"
    at = dict(zip(found.words["word"], found.words["start_s"], strict=True))
    assert (at["one"], at["three"], at["four"]) == (0.0, 10.0, 90.0)
    # What is left until the next time is a pause, no long word.
    assert found.words["end_s"].iloc[2] < 12


def test_teams_text_names_and_times_above(reads):
    found = reads(
        "a.txt", "Ada Lovelace   0:03\nHello all\n\nBob Ray   0:09\nHi\n\nAda   0:12\nYes\n"
    )
    assert said(found) == "Hello all Hi Yes"
    assert found.words["speaker"].tolist() == ["Ada Lovelace"] * 2 + ["Bob Ray", "Ada"]


def test_zoom_text_counts_from_its_first_time_of_day(reads):
    found = reads(
        "a.txt", "[Ada] 10:15:00\nHello\n\n[Ada] 10:15:30\nagain\n\n[Ada] 10:16:00\nend\n"
    )
    assert found.words["start_s"].tolist() == [0.0, 30.0, 60.0]
    assert "times of day" in found.remarks[0]


def test_google_meet_has_a_time_every_few_minutes(reads):
    found = reads(
        "meet.txt",
        "Talk (2026-01-01 10:00 GMT+1) – Transcript\nAttendees\nAda, Bob\nTranscript\n"
        "Ada: Good morning everyone\n00:05:00\nAda: And now the queue\n"
        "00:10:00\nBob: A question\nAda: An answer\n00:15:00\nBob: Bye\n"
        "Meeting ended after 00:20:00\n",
    )
    assert said(found) == ("Good morning everyone And now the queue A question An answer Bye")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.srt", "", "is empty"),
        ("a.srt", "1\n00:00:05,000 --> 00:00:03,000\nx\n", "ends before it begins"),
        ("a.srt", "1\n00:00:05,000 --> later\nx\n\n00:00:01,000 --> 00:00:02,000\ny\n", "no cue"),
        ("a.srt", "1\n99:00:05,000 --> 99:00:07,000\nx\n", "beyond a day"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n\n", "has no words"),
        ("a.vtt", "WEBVTT\n", "has no words"),
        ("a.txt", "An essay\nof two lines.\nAnd a third.", "no transcript with times"),
        ("a.txt", "[00:02:00] b\n[00:01:00] a\n[00:03:00] c\n", "goes back in time"),
        ("a.json", '{"segments": [', "damaged JSON"),
        ("a.json", '{"a": 1}', "without segments"),
        ("a.json", '{"segments": [{"text": "hi"}]}', "without its times"),
        ("a.bin", b"\x00\x01\x02\x03" * 10, "is no text"),
    ],
)
def test_what_is_no_transcript_is_refused_in_a_line(reads, name, text, says):
    with pytest.raises(RunError, match=says) as refused:
        reads(name, text)
    assert "\n" not in str(refused.value)


def test_missing_file(tmp_path):
    with pytest.raises(RunError, match="no such file"):
        read(tmp_path / "none.srt")


def test_bad_bytes_are_mended_and_windows_text_read(reads):
    cue = b"1\n00:00:01,000 --> 00:00:02,000\n%s\n"
    assert said(reads("a.srt", cue % "naïve café".encode("cp1252"))) == "naïve café"
    good = " ".join(["été"] * 50)
    assert said(reads("a.srt", cue % (good.encode() + b" ok\xff"))).startswith(good)


def test_marks_in_cues_are_no_words(reads):
    found = reads(
        "a.srt",
        "1\n00:00:01,000 --> 00:00:02,000\n"
        "<script>alert(1)</script>one &lt;b&gt;two&lt;/b&gt; {x}\x1b[31m [Applause] ♪\n",
    )
    assert "<" not in said(found)
    assert "\x1b" not in said(found)
    assert "Applause" not in said(found)


def test_overlapping_cues_stay_in_order(reads):
    found = reads(
        "a.srt",
        "1\n00:00:01,000 --> 00:00:05,000\none two\n\n2\n00:00:03,000 --> 00:00:04,000\nthree\n",
    )
    assert found.words["start_s"].is_monotonic_increasing
