import { expect, test } from "vitest";
import runs from "../protocol/fixtures/live.json";
import { lookUp, openForecast } from "../../pacer/widgets/src/rehearse/curve.js";
import { at, replay } from "../../pacer/widgets/src/run/timeline.js";

/** @typedef {import("../../pacer/widgets/src/run/timeline.js").Mark} Mark */

test("on 200 seeded runs the page shows Python's forecast at every knot, to a hundredth", () => {
  expect(runs).toHaveLength(200);
  let knots = 0;
  for (const { marks, curve } of runs) {
    const run = replay(/** @type {Mark[]} */ (marks));
    const forecast = openForecast();
    const shown = marks.findLast(({ kind }) => kind === "start" || kind === "slide");
    forecast.hear({ ...curve, type: "forecast", token: "t", seq: marks.length });
    curve.since_s.forEach((since_s, knot) => {
      // brought there by the page's own reading of the marks, pauses and questions left out
      const now = at(run, run.last_s + since_s - curve.since_s[0]);
      const found = forecast.at({ token: "t", shown_seq: shown?.seq ?? 0 }, now, 0);
      expect(now.visit_s).toBeCloseTo(since_s, 1);
      for (const [name, wanted] of /** @type {const} */ ([["low_s", curve.low_s], ["end_s", curve.median_s], ["high_s", curve.high_s]])) {
        expect(Math.abs((found?.[name] ?? NaN) - wanted[knot])).toBeLessThan(0.01);
      }
      knots += 1;
    });
  }
  expect(knots).toBe(200 * 34);
});

const curve = { since_s: [0, 10, 20], low_s: [90, 92, 96], median_s: [100, 101, 105], high_s: [120, 120, 130] };

test("between two knots lies a line, and beyond the last it goes on as time does", () => {
  expect(lookUp(curve, 5)).toEqual({ low_s: 91, end_s: 100.5, high_s: 120 });
  expect(lookUp(curve, -3)).toEqual({ low_s: 90, end_s: 100, high_s: 120 });
  expect(lookUp(curve, 27)).toEqual({ low_s: 103, end_s: 112, high_s: 137 });
});

test("while the kernel is busy the last curve goes on with the drift, and says of which slide it is", () => {
  const forecast = openForecast();
  const run = at(replay([{ seq: 1, t_s: 0, kind: "start", slide_key: "a" }]), 10);
  expect(forecast.at({ token: "t", shown_seq: 1 }, run, 0)).toBeNull();
  forecast.hear({ ...curve, type: "forecast", token: "t", seq: 1, slide_key: "a" });
  expect(forecast.at({ token: "t", shown_seq: 1 }, run, 4)).toMatchObject({ end_s: 101, as_of: "" });
  const on = { ...run, key: "b" };
  expect(forecast.at({ token: "t", shown_seq: 2 }, on, 24)).toMatchObject({ end_s: 121, low_s: 112, as_of: "a" });
  // back on the slide, but in another stay
  expect(forecast.at({ token: "t", shown_seq: 3 }, run, 4)).toMatchObject({ as_of: "a" });
  // a late answer to an older mark
  forecast.hear({ ...curve, type: "forecast", token: "t", seq: 3, slide_key: "a" });
  forecast.hear({ ...curve, type: "forecast", token: "t", seq: 2, slide_key: "b" });
  expect(forecast.at({ token: "t", shown_seq: 3 }, run, 0)).toMatchObject({ as_of: "" });
  expect(forecast.at({ token: "another", shown_seq: 1 }, run, 0)).toBeNull();
});
