// Speech and pause of the last minute as a thin strip, and words a minute where a model hears them.
// It moves once a second and no further: a strip that glides draws the eye.
import { h, setAttr, setText } from "../shared/dom.js";

const SVG = "http://www.w3.org/2000/svg";
/** What Python tells of speech at once, in seconds. */
const CELL_S = 0.2;
const CELLS = 300;
/** Where nothing is to move, the strip does so every five seconds. */
const STILL_CELLS = 25;
/** Nothing heard for so long: whoever listened is gone. */
const GONE_MS = 10_000;
const UNKNOWN = " ";

/**
 * The strip's filled parts, as an SVG path of `CELLS` by 1; now is at the right.
 * @param {string} speech a sign a cell: "1" speech, "0" pause
 */
export function speechPath(speech) {
  const parts = [];
  // A gap of one cell lies inside a word or between two, and is nobody's pause.
  for (const { index, 0: run } of speech.replaceAll(/(?<=1)0(?=1)/g, "1").matchAll(/1+/g)) {
    parts.push(`M${CELLS - speech.length + index} 0h${run.length}v1h-${run.length}z`);
  }
  return parts.join("");
}

/** The same in words. @param {string} speech */
export function speechWords(speech) {
  const known = speech.replaceAll(UNKNOWN, "").length;
  const spoken = speech.replaceAll(/[^1]/g, "").length;
  const seconds = (/** @type {number} */ cells) => Math.round(cells * CELL_S);
  const still = seconds(/0*$/.exec(speech)?.[0].length ?? 0);
  const now = still ? `, quiet for ${still} s` : "";
  return `Speech in ${seconds(spoken)} of the last ${seconds(known)} s${now}`;
}

/** How fast it is; it informs, and is never coloured. @param {import("../protocol").LiveWords} told */
export function paceWords({ wpm, usual_wpm }) {
  if (wpm === null) return "";
  return `about ${wpm} words a minute${usual_wpm === null ? "" : `, usually ${usual_wpm}`}`;
}

/**
 * @param {object} options
 * @param {() => number} options.ticks milliseconds
 * @param {boolean} [options.still] nothing is to move
 */
export function buildVoice({ ticks, still = matchMedia?.("(prefers-reduced-motion: reduce)").matches }) {
  const path = document.createElementNS(SVG, "path");
  const strip = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({
    class: "room-strip",
    viewBox: `0 0 ${CELLS} 1`,
    preserveAspectRatio: "none",
    role: "img",
    "aria-label": "Speech in the last minute",
  })) {
    strip.setAttribute(name, value);
  }
  strip.append(path);
  const words = h("span", { class: "room-pace" });
  const label = h("span", { text: "Last minute", "aria-hidden": "true" });
  const element = h("div", { class: "room-voice", hidden: true }, label, strip, words);
  let speech = "";
  let cells = 0;
  let drawn = 0;
  let heard_ms = NaN;
  let pace = "";
  let token = "";
  return {
    element,
    /** @param {import("../protocol").LiveSpeech|import("../protocol").LiveWords} message */
    hear(message) {
      if (message.token !== token) {
        token = message.token;
        speech = pace = "";
        cells = drawn = 0;
      }
      if (message.type === "live-words") {
        pace = paceWords(message);
        return;
      }
      heard_ms = ticks();
      // Another take of the run begins anew; what was told while this page looked elsewhere lacks.
      const lacks = message.cells - message.speech.length - cells;
      if (lacks < 0) speech = "";
      else speech += UNKNOWN.repeat(Math.min(lacks, CELLS));
      speech = (speech + message.speech).slice(-CELLS);
      if (lacks < 0) drawn = 0;
      ({ cells } = message);
    },
    /**
     * @param {boolean} recording whether sound is recorded now
     * @param {boolean} [paced] whether there is to be a pace
     */
    paint(recording, paced = false) {
      // It has its place from the start of the recording, so that nothing jumps.
      heard_ms = recording ? (Number.isNaN(heard_ms) ? ticks() : heard_ms) : NaN;
      const here = recording && ticks() - heard_ms < GONE_MS;
      element.hidden = !here;
      setAttr(element, "data-paced", paced);
      if (!here || cells - drawn < (still ? STILL_CELLS : 1)) return;
      drawn = cells;
      setAttr(path, "d", speechPath(speech));
      setAttr(strip, "aria-label", speechWords(speech));
      setText(words, pace);
    },
  };
}
