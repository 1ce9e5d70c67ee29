// The room's page: built once, then only what changed is touched. One number, one word, one bar
// first; everything else steps back.
import { budgetBar } from "../shared/bar.js";
import { slideCard } from "../shared/card.js";
import { signed, text, words } from "../shared/clock.js";
import { h, setAttr, setText } from "../shared/dom.js";
import { checkpoint, twoEndings } from "./course.js";

/**
 * @typedef {import("./progress.js").Row} Row
 * @typedef {import("./progress.js").Standing} Standing
 * @typedef {import("../run/timeline.js").Run} Run
 *
 * @typedef {import("../protocol").RehearsalRoom} Room what Python said once
 *
 * @typedef {object} State what the page shows
 * @property {Run} run brought to this moment
 * @property {import("./course.js").Course} course
 * @property {Standing} standing
 * @property {boolean} driving this page takes the marks
 * @property {number} clicks build steps shown on this slide
 * @property {boolean} black the slide is black
 * @property {boolean} steps whether builds are stepped through
 * @property {string} digits a slide number being typed
 * @property {string} signal "5 min left", "" for none
 *
 * @typedef {(event: Event) => void} Act
 * @typedef {Record<"next"|"back"|"pause"|"question"|"note"|"less"|"more"|"black"|"audience"|"full"|"stop", Act>} Acts
 */

/**
 * A button with its key.
 * @param {string} name
 * @param {string} key
 * @param {Act} act
 * @param {string} [kind]
 */
function button(name, key, act, kind = "") {
  const label = h("span", { text: name });
  const made = h(
    "button",
    {
      class: `pacer-button ${kind}`,
      type: "button",
      "aria-keyshortcuts": (KEYS[key] ?? key) || null,
      onclick: act,
    },
    label,
    // Where the name begins with the sign, it is the key.
    key && !"−+".includes(key) && h("kbd", { class: "pacer-key", "aria-hidden": "true", text: SHOWN[key] ?? key }),
  );
  return { element: made, label };
}

/** @type {Record<string, string>} */
const SHOWN = { ArrowRight: "→", ArrowLeft: "←", Escape: "Esc" };
/** @type {Record<string, string>} */
const KEYS = { "⇧W": "Shift+W", "−": "-" };

/**
 * The last moment to decide, and what either way ends at.
 * @param {{name: string, by_s: number, saves_s: number, without_s: number|null}} either
 * @param {number} spoken_s
 */
function eitherWords({ name, by_s, saves_s, without_s }, spoken_s) {
  const short = name.length > 40 ? `${name.slice(0, 39)}…` : name;
  const without = without_s === null ? `it is ${text(saves_s)} long` : `without it ends ${text(without_s)}`;
  if (spoken_s > by_s) return `too late for ${short}: ${without}`;
  return `decide by ${text(by_s)}: ${short} or not; ${without}`;
}

/**
 * @param {readonly Row[]} rows
 * @param {Acts} acts
 * @param {HTMLElement} voice the bar of speech and pause
 */
