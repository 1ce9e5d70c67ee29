// A slide as a card: its picture where there is one, else a clean typographic card of its text.
import { h, setAttr } from "./dom.js";

/**
 * @typedef {object} CardSlide
 * @property {number} position 1-based
 * @property {string} title
 * @property {string} [text] its text, the title's line first
 */

const LINES = 7;
const LINE_LENGTH = 140;
const TITLE_LENGTH = 160;

/**
 * @param {string} text
 * @param {number} limit
 */
const cut = (text, limit) => (text.length > limit ? `${text.slice(0, limit - 1)}…` : text);

/** The lines a card shows below its title. @param {CardSlide} slide @returns {string[]} */
export function cardLines(slide) {
  const lines = (slide.text ?? "").slice(0, 20 * LINE_LENGTH).split("\n");
  if (lines[0]?.trim() === slide.title.trim()) lines.shift();
  // A line of a drawing says nothing here.
  const said = lines.map((line) => line.trim()).filter((line) => /[\p{L}\p{N}]/u.test(line));
  const shown = said.slice(0, LINES).map((line) => cut(line, LINE_LENGTH));
  if (said.length > LINES) shown.push("…");
  return shown;
}

/**
 * A card that shows one slide after another.
 * @param {{small?: boolean}} [options]
 */
export function slideCard({ small = false } = {}) {
  const image = h("img", { class: "pacer-card-picture", alt: "", hidden: true });
  const title = h("p", { class: "pacer-card-title" });
  const lines = h("div", { class: "pacer-card-lines" });
  const words = h("div", { class: "pacer-card-words" }, title, lines);
  const number = h("span", { class: "pacer-card-number", "aria-hidden": "true" });
  const element = h(
    "figure",
    { class: small ? "pacer-card pacer-card-small" : "pacer-card", role: "img" },
    words,
    image,
    number,
  );
  return {
    element,
    /**
     * @param {CardSlide|null} slide null shows an empty card
     * @param {string|null} [picture] an address the browser can show
     */
    show(slide, picture = null) {
      setAttr(element, "data-empty", slide === null);
      setAttr(element, "aria-label", slide ? `Slide ${slide.position}: ${cut(slide.title, TITLE_LENGTH)}` : "No slide");
      image.hidden = !slide || !picture;
      words.hidden = !slide || Boolean(picture);
      number.textContent = slide ? String(slide.position) : "";
      number.hidden = !slide || Boolean(picture); // it has its own, or none
      if (slide && picture) setAttr(image, "src", picture);
      if (!slide || picture) return;
      const said = small ? [] : cardLines(slide);
      setAttr(words, "data-bare", said.length === 0);
      title.textContent = cut(slide.title, TITLE_LENGTH);
      lines.replaceChildren(...said.map((line) => h("p", { text: line })));
    },
  };
}
