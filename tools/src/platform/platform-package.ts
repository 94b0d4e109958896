import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface Built {
  /** The folder of @vlm/ops. */
  readonly ops: string;
  readonly addon: string;
  /** `linux-x64-gnu` */
  readonly platform: string;
}

/**
 * A package that package managers install on its platform alone, since its name stands among the optional dependencies of
 * @vlm/ops. It has the version of that package and no install script.
 *
 * @returns its name
 */
export async function writePlatformPackage({ ops, addon, platform }: Built, folder: string): Promise<string> {
  const owner = JSON.parse(await readFile(join(ops, "package.json"), "utf8")) as Record<string, unknown>;
  const [os, cpu, libc] = platform.split("-") as [string, string, string | undefined];
  const name = `@vlm/ops-${platform}`;
  const manifest = {
    name,
    version: owner.version,
    description: `The native CPU backend of @vlm/ops for ${platform}.`,
    license: owner.license,
    repository: owner.repository,
    engines: owner.engines,
    os: [os],
    cpu: [cpu],
    ...(libc && { libc: [libc === "gnu" ? "glibc" : libc] }),
    preferUnplugged: true,
    files: ["vlm-cpu.node"],
    exports: { "./addon.node": "./vlm-cpu.node", "./package.json": "./package.json" },
  };
  await mkdir(folder, { recursive: true });
  await copyFile(addon, join(folder, "vlm-cpu.node"));
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(
    join(folder, "README.md"),
    `# ${name}\n\nThe native CPU backend of [@vlm/ops](https://www.npmjs.com/package/@vlm/ops), compiled for ${platform}. ` +
      "It comes with that package; there is no need to install it by hand.\n",
  );
  return name;
}
