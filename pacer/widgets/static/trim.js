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
function onMessage(model, handler, signal) {
  const listen = (content, buffers) => handler(content, buffers ?? []);
  model.on("msg:custom", listen);
  signal.addEventListener("abort", () => model.off("msg:custom", listen));
}

// pacer/widgets/src/shared/pacing.js
function total(tables, scales) {
  const parts = tables.components.map((part) => ({
    weight: part.weight,
    ...logNormal(part, scales, tables.trim_cv ** 2)
  }));
  return mixture(parts);
}
function mixture(parts) {
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

// pacer/widgets/src/rehearse/pictures.js
var KEPT = 16;
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
      for (const old of [...there.keys()].slice(0, -KEPT)) drop(old);
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

// pacer/widgets/src/shared/card.js
var LINES = 7;
var LINE_LENGTH = 140;
var TITLE_LENGTH = 160;
var cut = (text2, limit) => text2.length > limit ? `${text2.slice(0, limit - 1)}…` : text2;
function cardLines(slide) {
  const lines = (slide.text ?? "").slice(0, 20 * LINE_LENGTH).split("\n");
  if (lines[0]?.trim() === slide.title.trim()) lines.shift();
  const said = lines.map((line2) => line2.trim()).filter((line2) => /[\p{L}\p{N}]/u.test(line2));
  const shown2 = said.slice(0, LINES).map((line2) => cut(line2, LINE_LENGTH));
  if (said.length > LINES) shown2.push("…");
  return shown2;
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
      lines.replaceChildren(...said.map((line2) => h("p", { text: line2 })));
    }
  };
}

// pacer/widgets/src/trim/state.js
var SHORTEST_S = 5;
function start(now) {
  return { now, past: [], future: [] };
}
function next({ now, past }, change) {
  return { now: { ...now, ...change }, past: [...past, now], future: [] };
}
function undo(state) {
  const { now, past, future } = state;
  const before = past.at(-1);
  if (!before) return state;
  return { now: before, past: past.slice(0, -1), future: [now, ...future] };
}
function redo(state) {
  const { now, past, future } = state;
  const [after, ...rest] = future;
  if (!after) return state;
  return { now: after, past: [...past, now], future: rest };
}
function decide(state, row, action, budget_s) {
  const { [row.key]: before, ...others } = state.now.decisions;
  const again = before?.action === action && budget_s === void 0;
  if (action === "merge" || again) return before ? next(state, { decisions: others }) : state;
  const decision = action === "trim" ? { action, budget_s: clamp(budget_s ?? 0.6 * row.seconds, SHORTEST_S, row.seconds) } : { action };
  return next(state, { decisions: { ...others, [row.key]: decision } });
}
function release(state, row) {
  if (!(row.key in state.now.decisions)) return state;
  const { [row.key]: _, ...others } = state.now.decisions;
  return next(state, { decisions: others });
}
function star(state, row) {
  const without = state.now.stars.filter((key) => key !== row.key);
  const starred = without.length < state.now.stars.length;
  return next(state, { stars: starred ? without : [...without, row.key] });
}
function need(state, key, needed, wanted) {
  if (key === needed) return state;
  const others = state.now.needs.filter(([one, other]) => one !== key || other !== needed);
  return next(state, {
    needs: wanted === void 0 ? others : [...others, [key, needed, wanted]]
  });
}
function steps(rows, choice, proposal) {
  return rows.map((row) => step(row, choice.decisions[row.key], proposal[row.key]));
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
  const reason = proposed?.action === decision.action ? proposed.reason : "you decided";
  if (decision.action === "keep") return { ...whole, reason, decided: true };
  if (decision.action === "cut") return { ...none, reason, decided: true };
  const { action, budget_s } = decision;
  const scale = row.seconds > 0 ? budget_s / row.seconds : 0;
  return { action, budget_s, scale, reason, decided: true };
}
function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

