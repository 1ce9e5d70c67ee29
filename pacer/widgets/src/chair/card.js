// The card that a chair holds up, as large as a screen: "5 MIN", a colour and a word. It is shown
// in the room and, by the very same functions, in the speaker's own window. There only their text
// arrives, so each of them stands alone: it uses nothing of this file but its arguments.

/**
 * @typedef {object} CardState what a card is made of; a clock that runs goes on by itself
 * @property {string} title
 * @property {string} speaker
 * @property {import("./programme.js").Phase} phase
 * @property {number} left_s
 * @property {boolean} running
 * @property {number} wall the time of day at which that was so, in milliseconds
 * @property {readonly number[]} signals_s seconds left at which to signal, the largest first
 * @property {number|null} signal_s the signal that has just been given
 * @property {number} questions_s kept for questions
 * @property {string} when of a talk to come
 *
 * @typedef {object} CardFace
 * @property {string} number
 * @property {string} word
 * @property {string} small
 * @property {"wait"|"calm"|"soon"|"last"|"up"} stage
 */

/**
 * @param {CardState} state
 * @param {number} wall the time of day now
 * @returns {CardFace}
 */
export function cardFace(state, wall) {
  const clock = (/** @type {number} */ seconds) => {
    const whole = Math.round(Math.abs(seconds));
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };
  const minutes = (/** @type {number} */ seconds) =>
    seconds >= 59.5 ? `${Math.ceil((seconds - 0.5) / 60)} MIN` : clock(Math.max(0, seconds));
  const left_s = state.left_s - (state.running ? Math.max(0, wall - state.wall) / 1000 : 0);
  const signals = state.signals_s.filter((at) => at > 0);
  const last_s = signals.length > 1 ? signals[signals.length - 1] : 0;
  switch (state.phase) {
    case "before":
    case "waiting":
      return { number: minutes(state.left_s), word: "to come", small: state.when, stage: "wait" };
    case "over":
      return { number: "END", word: "session over", small: "", stage: "wait" };
    case "paused":
      return { number: left_s > 0 ? minutes(left_s) : "TIME", word: "paused", small: "", stage: "wait" };
    default:
  }
  const asking = state.phase === "questions";
  if (left_s <= 0.5) {
    const over = left_s < -0.5 ? `${clock(left_s)} over` : "your time is up";
    const word = !asking && state.questions_s > 0 && -left_s < state.questions_s ? "questions now" : "please stop";
    return { number: "TIME", word, small: over, stage: "up" };
  }
  const given = state.signal_s;
  const whole = given !== null && given > 0 && given % 60 === 0;
  const number = whole ? `${given / 60} MIN` : minutes(left_s);
  const word = asking ? "for questions" : left_s <= last_s ? "left: finish" : "left";
  const stage = left_s <= last_s ? "last" : signals.length && left_s <= signals[0] ? "soon" : "calm";
  return { number, word, small: left_s >= 59.5 ? clock(left_s) : "", stage };
}

/**
 * A card of plain elements, in whichever document.
 * @param {Document} where
 * @param {string} css
 */
export function buildCard(where, css) {
  const part = (/** @type {string} */ name) => {
    const made = where.createElement("div");
    made.className = `chair-card-${name}`;
    return made;
  };
  const element = part("whole");
  const [title, speaker, number, word, small, note] = ["title", "speaker", "number", "word", "small", "note"].map(part);
  const style = where.createElement("style");
  style.textContent = css;
  number.setAttribute("role", "timer");
  number.setAttribute("aria-label", "Time left");
  element.append(style, title, speaker, number, word, small, note);
  const set = (/** @type {HTMLElement} */ one, /** @type {string} */ to) => {
    if (one.textContent !== to) one.textContent = to;
  };
  return {
    element,
    /** @param {CardState} state @param {CardFace} face @param {string} [noted] */
    paint(state, face, noted = "") {
      set(title, state.title);
      set(speaker, state.speaker);
      set(number, face.number);
      set(word, face.word);
      set(small, face.small);
      set(note, noted);
      if (element.dataset.stage !== face.stage) element.dataset.stage = face.stage;
    },
  };
}

/** Its own colours, of no theme: it is to be read across a hall, in the dark and in daylight. */
export const CARD_CSS = `
.chair-card-whole {
  display: grid; box-sizing: border-box; width: 100%; height: 100%; min-height: 320px;
  grid-template-rows: auto auto minmax(0, 1fr) auto auto 1.4em; align-items: center;
  justify-items: center; container-type: size; padding: 3vmin; overflow: hidden;
  border: 1.6vmin solid #12161c; color: #fff; background: #12161c; text-align: center;
  font-family: system-ui, sans-serif; font-variant-numeric: tabular-nums; line-height: 1.1;
}
.chair-card-title { width: 100%; overflow: hidden; font-size: clamp(16px, 3.4cqi, 48px); font-weight: 600; line-height: 1.35;
  text-overflow: ellipsis; white-space: nowrap; }
.chair-card-speaker { min-height: 1.2em; font-size: clamp(14px, 2.6cqi, 36px); }
.chair-card-number { font-size: min(25cqi, 58cqb); font-weight: 800; letter-spacing: -0.02em; white-space: nowrap; }
.chair-card-word { min-height: 1.1em; font-size: clamp(22px, 7cqi, 110px); font-weight: 700; }
.chair-card-small { min-height: 1.2em; font-size: clamp(16px, 3.4cqi, 56px); }
.chair-card-note { font-size: clamp(13px, 1.6cqi, 22px); }
.chair-card-whole[data-stage="wait"] { color: #dbe2ea; }
.chair-card-whole[data-stage="soon"] { border-color: #ffb31a; color: #16120a; background: #ffb31a; }
.chair-card-whole[data-stage="last"] { border-color: #fff; color: #fff; background: #b3261e; }
.chair-card-whole[data-stage="up"] { border-color: #b3261e; color: #b3261e; background: #fff; }
@media (forced-colors: active) { .chair-card-whole { border-color: CanvasText; } }
`;
