import { expect, test } from "vitest";
import { cardFace } from "../../pacer/widgets/src/chair/card.js";
import { toCsv } from "../../pacer/widgets/src/chair/csv.js";
import { face, sessionWords } from "../../pacer/widgets/src/chair/face.js";
import { lateness, sessionState } from "../../pacer/widgets/src/chair/programme.js";
import kernel from "../protocol/fixtures/session.json";
import fixtures from "./fixtures/chair.json";

/** @param {any[][]} rows @returns {any} */
const asMarks = (rows) =>
  rows.map(([t_s, kind, slide_key, note], place) => ({ seq: place + 1, t_s, kind, slide_key, note }));
/** @param {number[][]} rows */
const asTalks = (rows) =>
  rows.map(([talk_s, questions_s], place) => ({
    key: `talk:${place + 1}`,
    title: `Talk ${place + 1}`,
    speaker: "",
    begins: "",
    signals_s: [],
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

/** The session that Python wrote, up to a moment. @param {number} now_s */
function told(now_s) {
  const marks = /** @type {any[]} */ (kernel.marks).filter(({ t_s }) => t_s <= now_s);
  const now = sessionState(kernel.talks, marks, now_s, kernel.room.breaks);
  return { now, session: sessionWords(kernel.talks, now), face: face(kernel.talks, now) };
}

test("the page's log and its CSV are Python's", () => {
  const { lines } = told(5000).now;
  for (const [at, row] of kernel.log.entries()) {
    const { planned_s, start_s, end_s, began_s: _, ...took } = lines[at];
    expect(row).toMatchObject({ planned_start_s: planned_s, actual_start_s: start_s, actual_end_s: end_s, ...took });
  }
  expect(toCsv(kernel.talks, lines)).toBe(kernel.csv);
});

test("a talk that is late is carried on, and the break takes it up", () => {
  // Begun two minutes late; Coffee holds fifteen minutes.
  expect(told(600).session).toBe("session 2 min late: Coffee takes it up");
  expect(told(1900).session).toBe("session on time");
});

test("a break neither counts down nor makes anybody late", () => {
  const { now, face: shown, session } = told(1900);
  expect(now).toMatchObject({ phase: "waiting", at: 1, left_s: 1200, rest: { title: "Coffee" }, until_s: 380 });
  expect(shown).toMatchObject({ number: "20:00", word: "to come", more: "Coffee, on at 10:40, in 6 min 20 s", tone: "wait" });
  expect(session).toBe("session on time");
});

test("what no break takes up is given back by the talks to come", () => {
  // Its minute more, half a minute's pause: the gap of five minutes after it takes them up.
  expect(told(3840).now).toMatchObject({ behind_s: 90, next_s: 0 });
  expect(told(3840).session).toBe("session 1 min 30 s late: the gap takes it up");
  expect(told(4099).now).toMatchObject({ at: 1, behind_s: 319, next_s: 19 });
  expect(told(4250).session).toBe("session on time");
  expect(told(4300).session).toBe("session ended 1 min 20 s early; 2 of 3 talks ran over");
});

test("held on the clock a session is on time", () => {
  const talks = asTalks([[1200, 300], [1200, 300]]).map((talk, at) => ({ ...talk, start_s: 1800 * at })); // prettier-ignore
  const marks = asMarks([
    [0, "start", "talk:1"], [1200, "question", ""], [1500, "answer", ""], [1500, "pause", ""],
    [1500, "slide", "talk:2"], [1800, "resume", ""], [3000, "question", ""], [3300, "stop", ""],
  ]); // prettier-ignore
  expect(sessionState(talks, marks, 3300).lines.map(({ late_s }) => late_s)).toEqual([0, 0]);
  for (let now_s = 1; now_s < 3300; now_s += 50) {
    const so_far = marks.filter((/** @type {any} */ { t_s }) => t_s <= now_s);
    expect(sessionWords(talks, sessionState(talks, so_far, now_s))).toBe("session on time");
  }
});

test("when a session begins is told by the programme's clock, where it can be meant", () => {
  const wall = new Date(2026, 4, 25, 10, 3).getTime();
  expect(lateness("10:00", wall)).toBe(180);
  expect(lateness("2026-05-25T10:00:00", wall)).toBe(180);
  expect(lateness(new Date(wall - 60_000).toISOString(), wall)).toBe(60);
  expect(lateness("10:10", wall)).toBe(-420);
  expect(lateness("23:59", new Date(2026, 4, 26, 0, 1).getTime())).toBe(120);
  for (const other of ["", "soon", "08:00", "10:30", "2026-05-24T10:00:00"]) expect(lateness(other, wall)).toBeNull();
});

/** @param {object} given */
const card = (given) =>
  cardFace(
    /** @type {any} */ ({
      ...{ title: "Clocks", speaker: "", phase: "talk", left_s: 600, running: true, wall: 0, questions_s: 0, when: "" },
      ...{ signals_s: [300, 60, 0], signal_s: null },
      ...given,
    }),
    0,
  );

test.each([
  [{}, ["10 MIN", "left", "10:00", "calm"]],
  [{ left_s: 300, signal_s: 300 }, ["5 MIN", "left", "5:00", "soon"]],
  [{ left_s: 293, signal_s: 300 }, ["5 MIN", "left", "4:53", "soon"]],
  [{ left_s: 61 }, ["2 MIN", "left", "1:01", "soon"]],
  [{ left_s: 60, signal_s: 60 }, ["1 MIN", "left: finish", "1:00", "last"]],
  [{ left_s: 45 }, ["0:45", "left: finish", "", "last"]],
  [{ left_s: 0 }, ["TIME", "please stop", "your time is up", "up"]],
  [{ left_s: -80, questions_s: 300 }, ["TIME", "questions now", "1:20 over", "up"]],
  [{ left_s: -400, questions_s: 300 }, ["TIME", "please stop", "6:40 over", "up"]],
  [{ phase: "questions", left_s: 200 }, ["4 MIN", "for questions", "3:20", "soon"]],
  [{ phase: "waiting", when: "begins at 10:30, in 4 min" }, ["10 MIN", "to come", "begins at 10:30, in 4 min", "wait"]],
  [{ phase: "paused", left_s: 200, running: false }, ["4 MIN", "paused", "", "wait"]],
  [{ phase: "over" }, ["END", "session over", "", "wait"]],
  [{ left_s: 200, signals_s: [400, 0] }, ["4 MIN", "left", "3:20", "soon"]],
  [{ left_s: 200, signals_s: [0] }, ["4 MIN", "left", "3:20", "calm"]],
  [{ left_s: 300, wall: -250_000 }, ["0:50", "left: finish", "", "last"]],
])("the card says %o", (given, [number, word, small, stage]) => {
  expect(card(given)).toEqual({ number, word, small, stage });
});
