"""What every format has in common, and each format by an example."""

import json
import os
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer.core.errors import RunError
from pacer.runs import dwell, load, visits
from pacer.runs.importers import FORMATS, import_file
from pacer.runs.importers.naming import slide_rows
from pacer.runs.importers.source import Row, Table
from tests.factories import make_deck
from tests.runs.making import make_slides, told

SLIDES = make_slides(["Intro", "Results", "Results", "A log", "Thanks"])
KEYS = {f"id:{255 + n}": str(n) for n in range(1, 6)}


def bring(folder, text, name="a.txt", slides=SLIDES, **options):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_file(path, slides, folder / "talk.pacer", **options)


def said(folder):
    """The imported run's visits by slide number: ``"1 0-30 2 30-75"``."""
    made = visits(load(folder / "talk.pacer").marks)
    named = made.assign(slide_key=made["slide_key"].map(lambda key: KEYS.get(key, key)))
    return told(named)


# One file of each format that tells the same run: slide 1 for 30 s, slide 2 for 45.5 s (or 46
# where a format has whole seconds), and slide 4 for 60 s where the format has an end.
AUDACITY = "0.000000\t30.000000\tIntro\n30.000000\t75.500000\tResults\n75.5\t135.5\tA log\n"
EXAMPLES = {
    "csv": "slide,start,end\n1,0:00,0:30\n2,0:30,75.5\nA log,75.5,135.5\n",
    "audacity": AUDACITY,
    "ffmetadata": (
        ";FFMETADATA1\ntitle=My talk\n\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=30000\n"
        "title=Intro\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=30000\nEND=75500\ntitle=Results\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=75500\nEND=135500\ntitle=A log\n[STREAM]\ntitle=x\n"
    ),
    "peitho": json.dumps(
        {"version": 1, "recordedAtMs": 1777627815000, "elapsedMs": 135500, "sections": [
            {"name": "Intro", "plannedDurationMs": 60000, "actualMs": 30000},
            {"name": "Results", "plannedDurationMs": 60000, "actualMs": 45500},
            {"name": "A log", "plannedDurationMs": 0, "actualMs": 60000}]},
        indent=1,
    ),
    "captions": (
        "WEBVTT\n\nNOTE made by hand\n\n1\n00:00.000 --> 00:30.000\nIntro\n\n"
        "00:00:30.000 --> 00:01:15.500 align:start\n<b>Results</b>\n\n"
        "01:15.500 --> 02:15.500\nA log\n"
    ),
}  # fmt: skip
WHOLE = {
    "macro": "Slide 1: 30 s\nSlide 2: 46 sec\nSlide 4 - 1 min\n",
    "pptwatch": "1\t30\t00:30\t00:30\n2\t46\t00:46\t01:16\n4\t60\t01:00\t02:16\n",
    "pptimer": (
        "Starting presentation logs.pptm at 5/1/2026 9:30:00 AM\n000000 #001 logs.pptm\n"
        "000030 #002 logs.pptm\n000076 #004 logs.pptm\n"
        "Ending presentation logs.pptm at 5/1/2026 9:32:16 AM; elapsed time = 136\n"
    ),
    "impressive": (
        "page duration  enter   leave\n---- -------- -------- --------\n"
        "   1     0:30     0:00     0:30\n   2     0:46     0:30     1:16\n"
        "   4     1:00     1:16     2:16\n"
    ),
    "pympress": (
        "Beginnings\t00:00\t01:16\ti (1/5)\n Intro\t00:00\t00:30\ti (1/5)\n"
        " Results\t00:30\t00:46\tii (2/5)\nA log\t01:16\t01:00\t4 (4/5)\n"
    ),
}
OPEN = {
    "json": json.dumps(
        {
            "version": "1.2.0",
            "chapters": [
                {"startTime": 0, "title": "Intro"},
                {"startTime": 30, "title": "Results"},
                {"startTime": 76.0, "title": "A log"},
            ],
        },
        indent=1,
    ),
    "matroska": (
        '<?xml version="1.0"?>\n<!-- <!DOCTYPE Chapters SYSTEM "matroskachapters.dtd"> -->\n'
        "<Chapters><EditionEntry>\n"
        "<ChapterAtom><ChapterTimeStart>00:00:00.000000000</ChapterTimeStart>"
        "<ChapterDisplay><ChapterString>Intro</ChapterString></ChapterDisplay></ChapterAtom>\n"
        "<ChapterAtom><ChapterTimeStart>00:00:30.000000000</ChapterTimeStart>"
        "<ChapterDisplay><ChapterString>Results</ChapterString></ChapterDisplay></ChapterAtom>\n"
        "<ChapterAtom><ChapterTimeStart>00:01:16.000000000</ChapterTimeStart>"
        "<ChapterDisplay><ChapterString>A log</ChapterString></ChapterDisplay></ChapterAtom>\n"
        "</EditionEntry></Chapters>\n"
    ),
    "youtube": "My talk at a meeting.\nSlides below.\n\n0:00 Intro\n0:30 Results\n1:16 – A log\n",
    "ogg": (
        "CHAPTER01=00:00:00.000\nCHAPTER01NAME=Intro\nCHAPTER02=00:00:30.000\n"
        "CHAPTER02NAME=Results\nCHAPTER03=00:01:16.000\nCHAPTER03NAME=A log\n"
    ),
}


