import subprocess
import sys
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

from pacer import plots
from pacer.plots.look import EARLY, LATE, PAPER
from pacer.results.comparison import compare
from tests.talks import Guess, Normal, make_plan, make_runs, make_slides


def texts(ax):
    return [text.get_text() for text in ax.texts]


def compared(*runs, slides=3, **options):
    return compare(make_slides(slides), *make_runs(*runs), **options)


def estimates(n=5):
    slides = make_slides(n)
    return Guess(slides).estimates().merge(slides[["slide_key", "title"]], on="slide_key")


@pytest.mark.parametrize("talk_s", [600.0, 1000.0, 1050.0, 1080.0, 3000.0])
def test_as_many_dots_stand_right_of_the_slot_as_runs_would_not_fit(talk_s):
    spread = Normal(1050, 40)
    ax = plots.total(spread, talk_s=talk_s)
    dots = [patch for patch in ax.patches if isinstance(patch, Circle)]
    late = [dot for dot in dots if same_color(dot.get_facecolor(), PAPER)]
    assert len(dots) == 20
    assert len(late) == pytest.approx(20 * (1 - spread.p_within(talk_s)), abs=0.51)
    line = ax.lines[0].get_xdata()[0]
    assert all((dot.center[0] > line) == (dot in late) for dot in dots)
    places = {dot.center for dot in dots}
    assert len(places) == 20


def test_the_total_says_its_finding():
    assert plots.finding(plots.total(Normal(1050, 40), talk_s=1080)) == (
        "15 of 20 runs would fit 18:00; the middle one is 0:30 within"
    )
    assert plots.finding(plots.total(Normal(2690, 100), talk_s=1080)).startswith(
        "Hardly a run would fit"
    )
    assert (
        plots.finding(plots.total(Normal(1050, 40)))
        == "The next run takes 17:30; 4 in 5 take 16:39 to 18:21"
    )


def test_a_certain_total_is_drawn_too():
    class Certain(Normal):
        def quantile(self, q):
            return self.mean_s

    ax = plots.total(Certain(60, 0), talk_s=60)
    assert len({dot.center for dot in ax.patches}) == 20


def test_slides_over_budget_are_marked_with_a_sign_not_by_colour_alone():
    frame = estimates()
    budgets = pd.Series(frame["median_s"].to_numpy(), index=frame["slide_key"])
    budgets["C"] -= 30
    ax = plots.slides(frame, budgets=budgets)
    assert plots.finding(ax) == "1 slide likely to pass the budget, most of all 3 “Title C” by 0:30"
    assert texts(ax) == ["+0:30"]
    assert ax.get_yticklabels()[0].get_text() == "1\u2002Title A"


def test_without_budgets_the_longest_slides_are_the_finding():
    assert plots.finding(plots.slides(estimates(10))).startswith("5 slides take 5")


@pytest.mark.parametrize(
    "title",
    ["LITTLE THINGS CAN INFLUENCE MUCH", "il" * 80, "A plain title"],
)
def test_titles_are_cut_to_the_width_of_their_column(title):
    ax = plots.slides(estimates(3).assign(title=title))
    ax.figure.draw_without_rendering()
    for label in ax.get_yticklabels():
        box = label.get_window_extent()
        assert box.x0 >= -1
        # a little over the edge is room for the dot of a short slide
        assert box.x1 <= ax.get_window_extent().x0 + 2


def test_a_long_deck_shows_its_longest_slides():
    ax = plots.slides(estimates(200))
    assert len(ax.get_yticks()) == 60
    assert "(the 60 longest of 200 slides)" in plots.finding(ax)


def test_a_plan_shows_what_stays_twice_and_what_goes_once():
    frame = make_plan(make_slides(5), "kctmk")
    ax = plots.plan(frame, talk_s=200)
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    above = [bar for bar in bars if bar.get_y() > 1]
    below = [bar for bar in bars if bar.get_y() < 1]
    assert len(above) == 5
    assert [bar.get_width() for bar in below] == pytest.approx([60, 36, 60])
    assert plots.finding(ax) == "From 5:00 to 2:36: 1 cut, 1 trimmed, 1 merged"


