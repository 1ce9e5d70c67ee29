"""What a user names is guarded: the deck, its folder, devices, and what somebody made of a file."""

import os
import shutil

import pytest

from pacer.core import files
from pacer.core.errors import PacerError
from pacer.core.outputs import NAME, Outputs
from tests.core.breaking import Disk, Killed

POSIX = pytest.mark.skipif(os.name == "nt", reason="links and devices differ there")


@pytest.fixture
def deck(tmp_path):
    """A deck with a run beside it."""
    path = tmp_path / "talk.pptx"
    path.write_bytes(b"the deck")
    (tmp_path / "talk.pacer" / "runs").mkdir(parents=True)
    (tmp_path / "talk.pacer" / "runs" / "run.jsonl").write_bytes(b"marks")
    return path


def everything(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (NAME, ".lock")
    }


def test_what_pacer_wrote_is_replaced_without_a_word(deck, tmp_path):
    out = tmp_path / "plan.csv"
    for text in ("one", "two", "two", "three"):
        assert Outputs.of(deck).write(out, text) == out
        assert out.read_text() == text


@pytest.mark.parametrize("force", [False, True])
def test_what_somebody_changed_is_replaced_only_with_force(deck, tmp_path, force):
    out = tmp_path / "plan.csv"
    Outputs.of(deck).write(out, "one")
    out.write_text("one, and my remarks")
    if force:
        Outputs.of(deck, force=True).write(out, "two")
        assert out.read_text() == "two"
        Outputs.of(deck).write(out, "three")  # it is pacer's again
    else:
        with pytest.raises(PacerError, match=r"is there already.*--force"):
            Outputs.of(deck).write(out, "two")
        with pytest.raises(PacerError, match=r"is there already.*--force"):
            Outputs.of(deck).check(out)
        assert out.read_text() == "one, and my remarks"


