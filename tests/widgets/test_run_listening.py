"""What a page is told while a take is recorded."""

import pandas as pd
import pytest

from pacer.core.errors import PacerError
from pacer.transcript.model import Model
from pacer.widgets import protocol
from pacer.widgets.rehearsal import model_for
from pacer.widgets.run_listening import RunListening


class Listener:
    """Stands in for `pacer.transcript.listening.listen`."""

    def __init__(self):
        self.takes, self.models, self.ended = [], [], 0

    def __call__(self, take, told, *, model=None):
        self.takes.append(take.name)
        self.models.append(model)
        self.told = told
        return self.end

    def end(self):
        self.ended += 1


class Talk:
    """A project as far as it is asked: the words of its other runs."""

    def __init__(self, *paces):
        self.paces = paces

    def spoken(self):
        return {
            f"run {n}": pd.DataFrame(words(0, 60, 60 / wpm), columns=COLUMNS)
            for n, wpm in enumerate(self.paces)
        }


COLUMNS = ["start_s", "end_s", "word", "confidence"]


def words(from_s, to_s, each_s=0.4):
    return [
        [from_s + n * each_s, from_s + (n + 0.9) * each_s, f"{n * 2654435761 % 2**32:x}", 0.9]
        for n in range(round((to_s - from_s) / each_s))
    ]


@pytest.fixture
def room(tmp_path):
    said, listener = [], Listener()
    model = Model(tmp_path, "stand-in")
    listening = RunListening(
        Talk(140, 161, 300), lambda told: said.append(protocol.plain(told)), model, listen=listener
    )
    return listening, said, listener


def want(listening, words=False):
    message = {"type": "listen-take", "page": "p", "token": "t", "words": words}
    listening.want(protocol.decode(message, protocol.RehearsalMessage))


def test_nobody_listens_unasked(room, tmp_path):
    listening, said, listener = room
    listening.begun("t", tmp_path / "run.wav")
    assert (listener.takes, said) == ([], [])


def test_speech_is_passed_on_and_nothing_else_without_words(room, tmp_path):
    listening, said, listener = room
    want(listening)
    listening.begun("t", tmp_path / "run.wav")
    assert (listener.takes, listener.models) == (["run.wav"], [None])
    listener.told({"speech": "11100", "cells": 5})
    assert said == [{"type": "live-speech", "token": "t", "cells": 5, "speech": "11100"}]
    listening.over("t")
    listening.over("t")
    assert listener.ended == 1


def test_the_pace_is_told_in_fives_against_the_usual_and_only_when_it_changes(room, tmp_path):
    listening, said, listener = room
    want(listening, words=True)
    listening.begun("t", tmp_path / "run.wav")
    assert listener.models[0].name == "stand-in"
    listener.told({"words": words(0, 24), "until_s": 24.0})
    listener.told({"words": [], "until_s": 24.0})
    listener.told({"words": [], "until_s": 100.0})
    paces = [(told["wpm"], told["usual_wpm"]) for told in said]
    assert paces == [(150, 160), (None, 160)]


def test_a_page_that_comes_back_has_the_last_minute(room, tmp_path):
    listening, said, listener = room
    want(listening, words=True)
    listening.begun("t", tmp_path / "run.wav")
    for second in range(1, 101):
        listener.told({"speech": "11000", "cells": 5 * second})
    said.clear()
    want(listening, words=True)
    assert said == [
        {"type": "live-speech", "token": "t", "cells": 500, "speech": "11000" * 60},
        {"type": "live-words", "token": "t", "wpm": None, "usual_wpm": 160},
    ]


def test_another_take_of_a_run_is_listened_to_instead(room, tmp_path):
    listening, _, listener = room
    want(listening)
    listening.begun("t", tmp_path / "run.webm")
    listening.begun("t", tmp_path / "run~2.webm")
    assert (listener.takes, listener.ended) == (["run.webm", "run~2.webm"], 1)


def test_why_nobody_listens_is_one_line(room, tmp_path):
    listening, said, listener = room
    want(listening)
    listening.begun("t", tmp_path / "run.webm")
    listener.told({"refused": "sound", "detail": "needs PyAV:\n pip install"})
    assert said == [
        {
            "type": "notice",
            "text": "the sound is recorded, but not listened to: needs PyAV: pip install",
        }
    ]


def test_words_are_off_unless_they_are_asked_for(tmp_path):
    with pytest.raises(PacerError):
        model_for(tmp_path / "none")
    with pytest.raises(PacerError, match="no Whisper model"):
        model_for(tmp_path)
