import { beforeAll, describe } from "vitest";
import { useBackend } from "../backend/use-backend.js";

/** The same tests on every backend that comes with the package. */
export function onEachBackend(name: string, tests: () => void): void {
  describe.each(["cpu", "wasm"] as const)(`${name} on %s`, (backend) => {
    beforeAll(async () => {
      await useBackend(backend);
    }, 60_000);
    tests();
  });
}