@pytest.mark.parametrize(
    ("format", "text", "expected"),
    [
        *((name, text, "1 0-30 2 30-75.5 4 75.5-135.5") for name, text in EXAMPLES.items()),
        *((name, text, "1 0-30 2 30-76 4 76-136") for name, text in WHOLE.items()),
        *((name, text, "1 0-30 2 30-76 4 76-76…") for name, text in OPEN.items()),
    ],
)
def test_each_format_is_known_by_its_looks_and_read(tmp_path, format, text, expected):
    taken = bring(tmp_path, text)
    assert (taken.format, taken.rows, taken.matched, taken.unmatched) == (format, 3, 3, ())
    assert said(tmp_path) == expected
    assert load(tmp_path / "talk.pacer").runs["run_id"].tolist() == [taken.run_id]


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("format", [*EXAMPLES, *WHOLE, *OPEN])
def test_other_line_ends_and_encodings(tmp_path, format, ends, encoding):
    text = {**EXAMPLES, **WHOLE, **OPEN}[format].replace("\n", ends)
    assert bring(tmp_path, text.encode(encoding)).format == format


def test_the_table_of_formats_is_covered_by_the_examples():
    assert {*EXAMPLES, *WHOLE, *OPEN, "pptx"} == set(FORMATS)


def test_the_message_says_what_was_understood(tmp_path):
    taken = bring(
        tmp_path, "slide,seconds\n1,30\nInterlude,15\nThanks,\n2,45\n", "try.csv",
        started_at=datetime(2026, 5, 1, 9, 30, tzinfo=UTC), kind="delivery",
    )  # fmt: skip
    assert taken.message == (
        "try.csv: CSV, 3 rows; 2 of 5 slides have a time, 1:30 in all; dated 2026-05-01 09:30 UTC; "
        "1 row without a time; no slide is called 'Interlude'"
    )
    assert taken.unmatched == ("Interlude",)
    run = load(tmp_path / "talk.pacer").runs.iloc[0]
    assert (run["kind"], run["source"], run["talk_s"]) == ("delivery", "try.csv (CSV)", 90.0)
    # Time under a name that fits no slide is not lost.
    assert said(tmp_path) == "1 0-30 title:Interlude 30-45 2 45-90"


def test_a_run_is_dated_by_what_the_file_says_or_by_the_file(tmp_path):
    bring(tmp_path, EXAMPLES["peitho"], "p.json")
    path = tmp_path / "a.csv"
    path.write_text("slide,seconds\n1,9\n")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    import_file(path, SLIDES, tmp_path / "talk.pacer")
    began = load(tmp_path / "talk.pacer").runs["started_at"]
    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in began] == [
        "2023-11-14 22:13", "2026-05-01 09:30"
    ]  # fmt: skip


