// Made by `npm run build` from pacer/widgets/src: do not edit.

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

// pacer/widgets/src/rehearse/run.js
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

// pacer/widgets/src/rehearse/book.js
var RUN = "pacer.run.";
var BEAT = "pacer.beat.";
var KEPT = "pacer.kept.";
var FORGET_MS = 60 * 24 * 3600 * 1e3;
function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
function openShelf(storage, home) {
  const tried = (work, otherwise) => {
    try {
      return work();
    } catch {
      return otherwise;
    }
  };
  const read = (key) => tried(() => JSON.parse(storage?.getItem(key) ?? "null"), null);
  const write = (key, value) => tried(() => storage ? (storage.setItem(key, JSON.stringify(value)), true) : false, false);
  const prefix = `${RUN}${home}.`;
  return {
    /** @param {Saved} saved @returns {boolean} whether it is kept */
    save: (saved) => write(prefix + saved.token, { ...saved, wall: Date.now() }),
    /** @param {string} token @returns {Saved|null} */
    load: (token2) => read(prefix + token2),
    /** All runs of this talk, the latest last. @returns {Saved[]} */
    all() {
      const keys = tried(() => Object.keys(storage ?? {}), []);
      const found = keys.filter((key) => key.startsWith(prefix)).map(read);
      return found.filter((run) => run && Array.isArray(run.marks) && typeof run.token === "string").sort((a, b) => a.wall - b.wall).filter((run) => Date.now() - run.wall < FORGET_MS || this.drop(run.token));
    },
    /** @param {string} token */
    drop(token2) {
      for (const key of [prefix + token2, BEAT + token2]) {
        tried(() => storage?.removeItem(key), void 0);
      }
      return false;
    },
    /** @param {string} token @param {Beat} beat */
    beat: (token2, beat) => write(BEAT + token2, beat),
    /** @param {string} token @returns {Beat|null} */
    beatOf: (token2) => read(BEAT + token2),
    /** Do not offer this run again. @param {string} token */
    keep: (token2) => write(KEPT + home, [token2, ...read(KEPT + home) ?? []].slice(0, 50)),
    /** @param {string} token @returns {boolean} */
    isKept: (token2) => (read(KEPT + home) ?? []).includes(token2)
  };
}
function openBook({ saved, shelf, post, page }) {
  const { token: token2, kind, started_at, deck_digest } = saved;
  const marks = [...saved.marks];
  let acked = saved.acked;
  let sent = 0;
  let refused = "";
  let run = replay(marks);
  let runId = "";
  let kept = true;
  const keep = () => {
    kept = shelf.save({ token: token2, kind, started_at, deck_digest, marks, acked });
  };
  const send = () => {
    if (sent >= marks.length) return;
    post({
      do: "marks",
      page,
      run: { token: token2, kind, started_at, deck_digest },
      marks: marks.slice(sent)
    });
    sent = marks.length;
  };
  if (marks.length) keep();
  return {
    token: token2,
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
    add(t_s, kind2, slide_key = "", note = "") {
      const mark = {
        seq: marks.length + 1,
        // Times never run backwards, and a millisecond's thousandth is enough.
        t_s: Math.round(Math.max(t_s, marks.at(-1)?.t_s ?? 0) * 1e6) / 1e6,
        kind: kind2,
        slide_key
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
      refused = answer.said === "refused" ? answer.why ?? "refused" : "";
      if (answer.run_id) runId = answer.run_id;
      const seq = Math.min(answer.seq ?? 0, marks.length);
      const before = acked;
      acked = seq;
      if (acked !== before) keep();
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
    saved: () => ({ token: token2, kind, started_at, deck_digest, marks: [...marks], acked }),
    isGoing: () => isGoing(run),
    isEmpty: () => run === READY
  };
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

// pacer/widgets/src/shared/forecast.js
var PRIOR_S = 150;
var SLIDE_SPREAD = 0.45;
var PACE_SPREAD = 0.2;
function forecast({ talk_s, spent_s, planned_s, on_slide_s, budget_s }, rest) {
  const pace = (PRIOR_S + spent_s) / (PRIOR_S + planned_s);
  const here_s = Math.max(budget_s * pace - on_slide_s, 0);
  let rest_s = here_s;
  let square = (here_s * SLIDE_SPREAD) ** 2;
  for (const budget of rest) {
    rest_s += budget * pace;
    square += (budget * pace * SLIDE_SPREAD) ** 2;
  }
  square += (rest_s * PACE_SPREAD * Math.sqrt(PRIOR_S / (PRIOR_S + planned_s))) ** 2;
  const spread = Math.sqrt(square);
  return {
    end_s: talk_s + rest_s,
    low_s: talk_s + Math.max(0, rest_s - spread),
    high_s: talk_s + rest_s + spread,
    pace
  };
}

// pacer/widgets/src/rehearse/standing.js
var EVEN_S = 10;
var SHOWN_SHARE = 0.5;
var MOST_DROPPED = 2;
function standing(rows, run, talk_s) {
  const at2 = Math.max(0, rows.findIndex((row) => row.key === run.key));
  const here = rows[at2];
  const here_s = run.dwell[here.key] ?? 0;
  let planned_s = 0;
  let shown_s = 0;
  const coming = [];
  for (const [place, row] of rows.entries()) {
    if (place === at2) continue;
    if (place < at2 || (run.dwell[row.key] ?? 0) >= SHOWN_SHARE * row.budget_s) {
      planned_s += row.budget_s;
      if (run.dwell[row.key]) shown_s += row.budget_s;
    } else if (!row.skip) coming.push(row);
  }
  const drift_s = run.talk_s - planned_s - Math.min(here_s, here.budget_s);
  const { end_s, low_s, high_s } = forecast(
    {
      talk_s: run.talk_s,
      spent_s: run.talk_s - here_s,
      planned_s: shown_s,
      on_slide_s: here_s,
      budget_s: here.budget_s
    },
    coming.map((row) => row.budget_s)
  );
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
    advice: advise(end_s - talk_s, tone, coming)
  };
}
function ending(now, talk_s) {
  const over_s = now.end_s - talk_s;
  if (Math.abs(over_s) <= EVEN_S) return "ends as planned";
  return `ends ${words(over_s)} ${over_s > 0 ? "over" : "early"}`;
}
function advise(over_s, tone, coming) {
  if (over_s <= EVEN_S) return tone === "early" && over_s < -60 ? "take your time" : "";
  const open = coming.slice(0, -1).filter((row) => !row.locked && row.budget_s >= 5);
  if (!open.length) return coming.length ? "come to the end" : "close now";
  const demo = open.find((row) => /\bdemo\b/i.test(row.title) && row.budget_s >= over_s);
  const one = open.filter((row) => row.budget_s >= over_s).sort((a, b) => a.value - b.value || a.budget_s - b.budget_s).find((row) => row !== demo);
  if (demo && one) return `skip the demo or drop slide ${one.position}`;
  if (demo) return "skip the demo";
  if (one) return `drop slide ${one.position}`;
  const most = [...open].sort((a, b) => a.value - b.value || b.budget_s - a.budget_s);
  const some = most.slice(0, MOST_DROPPED);
  const gained = some.reduce((sum, row) => sum + row.budget_s, 0);
  if (gained >= over_s) {
    const named = some.map((row) => row.position).sort((a, b) => a - b);
    return `drop slides ${named.join(" and ")}`;
  }
  return `no few slides make up for ${words(over_s)}: keep to the main points`;
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
function startPanel(room, rows, acts) {
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
  const start = () => acts.start({
    kind: delivery.input.checked ? "delivery" : "rehearsal",
    steps: steps.input.checked,
    beeps: beeps.input.checked
  });
  const go = h(
    "button",
    { class: "pacer-button pacer-button-main room-start", type: "button", onclick: start },
    "Start"
  );
  const element = h(
    "section",
    { class: "room-panel", "aria-label": "Before the run" },
    h("h3", { class: "room-heading", text: room.title }),
    h("p", { class: "room-faint", text: told.join(" · ") }),
    warning && h("p", { class: "room-warning", text: warning }),
    h("div", { class: "room-row" }, go, h("span", { class: "room-faint", text: "or press Space" })),
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
  return { element, start, focus: () => go.focus() };
}
function resumePanel({ run, rows, ago_s }, acts) {
  const row = rows.find((one) => one.key === run.key);
  const where = row ? `on slide ${row.position}, ${row.title}` : "on a slide that is gone";
  const when = ago_s < 90 ? "a moment ago" : ago_s < 5400 ? `${words(ago_s)} ago` : `${Math.round(ago_s / 3600)} hours ago`;
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

// pacer/widgets/src/rehearse/signals.js
function signalAt(left_s, signals_s, given) {
  const due = signals_s.filter((at3) => left_s <= at3 && !given.includes(at3));
  if (!due.length) return null;
  const at2 = Math.min(...due);
  return { left_s: at2, words: at2 === 0 ? "Time" : `${words(at2)} left` };
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
  const said = lines.map((line) => line.trim()).filter(Boolean);
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
  const shown = rows.filter((row) => !row.skip).length;
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
  const take = button("Take over here", "", acts.take, "pacer-button-main");
  const controls = h(
    "div",
    { class: "room-controls", role: "group", "aria-label": "Controls" },
    ...[back, next, pause, question, note, full, stop].map(({ element: element2 }) => element2)
  );
  const dot = h("span", { class: "room-dot", "aria-hidden": "true" });
  const link = h("span", { class: "room-link" });
  const hint = h("span", { class: "room-hint", text: "Click here, so that keys reach the room" });
  const notice = h("span", { class: "room-notice" });
  const status = h("div", { class: "room-status" }, dot, link, notice, hint, take.element);
  const digits = h("div", { class: "room-digits", hidden: true });
  const voice = announcer();
  const element = h("div", { class: "room-run" }, hud, stage, controls, status, digits, voice.element);
  let drawn = "";
  const drawSlide = ({ standing: standing2, clicks, steps }) => {
    const row = rows[standing2.at];
    const after = rows.slice(standing2.at + 1).find((one) => !one.skip) ?? null;
    setText(title, row.title);
    notes.replaceChildren(
      ...(row.notes ? row.notes.split("\n") : ["No notes on this slide."]).map(
        (line) => h("p", { class: row.notes ? "" : "room-faint", text: line })
      )
    );
    notes.scrollTop = 0;
    setText(
      nextWords,
      after ? `Next: slide ${after.position}, ${text(after.budget_s)}` : "This is the last slide"
    );
    const clicking = steps && row.builds > 0;
    setText(builds, clicking ? `Click ${Math.min(clicks, row.builds)} of ${row.builds}` : "");
    builds.hidden = !clicking;
    setText(place, `Slide ${row.position} of ${rows.length}`);
    return { row, after };
  };
  return {
    element,
    shown,
    say: voice.say,
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
      if (look !== drawn) {
        drawn = look;
        drawSlide(state);
        card.show(row, pictures[0]);
        nextCard.show(after, pictures[1]);
        nextCard.element.hidden = !after;
        title.hidden = !pictures[0];
      }
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
      take.element.hidden = state.driving;
      hint.hidden = state.focused || !state.driving;
      setText(link, state.link.text);
      setAttr(status, "data-tone", state.link.tone);
      setText(notice, state.notice);
      digits.hidden = !state.digits;
      setText(digits, state.digits && `Go to ${state.digits} ⏎`);
    }
  };
}

// pacer/widgets/src/rehearse/room.js
var TICK_MS = 200;
var BEAT_MS = 1e3;
var RESEND_MS = 3e3;
var GONE_MS = 3500;
var BRIDGE_S = 60;
var SLEPT_MS = 12e4;
var JUMP_MS = 2e4;
var DIGITS_MS = 4e3;
var PICTURES = 16;
var BROWSER = { ticks: () => performance.now(), wall: () => Date.now() };
function openRoom({ model, el, signal, clock = BROWSER, storage = localStore() }) {
  const room = model.get("room");
  const rows = model.get("rows");
  const page = token();
  const shelf = openShelf(storage, room.home);
  const post = (content) => {
    try {
      model.send(content);
    } catch {
    }
  };
  let book = null;
  let zero_ms = 0;
  let driving = true;
  let choice = { kind: room.kind, steps: false, beeps: false };
  let clicks = 0;
  let digits = "";
  let digits_ms = 0;
  let notice = "";
  let warning = "";
  let reachable = { there: true, why: "" };
  let asked_ms = -Infinity;
  let sent_ms = 0;
  let beat_ms = 0;
  let ticked = { ticks: clock.ticks(), wall: clock.wall() };
  let signalled = [];
  let signal_words = "";
  let signal_ms = 0;
  const now_s = () => Math.max(0, (clock.ticks() - zero_ms) / 1e3);
  const stamp = (event) => {
    const now = clock.ticks();
    const then = event?.timeStamp ?? now;
    return Math.max(0, ((then > 0 && then <= now && now - then < 1e4 ? then : now) - zero_ms) / 1e3);
  };
  const going = () => book !== null && book.isGoing();
  const mark = (kind, event, key = "", note2 = "") => {
    if (!book || !driving) return;
    book.add(stamp(event), kind, key, note2);
    if (asked_ms === -Infinity) asked_ms = clock.ticks();
    sent_ms = clock.ticks();
    notice = "";
    paint();
  };
  const adopt = (saved, t_s) => {
    book = openBook({ saved, shelf, post, page });
    zero_ms = clock.ticks() - t_s * 1e3;
    signalled = room.signals_s.filter((left_s) => room.talk_s - book_run().talk_s <= left_s);
  };
  const book_run = () => at(
    /** @type {Book} */
    book.run,
    now_s()
  );
  const begin = (chosen, event) => {
    choice = chosen;
    const saved = {
      token: token(),
      kind: chosen.kind,
      started_at: new Date(clock.wall()).toISOString(),
      deck_digest: room.deck_digest,
      marks: [],
      acked: 0
    };
    adopt(saved, 0);
    driving = true;
    const first = neighbour(rows, -1, 1);
    mark("start", event, rows[first].key);
    clicks = 0;
    say_slide();
    show2();
    element.focus({ preventScroll: true });
  };
  const lookOn = () => {
    if (!driving) return;
    driving = false;
    notice = book?.waiting ? `another window drives this run; ${book.waiting} marks from here were not in time and stay in this browser` : "another window drives this run";
    paint();
  };
  const resume = (saved, { t_s, pause: pause2 }) => {
    adopt(saved, t_s);
    driving = true;
    const one = (
      /** @type {Book} */
      book
    );
    post({ do: "take", page, token: one.token });
    one.resendAll();
    if (pause2) {
      if (one.run.phase !== "pause" && one.run.phase !== "over") mark("pause");
      mark("resume");
    }
    show2();
    element.focus({ preventScroll: true });
  };
  const lookAround = () => {
    for (const saved of shelf.all().reverse()) {
      const run = replay(saved.marks);
      const beat = shelf.beatOf(saved.token);
      const away_ms = beat ? clock.wall() - beat.wall : Infinity;
      if (beat?.page && beat.page !== page && away_ms < GONE_MS) continue;
      if (run.phase === "over" || shelf.isKept(saved.token)) {
        if (saved.acked < saved.marks.length || run.phase === "over") deliver(saved);
        continue;
      }
      if (book) continue;
      const t_s = Math.max(run.last_s, beat?.t_s ?? 0);
      if (beat && !beat.page && away_ms >= 0 && away_ms < BRIDGE_S * 1e3) {
        notice = `reopened: ${Math.round(away_ms / 1e3)} s bridged by the time of day`;
        resume(saved, { t_s: t_s + away_ms / 1e3, pause: false });
      } else offer(saved, t_s, away_ms / 1e3);
    }
  };
  const leftovers = /* @__PURE__ */ new Map();
  const deliver = (saved) => {
    const left = openBook({ saved, shelf, post, page });
    leftovers.set(saved.token, left);
    left.resendAll();
  };
  let offered = null;
  const offer = (saved, t_s, ago_s) => {
    if (book || shelf.isKept(saved.token)) return;
    if (offered && offered.saved.marks.length >= saved.marks.length) return;
    offered = { saved, t_s, ago_s: Number.isFinite(ago_s) ? ago_s : 0 };
    show2();
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
    show2();
  };
  const discardOffered = () => {
    if (!offered) return;
    shelf.keep(offered.saved.token);
    discard(offered.saved.token);
    offered = null;
    show2();
  };
  const discard = (name) => {
    post({ do: "discard", token: name });
    shelf.drop(name);
    leftovers.delete(name);
  };
  const pictures = /* @__PURE__ */ new Map();
  let canDraw = true;
  const picture = (key) => {
    const there = pictures.get(key);
    if (there === void 0 && canDraw) {
      pictures.set(key, null);
      post({ do: "picture", page, key });
    }
    return there ?? null;
  };
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
      zero_ms = Math.min(zero_ms, clock.ticks() - book.run.last_s * 1e3);
    }
    if (book.waiting) asked_ms = clock.ticks();
    if (!book.isGoing() && !book.waiting && driving) shelf.drop(book.token);
    if (!book.isGoing()) show2();
  };
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
  const follow = (saved, t_s) => {
    offered = null;
    adopt(saved, t_s);
    driving = false;
    notice = "another window drives this run";
    show2();
  };
  const takeOver = () => {
    if (!book) return;
    const mine = shelf.load(book.token);
    const saved = mine && mine.marks.length > book.marks.length ? mine : book.saved();
    notice = "";
    resume(saved, { t_s: now_s(), pause: false });
  };
  const keepPicture = ({ key, type }, buffers) => {
    const data = buffers[0];
    if (!data?.byteLength) return;
    const address = URL.createObjectURL(new Blob([
      /** @type {any} */
      data
    ], { type }));
    pictures.set(key, address);
    const old = [...pictures].find(([, there]) => there && there !== address);
    if (pictures.size > PICTURES && old) {
      URL.revokeObjectURL(
        /** @type {string} */
        old[1]
      );
      pictures.delete(old[0]);
    }
  };
  const goTo = (to, event) => {
    if (!going() || to < 0 || to >= rows.length || !book) return;
    if (rows[to].key === book.run.key) return;
    clicks = 0;
    mark("slide", event, rows[to].key);
    say_slide();
  };
  const here = () => book ? rows.findIndex((row) => row.key === book?.run.key) : -1;
  const next = (event) => {
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
  const back = (event) => {
    if (choice.steps && clicks > 0) {
      clicks -= 1;
      paint();
    } else goTo(neighbour(rows, here(), -1), event);
  };
  const pause = (event) => {
    if (!going() || !book) return;
    const paused = book.run.phase === "pause";
    mark(paused ? "resume" : "pause", event);
    view.say(paused ? "Going on" : "Paused");
  };
  const question = (event) => {
    if (!going() || !book) return;
    const asked = book.run.asking;
    mark(asked ? "answer" : "question", event);
    view.say(asked ? "Question answered" : "Question: the talk's clock waits");
  };
  const note = (event) => {
    if (!going() || !book) return;
    mark("note", event, book.run.key, "stumbled");
    notice = "noted: stumbled here";
    view.say("Noted");
    paint();
  };
  const stop = (event) => {
    if (!going()) return;
    mark("stop", event);
    view.say("The run is over");
    if (document.fullscreenElement === element) document.exitFullscreen();
    show2();
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
    show2();
    panel.focus();
  };
  const goOn = () => {
    if (!book) return;
    zero_ms = clock.ticks() - book.run.last_s * 1e3;
    mark("resume");
    show2();
    element.focus({ preventScroll: true });
  };
  const event_of = (act) => () => act(
    /** @type {Event} */
    window.event ?? new Event("click")
  );
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
    sound: () => {
    }
  });
  const panel = startPanel(room, rows, {
    start: (chosen) => begin(
      chosen,
      /** @type {Event} */
      window.event ?? new Event("click")
    )
  });
  const finish = finishPanel(room, rows, {
    again,
    goOn,
    discard: () => {
      if (!book) return;
      discard(book.token);
      book = null;
      show2();
    },
    name: (name) => {
      if (book && name) mark("name", void 0, "", name);
      show2();
    }
  });
  const element = h("div", {
    class: "pacer room",
    role: "region",
    "aria-label": `Rehearsal of ${room.title}`,
    tabindex: "0"
  });
  const digit = (typed) => {
    digits = (digits + typed).slice(-4);
    digits_ms = clock.ticks();
    paint();
  };
  const jump = (event) => {
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
  const once = (act) => (event) => {
    if (!event.repeat) act(event);
  };
  const RUNNING = {
    ...Object.fromEntries(["ArrowRight", "ArrowDown", "Space", "PageDown"].map((key) => [key, once(next)])),
    ...Object.fromEntries(["ArrowLeft", "ArrowUp", "PageUp"].map((key) => [key, once(back)])),
    ...Object.fromEntries([..."0123456789"].map((key) => [key, () => digit(key)])),
    Home: once((event) => goTo(neighbour(rows, -1, 1), event)),
    End: once((event) => goTo(neighbour(rows, rows.length, -1), event)),
    Enter: once((event) => digits ? jump(event) : next(event)),
    Backspace: () => {
      digits = digits.slice(0, -1);
      paint();
    },
    p: once(pause),
    q: once(question),
    b: once(note),
    f: once(full),
    Escape: escape
  };
  const BEFORE = {
    Space: once(() => panel.start()),
    ArrowRight: once(() => panel.start()),
    PageDown: once(() => panel.start()),
    f: once(full),
    Escape: escape
  };
  captureKeys(
    element,
    () => {
      if (going()) return driving ? RUNNING : { f: RUNNING.f, Escape: escape };
      return book || offered ? { f: RUNNING.f, Escape: escape } : BEFORE;
    },
    { signal }
  );
  element.addEventListener(
    "click",
    (event) => {
      const pressed = (
        /** @type {Element} */
        event.target.closest("button")
      );
      if (pressed && event.detail > 0 && going()) element.focus({ preventScroll: true });
    },
    { signal }
  );
  let touched = null;
  element.addEventListener(
    "touchstart",
    (event) => {
      touched = event.touches.length === 1 ? event.touches[0] : null;
    },
    { signal, passive: true }
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
    { signal, passive: true }
  );
  function show2() {
    let page_shown;
    if (book && (going() || !driving)) page_shown = view.element;
    else if (book) {
      const wait = link();
      finish.show(book.run, wait.tone === "good" ? `Saved as ${book.runId || "a run"}.` : `${wait.text}.`);
      page_shown = finish.element;
    } else if (offered) {
      page_shown = resumePanel(
        { run: replay(offered.saved.marks), rows, ago_s: offered.ago_s },
        { resume: resumeOffered, keep: keepOffered, discard: discardOffered }
      ).element;
    } else page_shown = panel.element;
    if (element.firstElementChild !== page_shown) element.replaceChildren(page_shown);
    paint();
  }
  function link() {
    const waiting = book?.waiting ?? 0;
    const marks = count(waiting, "mark");
    const where = book?.kept === false ? "in this page only" : "in this browser";
    if (!reachable.there) {
      const cure = reachable.why.startsWith("the kernel") ? "; run the cell again to save" : "";
      return {
        tone: "bad",
        text: waiting ? `${cap(reachable.why)}: counting on, ${marks} kept ${where}${cure}` : `${cap(reachable.why)}: counting on, all marks are saved`
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
        signal: signal_words
      },
      picture
    );
  }
  const tick = () => {
    const now = { ticks: clock.ticks(), wall: clock.wall() };
    const gap_ms = now.ticks - ticked.ticks;
    const jump_ms = now.wall - ticked.wall - gap_ms;
    if (going() && driving && book) {
      if (gap_ms > SLEPT_MS && book.run.phase !== "pause") {
        book.add((ticked.ticks - zero_ms) / 1e3, "pause");
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
    if (signal_words && now.ticks - signal_ms > 8e3) signal_words = "";
    ticked = now;
    paint();
  };
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
    signal
  );
  el.replaceChildren(element);
  show2();
  lookAround();
  post({ do: "hello", page });
}
var count = (many, of) => `${many} ${of}${many === 1 ? "" : "s"}`;
var cap = (words2) => words2.charAt(0).toUpperCase() + words2.slice(1);
function localStore() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
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
