import numpy as np
import pytest

from pacer import judging
from pacer.core.errors import PacerError
from pacer.judging import reading
from tests.planning.stand_in import make_slides

TITLES = ["Start", "The log", "=SUM(A1)", "Costs", "Crash", "End"]


def make_talk(count=6):
    titles = (TITLES * 4)[:count]
    return make_slides([f"{title}\nwords on {n}" for n, title in enumerate(titles)], [60.0] * count)


def write(folder, text, *, encoding="utf-8"):
    path = folder / "sheet.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_sheet_goes_out_and_comes_back(tmp_path):
    slides, pacing = make_talk()
    table = reading.sheet(slides, pacing.mean_s, {"id:257": "so this is the log"})
    assert tuple(table.columns) == (
        "position", "title", "text", "notes", "minutes", "said",
        "need", "p_keep", "section", "leans_on", "same_as",
    )  # fmt: skip
    assert table["said"].tolist() == ["", "so this is the log", "", "", "", ""]
    assert table["minutes"].iloc[0] == "1:00"
    text = reading.written(table)
    assert "'=SUM(A1)" in text
    back = reading.read(write(tmp_path, text), slides)
    assert back.need == {}
    assert "none of its columns" in back.warnings[0]
    table[["need", "p_keep"]] = table[["need", "p_keep"]].astype(object)
    table.loc[1, ["need", "p_keep", "section", "leans_on", "same_as"]] = [5, 0.9, "A", "1", ""]
    table.loc[4, ["need", "same_as"]] = [1, "2"]
    back = reading.read(write(tmp_path, reading.written(table)), slides)
    assert (back.need, back.p_keep) == ({2: 5, 5: 1}, {2: 0.9})
    assert (back.section, back.leans_on, back.same_as) == ({2: "A"}, {2: (1,)}, {5: 2})
    assert back.warnings == ()


def test_hidden_slides_are_not_on_the_sheet():
    slides, pacing = make_slides(TITLES, hidden=[False, True, False, False, False, False])
    assert reading.sheet(slides, pacing.mean_s)["position"].tolist() == [1, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("title,need\nStart,3\n", "has no column position"),
        ("position,need\n1,6\n", "line 2: need is '6'"),
        ("position,need\n1,high\n", "line 2: need is 'high'"),
        ("position,p_keep\n1,1.5\n", "line 2: p_keep is '1.5'"),
        ("position,p_keep\n1,-0.1\n", "p_keep is '-0.1'"),
        ("position,p_keep\n1,nan\n", "p_keep is 'nan'"),
        ("position,need\n77,3\n", "no row names a slide"),
        ("position,title,need\n1,Beans,3\n2,Peas,3\n3,Corn,2\n", "is of another talk: slide 1"),
        ("position,need\n\x00,3\n", "is no text"),
    ],
)
def test_what_is_no_reading_of_this_talk_is_refused(tmp_path, text, message):
    slides, _ = make_talk()
    with pytest.raises(PacerError, match=message) as caught:
        reading.read(write(tmp_path, text), slides)
    assert "\n" not in str(caught.value)


def test_a_reading_that_is_not_there_or_huge(tmp_path):
    slides, _ = make_talk()
    with pytest.raises(PacerError, match="no such file"):
        reading.read(tmp_path / "none.csv", slides)
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(11_000_000)
    with pytest.raises(PacerError, match="too large"):
        reading.read(path, slides)


@pytest.mark.parametrize(
    ("text", "encoding", "warned"),
    [
        ("position,need,mood\n1,5,glad\n2,4,sad\n3,3,\n4,2,\n5,1,\n6,5,\n", "utf-8", "mood"),
        ("position,need\n1,5\n", "utf-8", "nothing on 5 slides"),
        ("position,need\n1,5\n99,2\n", "utf-8", "1 row past the deck's 6 slides"),
        ("position;need;section\n1;5;Prüfung\n", "cp1252", "Windows-1252"),
        ("position\tneed\n1\t5\n", "utf-16", "UTF-16"),
        ("position,need\n1,5\n1,4\n", "utf-8", "named twice"),
        ("position,need\nx,5\n1,4\n", "utf-8", "without a position"),
    ],
)
def test_what_can_be_read_all_the_same_is_one_warning(tmp_path, text, encoding, warned):
    slides, _ = make_talk()
    found = reading.read(write(tmp_path, text, encoding=encoding), slides)
    assert len(found.warnings) == 1
    assert warned in found.warnings[0]
    assert found.need


def test_numbers_as_spreadsheets_write_them(tmp_path):
    slides, _ = make_talk()
    text = "position;need;p_keep\n1.0;4,5;80%\n2;'3;0,25\n"
    found = reading.read(write(tmp_path, text), slides)
    assert found.need == {1: 4.5, 2: 3}
    assert found.p_keep == {1: 0.8, 2: 0.25}


def judged(count=24, readings=()):
    slides, pacing = make_talk(count)
    return judging.judge(slides, pacing.mean_s, timed=False, readings=readings)


def test_a_reading_is_evidence_and_not_an_order():
    plain = judged().z
    sure = {at: 0.95 if at % 2 else 0.05 for at in range(1, 25)}
    read = judged(readings=[judging.Reading("a.csv", p_keep=sure)]).z
    odd = np.arange(24) % 2 == 0
    assert read[odd].mean() > plain[odd].mean() + 1
    assert read[~odd].mean() < plain[~odd].mean() - 1
    # What is not read keeps what its text says.
    part = judged(readings=[judging.Reading("a.csv", p_keep={1: 0.9, 2: 0.1})]).z
    assert part[2:] == pytest.approx(plain[2:])


def test_several_readings_count_by_their_mean_and_where_they_differ_is_asked_first():
    agree = judging.Reading("a.csv", p_keep=dict.fromkeys(range(1, 25), 0.5))
    other = judging.Reading("b.csv", p_keep=dict.fromkeys(range(1, 25), 0.5)
                            | dict.fromkeys(range(13, 15), 0.98))  # fmt: skip
    third = judging.Reading("c.csv", p_keep=dict.fromkeys(range(1, 25), 0.5)
                            | dict.fromkeys(range(13, 15), 0.02))  # fmt: skip
    one, both = judged(readings=[agree]), judged(readings=[other, third])
    assert both.z == pytest.approx(one.z, abs=1e-6)
    asked = both.hear(judging.Said(), 700.0).questions({})
    assert {13, 14} & set(asked[0].slides)


def test_the_sections_of_a_reading_are_the_stretches_bounds():
    section = {at: "one" if at < 11 else "two" for at in range(1, 25)}
    found = judged(readings=[judging.Reading("a.csv", section=section)])
    assert 11 in {first for first, _ in found.asked}
    assert not any(first < 11 <= last for first, last in found.asked)


def test_how_to_judge_names_every_column():
    how = reading.how_to()
    assert all(f"`{name}`" in how for name in ("need", "p_keep", "section", "leans_on", "same_as"))
