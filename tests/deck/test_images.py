import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import pytest
from PIL import Image

from pacer import deck
from pacer.core.errors import DeckError
from pacer.deck import images, office, pdf_drawing
from tests.deck.decks import make_deck, save
from tests.deck.pdfs import frame, make_pdf

PAGES = [frame("Plan", "first"), frame("Plan", "first", "second"), frame("End", "thanks")]


@pytest.fixture
def pdf(tmp_path):
    path = tmp_path / "talk.pdf"
    path.write_bytes(make_pdf(PAGES))
    return deck.read(path)


@pytest.fixture
def libreoffice():
    """Skips without LibreOffice, or fails where PACER_REQUIRE names it."""
    if office.program() is None:
        if "libreoffice" in os.environ.get("PACER_REQUIRE", "").split(","):
            pytest.fail("PACER_REQUIRE names libreoffice, which is not here")
        pytest.skip("LibreOffice is not here")


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Puts a script in LibreOffice's place."""
    if os.name != "posix":
        pytest.skip("a script with a shebang")

    def place(code):
        folder = tmp_path / "bin"
        folder.mkdir()
        script = folder / "soffice"
        script.write_text(f"#!{sys.executable}\n{code}")
        script.chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))

    return place


def size(path):
    with Image.open(path) as opened:
        return opened.size


def darkness(path, box):
    """How many pixels of a part of the picture (in shares of its size) are dark."""
    with Image.open(path) as opened:
        picture = opened.convert("L")
    left, top, right, bottom = (
        share * side for share, side in zip(box, picture.size * 2, strict=True)
    )
    part = picture.crop((int(left), int(top), int(right), int(bottom)))
    return sum(part.histogram()[:128])


def test_pages_are_drawn_and_a_frame_shows_its_last_page(pdf, tmp_path):
    made = images.pictures(pdf, tmp_path / "pictures", width=400)
    assert list(made) == pdf.slides["slide_key"].tolist()
    first = made[pdf.slides.loc[0, "slide_key"]]
    assert size(first) == (400, 300)
    second_line = (0, 0.26, 1, 0.33)
    assert darkness(first, second_line) > 0
    assert darkness(made[pdf.slides.loc[1, "slide_key"]], second_line) == 0


def test_pictures_are_made_once(pdf, tmp_path):
    made = images.pictures(pdf, tmp_path / "pictures")
    before = {path: path.stat().st_mtime_ns for path in made.values()}
    again = images.pictures(pdf, tmp_path / "pictures")
    assert {path: path.stat().st_mtime_ns for path in again.values()} == before


def test_progress_is_told(pdf, tmp_path):
    told = []
    for _ in range(2):
        images.pictures(pdf, tmp_path / "pictures", progress=lambda *step: told.append(step))
    assert told == [(0, 2), (1, 2), (2, 2)] * 2


def test_an_edited_deck_is_drawn_anew_and_old_pictures_go(tmp_path):
    path = tmp_path / "talk.pdf"
    folder = tmp_path / "pictures"
    (folder / "notes of the speaker").mkdir(parents=True)
    for revision in range(5):
        path.write_bytes(make_pdf([frame(f"Title {revision}")]))
        read = deck.read(path)
        assert len(images.pictures(read, folder, width=100)) == 1
    kept = {each.name for each in folder.iterdir()}
    assert len(kept) == 4
    assert {read.digest, "notes of the speaker"} < kept


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_only_what_was_drawn_here_is_pruned(tmp_path):
    foreign = tmp_path / "foreign"
    drawn = [foreign / f"{number:016x}" for number in range(6)]
    for home in drawn:
        (home / "960").mkdir(parents=True)
        (home / "960" / "0001.jpg").write_bytes(b"picture")
    own = tmp_path / "talk.pacer" / "pictures"
    own.parent.mkdir()
    own.symlink_to(foreign)
    images._prune(own, own / "new")
    assert all(home.exists() for home in drawn)
    own.unlink()
    own.mkdir()
    (own / f"{1:016x}").symlink_to(drawn[0])
    shutil.copytree(drawn[1], own / f"{2:016x}")
    (own / f"{2:016x}" / "my notes.txt").write_text("mine")
    for number in range(3, 9):
        shutil.copytree(drawn[1], own / f"{number:016x}")
    images._prune(own, own / "new")
    left = sorted(int(each.name, 16) for each in own.iterdir())
    assert left[:2] == [1, 2]
    assert len(left) == 2 + images._KEPT - 1
    assert (drawn[0] / "960" / "0001.jpg").exists()


