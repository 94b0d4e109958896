import { beforeAll, describe } from "vitest";
import { useBackend } from "../backend/use-backend.js";
import { LEVELS } from "../native/addon.js";
import { loadAddon } from "../node/load-addon.js";

/** The instruction sets of the native backend that this machine runs; none where it is not built. */
export function nativeLevels(): readonly string[] {
  try {
    const { levels } = loadAddon();
    return LEVELS.filter((level) => levels[level]).map((level) => `vlm-cpu ${level}`);
  } catch {
    return [];
  }
}

/** The same tests on every backend that comes with the package, the native one with each of its instruction sets. */
export function onEachBackend(name: string, tests: () => void): void {
  describe.each(["cpu", "wasm", ...nativeLevels()])(`${name} on %s`, (backend) => {
    beforeAll(async () => {
      const [first, level] = backend.split(" ") as ["cpu" | "wasm" | "vlm-cpu", (typeof LEVELS)[number] | undefined];
      await useBackend(first, level && { level, threads: 2 });
    }, 60_000);
    tests();
  });
}
