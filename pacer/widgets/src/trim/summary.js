// What must always be in view: the total against the talk time, the chance of fitting, the slot.
import { text as clock, words } from "../shared/clock.js";
import { h, setAttr, setText } from "../shared/dom.js";
import { setProse } from "./prose.js";
import { clamp } from "./state.js";

const SLOT_STEP_S = 15;

/**
 * @typedef {object} Seen
 * @property {import("./state.js").Row[]} rows
 * @property {import("./state.js").Step[]} steps
 * @property {import("./state.js").State} state
 * @property {import("../shared/total.js").Total} total
 * @property {import("../protocol").PlanState|null} answer Python's, where it is what is shown; null
 *   while the hand moves
 */

/**
 * @param {{longest_s: number, questions_s: number, onTalk: (talk_s: number) => void,
 *   onSettle: (from_s: number) => void, onUndo: () => void, onRedo: () => void,
 *   onReset: () => void, onView: (changed: Partial<import("./list.js").View>) => void}} options
 */
export function summary(options) {
  const { longest_s, questions_s, onTalk, onSettle, onUndo, onRedo, onReset, onView } = options;
  const takes = h("span", { class: "number" });
  const of = h("span", { class: "of" });
  const verdict = h("span", { class: "verdict" });
  const fill = h("span", { class: "fill" });
  const range = h("span", { class: "range" });
  const limit = h("span", { class: "limit" });
  const counts = h("p", { class: "counts" });
  const warnings = h("ul", { class: "warnings", tabindex: "0", "aria-label": "What to watch" });
  const slot = h("output", { class: "slot" });
  const slider = h("input", {
    type: "range",
    min: 60,
    max: longest_s,
    step: SLOT_STEP_S,
    "aria-label": "Talk time",
  });
  // where the hand took hold of the slider; undo leads back there
  let settled = NaN;
  slider.addEventListener("input", () => onTalk(Number(slider.value)));
  slider.addEventListener("change", () => {
    onSettle(settled);
    settled = Number(slider.value);
  });
  const button = (/** @type {string} */ word, /** @type {string} */ tip, /** @type {() => void} */ does) =>
    h("button", { type: "button", text: word, title: tip, onClick: does });
  const back = button("Undo", "Undo (Ctrl+Z)", onUndo);
  const forth = button("Redo", "Redo (Ctrl+Shift+Z)", onRedo);
  const reset = button("Follow the proposal", "Take back every decision of yours", onReset);
  const find = h("input", {
    type: "search",
    placeholder: "Find a slide  /",
    "aria-label": "Find a slide by its title",
    onInput: () => onView({ find: find.value }),
  });
  const show = choose("Show", { all: "every slide", changed: "what changes", decided: "my decisions" }, (value) =>
    onView({ show: /** @type {"all"|"changed"|"decided"} */ (value) }),
  );
  const order = choose("Order", { deck: "as in the deck", time: "longest first", value: "worth most first" }, (value) =>
    onView({ order: /** @type {"deck"|"time"|"value"} */ (value) }),
  );

  const element = h(
    "div",
    { class: "summary" },
    h("p", { class: "answer" }, takes, of, verdict),
    h("span", { class: "bar", "aria-hidden": "true" }, range, fill, limit),
    h("label", { class: "time" }, h("span", { text: "Slot" }), slider, slot),
    counts,
    h("div", { class: "tools" }, back, forth, reset, find, show, order),
    h("p", { class: "keys", text: "↑↓ slide · K keep · T trim · M merge · C cut · S worth more · + − seconds · R as proposed · P the point · / find" }),
    warnings,
  );
  let said = "";
  let trouble = ""; // what Python and this page could not make of each other

  return {
    element,
    sentence: () => said,
    find: () => find.focus(),
    /** @param {string} text */
    tell(text) {
      trouble = text;
    },
    /** @param {boolean} on while the kernel solves */
    waiting(on) {
      setAttr(element, "data-waiting", on);
    },
    /** @param {Seen} seen */
    paint({ rows, steps, state, total, answer }) {
      const { talk_s, decisions } = state.now;
      if (Number.isNaN(settled) || document.activeElement !== slider) settled = talk_s;
      // At rest the plan's own figures; while the hand moves, the page's.
      const median = answer?.median_s ?? total.quantile(0.5);
      const chance = answer?.p_fits ?? total.within(talk_s);
      const over = median - talk_s;
      const mood = chance >= 0.85 ? "fits" : over > 0 ? "over" : "tight";
      setAttr(element, "data-mood", mood);
      setText(takes, clock(median));
      setText(of, `of ${clock(talk_s)}`);
      setText(
        verdict,
        mood === "over" ? `${words(over)} too long` : `${mood === "fits" ? "fits" : "tight"}, ${percent(chance)}`,
      );
      const share = (/** @type {number} */ s) => `${(100 * clamp(s / longest_s, 0, 1)).toFixed(2)}%`;
      const low = answer?.low_s ?? total.quantile(0.1);
      const high = answer?.high_s ?? total.quantile(0.9);
      fill.style.width = share(median);
      range.style.left = share(low);
      range.style.width = share(high - low);
      limit.style.left = share(talk_s);
      if (slider.value !== String(talk_s)) slider.value = String(talk_s);
      setAttr(slider, "aria-valuetext", `${words(talk_s)} to speak`);
      setText(
        slot,
        `${clock(talk_s + questions_s)}${questions_s ? `, ${clock(questions_s)} for questions` : ""}`,
      );
      const rate = answer?.wpm ? ` · ${Math.round(answer.wpm)} words a minute` : "";
      setText(counts, tally(rows, steps) + rate);
      back.disabled = !state.past.length;
      forth.disabled = !state.future.length;
      reset.disabled = !Object.keys(decisions).length;
      const lines = [trouble, answer?.error, answer?.unsaved, ...(answer?.warnings ?? [])].filter(Boolean);
      while (warnings.childElementCount > lines.length) warnings.lastElementChild?.remove();
      lines.forEach((l, i) => setProse(warnings.children[i] ?? warnings.appendChild(h("li")), String(l)));
      said = `${clock(median)} of ${clock(talk_s)}: ${verdict.textContent}. ${counts.textContent}`;
    },
  };
}

/**
 * @param {string} label
 * @param {Record<string, string>} values value -> words
 * @param {(value: string) => void} onChoose
 */
function choose(label, values, onChoose) {
  const options = Object.entries(values).map(([value, text]) => h("option", { value, text }));
  const select = h("select", { "aria-label": label, onChange: () => onChoose(select.value) }, ...options);
  return select;
}

/** @param {number} chance */
function percent(chance) {
  if (chance > 0.99) return "over 99 %";
  if (chance < 0.01) return "under 1 %";
  return `${Math.round(100 * chance)} %`;
}

/**
 * How many slides go which way and what that saves.
 * @param {import("./state.js").Row[]} rows
 * @param {import("./state.js").Step[]} steps
 */
function tally(rows, steps) {
  const seen = rows.map((row, index) => ({ row, step: steps[index] })).filter(({ row }) => !row.hidden);
  const number = (/** @type {string} */ action) => seen.filter(({ step }) => step.action === action).length;
  const saved = seen.reduce((sum, { row, step }) => sum + row.seconds - step.budget_s, 0);
  return `${number("keep")} kept, ${number("trim")} trimmed, ${number("merge")} merged, ${number("cut")} cut: saves ${clock(saved)}`;
}
