// The room's wiring: keys and buttons become marks, marks become what is shown. The clock is the
// browser's monotonic one; nothing counts ticks, so a late timer shows late and times right.
import { h } from "../shared/dom.js";
import { captureKeys } from "../shared/keys.js";
import { onMessage, PATIENCE_MS, watchConnection } from "../shared/link.js";
import { openBook, openShelf, token } from "./book.js";
import { finishPanel, resumePanel, startPanel } from "./panels.js";
import { at, replay } from "./run.js";
import { beep, signalAt } from "./signals.js";
import { neighbour, standing } from "./standing.js";
import { buildView } from "./view.js";

/** @typedef {ReturnType<typeof openBook>} Book */
/** @typedef {import("./book.js").Saved} Saved */

const TICK_MS = 200;
const BEAT_MS = 1000;
const RESEND_MS = 3000;
/** A page that drives shows itself every second; this long after it is gone. */
const GONE_MS = 3500;
/** A reload that took no longer than this is bridged by the time of day. */
const BRIDGE_S = 60;
/** A timer this late did not run: the computer slept. Browsers delay hidden ones by a minute. */
const SLEPT_MS = 120_000;
const JUMP_MS = 20_000;
const DIGITS_MS = 4000;
const PICTURES = 16;

/**
 * @typedef {object} Clock
 * @property {() => number} ticks milliseconds that never jump, as events are stamped with
 * @property {() => number} wall the time of day in milliseconds
 */

/** @type {Clock} */
export const BROWSER = { ticks: () => performance.now(), wall: () => Date.now() };

/**
 * Open the room in an element.
 * @param {object} options
 * @param {import("../shared/link.js").Model} options.model
 * @param {HTMLElement} options.el
 * @param {AbortSignal} options.signal aborted when the view goes
 * @param {Clock} [options.clock]
 * @param {Storage|null} [options.storage]
 */