def test_what_was_there_before_pacer_is_nobodys_to_replace(deck, tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text("mine")
    for guard in (Outputs.of(deck), Outputs()):
        with pytest.raises(PacerError, match="--force"):
            guard.write(mine, "pacer's")
    assert mine.read_text() == "mine"
    mine.write_text("")
    Outputs.of(deck).write(mine, "pacer's")  # an empty file holds nothing to lose


def test_without_a_deck_nothing_is_remembered_and_so_nothing_replaced(tmp_path):
    Outputs().write(tmp_path / "a.csv", "one")
    with pytest.raises(PacerError, match="--force"):
        Outputs().write(tmp_path / "a.csv", "two")
    Outputs(force=True).write(tmp_path / "a.csv", "two")


def test_what_another_file_holds_is_not_known_by_its_content(deck, tmp_path):
    """A digest is kept for a place: the same bytes elsewhere are somebody's copy."""
    Outputs.of(deck).write(tmp_path / "a.csv", "one")
    shutil.copyfile(tmp_path / "a.csv", tmp_path / "b.csv")
    with pytest.raises(PacerError, match="--force"):
        Outputs.of(deck).write(tmp_path / "b.csv", "two")


def test_a_folder_that_moved_keeps_what_it_knew(deck, tmp_path):
    Outputs.of(deck).write(tmp_path / "a.csv", "one")
    elsewhere = tmp_path.with_name("elsewhere")
    tmp_path.rename(elsewhere)
    Outputs.of(elsewhere / "talk.pptx").write(elsewhere / "a.csv", "two")
    assert (elsewhere / "a.csv").read_text() == "two"
    elsewhere.rename(tmp_path)


def ways_to(deck):
    """Names under which a deck or a journal can be reached."""
    home = deck.parent
    journal = home / "talk.pacer" / "runs" / "run.jsonl"
    yield deck
    yield home / "talk.pacer" / ".." / "talk.pptx"
    yield journal
    yield home / "talk.pacer" / "new.csv"
    yield home / "talk.pacer" / "runs" / "new.csv"
    if os.name == "nt":
        return
    for number, (make, to) in enumerate(
        [(os.symlink, deck), (os.link, deck), (os.symlink, journal), (os.link, journal)]
    ):
        link = home / f"link{number}.csv"
        make(to, link)
        yield link
    (home / "folder").symlink_to(home / "talk.pacer")
    yield home / "folder" / "new.csv"
    (home / "dangling.csv").symlink_to(home / "talk.pacer" / "dangling.csv")
    yield home / "dangling.csv"
    yield home / "folder" / "runs" / "run.jsonl"


@pytest.mark.parametrize("force", [False, True])
def test_the_deck_and_its_folder_are_never_written(deck, tmp_path, force):
    ways = list(ways_to(deck))
    before = everything(tmp_path)
    for way in ways:
        with pytest.raises(PacerError, match=r"never changed|pacer's own") as caught:
            Outputs.of(deck, force=force).write(way, "gone")
        assert "\n" not in str(caught.value)
    assert everything(tmp_path) == before
    assert set(tmp_path.iterdir()) >= {deck}


def test_every_deck_at_hand_is_spared(deck, tmp_path):
    other = tmp_path / "later.pptx"
    other.write_bytes(b"another")
    with pytest.raises(PacerError, match="never changed"):
        Outputs.of(deck, other, None, force=True).write(other, "gone")
    with pytest.raises(PacerError, match=r"lies in talk\.pacer"):
        Outputs.of(other, force=True).write(tmp_path / "talk.pacer" / "runs" / "run.jsonl", "gone")


@POSIX
@pytest.mark.parametrize("force", [False, True])
def test_only_files_are_written(deck, tmp_path, force):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for target in (tmp_path / "pipe", tmp_path / "folder", "/dev/null"):
        with pytest.raises(PacerError, match=r"no file|is pacer's own"):
            Outputs.of(deck, force=force).write(target, "text")


@POSIX
def test_a_link_is_followed_to_a_file_that_may_be_written(deck, tmp_path):
    real = tmp_path / "reports" / "real.html"
    real.parent.mkdir()
    (tmp_path / "link.html").symlink_to(real)
    Outputs.of(deck).write(tmp_path / "link.html", "one")
    Outputs.of(deck).write(tmp_path / "link.html", "two")
    assert (tmp_path / "link.html").is_symlink()
    assert real.read_text() == "two"


def test_where_nothing_can_be_remembered_it_is_written_all_the_same(deck, tmp_path):
    shutil.rmtree(tmp_path / "talk.pacer")
    (tmp_path / "talk.pacer").write_text("a file in its place")
    Outputs.of(deck).write(tmp_path / "a.csv", "one")
    assert (tmp_path / "a.csv").read_text() == "one"


@pytest.mark.parametrize(
    "held", ["[]", "{", '{"outputs": [1]}', '{"outputs": {"a.csv": 7}}', "[" * 99_999]
)
def test_a_memory_that_is_damaged_guards_everything(deck, tmp_path, held):
    Outputs.of(deck).write(tmp_path / "a.csv", "one")
    (tmp_path / "talk.pacer" / NAME).write_text(held)
    with pytest.raises(PacerError, match="--force"):
        Outputs.of(deck).write(tmp_path / "a.csv", "two")
    Outputs.of(deck, force=True).write(tmp_path / "a.csv", "two")
    Outputs.of(deck).write(tmp_path / "a.csv", "three")


@pytest.mark.parametrize("error", ["kill", 28])
def test_whatever_fails_the_next_try_goes_on_without_force(deck, tmp_path, monkeypatch, error):
    """A kill between the note and the file must not make pacer's own file a stranger's."""
    out = tmp_path / "plan.csv"
    Outputs.of(deck).write(out, "old")
    steps = 0
    while True:
        disk = Disk(fails_at=steps, error=error)
        with monkeypatch.context() as patch:
            disk.put_under(patch)
            try:
                Outputs.of(deck).write(out, f"new {steps}")
            except (PacerError, Killed):
                assert disk.failed
        assert out.read_text() in ("old", f"new {steps}")
        Outputs.of(deck).write(out, "old")
        if not disk.failed:
            break
        steps += 1
    assert steps > 8


def test_standard_output_is_a_dash(deck, capsysbinary):
    Outputs.of(deck).write("-", "text\n")
    Outputs.of(deck).write("-", b"bytes\n")
    Outputs.of(deck).write("-", lambda file: file.write(b"written\n"))
    assert capsysbinary.readouterr().out.split() == [b"text", b"bytes", b"written"]
    assert not (deck.parent / "-").exists()


def test_few_outputs_are_remembered_however_many_are_made(deck, tmp_path, monkeypatch):
    monkeypatch.setattr("pacer.core.outputs.MOST_OUTPUTS", 3)
    for number in range(6):
        Outputs.of(deck).write(tmp_path / f"{number}.csv", "one")
    assert len(files.read_json(tmp_path / "talk.pacer" / NAME)["outputs"]) == 3
    with pytest.raises(PacerError, match="--force"):
        Outputs.of(deck).write(tmp_path / "0.csv", "two")
    Outputs.of(deck).write(tmp_path / "5.csv", "two")
