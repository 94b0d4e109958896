import { packageNameOf } from "./imports.js";
import type { Workspace } from "./package.js";

/**
 * Rule 1, the other way round: what a package declares, it imports, or one of the family that it depends on asks for as a
 * peer. Its users would install the rest for nothing.
 */
export function checkDependencies({ packages }: Workspace): string[] {
  return packages.flatMap((home) => {
    const used = new Set([...home.sources.values()].flatMap(({ imports }) => imports.map(packageNameOf)));
    const { dependencies, peerDependencies, optionalDependencies } = home.manifest;
    const asked = packages
      .filter(({ manifest }) => manifest.name in (dependencies ?? {}))
      .flatMap(({ manifest }) => Object.keys(manifest.peerDependencies ?? {}));
    return [dependencies, peerDependencies, optionalDependencies]
      .flatMap((list) => Object.keys(list ?? {}))
      .filter((name) => !used.has(name) && !asked.includes(name))
      .map(
        (name) =>
          `structure.dependencies: ${home.folder}/package.json declares ${name}, which no file imports; expected a use. ` +
          "Remove it.",
      );
  });
}
