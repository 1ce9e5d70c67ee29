import { expect, test } from "vitest";
import { fromBudgets, fromTables } from "../../pacer/widgets/src/shared/forecast.js";
import fixture from "./fixtures/forecast.json";

test.each(fixture.cases)(
  "as the pacing room: tables $tables, $taken behind, $showing up for $since_s s",
  ({ tables, taken, showing, since_s, elapsed_s, low_s, end_s, high_s }) => {
    const forecast = fromTables(/** @type {any} */ (fixture.tables[tables]));
    const found = forecast({ elapsed_s, taken: /** @type {any} */ (taken), showing, since_s });
    expect(found.low_s).toBeCloseTo(low_s, 1);
    expect(found.end_s).toBeCloseTo(end_s, 1);
    expect(found.high_s).toBeCloseTo(high_s, 1);
  },
);

test("three hundred slides are forecast as few are", () => {
  const count = 300;
  const [first] = fixture.tables[0].components;
  const stretch = (/** @type {number[]} */ values) =>
    Array.from({ length: count }, (_, at) => values[at % values.length]);
  const tables = {
    ...fixture.tables[0],
    scale: Array(count).fill(1),
    components: Array.from({ length: 15 }, () => ({
      ...first,
      mean_s: stretch(first.mean_s),
      own_s2: stretch(first.own_s2),
      shared_s: first.shared_s.map(stretch),
    })),
  };
  const forecast = fromTables(/** @type {any} */ (tables));
  const taken = Array.from({ length: 150 }, (_, at) => /** @type {[number, number]} */ ([at, 40]));
  const found = forecast({ elapsed_s: 6000, taken, showing: 150, since_s: 5 });
  expect(found.low_s).toBeLessThan(found.end_s);
  expect(found.end_s).toBeLessThan(found.high_s);
  expect(found.end_s).toBeGreaterThan(9000);
});

test("without tables nothing to come ends now", () => {
  const rows = [{ budget_s: 60, skip: false }];
  const found = fromBudgets(rows)({ elapsed_s: 90, taken: [], showing: 0, since_s: 90 });
  expect(found).toEqual({ end_s: 90, low_s: 90, high_s: 90 });
});
