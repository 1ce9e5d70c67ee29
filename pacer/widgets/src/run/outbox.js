// The page's side of a run: numbers its marks, keeps each here until the kernel has it on disk,
// and sends again what was not acknowledged. Sending twice is harmless, since the kernel knows a
// mark by its number: so whenever in doubt, this sends again, but for what it refused for good.
import { apply, isGoing, replay } from "./timeline.js";

/**
 * @typedef {import("./timeline.js").Mark} Mark
 * @typedef {import("./timeline.js").Run} Run
 * @typedef {import("./storage.js").Saved} Saved
 * @typedef {ReturnType<typeof openOutbox>} Book
 *
 * @typedef {import("../protocol").Acked | import("../protocol").Refused
 *   | import("../protocol").HeldElsewhere} Answer what the kernel says of a run
 */

/** As many as the kernel takes of a run, and in one message; pacer/runs and run_recorder.py. */
export const MOST_MARKS = 100_000;
export const MOST_AT_ONCE = 1_000;

/** Whether a mark puts up a slide, or moves the end. @param {Mark} mark */
const isShown = ({ kind }) => ["start", "slide", "extend"].includes(kind);

/**
 * @param {object} options
 * @param {Saved} options.saved the run so far; a new one has no marks
 * @param {import("./storage.js").Shelf|null} options.shelf null to keep no copy, as who looks on
 * @param {(message: import("../protocol").AddMarks) => void} options.post to the kernel; may be lost on the way
 * @param {string} options.page who sends
 */
export function openOutbox({ saved, shelf, post, page }) {
  const { token, kind, started_at, deck_digest } = saved;
  const head = { token, kind, started_at, deck_digest };
  const marks = [...saved.marks];
  let acked = saved.acked;
  let sent = acked;
  let refused = "";
  let final = false; // sending the same again cannot help
  // Until the kernel has answered, this page tells it who drives: messages may be lost.
  let answered = false;
  let run = replay(marks);
  // The last mark that a forecast must know of.
  let shown_seq = marks.findLast(isShown)?.seq ?? 0;
  let run_id = "";
  let kept = true;

  const whole = () => ({ ...head, marks: [...marks], acked });
  const keep = () => {
    if (shelf) kept = shelf.save(whole());
  };
  const send = () => {
    if (final) return;
    for (; sent < marks.length; sent = Math.min(sent + MOST_AT_ONCE, marks.length)) {
      const some = marks.slice(sent, sent + MOST_AT_ONCE);
      post({ type: "add-marks", page, take_over: !answered, run: head, marks: some });
    }
  };
  /** Send again all that comes after a mark. @param {number} after */
  const resend = (after = acked) => {
    sent = after;
    send();
  };
  if (marks.length) keep();

  return {
    token,
    kind,
    resend,
    whole,
    /** @returns {Run} */
    get run() {
      return run;
    },
    /** The number of the last mark that put up a slide, or moved the end. */
    get shown_seq() {
      return shown_seq;
    },
    /** How many marks there are. */
    get length() {
      return marks.length;
    },
    get run_id() {
      return run_id;
    },
    /** How many marks wait for the kernel. */
    get waiting() {
      return marks.length - acked;
    },
    /** Why the kernel could not write, "" where it could. */
    get refused() {
      return refused;
    },
    /** Whether one more mark than the stop fits into the run. */
    get full() {
      return marks.length >= MOST_MARKS - 1;
    },
    /** Whether the browser keeps a copy. */
    get kept() {
      return kept;
    },
    get going() {
      return isGoing(run);
    },
    /**
     * Take one more mark: it is kept and sent before this returns.
     * @param {number} t_s
     * @param {import("./timeline.js").MarkKind} kind
     * @param {string} [slide_key]
     * @param {string} [note]
     */
    add(t_s, kind, slide_key = "", note = "") {
      // Times never run backwards; a millionth is enough, and the same in every language.
      const later = Math.max(t_s, marks.at(-1)?.t_s ?? 0);
      /** @type {Mark} */
      const mark = { seq: marks.length + 1, t_s: Math.round(later * 1e6) / 1e6, kind, slide_key };
      if (note) mark.note = note;
      marks.push(mark);
      if (isShown(mark)) shown_seq = mark.seq;
      run = apply(run, mark);
      keep();
      send();
    },
    /** The kernel answered. @param {Answer} answer */
    heard(answer) {
      answered = true;
      if (answer.type === "held-elsewhere") return;
      if (answer.type === "acked") ({ run_id } = answer);
      const before = acked;
      acked = Math.min(answer.seq, marks.length);
      if (answer.type === "refused") {
        refused = answer.reason;
        ({ final } = answer);
      } else if (!final || acked > before) {
        // What came behind a mark refused for good is answered too, and mends nothing.
        refused = "";
        final = false;
      }
      if (acked !== before) keep();
      // A new kernel, or a file that was moved away: it wants what it lacks.
      if (!refused && acked < before) resend();
    },
    /** It can never be taken: say why, and do not send it again. @param {string} reason */
    giveUp(reason) {
      final = true;
      refused = reason;
    },
    /** Marks that the page which drives took, while this one looks on. @param {Mark[]} news */
    follow(news) {
      for (const mark of news) {
        if (mark.seq !== marks.length + 1) continue;
        marks.push(mark);
        if (isShown(mark)) shown_seq = mark.seq;
        run = apply(run, mark);
      }
      acked = sent = marks.length;
    },
  };
}
