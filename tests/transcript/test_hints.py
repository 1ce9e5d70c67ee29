import pandas as pd

from pacer.core import frames
from pacer.transcript.hints import MOST_TERMS, best_of, hints_for, terms_by_slide


def slides(*texts):
    return pd.DataFrame(
        {"slide_key": [f"k{n}" for n in range(len(texts))], "title": "", "text": list(texts)}
    )


def test_names_come_first_and_everyday_words_not_at_all():
    found = terms_by_slide(
        slides(
            "we use the Montreal Forced Aligner on TensorRT\nand it works",
            "it works on the lease and we use it",
        )
    )
    assert found["k0"][:2] == ("Montreal Forced Aligner", "TensorRT")
    assert found["k1"] == ()


def test_a_term_that_many_slides_have_is_no_hint():
    same = ["a talk by Ada Lovelace"] * 30
    found = terms_by_slide(slides(*same, "a talk on Jacquard looms, you see"))
    assert found["k0"] == ()
    assert found["k30"][0] == "Jacquard"


def test_at_most_eight_terms():
    text = " and ".join(f"the Gizmo{n}X" for n in range(40))
    assert len(terms_by_slide(slides(text))["k0"]) == MOST_TERMS


def test_a_heading_in_capitals_is_no_name():
    assert terms_by_slide(slides("What We Have Learned From Each Other"))["k0"] == ()


def test_a_stretch_takes_the_hints_of_the_slide_that_is_on_for_most_of_it():
    visits = pd.DataFrame({"slide_key": ["a", "b"], "start_s": [0.0, 10.0], "end_s": [10.0, 60.0]})
    terms = {"a": ("Ada",), "b": ("Babbage",)}
    assert hints_for(visits, terms, 2.0, 14.0) == ("Ada",)
    assert hints_for(visits, terms, 8.0, 30.0) == ("Babbage",)
    assert hints_for(visits, terms, 70.0, 80.0) == ()


def said(*words, sure=0.9, start_s=0.0):
    return frames.build(
        frames.WORDS,
        [{"word": word, "start_s": start_s + n, "end_s": start_s + n + 0.5, "confidence": sure,
          "slide_key": ""} for n, word in enumerate(words)],
    )  # fmt: skip


def test_hinted_words_count_only_where_they_are_as_many():
    visits = pd.DataFrame({"slide_key": ["a", "b"], "start_s": [0.0, 50.0], "end_s": [50.0, 99.0]})
    plain = pd.concat([said("lord", "of"), said(*"abcdefgh", start_s=50)], ignore_index=True)
    hinted = pd.concat([said("Ada", "Lovelace"), said("Ada", start_s=50)], ignore_index=True)
    assert best_of(plain, hinted, visits)["word"].tolist() == ["Ada", "Lovelace", *"abcdefgh"]
    unsure = said("Ada", "Lovelace", sure=0.5)
    assert best_of(said("lord", "of"), unsure, visits)["word"].tolist() == ["lord", "of"]
