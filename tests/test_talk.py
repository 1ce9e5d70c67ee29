import pandas as pd
import pytest

import pacer
from pacer.core import clock, frames
from pacer.render import terminal
from pacer.widgets.rehearsal import planned_scale
from tests.factories import make_deck, make_timings
from tests.widgets.comms import Wire


@pytest.fixture
def path(tmp_path):
    return make_deck(tmp_path / "talk.pptx", 8)


@pytest.fixture
def talk(path):
    made = pacer.open(path, slot="6:00", questions="1:00")
    made.import_run(make_timings(path.with_name("a.csv"), [60, 50, 70, 60, 45, 75, 60, 60]))
    made.import_run(make_timings(path.with_name("b.csv"), [58, 49, 66, 60, 41, 73, 59, 57]))
    return made


@pytest.mark.parametrize(
    ("name", "schema"),
    [("slides", frames.SLIDES), ("runs", frames.RUNS), ("marks", frames.MARKS),
     ("visits", frames.VISITS), ("dwell", frames.DWELL)],
)  # fmt: skip
def test_what_there_is_comes_as_documented_frames(talk, name, schema):
    frame = getattr(talk, name)
    assert list(frame.columns)[: len(schema.columns)] == list(schema.columns)
    pd.testing.assert_frame_equal(frame, frames.check(frame, schema))
    assert len(frame)


def test_talk_time_is_slot_less_questions(talk):
    assert (talk.slot_s, talk.questions_s, talk.talk_s) == (360, 60, 300)


def test_dwell_is_what_was_recorded(talk):
    first = talk.runs["run_id"].iloc[0]
    recorded = talk.dwell[talk.dwell["run_id"] == first].set_index("slide_key")["dwell_s"]
    assert recorded.reindex(talk.slides["slide_key"]).tolist() == [60, 50, 70, 60, 45, 75, 60, 60]


def test_answers_print_in_terminal_and_notebook(talk):
    for answer in (talk, talk.pace(), talk.plan(), talk.compare()):
        assert "Slide" in repr(answer) or "talk.pptx" in repr(answer)
        assert "<table>" in answer._repr_html_()


def test_a_longer_slot_is_likelier_to_fit(talk):
    chances = [
        pacer.open(talk.deck.path, slot=slot).pace().p_fits for slot in ("5:00", "8:00", "20:00")
    ]
    assert chances == sorted(chances)
    assert chances[0] < 0.05
    assert chances[-1] > 0.95


def test_pacing_without_a_run_and_without_a_slot(path):
    pace = pacer.open(path).pace()
    assert pace.p_fits is None
    assert (pace.frame["runs"] == 0).all()
    assert (pace.frame["low_s"] < pace.frame["high_s"]).all()


def test_a_talk_never_rehearsed_is_not_cut_for_not_knowing(path):
    new = pacer.open(make_deck(path.with_name("new.pptx"), 8))
    middle = clock.text(new.pace().total.quantile(0.5))
    likely = new.plan(middle)
    assert set(likely.frame["action"]) == {"keep"}
    assert "Never rehearsed" in repr(likely)
    far = new.plan("2:00")
    assert far.p == 0.5
    assert "middle estimate" in repr(far)
    assert new.plan("2:00", p=0.4).p == 0.4
    with pytest.raises(pacer.SlotTooShort, match="not knowing: say how long it takes, or rehearse"):
        new.plan("5s", 0)


def test_a_stated_length_is_the_talks_length_everywhere(path):
    told = pacer.open(make_deck(path.with_name("new.pptx"), 8), "5:00", took="10:00")
    assert told.pace().total.quantile(0.5) == pytest.approx(600, abs=1)
    assert told.pace().document().headline.startswith("The talk takes 10:00")
    plan = told.plan()
    assert plan.whole_s == pytest.approx(600, abs=1)
    assert "From the length you gave, 10:00" in repr(plan)
    assert plan.p_fits >= 0.9
    # It narrows what is known: never rehearsed, a plan for half of the talk keeps less.
    blind = pacer.open(told.deck.path, "5:00").project.fit().total()
    low, high = told.pace().total.interval()
    assert (high - low) / 600 < 0.3 < (blind.interval()[1] - blind.interval()[0]) / 600


