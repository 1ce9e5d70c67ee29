import { expect, test } from "vitest";
import { READY, apply, at, isGoing, replay } from "../../pacer/widgets/src/run/timeline.js";
import fixtures from "./fixtures/runs.json";

/** @param {any[]} rows @returns {any} */
const asMarks = (rows) =>
  rows.map(([t_s, kind, slide_key], place) => ({ seq: place + 1, t_s, kind, slide_key }));

test.each(fixtures)("$name", ({ marks, talk_s, questions_s, paused_s, dwell }) => {
  const run = replay(asMarks(marks));
  expect({ ...run.dwell }).toEqual(dwell);
  expect(run).toMatchObject({ talk_s, questions_s, paused_s, phase: "over" });
  expect(isGoing(run)).toBe(false);
});

test.each(fixtures)("looking at the clock in between changes nothing: $name", ({ marks }) => {
  let looked = READY;
  for (const mark of asMarks(marks)) {
    for (let t_s = looked.last_s; t_s < mark.t_s; t_s += 3) looked = at(looked, t_s);
    looked = apply(looked, mark);
  }
  const once = replay(asMarks(marks));
  expect(looked.talk_s).toBeCloseTo(once.talk_s, 9);
  expect(looked.paused_s).toBeCloseTo(once.paused_s, 9);
  expect(looked.seen).toEqual(once.seen);
});

test("a run going on counts for the slide that is up, and a pause for none", () => {
  const run = replay(asMarks([[0, "start", "a"], [10, "slide", "b"]]));
  expect(at(run, 14)).toMatchObject({ talk_s: 14, visit_s: 4, dwell: { a: 10, b: 4 } });
  const paused = apply(run, { t_s: 14, kind: "pause", slide_key: "" });
  expect(at(paused, 20)).toMatchObject({ talk_s: 14, paused_s: 6, dwell: { a: 10, b: 4 } });
});
