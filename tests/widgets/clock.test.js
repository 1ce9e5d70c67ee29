import { expect, test } from "vitest";
import * as clock from "../../pacer/widgets/src/shared/clock.js";
import fixtures from "./fixtures/clock.json";

/** @param {unknown} rows @returns {[any, any][]} */
const pairs = (rows) => /** @type {[any, any][]} */ (rows);
const orNaN = (/** @type {any} */ value) => value ?? NaN;

test.each(pairs(fixtures.text))("%s s is written %s", (duration_s, written) => {
  expect(clock.text(orNaN(duration_s))).toBe(written);
});

test.each(pairs(fixtures.signed))("a difference of %s s is written %s", (duration_s, written) => {
  expect(clock.signed(orNaN(duration_s))).toBe(written);
});

test.each(pairs(fixtures.seconds))("%j is read as %s s", (written, duration_s) => {
  expect(clock.seconds(String(written))).toBe(orNaN(duration_s));
});

test.each([
  [0, "0 s"],
  [39.6, "40 s"],
  [-40, "40 s"],
  [59.5, "1 min"],
  [80, "1 min 20 s"],
  [754, "13 min"],
  [NaN, "–"],
])("%s s in words is %s", (duration_s, written) => {
  expect(clock.words(duration_s)).toBe(written);
});
