// What the link to the kernel is worth, in words a speaker understands.
import { PATIENCE_MS } from "../shared/connection.js";

/**
 * @typedef {object} Status
 * @property {"good"|"wait"|"bad"} tone
 * @property {string} text
 */

/** @param {number} many @param {string} of */
export const count = (many, of) => `${many} ${of}${many === 1 ? "" : "s"}`;

/** @param {string} words */
const cap = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/**
 * @param {object} facts
 * @param {{length: number, waiting: number, refused: string, kept: boolean}|null} facts.book
 * @param {string} facts.lost why the kernel cannot be reached, "" where it can
 * @param {number} facts.silent_ms how long it has owed an answer
 * @returns {Status}
 */
export function linkStatus({ book, lost, silent_ms }) {
  const waiting = book?.waiting ?? 0;
  const kept = `${count(waiting, "mark")} kept in this ${book?.kept === false ? "page only" : "browser"}`;
  if (lost) {
    const cure = lost.startsWith("the kernel") ? "; run the cell again" : "";
    if (!book) return { tone: "bad", text: `${cap(lost)}${cure}` };
    return { tone: "bad", text: `${cap(lost)}: counting on, ${waiting ? kept : "all marks are saved"}${cure}` };
  }
  if (!book) return { tone: "good", text: "Ready" };
  if (book.refused) return { tone: "bad", text: `Not saved: ${book.refused}; ${kept}` };
  if (!waiting) return { tone: "good", text: `Saved: ${count(book.length, "mark")}` };
  if (silent_ms > PATIENCE_MS) {
    return { tone: "wait", text: `The kernel is busy: ${kept} until it answers` };
  }
  return { tone: "good", text: "Saving…" };
}