def test_a_run_is_not_imported_twice(tmp_path):
    first = bring(tmp_path, "slide,seconds\n1,30\n2,1.0000001\n")
    with pytest.raises(RunError, match=f"imported already, as run {first.run_id}"):
        bring(tmp_path, "slide,start,end\n1,0,30\n2,30,31.0000001\n", "again.csv")
    bring(tmp_path, "slide,seconds\n1,30\n2,2\n")
    assert len(load(tmp_path / "talk.pacer").runs) == 2


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("slide,start,end\n1,0:00,0:30\n2,0:20,0:50\n", "line 3: begins at 0:20, before the row"),
        ("slide,start,end\n1,0:40,0:50\n2,0:20,0:50\n", "line 3: begins at 0:20"),
        ("slide,start,end\n1,0:00,0:30\n2,0:50,0:40\n", "line 3: ends at 0:40, before it begins"),
        ("slide,seconds\n1,30\n\n2,soon\n", "line 4: 'soon' is not a time"),
        ("slide,seconds\n1,-5\n", "line 2: "),
        ("slide,seconds\n1,nan\n", "line 2: "),
        ("slide,seconds\n1,1e400\n", "line 2: "),
        ("slide,seconds\n1,0:75\n", "line 2: "),
        ("slide,seconds\n1,80000\n2,80000\n", "line 3: the run is longer than a day"),
        ("slide,seconds\n,30\n", "line 2: no slide"),
        ("slide,seconds\n1,30\n2,\x1b[31m5\n", "line 3: "),
        ('slide,seconds\n1,3\n"Intro,30\n2,40\n', "line 3: no CSV"),
        ("slide,seconds\n" + '"' + "x" * 200_000 + '",5\n', "line 2: no CSV"),
        ("0\t5\tIntro\nrubbish\n", "line 2: no label"),
        ("5.0\t6.0\tIntro\n1.0\t2.0\tResults\n", "line 2: begins at 0:01"),
        ("0:00 Intro\n2:00 Results\n1:00 A log\n", "line 3: begins at 1:00"),
        ("00:00:01,000 --> 00:00:04,000\nIntro\n\n2 --> 3\nx\n", "line 4: no cue"),
        ("Intro 00:00 00:30 1 (1/5)\nwhat is this\n", "line 2: no row"),
        ("1 0:30 0:00 0:30\n2 0:30\n", "line 2: no row"),
        (";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/0\nSTART=0\nEND=9\n", "line 2: TIMEBASE"),
        (";FFMETADATA1\n[CHAPTER]\nSTART=x\nEND=9\n", "line 2: a chapter needs"),
        ("CHAPTER01=00:00\nCHAPTER01=00:05\n", "line 2: chapter 1 is here twice"),
        ('{"version": 1,\n"sections": [{"actualMs": 5}\n}', "line 3: no JSON"),
        ('{"sections": [{"actualMs": 5}]}', "another version"),
        ('{"version": 1, "sections": [{"actualMs": 5}]}', "section 1 has no name"),
        ('{"version": 1, "sections": [{"name": "a", "actualMs": -5}]}', "section 1 lasts -5 ms"),
        ('{"version": 1, "sections": "actualMs", "actualMs": 3}', "nothing to import"),
        ('{"actualMs":' + "[" * 100_000, "no JSON"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_its_line(tmp_path, text, where):
    with pytest.raises(RunError, match=where) as refused:
        bring(tmp_path, text)
    assert str(refused.value).startswith("a.txt")
    assert str(refused.value).isprintable()
    assert len(load(tmp_path / "talk.pacer").runs) == 0


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is no text"),
        (b"hello world\n", "in no format that pacer imports"),
        (b"slide,seconds\n", "nothing to import"),
        (b"slide,seconds\nNope,30\nNever,20\n", "no slide of this deck is called 'Nope', 'Never'"),
        (b"slide,seconds\n99,30\n", "no slide of this deck is called '99'"),
        (b"planned,actual\n1,30\n", "none names the slide"),
        (b"PK\x03\x04 no deck at all", "its timings cannot be read"),
    ],
)
def test_files_that_hold_no_run_are_refused(tmp_path, data, why):
    with pytest.raises(RunError, match=why):
        bring(tmp_path, data)


