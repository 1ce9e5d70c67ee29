// The sheet of all slides, to pick those that are the point of the talk. Nothing is suggested: he
// knows, the text does not.
import { slideCard } from "../shared/card.js";
import { h, setAttr, setText } from "../shared/dom.js";

/** @typedef {import("./state.js").Row} Row */

/** More points than these are none. */
export const MOST_POINTS = 3;
const WORDS = ["None in particular", "This one", "These two", "These three"];

/**
 * The points after one is picked, or put back; a fourth takes the place of none.
 * @param {string[]} points keys
 * @param {string} key
 * @returns {string[]}
 */
export function picked(points, key) {
  if (points.includes(key)) return points.filter((one) => one !== key);
  return points.length < MOST_POINTS ? [...points, key] : points;
}

/**
 * @param {Row[]} rows
 * @param {object} acts
 * @param {(points: string[]) => void} acts.done with the keys picked
 * @param {() => void} acts.later
 * @param {(key: string) => string|null} acts.picture
 */
export function pointsSheet(rows, acts) {
  /** @type {string[]} */
  let points = [];
  let here = 0;
  const there = rows.filter((row) => !row.hidden);
  const cards = there.map(() => slideCard({ small: false }));
  const told = h("p", { class: "told" });
  const tiles = there.map((row, index) =>
    h(
      "button",
      { type: "button", class: "tile", role: "option", tabindex: index ? "-1" : "0", "aria-label": `${row.position}, ${row.title}`, onClick: () => pick(index) },
      cards[index].element,
      h("span", { class: "below" }, `${row.position} `, h("span", { class: "star", "aria-hidden": "true" })),
    ),
  );
  const grid = h("div", { class: "tiles", role: "listbox", "aria-multiselectable": "true", "aria-label": "All slides" }, ...tiles);
  const these = h("button", { type: "button", class: "primary", onClick: () => acts.done(points) });
  const element = h(
    "section",
    { class: "question points", hidden: true, "aria-label": "The point of the talk" },
    h(
      "div",
      { class: "ask" },
      h("div", {}, h("h3", { class: "asked", text: "Which slides are the point of this talk?" }), told),
      h("span", { class: "left", text: "first of all" }),
    ),
    grid,
    h(
      "div",
      { class: "choices" },
      these,
      h("button", { type: "button", class: "skip", onClick: () => acts.later() }, "Not now ", h("kbd", { text: "Esc" })),
      h("span", { class: "keys", text: "arrows move · Space picks · Enter is done" }),
    ),
  );
  // Only what is near the eye is drawn: a deck may hold five hundred slides.
  const seen = typeof IntersectionObserver === "undefined" ? null : new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const index = tiles.indexOf(/** @type {HTMLButtonElement} */ (entry.target));
        if (entry.isIntersecting && index >= 0) cards[index].show(there[index], acts.picture(there[index].key));
      }
    },
    { root: grid, rootMargin: "200px" },
  );
  there.forEach((row, index) => {
    cards[index].show(row);
    seen?.observe(tiles[index]);
  });

  /** @param {number} index */
  function pick(index) {
    here = index;
    points = picked(points, there[index].key);
    paintPicked();
  }

  function paintPicked() {
    tiles.forEach((tile, index) => {
      const on = points.includes(there[index].key);
      setAttr(tile, "aria-selected", String(on));
      const star = tile.querySelector(".star");
      if (star) setText(star, on ? "★" : "");
    });
    setText(these, WORDS[points.length]);
    setText(
      told,
      points.length < MOST_POINTS
        ? "Pick up to three: without them it would not be this talk. They stay, and what they stand on is worth more."
        : "Three are picked; put one back to pick another.",
    );
  }

  /** @param {number} by */
  function move(by) {
    here = Math.min(Math.max(here + by, 0), tiles.length - 1);
    tiles.forEach((tile, index) => setAttr(tile, "tabindex", index === here ? "0" : "-1"));
    tiles[here]?.focus();
    tiles[here]?.scrollIntoView?.({ block: "nearest" });
  }

  /** How many tiles stand in a row, as they are laid out now. */
  function across() {
    const top = tiles[0]?.offsetTop;
    const next = tiles.findIndex((tile) => tile.offsetTop !== top);
    return next > 0 ? next : tiles.length;
  }

  return {
    element,
    /** Keys while the sheet is open. @type {Record<string, () => void>} */
    keys: {
      ArrowRight: () => move(1),
      ArrowLeft: () => move(-1),
      ArrowDown: () => move(across()),
      ArrowUp: () => move(-across()),
      Home: () => move(-Infinity),
      End: () => move(Infinity),
      Space: () => pick(here),
      Enter: () => acts.done(points),
      Escape: () => acts.later(),
    },
    open: () => !element.hidden,
    /** @param {string[]} now keys of the points there are */
    show(now) {
      points = now.filter((key) => there.some((row) => row.key === key));
      element.hidden = false;
      paintPicked();
      move(0);
    },
    hide() {
      element.hidden = true;
    },
    close() {
      seen?.disconnect();
    },
  };
}
