"""The compare widget in a real JupyterLab: how soon it is there, how fast it answers a hand."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from tests.benchmarks.timing import row
from tests.e2e import lab

RUNS, SLIDES, SEED = 200, 120, 6
HOVERS = 300

OPEN = """
from tests.benchmarks.bench_compare import talk
from pathlib import Path
from pacer.widgets.comparison import compare
from tests.widgets.talks import FramesProject
project = FramesProject(*talk({runs}, {slides}), Path("bench.pacer"))
"""
SHOW = "compare(project, talk_s=3600.0)"

# From running the cell to the frame in which the page can be used: kernel, wire and drawing.
SHOWN = """
async () => {
  const notebook = jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = 1;
  notebook.deselectAll();
  const began = performance.now();
  jupyterapp.commands.execute('notebook:run-cell');
  while (!document.querySelector('.pacer-compare .beside .took b')?.textContent)
    await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame); await new Promise((done) => setTimeout(done));
  return performance.now() - began;
}
"""

# From the pointer's event to the frame after the one that shows it; the cells are all in view.
HOVER = """
async ([kind, count]) => {
  const box = document.querySelector('.pacer-compare .map').getBoundingClientRect();
  const seen = [...document.querySelectorAll(`.pacer-compare .${kind}`)].filter((one) => {
    const {left, right, top, bottom} = one.getBoundingClientRect();
    return left > box.left + 200 && right < box.right - 170 && top > box.top + 60
      && bottom < Math.min(box.bottom, innerHeight);
  });
  const times = [];
  let state = 7;
  for (let at = 0; at < count; at += 1) {
    state = (state * 1103515245 + 12345) % 2147483648;
    const cell = seen[state % seen.length];
    const began = performance.now();
    cell.dispatchEvent(new PointerEvent('pointerover', {bubbles: true}));
    await new Promise(requestAnimationFrame); await new Promise((done) => setTimeout(done));
    times.push(performance.now() - began);
  }
  return times;
}
"""

# The same without an event: what the machine takes for a frame while this runs.
IDLE = """
async (count) => {
  const times = [];
  for (let at = 0; at < count; at += 1) {
    const began = performance.now();
    await new Promise(requestAnimationFrame); await new Promise((done) => setTimeout(done));
    times.push(performance.now() - began);
  }
  return times;
}
"""

TIMED = """
async ([selector, wanted]) => {
  const began = performance.now();
  [...document.querySelectorAll(selector)].find((b) => b.textContent === wanted).click();
  await new Promise(requestAnimationFrame); await new Promise((done) => setTimeout(done));
  return performance.now() - began;
}
"""


def quantile(times: list[float], q: float) -> float:
    return statistics.quantiles(times, n=100)[round(100 * q) - 1]


def main() -> None:
    print(
        f"The compare widget in a real JupyterLab, {RUNS} runs of {SLIDES} slides, seed {SEED} (ms)"
    )
    with (
        tempfile.TemporaryDirectory() as home,
        lab.browser() as browser,
        lab.Server(Path(home)) as server,
    ):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(120_000)
        code = OPEN.format(runs=RUNS, slides=SLIDES)
        book = lab.Notebook.open(server, context, [code, SHOW], run=False)
        book.run_cell(0)
        shown = book.page.evaluate(SHOWN)
        row("shown after the call, the latest 30 runs", [f"{shown:.0f}"], "(at most 1000)")
        book.page.wait_for_timeout(2_500)  # JupyterLab comes to rest

        idle = book.page.evaluate(IDLE, HOVERS)
        row(
            "a frame with nothing to do, p50 / p95",
            [f"{quantile(idle, q):.0f}" for q in (0.5, 0.95)],
        )

        def hover(what: str, kind: str) -> None:
            times = book.page.evaluate(HOVER, [kind, HOVERS])
            told = [f"{quantile(times, q):.0f}" for q in (0.5, 0.95)]
            row(f"hover, {what}, p50 / p95", told, "(p95 at most 33)")

        def press(name: str, selector: str, what: str) -> None:
            row(what, [f"{book.page.evaluate(TIMED, [selector, name]):.0f}"])
            book.page.wait_for_timeout(1_000)

        hover("30 runs", "cell")
        press("All", ".pacer-compare .pick button", f"all {RUNS} runs chosen and painted")
        hover(f"{RUNS} runs", "cell")
        press("By the clock", ".pacer-compare .ways button", f"all {RUNS} runs by the clock")
        hover(f"{RUNS} runs by the clock", "part")
        server.end_kernels()
        context.close()


if __name__ == "__main__":
    main()
