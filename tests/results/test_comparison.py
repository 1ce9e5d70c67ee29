import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.core import frames
from pacer.core.errors import FrameError
from pacer.results.comparison import compare
from pacer.results.deck_comparison import compare_with as compare_decks
from tests.talks import make_runs, make_slides


def compared(*runs, slides=3, kinds=None, digests=None, **options):
    """Compare runs written as in "A 0-30 B 30-75"; "…" ends one that was stopped."""
    made = make_runs(*runs, kinds=kinds, digests=digests)
    return compare(make_slides(slides), *made, **options)


def flags(comparison):
    return dict(zip(comparison.slides["slide_key"], comparison.slides["flags"], strict=True))


def said(comparison):
    return " ".join(comparison.sentences)


def test_no_runs_is_one_clear_line_and_empty_frames():
    made = compared()
    assert made.sentences == (
        "No runs yet: rehearse once, or import timings, and there is something to compare.",
    )
    assert len(made.totals) == 0
    assert made.slides["flags"].tolist() == ["", "", ""]
    assert made.document().tables == ()


def test_one_run_says_where_it_stands_and_claims_no_trend():
    made = compared("A 0-30 B 30-90 C 90-150", talk_s=120)
    assert made.sentences[0] == "The one run so far took 2:30, 0:30 over the 2:00 there is."
    assert made.slides["trend_s"].isna().all()
    assert made.slides["spread_s"].isna().all()
    assert set(flags(made).values()) == {""}


def test_practice_that_shortens_a_slide_is_called_faster():
    made = compared("A 0-60 B 60-100", "A 0-50 B 50-91", "A 0-40 B 40-80", slides=2)
    assert flags(made) == {"A": "faster", "B": ""}
    first = made.slides.iloc[0]
    assert (first["first_s"], first["last_s"], first["mean_s"]) == (60, 40, 50)
    assert first["trend_s"] == pytest.approx(-10)
    assert first["trend_share"] == pytest.approx(-0.2)
    assert first["spread_s"] == pytest.approx(0, abs=1e-9)
    assert "Faster than at first: 1 “Title A” (−0:20)." in made.sentences


def test_a_stopped_run_is_never_called_faster():
    made = compared("A 0-60 B 60-160 C 160-200", "A 0-60 B 60-70 …")
    assert flags(made) == {"A": "", "B": "", "C": ""}
    assert made.slides["last_s"].tolist() == [60, 100, 40]
    assert made.totals["change_s"].isna().all()
    assert made.sentences[0] == (
        "The last run was stopped at slide 2, after 1:10; the last whole one took 3:20."
    )


def test_a_stopped_slide_may_still_overrun_but_is_never_within_its_plan():
    plan = pd.Series({"A": 30, "B": 30, "C": 30})
    made = compared("A 0-30 B 30-130 …", "A 0-30 B 30-40 …", planned=plan)
    assert np.isnan(made.slides["overrun_s"][1])
    assert compared("A 0-30 B 30-130 …", planned=plan).slides["overrun_s"][1] == 70


def test_overruns_are_held_against_a_given_plan_only():
    runs = ("A 0-60 B 60-90 C 90-120", "A 0-61 B 61-91 C 91-121")
    plan = pd.Series({"A": 40.0, "B": 30.0, "C": 0.0})
    made = compared(*runs, planned=plan)
    assert flags(made) == {"A": "overruns", "B": "", "C": "shown though cut"}
    assert "Still over plan: 1 “Title A” (+0:21)." in made.sentences
    usual = compared(*runs)
    assert not usual.has_plan
    assert set(flags(usual).values()) == {""}


def test_slides_passed_by_are_skipped_but_not_those_after_the_stop():
    made = compared("A 0-30 B 30-60 C 60-90 D 90-120", "A 0-30 C 30-60 …", slides=4)
    assert flags(made) == {"A": "", "B": "skipped", "C": "", "D": ""}
    assert made.totals["skipped"].tolist() == [0, 1]


