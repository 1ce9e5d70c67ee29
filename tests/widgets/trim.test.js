import { expect, test } from "vitest";
import totals from "../protocol/fixtures/totals.json";
import sent from "../protocol/fixtures/ladder.json";
import { normal, total } from "../../pacer/widgets/src/shared/total.js";
import { lookUp, propose } from "../../pacer/widgets/src/trim/ladder.js";
import { setProse } from "../../pacer/widgets/src/trim/prose.js";
import * as state from "../../pacer/widgets/src/trim/state.js";

/** @type {state.Row[]} */
const rows = [1, 2, 3].map((position) => ({
  key: `id:${position}`,
  position,
  title: `Slide ${position}`,
  text: "",
  section: "",
  basis: "2 runs",
  seconds: 60 * position,
  low_s: 50 * position,
  high_s: 70 * position,
  hidden: position === 3,
}));
/** @returns {state.State} */
const begin = () => state.start({ talk_s: 100, decisions: {}, stars: [], needs: [], struck: {} });
/** @type {state.Proposal} */
const proposal = { "id:1": { action: "cut", budget_s: 0, scale: 0, reason: "saves 1:00" } };

test.each(totals.flatMap(({ tables, cases }) => cases.map((known) => ({ tables, ...known }))))("the total of $scale is the kernel's", ({ tables, ...known }) => {
  const made = total(tables, known.scale);
  for (const [q, seconds] of known.quantiles) expect(made.quantile(q) / seconds).toBeCloseTo(1, 4);
  for (const [seconds, chance] of known.within) expect(made.within(seconds)).toBeCloseTo(chance, 3);
});

test("the normal distribution function", () => {
  expect(normal(0)).toBeCloseTo(0.5, 6);
  expect(normal(1.2815515655)).toBeCloseTo(0.9, 6);
  expect(normal(-40)).toBe(0);
  expect(normal(40)).toBe(1);
});

test("a decision stands over the proposal, and the same again takes it back", () => {
  let now = begin();
  expect(state.steps(rows, now.now, proposal)[0]).toMatchObject({ action: "cut", decided: false });
  now = state.decide(now, rows[0], "keep");
  expect(state.steps(rows, now.now, proposal)[0]).toMatchObject({ action: "keep", budget_s: 60, decided: true });
  now = state.decide(now, rows[0], "keep");
  expect(state.steps(rows, now.now, proposal)[0]).toMatchObject({ action: "cut", decided: false });
});

test("a merge saves nothing until the kernel says how much is said twice", () => {
  const now = state.decide(begin(), rows[0], "merge").now;
  expect(state.steps(rows, now, {})[0]).toMatchObject({ action: "merge", budget_s: 0, scale: 1, decided: true });
  const known = { "id:1": { action: /** @type {const} */ ("merge"), budget_s: 0, scale: 0.7, reason: "1+2" } };
  expect(state.steps(rows, now, known)[0]).toMatchObject({ scale: 0.7, reason: "1+2", decided: true });
});

test("the last slide shown has none to be merged with", () => {
  expect(state.canMerge(rows, rows[0])).toBe(true);
  expect(state.canMerge(rows, rows[1])).toBe(false);
  expect(state.canMerge(rows, rows[2])).toBe(false);
});

test("a trim stays between the shortest and the whole", () => {
  const now = begin();
  const budget = (/** @type {number} */ s) => state.decide(now, rows[0], "trim", s).now.decisions["id:1"];
  expect(budget(-20)).toEqual({ action: "trim", budget_s: state.SHORTEST_S });
  expect(budget(500)).toEqual({ action: "trim", budget_s: 60 });
});

test("undo and redo lead back and forth without end", () => {
  let now = begin();
  for (let step = 0; step < 50; step += 1) now = state.next(now, { talk_s: 200 + step });
  for (let step = 0; step < 60; step += 1) now = state.undo(now);
  expect(now.now.talk_s).toBe(100);
  for (let step = 0; step < 60; step += 1) now = state.redo(now);
  expect(now.now.talk_s).toBe(249);
  now = state.next(state.undo(now), { talk_s: 7 });
  expect(state.redo(now)).toBe(now);
});

