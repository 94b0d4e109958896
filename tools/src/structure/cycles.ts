import { cyclesOf, resolveRelative } from "./graph.js";
import type { Package, Source, Workspace } from "./package.js";

const round = (names: readonly string[]): string => [...names, names[0]].join(" → ");

/** Cycles among packages, by everything that they declare. */
function packageCycles(packages: readonly Package[]): string[] {
  const byName = new Map(packages.map((home) => [home.manifest.name, home]));
  const dependencies = ({ manifest }: Package): Package[] =>
    [manifest.dependencies, manifest.peerDependencies, manifest.devDependencies]
      .flatMap((list) => Object.keys(list ?? {}))
      .flatMap((name) => byName.get(name) ?? []);
  return cyclesOf(packages, dependencies).map(
    (cycle) =>
      `structure.cycles: packages depend on each other, ${round(cycle.map((home) => home.name))}; expected no cycle. ` +
      "Let the package that asks declare an interface.",
  );
}

/** Cycles among the files of a package; a `import type` counts, since the reader follows it all the same. */
function fileCycles(home: Package): string[] {
  const next = (source: Source): Source[] =>
    source.imports.filter((named) => !named.url).flatMap((named) => resolveRelative(home, source, named) ?? []);
  return cyclesOf(home.sources.values(), next).map(
    (cycle) =>
      `structure.cycles: ${round(cycle.map((source) => source.path))}; expected no cycle between files. ` +
      "Move what both need into a file of its own.",
  );
}

/** Rule 1: no cycles, neither between packages nor between files. */
export function checkCycles({ packages, programs }: Workspace): string[] {
  const all = [...packages, ...programs];
  return [...packageCycles(all), ...all.flatMap(fileCycles)];
}
