"""What stands behind the end is no part of the talk."""

from pacer.core import frames
from pacer.planning.backup import backup


def deck(*titles, sections=None, locked=()):
    return frames.build(
        frames.SLIDES,
        (
            {
                "slide_key": f"k{n}", "position": n, "title": title,
                "section": (sections or {}).get(n, ""), "hidden": False, "builds": 0,
                "body_words": 9, "notes_words": 0, "text": f"{title}\nsome words on a slide {n}",
                "notes": "", "media_s": 0.0, "target_s": None, "value": 1.0,
                "locked": n in locked,
            }
            for n, title in enumerate(titles, 1)
        ),
    )  # fmt: skip


MAIN = ["Logs", "Why logs", "Format", "Parsing", "Storage", "Results", "Summary", "Thank you"]


def left_out(slides, *rehearsed):
    return slides.loc[backup(slides, rehearsed), "position"].tolist()


def test_slides_after_the_thanks_are_backup():
    assert left_out(deck(*MAIN, "Backup: bars", "More data", "References")) == [9, 10, 11]
    assert left_out(deck(*MAIN)) == []


def test_an_appendix_is_backup_however_early():
    slides = deck("A", "B", "C", "D", "E", sections={4: "Appendix", 5: "Appendix"})
    assert left_out(slides) == [4, 5]


def test_what_was_rehearsed_or_locked_is_meant_to_be_shown():
    titles = [*MAIN, "Backup: bars", "More data"]
    assert left_out(deck(*titles), "k10") == []
    assert left_out(deck(*titles), "k9") == [10]
    assert left_out(deck(*titles, locked=(9,))) == [10]


def test_a_deck_of_nothing_else_is_the_talk():
    slides = deck("A", "B", sections={1: "Backup", 2: "Backup"})
    assert left_out(slides) == []
