// Made by `npm run build` from pacer/widgets/src: do not edit.

// pacer/widgets/src/shared/pacing.js
function mixture(parts) {
  const nothing = parts.some(({ mu }) => mu === -Infinity);
  const below = (aim2) => parts.reduce((sum, { weight, mu, sd }) => sum + weight * normal((aim2 - mu) / sd), 0);
  return {
    within(seconds) {
      if (nothing) return 1;
      return seconds > 0 ? Math.min(1, below(Math.log(seconds))) : 0;
    },
    quantile(q) {
      if (nothing) return 0;
      let low = Math.min(...parts.map(({ mu, sd }) => mu - 9 * sd));
      let high = Math.max(...parts.map(({ mu, sd }) => mu + 9 * sd));
      while (high - low > 1e-7) {
        const middle = (low + high) / 2;
        if (below(middle) < q) low = middle;
        else high = middle;
      }
      return Math.exp((low + high) / 2);
    }
  };
}
function normal(z) {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const fit = [
    -1.26551223,
    1.00002368,
    0.37409196,
    0.09678418,
    -0.18628806,
    0.27886807,
    -1.13520398,
    1.48851587,
    -0.82215223,
    0.17087277
  ].reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  const tail = t * Math.exp(-x * x + fit) / 2;
  return z < 0 ? tail : 1 - tail;
}

// pacer/widgets/src/shared/forecast.js
var FARTHEST = 2.5;
var PASSED_S = 1;
var dot = (a, b) => a.reduce((sum, value, at2) => sum + value * b[at2], 0);
function fromTables(tables) {
  const { scale } = tables;
  const parts = tables.components.map(({ weight, mean_s, own_s2, shared_s }) => {
    const mean = mean_s.map((seconds) => Math.max(seconds, 1e-3));
    const loads = mean.map((m, i) => shared_s.map((cause) => cause[i] / m));
    return {
      log_weight: Math.log(weight),
      mean,
      own2: own_s2,
      own: own_s2.map((variance, i) => Math.log1p(variance / mean[i] ** 2)),
      loads,
      shared: loads.map((load) => dot(load, load))
    };
  });
  const usual = tables.usual ? { at: Math.log(tables.usual.seconds), sd: tables.usual.sd } : null;
  return ({ elapsed_s, taken, showing, since_s }) => {
    const furthest = Math.max(showing, ...taken.map(([slide]) => slide));
    const left = scale.map((x, i) => i > furthest ? x : 0);
    if (!taken.some(([slide]) => slide === showing)) left[showing] = scale[showing] || 1;
    const found = parts.map((part) => {
      const learned = learn(part, scale, taken);
      const { causes, spread } = learned;
      let total = 0;
      let own = 0;
      const pull = causes.map(() => 0);
      for (const [i, x] of left.entries()) {
        if (x <= 0) continue;
        const load = part.loads[i];
        const told = dot(load, spread.map((line) => dot(line, load)));
        let mean = x * part.mean[i] * Math.exp(dot(load, causes) + (told - part.shared[i]) / 2);
        if (i === showing) mean = residual(mean, part.own[i] + told, since_s);
        total += mean;
        own += (mean / part.mean[i]) ** 2 * part.own2[i];
        load.forEach((value, r) => {
          pull[r] += mean * value;
        });
      }
      const shared = dot(pull, spread.map((line) => dot(line, pull)));
      let { log_weight } = learned;
      let { mu, sd } = logNormal(total, own, shared);
      if (usual) {
        const aimed = aim(mu, sd, elapsed_s, usual.at, usual.sd);
        ({ mu, sd } = aimed);
        log_weight += aimed.likely;
      }
      return { log_weight, mu, sd };
    });
    const most = Math.max(...found.map(({ log_weight }) => log_weight));
    const weights = found.map(({ log_weight }) => Math.exp(log_weight - most));
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    const rest = mixture(found.map(({ mu, sd }, k) => ({ weight: weights[k] / all, mu, sd })));
    const [low_s, end_s, high_s] = [0.1, 0.5, 0.9].map((q) => elapsed_s + rest.quantile(q));
    return { end_s, low_s, high_s };
  };
}
function learn(part, scale, taken) {
  let { log_weight } = part;
  const rank = part.loads[0].length;
  const causes = Array(rank).fill(0);
  const spread = causes.map((_, r) => causes.map((_zero, s) => Number(r === s)));
  for (const [slide, seconds] of taken) {
    if (seconds < PASSED_S) continue;
    const planned = scale[slide] > 0 ? scale[slide] : 1;
    const load = part.loads[slide];
    const own = part.own[slide];
    const aside = spread.map((line) => dot(line, load));
    const variance = dot(load, aside) + own;
    const z = Math.log(seconds / (planned * part.mean[slide])) + (own + part.shared[slide]) / 2;
    const far = FARTHEST * Math.sqrt(variance);
    const error = Math.max(-far, Math.min(far, z - dot(load, causes)));
    log_weight -= error ** 2 / (2 * variance) + Math.log(variance) / 2;
    for (let r = 0; r < rank; r += 1) {
      causes[r] += aside[r] * error / variance;
      for (let s = 0; s < rank; s += 1) spread[r][s] -= aside[r] * aside[s] / variance;
    }
  }
  return { log_weight, causes, spread };
}
function logNormal(mean, own, shared) {
  if (mean < 1e-3) return { mu: -Infinity, sd: 0 };
  const variance = Math.log1p(own / mean ** 2) + shared / mean ** 2;
  return { mu: Math.log(mean) - variance / 2, sd: Math.sqrt(variance) };
}
function residual(mean, variance, since_s) {
  if (since_s <= 0) return mean;
  const sd = Math.sqrt(Math.max(variance, 1e-6));
  const ahead = (Math.log(Math.max(mean, 1e-6)) - variance / 2 - Math.log(since_s)) / sd;
  const beyond = normal(ahead);
  if (beyond <= 1e-4) return since_s * variance / 2;
  return Math.max(mean * normal(ahead + sd) / beyond - since_s, 0);
}
function aim(middle, spread, elapsed_s, goal, goal_sd) {
  if (middle === -Infinity || spread <= 0) return { mu: middle, sd: spread, likely: 0 };
  let at2 = middle;
  let likely = 0;
  let whole = 1;
  for (let turn = 0; turn < 4; turn += 1) {
    const rest = Math.exp(at2);
    const share = rest / (elapsed_s + rest);
    const there = Math.log(elapsed_s + rest) + share * (middle - at2);
    whole = goal_sd ** 2 + (share * spread) ** 2;
    if (turn === 0) likely = -((goal - there) ** 2) / (2 * whole) - Math.log(whole) / 2;
    at2 = middle + share * spread ** 2 / whole * (goal - there);
  }
  return { mu: at2, sd: spread * goal_sd / Math.sqrt(whole), likely };
}
var PRIOR_S = 300;
var SLIDE_SPREAD = 0.45;
var PACE_SPREAD = 0.2;
var fromBudgets = (rows) => ({ elapsed_s, taken, showing, since_s }) => {
  const behind = new Set(taken.map(([slide]) => slide));
  const furthest = Math.max(showing, ...behind);
  const spent_s = taken.reduce((sum, [, seconds]) => sum + seconds, 0);
  const planned_s = [...behind].reduce((sum, slide) => sum + rows[slide].budget_s, 0);
  const pace = (PRIOR_S + spent_s) / (PRIOR_S + planned_s);
  const here_s = Math.max(rows[showing].budget_s * pace - since_s, 0);
  let rest_s = here_s;
  let square = (here_s * SLIDE_SPREAD) ** 2;
  for (const { budget_s, skip } of rows.slice(furthest + 1)) {
    if (skip) continue;
    rest_s += budget_s * pace;
    square += (budget_s * pace * SLIDE_SPREAD) ** 2;
  }
  square += (rest_s * PACE_SPREAD) ** 2 * (PRIOR_S / (PRIOR_S + planned_s));
  const spread = Math.sqrt(square);
  return {
    end_s: elapsed_s + rest_s,
    low_s: elapsed_s + Math.max(0, rest_s - spread),
    high_s: elapsed_s + rest_s + spread
  };
};

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