def test_a_file_that_is_not_there_or_no_file(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(RunError, match="no such file"):
            import_file(path, SLIDES, tmp_path / "talk.pacer")


def test_a_format_asked_for_is_used_or_named_among_those_there_are(tmp_path):
    with pytest.raises(RunError, match="no format is called 'docx'; there are pptx,"):
        bring(tmp_path, "x", format="docx")
    with pytest.raises(RunError, match="line 1: no label"):
        bring(tmp_path, "slide,seconds\n1,30\n", format="audacity")
    assert bring(tmp_path, "0:00 Intro\n", format="youtube").rows == 1


def test_large_files_are_refused_unread_and_odd_lines_hold_nothing_up(tmp_path):
    path = tmp_path / "film.txt"
    with path.open("wb") as file:
        file.truncate(9 * 2**20)
    with pytest.raises(RunError, match="too large"):
        import_file(path, SLIDES, tmp_path)
    with pytest.raises(RunError, match="at most"):
        bring(tmp_path, "slide,seconds\n" + "1,1\n" * 20_001)
    for line in ("0:00 " + " " * 50_000 + "x", "(" * 50_000, "0\t" * 50_000, "1 " * 50_000,
                 "a " * 40_000 + "(1/2)", "0:00" + ":00" * 50_000, "<" * 50_000):  # fmt: skip
        for name in set(FORMATS) - {"pptx"}:
            with pytest.raises(RunError):
                bring(tmp_path, f"{line}\n" * 20, format=name)


@settings(max_examples=80, deadline=None)
@given(text=st.text(st.sampled_from("01:9.,;\t\n\\[]{}\"' -=>aslide,seconds"), max_size=120))
def test_any_text_is_read_or_refused(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("any")
    try:
        taken = bring(folder, text)
    except RunError:
        return
    assert taken.matched


# --- which slide is meant -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["1", "4"], ["1", "4"]),
        (["4.0"], ["4"]),
        (["intro", "A LOG", "thanks!"], ["1", "4", "5"]),
        (["Slide 4", "page 5", "#1"], ["4", "5", "1"]),
        (["4. A log", "Slide 5: Thanks", "1 - Intro"], ["4", "5", "1"]),
        (["9. A log"], ["4"]),
        (["Thnaks", "Intro", "Itnro"], ["5", "1", "1"]),
        (["Results", "Results"], ["2", "3"]),
        (["Results", "A log", "Results"], ["2", "4", "2"]),
        (["id:259"], ["4"]),
        (["Something else", "1"], [None, "1"]),
        (["7", "6", "1"], [None, None, "1"]),
    ],
)
def test_a_slide_is_meant_by_number_title_or_key(names, expected):
    rows = [Row(line, name, 0.0) for line, name in enumerate(names, 2)]
    found = slide_rows(Table(rows), SLIDES).places
    assert found == [place and int(place) - 1 for place in expected]


def test_a_title_that_is_a_number_comes_before_the_position(tmp_path):
    slides = make_slides(["Intro", "2001", "3", "End"])
    bring(tmp_path, "slide,seconds\n2001,10\n3,5\n", slides=slides)
    assert said(tmp_path) == "2 0-10 3 10-15"


def test_number_and_title_together_survive_an_edit_and_tell_twins_apart(tmp_path):
    bring(tmp_path, "slide,title,seconds\n1,A log,10\n3,Results,5\n5,Unknown,7\n")
    assert said(tmp_path) == "4 0-10 3 10-15 5 15-22"


