import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Addon } from "../native/addon.js";

const require = createRequire(import.meta.url);
let loaded: Addon | null = null;

/** `linux-x64-gnu`: the last part of the name of the package that holds the addon for this machine. */
export function platformName(): string {
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  const libc = process.platform !== "linux" ? "" : header.glibcVersionRuntime ? "-gnu" : "-musl";
  return `${process.platform}-${process.arch}${libc}`;
}

/**
 * The compiled addon: the one that the environment variable VLM_CPU_ADDON names, the one built here, or the one of the
 * package for this platform, whichever is there first.
 *
 * @throws when none loads, with every attempt in the message
 */
export function loadAddon(): Addon {
  if (loaded) return loaded;
  const built = fileURLToPath(new URL("../../build/vlm-cpu.node", import.meta.url));
  const packaged = `@vlm/ops-${platformName()}/addon.node`;
  const named = process.env.VLM_CPU_ADDON;
  const attempts: string[] = [];
  for (const candidate of named ? [named] : [built, packaged]) {
    if (candidate === built && !existsSync(built)) {
      attempts.push("not built here");
      continue;
    }
    try {
      loaded = require(candidate) as Addon;
      return loaded;
    } catch (reason) {
      attempts.push(`${candidate === built ? "build/vlm-cpu.node" : candidate}: ${firstLine(reason)}`);
    }
  }
  throw new Error(
    `ops.loadAddon: no native addon for ${platformName()} (${attempts.join("; ")}); expected one of them. ` +
      "Install a C++ compiler and CMake, then run the package's build again, or use the wasm backend.",
  );
}

function firstLine(reason: unknown): string {
  return (reason instanceof Error ? reason.message : String(reason)).split("\n")[0]!;
}
