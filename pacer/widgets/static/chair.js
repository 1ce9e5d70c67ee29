// Made by `npm run build` from pacer/widgets/src: do not edit.

// pacer/widgets/src/shared/keys.js
function keyName(event) {
  const key = event.key === " " ? "Space" : event.key;
  const single = [...key].length === 1;
  let name = single ? key.toLowerCase() : key;
  if (event.shiftKey && (!single || event.ctrlKey || event.metaKey)) name = `Shift+${name}`;
  if (event.altKey) name = `Alt+${name}`;
  if (event.ctrlKey || event.metaKey) name = `Ctrl+${name}`;
  return name;
}
function isWriting(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) {
    return !["button", "checkbox", "radio", "range", "submit", "reset", "color"].includes(
      target.type
    );
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable === true;
}
var NATIVE = {
  button: ["Space", "Enter"],
  slider: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"]
};
function isNative(event, name) {
  const { target } = event;
  if (target instanceof HTMLInputElement && target.type === "range") {
    return NATIVE.slider.includes(name);
  }
  return target instanceof HTMLElement && target.closest("button, summary, a[href], input[type=checkbox], input[type=radio]") !== null && NATIVE.button.includes(name);
}
function captureKeys(root, table, { signal, also } = {}) {
  root.dataset.lmSuppressShortcuts = "true";
  if (root.tabIndex < 0) root.tabIndex = 0;
  const stay = (event) => event.stopPropagation();
  for (const kind of ["keyup", "keypress"]) root.addEventListener(kind, stay, { signal });
  root.addEventListener(
    "keydown",
    (event) => {
      event.stopPropagation();
      if (event.isComposing || event.defaultPrevented || isWriting(event.target)) return;
      const name = keyName(event);
      if (isNative(event, name)) return;
      const handler = table()[name];
      if (handler) {
        event.preventDefault();
        handler(event);
      } else if (also?.(event, name)) event.preventDefault();
    },
    { signal }
  );
}

// pacer/widgets/src/shared/dom.js
function h(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === void 0 || value === null || value === false) continue;
    if (name === "class") made.className = String(value);
    else if (name === "text") made.textContent = String(value);
    else if (name === "dataset") Object.assign(made.dataset, value);
    else if (name === "style") {
      for (const [property, to] of Object.entries(value)) made.style.setProperty(property, to);
    } else if (typeof value === "function") {
      made.addEventListener(
        name.replace(/^on/, "").toLowerCase(),
        /** @type {any} */
        value
      );
    } else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(.../** @type {Node[]} */
  children.filter((c) => c || c === 0).map(asNode));
  return made;
}
var asNode = (child) => child instanceof Node ? child : document.createTextNode(String(child));
function setText(element, to) {
  if (element.textContent !== to) element.textContent = to;
}
function setAttr(element, name, to) {
  if (to === false || to === null) element.removeAttribute(name);
  else {
    const value = to === true ? "" : String(to);
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}
function announcer() {
  const element = h("div", { class: "pacer-unseen", role: "status", "aria-live": "polite" });
  return { element, say: (sentence) => setText(element, sentence) };
}

// pacer/widgets/src/shared/clock.js
function text(duration_s) {
  if (!Number.isFinite(duration_s)) return "–";
  const whole = Math.floor(Math.abs(duration_s) + 0.5);
  const sign = duration_s < 0 && whole ? "−" : "";
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole % 3600 / 60);
  const secs = String(whole % 60).padStart(2, "0");
  return hours ? `${sign}${hours}:${String(minutes).padStart(2, "0")}:${secs}` : `${sign}${minutes}:${secs}`;
}
function signed(duration_s) {
  const shown = text(duration_s);
  return "−–".includes(shown[0]) || shown === "0:00" ? shown : `+${shown}`;
}
function words(duration_s) {
  if (!Number.isFinite(duration_s)) return "–";
  const whole = Math.floor(Math.abs(duration_s) + 0.5);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  const secs = whole % 60;
  return secs && minutes < 10 ? `${minutes} min ${secs} s` : `${Math.round(whole / 60)} min`;
}

// pacer/widgets/src/shared/link.js
var PATIENCE_MS = 1500;
function onMessage(model, handler, signal) {
  const listen = (content, buffers) => handler(content, buffers ?? []);
  model.on("msg:custom", listen);
  signal.addEventListener("abort", () => model.off("msg:custom", listen));
}
function watchConnection(model, changed, signal) {
  const kernel = model.widget_manager?.kernel;
  let restarted = false;
  const look = () => {
    if (!navigator.onLine) return changed(false, "the network is gone");
    if (restarted) return changed(false, "the kernel restarted");
    const status = kernel?.status;
    if (status === "dead" || kernel?.isDisposed) return changed(false, "the kernel died");
    if (kernel && kernel.connectionStatus !== "connected") {
      return changed(false, "the connection to the kernel is lost");
    }
    return changed(true, "");
  };
  const onStatus = (_kernel, status) => {
    if (["restarting", "autorestarting", "terminating"].includes(status)) restarted = true;
    look();
  };
  kernel?.statusChanged?.connect(onStatus);
  kernel?.connectionStatusChanged?.connect(look);
  kernel?.disposed?.connect(look);
  for (const name of ["online", "offline"]) window.addEventListener(name, look, { signal });
  signal.addEventListener("abort", () => {
    kernel?.statusChanged?.disconnect(onStatus);
    kernel?.connectionStatusChanged?.disconnect(look);
    kernel?.disposed?.disconnect(look);
  });
  look();
}

