// A budget as a bar: what is spent of it, and what went over, told by length, colour and a word.
import { h, setAttr, setText } from "./dom.js";
import { text } from "./clock.js";

/**
 * Where a bar's parts end, as shares of its width.
 * @param {number} spent_s
 * @param {number} budget_s
 * @returns {{spent: number, over: number}} once over budget, the whole bar stands for what was
 *   spent, and `over` is the part of it that was not granted
 */
export function shares(spent_s, budget_s) {
  if (!(budget_s > 0)) return { spent: spent_s > 0 ? 1 : 0, over: spent_s > 0 ? 1 : 0 };
  if (spent_s <= budget_s) return { spent: Math.max(0, spent_s) / budget_s, over: 0 };
  return { spent: 1, over: 1 - budget_s / spent_s };
}

/** @param {{label: string}} options what the bar measures, for screen readers */
export function budgetBar({ label }) {
  const fill = h("div", { class: "pacer-bar-fill" });
  const over = h("div", { class: "pacer-bar-over" });
  const track = h("div", { class: "pacer-bar-track" }, fill, over);
  const words = h("span", { class: "pacer-bar-words" });
  const meter = h("div", { class: "pacer-bar-meter", role: "meter", "aria-label": label }, track);
  const element = h("div", { class: "pacer-bar" }, meter, words);
  return {
    element,
    /**
     * @param {number} spent_s
     * @param {number} budget_s
     */
    update(spent_s, budget_s) {
      const parts = shares(spent_s, budget_s);
      // Transforms repaint without a new layout.
      fill.style.transform = `scaleX(${(1 - parts.spent).toFixed(4)})`;
      over.style.transform = `scaleX(${parts.over.toFixed(4)})`;
      const left = budget_s - spent_s;
      const said = left >= -0.5 ? `${text(left)} of ${text(budget_s)} left` : `${text(-left)} over ${text(budget_s)}`;
      setAttr(element, "data-over", left < -0.5);
      setText(words, said);
      setAttr(meter, "aria-valuemin", 0);
      setAttr(meter, "aria-valuemax", Math.max(1, Math.round(budget_s)));
      setAttr(meter, "aria-valuenow", Math.max(0, Math.min(Math.round(spent_s), Math.max(1, Math.round(budget_s)))));
      setAttr(meter, "aria-valuetext", said);
    },
  };
}
