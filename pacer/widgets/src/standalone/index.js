// A room in a plain page: what Python recorded answers what the room asks; no kernel, no network.
//
// The room is the bundle that ships, and does not know. What only Python can do is told in a line.

/**
 * @typedef {object} Recording what Python wrote, see pacer/widgets/standalone.py
 * @property {Record<string, any>} state the room's fields
 * @property {any[]} plans proposals, shortest talk time first
 * @property {Record<string, string>} pictures a slide's picture as base64
 * @property {string} alone what is said where only Python could go on
 */

/**
 * Show a room.
 * @param {{render: (context: any) => any}} room the default export of its bundle
 * @param {Recording} recording
 * @param {HTMLElement} el
 */
export default function show(room, recording, el) {
  const model = makeModel(recording);
  const leave = room.render({ model, el });
  return () => leave?.();
}

/** The part of an anywidget model that rooms use. @param {Recording} recording */
export function makeModel({ state, plans, pictures, alone }) {
  const fields = { ...state };
  /** @type {Map<string, Set<(...args: any[]) => void>>} */
  const listeners = new Map();
  const tell = (/** @type {string} */ event, /** @type {any[]} */ ...args) => {
    for (const listener of listeners.get(event) ?? []) listener(...args);
  };
  const set = (/** @type {string} */ name, /** @type {any} */ value) => {
    fields[name] = value;
    tell(`change:${name}`);
  };
  /** Python answers later, never within the question. */
  const reply = (/** @type {any} */ message, /** @type {DataView[]} */ buffers = []) =>
    void setTimeout(() => tell("msg:custom", message, buffers));

  /** @type {Record<string, (message: any) => void>} */
  const answers = {
    "ask-ladder": () => {},
    "ask-picture": ({ slide_key }) => {
      const bytes = Uint8Array.from(atob(pictures[slide_key] ?? ""), (char) => char.charCodeAt(0));
      reply({ type: "picture", slide_key, mime: "image/jpeg" }, [new DataView(bytes.buffer)]);
    },
    "ask-plan": ({ number, talk_s, changes }) => {
      fields.talk_s = talk_s;
      set("choices", decided(fields.choices, changes));
      set("proposal", { ...planFor(plans, talk_s), number, talk_s });
    },
    hello: ({ page }) => reply({ type: "welcome", page, run: null, unfinished: null, warning: "" }),
    "add-marks": ({ page, run, marks }) =>
      reply({
        type: "acked",
        token: run.token,
        seq: marks.at(-1)?.seq ?? 0,
        run_id: "a run to try",
        driver: page,
        new_marks: [],
        warning: alone,
      }),
    ping: ({ sent }) => reply({ type: "pong", sent }),
  };
  return {
    get: (/** @type {string} */ name) => fields[name],
    set,
    save_changes() {},
    send(/** @type {any} */ message) {
      const answer = answers[message.type];
      if (answer) return answer(message);
      reply({ type: "notice", text: alone });
      // what waits for a plan gets the one there is
      if (message.number !== undefined) set("proposal", { ...fields.proposal, number: message.number });
    },
    on(/** @type {string} */ event, /** @type {(...args: any[]) => void} */ listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    off(/** @type {string|null|undefined} */ event, /** @type {any} */ listener) {
      listeners.get(event ?? "")?.delete(listener);
    },
  };
}

/** The plan for the longest talk time that is not longer: it fits. @param {any[]} plans @param {number} talk_s */
export const planFor = (plans, talk_s) => plans.findLast((plan) => plan.talk_s <= talk_s) ?? plans[0];

/** The choices after the page's changes, as Python would have them. @param {any} choices @param {any} changes */
export function decided(choices, changes) {
  const decisions = { ...choices.decisions };
  for (const [key, decision] of Object.entries(changes.decisions)) {
    if (decision === null) delete decisions[key];
    else decisions[key] = decision;
  }
  const starred = new Set(choices.stars);
  for (const [key, isStarred] of Object.entries(changes.stars)) {
    if (isStarred) starred.add(key);
    else starred.delete(key);
  }
  return { ...choices, decisions, stars: [...starred] };
}
