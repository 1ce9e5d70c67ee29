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

// pacer/widgets/src/compare/answer.js
var SHOWN = 3;
function answer(sentences) {
  const [first, ...rest] = sentences;
  const [seen, more] = [rest.slice(0, SHOWN - 1), rest.slice(SHOWN - 1)];
  const items = (said) => said.map((text2) => h("li", { text: text2 }));
  return h(
    "div",
    { class: "answer" },
    h("p", { class: "first", text: first ?? "" }),
    h("ul", {}, ...items(seen)),
    more.length > 0 && h("details", {}, h("summary", { text: `${more.length} more findings` }), h("ul", {}, ...items(more)))
  );
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
  const words = h("div", { class: "pacer-card-words" }, title, lines);
  const number = h("span", { class: "pacer-card-number", "aria-hidden": "true" });
  const element = h(
    "figure",
    { class: small ? "pacer-card pacer-card-small" : "pacer-card", role: "img" },
    words,
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
      words.hidden = !slide || Boolean(picture);
      number.textContent = slide ? String(slide.position) : "";
      number.hidden = !slide || Boolean(picture);
      if (slide && picture) setAttr(image, "src", picture);
      if (!slide || picture) return;
      const said = small ? [] : cardLines(slide);
      setAttr(words, "data-bare", said.length === 0);
      title.textContent = cut(slide.title, TITLE_LENGTH);
      lines.replaceChildren(...said.map((line) => h("p", { text: line })));
    }
  };
}

// pacer/widgets/src/compare/table.js
var STEPS_S = [5, 15, 30, 60];
var TICKS_S = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];
var known = (value) => value ?? NaN;
function segments(run) {
  const made = [];
  let at_s = 0;
  let last = NaN;
  for (const [row, stay, start_s, end_s] of run.pieces) {
    if (stay !== last) made.push({ row, from_s: at_s, to_s: at_s, spans: [] });
    last = stay;
    at_s += end_s - start_s;
    const segment = made[made.length - 1];
    segment.to_s = at_s;
    segment.spans.push([start_s, end_s]);
  }
  return made;
}
function column(rows, run) {
  const stays = segments(run);
  const cells = rows.map(() => ({
    seconds: NaN,
    late_s: NaN,
    drift_s: NaN,
    from_s: NaN,
    stays: 0,
    spans: [],
    stopped: false,
    passed: false,
    stumbles: 0
  }));
  for (const { row, from_s, to_s, spans } of stays) {
    const cell = cells[row];
    if (!cell.stays) {
      cell.seconds = 0;
      cell.from_s = from_s;
      cell.drift_s = from_s - known(rows[row].starts_s);
    }
    cell.seconds += to_s - from_s;
    cell.stays += 1;
    cell.spans.push(...spans);
  }
  cells.forEach((cell, row) => {
    cell.late_s = cell.seconds - known(rows[row].held_s);
  });
  if (run.stopped !== null) {
    const cell = cells[run.stopped];
    cell.stopped = true;
    if (cell.late_s <= 0) cell.late_s = NaN;
  }
  for (const row of run.passed) cells[row].passed = true;
  for (const row of run.stumbles) cells[row].stumbles += 1;
  return { run, cells, segments: stays };
}
function heat(late_s) {
  const shown_s = Math.round(Math.abs(late_s));
  const depth = STEPS_S.filter((step) => shown_s >= step).length;
  return late_s < 0 ? -depth || 0 : depth;
}
function brief(late_s) {
  if (Math.abs(late_s) >= 59.5) return signed(late_s);
  const whole = Math.round(Math.abs(late_s));
  if (!whole) return "0";
  return `${late_s < 0 ? "−" : "+"}${whole}`;
}
var SIGNS = (
  /** @type {const} */
  {
    passed: ["○", "passed by"],
    stopped: ["■", "stopped here"],
    stumbled: ["!", "stumbled"],
    revisited: ["↩", "gone back to"]
  }
);
function signsOf(cell) {
  const all = [
    ["passed", cell.passed],
    ["stopped", cell.stopped],
    ["stumbled", cell.stumbles > 0],
    ["revisited", cell.stays > 1]
  ];
  return all.filter(([, is]) => is).map(([sign]) => sign);
}
function figure(cell) {
  const signs = signsOf(cell).map((sign) => SIGNS[sign][0]);
  const own = cell.stays && Number.isNaN(cell.late_s) ? text(cell.seconds) : "";
  return [cell.stays && !own ? brief(cell.late_s) : own, ...signs].filter(Boolean).join(" ");
}
function against(late_s, held_s, held) {
  if (Number.isNaN(late_s)) return "";
  if (held_s === 0) return "though the plan cuts it";
  const off = text(Math.abs(late_s));
  const of = `the ${held} ${text(held_s)}`;
  return off === "0:00" ? `within a second of ${of}` : `${off} ${late_s > 0 ? "over" : "under"} ${of}`;
}
function behind(drift_s) {
  if (Number.isNaN(drift_s)) return "";
  const off = text(Math.abs(drift_s));
  return off === "0:00" ? "on time" : `${off} ${drift_s > 0 ? "late" : "early"}`;
}
var often = (times) => times === 1 ? "once" : times === 2 ? "twice" : `${times} times`;
function facts(cell) {
  const began = Number.isNaN(cell.from_s) ? "" : `Began at ${text(cell.from_s)}`;
  const drift = behind(cell.drift_s);
  const all = [
    [cell.passed, "Passed by in this run"],
    [!cell.stays && !cell.passed, "Not shown in this run"],
    [cell.stopped, "The run was stopped here"],
    [cell.stumbles > 0, `Stumbled here ${often(cell.stumbles)}`],
    [cell.stays > 1, `Shown ${often(cell.stays)}`],
    [began !== "", drift ? `${began}, ${drift}` : began]
  ];
  return all.filter(([is]) => is).map(([, fact]) => fact);
}
var named = (row) => row.position === null ? `“${row.title}”, gone` : `${row.position} ${row.title}`;
function spoken(row, run, cell, held) {
  const told = [against(cell.late_s, known(row.held_s), held), ...facts(cell)].filter(Boolean);
  const took = cell.stays ? `${text(cell.seconds)}, ` : "";
  return `Run ${run.number}, slide ${named(row)}: ${took}${told.join(". ")}`;
}
function day(iso) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
}
function ticks(end_s, most) {
  const step = TICKS_S.find((s) => end_s / s <= most) ?? Math.ceil(end_s / most / 3600) * 3600;
  return Array.from({ length: Math.floor(end_s / step) + 1 }, (_, i) => i * step);
}
function segmentAt(of, at_s) {
  const found = of.findIndex(({ to_s }) => at_s < to_s);
  return found < 0 ? of.length - 1 : found;
}
function audible(spans, heard) {
  return spans.filter(
    ([start, end]) => heard.some(([from, to]) => Math.min(end, to) - Math.max(start, from) > 0.2)
  );
}
function telling(columns) {
  const run = columns.length - 1;
  let row = 0;
  let most = -Infinity;
  columns[run]?.cells.forEach(({ late_s }, at) => {
    if (late_s > most) [row, most] = [at, late_s];
  });
  return { run, row };
}