// pacer/widgets/src/run/foot.js
function buildFoot(acts) {
  const link = h("span", { class: "room-link" });
  const notice = h("span", { class: "room-notice" });
  const hint = h("span", { class: "room-hint", text: "click here, so that keys reach the room" });
  const take = h(
    "button",
    { class: "pacer-button pacer-button-main", type: "button", onclick: acts.take },
    "Take over here"
  );
  const voice = announcer();
  const element = h(
    "div",
    { class: "room-foot" },
    h("span", { class: "room-dot", "aria-hidden": "true" }),
    link,
    notice,
    hint,
    take,
    voice.element
  );
  const meter = h("div", { class: "room-meter-fill" });
  const sound = h(
    "span",
    { class: "room-sound", hidden: true },
    h("span", { class: "room-meter", "aria-hidden": "true" }, meter),
    h("span", { class: "room-sound-words" })
  );
  element.insertBefore(sound, notice);
  return {
    element,
    say: voice.say,
    /**
     * How the recording does.
     * @param {string} words "" for none
     * @param {number} share of the meter
     * @param {boolean} bad
     */
    hear(words2, share, bad) {
      sound.hidden = !words2;
      setText(
        /** @type {Element} */
        sound.lastElementChild,
        words2
      );
      meter.style.transform = `scaleX(${share.toFixed(3)})`;
      setAttr(sound, "data-bad", bad);
    },
    /**
     * @param {import("./status.js").Status} status
     * @param {{notice: string, keysLost: boolean, lookingOn: boolean}} facts
     */
    paint(status, facts) {
      setText(link, status.text);
      setAttr(element, "data-tone", status.tone);
      setText(notice, facts.notice);
      hint.hidden = !facts.keysLost;
      take.hidden = !facts.lookingOn;
    }
  };
}

// pacer/widgets/src/run/marks.js
var READY = Object.freeze({
  phase: "ready",
  asking: false,
  key: "",
  last_s: 0,
  talk_s: 0,
  questions_s: 0,
  paused_s: 0,
  visit_s: 0,
  dwell: Object.freeze({}),
  seen: Object.freeze([])
});
var GOES_TO = { ready: null, talk: "talk_s", question: "questions_s", pause: "paused_s", over: null };
function at(run, t_s) {
  const more = Math.max(0, t_s - run.last_s);
  const into = GOES_TO[run.phase];
  if (!into || more === 0) return run;
  const brought = { ...run, last_s: run.last_s + more, [into]: run[into] + more };
  if (into === "talk_s") {
    brought.visit_s += more;
    brought.dwell = { ...run.dwell, [run.key]: (run.dwell[run.key] ?? 0) + more };
  }
  return brought;
}
function apply(run, mark) {
  const taken_back = run.phase === "over" && mark.kind === "resume";
  const now = taken_back ? at({ ...run, phase: "pause" }, mark.t_s) : at(run, mark.t_s);
  switch (mark.kind) {
    case "start":
      return { ...show(now, mark.slide_key || run.key), phase: "talk", asking: false };
    case "slide":
      return show(now, mark.slide_key);
    case "pause":
      return now.phase === "over" ? now : { ...now, phase: "pause" };
    case "resume":
      return { ...now, phase: now.asking ? "question" : "talk" };
    case "question":
      return { ...now, asking: true, phase: now.phase === "talk" ? "question" : now.phase };
    case "answer":
      return { ...now, asking: false, phase: now.phase === "question" ? "talk" : now.phase };
    case "stop":
      return { ...now, asking: false, phase: "over" };
    default:
      return now;
  }
}
function show(run, key) {
  if (!key || key === run.key) return run;
  const seen = run.seen.includes(key) ? run.seen : [...run.seen, key];
  return { ...run, key, visit_s: 0, seen };
}
var replay = (marks) => marks.reduce(apply, READY);
var isGoing = (run) => run.phase !== "ready" && run.phase !== "over";