def test_a_length_that_fits_cuts_nothing_and_says_so(path):
    told = pacer.open(make_deck(path.with_name("new.pptx"), 8), "10:00", took="9:50")
    plan = told.plan()
    assert set(plan.frame["action"]) == {"keep"}
    assert "You say it takes 9:50: that fits 10:00" in " ".join(repr(plan).split())


@pytest.mark.parametrize("took", ["0s", "5s", "20h"])
def test_a_length_no_talk_has(path, took):
    with pytest.raises(pacer.PacerError, match=r"take|time"):
        pacer.open(path, took=took)


def test_where_the_runs_tell_another_length_they_count(talk):
    path = talk.deck.path
    told = pacer.open(path, "5:00", took="45:00")
    assert any("the runs count" in warning for warning in told.project.fit().warnings)
    assert told.plan().whole_s == pytest.approx(pacer.open(path, "5:00").plan().whole_s)


def test_what_is_answered_is_kept_and_what_is_planned_with_is_not(talk):
    path = talk.deck.path
    talk = pacer.open(path, "4:00")
    question = next(one for one in talk.plan().questions if one.kind == "stretch")
    once = talk.plan(points=[4], answers=[f"{question.id}=drop"])
    assert once.points == (4,)
    assert question.id not in [one.id for one in once.questions]
    assert talk.plan().points == ()
    talk.answer(f"{question.id}=drop", points=[4], took="8:00")
    again = pacer.open(path, "4:00")
    assert again.plan().points == (4,)
    assert again.choices.took_s == 480
    assert question.id not in [one.id for one in again.plan().questions]
    with pytest.raises(pacer.PacerError, match="no answer"):
        talk.answer("hello", points=[5])
    assert pacer.open(path).choices.points == talk.choices.points


def test_keep_says_which_others_moved(talk):
    talk = pacer.open(talk.deck.path, "4:00")
    free = talk.plan()
    cut = free.frame.loc[free.frame["action"] == "cut", "position"].tolist()
    kept = talk.plan(keep=[cut[0]])
    assert kept.moved.startswith((f"Because {cut[0]} stays", f"Keeping {cut[0]} moved no other"))
    assert free.moved == ""


def test_a_plan_is_read_at_a_glance_and_drawn(path):
    talk = pacer.open(make_deck(path.with_name("long.pptx"), 60), "20:00", took="60:00")
    plan = talk.plan()
    assert len(repr(plan).splitlines()) <= 25
    assert len(terminal.text(plan.slides()).splitlines()) > 60
    assert len(plan.plot().patches) > 60


def test_a_reading_is_planned_with(talk, tmp_path):
    talk = pacer.open(talk.deck.path, "4:00")
    sheet = talk.sheet()
    sheet["p_keep"] = ["0.05" if at % 2 else "0.95" for at in sheet["position"]]
    target = tmp_path / "sheet.csv"
    sheet.to_csv(target, index=False)
    plain = talk.plan().frame
    assert talk.read(target).warnings == ()
    read = talk.plan().frame
    even = read["position"] % 2 == 0
    kept = read["action"] != "cut"
    assert kept[even].sum() > kept[~even].sum()
    assert kept[even].sum() > (plain["action"] != "cut")[even].sum() or kept[even].all()


def test_a_plan_needs_a_slot(path):
    with pytest.raises(pacer.PacerError, match="slot"):
        pacer.open(path).plan()


def test_a_slide_is_named_by_position_or_key(talk):
    assert talk.key(1) == talk.slides["slide_key"].iloc[0]
    assert talk.key(talk.key(3)) == talk.key(3)
    for wrong in (0, 9, "id:none"):
        with pytest.raises(pacer.PacerError, match="has no slide"):
            talk.key(wrong)


def test_an_unknown_run_is_named_beside_those_there(talk):
    with pytest.raises(pacer.PacerError, match=talk.runs["run_id"].iloc[0]):
        talk.compare(runs=["nope"])


