"""Speakers, talks and runs of another family than pacer's model; see ``speakers.toml``."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pacer.core import frames

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

SPEAKERS = tomllib.loads(Path(__file__).with_name("speakers.toml").read_text(encoding="utf-8"))
KINDS = tuple(SPEAKERS["kinds"])


@dataclass(frozen=True)
class Speaker:
    """A kind of speaker with their own draw of its ranges."""

    kind: str
    habits: dict[str, float]
    wpm: float


@dataclass(frozen=True)
class Talk:
    """What the generator knows: each slide's seconds, as in the speaker's second run."""

    speaker: Speaker
    slides: pd.DataFrame
    content_s: Floats


def speaker(kind: str, rng: np.random.Generator) -> Speaker:
    """Draw a speaker."""

    def drawn(value: Any) -> float:
        return float(rng.uniform(*value)) if isinstance(value, list) else float(value)

    habits = {name: drawn(value) for name, value in SPEAKERS["kinds"][kind].items()}
    return Speaker(kind, habits, drawn(SPEAKERS["talk"]["wpm"]))


def talk(who: Speaker, rng: np.random.Generator, *, slides: int | None = None) -> Talk:
    """Draw a talk of theirs, of so many slides if that is given."""
    given, habits = SPEAKERS["talk"], who.habits
    n = slides or round(math.exp(rng.uniform(*np.log(given["slides"]))))
    mean_s = math.exp(rng.uniform(*np.log(given["mean_s"])))
    shape = given["content_shape"]
    content = given["shortest_s"] + rng.gamma(shape, (mean_s - given["shortest_s"]) / shape, n)
    density = _factor(given["density_cv"], rng) * _factor(habits["script_cv"], rng, n)
    words = np.where(rng.random(n) < habits["notes"], content * who.wpm / 60 * density, 0)
    body = 5 + rng.poisson(15 * (content / mean_s) ** 0.3 * _factor(0.5, rng, n))
    deck = frames.build(
        frames.SLIDES,
        [
            {
                "slide_key": f"id:{256 + i}",
                "position": i + 1,
                "title": f"Slide {i + 1}",
                "section": "",
                "hidden": False,
                "builds": 0,
                "body_words": int(body[i]),
                "notes_words": round(words[i]),
                "text": " ".join(f"s{i}w{word}" for word in range(body[i])),
                "notes": "",
                "media_s": 0.0,
                "target_s": math.nan,
                "value": 1.0,
                "locked": False,
            }
            for i in range(n)
        ],
    )
    return Talk(who, deck, content)


def runs(what: Talk, number: int, rng: np.random.Generator, times: int = 1) -> Floats:
    """Draw run `number` (from 0) so many times; seconds, shape (times, n), 0 where passed by."""
    habits = what.speaker.habits
    n = len(what.content_s)
    level = (1 + habits["trend"]) ** (number - 1) + (habits["first"] if number == 0 else 0.0)
    of_run = level * _factor(habits["run_cv"], rng, (times, 1))
    noise = _factor(habits["noise_cv"], rng, (times, n))
    if habits["tail"]:
        # A tenth of slides run away by a Pareto-tailed factor of mean 1.
        tail = habits["tail"]
        away = (rng.pareto(tail, (times, n)) + 1) * (tail - 1) / tail
        noise = np.where(rng.random((times, n)) < 0.1, away * noise, noise)
    drift = np.empty((times, n))
    step = habits["pace_sd"] * math.sqrt(1 - habits["pace_ar"] ** 2)
    drift[:, 0] = rng.normal(0, habits["pace_sd"], times)
    for i in range(1, n):
        drift[:, i] = habits["pace_ar"] * drift[:, i - 1] + rng.normal(0, step, times)
    pace = np.clip(1 + drift, 0.5, 1.6)
    spoken = what.content_s * of_run * noise * pace
    digress = rng.random((times, n)) < habits["digress_p"]
    spoken += digress * rng.exponential(habits["digress_s"], (times, n))
    spoken += (rng.random((times, n)) < habits["back_p"]) * rng.uniform(3, 20, (times, n))
    return np.where(rng.random((times, n)) < habits["skip_p"], 0.0, spoken)


def recorded(what: Talk, seconds: Floats) -> tuple[pd.DataFrame, pd.DataFrame]:
    """DWELL and RUNS of runs in order; seconds of shape (R, n), 0 where passed by."""
    count, n = seconds.shape
    names = [f"run-{j}" for j in range(count)]
    seen = seconds.ravel() > 0
    dwell = pd.DataFrame(
        {
            "run_id": np.repeat(names, n)[seen] if count else [],
            "slide_key": np.tile(what.slides["slide_key"].to_numpy(), count)[seen],
            "dwell_s": seconds.ravel()[seen],
            "visits": np.ones(int(seen.sum()), dtype=int),
            "censored": np.zeros(int(seen.sum()), dtype=bool),
        }
    )
    made = pd.DataFrame(
        {
            "run_id": names,
            "kind": "rehearsal",
            "started_at": pd.Timestamp("2026-03-01", tz="UTC") + pd.to_timedelta(range(count), "D"),
            "deck_digest": "",
            "source": "simulated",
            "talk_s": seconds.sum(1),
            "questions_s": 0.0,
            "paused_s": 0.0,
            "complete": True,
        }
    )
    return frames.check(dwell, frames.DWELL), frames.check(made, frames.RUNS)


def _factor(cv: float, rng: np.random.Generator, size: Any = None) -> Any:
    """A gamma factor of mean 1."""
    if cv <= 0:
        return np.ones(size) if size is not None else 1.0
    return rng.gamma(cv**-2, cv**2, size)
