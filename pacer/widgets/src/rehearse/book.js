// The page's side of a run: numbers its marks, keeps each here until the kernel has it on disk,
// and sends again what was not acknowledged. The browser's storage holds a copy, so that a
// reloaded page, a closed tab or a new kernel goes on where this one stopped.
//
// Sending twice is harmless (the kernel knows a mark by its number), so whenever in doubt this
// sends again: after silence, when the connection comes back, when a page opens.
import { READY, apply, isGoing, replay } from "./run.js";

/**
 * @typedef {import("./run.js").Mark} Mark
 * @typedef {import("./run.js").Run} Run
 *
 * @typedef {object} Head what a run is, beside its marks
 * @property {string} token the page's name for it
 * @property {string} kind
 * @property {string} started_at
 * @property {string} deck_digest
 *
 * @typedef {Head & {marks: Mark[], acked: number}} Saved
 * @typedef {{t_s: number, wall: number, page: string}} Beat a sign of life of the page that drives
 *
 * @typedef {object} Answer what the kernel says of a run
 * @property {string} said
 * @property {string} token
 * @property {number} [seq]
 * @property {string} [why]
 * @property {string} [run_id]
 * @property {string} [holder]
 * @property {Mark[]} [news]
 */

const RUN = "pacer.run.";
const BEAT = "pacer.beat.";
const KEPT = "pacer.kept.";
/** What nobody fetched for so long is let go. */
const FORGET_MS = 60 * 24 * 3600 * 1000;

/** A name no other run has; `crypto.randomUUID` needs HTTPS, which a hub may lack. */
export function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The runs this browser keeps for one talk.
 * @param {Storage|null} storage null where the browser allows none
 * @param {string} home the talk's folder, as a short name
 */
export function openShelf(storage, home) {
  /** @template T @param {() => T} work @param {T} otherwise @returns {T} */
  const tried = (work, otherwise) => {
    try {
      return work();
    } catch {
      return otherwise; // full, or forbidden
    }
  };
  /** @param {string} key @returns {any} */
  const read = (key) => tried(() => JSON.parse(storage?.getItem(key) ?? "null"), null);
  /** @param {string} key @param {unknown} value */
  const write = (key, value) =>
    tried(() => (storage ? (storage.setItem(key, JSON.stringify(value)), true) : false), false);
  const prefix = `${RUN}${home}.`;
  return {
    /** @param {Saved} saved @returns {boolean} whether it is kept */
    save: (saved) => write(prefix + saved.token, { ...saved, wall: Date.now() }),
    /** @param {string} token @returns {Saved|null} */
    load: (token) => read(prefix + token),
    /** All runs of this talk, the latest last. @returns {Saved[]} */
    all() {
      const keys = tried(() => Object.keys(storage ?? {}), []);
      const found = keys.filter((key) => key.startsWith(prefix)).map(read);
      return found
        .filter((run) => run && Array.isArray(run.marks) && typeof run.token === "string")
        .sort((a, b) => a.wall - b.wall)
        .filter((run) => Date.now() - run.wall < FORGET_MS || this.drop(run.token));
    },
    /** @param {string} token */
    drop(token) {
      for (const key of [prefix + token, BEAT + token]) {
        tried(() => storage?.removeItem(key), undefined);
      }
      return false;
    },
    /** @param {string} token @param {Beat} beat */
    beat: (token, beat) => write(BEAT + token, beat),
    /** @param {string} token @returns {Beat|null} */
    beatOf: (token) => read(BEAT + token),
    /** Do not offer this run again. @param {string} token */
    keep: (token) => write(KEPT + home, [token, ...(read(KEPT + home) ?? [])].slice(0, 50)),
    /** @param {string} token @returns {boolean} */
    isKept: (token) => (read(KEPT + home) ?? []).includes(token),
  };
}

/**
 * The book of one run.
 * @param {object} options
 * @param {Saved} options.saved the run so far; a new one has no marks
 * @param {ReturnType<typeof openShelf>} options.shelf
 * @param {(content: object) => void} options.post to the kernel; may be lost on the way
 * @param {string} options.page who drives
 */
export function openBook({ saved, shelf, post, page }) {
  const { token, kind, started_at, deck_digest } = saved;
  const marks = [...saved.marks];
  let acked = saved.acked;
  let sent = 0; // a kernel that has just come may know nothing of what another acknowledged
  let refused = "";
  let run = replay(marks);
  let runId = "";
  let kept = true;

  const keep = () => {
    kept = shelf.save({ token, kind, started_at, deck_digest, marks, acked });
  };
  const send = () => {
    if (sent >= marks.length) return;
    post({
      do: "marks",
      page,
      run: { token, kind, started_at, deck_digest },
      marks: marks.slice(sent),
    });
    sent = marks.length;
  };
  if (marks.length) keep();

  return {
    token,
    kind,
    /** @returns {Run} */
    get run() {
      return run;
    },
    get marks() {
      return marks;
    },
    get runId() {
      return runId;
    },
    /** How many marks wait for the kernel. */
    get waiting() {
      return marks.length - acked;
    },
    /** Why the kernel could not write, "" where it could. */
    get refused() {
      return refused;
    },
    /** Whether the browser keeps a copy. */
    get kept() {
      return kept;
    },
    /**
     * Take one more mark. It is kept and sent before this returns.
     * @param {number} t_s
     * @param {import("./run.js").MarkKind} kind
     * @param {string} [slide_key]
     * @param {string} [note]
     */
    add(t_s, kind, slide_key = "", note = "") {
      /** @type {Mark} */
      const mark = {
        seq: marks.length + 1,
        // Times never run backwards, and a millisecond's thousandth is enough.
        t_s: Math.round(Math.max(t_s, marks.at(-1)?.t_s ?? 0) * 1e6) / 1e6,
        kind,
        slide_key,
      };
      if (note) mark.note = note;
      marks.push(mark);
      run = apply(run, mark);
      keep();
      send();
    },
    /** Send again all that is not acknowledged. */
    resend() {
      sent = acked;
      send();
    },
    /** Send the whole run: to a kernel that has not heard of it. */
    resendAll() {
      sent = 0;
      send();
    },
    /**
     * The kernel answered.
     * @param {Answer} answer
     */
    heard(answer) {
      refused = answer.said === "refused" ? (answer.why ?? "refused") : "";
      if (answer.run_id) runId = answer.run_id;
      const seq = Math.min(answer.seq ?? 0, marks.length);
      const before = acked;
      acked = seq;
      if (acked !== before) keep();
      // It wants what comes after this, whatever was sent meanwhile.
      if (answer.said === "ack" && seq < before) this.resend();
    },
    /**
     * Marks another page took, while this one looks on.
     * @param {Mark[]} news
     */
    follow(news) {
      for (const mark of news) {
        if (mark.seq !== marks.length + 1) continue;
        marks.push(mark);
        run = apply(run, mark);
      }
      acked = sent = marks.length;
    },
    /** The whole run as it is kept. @returns {Saved} */
    saved: () => ({ token, kind, started_at, deck_digest, marks: [...marks], acked }),
    isGoing: () => isGoing(run),
    isEmpty: () => run === READY,
  };
}
