// The comparison: slides against runs. The page holds every stay and computes what the hand and
// the keyboard look at; the kernel sends pictures, and a stretch of a take when it is listened to.
import { announcer, h, setAttr, setText } from "../shared/dom.js";
import { captureKeys } from "../shared/keys.js";
import { droppedWords, onMessage, send, shownAnew } from "../shared/connection.js";
import { answer } from "./findings.js";
import { beside } from "./detail.js";
import { intake } from "../shared/intake.js";
import { heatmap } from "./heatmap.js";
import { openMemory } from "./memory.js";
import { reveal, rover } from "./grid.js";
import { player } from "../shared/player.js";
import { SIGNS, audible, column, named, signsOf, spoken, telling } from "./table.js";
import { tellings } from "./tellings.js";
import { timeline } from "./timeline.js";
import { totals } from "./totals.js";
import { pictureBook } from "../shared/pictures.js";

/** @typedef {import("./grid.js").Place} Place */

/** A picture is asked for once the hand rests: passing over a slide needs none. */
const REST_MS = 120;
const PAGE = 10;

/** @param {{model: import("@anywidget/types").AnyModel, el: HTMLElement}} context */
function render({ model, el }) {
  /** @type {import("./table.js").Row[]} */
  const rows = model.get("rows");
  /** @type {import("./table.js").Run[]} */
  const runs = model.get("runs");
  const words = answer(model.get("sentences"));
  const root = h("div", { class: "pacer pacer-compare", role: "group", "aria-label": "Compare the runs" }, words);
  el.append(root);
  const leave = new AbortController();
  const adding = intake(model, root, leave.signal, runs.length ? "" : "or drop its file here");
  root.append(adding.element);
  if (!runs.length || !rows.length) {
    // The keys of its one button are its own, too: JupyterLab takes Enter for the cell.
    captureKeys(root, () => ({}), { signal: leave.signal });
    return () => leave.abort();
  }

  const baseline = model.get("baseline");
  const columns = runs.map((run) => column(rows, run));
  const views = {
    slide: heatmap(rows, columns),
    clock: timeline(rows, columns, model.get("talk_s")),
  };
  const recorded = runs.some(({ audio_spans }) => audio_spans.length > 0);
  /** @type {keyof typeof views} */
  let aligned = "slide";
  /** @type {Place} */
  let at = telling(columns);
  /** @type {Place|null} */
  let hovered = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let resting;

  const name = (/** @type {Place} */ { run, row }) => spoken(rows[row], runs[run], columns[run].cells[row], baseline);
  const spansOf = (/** @type {Place} */ { run, row, segment }) => {
    const { cells, segments } = columns[run];
    const own = segment === undefined ? undefined : segments[segment];
    return audible((own ?? cells[row]).spans, runs[run].audio_spans);
  };
  const idOf = (/** @type {Place} */ { run, row }) => `${run} ${row}`;
  const view = () => views[aligned];
  const looked = () => hovered ?? at;

  const voice = announcer();
  /** @type {Set<string>} slides whose picture has been shown: there again without a wait */
  const drawn = new Set();
  const pictures = pictureBook((slide_key) => send(model, { type: "ask-picture", slide_key }));
  const sound = player((question) => send(model, { type: "ask-clip", ...question }), () => paintBeside());
  const panel = beside({ playing: sound.element, onListen: toggle });
  const said = tellings(runs, (slide_key) => send(model, { type: "ask-tellings", slide_key }));
  const rove = rover(name);
  const chooser = totals(runs, model.get("talk_s"), (chosen) => {
    if (!chosen.includes(at.run)) at = { ...at, run: chosen[chosen.length - 1], segment: undefined };
    paint();
    show();
    voice.say(`${chosen.length} of ${runs.length} runs shown`);
  }, openMemory(model.get("home")));
  const ways = /** @type {const} */ ([
    ["slide", "Slide by slide"],
    ["clock", "By the clock"],
  ]).map(([way, text]) =>
    h("button", { type: "button", text, dataset: { way }, onClick: () => align(way) }),
  );
  const trouble = h("p", { class: "trouble", role: "alert" });
  const legend = h("p", { class: "legend" });
  const desk = h("div", { class: "desk" }, h("div", { class: "field" }), panel.element);
  root.append(
    chooser.element,
    h("div", { class: "tools" }, h("div", { class: "ways", role: "group", "aria-label": "Align the runs" }, ...ways), legend),
    desk,
    said.element,
    trouble,
    voice.element,
  );

  function paint() {
    for (const way of ways) setAttr(way, "aria-pressed", String(way.dataset.way === aligned));
    view().paint(chooser.chosen());
    desk.firstElementChild?.replaceChildren(view().element);
    paintLegend();
    look();
  }

  function paintLegend() {
    const used = new Set(chooser.chosen().flatMap((run) => columns[run].cells.flatMap(signsOf)));
    const signs = aligned === "clock" ? [] : Object.entries(SIGNS).filter(([sign]) => used.has(/** @type {any} */ (sign)));
    const than = baseline === "planned" ? "the plan" : "its usual time";
    const edge = (/** @type {string} */ way) => h("i", { class: `edge ${way}` });
    const key =
      aligned === "clock"
        ? [edge("late"), " over ", edge("early"), ` under ${than}; pauses and questions left out`]
        : [h("i", { class: "late", text: "+12" }), " seconds over, ", h("i", { class: "early", text: "−8" }), ` under ${than}`];
    legend.replaceChildren(
      h("span", {}, ...key),
      ...signs.map(([, [sign, means]]) => h("span", {}, h("b", { text: sign }), ` ${means}`)),
      h("span", { class: "keys", text: `Arrow keys move${recorded ? ", Enter or a click listens" : ""}` }),
    );
  }

  /** @param {keyof typeof views} way */
  function align(way) {
    aligned = way;
    hovered = null;
    paint();
    show();
  }

  /** Slides are read from the first on, so the map by slide only moves sideways. */
  function show() {
    reveal(view().element, view().elementOf(at), aligned === "clock");
  }

  /** Show the place that is looked at. */
  function look() {
    rove.hold(view().elementOf(at), at);
    view().point(looked());
    said.show(rows[at.row], chooser.chosen());
    paintBeside();
  }

  function paintBeside() {
    const place = looked();
    const { run, row } = place;
    const heard = spansOf(place).length > 0;
    const state = sound.playing() ? "playing" : heard ? "there" : "none";
    panel.show({ row: rows[row], run: runs[run], cell: columns[run].cells[row], baseline, sound: state });
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

  /** @param {Place} place */
  function listen(place) {
    const spans = spansOf(place);
    const { run, row } = place;
    if (spans.length) sound.listen(idOf(place), `Run ${runs[run].number}, ${named(rows[row])}`, runs[run].id, spans);
  }

  /** A cell pressed again falls silent. @param {Place} place */
  function press(place) {
    if (sound.playing() === idOf(place)) sound.stop();
    else listen(place);
  }

  /** What the one button does: it never goes from under a hand that has just pressed it. */
  function toggle() {
    if (!sound.playing()) return listen(looked());
    sound.stop();
    if (!spansOf(looked()).length) view().elementOf(at)?.focus();
  }

  /** @param {Place} to */
  function go(to) {
    at = to;
    hovered = null;
    look();
    view().elementOf(at)?.focus();
  }

  const inGrid = () => view().element.contains(document.activeElement);
  const step = (/** @type {number} */ across, /** @type {number} */ down) => () => go(view().step(at, across, down));
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
    Escape: () => sound.stop(),
  };
  captureKeys(root, () => (inGrid() ? grid : { Escape: () => sound.stop() }), { signal: leave.signal });

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
    (message, buffers) => {
      if (message.type === "picture") pictures.put(message.slide_key, message.mime, buffers[0]);
      if (message.type === "pictures-ready") pictures.refresh();
      if (message.type === "picture" || message.type === "pictures-ready") paintPicture();
      if (message.type === "clip") sound.heard(message, buffers[0]);
      if (message.type === "tellings") said.put(message);
      if (message.type === "notice") setText(voice.element, message.text);
      if (message.type === "dropped") setText(trouble, droppedWords(message));
    },
    leave.signal,
  );

  const first = chooser.chosen();
  if (!first.includes(at.run)) at = { ...at, run: first[first.length - 1] };
  paint();
  // once the page has room for it: the latest run first
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

export default { render: shownAnew(render, "runs") };
