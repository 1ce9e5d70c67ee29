"""The trim room in a real JupyterLab: how fast the page answers a hand, and whether it leaks."""

from __future__ import annotations

import json
import statistics
import tempfile
from pathlib import Path

from tests.benchmarks.timing import row
from tests.e2e import lab
from tests.protocol.ladders import plan

OPEN = """
import pandas as pd
import pacer
from pacer import sample
from pacer.widgets.trim import trim
talk = pacer.open(sample.copy("bench"), slot="{slot}", questions="2:00")
def copy(n):  # the same talk in words of its own, so that copies are not near-duplicates
    made = talk.slides.assign(slide_key=talk.slides["slide_key"] + f"-{{n}}")
    for name in ("title", "text", "notes", "section"):
        made[name] = made[name].str.replace(r"(\\w{{4,}})", rf"\\g<1>{{chr(97 + n)}}", regex=True)
    return made
copies = [copy(n) for n in range(12)]
slides = pd.concat(copies, ignore_index=True).query("~hidden").head({count})
slides = slides.reset_index(drop=True).assign(position=range(1, {count} + 1))
dwell = pd.concat(
    [talk.dwell.assign(slide_key=talk.dwell["slide_key"] + f"-{{n}}") for n in range(12)]
)
dwell = dwell[dwell["slide_key"].isin(slides["slide_key"])]
from pacer import pacing
fitted = pacing.fit(slides, dwell, talk.runs)
from pathlib import Path
from tests.widgets.talks import SlidesProject
project = SlidesProject(slides, Path("bench/{count}.pacer"))
project.fit = lambda: fitted
room = trim(project, talk_s={talk_s})
room
"""

# From an input event to the frame after the one that shows it.
STEPS = """
async ({count, gap_ms}) => {
  const slider = document.querySelector('.pacer-trim .time input[type=range]');
  const total = document.querySelector('.pacer-trim .number');
  const low = Number(slider.value), step = 15;
  const times = [], seen = new Set(), kept = [];
  const frame = () => new Promise(requestAnimationFrame);
  for (let at = 0; at < count; at += 1) {
    const began = performance.now();
    slider.value = String(low + step * (at + 1));
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    await frame(); await new Promise((done) => setTimeout(done));
    times.push(performance.now() - began);
    seen.add(document.querySelector('.pacer-trim .of').textContent);
    const stays = document.querySelectorAll('.pacer-trim li[data-action]:not([data-action=cut])');
    kept.push([Number(slider.value), stays.length]);
    const rest = gap_ms - (performance.now() - began);
    await new Promise((done) => setTimeout(done, Math.max(0, rest)));
  }
  return {times, painted: seen.size, kept};
}
"""

RESET = """(talk_s) => {
  const slider = document.querySelector('.pacer-trim .time input[type=range]');
  slider.value = String(talk_s);
  slider.dispatchEvent(new Event('input', {bubbles: true}));
}"""

EDITS = """
async (count) => {
  const row = document.querySelectorAll('.pacer-trim li[data-action]')[7];
  const times = [];
  row.focus();
  for (let at = 0; at < count; at += 1) {
    const began = performance.now();
    row.dispatchEvent(new KeyboardEvent('keydown', {key: at % 2 ? 'c' : 'k', bubbles: true}));
    await new Promise(requestAnimationFrame); await new Promise((done) => setTimeout(done));
    times.push(performance.now() - began);
  }
  return times;
}
"""


def quantile(times: list[float], q: float) -> float:
    return statistics.quantiles(times, n=100)[round(100 * q) - 1]


def main() -> None:
    print("The trim room in a real JupyterLab (ms from an event to the painted frame)")
    with (
        tempfile.TemporaryDirectory() as home,
        lab.browser() as browser,
        lab.Server(Path(home)) as server,
    ):
        for count, slot, talk_s in (
            (120, "45:00", 2580),
            (200, "60:00", 3480),
            (500, "150:00", 8880),
        ):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            context.set_default_timeout(120_000)
            code = OPEN.format(count=count, slot=slot, talk_s=talk_s)
            opened = lab.Notebook.open(server, context, [code])
            page = opened.page
            page.locator(".pacer-trim[data-ladder=true]").wait_for()
            page.wait_for_timeout(1_000)  # the kernel rests
            ladder = json.loads(
                opened.kernel(
                    "import json; from pacer.widgets import protocol\n"
                    "print(json.dumps(protocol.plain(room.ladder)))"
                )
            )
            print(f" {count} slides")
            # As it opens: stretches. What follows is measured with every slide as a row.
            stretches = page.evaluate(STEPS, {"count": 60, "gap_ms": 16})
            row(
                "slider step over stretches, p50 / p95",
                [f"{quantile(stretches['times'], q):.0f}" for q in (0.5, 0.95)],
                "(p95 at most 33)",
            )
            page.wait_for_timeout(3_000)
            page.locator(".pacer-trim[data-busy=false]").wait_for()
            page.evaluate(RESET, talk_s)
            page.wait_for_timeout(3_000)
            page.locator(".pacer-trim[data-busy=false][data-proven=true]").wait_for()
            page.locator(".pacer-trim").get_by_role("button", name="All slides").click()
            drag = page.evaluate(STEPS, {"count": 60, "gap_ms": 16})
            row(
                "slider step, p50 / p95",
                [f"{quantile(drag['times'], q):.0f}" for q in (0.5, 0.95)],
                "(p95 at most 33)",
            )
            row("steps painted in a drag of 60", [drag["painted"]], "(60)")
            right = [shown == len(plan(ladder, talk_s)["kept"]) for talk_s, shown in drag["kept"]]
            row("of them with the ladder's own plan", [sum(right)], "(60)")
            page.wait_for_timeout(3_000)
            began = page.evaluate("performance.now()")
            edit = page.evaluate(EDITS, 1)
            page.wait_for_function("() => document.querySelector('.pacer-trim [data-waiting]')")
            page.wait_for_function("() => !document.querySelector('.pacer-trim [data-waiting]')")
            planned = page.evaluate("performance.now()") - began
            page.locator(".pacer-trim[data-busy=false][data-proven=true]").wait_for()
            proven = page.evaluate("performance.now()") - began
            row(
                "a decision shown / planned / proven",
                [f"{edit[0]:.0f}", f"{planned:.0f}", f"{proven:.0f}"],
                "(at most 50, -, 2000)",
            )
            heap = "performance.memory.usedJSHeapSize / 2 ** 20"
            page.evaluate(EDITS, 100)
            before = page.evaluate(heap)
            times = page.evaluate(EDITS, 1000)
            page.wait_for_timeout(3_000)
            row(
                "1,000 edits, p95; heap before, after (MB)",
                [f"{quantile(times, 0.95):.0f}", f"{before:.0f}", f"{page.evaluate(heap):.0f}"],
                "(heap flat)",
            )
            server.end_kernels()
            context.close()


if __name__ == "__main__":
    main()
