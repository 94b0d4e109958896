// Runs when the package is installed: compiles the native backend where no package for this platform brings it. It never
// fails an installation, since models run on wasm without it.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

// In the repository, where the sources of TypeScript lie beside it, the build does this.
if (!existsSync(fileURLToPath(new URL("../tsconfig.json", import.meta.url)))) {
  const { loadAddon } = await import("../dist/node/load-addon.js");
  try {
    loadAddon();
  } catch {
    await import("./build.mjs");
    process.exitCode = 0;
  }
}
