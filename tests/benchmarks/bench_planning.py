"""The planner: proofs, what nesting costs, what others lose, whether plans fit, real lectures.

``python -m tests.benchmarks planning`` prints the figures. With ``PACER_LECTURES`` set to a
folder of lectures, ``python -m tests.benchmarks.bench_planning --lectures`` prints the plans of
those with sound durations to half and a quarter of their length, for a speaker to read.
"""

import math
import os
import statistics
import sys
import time
from bisect import bisect_right
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from pacer import deck, pacing, planning
from pacer.core import frames
from pacer.core.errors import SlotTooShort
from pacer.planning.fitting import GAP, fitting
from pacer.planning.problem import Option, pose, trim_cost
from pacer.planning.score import Score, greedy, scales
from pacer.planning.weights import WEIGHTS
from pacer.render import terminal
from tests.benchmarks import simulate
from tests.benchmarks.timing import row

SEED = 20
SIZES = (20, 60, 120, 300)
SHARES = (0.75, 0.5, 0.33, 0.25)
P = 0.9


def make_slides(count, rng):
    """Slides whose terms are introduced and used, with sections and near-duplicates."""
    letters = [a + b + c for a in "bdfgklmnprst" for b in "aeiou" for c in "lmnrst"]
    names = [one + two for one in letters for two in ("ix", "or")]
    rng.shuffle(names)
    known, texts = [], []
    for i in range(count):
        if texts and rng.random() < 0.1:
            texts.append(texts[-1] + "\nand one thing more")
            continue
        uses = [f"relies on the {name} store" for name in rng.permutation(known)[:3]]
        title = f"Topic number {i}"
        if rng.random() < 0.5:
            known.append(names[i])
            title = f"The {names[i]} store"
        uses = uses[: int(rng.integers(0, 4))]
        texts.append("\n".join([title, *uses, f"detail {i} alone", f"remark {i} alone"]))
    sections = max(2, count // 9)
    return frames.build(
        frames.SLIDES,
        [
            {
                "slide_key": f"id:{256 + i}",
                "position": i + 1,
                "title": text.split("\n")[0],
                "section": f"Part {sections * i // count + 1}",
                "hidden": False,
                "builds": 0,
                "body_words": len(text.split()),
                "notes_words": 80,
                "text": text,
                "notes": "",
                "media_s": 0.0,
                "target_s": math.nan,
                "value": 1.0,
                "locked": False,
            }
            for i, text in enumerate(texts)
        ],
    )


def make_talk(count, rng, runs=3):
    """Slides, and a model fitted to some simulated runs of them."""
    slides = make_slides(count, rng)
    who = simulate.speaker("ordinary", rng)
    what = simulate.Talk(who, slides, 8 + rng.gamma(1.8, 55 / 1.8, count))
    seconds = np.vstack([simulate.runs(what, number, rng)[0] for number in range(runs)])
    return slides, pacing.fit(slides, *simulate.recorded(what, seconds))


def timed(call):
    began = time.process_time()
    made = call()
    return made, time.process_time() - began


# --- what others do, until the chance of fitting is theirs too ---------------------------------


def one_by_one(score, fits, order):
    """Cut slides in an order until it fits; the last slide of the talk stays."""
    levels = score.whole()
    for place in order:
        if fits(levels):
            break
        if (levels < score.cut).sum() > 1:
            levels[place] = score.cut[place]
    return score.worth(levels), levels


def greedily(score, fits, talk_s):
    """The cheapest seconds first, at the widest budget that fits."""
    low, high = 0.0, talk_s
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(greedy(score, middle)) else (low, middle)
    levels = greedy(score, low)
    return score.worth(levels), levels


def uniformly(made, fits):
    """Every slide trimmed to the same share of its time."""
    low, high = 0.02, 1.0

    def trimmed(share):
        one = Option("trim", share, share**WEIGHTS.trim_power, trim_cost(share))
        return replace(made, options=tuple((one,) if had else () for had in made.options))

    for _ in range(16):
        middle = (low + high) / 2
        score = Score(trimmed(middle))
        low, high = (middle, high) if fits(score.whole(), score) else (low, middle)
    score = Score(trimmed(low))
    return score.worth(score.whole()), score


def proofs():
    """Each size and slot: the proven gap and the time; what nesting and others lose."""
    rng = np.random.default_rng(SEED)
    lost = {name: [] for name in ("greedy", "top-down", "longest first", "uniform trim")}
    on_mean = []
    for count in SIZES:
        slides, model = make_talk(count, rng)
        whole_s = model.total().mean_s
        talks = [share * whole_s for share in SHARES]
        plans = [one_slot(slides, model, talk_s, lost, on_mean) for talk_s in talks]
        several_slots(slides, model, plans, lost)
        all_slots(slides, model, talks)
    print("  worth lost at the same chance of fitting, mean and most:")
    for name, values in lost.items():
        row(f"    {name}", [f"{statistics.mean(values):6.1%}", f"{max(values):6.1%}"])
    row(
        "longest first, planned on the mean: P(fit)",
        [f"{statistics.mean(on_mean):.2f} (least {min(on_mean):.2f})"],
    )


def one_slot(slides, model, talk_s, lost, on_mean):
    """A plan, its proof, and what others make of the same slot."""
    made = pose(slides, model)
    score = Score(made)
    plan, seconds = timed(lambda: planning.solve(slides, model, talk_s))

    def total(levels, of=score):
        return model.total(scales(of.problem, of.chosen(levels)))

    def fits(levels, of=score):
        return total(levels, of).p_within(talk_s) >= P

    longest = np.argsort(-made.seconds[score.rows])
    others = {
        "greedy": greedily(score, fits, talk_s)[0],
        "longest first": one_by_one(score, fits, longest)[0],
        "uniform trim": uniformly(made, fits)[0],
    }
    for name, worth in others.items():
        lost[name].append(1 - worth / plan.worth)
    _, levels = one_by_one(score, lambda levels: score.taken(levels) <= talk_s, longest)
    on_mean.append(total(levels).p_within(talk_s))
    row(
        f"{len(slides)} slides to {talk_s / model.total().mean_s:.0%}",
        [
            f"gap {plan.gap:.3%}",
            f"{1000 * seconds:5.0f} ms",
            f"P(fit) {plan.p_fits:.3f}",
            *(f"{name} -{1 - worth / plan.worth:.0%}" for name, worth in others.items()),
        ],
        "  gap <= 0.1%",
    )
    return plan


def several_slots(slides, model, plans, lost):
    """What nesting costs, against each slot alone and against cutting down step by step."""
    talks = [plan.talk_s for plan in plans]
    alone = sum(plan.worth for plan in plans)
    nest, seconds = timed(lambda: planning.nest(slides, model, talks))
    lost["top-down"].append(1 - top_down(pose(slides, model), model, talks) / alone)
    row(
        f"{len(slides)} slides, {len(talks)} nested slots",
        [
            f"loses {1 - sum(plan.worth for plan in nest.plans) / alone:.2%}",
            f"proven <= {nest.gap:.2%}",
            f"{1000 * seconds:5.0f} ms",
            f"top-down loses {lost['top-down'][-1]:.2%}",
        ],
        "  <= 0.5%",
    )


def all_slots(slides, model, talks, lookups=20_000):
    """The ladder: what it loses between its exact plans, and what a look-up takes."""
    score = Score(pose(slides, model))
    tables, seconds = timed(lambda: planning.build_ladder(slides, model, talks))
    between = []
    for talk_s in np.linspace(0.3, 0.9, 7) * model.total().mean_s:
        levels = np.array(planning.look_up(tables, talk_s))
        between.append(1 - score.worth(levels) / planning.solve(slides, model, talk_s).worth)
    stops = np.linspace(tables["start_s"], tables["from_s"][-1], lookups).tolist()
    _, spent = timed(lambda: [bisect_right(tables["from_s"], stop) for stop in stops])
    row(
        f"{len(slides)} slides, ladder of {len(tables['steps'])} steps",
        [
            f"{seconds:.1f} s to make",
            f"loses {statistics.mean(between):.1%}, at most {max(between):.1%}",
            f"{1e6 * spent / lookups:.2f} us a look-up",
        ],
        "  < 1 us",
    )


def top_down(made, model, talks):
    """Worth of plans cut down one from the other, the longest first."""
    score = Score(made)
    longer, total = made.untouched(), 0.0
    for talk_s in talks:
        longer = fitting(made, model, talk_s, P, GAP, within=(longer, {})).chosen
        total += score.worth(score.levels(longer))
    return total


def fitting_runs(talks=40, times=200):
    """Plans for a chance of 0.9: the share of next runs that fit, by slot and runs before."""
    for number in (1, 2, 3, 5):
        for share in (0.75, 0.5, 0.33):
            rng = np.random.default_rng([SEED, number, round(100 * share)])
            held = []
            for at_talk in range(talks):
                kind = simulate.KINDS[at_talk % len(simulate.KINDS)]
                what = simulate.talk(simulate.speaker(kind, rng), rng)
                seconds = [simulate.runs(what, j, rng)[0] for j in range(number)]
                model = pacing.fit(what.slides, *simulate.recorded(what, np.vstack(seconds)))
                talk_s = share * model.total().mean_s
                try:
                    plan = planning.solve(what.slides, model, talk_s, p=P)
                except SlotTooShort:
                    continue
                scale = plan.scale.to_numpy()
                # A time that was asked for is not quite the time that is taken.
                meant = np.where(scale < 1, rng.gamma(44, 1 / 44, (times, len(scale))), 1.0)
                next_s = (simulate.runs(what, number, rng, times) * scale * meant).sum(axis=1)
                held.append((next_s <= talk_s).mean())
            row(
                f"after {number} runs, to {share:.0%} ({len(held)} talks)",
                [f"fits {statistics.mean(held):.3f}"],
                "0.87-0.95 (planned: 0.90)",
            )


def lectures():
    """Each lecture with sound durations: SLIDES, and a model of its one run."""
    given = os.environ.get("PACER_LECTURES")
    if not given:
        return
    for folder in sorted(Path(given).iterdir()):
        if not (folder / "durations.csv").exists():
            continue
        grades = pd.read_csv(folder.parent.parent / "score" / "split.csv").set_index("lecture")
        if folder.name not in grades.index or grades.loc[folder.name, "duration_grade"] != 1:
            continue
        slides = deck.read(folder / "deck.pdf").slides
        yield folder.name, slides, pacing.fit(slides, *run_of(folder, slides))


def run_of(folder, slides):
    """DWELL and RUNS of the one run in durations.csv, whose slides are the deck's pages."""
    times = pd.read_csv(folder / "durations.csv")
    pages = np.cumsum([0, *(1 + slides["builds"])])
    at_row = np.searchsorted(pages, times["slide"] - 1, side="right") - 1
    seconds = np.bincount(at_row, weights=times["seconds"], minlength=len(slides))
    dwell = [
        {"run_id": "r", "slide_key": key, "dwell_s": spent, "visits": 1, "censored": False}
        for key, spent in zip(slides["slide_key"], seconds, strict=True)
        if spent > 0
    ]
    run = {
        "run_id": "r", "kind": "delivery", "started_at": pd.Timestamp("2020-01-01", tz="UTC"),
        "deck_digest": "", "source": "lecture", "talk_s": float(seconds.sum()),
        "questions_s": 0.0, "paused_s": 0.0, "complete": True,
    }  # fmt: skip
    return frames.build(frames.DWELL, dwell), frames.build(frames.RUNS, [run])


def real(*, whole=False):
    """Plans of real lectures to half and a quarter; with `whole`, printed to be read."""
    for name, slides, model in lectures():
        for share in (0.5, 0.25):
            talk_s = share * model.total().mean_s
            plan, seconds = timed(lambda s=slides, m=model, t=talk_s: planning.solve(s, m, t))
            counts = plan.frame["action"].value_counts()
            row(
                f"{name} to {share:.0%} ({len(plan.frame)} slides)",
                [
                    *(f"{counts.get(action, 0)} {action}" for action in frames.ACTIONS),
                    f"worth {plan.worth_share:.0%}",
                    f"P {plan.p_fits:.2f}",
                    f"gap {plan.gap:.3%}",
                    f"{1000 * seconds:.0f} ms",
                ],
            )
            if whole:
                print(terminal.text(plan.document(), width=150), end="\n\n")


def footing(step_s=30.0):
    """How many slides move where a slot of a real lecture is half a minute longer."""
    moved, lost = [], []
    for _, slides, model in lectures():
        whole_s = model.total().mean_s
        for share in (0.35, 0.5, 0.7):
            one, other = (
                planning.solve(slides, model, share * whole_s + more) for more in (0.0, step_s)
            )
            moved.append(50 / len(slides) * (one.frame["action"] != other.frame["action"]).sum())
            lost.append(one.footing)
    if moved:
        row(
            "half a minute more: slides that move, of 50",
            [
                f"mean {statistics.mean(moved):.1f}",
                f"more than two {statistics.mean(one > 2.5 for one in moved):.0%}",
                f"worth lost for it {statistics.mean(lost):.2%}, at most {max(lost):.2%}",
            ],
            "  at most 2; <= 0.5%",
        )


def main() -> None:
    """Print the figures."""
    print(f"  seed {SEED}; gaps and times of one machine, losses of one run")
    proofs()
    footing()
    fitting_runs()
    real()


if __name__ == "__main__":
    if "--lectures" in sys.argv:
        real(whole=True)
    else:
        main()