export function openRoom({ model, el, signal, clock = BROWSER, storage = localStore() }) {
  /** @type {import("./view.js").Room} */ const room = model.get("room");
  /** @type {import("./standing.js").Row[]} */ const rows = model.get("rows");
  const page = token();
  const shelf = openShelf(storage, room.home);
  const post = (/** @type {object} */ content) => {
    try {
      model.send(content);
    } catch {
      // A closed connection; what matters is kept and sent again.
    }
  };

  /** @type {Book|null} */ let book = null;
  let zero_ms = 0; // the run's 0:00 on this page's clock
  let driving = true;
  let choice = { kind: room.kind, steps: false, beeps: false };
  let clicks = 0;
  let digits = "";
  let digits_ms = 0;
  let notice = "";
  let warning = "";
  let reachable = { there: true, why: "" };
  let asked_ms = -Infinity; // since when an answer is due
  let sent_ms = 0;
  let beat_ms = 0;
  let ticked = { ticks: clock.ticks(), wall: clock.wall() };
  /** @type {number[]} */ let signalled = [];
  let signal_words = "";
  let signal_ms = 0;

  // --- the run --------------------------------------------------------------------------

  const now_s = () => Math.max(0, (clock.ticks() - zero_ms) / 1000);
  /** When an event happened, on the run's clock. @param {Event} [event] */
  const stamp = (event) => {
    const now = clock.ticks();
    const then = event?.timeStamp ?? now;
    return Math.max(0, ((then > 0 && then <= now && now - then < 10_000 ? then : now) - zero_ms) / 1000);
  };
  const going = () => book !== null && book.isGoing();

  /**
   * @param {import("./run.js").MarkKind} kind
   * @param {Event} [event]
   * @param {string} [key]
   * @param {string} [note]
   */
  const mark = (kind, event, key = "", note = "") => {
    if (!book || !driving) return;
    book.add(stamp(event), kind, key, note);
    if (asked_ms === -Infinity) asked_ms = clock.ticks();
    sent_ms = clock.ticks();
    notice = "";
    paint();
  };

  /** @param {Saved} saved @param {number} t_s where the run's clock stands now */
  const adopt = (saved, t_s) => {
    book = openBook({ saved, shelf, post, page });
    zero_ms = clock.ticks() - t_s * 1000;
    // Those that have passed were signalled already.
    signalled = room.signals_s.filter((left_s) => room.talk_s - book_run().talk_s <= left_s);
  };
  const book_run = () => at(/** @type {Book} */ (book).run, now_s());

  const begin = (/** @type {typeof choice} */ chosen, /** @type {Event} */ event) => {
    choice = chosen;
    const saved = {
      token: token(),
      kind: chosen.kind,
      started_at: new Date(clock.wall()).toISOString(),
      deck_digest: room.deck_digest,
      marks: [],
      acked: 0,
    };
    adopt(saved, 0);
    driving = true;
    const first = neighbour(rows, -1, 1);
    mark("start", event, rows[first].key);
    clicks = 0;
    say_slide();
    show();
    element.focus({ preventScroll: true });
  };

  /** Stop driving: another page does. */
  const lookOn = () => {
    if (!driving) return;
    driving = false;
    notice = book?.waiting
      ? `another window drives this run; ${book.waiting} marks from here were not in time and stay in this browser`
      : "another window drives this run";
    paint();
  };

  /**
   * Go on with a run that another page, or this one before a reload, has left.
   * @param {Saved} saved
   * @param {{t_s: number, pause: boolean}} from
   */
  const resume = (saved, { t_s, pause }) => {
    adopt(saved, t_s);
    driving = true;
    const one = /** @type {Book} */ (book);
    post({ do: "take", page, token: one.token });
    one.resendAll();
    if (pause) {
      // The time away is a pause of no length on the run's own clock.
      if (one.run.phase !== "pause" && one.run.phase !== "over") mark("pause");
      mark("resume");
    }
    show();
    element.focus({ preventScroll: true });
  };

  // --- what there is to go on with ------------------------------------------------------

  /** Runs this browser keeps: deliver what is over, go on with or offer what is not. */
  const lookAround = () => {
    for (const saved of shelf.all().reverse()) {
      const run = replay(saved.marks);
      const beat = shelf.beatOf(saved.token);
      const away_ms = beat ? clock.wall() - beat.wall : Infinity;
      if (beat?.page && beat.page !== page && away_ms < GONE_MS) continue; // another page drives it
      if (run.phase === "over" || shelf.isKept(saved.token)) {
        if (saved.acked < saved.marks.length || run.phase === "over") deliver(saved);
        continue;
      }
      if (book) continue;
      const t_s = Math.max(run.last_s, beat?.t_s ?? 0);
      if (beat && !beat.page && away_ms >= 0 && away_ms < BRIDGE_S * 1000) {
        notice = `reopened: ${Math.round(away_ms / 1000)} s bridged by the time of day`;
        resume(saved, { t_s: t_s + away_ms / 1000, pause: false });
      } else offer(saved, t_s, away_ms / 1000);
    }
  };

  /** Runs that are over, or kept, and that the kernel has not acknowledged in full. */
  /** @type {Map<string, Book>} */ const leftovers = new Map();
  const deliver = (/** @type {Saved} */ saved) => {
    const left = openBook({ saved, shelf, post, page });
    leftovers.set(saved.token, left);
    left.resendAll();
  };

  /** @type {{saved: Saved, t_s: number, ago_s: number}|null} */ let offered = null;
  const offer = (/** @type {Saved} */ saved, /** @type {number} */ t_s, /** @type {number} */ ago_s) => {
    if (book || shelf.isKept(saved.token)) return;
    if (offered && offered.saved.marks.length >= saved.marks.length) return;
    offered = { saved, t_s, ago_s: Number.isFinite(ago_s) ? ago_s : 0 };
    show();
  };

  const resumeOffered = () => {
    if (!offered) return;
    const { saved, t_s } = offered;
    offered = null;
    resume(saved, { t_s, pause: true });
  };
  const keepOffered = () => {
    if (!offered) return;
    shelf.keep(offered.saved.token);
    if (offered.saved.acked < offered.saved.marks.length) deliver(offered.saved);
    offered = null;
    show();
  };
  const discardOffered = () => {
    if (!offered) return;
    shelf.keep(offered.saved.token);
    discard(offered.saved.token);
    offered = null;
    show();
  };
  const discard = (/** @type {string} */ name) => {
    post({ do: "discard", token: name });
    shelf.drop(name);
    leftovers.delete(name);
  };

  // --- the kernel -----------------------------------------------------------------------

  /** @type {Map<string, string|null>} address of a slide's picture; null while it is asked for */
  const pictures = new Map();
  let canDraw = true;
  /** @param {string} key */
  const picture = (key) => {
    const there = pictures.get(key);
    if (there === undefined && canDraw) {
      pictures.set(key, null);
      post({ do: "picture", page, key });
    }
    return there ?? null;
  };

  /** @param {any} said @param {DataView[]} buffers */
  const receive = (said, buffers) => {
    asked_ms = -Infinity;
    if (typeof said.warning === "string") warning = said.warning;
    switch (said.said) {
      case "hello":
        if (said.page === page) welcome(said);
        break;
      case "ack":
      case "refused":
        hear(said);
        break;
      case "holder":
        if (book?.token === said.token && said.holder !== page && driving) lookOn();
        break;
      case "discarded":
        notice = said.where ? `discarded; it lies in ${said.where} until you delete it` : "discarded";
        break;
      case "picture":
        keepPicture(said, buffers);
        break;
      case "pictures":
        for (const [key, address] of pictures) if (!address) pictures.delete(key);
        canDraw = said.keys > 0;
        break;
      case "notice":
        notice = String(said.text);
        break;
    }
    paint();
  };

  /** @param {any} said */
  const hear = (said) => {
    const left = leftovers.get(said.token);
    if (left) {
      left.heard(said);
      if (said.said === "ack" && !left.waiting) {
        leftovers.delete(said.token);
        shelf.drop(said.token);
        if (said.news?.length) notice = `${said.news.length} marks of an earlier run waited here and are saved now`;
      }
    }
    if (!book || book.token !== said.token) return;
    if (driving) book.heard(said);
    else if (said.news?.length) {
      book.follow(said.news);
      zero_ms = Math.min(zero_ms, clock.ticks() - book.run.last_s * 1000);
    }
    if (book.waiting) asked_ms = clock.ticks();
    if (!book.isGoing() && !book.waiting && driving) shelf.drop(book.token);
    if (!book.isGoing()) show();
  };

  /** @param {any} said what the kernel knows to go on with */
  const welcome = ({ run, unfinished }) => {
    if (run && (!book || book.token === run.token)) {
      const mine = shelf.load(run.token);
      const marks = mine && mine.marks.length > run.marks.length ? mine.marks : run.marks;
      const saved = { ...run, marks, acked: run.marks.length };
      const state = replay(marks);
      if (!book && state.phase !== "over") {
        const beat = shelf.beatOf(run.token);
        if (beat && clock.wall() - beat.wall < GONE_MS && beat.page) follow(saved, state.last_s + run.age_s);
        else if (!beat && !shelf.isKept(run.token)) follow(saved, state.last_s + run.age_s);
      }
    }
    if (unfinished && !book) {
      const run_so_far = replay(unfinished.marks);
      offer({ ...unfinished, acked: unfinished.marks.length }, run_so_far.last_s, unfinished.age_s);
    }
  };

  /** Look on at a run that another window drives. @param {Saved} saved @param {number} t_s */
  const follow = (saved, t_s) => {
    offered = null;
    adopt(saved, t_s);
    driving = false;
    notice = "another window drives this run";
    show();
  };

  const takeOver = () => {
    if (!book) return;
    const mine = shelf.load(book.token);
    const saved = mine && mine.marks.length > book.marks.length ? mine : book.saved();
    notice = "";
    resume(saved, { t_s: now_s(), pause: false });
  };

  /** @param {{key: string, type: string}} said @param {DataView[]} buffers */
  const keepPicture = ({ key, type }, buffers) => {
    const data = buffers[0];
    if (!data?.byteLength) return;
    const address = URL.createObjectURL(new Blob([/** @type {any} */ (data)], { type }));
    pictures.set(key, address);
    const old = [...pictures].find(([, there]) => there && there !== address);
    if (pictures.size > PICTURES && old) {
      URL.revokeObjectURL(/** @type {string} */ (old[1]));
      pictures.delete(old[0]);
    }
  };

  // --- what the speaker does ------------------------------------------------------------

  /** @param {number} to @param {Event} [event] */
  const goTo = (to, event) => {
    if (!going() || to < 0 || to >= rows.length || !book) return;
    if (rows[to].key === book.run.key) return;
    clicks = 0;
    mark("slide", event, rows[to].key);
    say_slide();
  };
  const here = () => (book ? rows.findIndex((row) => row.key === book?.run.key) : -1);
  const next = (/** @type {Event} */ event) => {
    const row = rows[here()];
    if (choice.steps && row && clicks < row.builds) {
      clicks += 1;
      paint();
      return;
    }
    const to = neighbour(rows, here(), 1);
    if (to >= 0) goTo(to, event);
    else {
      notice = "this is the last slide: Finish ends the run";
      paint();
    }
  };
  const back = (/** @type {Event} */ event) => {
    if (choice.steps && clicks > 0) {
      clicks -= 1;
      paint();
    } else goTo(neighbour(rows, here(), -1), event);
  };
  const pause = (/** @type {Event} */ event) => {
    if (!going() || !book) return;
    const paused = book.run.phase === "pause";
    mark(paused ? "resume" : "pause", event);
    view.say(paused ? "Going on" : "Paused");
  };
  const question = (/** @type {Event} */ event) => {
    if (!going() || !book) return;
    const asked = book.run.asking;
    mark(asked ? "answer" : "question", event);
    view.say(asked ? "Question answered" : "Question: the talk's clock waits");
  };
  const note = (/** @type {Event} */ event) => {
    if (!going() || !book) return;
    mark("note", event, book.run.key, "stumbled");
    notice = "noted: stumbled here";
    view.say("Noted");
    paint();
  };
  const stop = (/** @type {Event} */ event) => {
    if (!going()) return;
    mark("stop", event);
    view.say("The run is over");
    if (document.fullscreenElement === element) document.exitFullscreen();
    show();
    element.focus({ preventScroll: true });
  };
  const full = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else {
      element.requestFullscreen?.().catch(() => {
        notice = "this browser allows no full screen here";
        paint();
      });
    }
  };
  const say_slide = () => {
    const row = rows[here()];
    if (row) view.say(`Slide ${row.position} of ${rows.length}: ${row.title.slice(0, 120)}`);
  };

  const again = () => {
    if (book) shelf.keep(book.token);
    book = null;
    notice = "";
    show();
    panel.focus();
  };
  const goOn = () => {
    if (!book) return;
    // What was said between the stop and now was not the talk.
    zero_ms = clock.ticks() - book.run.last_s * 1000;
    mark("resume");
    show();
    element.focus({ preventScroll: true });
  };

  const event_of = (/** @type {(event: Event) => void} */ act) => () =>
    act(/** @type {Event} */ (window.event ?? new Event("click")));
  const view = buildView(room, rows, {
    next: event_of(next),
    back: event_of(back),
    pause: event_of(pause),
    question: event_of(question),
    note: event_of(note),
    stop: event_of(stop),
    full,
    take: takeOver,
    again,
    discard: () => book && discard(book.token),
    sound: () => {},
  });
  const panel = startPanel(room, rows, {
    start: (chosen) => begin(chosen, /** @type {Event} */ (window.event ?? new Event("click"))),
  });
  const finish = finishPanel(room, rows, {
    again,
    goOn,
    discard: () => {
      if (!book) return;
      discard(book.token);
      book = null;
      show();
    },
    name: (name) => {
      if (book && name) mark("name", undefined, "", name);
      show();
    },
  });
  const element = h("div", {
    class: "pacer room",
    role: "region",
    "aria-label": `Rehearsal of ${room.title}`,
    tabindex: "0",
  });

  // --- keys -----------------------------------------------------------------------------

  const digit = (/** @type {string} */ typed) => {
    digits = (digits + typed).slice(-4);
    digits_ms = clock.ticks();
    paint();
  };
  const jump = (/** @type {Event} */ event) => {
    const to = rows.findIndex((row) => row.position === Number(digits));
    if (digits && to < 0) notice = `there is no slide ${digits}; there are ${rows.length}`;
    digits = "";
    if (to >= 0) goTo(to, event);
    paint();
  };
  const escape = () => {
    if (digits) digits = "";
    else if (document.fullscreenElement === element) document.exitFullscreen();
    paint();
  };
  /** Once, however long the key is held. @param {(event: KeyboardEvent) => void} act */
  const once = (act) => (/** @type {KeyboardEvent} */ event) => {
    if (!event.repeat) act(event);
  };
  /** @type {Record<string, import("../shared/keys.js").Handler>} */
  const RUNNING = {
    ...Object.fromEntries(["ArrowRight", "ArrowDown", "Space", "PageDown"].map((key) => [key, once(next)])),
    ...Object.fromEntries(["ArrowLeft", "ArrowUp", "PageUp"].map((key) => [key, once(back)])),
    ...Object.fromEntries([..."0123456789"].map((key) => [key, () => digit(key)])),
    Home: once((event) => goTo(neighbour(rows, -1, 1), event)),
    End: once((event) => goTo(neighbour(rows, rows.length, -1), event)),
    Enter: once((event) => (digits ? jump(event) : next(event))),
    Backspace: () => {
      digits = digits.slice(0, -1);
      paint();
    },
    p: once(pause),
    q: once(question),
    b: once(note),
    f: once(full),
    Escape: escape,
  };
  /** @type {Record<string, import("../shared/keys.js").Handler>} */
  const BEFORE = {
    Space: once(() => panel.start()),
    ArrowRight: once(() => panel.start()),
    PageDown: once(() => panel.start()),
    f: once(full),
    Escape: escape,
  };
  captureKeys(
    element,
    () => {
      if (going()) return driving ? RUNNING : { f: RUNNING.f, Escape: escape };
      return book || offered ? { f: RUNNING.f, Escape: escape } : BEFORE;
    },
    { signal },
  );
  // A button pressed by mouse or touch gives the keys back to the room: otherwise Space would
  // press it again.
  element.addEventListener(
    "click",
    (event) => {
      const pressed = /** @type {Element} */ (event.target).closest("button");
      if (pressed && event.detail > 0 && going()) element.focus({ preventScroll: true });
    },
    { signal },
  );
  /** @type {Touch|null} */ let touched = null;
  element.addEventListener(
    "touchstart",
    (event) => {
      touched = event.touches.length === 1 ? event.touches[0] : null;
    },
    { signal, passive: true },
  );
  element.addEventListener(
    "touchend",
    (event) => {
      const [lifted] = event.changedTouches;
      if (!touched || !lifted || !going() || !driving) return;
      const [dx, dy] = [lifted.clientX - touched.clientX, lifted.clientY - touched.clientY];
      if (Math.abs(dx) > 60 && Math.abs(dx) > 2 * Math.abs(dy)) (dx < 0 ? next : back)(event);
      touched = null;
    },
    { signal, passive: true },
  );

  // --- showing --------------------------------------------------------------------------

  /** Which of the pages is up: before, an offer, the run, after. */
  function show() {
    let page_shown;
    if (book && (going() || !driving)) page_shown = view.element;
    else if (book) {
      const wait = link();
      finish.show(book.run, wait.tone === "good" ? `Saved as ${book.runId || "a run"}.` : `${wait.text}.`);
      page_shown = finish.element;
    } else if (offered) {
      page_shown = resumePanel(
        { run: replay(offered.saved.marks), rows, ago_s: offered.ago_s },
        { resume: resumeOffered, keep: keepOffered, discard: discardOffered },
      ).element;
    } else page_shown = panel.element;
    if (element.firstElementChild !== page_shown) element.replaceChildren(page_shown);
    paint();
  }

  /** What the link to the kernel is worth, in words. @returns {import("./view.js").State["link"]} */
  function link() {
    const waiting = book?.waiting ?? 0;
    const marks = count(waiting, "mark");
    const where = book?.kept === false ? "in this page only" : "in this browser";
    if (!reachable.there) {
      const cure = reachable.why.startsWith("the kernel") ? "; run the cell again to save" : "";
      return {
        tone: "bad",
        text: waiting
          ? `${cap(reachable.why)}: counting on, ${marks} kept ${where}${cure}`
          : `${cap(reachable.why)}: counting on, all marks are saved`,
      };
    }
    if (book?.refused) return { tone: "bad", text: `Not saved: ${book.refused}; ${marks} kept ${where}` };
    if (!waiting) return { tone: "good", text: book ? `Saved: ${count(book.marks.length, "mark")}` : "Ready" };
    if (clock.ticks() - asked_ms > PATIENCE_MS && asked_ms > -Infinity) {
      return { tone: "wait", text: `The kernel is busy: ${marks} kept ${where} until it answers` };
    }
    return { tone: "good", text: "Saving…" };
  }

  function paint() {
    if (!book || element.firstElementChild !== view.element) return;
    const run = book_run();
    view.paint(
      {
        run,
        standing: standing(rows, run, room.talk_s),
        driving,
        focused: element.contains(document.activeElement),
        clicks,
        steps: choice.steps,
        digits,
        link: link(),
        notice: notice || warning,
        signal: signal_words,
      },
      picture,
    );
  }

  // --- time passes ----------------------------------------------------------------------

  const tick = () => {
    const now = { ticks: clock.ticks(), wall: clock.wall() };
    const gap_ms = now.ticks - ticked.ticks;
    const jump_ms = now.wall - ticked.wall - gap_ms;
    if (going() && driving && book) {
      if (gap_ms > SLEPT_MS && book.run.phase !== "pause") {
        book.add((ticked.ticks - zero_ms) / 1000, "pause");
        notice = "the computer slept: the run was paused then; P goes on";
      } else if (Math.abs(jump_ms) > JUMP_MS) {
        notice = "the computer slept, or its clock was set: that time is not counted";
      }
      if (now.ticks - beat_ms > BEAT_MS) {
        beat_ms = now.ticks;
        const other = shelf.beatOf(book.token);
        if (other?.page && other.page !== page && now.wall - other.wall < GONE_MS) lookOn();
        else shelf.beat(book.token, { t_s: now_s(), wall: now.wall, page });
      }
      ring();
    }
    if (now.ticks - sent_ms > RESEND_MS) {
      sent_ms = now.ticks;
      if (driving && book?.waiting) book.resend();
      for (const left of leftovers.values()) left.resend();
    }
    if (digits && now.ticks - digits_ms > DIGITS_MS) digits = "";
    if (signal_words && now.ticks - signal_ms > 8000) signal_words = "";
    ticked = now;
    paint();
  };

  /** Signal what the chair of a session would. */
  const ring = () => {
    const run = book_run();
    if (run.phase === "pause") return;
    const due = signalAt(room.talk_s - run.talk_s, room.signals_s, signalled);
    if (due === null) return;
    signalled = [...signalled, due.left_s];
    signal_words = due.words;
    signal_ms = clock.ticks();
    view.say(due.words);
    if (choice.beeps) beep(due.left_s === 0 ? 2 : 1);
  };

  const timer = setInterval(tick, TICK_MS);
  document.addEventListener("visibilitychange", tick, { signal });
  for (const kind of ["focusin", "focusout"]) element.addEventListener(kind, paint, { signal });
  const release = () => {
    // Tell the page that comes next that nobody drives now.
    if (book && driving && going()) {
      shelf.beat(book.token, { t_s: now_s(), wall: clock.wall(), page: "" });
    }
  };
  window.addEventListener("pagehide", release, { signal });
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    release();
    for (const address of pictures.values()) if (address) URL.revokeObjectURL(address);
  });
  onMessage(model, receive, signal);
  watchConnection(
    model,
    (there, why) => {
      const back_again = there && !reachable.there;
      reachable = { there, why };
      if (back_again && driving) book?.resend();
      paint();
    },
    signal,
  );
  el.replaceChildren(element);
  show();
  lookAround();
  post({ do: "hello", page });
}

/** @param {number} many @param {string} of */
const count = (many, of) => `${many} ${of}${many === 1 ? "" : "s"}`;

/** @param {string} words */
const cap = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** The browser's storage, where it allows one. @returns {Storage|null} */
function localStore() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
