// Two kinds of tests: beside the code, and in a real browser against the real binary.
import { configDefaults, defineConfig } from "vitest/config";

/** Lighthouse is heavy and has packages of its own; `make soak` installs and runs it. */
const soak = process.env.HONEYGUIDE_SOAK === "1";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["src/**/*.test.ts"], environment: "node" } },
      {
        test: {
          name: "browser",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...(soak ? [] : ["test/lighthouse.test.ts"])],
          environment: "node",
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