def test_a_slide_that_came_into_the_deck_later_was_not_skipped_before():
    made = compared("A 0-30 C 30-60", "A 0-30 B 30-60 C 60-90", digests=["old", "new"])
    assert flags(made)["B"] == ""
    same = compared("A 0-30 C 30-60", "A 0-30 B 30-60 C 60-90", digests=["one", "one"])
    assert flags(same)["B"] == "skipped"


def test_hidden_and_cut_slides_are_not_missed():
    slides = make_slides(3)
    slides.loc[1, "hidden"] = True
    runs = make_runs("A 0-30 B 30-60 C 60-90", "A 0-30")
    made = compare(slides, *runs, planned=pd.Series({"C": 0.0}))
    assert made.totals["skipped"].tolist() == [0, 0]
    assert "hidden" in flags(made)["B"]
    assert made.totals["whole"].tolist() == [True, True]


def test_a_slide_no_run_showed_is_named():
    made = compared("A 0-30 B 30-60")
    assert flags(made)["C"] == "never shown"
    assert "Never shown in a run: 3 “Title C”." in made.sentences


def test_going_back_is_counted():
    made = compared("A 0-30 B 30-60 A 60-70 C 70-90")
    assert flags(made)["A"] == "revisited"
    assert made.totals["revisits"].tolist() == [1]
    assert made.slides["last_s"][0] == 40


def test_a_slide_that_jumps_about_is_unstable_and_a_steady_trend_is_not():
    jumping = ("A 0-20", "A 0-80", "A 0-25", "A 0-75")
    assert "unstable" in flags(compared(*jumping, slides=1))["A"]
    falling = ("A 0-100", "A 0-80", "A 0-60", "A 0-40")
    assert flags(compared(*falling, slides=1))["A"] == "faster"


def test_a_part_of_the_talk_is_no_shorter_talk():
    made = compared("A 0-60 B 60-120 C 120-180", "A 0-60", talk_s=100)
    assert made.totals["whole"].tolist() == [True, False]
    assert np.isnan(made.totals["over_s"][1])
    assert made.sentences[0] == (
        "The last run was a part of the talk, worth 33 % of it: 1:00; the last whole one took "
        "3:00, 1:20 over the 1:40 there is."
    )


def test_the_trend_of_the_total_and_what_it_promises():
    near = compared("A 0-100", "A 0-95", "A 0-90", slides=1, talk_s=85)
    assert "0:05 (5.3 %) shorter a run." in said(near)
    assert "If that goes on, one more run will bring it into the slot." in near.sentences
    far = compared("A 0-100", "A 0-95", "A 0-90", slides=1, talk_s=45)
    assert "Practice alone will not close the gap: plan what to cut." in far.sentences
    fits = compared("A 0-100", "A 0-95", "A 0-90", slides=1, talk_s=100)
    assert "alone" not in said(fits)
    assert "goes on" not in said(fits)


def test_gone_slides_keep_their_times_and_count_on_the_clock():
    made = compared("A 0-30 X 30-50 B 50-80 C 80-90", titles={"X": "Old"}, planned=None)
    assert made.slides["slide_key"].tolist() == ["A", "B", "C", "X"]
    assert flags(made)["X"] == "gone"
    assert made.slides["position"].isna().tolist() == [False, False, False, True]
    assert "No longer in the deck, its times kept: “Old” (0:20)." in made.sentences
    assert made.drift["actual_start_s"].tolist() == [0, 50, 80]
    assert made.drift["drift_s"].tolist() == [0, 20, 20]


def test_a_talk_cut_since_is_held_against_the_slot_as_it_is_now():
    made = compared("A 0-60 X 60-120", "A 0-50 X 50-100", slides=1, talk_s=55)
    assert made.totals["gone_s"].tolist() == [60, 50]
    first, second = made.sentences[:2]
    assert first == (
        "The last run took 1:40, 0:45 over the 0:55 there is; "
        "without slides gone since, 0:50, 0:05 within."
    )
    assert second == (
        "Over 2 whole rehearsals on the slides still there, "
        "from 1:00 to 0:50: 0:10 (18.2 %) shorter a run."
    )
    assert flags(made)["X"] == "gone"


