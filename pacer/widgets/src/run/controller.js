// A run from its start to its end, through reloads, lost kernels and second windows: which run
// this page has, whether it drives it, and where the run's clock stands. Knows no page.
import { openOutbox } from "./outbox.js";
import { at, replay } from "./timeline.js";
import { token } from "../shared/token.js";

/**
 * @typedef {import("./outbox.js").Book} Book
 * @typedef {import("./outbox.js").Answer} Answer
 * @typedef {import("./storage.js").Saved} Saved
 * @typedef {ReturnType<typeof openController>} Session
 *
 * @typedef {object} Clock
 * @property {() => number} ticks milliseconds that never jump, as events are stamped with
 * @property {() => number} wall the time of day in milliseconds
 *
 * @typedef {object} Offer a run that was broken off
 * @property {Saved} saved
 * @property {number} t_s where its clock stood
 * @property {number} ago_s
 */

/** @type {Clock} */
export const BROWSER = { ticks: () => performance.now(), wall: () => Date.now() };

const BEAT_MS = 1000;
const RESEND_MS = 3000;
/** A page that drives shows itself every second; silent for so long, it is gone. */
const GONE_MS = 3500;
/** A reload that took no longer is bridged by the time of day. */
const BRIDGE_MS = 60_000;
/** A timer this late did not run: the computer slept. Browsers delay hidden ones by a minute. */
const SLEPT_MS = 120_000;
const JUMP_MS = 20_000;
/** An event stamped further back than this is stamped by another clock. */
const STALE_MS = 10_000;

/**
 * @param {object} options
 * @param {{deck_digest: string}} options.room
 * @param {import("./storage.js").Shelf} options.shelf
 * @param {(message: import("../protocol").FromPage) => void} options.post
 * @param {() => void} options.changed something is to be shown
 * @param {Clock} [options.clock]
 */
