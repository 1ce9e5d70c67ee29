// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { parts, twoBars } from "../../pacer/widgets/src/trim/bars.js";
import { MOST_POINTS, picked, pointsSheet } from "../../pacer/widgets/src/trim/points.js";
import { questionCard, range } from "../../pacer/widgets/src/trim/question.js";

/** @param {number} position */
const row = (position, more = {}) => ({
  key: `id:${position}`,
  position,
  title: `<b>Slide ${position}</b>`,
  text: "",
  section: position < 3 ? "One" : "Two",
  basis: "",
  seconds: 60,
  low_s: 50,
  high_s: 70,
  hidden: false,
  ...more,
});
const rows = [1, 2, 3, 4].map((position) => row(position, { hidden: position === 4 }));
const at = (/** @type {number} */ position) => rows[position - 1];
const stretch = /** @type {const} */ ({ id: "2-3", kind: "stretch", slides: [2, 3], title: "Two things", seconds: 120, proposed: "drop", of: 0 });
const needs = /** @type {const} */ ({ id: "needs:3", kind: "needs", of: 3, slides: [1, 2], title: "", seconds: 0, proposed: "" });

function card() {
  const acts = { answer: vi.fn(), needs: vi.fn(), picture: () => null };
  return { acts, made: questionCard(acts) };
}

test("a stretch is asked with its slides, and an answer is one key", () => {
  const { acts, made } = card();
  made.paint({ question: /** @type {any} */ (stretch), at, number: 2, of: 5 });
  expect(made.element.textContent).toContain("Two things: how much of it stays?");
  expect(made.element.textContent).toContain("2:00 on slides 2–3");
  expect(made.element.textContent).toContain("question 2 of 5");
  expect(made.element.querySelectorAll(".slide").length).toBe(2);
  expect(made.element.querySelector("[data-proposed]")?.textContent).toContain("Drop");
  expect(made.element.querySelector("b")).toBe(null);
  made.choose(1);
  expect(acts.answer).toHaveBeenLastCalledWith("2-3", "shorten");
  made.skip();
  expect(acts.answer).toHaveBeenLastCalledWith("2-3", "skip");
});

test("what a point stands on is ticked, or none", () => {
  const { acts, made } = card();
  made.paint({ question: /** @type {any} */ (needs), at, number: 1, of: 1 });
  expect(made.element.textContent).toContain("None of them");
  made.done();
  expect(acts.needs).toHaveBeenLastCalledWith("needs:3", []);
  made.choose(1);
  expect(made.element.textContent).toContain("This one");
  made.done();
  expect(acts.needs).toHaveBeenLastCalledWith("needs:3", [2]);
  made.choose(1);
  made.done();
  expect(acts.needs).toHaveBeenLastCalledWith("needs:3", []);
});

test("without a question the card is away and does nothing", () => {
  const { acts, made } = card();
  made.paint({ question: null, at, number: 0, of: 0 });
  made.choose(0);
  made.skip();
  made.done();
  expect(made.element.hidden).toBe(true);
  expect(acts.answer).not.toHaveBeenCalled();
  expect(acts.needs).not.toHaveBeenCalled();
});

test("at most three points, and a hidden slide is none", () => {
  expect(["a", "b", "c", "d"].reduce(picked, /** @type {string[]} */ ([]))).toEqual(["a", "b", "c"]);
  expect(picked(["a", "b"], "a")).toEqual(["b"]);
  const done = vi.fn();
  const sheet = pointsSheet(rows, { done, later: vi.fn(), picture: () => null });
  sheet.show(["id:4", "id:2"]);
  sheet.keys.Enter();
  expect(done).toHaveBeenLastCalledWith(["id:2"]);
  sheet.keys.Space();
  sheet.keys.ArrowRight();
  sheet.keys.Enter();
  expect(done.mock.lastCall?.[0].length).toBeLessThanOrEqual(MOST_POINTS);
  expect(sheet.element.querySelectorAll('[aria-selected="true"]').length).toBe(2);
});

test("two bars: sections in order, what goes hatched, hidden slides not counted", () => {
  const kept = { action: /** @type {const} */ ("keep"), budget_s: 60, scale: 1, reason: "", decided: false };
  const steps = rows.map((_one, index) => (index === 1 ? { ...kept, action: /** @type {const} */ ("cut"), budget_s: 0, scale: 0 } : kept));
  const all = parts(rows, steps);
  expect(all.map((part) => [part.section, part.goes, part.slides])).toEqual([
    ["One", false, [1]],
    ["One", true, [2]],
    ["Two", false, [3]],
  ]);
  const bars = twoBars();
  bars.paint(rows, steps, 120);
  expect(bars.element.getAttribute("aria-label")).toBe("Today 3:00, in the plan 2:00");
  expect(bars.element.querySelectorAll(".today .part").length).toBe(3);
  expect(bars.element.querySelectorAll(".plan .part").length).toBe(2);
  expect(bars.element.querySelectorAll(".today .goes").length).toBe(1);
});

test("a stretch of one slide is called so", () => {
  expect(range([26])).toBe("slide 26");
  expect(range([25, 26])).toBe("slides 25–26");
});
