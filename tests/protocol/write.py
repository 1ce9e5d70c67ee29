"""``make fixtures``: what Python sends to a page, of the sample talks, for the tests of both sides.

A test that writes by hand what the other side should send proves nothing: here Python writes it,
once; pytest proves that it still would, and vitest feeds it to what receives it on a page. What a
page sends is written by the page's own test (tests/widgets/protocol.test.js) and read by pytest.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pacer.core.errors import PacerError
from pacer.pacing.length import anchored
from tests.protocol import hostile, live
from tests.protocol.ladders import plan
from tests.transcript.talking import make_vague_srt
from tests.widgets.comms import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pacer.talk import Talk

HERE = Path(__file__).parent / "fixtures"
# Talk times at which the page must keep what Python's ladder keeps.
LADDER_S = (900.0, 1080.0, 1500.0, 2000.0)
NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
RUN = {
    "token": "t", "kind": "rehearsal", "started_at": "2026-03-01T11:59:00Z", "deck_digest": "",
}  # fmt: skip


@contextmanager
def sample_talk(name: str, slot: str, questions: str) -> Iterator[Talk]:
    """A sample talk in a folder of its own."""
    import pacer
    from pacer import sample

    with tempfile.TemporaryDirectory() as home:
        talk = pacer.open(sample.copy(home, name), slot=slot, questions=questions)
        talk.project.pictures = _nothing_to_draw_with
        yield talk


def _nothing_to_draw_with(_progress: object) -> dict[str, Path]:
    """As where there is no LibreOffice: the rooms say so, and it is the same everywhere."""
    raise PacerError("slides are shown as text; to see them as they are, install LibreOffice")


def ladder() -> dict[str, Any]:
    """The sample talk's ladder as its trim room sends it, and the plans Python reads off it."""
    from pacer import planning
    from pacer.widgets.protocol import plain
    from pacer.widgets.trim_state import make_ladder

    with sample_talk("storage-talk.pptx", "20:00", "2:00") as talk:
        sent = plain(make_ladder(planning.build_ladder(talk.slides, talk.project.fit(), [1080.0])))
    return {"ladder": sent, "cases": [plan(sent, talk_s) for talk_s in LADDER_S]}


def totals() -> list[dict[str, Any]]:
    """What a page computes totals from, and what Python says they are: with runs, and with none
    but the length that the speaker gave."""
    import numpy as np

    from pacer.pacing import fit
    from pacer.widgets.protocol import plain
    from pacer.widgets.trim_state import make_tables
    from tests.pacing.talks import make_runs
    from tests.widgets.talks import make_slides

    with sample_talk("short-talk.pptx", "4:00", "0:30") as talk:
        rehearsed = talk.project.fit()
    slides = make_slides(6, hidden=[False] * 5 + [True])
    found = []
    for pacing in (rehearsed, anchored(fit(slides, *make_runs(slides, [])), 300.0)):
        count = len(pacing.slides)
        shown = (~pacing.slides["hidden"].to_numpy(dtype=bool)).astype(float)
        cases = []
        for scale in (
            shown,
            shown * (np.arange(count) % 2),
            shown * np.where(np.arange(count) < 2, 0.6, 1.0),
            shown * 0.4,
        ):
            total = pacing.total(scale)
            within = [round(share * total.quantile(0.5), 1) for share in (0.8, 1.0, 1.2)]
            cases.append(
                {
                    "scale": scale.tolist(),
                    "quantiles": [[q, round(total.quantile(q), 4)] for q in (0.1, 0.5, 0.9)],
                    "within": [[s, round(total.p_within(s), 6)] for s in within],
                }
            )
        found.append({"tables": plain(make_tables(pacing)), "cases": cases})
    return found


def states() -> dict[str, Any]:
    """What the page of each room has to show, of the short sample talk, as it is sent."""
    import pacer
    from pacer.widgets import protocol

    with sample_talk("short-talk.pptx", "4:00", "0:30") as talk:
        trim = talk.trim()
        Wire(trim).tell({"type": "ask-ladder"})
        for worker in (trim._climbing, trim._proving):
            worker.join()
        rooms = {
            protocol.RehearsalState: talk.rehearse(),
            protocol.TrimState: trim,
            protocol.ComparisonState: talk.explore(),
            protocol.ChairState: pacer.chair(session_programme(), folder=talk.folder / "chair"),
        }
        found = {kind.__name__: _shown(kind, room) for kind, room in rooms.items()}
        # Whether a model is installed where this is written is another matter.
        found["RehearsalState"]["room"]["live_words"] = "offered"
    with sample_talk("short-talk.pptx", "4:00", "0:30") as talk:
        told = make_vague_srt(talk.deck.path.with_name("talk.srt"), talk.slides["title"])
        os.utime(told, (NOW.timestamp(), NOW.timestamp()))
        talk.align(told)
        return found | {"BoundaryState": _shown(protocol.BoundaryState, talk.boundaries())}


def _shown(kind: Any, room: Any) -> dict[str, Any]:
    return {name: room.get_state([name])[name] for name in kind.__struct_fields__}


def session_programme() -> pd.DataFrame:
    """A session with a break and a changeover, and titles that are no markup and no formula."""
    return pd.DataFrame(
        {
            "title": ["<b>Clocks</b>", "Coffee", '=Drift, and "time"', "Lightning"],
            "speaker": ["Ada", "", "Grace <script>", ""],
            "start": ["10:00", "10:25", "10:40", "11:10"],
            "slot": ["25:00", "15:00", "25:00", "5:00"],
            "questions": ["5:00", None, "5:00", None],
        }
    )


