// Which runs were chosen, kept in the browser for the next time.
import { localStore, openShelf } from "../run/storage.js";

/**
 * @typedef {import("./table.js").Run} Run
 * @typedef {ReturnType<typeof openMemory>} Memory
 */

const NAME = "compared";
/** As many runs as a talk may have, and no more than a browser keeps gladly. */
const MOST = 2000;

/**
 * @param {string} home the talk's folder, as a short name
 * @param {Storage|null} [storage] null where the browser allows none
 */
export function openMemory(home, storage = localStore()) {
  const shelf = openShelf(storage, home);
  return {
    /**
     * Whether each run is shown; one that is new since is shown where `otherwise` says so.
     * @param {readonly Run[]} runs
     * @param {(at: number) => boolean} otherwise
     * @returns {boolean[]}
     */
    recall(runs, otherwise) {
      const kept = shelf.recall(NAME);
      const known = new Set(Array.isArray(kept?.known) ? kept.known : []);
      const hidden = new Set(Array.isArray(kept?.hidden) ? kept.hidden : []);
      const shown = runs.map(({ id }, at) => (known.has(id) ? !hidden.has(id) : otherwise(at)));
      return shown.some(Boolean) ? shown : runs.map((_, at) => otherwise(at));
    },
    /** @param {readonly Run[]} runs @param {number[]} chosen by index */
    keep(runs, chosen) {
      const known = runs.slice(-MOST).map(({ id }) => id);
      const shown = new Set(chosen.map((at) => runs[at].id));
      shelf.remember(NAME, { known, hidden: known.filter((id) => !shown.has(id)) });
    },
  };
}
