import pandas as pd

from pacer.core import frames
from pacer.transcript.hints import MOST_TERMS, hints_for, terms_by_slide, with_terms


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


TERMS = {"a": ("Ada Lovelace", "TensorRT")}


def test_only_terms_are_taken_from_the_second_hearing():
    plain = said("so", "aid", "of", "lace", "wrote", "it", "down")
    hinted = pd.concat(
        [said("so"), said("Ada", "Lovelace,", start_s=1.2), said("wrote", start_s=4)]
    )
    found = with_terms(plain, hinted, TERMS)["word"].tolist()
    assert found == ["so", "Ada", "Lovelace,", "lace", "wrote", "it", "down"]
    assert with_terms(plain, said("nothing", "else"), TERMS).equals(plain)


def test_a_term_that_is_unsure_or_where_nobody_spoke_was_put_there_by_the_hint():
    plain = said("so", "we", "went")
    for hinted in (said("so", "TensorRT", sure=0.3), said("TensorRT", start_s=50)):
        assert with_terms(plain, hinted, TERMS).equals(plain)


def test_without_words_there_is_nothing_to_mend():
    assert with_terms(said(), said("TensorRT"), TERMS).empty
    assert with_terms(said("so"), said(), TERMS)["word"].tolist() == ["so"]
