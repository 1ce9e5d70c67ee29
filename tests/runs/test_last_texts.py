from datetime import UTC, datetime

from pacer.runs import last_texts, load, on_slides, visits
from pacer.runs.journal import TEXT_KEPT, save_marks
from tests.runs.making import make_marks, make_slides, save


def seen(tmp_path, slides):
    loaded = load(tmp_path)
    return last_texts(on_slides(visits(loaded.marks), loaded, slides), loaded)


def test_the_last_run_that_showed_a_slide_tells_its_text(tmp_path):
    first = make_slides("A B C")
    second = first.assign(text=["A\nnew words", *first["text"][1:]])
    third = first.assign(text=["A\nnever shown", *first["text"][1:]])
    for day, (slides, told) in enumerate(
        [
            (first, "0 start id:256, 9 slide id:257, 20 stop"),
            (second, "0 start id:256, 8 slide id:257, 19 stop"),
            (third, "0 start id:257, 8 slide id:257, 19 stop"),
        ]
    ):
        save_marks(
            tmp_path,
            slides,
            make_marks(told),
            deck_digest=f"d{day}",
            started_at=datetime(2026, 5, 1 + day, 9, tzinfo=UTC),
        )
    assert seen(tmp_path, first) == {"id:256": "A\nnew words", "id:257": "B\nabout B"}


def test_a_text_is_told_up_to_what_a_run_keeps_of_it(tmp_path):
    slides = make_slides("A B").assign(text=["word " * 200, "B"])
    save_marks(tmp_path, slides, make_marks("0 start id:256, 9 stop"), deck_digest="d")
    assert len(seen(tmp_path, slides)["id:256"]) <= TEXT_KEPT


def test_a_slide_that_is_gone_keeps_its_text(tmp_path):
    save(tmp_path, "0 start id:256, 9 slide id:258, 20 stop")
    assert seen(tmp_path, make_slides("A"))["gone:id:258"] == "C\nabout C"
