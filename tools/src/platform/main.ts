/**
 * Writes the package that brings the native backend to one platform, made of the addon that was built here.
 *
 *     node tools/dist/platform/main.js DIR
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { platformName } from "@vlm/ops/node";
import { writePlatformPackage } from "./platform-package.js";

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node tools/dist/platform/main.js DIR");
  process.exit(2);
}
const ops = fileURLToPath(new URL("../../../packages/ops/", import.meta.url));
const name = await writePlatformPackage(
  { ops, addon: join(ops, "build", "vlm-cpu.node"), platform: platformName() },
  folder,
);
console.log(`${name} in ${folder}`);
