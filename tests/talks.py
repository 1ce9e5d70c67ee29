"""Frames of a talk, written as short as they are thought: three slides, "A 0-30 B 30-75"."""

from __future__ import annotations

import pandas as pd

from pacer import frames


def make_slides(n: int, *, title: str = "Title {}") -> pd.DataFrame:
    """SLIDES of `n` slides with the keys A, B, C, … and a new section every five."""
    return frames.build(
        frames.SLIDES,
        [
            {
                "slide_key": (key := chr(ord("A") + number) if n <= 26 else f"s{number + 1}"),
                "position": number + 1,
                "title": title.format(key),
                "section": f"Part {number // 5 + 1}",
                "hidden": False,
                "builds": 0,
                "body_words": 30,
                "notes_words": 100,
                "text": f"Text of {key}",
                "notes": f"Notes of {key}",
                "media_s": 0.0,
                "target_s": None,
                "value": 1.0,
                "locked": False,
            }
            for number in range(n)
        ],
    )


def make_runs(
    *written: str, kinds: list[str] | None = None, digests: list[str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """RUNS, VISITS and DWELL of runs a day apart, each as "A 0-30 B 30-75"; " …" was stopped."""
    runs, visits = [], []
    for number, text in enumerate(written):
        run_id = f"2026-01-{number + 1:02}T09-00-00Z"
        words = text.removesuffix(" …").split()
        stopped = text.endswith(" …")
        stays = [
            (key, *map(float, span.split("-")))
            for key, span in zip(words[::2], words[1::2], strict=True)
        ]
        visits += [
            {
                "run_id": run_id,
                "visit": visit,
                "slide_key": key,
                "start_s": start,
                "end_s": end,
                "censored": stopped and visit == len(stays),
            }
            for visit, (key, start, end) in enumerate(stays, 1)
        ]
        runs.append(
            {
                "run_id": run_id,
                "kind": kinds[number] if kinds else "rehearsal",
                "started_at": pd.Timestamp(f"2026-01-{number + 1:02}T09:00Z"),
                "deck_digest": digests[number] if digests else "digest",
                "source": "pacer",
                "talk_s": sum(end - start for _, start, end in stays),
                "questions_s": 0.0,
                "paused_s": 0.0,
                "complete": not stopped,
            }
        )
    stayed = frames.build(frames.VISITS, visits)
    spent = stayed.assign(dwell_s=stayed["end_s"] - stayed["start_s"])
    dwell = spent.groupby(["run_id", "slide_key"], sort=False, as_index=False).agg(
        dwell_s=("dwell_s", "sum"), visits=("visit", "size"), censored=("censored", "max")
    )
    return frames.build(frames.RUNS, runs), stayed, frames.check(dwell, frames.DWELL)