test("hidden slides are no part of the talk", () => {
  const made = state.steps(rows, begin().now, {});
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

test("a star and a need can be given, taken back and undone", () => {
  let now = state.star(begin(), rows[0]);
  expect(now.now.stars).toEqual(["id:1"]);
  now = state.star(now, rows[0]);
  expect(now.now.stars).toEqual([]);
  now = state.need(now, "id:2", "id:1", true);
  now = state.need(now, "id:2", "id:1", false);
  expect(now.now.needs).toEqual([{ slide_key: "id:2", needs: "id:1", wanted: false }]);
  expect(state.need(now, "id:2", "id:1").now.needs).toEqual([]);
  expect(state.undo(now).now.needs).toEqual([{ slide_key: "id:2", needs: "id:1", wanted: true }]);
  expect(state.need(now, "id:2", "id:2", true)).toBe(now);
});

test("what this page changed leads from Python's choices to its own, and to nothing else", () => {
  const base = begin().now;
  expect(state.changes(base, base)).toEqual({ decisions: {}, stars: {}, needs: [], struck: {} });
  let now = state.decide(begin(), rows[0], "cut");
  now = state.need(state.star(now, rows[1]), "id:2", "id:1", true);
  const mine = state.changes(base, now.now);
  expect(mine).toEqual({
    decisions: { "id:1": { action: "cut" } },
    stars: { "id:2": true },
    needs: [{ slide_key: "id:2", needs: "id:1", wanted: true }],
    struck: {},
  });
  const elsewhere = { decisions: { "id:2": /** @type {state.Decision} */ ({ action: "keep" }) }, stars: ["id:1"], needs: [], struck: {} };
  const both = state.changed(elsewhere, mine);
  expect(both.decisions).toEqual({ "id:1": { action: "cut" }, "id:2": { action: "keep" } });
  expect(both.stars).toEqual(["id:1", "id:2"]);
  const back = state.changes(both, elsewhere);
  expect(back).toMatchObject({ decisions: { "id:1": null }, stars: { "id:2": false }, needs: [{ wanted: null }] });
  expect(state.changed(both, back)).toEqual(elsewhere);
});

const ladder = {
  slide_keys: ["id:1", "id:2", "id:3"],
  options: [
    [{ action: /** @type {const} */ ("keep"), scale: 1 }],
    [
      { action: /** @type {const} */ ("keep"), scale: 1 },
      { action: /** @type {const} */ ("merge"), scale: 0.5 },
    ],
    [{ action: /** @type {const} */ ("keep"), scale: 1 }],
  ],
  start: [1, 1, 0],
  start_s: 60,
  steps: [
    { slide: 1, level: 0, from_s: 90 },
    { slide: 0, level: 0, from_s: 150 },
  ],
  seconds: [40, 50, 60],
  worth: [1, 1, 1],
};

test("the ladder's plan for a talk time", () => {
  expect(lookUp(ladder, 59)).toBeNull();
  expect(lookUp(ladder, 60)).toEqual([1, 1, 0]);
  expect(lookUp(ladder, 149)).toEqual([1, 0, 0]);
  expect(lookUp(ladder, 1e4)).toEqual([0, 0, 0]);
  expect(propose(ladder, 59)).toBeNull();
});

test.each(sent.cases)("for $talk_s s of talk the page keeps what Python's ladder keeps", ({ talk_s, levels, kept }) => {
  const { ladder: known } = /** @type {{ladder: any}} */ (sent);
  expect(lookUp(known, talk_s)).toEqual(levels);
  const stays = Object.entries(propose(known, talk_s) ?? {}).filter(([, step]) => step.action !== "cut");
  expect(stays.map(([key]) => key)).toEqual(kept);
});

test("what is still said of a merged slide is the next one's budget", () => {
  expect(propose(ladder, 60)).toMatchObject({
    "id:1": { action: "cut", budget_s: 0, scale: 0 },
    "id:2": { action: "merge", budget_s: 0, scale: 0.5 },
    "id:3": { action: "keep", budget_s: 85, scale: 1 },
  });
});
