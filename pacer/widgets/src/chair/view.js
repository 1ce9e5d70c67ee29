// The chair's page: a clock to be read from the back of the room, and the programme under it.
import { text, signed, words } from "../shared/clock.js";
import { h, setAttr, setText } from "../shared/dom.js";

/**
 * @typedef {import("./programme.js").Talk} Talk
 * @typedef {import("./programme.js").Standing} Standing
 * @typedef {(event: Event) => void} Act
 * @typedef {Record<"start"|"pause"|"questions"|"next"|"back"|"more"|"less"|"full"|"stop", Act>} Acts
 */

/** Closer to the programme than this is on time. */
const EVEN_S = 30;

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
 * What the clock says: a number, a word, and whether it is late.
 * @param {readonly Talk[]} talks
 * @param {Standing} now
 * @returns {{number: string, word: string, more: string, tone: "even"|"late"|"wait"}}
 */
export function face(talks, now) {
  const talk = talks[now.at];
  const line = now.lines[now.at];
  const over = now.left_s < -0.5;
  const number = over ? `+${text(-now.left_s)}` : text(now.left_s);
  switch (now.phase) {
    case "before":
    case "waiting":
      return { number, word: "to come", more: talk.questions_s ? `and ${text(talk.questions_s)} for questions` : "", tone: "wait" };
    case "paused":
      return { number, word: "paused", more: `for ${words(line.paused_s)}`, tone: "wait" };
    case "questions":
      return over
        ? { number, word: "over the slot", more: "", tone: "late" }
        : { number, word: "for questions", more: "", tone: "even" };
    case "over":
      return { number: text(0), word: "session over", more: "", tone: "even" };
    default:
  }
  if (!over) return { number, word: "left", more: talk.questions_s ? `then ${text(talk.questions_s)} for questions` : "", tone: "even" };
  if (now.slot_left_s > 0.5) {
    return { number, word: "over, into the questions", more: `${text(now.slot_left_s)} of them left`, tone: "late" };
  }
  return { number, word: "over the slot", more: "", tone: "late" };
}

/** How the session stands, in words. @param {readonly Talk[]} talks @param {Standing} now */
export function sessionWords(talks, { behind_s, each_s, at, phase }) {
  if (phase === "before") return `${talks.length} talks, ${text(talks.reduce((sum, talk) => sum + talk.talk_s + talk.questions_s, 0))} in all`;
  if (Math.abs(behind_s) <= EVEN_S) return "session on time";
  if (behind_s < 0) return `session ${words(behind_s)} early`;
  const coming = talks.length - at - 1;
  const give = coming ? `: ${coming === 1 ? "the talk" : `each of the ${coming} talks`} to come would give ${words(each_s)}` : "";
  return `session ${words(behind_s)} late${give}`;
}

/**
 * @param {{title: string}} room
 * @param {readonly Talk[]} talks
 * @param {Acts} acts
 * @param {(beeps: boolean) => void} hear
 */
export function buildView(room, talks, acts, hear) {
  const number = h("span", { class: "chair-number" });
  const word = h("span", { class: "chair-word" });
  const more = h("span", { class: "chair-more" });
  const title = h("h3", { class: "chair-title" });
  const signal = h("p", { class: "chair-signal", role: "alert" });
  const spoken = h("div", { class: "chair-spoken" });
  const asked = h("div", { class: "chair-asked" });
  const hand = h("div", { class: "chair-hand" });
  const bar = h("div", { class: "chair-bar", role: "img" }, spoken, asked, hand);
  const clock = h(
    "div",
    { class: "chair-clock" },
    title,
    h("div", { class: "chair-face", role: "timer", "aria-label": "Time left" }, number, h("div", {}, word, more)),
    bar,
    signal,
  );
  const session = h("p", { class: "chair-session" });

  const go = button("Start", "Space", acts.pause, "pacer-button-main room-go");
  const questions = button("Questions", "Q", acts.questions);
  const next = button("Next talk", "→", acts.next);
  const back = button("Back", "←", acts.back);
  const plus = button("+1 min", "E", acts.more);
  const minus = button("−1 min", "-", acts.less);
  const full = button("Full screen", "F", acts.full);
  const stop = button("End session", "", acts.stop);
  const beeps = h("input", { type: "checkbox", onchange: () => hear(beeps.checked) });
  const controls = h(
    "div",
    { class: "room-controls", role: "group", "aria-label": "Controls" },
    ...[back, go, questions, next, plus, minus, full, stop].map(({ element }) => element),
  );

  const cells = talks.map((talk) => {
    const took = h("td", {});
    const asking = h("td", {});
    const over = h("td", { class: "room-off" });
    const late = h("td", {});
    const row = h(
      "tr",
      {},
      h("th", { scope: "row", text: talk.title }),
      h("td", { text: `${text(talk.talk_s)} + ${text(talk.questions_s)}` }),
      took,
      asking,
      over,
      late,
    );
    return { row, took, asking, over, late };
  });
  const heads = ["Talk", "Planned", "Talk took", "Questions", "Over", "Began late"];
  const table = h(
    "table",
    { class: "room-table chair-log" },
    h("caption", { text: "Planned against actual" }),
    h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col", text: head })))),
    h("tbody", {}, ...cells.map(({ row }) => row)),
  );
  const element = h(
    "div",
    { class: "chair-page" },
    h("div", { class: "chair-head" }, h("p", { class: "room-faint", text: room.title }), session),
    clock,
    controls,
    h("label", { class: "room-check" }, beeps, "Sound at the signals"),
    table,
  );

  return {
    element,
    /**
     * @param {Standing} now
     * @param {{driving: boolean, signal: string}} state
     */
    paint(now, { driving, signal: signal_words }) {
      const talk = talks[now.at];
      const line = now.lines[now.at];
      const shown = face(talks, now);
      const place = talks.length > 1 ? `${now.at + 1} of ${talks.length} · ` : "";
      setText(title, `${place}${talk.title}`);
      setText(number, shown.number);
      setText(word, shown.word);
      setText(more, shown.more);
      setText(session, sessionWords(talks, now));
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

      for (const [at, { row, took, asking, over, late }] of cells.entries()) {
        const one = now.lines[at];
        const began = one.began_s !== null;
        setAttr(row, "aria-current", at === now.at && now.phase !== "over" ? "true" : null);
        setText(took, began ? text(one.talk_s) : "");
        setText(asking, began ? text(one.questions_s) : "");
        const done = began && (at !== now.at || now.phase === "over");
        setText(over, done || (began && one.over_s > 0) ? signed(one.over_s) : "");
        setAttr(row, "data-tone", began && one.over_s > 0.5 ? "late" : null);
        setText(late, began ? signed(one.late_s) : "");
      }
    },
  };
}
