import { expect, test } from "vitest";
import fixture from "./fixtures/total.json";
import { normal, total } from "../../pacer/widgets/src/shared/pacing.js";
import { setProse } from "../../pacer/widgets/src/trim/prose.js";
import * as state from "../../pacer/widgets/src/trim/state.js";

/** @type {state.Row[]} */
const rows = [1, 2, 3].map((position) => ({
  key: `id:${position}`,
  position,
  title: `Slide ${position}`,
  section: "",
  seconds: 60 * position,
  low_s: 50 * position,
  high_s: 70 * position,
  hidden: position === 3,
}));
/** @type {state.Proposal} */
const proposal = { "id:1": { action: "cut", budget_s: 0, scale: 0, reason: "saves 1:00" } };

test.each(fixture.cases)("the total of $scale is the kernel's", (known) => {
  const made = total(fixture.tables, known.scale);
  for (const [q, seconds] of known.quantiles) expect(made.quantile(q)).toBeCloseTo(seconds, 2);
  for (const [seconds, chance] of known.within) expect(made.within(seconds)).toBeCloseTo(chance, 5);
});

test("the normal distribution function", () => {
  expect(normal(0)).toBeCloseTo(0.5, 6);
  expect(normal(1.2815515655)).toBeCloseTo(0.9, 6);
  expect(normal(-40)).toBe(0);
  expect(normal(40)).toBe(1);
});

test("a decision stands over the proposal, and the same again takes it back", () => {
  let now = state.start(100);
  expect(state.steps(rows, now, proposal)[0]).toMatchObject({ action: "cut", decided: false });
  now = state.decide(now, rows[0], "keep");
  expect(state.steps(rows, now, proposal)[0]).toMatchObject({ action: "keep", budget_s: 60, decided: true });
  now = state.decide(now, rows[0], "keep");
  expect(state.steps(rows, now, proposal)[0]).toMatchObject({ action: "cut", decided: false });
});

test("a merge is only ever proposed", () => {
  const now = state.start(100);
  expect(state.decide(now, rows[0], "merge")).toBe(now);
  const cut = state.decide(now, rows[0], "cut");
  expect(state.decide(cut, rows[0], "merge").decisions).toEqual({});
});

test("a trim stays between the shortest and the whole", () => {
  const now = state.start(100);
  const budget = (/** @type {number} */ s) => state.decide(now, rows[0], "trim", s).decisions["id:1"];
  expect(budget(-20)).toEqual({ action: "trim", budget_s: state.SHORTEST_S });
  expect(budget(500)).toEqual({ action: "trim", budget_s: 60 });
});

test("undo and redo lead back and forth without end", () => {
  let now = state.start(100);
  for (let step = 0; step < 50; step += 1) now = state.next(now, { talk_s: 200 + step });
  for (let step = 0; step < 60; step += 1) now = state.undo(now);
  expect(now.talk_s).toBe(100);
  for (let step = 0; step < 60; step += 1) now = state.redo(now);
  expect(now.talk_s).toBe(249);
  now = state.next(state.undo(now), { talk_s: 7 });
  expect(state.redo(now)).toBe(now);
});

test("hidden slides are no part of the talk", () => {
  const made = state.steps(rows, state.start(100), {});
  expect(made[2]).toMatchObject({ action: "cut", budget_s: 0 });
  expect(made.map((step) => step.scale)).toEqual([1, 1, 0]);
});

test("a term is emphasis and never markup", () => {
  const element = document.createElement("p");
  setProse(element, "9 and 14 use *<img src=x>*, introduced here");
  expect(element.querySelector("em")?.textContent).toBe("<img src=x>");
  expect(element.querySelector("img")).toBeNull();
  setProse(element, "now another");
  expect(element.textContent).toBe("now another");
});
