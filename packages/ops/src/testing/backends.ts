import { beforeAll, describe } from "vitest";
import { useBackend } from "../backend/use-backend.js";
import type { Level } from "../native/addon.js";
import { nativeLevels } from "../node/native-levels.js";

/** The same tests on every backend that comes with the package, the native one with each of its instruction sets. */
export function onEachBackend(name: string, tests: () => void): void {
  describe.each(["cpu", "wasm", ...nativeLevels().map((level) => `vlm-cpu ${level}`)])(`${name} on %s`, (backend) => {
    beforeAll(async () => {
      const [first, level] = backend.split(" ") as ["cpu" | "wasm" | "vlm-cpu", Level | undefined];
      await useBackend(first, level && { level, threads: 2 });
    }, 60_000);
    tests();
  });
}
