// tfjs-core's entry for Node registers no gradients, and the module that does cannot be imported as it stands
// (extensionless ES imports in a package without "type"). Bundled, it registers into the same global registry.
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { build } from "esbuild";

const core = path.dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-core"));
await build({
  entryPoints: [path.join(core, "register_all_gradients.js")],
  outfile: "dist/stock-gradients.js",
  bundle: true,
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  external: ["node-fetch", "util", "crypto"],
  legalComments: "eof",
  logLevel: "warning",
});
await writeFile("dist/stock-gradients.d.ts", "export {};\n");
