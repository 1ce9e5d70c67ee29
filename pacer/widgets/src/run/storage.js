// What the browser keeps of the runs of one talk: a copy of every mark, and a sign of life of
// the page that drives. So a reload, a closed tab or a new kernel can go on where this one was.

/**
 * @typedef {import("./timeline.js").Mark} Mark
 * @typedef {import("../protocol").RunHead & {marks: Mark[], acked: number}} Saved
 * @typedef {object} Beat a sign of life of the page that drives
 * @property {number} t_s where the run's clock stands
 * @property {number} wall
 * @property {string} page "" once it has let go
 * @property {number} [seq] how many marks there are
 * @property {boolean} [over]
 *
 * @typedef {ReturnType<typeof openShelf>} Shelf
 */

const RUN = "pacer.run.";
const BEAT = "pacer.beat.";
const LOOK = "pacer.look.";
const ON = "pacer.on.";
const KEPT = "pacer.kept.";
/** What nobody fetched for so long is let go. */
const FORGET_MS = 60 * 24 * 3600 * 1000;

/** The browser's storage, where it allows one. @returns {Storage|null} */
export function localStore() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/**
 * @param {Storage|null} storage null where the browser allows none
 * @param {string} home the talk's folder, as a short name
 * @param {() => number} wall the time of day in milliseconds
 */
export function openShelf(storage, home, wall = Date.now) {
  /** @template T @param {() => T} work @param {T} otherwise @returns {T} */
  const tried = (work, otherwise) => {
    try {
      return work();
    } catch {
      return otherwise; // full, or forbidden
    }
  };
  /** @param {string} key @returns {any} */
  const read = (key) => tried(() => JSON.parse(storage?.getItem(key) ?? "null"), null);
  /** @param {string} key @param {unknown} value */
  const write = (key, value) =>
    tried(() => {
      storage?.setItem(key, JSON.stringify(value));
      return storage !== null;
    }, false);
  const prefix = `${RUN}${home}.`;

  /** @param {string} token */
  const drop = (token) => {
    for (const key of [prefix + token, BEAT + token, LOOK + token]) tried(() => storage?.removeItem(key), undefined);
  };
  return {
    drop,
    /** @param {Saved} saved @returns {boolean} whether it is kept */
    save: (saved) => write(prefix + saved.token, { ...saved, wall: wall() }),
    /** @param {string} token @returns {Saved|null} */
    load: (token) => read(prefix + token),
    /** All runs of this talk, the latest first. @returns {Saved[]} */
    all() {
      /** @type {(Saved & {wall: number})[]} */
      const found = tried(() => Object.keys(storage ?? {}), [])
        .filter((key) => key.startsWith(prefix))
        .map(read)
        .filter((run) => Array.isArray(run?.marks) && typeof run.token === "string");
      const old = found.filter((run) => wall() - run.wall > FORGET_MS);
      for (const run of old) drop(run.token);
      return found.filter((run) => !old.includes(run)).sort((a, b) => b.wall - a.wall);
    },
    /** @param {string} token @param {Beat} beat */
    beat(token, beat) {
      write(BEAT + token, beat);
      write(ON + home, { ...beat, token });
    },
    /** The talk's run that showed life last. @returns {(Beat & {token: string})|null} */
    on: () => read(ON + home),
    /** Say that this page looks on. @param {string} token @param {string} page */
    look: (token, page) => write(LOOK + token, { page, wall: wall() }),
    /** Who looks on, and when last. @param {string} token @returns {{page: string, wall: number}|null} */
    lookOf: (token) => read(LOOK + token),
    /** @param {string} token @returns {Beat|null} */
    beatOf: (token) => read(BEAT + token),
    /** Remember a choice. @param {string} name @param {unknown} value */
    remember: (name, value) => write(`pacer.${name}.${home}`, value),
    /** @param {string} name @returns {any} */
    recall: (name) => read(`pacer.${name}.${home}`),
    /** Do not offer this run again. @param {string} token */
    keep: (token) => write(KEPT + home, [token, ...(read(KEPT + home) ?? [])].slice(0, 50)),
    /** @param {string} token @returns {boolean} */
    isKept: (token) => (read(KEPT + home) ?? []).includes(token),
  };
}
