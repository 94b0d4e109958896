import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { shippedBy } from "./graph.js";
import { type Import, packageNameOf } from "./imports.js";
import type { Manifest, Package, Source, Workspace } from "./package.js";
import type { Room } from "./rooms.js";

const scope = "@vlm/";

function declares(manifest: Manifest, name: string, { development }: { readonly development: boolean }): boolean {
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest;
  const shipped = [dependencies, peerDependencies, optionalDependencies].some((list) => list && name in list);
  return shipped || (development && devDependencies !== undefined && name in devDependencies);
}

/** What keeps a package inside its own folder. Data beside the packages is open to programs and tests only. */
function leaving(home: Package, source: Source, { specifier, url }: Import, development: boolean): string | null {
  if (url && development) return null;
  const target = posix.join(posix.dirname(source.path), specifier);
  if (target.startsWith(`${home.folder}/`)) return null;
  return `reaches ${target}, outside ${home.folder}; expected a path inside it. Import the package by its name.`;
}

/** What the table of rooms says about one import between packages. */
function forbidden(room: Room, other: string, typeOnly: boolean): string | null {
  if (other === "types" || room.mayImport === "everything") return null;
  if (!room.mayImport.includes(other)) {
    const allowed = ["types", ...room.mayImport].join(", ");
    return `imports ${scope}${other}; ${room.name} may import ${allowed}. Declare what you need as an interface here.`;
  }
  if (room.asTypes?.includes(other) && !typeOnly) {
    return `imports ${scope}${other} as code; ${room.name} may import its types only. Use "import type".`;
  }
  return null;
}

/** Rule 1: imports that the table of rooms allows, that `exports` offers and that package.json declares. */
export function checkBorders(workspace: Workspace, rooms: readonly Room[]): string[] {
  const family = new Map([...workspace.packages, ...workspace.programs].map((home) => [home.manifest.name, home]));
  const tools = Object.keys(workspace.manifest.devDependencies ?? {});

  const inspect = (home: Package, source: Source, named: Import, development: boolean): string | null => {
    if (named.specifier.startsWith(".")) return leaving(home, source, named, development);
    if (named.url || isBuiltin(named.specifier)) return null;
    if (named.specifier.startsWith("#")) {
      if (named.specifier in (home.manifest.imports ?? {})) return null;
      return `imports ${named.specifier}; expected it among the "imports" of ${home.folder}/package.json. Add it there.`;
    }
    const name = packageNameOf(named);
    const path = `.${named.specifier.slice(name.length)}`;
    const other = family.get(name);
    if (other === home) {
      return development ? null : `imports its own package by name; expected a relative path. Write "./x.js".`;
    }
    if (other && !(path in (other.manifest.exports ?? {}))) {
      const offered = Object.keys(other.manifest.exports ?? {}).join(", ");
      return `imports ${named.specifier}; ${name} exports ${offered || "nothing"}. Export it there, or do without.`;
    }
    const room = rooms.find((candidate) => candidate.name === home.name);
    // Tests may compose packages as a user would; the table holds for what ships.
    if (other && room && !development) {
      const reason = forbidden(room, other.name, named.typeOnly);
      if (reason !== null) return reason;
    }
    if (declares(home.manifest, name, { development }) || (development && tools.includes(name))) return null;
    const list = development ? "dependencies or devDependencies" : "dependencies or peerDependencies";
    return `imports ${name}; expected it among the ${list} of ${home.folder}/package.json. Add it there.`;
  };

  return [...workspace.packages, ...workspace.programs].flatMap((home) => {
    // Examples and tools ship nothing.
    const shipped = workspace.packages.includes(home) ? shippedBy(home) : new Set<Source>();
    return [...home.sources.values()].flatMap((source) =>
      source.imports.flatMap((named) => {
        const reason = inspect(home, source, named, !shipped.has(source));
        return reason === null ? [] : [`structure.borders: ${source.path}:${named.line} ${reason}`];
      }),
    );
  });
}