def test_a_deck_edited_since_it_was_read_gets_no_wrong_pictures(pdf, tmp_path):
    pdf.path.write_bytes(make_pdf([frame("Another"), frame("Deck")]))
    assert images.pictures(pdf, tmp_path / "pictures") == {}


def test_a_deck_that_is_gone_gets_no_pictures(pdf, tmp_path):
    pdf.path.unlink()
    assert images.pictures(pdf, tmp_path / "pictures") == {}


def test_a_page_like_a_tower_does_not_fill_the_memory(tmp_path):
    path = tmp_path / "talk.pdf"
    path.write_bytes(make_pdf([[("x", 0, 0, 1)]], size=(1, 14_000)))
    (made,) = images.pictures(deck.read(path), tmp_path / "pictures", width=100).values()
    assert size(made)[1] <= 200


STREAM = b"<< %s >>\nstream\n%s\nendstream"
PAINTED = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 640 360] /Contents 4 0 R %s >>"
# Tiles of a thousandth of a point.
TILES = b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] %s"
STEPS = b"/XStep 0.001 /YStep 0.001 /Resources << >>"


def test_a_page_that_takes_for_ever_to_draw_costs_itself_only(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_drawing, "MOST_PAGE_S", 0.5)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>",
        PAINTED % b"/Resources << /Pattern << /P 5 0 R >> >>",
        STREAM % (b"", b"/Pattern cs /P scn 0 0 640 360 re f"),
        STREAM % (TILES % STEPS, b"1 0 0 rg 0 0 8 8 re f"),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 640 300] >>",
    ]
    made = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, each) for n, each in enumerate(objects, 1))
    path = tmp_path / "talk.pdf"
    path.write_bytes(b"%PDF-1.5\n" + made + b"trailer << /Root 1 0 R >>\n%%EOF\n")
    drawn = dict(pdf_drawing.pages(path, [1, 2], width=200, notes=""))
    assert drawn[1] is None
    assert drawn[2].size == (200, 94)


def test_nothing_is_left_half_written(pdf, tmp_path):
    images.pictures(pdf, tmp_path / "pictures")
    names = [path.name for path in (tmp_path / "pictures").rglob("*") if path.is_file()]
    assert names
    assert all(name.endswith(".jpg") and not name.startswith(".") for name in names)


def test_pictures_can_be_had_while_others_are_drawn(pdf, tmp_path):
    gate, told = threading.Event(), threading.Event()

    def progress(done, total):
        if done == 1:
            told.set()
            gate.wait(20)

    drawing = images.Drawing(pdf, tmp_path / "pictures", progress=progress)
    assert told.wait(20)
    assert not drawing.done
    assert len(drawing.ready()) == 1
    gate.set()
    assert len(drawing.wait(20)) == 2
    assert drawing.done
    assert drawing.problem == ""


def test_a_drawing_can_be_stopped(pdf, tmp_path):
    drawing = images.Drawing(
        pdf, tmp_path / "pictures", progress=lambda done, _: done == 1 and drawing._stop.set()
    )
    assert len(drawing.wait(20)) == 1