export function openController({ room, shelf, post, changed, clock = BROWSER }) {
  const page = token();
  /** @type {Book|null} */ let book = null;
  /** @type {Offer|null} */ let offered = null;
  /** Runs that are over, or kept, and not yet acknowledged in full. @type {Map<string, Book>} */
  const leftovers = new Map();
  let driving = true;
  let zero_ms = 0; // the run's 0:00 on this page's clock
  let notice = "";
  let waits_ms = 0; // since when the kernel owes an answer
  let sent_ms = 0;
  let beat_ms = 0;
  let took_ms = -Infinity; // since when this page drives
  let look_ms = Infinity; // when to look again for runs that another page drove
  let asked = ""; // the run that the kernel was asked about last
  let ticked = { ticks: clock.ticks(), wall: clock.wall() };

  /** @param {string} name whether another page drives this run now */
  const isDriven = (name) => {
    const beat = shelf.beatOf(name);
    return Boolean(beat?.page && beat.page !== page && clock.wall() - beat.wall < GONE_MS);
  };
  const now_s = () => Math.max(0, (clock.ticks() - zero_ms) / 1000);

  /** @param {Saved} saved @param {number} t_s where the run's clock stands now @param {boolean} drive */
  const adopt = (saved, t_s, drive) => {
    offered = null;
    driving = drive;
    book = openOutbox({ saved, shelf: drive ? shelf : null, post, page });
    zero_ms = clock.ticks() - t_s * 1000;
    waits_ms = took_ms = clock.ticks();
    if (drive) beat();
  };
  /** Show that this page drives. @param {string} [as] */
  const beat = (as = page) => {
    beat_ms = clock.ticks();
    if (!book) return;
    const { token: name, length: seq, going } = book;
    shelf.beat(name, { t_s: now_s(), wall: clock.wall(), page: as, seq, over: !going });
  };
  /**
   * Turn to the run that another page of this browser drives, and follow it.
   * @returns {boolean} whether there is one
   */
  const follow = () => {
    const on = shelf.on();
    if (!on || on.page === page) return false;
    if (book?.going && book.token === on.token) {
      const more = on.seq !== undefined && on.seq > book.length ? shelf.load(on.token)?.marks : null;
      if (more) book.follow(more.slice(book.length));
      // The copy goes as soon as all of it is on disk.
      if (on.over && book.going) {
        book.follow([{ seq: book.length + 1, t_s: on.t_s, kind: "stop", slide_key: "" }]);
      }
      shelf.look(on.token, page);
      if (more || on.over) changed();
      return true;
    }
    const saved = isDriven(on.token) && !book?.going ? shelf.load(on.token) : null;
    if (!saved || replay(saved.marks).phase === "over") return false;
    if (book?.waiting) leftovers.set(book.token, book);
    const away_s = (clock.wall() - on.wall) / 1000;
    adopt({ ...saved, acked: saved.marks.length }, on.t_s + Math.max(0, away_s), false);
    shelf.look(on.token, page);
    notice = "another view drives this run";
    changed();
    return true;
  };

  /** @param {Saved} saved */
  const deliver = (saved) => {
    const left = openOutbox({ saved, shelf, post, page });
    leftovers.set(saved.token, left);
    left.resend(0);
    return left;
  };

  /** @param {string} name */
  const forget = (name) => {
    post({ type: "discard-run", page, token: name });
    shelf.keep(name);
    shelf.drop(name);
    leftovers.delete(name);
  };

  const session = {
    page,
    get book() {
      return book;
    },
    get offered() {
      return offered;
    },
    get driving() {
      return driving;
    },
    get notice() {
      return notice;
    },
    get going() {
      return book?.going ?? false;
    },
    /** How long the kernel has owed an answer, in milliseconds. */
    get silent_ms() {
      return book?.waiting ? clock.ticks() - waits_ms : 0;
    },
    /** Whether another view of this browser looks on. */
    get watched() {
      const looks = book?.going && driving ? shelf.lookOf(book.token) : null;
      return Boolean(looks && looks.page !== page && clock.wall() - looks.wall < GONE_MS);
    },
    /** The run, brought to this moment. */
    get run() {
      return book ? at(book.run, now_s()) : replay([]);
    },
    /** This page's reading of the run's 0:00, in seconds. */
    get zero_s() {
      return zero_ms / 1000;
    },
    now_s,
    /** @param {string} text */
    tell(text) {
      notice = text;
      changed();
    },

    // --- what the speaker does ----------------------------------------------------------

    /**
     * @param {import("../protocol").RunHead["kind"]} kind
     * @param {string} slide_key the first slide
     * @param {Event} [event]
     * @param {string} [note]
     */
    begin(kind, slide_key, event, note = "") {
      if (follow()) return; // one run at a time, one journal
      const started_at = new Date(clock.wall()).toISOString();
      const { deck_digest } = room;
      const saved = { token: token(), kind, started_at, deck_digest, marks: [], acked: 0 };
      adopt(saved, 0, true);
      session.mark("start", event, slide_key, note);
    },
    /**
     * Mark what happened when the event did, not when this came round to it.
     * @param {import("./timeline.js").MarkKind} kind
     * @param {Event} [event]
     * @param {string} [slide_key]
     * @param {string} [note]
     */
    mark(kind, event, slide_key = "", note = "") {
      if (!book || !driving) return;
      if (book.full && (kind !== "stop" || !book.going)) {
        session.tell("this run holds no more marks: end it, and begin another");
        return;
      }
      const now = clock.ticks();
      const then = event?.timeStamp ?? now;
      const sane = then > 0 && then <= now && now - then < STALE_MS;
      if (!book.waiting) waits_ms = now;
      sent_ms = now;
      book.add(Math.max(0, ((sane ? then : now) - zero_ms) / 1000), kind, slide_key, note);
      // Once it is over whoever comes may deliver what is left of it.
      beat(book.going ? page : "");
      notice = "";
      changed();
    },
    /** It was not over: what was said since the stop was not the talk. */
    goOn() {
      if (!book) return;
      zero_ms = clock.ticks() - book.run.last_s * 1000;
      session.mark("resume");
    },
    /** Leave a run that is over, for another. */
    leave() {
      if (book?.waiting) leftovers.set(book.token, book);
      book = null;
      notice = "";
      changed();
    },
    discard() {
      if (book) forget(book.token);
      book = null;
      changed();
    },
    resumeOffered() {
      if (offered) session.resume(offered.saved, offered.t_s, true);
    },
    /** Leave it as it is. @param {"rehearsal"|"test"} [what] say in its journal what it is */
    keepOffered(what) {
      if (!offered) return;
      const { saved, t_s } = offered;
      shelf.keep(saved.token);
      if (what) deliver(saved).add(t_s, "keep", "", what);
      else if (saved.acked < saved.marks.length) deliver(saved);
      else shelf.drop(saved.token);
      offered = null;
      changed();
    },
    discardOffered() {
      if (offered) forget(offered.saved.token);
      offered = null;
      changed();
    },
    takeOver() {
      if (!book) return;
      const mine = shelf.load(book.token);
      const whole = book.whole();
      session.resume(mine && mine.marks.length > whole.marks.length ? mine : whole, now_s(), false);
      notice = "";
    },
    /**
     * Go on with a run that another page, or this one before a reload, has left.
     * @param {Saved} saved
     * @param {number} t_s
     * @param {boolean} away whether the time away is a pause; it has no length on the run's clock
     */
    resume(saved, t_s, away) {
      adopt(saved, t_s, true);
      // This kernel may never have heard of it, and another page may drive it.
      book?.resend(0);
      if (away) {
        if (book?.run.phase === "talk" || book?.run.phase === "question") session.mark("pause");
        session.mark("resume");
      }
      changed();
    },

    // --- what there is to go on with ----------------------------------------------------

    /** Look through what the browser keeps: deliver what is over, go on or offer the rest. */
    lookAround() {
      look_ms = Infinity;
      for (const saved of shelf.all()) {
        if (isDriven(saved.token)) {
          look_ms = clock.ticks() + GONE_MS;
          continue;
        }
        const run = replay(saved.marks);
        if (run.phase === "over" || shelf.isKept(saved.token)) {
          deliver(saved);
          continue;
        }
        const beat = shelf.beatOf(saved.token);
        const away_ms = beat ? clock.wall() - beat.wall : Infinity;
        const t_s = Math.max(run.last_s, beat?.t_s ?? 0);
        if (book) continue;
        if (beat && !beat.page && away_ms >= 0 && away_ms < BRIDGE_MS) {
          session.resume(saved, t_s + away_ms / 1000, false);
          notice = `reopened; ${Math.round(away_ms / 1000)} s bridged by the time of day`;
        } else session.offer({ saved, t_s, ago_s: away_ms / 1000 });
      }
    },
    /** @param {Offer} offer */
    offer(offer) {
      const { saved } = offer;
      if (book || shelf.isKept(saved.token) || isDriven(saved.token)) return;
      if (offered) {
        const same = offered.saved.token === saved.token;
        const more = saved.marks.length > offered.saved.marks.length;
        if (same ? !more : saved.started_at <= offered.saved.started_at) return;
      }
      offered = { ...offer, ago_s: Number.isFinite(offer.ago_s) ? offer.ago_s : 0 };
      changed();
    },

    // --- what the kernel says -----------------------------------------------------------

    /** What it knows to go on with. @param {import("../protocol").Welcome} hello */
    welcome({ run, unfinished }) {
      if (book?.going || (run && book?.token === run.token)) return;
      if (run) {
        const { phase, last_s } = replay(run.marks);
        const saved = { ...run, acked: run.marks.length };
        const mine = shelf.load(run.token);
        // Another window drives it: one of this browser, or of one that shares nothing with it.
        if (phase !== "over" && (isDriven(run.token) || (!mine && !shelf.isKept(run.token)))) {
          adopt(saved, last_s + run.age_s, false);
          shelf.look(run.token, page);
          notice = "another view drives this run";
          changed();
          return;
        }
      }
      if (unfinished && !book) {
        const saved = { ...unfinished, acked: unfinished.marks.length };
        session.offer({ saved, t_s: replay(saved.marks).last_s, ago_s: unfinished.age_s });
      }
    },
    /** It answers to marks. @param {Answer} answer */
    hear(answer) {
      const news = "new_marks" in answer ? answer.new_marks : [];
      const left = leftovers.get(answer.token);
      if (left) {
        left.heard(answer);
        if (news.length) notice = "marks of an earlier run waited here; they are saved now";
        if (!left.waiting) {
          leftovers.delete(answer.token);
          shelf.drop(answer.token);
        }
      }
      const elsewhere = "driver" in answer && answer.driver !== page;
      if (elsewhere && news.length && !left && !book?.going && asked !== answer.token) {
        // A run began in another view: ask for all of it.
        asked = answer.token;
        post({ type: "hello", page });
      }
      if (book?.token === answer.token) {
        if (elsewhere) session.lookOn();
        if (driving) {
          book.heard(answer);
          waits_ms = clock.ticks();
          if (!book.going && !book.waiting) shelf.drop(book.token);
        } else if (news.length) {
          book.follow(news);
          zero_ms = Math.min(zero_ms, clock.ticks() - book.run.last_s * 1000);
        }
      }
      changed();
    },
    /** The kernel did not understand this page: to send the same again is of no use. @param {string} about @param {string} text */
    misunderstood(about, text) {
      if (about === "add-marks") book?.giveUp(text);
      notice = text;
      changed();
    },
    /** Another page drives the run. */
    lookOn() {
      if (!book || !driving) return;
      driving = false;
      notice = book.waiting
        ? `another view drives this run; ${book.waiting} marks from here were too late and stay in this browser`
        : "another view drives this run";
      changed();
    },
    /** The kernel can be reached again: send what waits. */
    reach() {
      if (driving) book?.resend();
      for (const left of leftovers.values()) left.resend();
    },

    // --- time passes --------------------------------------------------------------------

    tick() {
      const now = { ticks: clock.ticks(), wall: clock.wall() };
      const gap_ms = now.ticks - ticked.ticks;
      const jump_ms = Math.abs(now.wall - ticked.wall - gap_ms);
      if (book && driving && book.going) {
        // Until the page it took over from has noticed, there may be signs of life of both.
        if (isDriven(book.token) && now.ticks - took_ms > GONE_MS) session.lookOn();
        else if (gap_ms > SLEPT_MS && book.run.phase !== "pause" && !book.full) {
          book.add((ticked.ticks - zero_ms) / 1000, "pause");
          notice = "the computer slept: the run is paused since then";
        } else if (jump_ms > JUMP_MS) {
          notice = "the computer slept, or its clock was set: that time is not counted";
        }
        if (driving && now.ticks - beat_ms > BEAT_MS) beat();
      }
      if (!book && now.ticks > look_ms) session.lookAround();
      if (!driving || !book?.going) follow();
      if (now.ticks - sent_ms > RESEND_MS) {
        sent_ms = now.ticks;
        session.reach();
      }
      ticked = now;
    },
    /** Let go, so that the page that comes next may go on at once. */
    release() {
      if (book && driving && book.going) beat("");
    },
  };
  return session;
}