// pacer/widgets/src/compare/beside.js
var change = (s) => {
  const off = text(Math.abs(s ?? 0));
  return off === "0:00" ? "steady" : `${off} ${(s ?? 0) < 0 ? "shorter" : "longer"} a run`;
};
function beside({ playing, onListen }) {
  const card = slideCard();
  const title = h("p", { class: "title" });
  const where = h("p", { class: "where" });
  const took = h("b");
  const off = h("span", { class: "off" });
  const list = h("ul", { class: "facts" });
  const listen = h("button", { type: "button", class: "pacer-button", onClick: onListen });
  const content = h(
    "div",
    { class: "content" },
    card.element,
    title,
    where,
    h("p", { class: "took" }, took, off),
    list,
    listen,
    playing
  );
  const element = h("aside", { class: "beside", "aria-label": "The slide looked at" }, content);
  let width = 0;
  let tallest = 0;
  const observer = new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width !== width) tallest = 0;
    width = contentRect.width;
    tallest = Math.max(tallest, contentRect.height);
    element.style.minHeight = `${Math.ceil(tallest)}px`;
  });
  observer.observe(content);
  return {
    element,
    close: () => observer.disconnect(),
    /** @param {string|null} picture @param {import("./table.js").Row} row */
    picture(row, picture) {
      card.show({ ...row, position: row.position ?? 0 }, picture);
    },
    /**
     * @param {object} seen
     * @param {import("./table.js").Row} seen.row
     * @param {import("./table.js").Run} seen.run
     * @param {import("./table.js").Cell} seen.cell
     * @param {string} seen.held
     * @param {"none"|"there"|"playing"} seen.sound
     */
    show({ row, run, cell, held, sound }) {
      setText(title, named(row));
      setText(where, [`Run ${run.number}`, day(run.started), run.kind, run.name].filter(Boolean).join(" · "));
      setText(took, cell.stays ? text(cell.seconds) : "–");
      const depth = heat(cell.late_s);
      setAttr(off, "data-tone", depth > 0 ? "late" : depth < 0 ? "early" : null);
      setText(off, against(cell.late_s, row.held_s ?? NaN, held));
      const over = row.trend_s === null ? [] : [`Over the runs: ${change(row.trend_s)}${row.spread_s === null ? "" : `, give or take ${text(row.spread_s)}`}`];
      const said = [...facts(cell), ...over];
      while (list.childElementCount > said.length) list.lastElementChild?.remove();
      said.forEach((fact, at) => setText(list.children[at] ?? list.appendChild(h("li")), fact));
      listen.hidden = sound === "none";
      setText(listen, sound === "playing" ? "■ Stop" : "▶ Listen to this stretch");
    }
  };
}

