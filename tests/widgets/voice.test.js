// The bar of speech and pause, fed with what Python sends.
import { expect, test } from "vitest";
import sent from "../protocol/fixtures/messages.json";
import { buildVoice, paceWords, speechPath, speechWords } from "../../pacer/widgets/src/rehearse/voice.js";

/** @type {any} */ const messages = sent;
const speech = messages["live-speech"];
const words = messages["live-words"];

/** @param {boolean} [still] */
function voice(still = false) {
  const clock = { ms: 0 };
  const made = buildVoice({ ticks: () => clock.ms, still });
  const label = () => made.element.querySelector("svg")?.getAttribute("aria-label") ?? "";
  const path = () => made.element.querySelector("path")?.getAttribute("d") ?? "";
  let cells = 0;
  /** @param {string} signs */
  const hear = (signs) => {
    cells += signs.length;
    made.hear({ ...speech, cells, speech: signs });
  };
  const pace = (/** @type {object} */ changed) => made.hear({ ...words, ...changed });
  return { ...made, clock, label, path, hear, pace };
}

test("speech is filled up to now, and a gap inside a word is none", () => {
  expect(speechPath("")).toBe("");
  expect(speechPath("0011")).toBe("M298 0h2v1h-2z");
  expect(speechPath("11011001")).toBe("M292 0h5v1h-5zM299 0h1v1h-1z");
});

test("it is told in words too", () => {
  expect(speechWords("1".repeat(250) + "0".repeat(50))).toBe("Speech in 50 of the last 60 s, quiet for 10 s");
  expect(speechWords(" ".repeat(200) + "1".repeat(100))).toBe("Speech in 20 of the last 20 s");
});

test("a pace is told against the speaker's own, and nothing where there is none", () => {
  expect(paceWords({ ...words, wpm: 150, usual_wpm: null })).toBe("about 150 words a minute");
  expect(paceWords({ ...words, wpm: 150, usual_wpm: 140 })).toBe("about 150 words a minute, usually 140");
  expect(paceWords({ ...words, wpm: null, usual_wpm: 140 })).toBe("");
});

test("what Python sends is shown while sound is recorded, and at no other time", () => {
  const bar = voice();
  bar.paint(false);
  expect(bar.element.hidden).toBe(true);
  bar.paint(true);
  expect(bar.element.hidden).toBe(false);
  bar.hear(speech.speech);
  bar.paint(true);
  expect(bar.path()).toBe(speechPath(speech.speech));
  expect(bar.label()).toBe("Speech in 1 of the last 1 s");
  bar.paint(false);
  expect(bar.element.hidden).toBe(true);
});

test("the pace stands beside it until there is none", () => {
  const bar = voice();
  const told = (/** @type {object} */ pace) => {
    bar.pace(pace);
    bar.hear("11111");
    bar.paint(true, true);
    return bar.element.querySelector(".room-pace")?.textContent;
  };
  expect(told({})).toBe(paceWords(words));
  expect(told({ wpm: null })).toBe("");
});

test("a minute is kept; what was missed is unknown, and another take begins anew", () => {
  const clock = { ms: 0 };
  const bar = buildVoice({ ticks: () => clock.ms, still: false });
  const label = () => bar.element.querySelector("svg")?.getAttribute("aria-label");
  const pace = () => bar.element.querySelector(".room-pace")?.textContent;
  bar.hear({ ...speech, cells: 400, speech: "1".repeat(5) });
  bar.paint(true);
  expect(label()).toBe("Speech in 1 of the last 1 s");
  bar.hear({ ...speech, cells: 410, speech: "0".repeat(5) });
  bar.paint(true);
  expect(label()).toBe("Speech in 1 of the last 2 s, quiet for 1 s");
  bar.hear({ ...words, wpm: 150, usual_wpm: 140 });
  bar.hear({ ...speech, cells: 415, speech: "1".repeat(5) });
  bar.paint(true);
  expect(pace()).toBe("about 150 words a minute, usually 140");
  bar.hear({ ...speech, cells: 5, speech: "1".repeat(5) });
  bar.paint(true);
  expect(label()).toBe("Speech in 1 of the last 1 s");
  bar.hear({ ...speech, token: "another", cells: 10, speech: "0".repeat(10) });
  bar.paint(true);
  expect(label()).toBe("Speech in 0 of the last 2 s, quiet for 2 s");
  expect(pace()).toBe("");
});

test("where nothing is to move, it moves every five seconds", () => {
  const bar = voice(true);
  bar.hear("1".repeat(30));
  bar.paint(true);
  const before = bar.path();
  bar.hear("0".repeat(20));
  bar.paint(true);
  expect(bar.path()).toBe(before);
  bar.hear("0".repeat(5));
  bar.paint(true);
  expect(bar.path()).not.toBe(before);
});

test("a listener that is gone takes its bar along", () => {
  const bar = voice();
  bar.hear("11111");
  bar.paint(true);
  bar.clock.ms = 11_000;
  bar.paint(true);
  expect(bar.element.hidden).toBe(true);
});