def test_runs_keep_the_names_they_were_given():
    runs, visits, dwell = make_runs("A 0-60", "A 0-40")
    made = compare(make_slides(1), runs.assign(name=["", "in the hall"]), visits, dwell)
    assert made.totals["name"].tolist() == ["", "in the hall"]
    assert "in the hall" in repr(made)


def test_drift_stands_still_in_pauses_and_takes_first_visits():
    plan = pd.Series({"A": 20, "B": 30, "C": 30})
    made = compared("A 0-30 B 100-130 A 130-140 C 140-150", planned=plan)
    assert made.drift["slide_key"].tolist() == ["A", "B", "C"]
    assert made.drift["actual_start_s"].tolist() == [0, 30, 70]
    assert made.drift["planned_start_s"].tolist() == [0, 20, 50]
    assert made.drift["drift_s"].tolist() == [0, 10, 20]
    frames.check(made.drift, frames.DRIFT)


def test_where_the_last_run_left_the_plan():
    plan = pd.Series({"A": 30, "B": 30, "C": 30})
    made = compared("A 0-30 B 30-100 C 100-130", planned=plan)
    assert "The last run left the plan at 2 “Title B”, which cost it 0:40." in made.sentences


def test_rehearsals_are_held_against_the_delivery_and_keep_their_own_trend():
    made = compared(
        "A 0-60 B 60-120", "A 0-60 B 60-120", "A 0-90 B 90-150",
        slides=2, kinds=["rehearsal", "rehearsal", "delivery"],
    )  # fmt: skip
    assert made.slides["delivery_s"].tolist() == [90, 60]
    assert made.slides["mean_s"].tolist() == [60, 60]
    assert "Delivered, the same slides took 0:30 (25 %) longer than rehearsed." in made.sentences
    assert made.sentences[0].startswith("The delivery took 2:30")


def test_after_the_delivery_practice_is_over():
    fell = ("A 0-100", "A 0-95", "A 0-90")
    made = compared(*fell, "A 0-84.4", slides=1, talk_s=85, kinds=[*["rehearsal"] * 3, "delivery"])
    assert made.sentences[0] == "The delivery took 1:24, 0:01 within the 1:25 there is."
    assert "goes on" not in said(made)


def test_notes_marked_in_a_run_tell_where_the_speaker_stumbled():
    runs, visits, dwell = make_runs("A 0-30 B 30-60 A 60-90", "A 0-30 B 30-60")
    noted = [(0, 31.0), (0, 61.0), (0, 62.0), (1, 30.0)]
    marks = frames.build(
        frames.MARKS,
        [
            {"run_id": runs["run_id"][run], "t_s": at, "kind": "note", "slide_key": ""}
            for run, at in noted
        ],
    )
    made = compare(make_slides(3), runs, visits, dwell, marks=marks)
    assert made.slides["stumbles"].tolist() == [2, 2, 0]
    assert "Stumbled on: 1 “Title A”, 2 “Title B”." in made.sentences


def test_questions_and_pauses_stand_apart():
    slides = make_slides(1)
    runs, visits, dwell = make_runs("A 0-60")
    runs = runs.assign(questions_s=70.0, paused_s=20.0)
    made = compare(slides, runs, visits, dwell)
    assert (
        made.sentences[-1] == "Counted apart, over all runs: 1:10 of questions and 0:20 of pauses."
    )


def test_runs_are_taken_in_the_order_they_were_made():
    runs, visits, dwell = make_runs("A 0-60", "A 0-40")
    forth = compare(make_slides(1), runs, visits, dwell)
    back = compare(make_slides(1), runs[::-1], visits[::-1], dwell[::-1])
    pd.testing.assert_frame_equal(forth.slides, back.slides)
    pd.testing.assert_frame_equal(forth.totals, back.totals)


def test_only_the_runs_asked_for_count():
    runs, visits, dwell = make_runs("A 0-60", "A 0-40")
    made = compare(make_slides(1), runs[:1], visits, dwell)
    assert made.slides["last_s"].tolist() == [60]
    assert made.seconds.columns.tolist() == runs["run_id"][:1].tolist()