// pacer/widgets/src/compare/drift.js
var SVG = "http://www.w3.org/2000/svg";
var LEAST_S = 30;
var WIDTH = 100;
function draw(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
function reach(columns) {
  let [low_s, high_s] = [0, 0];
  for (const { cells } of columns) {
    for (const { drift_s } of cells) {
      if (drift_s < low_s) low_s = drift_s;
      if (drift_s > high_s) high_s = drift_s;
    }
  }
  return { low_s: Math.min(low_s, -LEAST_S), high_s: Math.max(high_s, LEAST_S) };
}
function way(cells, { low_s, high_s }) {
  const per_s = WIDTH / (high_s - low_s);
  const points = cells.flatMap(
    ({ drift_s }, row) => Number.isNaN(drift_s) ? [] : [`${((drift_s - low_s) * per_s).toFixed(1)} ${row + 0.5}`]
  );
  return points.length > 1 ? `M${points.join("L")}` : "";
}
function driftLines(rows, columns) {
  const box = { viewBox: `0 0 ${WIDTH} ${rows.length}`, preserveAspectRatio: "none" };
  const others = draw("path", { class: "others" });
  const zero = draw("path", { class: "zero" });
  const mine = draw("path", { class: "mine" });
  const back = draw("svg", box);
  back.append(others, zero);
  const front = draw("svg", { ...box, class: "front" });
  front.append(mine);
  const dot = h("span", { class: "dot" });
  const element = h("div", { class: "drift", "aria-hidden": "true" }, h("div", { class: "plot" }, back, front, dot));
  const [early, title, late] = [h("span"), h("b"), h("span")];
  const head = h("div", { class: "drift", "aria-hidden": "true" }, title, h("p", {}, early, late));
  let scale = reach([]);
  let ways = /* @__PURE__ */ new Map();
  let at = NaN;
  return {
    element,
    head,
    /** @param {number[]} chosen */
    paint(chosen) {
      scale = reach(chosen.map((run) => columns[run]));
      ways = new Map(chosen.map((run) => [run, way(columns[run].cells, scale)]));
      others.setAttribute("d", [...ways.values()].join(""));
      const zero_x = WIDTH * -scale.low_s / (scale.high_s - scale.low_s);
      zero.setAttribute("d", `M${zero_x} 0V${rows.length}`);
      setText(early, `◂ ${text(-scale.low_s)} early`);
      setText(late, `${text(scale.high_s)} late ▸`);
      at = NaN;
    },
    /** @param {import("./places.js").Place} place */
    point({ run, row }) {
      if (run !== at) {
        at = run;
        mine.setAttribute("d", ways.get(run) ?? "");
        setText(title, `Drift of run ${columns[run].run.number}`);
      }
      const { drift_s } = columns[run].cells[row];
      setAttr(dot, "hidden", Number.isNaN(drift_s) || !ways.has(run));
      const x = 100 * (drift_s - scale.low_s) / (scale.high_s - scale.low_s);
      dot.style.left = `${Number.isNaN(x) ? 0 : x}%`;
      dot.style.top = `${100 * (row + 0.5) / rows.length}%`;
    }
  };
}

// pacer/widgets/src/compare/places.js
function rover(name) {
  let held;
  return {
    /** @param {HTMLElement|undefined} element @param {Place} place */
    hold(element, place) {
      if (held !== element) held?.removeAttribute("tabindex");
      held = element;
      if (!element) return;
      element.tabIndex = 0;
      setAttr(element, "aria-label", name(place));
    }
  };
}
function reveal(box, element, down) {
  if (!element) return;
  const [outer, inner, style] = [box.getBoundingClientRect(), element.getBoundingClientRect(), getComputedStyle(box)];
  const inset = (side) => parseFloat(style.getPropertyValue(`scroll-padding-${side}`)) || 0;
  const by = (after, before) => after > 0 ? after : before > 0 ? -before : 0;
  box.scrollLeft += by(inner.right - outer.right + inset("right"), outer.left + inset("left") - inner.left);
  if (down) box.scrollTop += by(inner.bottom - outer.bottom + inset("bottom"), outer.top + inset("top") - inner.top);
}
var clamp = (value, low, high) => Math.max(low, Math.min(high, value));

// pacer/widgets/src/compare/heatmap.js
var LONG = 7;
function heatmap(rows, columns) {
  const places = /* @__PURE__ */ new Map();
  const made = /* @__PURE__ */ new Map();
  const heads = /* @__PURE__ */ new Map();
  let shown = [];
  let marked = [];
  const drift = driftLines(rows, columns);
  const headRow = h("div", { class: "row", role: "row" });
  const head = h("div", { class: "head", role: "rowgroup" }, headRow, drift.head);
  const titles = rows.map(
    (row, at) => h(
      "div",
      { class: "slide", role: "rowheader", "data-fresh": at > 0 && row.section !== rows[at - 1].section },
      h("span", { class: "position", text: row.position ?? "–" }),
      h("span", { class: "title", text: row.title })
    )
  );
  const lines = rows.map(
    (row, at) => h("div", { class: "row", role: "row", "data-gone": row.position === null, "data-section": at > 0 && row.section !== rows[at - 1].section }, titles[at])
  );
  const body = h("div", { class: "rows", role: "rowgroup" }, ...lines);
  const element = h(
    "div",
    { class: "map", role: "grid", "aria-label": "Seconds over or under, slide by slide and run by run", "aria-readonly": "true" },
    h("div", { class: "sheet" }, head, h("div", { class: "body" }, body, drift.element))
  );
  function cellsOf(run) {
    const there = made.get(run);
    if (there) return there;
    const fresh = columns[run].cells.map((cell, row) => {
      const made2 = document.createElement("div");
      made2.className = "cell";
      made2.setAttribute("role", "gridcell");
      const depth = heat(cell.late_s);
      if (depth) made2.dataset.heat = String(depth);
      if (!cell.stays) made2.dataset.empty = "";
      made2.textContent = figure(cell);
      if ((made2.textContent?.length ?? 0) > LONG) made2.dataset.long = "";
      places.set(made2, { run, row });
      return made2;
    });
    made.set(run, fresh);
    return fresh;
  }
  function headOf(run) {
    const there = heads.get(run);
    if (there) return there;
    const { number, started, over_s, kind } = columns[run].run;
    const fresh = h(
      "div",
      { class: "run", role: "columnheader" },
      h("b", { text: kind === "delivery" ? `${number} ★` : number, "aria-label": `Run ${number}, ${kind}` }),
      h("span", { text: day(started) }),
      h("span", { class: "over", "data-late": over_s !== null && over_s > 0, text: over_s === null ? "" : brief(over_s) })
    );
    heads.set(run, fresh);
    return fresh;
  }
  return {
    element,
    paint(chosen) {
      shown = chosen;
      headRow.replaceChildren(
        h("div", { class: "slide", role: "columnheader", text: "Slide" }),
        ...chosen.map(headOf)
      );
      const grids = chosen.map(cellsOf);
      lines.forEach((line, row) => line.replaceChildren(titles[row], ...grids.map((cells) => cells[row])));
      element.style.setProperty("--runs", String(chosen.length));
      drift.paint(chosen);
    },
    placeOf: (target) => places.get(
      /** @type {Element} */
      target?.closest?.(".cell") ?? element
    ) ?? null,
    elementOf: ({ run, row }) => made.get(run)?.[row],
    step({ run, row }, across, down) {
      const at = clamp(shown.indexOf(run) + across, 0, shown.length - 1);
      return { run: shown[at], row: clamp(row + down, 0, rows.length - 1) };
    },
    point(place) {
      for (const element2 of marked) element2.removeAttribute("data-at");
      const now = [made.get(place.run)?.[place.row], heads.get(place.run), titles[place.row]];
      marked = now.filter((element2) => element2 !== void 0);
      for (const element2 of marked) element2.setAttribute("data-at", "");
      drift.point(place);
    }
  };
}

// pacer/widgets/src/compare/player.js
var PATIENCE_MS = 8e3;
function player(ask, changed) {
  const audio = new Audio();
  const about = h("span", { class: "about" });
  const time = h("span", { class: "time" });
  const element = h("p", { class: "playing", hidden: true }, about, time);
  let number = 0;
  let playing = "";
  let waiting;
  const tell = () => setText(time, `${text(audio.currentTime)} of ${text(audio.duration)}`);
  audio.addEventListener("timeupdate", tell);
  audio.addEventListener("ended", stop);
  function forget() {
    clearTimeout(waiting);
    audio.pause();
    if (audio.src) URL.revokeObjectURL(audio.src);
    audio.removeAttribute("src");
  }
  function stop() {
    number += 1;
    forget();
    playing = "";
    element.hidden = true;
    changed();
  }
  function refuse(why) {
    stop();
    setText(about, why);
    setText(time, "");
    element.hidden = false;
  }
  return {
    element,
    stop,
    /** What is playing or asked for; "" while silent. */
    playing: () => playing,
    /** @param {string} id @param {string} label @param {string} run @param {import("./table.js").Span[]} spans */
    listen(id, label, run, spans) {
      stop();
      playing = id;
      setText(about, label);
      setText(time, "…");
      element.hidden = false;
      waiting = setTimeout(refuse, PATIENCE_MS, "The kernel does not answer: it is busy, or was restarted");
      ask({ number, run, spans });
      changed();
    },
    /** @param {{number: number, type: string, text: string}} said @param {DataView} [data] */
    async heard(said, data) {
      if (said.number !== number) return;
      if (!data?.byteLength) return refuse(said.text || "There is no sound of this stretch");
      forget();
      audio.src = URL.createObjectURL(new Blob([
        /** @type {DataView<ArrayBuffer>} */
        data
      ], { type: said.type }));
      try {
        await audio.play();
        tell();
      } catch {
        if (said.number === number) refuse("The browser did not play it: press Listen once more");
      }
    }
  };
}

// pacer/widgets/src/compare/timeline.js
var ROOM = 0.021;
var ROOMY = 0.07;
var MOST_TICKS = 9;
var WIDE = 1e3;
var GAP = 2 / 34;
function timeline(rows, columns, talk_s) {
  const places = /* @__PURE__ */ new Map();
  const made = /* @__PURE__ */ new Map();
  let shown = [];
  let marked = [];
  const ends = columns.map(({ segments: segments2 }) => segments2[segments2.length - 1]?.to_s ?? 0);
  const end_s = 1.01 * Math.max(60, talk_s ?? 0, ...ends);
  const share = (s) => `${(100 * s / end_s).toFixed(3)}%`;
  const apart2 = (s) => talk_s === null || s >= talk_s || talk_s - s > 0.14 * end_s;
  const axis = h(
    "div",
    { class: "axis", "aria-hidden": "true" },
    h("span", { class: "name" }),
    h(
      "span",
      { class: "scale" },
      ...ticks(0.95 * end_s, MOST_TICKS).filter(apart2).map((s) => h("span", { class: "tick", text: text(s), style: { left: share(s) } })),
      talk_s !== null && h("b", { text: `${text(talk_s)} to speak`, style: { left: share(talk_s) } })
    )
  );
  const body = h("div", { class: "rows", role: "rowgroup" });
  const limit = talk_s !== null && h("div", { class: "limits", "aria-hidden": "true" }, h("span", { class: "limit", style: { left: share(talk_s) } }));
  const same = draw("path", {});
  const front = draw("svg", { preserveAspectRatio: "none" });
  front.append(same);
  const boxes = (of, slide, row) => of.filter((segment) => segment.row === slide).map(({ from_s, to_s }) => {
    const [from, to] = [from_s, to_s].map((s) => (WIDE * s / end_s).toFixed(1));
    return `M${from} ${row + GAP}H${to}V${row + 1 - GAP}H${from}z`;
  }).join("");
  const element = h(
    "div",
    { class: "map clock", role: "grid", "aria-label": "Runs on one clock, a segment for each stay on a slide", "aria-readonly": "true" },
    h("div", { class: "sheet" }, axis, body, limit, h("div", { class: "same", "aria-hidden": "true" }, front))
  );
  function lineOf(run) {
    const there = made.get(run);
    if (there) return there;
    const { run: about, cells, segments: segments2 } = columns[run];
    const parts = segments2.map(({ row, from_s, to_s }, segment) => {
      const part = document.createElement("div");
      part.className = "part";
      part.setAttribute("role", "gridcell");
      const depth = heat(cells[row].late_s);
      if (depth) part.dataset.heat = String(depth);
      part.style.left = share(from_s);
      part.style.width = share(to_s - from_s);
      const width = (to_s - from_s) / end_s;
      const late = width > ROOMY && depth ? ` ${brief(cells[row].late_s)}` : "";
      if (width > ROOM) part.textContent = `${rows[row].position ?? "–"}${late}`;
      places.set(part, { run, row, segment });
      return part;
    });
    const head = h(
      "div",
      { class: "name", role: "rowheader" },
      h("b", { text: `Run ${about.number}` }),
      h("span", { text: day(about.started) })
    );
    const track = h("div", { class: "track", role: "presentation" }, ...parts);
    const line = h("div", { class: "row", role: "row" }, head, track);
    const fresh = { line, head, parts };
    made.set(run, fresh);
    return fresh;
  }
  const middle = ({ run, segment }) => {
    const { from_s, to_s } = columns[run].segments[segment ?? 0] ?? { from_s: 0, to_s: 0 };
    return (from_s + to_s) / 2;
  };
  const place = (run, segment) => ({ run, segment, row: columns[run].segments[segment]?.row ?? 0 });
  const stay = ({ run, row, segment }) => {
    if (segment !== void 0 && columns[run].segments[segment]?.row === row) return segment;
    return Math.max(0, columns[run].segments.findIndex((s) => s.row === row));
  };
  return {
    element,
    paint(chosen) {
      shown = chosen;
      front.setAttribute("viewBox", `0 0 ${WIDE} ${chosen.length}`);
      body.replaceChildren(...chosen.map((run) => lineOf(run).line));
    },
    placeOf: (target) => places.get(
      /** @type {Element} */
      target?.closest?.(".part") ?? element
    ) ?? null,
    elementOf: (at) => made.get(at.run)?.parts[stay(at)],
    step(from, across, down) {
      const here = { ...from, segment: stay(from) };
      if (down) {
        const run = shown[clamp(shown.indexOf(from.run) + down, 0, shown.length - 1)];
        return place(run, Math.max(0, segmentAt(columns[run].segments, middle(here))));
      }
      const last = Math.max(0, columns[from.run].segments.length - 1);
      return place(from.run, clamp(here.segment + across, 0, last));
    },
    point(at) {
      for (const element2 of marked) element2.removeAttribute("data-at");
      marked = [];
      same.setAttribute("d", shown.map((run, row) => boxes(columns[run].segments, at.row, row)).join(""));
      const mine = [made.get(at.run)?.parts[stay(at)], made.get(at.run)?.head];
      for (const element2 of mine) {
        if (!element2) continue;
        element2.setAttribute("data-at", "");
        marked.push(element2);
      }
    }
  };
}

// pacer/widgets/src/compare/totals.js
var OPENS_WITH = 30;
var LATEST = 5;
function verdict(run) {
  const part = run.complete ? "a part of the talk" : `stopped at slide ${run.reached}`;
  if (run.over_s === null) return run.whole ? "" : part;
  const off = text(Math.abs(run.over_s));
  const said = off === "0:00" ? "exactly in time" : `${off} ${run.over_s > 0 ? "over" : "within"}`;
  return run.whole ? said : `${said}, ${part}`;
}
function apart(run) {
  return [
    run.questions_s >= 0.5 && `${text(run.questions_s)} of questions`,
    run.paused_s >= 0.5 && `${text(run.paused_s)} of pauses`
  ].filter(Boolean).join(", ");
}
function totals(runs, talk_s, onChoose) {
  const longest = 1.02 * Math.max(1, talk_s ?? 0, ...runs.map((run) => run.talk_s));
  const share = (s) => `${(100 * s / longest).toFixed(2)}%`;
  const boxes = runs.map(
    (_, at) => h("input", { type: "checkbox", checked: at >= runs.length - OPENS_WITH, onChange: tell })
  );
  const lines = runs.map((run, at) => {
    const late = run.over_s !== null && run.over_s > 0;
    const more = apart(run);
    return h(
      "li",
      { "data-late": late, "data-part": !run.whole },
      h(
        "label",
        {},
        boxes[at],
        h("b", { text: run.number }),
        h("span", { class: "when", text: `${day(run.started)}${run.kind === "delivery" ? ", delivery" : ""}` }),
        h("span", { class: "named", text: run.name })
      ),
      h(
        "span",
        { class: "bar", "aria-hidden": "true" },
        h("span", { class: "fill", style: { width: share(Math.min(run.talk_s, talk_s ?? Infinity)) } }),
        talk_s !== null && late && h("span", { class: "excess", style: { left: share(talk_s), width: share(run.talk_s - talk_s) } }),
        talk_s !== null && h("span", { class: "limit", style: { left: share(talk_s) } })
      ),
      h("span", { class: "took", text: text(run.talk_s) }),
      h("span", { class: "verdict" }, h("span", { text: verdict(run) }), more && h("small", { text: `+ ${more}` }))
    );
  });
  const list = h("ol", {}, ...lines);
  const press = (text2, wanted) => h("button", {
    type: "button",
    text: text2,
    onClick: () => {
      boxes.forEach((box, at) => {
        box.checked = wanted(at);
      });
      tell();
    }
  });
  const element = h(
    "fieldset",
    { class: "totals", "data-named": runs.some((run) => run.name !== "" || run.kind === "delivery") },
    h("legend", { text: talk_s === null ? "Runs" : `Runs against the ${text(talk_s)} there is to speak` }),
    runs.length > LATEST && h("p", { class: "pick" }, press("All", () => true), press(`Latest ${LATEST}`, (at) => at >= runs.length - LATEST)),
    list
  );
  function chosen() {
    return boxes.flatMap((box, at) => box.checked ? [at] : []);
  }
  function tell(event) {
    if (!chosen().length && event?.target instanceof HTMLInputElement) event.target.checked = true;
    else onChoose(chosen());
  }
  return { element, chosen, toEnd: () => list.scrollTop = list.scrollHeight };
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

// pacer/widgets/src/compare.js
var REST_MS = 120;
var PAGE = 10;
function render({ model, el }) {
  const rows = model.get("rows");
  const runs = model.get("runs");
  const words = answer(model.get("sentences"));
  const root = h("div", { class: "pacer pacer-compare", role: "group", "aria-label": "Compare the runs" }, words);
  el.append(root);
  if (!runs.length || !rows.length) return void 0;
  const leave = new AbortController();
  const held = model.get("held");
  const columns = runs.map((run) => column(rows, run));
  const views = {
    slide: heatmap(rows, columns),
    clock: timeline(rows, columns, model.get("talk_s"))
  };
  const recorded = runs.some(({ heard }) => heard.length > 0);
  let aligned = "slide";
  let at = telling(columns);
  let hovered = null;
  let resting;
  const name = ({ run, row }) => spoken(rows[row], runs[run], columns[run].cells[row], held);
  const spansOf = ({ run, row, segment }) => {
    const { cells, segments: segments2 } = columns[run];
    const own = segment === void 0 ? void 0 : segments2[segment];
    return audible((own ?? cells[row]).spans, runs[run].heard);
  };
  const idOf = ({ run, row }) => `${run} ${row}`;
  const view = () => views[aligned];
  const looked = () => hovered ?? at;
  const voice = announcer();
  const drawn = /* @__PURE__ */ new Set();
  const pictures = pictureBook((key) => model.send({ ask: "picture", key }));
  const sound = player((question) => model.send({ ask: "listen", ...question }), () => paintBeside());
  const panel = beside({ playing: sound.element, onListen: toggle });
  const rove = rover(name);
  const chooser = totals(runs, model.get("talk_s"), (chosen) => {
    if (!chosen.includes(at.run)) at = { ...at, run: chosen[chosen.length - 1], segment: void 0 };
    paint();
    show();
    voice.say(`${chosen.length} of ${runs.length} runs shown`);
  });
  const ways = (
    /** @type {const} */
    [
      ["slide", "Slide by slide"],
      ["clock", "By the clock"]
    ].map(
      ([way2, text2]) => h("button", { type: "button", text: text2, dataset: { way: way2 }, onClick: () => align(way2) })
    )
  );
  const legend = h("p", { class: "legend" });
  const desk = h("div", { class: "desk" }, h("div", { class: "field" }), panel.element);
  root.append(
    chooser.element,
    h("div", { class: "tools" }, h("div", { class: "ways", role: "group", "aria-label": "Align the runs" }, ...ways), legend),
    desk,
    voice.element
  );
  function paint() {
    for (const way2 of ways) setAttr(way2, "aria-pressed", String(way2.dataset.way === aligned));
    view().paint(chooser.chosen());
    desk.firstElementChild?.replaceChildren(view().element);
    paintLegend();
    look();
  }
  function paintLegend() {
    const used = new Set(chooser.chosen().flatMap((run) => columns[run].cells.flatMap(signsOf)));
    const signs = aligned === "clock" ? [] : Object.entries(SIGNS).filter(([sign]) => used.has(
      /** @type {any} */
      sign
    ));
    const than = held === "planned" ? "the plan" : "its usual time";
    const edge = (way2) => h("i", { class: `edge ${way2}` });
    const key = aligned === "clock" ? [edge("late"), " over ", edge("early"), ` under ${than}; pauses and questions left out`] : [h("i", { class: "late", text: "+12" }), " seconds over, ", h("i", { class: "early", text: "−8" }), ` under ${than}`];
    legend.replaceChildren(
      h("span", {}, ...key),
      ...signs.map(([, [sign, means]]) => h("span", {}, h("b", { text: sign }), ` ${means}`)),
      h("span", { class: "keys", text: `Arrow keys move${recorded ? ", Enter or a click listens" : ""}` })
    );
  }
  function align(way2) {
    aligned = way2;
    hovered = null;
    paint();
    show();
  }
  function show() {
    reveal(view().element, view().elementOf(at), aligned === "clock");
  }
  function look() {
    rove.hold(view().elementOf(at), at);
    view().point(looked());
    paintBeside();
  }
  function paintBeside() {
    const place = looked();
    const { run, row } = place;
    const heard = spansOf(place).length > 0;
    const state = sound.playing() ? "playing" : heard ? "there" : "none";
    panel.show({ row: rows[row], run: runs[run], cell: columns[run].cells[row], held, sound: state });
    clearTimeout(resting);
    resting = setTimeout(paintPicture, REST_MS);
    panel.picture(rows[row], drawn.has(rows[row].key) ? pictures.get(rows[row].key) : null);
  }
  function paintPicture() {
    const row = rows[looked().row];
    const picture = pictures.get(row.key);
    if (picture) drawn.add(row.key);
    panel.picture(row, picture);
  }
  function listen(place) {
    const spans = spansOf(place);
    const { run, row } = place;
    if (spans.length) sound.listen(idOf(place), `Run ${runs[run].number}, ${named(rows[row])}`, runs[run].id, spans);
  }
  function press(place) {
    if (sound.playing() === idOf(place)) sound.stop();
    else listen(place);
  }
  function toggle() {
    if (!sound.playing()) return listen(looked());
    sound.stop();
    if (!spansOf(looked()).length) view().elementOf(at)?.focus();
  }
  function go(to) {
    at = to;
    hovered = null;
    look();
    view().elementOf(at)?.focus();
  }
  const inGrid = () => view().element.contains(document.activeElement);
  const step = (across, down) => () => go(view().step(at, across, down));
  const grid = {
    ArrowLeft: step(-1, 0),
    ArrowRight: step(1, 0),
    ArrowUp: step(0, -1),
    ArrowDown: step(0, 1),
    Home: step(-Infinity, 0),
    End: step(Infinity, 0),
    PageUp: step(0, -PAGE),
    PageDown: step(0, PAGE),
    "Ctrl+Home": step(-Infinity, -Infinity),
    "Ctrl+End": step(Infinity, Infinity),
    Enter: () => press(at),
    Space: () => press(at),
    Escape: () => sound.stop()
  };
  captureKeys(root, () => inGrid() ? grid : { Escape: () => sound.stop() }, { signal: leave.signal });
  for (const { element, placeOf } of Object.values(views)) {
    element.addEventListener("pointerover", ({ target }) => {
      const place = placeOf(target);
      if (!place) return;
      hovered = place;
      view().point(place);
      paintBeside();
    });
    element.addEventListener("click", ({ target }) => {
      const place = placeOf(target);
      if (!place) return;
      go(place);
      press(place);
    });
  }
  onMessage(
    model,
    (said, buffers) => {
      if (said.said === "picture") pictures.put(said.key, said.type, buffers[0]);
      if (said.said === "pictures") pictures.refresh();
      if (said.said === "picture" || said.said === "pictures") paintPicture();
      if (said.said === "sound") sound.heard(said, buffers[0]);
      if (said.said === "notice") setText(voice.element, said.text);
    },
    leave.signal
  );
  paint();
  requestAnimationFrame(() => {
    chooser.toEnd();
    show();
  });
  return () => {
    clearTimeout(resting);
    leave.abort();
    sound.stop();
    panel.close();
    pictures.close();
  };
}
var compare_default = { render };
export {
  compare_default as default
};
