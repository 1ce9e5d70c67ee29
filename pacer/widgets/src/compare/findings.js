// The answer in words: the first sentence as large as it matters, the rest within reach.
import { h } from "../shared/dom.js";

const SHOWN = 3;

/** @param {string[]} sentences */
export function answer(sentences) {
  const [first, ...rest] = sentences;
  const [seen, more] = [rest.slice(0, SHOWN - 1), rest.slice(SHOWN - 1)];
  const items = (/** @type {string[]} */ said) => said.map((text) => h("li", { text }));
  return h(
    "div",
    { class: "answer" },
    h("p", { class: "first", text: first ?? "" }),
    h("ul", {}, ...items(seen)),
    more.length > 0 &&
      h("details", {}, h("summary", { text: `${more.length} more findings` }), h("ul", {}, ...items(more))),
  );
}
