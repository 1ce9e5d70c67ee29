// What the chair's page says of a standing: a number, a word, a tone; and the session in a line.
import { text, words } from "../shared/clock.js";

/**
 * @typedef {import("./programme.js").Talk} Talk
 * @typedef {import("./programme.js").Standing} Standing
 */

/** Closer to the programme than this is on time. */
export const EVEN_S = 30;

/** When a talk that is waited for is planned to begin. @param {Talk} talk @param {Standing} now */
function whenWords(talk, { rest, until_s, phase }) {
  if (phase === "before" && Math.abs(until_s) <= EVEN_S) return talk.begins ? `planned for ${talk.begins}` : "";
  const at = talk.begins ? ` at ${talk.begins}` : "";
  if (rest) return `${rest.title}${talk.begins ? `, on${at}` : ""}, in ${words(until_s)}`;
  if (until_s > 0.5) return `begins${at}, in ${words(until_s)}`;
  return until_s < -EVEN_S ? `planned${talk.begins ? ` for ${talk.begins}` : ""}, ${words(until_s)} ago` : "";
}

/**
 * What the clock says.
 * @param {readonly Talk[]} talks
 * @param {Standing} now
 * @returns {{number: string, word: string, more: string, tone: "even"|"late"|"wait"}}
 */
export function face(talks, now) {
  const talk = talks[now.at];
  const line = now.lines[now.at];
  const over = now.left_s < -0.5;
  const number = over ? `+${text(-now.left_s)}` : text(now.left_s);
  const asked = talk.questions_s ? `then ${text(talk.questions_s)} for questions` : "";
  switch (now.phase) {
    case "before":
    case "waiting":
      return { number, word: "to come", more: whenWords(talk, now) || asked, tone: "wait" };
    case "paused":
      return { number, word: "paused", more: `for ${words(line.paused_s)}`, tone: "wait" };
    case "questions":
      return over
        ? { number, word: "over the slot", more: "", tone: "late" }
        : { number, word: "for questions", more: "", tone: "even" };
    case "over":
      return { number: text(0), word: "session over", more: "", tone: "even" };
    default:
  }
  if (!over) return { number, word: "left", more: asked, tone: "even" };
  if (now.slot_left_s > 0.5) {
    return { number, word: "over, into the questions", more: `${text(now.slot_left_s)} of them left`, tone: "late" };
  }
  return { number, word: "over the slot", more: "", tone: "late" };
}

/** How the session stands, in words. @param {readonly Talk[]} talks @param {Standing} now */
export function sessionWords(talks, { behind_s, next_s, taken_by, each_s, at, phase, lines }) {
  if (phase === "before") {
    const spoken_s = talks.reduce((sum, talk) => sum + talk.talk_s + talk.questions_s, 0);
    const many = talks.length === 1 ? "1 talk" : `${talks.length} talks`;
    return `${many}, ${text(spoken_s)} in all`;
  }
  if (phase === "over") return overWords(lines, behind_s);
  if (Math.abs(behind_s) <= EVEN_S) return "session on time";
  if (behind_s < 0) return `session ${words(behind_s)} early`;
  const late = `session ${words(behind_s)} late`;
  const taker = taken_by || "the gap";
  if (next_s <= EVEN_S && at + 1 < talks.length && next_s < behind_s) return `${late}: ${taker} takes it up`;
  const some = behind_s - next_s > EVEN_S ? `, ${words(next_s)} after ${taker}` : "";
  const coming = talks.length - at - 1;
  if (!coming) return late;
  if (each_s * coming <= EVEN_S) return `${late}${some}: later breaks take it up`;
  const whom = coming === 1 ? "the talk" : `each of the ${coming} talks`;
  return `${late}${some}: ${whom} to come would give ${words(each_s)}`;
}

/** @param {Standing["lines"]} lines @param {number} behind_s */
function overWords(lines, behind_s) {
  const held = lines.filter(({ began_s }) => began_s !== null);
  const over = held.filter(({ over_s }) => over_s > EVEN_S).length;
  const how = Math.abs(behind_s) <= EVEN_S ? "on time" : `${words(behind_s)} ${behind_s > 0 ? "late" : "early"}`;
  return `session ended ${how}; ${over || "none"} of ${held.length === 1 ? "1 talk" : `${held.length} talks`} ran over`;
}
