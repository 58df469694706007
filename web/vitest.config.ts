// Two kinds of tests: beside the code, and in a real browser against the real binary.
import { configDefaults, defineConfig } from "vitest/config";

/** Lighthouse is heavy and has packages of its own; `make soak` installs and runs it. `make shots` draws. */
const apart = [
  "test/shots.test.ts",
  ...(process.env.HONEYGUIDE_SOAK === "1" ? [] : ["test/lighthouse.test.ts"]),
];
const browser = {
  environment: "node",
  testTimeout: 120_000,
  hookTimeout: 180_000,
  fileParallelism: false,
} as const;

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["src/**/*.test.ts"], environment: "node" } },
      {
        test: {
          ...browser,
          name: "browser",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...apart],
        },
      },
      { test: { ...browser, name: "shots", include: ["test/shots.test.ts"] } },
    ],
  },
});
