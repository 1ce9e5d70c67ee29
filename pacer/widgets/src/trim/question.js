// What the plan asks the speaker, one question at a time: how much of a stretch stays, or what a
// point stands on. None is in the way: each can be skipped, and the plan stands without it.
import { slideCard } from "../shared/card.js";
import { text as clock } from "../shared/clock.js";
import { h, setAttr, setText } from "../shared/dom.js";

/**
 * @typedef {import("./state.js").Row} Row
 *
 * @typedef {import("../protocol").PlanQuestion} Question
 */

/** Answer, its word, and what it means. @type {Array<["keep"|"shorten"|"drop", string, string]>} */
export const ANSWERS = [
  ["keep", "Keep", "nearly all of it"],
  ["shorten", "Shorten", "some of it"],
  ["drop", "Drop", "nearly none"],
];

/** Slides of a stretch as a speaker writes them. @param {number[]} slides */
export function range(slides) {
  const first = slides[0];
  const last = slides[slides.length - 1];
  return first === last ? `slide ${first}` : `slides ${first}–${last}`;
}

/**
 * @param {object} acts
 * @param {(id: string, answer: "keep"|"shorten"|"drop"|"skip") => void} acts.answer to a stretch
 * @param {(id: string, needed: number[]) => void} acts.needs positions that a point stands on
 * @param {(key: string) => string|null} acts.picture an address of a slide's picture
 */
export function questionCard(acts) {
  /** @type {Question|null} */
  let shown = null;
  /** @type {Set<number>} */
  let ticked = new Set();
  /** @type {Row[]} */
  let slides = [];
  /** @type {ReturnType<typeof slideCard>[]} */
  let cards = [];
  const heading = h("h3", { class: "asked" });
  const told = h("p", { class: "told" });
  const left = h("span", { class: "left" });
  const strip = h("div", { class: "strip", role: "group", "aria-label": "Its slides" });
  const choices = h("div", { class: "choices" });
  const element = h(
    "section",
    { class: "question", hidden: true, "aria-label": "A question to you" },
    h("div", { class: "ask" }, h("div", {}, heading, told), left),
    strip,
    choices,
  );

  /** @param {number} index of the answer, from 0 */
  function choose(index) {
    if (!shown) return;
    if (shown.kind === "stretch") acts.answer(shown.id, ANSWERS[index][0]);
    else tick(index);
  }

  /** @param {number} index of the slide that may be stood on */
  function tick(index) {
    const position = shown?.slides[index];
    if (position === undefined) return;
    if (!ticked.delete(position)) ticked.add(position);
    paintTicks();
  }

  function skip() {
    if (shown) acts.answer(shown.id, "skip");
  }

  function done() {
    if (shown?.kind === "needs") acts.needs(shown.id, shown.slides.filter((one) => ticked.has(one)));
  }

  function paintTicks() {
    [...strip.children].forEach((one, index) => {
      const button = one.querySelector("button");
      const on = ticked.has(shown?.slides[index] ?? 0);
      if (button) setAttr(button, "aria-pressed", String(on));
      setAttr(one, "data-on", on);
    });
    const [these] = choices.children;
    if (these) {
      setText(these, ticked.size ? `${ticked.size === 1 ? "This one" : `These ${ticked.size}`}` : "None of them");
    }
  }

  /**
   * @param {Question} question
   * @param {(position: number) => Row|undefined} at
   */
  function build(question, at) {
    const stretch = question.kind === "stretch";
    slides = /** @type {Row[]} */ (question.slides.map(at).filter(Boolean));
    cards = slides.map(() => slideCard());
    ticked = new Set();
    strip.replaceChildren(
      ...slides.map((row, index) => {
        const below = h("span", { class: "below" }, `${row.position} · ${clock(row.seconds)}`);
        if (stretch) return h("div", { class: "slide" }, cards[index].element, below);
        const button = h(
          "button",
          { type: "button", "aria-pressed": "false", onClick: () => tick(index), "aria-label": `${row.position}, ${row.title}` },
          cards[index].element,
          h("span", { class: "below" }, h("kbd", { text: index + 1 }), ` ${row.position} `, h("span", { class: "tick", "aria-hidden": "true" })),
        );
        return h("div", { class: "slide" }, button);
      }),
    );
    // A strip that can be scrolled is reached by the keyboard too.
    setAttr(strip, "tabindex", stretch ? "0" : null);
    if (stretch) {
      choices.replaceChildren(
        ...ANSWERS.map(([answer, word, means], index) =>
          h(
            "button",
            {
              type: "button",
              class: "choice",
              dataset: { answer },
              "aria-label": `${word}: ${means}${question.proposed === answer ? ", as proposed" : ""}`,
              onClick: () => choose(index),
            },
            h("span", { class: "word" }, word, h("kbd", { text: index + 1 })),
            h("span", { class: "means", text: question.proposed === answer ? `${means} · proposed` : means }),
          ),
        ),
        h("button", { type: "button", class: "choice skip", onClick: skip }, h("span", { class: "word" }, "Skip", h("kbd", { text: "Esc" }))),
      );
    } else {
      choices.replaceChildren(
        h("button", { type: "button", class: "primary", onClick: done, text: "None of them" }),
        h("button", { type: "button", class: "skip", onClick: skip }, "Not now ", h("kbd", { text: "Esc" })),
      );
    }
  }

  return {
    element,
    choose,
    skip,
    done,
    /** Whether there is a question to be answered. */
    open: () => shown !== null,
    /**
     * @param {object} to
     * @param {Question|null} to.question null puts the card away
     * @param {(position: number) => Row|undefined} to.at the slide at a position
     * @param {number} to.number which of them it is, from 1
     * @param {number} to.of how many there are
     */
    paint({ question, at, number, of }) {
      element.hidden = question === null;
      const same = question !== null && shown !== null && question.id === shown.id;
      shown = question;
      if (question === null) return;
      if (!same) build(question, at);
      if (question.kind === "stretch") {
        setText(heading, `${question.title || range(question.slides)}: how much of it stays?`);
        const place = `${clock(question.seconds)} on ${range(question.slides)}`;
        setText(told, `${place}. Your answer decides more of this plan than any other.`);
        setText(left, of > 1 ? `question ${number} of ${of}` : "the last question");
        for (const [index, button] of [...choices.children].entries()) {
          setAttr(button, "data-proposed", ANSWERS[index]?.[0] === question.proposed);
        }
      } else {
        const point = at(question.of);
        heading.replaceChildren("What does ", h("em", { text: point?.title ?? "this point" }), " stand on?");
        setText(told, "Tick what a listener must have seen to follow it.");
        setText(left, `for slide ${question.of}`);
        paintTicks();
      }
      slides.forEach((row, index) => cards[index].show(row, acts.picture(row.key)));
    },
  };
}
