import dataclasses
import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacer import plots
from pacer.core.errors import PacerError
from pacer.core.outputs import Outputs
from pacer.render.svg import svg
from pacer.results import report
from pacer.results.comparison import compare
from pacer.results.pace import Pace
from pacer.results.plan import Plan
from tests.talks import Guess, Normal, make_plan, make_runs, make_slides

RUNS = ("A 0-60 B 60-160 C 160-200 D 200-260 E 260-330", "A 0-50 B 50-140 C 140-178 …")
HOSTILE = '<script>alert("1")</script>&amp;\'"--> | `*_[x](javascript:1) #1d2126 3.14159 $x$'


def answers(*, title="Title {}", plan=True, runs=RUNS, n=5):
    """The keyword arguments of a report on a small talk."""
    slides = make_slides(n)
    slides["title"] = [title.format(key) for key in slides["slide_key"]]
    made = {
        "title": title.format("talk"),
        "slides": slides,
        "pace": Pace(slides, Guess(slides), 240.0),
        "slot_s": 300.0,
        "questions_s": 60.0,
    }
    if plan:
        frame = make_plan(slides, "kctmk"[:n].ljust(n, "k"))
        made["plan"] = Plan(frame, 240.0, 0.9, 0.91, Normal(156, 8), ("“lease” hangs",))
    if runs is not None:
        made["comparison"] = compare(slides, *make_runs(*runs), talk_s=240.0)
    return made


def written(tmp_path, name="report.html", **how):
    return report.write(tmp_path / name, **answers(**how)).read_text(encoding="utf-8")


class Page(HTMLParser):
    """Every tag, attribute and text of a page, and whether its tags nest."""

    EMPTY = frozenset({"meta", "link", "br", "img", "use", "path"})

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts, self.open = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if tag not in self.EMPTY:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    def values(self, name):
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def test_the_answer_comes_first_in_one_sentence(tmp_path):
    page = written(tmp_path)
    assert (
        "As rehearsed the talk takes 5:00 (4:41–5:19); the chance of fitting 5:00 with 1:00 of "
        "questions is under 1\u00a0%. The plan below fits with 91\u00a0%." in page
    )
    assert page.index("As rehearsed") < page.index("<svg")


def test_without_a_slot_or_a_run_the_answer_claims_neither(tmp_path):
    made = answers(plan=False, runs=())
    estimates = made["pace"].pacing.estimates().assign(runs=0)
    never = type("Never", (Guess,), {"estimates": lambda _, level=0.8: estimates})
    made["pace"] = Pace(made["slides"], never(made["slides"]), None)
    page = report.write(tmp_path / "r.html", **made | {"slot_s": None}).read_text()
    assert "Never rehearsed, the talk may take 5:00 (4:41–5:19).</p>" in page
    assert "no runs" in page
    assert "No runs yet" in page


def test_the_page_asks_for_nothing_and_runs_nothing(tmp_path):
    styles = written(tmp_path)
    page = Page(styles)
    assert not {"script", "link", "img", "iframe", "object", "base"} & {tag for tag, _ in page.tags}
    assert not [name for _, at in page.tags for name in at if name.startswith("on")]
    assert all(value.startswith("#") for value in page.values("href"))
    assert not page.values("src")
    assert not re.findall(r"url\((?!#)", styles)
    assert "@import" not in styles


def test_the_page_can_be_read_without_eyes(tmp_path):
    page = Page(written(tmp_path))
    assert page.open == []
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert dict(page.tags)["html"] == {"lang": "en"}
    figures = sum(tag == "figure" for tag, _ in page.tags)
    details = sum(tag == "details" for tag, _ in page.tags)
    drawings = [at for _, at in page.tags if at.get("role") == "img"]
    assert figures == details == len(drawings) == 6
    assert all(len(at["aria-label"]) > 20 for at in drawings)
    assert {at.get("scope") for tag, at in page.tags if tag == "th"} == {"col"}
    names = page.values("id")
    assert len(names) == len(set(names))
    assert set(page.values("aria-labelledby")) <= set(names)
    assert {value[1:] for tag, at in page.tags if tag == "a" and (value := at["href"])} <= set(
        names
    )


