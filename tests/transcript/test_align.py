"""Which slide was on when, from what was said."""

import numpy as np
import pandas as pd
import pytest

from pacer import deck
from pacer.core.errors import RunError
from pacer.transcript import align, read
from tests.transcript.talking import SLIDES, make_deck, make_srt


@pytest.fixture
def talk(tmp_path):
    def made(**told):
        path = tmp_path / "talk.pptx"
        if not path.exists():
            make_deck(path)
        return deck.read(path), read(make_srt(tmp_path / "talk.srt", **told))

    return made


def slide_at(visits, t_s):
    inside = visits[(visits["start_s"] <= t_s) & (t_s < visits["end_s"])]
    return int(inside["slide"].iloc[0])


def test_each_slide_is_found_where_it_is_told(talk):
    visits = align(*talk()).visits
    assert [slide_at(visits, 30 + 60 * n) for n in range(len(SLIDES))] == [1, 2, 3, 4, 5, 6]


def test_visits_cover_the_recording_without_gaps(talk):
    opened, transcript = talk()
    visits = align(opened, transcript).visits
    assert visits["start_s"].iloc[0] == 0
    assert visits["end_s"].iloc[-1] == pytest.approx(transcript.words["end_s"].max())
    assert (visits["start_s"].iloc[1:].to_numpy() == visits["end_s"].iloc[:-1].to_numpy()).all()
    assert visits["confidence"].between(0, 1).all()
    assert visits["page"].isna().all()


def test_skipped_and_revisited_slides(talk):
    visits = align(*talk(order=[0, 1, 3, 4, 1, 5])).visits
    found = [slide_at(visits, 30 + 60 * turn) for turn in range(6)]
    assert found[:4] == [1, 2, 4, 5]
    assert found[5] == 6
    skipped = visits[visits["slide"] == 3]
    assert (skipped["end_s"] - skipped["start_s"]).sum() < 20


def test_every_word_knows_its_slide(talk):
    opened, transcript = talk()
    words = align(opened, transcript).words
    keys = dict(zip(opened.slides["slide_key"], opened.slides["position"], strict=True))
    on = words[words["word"].str.startswith("glaciers")]
    assert [keys[key] for key in on["slide_key"]] == [3]


def test_what_pictures_tell_counts(talk):
    opened, transcript = talk()
    seen = pd.DataFrame(
        {"start_s": [0.0, 200.0], "end_s": [200.0, 360.0], "slide": [5, 6], "page": [pd.NA, pd.NA],
         "confidence": [0.99, 0.99]}
    )  # fmt: skip
    visits = align(opened, transcript, seen=[seen]).visits
    assert [slide_at(visits, t_s) for t_s in (100, 300)] == [5, 6]


def test_two_transcripts_of_one_talk(talk, tmp_path):
    opened, transcript = talk()
    half = read(make_srt(tmp_path / "half.srt", order=[0, 1, 2]))
    visits = align(opened, transcript, half).visits
    assert visits["end_s"].iloc[-1] == pytest.approx(transcript.words["end_s"].max())
    assert slide_at(visits, 330) == 6


def test_the_transcript_of_another_talk_is_refused(talk, tmp_path):
    opened, _ = talk()
    other = tmp_path / "other.srt"
    other.write_text(
        "".join(
            f"{n}\n00:{n:02}:00,000 --> 00:{n:02}:50,000\n"
            "Der Ausschuss hat gestern beraten und nichts beschlossen, wie immer.\n\n"
            for n in range(1, 12)
        ),
        encoding="utf-8",
    )
    with pytest.raises(RunError, match=r"other\.srt does not match talk\.pptx: .* 0 % stand"):
        align(opened, read(other))


def test_a_deck_without_text_says_so(tmp_path):
    path = make_deck(tmp_path / "bare.pptx", [("", "", "")] * 3)
    with pytest.raises(RunError, match="has no text, so words alone cannot"):
        align(deck.read(path), read(make_srt(tmp_path / "a.srt")))


def test_the_chances_of_a_moment_sum_to_one(talk):
    from pacer.transcript.align import log_stays, pages_of
    from pacer.transcript.decoder import posterior
    from pacer.transcript.evidence import gather
    from pacer.transcript.weights import WEIGHTS

    opened, transcript = talk()
    pages = pages_of(opened)
    chances = posterior(
        gather(transcript.words, pages), log_stays(pages, transcript.words), WEIGHTS
    )
    assert chances.shape[1] == len(SLIDES) + 1
    assert np.allclose(chances.sum(1), 1)


def test_the_pages_of_a_build_stand_apart(tmp_path):
    from pacer.transcript import pages_of
    from tests.deck.pdfs import frame, make_pdf

    path = tmp_path / "talk.pdf"
    path.write_bytes(
        make_pdf([frame("Plan", "first"), frame("Plan", "first", "second"), frame("End", "thanks")])
    )
    pages = pages_of(deck.read(path))
    assert pages["page"].tolist() == [1, 2, 3]
    assert pages["slide"].tolist() == [1, 1, 2]
    assert pages["text"].tolist() == ["Plan\nfirst", "Plan\nfirst\nsecond", "End\nthanks"]