def test_pauses_and_questions_are_told_apart_unless_a_slide_is_called_so(tmp_path):
    text = "slide,seconds\nIntro,10\npause,5\nA log,20\nQuestions,30\n"
    bring(tmp_path, text)
    assert said(tmp_path) == "1 0-10 4 15-35"
    run = load(tmp_path / "talk.pacer").runs.iloc[0]
    assert run[["talk_s", "questions_s", "paused_s"]].tolist() == [30.0, 30.0, 5.0]
    other = tmp_path / "other"
    other.mkdir()
    bring(other, text, slides=make_slides(["Intro", "Questions", "x", "A log"]))
    assert load(other / "talk.pacer").runs["talk_s"].iloc[0] == 60.0


# --- peers' defects -----------------------------------------------------------------------


def test_zero_seconds_are_a_time_and_an_empty_cell_is_none(tmp_path):
    taken = bring(tmp_path, "slide,seconds\n1,10\n2,0\n3,\n4,20\n")
    assert said(tmp_path) == "1 0-10 2 10-10 4 10-30"
    assert taken.matched == 3


def test_a_slide_visited_twice_is_one_dwell_with_two_visits(tmp_path):
    bring(tmp_path, "slide,start,end\n1,0,10\n2,10,15\n1,15,40\n")
    first = dwell(visits(load(tmp_path / "talk.pacer").marks)).iloc[0]
    assert first[["slide_key", "dwell_s", "visits"]].tolist() == ["id:256", 35.0, 2]


def test_a_wall_clock_starts_at_zero_and_gaps_are_unknown(tmp_path):
    taken = bring(tmp_path, "slide,start,end\n1,10:00:00,10:00:30\n2,10:01:00,10:02:00\n")
    assert said(tmp_path) == "1 0-30 2 60-120"
    run = load(tmp_path / "talk.pacer").runs.iloc[0]
    assert run[["talk_s", "paused_s", "unknown_s"]].tolist() == [90.0, 0.0, 30.0]
    assert "0:30 between the rows belong to no slide: not known" in taken.message


# --- single formats -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Slide;Duration\n1;0:10\n2;0:20\n",
        "slide\tseconds\n1\t10\n2\t20\n",
        "Slide Number,Time spent (s)\n1,10\n2,20\n",
        "title|Start_s\nIntro|0\nResults|10\npause|30\n",
        'position,notes,dwell_s,planned\n1,x,10,99\n2,"a, b",20,99\n',
        "number,minutes\n1,0:10\n2,0:20\n",
        "\n\nname,starts,ends\nIntro,0,10\nResults,10,30\n",
        "slide,seconds\n1,10\n2,20\nTotal,30\n",
        "slide,start,seconds\n1,0,10\n2,10,20\n",
        "slide;seconds\n1;10,0\n2;20,0\n",
    ],
)
def test_csv_under_any_header(tmp_path, text):
    assert bring(tmp_path, text).format == "csv"
    assert said(tmp_path) == "1 0-10 2 10-30"


def test_csv_minutes(tmp_path):
    bring(tmp_path, "slide,minutes\n1,0.5\n2,1\n3,0:20\n4,10s\n")
    assert said(tmp_path) == "1 0-30 2 30-90 3 90-110 4 110-120"


def test_csv_rows_are_counted_as_lines_of_the_file(tmp_path):
    with pytest.raises(RunError, match="line 4: "):
        bring(tmp_path, 'title,seconds\n"Intro\n",10\nResults,x\n')


def test_audacity_points_last_until_the_next_and_blank_ones_count_slides(tmp_path):
    taken = bring(tmp_path, "12.5\t12.5\t\n\\\t100.0\t200.0\n20.0\t20.0\t\n30\t40\n")
    assert said(tmp_path) == "1 0-7.5 2 7.5-17.5 3 17.5-27.5"
    assert "labels without text" in taken.message


def test_youtube_chapters_in_a_description(tmp_path):
    text = (
        "Recorded at 10:30 in the great hall.\n\nChapters:\n• (0:00) Intro\n• (1:05) Results\n\n"
        "1:01:00 Thanks\nSubscribe at 12:00 sharp? No.\n"
    )
    bring(tmp_path, text)
    assert said(tmp_path) == "1 0-65 2 65-3660 5 3660-3660…"