def test_runs_survive_an_edited_deck(talk):
    from pptx import Presentation

    before = talk.dwell["dwell_s"].sum()
    deck = Presentation(talk.deck.path)
    ids = deck.slides._sldIdLst
    ids.append(ids[0])  # the first slide goes last
    deck.slides[3].shapes.title.text = "Slide 5, retitled"
    deck.save(talk.deck.path)

    talk.reload()
    assert talk.slides["title"].tolist()[-1] == "Slide 1"
    assert talk.dwell["dwell_s"].sum() == before
    assert (talk.pace().frame["runs"] == 2).all()


def test_a_folder_that_cannot_be_written_is_one_clear_line(path, tmp_path):
    timings = make_timings(tmp_path / "a.csv", [60] * 8)
    path.with_suffix(".pacer").write_text("a file where the folder should be")
    with pytest.raises(pacer.PacerError) as fault:
        pacer.open(path).import_run(timings)
    assert "Not a directory" in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_report_says_everything_in_one_file(talk):
    target = talk.report()
    made = target.read_text(encoding="utf-8")
    assert target.name == "talk-report.html"
    assert "Slide 3" in made
    assert "http://" not in made.replace("http://www.w3.org", "")
    assert "<script src" not in made


def test_questions_longer_than_the_slot_are_refused(path):
    with pytest.raises(pacer.PacerError, match="no time to speak"):
        pacer.open(path, slot="5:00", questions="5:00")


def test_the_rooms_open_on_a_talk(talk):
    rehearse, trim, explore = talk.rehearse(), talk.trim(), talk.explore()
    assert [len(room.rows) for room in (rehearse, trim, explore)] == [8, 8, 8]
    assert rehearse.room.talk_s == trim.talk_s == 300
    assert sum(row.budget_s for row in rehearse.rows) == pytest.approx(300)


def test_rehearsing_a_plan_passes_over_what_it_cuts(talk):
    plan = talk.plan()
    room = talk.rehearse(plan=plan)
    budgets = plan.frame.set_index("slide_key")["budget_s"]
    assert {row.key: row.budget_s for row in room.rows} == pytest.approx(dict(budgets))
    cut = plan.frame.loc[plan.frame["action"] == "cut", "slide_key"]
    assert {row.key for row in room.rows if row.skip} >= set(cut)
    assert room.room.budgets_from == "the plan"


def test_the_rehearsal_room_foresees_the_end_of_what_is_planned(talk):
    plan = talk.plan(cut=[5], trim={2: "0:20"})
    slides, keys = talk.slides, talk.slides["slide_key"]
    whole = planned_scale(slides, set(), None)
    cut = set(plan.frame.loc[plan.frame["action"] == "cut", "slide_key"])
    planned = planned_scale(slides, cut, plan)
    assert whole == [1] * 8
    assert planned == pytest.approx(plan.scale.reindex(keys).tolist())
    assert planned[4] == 0
    assert 0 < planned[1] < 1


def test_nested_plans_keep_less_and_less(talk):
    nest = talk.plan(slots=["8:00", "6:00", "4:00"])
    kept = [set(plan.frame.query("action != 'cut'")["slide_key"]) for plan in nest.plans]
    assert kept[0] >= kept[1] >= kept[2]
    assert all(plan.p_fits >= 0.9 for plan in nest.plans)


def test_what_was_decided_in_the_trim_room_holds_everywhere(talk):
    room = talk.trim()
    changes = {
        "decisions": {talk.key(4): {"action": "cut"}},
        "stars": {talk.key(2): True},
        "needs": [],
        "struck": {},
    }
    Wire(room).tell({"type": "ask-plan", "number": 1, "talk_s": 300.0, "changes": changes})
    again = pacer.open(talk.deck.path, slot="6:00", questions="1:00")
    assert again.plan().frame.set_index("position").loc[4, "action"] == "cut"
    assert again.slides.set_index("position").loc[2, "value"] == 2
    assert again.plan(keep=[4]).frame.set_index("position").loc[4, "action"] == "keep"