def test_a_missing_column_is_named():
    runs, visits, dwell = make_runs("A 0-60")
    with pytest.raises(FrameError, match="DWELL lacks censored"):
        compare(make_slides(1), runs, visits, dwell.drop(columns="censored"))


def test_arguments_are_left_alone():
    parts = [make_slides(2), *make_runs("A 0-60 B 60-90", "A 0-40")]
    plan = pd.Series({"A": 30, "B": 30})
    copies = [part.copy() for part in parts]
    compare(*parts, planned=plan)
    for part, copy in zip(parts, copies, strict=True):
        pd.testing.assert_frame_equal(part, copy)
    assert plan.tolist() == [30, 30]


def test_it_prints_in_a_terminal_and_escapes_in_html():
    slides = make_slides(2)
    slides.loc[0, "title"] = "<b>&\x1b bold</b>"
    made = compare(slides, *make_runs("A 0-60 B 60-90", "A 0-50 B 50-90", "A 0-30 B 30-60"))
    assert "run 3" in repr(made)
    assert "<b>" not in made._repr_html_()


@st.composite
def practice(draw):
    """Up to five runs over five slides and a gone one, some stopped, times of any size."""
    runs = []
    for _ in range(draw(st.integers(0, 5))):
        clock, stays = 0.0, []
        for letter in draw(st.lists(st.sampled_from("ABCDEX"), min_size=1, max_size=9)):
            spent = draw(st.integers(0, 400_000)) / 100
            stays.append(f"{letter} {clock}-{clock + spent}")
            clock += spent
        runs.append(" ".join(stays) + draw(st.sampled_from(["", " …"])))
    return runs


@given(practice(), st.none() | st.floats(1, 5000), st.none() | st.floats(0, 400))
@settings(max_examples=60, deadline=None)
def test_any_practice_is_answered_in_finite_figures(runs, talk_s, budget):
    plan = None if budget is None else pd.Series(budget, index=list("ABC"))
    made = compared(*runs, slides=5, talk_s=talk_s, planned=plan)
    assert made.sentences
    assert "nan" not in repr(made)
    assert "inf" not in said(made)
    assert len(made.slides) == made.slides["slide_key"].nunique()
    # no second is lost or made: what the slides took is what the runs took
    assert np.nansum(made.seconds.to_numpy()) == pytest.approx(made.totals["talk_s"].sum())
    assert (made.slides["mean_s"].dropna() >= 0).all()
    faster = made.slides["flags"].str.contains("faster")
    assert (made.slides["last_s"][faster] < made.slides["first_s"][faster]).all()


# --- two decks -------------------------------------------------------------------------


def decks(matches, *, old=4, new=3, before=60.0, after=30.0):
    """Old slides A, B, … and new ones a, b, …, matched as in "A:a B:b"."""
    was, now = make_slides(old), make_slides(new)
    now["slide_key"] = now["slide_key"].str.lower()
    pairs = [pair.split(":") for pair in matches.split()]
    matched = pd.DataFrame(
        {
            "old_key": pd.Series([pair[0] for pair in pairs], dtype="str"),
            "slide_key": pd.Series([pair[1] for pair in pairs], dtype="str"),
            "how": pd.Series(["text"] * len(pairs), dtype="str"),
            "certainty": [0.9] * len(pairs),
        }
    )
    return compare_decks(
        was,
        now,
        matched,
        before_s=pd.Series(before, index=was["slide_key"]),
        after_s=pd.Series(after, index=now["slide_key"]),
    )


def rows(made):
    columns = ["old_key", "slide_key", "fate"]
    return ["/".join(row) for row in made.frame[columns].fillna("-").to_numpy()]


def test_what_is_gone_stands_where_it_stood():
    made = decks("A:a D:c")
    assert rows(made) == ["A/a/kept", "B/-/gone", "C/-/gone", "-/b/new", "D/c/kept"]
    assert made.sentences[:4] == (
        "From 4:00 to 1:30: 2:30 shorter.",
        "Gone: 2 slides, 2:00 before.",
        "New: 1 slide, 0:30 now.",
        "Kept: 2 slides, together 1:00 shorter.",
    )