// pacer/widgets/src/trim/inspector.js
var MOST_NEEDS = 5;
var TRIM_STEP_S = 5;
function inspector(acts) {
  let shown2 = null;
  const card = slideCard();
  const title = h("p", { class: "title" });
  const takes = h("p", { class: "known" });
  const why = h("p", { class: "why" });
  const budget = h("input", { type: "range", min: SHORTEST_S, step: TRIM_STEP_S, "aria-label": "Time for this slide" });
  const granted = h("output");
  budget.addEventListener("input", () => shown2 && acts.trim(shown2, Number(budget.value)));
  const starred = h("button", { type: "button", class: "star", onClick: () => shown2 && acts.star(shown2) }, "★ worth more");
  const needs = h("ul", { class: "needs" });
  const number = h("input", { type: "number", min: 1, "aria-label": "Position of a slide this one needs" });
  const add = h("button", { type: "button", text: "Add", onClick: addNeed });
  number.addEventListener("keydown", (event) => {
    if (event.key === "Enter") addNeed();
  });
  const element = h(
    "aside",
    { class: "inspector", "aria-label": "The slide at hand" },
    card.element,
    title,
    takes,
    why,
    h("label", { class: "time" }, h("span", { text: "Time" }), budget, granted),
    h("p", { class: "tools" }, starred),
    h("p", { class: "known", text: "Leans on" }),
    needs,
    h("label", { class: "add" }, h("span", { text: "It needs slide" }), number, add)
  );
  function addNeed() {
    const other = acts.at(Number(number.value));
    if (!shown2 || !other || other === shown2) return;
    acts.need(shown2.key, other.key, true);
    number.value = "";
  }
  function paintNeeds(row, choice, leans, known) {
    const said = new Map(choice.needs.filter(([key]) => key === row.key).map(([, other, yes]) => [other, yes]));
    const terms = new Map(leans.slice(0, MOST_NEEDS).map((lean) => [lean.key, lean.terms]));
    const lines = [.../* @__PURE__ */ new Set([...said.keys(), ...terms.keys()])].flatMap((key) => {
      const other = known.get(key);
      if (!other) return [];
      const wanted = said.get(key);
      const press = (word, to) => h("button", {
        type: "button",
        text: word,
        "aria-pressed": String(wanted === to),
        "aria-label": `${word}: slide ${row.position} on slide ${other.position}`,
        onClick: () => acts.need(row.key, key, wanted === to ? void 0 : to)
      });
      return [
        h(
          "li",
          {},
          h("span", { text: `${other.position} ${other.title}` }),
          h("em", { text: (terms.get(key) ?? []).slice(0, 3).join(", ") }),
          h("span", { class: "pair" }, press("Needs it", true), press("Not really", false))
        )
      ];
    });
    needs.replaceChildren(...lines.length ? lines : [h("li", { class: "known", text: "no other slide, as far as its words tell" })]);
  }
  return {
    element,
    /**
     * @param {object} seen
     * @param {import("./state.js").Row} seen.row
     * @param {import("./state.js").Step} seen.step
     * @param {import("./state.js").Choice} seen.choice
     * @param {Array<{key: string, terms: string[]}>} seen.leans
     * @param {Map<string, import("./state.js").Row>} seen.known
     * @param {string|null} seen.picture
     */
    paint({ row, step: step2, choice, leans, known, picture }) {
      const moved = shown2 !== row;
      shown2 = row;
      card.show(row, picture);
      setText(title, `${row.position} ${row.title}`);
      setText(takes, `${text(row.seconds)} as it is, mostly ${text(row.low_s)}–${text(row.high_s)}; ${row.basis}`);
      setText(why, step2.reason.replaceAll("*", ""));
      const most = Math.max(SHORTEST_S, Math.ceil(row.seconds / TRIM_STEP_S) * TRIM_STEP_S);
      setAttr(budget, "max", most);
      if (moved || document.activeElement !== budget) budget.value = String(step2.budget_s);
      budget.disabled = starred.disabled = add.disabled = row.hidden;
      setText(granted, text(step2.budget_s));
      setAttr(budget, "aria-valuetext", text(step2.budget_s));
      setAttr(starred, "aria-pressed", String(choice.stars.includes(row.key)));
      paintNeeds(row, choice, leans, known);
    }
  };
}

