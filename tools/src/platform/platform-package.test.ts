import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { platformName } from "@vlm/ops/node";
import { expect, it } from "vitest";
import { writePlatformPackage } from "./platform-package.js";

const run = promisify(execFile);
const ops = fileURLToPath(new URL("../../../packages/ops/", import.meta.url));
const addon = join(ops, "build", "vlm-cpu.node");

// Without a compiler there is nothing to package.
it.runIf(existsSync(addon))(
  "is found by an installed @vlm/ops that was not built",
  async () => {
    const project = await mkdtemp(join(tmpdir(), "vlm-platform-"));
    try {
      const platform = platformName();
      const scope = join(project, "node_modules", "@vlm");
      const name = await writePlatformPackage({ ops, addon, platform }, join(scope, `ops-${platform}`));
      expect(name).toBe(`@vlm/ops-${platform}`);
      await mkdir(join(scope, "ops"), { recursive: true });
      await cp(join(ops, "package.json"), join(scope, "ops", "package.json"));
      await cp(join(ops, "dist"), join(scope, "ops", "dist"), { recursive: true });
      const program = `import { loadAddon } from "./node_modules/@vlm/ops/dist/node/load-addon.js"; console.log(typeof loadAddon().allocate);`;
      const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: project });
      expect(stdout).toBe("function\n");
      const manifest = JSON.parse(await readFile(join(scope, `ops-${platform}`, "package.json"), "utf8"));
      expect(manifest).not.toHaveProperty("scripts");
      expect([manifest.os, manifest.cpu]).toEqual([[process.platform], [process.arch]]);
    } finally {
      await rm(project, { recursive: true, force: true });
    }
  },
  30_000,
);
