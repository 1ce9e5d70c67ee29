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
 * @property {import("../shared/pacing.js").Total} total
 * @property {{error?: string, warnings?: string[]}} answer
 */

/**
 * @param {{longest_s: number, questions_s: number, onTalk: (talk_s: number) => void,
 *   onSettle: (from_s: number) => void, onUndo: () => void, onRedo: () => void,
 *   onReset: () => void}} options
 */
export function summary({ longest_s, questions_s, onTalk, onSettle, onUndo, onRedo, onReset }) {
  const takes = h("span", { class: "number" });
  const of = h("span", { class: "of" });
  const verdict = h("span", { class: "verdict" });
  const fill = h("span", { class: "fill" });
  const range = h("span", { class: "range" });
  const limit = h("span", { class: "limit" });
  const counts = h("p", { class: "counts" });
  const warnings = h("ul", { class: "warnings" });
  const slot = h("output", { class: "slot" });
  const slider = h("input", {
    type: "range",
    min: 60,
    max: longest_s,
    step: SLOT_STEP_S,
    "aria-label": "Talk time",
  });
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

  const element = h(
    "div",
    { class: "summary" },
    h("p", { class: "answer" }, takes, of, verdict),
    h("span", { class: "bar", "aria-hidden": "true" }, range, fill, limit),
    h("label", { class: "time" }, h("span", { text: "Slot" }), slider, slot),
    counts,
    h("p", { class: "tools" }, back, forth, reset, h("span", { class: "keys", text: "↑↓ slide · K keep · T trim · M merge · C cut · + − seconds · R as proposed" })),
    warnings,
  );
  let said = "";

  return {
    element,
    sentence: () => said,
    /** @param {boolean} on while the kernel solves */
    waiting(on) {
      setAttr(element, "data-waiting", on);
    },
    /** @param {Seen} seen */
    paint({ rows, steps, state, total, answer }) {
      if (Number.isNaN(settled)) settled = state.talk_s;
      const median = total.quantile(0.5);
      const chance = total.within(state.talk_s);
      const over = median - state.talk_s;
      const mood = chance >= 0.85 ? "fits" : over > 0 ? "over" : "tight";
      setAttr(element, "data-mood", mood);
      setText(takes, clock(median));
      setText(of, `of ${clock(state.talk_s)}`);
      setText(
        verdict,
        mood === "over" ? `${words(over)} too long` : `${mood === "fits" ? "fits" : "tight"}, ${percent(chance)}`,
      );
      const share = (/** @type {number} */ s) => `${(100 * clamp(s / longest_s, 0, 1)).toFixed(2)}%`;
      const [low, high] = [total.quantile(0.1), total.quantile(0.9)];
      fill.style.width = share(median);
      range.style.left = share(low);
      range.style.width = share(high - low);
      limit.style.left = share(state.talk_s);
      if (slider.value !== String(state.talk_s)) slider.value = String(state.talk_s);
      setAttr(slider, "aria-valuetext", `${words(state.talk_s)} to speak`);
      setText(
        slot,
        `${clock(state.talk_s + questions_s)}${questions_s ? `, ${clock(questions_s)} for questions` : ""}`,
      );
      setText(counts, tally(rows, steps));
      back.disabled = !state.past.length;
      forth.disabled = !state.future.length;
      reset.disabled = !Object.keys(state.decisions).length;
      const lines = [...(answer.error ? [answer.error] : []), ...(answer.warnings ?? [])];
      while (warnings.childElementCount > lines.length) warnings.lastElementChild?.remove();
      lines.forEach((l, i) => setProse(warnings.children[i] ?? warnings.appendChild(h("li")), l));
      said = `${clock(median)} of ${clock(state.talk_s)}: ${verdict.textContent}. ${counts.textContent}`;
    },
  };
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
