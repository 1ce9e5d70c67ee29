import { expect, test } from "vitest";
import { sessionState } from "../../pacer/widgets/src/chair/programme.js";
import fixtures from "./fixtures/chair.json";

/** @param {any[][]} rows @returns {any} */
const asMarks = (rows) =>
  rows.map(([t_s, kind, slide_key, note], place) => ({ seq: place + 1, t_s, kind, slide_key, note }));
/** @param {number[][]} rows */
const asTalks = (rows) =>
  rows.map(([talk_s, questions_s], place) => ({
    key: `talk:${place + 1}`,
    title: `Talk ${place + 1}`,
    start_s: null,
    talk_s,
    questions_s,
  }));

test.each(fixtures)("$name", ({ talks, marks, log }) => {
  const end_s = Number(marks.at(-1)?.[0]);
  const { lines, phase } = sessionState(asTalks(talks), asMarks(marks), end_s + 100);
  expect(phase).toBe("over");
  expect(lines.filter(({ began_s }) => began_s !== null)).toEqual(
    log.map((line) => expect.objectContaining(line)),
  );
});

const two = asTalks([[900, 300], [900, 0]]); // prettier-ignore

test("before it starts the first talk has its whole time", () => {
  expect(sessionState(two, [], 50)).toMatchObject({ phase: "before", at: 0, left_s: 900, behind_s: 0 });
});

test("a talk that overruns eats its questions, then the session's time", () => {
  const marks = asMarks([[0, "start", "talk:1"]]);
  expect(sessionState(two, marks, 890)).toMatchObject({ phase: "talk", left_s: 10, behind_s: 0 });
  expect(sessionState(two, marks, 1000)).toMatchObject({ left_s: -100, slot_left_s: 200, behind_s: 0 });
  expect(sessionState(two, marks, 1260)).toMatchObject({ slot_left_s: -60, behind_s: 60, each_s: 60 });
});

test("questions have what is left of the slot", () => {
  const marks = asMarks([[0, "start", "talk:1"], [1000, "question", ""]]); // prettier-ignore
  expect(sessionState(two, marks, 1100)).toMatchObject({ phase: "questions", left_s: 100 });
});

test("waiting for a speaker makes the session late", () => {
  const marks = asMarks([[0, "start", "talk:1"], [1200, "pause", ""], [1200, "slide", "talk:2"]]); // prettier-ignore
  const standing = sessionState(two, marks, 1290);
  expect(standing).toMatchObject({ phase: "waiting", at: 1, left_s: 900, behind_s: 90 });
  expect(standing.lines[0]).toMatchObject({ talk_s: 1200, paused_s: 0, over_s: 0 });
});
