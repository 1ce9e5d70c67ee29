// A kernel, a storage and a clock without a browser, that can be broken at will.

/** A clock that stands until it is moved. */
export function makeClock() {
  let ticks = 1000;
  let wall = Date.UTC(2026, 2, 1, 12);
  return {
    ticks: () => ticks,
    wall: () => wall,
    /** @param {number} seconds */
    pass(seconds) {
      ticks += seconds * 1000;
      wall += seconds * 1000;
    },
    /** The time of day alone. @param {number} seconds */
    jump(seconds) {
      wall += seconds * 1000;
    },
  };
}

/** The browser's storage. @returns {Storage} */
export function makeStorage() {
  /** @type {Record<string, string>} */
  const kept = {};
  return /** @type {any} */ (
    new Proxy(
      {},
      {
        get: (_, name) =>
          ({
            getItem: (/** @type {string} */ key) => kept[key] ?? null,
            setItem: (/** @type {string} */ key, /** @type {string} */ value) => {
              kept[key] = value;
            },
            removeItem: (/** @type {string} */ key) => {
              delete kept[key];
            },
          })[String(name)],
        ownKeys: () => Object.keys(kept),
        getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      },
    )
  );
}

/** A kernel's recorder, as pacer/widgets/run_recorder.py, with the disk that outlives it. */
export function makeKernel() {
  /** @type {Map<string, any[]>} */
  const disk = new Map();
  /** @type {Map<string, string>} */
  let drivers = new Map();
  return {
    disk,
    refusing: "",
    final: false,
    asked: 0,
    restart() {
      drivers = new Map();
    },
    /** @param {any} message @returns {any} the answer */
    receive(message) {
      if (message.type !== "add-marks") return null;
      const { token } = message.run;
      const driver = message.take_over ? message.page : (drivers.get(token) ?? message.page);
      if (driver !== message.page) return { type: "held-elsewhere", token, driver };
      const marks = disk.get(token) ?? [];
      this.asked += 1;
      if (this.refusing) {
        const refusal = { reason: this.refusing, final: this.final, new_marks: [] };
        return { type: "refused", token, seq: marks.length, ...refusal };
      }
      drivers.set(token, message.page);
      disk.set(token, marks);
      const new_marks = [];
      for (const mark of message.marks) {
        if (mark.seq > marks.length + 1) break;
        if (mark.seq === marks.length + 1) {
          marks.push(mark);
          new_marks.push(mark);
        } else if (JSON.stringify(marks[mark.seq - 1]) !== JSON.stringify(mark)) {
          const reason = "written already, and differs";
          return { type: "refused", token, seq: marks.length, reason, final: true, new_marks };
        }
      }
      return { type: "acked", token, seq: marks.length, run_id: `run ${token}`, driver, new_marks };
    },
  };
}

/** Numbers from 0 to 1 that look random and are the same each time. @param {number} seed */
export function makeChance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A browser's recorder, whose chunks the test hands out, and its meter. @param {string} mimeType */
export function makeSound(mimeType) {
  class Recorder extends EventTarget {
    static isTypeSupported = () => true;
    static last = /** @type {any} */ (null);
    state = "inactive";
    mimeType = mimeType;
    constructor() {
      super();
      Recorder.last = this;
    }
    start() {
      this.state = "recording";
      this.dispatchEvent(new Event("start"));
    }
    stop() {
      this.state = "inactive";
      this.dispatchEvent(new Event("stop"));
    }
    chunk() {
      const data = { size: 3, arrayBuffer: async () => new ArrayBuffer(3) };
      this.dispatchEvent(Object.assign(new Event("dataavailable"), { data }));
    }
  }
  class Audio {
    createAnalyser = () => ({});
    createMediaStreamSource = () => ({ connect: () => {} });
    close = async () => {};
  }
  return { Recorder, Audio };
}