// pacer/widgets/src/trim/ladder.js
function lookUp({ start: start2, start_s, steps: steps2 }, talk_s) {
  if (talk_s < start_s) return null;
  const levels = [...start2];
  for (const [place, level, from_s] of steps2) {
    if (from_s > talk_s) break;
    levels[place] = level;
  }
  return levels;
}
function propose(ladder, talk_s) {
  const levels = lookUp(ladder, talk_s);
  if (!levels) return null;
  const made = {};
  let merged_s = 0;
  levels.forEach((level, place) => {
    const option = ladder.options[place][level] ?? { action: "cut", scale: 0 };
    const spoken_s = option.scale * ladder.seconds[place];
    const merges = option.action === "merge";
    const hosts = option.action === "keep" || option.action === "trim";
    const budget_s = hosts ? spoken_s + merged_s : 0;
    if (merges) merged_s += spoken_s;
    else if (hosts) merged_s = 0;
    made[ladder.slide_keys[place]] = {
      action: option.action,
      budget_s,
      scale: option.scale,
      reason: ""
    };
  });
  return made;
}
function leansOn(ladder, key) {
  const place = ladder.slide_keys.indexOf(key);
  const found = /* @__PURE__ */ new Map();
  for (const { term, worth, introduced, used } of ladder.terms) {
    if (!used.includes(place)) continue;
    for (const other of introduced) {
      if (other === place) continue;
      const known = found.get(other) ?? { worth: 0, terms: [] };
      found.set(other, { worth: known.worth + worth, terms: [...known.terms, term] });
    }
  }
  return [...found].sort(([, a], [, b]) => b.worth - a.worth).map(([other, { terms }]) => ({ key: ladder.slide_keys[other], terms }));
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
function list(rows, { onDecide, onMove }) {
  const longest = Math.max(1, ...rows.map((row) => row.high_s));
  const made = rows.map((row) => line(row, longest, onDecide));
  const element = h("div", { class: "slides" });
  const grouped = sections(rows);
  let arranged = "";
  let order = rows.map((_, index) => index);
  let at = 0;
  const focus = (to) => {
    made[at]?.element.setAttribute("tabindex", "-1");
    at = to;
    made[at]?.element.setAttribute("tabindex", "0");
    onMove();
  };
  element.addEventListener("focusin", (event) => {
    const target = (
      /** @type {Element} */
      event.target.closest("li[data-action]")
    );
    const index = made.findIndex((l) => l.element === target);
    if (index >= 0 && index !== at) focus(index);
  });
  function arrange({ view, worth }) {
    if (arranged === view.order) return;
    arranged = view.order;
    const by = {
      deck: (index) => index,
      time: (index) => -rows[index].seconds,
      value: (index) => -(worth[rows[index].key] ?? 0)
    }[view.order];
    order = rows.map((_, index) => index).sort((a, b) => by(a) - by(b) || a - b);
    if (view.order === "deck" && grouped.length > 1) {
      element.replaceChildren(...grouped.map((group) => group.element));
      for (const group of grouped) group.list.replaceChildren(...group.indexes.map((i) => made[i].element));
    } else {
      const flat = h("ol", { "aria-label": "Slides" }, ...order.map((index) => made[index].element));
      element.replaceChildren(flat);
    }
  }
  return {
    element,
    /** @param {number} by rows; infinite for the first or last */
    move(by) {
      const seen = order.filter((index) => !made[index].element.hidden);
      const place = clamp(seen.indexOf(at) + by, 0, seen.length - 1);
      if (seen[place] === void 0) return;
      focus(seen[place]);
      const group = made[at].element.closest("details");
      if (group) group.open = true;
      made[at].element.focus();
    },
    /** Which row the keyboard is on. */
    at: () => at,
    /** @param {Seen} seen */
    paint(seen) {
      arrange(seen);
      const find = seen.view.find.trim().toLowerCase();
      made.forEach((l, index) => {
        const row = rows[index];
        const step2 = seen.steps[index];
        l.paint(step2, seen.proposal[row.key]?.action, seen.stars.includes(row.key));
        const changed = step2.action !== "keep";
        const wanted = { all: true, changed, decided: step2.decided && !row.hidden }[seen.view.show];
        l.element.hidden = !wanted || find !== "" && !row.title.toLowerCase().includes(find);
      });
      for (const group of grouped) group.paint(seen.steps, made);
      if (made[at].element.tabIndex < 0) made[at].element.tabIndex = 0;
    }
  };
}
function sections(rows) {
  const found = [];
  rows.forEach((row, index) => {
    if (found.at(-1)?.section !== row.section) found.push({ section: row.section, indexes: [] });
    found[found.length - 1].indexes.push(index);
  });
  return found.map(({ section, indexes }) => {
    const times = h("span", { class: "times" });
    const items = h("ol", { "aria-label": section || "Slides" });
    const heading = h("summary", {}, h("span", { text: section || "Slides" }), times);
    const element = h("details", { open: true }, heading, items);
    return {
      element,
      list: items,
      indexes,
      /**
       * @param {import("./state.js").Step[]} steps
       * @param {ReturnType<typeof line>[]} made
       */
      paint(steps2, made) {
        const whole = indexes.reduce((sum, i) => sum + (rows[i].hidden ? 0 : rows[i].seconds), 0);
        const left = indexes.reduce((sum, i) => sum + steps2[i].budget_s, 0);
        setText(times, whole ? `${text(whole)} → ${text(left)}` : "");
        element.hidden = indexes.every((i) => made[i].element.hidden);
      }
    };
  });
}
function line(row, longest, onDecide) {
  const share = (seconds) => `${(100 * clamp(seconds / longest, 0, 1)).toFixed(2)}%`;
  const why = h("span", { class: "why" });
  const yours = h("span", { class: "yours" });
  const budget = h("span", { class: "budget" });
  const takes = h("span", { class: "takes" });
  const star2 = h("span", { class: "starred", "aria-hidden": "true" });
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
    h("span", { class: "position" }, star2, h("span", { text: row.position })),
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
     * @param {import("./state.js").Action|undefined} proposed
     * @param {boolean} starred
     */
    paint(step2, proposed, starred) {
      const decided = step2.decided && !row.hidden;
      setAttr(element, "data-action", step2.action);
      setAttr(element, "data-decided", decided);
      setProse(why, step2.reason);
      setText(yours, decided ? "yours" : "");
      setText(star2, starred ? "★" : "");
      budget.style.width = share(step2.budget_s);
      const gone = step2.action === "cut" || step2.action === "merge";
      const before = text(row.seconds);
      const after = gone ? "" : text(step2.budget_s);
      setText(takes, gone ? before : after === before ? after : `${before} → ${after}`);
      const what = [
        `${row.position}, ${row.title}: ${step2.action}`,
        decided ? "your decision" : "proposed",
        gone ? `saves ${before}` : after,
        ...starred ? ["worth more"] : []
      ];
      setAttr(element, "aria-label", what.join(", "));
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
function summary(options) {
  const { longest_s, questions_s, onTalk, onSettle, onUndo, onRedo, onReset, onView } = options;
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
  const find = h("input", {
    type: "search",
    placeholder: "Find a slide  /",
    "aria-label": "Find a slide by its title",
    onInput: () => onView({ find: find.value })
  });
  const show = choose(
    "Show",
    { all: "every slide", changed: "what changes", decided: "my decisions" },
    (value) => onView({ show: (
      /** @type {"all"|"changed"|"decided"} */
      value
    ) })
  );
  const order = choose(
    "Order",
    { deck: "as in the deck", time: "longest first", value: "worth most first" },
    (value) => onView({ order: (
      /** @type {"deck"|"time"|"value"} */
      value
    ) })
  );
  const element = h(
    "div",
    { class: "summary" },
    h("p", { class: "answer" }, takes, of, verdict),
    h("span", { class: "bar", "aria-hidden": "true" }, range, fill, limit),
    h("label", { class: "time" }, h("span", { text: "Slot" }), slider, slot),
    counts,
    h("div", { class: "tools" }, back, forth, reset, find, show, order),
    h("p", { class: "keys", text: "↑↓ slide · K keep · T trim · C cut · S worth more · + − seconds · R as proposed · / find" }),
    warnings
  );
  let said = "";
  return {
    element,
    sentence: () => said,
    find: () => find.focus(),
    /** @param {boolean} on while the kernel solves */
    waiting(on) {
      setAttr(element, "data-waiting", on);
    },
    /** @param {Seen} seen */
    paint({ rows, steps: steps2, state, total: total2, answer }) {
      const { talk_s, decisions } = state.now;
      if (Number.isNaN(settled) || document.activeElement !== slider) settled = talk_s;
      const median = total2.quantile(0.5);
      const chance = total2.within(talk_s);
      const over = median - talk_s;
      const mood = chance >= 0.85 ? "fits" : over > 0 ? "over" : "tight";
      setAttr(element, "data-mood", mood);
      setText(takes, text(median));
      setText(of, `of ${text(talk_s)}`);
      setText(
        verdict,
        mood === "over" ? `${words(over)} too long` : `${mood === "fits" ? "fits" : "tight"}, ${percent(chance)}`
      );
      const share = (s) => `${(100 * clamp(s / longest_s, 0, 1)).toFixed(2)}%`;
      const [low, high] = [total2.quantile(0.1), total2.quantile(0.9)];
      fill.style.width = share(median);
      range.style.left = share(low);
      range.style.width = share(high - low);
      limit.style.left = share(talk_s);
      if (slider.value !== String(talk_s)) slider.value = String(talk_s);
      setAttr(slider, "aria-valuetext", `${words(talk_s)} to speak`);
      setText(
        slot,
        `${text(talk_s + questions_s)}${questions_s ? `, ${text(questions_s)} for questions` : ""}`
      );
      setText(counts, tally(rows, steps2));
      back.disabled = !state.past.length;
      forth.disabled = !state.future.length;
      reset.disabled = !Object.keys(decisions).length;
      const lines = [answer.error, answer.unsaved, ...answer.warnings ?? []].filter((l) => l !== void 0);
      while (warnings.childElementCount > lines.length) warnings.lastElementChild?.remove();
      lines.forEach((l, i) => setProse(warnings.children[i] ?? warnings.appendChild(h("li")), l));
      said = `${text(median)} of ${text(talk_s)}: ${verdict.textContent}. ${counts.textContent}`;
    }
  };
}
function choose(label, values, onChoose) {
  const options = Object.entries(values).map(([value, text2]) => h("option", { value, text: text2 }));
  const select = h("select", { "aria-label": label, onChange: () => onChoose(select.value) }, ...options);
  return select;
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
var TRIM_STEP_S2 = 5;
function render({ model, el }) {
  const leave = new AbortController();
  const rows = model.get("rows");
  const known = new Map(rows.map((row) => [row.key, row]));
  const tables = model.get("tables");
  let current = start({ talk_s: model.get("talk_s"), ...model.get("choice") });
  let answer = model.get("proposal");
  let shown2 = answer;
  let asked = answer.number ?? 0;
  let made = [];
  let resting;
  let view = { find: "", show: "all", order: "deck" };
  const voice = announcer();
  const pictures = pictureBook((key) => model.send({ ask: "picture", key }));
  const top = summary({
    longest_s: model.get("longest_s"),
    questions_s: model.get("questions_s"),
    // a drag is one step of undo, from where the hand took hold
    onTalk: (talk_s) => change({ ...current, now: { ...current.now, talk_s } }, { quiet: true }),
    onSettle: (from_s) => {
      const { now } = current;
      if (from_s === now.talk_s) return;
      current = next({ ...current, now: { ...now, talk_s: from_s } }, now);
      paint();
    },
    onUndo: () => change(undo(current)),
    onRedo: () => change(redo(current)),
    onReset: () => change(next(current, { decisions: {} })),
    onView: (changed) => {
      view = { ...view, ...changed };
      paint();
    }
  });
  const slides = list(rows, {
    onDecide: (row, action) => change(decide(current, row, action)),
    onMove: () => paintSlide()
  });
  const beside = inspector({
    trim: (row, budget_s) => change(decide(current, row, "trim", budget_s), { quiet: true }),
    star: (row) => change(star(current, row)),
    need: (key, needed, wanted) => change(need(current, key, needed, wanted)),
    at: (position) => rows[position - 1]
  });
  const root = h(
    "div",
    { class: "pacer pacer-trim", role: "group", "aria-label": "Trim the talk" },
    top.element,
    h("div", { class: "desk" }, slides.element, beside.element),
    voice.element
  );
  function change(to, { quiet = false } = {}) {
    if (to === current) return;
    current = to;
    const quick = model.get("ladder").steps && propose(model.get("ladder"), current.now.talk_s);
    const settled = answer.talk_s === current.now.talk_s && answer.steps;
    shown2 = settled || !quick ? answer : { steps: quick };
    paint();
    if (!quiet) voice.say(top.sentence());
    clearTimeout(resting);
    resting = setTimeout(ask, REST_MS);
  }
  function ask() {
    asked += 1;
    model.send({ ask: "plan", number: asked, ...current.now });
    top.waiting(true);
  }
  function paint() {
    const { now } = current;
    const proposal = shown2.steps ?? {};
    made = steps(rows, now, proposal);
    const scales = made.map((step2) => step2.scale);
    top.paint({ rows, steps: made, state: current, total: total(tables, scales), answer: shown2 });
    const ladder = model.get("ladder");
    const worth = Object.fromEntries(
      (ladder.slide_keys ?? []).map((key, place) => [key, ladder.worth[place]])
    );
    slides.paint({ steps: made, proposal, stars: now.stars, view, worth });
    paintSlide();
  }
  function paintSlide() {
    const row = rows[slides.at()];
    const step2 = made[slides.at()];
    if (!row || !step2) return;
    const ladder = model.get("ladder");
    const leans = ladder.terms ? leansOn(ladder, row.key) : [];
    beside.paint({ row, step: step2, choice: current.now, leans, known, picture: pictures.get(row.key) });
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
    model.send({ ask: "ladder", ...current.now });
  });
  on("change:ladder", paint);
  onMessage(
    model,
    (said, buffers) => {
      if (said.said === "picture") pictures.put(said.key, said.type, buffers[0]);
      if (said.said === "pictures") pictures.refresh();
      paintSlide();
    },
    leave.signal
  );
  const here = (does) => () => {
    const row = rows[slides.at()];
    if (row && !row.hidden) change(does(row));
  };
  const decide2 = (action) => here((row) => decide(current, row, action));
  const longer = (by_s) => here((row) => {
    const { budget_s } = made[slides.at()];
    const rounded = Math.round((budget_s + by_s) / TRIM_STEP_S2) * TRIM_STEP_S2;
    return decide(current, row, "trim", rounded);
  });
  const keys = {
    ArrowDown: () => slides.move(1),
    ArrowUp: () => slides.move(-1),
    Home: () => slides.move(-Infinity),
    End: () => slides.move(Infinity),
    k: decide2("keep"),
    t: decide2("trim"),
    m: decide2("merge"),
    c: decide2("cut"),
    s: here((row) => star(current, row)),
    r: here((row) => release(current, row)),
    "+": longer(TRIM_STEP_S2),
    "=": longer(TRIM_STEP_S2),
    "-": longer(-TRIM_STEP_S2),
    "/": () => top.find(),
    "Ctrl+z": () => change(undo(current)),
    "Ctrl+Shift+z": () => change(redo(current)),
    "Ctrl+y": () => change(redo(current))
  };
  captureKeys(root, () => keys, { signal: leave.signal });
  paint();
  el.append(root);
  model.send({ ask: "ladder", ...current.now });
  return () => {
    clearTimeout(resting);
    leave.abort();
    pictures.close();
  };
}
var trim_default = { render };
export {
  trim_default as default
};
