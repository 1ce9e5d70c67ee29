// What the room asks the speaker, in its order and one at a time: the talk's length (only where no
// run tells it), its points, what they stand on, stretches. None is in the way, each can wait, and
// what was said can be taken back.
import { seconds as read } from "../shared/clock.js";
import { h, setAttr, setText } from "../shared/dom.js";
import { picked, pointsSheet } from "./points.js";
import { ANSWERS, questionCard, range } from "./question.js";

/**
 * @typedef {import("../protocol").PlanState} PlanState
 * @typedef {"length"|"points"|"question"|"none"} Asked
 *
 * @typedef {{type: "name-points", slide_keys: string[]}|{type: "answer-question", id: string, answer: string}|{type: "tell-length", took_s: number}} Said
 */

/** So many stretches are asked about at most. */
export const MOST_STRETCHES = 5;

/**
 * What is asked now.
 * @param {PlanState} answer Python's latest
 * @param {Set<string>} later what the speaker put off
 * @returns {{what: Asked, question: import("../protocol").PlanQuestion|null, number: number, of: number}}
 */
export function nextAsked(answer, later) {
  const none = { question: null, number: 0, of: 0 };
  if (answer.needs_length && !later.has("length")) return { what: "length", ...none };
  if (!answer.points.length && answer.questions.length && !later.has("points")) return { what: "points", ...none };
  const open = answer.questions.filter((one) => !later.has(one.id));
  const question = open.find((one) => one.kind === "needs") ?? open[0] ?? null;
  if (!question) return { what: "none", ...none };
  const done = answer.answered.length;
  const left = answer.questions.filter((one) => one.kind === "stretch").length;
  return { what: "question", question, number: done + 1, of: Math.min(MOST_STRETCHES, done + left) };
}

/**
 * @param {object} options
 * @param {() => import("./state.js").Row[]} options.rows
 * @param {(key: string) => string|null} options.picture
 * @param {(message: Said) => void} options.say
 */
export function asking({ rows, picture, say }) {
  /** @type {PlanState|null} */
  let answer = null;
  /** @type {Set<string>} */
  const later = new Set();
  const at = (/** @type {number} */ position) => rows()[position - 1];
  const card = questionCard({
    picture,
    answer: (id, to) => {
      if (to === "skip" && id.startsWith("needs:")) later.add(id);
      else say({ type: "answer-question", id, answer: to });
      if (to === "skip") later.add(id);
      paint();
    },
    needs: (id, needed) => say({ type: "answer-question", id, answer: needed.length ? needed.join(",") : "none" }),
  });
  const sheet = pointsSheet(rows(), {
    picture,
    done: (points) => {
      sheet.hide();
      later.add("points");
      say({ type: "name-points", slide_keys: points });
      paint();
    },
    later: () => {
      sheet.hide();
      later.add("points");
      paint();
    },
  });
  const length = h("input", { type: "text", inputmode: "numeric", placeholder: "45:00", size: "6", "aria-label": "How long the talk takes today" });
  const wrong = h("span", { class: "wrong", role: "alert" });
  const tell = () => {
    const took_s = read(/^\d+$/.test(length.value.trim()) ? `${length.value.trim()} min` : length.value);
    if (!(took_s >= 1)) return setText(wrong, "write it as 45:00");
    setText(wrong, "");
    later.add("length");
    say({ type: "tell-length", took_s });
    paint();
  };
  length.addEventListener("keydown", (event) => {
    if (event.key === "Enter") tell();
  });
  const wait = (/** @type {string} */ what) =>
    h("button", { type: "button", text: "Not now", onClick: () => {
      later.add(what);
      paint();
    } });
  const askLength = h(
    "p",
    { class: "invite", hidden: true },
    h("b", { text: "How long does this talk take today?" }),
    " As you know it, without questions: ",
    length,
    " ",
    h("button", { type: "button", class: "primary", text: "That long", onClick: tell }),
    " ",
    wait("length"),
    wrong,
  );
  const askPoints = h(
    "p",
    { class: "invite", hidden: true },
    h("b", { text: "Which slides are the point of this talk?" }),
    " Up to three; nothing moves a plan more. ",
    h("button", { type: "button", class: "primary", onClick: () => choosePoints() }, "Choose them"),
    " ",
    wait("points"),
  );
  const told = h("p", { class: "told-so-far", hidden: true });
  const element = h("div", { class: "asking" }, askLength, askPoints, sheet.element, card.element, told);

  const pointKeys = () => (answer?.points ?? []).map((position) => at(position)?.key ?? "").filter(Boolean);

  function choosePoints() {
    sheet.show(pointKeys());
    paint();
  }

  function paintTold() {
    if (!answer) return;
    const parts = [];
    if (answer.points.length) {
      parts.push(
        h("button", { type: "button", class: "chip", title: "Choose other points", onClick: choosePoints }, `★ the point: ${answer.points.join(", ")}`),
      );
    }
    for (const one of answer.answered) {
      const word = one.answer === "skip" ? "skipped" : (ANSWERS.find(([each]) => each === one.answer)?.[1] ?? one.answer).toLowerCase();
      const name = `${range(one.slides)}: ${word}`;
      parts.push(
        h("button", { type: "button", class: "chip", "aria-label": `Take back ${name}`, title: "Take it back", onClick: () => {
          later.delete(one.id);
          say({ type: "answer-question", id: one.id, answer: "none" });
        } }, `${name} ✕`),
      );
    }
    told.hidden = parts.length === 0;
    told.replaceChildren("You said ", ...parts);
  }

  function paint() {
    if (!answer) return;
    const next = nextAsked(answer, later);
    const quiet = sheet.open();
    askLength.hidden = quiet || next.what !== "length";
    askPoints.hidden = quiet || next.what !== "points";
    card.paint({ question: quiet || next.what !== "question" ? null : next.question, at, number: next.number, of: next.of });
    setAttr(element, "data-asked", quiet ? "sheet" : next.what);
    paintTold();
  }

  return {
    element,
    /** @param {PlanState} to */
    answered(to) {
      answer = to;
      paint();
    },
    /** Pictures may have come. */
    repaint: paint,
    close: () => sheet.close(),
    /** A slide is a point, or no more. @param {string} key */
    togglePoint(key) {
      const before = pointKeys();
      const after = picked(before, key);
      if (after !== before) say({ type: "name-points", slide_keys: after });
    },
    /** The keys of what is asked; those of the room hold where it has none. @returns {Record<string, () => void>} */
    keys() {
      if (sheet.open()) return sheet.keys;
      if (!card.open()) return {};
      const digits = Object.fromEntries([1, 2, 3, 4, 5].map((digit) => [String(digit), () => card.choose(digit - 1)]));
      const needs = answer && nextAsked(answer, later).question?.kind === "needs";
      if (needs) return { ...digits, Enter: card.done, Escape: card.skip };
      return { 1: digits[1], 2: digits[2], 3: digits[3], Escape: card.skip };
    },
  };
}
