// What must always be in view: the total against the talk time, the chance of fitting, the slot.
import { text as clock, words } from "../shared/clock.js";
import { h, setAttr, setText } from "../shared/dom.js";
import { setProse } from "./prose.js";

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
 * @param {object} options
 * @param {number} options.longest_s
 * @param {number} options.questions_s
 * @param {Node} options.bars the talk as two bars
 * @param {(talk_s: number) => void} options.onTalk
 * @param {(from_s: number) => void} options.onSettle
 */
export function summary({ longest_s, questions_s, bars, onTalk, onSettle }) {
  const takes = h("span", { class: "number" });
  const of = h("span", { class: "of" });
  const verdict = h("span", { class: "verdict" });
  const likely = h("span", { class: "likely" });
  const counts = h("p", { class: "counts" });
  const moved = h("p", { class: "moved", hidden: true });
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

  const element = h(
    "div",
    { class: "summary" },
    h("p", { class: "answer" }, takes, of, verdict, likely),
    bars,
    h("label", { class: "time" }, h("span", { text: "Slot" }), slider, slot),
    counts,
    moved,
    warnings,
  );
  let said = "";
  let trouble = ""; // what Python and this page could not make of each other

  return {
    element,
    sentence: () => said,
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
      const { talk_s } = state.now;
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
      const low = answer?.low_s ?? total.quantile(0.1);
      const high = answer?.high_s ?? total.quantile(0.9);
      setText(likely, `mostly ${clock(low)}–${clock(high)}`);
      if (slider.value !== String(talk_s)) slider.value = String(talk_s);
      setAttr(slider, "aria-valuetext", `${words(talk_s)} to speak`);
      setText(
        slot,
        `${clock(talk_s + questions_s)}${questions_s ? `, ${clock(questions_s)} for questions` : ""}`,
      );
      const rate = answer?.wpm ? ` · ${Math.round(answer.wpm)} words a minute` : "";
      setText(counts, tally(rows, steps) + rate);
      // While the hand moves nothing is known of it; its place stays, so that nothing jumps.
      setAttr(moved, "data-stale", answer === null);
      if (answer) moved.hidden = answer.because === "";
      if (answer?.because) setText(moved, answer.because);
      const lines = [trouble, answer?.error, answer?.unsaved, ...(answer?.warnings ?? [])].filter(Boolean);
      while (warnings.childElementCount > lines.length) warnings.lastElementChild?.remove();
      lines.forEach((l, i) => setProse(warnings.children[i] ?? warnings.appendChild(h("li")), String(l)));
      said = [`${clock(median)} of ${clock(talk_s)}: ${verdict.textContent}.`, answer?.because, counts.textContent].filter(Boolean).join(" ");
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