def test_a_slide_rewritten_since_it_was_rehearsed_is_less_certain(talk):
    from pptx import Presentation

    before = talk.pace().frame.set_index("position")
    made = Presentation(talk.deck.path)
    made.slides[2].placeholders[1].text += "\nand a second paragraph is new since the rehearsals"
    made.save(talk.deck.path)
    after = talk.reload().pace().frame.set_index("position")
    width = [(frame["high_s"] / frame["low_s"]) for frame in (before, after)]
    assert width[1][3] > 1.1 * width[0][3]
    assert "edited since" in after.loc[3, "basis"]
    assert not after["basis"].drop(3).str.contains("edited").any()


def test_where_nothing_fits_the_report_says_so_and_the_rest(talk):
    short = pacer.open(talk.deck.path, slot="10s")
    text = short.report().read_text(encoding="utf-8")
    assert "No plan: nothing fits" in text
    assert "Where the time goes" in text


def test_a_talk_learns_from_the_speakers_other_talks(talk, tmp_path, monkeypatch):
    monkeypatch.setenv("PACER_PROFILE", str(tmp_path / "profile"))
    other = pacer.open(make_deck(tmp_path / "other.pptx", 8, notes_words=60))
    before = other.pace()
    talk.project.run_finished()
    after = other.pace()
    assert "1 other talk of yours" in repr(after)
    assert after.total.quantile(0.9) - after.total.quantile(0.1) < (
        before.total.quantile(0.9) - before.total.quantile(0.1)
    )
    # A talk says nothing about itself.
    assert "other talk" not in repr(talk.pace())


def test_a_sample_teaches_nothing_and_a_broken_profile_stops_nothing(talk, tmp_path, monkeypatch):
    place = tmp_path / "profile"
    monkeypatch.setenv("PACER_PROFILE", str(place))
    pacer.open("sample_decks/short-talk.pptx").project.run_finished()
    assert not place.exists()
    place.write_text("not a folder")
    talk.project.run_finished()
    (said,) = talk.problems
    assert "PACER_PROFILE" in said
    assert "PACER_PROFILE" in repr(talk)


def test_pace_says_what_practice_did_and_what_to_rehearse():
    said = repr(pacer.open("sample_decks/storage-talk.pptx").pace())
    assert "practice makes it 2 % shorter a run" in said


def test_a_plan_of_a_deck_with_hidden_slides_is_rehearsed(path):
    from pptx import Presentation

    edited = Presentation(path)
    edited.slides[2]._element.set("show", "0")
    edited.save(path)
    talk = pacer.open(path, slot="9:00")
    room = talk.rehearse(plan=talk.plan())
    assert room._scale[2] == 0
    assert len(room._scale) == 8


def test_sound_left_by_a_killed_recorder_is_finished_and_said(talk):
    pytest.importorskip("soundfile", exc_type=ImportError)
    from tests.audio.test_takes import make_take

    wav = make_take(talk.folder / "runs" / talk.runs["run_id"].iloc[0], 3.0, close=False)
    assert "recovered from a recording that was broken off" in talk.explore().sentences[-1]
    assert not wav.exists()


def test_without_libreoffice_the_rooms_say_what_draws_slides(talk, monkeypatch):
    from pacer.deck import office

    monkeypatch.setattr(office, "program", lambda: None)
    with pytest.raises(pacer.PacerError, match=r"shown as text.*install LibreOffice"):
        talk.project.pictures(lambda *_: None)


def test_runs_with_sound_are_compared_by_their_silence_too(talk):
    pytest.importorskip("soundfile", exc_type=ImportError)
    from tests.audio.test_takes import make_take

    assert talk.compare().totals["pause_share"].isna().all()
    make_take(talk.folder / "runs" / talk.runs["run_id"].iloc[0], 40.0)
    talk.explore()  # finishes the take
    share = talk.compare().totals["pause_share"]
    assert share.notna().tolist() == [True, False]
    assert share[0] == 1, "a tone is no speech"