def test_of_slides_merged_into_one_each_keeps_its_own_time():
    made = decks("A:a B:a C:b D:c")
    assert rows(made) == ["A/a/kept", "B/a/merged", "C/b/kept", "D/c/kept"]
    assert made.frame["before_s"].sum() == 240
    assert made.frame["after_s"].sum() == 90
    assert made.frame["change_s"].sum() == -150


def test_reordered_slides_are_known_again():
    assert rows(decks("A:b B:a C:c", old=3)) == ["B/a/kept", "A/b/kept", "C/c/kept"]


def test_decks_without_anything_in_common_and_empty_ones():
    assert [fate.split("/")[2] for fate in rows(decks(""))] == ["gone"] * 4 + ["new"] * 3
    assert decks("", old=0, new=0).sentences == ("From 0:00 to 0:00: as long as before.",)


def test_a_hidden_slide_is_not_in_its_deck():
    was, now = make_slides(2), make_slides(2)
    now.loc[1, "hidden"] = True
    matched = pd.DataFrame(
        {"old_key": ["A", "B"], "slide_key": ["A", "B"], "how": "id", "certainty": 1.0}
    )
    seconds = pd.Series(60.0, index=["A", "B"])
    made = compare_decks(was, now, matched, before_s=seconds, after_s=seconds)
    assert rows(made) == ["A/A/kept", "B/-/gone"]
    assert "gone" in repr(made)


def test_a_match_without_its_certainty_is_named():
    with pytest.raises(FrameError, match="matched lacks how, certainty"):
        compare_decks(
            make_slides(1),
            make_slides(1),
            pd.DataFrame({"old_key": ["A"], "slide_key": ["A"]}),
            before_s=pd.Series(dtype=float),
            after_s=pd.Series(dtype=float),
        )


@given(
    st.permutations("ABCDEF"), st.sets(st.sampled_from("ABCDEF")), st.sets(st.sampled_from("xyz"))
)
@settings(max_examples=60, deadline=None)
def test_no_slide_and_no_second_is_lost_between_decks(order, kept, added):
    now_keys = [key for key in order if key in kept] + sorted(added)
    was, now = make_slides(6), make_slides(len(now_keys))
    now["slide_key"] = pd.Series(now_keys, dtype="str")
    stays = sorted(kept)
    matched = pd.DataFrame({"old_key": stays, "slide_key": stays, "how": "id", "certainty": 1.0})
    before = pd.Series(range(10, 70, 10), index=was["slide_key"])
    after = pd.Series(7.0, index=now["slide_key"])
    frame = compare_decks(was, now, matched, before_s=before, after_s=after).frame
    assert frame["before_s"].sum() == 210
    assert frame["after_s"].sum() == 7 * len(now)
    assert set(frame["old_key"].dropna()) == set("ABCDEF")
    assert frame["slide_key"].dropna().tolist() == now_keys


def test_where_there_is_sound_its_silence_is_told():
    runs, visits, dwell = make_runs("A 0-60 B 60-120", "A 0-60 B 60-110", "A 0-9 B 9-20")
    spoken = visits[["run_id", "visit", "slide_key"]].assign(
        heard_s=[60.0, 40.0, 60.0, 50.0, 9.0, 11.0], speech_s=[45.0, 30.0, 60.0, 39.0, 9.0, 0.0]
    )
    made = compare(make_slides(2), runs, visits, dwell, spoken=spoken)
    assert made.totals["pause_share"][:2].tolist() == pytest.approx([0.25, 0.1])
    assert np.isnan(made.totals["pause_share"][2]), "twenty seconds say nothing"
    assert "Silence is 10 % of run 2, and was 25 % of run 1." in made.sentences
    assert "25 %" in repr(made)
    assert "Silence" not in said(compared("A 0-60", "A 0-50", slides=1))
