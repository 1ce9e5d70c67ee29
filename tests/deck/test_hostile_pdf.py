"""PDFs that would cost gigabytes or minutes end in one line; what they cost is bounded."""

import zlib

import pytest

from pacer import deck
from pacer.core.errors import DeckError
from pacer.deck import pdf
from tests.deck.pdfs import _written, frame, make_pdf

WORDS = b"BT /F1 10 Tf 0 0 Td (word word word word) Tj ET\n"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(raw, described):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(raw), described, raw)


def one_page(objects, contents=b"4 0 R", more=b""):
    """A PDF of one page whose contents, and what they draw, are `objects` from 4 on."""
    made = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % more,
        2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 800 600] /Contents %s /Resources "
        b"<< /Font << /F1 100 0 R >> /XObject << /X 4 0 R /Y 5 0 R >> >> >>" % contents,
        100: FONT,
    }
    return _written(made | objects, b"/Root 1 0 R")


HUGE = zlib.compress(WORDS * 350_000, 9)  # 17 MB, listed twelve times
TWELVE = b"[" + b"4 0 R " * 12 + b"]"


def laughs():
    """Drawings that each draw the next ten times."""
    made = {}
    for number in range(4, 16):
        draws = WORDS if number == 15 else b"/X Do " * 10
        made[number] = stream(
            draws,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 100 0 R >> "
            b"/XObject << /X %d 0 R >> >>" % (number + 1),
        )
    return one_page(made | {99: stream(b"/X Do", b"")}, b"99 0 R")


BOMBS = {
    "listed twelve times": one_page({4: stream(HUGE, b"/Filter /FlateDecode")}, TWELVE),
    "by a short name": one_page({4: stream(HUGE, b"/Filter /Fl")}, TWELVE),
    "by an escaped name": one_page({4: stream(HUGE, b"/Filter /F#6cateDecode")}, TWELVE),
    "by a filter elsewhere": one_page(
        {4: stream(HUGE, b"/Filter 5 0 R"), 5: b"/FlateDecode"}, TWELVE
    ),
    "behind padding": one_page(
        {4: stream(HUGE, b"/Filter /FlateDecode" + b" " * 5_000 + b"/Subtype /Image")}, TWELVE
    ),
    "packed twice": one_page(
        {4: stream(zlib.compress(HUGE), b"/Filter [/FlateDecode /FlateDecode]")}, TWELVE
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_one_line(tmp_path, name):
    path = tmp_path / "bomb.pdf"
    path.write_bytes(BOMBS[name])
    assert path.stat().st_size < 100_000
    with pytest.raises(DeckError, match=r"^bomb\.pdf: looks like a bomb[^\n]*$"):
        deck.read(path)


def read_or_refuse(path):
    try:
        said = f"{len(deck.read(path).slides)} slides"
    except DeckError as refusal:
        said = str(refusal)
    assert said
    assert "\n" not in said


def test_drawings_of_drawings_are_read_or_refused(tmp_path):
    (tmp_path / "laughs.pdf").write_bytes(laughs())
    read_or_refuse(tmp_path / "laughs.pdf")


def test_a_file_of_nothing_but_stream_is_read_as_fast_as_any(tmp_path):
    path = tmp_path / "long.pdf"
    sound = one_page({4: stream(WORDS, b"")})
    path.write_bytes(sound.replace(b"%PDF-1.7\n", b"%PDF-1.7\n%" + b"stream\n%" * 500_000, 1))
    assert path.stat().st_size > 4_000_000
    read_or_refuse(path)


def test_half_a_surrogate_pair_in_a_title_or_label_is_left_out(tmp_path):
    path = tmp_path / "talk.pdf"
    title = b"<FEFFD83D0041>"
    path.write_bytes(
        one_page(
            {
                4: stream(WORDS, b""),
                6: b"<< /First 7 0 R /Last 7 0 R >>",
                7: b"<< /Title %s /Parent 6 0 R /Dest [3 0 R /Fit] >>" % title,
            },
            more=b"/Outlines 6 0 R /PageLabels << /Nums [0 << /P %s >>] >>" % title,
        )
    )
    found = deck.read(path).slides
    found["title"].iloc[0].encode()


def test_a_place_that_is_no_number_decides_nothing(tmp_path):
    path = tmp_path / "talk.pdf"
    odd = b"BT /F1 1e39 Tf 1e39 1e39 Td (odd) Tj ET\n" + WORDS
    path.write_bytes(one_page({4: stream(odd, b"")}))
    assert len(deck.read(path).slides) == 1


def test_a_reader_that_no_longer_answers_is_stopped(tmp_path, monkeypatch):
    path = tmp_path / "talk.pdf"
    path.write_bytes(one_page({4: stream(WORDS, b"")}))
    monkeypatch.setattr(pdf, "MOST_WAIT_S", 0.001)
    with pytest.raises(DeckError, match="takes longer than any deck"):
        deck.read(path)


def test_what_whoever_asks_holds_in_memory_is_not_the_reader_s(tmp_path):
    """On Linux a process is told of its parent's memory; a notebook may hold a lot of it."""
    path = tmp_path / "talk.pdf"
    path.write_bytes(make_pdf([frame("A slide", "of few words")]))
    held = b"x" * (pdf.pdf_pages.MOST_BYTES + 50 * 2**20)
    assert deck.read(path).slides["title"].tolist() == ["A slide"]
    assert held