// pacer/widgets/src/rehearse/keys.js
var DIGITS_MS = 4e3;
function roomKeys(acts, ticks) {
  let digits = "";
  let typed_ms = 0;
  const type = (to) => {
    digits = to.slice(-4);
    typed_ms = ticks();
    acts.changed();
  };
  const once = (act) => (event) => {
    if (!event.repeat) act(event);
  };
  const all = (keys, act) => Object.fromEntries(keys.map((key) => [key, act]));
  const always = {
    f: once(acts.full),
    Escape: () => {
      if (digits) type("");
      else acts.escape();
    }
  };
  return {
    /** @type {Record<string, Handler>} */
    running: {
      ...all(["ArrowRight", "ArrowDown", "Space", "PageDown"], once(acts.next)),
      ...all(["ArrowLeft", "ArrowUp", "PageUp"], once(acts.back)),
      ...Object.fromEntries([..."0123456789"].map((key) => [key, () => type(digits + key)])),
      Enter: once((event) => {
        const position = Number(digits);
        const typed = digits !== "";
        type("");
        if (typed) acts.goTo(position, event);
        else acts.next(event);
      }),
      Backspace: () => type(digits.slice(0, -1)),
      Home: once(acts.first),
      End: once(acts.last),
      p: once(acts.pause),
      q: once(acts.question),
      b: once(acts.note),
      ...always
    },
    /** @type {Record<string, Handler>} */
    before: { ...all(["Space", "ArrowRight", "PageDown"], once(acts.start)), ...always },
    /** @type {Record<string, Handler>} */
    always,
    /** The slide number being typed. */
    get digits() {
      if (digits && ticks() - typed_ms > DIGITS_MS) digits = "";
      return digits;
    }
  };
}

// pacer/widgets/src/rehearse/standing.js
var EVEN_S = 10;
var SHOWN_SHARE = 0.5;
var MOST_DROPPED = 3;
function standing(rows, run, talk_s, forecast) {
  const at2 = Math.max(0, rows.findIndex((row) => row.key === run.key));
  const here = rows[at2];
  const here_s = run.dwell[here.key] ?? 0;
  let planned_s = 0;
  const coming = [];
  const behind = /* @__PURE__ */ new Map();
  for (const [place, row] of rows.entries()) {
    if (place === at2) continue;
    if (place < at2 || (run.dwell[row.key] ?? 0) >= SHOWN_SHARE * row.budget_s) {
      planned_s += row.budget_s;
      behind.set(row.key, place);
    } else if (!row.skip) coming.push(row);
  }
  const drift_s = run.talk_s - planned_s - Math.min(here_s, here.budget_s);
  const { end_s, low_s, high_s } = forecast({
    elapsed_s: run.talk_s,
    taken: run.seen.flatMap((key) => {
      const place = behind.get(key);
      return place === void 0 ? [] : [
        /** @type {const} */
        [place, run.dwell[key] ?? 0]
      ];
    }),
    showing: at2,
    since_s: here_s
  });
  const tone = drift_s > EVEN_S ? "late" : drift_s < -EVEN_S ? "early" : "even";
  const word = tone === "even" ? "On time" : `${words(drift_s)} ${tone === "late" ? "behind" : "ahead"}`;
  return {
    at: at2,
    spent_s: here_s,
    budget_s: here.budget_s,
    left_s: talk_s - run.talk_s,
    drift_s,
    end_s,
    low_s,
    high_s,
    tone,
    word,
    // On time by the plan, it takes a forecast that is sure of an overrun to advise anything.
    advice: advise((tone === "late" ? end_s : low_s) - talk_s, tone, coming)
  };
}
function ending(now, talk_s) {
  const over_s = now.end_s - talk_s;
  if (Math.abs(over_s) <= EVEN_S) return "ends as planned";
  return `ends ${words(over_s)} ${over_s > 0 ? "over" : "early"}`;
}
var rough = (seconds) => words(seconds < 90 ? seconds : Math.round(seconds / 60) * 60);
function advise(over_s, tone, coming) {
  if (over_s <= EVEN_S) return tone === "early" ? "take your time" : "";
  const open = coming.slice(0, -1).filter((row) => !row.locked && row.budget_s >= 5);
  if (!open.length) return coming.length ? "come to the end" : "close now";
  const demo = open.find((row) => /\bdemo\b/i.test(row.title) && row.budget_s >= over_s);
  const one = open.filter((row) => row.budget_s >= over_s).sort((a, b) => a.value - b.value || a.budget_s - b.budget_s).find((row) => row !== demo);
  if (demo && one) return `skip the demo or drop slide ${one.position}`;
  if (demo) return "skip the demo";
  if (one) return `drop slide ${one.position}`;
  const most = [...open].sort((a, b) => a.value - b.value || b.budget_s - a.budget_s);
  const some = [];
  for (const row of most.slice(0, MOST_DROPPED)) {
    some.push(row);
    if (some.reduce((sum, { budget_s }) => sum + budget_s, 0) >= over_s) break;
  }
  const gained_s = some.reduce((sum, row) => sum + row.budget_s, 0);
  const named = some.map((row) => row.position).sort((a, b) => a - b);
  const last = named.pop();
  const slides = named.length ? `slides ${named.join(", ")} and ${last}` : `slide ${last}`;
  const enough = gained_s >= over_s;
  return `drop ${slides}${enough ? "" : `: ${rough(gained_s)} of the ${rough(over_s)}`}`;
}
function neighbour(rows, at2, step) {
  for (let to = at2 + step; to >= 0 && to < rows.length; to += step) {
    if (!rows[to].skip) return to;
  }
  return -1;
}

