import { expect, test } from "vitest";
import { at, replay } from "../../pacer/widgets/src/run/timeline.js";
import { advise, neighbour, standing as stand } from "../../pacer/widgets/src/rehearse/progress.js";

/** A forecast that ends there, give or take a minute. @param {number} end_s @param {number} [low_s] */
const ends = (end_s, low_s = end_s - 60) => () => ({ low_s, end_s, high_s: end_s + 60, as_of: "" });

/** @param {any[]} rows @param {any} run @param {number} talk_s */
const standing = (rows, run, talk_s) => stand(rows, run, talk_s, ends(talk_s));

/**
 * Rows with these budgets.
 * @param {number[]} budgets
 * @param {Record<number, object>} [more] by position
 * @returns {any[]}
 */
const makeRows = (budgets, more = {}) =>
  budgets.map((budget_s, place) => ({
    key: `s${place + 1}`,
    position: place + 1,
    title: `Slide ${place + 1}`,
    budget_s,
    value: 1,
    locked: false,
    skip: false,
    builds: 0,
    ...more[place + 1],
  }));

/**
 * A run through slides, brought to a moment.
 * @param {number} now_s
 * @param {...[number, number]} shown when, which position
 */
const makeRun = (now_s, ...shown) =>
  at(
    replay(
      shown.map(([t_s, position], place) => ({
        seq: place + 1,
        t_s,
        kind: place ? "slide" : "start",
        slide_key: `s${position}`,
      })),
    ),
    now_s,
  );

const four = makeRows([60, 60, 60, 60]);

test.each([
  ["within its budget nothing is late", makeRun(30, [0, 1]), 0, ""],
  ["beyond it every second is", makeRun(100, [0, 1]), 40, "40 s behind"],
  ["left early, the next ones begin early", makeRun(30, [0, 1], [20, 2]), -40, "40 s ahead"],
  ["a slide passed over was dropped: its time is gained", makeRun(60, [0, 1], [60, 3]), -60, "1 min ahead"],
  ["going back takes time, not progress", makeRun(180, [0, 1], [60, 2], [120, 1]), 60, "1 min behind"],
  ["a slip ahead and back does no harm", makeRun(64, [0, 1], [60, 4], [61, 2]), 1, ""],
])("%s", (_, run, drift_s, pace) => {
  const now = standing(four, /** @type {any} */ (run), 240);
  expect(now.drift_s).toBeCloseTo(Number(drift_s), 6);
  expect(now.pace).toBe(pace);
  expect(now.word).toBe("On time");
});

test("slides this run passes over need no time", () => {
  const rows = makeRows([60, 0, 60], { 2: { skip: true } });
  expect(standing(rows, makeRun(60, [0, 1], [60, 3]), 120)).toMatchObject({ drift_s: 0, tone: "even" });
});

test.each([
  ["ten minutes late is never on time, however well the budgets are kept", 1200, 1800, 1100, "May end 10 min over", "late"],
  ["nor where it is sure", 1200, 1860, 1700, "Ends 11 min over", "late"],
  ["too short is a miss as well", 1200, 960, 900, "Ends 4 min early", "early"],
  ["near enough is on time", 1200, 1225, 1100, "On time", "even"],
  ["a minute is not", 600, 660, 560, "May end 1 min over", "late"],
])("%s", (_, talk_s, end_s, low_s, word, tone) => {
  const rows = makeRows([300, 300, 300, 300]);
  const forecast = () => ({ low_s: Number(low_s), end_s: Number(end_s), high_s: Number(end_s) + (Number(end_s) < 1000 ? 60 : 400), as_of: "" });
  expect(stand(rows, makeRun(30, [0, 1]), Number(talk_s), forecast)).toMatchObject({ word, tone, pace: "" });
});

test("nothing is advised beside On time, and a minute over 45 is not on time", () => {
  const rows = makeRows([60, 60, 60, 60]);
  const run = makeRun(85, [0, 1]);
  expect(stand(rows, run, 240, ends(265))).toMatchObject({ word: "On time", pace: "25 s behind", advice: "" });
  expect(stand(rows, run, 240, ends(300))).toMatchObject({ word: "May end 1 min over", advice: "drop slide 2" });
  expect(stand(rows, run, 2700, () => ({ low_s: 2645, end_s: 2760, high_s: 2884, as_of: "" })).word).toBe("May end 1 min over");
});

test("once time is up nothing is on time", () => {
  expect(stand(four, makeRun(255, [0, 4]), 240, ends(256)).word).toBe("May end 20 s over");
});

test("until Python has told where it ends, the budgets to come do", () => {
  const run = makeRun(180, [0, 1], [90, 2], [180, 3]);
  const unknown = stand(four, run, 240, () => null);
  expect(unknown).toMatchObject({ forecast: null, advice: "", pace: "1 min behind", word: "Ends 1 min over" });
});

test("a part that is rehearsed is held against its own budgets", () => {
  const run = makeRun(60, [0, 3]);
  expect(stand(four, run, 120, ends(120), 2)).toMatchObject({ drift_s: 0, left_s: 60, word: "On time" });
});

test.each([
  ["nothing needs doing", 5, "even", makeRows([60, 60, 60]), ""],
  ["far ahead there is time", -100, "early", makeRows([60, 60]), "take your time"],
  ["the smallest slide that makes up for it goes", 40, "late", makeRows([90, 45, 60, 60]), "drop slide 2"],
  ["never the last one", 40, "late", makeRows([20, 90]), "drop slide 1: 20 s of the 40 s"],
  ["nor a locked one", 40, "late", makeRows([50, 60, 60], { 1: { locked: true } }), "drop slide 2"],
  ["what matters least goes first", 40, "late", makeRows([60, 90, 9], { 1: { value: 2 } }), "drop slide 2"],
  ["a demo can be skipped", 40, "late", makeRows([120, 50, 9], { 1: { title: "Live demo" } }), "skip the demo or drop slide 2"],
  ["two slides where one is not enough", 100, "late", makeRows([60, 50, 70, 9]), "drop slides 1 and 3"],
  ["three where two are not", 300, "late", makeRows([60, 50, 70, 80, 9]), "drop slides 1, 3 and 4: 4 min of the 5 min"],
  ["on the last slide only the end helps", 100, "late", makeRows([60]), "come to the end"],
  ["after it even less", 100, "late", [], "close now"],
])("%s", (_, over_s, tone, coming, advice) => {
  expect(advise(Number(over_s), /** @type {any} */ (tone), /** @type {any} */ (coming))).toBe(advice);
});

test("on time by the plan, only a sure overrun is a reason to drop a slide", () => {
  const rows = makeRows([60, 60, 60, 60]);
  const run = makeRun(30, [0, 1]);
  expect(stand(rows, run, 240, ends(400, 200)).advice).toBe("");
  expect(stand(rows, run, 240, ends(400, 290)).advice).toBe("drop slide 2");
});

test("next and back pass over what this run leaves out", () => {
  const rows = makeRows([1, 1, 1], { 2: { skip: true } });
  expect([neighbour(rows, 0, 1), neighbour(rows, 2, -1)]).toEqual([2, 0]);
  expect([neighbour(rows, 2, 1), neighbour(rows, 0, -1)]).toEqual([-1, -1]);
});

test("two thousand slides are no work", () => {
  const rows = makeRows(Array(2000).fill(10));
  const run = makeRun(5000, ...Array.from({ length: 1000 }, (_, place) => /** @type {[number, number]} */ ([place * 5, place + 1])));
  expect(standing(rows, run, 20_000).drift_s).toBeLessThan(0);
});
