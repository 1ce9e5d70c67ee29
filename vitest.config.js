import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/{widgets,labextension}/**/*.test.js"],
    environment: "jsdom",
    // A forgotten mock or timer of one test must not reach the next.
    restoreMocks: true,
  },
});