// pacer/widgets/src/rehearse/panels.js
var KEYS = [
  ["→ Space PageDown", "next slide"],
  ["← PageUp", "back"],
  ["Home", "first slide"],
  ["7 Enter", "go to slide 7"],
  ["P", "pause, go on"],
  ["Q", "a question begins, ends"],
  ["B", "note: stumbled here"],
  ["F", "full screen"]
];
function check(label, props) {
  const input = h("input", { type: "checkbox", ...props });
  return { input, element: h("label", { class: "room-check" }, input, label) };
}
function soundChoice(sound, chosen) {
  const option = (value, text2) => h("option", { value, text: text2 });
  const from = h(
    "select",
    { class: "room-select", "aria-label": "Record the sound with" },
    option("none", "No sound"),
    option("kernel", "This computer's microphone"),
    sound.browser && option("browser", "The browser's microphone")
  );
  const device = h("select", { class: "room-select", "aria-label": "Microphone", hidden: true });
  const why = h("span", { class: "room-faint" });
  const choice = () => ({
    from: (
      /** @type {import("./sound.js").From} */
      from.value
    ),
    device: from.value === "kernel" && device.value !== "" ? Number(device.value) : null
  });
  from.addEventListener("change", () => {
    if (from.value === "kernel") sound.look();
    paint();
    chosen(choice());
  });
  device.addEventListener("change", () => chosen(choice()));
  function paint() {
    const kernel = from.value === "kernel";
    const there = sound.devices;
    device.hidden = !kernel || !there || there.length < 2;
    setText(why, !kernel ? "" : there ? sound.why_none : "looking for microphones…");
    if (!there || device.childElementCount === there.length) return;
    device.replaceChildren(
      ...there.map(
        ({ index, name, is_default }) => h("option", { value: index, text: name, selected: is_default })
      )
    );
  }
  return {
    element: h("div", { class: "room-row" }, from, device, why),
    choice,
    paint,
    /** @param {import("./sound.js").Choice} wanted */
    set(wanted) {
      from.value = wanted.from;
      if (from.value === "kernel") sound.look();
      paint();
    }
  };
}
function startPanel(room, rows, sound, acts) {
  const microphone = soundChoice(sound, acts.sound);
  const shown = rows.filter((row) => !row.skip);
  const builds = shown.some((row) => row.builds > 0);
  const delivery = check("This is the delivery, not a rehearsal", {
    checked: room.kind === "delivery"
  });
  const steps = check("Step through builds, click by click", {});
  const beeps = check("Sound at the signals", {});
  const told = [
    `${shown.length} slides`,
    room.slot ? `${text(room.talk_s)} to speak` : `${text(room.planned_s)} planned`
  ];
  const misfit = room.planned_s - room.talk_s;
  if (room.budgets_from) told.push(`budgets from ${room.budgets_from}`);
  const warning = misfit > EVEN_S ? `The budgets add up to ${text(room.planned_s)}, ${words(misfit)} more than there is: plan first, or see how far you get.` : "";
  const go = h(
    "button",
    { class: "pacer-button pacer-button-main room-start", type: "button", onclick: acts.start },
    "Start"
  );
  const element = h(
    "section",
    { class: "room-panel", "aria-label": "Before the run" },
    h("h3", { class: "room-heading", text: room.title }),
    h("p", { class: "room-faint", text: told.join(" · ") }),
    warning && h("p", { class: "room-warning", text: warning }),
    h("div", { class: "room-row" }, go, h("span", { class: "room-faint", text: "or press Space" })),
    microphone.element,
    h("div", { class: "room-row" }, delivery.element, builds && steps.element, beeps.element),
    h(
      "details",
      { class: "room-keys" },
      h("summary", { text: "Keys" }),
      h(
        "dl",
        {},
        ...KEYS.flatMap(([keys, does]) => [
          h("dt", {}, ...keys.split(" ").map((key) => h("kbd", { class: "pacer-key", text: key }))),
          h("dd", { text: does })
        ])
      )
    )
  );
  return {
    element,
    focus: () => go.focus(),
    /** @returns {Choice} */
    choice: () => ({
      kind: delivery.input.checked ? "delivery" : "rehearsal",
      steps: steps.input.checked,
      beeps: beeps.input.checked,
      sound: microphone.choice()
    }),
    microphone
  };
}
function resumePanel({ run, rows, ago_s }, acts) {
  const row = rows.find((one) => one.key === run.key);
  const where = row ? `on slide ${row.position}, ${row.title}` : "on a slide that is gone";
  const when = ago_s < 90 ? "a moment ago" : ago_s < 5400 ? `${Math.round(ago_s / 60)} min ago` : `${Math.round(ago_s / 3600)} hours ago`;
  const main = "pacer-button pacer-button-main";
  const element = h(
    "section",
    { class: "room-panel room-offer", "aria-label": "An unfinished run" },
    h("h3", { class: "room-heading", text: `An unfinished run: ${text(run.talk_s)} spoken` }),
    h("p", { text: `It broke off ${where}, ${when}. Nothing recorded is lost.` }),
    h(
      "div",
      { class: "room-row" },
      h("button", { class: main, type: "button", onclick: acts.resume }, "Go on"),
      h("button", { class: "pacer-button", type: "button", onclick: acts.keep }, "Keep as it is"),
      h("button", { class: "pacer-button", type: "button", onclick: acts.discard }, "Discard")
    ),
    h("p", {
      class: "room-faint",
      text: "Kept as it is, its last slide counts as cut short. If it is still going on in another window, leave it there."
    })
  );
  return { element };
}
var NAMED = 5;
function finishPanel(room, rows, acts) {
  const heading = h("h3", { class: "room-heading" });
  const saved = h("p", { class: "room-saved" });
  const list = h("tbody", {});
  const name = h("input", {
    class: "room-name",
    type: "text",
    maxlength: "80",
    placeholder: "Name this run (optional)",
    "aria-label": "Name of this run",
    onchange: () => acts.name(name.value.trim())
  });
  const none = h("p", { class: "room-faint", text: "Every slide stayed close to its budget." });
  const table = h(
    "table",
    { class: "room-table" },
    h("caption", { text: "Furthest from their budgets" }),
    h("thead", {}, h("tr", {}, ...["Slide", "Took", "Budget", "Over"].map((text2) => h("th", { scope: "col", text: text2 })))),
    list
  );
  const main = "pacer-button pacer-button-main";
  const element = h(
    "section",
    { class: "room-panel", "aria-label": "After the run" },
    heading,
    saved,
    h("div", { class: "room-row" }, name),
    table,
    none,
    h(
      "div",
      { class: "room-row" },
      h("button", { class: main, type: "button", onclick: acts.again }, "Once more"),
      h("button", { class: "pacer-button", type: "button", onclick: acts.goOn }, "It was not over: go on"),
      h("button", { class: "pacer-button", type: "button", onclick: acts.discard }, "Discard")
    )
  );
  return {
    element,
    /**
     * @param {Run} run
     * @param {string} status
     */
    show(run, status) {
      const over = run.talk_s - room.talk_s;
      const apart = Math.abs(over) < 1 ? "to the second" : `${words(over)} ${over > 0 ? "over" : "under"}`;
      const beside = [
        run.questions_s >= 1 && `${text(run.questions_s)} of questions`,
        run.paused_s >= 1 && `${text(run.paused_s)} paused`
      ].filter(Boolean);
      setText(heading, `${text(run.talk_s)} spoken, ${apart}${beside.length ? `; ${beside.join(", ")} apart` : ""}`);
      setText(saved, status);
      const off = rows.filter((row) => run.dwell[row.key] !== void 0).map((row) => ({ row, took_s: run.dwell[row.key], off_s: run.dwell[row.key] - row.budget_s })).filter(({ off_s }) => Math.abs(off_s) >= 5).sort((a, b) => Math.abs(b.off_s) - Math.abs(a.off_s)).slice(0, NAMED);
      table.hidden = !off.length;
      none.hidden = off.length > 0;
      list.replaceChildren(
        ...off.map(
          ({ row, took_s, off_s }) => h(
            "tr",
            { "data-tone": off_s > 0 ? "late" : "early" },
            h("th", { scope: "row", text: `${row.position} · ${row.title}` }),
            h("td", { text: text(took_s) }),
            h("td", { text: text(row.budget_s) }),
            h("td", { class: "room-off", text: signed(off_s) })
          )
        )
      );
    }
  };
}