def test_every_edit_stands_there_with_its_seconds_and_its_reason(tmp_path):
    texts = Page(written(tmp_path)).texts
    at = texts.index("What to change")
    edits = [text for text in texts[at + 1 : texts.index("Run sheet")] if text.strip()]
    assert edits[-15:] == [
        "2", "Title B", "cut", "1:00", "its terms are on 2",
        "3", "Title C", "trim to 0:36", "0:24", "much the same text",
        "4", "Title D", "merge", "1:00", "much the same text",
    ]  # fmt: skip
    cues = [text for text in texts[texts.index("Run sheet") + 1 :] if text.strip()]
    assert cues[5:13] == ["1", "Title A", "1:00", "1:00", "3", "Title C", "0:36", "1:36"]


def test_text_from_a_deck_is_text(tmp_path):
    page = written(tmp_path, title=HOSTILE + "{}")
    assert "<script" not in page
    assert any(HOSTILE in text for text in Page(page).texts)
    noted = written(tmp_path, "report.md", title=HOSTILE + "{}")
    # every mark of Markdown and HTML has its backslash
    assert not re.search(r"(?<!\\)<(?=script)|(?<!\\)\]\(|(?<!\\)`", noted)


def test_the_tidying_of_a_drawing_leaves_its_text_alone():
    title = '#1d2126 3.14159 id="a" <b> -->'
    frame = Guess(make_slides(2)).estimates().assign(title=title)
    drawn = svg(plots.slides(frame), "one")
    words = [word.text for word in ET.fromstring(drawn.replace("xlink:", "")).iter("text")]  # noqa: S314
    assert f"1\u2002{title}" in words


@given(st.text(max_size=60))
@settings(max_examples=15, deadline=None)
def test_any_title_makes_a_page_whose_tags_nest(title):
    from pacer.render.html import page
    from pacer.results.report_content import content

    made = answers(plan=False, runs=None, n=2)
    made["slides"]["title"] = title
    told = content(**made | {"title": title, "plan": None, "comparison": None})
    assert Page(page(told)).open == []


def test_figures_take_the_colours_and_names_of_their_page():
    drawn = svg(plots.total(Normal(1050, 40), talk_s=1080), "one")
    assert not re.findall(r"#[0-9a-fA-F]{6}", drawn)
    assert "var(--late)" in drawn
    assert "<style" not in drawn
    names = re.findall(r'\bid="([^"]*)"', drawn)
    assert all(name.startswith("one-") for name in names)
    links = re.findall(r'(?:url\(#|href="#)([^")]*)', drawn)
    assert set(links) <= set(names)
    ET.fromstring(drawn.replace("xlink:href", "href"))  # noqa: S314 - our own text


def test_the_style_knows_every_colour_twice(tmp_path):
    page = written(tmp_path)
    style = page[page.index("<style>") : page.index("</style>")]
    for role in plots.PALETTE:
        assert style.count(f"--{role}:") == 2
    for role, colour in plots.PALETTE.items():
        assert f"--{role}: {colour};" in style


def test_the_same_answers_make_the_same_file(tmp_path):
    assert written(tmp_path, "one.html") == written(tmp_path, "two.html")


def test_a_long_talk_of_many_runs_stays_below_two_megabytes(tmp_path):
    n = 300
    runs = [
        " ".join(f"s{k + 1} {k * 60}-{k * 60 + 50 + run % 9}" for k in range(n))
        for run in range(30)
    ]
    written(tmp_path, n=n, runs=runs)
    assert (tmp_path / "report.html").stat().st_size < 2_000_000


def test_markdown_says_the_same_without_figures(tmp_path):
    page = written(tmp_path, "report.md")
    assert page.startswith("# Title talk\n")
    assert page.count("\n## ") == 3
    assert "As rehearsed the talk takes 5:00" in page
    assert "| 2 | Title B | cut | 1:00 | its terms are on 2 |" in page
    assert "<svg" not in page


