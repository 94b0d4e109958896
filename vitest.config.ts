import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "tools/src/**/*.test.ts", "examples/*/src/**/*.test.ts"],
    testTimeout: 60_000,
    // Two cores: every worker loads its own tensors, so few of them.
    maxWorkers: 2,
  },
});