// pacer/widgets/src/rehearse/pictures.js
var KEPT2 = 16;
function pictureBook(ask) {
  const there = /* @__PURE__ */ new Map();
  const drop = (key) => {
    const address = there.get(key);
    if (address) URL.revokeObjectURL(address);
    there.delete(key);
  };
  return {
    /** @param {string} key @returns {string|null} */
    get(key) {
      const address = there.get(key);
      if (address === void 0) {
        there.set(key, "");
        ask(key);
      }
      return address || null;
    },
    /**
     * @param {string} key
     * @param {string} type
     * @param {DataView} [data]
     */
    put(key, type, data) {
      if (!data?.byteLength) return;
      const blob = new Blob([
        /** @type {DataView<ArrayBuffer>} */
        data
      ], { type });
      drop(key);
      there.set(key, URL.createObjectURL(blob));
      for (const old of [...there.keys()].slice(0, -KEPT2)) drop(old);
    },
    /** More may be there now: ask again for those that were not. */
    refresh() {
      for (const [key, address] of there) if (!address) there.delete(key);
    },
    close() {
      for (const key of [...there.keys()]) drop(key);
    }
  };
}

// pacer/widgets/src/rehearse/sound.js
var SILENT = { state: "", peak_db: -99, clipping: false, lost_blocks: 0, lost_s: 0, message: "" };
var PINGS = 6;
var ALIVE_MS = 5e3;
var CHUNK_MS = 1e3;
var RESEND_MS2 = 4e3;
var CLIPS_DB = -0.1;
function openSound({ post, page, ticks, changed, media = navigator.mediaDevices }) {
  let level = SILENT;
  let run_token = "";
  let devices = null;
  let why_none = "";
  let pinged = 0;
  let offset_s = NaN;
  let quickest_ms = Infinity;
  let alive_ms = 0;
  let waiting = null;
  let own = null;
  const ping = () => {
    pinged += 1;
    alive_ms = ticks();
    post({ do: "ping", page, at: ticks() });
  };
  return {
    /** @returns {Level} */
    get level() {
      return own ? own.level() : level;
    },
    get devices() {
      return devices;
    },
    /** Why there are none, "" where there are. */
    get why_none() {
      return why_none;
    },
    browser: Boolean(media) && typeof MediaRecorder !== "undefined",
    /** Ask what microphones there are, and what time the kernel has. */
    look() {
      post({ do: "microphones", page });
      pinged = 0;
      ping();
    },
    /**
     * Record the run with this token; its zero is when its clock, which is this page's, was 0:00.
     * @param {Choice} choice
     * @param {string} of the run's token
     * @param {() => number} zero_s
     */
    start({ from, device }, of, zero_s) {
      run_token = of;
      level = SILENT;
      if (from === "kernel") {
        const begin = () => post({ do: "record", page, token: of, device, zero: zero_s() + offset_s });
        if (Number.isFinite(offset_s)) begin();
        else {
          waiting = begin;
          pinged = 0;
          ping();
        }
      }
      if (from === "browser" && media) {
        const now_s = () => ticks() / 1e3 - zero_s();
        own = record({ media, post, page, token: of, now_s, ticks, changed });
      }
    },
    stop() {
      if (!run_token) return;
      waiting = null;
      if (own) own.stop();
      else if (level.state) post({ do: "silence", page, token: run_token });
      run_token = "";
    },
    /** @param {any} said what the kernel says; @returns {boolean} whether it was about sound */
    hear(said) {
      switch (said.said) {
        case "pong": {
          if (said.page !== page) return true;
          const trip_ms = ticks() - said.at;
          if (trip_ms < quickest_ms) {
            quickest_ms = trip_ms;
            offset_s = said.ticks - (said.at + trip_ms / 2) / 1e3;
          }
          if (pinged < PINGS) ping();
          else {
            waiting?.();
            waiting = null;
          }
          return true;
        }
        case "microphones":
          ({ devices, why: why_none } = said);
          break;
        case "sound":
          level = { ...SILENT, ...said };
          break;
        case "chunk":
          own?.heard(said);
          break;
        case "chunks over":
          level = { ...SILENT, state: "stopped", message: said.why };
          own = null;
          break;
        default:
          return false;
      }
      changed();
      return true;
    },
    tick() {
      if (level.state === "recording" && ticks() - alive_ms > ALIVE_MS) ping();
      own?.tick();
    },
    close() {
      own?.stop();
    }
  };
}
function record({ media, post, page, token: of, now_s, ticks, changed }) {
  const session = token();
  let level = { ...SILENT, state: "starting" };
  let queue = [];
  let made = 0;
  let kept = 0;
  let sent_ms = 0;
  let starts_s = 0;
  let mime = "";
  let over = false;
  let recorder = null;
  let stream = null;
  let ear = null;
  let audio2 = null;
  const send = ({ offset, data }) => {
    sent_ms = ticks();
    post({ do: "chunk", page, token: of, session, offset, starts_s, mime }, [data]);
  };
  const finish = () => {
    if (over && !queue.length && recorder?.state === "inactive") {
      post({ do: "chunks over", page, token: of, session });
    }
  };
  const release = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    audio2?.close().catch(() => {
    });
  };
  const fail = (error) => {
    const denied = error instanceof DOMException && error.name === "NotAllowedError";
    const message = denied ? "the browser was not allowed to use the microphone: allow it beside the address" : `the browser's microphone cannot be used (${error instanceof Error ? error.message : error})`;
    level = { ...SILENT, state: "failed", message };
    release();
    changed();
  };
  const begin = async () => {
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    stream = await media.getUserMedia({ audio: plain });
    if (over) return release();
    const types = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
    recorder = new MediaRecorder(stream, { mimeType: types.find((type) => MediaRecorder.isTypeSupported(type)) });
    ({ mimeType: mime } = recorder);
    recorder.addEventListener("start", () => {
      starts_s = Math.max(0, now_s());
      level = { ...level, state: "recording" };
    });
    recorder.addEventListener("dataavailable", async ({ data }) => {
      if (!data.size) return;
      const chunk = { offset: made, data: await data.arrayBuffer() };
      made += chunk.data.byteLength;
      queue.push(chunk);
      send(chunk);
    });
    recorder.addEventListener("stop", () => {
      release();
      setTimeout(finish, 0);
    });
    for (const track of stream.getTracks()) {
      track.addEventListener("ended", () => {
        level = { ...level, message: "the microphone went away; the sound until then is kept" };
      });
    }
    recorder.start(CHUNK_MS);
    audio2 = new AudioContext();
    ear = audio2.createAnalyser();
    audio2.createMediaStreamSource(stream).connect(ear);
  };
  begin().catch(fail);
  const samples = new Float32Array(2048);
  return {
    level() {
      if (!ear || level.state !== "recording") return level;
      ear.getFloatTimeDomainData(samples);
      let peak = 0;
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
      const peak_db = peak > 1e-5 ? 20 * Math.log10(peak) : -99;
      return { ...level, peak_db, clipping: peak_db > CLIPS_DB };
    },
    /** @param {{session: string, size: number, why: string}} said */
    heard({ session: about, size, why }) {
      if (about !== session) return;
      level = { ...level, message: why };
      if (!why) kept = size;
      queue = queue.filter(({ offset, data }) => offset + data.byteLength > kept);
      finish();
    },
    tick() {
      if (queue.length && ticks() - sent_ms > RESEND_MS2) queue.forEach(send);
    },
    stop() {
      over = true;
      if (recorder && recorder.state !== "inactive") recorder.stop();
      else release();
    }
  };
}
function soundWords({ state, clipping, lost_blocks, lost_s, message }) {
  if (message) return message;
  if (state === "starting") return "microphone opening…";
  if (state !== "recording") return "";
  if (clipping) return "recording; too loud";
  if (lost_blocks) return `recording; ${lost_s.toFixed(1)} s lost in ${lost_blocks} gaps, kept as silence`;
  return "recording";
}
var meterShare = (peak_db) => Math.max(0, Math.min(1, (peak_db + 60) / 60));

