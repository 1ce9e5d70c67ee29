// The talk as two bars to look at rather than read: today's minutes above the plan's, sections in
// order, what goes hatched.
import { text as clock } from "../shared/clock.js";
import { h, setAttr, setText } from "../shared/dom.js";

/**
 * @typedef {import("./state.js").Row} Row
 * @typedef {import("./state.js").Step} Step
 *
 * @typedef {object} Part a run of slides of one section that stays, or that goes
 * @property {string} section
 * @property {number} shade which of the sections, from 0
 * @property {number} now_s what it takes today
 * @property {number} plan_s what the plan grants it
 * @property {boolean} goes
 * @property {number[]} slides positions
 */

/** Sections get one of so many shades, in order. */
export const SHADES = 6;

/**
 * The talk cut into its sections, and each section into what stays and what goes.
 * @param {Row[]} rows
 * @param {Step[]} steps
 * @returns {Part[]}
 */
export function parts(rows, steps) {
  /** @type {Part[]} */
  const found = [];
  /** @type {string[]} */
  const sections = [];
  rows.forEach((row, index) => {
    if (row.hidden) return;
    if (sections.at(-1) !== row.section) sections.push(row.section);
    const goes = steps[index].action === "cut";
    const last = found.at(-1);
    const shade = (sections.length - 1) % SHADES;
    if (last && last.goes === goes && last.section === row.section && last.shade === shade) {
      last.now_s += row.seconds;
      last.plan_s += steps[index].budget_s;
      last.slides.push(row.position);
    } else {
      found.push({ section: row.section, shade, now_s: row.seconds, plan_s: steps[index].budget_s, goes, slides: [row.position] });
    }
  });
  return found;
}

/** @param {Part} part */
const named = (part) => {
  const place = part.slides.length > 1 ? `${part.slides[0]}–${part.slides.at(-1)}` : `${part.slides[0]}`;
  return part.section ? `${part.section}, ${place}` : `slides ${place}`;
};

export function twoBars() {
  const today = h("div", { class: "band today" });
  const plan = h("div", { class: "band plan" });
  const limit = h("span", { class: "slot-ends", hidden: true });
  const words = h("p", { class: "pacer-unseen" });
  const element = h("div", { class: "bands", role: "img" }, today, plan, limit, words);
  let last = "";
  return {
    element,
    /**
     * @param {Row[]} rows
     * @param {Step[]} steps
     * @param {number} talk_s where the slot ends on the scale of today's minutes
     */
    paint(rows, steps, talk_s) {
      const all = parts(rows, steps);
      const whole = all.reduce((sum, part) => sum + part.now_s, 0);
      const left = all.reduce((sum, part) => sum + part.plan_s, 0);
      limit.hidden = talk_s >= whole;
      limit.style.left = `${((100 * talk_s) / whole).toFixed(3)}%`;
      const made = JSON.stringify(all.map((part) => [part.shade, part.goes, Math.round(part.now_s), Math.round(part.plan_s)]));
      if (made === last || whole <= 0) return;
      last = made;
      const width = (/** @type {number} */ seconds) => `${((100 * seconds) / whole).toFixed(3)}%`;
      const first = new Set();
      today.replaceChildren(
        ...all.map((part) => {
          // A section is named once, where it is widest enough to be read.
          const label = !part.goes && !first.has(part.section) && part.now_s / whole > 0.06 ? part.section : "";
          if (label) first.add(part.section);
          return h(
            "span",
            { class: part.goes ? "part goes" : "part", dataset: { shade: part.shade }, style: { width: width(part.now_s) }, title: `${named(part)}: ${clock(part.now_s)}${part.goes ? ", goes" : ` → ${clock(part.plan_s)}`}` },
            label,
          );
        }),
      );
      plan.replaceChildren(
        ...all
          .filter((part) => part.plan_s > 0)
          .map((part) => h("span", { class: "part", dataset: { shade: part.shade }, style: { width: width(part.plan_s) }, title: `${named(part)}: ${clock(part.plan_s)}` })),
      );
      setAttr(element, "aria-label", `Today ${clock(whole)}, in the plan ${clock(left)}`);
      setText(words, all.filter((part) => part.goes).map((part) => `${named(part)} goes`).join("; "));
    },
  };
}
