"""Small talks and runs to fit."""

import pandas as pd

from pacer.core import frames


def make_slides(notes_words, **columns):
    """SLIDES with so many words of notes on each; other columns by name, one value a slide."""
    rows = []
    for i, words in enumerate(notes_words):
        row = {
            "slide_key": f"id:{256 + i}",
            "position": i + 1,
            "title": f"Slide {i + 1}",
            "section": "",
            "hidden": False,
            "builds": 0,
            "body_words": 20,
            "notes_words": words,
            "text": f"Slide {i + 1}",
            "notes": "word " * words,
            "media_s": 0.0,
            "target_s": float("nan"),
            "value": 1.0,
            "locked": False,
        }
        rows.append(row | {name: values[i] for name, values in columns.items()})
    return frames.build(frames.SLIDES, rows)


def make_runs(slides, seconds, *, censored=(), kinds=None):
    """DWELL and RUNS from one list of seconds a run; None is a slide not seen.

    `censored` names the (run, slide) pairs, from 0, whose seconds are only a lower bound.
    """
    dwell = [
        {
            "run_id": f"run-{j}",
            "slide_key": key,
            "dwell_s": float(value),
            "visits": 1,
            "censored": (j, i) in censored,
        }
        for j, row in enumerate(seconds)
        for i, (key, value) in enumerate(zip(slides["slide_key"], row, strict=True))
        if value is not None
    ]
    runs = [
        {
            "run_id": f"run-{j}",
            "kind": "rehearsal" if kinds is None else kinds[j],
            "started_at": pd.Timestamp("2026-03-01", tz="UTC") + pd.Timedelta(days=j),
            "deck_digest": "0123456789abcdef",
            "source": "test",
            "talk_s": float(sum(value for value in row if value is not None)),
            "questions_s": 0.0,
            "paused_s": 0.0,
            "complete": None not in row,
        }
        for j, row in enumerate(seconds)
    ]
    return frames.build(frames.DWELL, dwell), frames.build(frames.RUNS, runs)
