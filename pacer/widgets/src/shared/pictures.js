// The slides' pictures: asked for when shown, a few kept, words until they are there.

/** So many are kept: those around the slide that is up. */
const KEPT = 16;

/** @param {(key: string) => void} ask */
export function pictureBook(ask) {
  /** A slide's picture as an address; "" while it is asked for, or where there is none. */
  /** @type {Map<string, string>} */
  const there = new Map();
  /** @param {string} key */
  const drop = (key) => {
    const address = there.get(key);
    if (address) URL.revokeObjectURL(address);
    there.delete(key);
  };
  return {
    /** @param {string} key @returns {string|null} */
    get(key) {
      const address = there.get(key);
      if (address === undefined) {
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
      const blob = new Blob([/** @type {DataView<ArrayBuffer>} */ (data)], { type });
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
    },
  };
}