export function buildView(rows, acts, voice) {
  const number = h("span", { class: "room-number" });
  const unit = h("span", { class: "room-unit" });
  const word = h("p", { class: "room-word" });
  const advice = h("p", { class: "room-advice" });
  const end = h("p", { class: "room-end" });
  const elapsed = h("span", {});
  const place = h("span", {});
  const due = h("span", { class: "room-due" });
  const choice = h("span", { class: "room-either" });
  const ahead = h("p", { class: "room-ahead" }, due, choice);
  // Nothing jumps: the line has its place in every talk that may need it.
  ahead.hidden = !rows.some((row) => row.section || row.optional);
  const bar = budgetBar({ label: "Time on this slide" });
  const signal = h("p", { class: "room-signal", role: "alert" });
  const hud = h(
    "div",
    { class: "room-hud" },
    h("div", { class: "room-clock", role: "timer", "aria-label": "Time left" }, number, unit),
    h("div", { class: "room-state" }, word, advice),
    h("div", { class: "room-facts" }, h("p", {}, elapsed), end),
    h("div", { class: "room-bar" }, place, bar.element),
    voice,
    ahead,
    signal,
  );

  const card = slideCard();
  const blackened = h("p", { class: "room-black", hidden: true, text: "The slide is black: B shows it" });
  const title = h("h3", { class: "room-title" });
  const builds = h("p", { class: "room-builds" });
  const notes = h("div", { class: "room-notes", tabindex: "0", role: "region", "aria-label": "Notes" });
  let scrolled = false;
  notes.addEventListener("scroll", () => {
    scrolled = true;
  }, { passive: true });
  const nextCard = slideCard({ small: true });
  const nextWords = h("p", { class: "room-next-words" });
  const stage = h(
    "div",
    { class: "room-stage" },
    h("div", { class: "room-now" }, card.element, blackened),
    h(
      "div",
      { class: "room-side" },
      title,
      builds,
      notes,
      h("div", { class: "room-next" }, nextCard.element, nextWords),
    ),
  );

  const back = button("Back", "ArrowLeft", acts.back);
  const next = button("Next", "ArrowRight", acts.next, "pacer-button-main room-go");
  const pause = button("Pause", "P", acts.pause);
  const question = button("Question", "Q", acts.question);
  const note = button("Stumbled", "X", acts.note);
  const less = button("−1 min", "−", acts.less);
  const more = button("+1 min", "+", acts.more);
  less.element.setAttribute("aria-label", "End a minute earlier");
  more.element.setAttribute("aria-label", "End a minute later");
  const black = button("Black", "B", acts.black);
  const audience = button("Projector", "⇧W", acts.audience);
  const full = button("Full screen", "F", acts.full);
  const stop = button("Finish", "", acts.stop);
  const controls = h(
    "div",
    { class: "room-controls", role: "group", "aria-label": "Controls" },
    ...[back, next, pause, question, note, less, more, black, audience, full, stop].map(({ element }) => element),
  );
  const digits = h("div", { class: "room-digits", hidden: true });
  const element = h("div", { class: "room-run" }, hud, stage, controls, digits);

  const shown = rows.filter((row) => !row.skip).length;
  let drawn = "";
  /**
   * @param {State} state
   * @param {Row|null} after
   * @param {(string|null)[]} pictures of the slide and of the next
   */
  const drawSlide = ({ standing, course, clicks, steps }, after, pictures) => {
    const row = rows[standing.at];
    card.show(row, pictures[0]);
    nextCard.show(after, pictures[1]);
    nextCard.element.hidden = !after;
    setText(title, row.title);
    title.hidden = !pictures[0]; // the card of words has it already
    notes.replaceChildren(
      ...(row.notes ? row.notes.split("\n") : ["No notes on this slide."]).map((line) =>
        h("p", { class: row.notes ? "" : "room-faint", text: line }),
      ),
    );
    // Only where it was scrolled: asking or setting costs a layout at once.
    if (scrolled) notes.scrollTop = 0;
    scrolled = false;
    setText(
      nextWords,
      after ? `Next: slide ${after.position}, ${text(course.rows[rows.indexOf(after)].budget_s)}` : "This is the last slide",
    );
    const clicking = steps && row.builds > 0;
    setText(builds, clicking ? `Click ${Math.min(clicks, row.builds)} of ${row.builds}` : "");
    builds.hidden = !clicking;
    const turn = rows.slice(0, standing.at + 1).filter((one) => !one.skip).length;
    setText(
      place,
      shown === rows.length
        ? `Slide ${row.position} of ${rows.length}`
        : `Slide ${row.position} (${turn} of ${shown})`,
    );
  };

  return {
    element,
    /**
     * @param {State} state
     * @param {(key: string) => string|null} picture
     */
    paint(state, picture) {
      const { run, standing, course } = state;
      const row = rows[standing.at];
      const after = rows.slice(standing.at + 1).find((one) => !one.skip) ?? null;
      const pictures = [picture(row.key), after && picture(after.key)];
      const look = [row.key, state.clicks, state.steps, course.moved_s, ...pictures].join("\u0000");
      if (look !== drawn) drawSlide(state, after, pictures);
      drawn = look;
      const over = standing.left_s < -0.5;
      setText(number, text(Math.abs(standing.left_s)));
      setText(unit, over ? "over time" : "left");
      setAttr(hud, "data-over", over);
      const asked = run.phase === "question";
      const paused = run.phase === "pause";
      setText(word, paused ? "Paused" : asked ? "Question" : standing.word);
      setText(
        advice,
        paused
          ? `for ${words(run.paused_s)}; P goes on`
          : asked
            ? `${words(run.questions_s)} so far; Q goes on`
            : [standing.pace, standing.advice].filter(Boolean).join(" · "),
      );
      setAttr(hud, "data-tone", paused || asked ? "even" : standing.tone);
      const moved = course.moved_s ? ` (${signed(course.moved_s)})` : "";
      setText(elapsed, `${text(run.talk_s)} of ${text(course.talk_s)}${moved} spoken`);
      const { forecast } = standing;
      const made_on = forecast?.as_of ? rows.find(({ key }) => key === forecast.as_of) : undefined;
      const as_of = made_on ? (made_on === row ? " · being worked out" : ` · as of slide ${made_on.position}`) : "";
      setText(
        end,
        forecast
          ? `ends ${text(forecast.low_s)}–${text(forecast.high_s)}, about ${text(forecast.end_s)}${as_of}`
          : "",
      );
      setAttr(end, "data-stale", as_of !== "");
      setAttr(hud, "data-moved", made_on === row);
      const by = checkpoint(course, standing.at);
      setText(due, by ? `at ${by.name} by ${text(by.at_s)}` : "");
      const either = twoEndings(course, standing.at, forecast ? forecast.end_s : null);
      setText(choice, either ? eitherWords(either, run.talk_s) : "");
      setAttr(choice, "data-stale", as_of !== "");
      blackened.hidden = !state.black;
      setAttr(element, "data-black", state.black);
      setAttr(black.element, "aria-pressed", state.black ? "true" : "false");
      bar.update(standing.spent_s, standing.budget_s);
      setText(signal, state.signal);
      setAttr(hud, "data-signal", state.signal !== "");
      setText(pause.label, paused ? "Go on" : "Pause");
      setAttr(pause.element, "aria-pressed", paused ? "true" : "false");
      setText(question.label, run.asking ? "Answered" : "Question");
      setAttr(question.element, "aria-pressed", run.asking ? "true" : "false");
      setAttr(element, "data-phase", run.phase);
      for (const { element: one } of [back, next, pause, question, note, less, more, stop]) {
        one.disabled = !state.driving;
      }
      digits.hidden = !state.digits;
      setText(digits, state.digits && `Go to ${state.digits} ⏎`);
    },
  };
}