// pacer/widgets/src/shared/bar.js
function shares(spent_s, budget_s) {
  if (!(budget_s > 0)) return { spent: spent_s > 0 ? 1 : 0, over: spent_s > 0 ? 1 : 0 };
  if (spent_s <= budget_s) return { spent: Math.max(0, spent_s) / budget_s, over: 0 };
  return { spent: 1, over: 1 - budget_s / spent_s };
}
function budgetBar({ label }) {
  const fill = h("div", { class: "pacer-bar-fill" });
  const over = h("div", { class: "pacer-bar-over" });
  const track = h("div", { class: "pacer-bar-track" }, fill, over);
  const words2 = h("span", { class: "pacer-bar-words" });
  const meter = h("div", { class: "pacer-bar-meter", role: "meter", "aria-label": label }, track);
  const element = h("div", { class: "pacer-bar" }, meter, words2);
  return {
    element,
    /**
     * @param {number} spent_s
     * @param {number} budget_s
     */
    update(spent_s, budget_s) {
      const parts = shares(spent_s, budget_s);
      fill.style.transform = `scaleX(${(1 - parts.spent).toFixed(4)})`;
      over.style.transform = `scaleX(${parts.over.toFixed(4)})`;
      const left = budget_s - spent_s;
      const said = left >= -0.5 ? `${text(left)} of ${text(budget_s)} left` : `${text(-left)} over ${text(budget_s)}`;
      setAttr(element, "data-over", left < -0.5);
      setText(words2, said);
      setAttr(meter, "aria-valuemin", 0);
      setAttr(meter, "aria-valuemax", Math.max(1, Math.round(budget_s)));
      setAttr(meter, "aria-valuenow", Math.max(0, Math.min(Math.round(spent_s), Math.max(1, Math.round(budget_s)))));
      setAttr(meter, "aria-valuetext", said);
    }
  };
}