def test_srt(tmp_path):
    taken = bring(
        tmp_path,
        "1\n00:00:01,000 --> 00:00:04,000\nIntro\n\n2\n00:00:04,000 --> 00:00:09,500\nA\nlog\n",
    )
    assert taken.format == "captions"
    assert said(tmp_path) == "1 0-3 4 3-8.5"


def test_impressive_overview_is_a_pause_and_a_reset_begins_anew(tmp_path):
    text = (
        "   1     0:50     0:00     0:50\n--- timer was reset here ---\n"
        "   1     0:10     0:00     0:10\nover     0:05     0:10     0:15\n"
        "   2     0:10     0:15     0:25\n   1     0:05     0:25     0:30\n"
    )
    taken = bring(tmp_path, text)
    assert said(tmp_path) == "1 0-10 2 15-25 1 25-30"
    assert "1 row before the timer was reset" in taken.message


def test_pympress_minutes_may_exceed_59(tmp_path):
    bring(tmp_path, "Intro 00:00 61:05 1 (1/5)\nThe end, 61:05, 00:10, v (5/5)\n")
    assert said(tmp_path) == "1 0-3665 5 3665-3675"


def test_ffmetadata_in_nanoseconds_and_with_escapes(tmp_path):
    slides = make_slides(["a=b; c#d", "B"])
    bring(tmp_path, ";FFMETADATA1\n[CHAPTER]\nSTART=0\nEND=1500000000\ntitle=a\\=b\\; c\\#d\n",
          slides=slides)  # fmt: skip
    assert said(tmp_path) == "1 0-1.5"


def test_peitho_sections_not_reached_have_no_time(tmp_path):
    sections = [{"name": "Intro", "actualMs": 0}, {"name": "A log", "actualMs": 5000},
                {"name": "Thanks", "actualMs": None}]  # fmt: skip
    bring(tmp_path, json.dumps({"version": 1, "sections": sections}))
    assert said(tmp_path) == "1 0-0 4 0-5"


# --- PowerPoint ---------------------------------------------------------------------------


def save_timings(path, millis):
    """Write `<p:transition advTm>` as Rehearse Timings does."""
    from lxml import etree
    from pptx import Presentation

    deck = Presentation(path)
    for slide, spent in zip(deck.slides, millis, strict=True):
        if spent is not None:
            name = "{http://schemas.openxmlformats.org/presentationml/2006/main}transition"
            slide._element.append(etree.Element(name, advTm=str(spent)))
    deck.save(path)
    return path


def test_timings_saved_in_a_deck_are_a_run_also_of_the_deck_as_it_was(tmp_path):
    from pacer import deck

    old = save_timings(make_deck(tmp_path / "old.pptx", 4), [30_000, 42_500, None, 0])
    now = make_deck(tmp_path / "now.pptx", 4)
    slides = deck.read(now).slides.iloc[::-1].reset_index(drop=True)
    taken = import_file(old, slides, tmp_path / "talk.pacer")
    assert (taken.format, taken.rows, taken.matched) == ("pptx", 3, 3)
    key = slides["slide_key"].iloc[::-1].tolist()
    assert told(visits(load(tmp_path / "talk.pacer").marks)) == (
        f"{key[0]} 0-30 {key[1]} 30-72.5 {key[3]} 72.5-72.5"
    )


def test_a_deck_without_timings_says_how_to_get_some(tmp_path):
    made = make_deck(tmp_path / "deck.pptx", 2)
    with pytest.raises(RunError, match=r"deck\.pptx: holds no timings: .*Rehearse Timings"):
        import_file(made, SLIDES, tmp_path)


def test_timings_that_are_all_equal_are_doubted(tmp_path):
    from pacer import deck

    made = save_timings(make_deck(tmp_path / "deck.pptx", 4), [1000] * 4)
    taken = import_file(made, deck.read(made).slides, tmp_path / "talk.pacer")
    assert "kiosk" in taken.message
