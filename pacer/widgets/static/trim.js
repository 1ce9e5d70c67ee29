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

// pacer/widgets/src/shared/pacing.js
function total(tables, scales) {
  const parts = tables.components.map((part) => ({
    weight: part.weight,
    ...logNormal(part, scales, tables.trim_cv ** 2)
  }));
  const nothing = parts.some(({ mu }) => mu === -Infinity);
  const below = (aim) => parts.reduce((sum, { weight, mu, sd }) => sum + weight * normal((aim - mu) / sd), 0);
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
function logNormal(part, scales, trim_cv2) {
  let mean = 0;
  let own = 0;
  const shared = part.shared_s.map(() => 0);
  scales.forEach((x, i) => {
    if (x <= 0) return;
    const spoken = x * part.mean_s[i];
    mean += spoken;
    own += x * x * part.own_s2[i] + (x === 1 ? 0 : trim_cv2 * spoken * spoken);
    part.shared_s.forEach((loadings, r) => {
      shared[r] += x * loadings[i];
    });
  });
  if (mean < 1e-3) return { mu: -Infinity, sd: 0 };
  const spread = shared.reduce((sum, value) => sum + value * value, 0);
  const variance = Math.log1p(own / mean ** 2) + spread / mean ** 2;
  return { mu: Math.log(mean) - variance / 2, sd: Math.max(1e-12, Math.sqrt(variance)) };
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

// pacer/widgets/src/trim/state.js
var SHORTEST_S = 5;
function start(talk_s, decisions = {}) {
  return { talk_s, decisions, past: [], future: [] };
}
function next(state, change) {
  const { talk_s, decisions } = state;
  return { talk_s, decisions, ...change, past: [...state.past, { talk_s, decisions }], future: [] };
}
function undo(state) {
  const before = state.past.at(-1);
  if (!before) return state;
  const { talk_s, decisions } = state;
  return {
    ...before,
    past: state.past.slice(0, -1),
    future: [{ talk_s, decisions }, ...state.future]
  };
}
function redo(state) {
  const [after, ...future] = state.future;
  if (!after) return state;
  const { talk_s, decisions } = state;
  return { ...after, past: [...state.past, { talk_s, decisions }], future };
}
function decide(state, row, action, budget_s) {
  const { [row.key]: before, ...others } = state.decisions;
  const again = before?.action === action && budget_s === void 0;
  if (action === "merge" || again) return before ? next(state, { decisions: others }) : state;
  const decision = action === "trim" ? { action, budget_s: clamp(budget_s ?? 0.6 * row.seconds, SHORTEST_S, row.seconds) } : { action };
  return next(state, { decisions: { ...others, [row.key]: decision } });
}
function release(state, row) {
  if (!(row.key in state.decisions)) return state;
  const { [row.key]: _, ...others } = state.decisions;
  return next(state, { decisions: others });
}
function steps(rows, state, proposal) {
  return rows.map((row) => step(row, state.decisions[row.key], proposal[row.key]));
}
function step(row, decision, proposed) {
  const whole = { action: (
    /** @type {Action} */
    "keep"
  ), budget_s: row.seconds, scale: 1 };
  const none = { action: (
    /** @type {Action} */
    "cut"
  ), budget_s: 0, scale: 0 };
  if (row.hidden) return { ...none, reason: "hidden in the deck", decided: true };
  if (!decision) return { ...whole, reason: "", ...proposed, decided: false };
  const reason = "your decision";
  if (decision.action === "keep") return { ...whole, reason, decided: true };
  if (decision.action === "cut") return { ...none, reason, decided: true };
  const { action, budget_s } = decision;
  const scale = row.seconds > 0 ? budget_s / row.seconds : 0;
  return { action, budget_s, scale, reason, decided: true };
}
function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
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
function words(duration_s) {
  if (!Number.isFinite(duration_s)) return "–";
  const whole = Math.floor(Math.abs(duration_s) + 0.5);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  const secs = whole % 60;
  return secs && minutes < 10 ? `${minutes} min ${secs} s` : `${Math.round(whole / 60)} min`;
}

// pacer/widgets/src/trim/prose.js
var shown = /* @__PURE__ */ new WeakMap();
function setProse(element, sentence) {
  if (shown.get(element) === sentence) return;
  shown.set(element, sentence);
  element.replaceChildren(
    ...sentence.split(/\*([^*]+)\*/).map((part, index) => index % 2 ? h("em", { text: part }) : document.createTextNode(part))
  );
}

// pacer/widgets/src/trim/list.js
var ACTIONS = [
  ["keep", "Keep", "K"],
  ["trim", "Trim", "T"],
  ["merge", "Merge", "M"],
  ["cut", "Cut", "C"]
];
function list(rows, { onDecide }) {
  const longest = Math.max(1, ...rows.map((row) => row.high_s));
  const made = rows.map((row) => line(row, longest, onDecide));
  const element = h("div", { class: "slides" });
  for (const [section, lines] of sections(rows, made)) {
    const items = h("ol", { "aria-label": section || "Slides" }, ...lines.map((l) => l.element));
    element.append(...section ? [h("h4", { text: section }), items] : [items]);
  }
  let at = 0;
  const focus = (to) => {
    made[at]?.element.setAttribute("tabindex", "-1");
    at = clamp(to, 0, rows.length - 1);
    made[at]?.element.setAttribute("tabindex", "0");
  };
  focus(0);
  element.addEventListener("focusin", (event) => {
    const index = made.findIndex((l) => l.element.contains(
      /** @type {Node} */
      event.target
    ));
    if (index >= 0) focus(index);
  });
  return {
    element,
    /** @param {number} by rows; infinite for the first or last */
    move(by) {
      focus(at + by);
      made[at]?.element.focus();
    },
    /** The row the keyboard is on. */
    current: () => rows[at],
    /**
     * @param {import("./state.js").Step[]} steps
     * @param {import("./state.js").Proposal} proposal
     */
    paint(steps2, proposal) {
      made.forEach((l, index) => l.paint(steps2[index], proposal[rows[index].key]?.action));
    }
  };
}
function sections(rows, made) {
  const found = [];
  rows.forEach((row, index) => {
    if (found.at(-1)?.[0] !== row.section) found.push([row.section, []]);
    found[found.length - 1][1].push(made[index]);
  });
  return found;
}
function line(row, longest, onDecide) {
  const share = (seconds) => `${(100 * clamp(seconds / longest, 0, 1)).toFixed(2)}%`;
  const why = h("span", { class: "why" });
  const yours = h("span", { class: "yours" });
  const budget = h("span", { class: "budget" });
  const takes = h("span", { class: "takes" });
  const buttons = ACTIONS.map(
    ([action, word, key]) => h("button", {
      type: "button",
      tabindex: "-1",
      disabled: row.hidden,
      text: word,
      title: `${word} (${key})`,
      "aria-label": `${word} slide ${row.position}`,
      onClick: () => onDecide(row, action)
    })
  );
  const element = h(
    "li",
    { tabindex: "-1" },
    h("span", { class: "position", text: row.position }),
    h("span", { class: "said" }, h("span", { class: "title", text: row.title }), why),
    h(
      "span",
      { class: "bar", "aria-hidden": "true" },
      h("span", { class: "rehearsed", style: { left: share(row.low_s), width: share(row.high_s - row.low_s) } }),
      budget
    ),
    takes,
    h("span", { class: "actions", role: "group", "aria-label": `Slide ${row.position}` }, yours, ...buttons)
  );
  return {
    element,
    /**
     * @param {import("./state.js").Step} step
     * @param {import("./state.js").Action} [proposed]
     */
    paint(step2, proposed) {
      setAttr(element, "data-action", step2.action);
      setAttr(element, "data-decided", step2.decided && !row.hidden);
      setProse(why, step2.reason);
      setText(yours, step2.decided && !row.hidden ? "yours" : "");
      budget.style.width = share(step2.budget_s);
      const gone = step2.action === "cut" || step2.action === "merge";
      const before = text(row.seconds);
      const after = gone ? "" : text(step2.budget_s);
      setText(takes, gone ? before : after === before ? after : `${before} → ${after}`);
      setAttr(element, "aria-label", `${row.position}, ${row.title}: ${step2.action}${step2.decided ? ", your decision" : ", proposed"}, ${gone ? `saves ${before}` : after}`);
      buttons.forEach((button, index) => {
        const [action] = ACTIONS[index];
        setAttr(button, "aria-pressed", String(action === step2.action));
        setAttr(button, "hidden", action === "merge" && proposed !== "merge");
      });
    }
  };
}

// pacer/widgets/src/trim/summary.js
var SLOT_STEP_S = 15;
function summary({ longest_s, questions_s, onTalk, onSettle, onUndo, onRedo, onReset }) {
  const takes = h("span", { class: "number" });
  const of = h("span", { class: "of" });
  const verdict = h("span", { class: "verdict" });
  const fill = h("span", { class: "fill" });
  const range = h("span", { class: "range" });
  const limit = h("span", { class: "limit" });
  const counts = h("p", { class: "counts" });
  const warnings = h("ul", { class: "warnings" });
  const slot = h("output", { class: "slot" });
  const slider = h("input", {
    type: "range",
    min: 60,
    max: longest_s,
    step: SLOT_STEP_S,
    "aria-label": "Talk time"
  });
  let settled = NaN;
  slider.addEventListener("input", () => onTalk(Number(slider.value)));
  slider.addEventListener("change", () => {
    onSettle(settled);
    settled = Number(slider.value);
  });
  const button = (word, tip, does) => h("button", { type: "button", text: word, title: tip, onClick: does });
  const back = button("Undo", "Undo (Ctrl+Z)", onUndo);
  const forth = button("Redo", "Redo (Ctrl+Shift+Z)", onRedo);
  const reset = button("Follow the proposal", "Take back every decision of yours", onReset);
  const element = h(
    "div",
    { class: "summary" },
    h("p", { class: "answer" }, takes, of, verdict),
    h("span", { class: "bar", "aria-hidden": "true" }, range, fill, limit),
    h("label", { class: "time" }, h("span", { text: "Slot" }), slider, slot),
    counts,
    h("p", { class: "tools" }, back, forth, reset, h("span", { class: "keys", text: "↑↓ slide · K keep · T trim · M merge · C cut · + − seconds · R as proposed" })),
    warnings
  );
  let said = "";
  return {
    element,
    sentence: () => said,
    /** @param {boolean} on while the kernel solves */
    waiting(on) {
      setAttr(element, "data-waiting", on);
    },
    /** @param {Seen} seen */
    paint({ rows, steps: steps2, state, total: total2, answer }) {
      if (Number.isNaN(settled)) settled = state.talk_s;
      const median = total2.quantile(0.5);
      const chance = total2.within(state.talk_s);
      const over = median - state.talk_s;
      const mood = chance >= 0.85 ? "fits" : over > 0 ? "over" : "tight";
      setAttr(element, "data-mood", mood);
      setText(takes, text(median));
      setText(of, `of ${text(state.talk_s)}`);
      setText(
        verdict,
        mood === "over" ? `${words(over)} too long` : `${mood === "fits" ? "fits" : "tight"}, ${percent(chance)}`
      );
      const share = (s) => `${(100 * clamp(s / longest_s, 0, 1)).toFixed(2)}%`;
      const [low, high] = [total2.quantile(0.1), total2.quantile(0.9)];
      fill.style.width = share(median);
      range.style.left = share(low);
      range.style.width = share(high - low);
      limit.style.left = share(state.talk_s);
      if (slider.value !== String(state.talk_s)) slider.value = String(state.talk_s);
      setAttr(slider, "aria-valuetext", `${words(state.talk_s)} to speak`);
      setText(
        slot,
        `${text(state.talk_s + questions_s)}${questions_s ? `, ${text(questions_s)} for questions` : ""}`
      );
      setText(counts, tally(rows, steps2));
      back.disabled = !state.past.length;
      forth.disabled = !state.future.length;
      reset.disabled = !Object.keys(state.decisions).length;
      const lines = [...answer.error ? [answer.error] : [], ...answer.warnings ?? []];
      while (warnings.childElementCount > lines.length) warnings.lastElementChild?.remove();
      lines.forEach((l, i) => setProse(warnings.children[i] ?? warnings.appendChild(h("li")), l));
      said = `${text(median)} of ${text(state.talk_s)}: ${verdict.textContent}. ${counts.textContent}`;
    }
  };
}
function percent(chance) {
  if (chance > 0.99) return "over 99 %";
  if (chance < 0.01) return "under 1 %";
  return `${Math.round(100 * chance)} %`;
}
function tally(rows, steps2) {
  const seen = rows.map((row, index) => ({ row, step: steps2[index] })).filter(({ row }) => !row.hidden);
  const number = (action) => seen.filter(({ step: step2 }) => step2.action === action).length;
  const saved = seen.reduce((sum, { row, step: step2 }) => sum + row.seconds - step2.budget_s, 0);
  return `${number("keep")} kept, ${number("trim")} trimmed, ${number("merge")} merged, ${number("cut")} cut: saves ${text(saved)}`;
}

// pacer/widgets/src/trim.js
var REST_MS = 150;
var TRIM_STEP_S = 5;
function render({ model, el }) {
  const leave = new AbortController();
  const rows = model.get("rows");
  const tables = model.get("tables");
  let current = start(model.get("talk_s"), model.get("decisions"));
  let answer = model.get("proposal");
  let shown2 = answer;
  let asked = answer.number ?? 0;
  let resting;
  const voice = announcer();
  const top = summary({
    longest_s: model.get("longest_s"),
    questions_s: model.get("questions_s"),
    onTalk: (talk_s) => change({ ...current, talk_s }, { quiet: true }),
    onSettle: (from_s) => {
      if (from_s === current.talk_s) return;
      current = { ...next({ ...current, talk_s: from_s }, { talk_s: current.talk_s }) };
      paint();
    },
    onUndo: () => change(undo(current)),
    onRedo: () => change(redo(current)),
    onReset: () => change(next(current, { decisions: {} }))
  });
  const slides = list(rows, {
    onDecide: (row, action) => change(decide(current, row, action))
  });
  const root = h("div", { class: "pacer pacer-trim", role: "group", "aria-label": "Trim the talk" });
  root.append(top.element, slides.element, voice.element);
  function change(to, { quiet = false } = {}) {
    if (to === current) return;
    current = to;
    shown2 = guess();
    paint();
    if (!quiet) voice.say(top.sentence());
    clearTimeout(resting);
    resting = setTimeout(ask, REST_MS);
  }
  function guess() {
    if (answer.talk_s === current.talk_s) return answer;
    const anchors = [answer, ...model.get("anchors")].filter((anchor) => anchor.steps);
    const fitting = anchors.filter((anchor) => anchor.talk_s <= current.talk_s);
    if (fitting.length) return fitting.reduce((best, a) => a.talk_s > best.talk_s ? a : best);
    return anchors.length ? anchors.reduce((best, a) => a.talk_s < best.talk_s ? a : best) : answer;
  }
  function ask() {
    asked += 1;
    model.set("talk_s", current.talk_s);
    model.set("decisions", current.decisions);
    model.save_changes();
    const { talk_s, decisions } = current;
    model.send({ ask: "plan", number: asked, talk_s, decisions });
    top.waiting(true);
  }
  function askAnchor() {
    const next2 = (
      /** @type {number[]} */
      model.get("ladder")[model.get("anchors").length]
    );
    if (next2 !== void 0 && asked === (answer.number ?? 0)) {
      model.send({ ask: "anchor", talk_s: next2 });
    }
  }
  function paint() {
    const made = steps(rows, current, shown2.steps ?? {});
    const spent = total(
      tables,
      made.map((step2) => step2.scale)
    );
    top.paint({ rows, steps: made, state: current, total: spent, answer: shown2 });
    slides.paint(made, shown2.steps ?? {});
  }
  const on = (name, heard) => {
    model.on(name, heard);
    leave.signal.addEventListener("abort", () => model.off(name, heard));
  };
  on("change:proposal", () => {
    const came = model.get("proposal");
    if (came.number < asked) return;
    answer = shown2 = came;
    top.waiting(false);
    paint();
    voice.say(top.sentence());
    askAnchor();
  });
  on("change:anchors", askAnchor);
  const decide2 = (action) => () => {
    const row = slides.current();
    if (row && !row.hidden) change(decide(current, row, action));
  };
  const longer = (by_s) => () => {
    const row = slides.current();
    if (!row || row.hidden) return;
    const step2 = steps(rows, current, shown2.steps ?? {})[row.position - 1];
    const budget_s = step2.action === "cut" || step2.action === "merge" ? 0 : step2.budget_s;
    change(decide(current, row, "trim", Math.round((budget_s + by_s) / 5) * 5));
  };
  captureKeys(
    root,
    () => ({
      ArrowDown: () => slides.move(1),
      ArrowUp: () => slides.move(-1),
      Home: () => slides.move(-Infinity),
      End: () => slides.move(Infinity),
      k: decide2("keep"),
      t: decide2("trim"),
      m: decide2("merge"),
      c: decide2("cut"),
      "+": longer(TRIM_STEP_S),
      "=": longer(TRIM_STEP_S),
      "-": longer(-TRIM_STEP_S),
      r: () => {
        const row = slides.current();
        if (row) change(release(current, row));
      },
      "Ctrl+z": () => change(undo(current)),
      "Ctrl+Shift+z": () => change(redo(current)),
      "Ctrl+y": () => change(redo(current))
    }),
    { signal: leave.signal }
  );
  paint();
  el.append(root);
  askAnchor();
  return () => {
    clearTimeout(resting);
    leave.abort();
  };
}
var trim_default = { render };
export {
  trim_default as default
};