def test_a_plan_without_edits_says_so():
    assert plots.finding(plots.plan(make_plan(make_slides(2), "kk"))).endswith("nothing to change")


def test_runs_that_are_not_whole_are_hollow():
    ax = plots.runs(compared("A 0-60 B 60-160 C 160-200", "A 0-60 B 60-70 …", talk_s=180))
    first, second = ax.patches
    assert same_color(first.get_facecolor(), LATE)
    assert same_color(second.get_facecolor(), PAPER)
    assert same_color(second.get_edgecolor(), EARLY)
    assert "3:20  +0:20" in texts(ax)
    assert "1:10  stopped" in texts(ax)


def test_cells_tell_the_difference_from_the_plan():
    plan = pd.Series({"A": 30.0, "B": 30.0, "C": 30.0})
    ax = plots.heat(compared("A 0-32 B 32-132 C 132-142", "A 0-30 B 30-60", planned=plan))
    assert texts(ax) == ["+2", "0", "+1:10", "0", "−20"]
    assert plots.finding(ax) == "In the last run 0 slides took longer than planned, 0 less"
    assert "ahead" in plots.alt(ax)


def test_where_a_run_left_the_plan_is_the_title_of_its_drift():
    plan = pd.Series({"A": 30.0, "B": 30.0, "C": 30.0})
    left = plots.drift(compared("A 0-30 B 30-130 C 130-160", planned=plan))
    assert plots.finding(left) == "The last run left the plan at 2 “Title B”, which cost it 1:10"
    usual = plots.drift(compared("A 0-30 B 30-60 C 60-90", "A 0-30 B 30-60 C 60-90"))
    assert plots.finding(usual) == "The last run stayed within 0:00 of the usual pace"


def test_the_names_of_runs_that_end_together_do_not_touch():
    ax = plots.drift(compared(*["A 0-30 B 30-60 C 60-90"] * 4))
    ax.figure.draw_without_rendering()
    boxes = sorted(
        (label.get_window_extent() for label in ax.texts if "run" in label.get_text()),
        key=lambda box: box.y0,
    )
    assert len(boxes) == 4
    assert all(below.y1 <= above.y0 + 1 for below, above in pairwise(boxes))


@pytest.mark.parametrize("draw", [plots.runs, plots.heat, plots.drift])
def test_no_runs_and_stopped_runs_are_drawn(draw):
    for comparison in (compared(), compared("A 0-1 …"), compared("X 0-30")):
        ax = draw(comparison)
        assert plots.finding(ax)
        assert plots.png(ax)[0].startswith(b"\x89PNG")


def test_a_figure_shows_itself_and_its_alternative_text_in_a_notebook():
    data, metadata = plots.total(Normal(1050, 40))._repr_png_()
    assert data.startswith(b"\x89PNG")
    assert metadata["alt"].startswith("The next run takes 17:30")
    assert "Twenty dots" in metadata["alt"]


def test_a_long_finding_is_broken_into_lines():
    frame = estimates(2).assign(title=["word " * 30] * 2)
    ax = plots.slides(frame, budgets=pd.Series({"A": 10.0, "B": 10.0}))
    assert "\n" in ax.get_title(loc="left")
    assert plots.png(ax)[0]


def test_titles_with_dollars_and_foreign_scripts_are_text():
    frame = estimates(2).assign(title=[r"Costs $x_{$ and \frac", "発表の練習"])
    assert plots.png(plots.slides(frame))[0]


def test_it_draws_where_it_is_told():
    ax = Figure().add_subplot()
    assert plots.total(Normal(1050, 40), ax=ax) is ax
    assert not hasattr(ax, "_repr_png_")


def test_pyplot_is_never_loaded():
    code = (
        "import sys; from tests.talks import Normal; from pacer import plots;"
        "plots.png(plots.total(Normal(1050, 40))); sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_arguments_are_left_alone():
    frame, plan = estimates(), make_plan(make_slides(5), "kctmk")
    before = frame.copy(), plan.copy()
    plots.slides(frame, budgets=pd.Series(50.0, index=frame["slide_key"]))
    plots.plan(plan)
    pd.testing.assert_frame_equal(frame, before[0])
    pd.testing.assert_frame_equal(plan, before[1])
    assert np.isnan(plan["start_s"]).sum() == 2
