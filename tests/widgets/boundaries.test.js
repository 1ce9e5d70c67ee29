// Where a change of slide may stand among words.
import { expect, test } from "vitest";
import { before, named, same, spoken, step, wordsBefore } from "../../pacer/widgets/src/boundaries/places.js";

const side = { key: "a", position: 3, title: "Queues", text: "" };
const place = {
  at_s: 12,
  low_s: 10,
  high_s: 20,
  before: side,
  after: { ...side, key: "b", position: null, title: "Something else" },
  words: ["beyond", "one", "two", "three", "past"],
  starts_s: [8, 10.5, 12.5, 18, 21],
  audible: false,
};

test("arrow keys go from word to word, and stay between the slides beside", () => {
  expect(step(place, 12, 1)).toBe(12.5);
  expect(step(place, 12, -1)).toBe(10.5);
  expect(step(place, 10.5, -1)).toBe(10.5);
  expect(step(place, 18, 1)).toBe(18);
});

test("half a second at a time, with Shift or without words", () => {
  expect(step(place, 12, 1, true)).toBe(12.5);
  expect(step({ ...place, words: [], starts_s: [] }, 12, -1)).toBe(11.5);
  expect(step(place, 19.8, 1, true)).toBe(20);
  expect(step(place, 10.2, -1, true)).toBe(10);
});

test("a word that is pressed begins the next slide", () => {
  expect(before(place, 2)).toBe(12.5);
  expect(before(place, 0)).toBe(10);
  expect(before(place, 4)).toBe(20);
  expect(wordsBefore(place, 12.5)).toBe(2);
  expect(wordsBefore(place, 12)).toBe(2);
  expect(wordsBefore(place, 99)).toBe(5);
});

test("a screen reader hears where it stands", () => {
  expect(spoken(place, 12.5)).toBe("0:13, after “beyond one”, before “two three past”");
  expect(spoken({ ...place, words: [], starts_s: [] }, 12)).toBe("0:12");
  expect([named(place.before), named(place.after)]).toEqual(["3 Queues", "Something else"]);
});

test("a place is known again after its neighbours moved it a little", () => {
  expect(same({ ...place, at_s: 13 }, place)).toBe(true);
  expect(same({ ...place, at_s: 60 }, place)).toBe(false);
  expect(same({ ...place, before: place.after }, place)).toBe(false);
});