// pacer/widgets/src/shared/card.js
var LINES = 7;
var LINE_LENGTH = 140;
var TITLE_LENGTH = 160;
var cut = (text2, limit) => text2.length > limit ? `${text2.slice(0, limit - 1)}…` : text2;
function cardLines(slide) {
  const lines = (slide.text ?? "").slice(0, 20 * LINE_LENGTH).split("\n");
  if (lines[0]?.trim() === slide.title.trim()) lines.shift();
  const said = lines.map((line) => line.trim()).filter((line) => /[\p{L}\p{N}]/u.test(line));
  const shown = said.slice(0, LINES).map((line) => cut(line, LINE_LENGTH));
  if (said.length > LINES) shown.push("…");
  return shown;
}
function slideCard({ small = false } = {}) {
  const image = h("img", { class: "pacer-card-picture", alt: "", hidden: true });
  const title = h("p", { class: "pacer-card-title" });
  const lines = h("div", { class: "pacer-card-lines" });
  const words2 = h("div", { class: "pacer-card-words" }, title, lines);
  const number = h("span", { class: "pacer-card-number", "aria-hidden": "true" });
  const element = h(
    "figure",
    { class: small ? "pacer-card pacer-card-small" : "pacer-card", role: "img" },
    words2,
    image,
    number
  );
  return {
    element,
    /**
     * @param {CardSlide|null} slide null shows an empty card
     * @param {string|null} [picture] an address the browser can show
     */
    show(slide, picture = null) {
      setAttr(element, "data-empty", slide === null);
      setAttr(element, "aria-label", slide ? `Slide ${slide.position}: ${cut(slide.title, TITLE_LENGTH)}` : "No slide");
      image.hidden = !slide || !picture;
      words2.hidden = !slide || Boolean(picture);
      number.textContent = slide ? String(slide.position) : "";
      number.hidden = !slide || Boolean(picture);
      if (slide && picture) setAttr(image, "src", picture);
      if (!slide || picture) return;
      const said = small ? [] : cardLines(slide);
      setAttr(words2, "data-bare", said.length === 0);
      title.textContent = cut(slide.title, TITLE_LENGTH);
      lines.replaceChildren(...said.map((line) => h("p", { text: line })));
    }
  };
}

