"""Judging: the fitted table, and what plans made with it agree with, the talk itself left out.

``python -m tests.benchmarks judging`` refits the table without each author or lecture and has the
scripts of ``PACER_SCORE`` plan those talks with it, through the command line; the folders are
named by ``PACER_PAIRS``, ``PACER_JUDGED`` and ``PACER_LECTURES``. ``python -m
tests.benchmarks.bench_judging --write`` fits on all of them and writes the package's table.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd

from pacer.judging import features, stretches
from pacer.judging.reading import NEED_VALUE
from pacer.judging.speech import FIGURES, speech_figures
from pacer.judging.table import weighed
from tests.benchmarks import judged
from tests.benchmarks.timing import row

PACKAGED = Path(features.__file__).with_name("weights.json")
# Ridge penalties, strong: each of some 40 figures says little, and there are 22 talks.
SLIDE, SECONDS, GAP = 800.0, 150.0, 60.0
SURE = 4  # decimals of a weight


# --- fitting -----------------------------------------------------------------------------------


def value_of(need):
    """A reader's need as the target it was fitted to; NaN stays."""
    known = np.isfinite(need)
    return np.where(
        known,
        np.interp(np.where(known, need, 3), list(NEED_VALUE), list(NEED_VALUE.values())),
        np.nan,
    )


def centred(figures, names):
    table = np.column_stack([figures[name] for name in names])
    return table - table.mean(0)


def ridge(tables, targets, weights, penalty):
    """Weights of standardised columns; each row of a table counts by its weight."""
    x, y, w = np.vstack(tables), np.concatenate(targets), np.concatenate(weights)
    w = w / w.mean()
    sd = np.sqrt((w[:, None] * x**2).mean(0)) + 1e-9
    z = x / sd
    found = np.linalg.solve(z.T @ (w[:, None] * z) + penalty * np.eye(z.shape[1]), z.T @ (w * y))
    return found / sd


def fit(talks):
    """The table of weights that these talks give."""
    read = [features.read_words(talk.slides) for talk in talks]
    figures = [
        features.figures(talk.slides, words) for talk, words in zip(talks, read, strict=True)
    ]
    names = sorted(figures[0])
    tables, targets, weights = [], [], []
    for talk, found in zip(talks, figures, strict=True):
        x = centred(found, names)
        kept = 2 * talk.kept - 1
        both = np.isfinite(kept).all()
        for target, share in ((value_of(talk.need), 0.5 if both else 1.0), (kept, 0.5)):
            known = np.isfinite(target)
            if known.any():
                tables.append(x[known])
                targets.append(target[known] - target[known].mean())
                # A talk counts by the square root of its slides.
                weights.append(np.full(known.sum(), share / np.sqrt(known.sum())))
    slide = dict(zip(names, ridge(tables, targets, weights, SLIDE), strict=True))
    lectures = [
        (talk, centred(found, names) @ [slide[name] for name in names])
        for talk, found in zip(talks, figures, strict=True)
        if talk.starts is None
    ]
    seconds = fit_more(lectures, lambda talk: features.of_seconds(talk.seconds))
    told = [(talk, z + weighed(features.of_seconds(talk.seconds), seconds)) for talk, z in lectures]
    return {
        "version": 1,
        "slide": rounded(slide),
        "seconds": rounded(seconds),
        "speech": rounded(fit_more(told, of_speech)),
        "gap": rounded(fit_gaps(talks, read, figures)),
    }


def of_speech(talk):
    """The three figures of what was said on each slide."""
    found = speech_figures(talk.slides, talk.said or {})
    return {name: found[name].to_numpy(float) for name in FIGURES}


def fit_more(lectures, figures_of):
    """What further figures add to what is known already: lectures, each with its z."""
    tables, targets, weights, names = [], [], [], []
    for talk, z in lectures:
        found = figures_of(talk)
        names = sorted(found)
        known = np.isfinite(talk.need)
        left = value_of(talk.need)[known] - z[known]
        tables.append(centred(found, names)[known])
        targets.append(left - left.mean())
        weights.append(np.full(known.sum(), 1 / np.sqrt(known.sum())))
    return dict(zip(names, ridge(tables, targets, weights, SECONDS), strict=True)) if tables else {}


def fit_gaps(talks, read, figures):
    """What tells that a section begins, on talks that a reader divided."""
    tables, targets, names = [], [], []
    for talk, words, found in zip(talks, read, figures, strict=True):
        if talk.starts is None:
            continue
        gaps = stretches.gaps(talk.slides, words, found)
        names = sorted(gaps)
        tables.append(centred({name: gaps[name][1:] for name in names}, names))
        targets.append(talk.starts[1:] - talk.starts[1:].mean())
    if not tables:
        return {}
    x, y = np.vstack(tables), np.concatenate(targets)
    sd = x.std(0) + 1e-9
    z = x / sd
    found = np.linalg.solve(z.T @ z + GAP * np.eye(len(names)), z.T @ y) / sd
    return dict(zip(names, found, strict=True))


def rounded(weights):
    return {name: round(float(value), SURE) for name, value in sorted(weights.items())}


def every():
    """All judged talks, or none where the folders are not named."""
    places = [judged.folder(kind) for kind in ("pairs", "lectures", "judged")]
    if None in places:
        return []
    return [*judged.pairs(places[0]), *judged.lectures(*places[1:])]


# --- measuring ---------------------------------------------------------------------------------


def left_out(talks, place):
    """A table for each author and lecture, fitted without them: group -> (names, file)."""
    found = {}
    for group in dict.fromkeys(talk.group for talk in talks):
        file = place / f"{re.sub(r'[^A-Za-z0-9]+', '-', group)}.json"
        file.write_text(json.dumps(fit([t for t in talks if t.group != group])), encoding="utf-8")
        found[group] = ([talk.name for talk in talks if talk.group == group], file)
    return found