def session() -> dict[str, Any]:
    """A session of which the first talk begins late and overruns, and what Python logs of it."""
    import pacer
    from pacer.export.tables import to_csv
    from pacer.widgets.chair import log
    from pacer.widgets.protocol import plain

    with tempfile.TemporaryDirectory() as home:
        room = pacer.chair(
            session_programme(), folder=Path(home), signals="up to 10min: 1; two thirds and 1"
        )
    told = [
        (0.0, "start", "talk:1", "120.0"),
        (1320.5, "question", "", ""),
        (1860.25, "answer", "", ""),
        (1860.25, "pause", "", ""),
        (1860.25, "slide", "talk:2", ""),
        (2280.0, "resume", "", ""),
        (2400.0, "extend", "", "60"),
        (2500.0, "pause", "", ""),
        (2530.0, "resume", "", ""),
        (4100.0, "pause", "", ""),
        (4100.0, "slide", "talk:3", ""),
        (4110.0, "resume", "", ""),
        (4300.0, "stop", "", ""),
    ]
    marks = [
        {"seq": seq, "t_s": t_s, "kind": kind, "slide_key": key, "note": note}
        for seq, (t_s, kind, key, note) in enumerate(told, 1)
    ]
    frame = log(room.talks, marks)
    return {
        "talks": plain(room.talks),
        "room": plain(room.room),
        "marks": marks,
        "log": frame.to_dict("records"),
        "csv": to_csv(frame),
    }


def _speak(talk: Talk) -> None:
    """Words of the first minute of the last two runs, in which a word changed."""
    from pacer.transcript import words

    for run_id, said in zip(
        talk.runs["run_id"][-2:], ("one old word", "one new word"), strict=True
    ):
        rows = [
            {"word": word, "start_s": 1.0 + at, "end_s": 1.5 + at}
            for at, word in enumerate(said.split())
        ]
        path = talk.folder / "runs" / (run_id + words.SUFFIX)
        words.write_words(path, pd.DataFrame(rows))


def _listened(_take: Path, told: Callable[[dict[str, Any]], None], **_how: Any) -> Any:
    """What `pacer.transcript.listening.listen` tells of half a minute in which somebody speaks."""
    told({"speech": "1110111", "cells": 157})
    words = [[at * 0.4, at * 0.4 + 0.35, f"{at * 2654435761 % 2**32:x}", 0.9] for at in range(75)]
    told({"words": words, "until_s": 30.4})
    return lambda: None


def messages() -> dict[str, Any]:
    """One of each message that Python sends, as an answer of a room to a page, by its type."""
    with sample_talk("short-talk.pptx", "4:00", "0:30") as talk:
        _speak(talk)
        room, comparison = talk.rehearse(), talk.explore()
        room.recorder.now = lambda: NOW
        room.recorder.ticks = lambda: 100.0
        room.listening._listen = _listened
        wire, other = Wire(room), Wire(comparison)
        room.draw()
        for kind in ("notice", "pictures-ready"):
            wire.hear(kind)
        keys = talk.slides["slide_key"].tolist()
        marks = [
            {"seq": 1, "t_s": 0.0, "kind": "start", "slide_key": keys[0]},
            {"seq": 2, "t_s": 30.5, "kind": "slide", "slide_key": keys[1]},
            {"seq": 3, "t_s": 31.0, "kind": "note", "slide_key": keys[1], "note": "stumbled"},
        ]
        add = {"type": "add-marks", "page": "p", "run": RUN}
        audio = {"page": "p", "token": "t", "session": "s"}
        wire.tell({**add, "marks": marks})
        wire.tell({"type": "hello", "page": "p"})
        wire.tell({**add, "marks": [{**marks[1], "t_s": 29.0}]})
        wire.tell({**add, "page": "q", "marks": marks})
        wire.tell({"type": "ping", "page": "p", "at": 12.5})
        wire.tell({"type": "list-microphones", "page": "p"})
        wire.tell({"type": "start-take", "page": "p", "token": "u", "device": None, "zero": None})
        wire.tell({"type": "listen-take", "page": "p", "token": "t", "words": True})
        wire.tell(
            {"type": "add-audio", **audio, "offset": 0, "starts_s": 1.0, "mime": "audio/webm"},
            [b"abc"],
        )
        wire.tell({"type": "end-audio", **audio})
        wire.tell({"type": "ask-picture", "slide_key": keys[0]})
        wire.tell({})
        for kind in ("forecast", "microphones", "take-level", "live-words", "audio-done"):
            wire.hear(kind, within_s=60)
        stop = {"seq": 4, "t_s": 92.0, "kind": "stop", "slide_key": ""}
        wire.tell({**add, "marks": [stop]})
        wire.tell({"type": "open-room", "page": "p", "room": "compare"})
        wire.tell({"type": "discard-run", "page": "p", "token": "t"})
        other.tell({"type": "ask-tellings", "slide_key": keys[0]})
        other.tell({"type": "ask-clip", "number": 1, "run_id": "r", "spans": [[0.0, 1.0]]})
        film = {"name": "talk.mp4", "size": 10**9, "modified_s": 1e9}
        other.tell({"type": "offer-file", "token": "f", **film})
        trim = talk.trim()
        third = Wire(trim)
        third.tell({"type": "export-plan", "what": "deck"})
        trim._proving.join()
        sent = [content for content, _buffers in (*wire.sent, *other.sent, *third.sent)]
    found = {content["type"]: content for content in sent}
    found["room-opened"]["model_id"] = "m"  # another one each time
    found["written"]["path"] = f"/talks/{found['written']['name']}"
    return found


def write(name: str, content: object) -> None:
    """Write one fixture."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    os.environ["PACER_PROFILE"] = "off"
    write("ladder", ladder())
    write("totals", totals())
    write("states", states())
    write("session", session())
    write("messages", messages())
    write("live", live.runs())
    hostile.CORPUS.write_text("\n".join(hostile.make()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