// pacer/widgets/src/rehearse/view.js
function button(name, key, act, kind = "") {
  const label = h("span", { text: name });
  const made = h(
    "button",
    {
      class: `pacer-button ${kind}`,
      type: "button",
      "aria-keyshortcuts": key || null,
      onclick: act
    },
    label,
    key && h("kbd", { class: "pacer-key", "aria-hidden": "true", text: SHOWN[key] ?? key })
  );
  return { element: made, label };
}
var SHOWN = { ArrowRight: "→", ArrowLeft: "←", Escape: "Esc" };
function buildView(room, rows, acts) {
  const number = h("span", { class: "room-number" });
  const unit = h("span", { class: "room-unit" });
  const word = h("p", { class: "room-word" });
  const advice = h("p", { class: "room-advice" });
  const end = h("p", { class: "room-end" });
  const elapsed = h("span", {});
  const place = h("span", {});
  const bar = budgetBar({ label: "Time on this slide" });
  const signal = h("p", { class: "room-signal", role: "alert" });
  const hud = h(
    "div",
    { class: "room-hud" },
    h("div", { class: "room-clock", role: "timer", "aria-label": "Time left" }, number, unit),
    h("div", { class: "room-state" }, word, advice),
    h("div", { class: "room-facts" }, h("p", {}, elapsed), end),
    h("div", { class: "room-bar" }, place, bar.element),
    signal
  );
  const card = slideCard();
  const title = h("h3", { class: "room-title" });
  const builds = h("p", { class: "room-builds" });
  const notes = h("div", { class: "room-notes", tabindex: "0", role: "region", "aria-label": "Notes" });
  let scrolled = false;
  notes.addEventListener("scroll", () => {
    scrolled = true;
  }, { passive: true });
  const nextCard = slideCard({ small: true });
  const nextWords = h("p", { class: "room-next-words" });
  const stage = h(
    "div",
    { class: "room-stage" },
    h("div", { class: "room-now" }, card.element),
    h(
      "div",
      { class: "room-side" },
      title,
      builds,
      notes,
      h("div", { class: "room-next" }, nextCard.element, nextWords)
    )
  );
  const back = button("Back", "ArrowLeft", acts.back);
  const next = button("Next", "ArrowRight", acts.next, "pacer-button-main room-go");
  const pause = button("Pause", "P", acts.pause);
  const question = button("Question", "Q", acts.question);
  const note = button("Stumbled", "B", acts.note);
  const full = button("Full screen", "F", acts.full);
  const stop = button("Finish", "", acts.stop);
  const controls = h(
    "div",
    { class: "room-controls", role: "group", "aria-label": "Controls" },
    ...[back, next, pause, question, note, full, stop].map(({ element: element2 }) => element2)
  );
  const digits = h("div", { class: "room-digits", hidden: true });
  const element = h("div", { class: "room-run" }, hud, stage, controls, digits);
  const shown = rows.filter((row) => !row.skip).length;
  let drawn = "";
  const drawSlide = ({ standing: standing2, clicks, steps }, after, pictures) => {
    const row = rows[standing2.at];
    card.show(row, pictures[0]);
    nextCard.show(after, pictures[1]);
    nextCard.element.hidden = !after;
    setText(title, row.title);
    title.hidden = !pictures[0];
    notes.replaceChildren(
      ...(row.notes ? row.notes.split("\n") : ["No notes on this slide."]).map(
        (line) => h("p", { class: row.notes ? "" : "room-faint", text: line })
      )
    );
    if (scrolled) notes.scrollTop = 0;
    scrolled = false;
    setText(
      nextWords,
      after ? `Next: slide ${after.position}, ${text(after.budget_s)}` : "This is the last slide"
    );
    const clicking = steps && row.builds > 0;
    setText(builds, clicking ? `Click ${Math.min(clicks, row.builds)} of ${row.builds}` : "");
    builds.hidden = !clicking;
    const turn = rows.slice(0, standing2.at + 1).filter((one) => !one.skip).length;
    setText(
      place,
      shown === rows.length ? `Slide ${row.position} of ${rows.length}` : `Slide ${row.position} (${turn} of ${shown})`
    );
  };
  return {
    element,
    /**
     * @param {State} state
     * @param {(key: string) => string|null} picture
     */
    paint(state, picture) {
      const { run, standing: standing2 } = state;
      const row = rows[standing2.at];
      const after = rows.slice(standing2.at + 1).find((one) => !one.skip) ?? null;
      const pictures = [picture(row.key), after && picture(after.key)];
      const look = [row.key, state.clicks, state.steps, ...pictures].join("\0");
      if (look !== drawn) drawSlide(state, after, pictures);
      drawn = look;
      const over = standing2.left_s < -0.5;
      setText(number, text(Math.abs(standing2.left_s)));
      setText(unit, over ? "over time" : "left");
      setAttr(hud, "data-over", over);
      const asked = run.phase === "question";
      const paused = run.phase === "pause";
      setText(word, paused ? "Paused" : asked ? "Question" : standing2.word);
      setText(
        advice,
        paused ? `for ${words(run.paused_s)}; P goes on` : asked ? `${words(run.questions_s)} so far; Q goes on` : standing2.advice || ending(standing2, room.talk_s)
      );
      setAttr(hud, "data-tone", paused || asked ? "even" : standing2.tone);
      setText(elapsed, `${text(run.talk_s)} of ${text(room.talk_s)} spoken`);
      setText(end, `ends ${text(standing2.low_s)}–${text(standing2.high_s)}, about ${text(standing2.end_s)}`);
      bar.update(standing2.spent_s, standing2.budget_s);
      setText(signal, state.signal);
      setAttr(hud, "data-signal", state.signal !== "");
      setText(pause.label, paused ? "Go on" : "Pause");
      setAttr(pause.element, "aria-pressed", paused ? "true" : "false");
      setText(question.label, run.asking ? "Answered" : "Question");
      setAttr(question.element, "aria-pressed", run.asking ? "true" : "false");
      setAttr(element, "data-phase", run.phase);
      for (const { element: one } of [back, next, pause, question, note, stop]) {
        one.disabled = !state.driving;
      }
      digits.hidden = !state.digits;
      setText(digits, state.digits && `Go to ${state.digits} ⏎`);
    }
  };
}

