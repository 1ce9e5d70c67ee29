// What was said on a slide, sentence by sentence: those left out make it shorter.
import { text as clock } from "../shared/clock.js";
import { h, setAttr, setText } from "../shared/dom.js";
import { leftOf } from "./state.js";

/** @typedef {import("./state.js").Row} Row @typedef {import("./state.js").Sentence} Sentence */

/** @param {(row: Row, text: string) => void} strike */
export function sentenceList(strike) {
  const heading = h("summary", {});
  const items = h("ul", { class: "said-here" });
  const element = h("details", { class: "sentences", hidden: true }, heading, items);
  /** @type {Row|null} */
  let shown = null;
  /** @type {Sentence[]} */
  let of = [];
  return {
    element,
    /**
     * @param {Row} row
     * @param {import("./state.js").Step} step
     * @param {Sentence[]} said
     * @param {string[]} out those left out
     */
    paint(row, step, said, out) {
      element.hidden = !said.length || row.hidden;
      if (element.hidden) return;
      if (row !== shown || said !== of) {
        shown = row;
        of = said;
        items.replaceChildren(
          ...said.map(({ text, seconds }) => {
            const box = h("input", { type: "checkbox", "aria-label": `Say: ${text}, ${clock(seconds)}`, onChange: () => strike(row, text) });
            return h("li", {}, h("label", {}, box, h("span", { class: "words", text }), h("span", { class: "seconds", text: clock(seconds) })));
          }),
        );
        // Where a slide is to be shortened its sentences are what to shorten it by.
        element.open = step.action === "trim";
      }
      [...items.children].forEach((item, index) => {
        const gone = out.includes(said[index].text);
        setAttr(item, "data-struck", gone);
        const box = item.querySelector("input");
        if (box && box.checked === gone) box.checked = !gone;
      });
      const left = leftOf(row, said, out);
      const aim = step.action === "trim" && !out.length ? `: leave out ${clock(Math.max(0, row.seconds - step.budget_s))} of them` : "";
      setText(heading, out.length ? `Leave out ${out.length} of ${said.length} sentences: ${clock(left)} are left` : `What you said here${aim}`);
    },
  };
}
