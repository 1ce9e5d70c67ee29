// The boundary widget: a doubtful change of slide among the words around it, moved by arrow keys or
// a click, accepted with Enter; what is accepted goes to the kernel, and the next one is shown.
import { text as clock } from "../shared/clock.js";
import { slideCard } from "../shared/card.js";
import { announcer, h, setAttr, setText } from "../shared/dom.js";
import { captureKeys } from "../shared/keys.js";
import { droppedWords, onMessage, send } from "../shared/connection.js";
import { pictureBook } from "../shared/pictures.js";
import { player } from "../shared/player.js";
import { before, named, same, spoken, step, wordsBefore } from "./places.js";

/** @typedef {import("../protocol").BoundaryPlace} Place */

/** Seconds to hear on each side of a change. */
const HEARD_S = 5;

/** @param {{model: import("@anywidget/types").AnyModel, el: HTMLElement}} context */
function render({ model, el }) {
  const leave = new AbortController();
  /** @type {Place[]} */
  let places = model.get("places");
  /** Looked at and left, or accepted: not shown again. @type {Place[]} */
  let passed = [];
  /** @type {Place|undefined} */
  let place;
  let at_s = 0;

  const first = h("p", { class: "first" });
  const under = h("p", { class: "under" });
  const back = h("button", { type: "button", class: "pacer-button", text: "Take back the last", onClick: takeBack });
  const cards = { before: slideCard(), after: slideCard() };
  const titles = { before: h("p", { class: "title" }), after: h("p", { class: "title" }) };
  const time = h("b");
  const text = h("div", {
    class: "said",
    role: "slider",
    tabindex: 0,
    "aria-label": "Where the slide changes",
    onClick: (/** @type {MouseEvent} */ event) => {
      const word = /** @type {HTMLElement} */ (event.target).dataset?.word;
      if (place && word !== undefined) move(before(place, Number(word)));
    },
  });
  const voice = announcer();
  const trouble = h("p", { class: "trouble", role: "alert" });
  const pictures = pictureBook((slide_key) => send(model, { type: "ask-picture", slide_key }));
  const sound = player((question) => send(model, { type: "ask-clip", ...question }), () => paintTools());
  const button = (/** @type {string} */ label, /** @type {() => void} */ onClick, main = false) =>
    h("button", { type: "button", class: main ? "pacer-button pacer-button-main" : "pacer-button", onClick }, label);
  const listen = button("▶ Listen", hear);
  const tools = h(
    "div",
    { class: "tools" },
    button("◀ Earlier", () => step_(-1)),
    button("Later ▶", () => step_(1)),
    listen,
    button("It is here", accept, true),
    button("Leave it", pass),
  );
  const keys = h("p", { class: "keys" });
  const desk = h(
    "div",
    { class: "desk" },
    h("div", { class: "sides" },
      h("div", { class: "side" }, h("p", { class: "which", text: "Until then" }), cards.before.element, titles.before),
      h("div", { class: "side" }, h("p", { class: "which", text: "From then on" }), cards.after.element, titles.after)),
    h("p", { class: "when" }, "The slide changes at ", time),
    text,
    tools,
    sound.element,
    keys,
  );
  const root = h(
    "div",
    { class: "pacer pacer-boundaries", role: "group", "aria-label": "Doubtful changes of slide" },
    h("div", { class: "head" }, h("div", {}, first, under), back),
    desk,
    trouble,
    voice.element,
  );
  el.append(root);

  const open = () => places.filter((one) => !passed.some((other) => same(one, other)));

  function paintHead() {
    const [left, total, settled] = [open().length, model.get("total"), model.get("settled")];
    const doubtful = `${left} of ${total} changes of slide ${left === 1 ? "is" : "are"} doubtful`;
    const after = passed.length || settled ? "No doubtful change is left" : "No change of slide is doubtful";
    setText(first, left ? doubtful : after);
    const by_hand = settled ? ` · ${settled} set by hand` : "";
    setText(under, `${model.get("source")}${by_hand}`);
    back.hidden = !settled;
    desk.hidden = !left;
  }

  function paintPictures() {
    if (!place) return;
    for (const side of /** @type {const} */ (["before", "after"])) {
      const { key, position, title, text: words } = place[side];
      const shown = position === null ? null : { position, title, text: words };
      cards[side].show(shown, key && shown ? pictures.get(key) : null);
    }
  }

  function paintTools() {
    listen.hidden = !place?.audible;
    setText(listen, sound.playing() ? "■ Stop" : "▶ Listen");
    const hear_ = place?.audible ? " · Space listens" : "";
    const words = place?.words.length ? "← → a word, with Shift half a second" : "← → half a second";
    setText(keys, `${words} · Enter accepts · S leaves it${hear_} · U takes back`);
  }

  /** The words, with those after the change set apart. */
  function paintWords() {
    if (!place) return;
    const at = wordsBefore(place, at_s);
    const { starts_s, low_s, high_s } = place;
    const words = place.words.map((word, number) =>
      h("span", {
        text: `${word} `,
        dataset: {
          word: number,
          side: number < at ? "before" : "after",
          ...(starts_s[number] < low_s || starts_s[number] > high_s ? { beyond: "" } : {}),
        },
      }),
    );
    const mark = h("i", { class: "mark", "aria-hidden": "true" });
    if (!words.length) {
      const share = (at_s - low_s) / Math.max(high_s - low_s, 0.001);
      text.replaceChildren(h("div", { class: "line" }, h("i", { class: "mark", style: { left: `${100 * share}%` } })));
      return;
    }
    text.replaceChildren(...words.slice(0, at), mark, ...words.slice(at));
    // Only the words scroll, never the notebook.
    text.scrollTop = mark.offsetTop - text.offsetTop - text.clientHeight / 2;
  }

  /** @param {number} to_s */
  function move(to_s) {
    if (!place) return;
    at_s = to_s;
    const moved = Math.abs(at_s - place.at_s) > 0.05;
    setText(time, clock(at_s) + (moved ? ` (was ${clock(place.at_s)})` : ""));
    setAttr(text, "aria-valuemin", Math.round(place.low_s));
    setAttr(text, "aria-valuemax", Math.round(place.high_s));
    setAttr(text, "aria-valuenow", Math.round(at_s));
    setAttr(text, "aria-valuetext", spoken(place, at_s));
    paintWords();
  }

  /** @param {-1|1} way */
  function step_(way, fine = false) {
    if (place) move(step(place, at_s, way, fine));
  }

  /** Show the place that comes first; the one that is looked at stays, moved as it is. */
  function show() {
    const was = place && { place, at_s };
    place = open().find((one) => was && same(one, was.place)) ?? open()[0];
    paintHead();
    if (!place) {
      sound.stop();
      return;
    }
    setText(titles.before, named(place.before));
    setText(titles.after, named(place.after));
    paintPictures();
    paintTools();
    const kept = was && same(was.place, place) && was.at_s >= place.low_s && was.at_s <= place.high_s;
    move(kept ? was.at_s : place.at_s);
  }

  function next() {
    sound.stop();
    place = undefined;
    show();
    const left = open().length;
    voice.say(left ? `${left} left` : "No doubtful change is left");
    if (left) text.focus({ preventScroll: true });
  }
  function accept() {
    if (!place) return;
    passed.push(place);
    send(model, { type: "set-boundary", at_s: place.at_s, t_s: at_s });
    next();
  }
  function pass() {
    if (!place) return;
    passed.push(place);
    next();
  }
  function takeBack() {
    passed = [];
    place = undefined;
    send(model, { type: "take-back" });
  }
  function hear() {
    if (!place?.audible) return;
    if (sound.playing()) return void sound.stop();
    const span = [Math.max(at_s - HEARD_S, 0), at_s + HEARD_S];
    sound.listen("change", "Around the change", model.get("run_id"), [span]);
  }

  captureKeys(
    root,
    () => ({
      ArrowLeft: () => step_(-1),
      ArrowRight: () => step_(1),
      "Shift+ArrowLeft": () => step_(-1, true),
      "Shift+ArrowRight": () => step_(1, true),
      Enter: accept,
      Space: hear,
      s: pass,
      u: takeBack,
    }),
    { signal: leave.signal },
  );
  onMessage(
    /** @type {any} */ (model),
    (message, buffers) => {
      if (message.type === "picture") {
        pictures.put(message.slide_key, message.mime, buffers[0]);
        paintPictures();
      } else if (message.type === "pictures-ready") {
        pictures.refresh();
        paintPictures();
      } else if (message.type === "clip") sound.heard(message, buffers[0]);
      else if (message.type === "notice") setText(trouble, message.text);
      else if (message.type === "dropped") setText(trouble, droppedWords(message));
    },
    leave.signal,
  );
  const changed = () => {
    places = model.get("places");
    setText(trouble, "");
    show();
  };
  model.on("change:places", changed);
  show();
  return () => {
    model.off("change:places", changed);
    leave.abort();
    sound.stop();
    pictures.close();
  };
}

export default { render };
