// What is done with the plan: write it, print its run sheet, rehearse it; and undo.
import { h, setAttr, setText } from "../shared/dom.js";

const KEYS = [
  ["↑ ↓", "the next row"],
  ["Enter → ←", "a stretch opens to its slides, and closes"],
  ["K T C", "keep, shorten or cut a stretch or a slide; again takes it back"],
  ["M", "tell a slide with the next one up"],
  ["+ −", "five seconds more or less for a slide"],
  ["S P", "a slide is worth more; it is the point of the talk"],
  ["R", "as proposed"],
  ["1 2 3 Esc", "answer the question, or skip it"],
  ["A F O /", "all slides; what is shown; in which order; find a slide"],
  ["E N G", "export the deck; the run sheet; rehearse this"],
  ["Ctrl+Z Ctrl+Shift+Z", "undo, redo"],
];

/** @typedef {import("../protocol").Written} Written */

/**
 * @param {object} on
 * @param {(what: Written["what"]) => void} on.write
 * @param {() => void} on.rehearse
 * @param {() => void} on.undo
 * @param {() => void} on.redo
 * @param {() => void} on.reset
 */
export function acts(on) {
  const button = (/** @type {string} */ word, /** @type {string} */ key, /** @type {string} */ tip, /** @type {() => void} */ does, main = false) =>
    h("button", { type: "button", class: main ? "primary" : "act", title: tip, onClick: does }, `${word} `, key && h("kbd", { text: key }));
  const deck = button("Export the deck", "E", "A copy of the deck that follows the plan, in its own format (E)", () => on.write("deck"), true);
  const sheet = button("Run sheet", "N", "One page: what to show, for how long, and by when to leave it (N)", () => on.write("run-sheet"));
  const rehearse = button("Rehearse this", "G", "The rehearsal room on this plan's budgets, below (G)", on.rehearse);
  const back = button("Undo", "", "Undo (Ctrl+Z)", on.undo);
  const forth = button("Redo", "", "Redo (Ctrl+Shift+Z)", on.redo);
  const reset = button("Follow the proposal", "", "Take back every decision of yours", on.reset);
  const help = button("Keys", "?", "What each key does (?)", () => flip());
  const told = h("p", { class: "written", role: "status", hidden: true });
  const list = h("dl", { class: "all-keys", hidden: true }, ...KEYS.flatMap(([keys, does]) => [h("dt", {}, ...keys.split(" ").map((key) => h("kbd", { text: key }))), h("dd", { text: does })]));
  const element = h(
    "div",
    { class: "acts", role: "group", "aria-label": "With this plan" },
    told,
    h("div", { class: "row" }, deck, sheet, rehearse, h("span", { class: "gap" }), back, forth, reset, help),
    list,
  );

  function flip() {
    list.hidden = !list.hidden;
    setAttr(help, "aria-expanded", String(!list.hidden));
  }

  return {
    element,
    flip,
    /** Do what a button does, by its key. @param {Written["what"]|"rehearse"} what */
    press(what) {
      if (what === "rehearse") on.rehearse();
      else on.write(what);
    },
    /** @param {string} sentence @param {boolean} [wrong] */
    say(sentence, wrong = false) {
      told.hidden = sentence === "";
      setAttr(told, "data-wrong", wrong);
      setText(told, sentence);
    },
    /** @param {Written} written */
    written({ what, name, path, says }) {
      if (!name) return this.say(`Nothing was written: ${says}`, true);
      const address = download(path);
      this.say("");
      told.hidden = false;
      told.replaceChildren(
        what === "deck" ? "Written: " : "The run sheet: ",
        address ? h("a", { href: address, download: name, text: name }) : h("b", { text: name }),
        " in ",
        h("span", { class: "path", text: path.slice(0, -name.length - 1) }),
        ...(says ? [` · ${says}`] : []),
      );
    },
    /** @param {{past: unknown[], future: unknown[], isDecided: boolean}} state */
    paint({ past, future, isDecided }) {
      back.disabled = !past.length;
      forth.disabled = !future.length;
      reset.disabled = !isDecided;
    },
  };
}

/**
 * Where the page's own server gives a file, if it lies below its folder; else nothing.
 * @param {string} path
 * @returns {string|null}
 */
export function download(path) {
  try {
    const held = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
    const root = String(held.serverRoot ?? "").replace(/\/+$/, "");
    const place = path.replaceAll("\\", "/");
    // A home folder's own name is not told: "~/talks".
    const at = root.startsWith("~") ? place.indexOf(`${root.slice(1)}/`) : place.startsWith(`${root}/`) ? 0 : -1;
    if (!root || root === "~" || at < 0) return null;
    const below = place.slice(at + root.replace(/^~/, "").length + 1);
    return `${held.baseUrl ?? "/"}files/${below.split("/").map(encodeURIComponent).join("/")}`;
  } catch {
    return null; // a page that tells nothing of its server
  }
}