def run(script, folders, names, table, *options):
    """What a score script prints for these talks: its first table."""
    pacer = shutil.which("pacer", path=str(Path(sys.executable).parent)) or "pacer"
    done = subprocess.run(
        [sys.executable, str(script), pacer, *map(str, folders), "--only", ",".join(names),
         "--jobs", "1", *options],
        capture_output=True, text=True, env={**os.environ, "PACER_WEIGHTS": str(table)}, check=True,
    )  # fmt: skip
    if done.stderr.strip():
        print(done.stderr.strip()[-500:], file=sys.stderr)
    head, *lines = done.stdout.splitlines()
    rows = [line for line in lines if line.split()[:1] and line.split()[0] in names]
    return pd.read_csv(StringIO("\n".join([head, *rows])), sep=r"\s+")


# What is asked of each talk: the script, and its options.
ASKED = {
    "authors": ("score_pairs.py", ("--answers", "5")),
    "authors, with a reading": ("score_pairs.py", ("--answers", "5", "--reading")),
    "lectures": ("score_need.py", ("--answers", "3")),
    "lectures, with the transcript": ("score_need.py", ("--transcript", "--answers", "3")),
    "lectures, points": ("score_need.py", ("POINTS", "--answers", "3")),
    "lectures, points and ticks": ("score_need.py", ("POINTS", "--ticks", "--answers", "3")),
    "lectures, a length and no run": ("score_need.py", ("--took",)),
    "lectures, a length and the transcript": ("score_need.py", ("--took", "--transcript")),
}


def measured(name, scores, tables, talks):
    """All talks' rows of one script, each planned with the table that was fitted without it."""
    script, options = ASKED[name]
    places = {kind: judged.folder(kind) for kind in ("pairs", "lectures", "judged")}
    of_pairs = script == "score_pairs.py"
    folders = [places["pairs"]] if of_pairs else [places["lectures"], places["judged"]]
    points = ("--points", str(places["judged"] / "points.csv"))
    options = [one for given in options for one in (points if given == "POINTS" else (given,))]
    mine = {talk.name for talk in talks if (talk.starts is not None) == of_pairs}
    found = [
        run(scores / script, folders, names, file, *options)
        for names, file in tables.values()
        if mine & set(names)
    ]
    return pd.concat(found)


def sharpness(talks):
    """How well need 4-5 is told from 1-2 on lectures left out: by text, seconds and speech."""
    found = {"text": [], "and seconds": [], "and speech": []}
    for talk in (one for one in talks if one.starts is None):
        table = fit([one for one in talks if one.group != talk.group])
        z = weighed(features.figures(talk.slides, features.read_words(talk.slides)), table["slide"])
        for name, more in (
            ("text", None),
            ("and seconds", (features.of_seconds(talk.seconds), table["seconds"])),
            ("and speech", (of_speech(talk), table["speech"])),
        ):
            z = z if more is None else z + weighed(*more)
            above = z[talk.need >= 4][:, None] - z[talk.need <= 2]
            found[name].append(((above > 0) + 0.5 * (above == 0)).mean())
    row(
        "need 4-5 told from 1-2, lectures (AUC)",
        [f"{name} {np.nanmean(values):.3f}" for name, values in found.items()],
    )


def summary(name, found):
    """The means that the scripts print, by the answers given."""
    if "kappa" in found:
        return found.groupby("answers")[["author", "plan", "kappa"]].mean()
    counts = {key: (key, "sum") for key in ("cut5", "of5", "cut4", "of4", "keep1", "of1")}
    means = found.groupby("answers").agg(
        worth=("worth", "mean"), weak=("weak", "mean"), fill=("fill", "mean"),
        over=("fill", lambda fill: (fill > 1).mean()), **counts,
    )  # fmt: skip
    for key, of in (("cut5", "of5"), ("cut4", "of4"), ("keep1", "of1")):
        means[key] = means[key] / means[of]
    return means[["worth", "cut5", "cut4", "keep1", "weak", "fill", "over"]]


def speed(talks):
    """Judging and asking of the longest talk: what a room waits for."""
    from pacer import judging

    talk = max(talks, key=lambda one: len(one.slides))
    spent = []
    for _ in range(5):
        began = time.process_time()
        found = judging.judge(talk.slides, talk.seconds, timed=True)
        heard = found.hear(judging.Said(), talk.seconds.sum() / 2)
        asked = heard.questions({})
        spent.append(time.process_time() - began)
    row(
        f"judging and asking, {len(talk.slides)} slides, {len(asked)} questions",
        [f"{1000 * min(spent):.0f} ms"],
        "  <= 500 ms, the first question <= 200 ms",
    )


def main(names=()) -> None:
    """Print the figures."""
    talks, scores = every(), judged.folder("score")
    if not talks or scores is None:
        print("Judging: left out, PACER_PAIRS, PACER_LECTURES, PACER_JUDGED, PACER_SCORE name it")
        return
    print(f"  {len(talks)} talks, each planned with a table fitted without its author or lecture")
    speed(talks)
    sharpness(talks)
    with tempfile.TemporaryDirectory() as place:
        tables = left_out(talks, Path(place))
        for name in names or ASKED:
            print(f"  {name}")
            print(summary(name, measured(name, scores, tables, talks)).round(3).to_string())


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--write", action="store_true", help="fit on all and write the table")
    words.add_argument("names", nargs="*", help=f"of {', '.join(ASKED)}")
    given = words.parse_args()
    if given.write:
        PACKAGED.write_text(json.dumps(fit(every()), indent=1) + "\n", encoding="utf-8")
    else:
        main(given.names)
