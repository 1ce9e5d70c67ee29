// The chair's page: a clock to be read from the back of the room, and the programme under it.
import { text } from "../shared/clock.js";
import { h, setAttr, setText } from "../shared/dom.js";
import { face, sessionWords } from "./face.js";
import { buildTable } from "./table.js";

/**
 * @typedef {import("./programme.js").Talk} Talk
 * @typedef {import("./programme.js").Standing} Standing
 * @typedef {(event: Event) => void} Act
 * @typedef {"start"|"pause"|"questions"|"next"|"back"|"more"|"less"|"card"|"window"|"full"|"stop"|"save"} ActName
 * @typedef {Record<ActName, Act>} Acts
 */

/** @param {number} wall @returns {string} as a programme prints it, 10:24 */
function timeOfDay(wall) {
  const at = new Date(wall);
  return `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
}

/** @param {string} words */
const sentence = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** @param {string} name @param {string} key @param {Act} act @param {string} [kind] */
function button(name, key, act, kind = "") {
  const label = h("span", { text: name });
  const shown = h("kbd", { class: "pacer-key", "aria-hidden": "true", text: key });
  const shortcut = { "→": "ArrowRight", "←": "ArrowLeft" }[key] ?? key;
  const element = h(
    "button",
    { class: `pacer-button ${kind}`, type: "button", "aria-keyshortcuts": shortcut || null, onclick: act },
    label,
    key && shown,
  );
  return { element, label };
}

/**
 * @param {import("../protocol").ChairRoom} room
 * @param {readonly Talk[]} talks
 * @param {Acts} acts
 * @param {(beeps: boolean) => void} hear
 */
export function buildView(room, talks, acts, hear) {
  const number = h("span", { class: "chair-number" });
  const word = h("span", { class: "chair-word" });
  const more = h("span", { class: "chair-more" });
  const title = h("h3", { class: "chair-title" });
  const who = h("p", { class: "chair-speaker" });
  const signal = h("p", { class: "chair-signal", role: "alert" });
  const spoken = h("div", { class: "chair-spoken" });
  const asked = h("div", { class: "chair-asked" });
  const hand = h("div", { class: "chair-hand" });
  const beyond = h("div", { class: "chair-beyond" });
  const bar = h("div", { class: "chair-bar", role: "img" }, spoken, asked, beyond, hand);
  const clock = h(
    "div",
    { class: "chair-clock" },
    h("div", { class: "chair-heading" }, title, who, signal),
    h("div", { class: "chair-face", role: "timer", "aria-label": "Time left" }, number, h("div", {}, word, more)),
    bar,
  );
  const session = h("p", { class: "chair-session" });
  const name = h("p", { class: "room-faint", text: room.title });
  const day = h("p", { class: "chair-day" });

  const go = button("Start", "Space", acts.pause, "pacer-button-main room-go");
  const questions = button("Questions", "Q", acts.questions);
  const next = button("Next talk", "→", acts.next);
  const back = button("Back", "←", acts.back);
  const plus = button("+1 min", "E", acts.more);
  const minus = button("−1 min", "-", acts.less);
  const card = button("Card", "C", acts.card);
  const screen = button("Window", "W", acts.window);
  screen.element.title = "A window of its own for the speaker";
  const full = button("Full screen", "F", acts.full);
  const stop = button("End session", "", acts.stop);
  const beeps = h("input", { type: "checkbox", onchange: () => hear(beeps.checked) });
  const controls = h(
    "div",
    { class: "room-controls", role: "group", "aria-label": "Controls" },
    ...[back, go, questions, next, minus, plus].map(({ element }) => element),
    h("span", { class: "chair-apart" }),
    ...[card, screen, full, stop].map(({ element }) => element),
  );

  const table = buildTable(talks, room.breaks, { save: () => acts.save(new Event("save")) });
  const element = h(
    "div",
    { class: "chair-page" },
    h("div", { class: "chair-head" }, name, day, session),
    clock,
    controls,
    h("label", { class: "room-check" }, beeps, "Sound at the signals"),
    table.element,
    room.remarks.length > 0 && h("p", { class: "room-faint", text: `Of the programme: ${room.remarks.join("; ")}.` }),
  );

  return {
    element,
    /**
     * @param {Standing} now
     * @param {{driving: boolean, signal: string, wall: number}} state `wall` is the time of day
     */
    paint(now, { driving, signal: signal_words, wall }) {
      const talk = talks[now.at];
      const line = now.lines[now.at];
      const shown = face(talks, now);
      const place = talks.length > 1 ? `${now.at + 1} of ${talks.length} · ` : "";
      const over = now.phase === "over";
      setAttr(clock, "data-over", over);
      setText(title, over ? sentence(sessionWords(talks, now)) : `${place}${talk.title}`);
      setText(who, talk.speaker);
      setText(day, timeOfDay(wall));
      setText(number, shown.number);
      setText(word, shown.word);
      setText(more, shown.more);
      setText(session, over ? "" : sessionWords(talks, now));
      setAttr(clock, "data-tone", shown.tone);
      setAttr(clock, "data-signal", signal_words !== "");
      setText(signal, signal_words);

      const whole_s = Math.max(talk.talk_s + talk.questions_s + line.extended_s, line.talk_s + line.questions_s, 1);
      const talk_s = talk.talk_s + line.extended_s;
      spoken.style.width = `${(100 * talk_s) / whole_s}%`;
      asked.style.width = `${(100 * talk.questions_s) / whole_s}%`;
      hand.style.transform = `scaleX(${(line.talk_s + line.questions_s) / whole_s})`;
      setAttr(bar, "aria-label", `${text(line.talk_s + line.questions_s)} of ${text(talk_s + talk.questions_s)} used`);

      const running = ["talk", "questions"].includes(now.phase);
      setText(go.label, running ? "Pause" : now.phase === "paused" || now.phase === "over" ? "Go on" : "Start");
      setText(questions.label, now.phase === "questions" ? "Back to the talk" : "Questions");
      setAttr(questions.element, "aria-pressed", now.phase === "questions" ? "true" : "false");
      const on = driving && now.phase !== "before" && now.phase !== "over";
      go.element.disabled = !driving;
      for (const { element: one } of [questions, plus, minus, stop]) one.disabled = !on;
      next.element.disabled = !on || now.at + 1 >= talks.length;
      back.element.disabled = !on || now.at === 0;

      table.paint(now);
    },
  };
}