// pacer/widgets/src/run/book.js
function openBook({ saved, shelf, post, page }) {
  const { token: token2, kind, started_at, deck_digest } = saved;
  const head = { token: token2, kind, started_at, deck_digest };
  const marks = [...saved.marks];
  let acked = saved.acked;
  let sent = acked;
  let refused = "";
  let answered = false;
  let run = replay(marks);
  let run_id = "";
  let kept = true;
  const whole = () => ({ ...head, marks: [...marks], acked });
  const keep = () => {
    if (shelf) kept = shelf.save(whole());
  };
  const send = () => {
    if (sent >= marks.length) return;
    post({ do: "marks", page, take: !answered, run: head, marks: marks.slice(sent) });
    sent = marks.length;
  };
  const resend = (after = acked) => {
    sent = after;
    send();
  };
  if (marks.length) keep();
  return {
    token: token2,
    kind,
    resend,
    whole,
    /** @returns {Run} */
    get run() {
      return run;
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
     * @param {import("./marks.js").MarkKind} kind
     * @param {string} [slide_key]
     * @param {string} [note]
     */
    add(t_s, kind2, slide_key = "", note = "") {
      const later = Math.max(t_s, marks.at(-1)?.t_s ?? 0);
      const mark = { seq: marks.length + 1, t_s: Math.round(later * 1e6) / 1e6, kind: kind2, slide_key };
      if (note) mark.note = note;
      marks.push(mark);
      run = apply(run, mark);
      keep();
      send();
    },
    /** The kernel answered. @param {Answer} answer */
    heard(answer) {
      answered = true;
      refused = answer.said === "refused" ? answer.why ?? "no reason given" : "";
      run_id = answer.run_id ?? run_id;
      const before = acked;
      acked = Math.min(answer.seq ?? 0, marks.length);
      if (acked !== before) keep();
      if (!refused && acked < before) resend();
    },
    /** Marks that the page which drives took, while this one looks on. @param {Mark[]} news */
    follow(news) {
      for (const mark of news) {
        if (mark.seq !== marks.length + 1) continue;
        marks.push(mark);
        run = apply(run, mark);
      }
      acked = sent = marks.length;
    }
  };
}

// pacer/widgets/src/run/shelf.js
var RUN = "pacer.run.";
var BEAT = "pacer.beat.";
var KEPT = "pacer.kept.";
var FORGET_MS = 60 * 24 * 3600 * 1e3;
function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
function localStore() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
function openShelf(storage, home, wall = Date.now) {
  const tried = (work, otherwise) => {
    try {
      return work();
    } catch {
      return otherwise;
    }
  };
  const read = (key) => tried(() => JSON.parse(storage?.getItem(key) ?? "null"), null);
  const write = (key, value) => tried(() => {
    storage?.setItem(key, JSON.stringify(value));
    return storage !== null;
  }, false);
  const prefix = `${RUN}${home}.`;
  const drop = (token2) => {
    for (const key of [prefix + token2, BEAT + token2]) tried(() => storage?.removeItem(key), void 0);
  };
  return {
    drop,
    /** @param {Saved} saved @returns {boolean} whether it is kept */
    save: (saved) => write(prefix + saved.token, { ...saved, wall: wall() }),
    /** @param {string} token @returns {Saved|null} */
    load: (token2) => read(prefix + token2),
    /** All runs of this talk, the latest first. @returns {Saved[]} */
    all() {
      const found = tried(() => Object.keys(storage ?? {}), []).filter((key) => key.startsWith(prefix)).map(read).filter((run) => Array.isArray(run?.marks) && typeof run.token === "string");
      const old = found.filter((run) => wall() - run.wall > FORGET_MS);
      for (const run of old) drop(run.token);
      return found.filter((run) => !old.includes(run)).sort((a, b) => b.wall - a.wall);
    },
    /** @param {string} token @param {Beat} beat */
    beat: (token2, beat) => write(BEAT + token2, beat),
    /** @param {string} token @returns {Beat|null} */
    beatOf: (token2) => read(BEAT + token2),
    /** Remember a choice. @param {string} name @param {unknown} value */
    remember: (name, value) => write(`pacer.${name}.${home}`, value),
    /** @param {string} name @returns {any} */
    recall: (name) => read(`pacer.${name}.${home}`),
    /** Do not offer this run again. @param {string} token */
    keep: (token2) => write(KEPT + home, [token2, ...read(KEPT + home) ?? []].slice(0, 50)),
    /** @param {string} token @returns {boolean} */
    isKept: (token2) => (read(KEPT + home) ?? []).includes(token2)
  };
}

// pacer/widgets/src/run/session.js
var BROWSER = { ticks: () => performance.now(), wall: () => Date.now() };
var BEAT_MS = 1e3;
var RESEND_MS = 3e3;
var GONE_MS = 3500;
var BRIDGE_MS = 6e4;
var SLEPT_MS = 12e4;
var JUMP_MS = 2e4;
var STALE_MS = 1e4;
function openSession({ room, shelf, post, changed, clock = BROWSER }) {
  const page = token();
  let book = null;
  let offered = null;
  const leftovers = /* @__PURE__ */ new Map();
  let driving = true;
  let zero_ms = 0;
  let notice = "";
  let waits_ms = 0;
  let sent_ms = 0;
  let beat_ms = 0;
  let took_ms = -Infinity;
  let look_ms = Infinity;
  let ticked = { ticks: clock.ticks(), wall: clock.wall() };
  const isDriven = (name) => {
    const beat2 = shelf.beatOf(name);
    return Boolean(beat2?.page && beat2.page !== page && clock.wall() - beat2.wall < GONE_MS);
  };
  const now_s = () => Math.max(0, (clock.ticks() - zero_ms) / 1e3);
  const adopt = (saved, t_s, drive) => {
    offered = null;
    driving = drive;
    book = openBook({ saved, shelf: drive ? shelf : null, post, page });
    zero_ms = clock.ticks() - t_s * 1e3;
    waits_ms = took_ms = clock.ticks();
    if (drive) beat();
  };
  const beat = (as = page) => {
    beat_ms = clock.ticks();
    if (book) shelf.beat(book.token, { t_s: now_s(), wall: clock.wall(), page: as });
  };
  const deliver = (saved) => {
    const left = openBook({ saved, shelf, post, page });
    leftovers.set(saved.token, left);
    left.resend(0);
  };
  const forget = (name) => {
    post({ do: "discard", page, token: name });
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
    /** The run, brought to this moment. */
    get run() {
      return book ? at(book.run, now_s()) : replay([]);
    },
    /** This page's reading of the run's 0:00, in seconds. */
    get zero_s() {
      return zero_ms / 1e3;
    },
    now_s,
    /** @param {string} text */
    tell(text2) {
      notice = text2;
      changed();
    },
    // --- what the speaker does ----------------------------------------------------------
    /**
     * @param {string} kind
     * @param {string} slide_key the first slide
     * @param {Event} [event]
     */
    begin(kind, slide_key, event) {
      const started_at = new Date(clock.wall()).toISOString();
      const { deck_digest } = room;
      const saved = { token: token(), kind, started_at, deck_digest, marks: [], acked: 0 };
      adopt(saved, 0, true);
      session.mark("start", event, slide_key);
    },
    /**
     * Mark what happened when the event did, not when this came round to it.
     * @param {import("./marks.js").MarkKind} kind
     * @param {Event} [event]
     * @param {string} [slide_key]
     * @param {string} [note]
     */
    mark(kind, event, slide_key = "", note = "") {
      if (!book || !driving) return;
      const now = clock.ticks();
      const then = event?.timeStamp ?? now;
      const sane = then > 0 && then <= now && now - then < STALE_MS;
      if (!book.waiting) waits_ms = now;
      sent_ms = now;
      book.add(Math.max(0, ((sane ? then : now) - zero_ms) / 1e3), kind, slide_key, note);
      if (!book.going) beat("");
      notice = "";
      changed();
    },
    /** It was not over: what was said since the stop was not the talk. */
    goOn() {
      if (!book) return;
      zero_ms = clock.ticks() - book.run.last_s * 1e3;
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
    keepOffered() {
      if (!offered) return;
      const { saved } = offered;
      shelf.keep(saved.token);
      if (saved.acked < saved.marks.length) deliver(saved);
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
        const beat2 = shelf.beatOf(saved.token);
        const away_ms = beat2 ? clock.wall() - beat2.wall : Infinity;
        const t_s = Math.max(run.last_s, beat2?.t_s ?? 0);
        if (book) continue;
        if (beat2 && !beat2.page && away_ms >= 0 && away_ms < BRIDGE_MS) {
          session.resume(saved, t_s + away_ms / 1e3, false);
          notice = `reopened; ${Math.round(away_ms / 1e3)} s bridged by the time of day`;
        } else session.offer({ saved, t_s, ago_s: away_ms / 1e3 });
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
    /** What it knows to go on with. @param {any} hello */
    welcome({ run, unfinished }) {
      if (book) return;
      if (run) {
        const { phase, last_s } = replay(run.marks);
        const saved = { ...run, acked: run.marks.length };
        const mine = shelf.load(run.token);
        if (phase !== "over" && (isDriven(run.token) || !mine && !shelf.isKept(run.token))) {
          adopt(saved, last_s + run.age_s, false);
          notice = "another window drives this run";
          changed();
        }
      }
      if (unfinished) {
        const saved = { ...unfinished, acked: unfinished.marks.length };
        session.offer({ saved, t_s: replay(saved.marks).last_s, ago_s: unfinished.age_s });
      }
    },
    /** It answers to marks. @param {Answer} answer */
    hear(answer) {
      const left = leftovers.get(answer.token);
      if (left) {
        left.heard(answer);
        if (answer.news?.length) notice = "marks of an earlier run waited here; they are saved now";
        if (!left.waiting) {
          leftovers.delete(answer.token);
          shelf.drop(answer.token);
        }
      }
      if (book?.token === answer.token) {
        if (answer.holder && answer.holder !== page) session.lookOn();
        if (driving) {
          book.heard(answer);
          waits_ms = clock.ticks();
          if (!book.going && !book.waiting) shelf.drop(book.token);
        } else if (answer.news?.length) {
          book.follow(answer.news);
          zero_ms = Math.min(zero_ms, clock.ticks() - book.run.last_s * 1e3);
        }
      }
      changed();
    },
    /** Another page drives the run. */
    lookOn() {
      if (!book || !driving) return;
      driving = false;
      notice = book.waiting ? `another window drives this run; ${book.waiting} marks from here were too late and stay in this browser` : "another window drives this run";
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
        if (isDriven(book.token) && now.ticks - took_ms > GONE_MS) session.lookOn();
        else if (gap_ms > SLEPT_MS && book.run.phase !== "pause") {
          book.add((ticked.ticks - zero_ms) / 1e3, "pause");
          notice = "the computer slept: the run is paused since then";
        } else if (jump_ms > JUMP_MS) {
          notice = "the computer slept, or its clock was set: that time is not counted";
        }
        if (driving && now.ticks - beat_ms > BEAT_MS) beat();
      }
      if (!book && now.ticks > look_ms) session.lookAround();
      if (now.ticks - sent_ms > RESEND_MS) {
        sent_ms = now.ticks;
        session.reach();
      }
      ticked = now;
    },
    /** Let go, so that the page that comes next may go on at once. */
    release() {
      if (book && driving && book.going) beat("");
    }
  };
  return session;
}

// pacer/widgets/src/run/status.js
var count = (many, of) => `${many} ${of}${many === 1 ? "" : "s"}`;
var cap = (words2) => words2.charAt(0).toUpperCase() + words2.slice(1);
function linkStatus({ book, lost, silent_ms }) {
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

// pacer/widgets/src/run/frame.js
var TICK_MS = 200;
function openFrame({
  model,
  el,
  signal,
  label,
  name,
  show: show2,
  tick,
  receive,
  clock = BROWSER,
  storage = localStore()
}) {
  const room = model.get("room");
  const post = (content, buffers = void 0) => {
    try {
      model.send(content, void 0, buffers);
    } catch {
    }
  };
  const shelf = openShelf(storage, room.home, clock.wall);
  const session = openSession({ room, shelf, post, changed: show2, clock });
  let lost = "";
  let warning = "";
  const element = h("div", {
    class: `pacer room ${name}`,
    role: "region",
    "aria-label": label,
    tabindex: "0"
  });
  const focus = () => element.focus({ preventScroll: true });
  const foot = buildFoot({
    take() {
      session.takeOver();
      focus();
    }
  });
  element.append(h("div"), foot.element);
  const frame = {
    room,
    clock,
    session,
    shelf,
    element,
    foot,
    post,
    focus,
    say: foot.say,
    /** Put up a page, unless it is up. @param {HTMLElement} page */
    put(page) {
      if (element.firstElementChild !== page) element.firstElementChild?.replaceWith(page);
    },
    status: () => linkStatus({ book: session.book, lost, silent_ms: session.silent_ms }),
    /** @param {string} [otherwise] what to tell where there is nothing more pressing */
    paintFoot(otherwise = "") {
      foot.paint(frame.status(), {
        notice: session.notice || warning || otherwise,
        keysLost: session.going && session.driving && !element.contains(document.activeElement),
        lookingOn: session.going && !session.driving
      });
    },
    full() {
      if (document.fullscreenElement) document.exitFullscreen();
      else {
        const asked = element.requestFullscreen?.();
        asked?.catch(() => session.tell("this browser allows no full screen here"));
      }
    },
    leaveFull() {
      if (document.fullscreenElement === element) document.exitFullscreen();
    },
    /** Begin: look what there is to go on with, and say hello to the kernel. */
    open() {
      el.replaceChildren(element);
      session.lookAround();
      show2();
      post({ do: "hello", page: session.page });
    }
  };
  onMessage(
    model,
    (said, buffers) => {
      if (typeof said.warning === "string") ({ warning } = said);
      if (said.said === "hello" && said.page === session.page) session.welcome(said);
      else if (["ack", "refused", "holder"].includes(said.said)) session.hear(said);
      else if (said.said === "notice") session.tell(String(said.text));
      else if (said.said === "discarded") {
        session.tell(said.where ? `discarded; it lies in ${said.where} until you delete it` : "discarded");
      } else receive?.(said, buffers);
    },
    signal
  );
  watchConnection(
    model,
    (there, why) => {
      const again = there && lost !== "";
      lost = there ? "" : why;
      if (again) session.reach();
      frame.paintFoot();
    },
    signal
  );
  const pass = () => {
    session.tick();
    tick();
  };
  const timer = setInterval(pass, TICK_MS);
  document.addEventListener("visibilitychange", pass, { signal });
  for (const kind of ["focusin", "focusout"]) {
    element.addEventListener(kind, () => frame.paintFoot(), { signal });
  }
  element.addEventListener(
    "click",
    (event) => {
      const pressed = event.target instanceof Element && event.target.closest("button");
      if (pressed && event.detail > 0 && session.going) focus();
    },
    { signal }
  );
  window.addEventListener("pagehide", session.release, { signal });
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    session.release();
  });
  return frame;
}

// pacer/widgets/src/run/signals.js
var SHOWN_MS = 8e3;
function signalDue(left_s, signals_s, given) {
  const due = signals_s.filter((at2) => left_s <= at2 && !given.includes(at2));
  return due.length ? Math.min(...due) : null;
}
function bell(signals_s, ticks) {
  let given = [];
  let shown = "";
  let since_ms = 0;
  return {
    /** Signals passed already say nothing more. @param {number} left_s */
    reset(left_s) {
      given = signals_s.filter((at2) => at2 >= left_s);
      shown = "";
    },
    /** @param {number} left_s @returns {number|null} the signal given just now */
    ring(left_s) {
      const due = signalDue(left_s, signals_s, given);
      if (due === null) return null;
      given = signals_s.filter((at2) => at2 >= due);
      shown = due === 0 ? "Time" : `${words(due)} left`;
      since_ms = ticks();
      return due;
    },
    /** The words to show, "" where none are due. */
    get words() {
      return ticks() - since_ms > SHOWN_MS ? "" : shown;
    }
  };
}
var audio;
function beep(times) {
  try {
    audio ??= new AudioContext();
    for (let each = 0; each < times; each += 1) {
      const begin = audio.currentTime + each * 0.35;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = 660;
      volume.gain.setValueAtTime(0, begin);
      volume.gain.linearRampToValueAtTime(0.2, begin + 0.02);
      volume.gain.linearRampToValueAtTime(0, begin + 0.25);
      tone.connect(volume).connect(audio.destination);
      tone.start(begin);
      tone.stop(begin + 0.3);
    }
  } catch {
  }
}

// pacer/widgets/src/chair/programme.js
var slot = (talk) => talk.talk_s + talk.questions_s;
function sit(talks, marks, now_s) {
  const lines = talks.map(() => ({
    began_s: null,
    talk_s: 0,
    questions_s: 0,
    paused_s: 0,
    extended_s: 0,
    over_s: 0,
    late_s: 0
  }));
  let at2 = -1;
  let last_s = 0;
  let paused = false;
  let asking = false;
  let over = true;
  const count2 = (until_s) => {
    const line = lines[at2];
    if (line && !over) {
      if (line.began_s === null && !paused && !asking) line.began_s = last_s;
      const into = paused ? "paused_s" : asking ? "questions_s" : "talk_s";
      if (line.began_s !== null) line[into] += Math.max(0, until_s - last_s);
    }
    last_s = Math.max(last_s, until_s);
  };
  for (const mark of marks) {
    count2(mark.t_s);
    switch (mark.kind) {
      case "start":
        at2 = talks.findIndex(({ key }) => key === mark.slide_key);
        over = false;
        break;
      case "slide":
        at2 = talks.findIndex(({ key }) => key === mark.slide_key);
        break;
      case "pause":
        paused = true;
        break;
      case "resume":
        paused = over = false;
        break;
      case "question":
      case "answer":
        asking = mark.kind === "question";
        break;
      case "extend":
        if (lines[at2]) lines[at2].extended_s += Number(mark.note) || 0;
        break;
      case "stop":
        paused = asking = false;
        over = true;
        break;
    }
  }
  count2(now_s);
  let planned_s = 0;
  for (const [place, line] of lines.entries()) {
    line.over_s = line.talk_s + line.questions_s - slot(talks[place]) - line.extended_s;
    line.late_s = (line.began_s ?? planned_s) - planned_s;
    planned_s += slot(talks[place]);
  }
  const here = lines[at2];
  if (!here) {
    return { phase: "before", at: 0, left_s: talks[0].talk_s, slot_left_s: slot(talks[0]), behind_s: 0, each_s: 0, lines };
  }
  const slot_left_s = -here.over_s;
  const ends_s = last_s + (over ? 0 : Math.max(0, slot_left_s));
  const due_s = talks.slice(0, at2 + 1).reduce((sum, talk) => sum + slot(talk), 0);
  const behind_s = ends_s - due_s;
  const coming = talks.length - at2 - 1;
  return {
    phase: over ? "over" : here.began_s === null ? "waiting" : paused ? "paused" : asking ? "questions" : "talk",
    at: at2,
    left_s: asking ? slot_left_s : talks[at2].talk_s + here.extended_s - here.talk_s,
    slot_left_s,
    behind_s,
    each_s: coming ? Math.max(0, behind_s) / coming : 0,
    lines
  };
}

// pacer/widgets/src/chair/view.js
var EVEN_S = 30;
function button(name, key, act, kind = "") {
  const label = h("span", { text: name });
  const shown = h("kbd", { class: "pacer-key", "aria-hidden": "true", text: key });
  const shortcut = { "→": "ArrowRight", "←": "ArrowLeft" }[key] ?? key;
  const element = h(
    "button",
    { class: `pacer-button ${kind}`, type: "button", "aria-keyshortcuts": shortcut || null, onclick: act },
    label,
    key && shown
  );
  return { element, label };
}
function face(talks, now) {
  const talk = talks[now.at];
  const line = now.lines[now.at];
  const over = now.left_s < -0.5;
  const number = over ? `+${text(-now.left_s)}` : text(now.left_s);
  switch (now.phase) {
    case "before":
    case "waiting":
      return { number, word: "to come", more: talk.questions_s ? `and ${text(talk.questions_s)} for questions` : "", tone: "wait" };
    case "paused":
      return { number, word: "paused", more: `for ${words(line.paused_s)}`, tone: "wait" };
    case "questions":
      return over ? { number, word: "over the slot", more: "", tone: "late" } : { number, word: "for questions", more: "", tone: "even" };
    case "over":
      return { number: text(0), word: "session over", more: "", tone: "even" };
    default:
  }
  if (!over) return { number, word: "left", more: talk.questions_s ? `then ${text(talk.questions_s)} for questions` : "", tone: "even" };
  if (now.slot_left_s > 0.5) {
    return { number, word: "over, into the questions", more: `${text(now.slot_left_s)} of them left`, tone: "late" };
  }
  return { number, word: "over the slot", more: "", tone: "late" };
}
function sessionWords(talks, { behind_s, each_s, at: at2, phase }) {
  if (phase === "before") return `${talks.length} talks, ${text(talks.reduce((sum, talk) => sum + talk.talk_s + talk.questions_s, 0))} in all`;
  if (Math.abs(behind_s) <= EVEN_S) return "session on time";
  if (behind_s < 0) return `session ${words(behind_s)} early`;
  const coming = talks.length - at2 - 1;
  const give = coming ? `: ${coming === 1 ? "the talk" : `each of the ${coming} talks`} to come would give ${words(each_s)}` : "";
  return `session ${words(behind_s)} late${give}`;
}
function buildView(room, talks, acts, hear) {
  const number = h("span", { class: "chair-number" });
  const word = h("span", { class: "chair-word" });
  const more = h("span", { class: "chair-more" });
  const title = h("h3", { class: "chair-title" });
  const signal = h("p", { class: "chair-signal", role: "alert" });
  const spoken = h("div", { class: "chair-spoken" });
  const asked = h("div", { class: "chair-asked" });
  const hand = h("div", { class: "chair-hand" });
  const bar = h("div", { class: "chair-bar", role: "img" }, spoken, asked, hand);
  const clock = h(
    "div",
    { class: "chair-clock" },
    title,
    h("div", { class: "chair-face", role: "timer", "aria-label": "Time left" }, number, h("div", {}, word, more)),
    bar,
    signal
  );
  const session = h("p", { class: "chair-session" });
  const go = button("Start", "Space", acts.pause, "pacer-button-main room-go");
  const questions = button("Questions", "Q", acts.questions);
  const next = button("Next talk", "→", acts.next);
  const back = button("Back", "←", acts.back);
  const plus = button("+1 min", "E", acts.more);
  const minus = button("−1 min", "-", acts.less);
  const full = button("Full screen", "F", acts.full);
  const stop = button("End session", "", acts.stop);
  const beeps = h("input", { type: "checkbox", onchange: () => hear(beeps.checked) });
  const controls = h(
    "div",
    { class: "room-controls", role: "group", "aria-label": "Controls" },
    ...[back, go, questions, next, plus, minus, full, stop].map(({ element: element2 }) => element2)
  );
  const cells = talks.map((talk) => {
    const took = h("td", {});
    const asking = h("td", {});
    const over = h("td", { class: "room-off" });
    const late = h("td", {});
    const row = h(
      "tr",
      {},
      h("th", { scope: "row", text: talk.title }),
      h("td", { text: `${text(talk.talk_s)} + ${text(talk.questions_s)}` }),
      took,
      asking,
      over,
      late
    );
    return { row, took, asking, over, late };
  });
  const heads = ["Talk", "Planned", "Talk took", "Questions", "Over", "Began late"];
  const table = h(
    "table",
    { class: "room-table chair-log" },
    h("caption", { text: "Planned against actual" }),
    h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col", text: head })))),
    h("tbody", {}, ...cells.map(({ row }) => row))
  );
  const element = h(
    "div",
    { class: "chair-page" },
    h("div", { class: "chair-head" }, h("p", { class: "room-faint", text: room.title }), session),
    clock,
    controls,
    h("label", { class: "room-check" }, beeps, "Sound at the signals"),
    table
  );
  return {
    element,
    /**
     * @param {Standing} now
     * @param {{driving: boolean, signal: string}} state
     */
    paint(now, { driving, signal: signal_words }) {
      const talk = talks[now.at];
      const line = now.lines[now.at];
      const shown = face(talks, now);
      const place = talks.length > 1 ? `${now.at + 1} of ${talks.length} · ` : "";
      setText(title, `${place}${talk.title}`);
      setText(number, shown.number);
      setText(word, shown.word);
      setText(more, shown.more);
      setText(session, sessionWords(talks, now));
      setAttr(clock, "data-tone", shown.tone);
      setAttr(clock, "data-signal", signal_words !== "");
      setText(signal, signal_words);
      const whole_s = Math.max(talk.talk_s + talk.questions_s + line.extended_s, line.talk_s + line.questions_s, 1);
      const talk_s = talk.talk_s + line.extended_s;
      spoken.style.width = `${100 * talk_s / whole_s}%`;
      asked.style.width = `${100 * talk.questions_s / whole_s}%`;
      hand.style.transform = `scaleX(${(line.talk_s + line.questions_s) / whole_s})`;
      setAttr(bar, "aria-label", `${text(line.talk_s + line.questions_s)} of ${text(talk_s + talk.questions_s)} used`);
      const running = ["talk", "questions"].includes(now.phase);
      setText(go.label, running ? "Pause" : now.phase === "paused" || now.phase === "over" ? "Go on" : "Start");
      setText(questions.label, now.phase === "questions" ? "Back to the talk" : "Questions");
      setAttr(questions.element, "aria-pressed", now.phase === "questions" ? "true" : "false");
      const on = driving && now.phase !== "before" && now.phase !== "over";
      go.element.disabled = !driving;
      for (const { element: one } of [questions, plus, minus, stop]) one.disabled = !on;
      next.element.disabled = !on || now.at + 1 >= talks.length;
      back.element.disabled = !on || now.at === 0;
      for (const [at2, { row, took, asking, over, late }] of cells.entries()) {
        const one = now.lines[at2];
        const began = one.began_s !== null;
        setAttr(row, "aria-current", at2 === now.at && now.phase !== "over" ? "true" : null);
        setText(took, began ? text(one.talk_s) : "");
        setText(asking, began ? text(one.questions_s) : "");
        const done = began && (at2 !== now.at || now.phase === "over");
        setText(over, done || began && one.over_s > 0 ? signed(one.over_s) : "");
        setAttr(row, "data-tone", began && one.over_s > 0.5 ? "late" : null);
        setText(late, began ? signed(one.late_s) : "");
      }
    }
  };
}

// pacer/widgets/src/chair/room.js
var STEP_S = 60;
function openChair({ model, signal, ...options }) {
  const talks = model.get("talks");
  const room = model.get("room");
  const frame = openFrame({
    ...options,
    ...{ model, signal, label: `Chair of ${room.title}`, name: "chair", show: show2, tick }
  });
  const { session, element, say } = frame;
  const signals = bell(room.signals_s, frame.clock.ticks);
  let beeps = false;
  const standing = () => sit(talks, session.book?.whole().marks ?? [], session.going ? session.now_s() : 0);
  const turn = (step, event) => {
    const now = standing();
    const to = talks[now.at + step];
    if (!session.going || !to) return;
    if (now.phase === "questions") session.mark("answer", event);
    if (now.phase === "talk" || now.phase === "questions") session.mark("pause", event);
    session.mark("slide", event, to.key);
    say(`${to.title}, to come`);
    ready();
  };
  const ready = () => signals.reset(standing().left_s);
  const extend = (by_s, event) => {
    if (!session.going) return;
    session.mark("extend", event, "", String(by_s));
    session.tell(`${by_s > 0 ? "one minute more" : "one minute less"}`);
    ready();
  };
  const acts = {
    start: (event) => acts.pause(event),
    /** Start, pause, go on: whatever is next for the clock. */
    pause(event) {
      const { phase, at: at2 } = standing();
      if (!session.book) {
        session.begin("delivery", talks[0].key, event);
        ready();
        say(`${talks[0].title} begins`);
        frame.focus();
      } else if (phase === "over") {
        session.goOn();
        ready();
      } else {
        const running = phase === "talk" || phase === "questions";
        session.mark(running ? "pause" : "resume", event);
        say(running ? "Paused" : `${talks[at2].title} ${phase === "waiting" ? "begins" : "goes on"}`);
      }
    },
    questions(event) {
      const { phase } = standing();
      if (phase !== "talk" && phase !== "questions") return;
      session.mark(phase === "talk" ? "question" : "answer", event);
      ready();
      say(phase === "talk" ? "Questions" : "Back to the talk");
    },
    next: (event) => turn(1, event),
    back: (event) => turn(-1, event),
    more: (event) => extend(STEP_S, event),
    less: (event) => extend(-STEP_S, event),
    full: frame.full,
    stop(event) {
      if (!session.going) return;
      session.mark("stop", event);
      frame.leaveFull();
      say("The session is over");
    }
  };
  const view = buildView(room, talks, acts, (on) => {
    beeps = on;
  });
  const once = (act) => (event) => {
    if (!event.repeat && (session.driving || act === acts.full)) act(event);
  };
  const keys = {
    Space: once(acts.pause),
    p: once(acts.pause),
    q: once(acts.questions),
    ArrowRight: once(acts.next),
    PageDown: once(acts.next),
    ArrowLeft: once(acts.back),
    PageUp: once(acts.back),
    e: once(acts.more),
    "+": once(acts.more),
    "-": once(acts.less),
    f: once(acts.full),
    Escape: frame.leaveFull
  };
  captureKeys(element, () => keys, { signal });
  const offer = () => {
    const { offered: offered2 } = session;
    if (!offered2) return null;
    const { at: at2, lines } = sit(talks, offered2.saved.marks, offered2.t_s);
    const choose = (act) => () => {
      act();
      frame.focus();
    };
    const main = "pacer-button pacer-button-main";
    return h(
      "section",
      { class: "room-panel", "aria-label": "An unfinished session" },
      h("h3", { class: "room-heading", text: "An unfinished session" }),
      h("p", { text: `It broke off at ${talks[at2].title}, ${words(lines[at2].talk_s)} spoken. Nothing recorded is lost.` }),
      h(
        "div",
        { class: "room-row" },
        h("button", { class: main, type: "button", onclick: choose(session.resumeOffered) }, "Go on"),
        h("button", { class: "pacer-button", type: "button", onclick: choose(session.keepOffered) }, "Begin another")
      )
    );
  };
  let offered = null;
  function show2() {
    if (session.book || !session.offered) {
      frame.put(view.element);
      offered = null;
    } else if (offered !== session.offered) {
      ({ offered } = session);
      frame.put(
        /** @type {HTMLElement} */
        offer()
      );
    }
    paint();
  }
  function paint() {
    const now = standing();
    view.paint(now, { driving: session.driving, signal: signals.words });
    const { book } = session;
    const saved = book && !session.going && book.run_id ? `logged as ${book.run_id}` : "";
    frame.paintFoot(saved);
  }
  function tick() {
    const { phase, left_s } = standing();
    if (phase === "talk" || phase === "questions") {
      const given = signals.ring(left_s);
      if (given !== null) {
        say(signals.words);
        if (beeps) beep(given === 0 ? 2 : 1);
      }
    }
    paint();
  }
  frame.open();
  ready();
}

// pacer/widgets/src/chair.js
var chair_default = {
  /** @param {{model: import("./shared/link.js").Model, el: HTMLElement}} context */
  render({ model, el }) {
    const life = new AbortController();
    openChair({ model, el, signal: life.signal });
    return () => life.abort();
  }
};
export {
  chair_default as default
};