// pacer/widgets/src/rehearse/room.js
var SWIPE_PX = 60;
function openRoom({ model, signal, ...options }) {
  const room = model.get("room");
  const rows = model.get("rows");
  const label = `Rehearsal of ${room.title}`;
  const frame = openFrame({
    ...options,
    ...{ model, signal, label, name: "rehearse", show: show2, tick, receive }
  });
  const { session, element, say } = frame;
  const pictures = pictureBook((key) => frame.post({ do: "picture", page: session.page, key }));
  const signals = bell(room.signals_s, frame.clock.ticks);
  const sound = openSound({
    post: frame.post,
    page: session.page,
    ticks: frame.clock.ticks,
    changed: () => panel.microphone.paint()
  });
  const record2 = () => {
    const { book } = session;
    if (book) sound.start(panel.choice().sound, book.token, () => session.zero_s);
  };
  let clicks = 0;
  const forecast = room.forecast ? fromTables(room.forecast) : fromBudgets(rows);
  const here = () => rows.findIndex((row) => row.key === session.book?.run.key);
  const goTo = (to, event) => {
    if (!session.going || !rows[to] || to === here()) return;
    clicks = 0;
    session.mark("slide", event, rows[to].key);
    saySlide();
  };
  const saySlide = () => {
    const row = rows[here()];
    if (row) say(`Slide ${row.position} of ${rows.length}: ${row.title.slice(0, 120)}`);
  };
  const stepped = (by) => {
    const to = clicks + by;
    if (!panel.choice().steps || to < 0 || to > (rows[here()]?.builds ?? 0)) return false;
    clicks = to;
    paint();
    return true;
  };
  const acts = {
    start(event) {
      clicks = 0;
      signals.reset(room.talk_s);
      session.begin(panel.choice().kind, rows[neighbour(rows, -1, 1)].key, event);
      record2();
      saySlide();
      frame.focus();
    },
    next(event) {
      if (!session.going || stepped(1)) return;
      const to = neighbour(rows, here(), 1);
      if (to < 0) session.tell("this is the last slide: Finish ends the run");
      else goTo(to, event);
    },
    back(event) {
      if (!stepped(-1)) goTo(neighbour(rows, here(), -1), event);
    },
    first: (event) => goTo(neighbour(rows, -1, 1), event),
    last: (event) => goTo(neighbour(rows, rows.length, -1), event),
    goTo(position, event) {
      const to = rows.findIndex((row) => row.position === position);
      if (to < 0) session.tell(`there is no slide ${position}; there are ${rows.length}`);
      else goTo(to, event);
    },
    pause(event) {
      if (!session.going) return;
      const paused = session.run.phase === "pause";
      session.mark(paused ? "resume" : "pause", event);
      say(paused ? "Going on" : "Paused");
    },
    question(event) {
      if (!session.going) return;
      const { asking } = session.run;
      session.mark(asking ? "answer" : "question", event);
      say(asking ? "Question answered" : "Question: the clock of the talk waits");
    },
    note(event) {
      if (!session.going) return;
      session.mark("note", event, session.run.key, "stumbled");
      session.tell("noted: stumbled here");
    },
    stop(event) {
      if (!session.going) return;
      session.mark("stop", event);
      sound.stop();
      frame.leaveFull();
      say("The run is over");
      frame.focus();
    },
    full: frame.full,
    escape: frame.leaveFull,
    changed: () => paint()
  };
  const view = buildView(room, rows, acts);
  const panel = startPanel(room, rows, sound, {
    start: acts.start,
    sound: (choice) => frame.shelf.remember("sound", choice)
  });
  const finish = finishPanel(room, rows, {
    again() {
      session.leave();
      panel.focus();
    },
    goOn() {
      session.goOn();
      record2();
      frame.focus();
    },
    discard: session.discard,
    name: (name) => name && session.mark("name", void 0, "", name)
  });
  const keys = roomKeys(acts, frame.clock.ticks);
  captureKeys(
    element,
    () => {
      if (session.going && session.driving) return keys.running;
      return session.book || session.offered ? keys.always : keys.before;
    },
    { signal }
  );
  watchSwipes(element, signal, (to_left, event) => {
    if (session.going && session.driving) (to_left ? acts.next : acts.back)(event);
  });
  let offer = null;
  const offerPage = () => {
    const of = session.offered;
    if (of && offer?.of !== of) {
      const { saved, ago_s } = of;
      const resume = () => {
        session.resumeOffered();
        record2();
        signals.reset(room.talk_s - session.run.talk_s);
        frame.focus();
      };
      const choices = { resume, keep: session.keepOffered, discard: session.discardOffered };
      offer = { of, ...resumePanel({ run: replay(saved.marks), rows, ago_s }, choices) };
    }
    return of && offer?.element;
  };
  function show2() {
    const { book } = session;
    if (session.going) frame.put(view.element);
    else if (book) {
      const saved = book.waiting === 0;
      const told = saved ? `Saved as ${book.run_id || "a run"}.` : `${frame.status().text}.`;
      finish.show(book.run, told);
      frame.put(finish.element);
    } else frame.put(offerPage() ?? panel.element);
    paint();
  }
  const drawing = () => {
    const [done, of] = model.get("drawing") ?? [0, 0];
    return of > done ? `drawing slide pictures: ${done} of ${of}; you can start` : "";
  };
  function paint() {
    if (session.going) {
      const { run } = session;
      view.paint(
        {
          run,
          standing: standing(rows, run, room.talk_s, forecast),
          driving: session.driving,
          clicks,
          steps: panel.choice().steps,
          digits: keys.digits,
          signal: signals.words
        },
        pictures.get
      );
    }
    const { level } = sound;
    const words2 = soundWords(level);
    const bad = level.clipping || level.state === "failed" || level.lost_blocks > 0;
    frame.foot.hear(words2, meterShare(level.peak_db), bad);
    frame.paintFoot(drawing());
  }
  function receive(said, buffers) {
    if (sound.hear(said)) return;
    if (said.said === "picture") pictures.put(said.key, said.type, buffers[0]);
    if (said.said === "pictures") pictures.refresh();
    paint();
  }
  function tick() {
    sound.tick();
    const { run } = session;
    if (session.going && run.phase !== "pause") {
      const given = signals.ring(room.talk_s - run.talk_s);
      if (given !== null && panel.choice().beeps) beep(given === 0 ? 2 : 1);
    }
    paint();
  }
  signal.addEventListener("abort", () => {
    pictures.close();
    sound.close();
  });
  const wanted = frame.shelf.recall("sound");
  if (wanted) panel.microphone.set(wanted);
  frame.open();
  if (session.going && session.driving) record2();
  signals.reset(room.talk_s - session.run.talk_s);
}
function watchSwipes(element, signal, swiped) {
  let from = null;
  const options = { signal, passive: true };
  element.addEventListener(
    "touchstart",
    (event) => {
      from = event.touches.length === 1 ? event.touches[0] : null;
    },
    options
  );
  element.addEventListener(
    "touchend",
    (event) => {
      const [to] = event.changedTouches;
      if (from && to) {
        const [dx, dy] = [to.clientX - from.clientX, to.clientY - from.clientY];
        if (Math.abs(dx) > SWIPE_PX && Math.abs(dx) > 2 * Math.abs(dy)) swiped(dx < 0, event);
      }
      from = null;
    },
    options
  );
}

// pacer/widgets/src/rehearse.js
var rehearse_default = {
  /** @param {{model: import("./shared/link.js").Model, el: HTMLElement}} context */
  render({ model, el }) {
    const life = new AbortController();
    openRoom({ model, el, signal: life.signal });
    return () => life.abort();
  }
};
export {
  rehearse_default as default
};