def test_without_libreoffice_there_are_no_pictures_but_a_cure(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_BY_PLACE", ())
    read = deck.read(save(make_deck(["One"]), tmp_path / "talk.pptx"))
    assert images.pictures(read, tmp_path / "pictures") == {}
    assert "libreoffice-impress" in images.missing(read)


def test_a_pdf_needs_nothing(pdf, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert images.missing(pdf) == ""


def made_by(program, tmp_path, pages, hidden=()):
    """The positions drawn when LibreOffice makes that many pages of a deck of three slides."""
    made = make_deck(["One", "Two", "Three"])
    for position in hidden:
        made.slides[position - 1]._element.set("show", "0")
    (tmp_path / "made.pdf").write_bytes(make_pdf([frame(f"{n}") for n in range(pages)]))
    program(
        "import pathlib, shutil, sys\n"
        "out = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1], 'deck.pdf')\n"
        f"shutil.copyfile({str(tmp_path / 'made.pdf')!r}, out)\n"
    )
    read = deck.read(save(made, tmp_path / "talk.pptx"))
    drawn = images.pictures(read, tmp_path / "pictures", width=80)
    keys = read.slides["slide_key"].tolist()
    return [keys.index(key) + 1 for key in drawn]


@pytest.mark.parametrize(
    ("pages", "hidden", "drawn"),
    [(3, (), [1, 2, 3]), (3, (2,), [1, 2, 3]), (2, (2,), [1, 3]), (4, (), []), (1, (2,), [])],
    ids=["all", "with the hidden", "without the hidden", "too many", "too few"],
)
def test_pages_are_matched_to_slides_or_not_used(program, tmp_path, pages, hidden, drawn):
    assert made_by(program, tmp_path, pages, hidden) == drawn


def test_a_failing_libreoffice_gives_no_pictures(program, tmp_path):
    program("raise SystemExit(1)")
    read = deck.read(save(make_deck(["One"]), tmp_path / "talk.pptx"))
    drawing = images.Drawing(read, tmp_path / "pictures")
    assert drawing.wait(20) == {}
    assert "cannot be drawn by LibreOffice" in drawing.problem


def test_a_hanging_libreoffice_is_ended_with_all_it_started(program, tmp_path, monkeypatch):
    child = tmp_path / "child"
    program(
        "import pathlib, subprocess, time\n"
        "child = subprocess.Popen(['/bin/sleep', '600'])\n"
        f"pathlib.Path({str(child)!r}).write_text(str(child.pid))\n"
        "time.sleep(600)\n"
    )
    monkeypatch.setattr(office, "START_S", 1.0)
    monkeypatch.setattr(office, "SLIDE_S", 0.0)
    path = save(make_deck(["One"]), tmp_path / "talk.pptx")
    with pytest.raises(DeckError, match="takes LibreOffice more than 1 s"):
        office.to_pdf(path, tmp_path / "talk.pdf", slides=1)
    pid = int(child.read_text())
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            break
        if (state := _state(pid)) in ("Z", ""):
            break
        time.sleep(0.05)
    else:
        os.kill(pid, signal.SIGKILL)
        pytest.fail(f"the child still runs: {state}")
    assert not (tmp_path / "talk.pdf").exists()


def _state(pid):
    """The state of a process; "Z" is ended, and waits for its parent to hear of it."""
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
            return file.read().rsplit(")", 1)[1].split()[0]
    except OSError:
        return ""


def test_libreoffice_draws_all_slides_and_leaves_the_folder_clean(libreoffice, tmp_path):
    made = make_deck([("One", "words to see", ""), "Two", "Three"])
    made.slides[1]._element.set("show", "0")
    home = tmp_path / "home"
    home.mkdir()
    read = deck.read(save(made, home / "a talk, with – odd'name.pptx"))
    drawn = images.pictures(read, tmp_path / "pictures", width=320)
    assert list(drawn) == ["id:256", "id:257", "id:258"]
    assert all(size(path) == (320, 240) for path in drawn.values())
    assert darkness(drawn["id:256"], (0, 0, 1, 1)) > darkness(drawn["id:258"], (0, 0, 1, 1)) > 0
    assert [path.name for path in home.iterdir()] == [read.path.name]


def test_libreoffice_ends_when_the_drawing_is_stopped(libreoffice, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    read = deck.read(save(make_deck(["One"]), tmp_path / "talk.pptx"))
    drawing = images.Drawing(read, tmp_path / "pictures")
    while not list(tmp_path.glob("pacer-*/profile/user/*")):
        assert not drawing.done
        time.sleep(0.01)
    drawing.stop()
    assert drawing.done
    listed = subprocess.run(["ps", "-A", "-o", "args"], capture_output=True, text=True, check=False)
    assert str(tmp_path) not in listed.stdout
    assert not list(tmp_path.glob("pacer-*"))


def test_the_program_is_found_where_it_is_installed(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    place = tmp_path / "elsewhere" / "soffice"
    monkeypatch.setattr(office, "_BY_PLACE", (str(place),))
    assert office.program() is None
    place.parent.mkdir()
    shutil.copyfile(sys.executable, place)
    assert office.program() == str(place)