@pytest.mark.parametrize("name", ["report.html", "report.md"])
def test_what_is_missing_is_said_before_the_figures(tmp_path, name):
    told = answers(plan=False) | {"problems": ["No plan: <nothing> fits."]}
    text = report.write(tmp_path / name, **told).read_text(encoding="utf-8")
    assert "No plan: " in text.split("Where the time goes</h2>")[0].split("## ")[0]
    assert "<nothing>" not in text


def test_what_is_there_is_replaced_whole_or_not_at_all(tmp_path):
    target = tmp_path / "report.html"
    target.write_text("before", encoding="utf-8")
    broken = answers()
    broken["pace"] = dataclasses.replace(broken["pace"], pacing=None)
    with pytest.raises(AttributeError):
        report.write(target, **broken, outputs=Outputs(force=True))
    assert target.read_text(encoding="utf-8") == "before"
    with pytest.raises(PacerError, match=r"is there already.* --force"):
        report.write(target, **answers())
    assert target.read_text(encoding="utf-8") == "before"
    report.write(target, **answers(), outputs=Outputs(force=True))
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(PacerError, match=r"there is no folder .*nowhere: make it first"):
        report.write(tmp_path / "nowhere" / "report.html", **answers())
    taken = tmp_path / "report.html"
    taken.mkdir()
    with pytest.raises(PacerError, match=r"report\.html: is no file: choose another name"):
        report.write(taken, **answers())
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def frames_of_a_talk():
    runs, visits, dwell = make_runs(*RUNS)
    slides = make_slides(5)
    slides["title"] = [HOSTILE, "two\nlines", "発表", "", "a,b"]
    seconds = compare(slides, runs, visits, dwell).seconds
    return {"slides": slides, "runs": runs, "visits": visits, "seconds": seconds}


def test_frames_come_back_from_csv(tmp_path):
    told = frames_of_a_talk()
    paths = report.export(tmp_path / "new", told)
    assert [path.name for path in paths] == [f"{name}.csv" for name in told]
    empty = {"target_s": [""], "page": [""]}
    slides = pd.read_csv(paths[0], keep_default_na=False, na_values=empty, dtype={"page": "Int64"})
    pd.testing.assert_frame_equal(slides, told["slides"], check_dtype=False)
    runs = pd.read_csv(paths[1], parse_dates=["started_at"])
    assert (runs["started_at"] == told["runs"]["started_at"]).all()
    assert pd.read_csv(paths[3])["slide_key"].tolist() == list("ABCDE")


def test_frames_come_back_from_parquet(tmp_path):
    pytest.importorskip("pyarrow", reason="the parquet extra is not installed")
    told = frames_of_a_talk()
    for path, frame in zip(
        report.export(tmp_path, told, format="parquet"), told.values(), strict=True
    ):
        back = pd.read_parquet(path)
        wanted = frame if frame.index.name is None else frame.reset_index()
        pd.testing.assert_frame_equal(back, wanted, check_dtype=False, check_column_type=False)


def test_parquet_without_its_library_names_the_line_that_installs_it(tmp_path):
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "import pandas as pd\n"
        "from pacer.export import tables\n"
        "frames = {'slides': pd.DataFrame({'a': [1]})}\n"
        f"tables.export({str(tmp_path)!r}, frames, format='parquet')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=60
    )
    assert "MissingDependency: Parquet needs a library" in done.stderr
    assert 'pip install "talk-pacer[parquet]"' in done.stderr
    assert not list(tmp_path.iterdir())


def test_an_unknown_format_and_a_file_for_a_folder_are_named(tmp_path):
    with pytest.raises(PacerError, match="no format 'xlsx': choose csv or parquet"):
        report.export(tmp_path, {}, format="xlsx")
    (tmp_path / "taken").write_text("")
    with pytest.raises(PacerError, match="taken: cannot be written"):
        report.export(tmp_path / "taken", {})
