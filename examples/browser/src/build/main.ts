import { cp, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Puts the page together in dist/site: everything it needs, so that any web server will do. */
const home = fileURLToPath(new URL("../..", import.meta.url));
const source = join(home, "src", "page");
const site = join(home, "dist", "site");

await rm(site, { recursive: true, force: true });
await mkdir(site, { recursive: true });
await build({
  entryPoints: { main: join(source, "main.ts"), probe: join(home, "src", "testing", "probe.ts") },
  outdir: site,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "browser",
  target: "es2023",
  minify: true,
  legalComments: "none",
  // Optional and for Node alone.
  external: ["@tensorflow/tfjs-node", "@tensorflow/tfjs-node-gpu"],
  logLevel: "warning",
});
for (const name of ["index.html", "style.css"]) await cp(join(source, name), join(site, name));
await cp(join(home, "src", "testing", "probe.html"), join(site, "probe.html"));
const wasm = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"));
for (const kind of ["", "-simd", "-threaded-simd"]) {
  const name = `tfjs-backend-wasm${kind}.wasm`;
  await cp(join(wasm, name), join(site, "wasm", name));
}
await cp(join(home, "..", "checkpoints", "tiny-qwen3-vl"), join(site, "checkpoint"), { recursive: true });
