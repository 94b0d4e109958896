import { posix } from "node:path";
import type { Import } from "./imports.js";
import type { Package, Source } from "./package.js";

/** The source that a relative import names, if it is one of the package's; `./x.js` and `../dist/x.js` stand for `x.ts`. */
export function resolveRelative(home: Package, from: Source, { specifier }: Import): Source | null {
  if (!specifier.startsWith(".")) return null;
  const built = `${home.folder}/dist/`;
  const path = posix.join(posix.dirname(from.path), specifier).replace(built, `${home.folder}/src/`);
  const written = path.replace(/\.([cm]?)jsx?$/, ".$1ts");
  const candidates = [written, written.replace(/ts$/, "tsx"), path];
  for (const candidate of candidates) {
    const source = home.sources.get(candidate);
    if (source) return source;
  }
  return null;
}

/** The source that a built file comes from: `./dist/x.js` is made of `src/x.ts`. */
function builtFrom(home: Package, target: unknown): Source | undefined {
  if (typeof target !== "string") return undefined;
  const path = posix.join(home.folder, target).replace("/dist/", "/src/").replace(/\.js$/, ".ts");
  return home.sources.get(path);
}

/** The sources behind a package's `exports`, by name of the export. */
export function entriesOf(home: Package): ReadonlyMap<string, Source> {
  const entries = Object.entries(home.manifest.exports ?? {}).map(([name, target]) => [name, builtFrom(home, target)]);
  return new Map(entries.filter((entry): entry is [string, Source] => entry[1] !== undefined));
}

/** What a user of the package may come to load: the sources behind `exports`, `imports` and `bin`. */
export function shippedBy(home: Package): ReadonlySet<Source> {
  const { imports, bin } = home.manifest;
  const conditions = Object.values(imports ?? {}).flatMap((target) =>
    typeof target === "object" && target !== null ? Object.values(target) : [target],
  );
  const others = [...conditions, ...Object.values(bin ?? {})].flatMap((target) => builtFrom(home, target) ?? []);
  return reachable(home, [...entriesOf(home).values(), ...others]);
}

/** Everything that the given sources load, themselves included, within their package. */
export function reachable(home: Package, from: Iterable<Source>): ReadonlySet<Source> {
  const seen = new Set<Source>();
  const open = [...from];
  for (let source = open.pop(); source; source = open.pop()) {
    if (seen.has(source)) continue;
    seen.add(source);
    for (const named of source.imports) {
      const next = resolveRelative(home, source, named);
      if (next) open.push(next);
    }
  }
  return seen;
}

/**
 * One cycle for each knot of a graph, as the nodes along it.
 *
 * Depth first: a node met again while it is still open closes a cycle. Its members are then taken as reported, so that
 * a knot of many cycles is one finding and not dozens.
 */
export function cyclesOf<Node>(nodes: Iterable<Node>, next: (node: Node) => Iterable<Node>): Node[][] {
  const finished = new Set<Node>();
  const reported = new Set<Node>();
  const path: Node[] = [];
  const cycles: Node[][] = [];
  const visit = (node: Node): void => {
    if (finished.has(node)) return;
    const start = path.indexOf(node);
    if (start >= 0) {
      const cycle = path.slice(start);
      if (!cycle.some((member) => reported.has(member))) cycles.push(cycle);
      for (const member of cycle) reported.add(member);
      return;
    }
    path.push(node);
    for (const other of next(node)) visit(other);
    path.pop();
    finished.add(node);
  };
  for (const node of nodes) visit(node);
  return cycles;
}
